"""What stops the press.

::

    BinderyError              every message says where, what, what next
    ├── UsageError            exit 2: the command or the configuration is wrong
    │   ├── NoSuchPublication
    │   └── ConfigurationError   publication.yaml, brand.toml, a language file: all that is wrong, at once
    ├── ManuscriptError       exit 1: findings that leave no edition to make
    ├── TemplateError         exit 2: a template does not parse or asks for what is not there
    ├── ShelfError            exit 2: the artefact could not be written; what stood there still stands
    └── ToolMissing           exit 3: pandoc, Pango, … is not there; the message has the line that mends it
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bindery.model import Finding


class BinderyError(Exception):
    """The press cannot go on; ``str()`` is what the editor reads."""

    exit_code = 1


class UsageError(BinderyError):
    """The command line or a configuration file is wrong."""

    exit_code = 2


class _Findings(BinderyError):
    """What is told by its findings, all at once."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__("\n".join(str(finding) for finding in findings))
        self.findings = tuple(findings)

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.findings,)  # a worker sends it home


class NoSuchPublication(UsageError):
    """The named publication is not in ``manuscript/``."""


class ConfigurationError(_Findings, UsageError):
    """A configuration file is wrong; every finding in it is told at once."""


class ManuscriptError(_Findings):
    """The manuscript has findings of severity error."""


class TemplateError(UsageError):
    """A template is wrong: the message has its name and line."""


class ShelfError(UsageError):
    """An artefact could not be written."""


class ToolMissing(BinderyError):
    """A program or library that the press stands on is not there."""

    exit_code = 3
