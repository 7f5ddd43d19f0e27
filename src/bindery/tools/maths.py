"""The door to ziamath: MathML drawn as SVG, for print, where no engine of ours reads MathML."""

from __future__ import annotations

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
    import ziamath

    formula = ziamath.Math(mathml, size=size)
    width, height = formula.getsize()
    return Drawing(formula.svg(), width, height, -formula.getyofst())
