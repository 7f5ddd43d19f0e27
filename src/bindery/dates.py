"""Dates as a language says them; the numbers and the grammar are Babel's, that is CLDR's."""

from __future__ import annotations

import re
from datetime import date as day
from functools import partial

from bindery import installed
from bindery.model import Language
from bindery.tools import pycache

_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
# CLDR puts it before "г." and "р."; the house has one no-break space.
_NARROW = "\N{NARROW NO-BREAK SPACE}"


# Names besides those of CLDR, and forms that no rule for endings comes to.
_MORE = {
    "be": {5: "маі маю маем травень траўня"},
    "ru": {5: "мае маю маем"},
    "de": {1: "Jänner", 2: "Feber"},
    "en": {9: "Sept"},
}


def months(language: str) -> list[tuple[set[str], set[str]]]:
    """Return the names of a language's (BCP 47) months in full and in short; none of one that Babel does not know."""
    more = _MORE.get(language.partition("-")[0], {})
    of = f"{installed.versions().get('babel')} {language}"
    known = pycache.table("months", of.encode(), partial(_months, language))
    return [({*full, *more.get(number, "").split()}, set(short)) for number, (full, short) in enumerate(known, 1)]


def _months(language: str) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    from babel import Locale, UnknownLocaleError

    try:
        named = Locale.parse(language, sep="-").months
    except (UnknownLocaleError, ValueError):
        return []
    forms = ("format", "stand-alone")
    return [
        tuple(tuple(named[form][width][number] for form in forms) for width in ("wide", "abbreviated"))  # type: ignore[misc]
        for number in range(1, 13)
    ]


def spoken(date: str, language: Language) -> str:
    """Return ``2024``, ``2024-05`` or ``2024-05-01`` in words: a bare year as it is, anything else as the language.

    What is no date, or is in a language that Babel does not know, is returned as it is.
    """
    match = _DATE.fullmatch(date)
    if not match or not match[2]:
        return date  # a year is no quantity: it is never grouped
    from babel import Locale, UnknownLocaleError
    from babel.dates import format_date, format_skeleton

    try:
        locale = Locale.parse(language.tag, sep="-")
        when = day(int(match[1]), int(match[2]), int(match[3] or 1))
    except (UnknownLocaleError, ValueError):
        return date
    said = format_date(when, "long", locale) if match[3] else format_skeleton("yMMMM", when, locale=locale)
    return said.replace(_NARROW, "\N{NO-BREAK SPACE}")
