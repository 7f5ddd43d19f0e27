"""Brackets and quotes that come in pairs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from bindery.checks.prose.chapter import CALL, Chapter, Kind, Paragraph, Slip, quote

_BRACKETS = {"(": ")", "[": "]"}
_QUOTES = {"“": "“”„", "”": "“”„", "„": "“”„", "«": "«»", "»": "«»"}
_OPENS_AT_HEART = "“„«"
_BEFORE = set("([{“„«‘‚'\"—–-/|=\ue001")
_SINGLE = "‘’'"
_AFTER = set(")]}”»’'\".,;:!?…—–-/|" + CALL)
# a) … b) …; 1) …; iv) …; aa) …; and the faces of a mail.
_ENUMERATOR = re.compile(r"(?:^|[\s(])(?:\d{1,3}[^\W\d_]?|[^\W\d_]|[ivxl]{2,4}|[IVXL]{2,4}|([a-zа-я])\1|[:;]-?)\)$")
# An interval, [0, 1), is whole as it is.
_MARK = re.compile(r"[(\[][−-]?[\d.]+[,;] ?[−-]?(?:[\d.]+|∞)[)\]]|[()\[\]“”„«»]")
# Typed as a straight mark; behind one letter, which may be a preposition, before a word it opens a quotation.
GERSHAYIM = re.compile(r'(?<=[א-ת]{2})"(?=[א-ת])|(?<=[א-ת])"(?=[א-ת](?![א-ת]))')
# A low single mark is no apostrophe; what closes it may be one.
_LOW = re.compile(r"‚(?=\w)|[‘’'](?!\w)")
_INCHES = re.compile(r'\d"')


def find_unbalanced(chapter: Chapter) -> Iterator[Slip]:
    """Find brackets and quotes without their other within a paragraph.

    A quotation of several paragraphs may open anew in each and close in the last.
    """
    paragraphs = [*chapter.prose(Kind.CELL), Paragraph(Kind.OBJECT, 0)]
    for paragraph, following in pairwise(paragraphs):
        for at, opens in _unpaired(paragraph.text):
            mark = paragraph.text[at]
            if opens and mark in _QUOTES and following.text[:1] == mark and following.kind is paragraph.kind:
                continue
            text = paragraph.text[at : at + 40] if opens else paragraph.text[max(at - 40, 0) : at + 1]
            words = " ".join(text.split(" ")[:4] if opens else text.split(" ")[-4:])
            message = f"{quote(words)} is never {'closed' if opens else 'opened'}."
            hint = f"Give {quote(mark)} its other half, or take it out."
            yield Slip(paragraph.line_at(at), "prose-unbalanced", message, hint)


def _unpaired(text: str) -> Iterator[tuple[int, bool]]:
    """Yield the place of each mark without its other, and whether it opens."""
    stack: list[int] = []
    opened = Counter[str]()
    for match in _MARK.finditer(text):
        at, mark = match.start(), match[0]
        if len(mark) > 1:
            continue
        if mark in _BRACKETS or (mark in _QUOTES and _opens(text, at)):
            stack.append(at)
            opened[mark] += 1
            continue
        if any(count and _is_pair(opening, mark) for opening, count in opened.items()):
            above: list[int] = []
            while not _is_pair(text[stack[-1]], mark):
                above.append(stack.pop())
                opened[text[above[-1]]] -= 1
            opened[text[stack.pop()]] -= 1
            yield from ((place, True) for place in reversed(above))
        elif not (mark == ")" and _ENUMERATOR.search(text, max(at - 4, 0), at + 1)):
            yield at, False
    yield from ((place, True) for place in stack)
    yield from ((place, True) for place in _unclosed_low(text))
    straight = [match.start() for match in re.finditer('"', text)]
    if len(straight) % 2 and not _INCHES.search(text) and not _are_gershayim(text):
        yield straight[-1], True


def _unclosed_low(text: str) -> list[int]:
    """Return the places of low single quotation marks that nothing closes."""
    opened: list[int] = []
    for match in _LOW.finditer(text):
        if match[0] == "‚":
            opened.append(match.start())
        else:
            del opened[-1:]
    return opened


def _are_gershayim(text: str) -> bool:
    """Tell whether the odd straight marks are those of Hebrew abbreviations.

    Within a quotation of straight marks pandoc takes one for its end, so there they are none.
    """
    pieces = GERSHAYIM.sub("\0", text).split('"')
    return len(pieces) % 2 == 1 and not any("\0" in quotation for quotation in pieces[1::2])


def _opens(text: str, at: int) -> bool:
    """Tell whether a quote opens here: by what stands beside it, for no mark opens in every language."""
    before, after = text[at - 1 : at] or " ", text[at + 1 : at + 2] or " "
    may_open, may_close = before.isspace() or before in _BEFORE, after.isspace() or after in _AFTER
    if before in _SINGLE and may_close and after not in _BEFORE:  # behind a quotation within it: „Er sagt ‚nein‘“
        return False
    return text[at] in _OPENS_AT_HEART if may_open == may_close else may_open


def _is_pair(opening: str, closing: str) -> bool:
    return closing in (_BRACKETS.get(opening) or _QUOTES[opening])
