"""Checks: one module a subject, each a function that returns findings, all of them in one list."""

from __future__ import annotations

from bindery import source
from bindery.checks import metadata, prose
from bindery.house import House
from bindery.model import Finding, Publication


def examine(publication: Publication, house: House) -> list[Finding]:
    """Return the suspected slips of every chapter and of the metadata; nothing is corrected."""
    found = metadata.examine(publication, house)
    for name in publication.chapters:
        path = publication.folder / name
        text = source.read(path, house.place(path))
        found += prose.examine(text.text, text.file, publication.language)
    return found
