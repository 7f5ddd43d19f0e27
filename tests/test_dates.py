"""Dates as each language says them."""

import pytest

from bindery.dates import spoken
from bindery.house import DEFAULTS, House
from bindery.languages import read_language
from bindery.model import Language


def language(code: str, tag: str = "") -> Language:
    return Language(code, tag or code, "", "ltr", ("“", "”", "‘", "’"), {})


@pytest.mark.parametrize(
    ("code", "month", "day"),
    [
        ("en", "May 2024", "May 1, 2024"),
        ("be", "май 2024", "1 мая 2024_г."),  # official orthography: neither "траўня" nor "сьнежня"
        ("uk", "травень 2024_р.", "1 травня 2024_р."),
        ("ru", "май 2024_г.", "1 мая 2024_г."),
        ("pl", "maj 2024", "1 maja 2024"),
        ("de", "Mai 2024", "1. Mai 2024"),
        ("lt", "2024 m. gegužė", "2024 m. gegužės 1 d."),
    ],
)
def test_dates_are_said_in_the_language(code: str, month: str, day: str) -> None:
    """A year stays a bare number; a month and a day are said as the language says them."""
    house = read_language(House(DEFAULTS), code)
    assert spoken("2024", house) == "2024"
    assert spoken("2024-05", house).replace("\N{NO-BREAK SPACE}", "_") == month
    assert spoken("2024-05-01", house).replace("\N{NO-BREAK SPACE}", "_") == day


def test_belarusian_is_of_the_official_orthography() -> None:
    """December has no soft sign, as in the orthography of 1959 and 2010."""
    assert spoken("2024-12-23", read_language(House(DEFAULTS), "be")) == "23 снежня 2024\N{NO-BREAK SPACE}г."


@pytest.mark.parametrize("code", ["en", "be", "uk", "ru", "pl", "de", "lt", "he", "xx"])
@pytest.mark.parametrize("year", ["2024", "1569", "0988"])
def test_years_are_never_grouped(code: str, year: str) -> None:
    """A year is no quantity."""
    assert spoken(year, language(code)) == year


def test_a_language_that_babel_does_not_know() -> None:
    """A new language may be one that has no calendar words: then the date stays as it was written."""
    assert spoken("2024-05-01", language("xx")) == "2024-05-01"
    assert spoken("2024-05-01", language("q", "q-1")) == "2024-05-01"


@pytest.mark.parametrize("date", ["", "soon", "2024-13", "2024-02-30", "2024-5", "2024-05-01T10:00"])
def test_what_is_no_date_stays(date: str) -> None:
    """Nothing is guessed of what is no date."""
    assert spoken(date, language("en")) == date


def test_territory_and_variant_of_the_tag_count() -> None:
    """The tag decides, not the code: British dates are British."""
    assert spoken("2024-05-01", language("en", "en-GB")) == "1 May 2024"
