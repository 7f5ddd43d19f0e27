"""Pairs read: each side of pandoc's tree as text, with what stands in it and what is no word of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from bindery import passages, quotations, tree
from bindery.checks.prose.chapter import ADDRESS, CALL, OBJECT
from bindery.checks.translation.nouns import BRACKETS, Case, Mark, Side, Thing
from bindery.model import Blocks, Node, Pair

_SPACES = {"Space", "SoftBreak", "LineBreak"}
_HOLDERS = {**dict.fromkeys(("Underline", "Strikeout", "SmallCaps", "Para", "Plain"), -1), "Cite": 1}
# Addresses that stand in the text as words; a host is told by its last label, two to four small letters.
_ADDRESSES = re.compile(
    r"(?:https?|ftp)://[^\s<>«»“”]*[^\s<>«»“”.,;:!?)\]]|(?<![\w.+-])[\w.+-]++@[\w-]+(?:\.[\w-]+)+"
    r"|(?:\w[\w-]+\.)+[a-z]{2,4}(?:/[^\s<>«»“”]*[^\s<>«»“”.,;:!?)\]])?(?![\w-])(?!\.\w)"
)

_MAY_BE_ADDRESS = re.compile(r"://|@|\w\.\w")  # the fast way past most words


def case_of(pair: Pair, source: str = "", target: str = "") -> Case:
    """Return a pair read; with its languages (BCP 47) passages in others are told from the rest."""
    if not is_paragraph(pair.blocks):
        return Case(pair, Side("", {}), Side("", {}))
    blocks = pair.blocks
    if target:
        words = passages.carry(blocks[0]["c"], pair.source_blocks[0]["c"], source, target)
        blocks = passages.tag([{"t": blocks[0]["t"], "c": words}], target, english=False)
    return Case(pair, side(pair.source_blocks, source), side(blocks, target))


def is_paragraph(blocks: Blocks) -> bool:
    """Tell whether blocks are one paragraph that has something in it."""
    return len(blocks) == 1 and blocks[0]["t"] in {"Para", "Plain"} and bool(blocks[0]["c"])


def side(blocks: Blocks, language: str) -> Side:
    """Return blocks in a language (BCP 47) as a reader reads them."""
    reader = _Reader(language.split("-", maxsplit=1)[0])
    reader.take(blocks)
    text, found = "".join(reader.parts), reader.found
    brackets = [match.span() for match in BRACKETS.finditer(text)]
    titles = [(start, end) for start, end, mark in found if mark is Mark.FACED]
    paired = quotations.pair(text)
    quoted = [(start, end + 1) for start, end, _ in paired]
    found += [(*span, Mark.BRACKETED) for span in brackets]
    found += [(*span, Mark.QUOTED) for span in quoted]
    found += [
        (start, end, Mark.CITED)
        for start, end in (*titles, *quoted)
        if not any(first < start and end < last for first, last in brackets)
    ]
    return Side(text, reader.things, tuple(found), paired, frozenset(reader.auto))


@dataclass(slots=True)
class _Reader:
    """Reads a tree from left to right."""

    language: str
    parts: list[str] = field(default_factory=list)
    found: list[tuple[int, int, Mark]] = field(default_factory=list)
    things: dict[Thing, list[str]] = field(default_factory=dict)
    auto: set[int] = field(default_factory=set)
    at: int = 0

    def put(self, text: str) -> None:
        self.parts.append(text)
        self.at += len(text)

    def note(self, thing: Thing, says: str) -> None:
        self.things.setdefault(thing, []).append(says)

    def take(self, nodes: Sequence[Node]) -> None:
        for node in nodes:
            kind = node["t"]
            if kind == "Str":
                word = node["c"]
                if _MAY_BE_ADDRESS.search(word):
                    word = self.addressed(word)
                self.parts.append(word)
                self.at += len(word)
            elif kind in _SPACES:
                self.parts.append(" ")
                self.at += 1
            elif kind in _HOLDERS:
                self.take(node["c"] if _HOLDERS[kind] < 0 else node["c"][1])
            elif kind in {"Link", "Image", "Span"}:
                self.take_attributed(kind, node["c"], node)
            else:
                self.take_other(kind, node.get("c"))

    def addressed(self, word: str) -> str:
        if "://" in word or "@" in word:
            for match in _ADDRESSES.finditer(word):
                if "://" in match[0] or "@" in match[0]:
                    self.note(Thing.ADDRESS, match[0])
        return _ADDRESSES.sub(ADDRESS, word)

    def take_other(self, kind: str, content: Any) -> None:
        start = self.at
        match kind:
            case "Code" | "Math":
                self.note(Thing.CODE if kind == "Code" else Thing.MATHS, content[1])
                self.put(OBJECT)
            case "Emph" | "Strong":
                self.take(content)
                self.note(Thing.EMPHASIS if kind == "Emph" else Thing.STRONG, tree.text(content))
                if kind == "Emph":
                    self.found.append((start, self.at, Mark.FACED))
            case "Quoted":
                self.put("“")
                self.take(content[1])
                self.auto |= {start, self.at}
                self.put("”")
            case "Superscript" | "Subscript":
                says = tree.text(content)
                self.note(Thing.RAISED, says)
                if says.isalpha():  # the end of a word, as in 2nd
                    self.take(content)
                else:  # a raised number is no number of the text
                    self.put(OBJECT)
            case "RawInline":
                self.note(Thing.HTML, content[1])

    def take_attributed(self, kind: str, content: Any, node: Node) -> None:
        (identifier, classes, _), start, values = content[0], self.at, dict(content[0][2])
        if "call" in classes:
            self.note(Thing.CALL, values.get("note", ""))
            self.put(CALL)
            return
        if identifier:
            self.note(Thing.PLACE, identifier)
        is_kept = values.get("translate") == "no"
        if is_kept:
            self.note(Thing.KEPT, tree.text(node))
        if kind == "Link":
            self.take_link(content)
        elif kind == "Image":  # its words are no part of the sentence
            self.note(Thing.IMAGE, content[2][0])
            self.put(OBJECT)
            self.take(content[1])
            self.put(OBJECT)
        else:
            self.take(content[1])
        is_foreign = values.get("lang", self.language).split("-", maxsplit=1)[0] != self.language
        if mark := (Mark.KEPT if is_kept else Mark(0)) | (Mark.FOREIGN if is_foreign else Mark(0)):
            self.found.append((start, self.at, mark))

    def take_link(self, content: Any) -> None:
        (_, classes, _), shown, (address, _) = content
        text = tree.text(shown)
        self.note(Thing.LINK, address)
        if not text.strip() and not any(each["t"] == "Image" for each in shown):
            self.note(Thing.SILENT_LINK, address)
        if "uri" in classes or "email" in classes or text == address:
            self.put(ADDRESS)
        else:
            self.take(shown)
