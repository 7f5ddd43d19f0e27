"""What runs off its page is told: WeasyPrint paints it where nobody sees it, and says nothing.

Were it to warn of that, this module would go.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import Any

_HAIR = 1.0  # pixels that may stand over
_MOST = 5  # pages told of
_LETTERS = 40  # of what is named


class _Edge:
    """Where a page ends, and of which pages of its document something was told."""

    def __init__(self, number: int, page: Any, told: set[int]) -> None:
        self._number, self._told = number, told
        self._right, self._bottom = page.margin_width() + _HAIR, page.margin_height() + _HAIR

    def look(self, box: Any, words: str) -> None:
        """Tell, once a page, of what does not stand on it."""
        x, y = box.position_x, box.position_y
        if x >= -_HAIR and x + box.width <= self._right and y >= -_HAIR and y + box.height <= self._bottom:
            return
        if self._number in self._told or len(self._told) == _MOST or not words.strip():
            return
        self._told.add(self._number)
        words = words if len(words) <= _LETTERS else f"{words[:_LETTERS]}…"
        logging.getLogger("weasyprint").warning("page %d: “%s” runs off the page", self._number, words)


def know(pages: Iterable[Any]) -> None:
    """Let the pages of a document be known by their numbers when they are painted."""
    told = set[int]()
    for number, page in enumerate(pages, 1):
        page.edge = _Edge(number, page, told)


def mend() -> None:
    """Let WeasyPrint look where it paints words and pictures."""
    from weasyprint import document, draw

    page, text, picture = draw.draw_page, draw.draw_text, draw.draw_replacedbox
    if page.__module__ == __name__:
        return
    here: list[_Edge | None] = [None]  # of the page that is painted

    def draw_page(box: Any, stream: Any) -> None:
        here[0] = getattr(box, "edge", None)
        page(box, stream)

    def draw_text(stream: Any, box: Any, *rest: Any) -> None:
        if here[0]:
            here[0].look(box, box.text)
        text(stream, box, *rest)

    def draw_replacedbox(stream: Any, box: Any) -> None:
        if here[0] and box.element is not None:
            here[0].look(box, box.element.get("alt") or "a picture")
        picture(stream, box)

    draw_page.__module__ = __name__
    draw.draw_page = document.draw_page = draw_page
    draw.draw_text, draw.draw_replacedbox = draw_text, draw_replacedbox
