"""Pages that another process has laid out and paints, sent home: where they stand in a document, and what they hold."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from typing import Any

from bindery.tools import latter, painters, parts
from bindery.tools.complaints import Complaints
from bindery.tools.painted import Lost, Painted, Replay, agree
from bindery.tools.painted import Page as PaintedPage
from bindery.tools.painters import Painter
from bindery.tools.starts import starts
from bindery.tools.tagging import Tags
from bindery.tools.tagging.marks import within

_CELLS = frozenset({"tr", "td", "th"})  # elements of a table are there though they are empty
Link = tuple[str, str, tuple[float, ...], Any]


@dataclass(slots=True)
class Box:
    """What is known of a box: its element, and where a picture stands."""

    element: Any
    element_tag: str
    rectangle: tuple[float, float, float, float] = (0, 0, 0, 0)
    link_annotation: Any = None
    children: list[Box] = field(default_factory=list)

    def __hash__(self) -> int:
        return id(self)

    def __eq__(self, other: object) -> bool:
        return self is other

    def content_box_x(self) -> float:
        """Return the left edge, in pixels."""
        return self.rectangle[0]

    def content_box_y(self) -> float:
        """Return the upper edge, in pixels."""
        return self.rectangle[1]

    @property
    def width(self) -> float:
        """The width, in pixels."""
        return self.rectangle[2]

    @property
    def height(self) -> float:
        """The height, in pixels."""
        return self.rectangle[3]


@dataclass(slots=True)
class _Leaf:
    """A page as it travels: links by the place of their box among those that are sent with what is painted."""

    width: float
    height: float
    bleed: dict[str, float]
    bookmarks: list[Any]
    anchors: dict[str, Any]
    links: list[tuple[str, str, tuple[float, ...]]]


class Page:
    """A page in the place of one of WeasyPrint's (``document.Page``)."""

    is_sent = True

    def __init__(self, leaf: _Leaf) -> None:
        self.width, self.height, self.bleed = leaf.width, leaf.height, leaf.bleed
        self.bookmarks, self.anchors = leaf.bookmarks, leaf.anchors
        self.links: list[Link] = [(*link, Box(None, "a")) for link in leaf.links]
        self.forms: dict[None, list[Any]] = {None: []}
        self._page_box = Box(None, "")
        self.paint: Callable[..., None] = _lost

    def hold(
        self, boxes: list[tuple[int | None, str, tuple[float, float, float, float], int | None]], all_: list[Any]
    ) -> None:
        """Have the boxes that came with what was painted."""
        for number, tag, rectangle, link in boxes:
            box = Box(None, tag) if link is None else self.links[link][-1]
            box.element = None if number is None else all_[number]
            box.element_tag, box.rectangle = tag, rectangle
            self._page_box.children.append(box)


def _lost(*_: Any) -> None:
    raise Lost


@contextmanager
def lay_out(
    boxes: Any, where: parts.Joint, teach: Callable[[Any], None], prepare: Callable[[Any], Tags], *, to_paint: bool
) -> Iterator[tuple[Any, Tags]]:
    """Yield a document whose latter part another process lays out and paints, and its tags.

    While it does, a third paints half of the former part; nobody paints what is not ``to_paint``.

    Raises Indivisible, or Lost there and then or while it is written: it can be laid out here.
    """

    def other(pipe: Connection) -> None:
        _Other(boxes, where, teach, prepare, pipe).work(to_paint=to_paint)

    with painters.forked(other) as pipe:
        former = parts.Former(boxes.context, boxes.root, boxes.source, where.text)
        try:
            anchors: list[dict[str, int]] = []

            def others() -> dict[str, int]:
                if not anchors:
                    anchors.append(_heard(pipe))
                return anchors[0]

            standing = former.lay_out(pipe.send, others)
            former.say(0)
            standing.strings = {name: dict(pages) for name, pages in boxes.context.string_set.items()}
            pipe.send(standing)
        except (EOFError, OSError) as error:
            raise Lost from error
        document = boxes.document(former.frame(0))
        tags = prepare(document)
        with painters.shared(document, tags[0]) if to_paint else nullcontext():
            try:
                leaves, document.later, said = _heard(pipe)
            except (EOFError, OSError) as error:
                raise Lost from error
            for message in said:
                logging.getLogger("weasyprint").warning("%s", message)
            document.pages += _awaited(leaves, _Replay(document, tags[0], pipe))
            yield document, tags


def _heard(pipe: Connection) -> Any:
    what = pipe.recv()
    if what is None:
        raise parts.Indivisible
    return what


