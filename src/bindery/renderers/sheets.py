"""Sheets: what is printed, as a page of HTML with its files; and what becomes of them with whoever prints."""

from __future__ import annotations

import atexit
import re
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from html import escape, unescape
from typing import TYPE_CHECKING

from bindery import joints, templates
from bindery.house import House
from bindery.model import Colophon, Document
from bindery.pagination import Start, numbered
from bindery.renderers import room
from bindery.renderers.cover import font_url, picture
from bindery.templates import Templates
from bindery.tools import maths

if TYPE_CHECKING:
    from bindery.tools import weasyprint

_MATH = re.compile(r"<math\b.*?</math>", re.DOTALL)
_TEX = re.compile(r'<annotation encoding="application/x-tex">(.*?)</annotation>', re.DOTALL)
_TYPE_SIZE = 14.0  # pixels: 10.5 pt
_MEASURE = 480.0  # pixels: the line of text, 128 mm, less a hair


@dataclass(frozen=True, slots=True)
class Sheets:
    """What is printed: HTML, the pictures in it by their address, files of fonts, and the heads over the notes."""

    html: str
    pictures: Mapping[str, bytes]
    fonts: tuple[str, ...]
    words: tuple[str, str]
    colophon: Colophon

    def files(self, house: House) -> dict[str, bytes]:
        """Return all that the HTML names; fonts do not travel: a process reads its own."""
        own = templates.of(house)
        return {font_url(file): own.print_font(file) for file in self.fonts} | dict(self.pictures)


def filled(document: Document, templates: Templates, colophon: Colophon, *, press: bool = False) -> Sheets:
    """Return a document's sheets, for the screen or for a press."""
    motif = templates.fill("motif.svg", document=document).encode()
    pictures = {"_press/motif.svg": motif} | {image.name: image.data for image in document.images}
    printable = _with_drawn_maths(numbered(document), pictures)
    words = document.language.words
    return Sheets(
        templates.fill(
            "print.html",
            document=printable,
            font_url=font_url,
            press=press,
            hang=room.hang(document.endnotes),
            face=room.face(document),
            deep=room.deep,
            head=room.head,
            even=room.even,
            fills=room.fills,
        ),
        pictures,
        tuple(dict.fromkeys(font.file for font in document.brand.fonts)),
        (words["notes_to_page"], words["notes_to_pages"]),
        colophon,
    )


def _with_drawn_maths(document: Document, pictures: dict[str, bytes]) -> Document:
    """Return the document with MathML as pictures, each with its TeX as alternative text."""

    def drawn(match: re.Match[str]) -> str:
        tex = _TEX.search(match[0])
        drawing = maths.draw(
            _TEX.sub("", match[0]).replace("<semantics>", "<mrow>").replace("</semantics>", "</mrow>"),
            _TYPE_SIZE,
            _MEASURE,
        )
        if drawing.height < 0:
            return ""  # a formula of nothing, as {} is: it has no height that a line could be given
        name = f"_press/maths-{len(pictures)}.svg"  # where no picture of an author's is
        pictures[name] = drawing.svg.encode()
        is_line = 'display="block"' in match[0]
        display, edge = ("display", "") if is_line else ("inline", f"margin-inline:{-maths.EDGE}px;")
        # One that no line holds is made smaller.
        height = f"{drawing.height:.2f}px" if drawing.width <= _MEASURE else "auto"
        return (
            f'<img class="{display}" src="{name}" alt="{escape(unescape(tex[1] if tex else ""))}" '
            f'style="width:{drawing.width:.2f}px;height:{height};{edge}'
            f'vertical-align:{-drawing.depth:.2f}px"/>'
        )

    def as_set(html: str) -> str:
        return _MATH.sub(drawn, joints.in_print(room.evened(room.flush(html))))

    return replace(
        document,
        sections=tuple(replace(s, html=as_set(s.html), heading=_MATH.sub(drawn, s.heading)) for s in document.sections),
        endnotes=tuple(replace(n, html=as_set(n.html)) for n in document.endnotes),
    )


# What follows is done by who prints, and asked for one after another: the last sheets stay laid out between.
STARTS, PRINTED, COVER = "starts", "printed", "cover"
Wanted = frozenset[str]  # which of them will be asked for


@dataclass(slots=True)
class _Laid:
    """Sheets that are laid out, and what will be asked of them yet."""

    sheets: Sheets
    house: House
    pages: weasyprint.Pages
    stack: ExitStack
    left: set[str]


_laid: list[_Laid] = []


def make_ready(sheets: Sheets, house: House) -> None:
    """Read the style sheet and the fonts of sheets ahead, for the next that have the same."""
    from bindery.tools import weasyprint

    weasyprint.make_ready(sheets.html, sheets.files(house))


def starts(sheets: Sheets, house: House, wanted: Wanted) -> tuple[Start, ...]:
    """Return where the pages begin; what else is ``wanted`` is begun."""
    with _pages(sheets, house, wanted, STARTS) as pages:
        return pages.starts


def printed(sheets: Sheets, house: House, wanted: Wanted) -> weasyprint.Print:
    """Return all pages as a finished PDF."""
    with _pages(sheets, house, wanted, PRINTED) as pages:
        return pages.print()


def cover(sheets: Sheets, house: House, wanted: Wanted) -> bytes:
    """Return the first page as a picture; whoever is asked first has it made while the others are laid out."""
    with _pages(sheets, house, wanted, COVER) as pages:
        return pages.first(picture)


@contextmanager
def _pages(sheets: Sheets, house: House, wanted: Wanted, asked: str) -> Iterator[weasyprint.Pages]:
    if not (_laid and (_laid[0].sheets, _laid[0].house) == (sheets, house)):
        from bindery.tools import weasyprint

        _put_away()
        stack = ExitStack()
        laying = weasyprint.laid_out(
            sheets.html, sheets.files(house), range_words=sheets.words, colophon=sheets.colophon,
            look=picture if COVER in wanted else None, painted=PRINTED in wanted,
        )  # fmt: skip
        _laid.append(_Laid(sheets, house, stack.enter_context(laying), stack, set(wanted)))
    here = _laid[0]
    try:
        yield here.pages
    finally:
        here.left.discard(asked)
        if not here.left:
            _put_away()


@atexit.register
def _put_away() -> None:
    """Close what is laid out; nobody else does where not all was asked for that was wanted."""
    while _laid:
        _laid.pop().stack.close()
