"""The nouns of the check: a chapter as a reader reads it, and a slip in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from bindery import quotations

# What stands in the wording for an address, beside calls and objects: private characters, neither letters nor spaces.
CALL, OBJECT, ADDRESS = quotations.CALL, quotations.OBJECT, "\ue002"
_SHOWN = str.maketrans({CALL: "", OBJECT: "…", ADDRESS: "…"})


class Kind(StrEnum):
    """What a paragraph is."""

    BODY = "body"
    HEADING = "heading"
    ITEM = "item"
    QUOTE = "quote"
    NOTE = "note"
    CELL = "cell"
    CAPTION = "caption"
    VERSE = "verse"
    OBJECT = "object"  # code, raw HTML, … : no words, but it stands between two paragraphs


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A stretch of running text: ``text`` is what a reader reads, ``source`` still has the addresses."""

    kind: Kind
    line: int
    text: str = ""
    source: str = ""
    label: str = ""  # of a note

    def line_at(self, at: int) -> int:
        """Return the line of the source on which a character of the text stands."""
        return self.line + self.text.count("\n", 0, at)


@dataclass(frozen=True, slots=True, order=True)
class Slip:
    """Something that the author probably did not mean to write."""

    line: int
    code: str
    message: str
    hint: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter's paragraphs and the primary subtag of its language."""

    language: str
    paragraphs: tuple[Paragraph, ...]

    def prose(self, *but: Kind) -> Iterator[Paragraph]:
        """Yield the paragraphs that have words, without those of some kinds."""
        return (paragraph for paragraph in self.paragraphs if paragraph.kind not in {Kind.OBJECT, *but})


def quote(text: str) -> str:
    """Return words for a message: on one line, in quotes, without what stands for code and addresses."""
    shown = " ".join(text.translate(_SHOWN).split())
    if len(shown) > 70:
        shown = f"{shown[:30].rstrip()} … {shown[-30:].lstrip()}"
    return f"‘{shown}’" if "“" in shown or "”" in shown else f"“{shown}”"


def around(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the bounds of a slip widened to whole words."""
    before = re.search(r"\S*$", text[max(start - 60, 0) : start])
    after = re.match(r"\S*", text[end : end + 60])
    return start - len(before[0] if before else ""), end + len(after[0] if after else "")


def mend(text: str, start: int, end: int, by: str) -> tuple[str, str]:
    """Return the words around a slip, quoted, as they are and as they would be with ``by`` in its place."""
    left, right = around(text, start, end)
    return quote(text[left:right]), quote(text[left:start] + by + text[end:right])
