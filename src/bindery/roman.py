"""Roman figures, read and written in small letters."""

from __future__ import annotations

from itertools import pairwise

_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
_PARTS = ["m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i"]


def value(figures: str) -> int:
    """Return what figures count to, in capitals too and however they are put together; 0 where they are none."""
    values = [_VALUES.get(figure, 0) for figure in figures.lower()]
    return sum(-one if one < after else one for one, after in pairwise([*values, 0])) if all(values) else 0


def written(number: int) -> str:
    """Return a number as figures; of 0 there are none."""
    figures = ""
    for part in _PARTS:
        times, number = divmod(number, value(part))
        figures += part * times
    return figures
