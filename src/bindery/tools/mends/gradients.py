"""Gradients of a drawing that repeat: one that is finer than can be printed is printed as its mean colour.

WeasyPrint writes every repetition down, which a vector of no length to speak of makes it do for ever. Were
``spread_linear_gradient`` and ``spread_radial_gradient`` to stop at a number of them, this module would go.
"""

from __future__ import annotations

from collections.abc import Callable
from math import hypot, inf
from typing import Any

_MOST = 10_000  # colours side by side: the width of a sheet has fewer dots
_plain: list[Any] = []  # WeasyPrint's own functions, once others stand in their place


class _TooFineError(Exception):
    """A gradient repeats too often; its mean colour goes with it."""


def mend() -> None:
    """Count how often a gradient would repeat before it does."""
    from weasyprint import svg
    from weasyprint.images import gradient_average_color
    from weasyprint.logger import LOGGER
    from weasyprint.svg import defs

    if _plain:
        return
    draw, linear, radial = svg.draw_gradient, defs.spread_linear_gradient, defs.spread_radial_gradient
    _plain.extend((draw, linear, radial))

    def counted(plain: Callable[..., Any], times: Callable[..., float]) -> Callable[..., Any]:
        def spread(how: str, positions: list[float], colors: list[Any], *where: Any) -> Any:
            # What is no number is no end either.
            if how in {"repeat", "reflect"} and not times(*where) * len(colors) <= _MOST:
                raise _TooFineError(gradient_average_color(colors, positions))
            return plain(how, positions, colors, *where)

        return spread

    def draw_gradient(drawing: Any, *what: Any, stroke: bool) -> Any:
        try:
            return draw(drawing, *what, stroke=stroke)
        except _TooFineError as error:
            LOGGER.warning("a gradient that repeats more than %s times is printed as its mean colour", _MOST)
            drawing.stream.set_color(error.args[0], stroke=stroke)
            return True

    svg.draw_gradient = draw_gradient
    defs.spread_linear_gradient = counted(linear, _along)
    defs.spread_radial_gradient = counted(radial, _around)


def _along(  # noqa: PLR0913, PLR0917 (what WeasyPrint gives)
    x1: float, y1: float, x2: float, y2: float, box: tuple[float, ...], matrix: Any
) -> float:
    """Return how often a vector goes into the box that is painted."""
    (x, y), (to_x, to_y) = matrix.transform_point(x1, y1), matrix.transform_point(x2, y2)
    across, down = to_x - x, to_y - y
    left, top, width, height = box
    corners = [(left + w - x, top + h - y) for w in (0, width) for h in (0, height)]
    reached = [along * across + aside * down for along, aside in corners]
    length = across * across + down * down
    return (max(*reached, length) - min(*reached, 0.0)) / length if length else inf


def _around(  # noqa: PLR0913, PLR0917 (what WeasyPrint gives)
    fx: float, fy: float, inner: float, _x: float, _y: float, outer: float, width: float, height: float, matrix: Any
) -> float:
    """Return how often the ring between two circles goes into the box that is painted."""
    across, down = matrix.invert.transform_point(width, height)
    farthest = hypot(max(abs(fx), abs(across - fx)), max(abs(fy), abs(down - fy)))
    ring = abs(outer - inner)
    return 1 + (max(0.0, farthest - outer) + inner) / ring if ring else inf
