"""The watch: which of the house's files an editor has just saved, moved or taken away."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from pathlib import Path

from watchfiles import Change, awatch

from bindery.house import House

_STEP, _LONGEST = 10, 60  # milliseconds: an editor writes, renames and sets times, which is one change
_LOOK = 500  # milliseconds after which a folder that came or went is noticed


def folders(house: House) -> dict[Path, int]:
    """Return the folders that an edition is made from, as far as they are there, each with its inode.

    What is behind a link of the house counts too, a file as a folder: nothing tells in its own folder that it changed.

    A folder that was taken away and put back under the same name is another one, which nobody watches yet, though it
    may have the inode of the one that went.
    """
    parts = [house.root / "manuscript"]
    own = [house.root / part for part in ("templates", "styles")]
    parts += [*own, *(house.defaults / part for part in ("templates", "styles"))]
    found = {part: part.stat().st_ino for part in parts if part.is_dir()}
    for link in _links(house.root / "manuscript", *own):
        with suppress(OSError, RuntimeError):  # a link to nothing, or to itself
            real = link.resolve()
            if not house.root.is_relative_to(real):  # what it stands in itself is watched, and all else would be
                found[real] = real.stat().st_ino
    return found


def _links(manuscripts: Path, *parts: Path) -> Iterator[Path]:
    """Yield links to publications, and those in folders that may have any; what leaves a publication is not read."""
    with suppress(OSError):  # not there
        yield from (Path(entry.path) for entry in os.scandir(manuscripts) if entry.is_symlink())
    for part in parts:
        yield from (path for path in part.rglob("*") if path.is_symlink())


async def changes(house: House) -> AsyncIterator[frozenset[Path]]:
    """Yield the paths that changed together; none where whole folders came or went, so that anything may differ."""
    known = _state(house)
    while True:
        try:
            async for paths in _saved(house, known):
                yield paths
        except FileNotFoundError:  # a folder went while it was being looked at
            await asyncio.sleep(_LOOK / 1000)
        except (OSError, RuntimeError):  # other programs have all that a user may watch
            break
        known = _state(house)  # before anybody reads: what is saved from here on is news
        yield frozenset()
    while True:  # not by watchfiles' own polling, which sees but one save in a second
        await asyncio.sleep(_LOOK / 1000)
        before, known = known, await asyncio.to_thread(_state, house)
        if changed := before.items() ^ known.items():
            yield frozenset(Path(path) for path, _ in changed)


def _state(house: House) -> dict[str, tuple[int, int, int]]:
    """Return when each file was changed, its size and its inode."""
    found = {}
    for folder in folders(house):
        for path in folder.rglob("*"):
            with suppress(OSError):  # gone meanwhile
                state = path.stat()
                found[str(path)] = state.st_mtime_ns, state.st_size, state.st_ino
    return found


async def _saved(house: House, known: dict[str, tuple[int, int, int]]) -> AsyncIterator[frozenset[Path]]:
    """Yield what changes in the folders that there are, until they are others.

    What differs from the ``known`` state was saved before anybody watched.
    """
    watched, begun = folders(house), True
    async for found in awatch(
        *(watched or (house.root,)),
        debounce=_LONGEST,
        step=_STEP,
        rust_timeout=_LOOK,
        yield_on_timeout=True,
        recursive=bool(watched),
        ignore_permission_denied=True,  # a folder that is somebody else's is no reason not to see the others
    ):
        gone = any(change is Change.deleted and Path(path) in watched for change, path in found)
        if gone or folders(house) != watched:
            return
        missed = begun and not found and _state(house) != known
        begun = False
        if found or missed:
            yield frozenset(watched if missed else (Path(path) for _change, path in found))
