"""Painters: the process that helps another, and pages painted by it as the other would have painted them."""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection
from typing import Any

from bindery.tools.complaints import Complaints
from bindery.tools.mends import packing
from bindery.tools.painted import Face, Page, Painted, Replay, Words
from bindery.tools.tagging import Marks
from bindery.tools.tagging.marks import within

_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG
_FEWEST = 4  # pages: below that a process costs more than it saves
SCALE = 0.75  # points a pixel
_SPANNING = frozenset({"html", "body", "main", "section", "div", "ol", "ul", "dl", "li", "dd", "blockquote", "figure"})
_TRAVEL_NOT = ("Pattern", "Shading")
_hired = [False]


def hire() -> None:
    """Have a second process help from now on, where there is a core for it; ``dismiss`` ends it."""
    _hired[0] = sys.platform.startswith("linux") and len(os.sched_getaffinity(0)) > 1


def dismiss() -> None:
    """Have all done here."""
    _hired[0] = False


def are_hired() -> bool:
    """Tell whether a second process helps."""
    return _hired[0]


@contextmanager
def forked(work: Callable[[Connection], None]) -> Iterator[Connection]:
    """Have work done by a process like this one; yield what it talks by.

    Never in a process whose other threads may hold a lock that the work needs.
    """
    here, there = multiprocessing.Pipe()
    home, other = os.getpid(), os.fork()
    if not other:
        try:
            _leave_with(home)
            here.close()
            work(there)
        finally:
            os._exit(0)  # it owns nothing that was begun before it
    there.close()
    try:
        yield here
    finally:
        here.close()  # who is not done finds nobody to tell
        with suppress(OSError):
            os.waitpid(other, 0)


def _leave_with(home: int) -> None:
    """Have this process killed with the one that it helps: a killed command leaves nobody behind (prctl(2))."""
    ctypes.CDLL(None).prctl(_DEATH_SIGNAL, signal.SIGKILL)
    if os.getppid() != home:
        os._exit(0)  # it went before that


@contextmanager
def shared(document: Any, marks: Marks | None) -> Iterator[None]:
    """Let another process paint the latter half of a document's pages while it is written.

    It begins where no paragraph and no table goes on from the page before, so that it needs to know nothing of it.
    """
    begin = middle(document.pages)
    if begin is None:
        yield
        return

    def paint(pipe: Connection) -> None:
        pipe.send(Painter(document, marks).paint(begin))

    with forked(paint) as pipe:
        replay = Replay(document, marks, pipe)
        for at, page in enumerate(document.pages[begin:]):
            page.paint = replay.instead(at, page, page.paint)
        yield


