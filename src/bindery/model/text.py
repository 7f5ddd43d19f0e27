"""A text on its way from a manuscript to a finished file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bindery.model.house import Brand, Face, Language, Publication
from bindery.model.results import Finding

if TYPE_CHECKING:
    from bindery.model.translation import Standing

Node = dict[str, Any]
Blocks = list[Node]
Inlines = list[Node]


@dataclass(frozen=True, slots=True)
class Image:
    """A picture of the publication; ``name`` is its path in editions, made of that below the publication's folder."""

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
    standing: Standing | None = None
    doubting: Callable[[], tuple[Finding, ...]] = tuple

    @property
    def doubts(self) -> tuple[Finding, ...]:
        """What is doubtful in the text or its translation, looked for when it is asked for: it stops nothing."""
        return self.doubting()


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the text, from a heading of the highest rank to the next; ``html`` has no heading."""

    id: str
    title: str
    heading: str
    html: str
    subheadings: tuple[Subheading, ...] = ()
    opens: bool = False  # a chapter that is not the first begins with it


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
    guests: tuple[Face, ...] = ()  # faces that other languages bring, for passages in their letters

    @property
    def name(self) -> str:
        """The edition's file name without its ending: ``<slug>.<language>``."""
        return self.name_in(self.language)

    def name_in(self, language: Language) -> str:
        """Return the file name, without its ending, of the edition in another language."""
        return f"{self.publication.slug}.{language.code}"

    def trail(self, voice: str) -> str:
        """Return what comes behind the brand's family in a stack of CSS: ``, "Frank Ruhl Libre"`` or nothing."""
        families = dict.fromkeys(face.family for face in self.guests if face.voice == voice)
        return "".join(f', "{family}"' for family in families)

    def url_in(self, language: Language) -> str:
        """Return where the edition in a language stands on the web, or "".

        An address with ``{language}`` in it is one for every edition; one without is that of the publication's own.
        """
        url = self.publication.url
        if "{language}" in url:
            return url.replace("{language}", language.code)
        return url if language.code == self.publication.language else ""


@dataclass(frozen=True, slots=True)
class Colophon:
    """What a page's head has no name for: identifiers, publisher, contributors such as translators, and languages."""

    identifier: str = ""
    publisher: str = ""
    source: str = ""  # the identifier of what this is a translation of
    contributors: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
