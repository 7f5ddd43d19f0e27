"""Dates as a title page words them, read into those of publication.yaml."""

from __future__ import annotations

import re
from datetime import date

# The first three letters tell a month in en, pl, ru, be and uk.
_MONTHS = {
    stem: number
    for number, stems in enumerate(
        (
            "jan sty янв сту січ",
            "feb lut фев лют",
            "mar мар сак бер",
            "apr kwi апр кра кві",
            "may maj май мая тра",
            "jun cze июн чэр чер",
            "jul lip июл ліп лип",
            "aug sie авг жні сер",
            "sep wrz сен вер",
            "oct paź окт кас жов",
            "nov lis ноя ліс лис",
            "dec gru дек сне гру",
        ),
        start=1,
    )
    for stem in stems.split()
}
_YEAR = r"(?P<year>(?:19|20)\d\d)(?:\s*(?:г|р|r|года|року|года|roku)\.?)?"
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        _YEAR,
        rf"(?P<month>[^\W\d_]{{3,}})\.?(?:\s+(?P<day>\d{{1,2}}))?,?\s+{_YEAR}",
        rf"(?P<day>\d{{1,2}})\.?\s+(?P<month>[^\W\d_]{{3,}})\.?,?\s+{_YEAR}",
        r"(?P<year>(?:19|20)\d\d)-(?P<month>\d\d)(?:-(?P<day>\d\d))?",
        r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>(?:19|20)\d\d)",
    )
)


def iso(text: str) -> str:
    """Return a date as ``2024``, ``2024-05`` or ``2024-05-01``, or nothing where the words are no date."""
    for form in _FORMS:
        if found := form.fullmatch(text.strip()):
            said = {"month": None, "day": None, **found.groupdict()}
            return _joined(int(said["year"] or 0), said["month"], said["day"])
    return ""


def _joined(year: int, month: str | None, day: str | None) -> str:
    if not month:
        return str(year)
    number = int(month) if month.isdigit() else _MONTHS.get(month[:3].lower(), 0)
    try:
        whole = date(year, number, int(day or 1)).isoformat()
    except ValueError:
        return ""  # no such month or day
    return whole if day else whole[:7]
