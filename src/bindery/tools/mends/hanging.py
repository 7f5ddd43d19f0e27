"""Spaces that hang: the one before an emphasized word or a link takes no room where a line ends with it.

Where words filled their line but for that space, WeasyPrint let the first, or half of it, stand alone in the line.
A no-break space, as before a note's way back, is the same to Pango; where it has no room its word goes down with it.
Were ``split_first_line`` to leave out a line's last space before it asks whether the text fits, this module would go.
"""

from __future__ import annotations

from typing import Any

_COLLAPSE = {"normal", "pre-line"}
_NO_BREAK = "\N{NO-BREAK SPACE}"
_SPACES = f" {_NO_BREAK}"
_HAIR = 0.1  # pixels
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
        if resume is not None or width > max_width:
            return line
        return first(text, width - _HAIR if text.endswith(_NO_BREAK) else None)

    inline.split_first_line = split_first_line


def _is_cut(text: str, line: Any) -> bool:
    """Tell whether a line has not all of a text that ends with a space."""
    _, _, resume, *_ = line
    return resume is not None and text[-1:] in _SPACES
