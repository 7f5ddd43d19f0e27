"""What a box's style alone tells of it, told once a style: there are thirty boxes to a style, and each is asked often.

Were WeasyPrint to keep used values that no containing block changes with the style, this module would go.
"""

from __future__ import annotations

from math import inf
from typing import Any

_SIDES = ("left", "right", "top", "bottom")
# What ``resolve_percentages`` sets, in its order.
_LENGTHS = (
    *(f"margin_{side}" for side in _SIDES),
    *(f"padding_{side}" for side in _SIDES),
    "width", "min_width", "max_width", "height", "min_height", "max_height",
)  # fmt: skip
_SIZES = _LENGTHS[8:]
_BORDERS = tuple(f"border_{side}_width" for side in ("top", "right", "bottom", "left"))
# What the initial values come to, which are those of ``AnonymousStyle``.
_INITIALLY = {
    **dict.fromkeys((*_LENGTHS, *_BORDERS), 0), "width": "auto", "height": "auto", "max_width": inf, "max_height": inf
}  # fmt: skip
_CORNERS = ("top_left", "top_right", "bottom_right", "bottom_left")


def mend() -> None:
    """Let WeasyPrint ask a style once for what it tells of all its boxes."""
    from weasyprint.formatting_structure.boxes import Box
    from weasyprint.layout import absolute, background, block, column, flex, grid, inline, page, percent
    from weasyprint.layout import float as floats

    if percent.resolve_percentages.__module__ == __name__:
        return
    resolve = _resolving(percent.resolve_percentages)
    for module in (absolute, block, column, flex, floats, grid, inline, page, percent):
        if hasattr(module, "resolve_percentages"):
            module.resolve_percentages = resolve
    background.resolve_radii_percentages = _rounding(percent.resolve_radii_percentages)
    Box.is_in_normal_flow = _flowing(Box.is_in_normal_flow)


def _resolving(plain: Any) -> Any:
    """Return ``resolve_percentages``, which looks up what does not depend on the containing block."""

    def resolve_percentages(box: Any, containing_block: Any) -> None:
        style = box.style
        known = style.__dict__.get("_used")
        if known is None:
            known = style._used = _used(style)  # noqa: SLF001 (our own attribute)
        values, sizes = known
        # Flexible boxes have their sizes changed after they are laid out once.
        if values and (sizes is None or sizes == [style[name] for name in _SIZES]):
            _itself(box).update(values)
        else:
            plain(box, containing_block)

    return resolve_percentages


def _itself(box: Any) -> dict[str, Any]:
    """Return what a box holds; an absolute one stands behind a placeholder."""
    own: dict[str, Any] = box.__dict__
    return _itself(own["_box"]) if "_box" in own else own


def _used(style: Any) -> tuple[dict[str, Any], list[Any] | None]:
    """Return the used values that a style gives to each of its boxes, none where those differ; and its sizes.

    The sizes of one that is anonymous stay what they are.
    """
    from weasyprint.css import INITIAL_VALUES, AnonymousStyle

    if (
        style.__class__ is AnonymousStyle
        and style.parent_style.__dict__.get("anonymous_style") is style  # no copy, which may be changed
        and style["border_collapse"] != "collapse"
        and all(style[name] is INITIAL_VALUES[name] for name in style.keys() & _LENGTHS)
    ):
        return _INITIALLY, None
    sizes = [style[name] for name in _SIZES]
    values = {}
    for name in _LENGTHS:
        value = style[name]
        unit = getattr(value, "unit", None)
        if value == "auto":
            values[name] = 0 if name in {"min_width", "min_height"} else value
        elif value is not None and unit is not None and unit.lower() == "px":
            values[name] = value.value
        else:
            return {}, sizes
    if style["border_collapse"] == "collapse" or style["box_sizing"] != "content-box":
        return {}, sizes
    return values | {name: style[name] for name in _BORDERS}, sizes


def _rounding(plain: Any) -> Any:
    """Return ``resolve_radii_percentages``, which knows which styles have no round corners."""
    names = [f"border_{corner}_radius" for corner in _CORNERS]
    square = dict.fromkeys(names, (0, 0))

    def resolve_radii_percentages(box: Any) -> None:
        style = box.style
        known = style.__dict__.get("_is_square")
        if known is None:
            known = style._is_square = all((0, "px") in style[name] for name in names)  # noqa: SLF001 (our own)
        if known:
            _itself(box).update(square)
        else:
            plain(box)

    return resolve_radii_percentages


def _flowing(plain: Any) -> Any:
    """Return ``Box.is_in_normal_flow``, which remembers what a float and a position come to."""
    known: dict[tuple[Any, Any], bool] = {}

    def is_in_normal_flow(box: Any) -> bool:
        if "is_floated" in box.__dict__:
            return bool(plain(box))  # a flexible item never floats, whatever its style says
        style = box.style
        key = style["float"], style["position"]
        answer = known.get(key)
        if answer is None:
            answer = known[key] = plain(box)
        return answer

    return is_in_normal_flow
