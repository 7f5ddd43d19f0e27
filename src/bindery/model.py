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
    """How much a finding weighs: an error fails the build, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where something was found: a file (relative to the project, with slashes) and a line from 1, or 0 for none."""

    file: str
    line: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}" if self.line else self.file


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
    note_style: str = "decimal"

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
    wordmark: tuple[str, ...]
    url: str
    note_style: str
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
class Language:
    """What an edition's language asks for, from ``styles/languages/<code>.toml``."""

    code: str
    tag: str  # BCP 47, as documents carry it: "en-US" where the spelling and so the hyphens are American
    name: str
    direction: str
    quotes: tuple[str, str, str, str]
    words: Mapping[str, str]


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
    """A publication's text in one language."""

    publication: Publication
    language: str
    chapters: tuple[Chapter, ...]
    notes: tuple[Note, ...]
    images: tuple[Image, ...]
    findings: tuple[Finding, ...] = ()


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

    @property
    def name(self) -> str:
        """The edition's file name without its ending: ``<slug>.<language>``."""
        return f"{self.publication.slug}.{self.language.code}"


@dataclass(frozen=True, slots=True)
class Artefact:
    """A finished file."""

    name: str
    medium: str
    data: bytes
    pages: int = 0
    findings: tuple[Finding, ...] = field(default=())
