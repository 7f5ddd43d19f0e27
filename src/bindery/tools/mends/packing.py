"""How a PDF's streams are packed: nearly as small as can be, in a third of the time."""

from __future__ import annotations

import zlib
from types import SimpleNamespace

_LEVEL = 7  # of 9: with the last two a book is a hundredth smaller, and takes three times as long to pack


def packed(stream: bytes) -> bytes:
    """Return a stream, packed as all of them are."""
    return zlib.compress(stream, _LEVEL)


def mend() -> None:
    """Let pydyf pack streams so; were it to take a level, this would go."""
    import pydyf

    pydyf.zlib = SimpleNamespace(compressobj=lambda **_: zlib.compressobj(_LEVEL), compress=zlib.compress)
