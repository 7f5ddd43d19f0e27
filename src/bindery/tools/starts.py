"""What a layout of WeasyPrint tells of its pages: with which block and letter of the text each begins."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from bindery.pagination import ATTRIBUTE, Start, letters


def starts(pages: Iterable[Any], first: int = 1) -> tuple[Start, ...]:
    """Return where each page begins that has numbered text on it, in order; ``first`` is the number of the first."""
    from weasyprint.formatting_structure import boxes

    consumed: dict[str, int] = {}
    whole: dict[str, str] = {}
    found: list[Start] = []
    for number, page in enumerate(pages, first):
        begun = False
        for box in page._page_box.descendants():  # noqa: SLF001 (it has no public way to its boxes)
            if not isinstance(box, boxes.LineBox) or box.element is None:
                continue
            block = box.element.get(ATTRIBUTE)
            if not block:
                continue
            if block not in whole:
                whole[block] = letters("".join(box.element.itertext()))
            at = consumed.get(block, 0)
            text = letters("".join(_texts(box, boxes)))
            if text and at >= len(whole[block]):  # the head of a table that goes on from the page before
                continue
            if not begun:
                found.append(Start(number, block, at))
                begun = True
            # A line that ends in a hyphen of the layout has a letter more than the text.
            consumed[block] = at + len(text) - (not whole[block].startswith(text, at))
    return tuple(found)


def _texts(line: Any, boxes: Any) -> Iterator[str]:
    """Yield a line's own text: without what style sheets add, and without that of other lines inside it."""
    for box in line.descendants():
        if isinstance(box, boxes.TextBox) and "::" not in (box.element_tag or ""):
            yield box.text
