"""The house's identity, ``styles/brand.toml``: name, colours, page, fonts, and how it numbers its notes."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from bindery import schema, stylefile
from bindery.house import House
from bindery.model import Brand, Font
from bindery.schema import Expected

NOTE_STYLES = ("decimal", "lower-roman", "upper-roman", "lower-alpha", "symbols")
NOTE_TRANSLATIONS = ("copy", "optional", "translate")
_LENGTH = r"(?:\d+|\d*\.\d+)(?:mm|cm|q|in|pt|pc|px)"
_SIZE = re.compile(
    rf"(?:[abc](?:\d|10)|jis-b\d|letter|legal|ledger)(?: (?:portrait|landscape))?|{_LENGTH}(?: {_LENGTH})?",
    re.IGNORECASE,
)
_MARGIN = re.compile(rf"0|{_LENGTH}", re.IGNORECASE)
_HEX = re.compile(r"#(?:[0-9a-fA-F]{3,4}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})")
_COLOUR = re.compile(r"[A-Za-z]+(?:\([\w\s.,%/+-]*\))?")  # what a function of CSS is written with, and ends nothing


def _is_colour(value: Any) -> bool:
    if not isinstance(value, str) or not (_HEX.fullmatch(value) or _COLOUR.fullmatch(value)):
        return False
    if value.startswith("#"):
        return True
    from tinycss2 import color4  # few houses name a colour by its word

    return isinstance(color4.parse_color(value), color4.Color)


_COLOURED = Expected('a colour, as "#7a1f2b"', _is_colour)
_FONT = {
    "family": Expected("a family's name", stylefile.is_family),
    "file": Expected("the name of a file below styles/fonts", stylefile.is_family),
    "weight": Expected("a number from 1 to 1000, as 400", stylefile.is_weight),
    "italic": schema.FLAG,
}
_FONTS = Expected(
    "tables that begin with [[fonts]]",
    lambda value: isinstance(value, list) and bool(value) and all(isinstance(each, dict) for each in value),
)
_SCHEMA = stylefile.schema_of(
    schema.needed(
        {
            "name": Expected("the house's name", schema.is_text),
            "wordmark": Expected("a list of texts", lambda value: schema.is_texts(value) and bool(value)),
            "url": schema.like(r"(?:https?://[^\s\"<>\\^`{|}]+)?", 'a web address, or ""'),
            "notes": {
                **schema.needed({"style": schema.one_of(NOTE_STYLES)}),
                "translation": schema.one_of(NOTE_TRANSLATIONS),
            },
            "colours": {
                **schema.needed(
                    dict.fromkeys(("ink", "paper", "muted", "rule", "brand", "brand-dark", "accent", "tint"), _COLOURED)
                ),
                # A house may have colours of its own beside those that are needed.
                schema.like(r"[a-z][a-z0-9-]*", "a name of small letters, digits and hyphens"): _COLOURED,
            },
            "page": schema.needed(
                {
                    "size": schema.like(_SIZE, 'a size of paper, as "A4" or "170mm 240mm"'),
                    **dict.fromkeys(("inner", "outer", "top", "bottom"), schema.like(_MARGIN, 'a length, as "36mm"')),
                }
            ),
            "fonts": schema.each(_FONTS, schema.needed(_FONT)),
        }
    )
)


def read_brand(house: House) -> Brand:
    """Return the brand of ``styles/brand.toml``.

    Raises ConfigurationError with all that is wrong in it.
    """
    file = house.file("styles/brand.toml")
    return _brand(file.read_bytes(), house.place(file))


@lru_cache(maxsize=8)
def _brand(file: bytes, shown: str) -> Brand:
    """Return a brand of its file's bytes."""
    data = stylefile.parsed(file, shown)
    _, faults = _SCHEMA.held(data)
    if faults:
        raise stylefile.told(faults, file, shown)
    return Brand(
        name=data["name"],
        identity=data["name"],
        wordmark=tuple(data["wordmark"]),
        url=data["url"],
        note_style=data["notes"]["style"],
        note_translation=data["notes"].get("translation", "translate"),
        colours=data["colours"],
        page=data["page"],
        fonts=tuple(Font(**font) for font in data["fonts"]),
    )
