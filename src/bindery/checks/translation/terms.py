"""Terms that the translation does not say as the glossary does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from bindery.checks.translation.nouns import BRACKETS, Case, Mark, Work
from bindery.model import Finding
from bindery.tools import compiled

_PLURAL = r"(?:[’']?s|[’'])?"
_LINK = {"of", "for", "in", "at"}  # prisoners of war


def find_terms(work: Work) -> Iterator[Finding]:
    """Find terms of the source that the translation has in no form that the glossary knows."""
    target = work.target.code
    said = {term.source: term.translations[target] for term in work.terms if target in term.translations}
    if not said:
        return
    names = tuple(sorted(said, key=len, reverse=True))
    for case in work.cases:
        if case.is_same:
            continue
        words, translated = _texts(case)
        for name in dict.fromkeys(_longest(names, words)):
            if not any(_pattern(pattern).search(translated) for pattern in said[name]):
                forms = " or ".join(f"“{pattern}”" for pattern in said[name])
                message = f"“{name}” of the source is nowhere {forms} here."
                yield case.finding("term", message, "Say it as the glossary does, or add the form to it.")


def _texts(case: Case) -> tuple[str, str]:
    """Return the words of both sides in which terms count: of a note no titles, and no gloss that was left out."""
    if not case.is_note:
        return case.source.without(Mark.KEPT), case.target.without(Mark.KEPT)
    source, target = (side.without(Mark.KEPT, Mark.CITED) for side in (case.source, case.target))
    if len(BRACKETS.findall(target)) < len(BRACKETS.findall(source)):
        source = BRACKETS.sub(" ", source)
    return source, target


def _longest(names: tuple[str, ...], text: str) -> Iterator[str]:
    """Yield the terms in a text; where they overlap, the longest."""
    found = []
    for match in _finder(names).finditer(text):
        group = match.lastgroup or ""
        start, end = match.span(group)
        found.append((start - end, start, end, names[int(group[1:])]))
    taken: list[tuple[int, int]] = []
    for _, start, end, name in sorted(found):
        if all(end <= first or last <= start for first, last in taken):
            taken.append((start, end))
            yield name


@lru_cache(maxsize=8)
def _finder(names: tuple[str, ...]) -> re.Pattern[str]:
    """Return what finds at each place the longest term that begins there; group ``t3`` is the fourth."""
    groups = "|".join(f"(?P<t{at}>{_spaced(name)})" for at, name in enumerate(names))
    return compiled.pattern(rf"(?<!\w)(?=(?:{groups}){_PLURAL}(?!\w))")


def _spaced(name: str) -> str:
    """Return a pattern for a term with any space between its words."""
    words = name.split()
    plural = ["s?" if after in _LINK else "" for after in [*words[1:], ""]]
    return r"\s+".join(re.escape(word) + ending for word, ending in zip(words, plural, strict=True))


@lru_cache(maxsize=1 << 11)
def _pattern(pattern: str) -> re.Pattern[str]:
    """Return what finds a glossary's rendering: ``*`` is any ending, any space any other, any apostrophe any other."""
    words = []
    for word in pattern.split():
        parts = [_loose(part) for part in word.split("*")]
        words.append(r"[\w’'ʼ]*".join(parts))
    return compiled.pattern(r"(?<!\w)" + r"\s+".join(words) + r"(?!\w)", re.IGNORECASE)


def _loose(text: str) -> str:
    return re.sub("[’'ʼ]", "[’'ʼ]", re.escape(text)).replace(r"\-", "[-\N{NON-BREAKING HYPHEN}]")
