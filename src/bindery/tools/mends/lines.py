"""Lines that were broken before: a preview sets the same words at every save, and a line is all in its words and style.

Breaking lines is half of a layout. Were WeasyPrint to remember them, this module would go.
"""

from __future__ import annotations

from copy import copy
from typing import Any

# All that ``weasyprint.text.line_break`` and ``text.fonts`` ask of a style; a test reads them for more.
PROPERTIES = (
    "direction", "font_family", "font_feature_settings", "font_kerning", "font_language_override", "font_size",
    "font_stretch", "font_style", "font_variant_alternates", "font_variant_caps", "font_variant_east_asian",
    "font_variant_ligatures", "font_variant_numeric", "font_variant_position", "font_variation_settings", "font_weight",
    "hyphenate_character", "hyphenate_limit_chars", "hyphenate_limit_zone", "hyphens", "lang", "letter_spacing",
    "line_height", "overflow_wrap", "tab_size", "text_decoration_line", "white_space", "word_break", "word_spacing",
)  # fmt: skip
_lines: list[Lines] = []


def remember() -> None:
    """Remember lines from now on, from one document to the next."""
    from weasyprint.layout import inline

    if not _lines:
        _lines.append(Lines(inline.split_first_line))
        inline.split_first_line = _lines[0].first


def turn() -> None:
    """Begin a document: what the last one did not use is forgotten."""
    for each in _lines:
        each.turn()


class Lines:
    """Lines by all that they depend on; ``plain`` breaks those that are new."""

    def __init__(self, plain: Any) -> None:
        self._plain = plain
        self._now: dict[Any, Any] = {}
        self._before: dict[Any, Any] = {}
        self._styles: dict[int, tuple[Any, str]] = {}  # a style is kept, so that no other can have its number
        self._fonts: Any = None

    def turn(self) -> None:
        """Forget the lines before the last document's, and all styles."""
        self._before, self._now = self._now, {}
        self._styles.clear()

    def first(
        self, text: str, style: Any, context: Any, max_width: Any, justification_spacing: Any, *more: Any, **named: Any
    ) -> Any:
        """Return the first line of a text, as ``split_first_line`` does."""
        if style.font_config is not self._fonts:  # letters may be others
            self._fonts = style.font_config
            self._now, self._before = {}, {}
        key = text, self._key(style), max_width, justification_spacing, more, tuple(named.items())
        found = self._now.get(key) or self._before.get(key)
        if found is None:
            found = self._plain(text, style, context, max_width, justification_spacing, *more, **named)
        self._now[key] = found
        layout, *rest = found
        return copy(layout), *rest  # it is changed where it is painted

    def _key(self, style: Any) -> str:
        known = self._styles.get(id(style))
        if known is None:
            known = self._styles[id(style)] = style, str([style[name] for name in PROPERTIES])
        return known[1]