def _awaited(leaves: list[_Leaf], replay: _Replay) -> list[Page]:
    """Return pages in which that is painted which comes later."""
    replay.sent = [Page(leaf) for leaf in leaves]
    for at, page in enumerate(replay.sent):
        page.paint = replay.instead(at, page, _lost)
    return replay.sent


class _Replay(Replay):
    sent: Sequence[Page] = ()

    def painted(self) -> Painted:
        """Return what the other painted, with its boxes in its pages."""
        if self._painted is None:
            painted = super().painted()
            if len(painted.pages) < len(self.sent):
                raise Lost
            elements = list(self._document._html.etree_element.iter())  # noqa: SLF001
            for page, held in zip(self.sent, self._pipe.recv(), strict=True):
                page.hold(held, elements)
        return super().painted()


class _Other:
    """The process that lays out the latter part."""

    def __init__(
        self, boxes: Any, where: parts.Joint, teach: Callable[[Any], None], prepare: Callable[[Any], Tags],
        pipe: Connection,
    ) -> None:  # fmt: skip
        self._boxes, self._prepare, self._pipe = boxes, prepare, pipe
        self._latter = latter.Latter(boxes.context, boxes.root, boxes.source, where, teach)
        self._backlog: list[Any] = []
        self._standing: parts.Standing | None = None
        self._complaints = Complaints().listen()

    def work(self, *, to_paint: bool) -> None:
        """Lay out, send what the pages hold, paint if there is something ``to_paint``, and send that."""
        try:
            self._pipe.send(self._latter.text(self._listen))
            self._latter.notes(self._hear)
        except parts.Indivisible:
            self._pipe.send(None)
            return
        first = self._standing.pages if self._standing else 0  # notes wait for it
        self._latter.say(first)
        document = self._boxes.document(self._latter.frame(first))
        marks, _ = self._prepare(document)
        leaves = [
            _Leaf(p.width, p.height, p.bleed, p.bookmarks, p.anchors, [tuple(link[:3]) for link in p.links])
            for p in document.pages
        ]
        self._pipe.send((leaves, starts(document.pages, first + 1), self._complaints.said))
        if not to_paint:
            return
        painted = _painted(document, marks)
        numbers = {element: number for number, element in enumerate(self._boxes.source.etree_element.iter())}
        held = [self._held(*each, numbers) for each in zip(document.pages, painted.pages, strict=False)]
        self._pipe.send(painted)
        self._pipe.send(held)

    def _held(self, page: Any, painted: PaintedPage, numbers: dict[Any, int]) -> list[Any]:
        """Return the boxes of a page that tags need, and have the marks name those by their place."""
        links = {link[-1]: at for at, link in enumerate(page.links)}
        boxes, marked, held, places = list(within(page._page_box)), set(painted.marks), list[Any](), dict[int, int]()  # noqa: SLF001
        for place, box in enumerate(boxes):
            cell = box.element is not None and box.element.tag in _CELLS
            if place in marked or box in links or cell:
                held.append((numbers.get(box.element), box.element_tag, _rectangle(box), links.get(box)))
                places[place] = len(held)  # the page itself is the first
        painted.marks = [places[place] for place in painted.marks]
        return held

    def _listen(self) -> None:
        """Take what has been told, for later."""
        while self._pipe.poll():
            self._backlog.append(self._pipe.recv())

    def _hear(self, wait: bool) -> parts.Standing | None:
        self._listen()
        if wait and not self._backlog:
            self._backlog.append(self._pipe.recv())
        for told in self._backlog:
            if isinstance(told, parts.Standing):
                self._standing = told
            else:
                self._latter.learn(told)
        self._backlog.clear()
        return self._standing


def _painted(document: Any, marks: Any) -> Painted:
    """Return all pages painted; the latter half by yet another process, for by now the others have little to do."""
    painter, begin = Painter(document, marks), painters.middle(document.pages)
    if begin is None:
        return painter.paint()
    with painters.forked(lambda pipe: pipe.send(Painter(document, marks).paint(begin))) as pipe:
        painted = painter.paint(0, begin)
        if len(painted.pages) < begin:
            return painted
        try:
            rest = pipe.recv()
        except (EOFError, OSError):  # it was killed
            rest = Painted()
    if not rest.pages or not agree(rest.read, document.fonts):
        rest = painter.paint(begin)
    return painted.joined(rest)


def _rectangle(box: Any) -> tuple[float, float, float, float]:
    """Return a picture's edges; of another box nobody asks."""
    from weasyprint.formatting_structure import boxes

    if not isinstance(box, boxes.ReplacedBox):
        return (0, 0, 0, 0)
    return box.content_box_x(), box.content_box_y(), box.width, box.height
