"""Quote marks of any language, paired: where each quotation begins and ends, and how deep it lies."""

from __future__ import annotations

import re
from typing import NamedTuple

_MARK = re.compile("[“”„‟«»‹›‘’‚]")
_DOUBLE = {"“": "”“„", "”": "”", "„": "“”„", "‟": "”", "«": "»", "»": "«»"}
_SINGLE = {"‘": "’", "‚": "‘’", "‹": "›", "›": "‹›", "’": "’"}
_CLOSES = {**_DOUBLE, **_SINGLE}
_OPENS_AT_HEART = set("“„‟«‹‘‚")
_BEFORE = set(" \t\n\u00a0\u202f([{“„«‘‚'\"—–-/|=\ue001") | {""}
_AFTER = set(" \t\n\u00a0\u202f)]}”»’'\".,;:!?…—–-/|\ue000") | {""}


class Quotation(NamedTuple):
    """A quotation: the places of its marks in the text, and how many quotations it stands in."""

    start: int
    end: int
    depth: int


def pair(text: str) -> list[Quotation]:
    """Return the quotations of a text in the order in which they begin; marks without their other are passed over."""
    stack: list[int] = []
    found: list[tuple[int, int]] = []
    for match in _MARK.finditer(text):
        at, mark = match.start(), match[0]
        partner = next((place for place in reversed(stack) if mark in _CLOSES[text[place]]), None)
        if _is_apostrophe(text, at, closes=partner is not None):
            continue
        may_open, may_close = text[at - 1 : at] in _BEFORE, text[at + 1 : at + 2] in _AFTER
        # Where it might do both, a mark closes what is open: »-«, „/“.
        opens = mark in _OPENS_AT_HEART and partner is None if may_open == may_close else may_open
        if partner is not None and not opens:
            found.append((partner, at))
            del stack[stack.index(partner) :]
        elif opens:
            stack.append(at)
    return _measured(found)


def _is_apostrophe(text: str, at: int, *, closes: bool) -> bool:
    """Tell whether a single mark is none: within a word, or where no quotation is open."""
    mark = text[at]
    if mark not in "‘’":
        return False
    within = text[at - 1 : at].isalnum() and text[at + 1 : at + 2].isalnum()
    return within or (mark == "’" and not closes)


def _measured(found: list[tuple[int, int]]) -> list[Quotation]:
    made: list[Quotation] = []
    ends: list[int] = []
    for start, end in sorted(found):
        ends = [each for each in ends if each > start]
        made.append(Quotation(start, end, len(ends)))
        ends.append(end)
    return made
