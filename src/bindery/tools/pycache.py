"""Where Python keeps the press's modules compiled: what else is made once of the program itself stands beside them."""

from __future__ import annotations

import marshal
import sys
import zlib
from collections.abc import Callable
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

import bindery

_SUM = 4  # bytes
FOLDER = Path(bindery.__file__).with_name("__pycache__")


def file(name: str) -> Path:
    """Return where something of a name is kept, apart for each Python, as its own bytecode is."""
    kind, _, rest = name.partition("-")
    return FOLDER / f"{kind}-{sys.implementation.cache_tag}-{rest}"


def is_open() -> bool:
    """Tell whether something may be kept: where Python may keep its own; the folder is there then."""
    if sys.dont_write_bytecode:
        return False
    with suppress(OSError):
        FOLDER.mkdir(exist_ok=True)
    return FOLDER.is_dir()


def read(kept: Path) -> bytes:
    """Return what is kept in a file; raises ValueError where it is not whole, for code must be what it was."""
    data = kept.read_bytes()
    if zlib.crc32(data[_SUM:]) != int.from_bytes(data[:_SUM]):
        raise ValueError("torn")
    return data[_SUM:]


def keep(kept: Path, data: bytes) -> bool:
    """Keep something in a file, if something may be kept; tell whether it is."""
    if not is_open():
        return False
    from bindery import disk

    try:
        disk.replace(kept, zlib.crc32(data).to_bytes(_SUM) + data, lasting=False)
    except OSError:
        return False
    return True


def table(kind: str, of: bytes, make: Callable[[], Any]) -> Any:
    """Return a table of plain values that is ``made`` of something of the program, from where it is kept.

    Anew from another ``of``; what is torn is made again.
    """
    kept = file(f"{kind}-{sha256(of).hexdigest()[:16]}")
    with suppress(OSError, ValueError, EOFError, TypeError):
        return marshal.loads(read(kept))  # noqa: S302 (it was written here)
    made = make()
    keep(kept, marshal.dumps(made))
    return made
