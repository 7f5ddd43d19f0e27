"""The watch: which of the house's files an editor has just saved, moved or taken away."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

from watchfiles import awatch

from bindery.house import House

_STEP, _LONGEST = 20, 60  # milliseconds: an editor writes, renames and sets times, which is one change
_LOOK = 500  # milliseconds after which a folder that came or went is noticed


def folders(house: House) -> tuple[Path, ...]:
    """Return the folders that an edition is made from, as far as they are there."""
    parts = [house.root / "manuscript"]
    parts += [base / part for base in (house.root, house.defaults) for part in ("templates", "styles")]
    return tuple(part for part in dict.fromkeys(parts) if part.is_dir())


async def changes(house: House) -> AsyncIterator[frozenset[Path]]:
    """Yield the paths that changed together; none where whole folders came or went, so that anything may differ."""
    while True:
        watched = folders(house)
        async for found in awatch(
            *(watched or (house.root,)),
            debounce=_LONGEST,
            step=_STEP,
            rust_timeout=_LOOK,
            yield_on_timeout=True,
            recursive=bool(watched),
            stop_event=None,
        ):
            if folders(house) != watched:
                break
            if found:
                yield frozenset(Path(path) for _change, path in found)
        yield frozenset()
