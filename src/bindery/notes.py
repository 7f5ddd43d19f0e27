"""The one note model: notes taken out of the tree, numbered across the publication, their calls left behind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from bindery import labels as written
from bindery import roman, tree
from bindery.model import Blocks, Inlines, Node, Note

SYMBOLS = "*†‡§‖¶"


@dataclass(slots=True)
class Notebook:
    """Collects a publication's notes in reading order while its chapters are read one by one."""

    notes: dict[int, Blocks] = field(default_factory=dict)
    labels: dict[int, str] = field(default_factory=dict)
    calls: dict[int, int] = field(default_factory=dict)

    def take(self, chapter: str, blocks: Blocks) -> Blocks:
        """Return a chapter's blocks with a call in the place of each note; the notes are kept here.

        A label called twice is one note with two calls. Calls inside alternative text are dropped,
        for pandoc repeats a caption there.
        """
        known: dict[str, int] = {}

        def change(node: Node) -> Node | list[Node] | None:
            if node["t"] == "Image":
                return _without_notes(node)
            if node["t"] != "Note":
                return None
            label, body = _labelled(node["c"])
            number = known.get(label) if label else None
            if number is None:
                number = len(self.notes) + 1
                self.notes[number], self.labels[number] = body, label and f"{chapter}#{label}"
                if label:
                    known[label] = number
            self.calls[number] = self.calls.get(number, 0) + 1
            return call(number, self.calls[number])

        taken: Blocks = tree.rewrite(blocks, change)
        return taken

    def close(self) -> tuple[Note, ...]:
        """Return the notes in the order of their first calls."""
        return tuple(Note(n, self.labels[n], body, self.calls[n]) for n, body in self.notes.items())


def call(number: int, time: int) -> Node:
    """Return the mark in the text of a note's first, second … call."""
    return tree.span([call_id(number, time), ["call"], [["note", str(number)]]], [])


def call_id(number: int, time: int) -> str:
    """Return the id of a call, the same in every language and format."""
    return f"call-{number}" if time == 1 else f"call-{number}-{time}"


def note_id(number: int) -> str:
    """Return the id of a note, the same in every language and format."""
    return f"note-{number}"


def label(number: int, style: str) -> str:
    """Return the visible label of a note, number from 1, in one of the styles of ``publication.yaml``."""
    if style == "lower-alpha":
        letters = ""
        while number:
            number, rest = divmod(number - 1, 26)
            letters = chr(ord("a") + rest) + letters
        return letters
    if style == "symbols":
        times, which = divmod(number - 1, len(SYMBOLS))
        return SYMBOLS[which] * (times + 1)
    if style in {"lower-roman", "upper-roman"}:
        figures = roman.written(number)
        return figures.upper() if style == "upper-roman" else figures
    return str(number)


def calls_in(blocks: Any) -> Iterator[Node]:
    """Yield the calls in blocks, in reading order."""
    return (node for node in tree.walk(blocks) if tree.is_call(node))


def _labelled(blocks: Blocks) -> tuple[str, Blocks]:
    """Return a note's label and its blocks without the mark that carried it."""
    found = ""

    def change(node: Node) -> Node | list[Node] | None:
        nonlocal found
        if node["t"] == "Span" and tree.has_class(node, written.CLASS):
            found = found or tree.pairs_of(node).get("key", "")
            return []
        return None

    body = tree.rewrite(blocks, change)
    # A note whose first line was empty leaves an empty paragraph where its label stood.
    return found, [b for b in body if not (b["t"] in {"Para", "Plain"} and not b["c"])]


def _without_notes(image: Node) -> Node:
    inner: Inlines = tree.rewrite(image["c"][1], lambda node: [] if node["t"] == "Note" else None)
    return {"t": "Image", "c": [image["c"][0], inner, image["c"][2]]}
