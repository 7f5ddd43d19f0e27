"""The door to fontTools: which characters a font file has, and the font that a compressed one holds."""

from __future__ import annotations

import struct
from functools import lru_cache
from io import BytesIO
from pathlib import Path

_LARGEST = 64 << 20  # bytes: every letter of Chinese has a third of it
_HEAD = 12 + 16 * 200  # bytes: what a font begins with, and the places of its tables
_PACKED = {b"wOF2", b"wOFF"}
_PLAIN = {b"\0\1\0\0", b"OTTO", b"true"}
_NEEDED = {b"cmap", b"head", b"hhea", b"hmtx", b"maxp"}


def fault(path: Path) -> str:
    """Return why a font's file is refused, as a reader of a message understands it, or ""; its outside is looked at."""
    size = path.stat().st_size
    if size > _LARGEST:
        return f"is larger than {_LARGEST >> 20} MB"
    with path.open("rb") as file:
        head = file.read(_HEAD)
    kind = head[:4]
    if kind == b"ttcf":
        return "is a collection of fonts, and a file holds one here"
    if kind not in _PACKED | _PLAIN:
        return "is no font (TrueType, OpenType or WOFF)"
    whole = head[8:12] == size.to_bytes(4, "big") if kind in _PACKED else _has_tables(head, size)
    return "" if whole else "is damaged"


def _has_tables(head: bytes, size: int) -> bool:
    """Tell whether a font has the tables without which nothing is set, each of them within its file."""
    try:
        (count,) = struct.unpack_from(">H", head, 4)
        tables = [struct.unpack_from(">4s4xII", head, 12 + 16 * at) for at in range(count)]
    except struct.error:
        return False
    return {name for name, _, _ in tables} >= _NEEDED and all(start + length <= size for _, start, length in tables)


@lru_cache(maxsize=32)
def characters(font: bytes) -> frozenset[int]:
    """Return the code points that a font (TrueType, OpenType or WOFF2) has a glyph for; none where it is damaged."""
    from fontTools.ttLib import TTFont

    try:
        with TTFont(BytesIO(font), lazy=True) as face:
            return frozenset(face.getBestCmap() or ())
    except Exception:  # noqa: BLE001 (fontTools reads what stands there as if it were a font, Brotli and zlib before it)
        return frozenset()


@lru_cache(maxsize=32)
def unpacked(data: bytes) -> bytes:
    """Return a WOFF2 font as the font that it holds, and any other file as it is.

    WeasyPrint unpacks a font each time that it is asked for, which costs it more than the pages: once will do.
    """
    if not data.startswith(b"wOF2"):
        return data
    from fontTools.ttLib import woff2

    font = BytesIO()
    try:
        woff2.decompress(BytesIO(data), font)
    except Exception:  # noqa: BLE001 (as above; WeasyPrint says of a broken one what it has to say)
        return data
    return font.getvalue()
