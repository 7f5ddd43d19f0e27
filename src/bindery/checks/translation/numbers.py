"""Numbers and dates that are not those of the source."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bindery.checks.prose.chapter import quote
from bindery.checks.translation import months, numerals
from bindery.checks.translation.months import Date, Month
from bindery.checks.translation.nouns import Case, Mark, Work
from bindery.checks.translation.numerals import Number
from bindery.model import Finding

_DAY, _YEAR = re.compile(r"(?<!\d)\d{1,2}\S{0,3} $"), re.compile(r"\.?(?: \d{1,2}(?!\d))?,?(?: \d{4})?")
_LOOK = "Compare it with the source."


def find_numbers(work: Work) -> Iterator[Finding]:
    """Find numbers changed, dropped or added.

    Separators, magnitudes in words, Roman figures, the names of decades and months and the clock of twelve hours
    may differ; so may numbers that are said as words.
    """
    for case in work.cases:
        source, target = (side.without(Mark.KEPT) for side in (case.source, case.target))
        had, has = numerals.find(source, work.source.code), numerals.find(target, work.target.code)
        if not had and not has:
            continue
        languages = work.source.code, work.target.code
        lost, added = _missing(had, has, target), _missing(has, had, source)
        if not (lost and added) and len(had) == len(has):
            lost, added = _unpaired(had, has)  # one became another that stands in the text already, or one of two alike
        lost = [number for number in lost if not numerals.says(number, target, languages[1])]
        added = [number for number in added if not numerals.says(number, source, languages[0])]
        if not (lost and added):  # else a number has become another
            sides = (target, languages[1]), (source, languages[0])
            lost = [number for number in lost if not _may_be_word(number, *sides)]
            added = [number for number in added if not _may_be_word(number, *sides[::-1])]
        elif len(lost) != len(added):
            lost, added = _without_words(lost, len(added)), _without_words(added, len(lost))
        dated = _dates(case, work)
        lost = [number for number in lost if not number.values & dated]
        added = [number for number in added if not number.values & dated]
        if lost or added:
            yield _told(case, [number.shown for number in lost], [number.shown for number in added])


def find_centuries(work: Work) -> Iterator[Finding]:
    """Find Roman figures changed."""
    for case in work.cases:
        had, has = numerals.romans(case.source.text), numerals.romans(case.target.text)
        if had and has and had - has and has - had:
            numbers = {value for n in numerals.find(case.target.text, work.target.code) for value in n.values}
            if had - has - numbers:
                yield _told(case, [_roman(case.source.text, had - has)], [_roman(case.target.text, has - had)])


def find_dates(work: Work) -> Iterator[Finding]:
    """Find the month of a date changed or dropped, and days, months and years of several dates mixed up."""
    if not (months.known(work.source.tag) and months.known(work.target.tag)):
        return
    for case in work.cases:
        source, target = (side.without(Mark.KEPT) for side in (case.source, case.target))
        if not numerals.find(source, work.source.code):
            continue
        had = [month for month in months.find(source, work.source.tag) if month.certain]
        if not had:
            continue
        every, has = months.find(source, work.source.tag), months.find(target, work.target.tag)
        figures = {value for number in numerals.find(target, work.target.code) for value in number.values}
        said = {month.number for month in (*has, *months.find(target, work.source.tag))}
        said |= months.hinted(target, work.target.tag)
        lost = [m for m in had if m.number not in said and str(m.number) not in figures]
        more = [m for m in has if m.certain and m.number not in {month.number for month in every}]
        if not lost:
            lost, more = _moved(every, has)
        if lost:
            became = f"“{target[more[0].start : more[0].end]}” here" if more else "missing"
            message = f"“{source[lost[0].start : lost[0].end]}” of the source is {became}."
            yield case.finding("date", message, _LOOK)
        elif mixed := _mixed(months.whole(source, work.source.tag), months.whole(target, work.target.tag)):
            message = f"“{mixed[0].shown}” of the source is “{mixed[1].shown}” here."
            yield case.finding("date", message, _LOOK)


def find_left_months(work: Work) -> Iterator[Finding]:
    """Find dates with the name of a month in the source's language."""
    for case in work.cases:
        if not numerals.find(case.target.without(Mark.KEPT), work.target.code):
            continue
        text = case.target.without(Mark.KEPT, Mark.CITED) if case.is_note else case.target.without(Mark.KEPT)
        own = {(month.start, month.end) for month in months.find(text, work.target.tag)}
        for month in months.find(text, work.source.tag):
            name = text[month.start : month.end]
            if month.certain and name.isalpha() and (month.start, month.end) not in own:
                day, year = _DAY.search(text[: month.start]), _YEAR.match(text, month.end)
                date = (day[0] if day else "") + name + (year[0] if year else "")
                message = f"{quote(date)} has the month in the language of the source."
                yield case.finding("month", message, "Write the date as the language does.")


