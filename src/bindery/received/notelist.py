"""The list of notes at the end of a text: found, and read note by note."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field, replace
from itertools import pairwise, takewhile

from bindery import roman
from bindery.received import blocks as cutting
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
_RAISED = {"sup", "caret", "unicode", "bracket"}  # forms that words do not have at their beginning
_DIGITS = 9  # of a number; what has more is no note's
_GAP = 10  # of numbers left out; what counts on from further away is no note
_STEP = 4  # by which pandoc indents what belongs to a note
_WHOLE = frozenset({Kind.CODE, Kind.TABLE, Kind.QUOTE, Kind.HEADING, Kind.RULE, Kind.DIVISION})
_BLOCK = re.compile(r">|`{3}|~{3}|[-+*][ \t]")
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


def begins(blocks: list[Block], at: int) -> bool:
    """Tell whether a list of notes begins at a block: its heading, or a rule above nothing but notes in turn."""
    if blocks[at].kind is not Kind.RULE:
        return is_heading(blocks[at])
    below = list(takewhile(lambda block: block.kind is not Kind.HEADING, blocks[at + 1 :]))
    found = [_label(block, "") if block.kind is Kind.PARAGRAPH else None for block in below]
    labels = [label[1] for label in found if label and label[0] in _RAISED]
    in_turn = all(follows(before, label) for before, label in pairwise(labels))
    return len(labels) == len(below) > 0 and number(labels[0]) == 1 and in_turn


@dataclass(slots=True)
class _Begun:
    """A note being read: its label, what shows it, its first line, and the blocks below that may be its own."""

    label: str
    shown: str
    line: int
    first: str
    depth: int = 0  # how far its label is indented
    column: int = 0  # where its text begins
    below: list[Block] = field(default_factory=list)


def read(heading: Block, blocks: list[Block]) -> NoteList:
    """Return the list of notes under a heading."""
    head: list[Block] = []
    notes: list[_Begun] = []
    form = ""
    nested: float = math.inf  # how far a list within the last note is indented
    listed = _listed(blocks)
    for block in blocks:
        whole = [block] if block.kind in _WHOLE else []
        for piece in whole or _pieces(block):
            found = None if whole else _label(piece, form)
            depth = _depth(piece.lines[0])
            # A line inside a block or a note begins a note only where the label is the next one in turn, or, in a
            # list whose notes have a line each, where it is one that was left out or comes again.
            inside = notes and (piece.line != block.line or depth >= notes[-1].column)
            if found and (
                not inside
                or form not in {"point", "bracket"}
                or _next(notes[-1], found[1], depth, nested)
                or (listed and depth < min(nested, notes[-1].column) and _near(notes[-1], found[1]))
            ):
                form, label, end = found
                line = piece.lines[0].lstrip()
                notes.append(_Begun(label, line[:end].strip(), piece.line, line[end:], depth, depth + end))
                nested = math.inf
            elif notes:
                nested = min(nested, depth) if found and depth > notes[-1].depth else nested
                notes[-1].below.append(piece)
            else:
                head.append(piece)
    return NoteList(heading, tuple(head), tuple(_entry(note) for note in notes))


def _listed(blocks: list[Block]) -> bool:
    """Tell whether every line of a list that is not indented begins with a label: none is the rest of a note."""
    lines = [piece for block in blocks if block.kind not in _WHOLE for piece in _pieces(block)[1:]]
    return all(_label(line, "") for line in lines if not _depth(line.lines[0]))


def definitions(blocks: list[Block]) -> tuple[list[Block], list[Entry]]:
    """Return the blocks without pandoc's own definitions (``[^1]: …``), and those as notes."""
    kept: list[Block] = []
    found: list[_Begun] = []
    for block in blocks:
        open_ = bool(found) and (not kept or kept[-1].line < found[-1].line)
        if block.kind is Kind.CODE and open_ and block.lines[0].startswith(("    ", "\t")):
            found[-1].below.append(block)
        elif block.kind is Kind.PARAGRAPH and _DEFINITION.match(block.lines[0]):
            for piece in _pieces(block):
                if start := _DEFINITION.match(piece.lines[0]):
                    found.append(_Begun(start[1], f"[^{start[1]}]", piece.line, piece.lines[0][start.end() :]))
                else:
                    found[-1].below.append(piece)
        else:
            kept.append(block)
    return kept, [_entry(note, blocks_first=True) for note in found]


