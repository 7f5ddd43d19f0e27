"""Catalogues for translators who do not use PO: out as a Word table or as XLIFF, and back.

An untouched file comes back as the identical catalogue; nothing that a translator wrote is dropped without a finding.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Protocol

from bindery.errors import UsageError
from bindery.exchange import table, xliff
from bindery.exchange.merge import merge
from bindery.exchange.units import BYTES, Row, refusal, unit_id
from bindery.model import Catalog, Finding, Severity

__all__ = ["MEDIA", "export", "take", "unit_id"]


class _Door(Protocol):
    """A medium: what a catalogue is in it, what a file of it says, and how a text looks that went through it."""

    def write(self, catalog: Catalog, source_language: str, title: str) -> bytes: ...

    def read(
        self, data: bytes, catalog: Catalog, shown: str, others: Collection[str]
    ) -> tuple[list[Row], list[Finding]]: ...

    def echo(self, text: str) -> str: ...


MEDIA: dict[str, _Door] = {"docx": table, "xliff": xliff}


def export(catalog: Catalog, source_language: str, title: str, medium: str) -> bytes:
    """Return the catalogue as a file for translators; ``medium`` is "docx" or "xliff"."""
    return _door(medium).write(catalog, source_language, title)


def take(
    data: bytes, catalog: Catalog, medium: str, shown: str, others: Collection[str] = ()
) -> tuple[Catalog, list[Finding]]:
    """Return the catalogue with the changes of a translator's file, and what an editor should look at.

    ``shown`` is the file's name in messages, ``others`` are publications whose files are refused.
    Where there is a finding of severity error nothing was taken.
    """
    door = _door(medium)
    if len(data) > BYTES:
        message = f"the file has {len(data) // 1024 // 1024} MB; {BYTES // 1024 // 1024} MB are read."
        return catalog, refusal("exchange-size", shown, message, "Is it the right file?")
    rows, findings = door.read(data, catalog, shown, others)
    if any(finding.severity is Severity.ERROR for finding in findings):
        return catalog, findings
    taken, found = merge(catalog, rows, shown, door.echo)
    return taken, [*findings, *found]


def _door(medium: str) -> _Door:
    if medium not in MEDIA:
        raise UsageError(f"{medium!r}: a catalogue goes out as docx or xliff.")
    return MEDIA[medium]
