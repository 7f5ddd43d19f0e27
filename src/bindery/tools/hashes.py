"""Hashes of the press's own files, kept beside its bytecode: each command asks for them, and they seldom change.

As a file's bytecode is, a hash is that of a file of one time and size; and of one time of its last change of any kind,
which nobody can set, in one place of the disk.
"""

from __future__ import annotations

import marshal
import time
from contextlib import suppress
from pathlib import Path

from bindery import disk
from bindery.tools import pycache

State = tuple[int, int, int, int]  # when it was saved, when anything of it last changed (ns); bytes; inode
_FRESH = 2_000_000_000  # nanoseconds: what is younger may change again before the clock ticks
_kept: dict[str, tuple[State, str]] = {}
_is = {"read": False, "new": False}


def of(path: Path, state: State) -> str:
    """Return a file's SHA-256, which is in that state."""
    if not _is["read"]:
        _is["read"] = True
        with suppress(OSError, ValueError, EOFError, TypeError):
            _kept.update(marshal.loads(pycache.read(_file())))  # noqa: S302 (it was written here)
    known = _kept.get(str(path))
    if known and tuple(known[0]) == state:
        return known[1]
    found = disk.digest(path)
    if time.time_ns() - max(state[:2]) > _FRESH:
        _kept[str(path)] = state, found
        _is["new"] = True
    return found


def save() -> None:
    """Keep what is new."""
    if _is["new"]:
        pycache.keep(_file(), marshal.dumps(_kept))
        _is["new"] = False


def _file() -> Path:
    return pycache.file("hashes-own")
