"""Quote marks of any language, paired: where each quotation begins and ends, how deep it lies, and its marks.

A translator's own marks are set as the language has them, but only where all of a unit leaves no doubt: every double
mark is one of a pair at the edges of its words, and each pair is one that some other language has and this one has not.
A pair of the language at the wrong level may be meant (a quotation cut short), single marks inside nothing may be those
of a gloss, ‘house’, and a mark within a word may be Hebrew's gershayim: then nothing is set, and checks report it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection
from typing import NamedTuple

from bindery.model import Language

# What stands in a text for a note call, and for what is no word of it.
CALL, OBJECT = "\ue000", "\ue001"

_MARK = re.compile("[“”„‟«»‹›‘’‚]")
_DOUBLE = {"“": "”“„", "”": "”", "„": "“”„", "‟": "”", "«": "»", "»": "«»"}
_SINGLE = {"‘": "’", "‚": "‘’", "‹": "›", "›": "‹›", "’": "’"}
_CLOSES = {**_DOUBLE, **_SINGLE}
_PAIRS = frozenset({"“”", "„”", "„“", "«»", "””", "‘’", "‚‘", "‚’", "‹›"})
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
    opened = Counter[str]()
    found: list[tuple[int, int]] = []
    for match in _MARK.finditer(text):
        at, mark = match.start(), match[0]
        closes = any(count and mark in _CLOSES[opening] for opening, count in opened.items())
        if _is_apostrophe(text, at, closes=closes):
            continue
        may_open, may_close = text[at - 1 : at] in _BEFORE, text[at + 1 : at + 2] in _AFTER
        # Where it might do both, a mark closes what is open: »-«, „/“.
        opens = mark in _OPENS_AT_HEART and not closes if may_open == may_close else may_open
        if closes and not opens:
            while True:
                partner = stack.pop()
                opened[text[partner]] -= 1
                if mark in _CLOSES[text[partner]]:
                    break
            found.append((partner, at))
        elif opens:
            stack.append(at)
            opened[mark] += 1
    return _measured(found)


def expected(language: Language, depth: int) -> tuple[str, str]:
    """Return the marks that a language has for a quotation that stands in so many others."""
    return language.quotes[:2] if depth % 2 == 0 else language.quotes[2:]


def meant(text: str, language: Language, exempt: Collection[int] = ()) -> dict[int, str]:
    """Return by place what marks to set for those of other languages; nothing where any doubt is left.

    ``exempt`` are the places of opening marks that stay as they are.
    """
    found = pair(text)
    places = {at for quotation in found for at in quotation[:2]}
    if any(match[0] in _DOUBLE and match.start() not in places for match in _MARK.finditer(text)):
        return {}
    made: dict[int, str] = {}
    for start, end, depth in found:
        marks, right = text[start] + text[end], expected(language, depth)
        if start in exempt or marks == "".join(right):
            continue
        own = {"".join(expected(language, level)) for level in (0, 1)}
        tight = text[start - 1 : start] in _BEFORE and text[end + 1 : end + 2] in _AFTER
        if marks not in _PAIRS or marks in own or not tight or (marks[0] in _SINGLE and not depth):
            return {}
        made[start], made[end] = right
    return made


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
