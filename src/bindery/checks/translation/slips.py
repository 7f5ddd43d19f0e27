"""Slips of the pen, by the rules for manuscripts: a translation is typed too."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from bindery import characters
from bindery.checks.prose import letters, marks, pairs, spaces, wording, words
from bindery.checks.prose.chapter import OBJECT, Chapter, Kind, Paragraph, Slip, quote
from bindery.checks.translation import markup
from bindery.checks.translation.nouns import Case, Mark, Work
from bindery.model import Finding

_MARKED = re.compile(r"[*_`~^$@&\\\[\]{}<>/]|--|www")
_IMAGE = re.compile(r"!\[[^\[\]]*\]\([^()\s]*\)")  # its words are no part of the sentence
_KINDS = {"heading": Kind.HEADING, "note": Kind.NOTE, "cell": Kind.CELL, "caption": Kind.CAPTION, "line": Kind.VERSE}
# What a garbled call looks like too.
_OF_DAMAGE = {"prose-unbalanced", "prose-stray-space", "prose-space-before-call", "prose-double-space"}
# Words of one letter that a Cyrillic keyboard types as well.
_ALONE = {
    language: re.compile(rf"(?<=[a-zà-ž,] )[{letters}](?= [a-zà-ž])", re.IGNORECASE)
    for language, letters in (("pl", "аіоу"), ("en", "аі"))
}
_TO_LATIN = str.maketrans("аіоуАІОУ", "aiouAIOU")


def find_invisible(work: Work) -> Iterator[Finding]:
    """Find characters that nobody sees; one that no edition can hold is told already, as damage."""
    return _find(work, letters.find_invisible, lambda case: bool(characters.unprintable(case.pair.translation)))


def find_homoglyphs(work: Work) -> Iterator[Finding]:
    """Find Latin letters in Cyrillic words, and the reverse."""
    yield from _find(work, letters.find_homoglyphs)
    alone = _ALONE.get(work.target.code)
    for case in work.cases if alone else ():
        text = case.target.without(Mark.QUOTED, Mark.FACED, Mark.KEPT)
        for match in alone.finditer(text) if alone else ():
            message = f"{quote(match[0])} in {quote(text[max(match.start() - 12, 0) : match.end() + 12])} is Cyrillic."
            yield case.finding("homoglyph", message, f"Type {quote(match[0].translate(_TO_LATIN))} in Latin.")


def find_doubled(work: Work) -> Iterator[Finding]:
    """Find a word twice running."""
    return _find(work, words.find_doubled)


def find_double_spaces(work: Work) -> Iterator[Finding]:
    """Find two spaces within a sentence."""
    return _find(work, spaces.find_double)


def find_stray_spaces(work: Work) -> Iterator[Finding]:
    """Find a space before a mark that closes, or after one that opens."""
    return _find(work, spaces.find_stray)


def find_before_calls(work: Work) -> Iterator[Finding]:
    """Find a space before a note call."""
    return _find(work, spaces.find_before_calls)


def find_hyphens(work: Work) -> Iterator[Finding]:
    """Find a hyphen for a dash."""
    return _find(work, spaces.find_hyphens)


def find_repeated(work: Work) -> Iterator[Finding]:
    """Find two marks for one."""
    return _find(work, marks.find_repeated)


def find_unbalanced(work: Work) -> Iterator[Finding]:
    """Find brackets and quotes without their other, unless the source lacks it too."""
    found = list(_find(work, pairs.find_unbalanced))
    if not found:
        return
    unpaired = {slip.line for slip in pairs.find_unbalanced(_chapter(work, of_source=True))}
    at_fault = {case.pair.place for at, case in enumerate(work.cases) if at in unpaired or markup.leftovers(case)}
    yield from (finding for finding in found if finding.place not in at_fault)


def _find(
    work: Work, rule: Callable[[Chapter], Iterator[Slip]], is_told: Callable[[Case], bool] = lambda _: False
) -> Iterator[Finding]:
    for slip in rule(_chapter(work)):
        case = work.cases[slip.line]
        if not (slip.code in _OF_DAMAGE and work.is_damaged(case)) and not is_told(case):
            yield case.finding(slip.code.removeprefix("prose-"), slip.message, slip.hint)


@lru_cache(maxsize=2)
def _chapter(work: Work, *, of_source: bool = False) -> Chapter:
    """Return one side of all pairs as a chapter; the line of each paragraph is its place among the cases."""
    paragraphs = []
    for at, case in enumerate(work.cases):
        text = case.pair.source if of_source else case.pair.translation
        clean = raw = text.replace("\n", " ")
        if not case.is_meta and _MARKED.search(text):
            concealed = wording.conceal(_IMAGE.sub(OBJECT, clean))
            clean, raw = wording.clean(concealed), wording.restore(concealed)
        paragraphs.append(Paragraph(_KINDS.get(case.pair.context, Kind.BODY), at, clean, raw))
        paragraphs.append(Paragraph(Kind.VERSE, at))  # no quotation goes on from one unit into the next
    language = work.source if of_source else work.target
    return Chapter(language.tag.split("-", maxsplit=1)[0].lower(), tuple(paragraphs))
