"""Spaces that hang: the one before an emphasized word or a link takes no room where a line ends with it.

Where words filled their line but for that space, WeasyPrint let the first, or half of it, stand alone in the line.
A no-break space, as before a note's way back, is the same to Pango; what it ties is broken off with its word later.
Were ``split_first_line`` to leave out a line's last space before it asks whether the text fits, this module would go.
"""

from __future__ import annotations

from typing import Any

_COLLAPSE = {"normal", "pre-line"}
_SPACES = " \N{NO-BREAK SPACE}"
_plain: list[Any] = []  # WeasyPrint's own function, once another stands in its place


def mend() -> None:
    """Let words fill their line, whatever width the space after them has."""
    from weasyprint.layout import inline

    if _plain:
        return
    plain = inline.split_first_line
    _plain.append(plain)

    def split_first_line(
        text: str, style: Any, context: Any, max_width: Any, justification_spacing: Any, *more: Any, **named: Any
    ) -> Any:
        def first(words: str, width: Any) -> Any:
            return plain(words, style, context, width, justification_spacing, *more, **named)

        line = first(text, max_width)
        if max_width is None or style["white_space"] not in _COLLAPSE or not _is_cut(text, line):
            return line
        _, _, resume, width, *_ = first(text.rstrip(_SPACES), max_width)
        return first(text, None) if resume is None and width <= max_width else line

    inline.split_first_line = split_first_line


def _is_cut(text: str, line: Any) -> bool:
    """Tell whether a line has not all of a text that ends with a space."""
    _, _, resume, *_ = line
    return resume is not None and text[-1:] in _SPACES
