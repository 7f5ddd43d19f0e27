"""A manuscript: what pandoc has read, cleaned, with its notes found and numbered."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from bindery import anchors, dangers, labels, markup, notes, pictures, references, source, tree
from bindery.brand import read_brand
from bindery.house import House
from bindery.model import Blocks, Chapter, Finding, Image, Manuscript, Node, Publication, Severity
from bindery.notes import Notebook

# What pandoc leaves out of an identifier, and what it does not let it begin with.
_UNNAMED = re.compile(r"[^\w.-]")
_BEFORE = re.compile(r"\A[\W\d_]+")
_CODES = {"Code", "CodeBlock", "RawInline", "RawBlock"}
_SEEN = {"Image", "Math", "Code", "CodeBlock", "HorizontalRule"}
_NOTHING = " \n\u00a0\u00ad\u200b\ufeff"
_CALL = re.compile(r"\[\^[^\]\s]+\]")
_COLUMNS = 64
_PIXELS = 1_000_000_000  # in all pictures but photographs: four seconds a hundred million


def made(publication: Publication, read: Sequence[tuple[source.Source, Blocks]], house: House) -> Manuscript:
    """Return the chapters read as one text in its own language; what is wrong with it is among its findings."""
    sources = [text for text, _ in read]
    whole = list[tuple[list[Node], source.Source]]()
    notebook, chapters, images, found = Notebook(), [], {}, []
    for text, blocks in read:
        nodes = [*tree.walk(blocks)]
        whole.append((nodes, text))
        unread = labels.coded(text, [node["c"][1] for node in nodes if node["t"] in _CODES])
        found += [*labels.find(text, unread), *references.find(text)]
        found += [*_wide(nodes, text), *_nested(nodes, text), *_lost(nodes, text, unread)]
        cleaned, refused = markup.clean(_apart(blocks, nodes), text)
        shown, pictured, unseen = pictures.collect(cleaned, text, publication.folder)
        found += [*refused, *dangers.find(cleaned, text), *unseen]
        if not any(tree.text(block).strip() or block["t"] != "Para" for block in shown):
            found.append(
                text.find(
                    "chapter-empty",
                    Severity.ERROR,
                    0,
                    "the chapter is empty.",
                    "Write it, or take it out of `chapters`.",
                )
            )
        before = len(notebook.notes)
        chapters.append(Chapter(text.file, _named(_tight(notebook.take(text.file, shown)), notebook.labels)))
        added = dict([*notebook.notes.items()][before:])
        found += anchors.repeated([*chapters[-1].blocks, *(block for note in added.values() for block in note)], text)
        found += [_empty(notebook.labels[number], text) for number, note in added.items() if not _says(note)]
        images.update(pictured)
    found += anchors.lost([*zip(chapters, sources, strict=True)], notebook.close())
    if chapters and (pixels := sum(pictures.weight(image) for image in images.values())) > _PIXELS:
        message = f"the pictures have {pixels / 1e6:.0f} million pixels together; {_PIXELS / 1e6:.0f} are printed."
        hint = "Make them smaller, or save photographs as JPEG."
        found.append(sources[0].find("image-size", Severity.ERROR, 0, message, hint))
    return Manuscript(
        publication,
        read_brand(house),
        publication.language,
        tuple(chapters),
        notes=notebook.close(),
        images=tuple(_sorted(images)),
        findings=tuple(found),
        doubting=cache(lambda: _doubts(whole, found)),
    )


def _doubts(whole: list[tuple[list[Node], source.Source]], found: list[Finding]) -> tuple[Finding, ...]:
    """Return what nobody waits for, so that it is looked for while the text is printed."""
    if any(finding.severity is Severity.ERROR for finding in found):  # a note that is not called is lost, and told
        return ()
    from bindery import losses  # nor for what it imports

    return tuple(finding for nodes, text in whole for finding in losses.find(nodes, text))


def _wide(nodes: list[Node], text: source.Source) -> list[Finding]:
    """Return a finding for each table that no page can hold."""
    widths = [len(node["c"][2]) for node in nodes if node["t"] == "Table"]
    message = "a table has {} columns; {} fit on a page."
    return [
        text.find("table-wide", Severity.ERROR, 0, message.format(width, _COLUMNS), "Split the table.")
        for width in widths
        if width > _COLUMNS
    ]


def _nested(nodes: list[Node], text: source.Source) -> Iterator[Finding]:
    """Yield a finding for each note that has a note in it: pandoc makes no call of it, and no list could hold it."""
    for note in (node for node in nodes if node["t"] == "Note"):
        inner = [node for block in note["c"] for node in tree.walk(block)]
        calls = [match[0] for node in inner if node["t"] == "Str" for match in _CALL.finditer(node["c"])]
        if calls or any(node["t"] == "Note" for node in inner):
            words = tree.text(note["c"]).strip()[:60]
            label = _label(note)
            line = text.line_of(f"[^{label}]:") if label else text.line_of(words.split("[")[0][:20].strip() or words)
            message, hint = f"the note “{words}” has a note in it.", "Say it in the note itself: “see note …”."
            yield text.find("note-in-note", Severity.ERROR, line, message, hint)


def _lost(nodes: list[Node], text: source.Source, unread: Mapping[str, int]) -> Iterator[Finding]:
    """Yield a finding for each note of which pandoc makes fewer calls than the author wrote, or none that is seen."""
    pictured = {id(node) for image in nodes if image["t"] == "Image" for node in tree.walk(image["c"][1])}
    read = Counter(_label(node) for node in nodes if node["t"] == "Note" and id(node) not in pictured)
    shown = {_label(node) for node in nodes if node["t"] == "Note" and id(node) in pictured}
    swallowed = labels.swallowed(text)
    for label, lines in labels.calls(text).items():
        if len(lines) <= read[label] + unread.get(label, 0):
            continue
        severity, line = Severity.WARNING if read[label] else Severity.ERROR, lines[0]
        message = f"a call of note [^{label}] is read as text, so it would be lost."
        hint = "Look for a sign before it that nobody closes: ^, ~, ` or [; or put a backslash before that sign."
        if label in shown:
            message = f"a call of note [^{label}] stands in what a picture shows, which no reader sees."
            hint = "Put it after the picture, or give the picture a paragraph of its own: then its words are a caption."
        elif label in swallowed:
            line, message = swallowed[label], f"the text of note [^{label}] is read as words of the paragraph above it."
            hint = "Leave an empty line before it."
        yield text.find("note-lost", severity, line, message, hint)


def _says(note: Blocks) -> bool:
    """Tell whether a note has anything to read or to look at."""
    return bool(tree.text(note).strip(_NOTHING)) or any(node["t"] in _SEEN for node in tree.walk(note))


def _empty(label: str, text: source.Source) -> Finding:
    name = label.partition("#")[2]
    line = text.line_of(f"[^{name}]:") if name else 0
    message = f"note [^{name}] has no text." if name else "a note has no text."
    return text.find("note-empty", Severity.ERROR, line, message, "Write it, or take its calls out.")


def _label(note: Node) -> str:
    return next((key for node in tree.walk(note["c"]) if (key := tree.pairs_of(node).get("key"))), "")


def _sorted(images: dict[str, Image]) -> list[Image]:
    return [images[name] for name in sorted(images)]


def _named(blocks: Blocks, known: Mapping[int, str]) -> Blocks:
    """Return blocks whose headings' ids say nothing of a note called there: pandoc makes them of its label too."""
    heads = [block for block in blocks if block["t"] == "Header"]
    for block in heads:
        if any(notes.calls_in(block)):
            others = {head["c"][1][0] for head in heads if head is not block}
            said = _slug(tree.text(tree.rewrite(block, lambda node: _called(node, known))))
            if re.fullmatch(rf"{re.escape(said)}(?:-\d+)?", block["c"][1][0]):
                plain = _slug(tree.text(block))
                free = (plain, *(f"{plain}-{time}" for time in range(1, len(heads) + 1)))
                block["c"][1][0] = next(name for name in free if name not in others)
    return blocks