def _missing(numbers: Sequence[Number], among: Sequence[Number], text: str) -> list[Number]:
    """Return, each once, the numbers that are not among others nor Roman figures of a text."""
    values = {value for number in among for value in number.values}
    roman: set[str] | None = None
    missing: dict[str, Number] = {}
    for number in numbers:
        if any(number.is_like(other) for other in among) or (number.parts and {*number.parts} <= values):
            continue
        if any(value in part for value in number.values for other in among for part in [other.parts]):
            continue
        roman = numerals.romans(text, 1) if roman is None else roman
        if not number.values & roman:
            missing[number.shown] = number
    return list(missing.values())


def _unpaired(had: Sequence[Number], has: Sequence[Number]) -> tuple[list[Number], list[Number]]:
    """Return the numbers of two texts that are left when each has been set beside one like it."""
    lost, left = [], list(has)
    for number in had:
        like = next((other for other in left if number.is_like(other)), None)
        if like is None:
            lost.append(number)
        else:
            left.remove(like)
    return lost, left


def _may_be_word(number: Number, there: tuple[str, str], here: tuple[str, str]) -> bool:
    """Tell whether a number without its like may be a word of the other text, each given with its language."""
    return number.is_small() or (number.is_round() and numerals.may_say(*there, *here))


def _without_words(numbers: list[Number], became: int) -> list[Number]:
    """Return numbers without those too many for what they became, where these may be words."""
    likely = [number for number in numbers if not number.is_small()]
    return likely if len(likely) >= became else numbers


def _moved(had: Sequence[Month], has: Sequence[Month]) -> tuple[list[Month], list[Month]]:
    """Return the months of dates that are left where two texts have as many, all in dates, but not the same."""
    if len(had) != len(has) or not all(month.certain for month in (*had, *has)):
        return [], []
    lost, left = [], list(has)
    for month in had:
        same = next((other for other in left if other.number == month.number), None)
        if same is None:
            lost.append(month)
        else:
            left.remove(same)
    return lost, left


def _mixed(had: Sequence[Date], has: Sequence[Date]) -> tuple[Date, Date] | None:
    """Return a date and what it became where two texts have the same days, months and years, but not the same dates."""
    if any(sorted(one[at] for one in had) != sorted(one[at] for one in has) for at in range(3)):
        return None
    lost = [date for date in had if not any(date.is_like(other) for other in has)]
    more = [date for date in has if not any(date.is_like(other) for other in had)]
    return (lost[0], more[0]) if lost and more else None


def _dates(case: Case, work: Work) -> set[str]:
    """Return the numbers of the months that one side names and the other may have in figures."""
    sides = ((case.source.text, work.source.tag), (case.target.text, work.target.tag))
    return {str(month.number) for text, language in sides for month in months.find(text, language)}


def _told(case: Case, lost: list[str], added: list[str]) -> Finding:
    if lost and added:
        message = f"{_list(lost)} of the source {'have' if lost[1:] else 'has'} become {_list(added)}."
    elif lost:
        message = f"{_list(lost)} of the source {_is(lost)} missing."
    else:
        message = f"{_list(added)} {_is(added)} not in the source."
    return case.finding("number", message, _LOOK)


def _is(those: list[str]) -> str:
    return "are" if those[1:] else "is"


def _list(numbers: list[str]) -> str:
    return ", ".join(f"“{number}”" for number in numbers)


def _roman(text: str, values: set[str]) -> str:
    return next(match[0] for match in numerals.ROMAN.finditer(text) if numerals.romans(match[0]) & values)