def middle(pages: list[Any]) -> int | None:
    """Return the page nearest to the middle on which nothing goes on from the one before."""
    count = len(pages)
    near = sorted(range(count // 3 + 1, count - count // 4), key=lambda at: abs(2 * at - count))
    return next((at for at in near if _parted(pages[at - 1], pages[at])), None) if count >= _FEWEST else None


def _parted(before: Any, after: Any) -> bool:
    """Tell whether no element but one that holds others stands on both pages."""
    left, right = (
        {box.element for box in within(page._page_box) if box.element is not None and box.element.tag not in _SPANNING}  # noqa: SLF001
        for page in (before, after)
    )
    return left.isdisjoint(right)


class Painter:
    """The other process, which is all its own: what it changes nobody sees."""

    def __init__(self, document: Any, marks: Marks | None) -> None:
        import weasyprint.draw

        self._document, self._marks = document, marks
        self._box: Any = None  # what is painted now
        self._first: dict[Any, Any] = {}  # by font: the box that it is first used in
        self._complaints = Complaints().listen()  # who waits for the pages would not hear them
        plain = weasyprint.draw.draw_text

        def draw_text(stream: Any, textbox: Any, *rest: Any) -> None:
            self._box = textbox
            plain(stream, textbox, *rest)

        weasyprint.draw.draw_text = draw_text

    def paint(self, begin: int = 0, end: int | None = None) -> Painted:
        """Paint pages from ``begin`` to before ``end`` or to the last, or to where one can't be sent."""
        pages, painted = self._document.pages, Painted()
        done: list[tuple[Any, Page]] = []
        whole = 0  # pages up to where none goes on
        for at, page in enumerate(pages[begin:end], begin):
            made = self._page(page)
            if made is None:
                break
            done.append(made)
            if at + 1 == len(pages) or _parted(page, pages[at + 1]):
                whole = len(done)
        fonts = self._document.fonts
        if self._complaints.said or any(font.missing or font.bitmap for font in fonts.values()):
            return painted
        numbers = {element: number for number, element in enumerate(self._document._html.etree_element.iter())}  # noqa: SLF001
        for key, box in self._first.items():
            painted.faces[key] = Face(_words(box, numbers), fonts[key].widths, fonts[key].to_unicode)
        for stream, page in done[:whole]:
            page.data = _packed(
                stream, compress=self._document.packs
            )  # not before: a word's first half is told how it goes on with the second
            painted.pages.append(page)
        painted.read = self._marks.letters if self._marks else {}
        return painted

    def _page(self, page: Any) -> tuple[Any, Page] | None:
        """Return a page's stream and all but its data; None where it is more than words and pictures."""
        document, pictures = self._document, list[tuple[str, bool, float]]()
        stream, resources = blank(document, page, document.fonts)
        add_font, add_image = stream.add_font, stream.add_image

        def found_font(pango_font: Any) -> Any:
            before, answer = len(document.fonts), add_font(pango_font)
            if len(document.fonts) > before:
                self._first[next(reversed(document.fonts))] = self._box
            return answer

        def found_image(image: Any, interpolate: Any, ratio: float) -> Any:
            pictures.append((image.id, interpolate, ratio))
            return add_image(image, interpolate, ratio)

        stream.add_font, stream.add_image = found_font, found_image
        page.paint(stream, SCALE)
        states = dict(resources["ExtGState"])
        # Transparencies and pictures are named by what they are, other states and groups by their number.
        numbered = [name for name in (*states, *resources["XObject"]) if name[0] not in "aAi"]
        if numbered or any(resources[name] for name in _TRAVEL_NOT):
            return None
        places = {box: place for place, box in enumerate(within(page._page_box))}  # noqa: SLF001
        marks = [places[box] for box in (self._marks.of_page[-1] if self._marks else ())]
        return stream, Page(b"", states, pictures, marks)


def blank(document: Any, page: Any, fonts: dict[Any, Any]) -> tuple[Any, dict[str, Any]]:
    """Return a stream that a page is to be painted on, as WeasyPrint's ``generate_pdf`` has it, and its resources."""
    import pydyf
    from weasyprint.pdf.stream import Stream

    resources = {name: pydyf.Dictionary() for name in ("ExtGState", "XObject", *_TRAVEL_NOT)}
    stream = Stream(
        fonts, _rectangle(page), {**resources, "ColorSpace": None}, {}, None, document.color_profiles,
        document.output_intent,
    )  # fmt: skip
    stream.transform(d=-1, f=page.height * SCALE)
    return stream, resources


def _words(box: Any, numbers: dict[Any, int]) -> Words | None:
    if box is None or box.element is None:
        return None
    return Words(
        numbers[box.element], box.element_tag.rpartition("::")[2] if "::" in box.element_tag else None, box.text
    )


def _rectangle(page: Any) -> tuple[float, float, float, float]:
    """Return a page with its bleed, as WeasyPrint's ``generate_pdf`` has it."""
    bleed = page.bleed
    return (
        -bleed["left"], -bleed["top"],
        page.width + bleed["left"] + bleed["right"], page.height + bleed["top"] + bleed["bottom"],
    )  # fmt: skip


def _packed(stream: Any, *, compress: bool) -> bytes:
    """Return a stream's operators, packed as pydyf packs them."""
    from pydyf import _to_bytes

    said = b"\n".join(_to_bytes(item) for item in stream.stream)
    if not compress:
        return said
    return packing.packed(said)
