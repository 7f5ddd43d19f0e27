"""How paragraphs and notes end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from bindery.checks.prose.chapter import ADDRESS, CALL, OBJECT, Chapter, Kind, Paragraph, Slip, quote

LONG = 20  # words: so long a paragraph of one sentence is no title, no signature, no dedication

_CLOSERS = f"”“’'\"»«)]*_ \t\n{CALL}"
_STOPS = (".", "!", "?", "…", ":", ";", "—", "–", "。", "։", "؟", "۔", "।")
_SENTENCE_END = re.compile(r"[.!?…][”“’\"»)\]\ue000]*\s+[“„«\"(\[]*[^\W\d_a-zа-яёіїєґў]")
# What a paragraph may lead up to without a mark of its own.
_LED_UP_TO = {Kind.ITEM, Kind.QUOTE, Kind.VERSE, Kind.CELL, Kind.OBJECT}


def find_unstopped_paragraphs(chapter: Chapter) -> Iterator[Slip]:
    """Find paragraphs of prose without a full stop, and those cut in two by an empty line."""
            paragraphs = [*chapter.paragraphs, Paragraph(Kind.BODY, 0)] for paragraph, following in
            pairwise(paragraphs): text = paragraph.text.rstrip(_CLOSERS) if paragraph.kind is not Kind.BODY
            or not text or text.endswith((*_STOPS, ADDRESS, OBJECT)): continue line =
            paragraph.line_at(len(text)) ends, goes_on = " ".join(text.split()[-3:]), "
            ".join(following.text.split()[:3]) is_prose = bool(_SENTENCE_END.search(text)) or
            len(text.split()) >= LONG if is_prose and following.kind is Kind.BODY and goes_on[:1].islower():
            message = f"the sentence breaks off after {quote(ends)} and goes on in line {following.line} with
            {quote(goes_on)}." yield Slip(line, "prose-split-paragraph", message, "Join the two paragraphs.")
            elif is_prose and following.kind not in _LED_UP_TO: message = f"the paragraph ends with
            {quote(ends)} and no full stop." yield Slip(line, "prose-paragraph-end", message, f"Write
            {quote(text.split()[-1] + '.')}.")


def find_odd_notes(chapter: Chapter) -> Iterator[Slip]:
    """Find notes that end otherwise than most: those that end in an address apart from those that end in words."""
            last = {each.label: each for each in chapter.paragraphs if each.kind is Kind.NOTE} endings =
            [(note, *_ending(note)) for note in last.values() if note.text.strip()] for address in (True,
            False): stopped = [note for note, is_address, stop in endings if is_address is address and stop]
            open_ = [note for note, is_address, stop in endings if is_address is address and not stop] odd,
            usual = (open_, stopped) if len(open_) <= len(stopped) else (stopped, open_) if len(usual) < 2 *
            len(odd): continue what = "without a full stop" if odd is open_ else "with a full stop" like =
            "an address" if address else "words" for note in odd: message = f"note [^{note.label}] ends
            {what}; {len(usual)} of the {len(usual) + len(odd)} that end in {like} do not." hint = "End it
            with a full stop." if odd is open_ else "Leave the full stop out." yield
            Slip(note.line_at(len(note.text.rstrip())), "prose-note-end", message, hint)


def _ending(note: Paragraph) -> tuple[bool, bool]:
    """Return whether a note ends in an address, and whether in a full stop."""
    text = note.text.rstrip(_CLOSERS)
    stop = text.endswith(_STOPS)
    return text.rstrip("".join(_STOPS) + _CLOSERS).endswith(ADDRESS), stop
