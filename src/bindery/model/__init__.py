"""The nouns of the press, frozen, and how text is kept.

This package imports nothing of ours, so that every other module may import it. Text in a manuscript is
kept as pandoc's own tree: each element is a ``Node`` as pandoc's JSON gives it, ``{"t": tag, "c": content}``
(pandoc-types 1.23). ``bindery.tree`` holds the verbs for it.

A noun is made when it is asked for: a class costs half a millisecond, and a build with nothing to do needs few.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bindery.model.house import Brand, Face, Font, Language, Person, Publication, Ties
    from bindery.model.results import Artefact, Finding, Place, Severity
    from bindery.model.text import (
        Blocks,
        Chapter,
        Colophon,
        Document,
        Endnote,
        Image,
        Inlines,
        Manuscript,
        Node,
        Note,
        Section,
        Subheading,
    )
    from bindery.model.translation import Catalog, Entry, Pair, Standing, Term, Unit

__all__ = [
    "Artefact",
    "Blocks",
    "Brand",
    "Catalog",
    "Chapter",
    "Colophon",
    "Document",
    "Endnote",
    "Entry",
    "Face",
    "Finding",
    "Font",
    "Image",
    "Inlines",
    "Language",
    "Manuscript",
    "Node",
    "Note",
    "Pair",
    "Person",
    "Place",
    "Publication",
    "Section",
    "Severity",
    "Standing",
    "Subheading",
    "Term",
    "Ties",
    "Unit",
]

_HOMES = {
    "results": ("Artefact", "Finding", "Place", "Severity"),
    "house": ("Brand", "Face", "Font", "Language", "Person", "Publication", "Ties"),
    "text": (
        "Blocks",
        "Chapter",
        "Colophon",
        "Document",
        "Endnote",
        "Image",
        "Inlines",
        "Manuscript",
        "Node",
        "Note",
        "Section",
        "Subheading",
    ),
    "translation": ("Catalog", "Entry", "Pair", "Standing", "Term", "Unit"),
}


def __getattr__(name: str) -> Any:
    for home, names in _HOMES.items():
        if name in names:
            noun = globals()[name] = getattr(import_module(f"bindery.model.{home}"), name)
            return noun
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
