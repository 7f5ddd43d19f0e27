"""The door to ziamath: MathML drawn as SVG, for print, where no engine of ours reads MathML."""

from __future__ import annotations

import re
import warnings
from dataclasses import dataclass

EDGE = 1.0  # pixels of room around a drawing, for what a letter has beyond its box
_JOINTS = frozenset("=<>≤≥≠≈≡∼≃≅∝→⇒⇔↔∈⊂⊆+−-±∓")  # a formula is broken before these (Chicago Manual of Style, 12.24)
_MATHML = "http://www.w3.org/1998/Math/MathML"
_OPENING = re.compile(r"<math\b[^>]*>")


@dataclass(frozen=True, slots=True)
class Drawing:
    """A formula as SVG; width, height and depth below the baseline in pixels (CSS), its edge among them."""

    svg: str
    width: float
    height: float
    depth: float


def draw(mathml: str, size: float, measure: float) -> Drawing:
    """Return a formula drawn with its letters ``size`` pixels high, in lines where it is wider than the ``measure``."""
    whole = _drawn(mathml, size)
    if whole.width <= measure:
        return whole
    lines = _lines(mathml, size, measure)
    return _drawn(lines, size) if lines else whole


def _drawn(mathml: str, size: float) -> Drawing:
    with warnings.catch_warnings():
        # It reads its font in a way that Python 3.11 calls deprecated, and 3.13 no longer.
        warnings.simplefilter("ignore", DeprecationWarning)
        import ziamath

    formula = ziamath.Math(mathml, size=size, margin=EDGE)
    width, height = formula.getsize()
    room = 2 * EDGE if height >= 0 else 0
    return Drawing(formula.svg(), width + room, height + room, EDGE - formula.getyofst())


def _lines(mathml: str, size: float, measure: float) -> str:
    """Return a formula broken before its relations and signs into lines of the measure, "" where it has none.

    A single term that is wider stays as it is.
    """
    from xml.etree import ElementTree as ET

    opening = _OPENING.match(mathml)
    ET.register_namespace("", _MATHML)
    row = ET.fromstring(mathml)  # noqa: S314 (pandoc's own)
    while len(row) == 1:
        row = row[0]
    if opening is None or not row.tag.endswith(("}mrow", "}math")):
        return ""
    terms: list[list[str]] = [[]]
    for element in row:
        if terms[-1] and element.tag.endswith("}mo") and (element.text or "").strip() in _JOINTS:
            terms.append([])
        terms[-1].append(ET.tostring(element, "unicode"))
    if len(terms) == 1:
        return ""
    lines = [""]
    for term in map("".join, terms):
        longer = f"{opening[0]}<mrow>{lines[-1]}{term}</mrow></math>"  # a sign within a line has space around it
        if lines[-1] and _drawn(longer, size).width > measure:
            lines.append("")
        lines[-1] += term
    rows = (f"<mtr><mtd><mstyle displaystyle='true'>{line}</mstyle></mtd></mtr>" for line in lines)
    return f"{opening[0]}<mtable columnalign='left'>{''.join(rows)}</mtable></math>"
