"""Pseudo-elements that no element of a page has: WeasyPrint gives each element a style for its notes and its marker.

Four of five styles of a page are such. Were ``StyleFor`` to make them when they are asked for, this module would go.
"""

from __future__ import annotations

import copy
import re
from typing import Any

_STYLES = re.compile(r"<style\b.*?</style>|\bstyle\s*=\s*(?:\"[^\"]*\"|'[^']*')", re.DOTALL | re.IGNORECASE)
_NOTES = frozenset({"footnote-call", "footnote-marker", "note-call", "note-marker", "note-callback"})
_MAKES_NOTES = re.compile(r"float\s*:\s*footnote|note\s*\(", re.IGNORECASE)
_MAKES_ITEMS = re.compile(r"list-item", re.IGNORECASE)


def spare(source: Any, html: str) -> None:
    """Let a page take WeasyPrint's own style sheet without the rules that are for nothing in it."""
    styles = "".join(match[0] for match in _STYLES.finditer(html))
    unwanted = frozenset() if _MAKES_NOTES.search(styles) else _NOTES
    items = None if _MAKES_ITEMS.search(styles) else "li"
    plain = source._ua_stylesheets  # noqa: SLF001 (it is there to be another's)
    source._ua_stylesheets = lambda forms=False: [  # noqa: SLF001
        _without(sheet, unwanted, items) for sheet in plain(forms)
    ]


def _without(sheet: Any, unwanted: frozenset[str], items: str | None) -> Any:
    """Return a sheet without rules for ``unwanted`` pseudo-elements, and for markers of ``items`` only."""
    spared, matcher = copy.copy(sheet), copy.copy(sheet.matcher)
    spared.matcher = matcher
    everywhere = [rule for rule in matcher.other_selectors if rule[3] not in unwanted]
    if items:
        markers = [rule for rule in everywhere if rule[3] == "marker"]
        everywhere = [rule for rule in everywhere if rule[3] != "marker"]
        names = matcher.lower_local_name_selectors
        matcher.lower_local_name_selectors = names | {items: [*names.get(items, ()), *markers]}
    matcher.other_selectors = everywhere
    return spared
