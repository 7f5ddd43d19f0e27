"""Room: about how wide words are in the house's fonts, known before they are printed, so that they can be given it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from math import ceil

from bindery.model import Endnote

MM = 25.4 / 72  # of a point
_EMS = {
    **dict.fromkeys(" ", 0.2),
    **dict.fromkeys("ijlIІіїЇ.,:;'’|", 0.27),
    **dict.fromkeys("ftrJ()[]-!\N{NO-BREAK SPACE}\N{NON-BREAKING HYPHEN}", 0.34),
    **dict.fromkeys("acesvxyzkагезкстухєьэ", 0.49),
    **dict.fromkeys("mwMWжмфшщыюЖМШЩФЫЮљњЉЊ—%@", 0.85),
}
_ENDS = re.compile(r"(?<=[-‐–—])(?=\w)| ")  # where a line may end
_SIZE, _SHORT, _GAP, _WIDEST = 9.0, 7.3, 0.7, 30.0  # of the notes in print: points, and millimetres of their labels


def ems(text: str) -> float:
    """Return about how wide a text is, in the size of its type: a little more than less."""
    return sum(_EMS.get(sign) or _of(sign) for sign in text)


def _of(sign: str) -> float:
    if unicodedata.category(sign) in {"Mn", "Me", "Cf"}:
        return 0.0
    if unicodedata.east_asian_width(sign) in {"W", "F"}:
        return 1.0
    return 0.64 if sign.isupper() else 0.53


def longest(text: str) -> float:
    """Return about how wide the longest piece of a text is in which no line may end."""
    return max(map(ems, _ENDS.split(text)), default=0.0)


def lines(text: str, measure: float) -> int:
    """Return about how many lines of ``measure`` (in the size of the type) a text takes; a longer word is cut."""
    count, left = 1, measure
    for word in _ENDS.split(text):
        wide = ems(word)
        if wide > left and left < measure:
            count, left = count + 1, measure
        if wide > measure:
            more = ceil(wide / measure) - 1
            count, wide = count + more, wide - more * measure
        left -= wide + _EMS[" "]
    return count


def hang(notes: Sequence[Endnote]) -> str:
    """Return by how much notes hang whose longest label needs more than the style sheet gives, as a style; or ""."""
    widest = max((ems(note.label) for note in notes), default=0.0) * _SIZE * MM
    if widest <= _SHORT:
        return ""
    label = min(ceil(2 * widest) / 2, _WIDEST)
    return f"--label: {label:g}mm; --hang: {label + _GAP:g}mm; --unhang: -{label + _GAP:g}mm"
