"""Painters: pages painted by another process, as this one would have painted them.

What WeasyPrint paints is text by now: operators, the glyphs of fonts and the names of pictures, which travel. What the
other painter took for granted is looked at before its pages are used.
"""

from __future__ import annotations

import ctypes
import logging
import multiprocessing
import os
import signal
import sys
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from multiprocessing.connection import Connection
from typing import Any

from bindery.tools.tagging import Marks
from bindery.tools.tagging.marks import within

_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG
_FEWEST = 4  # pages: below that a process costs more than it saves
_SCALE = 0.75  # points a pixel
_SPANNING = frozenset({"html", "body", "main", "section", "div", "ol", "ul", "dl", "li", "dd", "blockquote", "figure"})
_TRAVEL_NOT = ("Pattern", "Shading")
_hired = [False]


class Lost(Exception):
    """Pages that did not come back from another process, or not as this one would have made them."""


@dataclass(frozen=True, slots=True)
class Words:
    """Words by which a font is found again: the element that they stand in, by its number, its part, the letters."""

    element: int
    part: str | None
    text: str


@dataclass(slots=True)
class _Face:
    """What pages have used of a font: words that are set in it, its glyphs' widths and their letters."""

    words: Words | None
    widths: dict[int, int]
    letters: dict[int, str]


@dataclass(slots=True)
class Page:
    """A painted page: its stream, packed, the transparencies and pictures that it names, which box has which mark."""

    data: bytes
    states: dict[str, Any]
    pictures: list[tuple[str, bool, float]]
    marks: list[int]


@dataclass(slots=True)
class Painted:
    """Pages that come back; ``read`` are the letters of glyphs that were relied on, by font and glyph."""

    pages: list[Page] = field(default_factory=list)
    faces: dict[Any, _Face] = field(default_factory=dict)
    read: dict[tuple[str, int], str] = field(default_factory=dict)


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
    begin = _middle(document.pages)
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


class Painter:
    """The other process, which is all its own: what it changes nobody sees."""

    def __init__(self, document: Any, marks: Marks | None) -> None:
        import weasyprint.draw

        self._document, self._marks = document, marks
        self._box: Any = None  # what is painted now
        self._first: dict[Any, Any] = {}  # by font: the box that it is first used in
        self._said = _Said()
        logging.getLogger("weasyprint").addHandler(self._said)
        plain = weasyprint.draw.draw_text

        def draw_text(stream: Any, textbox: Any, *rest: Any) -> None:
            self._box = textbox
            plain(stream, textbox, *rest)

        weasyprint.draw.draw_text = draw_text

    def paint(self, begin: int = 0) -> Painted:
        """Paint pages from ``begin`` to the last, or to where one can't be sent."""
        pages, painted = self._document.pages, Painted()
        done: list[tuple[Any, Page]] = []
        whole = 0  # pages up to where none goes on
        for at, page in enumerate(pages[begin:], begin):
            made = self._page(page)
            if made is None:
                break
            done.append(made)
            if at + 1 == len(pages) or _parted(page, pages[at + 1]):
                whole = len(done)
        fonts = self._document.fonts
        if self._said.any or any(font.missing or font.bitmap for font in fonts.values()):
            return painted
        numbers = {element: number for number, element in enumerate(self._document._html.etree_element.iter())}  # noqa: SLF001
        for key, box in self._first.items():
            painted.faces[key] = _Face(_words(box, numbers), fonts[key].widths, fonts[key].to_unicode)
        for stream, page in done[:whole]:
            page.data = _packed(stream)  # not before: a word's first half is told how it goes on with the second
            painted.pages.append(page)
        painted.read = self._marks.letters if self._marks else {}
        return painted

    def _page(self, page: Any) -> tuple[Any, Page] | None:
        """Return a page's stream and all but its data; None where it is more than words and pictures."""
        import pydyf
        from weasyprint.pdf.stream import Stream

        document, pictures = self._document, list[tuple[str, bool, float]]()
        resources = {name: pydyf.Dictionary() for name in ("ExtGState", "XObject", *_TRAVEL_NOT)}
        stream = Stream(
            document.fonts, _rectangle(page), {**resources, "ColorSpace": None}, {}, None, document.color_profiles,
            document.output_intent,
        )  # fmt: skip
        stream.transform(d=-1, f=page.height * _SCALE)
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
        page.paint(stream, _SCALE)
        states = dict(resources["ExtGState"])
        # Transparencies and pictures are named by what they are, other states and groups by their number.
        numbered = [name for name in (*states, *resources["XObject"]) if name[0] not in "aAi"]
        if numbered or any(resources[name] for name in _TRAVEL_NOT):
            return None
        places = {box: place for place, box in enumerate(within(page._page_box))}  # noqa: SLF001
        marks = [places[box] for box in (self._marks.of_page[-1] if self._marks else ())]
        return stream, Page(b"", states, pictures, marks)


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


