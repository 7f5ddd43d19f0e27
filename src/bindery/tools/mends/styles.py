"""Computed values that need no computing: most properties of most elements are inherited, or what they are initially.

WeasyPrint goes the same long way for each. Were ``ComputedStyle.__missing__`` to begin with the short one, this module
would go.
"""

from __future__ import annotations

from typing import Any


def mend() -> None:
    """Let a style that says nothing of a property take it from where it is."""
    from weasyprint import css

    plain = css.ComputedStyle.__missing__
    if plain.__module__ == __name__:
        return
    kinds = _kinds(css)
    logical: dict[tuple[str, str], str] = {}  # by property and direction

    def missing(style: Any, key: str) -> Any:
        parent = style.parent_style
        if key in style.cascaded or parent is None or key not in kinds:
            return plain(style, key)
        is_inherited, value, physical = kinds[key]
        if physical:
            place = key, style["direction"]
            if place not in logical:
                logical[place] = physical(block="ttb", inline=place[1])
            if logical[place] in style.cascaded:
                return plain(style, key)
        if is_inherited:
            value = parent[key]
        style[key] = value
        return value

    css.ComputedStyle.__missing__ = missing


def _kinds(css: Any) -> dict[str, tuple[bool, Any, Any]]:
    """Return, for each property that is taken as it is: whether it is inherited, its value, its logical name."""
    special = {"float", "display", "position", "page"}
    return {
        name: (name in css.INHERITED, value, css.PHYSICAL_FUNCTIONS.get(name))
        for name, value in css.INITIAL_VALUES.items()
        if name not in special
        and not name.startswith("text_decoration_")
        and (name in css.INHERITED or name not in css.INITIAL_NOT_COMPUTED)
    }
