"""From received bytes to a publication: decode, then read; nothing is written here."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

from bindery.errors import UsageError
from bindery.model import Finding, Place, Severity
from bindery.received import blocks, chapters, frontmatter, inlines, links, naming, pictures, scopes, titlepage
from bindery.received.nouns import Block, ChapterFile, Kind, Log, Received

# Markdown as import reads it, in words of pandoc: its tables are drawn with pipes.
PANDOC = "markdown-simple_tables-multiline_tables-grid_tables"
_PACKED = b"PK\x03\x04"  # what .docx, .odt, .epub and .zip begin with
_EMPTY = 0.02  # of the bytes: a text in UTF-16 has one for each space at least
_GRID = re.compile(r" *\+(?:[-=:]+\+)+ *")
_COLUMNS = re.compile(r" *-{2,}(?: +-{2,})+ *")


def decode(data: bytes, name: str) -> str:
    """Return received bytes as text: a byte-order mark dropped, line ends made plain.

    Raises UsageError, with the line where it can be told, where they are not UTF-8.
    """
    if data.startswith(_PACKED):
        raise UsageError(
            f"{name}: a Word file or an archive, no Markdown. "
            f"Make Markdown of it, as with `pandoc FILE -s --extract-media=. -t {PANDOC} -o article.md`."
        )
    if data.count(0) > len(data) * _EMPTY:
        raise UsageError(f"{name}: every second byte of it is empty, as in UTF-16. Save the file as UTF-8.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise UsageError(
            f"{name}:{line}: byte 0x{data[error.start]:02x} is not UTF-8. Save the file as UTF-8."
        ) from error
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "\N{REPLACEMENT CHARACTER}")


def read(text: str, name: str, languages: Collection[str], home: Path | None = None) -> Received:
    """Return the publication that received Markdown makes; ``name`` is the file's name in messages.

    ``languages`` are those of the house; pictures that lie in ``home``, the file's folder, come along.
    Raises UsageError where there is no text.
    """
    log = Log(name, [], [])
    text, shown = pictures.take(text, log, home)
    page, text = frontmatter.take(text, log, languages)
    cut = blocks.cut(text)
    log.found(_drawn(cut, log))
    page, rest = titlepage.take(links.settle(cut, log), log, page)
    if not rest:
        raise UsageError(f"{name}: there is no text in it. Look whether it is the right file.")
    parts = [scopes.divide(part) for part in _parts(rest)]
    scopes.spread(parts, log)
    scopes.share(parts, log)
    for part in parts:
        scopes.settle(part)
    labels = {label for part in parts for scope in part for label in scope.notes.keys() & scope.marked()}
    titlepage.unmark(page, {label for part in parts for scope in part for label in scope.notes}, log)
    files = _files(parts, page.title or name.rpartition(".")[0] or name, log)
    words = " ".join(block.text for block in rest if block.kind is Kind.PARAGRAPH)
    found = titlepage.metadata(page, naming.language(words), name.rpartition(".")[0] or name, log)
    return Received(
        slug=naming.publication_slug(found.title, name),
        metadata=replace(found, note_style=found.note_style or naming.note_style(labels)),
        chapters=files,
        actions=tuple(sorted(log.actions)),
        findings=tuple(sorted(log.findings, key=lambda finding: (finding.place, finding.code))),
        pictures=shown,
    )


def _drawn(cut: list[Block], log: Log) -> list[Finding]:
    """Return a warning for each table that is drawn in pandoc's own ways: it is read as rules and text."""
    found = [
        block
        for block, after in pairwise([*cut, Block(Kind.RULE, (), 0)])
        if (block.kind is Kind.PARAGRAPH and _GRID.fullmatch(block.lines[0]))
        or (block.kind is Kind.RULE and _COLUMNS.fullmatch(block.text) and after.line == block.line + 1)
    ]
    message = "a table is drawn in a way that import does not read."
    hint = f"Draw it with pipes, or make the file anew with `pandoc -s -t {PANDOC}`."
    return [Finding("import-table", Severity.WARNING, Place(log.file, block.line), message, hint) for block in found]


def _parts(rest: list[Block]) -> list[list[Block]]:
    """Return the blocks of each chapter; a heading of rank 1 begins one."""
    parts: list[list[Block]] = [[]]
    for block in rest:
        if block.kind is Kind.HEADING and block.level == 1 and parts[-1]:
            parts.append([])
        parts[-1].append(block)
    return parts


def _files(parts: list[list[scopes.Scope]], title: str, log: Log) -> tuple[ChapterFile, ...]:
    made: list[ChapterFile] = []
    for part in parts:
        text = chapters.compose(part, log)
        if not text.strip():
            continue  # nothing but notes, all of them in other chapters now
        heads = [b.text for s in part for b in s.blocks if b.kind is Kind.HEADING and b.level == 1]
        heads += [found.heading.text for scope in part for found in scope.lists if not scope.blocks]
        slug = naming.slug(inlines.unmarked(heads[0])[0]) if heads else naming.publication_slug(title, "text.md")
        made.append(ChapterFile(f"{len(made) + 1:02}-{slug or 'text'}.md", text))
    return tuple(made)
