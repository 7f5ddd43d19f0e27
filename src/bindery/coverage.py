"""Coverage: characters of an edition that none of its text fonts has, told before a reader meets a box."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

from bindery import guests
from bindery.model import Document, Finding, Font, Image, Place, Severity
from bindery.notes import SYMBOLS
from bindery.templates import Templates
from bindery.tools import faces

# What the house's text fonts are known to have; only other characters are worth opening a font for.
_COMMON = re.compile(
    r"[\x00-\u012b\u012e-\u0131\u0136-\u0148\u014c-\u0165\u0168-\u017e\u0218-\u021b\u0400-\u045f\u0490\u0491"
    r"\u2009\u200a\u2013\u2014\u2018-\u201a\u201c-\u201e\u2020-\u2022\u2026\u2030\u2039\u203a\u2190-\u2193№€]+"
)
_TAG = re.compile(r"<math\b(?:(?!<math\b).)*?</math>|<[^>]*>", re.DOTALL)  # maths is drawn with a font of its own
_LABEL = re.compile(rf">[{SYMBOLS}]+(?=</(?:a|span)>)")  # of a note: in the voice of headings, not of the text
_MOST = 12  # characters named in one finding


def missing(document: Document, templates: Templates) -> list[Finding]:
    """Return one finding that names the characters no text font has, the most frequent first; or none."""
    drawn = [_drawn(image) for image in document.images if image.media_type == "image/svg+xml"]
    text = "".join([*guests.texts(document), *drawn])
    rare = Counter(_COMMON.sub("", _TAG.sub("", _LABEL.sub(">", text))))
    labels = frozenset(_COMMON.sub("", "".join(_LABEL.findall(text))))
    if not rare and not labels:
        return []
    first = document.brand.fonts[0].family
    language = document.language
    families = {first, *language.fonts, *(face.family for face in (*language.faces, *document.guests))}
    fonts = document.brand.fonts
    known = _characters([font for font in fonts if font.family in families], templates)
    lacking = [sign for sign, _count in rare.most_common() if ord(sign) not in known and not _is_blank(sign)]
    if unsure := {sign for sign in labels.difference(lacking) if ord(sign) not in known}:
        lacking += sorted(sign for sign in unsure if ord(sign) not in _characters(fonts, templates))
    if not lacking:
        return []
    named = ", ".join(f"{sign} (U+{ord(sign):04X})" for sign in lacking[:_MOST])
    more = f" and {len(lacking) - _MOST} more" if len(lacking) > _MOST else ""
    return [
        Finding(
            "font-coverage",
            Severity.WARNING,
            Place(document.name),
            f"{first} and the language's own fonts have no {named}{more}: "
            "another of the house's fonts, or a box, stands there.",
            "Take it out, or add a font to styles/brand.toml and its family to `fonts` in "
            f"styles/languages/{language.code}.toml, or its files to `faces` there.",
        )
    ]


def _characters(fonts: Iterable[Font], templates: Templates) -> frozenset[int]:
    """Return what any of these fonts has, by code point."""
    return frozenset[int]().union(*(faces.characters(templates.font(font.file)) for font in fonts))


def _drawn(image: Image) -> str:
    """Return a drawing's source where its words can be read in it."""
    try:
        return image.data.decode()
    except UnicodeDecodeError:
        return ""


def _is_blank(sign: str) -> bool:
    """Tell whether a character draws nothing, or is drawn with the one before it."""
    return unicodedata.category(sign) in {"Cc", "Cf", "Zs", "Zl", "Zp", "Mn", "Cs", "Cn", "Co"}
