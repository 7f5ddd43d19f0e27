"""Pieces: what a tool made of something before, kept by the hash of what it was made of; none ever fails a build.

An artefact is made anew when anything of it has changed; most of what it is made of has not. A piece is a pure function
of what is ``given``: the tool, its version and its options, and what it was asked to work on.
"""

from __future__ import annotations

import os
import re
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from bindery import disk

_MOST = 400  # files: as an editor saves, a few are new each time; each has some ten kilobytes
_BYTES = 64 << 20  # together
_LARGE = 100_000  # bytes: of who keeps one the others are counted
_SUM = 32
_NAME = re.compile("[0-9a-f]{64}")


class Pieces:
    """A folder of pieces, each a file by the hash of what it was made of: its own hash, then its bytes.

    What can't be read, or is torn, is not there; what can't be written is not kept. Without a ``folder`` nothing is.
    There are about ``most`` of them at most, and of large ones no more than ``limit`` bytes together.
    """

    def __init__(self, folder: Path | None, most: int = _MOST, limit: int = _BYTES) -> None:
        self.folder, self._most, self._limit = folder, most, limit

    def find(self, *given: bytes | str) -> bytes | None:
        """Return what was made of what is given, if it is kept and whole."""
        if self.folder is None:
            return None
        path = self._path(given)
        try:
            data = disk.read(path)
            if sha256(data[_SUM:]).digest() != data[:_SUM]:
                path.unlink(missing_ok=True)  # nobody should meet it again
                return None
        except OSError:
            return None
        with suppress(OSError):  # somebody else's folder
            os.utime(path)  # what is used stays
        return data[_SUM:]

    def keep(self, made: bytes, *given: bytes | str) -> None:
        """Keep what was made of what is given, and let go of what was used longest ago."""
        if self.folder is None:
            return
        with suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            disk.replace(self._path(given), sha256(made).digest() + made, lasting=False)
            self._trim(len(made))

    def size(self) -> tuple[int, int]:
        """Return how many pieces are kept, and their bytes."""
        sizes = [size for _used, size, _path in self._files()]
        return len(sizes), sum(sizes)

    def clear(self) -> None:
        """Let go of all of them. Files that are not ours stay."""
        for _used, _size, path in self._files():
            with suppress(OSError):
                path.unlink()
        if self.folder:
            with suppress(OSError):
                self.folder.rmdir()

    def _trim(self, size: int) -> None:
        """Let go of some at a time: to look when each was used takes longer than to keep one."""
        assert self.folder is not None  # noqa: S101 (who calls has looked)
        count = len(os.listdir(self.folder))  # noqa: PTH208 (a number is all that is asked)
        if size >= _LARGE or count > self._most + self._most // 4:
            disk.trim(self._files(), self._limit, self._most)

    def _path(self, given: tuple[bytes | str, ...]) -> Path:
        assert self.folder is not None  # noqa: S101 (who calls has looked)
        whole = sha256()
        for each in given:
            data = each.encode(errors="surrogatepass") if isinstance(each, str) else each
            whole.update(len(data).to_bytes(8) + data)
        return self.folder / whole.hexdigest()

    def _files(self) -> list[tuple[float, int, Path]]:
        """Return what is kept: when it was last used, its bytes, its path."""
        found = []
        for path in self.folder.glob("?" * 64) if self.folder else ():
            if not _NAME.fullmatch(path.name):
                continue  # somebody else's
            with suppress(OSError):
                state = path.stat()
                found.append((state.st_mtime, state.st_size, path))
        return found


_kept = [Pieces(None)]


def use(pieces: Pieces) -> None:
    """Have pieces of this process, and of those forked from it, kept there from now on."""
    _kept[0] = pieces


def find(*given: bytes | str) -> bytes | None:
    """Return what was made of what is given, if it is kept."""
    return _kept[0].find(*given)


def keep(made: bytes, *given: bytes | str) -> None:
    """Keep what was made of what is given."""
    _kept[0].keep(made, *given)