def _slug(words: str) -> str:
    """Return the id that pandoc makes of a heading (manual, "auto_identifiers")."""
    return _BEFORE.sub("", _UNNAMED.sub("", "-".join(words.lower().split()))) or "section"


def _called(node: Node, known: Mapping[int, str]) -> Node | None:
    """Return what a call was when pandoc made the id."""
    label = known[int(tree.pairs_of(node)["note"])].partition("#")[2] if tree.is_call(node) else ""
    return tree.string(f"[^{label}]") if label else None


def _apart(blocks: Blocks, nodes: list[Node]) -> Blocks:
    """Return blocks in which the paragraphs of a definition are paragraphs.

    Where a term has no blank line below it pandoc calls them plain words, of which one would go on in the other's line.
    """

    def parted(node: Any) -> Any:
        if isinstance(node, list):
            return [item if tree.is_word(item) else parted(item) for item in node]
        if isinstance(node, dict):
            content = node.get("c")
            if node.get("t") == "DefinitionList":
                content = [[term, [as_paragraphs(text) for text in texts]] for term, texts in node["c"]]
            return {**node, "c": parted(content)} if "c" in node else node
        return node

    def as_paragraphs(text: Blocks) -> Blocks:
        plain = sum(block["t"] == "Plain" for block in text)
        return [{**block, "t": "Para"} if block["t"] == "Plain" and plain > 1 else block for block in text]

    made: Blocks = parted(blocks) if any(node["t"] == "DefinitionList" for node in nodes) else blocks
    return made


def _tight(blocks: Blocks) -> Blocks:
    """Return blocks in which a call follows its word at once: a space before it would let it start a line."""

    def close_up(node: Any) -> Any:
        if isinstance(node, list):
            made = [item if tree.is_word(item) else close_up(item) for item in node]
            return [
                item
                for at, item in enumerate(made)
                if not (
                    isinstance(item, dict)
                    and item.get("t") in {"Space", "SoftBreak"}
                    and at + 1 < len(made)
                    and isinstance(made[at + 1], dict)
                    and tree.is_call(made[at + 1])
                )
            ]
        if isinstance(node, dict):
            return {key: close_up(value) for key, value in node.items()}
        return node

    tight: Blocks = close_up(blocks)
    return tight
