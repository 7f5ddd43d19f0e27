"""Names of months in a language, in all their cases, and the dates that they stand in."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from bindery import dates
from bindery.tools import compiled

_DAY_BEFORE = re.compile(r"(?<!\d)(\d{1,2})(?:st|nd|rd|th|\.|-?(?:го|га|е|ше|ша))?(?:[ \u00a0]of)?[ \u00a0]$")
_NUMBER_AFTER = re.compile(r"\.?,?[ \u00a0]*(?:of[ \u00a0])?(?:\d{1,2}(?!\d)|\d{4})")
_NUMERIC = re.compile(r"(?<![\d.])\d{1,2}\.(\d{1,2})\.(?:\d{4}|\d\d)(?![\d.]\d)|(?<![\d-])\d{4}-(\d\d)-\d\d(?![\d-])")
_YEAR_AFTER = re.compile(r"\.?(?:[ \u00a0](\d{1,2})(?:st|nd|rd|th)?)?,?[ \u00a0](?:of[ \u00a0])?(\d{4})(?!\d)")


class Month(NamedTuple):
    """A month in a text: which, from 1, where, and whether a day or a year beside it leaves no doubt."""

    number: int
    start: int
    end: int
    certain: bool


class Date(NamedTuple):
    """A date with its day, its month by name and its year, as numbers and as it stands."""

    day: int
    month: int
    year: int
    shown: str

    def is_like(self, other: Date) -> bool:
        """Tell whether two dates are the same day."""
        return self[:3] == other[:3]


@lru_cache(maxsize=1 << 11)
def find(text: str, language: str) -> tuple[Month, ...]:
    """Return the months that a text in a language names, and those of dates in figures."""
    found = [
        Month(int(match[1] or match[2]), *match.span(), certain=True)
        for match in _NUMERIC.finditer(text)
        if 0 < int(match[1] or match[2]) < 13
    ]
    names = _names(language)
    for match in names.finditer(text) if names else ():
        beside = _DAY_BEFORE.search(text[max(match.start() - 12, 0) : match.start()])
        certain = bool(beside or _NUMBER_AFTER.match(text, match.end()))
        found.append(Month(int((match.lastgroup or "m0")[1:]), *match.span(), certain=certain))
    return tuple(found)


def whole(text: str, language: str) -> list[Date]:
    """Return the dates of a text that have a day, the name of a month and a year."""
    found = []
    for month in find(text, language):
        first = max(month.start - 12, 0)
        before, after = _DAY_BEFORE.search(text[first : month.start]), _YEAR_AFTER.match(text, month.end)
        day = before or (after and after[1] and after)
        if after and day:
            start = first + before.start() if before else month.start
            found.append(Date(int(day[1]), month.number, int(after[2]), text[start : after.end()]))
    return found


def known(language: str) -> bool:
    """Tell whether the months of a language are known."""
    return _names(language) is not None


def hinted(text: str, language: str) -> set[int]:
    """Return the months that a text may mean with any word, as “the January session” does."""
    roots = _roots(language)
    return {int((match.lastgroup or "m0")[1:]) for match in roots.finditer(text)} if roots else set()


@lru_cache
def _roots(language: str) -> re.Pattern[str] | None:
    """Return what finds words that begin as the months of a language do."""
    groups = []
    for number, (full, _) in enumerate(_forms(language), 1):
        roots = {name[: max(3, len(name) - 2)] if len(name) > 3 else name[:2] + "[йяiїj]" for name in full}
        groups.append(f"(?P<m{number}>{'|'.join(sorted(roots))})")
    return compiled.pattern(rf"(?<![^\W_])(?:{'|'.join(groups)})", re.IGNORECASE) if groups else None


@lru_cache
def _names(language: str) -> re.Pattern[str] | None:
    """Return what finds the months of a language; the group ``m3`` is March."""
    groups = []
    for number, (full, short) in enumerate(_forms(language), 1):
        forms = {*map(_inflected, full), *map(_either, short)}
        groups.append(f"(?P<m{number}>{'|'.join(sorted(forms, key=lambda form: (-len(form), form)))})")
    return compiled.pattern(rf"(?<![^\W_])(?:{'|'.join(groups)})(?![^\W_])") if groups else None


@lru_cache
def _forms(language: str) -> list[tuple[set[str], set[str]]]:
    """Return the names of the months in full and in short; none of a language that CLDR does not know."""
    return [(full, {name.rstrip(".") for name in short}) for full, short in dates.months(language)]


def _inflected(name: str) -> str:
    """Return a pattern for a month's name in any case; one with a capital has hardly any endings."""
    if not name.islower():
        return re.escape(name) + "s?"
    stem = name.rstrip("аеєиіїйоуюяьыэaeiouyń")
    return _either(stem) + r"\w{0,3}" if len(stem) > 2 else _either(name)


def _either(name: str) -> str:
    """Return a pattern for a word, at the start of a sentence too."""
    return f"[{name[0]}{name[0].upper()}]{re.escape(name[1:])}" if name.islower() else re.escape(name)
