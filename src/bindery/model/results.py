"""What came of it: finished files, and what an editor should look at."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from hashlib import sha256


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


@dataclass(frozen=True)
class Artefact:
    """A finished file."""

    name: str
    medium: str
    data: bytes
    pages: int = 0
    findings: tuple[Finding, ...] = field(default=())

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of its bytes, which shelf and cache write beside them."""
        return sha256(self.data).hexdigest()
