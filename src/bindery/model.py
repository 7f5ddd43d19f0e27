"""The nouns of the press, frozen.

This module imports nothing of ours, so that every other one may import it. Text in a manuscript is
kept as pandoc's own tree: each element is a ``Node`` as pandoc's JSON gives it, ``{"t": tag, "c": content}``
(pandoc-types 1.23). ``bindery.tree`` holds the verbs for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

Node = dict[str, Any]
Blocks = list[Node]
Inlines = list[Node]


class Severity(StrEnum):
    """How much a finding weighs: an error fails the build, a warning does not, a note only tells (a check skipped)."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where something was found: a file (relative to the project, with slashes) and a line from 1, or 0 for none.

    ``spot`` is where inside a file that has no lines: "page 3", "EPUB/notes.xhtml:12".
    """

    file: str
    line: int = 0
    spot: str = ""

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" if self.line else self.file
        return f"{where} ({self.spot})" if self.spot else where


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that an editor should look at; a value, never raised."""

    code: str
    severity: Severity
    place: Place
    message: str
    hint: str = ""

    def __str__(self) -> str:
        return f"{self.place}: {self.message}" + (f" {self.hint}" if self.hint else "")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody named on the title page."""

    name: str
    honorific: str = ""
    orcid: str = ""

    @property
    def full_name(self) -> str:
        """The name as the title page has it: ``Dr. Roza Turarbekova``."""
        return f"{self.honorific} {self.name}".strip()


@dataclass(frozen=True, slots=True)
class Publication:
    """What ``publication.yaml`` says of one publication; ``folder`` is where it stands."""

    slug: str
    folder: Path
    title: str
    authors: tuple[Person, ...]
    date: str
    language: str
    languages: tuple[str, ...]
    chapters: tuple[str, ...]
    kind: str = ""
    subtitle: str = ""
    abstract: str = ""
    keywords: tuple[str, ...] = ()
    publisher: str = ""
    identifier: str = ""
    doi: str = ""
    url: str = ""
    rights: str = ""
    certifier: str = ""  # who has judged the EPUB's accessibility, and signs for it
    note_style: str = "decimal"
    note_translation: str = "translate"  # or "optional" (a note may stay in the source language), "copy" (all do)

    @property
    def full_title(self) -> str:
        """Title and subtitle in one line."""
        return f"{self.title}: {self.subtitle}" if self.subtitle else self.title

    @property
    def year(self) -> str:
        """The year of publication, four digits."""
        return self.date[:4]


@dataclass(frozen=True, slots=True)
class Brand:
    """The house's identity, from ``styles/brand.toml``."""

    name: str
    identity: str  # the name as brand.toml has it, in every language
    wordmark: tuple[str, ...]
    url: str
    note_style: str
    note_translation: str
    colours: Mapping[str, str]
    page: Mapping[str, str]
    fonts: tuple[Font, ...]


@dataclass(frozen=True, slots=True)
class Font:
    """One font file: a whole face, never a subset (two files under one name would be merged)."""

    family: str
    file: str
    weight: int
    italic: bool


@dataclass(frozen=True, slots=True)
class Face(Font):
    """A font file that only editions of one language carry; ``voice`` is what of the brand's it stands before."""

    voice: str  # "serif" or "sans"


@dataclass(frozen=True, slots=True)
class Ties:
    """Where a language lets no line end: each is a space that becomes a no-break space."""

    one_letter: bool = False  # after a word of one letter: a preposition, a conjunction
    after: tuple[str, ...] = ()  # after these words
    before: tuple[str, ...] = ()  # before these words: particles, "–", "—"
    units: tuple[str, ...] = ()  # between a number and these: "км", "млн", "г."
    signs: tuple[str, ...] = ()  # between these and a number: "№", "§", "с."
    titles: tuple[str, ...] = ()  # between these and a capital letter: "Dr.", "ул."
    initials: bool = False  # between initials, and between them and a surname
    phrases: tuple[str, ...] = ()  # inside these: "i t. d.", "у т. л."


