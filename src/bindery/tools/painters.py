"""Two painters: half the pages of a document painted by another process, as one would have painted them all.

What WeasyPrint paints is text by now: operators and the glyphs of fonts, which travel. A page with a picture, a pattern
or a group is painted here. The other painter begins where no paragraph and no table goes on from the page before, so
that it needs to know nothing of it, and what it took for granted is looked at before its pages are used.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from multiprocessing.connection import Connection
from typing import Any

from bindery.tools.tagging import Marks
from bindery.tools.tagging.marks import within

_FEWEST = 4  # pages: below that a process costs more than it saves
_SCALE = 0.75  # points a pixel
_SPANNING = frozenset({"html", "body", "main", "section", "div", "ol", "ul", "dl", "li", "dd", "blockquote", "figure"})
_TRAVEL_NOT = ("XObject", "Pattern", "Shading")
_hired = [False]
_Glyph = tuple[str, int]  # a font's hash, a glyph's number


@dataclass(slots=True)
class _Face:
    """What pages have used of a font: its place in the text, to find it again, and its glyphs' widths and letters."""

    page: int
    box: int
    widths: dict[int, int]
    letters: dict[int, str]


@dataclass(slots=True)
class _Page:
    """A painted page: its stream, packed, the transparencies that it names, and which box has which mark."""

    data: bytes
    states: dict[str, Any]
    marks: list[int]


@dataclass(slots=True)
class _Painted:
    """Pages that came back; ``read`` are letters of glyphs that were relied on."""

    pages: list[_Page] = field(default_factory=list)
    faces: dict[Any, _Face] = field(default_factory=dict)
    read: dict[_Glyph, str] = field(default_factory=dict)


def hire() -> None:
    """Have a second process paint from now on; ``dismiss`` ends it."""
    _hired[0] = True


def dismiss() -> None:
    """Have all pages painted here."""
    _hired[0] = False


@contextmanager
def shared(document: Any, marks: Marks | None) -> Iterator[None]:
    """Let another process, where one is hired, paint the latter half of a document's pages while it is written.

    It is forked: never from a process whose other threads may hold a lock that painting needs.
    """
    pages = document.pages
    begin = _middle(pages) if _hired[0] else None
    if begin is None:
        yield
        return
    here, there = multiprocessing.Pipe(duplex=False)
    painter = os.fork()
    if not painter:
        try:
            here.close()
            there.send(_Painter(document, marks).paint(begin))
        finally:
            os._exit(0)  # it owns nothing that was begun before it
    there.close()
    try:
        _Replay(document, begin, marks, here).attach()
        yield
    finally:
        here.close()
        with suppress(OSError):
            os.waitpid(painter, 0)


def _middle(pages: list[Any]) -> int | None:
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


class _Painter:
    """The other process, which is all its own: what it changes nobody sees."""

    def __init__(self, document: Any, marks: Marks | None) -> None:
        import weasyprint.draw

        self._document, self._marks = document, marks
        self._box: Any = None  # what is painted now
        self._first: dict[Any, tuple[int, Any]] = {}  # by font: the page and the box that it is first used in
        self._said = _Said()
        logging.getLogger("weasyprint").addHandler(self._said)
        plain = weasyprint.draw.draw_text

        def draw_text(stream: Any, textbox: Any, *rest: Any) -> None:
            self._box = textbox
            plain(stream, textbox, *rest)

        weasyprint.draw.draw_text = draw_text

    def paint(self, begin: int) -> _Painted:
        """Paint pages from ``begin`` to the last, or to where one can't be sent."""
        pages, painted = self._document.pages, _Painted()
        streams: list[tuple[Any, dict[str, Any], list[int]]] = []
        whole = 0  # pages up to where none goes on
        for at, page in enumerate(pages[begin:], begin):
            done = self._page(at, page)
            if done is None:
                break
            streams.append(done)
            if at + 1 == len(pages) or _parted(page, pages[at + 1]):
                whole = len(streams)
        fonts = self._document.fonts
        if self._said.any or any(font.missing or font.bitmap for font in fonts.values()):
            return painted
        for key, (at, box) in self._first.items():
            places = [place for place, each in enumerate(within(pages[at]._page_box)) if each is box]  # noqa: SLF001
            if not places:
                return painted
            painted.faces[key] = _Face(at, places[0], fonts[key].widths, fonts[key].to_unicode)
        # Not before: a word's first half is told how it goes on when the second is painted.
        painted.pages = [_Page(_packed(stream), states, numbers) for stream, states, numbers in streams[:whole]]
        painted.read = self._marks.letters if self._marks else {}
        return painted

    def _page(self, at: int, page: Any) -> tuple[Any, dict[str, Any], list[int]] | None:
        """Return a page's stream, its graphics states and which boxes are marked; None where it is more than words."""
        import pydyf
        from weasyprint.pdf.stream import Stream

        document = self._document
        resources = {name: pydyf.Dictionary() for name in ("ExtGState", *_TRAVEL_NOT)}
        stream = Stream(
            document.fonts, _rectangle(page), {**resources, "ColorSpace": None}, {}, None, document.color_profiles,
            document.output_intent,
        )  # fmt: skip
        stream.transform(d=-1, f=page.height * _SCALE)
        plain = stream.add_font

        def add_font(pango_font: Any) -> Any:
            before, answer = len(document.fonts), plain(pango_font)
            if len(document.fonts) > before:
                self._first[next(reversed(document.fonts))] = at, self._box
            return answer

        stream.add_font = add_font
        page.paint(stream, _SCALE)
        states = dict(resources["ExtGState"])
        # Transparencies are named by what they are, other states by their number.
        if any(resources[name] for name in _TRAVEL_NOT) or not all(name[0] in "aA" for name in states):
            return None
        places = {box: place for place, box in enumerate(within(page._page_box))}  # noqa: SLF001
        return stream, states, [places[box] for box in (self._marks.of_page[-1] if self._marks else ())]


