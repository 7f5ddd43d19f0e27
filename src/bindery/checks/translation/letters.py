"""Letters and words of a sister language: Russian, Ukrainian and Belarusian in each other's editions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from bindery import passages
from bindery.checks.prose.chapter import quote
from bindery.checks.translation.nouns import Case, Mark, Work
from bindery.model import Finding, Language

_WORD = re.compile(r"[^\W\d_]+(?:[’'ʼ-][^\W\d_]+)*")
# Small words of the sisters that the edition's language does not have at all, not even with another meaning.
_STRANGE = {
    language: frozenset(words.split())
    for language, words in {
        "be": "что это как также тоже если только который которая которое которые его между после потому более когда "
        "где очень война войне под чтобы чем но кто тогда всегда сегодня до по со был також вже його після "
        "років під це",
        "uk": "что как также тоже если только которая между после потому лет более когда где очень чем но есть кто "
        "тогда всегда сегодня вместо из или што таксама толькі калі пасля паміж вельмі няма цяпер дзе яго",
        "ru": "що також вже його це щодо гэта што таксама яны яго пасля няма цяпер дзе быць але або",
    }.items()
}


def find_foreign_letters(work: Work) -> Iterator[Finding]:
    """Find letters that the language does not have, but for passages and quoted names in another language."""
    letters = work.target.foreign
    if not letters:
        return
    strange = re.compile(f"[{letters}{letters.upper()}]")
    for case in work.cases:
        if not strange.search(case.own):
            continue
        words = [match[0] for match in _WORD.finditer(case.own) if strange.search(match[0]) and not match[0].isascii()]
        abroad = _quoted_abroad(case, work.target)
        if words := [word for word in dict.fromkeys(words) if word not in abroad]:
            which = "".join(sorted({letter for word in words for letter in strange.findall(word.lower())}))
            message = f"the language has no letter {', '.join(which)}, as in {_list(words)}."
            yield case.finding("foreign-letter", message, "Mend it, or mark another language: `[…]{lang=ru}`.")


def find_foreign_words(work: Work) -> Iterator[Finding]:
    """Find small words of a sister language outside quotations and emphasis."""
    strange = _STRANGE.get(work.target.code)
    if not strange:
        return
    foreign = set(work.target.foreign)
    for case in work.cases:
        text = case.own if case.is_citation else case.target.without(Mark.FOREIGN, Mark.KEPT, Mark.QUOTED, Mark.FACED)
        found = dict.fromkeys(match[0] for match in _WORD.finditer(text) if match[0] in strange)
        if words := [word for word in found if not foreign & set(word.lower())]:
            message = f"in another language: {_list(words)}."
            yield case.finding("foreign-word", message, "Translate it.")


def _quoted_abroad(case: Case, language: Language) -> set[str]:
    """Return the words of quotations and emphases that are not in the language: titles, such as «Известия»."""
    words: set[str] = set()
    for start, end, mark in case.target.stretches:
        if mark in {Mark.QUOTED, Mark.FACED} and _identify(case.target.text[start:end]) != language.code:
            words.update(_WORD.findall(case.target.text[start:end]))
    return words


@lru_cache(maxsize=1 << 10)
def _identify(text: str) -> str | None:
    return passages.identify(text)


def _list(words: list[str]) -> str:
    return ", ".join(quote(word) for word in words[:5]) + (" …" if words[5:] else "")
