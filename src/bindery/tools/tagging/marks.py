"""What is painted, marked: words to read by their number, heads and folios as artifacts (ISO 32000-1, 14.8.2.2)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from bindery.tools.tagging.roles import Family, alternative
from bindery.tools.tagging.words import Words

_PLACES = {"@top": "/Header", "@bottom": "/Footer"}


class Marks:
    """The numbers of all that is to be read, by page and box; ``watch`` before a page is painted.

    WeasyPrint's own numbers are lost once it has built its tree: with a hook for structure elements in
    ``pdf.tags`` this class would go.
    """

    def __init__(self, family: Family) -> None:
        self.of_page: list[dict[Any, int]] = []
        self.of_groups: list[
            list[tuple[Any, dict[Any, int]]]
        ] = []  # by page: what is painted as one, as its own stream
        self._heads: set[Any] = set()  # heads and feet of tables that have been read
        self._words = Words(family)

    @property
    def letters(self) -> dict[tuple[str, int], str]:
        """Letters of glyphs that words were made whole by, by a font's hash and a glyph's number."""
        return self._words.read

    def watch(self, page: Any) -> None:
        """Mark what this page paints when it is painted."""
        plain = page.paint

        def paint(stream: Any, scale: float = 1) -> None:
            numbers: dict[Any, int] = {}
            self.of_page.append(numbers)
            self.of_groups.append([])
            self._words.turn()
            aside = dict(self._aside(page._page_box))  # noqa: SLF001 (it has no public way to its boxes)
            self._follow(stream, aside, numbers)
            plain(stream, scale)

        page.paint = paint

    def _follow(self, stream: Any, aside: dict[Any, dict[str, str]], numbers: dict[Any, int]) -> None:
        """Mark what is painted into a stream, and into groups within it, which number their own (14.7.4.3)."""
        plain = stream.clone

        def clone(**named: Any) -> Any:
            group, own = plain(**named), dict[Any, int]()
            self.of_groups[-1].append((group, own))
            self._follow(group, aside, own)
            return group

        stream._tags = numbers  # noqa: SLF001 (what is drawn around words becomes an artifact by it)
        stream.marked = lambda box, tag: self._marked(stream, aside.get(box), numbers, box, tag)
        stream.clone = clone

    @contextmanager
    def _marked(
        self, stream: Any, aside: dict[str, str] | None, numbers: dict[Any, int], box: Any, tag: str
    ) -> Iterator[None]:
        """Mark what is painted as an artifact, or with its number."""
        import pydyf

        if aside:
            stream.begin_marked_content("Artifact", pydyf.Dictionary(aside))
            yield
        else:
            numbers[box] = len(numbers)
            stream.begin_marked_content(tag, pydyf.Dictionary({"MCID": numbers[box]}))
            start = len(stream.stream)
            yield
            if hasattr(box, "text"):
                self._words.heal(stream, start, box)
        stream.end_marked_content()

    def _aside(self, page_box: Any) -> Iterator[tuple[Any, dict[str, str]]]:
        """Yield each box of a page that is not part of its text, with the artifact that it is.

        WeasyPrint tags what stands in margins, and a table's head and foot each time they are printed again; were
        ``Stream.marked`` to know margin boxes and repeated groups, this would go.
        """
        from weasyprint.formatting_structure import boxes

        heads = set()
        for box in within(page_box):
            if isinstance(box, boxes.MarginBox):
                place = _PLACES.get(box.at_keyword.split("-")[0])
                for inner in within(box):
                    yield inner, {"Type": "/Pagination", **({"Subtype": place} if place else {})}
            elif _is_repeatable(box):
                if box.element in self._heads:
                    for inner in within(box):
                        yield inner, {"Type": "/Pagination"}
                heads.add(box.element)
            elif box.is_leader:
                for inner in within(box):
                    yield inner, {"Type": "/Layout"}
            elif isinstance(box, boxes.ReplacedBox) and ("::" in box.element_tag or alternative(box.element) == ""):
                yield box, {"Type": "/Layout"}
        self._heads |= heads


def within(box: Any) -> Iterator[Any]:
    """Yield a box and all in it, those out of the flow too; however deep, for Python's stack is not."""
    todo = [box]
    while todo:
        box = todo.pop()
        box = getattr(box, "_box", box)  # an absolute box stands behind a placeholder
        yield box
        todo += reversed(getattr(box, "children", ()))


def _is_repeatable(box: Any) -> bool:
    """Tell whether a box is a table's head or foot, which each page of the table has."""
    return box.element is not None and (getattr(box, "is_header", False) or getattr(box, "is_footer", False))