class Replay:
    """Puts pages that were painted elsewhere where WeasyPrint paints them, or lets it paint."""

    def __init__(self, document: Any, marks: Marks | None, pipe: Connection) -> None:
        self._document, self._marks, self._pipe = document, marks, pipe
        self._painted: Painted | None = None

    def instead(self, at: int, page: Any, plain: Callable[..., None]) -> Callable[..., None]:
        """Return what paints a page: the other's, where there is one."""

        def paint(stream: Any, scale: float = 1) -> None:
            painted = self.painted()
            if at < len(painted.pages):
                self._put(painted.pages[at], page, stream)
            else:
                plain(stream, scale)

        return paint

    def painted(self) -> Painted:
        """Return what the other painter made, waiting for it; nothing where it would not be the same."""
        if self._painted is None:
            try:
                self._painted = self._checked(self._pipe.recv())
            except (EOFError, OSError):
                self._painted = Painted()  # it was killed
        return self._painted

    def _put(self, painted: Page, page: Any, stream: Any) -> None:
        for name, state in painted.states.items():
            stream._resources["ExtGState"].setdefault(name, state)  # noqa: SLF001 (Stream.set_alpha does so)
        images = {image.id: image for image in self._document.images if hasattr(image, "id")}
        for name, interpolate, ratio in painted.pictures:
            stream.add_image(images[name], interpolate, ratio)
        stream.__class__ = _finished()
        stream.packed = painted.data
        if self._marks:
            boxes = list(within(page._page_box))  # noqa: SLF001 (it has no public way to its boxes)
            self._marks.of_page.append({boxes[place]: number for number, place in enumerate(painted.marks)})
            self._marks.of_groups.append([])  # groups do not travel

    def _checked(self, painted: Painted) -> Painted:
        """Return painted pages with their fonts found here, or none where the pages before would have changed them."""
        fonts = self._document.fonts
        for key, face in painted.faces.items():
            if key not in fonts and face.words:
                self._find(face.words)
            if key not in fonts:
                return Painted()
        if len({font.hash for font in fonts.values()}) < len(fonts):
            return Painted()  # which of two a letter is looked up in depends on the pages before
        letters = {(font.hash, glyph): text for font in fonts.values() for glyph, text in font.to_unicode.items()}
        if not all(_same(letters.get(glyph, text), text) for glyph, text in painted.read.items()):
            return Painted()
        for key, face in painted.faces.items():
            fonts[key].widths |= face.widths | fonts[key].widths
            fonts[key].to_unicode |= face.letters | fonts[key].to_unicode  # what was there first stays, and first
        return painted

    def _find(self, words: Words) -> None:
        """Have the fonts known here that words are set in."""
        from weasyprint.pdf.stream import Stream
        from weasyprint.text.ffi import ffi
        from weasyprint.text.line_break import create_layout

        context = self._document.context
        element = list(self._document._html.etree_element.iter())[words.element]  # noqa: SLF001
        style = context.style_for(element, words.part)
        layout = create_layout(words.text, style, context, None, 0)
        stream = Stream(self._document.fonts, None, None, None, None, None, None)
        run = layout.get_first_line()[0].runs[0]
        while run != ffi.NULL:
            stream.add_font(run.data.item.analysis.font)
            run = run.next
        layout.deactivate()


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
