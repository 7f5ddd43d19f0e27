"""The door to fontTools: which characters a font file has."""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO


@lru_cache(maxsize=32)
def characters(font: bytes) -> frozenset[int]:
    """Return the code points that a font (TrueType, OpenType or WOFF2) has a glyph for."""
    from fontTools.ttLib import TTFont

    with TTFont(BytesIO(font), lazy=True) as face:
        return frozenset(face.getBestCmap())
