"""The door to ziamath: MathML drawn as SVG, for print, where no engine of ours reads MathML."""

from __future__ import annotations

import warnings
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Drawing:
    """A formula as SVG; width, height and depth below the baseline in pixels (CSS)."""

    svg: str
    width: float
    height: float
    depth: float


def draw(mathml: str, size: float) -> Drawing:
    """Return a formula drawn with its letters ``size`` pixels high."""
    with warnings.catch_warnings():
        # It reads its font in a way that Python 3.11 calls deprecated, and 3.13 no longer.
        warnings.simplefilter("ignore", DeprecationWarning)
        import ziamath

    formula = ziamath.Math(mathml, size=size)
    width, height = formula.getsize()
    return Drawing(formula.svg(), width, height, -formula.getyofst())
