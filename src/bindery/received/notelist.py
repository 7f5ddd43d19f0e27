"""The list of notes at the end of a text: found, and read note by note."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bindery.received.inlines import LABEL, SUPERSCRIPTS
from bindery.received.nouns import Block, Entry, Kind
from bindery.received.titlepage import bare

_HEADINGS = re.compile(
    r"(?:end\s?notes?|foot\s?notes?|notes?|references?|bibliography|works cited|sources|примечани[ея]|сноски|ссылки|"
    r"источники|литература|примітки|виноски|посилання|джерела|література|заўвагі|зноскі|спасылкі|крыніцы|літаратура|"
    r"przypisy|bibliografia|źródła|literatura)(?: and references| and notes)?",
    re.IGNORECASE,
)
_BIBLIOGRAPHY = re.compile(r"ref|bibl|works|sour|ист|лит|літ|джер|кры|źr|lit", re.IGNORECASE)
_FORMS = {
    "sup": re.compile(rf"<sup>\s*[\[(]?({LABEL})[\])]?\.?\s*</sup>[.:)]?\s*(?=\S|$)"),
    "caret": re.compile(rf"\^\\?[\[(]?({LABEL})\\?[\])]?\.?\^[.:)]?\s*(?=\S|$)"),
    "unicode": re.compile(r"([⁰¹²³⁴⁵⁶⁷⁸⁹]+)\s*(?=\S|$)"),
    "pandoc": re.compile(r"\[\^([^\]\s]+)\]:\s*"),
    "bracket": re.compile(rf"\\?\[({LABEL})\\?\](?!\():?\s*(?=\S|$)"),
    "point": re.compile(rf"({LABEL})\\?[.)]\s+(?=\S)"),
}
_DEFINITION = re.compile(r"^ {0,3}\[\^([^\]\s]+)\]:\s*")


@dataclass(frozen=True, slots=True)
class NoteList:
    """A section that may be a list of notes: its heading, what stands before the first note, the notes."""

    heading: Block
    head: tuple[Block, ...]
    entries: tuple[Entry, ...]
    defined: bool = False  # nothing stood below the heading but pandoc's own definitions

    @property
    def bibliography(self) -> bool:
        """Whether its heading is that of a list which need not be notes at all."""
        return bool(_BIBLIOGRAPHY.match(bare(self.heading.text)))


def is_heading(block: Block) -> bool:
    """Tell whether a block is the heading of a list of notes, as a heading or as a bold line."""
    text = block.text.strip()
    bold = block.kind is Kind.PARAGRAPH and len(block.lines) == 1 and (text.startswith("**") or text.isupper())
    return (block.kind is Kind.HEADING or bold) and bool(_HEADINGS.fullmatch(bare(text).rstrip(":").strip()))


def read(heading: Block, blocks: list[Block]) -> NoteList:
    """Return the list of notes under a heading."""
    head: list[Block] = []
    notes: list[tuple[str, str, list[Block]]] = []
    form = ""
    for block in blocks:
        whole = [block] if block.kind in {Kind.CODE, Kind.TABLE, Kind.QUOTE, Kind.HEADING, Kind.RULE} else []
        for piece in whole or _pieces(block):
            found = None if whole else _label(piece, form)
            # A line inside a block begins a note only where the label is the next one in turn.
            inside = piece.line != block.line
            if found and not (
                inside and notes and form in {"point", "bracket"} and not follows(notes[-1][0], found[1])
            ):
                form, label, end = found
                line = piece.lines[0].lstrip()
                first = Block(Kind.PARAGRAPH, (line[end:], *piece.lines[1:]), piece.line)
                notes.append((label, line[:end].strip(), [first]))
            elif not notes:
                head.append(piece)
            elif inside and notes[-1][2][-1].last + 1 == piece.line:
                last = notes[-1][2].pop()
                notes[-1][2].append(Block(last.kind, last.lines + piece.lines, last.line))
            else:
                notes[-1][2].append(piece)
    entries = tuple(Entry(label, shown, tuple(body), body[0].line) for label, shown, body in notes)
    return NoteList(heading, tuple(head), entries)


def definitions(blocks: list[Block]) -> tuple[list[Block], list[Entry]]:
    """Return the blocks without pandoc's own definitions (``[^1]: …``), and those as notes."""
    kept: list[Block] = []
    found: list[Entry] = []
    for block in blocks:
        before = found[-1] if found and (not kept or kept[-1].line < found[-1].line) else None
        if block.kind is Kind.CODE and before and block.lines[0].startswith(("    ", "\t")):
            lines = tuple(line.strip() for line in block.lines)
            more = (*before.paragraphs, Block(Kind.PARAGRAPH, lines, block.line))
            found[-1] = Entry(before.label, before.shown, more, before.line)
        elif block.kind is Kind.PARAGRAPH and _DEFINITION.match(block.lines[0]):
            for piece in _pieces(block):
                if start := _DEFINITION.match(piece.lines[0]):
                    body = Block(Kind.PARAGRAPH, (piece.lines[0][start.end() :],), piece.line)
                    found.append(Entry(start[1], f"[^{start[1]}]", (body,), piece.line))
                else:
                    last = found.pop()
                    body = last.paragraphs[-1]
                    body = Block(body.kind, body.lines + piece.lines, body.line)
                    found.append(Entry(last.label, last.shown, (*last.paragraphs[:-1], body), last.line))
        else:
            kept.append(block)
    return kept, found


def follows(before: str, label: str) -> bool:
    """Tell whether a label is the next one after another."""
    first, second = number(before), number(label)
    return bool(first) and second == first + 1


def number(label: str) -> int:
    """Return what a label counts to, or 0 for a symbol."""
    if label.isdigit():
        return int(label)
    values = [dict(zip("ivxlcdm", (1, 5, 10, 50, 100, 500, 1000), strict=True)).get(c, 0) for c in label.lower()]
    if label and all(values):
        pairs = zip(values, [*values[1:], 0], strict=True)
        return sum(-value if value < after else value for value, after in pairs)
    return ord(label) - ord("a") + 1 if len(label) == 1 and "a" <= label <= "z" else 0


def _pieces(block: Block) -> list[Block]:
    return [Block(Kind.PARAGRAPH, (line,), block.line + at) for at, line in enumerate(block.lines)]


def _label(piece: Block, form: str) -> tuple[str, str, int] | None:
    line = piece.lines[0].lstrip()
    for name in [form] if form else _FORMS:
        if found := _FORMS[name].match(line):
            return name, found[1].translate(SUPERSCRIPTS), found.end()
    return None
