"""What an import is made of, frozen: blocks as received, notes, actions, and the publication that comes out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from bindery.model import Finding, Person

More = str | bool | list[str]  # a value of publication.yaml that is written as it is


class Kind(StrEnum):
    """What a block of received Markdown is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST = "list"
    QUOTE = "quote"
    TABLE = "table"
    CODE = "code"
    RULE = "rule"
    DIVISION = "division"  # a line that opens or closes one of pandoc's, `::: {lang=uk}`


@dataclass(frozen=True, slots=True)
class Block:
    """Some lines that belong together; ``line`` is the first one's number in the received file, from 1.

    A heading may have a ``name`` that links lead to.
    """

    kind: Kind
    lines: tuple[str, ...]
    line: int
    level: int = 0
    name: str = ""

    @property
    def last(self) -> int:
        """The number of the last line in the received file."""
        return self.line + len(self.lines) - 1

    @property
    def text(self) -> str:
        """The lines as one string, line ends kept."""
        return "\n".join(self.lines)


class Sureness(StrEnum):
    """How sure the import is of something that it did."""

    CERTAIN = "certain"
    LIKELY = "likely"
    GUESS = "guess"


@dataclass(frozen=True, slots=True, order=True)
class Action:
    """Something that the import did; ``line`` is in the received file."""

    line: int
    what: str
    sureness: str

    def __str__(self) -> str:
        return f"{self.line}: {self.what} ({self.sureness})"


@dataclass(frozen=True, slots=True)
class Entry:
    """One note as received: its label, what shows it on the page, and its paragraphs."""

    label: str
    shown: str
    paragraphs: tuple[Block, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the title page says."""

    title: str
    authors: tuple[Person, ...]
    date: str
    language: str
    subtitle: str = ""
    kind: str = ""
    publisher: str = ""
    note_style: str = ""
    note_translation: str = ""
    more: Mapping[str, More] = field(default_factory=dict)  # abstract, keywords, doi and their like, by their keys


@dataclass(frozen=True, slots=True)
class ChapterFile:
    """A chapter file to be: its name and its text."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Received:
    """A publication made from received Markdown, nothing of it written yet."""

    slug: str
    metadata: Metadata
    chapters: tuple[ChapterFile, ...]
    actions: tuple[Action, ...]
    findings: tuple[Finding, ...]
    pictures: Mapping[str, bytes] = field(default_factory=dict)  # by their place in its folder


@dataclass(slots=True)
class Log:
    """Collects what one import did and found."""

    file: str
    actions: list[Action]
    findings: list[Finding]

    def did(self, line: int, what: str, sureness: Sureness) -> None:
        """Note down an action."""
        self.actions.append(Action(line, what, sureness.value))

    def found(self, findings: Iterable[Finding]) -> None:
        """Keep findings."""
        self.findings.extend(findings)
