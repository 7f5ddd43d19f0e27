"""Names that two translations spell otherwise, and units that two translations say otherwise."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from unicodedata import normalize

from bindery.checks.prose.chapter import quote
from bindery.checks.translation import sounds
from bindery.checks.translation.nouns import Case, Work
from bindery.model import Finding

LEAST = 4  # letters of a name

_NAME = re.compile(r"(?<![^\W_])[^\W\d_a-zа-яіїєґўё][^\W\d_]+(?:[’'ʼ][^\W\d_]+)*")
# Letters that one name is spelled with in one place and another; a soft sign or an apostrophe belongs to its letter.
# What endings change (о and а, ў and в, ё and е, ó and o, ń and n) is not among them.
_FOLD = str.maketrans(
    {**dict.fromkeys("иыі", "i"), **dict.fromkeys("еєэ", "e"), **dict.fromkeys("гґ", "g")}
    | dict(zip("ływ", "liv", strict=True))
)
_UNIT = re.compile(r"(.)\1?[ьъ’'ʼ]?")


def find_names(work: Work) -> Iterator[Finding]:
    """Find a name of the source that stands in two spellings, such as Кізім and Кизим; endings are none.

    Told where the rarer spelling stands.
    """
    places: dict[str, dict[str, dict[int, str]]] = defaultdict(lambda: defaultdict(dict))
    for at, case in enumerate(work.cases):
        for word in dict.fromkeys(_NAME.findall(case.own)):
            if len(word) >= LEAST and word[0].isupper() and not word.isupper():
                units = _units(word)
                places["".join(sign for sign, _ in units[:3])]["".join(raw for _, raw in units)][at] = word
    for spellings in places.values():
        if len(spellings) > 1:
            yield from _disagreeing(work, spellings)


def find_inconsistent(work: Work) -> Iterator[Finding]:
    """Find the same source with two translations."""
    first: dict[str, Case] = {}
    for case in work.cases:
        if case.pair.context == "meta:wordmark":
            continue
        if case.pair.context == "cell" and len(case.source.text.split()) < 3:
            continue  # a word in a table agrees with its column
        key = " ".join(case.source.text.split()).rstrip(".").casefold()
        other = first.setdefault(key, case)
        if _bare(other) != _bare(case):
            there = f"{quote(other.target.text)} in unit {other.pair.number}"
            message = f"{quote(case.source.text)} is {quote(case.target.text)} here and {there}."
            yield case.finding("inconsistent", message, "Choose one.")


def find_wordmark(work: Work) -> Iterator[Finding]:
    """Find a wordmark whose words are not those of the network's name."""
    names = [case for case in work.cases if case.pair.context == "meta:network"]
    for case in work.cases:
        if case.pair.context != "meta:wordmark":
            continue
        same = [name for name in names if _words(name.pair.source) == _words(case.pair.source)]
        if same and all(_words(name.pair.translation) != _words(case.pair.translation) for name in same):
            shown = quote(" ".join(case.pair.translation.split()))
            message = f"the wordmark is {shown}, the network’s name {quote(same[0].pair.translation)}."
            yield case.finding("wordmark", message, "Write the same words in both, broken into lines here.")


def _disagreeing(work: Work, spellings: dict[str, dict[int, str]]) -> Iterator[Finding]:
    ranked = sorted(spellings, key=lambda word: (-len(spellings[word]), min(spellings[word])))
    told: set[tuple[int, str]] = set()
    for many, usual in enumerate(ranked):
        for rare in ranked[many + 1 :]:
            if not _differ(usual, rare):
                continue
            for at, word in spellings[rare].items():
                name, other = _common(work, at, spellings[usual], word)
                if name and (at, name) not in told:
                    told.add((at, name))
                    there = f"“{spellings[usual][other]}” in unit {work.cases[other].pair.number}"
                    message = f"“{name}” is “{word}” here and {there}."
                    yield work.cases[at].finding("name", message, "Spell the name alike, and note it in the glossary.")


def _common(work: Work, at: int, others: dict[int, str], word: str) -> tuple[str, int]:
    """Return a name of the source that a word renders, in this unit and in one of the others; and which of them."""
    for name in _names(work.cases[at].source.text):
        if sounds.is_like(sounds.of(name), sounds.of(word)):
            for other in others:
                if other != at and name in _names(work.cases[other].source.text):
                    return name, other
    return "", -1


def _differ(one: str, other: str) -> bool:
    """Tell whether two words are one name in two spellings, and not in two cases."""
    ones, others = _units(one), _units(other)
    stem = min(len(ones), len(others)) - 2
    pairs = list(zip(ones[:stem], others[:stem], strict=True))
    return all(a[0] == b[0] for a, b in pairs) and any(a[1] != b[1] for a, b in pairs)


@lru_cache(maxsize=1 << 13)
def _units(word: str) -> tuple[tuple[str, str], ...]:
    """Return the letters of a word, each with the sign that stands for all its spellings."""
    letters = [match[0] for match in _UNIT.finditer(normalize("NFC", word).lower())]
    return tuple((letter[0].translate(_FOLD), letter) for letter in letters)


@lru_cache(maxsize=1 << 10)
def _names(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(re.sub("[’']s?$", "", word) for word in _NAME.findall(text)))


def _words(text: str) -> list[str]:
    """Return the words of a text in lines; a hyphen may be there for the sake of its line."""
    return re.sub(r"-\s*\n", "", text).replace("-", "").casefold().split()


def _bare(case: Case) -> str:
    return " ".join(case.target.text.split()).rstrip(".").casefold()
