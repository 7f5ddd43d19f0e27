"""The rules by which prose is judged."""

from __future__ import annotations

from bindery.checks.prose import endings, leftovers, letters, marks, names, pairs, spaces, words
from bindery.checks.prose.chapter import Chapter
from bindery.checks.prose.paragraphs import read
from bindery.model import Finding, Place, Severity

RULES = (
    letters.find_invisible,
    letters.find_homoglyphs,
    words.find_doubled,
    words.find_malformed_hosts,
    names.find_near_misses,
    names.find_lower_case,
    names.find_two_spellings,
    spaces.find_stray,
    spaces.find_double,
    spaces.find_before_calls,
    spaces.find_hyphens,
    marks.find_repeated,
    marks.find_year_hyphens,
    marks.find_mixed,
    pairs.find_unbalanced,
    endings.find_unstopped,
    endings.find_odd_notes,
    leftovers.find,
)


def examine(source: str, file: str, language: str) -> list[Finding]:
    """Return the slips of a chapter's Markdown source, written in ``language`` (BCP 47), by line."""
    chapter = Chapter(language.split("-", maxsplit=1)[0].lower(), tuple(read(source)))
    slips = sorted({slip for rule in RULES for slip in rule(chapter)})
    return [Finding(s.code, Severity.WARNING, Place(file, s.line), s.message, s.hint) for s in slips]
