"""The note apparatus of a finished file: N calls, N notes, N returns, in order, each landing where it should."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module

from bindery.model import Finding, Place, Severity

_Fault = tuple[str, str, str]  # code, where, what


@dataclass(frozen=True, slots=True)
class Call:
    """A mark in the text: its id, what the reader sees, the note it leads to, and whether it lands there."""

    id: str
    label: str
    note: str
    lands: bool
    spot: str = ""


@dataclass(frozen=True, slots=True)
class Return:
    """A way back: the note it stands in, the call it leads to, and whether it lands there."""

    note: str
    call: str
    lands: bool
    spot: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """A note in the list: its id, its label as printed, and whether it says anything."""

    id: str
    label: str
    spot: str = ""
    empty: bool = False


@dataclass(frozen=True, slots=True)
class Apparatus:
    """All notes of a file, each kind in the order in which a reader meets it."""

    calls: tuple[Call, ...]
    notes: tuple[Note, ...]
    returns: tuple[Return, ...]


def read(data: bytes, medium: str) -> Apparatus:
    """Return the apparatus of an artefact.

    Raises BinderyError where the file can't be read at all.
    """
    reader = import_module(f"bindery.checks.artefacts.{medium}")
    made: Apparatus = reader.read(data)
    return made


def examine(found: Apparatus, shown: str) -> list[Finding]:
    """Return every note lost, doubled, out of order, mislabelled, or whose link does not land."""
    return [
        Finding(f"notes-{code}", Severity.ERROR, Place(shown, spot=spot), message, "Build it again; then report it.")
        for code, spot, message in (*_calls(found), *_returns(found))
    ]


def _calls(found: Apparatus) -> Iterator[_Fault]:
    labels = {note.id: note.label for note in found.notes}
    if len(labels) < len(found.notes):
        yield "doubled", "", "two notes have one id."
    called = list(dict.fromkeys(call.note for call in found.calls))
    for note in found.notes:
        if note.id not in called:
            yield "uncalled", note.spot, f"note {note.label} is never called."
        if note.empty:
            yield "empty", note.spot, f"note {note.label} has no words."
    if [note.id for note in found.notes if note.id in called] != [note for note in called if note in labels]:
        yield "order", "", "the notes do not stand in the order of their calls."
    for call in found.calls:
        if call.note not in labels:
            yield "lost", call.spot, f"call {call.label} leads to {call.note or 'nothing'}, which is no note."
        elif not call.lands:
            yield "call-lands", call.spot, f"call {call.label or 'without a label'} does not land at its note."
        elif call.label != labels[call.note]:
            yield "label", call.spot, f"call {call.label} leads to note {labels[call.note]}."


def _returns(found: Apparatus) -> Iterator[_Fault]:
    labels = {note.id: note.label for note in found.notes}
    expected = [(call.note, call.id) for call in found.calls]
    ways = [(back.note, back.call) for back in found.returns]
    for note, call in expected:
        if note in labels and (note, call) not in ways:
            yield "no-return", "", f"note {labels[note]} has no way back to {call or 'one of its calls'}."
    for back in found.returns:
        if (back.note, back.call) not in expected:
            yield "return", back.spot, f"note {labels.get(back.note, back.note)} leads back to {back.call}."
        elif not back.lands:
            yield "return-lands", back.spot, f"the way back to {back.call} does not land at the call."


def compare(files: Sequence[tuple[str, Apparatus]]) -> Iterator[Finding]:
    """Yield in what the apparatus of a file differs from the first: across formats and editions it is the same."""
    if not files:
        return
    first, expected = files[0]
    for shown, found in files[1:]:
        for what, one, other in (
            ("calls", [(c.id, c.label) for c in expected.calls], [(c.id, c.label) for c in found.calls]),
            ("notes", [(n.id, n.label) for n in expected.notes], [(n.id, n.label) for n in found.notes]),
            ("returns", [(r.note, r.call) for r in expected.returns], [(r.note, r.call) for r in found.returns]),
        ):
            if one != other:
                pairs = enumerate(zip(one, other, strict=False))
                at = next((n for n, pair in pairs if pair[0] != pair[1]), min(len(one), len(other)))
                yield Finding(
                    "notes-parity",
                    Severity.ERROR,
                    Place(shown),
                    f"{len(other)} {what} ({_told(other, at)}), but {len(one)} ({_told(one, at)}) in {first}.",
                    "Build both again; then report it.",
                )


def _told(items: Sequence[tuple[str, str]], at: int) -> str:
    """Return the labels of a dozen items, with the place of the first difference among them."""
    start = max(at - 2, 0)
    labels = ", ".join(label for _id, label in items[start : start + 12])
    return ("… " if start else "") + labels + (" …" if len(items) > start + 12 else "")
