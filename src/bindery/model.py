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
