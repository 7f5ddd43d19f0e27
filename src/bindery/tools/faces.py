"""The door to fontTools: which characters a font file has, and the font that a compressed one holds."""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO


@lru_cache(maxsize=32)
def characters(font: bytes) -> frozenset[int]:
    """Return the code points that a font (TrueType, OpenType or WOFF2) has a glyph for; a broken one has none."""
    from fontTools.ttLib import TTFont

    try:
        with TTFont(BytesIO(font), lazy=True) as face:
            return frozenset(face.getBestCmap() or ())
    except _damage():
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
    except _damage():  # WeasyPrint says of a broken one what it has to say
        return data
    return font.getvalue()


def _damage() -> tuple[type[Exception], ...]:
    """Return what is raised of a font that is broken, by who reads it and by who unpacks it."""
    import struct

    from fontTools.ttLib import TTLibError, woff2

    own = TTLibError, woff2.brotli.error, struct.error
    return (*own, ValueError, LookupError, TypeError, AttributeError, AssertionError)
