"""The watch: which of the house's files an editor has just saved, moved or taken away."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

from watchfiles import awatch

from bindery.house import House

_STEP, _LONGEST = 20, 60  # milliseconds: an editor writes, renames and sets times, which is one change
_LOOK = 500  # milliseconds after which a folder that came or went is noticed


def folders(house: House) -> dict[Path, int]:
    """Return the folders that an edition is made from, as far as they are there, each with its inode.

    A folder that was taken away and put back under the same name is another one, which nobody watches yet.
    """
    parts = [house.root / "manuscript"]
    parts += [base / part for base in (house.root, house.defaults) for part in ("templates", "styles")]
    return {part: part.stat().st_ino for part in parts if part.is_dir()}


async def changes(house: House) -> AsyncIterator[frozenset[Path]]:
    """Yield the paths that changed together; none where whole folders came or went, so that anything may differ."""
    while True:
        try:
            async for paths in _saved(house):
                yield paths
        except OSError:  # a folder went while it was being looked at
            await asyncio.sleep(_LOOK / 1000)
        yield frozenset()


async def _saved(house: House) -> AsyncIterator[frozenset[Path]]:
    """Yield what changes in the folders that there are, until they are others."""
    watched = folders(house)
    async for found in awatch(
        *(watched or (house.root,)),
        debounce=_LONGEST,
        step=_STEP,
        rust_timeout=_LOOK,
        yield_on_timeout=True,
        recursive=bool(watched),
    ):
        if folders(house) != watched:
            return
        if found:
            yield frozenset(Path(path) for _change, path in found)
