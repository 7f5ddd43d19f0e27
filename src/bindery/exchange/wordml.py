"""What the tables of a Word file say, whatever Word or LibreOffice did to them.

Tracked changes are taken as accepted: insertions are read, deletions are not. The elements are python-docx's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any
from urllib.parse import unquote

_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# Deletions, what was moved away, codes of fields; and what is read by itself or by older programs only.
_UNSAID = {"del", "moveFrom", "delText", "instrText", "delInstrText", "pPr", "rPr", "p", "Fallback"}
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": "\u00ad"}
_FORMATS = {"b": "bold", "i": "italic", "strike": "struck out", "u": "underlined", "vertAlign": "raised or lowered"}
_PICTURES = {"blip", "imagedata", "chart", "OLEObject"}
_HYPERLINK = re.compile(r'\bHYPERLINK\s+"([^"]+)"')  # the code of a field
_OFF = {"0", "false", "none", "off", "baseline"}


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its place in the grid, what it says, and what in it is no text.

    ``marks`` are the formats in it, and "list", "note", "picture", "symbol"; ``notes`` are the comments that hang on
    it, ``links`` the addresses that words of it lead to and that it does not say.
    """

    start: int
    span: int
    paragraphs: tuple[str, ...]
    tall: str = ""  # "restart" or "continue" where it is one with cells below or above
    marks: frozenset[str] = frozenset()
    notes: tuple[str, ...] = ()
    links: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """What it says, a line for a paragraph."""
        return "\n".join(self.paragraphs)


Line = tuple[Cell, ...]


def lines(table: Any, notes: Mapping[str, str], links: Mapping[str, str]) -> list[Line]:
    """Return the rows of a table; ``notes`` and ``links`` are the file's comments and addresses by number."""
    read = []
    for row in _own(table, table, "tr"):
        if row.find(f"{_W}trPr/{_W}del") is not None:
            continue  # deleted, as a tracked change
        at = _number(row.find(f"{_W}trPr/{_W}gridBefore"), 0)
        cells = []
        for cell in _own(table, row, "tc"):
            cells.append(_cell(cell, at, notes, links))
            at += cells[-1].span
        read.append(tuple(cells))
    return read


def merged(table: Sequence[Line]) -> set[int]:
    """Return the ``id()`` of every cell that is one with the cell above or below it."""
    together = set()
    for upper, lower in pairwise(table):
        for cell in lower:
            if cell.tall == "continue":
                together.add(id(cell))
                together |= {id(other) for other in upper if other.start == cell.start}
    return together


def _own(table: Any, node: Any, name: str) -> Iterator[Any]:
    """Yield the rows or cells of a table, whatever wraps them, and not those of a table inside it."""
    return (found for found in node.iter(_W + name) if next(found.iterancestors(f"{_W}tbl"), None) is table)


def _cell(cell: Any, start: int, notes: Mapping[str, str], links: Mapping[str, str]) -> Cell:
    paragraphs: list[str] = []
    reader = _Reader(links)
    runs_on = False
    for paragraph in cell.iter(f"{_W}p"):
        if any(above.tag.endswith("}Fallback") for above in paragraph.iterancestors()):
            continue
        said = "".join(reader.say(paragraph))
        if runs_on:
            paragraphs[-1] += said
        else:
            paragraphs.append(said)
        # A paragraph whose end was deleted runs on into the next.
        end = f"{_W}pPr/{_W}rPr/{_W}"
        runs_on = paragraph.find(f"{end}del") is not None or paragraph.find(f"{end}moveFrom") is not None
        if _number(paragraph.find(f"{_W}pPr/{_W}numPr/{_W}numId"), 0):
            reader.marks.add("list")
    hung = tuple(notes[key] for key in dict.fromkeys(reader.hung) if key in notes)
    merge = cell.find(f"{_W}tcPr/{_W}vMerge")
    tall = "" if merge is None else merge.get(f"{_W}val", "continue")
    span = _number(cell.find(f"{_W}tcPr/{_W}gridSpan"), 1)
    text = _bare(" ".join(paragraphs))
    unsaid = tuple(link for link in dict.fromkeys(reader.led) if _bare(link) not in text)
    return Cell(start, span, tuple(paragraphs), tall, frozenset(reader.marks), hung, unsaid)


def _bare(text: str) -> str:
    """Return a text or an address as both may be compared: Word makes a link of every address that is typed."""
    plain = re.sub(r"https?://|mailto:", "", unquote(text).casefold())
    return plain.rstrip("/")


def _number(node: Any, without: int) -> int:
    """Return the value of a setting; a damaged one is as good as none."""
    said = node.get(f"{_W}val", "") if node is not None else ""
    return int(said) if re.fullmatch("[0-9]{1,4}", said) else without


class _Reader:
    """Reads the paragraphs of one cell; what is no text gathers."""

    def __init__(self, links: Mapping[str, str]) -> None:
        self.links = links
        self.marks: set[str] = set()
        self.hung: list[str] = []
        self.led: list[str] = []  # addresses

    def say(self, node: Any) -> list[str]:
        """Return what a paragraph or a part of one says, in pieces."""
        parts: list[str] = []
        for child in node:
            name = child.tag.rpartition("}")[2] if isinstance(child.tag, str) else "p"
            self.follow(name, child)
            if name in _UNSAID:
                continue
            if name == "t":
                parts.append(child.text or "")
            elif name in _SIGNS:
                parts.append(_SIGNS[name])
            elif name == "sym":
                parts.append(_symbol(child.get(f"{_W}char", "")))
                self.marks.add("symbol")
            elif name in {"footnoteReference", "endnoteReference"}:
                self.marks.add("note")
            elif name == "commentReference":
                self.hung.append(child.get(f"{_W}id", ""))
            else:
                inner = self.say(child)
                if name == "r" and "".join(inner).strip():
                    self.marks |= _formats(child)
                parts += inner
        return parts

    def follow(self, name: str, node: Any) -> None:
        """Note down where an element leads, or that it is a picture."""
        if name in {"hyperlink", "hlinkClick"} and (address := self.links.get(node.get(_LINK, ""))):
            self.led.append(address)
        elif name in {"instrText", "fldSimple"}:
            self.led += _HYPERLINK.findall(node.get(f"{_W}instr") or node.text or "")
        elif name in _PICTURES:
            self.marks.add("picture")


def _symbol(code: str) -> str:
    """Return a symbol's character, which only its font knows."""
    try:
        return bytes.fromhex(code).decode("utf-16-be")
    except ValueError:
        return "\N{REPLACEMENT CHARACTER}"


def _formats(run: Any) -> set[str]:
    found = {said: run.find(f"{_W}rPr/{_W}{name}") for name, said in _FORMATS.items()}
    return {said for said, node in found.items() if node is not None and node.get(f"{_W}val", "1") not in _OFF}
