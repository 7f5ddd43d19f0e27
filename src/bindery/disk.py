"""Files written whole or not at all, whatever happens meanwhile."""

from __future__ import annotations

import fcntl
import os
import re
import stat
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path

_PART = re.compile(r"\..+\.(\d+)\.[^.]+\.part")  # .name.process.random.part
_PIECE = 1 << 18  # bytes
_mine = threading.local()
_STALE = 3600  # seconds: no write takes so long


def replace(path: Path, data: bytes, *, lasting: bool = True) -> None:
    """Write bytes beside ``path`` and rename them over it (rename is atomic on one file system: POSIX).

    A file that is there keeps its mode. Raises OSError, and then what was there is as it was. One that need not be
    ``lasting`` may be torn by a power cut, and is written without waiting for the disk.
    """
    import tempfile  # nothing to do, nothing to write

    sweep(path.parent)
    mode = path.stat().st_mode & 0o777 if path.exists() else 0o644
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.{os.getpid()}.", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            if lasting:
                os.fsync(file.fileno())
        Path(name).chmod(mode)
        Path(name).replace(path)
    except BaseException:  # Ctrl-C too: no half of anything stays behind
        Path(name).unlink(missing_ok=True)
        raise


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Hold a folder while a file of it is read and written anew: of two commands at once none undoes the other's work.

    Raises OSError where there is no such folder.
    """
    handle = os.open(folder, os.O_RDONLY)  # the folder itself: a lock file would lie among the others
    try:
        with suppress(OSError):  # NFS locks no folder; there two commands at once take their chance
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def is_file(path: Path) -> bool:
    """Tell whether a file is there; a name that no file can have, as one too long, is that of none."""
    try:
        return path.is_file()
    except OSError:
        return False


def read(path: Path) -> bytes:
    """Return a file's bytes; of what is none, as a pipe that would be waited for for ever, there are none.

    Raises OSError where nothing is there.
    """
    return path.read_bytes() if stat.S_ISREG(path.stat().st_mode) else b""


def digest(path: Path) -> str:
    """Return the SHA-256 of a file, read piece by piece: memory that is taken anew for each file costs more."""
    piece = _mine.__dict__.get("piece") or _mine.__dict__.setdefault("piece", memoryview(bytearray(_PIECE)))
    found = sha256()
    with path.open("rb", buffering=0) as file:
        while read := file.readinto(piece):
            found.update(piece[:read])
    return found.hexdigest()


def trim(files: Iterable[tuple[float, int, Path]], limit: int, most: int | None = None) -> None:
    """Remove what was used longest ago, until the rest are ``most`` at most and within ``limit`` bytes.

    Each file comes with when it was used and its bytes.
    """
    total = 0
    for at, (_used, size, path) in enumerate(sorted(files, reverse=True)):
        total += size
        if total > limit or (most is not None and at >= most):
            with suppress(OSError):
                path.unlink()


def sweep(folder: Path) -> None:
    """Remove the halves that a killed process left in a folder: it is gone, or they are older than an hour."""
    with suppress(OSError):  # a folder that is not there, or not ours
        for part in folder.glob(".*.part"):
            made = _PART.fullmatch(part.name)
            with suppress(OSError):  # another build was faster
                if made and (not _runs(int(made[1])) or time.time() - part.stat().st_mtime > _STALE):
                    part.unlink()


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True  # somebody else's
    return True
