"""Where Python keeps the press's modules compiled: what else is made once of the program itself stands beside them."""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path

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
