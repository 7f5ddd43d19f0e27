"""What is translated, and how far it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bindery.model.results import Place
from bindery.model.text import Blocks, Inlines


@dataclass(frozen=True, slots=True)
class Unit:
    """What is translated at a time: one block's words as Markdown, or a line of metadata as plain text.

    Calls in it are numbered within it (``[^1]``), so that a note added elsewhere leaves it as it was. ``context``
    says the kind and is PO's ``msgctxt``: text, heading, note, caption, alt, cell, term, meta:title, …
    """

    context: str
    source: str
    file: str = ""
    inlines: Inlines = field(default_factory=list, compare=False)  # as read, its calls numbered within it

    @property
    def key(self) -> tuple[str, str]:
        """What tells units apart: context and source."""
        return self.context, self.source


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a catalogue, as gettext's PO has it; ``line`` is where it stands in the file, or 0."""

    context: str
    source: str
    translation: str = ""
    flags: tuple[str, ...] = ()
    comment: str = ""  # the translator's own, "# …"
    remark: str = ""  # ours to the translator, "#. …"
    files: tuple[str, ...] = ()
    previous_context: str = ""
    previous_source: str = ""  # what a fuzzy translation was made from
    obsolete: bool = False
    line: int = 0

    @property
    def key(self) -> tuple[str, str]:
        """What tells entries apart: context and source."""
        return self.context, self.source

    @property
    def fuzzy(self) -> bool:
        """Whether the translation is a guess; a guess never counts as translated."""
        return "fuzzy" in self.flags


@dataclass(frozen=True, slots=True)
class Catalog:
    """A publication's translations into one language, ``translations/<language>.po``."""

    language: str
    header: Mapping[str, str]
    entries: tuple[Entry, ...] = ()
    comment: str = ""  # at the head of the file
    origin: bytes = field(default=b"", compare=False)  # what the file was when it was read, by its hash


@dataclass(frozen=True, slots=True)
class Pair:
    """A unit beside its translation, both as written and as read; calls are Spans of class ``call``.

    ``number`` counts the units in reading order from 1; ``place`` is the entry's in the catalogue.
    """

    number: int
    context: str
    source: str
    translation: str
    source_blocks: Blocks
    blocks: Blocks
    place: Place


@dataclass(frozen=True, slots=True)
class Term:
    """One line of a glossary: a term of the source and how each language says it; ``*`` stands for any ending."""

    source: str
    translations: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a translated edition is; an edition in the publication's own language has none."""

    units: int = 0
    translated: int = 0
    fuzzy: int = 0
    missing: int = 0
    stale: int = 0
    damaged: int = 0  # translations whose calls, links or pictures are not those of the source
    unreviewed: int = 0
    optional: int = 0  # notes that stand in the source language by the publication's own policy
    translators: tuple[str, ...] = ()
    reviewers: tuple[str, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether every unit that must be is translated, from the source as it is now."""
        return not (self.fuzzy or self.missing or self.stale or self.damaged)

    @property
    def word(self) -> str:
        """One word for it, in metadata and in ``status``: draft, unreviewed or final."""
        return "final" if self.final else "unreviewed" if self.complete else "draft"

    @property
    def final(self) -> bool:
        """Whether the edition may be called finished: complete, and every unit reviewed."""
        return self.complete and not self.unreviewed
