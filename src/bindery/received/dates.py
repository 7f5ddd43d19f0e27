"""Dates as a title page words them, read into those of publication.yaml."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from bindery.dates import months
from bindery.house import DEFAULTS, House
from bindery.languages import languages

_YEAR = r"(?P<year>(?:19|20)\d\d)(?:\s*(?:г|р|r|года|року|года|roku)\b\.?)?"
_MONTH = r"(?P<month>[^\W\d_]{3,})"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th|-?го)?"
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        _YEAR,
        rf"{_MONTH}\.?(?:\s+{_DAY})?,?\s+{_YEAR}",
        rf"{_DAY}\.?\s+(?:of\s+)?{_MONTH}\.?,?\s+{_YEAR}",
        rf"(?P<year>(?:19|20)\d\d)\s*m\.\s+{_MONTH}(?:\s+{_DAY}\s*d\.?)?",
        r"(?P<year>(?:19|20)\d\d)-(?P<month>\d\d)(?:-(?P<day>\d\d))?",
        r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>(?:19|20)\d\d)",
    )
)
_APART = ",;:.|/·•–—-"  # what may stand between other words and a date
_LONGEST = 200  # characters: a longer line is text
_MOST = 6  # words, of a date: "2021 m. gegužės 12 d."
_STARTS = re.compile(r"(?:^|(?<=[\s(|/]))(?=\w)")
_LOOSE = re.compile(r"\w+\.?,\s")  # "May, 2021": behind a first name it is a surname


@dataclass(frozen=True, slots=True)
class Closing:
    """The date that ends a line, the words before it, and whether a sign parts them."""

    before: str = ""
    date: str = ""
    parted: bool = False


def iso(text: str) -> str:
    """Return a date as ``2024``, ``2024-05`` or ``2024-05-01``, or nothing where the words are no date."""
    for form in _FORMS:
        if found := form.fullmatch(text.strip()):
            said = {"month": None, "day": None, **found.groupdict()}
            return _joined(int(said["year"] or 0), said["month"], said["day"])
    return ""


def closing(line: str) -> Closing:
    """Return the longest date that ends a line, as in ``Report, May 2021``, or nothing where none does."""
    starts = [found.start() for found in _STARTS.finditer(line)] if len(line) <= _LONGEST else []
    for start in starts[-_MOST:]:
        head, tail = line[:start].rstrip(), line[start:]
        before = head.rstrip(f" ({_APART}")
        parted = before != head
        if head.endswith("(") and tail.endswith(")"):
            tail = tail[:-1]
        if (when := iso(tail)) and (not before or parted or not _LOOSE.match(tail)):
            return Closing(before, when, parted)
    return Closing()


def is_month(word: str) -> bool:
    """Tell whether a word names a month in a language of the house."""
    return _number(word) > 0


def _joined(year: int, month: str | None, day: str | None) -> str:
    if not month:
        return str(year)
    number = int(month) if month.isdigit() else _number(month)
    try:
        whole = date(year, number, int(day or 1)).isoformat()
    except ValueError:
        return ""  # no such month or day
    return whole if day else whole[:7]


def _number(word: str) -> int:
    """Return a month's number, or 0; Hebrew writes "in" and the month as one word."""
    named = _names()
    return named.get(word.casefold()) or named.get(word.removeprefix("ב"), 0)


@lru_cache(maxsize=1)
def _names() -> Mapping[str, int]:
    """Return the months by their names, in full, in short and by three letters; what names two of them is left out."""
    said: defaultdict[str, set[int]] = defaultdict(set)
    for code in languages(House(DEFAULTS)):
        for number, (full, short) in enumerate(months(code), 1):
            for name in {*full, *short, *(name[:3] for name in full)}:
                said[name.casefold().rstrip(".")].add(number)
    return {name: min(numbers) for name, numbers in said.items() if len(numbers) == 1}
