"""A manuscript read: every chapter through one pandoc process, notes found and numbered."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from bindery import markup, notes, passages, pictures, source, tree
from bindery.brand import read_brand
from bindery.errors import ManuscriptError
from bindery.house import House
from bindery.model import Blocks, Chapter, Finding, Image, Manuscript, Publication, Severity
from bindery.notes import Notebook
from bindery.tools import pandoc

# What pandoc leaves out of an identifier (manual, "auto_identifiers").
_UNNAMED = re.compile(r"[^\w.-]")


def read(publication: Publication, house: House) -> Manuscript:
    """Return a publication's text in its own language; what is wrong with it is among its findings.

    Raises ManuscriptError where a chapter is not text at all.
    """
    sources = _sources(publication, house)
    notebook, chapters, images, found = Notebook(), [], {}, []
    for text, blocks in zip(sources, pandoc.read([source.labelled(text) for text in sources]), strict=True):
        found += source.note_findings(text)
        cleaned, refused = markup.clean(blocks, text)
        shown, pictured, unseen = pictures.collect(cleaned, text, publication.folder)
        found += refused + unseen
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
        chapters.append(Chapter(text.file, _named(_tight(notebook.take(text.file, shown)))))
        images.update(pictured)
    return Manuscript(
        publication,
        read_brand(house),
        publication.language,
        tuple(chapters),
        notes=notebook.close(),
        images=tuple(_sorted(images)),
        findings=tuple(found),
    )


def tagged(manuscript: Manuscript) -> Manuscript:
    """Return the manuscript with passages in other languages than its own tagged."""
    language = manuscript.language
    return replace(
        manuscript,
        # Block by block: a passage's neighbours within a paragraph help to tell its language, a chapter's do not.
        chapters=tuple(
            Chapter(c.file, [block for given in c.blocks for block in passages.tag([given], language)])
            for c in manuscript.chapters
        ),
        notes=tuple(replace(note, blocks=passages.tag(note.blocks, language)) for note in manuscript.notes),
    )


def _sources(publication: Publication, house: House) -> list[source.Source]:
    sources: list[source.Source] = []
    unreadable: list[Finding] = []
    for name in publication.chapters:
        path = publication.folder / name
        try:
            sources.append(source.read(path, house.place(path)))
        except ManuscriptError as error:
            unreadable += error.findings
    if unreadable:
        raise ManuscriptError(unreadable)
    return sources


def _sorted(images: dict[str, Image]) -> list[Image]:
    return [images[name] for name in sorted(images)]


def _named(blocks: Blocks) -> Blocks:
    """Return blocks whose headings' ids say nothing of a note called there: pandoc makes them of its label too."""
    for block in blocks:
        if block["t"] == "Header" and any(notes.calls_in(block)):
            plain = _UNNAMED.sub("", tree.text(block).strip().lower().replace(" ", "-"))
            if block["c"][1][0].startswith(plain):
                block["c"][1][0] = plain
    return blocks


def _tight(blocks: Blocks) -> Blocks:
    """Return blocks in which a call follows its word at once: a space before it would let it start a line."""

    def close_up(node: Any) -> Any:
        if isinstance(node, list):
            made = [close_up(item) for item in node]
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
