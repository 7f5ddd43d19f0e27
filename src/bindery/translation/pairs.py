"""Units beside their translations: what checks examine, editions print and proofs show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bindery.model import Catalog, Entry, Pair, Place, Unit
from bindery.translation import markdown as reading


class State(StrEnum):
    """How a unit stands in an edition; only what is translated is printed in the edition's language."""

    TRANSLATED = "translated"
    FUZZY = "fuzzy"
    MISSING = "missing"
    OPTIONAL = "optional"  # a note that may stay as it is


@dataclass(frozen=True, slots=True)
class Row:
    """A unit, its entry in the catalogue, and both read; ``pair`` is None where nothing is translated."""

    number: int
    unit: Unit
    state: State
    entry: Entry | None = None
    pair: Pair | None = None


def align(units: Sequence[Unit], catalog: Catalog, file: str, notes: str) -> tuple[Row, ...]:
    """Return a row for each different unit in reading order, numbered from 1.

    ``file`` is the catalogue's name in findings, ``notes`` the publication's policy for notes: with "optional" a
    note without a translation is no gap. All translations are read in one pandoc process.
    """
    entries = {entry.key: entry for entry in catalog.entries if not entry.obsolete}
    unique = list({unit.key: unit for unit in reversed(units)}.values())[::-1]
    found = [entries.get(unit.key) for unit in unique]
    texts = {
        at: entry.translation
        for at, (unit, entry) in enumerate(zip(unique, found, strict=True))
        if entry and entry.translation.strip() and not unit.context.startswith("meta:")
    }
    blocks = dict(zip(texts, reading.read(list(texts.values())), strict=True))
    rows = []
    for at, (unit, entry) in enumerate(zip(unique, found, strict=True)):
        pair = None
        if entry and entry.translation.strip():
            pair = Pair(
                number=at + 1,
                context=unit.context,
                source=unit.source,
                translation=entry.translation,
                source_blocks=[{"t": "Para", "c": unit.inlines}],
                blocks=blocks.get(at) or [{"t": "Para", "c": reading.as_words(entry.translation)}],
                place=Place(file, entry.line),
            )
        rows.append(Row(at + 1, unit, _state(unit, entry, pair, notes), entry, pair))
    return tuple(rows)


def translated(rows: Sequence[Row]) -> list[Pair]:
    """Return the pairs that count as translated."""
    return [row.pair for row in rows if row.pair and row.state is State.TRANSLATED]


def _state(unit: Unit, entry: Entry | None, pair: Pair | None, notes: str) -> State:
    if entry and pair:
        return State.FUZZY if entry.fuzzy else State.TRANSLATED
    return State.OPTIONAL if unit.context == "note" and notes == "optional" else State.MISSING