def _rectangle(page: Any) -> tuple[float, float, float, float]:
    """Return a page with its bleed, as WeasyPrint's ``generate_pdf`` has it."""
    bleed = page.bleed
    return (
        -bleed["left"], -bleed["top"],
        page.width + bleed["left"] + bleed["right"], page.height + bleed["top"] + bleed["bottom"],
    )  # fmt: skip


def _packed(stream: Any) -> bytes:
    """Return a stream's operators, packed as pydyf packs them."""
    from pydyf import _to_bytes

    packer = zlib.compressobj(level=9)
    return packer.compress(b"\n".join(_to_bytes(item) for item in stream.stream)) + packer.flush()


class _Said(logging.Handler):
    """Whether anything was complained of: who waits for the pages would not hear it."""

    any = False

    def emit(self, record: logging.LogRecord) -> None:
        self.any = self.any or record.levelno >= logging.WARNING


class _Replay:
    """Puts pages that were painted elsewhere where WeasyPrint paints them, or lets it paint."""

    def __init__(self, document: Any, begin: int, marks: Marks | None, painter: Connection) -> None:
        self._document, self._begin, self._marks, self._painter = document, begin, marks, painter
        self._painted: _Painted | None = None

    def attach(self) -> None:
        """Ask for the other's pages when the first of them is painted."""
        for at, page in enumerate(self._document.pages[self._begin :]):
            page.paint = self._instead(at, page, page.paint)

    def _instead(self, at: int, page: Any, plain: Any) -> Any:
        def paint(stream: Any, scale: float = 1) -> None:
            if self._painted is None:
                self._painted = self._received()
            if at < len(self._painted.pages):
                self._put(self._painted.pages[at], page, stream)
            else:
                plain(stream, scale)

        return paint

    def _put(self, painted: _Page, page: Any, stream: Any) -> None:
        for name, state in painted.states.items():
            stream._resources["ExtGState"].setdefault(name, state)  # noqa: SLF001 (Stream.set_alpha does so)
        stream.__class__ = _finished()
        stream.packed = painted.data
        if self._marks:
            boxes = list(within(page._page_box))  # noqa: SLF001 (it has no public way to its boxes)
            self._marks.of_page.append({boxes[place]: number for number, place in enumerate(painted.marks)})

    def _received(self) -> _Painted:
        """Return what the other painter made, with its fonts found here; nothing where it would not be the same."""
        try:
            painted: _Painted = self._painter.recv()
        except (EOFError, OSError):
            return _Painted()  # it was killed
        fonts = self._document.fonts
        for key, face in painted.faces.items():
            if key not in fonts:
                self._find(face)
            if key not in fonts:
                return _Painted()
        if len({font.hash for font in fonts.values()}) < len(fonts):
            return _Painted()  # which of two a letter is looked up in depends on the pages before
        letters = {(font.hash, glyph): text for font in fonts.values() for glyph, text in font.to_unicode.items()}
        if not all(_same(letters.get(glyph, text), text) for glyph, text in painted.read.items()):
            return _Painted()
        for key, face in painted.faces.items():
            fonts[key].widths |= face.widths | fonts[key].widths
            fonts[key].to_unicode |= face.letters | fonts[key].to_unicode  # what was there first stays, and first
        return painted

    def _find(self, face: _Face) -> None:
        """Have the fonts of a text box known here."""
        from weasyprint.pdf.stream import Stream
        from weasyprint.text.ffi import ffi

        page = self._document.pages[face.page]
        box = list(within(page._page_box))[face.box]  # noqa: SLF001 (it has no public way to its boxes)
        box.pango_layout.reactivate(box.style)
        stream = Stream(self._document.fonts, None, None, None, None, None, None)
        run = box.pango_layout.get_first_line()[0].runs[0]
        while run != ffi.NULL:
            stream.add_font(run.data.item.analysis.font)
            run = run.next
        box.pango_layout.deactivate()


def _same(one: str, other: str) -> bool:
    """Tell whether letters are the same to who reads words; a space is a space."""
    return one == other or (one.isspace() and other.isspace())


@cache
def _finished() -> type:
    """Return the class of a stream that is packed already."""
    import pydyf
    from weasyprint.pdf.stream import Stream

    class Finished(Stream):  # type: ignore[misc]
        """Has what another has painted."""

        packed = b""

        @property
        def data(self) -> bytes:
            """The stream as it stands in the file."""
            extra = pydyf.Dictionary({**self.extra, "Filter": "/FlateDecode", "Length": len(self.packed)})
            return b"\n".join((extra.data, b"stream", self.packed, b"endstream"))

    return Finished
