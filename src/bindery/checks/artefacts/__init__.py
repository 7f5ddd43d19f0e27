"""Proofs of what was built: each reads a finished file, never its sources, and returns findings.

==============  =========================================  ==================================================
``apparatus``   every medium                               calls, notes, returns: all there, in order, landing
``validators``  EPUBCheck, Ace, Nu, axe, veraPDF           the field's own, where they are on the machine
``preflight``   the printer's PDF                          whether a press can print it as it is
==============  =========================================  ==================================================
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bindery.checks.artefacts import apparatus, preflight
from bindery.errors import BinderyError, ToolMissing
from bindery.model import Finding, Place, Severity
from bindery.processes import Apart
from bindery.renderers import PRESS
from bindery.tools.programs import SECONDS

Validator = Callable[[Mapping[str, Path]], list[Finding]]  # files by the names that are shown


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
    with Apart() as apart:
        for file in files:
            try:
                if file.medium == PRESS:
                    yield from apart.run(SECONDS, preflight.examine, file.path, file.shown)
                    continue
                found[file] = apart.run(SECONDS, _read, file.path, file.medium)
            except (BinderyError, OSError) as error:
                yield Finding("artefact-unreadable", Severity.ERROR, Place(file.shown), f"{error}", "Build it again.")
                continue
            yield from apparatus.examine(found[file], file.shown)
    yield from apparatus.compare([(file.shown, found[file]) for file in files if file in found])
    if validators:
        yield from _proved([file for file in files if file.medium != PRESS])


def _proved(files: Sequence[Shelved]) -> list[Finding]:
    """Return what validators say, file by file; each starts once for all its files, which is most of its time."""
    found: list[Finding] = []
    for medium in dict.fromkeys(file.medium for file in files):
        theirs = [file for file in files if file.medium == medium]
        for name, check in _validators(medium):
            found += _validated(name, check, theirs)
    order = {file.shown: number for number, file in enumerate(files)}
    return sorted(found, key=lambda finding: order[finding.place.file])


def _read(path: Path, medium: str) -> apparatus.Apparatus:
    return apparatus.read(path.read_bytes(), medium)


def _validators(medium: str) -> list[tuple[str, Validator]]:
    from bindery.tools import ace, axe, epubcheck, nu, verapdf

    table: dict[str, list[tuple[str, Validator]]] = {
        "epub": [("EPUBCheck", epubcheck.check), ("Ace", ace.check)],
        "html": [("the Nu HTML checker", nu.check), ("axe", axe.check)],
        "pdf": [("veraPDF", verapdf.check)],
    }
    return table[medium]


def _validated(name: str, check: Validator, files: Sequence[Shelved]) -> Iterator[Finding]:
    try:
        yield from check({file.shown: file.path for file in files})
    except ToolMissing as error:
        for file in files:
            yield Finding("check-skipped", Severity.NOTE, Place(file.shown), f"not checked by {name}: {error}")
    except BinderyError as error:
        if len(files) > 1:  # a file that stops a validator says nothing of the others
            for file in files:
                yield from _validated(name, check, [file])
            return
        [file] = files
        yield Finding("check-failed", Severity.ERROR, Place(file.shown), f"{name}: {error}", "Try it again.")
