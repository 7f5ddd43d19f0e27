"""How paragraphs and notes end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from bindery.checks.prose.chapter import ADDRESS, CALL, OBJECT, Chapter, Kind, Paragraph, Slip, quote

LONG = 20  # words: a paragraph as long as this is no title, signature or dedication,
FULL = 10  # and neither is one of several sentences as long as this

_CLOSERS = f"”“’'\"»«)]*_ \t\n{CALL}"
_STOPS = (".", "!", "?", "…", ":", ";", "—", "–", "。", "։", "؟", "۔", "।")
_SENTENCE_END = re.compile(r"[.!?…][”“’\"»)\]\ue000]*\s+[“„«\"(\[]*(?=[^\W\d_])")
# What a paragraph may lead up to without a mark of its own.
_LED_UP_TO = {Kind.ITEM, Kind.QUOTE, Kind.VERSE, Kind.CELL, Kind.OBJECT}


def find_unstopped(chapter: Chapter) -> Iterator[Slip]:
    """Find paragraphs of prose without a full stop, and those cut in two by an empty line."""
    for paragraph, following in pairwise([*chapter.paragraphs, Paragraph(Kind.HEADING, 0)]):
        text = paragraph.text.rstrip(_CLOSERS)
        if paragraph.kind is not Kind.BODY or not _is_prose(text) or text.endswith((*_STOPS, ADDRESS, OBJECT)):
            continue
        line = paragraph.line_at(len(text))
        whole = paragraph.text.rstrip(f" \t\n{CALL}")
        last, first = " ".join(whole.split()[-3:]), " ".join(following.text.split()[:3])
        if following.kind is Kind.BODY and first[:1].islower():
            message = f"a sentence breaks off after {quote(last)} and goes on with {quote(first)}"
            hint = "Join the two paragraphs."
            yield Slip(line, "prose-split-paragraph", f"{message} in line {following.line}.", hint)
        elif following.kind not in _LED_UP_TO and following.text.strip(" \t\n.,;") != OBJECT:  # a formula on its own
            message = f"a paragraph ends with {quote(last)} and no full stop."
            hint = "End it with one." if last[-1] in "”“’»\"'" else f"Write {quote(last.split()[-1] + '.')}."
            yield Slip(line, "prose-paragraph-end", message, hint)


def find_odd_notes(chapter: Chapter) -> Iterator[Slip]:
    """Find notes that end otherwise than most; those that end in an address are compared among themselves."""
    last = {each.label: each for each in chapter.paragraphs if each.kind is Kind.NOTE}
    for address in (True, False):
        notes = [note for note in last.values() if note.text.strip() and _ends_in_address(note) is address]
        stopped = [note for note in notes if _is_stopped(note)]
        unstopped = [note for note in notes if not _is_stopped(note)]
        odd, usual = (unstopped, stopped) if len(unstopped) <= len(stopped) else (stopped, unstopped)
        if len(usual) < 2 * len(odd):
            continue
        how, hint = (("without", "End it with one."), ("with", "Leave it out."))[odd is stopped]
        what = "an address" if address else "words"
        for note in odd:
            message = f"note [^{note.label}] ends in {what} {how} a full stop, unlike {len(usual)} of {len(notes)}."
            yield Slip(note.line_at(len(note.text)), "prose-note-end", message, hint)


def _is_prose(text: str) -> bool:
    words = len(text.split())
    return words >= LONG or (words >= FULL and bool(_SENTENCE_END.search(text)))


def _is_stopped(note: Paragraph) -> bool:
    return note.text.rstrip(_CLOSERS).endswith(_STOPS)


def _ends_in_address(note: Paragraph) -> bool:
    return note.text.rstrip("".join(_STOPS) + _CLOSERS).endswith(ADDRESS)
