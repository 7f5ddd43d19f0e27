"""Proofs of what was built: each reads a finished file, never its sources, and returns findings.

==============  =========================================  ==================================================
``apparatus``   every medium                               calls, notes, returns: all there, in order, landing
``validators``  EPUBCheck, Ace, Nu, axe, veraPDF           the field's own, where they are on the machine
``preflight``   the printer's PDF                          whether a press can print it as it is
==============  =========================================  ==================================================
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bindery.checks.artefacts import apparatus, preflight
from bindery.errors import BinderyError, ToolMissing
from bindery.model import Finding, Place, Severity
from bindery.renderers import PRESS

Validator = Callable[[Path, str], list[Finding]]


@dataclass(frozen=True, slots=True)
class Shelved:
    """A finished file to be proved; ``shown`` is its name in findings."""

    path: Path
    shown: str
    medium: str
    language: str


def examine(files: Sequence[Shelved], *, validators: bool = True) -> Iterator[Finding]:
    """Yield what is wrong with finished files of one publication; what could not be checked is said as skipped."""
    found: dict[Shelved, apparatus.Apparatus] = {}
    for file in files:
        if file.medium == PRESS:
            yield from _validated("the preflight", preflight.examine, file)
            continue
        try:
            found[file] = apparatus.read(file.path.read_bytes(), file.medium)
        except (BinderyError, OSError) as error:
            yield Finding("artefact-unreadable", Severity.ERROR, Place(file.shown), f"{error}", "Build it again.")
            continue
        yield from apparatus.examine(found[file], file.shown)
    yield from apparatus.compare([(file.shown, found[file]) for file in files if file in found])
    if validators:
        for file in files:
            for name, check in _validators(file.medium) if file.medium != PRESS else ():
                yield from _validated(name, check, file)


def _validators(medium: str) -> list[tuple[str, Validator]]:
    from bindery.tools import ace, axe, epubcheck, nu, verapdf

    table: dict[str, list[tuple[str, Validator]]] = {
        "epub": [("EPUBCheck", epubcheck.check), ("Ace", ace.check)],
        "html": [("the Nu HTML checker", nu.check), ("axe", axe.check)],
        "pdf": [("veraPDF", verapdf.check)],
    }
    return table[medium]


def _validated(name: str, check: Validator, file: Shelved) -> Iterator[Finding]:
    try:
        yield from check(file.path, file.shown)
    except ToolMissing as error:
        yield Finding("check-skipped", Severity.NOTE, Place(file.shown), f"not checked by {name}: {error}")
    except BinderyError as error:
        yield Finding("check-failed", Severity.ERROR, Place(file.shown), f"{name}: {error}", "Try it again.")
