"""Painted pages as they travel between processes, put where WeasyPrint would have painted them.

What is painted is text by now: operators, the glyphs of fonts and the names of pictures. What the other process took
for granted is looked at before its pages are used.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from multiprocessing.connection import Connection
from typing import Any

from bindery.tools.tagging import Marks
from bindery.tools.tagging.marks import within


class Lost(Exception):
    """Pages that did not come back from another process, or not as this one would have made them."""


@dataclass(frozen=True, slots=True)
class Words:
    """Words by which a font is found again: the element that they stand in, by its number, its part, the letters."""

    element: int
    part: str | None
    text: str


@dataclass(slots=True)
class Face:
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
    faces: dict[Any, Face] = field(default_factory=dict)
    read: dict[tuple[str, int], str] = field(default_factory=dict)

    def joined(self, rest: Painted) -> Painted:
        """Return these pages and others after them; what was there first stays."""
        faces = dict(self.faces)
        for key, face in rest.faces.items():
            if mine := faces.get(key):
                widths, letters = _more(mine.widths, face.widths), _more(mine.letters, face.letters)
                faces[key] = Face(mine.words, widths, letters)
            else:
                faces[key] = face
        return Painted([*self.pages, *rest.pages], faces, rest.read | self.read)


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
        if not agree(painted.read, fonts):
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


def agree(read: dict[tuple[str, int], str], fonts: Any) -> bool:
    """Tell whether no letter of a glyph that other pages relied on is another in the fonts of the pages before."""
    if len({font.hash for font in fonts.values()}) < len(fonts):
        return False  # which of two a letter is looked up in depends on the pages before
    letters = {(font.hash, glyph): text for font in fonts.values() for glyph, text in font.to_unicode.items()}
    return all(_same(letters.get(glyph, text), text) for glyph, text in read.items())


def _more(known: dict[int, Any], more: dict[int, Any]) -> dict[int, Any]:
    """Return what is known, and what is not after it."""
    return known | {key: value for key, value in more.items() if key not in known}


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
            how = {"Filter": "/FlateDecode"} if self.compress else {}
            extra = pydyf.Dictionary({**self.extra, **how, "Length": len(self.packed)})
            return b"\n".join((extra.data, b"stream", self.packed, b"endstream"))

    return Finished
