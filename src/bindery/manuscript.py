"""A manuscript read: every chapter through one pandoc process, notes found and numbered, passages tagged."""

from __future__ import annotations

import re
from typing import Any

from bindery import markup, notes, passages, pictures, source, tree
from bindery.errors import ManuscriptError
from bindery.house import House
from bindery.model import Blocks, Chapter, Finding, Image, Manuscript, Note, Publication, Severity
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
        publication.language,
        tuple(_tagged(chapters, publication.language)),
        notes=tuple(
            Note(note.number, note.label, passages.tag(note.blocks, publication.language), note.calls)
            for note in notebook.close()
        ),
        images=tuple(_sorted(images)),
        findings=tuple(found),
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


def _tagged(chapters: list[Chapter], language: str) -> list[Chapter]:
    # Block by block: a passage's neighbours within a paragraph help to tell its language, a chapter's do not.
    return [
        Chapter(c.file, [tagged for block in c.blocks for tagged in passages.tag([block], language)]) for c in chapters
    ]


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
