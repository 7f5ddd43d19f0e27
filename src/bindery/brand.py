"""The house's identity, ``styles/brand.toml``: name, colours, page, fonts, and how it numbers its notes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from bindery import stylefile
from bindery.house import House
from bindery.model import Brand, Font
from bindery.stylefile import Check, Fault

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


def _one_of(known: tuple[str, ...]) -> Check:
    return f"one of {', '.join(known)}", lambda value: isinstance(value, str) and value in known


def _like(pattern: re.Pattern[str], what: str) -> Check:
    return what, lambda value: isinstance(value, str) and bool(pattern.fullmatch(value))


_COLOURED: Check = ('a colour, as "#7a1f2b"', _is_colour)
_BRAND: Mapping[str, Mapping[str, Check]] = {
    "": {
        "name": ("the house's name", stylefile.is_text),
        "wordmark": ("a list of texts", lambda value: stylefile.is_texts(value) and bool(value)),
        "url": _like(re.compile(r"(?:https?://[^\s\"<>\\^`{|}]+)?"), 'a web address, or ""'),
        **dict.fromkeys(("notes", "colours", "page"), stylefile.TABLE),
        "fonts": (
            "tables that begin with [[fonts]]",
            lambda value: isinstance(value, list) and bool(value) and all(isinstance(each, dict) for each in value),
        ),
    },
    "notes": {"style": _one_of(NOTE_STYLES), "translation": _one_of(NOTE_TRANSLATIONS)},
    "colours": dict.fromkeys(("ink", "paper", "muted", "rule", "brand", "brand-dark", "accent", "tint"), _COLOURED),
    "page": {
        "size": _like(_SIZE, 'a size of paper, as "A4" or "170mm 240mm"'),
        **dict.fromkeys(("inner", "outer", "top", "bottom"), _like(_MARGIN, 'a length, as "36mm"')),
    },
}
_FONT: Mapping[str, Check] = {
    "family": ("a family's name", stylefile.is_family),
    "file": ("the name of a file below styles/fonts", stylefile.is_family),
    "weight": ("a number from 1 to 1000, as 400", lambda value: type(value) is int and 1 <= value <= 1000),
    "italic": stylefile.FLAG,
}
_OPTIONAL = (("notes", "translation"),)


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
    if faults := list(_faults(data)):
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


def _faults(data: Mapping[str, Any]) -> Iterator[Fault]:
    """Yield what is wrong in brand.toml; a house may have colours of its own beside those that are needed."""
    for table, checks in _BRAND.items():
        values = data.get(table) if table else data
        if isinstance(values, dict):
            own = [key for key in values if table == "colours" and re.fullmatch(r"[a-z][a-z0-9-]*", key)]
            needed = [key for key in checks if (table, key) not in _OPTIONAL]
            yield from stylefile.faults(table, values, dict.fromkeys(own, _COLOURED) | dict(checks), needed)
    fonts = data.get("fonts")
    for number, font in enumerate(fonts if isinstance(fonts, list) else (), 1):
        if isinstance(font, dict):
            yield from stylefile.faults(f"fonts.{number}", font, _FONT, _FONT)