@dataclass(frozen=True, slots=True)
class Language:
    """What an edition's language asks for, from ``styles/languages/<code>.toml``."""

    code: str
    tag: str  # BCP 47, as documents carry it: "en-US" where the spelling and so the hyphens are American
    name: str
    direction: str
    quotes: tuple[str, str, str, str]
    words: Mapping[str, str]
    ties: Ties = field(default_factory=Ties)
    foreign: str = ""  # small letters of the same script that the language does not have: "ищъ" in Belarusian
    decimal: str = "."  # between whole and tenths
    fonts: tuple[str, ...] = ()  # families of the brand, in the order of preference, that come before its text font
    faces: tuple[Face, ...] = ()  # the language's own, for letters that the brand's lack

    def lead(self, voice: str) -> str:
        """Return what comes before the brand's family in a stack of CSS: ``"Assistant", `` or nothing."""
        named = self.fonts if voice == "serif" else ()
        families = dict.fromkeys([*named, *(face.family for face in self.faces if face.voice == voice)])
        return "".join(f'"{family}", ' for family in families)


@dataclass(frozen=True, slots=True)
class Image:
    """A picture of the publication; ``name`` is its path below the publication's folder."""

    name: str
    media_type: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Chapter:
    """One chapter file as pandoc reads it, its notes taken out and their calls left in."""

    file: str
    blocks: Blocks


@dataclass(frozen=True, slots=True)
class Note:
    """One endnote: its number from 1, its text, and how often the text calls it."""

    number: int
    label: str
    blocks: Blocks
    calls: int = 1


@dataclass(frozen=True, slots=True)
class Manuscript:
    """A publication's text in one language; of the same shape whether an author or a translator wrote it."""

    publication: Publication
    brand: Brand
    language: str
    chapters: tuple[Chapter, ...]
    notes: tuple[Note, ...]
    images: tuple[Image, ...]
    findings: tuple[Finding, ...] = ()
    doubts: tuple[Finding, ...] = ()  # about the translation: they stop no draft
    standing: Standing | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the text, from a heading of the highest rank to the next; ``html`` has no heading."""

    id: str
    title: str
    heading: str
    html: str
    subheadings: tuple[Subheading, ...] = ()


@dataclass(frozen=True, slots=True)
class Subheading:
    """A heading inside a section; ``level`` is that of HTML, from 3."""

    id: str
    title: str
    level: int


@dataclass(frozen=True, slots=True)
class Endnote:
    """A note ready for the page: the visible label, the HTML, and the ids of its calls."""

    id: str
    label: str
    html: str
    calls: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """An edition composed: all that a renderer needs, nothing of any one format."""

    publication: Publication
    brand: Brand
    language: Language
    sections: tuple[Section, ...]
    endnotes: tuple[Endnote, ...]
    images: tuple[Image, ...] = ()
    standing: Standing | None = None
    editions: tuple[Language, ...] = ()  # every language that the publication comes out in, its own first

    @property
    def name(self) -> str:
        """The edition's file name without its ending: ``<slug>.<language>``."""
        return self.name_in(self.language)

    def name_in(self, language: Language) -> str:
        """Return the file name, without its ending, of the edition in another language."""
        return f"{self.publication.slug}.{language.code}"

    def url_in(self, language: Language) -> str:
        """Return where the edition in a language stands on the web, or "".

        An address with ``{language}`` in it is one for every edition; one without is that of the publication's own.
        """
        url = self.publication.url
        if "{language}" in url:
            return url.replace("{language}", language.code)
        return url if language.code == self.publication.language else ""


@dataclass(frozen=True, slots=True)
class Artefact:
    """A finished file."""

    name: str
    medium: str
    data: bytes
    pages: int = 0
    findings: tuple[Finding, ...] = field(default=())


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
