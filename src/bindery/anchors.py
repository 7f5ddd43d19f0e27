"""Anchors: the places that links lead to. Text and notes of all chapters have one set of ids; no link leads nowhere."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bindery import notes, tree
from bindery.model import Blocks, Chapter, Finding, Node, Note, Severity
from bindery.source import Source

# Ids that the press gives itself; a heading of that name gets another.
RESERVED = frozenset({"cover", "title-page", "contents", "notes", "text"})
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_OURS = re.compile(r"note-|call-|text-|s-text-\d+\Z|page-\d+\Z")


def reserve(identifier: str) -> str:
    """Return an id that no author's words come to."""
    return f"s-{identifier}"


def unique(chapters: Sequence[Blocks], endnotes: Sequence[Note]) -> tuple[list[Blocks], list[Blocks]]:
    """Return chapters and the blocks of notes in which no id stands twice; links follow, what leads nowhere is words.

    A link leads to its own chapter where that has the place, in its text before its notes; else to the first that has.
    """
    taken = set(RESERVED)
    names: list[dict[str, str]] = [{} for _ in chapters]
    homes = _homes(chapters)

    def named(blocks: Blocks, at: int) -> Blocks:
        def change(node: Node) -> Node | None:
            attributes = tree.attr_of(node)
            if tree.is_call(node):
                return node
            if attributes and attributes[0]:
                new = _free(attributes[0], taken)
                taken.add(new)
                names[at].setdefault(attributes[0], new)
                node = tree.with_attributes(node, [new, *attributes[1:]])
                return node if node["t"] == "Image" else tree.rewrite_below(node, change)
            return node if node["t"] == "Image" else None  # alternative text is not marked up

        made: Blocks = tree.rewrite(blocks, change)
        return made

    # The text comes first, so that a note takes no heading's id from it.
    texts = [named(blocks, at) for at, blocks in enumerate(chapters)]
    below = [named(note.blocks, homes.get(note.number, 0)) for note in endnotes]
    ours = _ours(endnotes)
    return (
        [_linked(blocks, names[at], names, ours) for at, blocks in enumerate(texts)],
        [
            _linked(blocks, names[homes.get(note.number, 0)], names, ours)
            for note, blocks in zip(endnotes, below, strict=True)
        ],
    )


def repeated(blocks: Blocks, source: Source) -> Iterator[Finding]:
    """Yield a finding for each id that stands twice in a chapter and its notes: links can lead to one place only."""
    counts: dict[str, int] = {}
    for name in _written(blocks):
        counts[name] = counts.get(name, 0) + 1
    for name, times in counts.items():
        if times > 1:
            lines = _lines(source, name)
            before = f", first on line {lines[0]}" if len(lines) > 1 else ""
            yield source.find(
                "id-repeated",
                Severity.WARNING,
                lines[1] if len(lines) > 1 else (lines or [0])[0],
                f"the name #{name[:60]} stands {times} times{before}.",
                "Links lead to the first; give the others names of their own.",
            )


def lost(chapters: Sequence[tuple[Chapter, Source]], endnotes: Sequence[Note]) -> Iterator[Finding]:
    """Yield a finding for each link to a place that no chapter and no note has, or to no address of the web."""
    whole = [*(chapter.blocks for chapter, _source in chapters), *(note.blocks for note in endnotes)]
    if all(_SCHEME.match(node["c"][2][0]) for node in _links(whole)):
        return
    known = {
        *_written([c.blocks for c, _source in chapters]),
        *_written([n.blocks for n in endnotes]),
        *_ours(endnotes),
    }
    homes = _homes([chapter.blocks for chapter, _source in chapters])
    for at, (chapter, source) in enumerate(chapters):
        below = [note.blocks for note in endnotes if homes.get(note.number, 0) == at]
        for address in dict.fromkeys(node["c"][2][0] for node in _links([chapter.blocks, below])):
            if address.startswith("#"):
                leads, hint = address[1:] in known, "Mend the name, or mark the place: [words]{#name}."
                where, line = "place in the text", source.line_of(address)
            else:
                leads, hint = bool(_SCHEME.match(address)), _whole(address)
                where, line = "address of the web", source.line_of(f"({address}") or source.line_of(address)
            if not leads:
                message = f"link {address[:60]} leads to no {where}, so only its words are printed."
                yield source.find("link-nowhere", Severity.WARNING, line, message, hint)


def _whole(address: str) -> str:
    """Return what to write for an address that says only a part of one."""
    if "@" in address:
        return f"Write mailto:{address[:60]}."
    if address.lower().startswith("www."):
        return f"Write https://{address[:60]}."
    return "Write the whole address, https://…, or a place in the text, #name."


def _homes(chapters: Sequence[Blocks]) -> dict[int, int]:
    """Return which chapter calls each note first."""
    homes: dict[int, int] = {}
    for at, blocks in enumerate(chapters):
        for call in notes.calls_in(blocks):
            homes.setdefault(int(tree.pairs_of(call)["note"]), at)
    return homes


def _free(written: str, taken: set[str]) -> str:
    """Return an id for what an author wrote: without spaces, no id of ours, and not taken."""
    identifier = "-".join(written.split())
    while _OURS.match(identifier):
        identifier = reserve(identifier)
    new, time = identifier, 2
    while new in taken:
        new, time = f"{identifier}-{time}", time + 1
    return new


def _linked(blocks: Blocks, own: Mapping[str, str], names: Sequence[Mapping[str, str]], ours: set[str]) -> Blocks:
    def change(node: Node) -> Node | None:
        if node["t"] != "Link" or _SCHEME.match(node["c"][2][0]):
            return None
        attributes, words, (address, title) = node["c"]
        target = address[1:] if address.startswith("#") else ""
        meant = next((name[target] for name in (own, *names) if target in name), target if target in ours else "")
        inner = tree.rewrite(words, change)
        return {"t": "Link", "c": [attributes, inner, [f"#{meant}", title]]} if meant else tree.span(attributes, inner)

    linked: Blocks = tree.rewrite(blocks, change)
    return linked


def _ours(endnotes: Sequence[Note]) -> set[str]:
    """Return the places of the press's own that an author may link to."""
    calls = {notes.call_id(note.number, time) for note in endnotes for time in range(1, note.calls + 1)}
    return {"notes", *calls, *(notes.note_id(note.number) for note in endnotes)} if endnotes else set()


def _links(blocks: Any) -> Iterator[Node]:
    return (node for node in tree.walk(blocks) if node["t"] == "Link")


def _written(blocks: Any) -> Iterator[str]:
    """Yield the ids of blocks as their author wrote them, or pandoc for a heading."""
    words: set[int] = set()  # of alternative texts, which are not marked up
    for node in tree.walk(blocks):
        attributes = tree.attr_of(node)
        if attributes and attributes[0] and id(node) not in words and not tree.is_call(node):
            yield attributes[0]
        if node["t"] == "Image":
            words.update(map(id, tree.walk(node["c"][1])))


def _lines(source: Source, name: str) -> list[int]:
    """Return the lines on which an author gives something this name."""
    mark = re.compile(rf"\{{[^{{}}\n]*#{re.escape(name)}(?=[\s}}])|\bid\s*=\s*[\"']?{re.escape(name)}(?=[\"'\s>/}}])")
    return [source.text.count("\n", 0, found.start()) + 1 for found in mark.finditer(source.text)]
