"""Units as Markdown: written for translators, and what they wrote read."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence

from bindery import notes, tree
from bindery.model import Blocks, Inlines, Node
from bindery.tools import units as written

_MARKER = re.compile(r"\[\^(\d+)\]")
_PATIENCE = 5  # seconds: all translations of a book of sixty articles are read in less
_begun: dict[tuple[str, ...], written.Units] = {}


def as_words(text: str) -> Inlines:
    """Return plain text, which is no Markdown, as inlines."""
    words = text.split()
    return [tree.string(" ".join(words))] if words else []


def localised(inlines: Inlines) -> Inlines:
    """Return inlines with their calls numbered within them, from 1."""
    numbers: dict[str, int] = {}

    def change(node: Node) -> Node | None:
        if not tree.is_call(node):
            return None
        return local_call(str(numbers.setdefault(tree.pairs_of(node)["note"], len(numbers) + 1)))

    made: Inlines = tree.rewrite(inlines, change)
    return made


def _marked(inlines: Inlines) -> Inlines:
    """Return inlines as pandoc can write them so that they read back: calls as the translator's markers, ``[^1]``.

    An emphasis inside another is given its own sign, for the writer's ``*a *b* c*`` reads back as something else.
    """

    def change(node: Node) -> Node | list[Node] | None:
        if tree.is_call(node):
            return {"t": "RawInline", "c": ["markdown", f"[^{tree.pairs_of(node)['note']}]"]}
        if node["t"] == "Emph":
            return {"t": "Emph", "c": tree.rewrite(node["c"], inner)}
        return None

    def inner(node: Node) -> Node | list[Node] | None:
        if node["t"] == "Emph":
            sign = {"t": "RawInline", "c": ["markdown", "_"]}
            return [sign, *tree.rewrite(node["c"], change), sign]
        return change(node)

    marked: Inlines = tree.rewrite(inlines, change)
    return marked


def write(paragraphs: list[Inlines]) -> list[str]:
    """Return each paragraph, its calls numbered within it, as a translator reads it; all in one process."""
    return written.write([_marked(inlines) for inlines in paragraphs])


def begin(texts: Sequence[str], *, leisure: bool = False) -> None:
    """Begin to read texts that ``read`` will be asked for, by this process or by one that is forked from it.

    Others come first where nobody waits for them yet (``leisure``).
    """
    wanted = tuple(dict.fromkeys(texts))
    if wanted and wanted not in _begun:
        _begun[wanted] = written.Units(wanted, _notes(wanted), leisure=leisure)


def settle() -> None:
    """Wait for all that is begun; a process may be forked then.

    A translation that keeps pandoc busy for long holds up no other: who makes that edition has it read anew.
    """
    until = time.monotonic() + _PATIENCE
    for wanted, units in list(_begun.items()):
        if not units.settle(max(0.0, until - time.monotonic())):
            del _begun[wanted]


def read(texts: list[str]) -> list[Blocks]:
    """Return each text as blocks, its markers as calls that are numbered within the unit; all in one process."""
    asked = set(texts)
    near = max(_begun, key=lambda begun: len(asked.intersection(begun)), default=())
    known = dict(zip(near, _begun.pop(near).read(), strict=True)) if asked.intersection(near) else {}
    if rest := [text for text in dict.fromkeys(texts) if text not in known]:
        known |= dict(zip(rest, written.read(rest, _notes(rest)), strict=True))

    def change(node: Node) -> Node | None:
        return local_call(tree.text(node["c"])) if node["t"] == "Note" else None

    return [tree.rewrite(known[text], change) for text in texts]


def _notes(texts: Sequence[str]) -> str:
    """Return definitions of all notes that texts call."""
    called = sorted({number for text in texts for number in _MARKER.findall(text)})
    return "".join(f"\n\n[^{number}]: {number}" for number in called)


def local_call(number: str) -> Node:
    """Return the call of a unit's own first, second … note."""
    return tree.span(["", ["call"], [["note", number]]], [])


def globalised(inlines: Inlines, original: Inlines) -> Inlines:
    """Return translated inlines with the very calls of the original in the place of the markers.

    The translation must have the original's calls, each as often (``checks.translation`` refuses others).
    """
    numbers: dict[str, str] = {}
    calls: dict[str, list[Node]] = {}
    for call in notes.calls_in(original):
        local = numbers.setdefault(tree.pairs_of(call)["note"], str(len(numbers) + 1))
        calls.setdefault(local, []).append(call)

    def change(node: Node) -> Node | None:
        return calls[tree.pairs_of(node)["note"]].pop(0) if tree.is_call(node) else None

    made: Inlines = tree.rewrite(inlines, change)
    return made
