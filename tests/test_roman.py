"""Roman figures are read as they are written."""

import pytest

from bindery import roman


def test_each_is_read_as_it_is_written():
    assert [roman.value(roman.written(number)) for number in range(1, 4000)] == list(range(1, 4000))
    assert roman.written(1994) == "mcmxciv"


@pytest.mark.parametrize(("figures", "value"), [("XIV", 14), ("iiii", 4), ("", 0), ("ab", 0), ("x1", 0)])
def test_what_others_write(figures, value):
    assert roman.value(figures) == value
