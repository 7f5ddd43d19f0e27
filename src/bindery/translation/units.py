"""Units: what there is to translate in a manuscript, taken from pandoc's tree and put back into the same places.

``taken`` and ``put`` walk the same way, so a unit's place needs no name. Notes are units of their own. Calls are
numbered within their unit, so that a note added elsewhere changes no other unit. Code blocks, displayed rules,
what is marked ``{translate=no}`` and what has no letters are no units.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from bindery import tree
from bindery.model import Blocks, Chapter, Inlines, Manuscript, Node, Publication, Unit
from bindery.translation.markdown import as_words, localised, write

Change = Callable[["Slot"], Inlines]

_LETTER = re.compile(r"[^\W\d_]")
_GROUPED = re.compile(r"\d[.,]\d")  # 1,084 is 1 084 in another language


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in the tree that holds one unit: its kind, its file, its inlines."""

    context: str
    file: str
    inlines: Inlines


def taken(manuscript: Manuscript) -> tuple[Unit, ...]:
    """Return every unit of a manuscript in reading order, metadata first, each as often as it stands there."""
    slots: list[Slot] = []

    def note_down(slot: Slot) -> Inlines:
        slots.append(slot)
        return slot.inlines

    put(manuscript, note_down)
    local = [localised(slot.inlines) for slot in slots]
    texts = write(local)
    return (
        *(Unit(context, words, "publication.yaml", as_words(words)) for context, words in metadata(manuscript)),
        *(
            Unit(slot.context, text, slot.file, inlines)
            for slot, text, inlines in zip(slots, texts, local, strict=True)
        ),
    )


def put(manuscript: Manuscript, change: Change) -> Manuscript:
    """Return the manuscript with each unit's inlines changed; what is no unit stays as it was."""
    keeps_notes = manuscript.publication.note_translation == "copy"
    return replace(
        manuscript,
        chapters=tuple(
            Chapter(c.file, _Walker(change, c.file.rsplit("/", 1)[-1], "").blocks(c.blocks, "text"))
            for c in manuscript.chapters
        ),
        notes=tuple(
            note
            if keeps_notes
            else replace(
                note,
                blocks=_Walker(change, note.label.split("#")[0].rsplit("/", 1)[-1], "note").blocks(note.blocks, "note"),
            )
            for note in manuscript.notes
        ),
    )


def metadata(manuscript: Manuscript) -> Iterator[tuple[str, str]]:
    """Yield the lines of metadata that are translated, as context and words, each once."""
    seen: set[tuple[str, str]] = set()
    publication, brand = manuscript.publication, manuscript.brand
    lines = [
        *((f"meta:{name}", str(getattr(publication, name))) for name in ("title", "subtitle", "kind", "abstract")),
        *(line for p in publication.authors for line in (("meta:author", p.name), ("meta:honorific", p.honorific))),
        *(("meta:keyword", word) for word in publication.keywords),
        ("meta:rights", publication.rights),
        ("meta:network", publication.publisher),
        ("meta:network", brand.name),
        ("meta:wordmark", "\n".join(brand.wordmark)),
    ]
    for line in lines:
        if line[1] and line not in seen:
            seen.add(line)
            yield line


def with_metadata(manuscript: Manuscript, say: Callable[[str, str], str]) -> Manuscript:
    """Return the manuscript with its metadata said by ``say(context, words)``."""
    publication, brand = manuscript.publication, manuscript.brand

    def said(context: str, words: str) -> str:
        """Return what is said for a line; only a wordmark is of several, whatever a translator's editor made of it."""
        text = say(f"meta:{context}", words) if words else ""
        return text if context == "wordmark" else " ".join(text.split())

    translated: Publication = replace(
        publication,
        title=said("title", publication.title),
        subtitle=said("subtitle", publication.subtitle),
        kind=said("kind", publication.kind),
        abstract=said("abstract", publication.abstract),
        authors=tuple(
            replace(p, name=said("author", p.name), honorific=said("honorific", p.honorific))
            for p in publication.authors
        ),
        keywords=tuple(said("keyword", word) for word in publication.keywords),
        rights=said("rights", publication.rights),
        publisher=said("network", publication.publisher),
    )
    house = replace(
        brand,
        name=said("network", brand.name),
        wordmark=tuple(said("wordmark", "\n".join(brand.wordmark)).split("\n")),
    )
    return replace(manuscript, publication=translated, brand=house)


def is_kept(node: Node) -> bool:
    """Tell whether an element is marked ``{translate=no}``."""
    return tree.pairs_of(node).get("translate") == "no"


