"""Where Python keeps the press's modules compiled: what else is made once of the program itself stands beside them."""

from __future__ import annotations

import marshal
import sys
from collections.abc import Callable
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

import bindery

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


def table(kind: str, of: bytes, make: Callable[[], Any]) -> Any:
    """Return a table of plain values that is ``made`` of something of the program, from where it is kept.

    Anew from another ``of``; what is torn is made again.
    """
    kept = file(f"{kind}-{sha256(of).hexdigest()[:16]}")
    with suppress(OSError, ValueError, EOFError, TypeError):
        data = kept.read_bytes()
        if sha256(data[32:]).digest() == data[:32]:
            return marshal.loads(data[32:])  # noqa: S302 (it was written here)
    made = make()
    if is_open():
        from bindery import disk

        data = marshal.dumps(made)
        with suppress(OSError):
            disk.replace(kept, sha256(data).digest() + data, lasting=False)
    return made
