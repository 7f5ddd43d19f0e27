"""The structure tree of a PDF as a screen reader walks it: types, attributes, and the words that each holds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import pikepdf

_PAIR = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")


@dataclass(eq=False)
class Piece:
    """What a page marks with one number: its words, and its words where ``ActualText`` says others."""

    page: int
    drawn: str = ""
    said: str = ""


@dataclass(eq=False)
class Artifact:
    """What a page marks as not to be read."""

    page: int
    kind: str
    place: str
    words: str = ""


@dataclass(eq=False)
class Element:
    """A structure element; its kids are elements, pieces of pages, and annotations."""

    role: str
    raw: Any
    up: Element | None = None
    kids: list[Element | Piece | pikepdf.Dictionary] = field(default_factory=list)

    def walk(self) -> Iterator[Element]:
        """Yield this element and all in it, in reading order."""
        todo = [self]
        while todo:
            element = todo.pop()
            yield element
            todo += [kid for kid in reversed(element.kids) if isinstance(kid, Element)]

    def all(self, *roles: str) -> list[Element]:
        """Return the elements of these types, in reading order."""
        return [element for element in self.walk() if element.role in roles]

    def pieces(self) -> Iterator[Piece]:
        """Yield what pages hold of this element, in reading order."""
        todo: list[Any] = [self]
        while todo:
            thing = todo.pop()
            if isinstance(thing, Piece):
                yield thing
            elif isinstance(thing, Element):
                todo += reversed(thing.kids)

    @property
    def words(self) -> str:
        """The element's words as they are to be read."""
        return "".join(piece.said for piece in self.pieces())

    @property
    def pages(self) -> list[int]:
        """The pages that the element stands on, from 0."""
        return sorted({piece.page for piece in self.pieces()})

    @property
    def annotations(self) -> list[pikepdf.Dictionary]:
        """The annotations that are the element's own."""
        return [kid for kid in self.kids if isinstance(kid, pikepdf.Dictionary)]

    @property
    def language(self) -> str:
        """The language of the element's words, its own or inherited; "" where it is the document's."""
        element: Element | None = self
        while element and "/Lang" not in element.raw:
            element = element.up
        return str(element.raw.Lang) if element else ""

    def attribute(self, name: str) -> Any:
        """Return an attribute of the element, or None."""
        return self.raw.get("/A", {}).get(f"/{name}")


@dataclass
class Structure:
    """A PDF read: its document element, and what its pages hold outside it."""

    pdf: pikepdf.Pdf
    document: Element
    artifacts: list[Artifact]
    strays: list[str]  # words that are neither
    unread: list[Piece]  # marked to be read, and in no element


def read(data: bytes) -> Structure:
    """Return the structure of a PDF."""
    pdf = pikepdf.open(BytesIO(data))
    numbers = {page.obj.objgen: at for at, page in enumerate(pdf.pages)}
    pages = [_Page(page, at) for at, page in enumerate(pdf.pages)]
    [top] = _kids(pdf.Root.StructTreeRoot)
    document = Element(_role(top), top)
    todo = [document]
    while todo:
        element = todo.pop()
        for kid in _kids(element.raw):
            if isinstance(kid, int):
                element.kids.append(pages[numbers[element.raw.Pg.objgen]].pieces[kid])
            elif kid.get("/Type") == "/MCR":
                element.kids.append(pages[numbers[kid.Pg.objgen]].pieces[int(kid.MCID)])
            elif kid.get("/Type") == "/OBJR":
                element.kids.append(kid.Obj)
            else:
                inner = Element(_role(kid), kid, element)
                element.kids.append(inner)
                todo.append(inner)
    read_pieces = list(document.pieces())
    assert len(read_pieces) == len(set(read_pieces)), "nothing is read twice"
    return Structure(
        pdf,
        document,
        [artifact for page in pages for artifact in page.artifacts],
        [words for page in pages for words in page.strays],
        [piece for page in pages for piece in page.pieces.values() if piece not in set(read_pieces)],
    )


def _role(raw: Any) -> str:
    return str(raw.S)[1:]


def _kids(raw: Any) -> list[Any]:
    kids = raw.get("/K", [])
    return list(kids) if isinstance(kids, pikepdf.Array) else [kids]


class _Page:
    """The marks of a page's content: pieces by their number, artifacts, and words that are neither."""

    def __init__(self, page: Any, at: int) -> None:
        self.pieces: dict[int, Piece] = {}
        self.artifacts: list[Artifact] = []
        self.strays: list[str] = []
        self._at = at
        self._open: list[tuple[Piece | Artifact | None, bool]] = []  # what each mark opens, and whether it says words
        letters = {name: _letters(font) for name, font in (page.Resources.get("/Font") or {}).items()}
        font: dict[int, str] = {}
        for operands, operator in pikepdf.parse_content_stream(page):
            name = str(operator)
            if name in {"BDC", "BMC"}:
                self._begin(str(operands[0])[1:], operands[1] if name == "BDC" else pikepdf.Dictionary())
            elif name == "EMC":
                self._open.pop()
            elif name == "Tf":
                font = letters[str(operands[0])]
            elif name in {"TJ", "Tj"}:
                self._show(_shown(operands[0], font))
        assert not self._open

    def _begin(self, mark: str, said: Any) -> None:
        opened = self._open[-1][0] if self._open else None
        if mark == "Artifact":
            assert not isinstance(opened, Piece), "an artifact stands in nothing that is read"
            opened = Artifact(self._at, str(said.get("/Type", "")), str(said.get("/Subtype", "")))
            self.artifacts.append(opened)
        if "/MCID" in said:
            assert opened is None, "what is read stands in no artifact, and in no other mark"
            assert int(said.MCID) not in self.pieces, "a number stands once on its page"
            opened = self.pieces[int(said.MCID)] = Piece(self._at)
        if "/ActualText" in said:
            assert isinstance(opened, Piece)
            opened.said += str(said.ActualText)
        self._open.append((opened, "/ActualText" in said))

    def _show(self, words: str) -> None:
        opened = self._open[-1][0] if self._open else None
        if opened is None:
            self.strays.append(words)
        elif isinstance(opened, Artifact):
            opened.words += words
        else:
            opened.drawn += words
            opened.said += "" if any(says for _, says in self._open) else words


def _shown(operand: Any, font: dict[int, str]) -> str:
    parts = operand if isinstance(operand, pikepdf.Array) else [operand]
    data = b"".join(bytes(part) for part in parts if isinstance(part, pikepdf.String))
    return "".join(font.get(int.from_bytes(data[i : i + 2], "big"), "") for i in range(0, len(data), 2))


def _letters(font: Any) -> dict[int, str]:
    """Return what each glyph of a font says, from its ToUnicode."""
    return {
        int(glyph, 16): bytes.fromhex(text.decode()).decode("utf-16-be")
        for block in re.findall(rb"beginbfchar(.*?)endbfchar", font.ToUnicode.read_bytes(), re.DOTALL)
        for glyph, text in _PAIR.findall(block)
    }