def _translatable(inlines: Inlines) -> bool:
    """Tell whether inlines have anything that another language would write otherwise."""
    if any(node["t"] == "Str" and _LETTER.search(node["c"]) for node in inlines):
        return True

    def words(node: Any) -> Iterator[str]:
        if isinstance(node, list):
            for item in node:
                yield from words(item)
        elif isinstance(node, dict) and "t" in node:
            if node["t"] in {"Code", "Math"} or tree.has_class(node, "uri") or is_kept(node):
                return
            if node["t"] == "Str":
                yield node["c"]
            elif node["t"] == "Image" and (alt := tree.pairs_of(node).get("alt")):
                yield alt
            else:
                yield from words(node.get("c"))

    text = " ".join(words(inlines))
    return bool(_LETTER.search(text) or _GROUPED.search(text))


@dataclass(frozen=True, slots=True)
class _Walker:
    """Goes through blocks and hands each unit to ``change``; ``only`` overrides every kind (a note is a note)."""

    change: Change
    file: str
    only: str

    def inlines(self, inlines: Inlines, context: str) -> Inlines:
        if not _translatable(inlines):
            return inlines
        return self.change(Slot(self.only or context, self.file, inlines))

    def blocks(self, blocks: Blocks, context: str) -> Blocks:
        return [self.block(block, context) for block in blocks]

    def block(self, block: Node, context: str) -> Node:  # noqa: C901, PLR0911 (one branch a kind of block)
        kind: str = block["t"]
        content: Any = block.get("c")
        if is_kept(block):
            return block
        match kind:
            case "Para" | "Plain":
                return {"t": kind, "c": self.inlines(content, context)}
            case "Header":
                return {"t": kind, "c": [*content[:2], self.inlines(content[2], "heading")]}
            case "LineBlock":
                return {"t": kind, "c": [self.inlines(line, "line") for line in content]}
            case "BlockQuote":
                return {"t": kind, "c": self.blocks(content, context)}
            case "Div":
                return {"t": kind, "c": [content[0], self.blocks(content[1], context)]}
            case "BulletList":
                return {"t": kind, "c": [self.blocks(item, context) for item in content]}
            case "OrderedList":
                return {"t": kind, "c": [content[0], [self.blocks(item, context) for item in content[1]]]}
            case "DefinitionList":
                return {
                    "t": kind,
                    "c": [
                        [self.inlines(term, "term"), [self.blocks(text, context) for text in texts]]
                        for term, texts in content
                    ],
                }
            case "Table":
                return {"t": kind, "c": self.table(content)}
            case "Figure":
                return {"t": kind, "c": self.figure(content)}
            case _:
                return block

    def table(self, content: list[Any]) -> list[Any]:
        attributes, (short, caption), columns, head, bodies, foot = content

        def rows(given: list[Any]) -> list[Any]:
            return [[attr, [[*cell[:4], self.blocks(cell[4], "cell")] for cell in cells]] for attr, cells in given]

        return [
            attributes,
            [short, self.blocks(caption, "caption")],
            columns,
            [head[0], rows(head[1])],
            [[*body[:2], rows(body[2]), rows(body[3])] for body in bodies],
            [foot[0], rows(foot[1])],
        ]

    def figure(self, content: list[Any]) -> list[Any]:
        attributes, (short, caption), body = content
        translated = self.blocks(caption, "caption")
        before, after = ([b["c"] for b in blocks if b["t"] in {"Para", "Plain"}] for blocks in (caption, translated))

        def change(node: Node) -> Node | None:
            if node["t"] != "Image":
                return None
            own, words, target = node["c"]
            if alt := tree.pairs_of(node).get("alt"):
                said = self.inlines([tree.string(alt)], "alt")
                return {"t": "Image", "c": [tree.with_pairs(own, {"alt": tree.text(said)}), words, target]}
            # pandoc keeps an alternative text of a picture's own as its words; without one they are the caption's.
            same: Inlines | None = next(
                (new for old, new in zip(before, after, strict=True) if tree.text(old) == tree.text(words)), None
            )
            return {"t": "Image", "c": [own, _without_calls(same) if same else self.inlines(words, "alt"), target]}

        return [attributes, [short, translated], tree.rewrite(body, change)]


def _without_calls(inlines: Inlines) -> Inlines:
    plain: Inlines = tree.rewrite(inlines, lambda node: [] if tree.is_call(node) else None)
    return plain
