"""The nouns of the check: a side of a pair as a reader reads it, both sides, and all that is examined together."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntFlag
from functools import cached_property

from bindery.checks.prose.chapter import ADDRESS, OBJECT
from bindery.model import Finding, Language, Pair, Severity, Term
from bindery.quotations import Quotation

_WORDS = re.compile(r"\w+")
BRACKETS = re.compile(r"\[[^\[\]]*\]")


class Mark(IntFlag):
    """What a stretch of text stands in."""

    QUOTED = 1
    FACED = 2  # emphasised
    BRACKETED = 4  # in square brackets: in a note, what a title means
    FOREIGN = 8  # tagged, by an author or by ``passages``, as another language
    KEPT = 16  # marked {translate=no}
    CITED = 32  # quoted or emphasised outside square brackets: in a note, a title as it is


class Thing(IntFlag):
    """What in a text is no word, each with what it says."""

    CALL = 1
    LINK = 2
    ADDRESS = 4  # as a word of the text
    SILENT_LINK = 8
    PLACE = 16  # that links lead to
    IMAGE = 32
    CODE = 64
    MATHS = 128
    KEPT = 256
    HTML = 512
    EMPHASIS = 1024
    STRONG = 2048
    RAISED = 4096


@dataclass(frozen=True, eq=False)
class Side:
    """One side of a pair: ``text`` has a call, an address, or code as one character each, see ``prose.chapter``."""

    text: str
    things: Mapping[Thing, list[str]]
    stretches: tuple[tuple[int, int, Mark], ...] = ()
    quotations: Sequence[Quotation] = ()
    auto: frozenset[int] = frozenset()  # places of marks that the press sets in the language's own way
    _views: dict[int, str] = field(default_factory=dict)

    def having(self, thing: Thing) -> list[str]:
        """Return what the things of a kind say, in their order."""
        return self.things.get(thing, [])

    def without(self, *hidden: Mark) -> str:
        """Return the text with every stretch of some kinds as one character."""
        mask = sum(hidden)
        if mask not in self._views:
            parts, at = [], 0
            for start, end, _ in sorted(each for each in self.stretches if each[2] & mask):
                if end > at:
                    parts += [self.text[at : max(start, at)], OBJECT]
                    at = end
            self._views[mask] = "".join([*parts, self.text[at:]])
        return self._views[mask]

    def is_in(self, at: int, *marks: Mark) -> bool:
        """Tell whether a place of the text stands in a stretch of one of some kinds."""
        mask = sum(marks)
        return any(start <= at < end and mark & mask for start, end, mark in self.stretches)


@dataclass(frozen=True, eq=False)
class Case:
    """A pair with both its sides read."""

    pair: Pair
    source: Side
    target: Side

    @property
    def is_meta(self) -> bool:
        """Whether the unit is a line of metadata, which is plain text."""
        return self.pair.context.startswith("meta:")

    @property
    def is_note(self) -> bool:
        """Whether the unit is a note."""
        return self.pair.context == "note"

    @cached_property
    def is_same(self) -> bool:
        """Whether the translation says what the source says, word for word."""
        return _WORDS.findall(self.source.text) == _WORDS.findall(self.target.text)

    @cached_property
    def is_citation(self) -> bool:
        """Whether a note names a work: names and titles in it stand in whatever language they are in."""
        marks = Mark.QUOTED | Mark.FACED | Mark.BRACKETED
        return self.is_note and (ADDRESS in self.source.text or any(m & marks for *_, m in self.source.stretches))

    @cached_property
    def own(self) -> str:
        """The words of the translation that are sure to be the translator's own.

        Of a note that names a work those are what stands in square brackets.
        """
        text = self.target.without(Mark.FOREIGN, Mark.KEPT)
        return " ".join(BRACKETS.findall(text)) if self.is_citation else text

    def finding(self, code: str, message: str, hint: str, severity: Severity = Severity.WARNING) -> Finding:
        """Return a finding about this unit."""
        return Finding(f"translation-{code}", severity, self.pair.place, f"unit {self.pair.number}: {message}", hint)


@dataclass(frozen=True, eq=False)
class Work:
    """All cases that are examined together, both languages, the glossary, and the damage by the case's number."""

    cases: tuple[Case, ...]
    source: Language
    target: Language
    terms: Sequence[Term]
    damages: Mapping[int, Sequence[Finding]]

    def is_damaged(self, case: Case) -> bool:
        """Tell whether a case is told as an error already: its damage looks like other faults too."""
        return case.pair.number in self.damages