def _entry(note: _Begun, *, blocks_first: bool = False) -> Entry:
    """Return a note, what stands indented below it cut anew: a list, quotation, table or code of its own."""
    # A label may stand before what looks like a list ("1. 1986. A year"), so its line is guarded as text.
    guard = "x" if note.first.strip() and not (blocks_first and _BLOCK.match(note.first)) else ""
    lines = [(note.line, guard + note.first)]
    made: list[Block] = []
    free = [line for block in note.below if not _is_code(block) for line in block.lines]
    step = min([depth for line in free if (depth := _depth(line))] + [_STEP])
    for block in note.below:
        if block.kind in {Kind.HEADING, Kind.RULE, Kind.DIVISION}:
            made += [*_cut(lines), block]
            lines = []
        else:
            own = min(_depth(block.lines[0]), _STEP) if _is_code(block) else step
            lines += [(block.line + at, _dedented(line, own)) for at, line in enumerate(block.lines)]
    made += _cut(lines)
    if guard:
        first = made[0]
        made[0] = replace(first, lines=(first.lines[0].removeprefix(guard), *first.lines[1:]))
    return Entry(note.label, note.shown, tuple(made) or (Block(Kind.PARAGRAPH, ("",), note.line),), note.line)


def _next(before: _Begun, label: str, depth: int, nested: float) -> bool:
    return depth < nested and follows(before.label, label)


def _near(before: _Begun, label: str) -> bool:
    """Tell whether a label may be a note's of the same list: "1986." is a year, and "I." may begin a name."""
    alike = label.isdecimal() == before.label.isdecimal() and label.islower() == before.label.islower()
    return alike and 0 < number(label) <= number(before.label) + _GAP


def _is_code(block: Block) -> bool:
    return block.kind is Kind.CODE


def _cut(lines: list[tuple[int, str]]) -> list[Block]:
    """Return the blocks of numbered lines; where numbers are missing there are blank lines."""
    if not lines:
        return []
    start, text = lines[0][0], dict(lines)
    found = cutting.cut("\n".join(text.get(at, "") for at in range(start, lines[-1][0] + 1)))
    return [replace(block, line=block.line + start - 1) for block in found]


def _depth(line: str) -> int:
    return len(line.expandtabs(_STEP)) - len(line.expandtabs(_STEP).lstrip())


def _dedented(line: str, step: int) -> str:
    spaces = _depth(line)
    return " " * (spaces - min(spaces, step)) + line.lstrip()


def follows(before: str, label: str) -> bool:
    """Tell whether a label is the next one after another."""
    first, second = number(before), number(label)
    return bool(first) and second == first + 1


def number(label: str) -> int:
    """Return what a label counts to, or 0 for a symbol."""
    if label.isdecimal() and len(label) <= _DIGITS:
        return int(label)
    if counted := roman.value(label):
        return counted
    return ord(label) - ord("a") + 1 if len(label) == 1 and "a" <= label <= "z" else 0


def _pieces(block: Block) -> list[Block]:
    return [Block(Kind.PARAGRAPH, (line,), block.line + at) for at, line in enumerate(block.lines)]


def _label(piece: Block, form: str) -> tuple[str, str, int] | None:
    line = piece.lines[0].lstrip()
    for name in [form] if form else _FORMS:
        if found := _FORMS[name].match(line):
            return name, found[1].translate(SUPERSCRIPTS), found.end()
    return None
