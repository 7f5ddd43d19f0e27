"""Who publishes, what, in which languages, and how it looks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


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
    run_on: bool = False  # chapters follow one another on a page
    note_style: str = "decimal"
    note_translation: str = "translate"  # or "optional" (a note may stay in the source language), "copy" (all do)

    @property
    def full_title(self) -> str:
        """Title and subtitle in one line, a colon between them unless the title ends in a mark of its own."""
        return " ".join(filter(None, self.title_lines))

    @property
    def title_lines(self) -> tuple[str, str]:
        """The title's two lines: it and its subtitle, or cut behind its first colon; the second may be ""."""
        if self.subtitle:
            return self.title if self.title.endswith(tuple("?!…:.")) else f"{self.title}:", self.subtitle
        main, colon, sub = self.title.partition(": ")
        return main + colon.strip(), sub

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
