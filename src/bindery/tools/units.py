"""Units as a translator's Markdown, a paragraph each: written and read by pandoc, all in one document."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from bindery import tree
from bindery.model import Blocks, Inlines
from bindery.tools import masks, pandoc, simple, snares
from bindery.tools.answers import READ, UNIT_WRITER, Answer, convert, run
from bindery.tools.conversion import TREE

# "2022. …" at the start of a text would be a list: behind an empty span it is a sentence.
GUARD = "[]{.x}"
_GUARD = {"t": "Span", "c": [["", ["x"], []], []]}
_CALL = re.compile(r"\[\\?\^(\d+)\\?\]")  # escaped or not
_ESCAPES = 500  # in a paragraph
LONGEST = 100_000  # letters: what is translated at a time is a paragraph


def write(paragraphs: Sequence[Inlines]) -> list[str]:
    """Return each paragraph's inlines as one line of Markdown for translators; it reads back as the same tree."""
    known = [simple.written(inlines) for inlines in paragraphs]
    rest = iter(_write([tree.parted(each) for each, text in zip(paragraphs, known, strict=True) if text is None]))
    return [next(rest) if text is None else text for text in known]


def _write(paragraphs: Sequence[Inlines]) -> list[str]:
    if not paragraphs:
        return []
    whole: Blocks = [{"t": "Para", "c": [_GUARD, *inlines]} for inlines in paragraphs]
    text = convert(["-f", "json", "-t", UNIT_WRITER, "--wrap=none"], pandoc.document(whole).encode(), need=TREE)
    units = text.strip("\n").split("\n\n")
    if len(units) != len(paragraphs):  # one has an empty line in it: each on its own
        units = run([{"unit": pandoc.document([block])} for block in whole])
    # pandoc escapes to be safe; a translator should meet a backslash only where the text would change without it.
    # That is tried, and a thousand brackets that seem to be open keep pandoc busy for minutes.
    escaped = [at for at, unit in enumerate(units) if 0 < unit.count("\\") <= _ESCAPES]
    # With the notes that it would call a literal [^1] does change.
    ends = [_notes(units[at]) for at in escaped]
    told = run([{"plain": units[at] + end} for at, end in zip(escaped, ends, strict=True)])
    for at, unit, end in zip(escaped, told, ends, strict=True):
        units[at] = unit.removesuffix(end)
    return [unit.strip("\n").removeprefix(GUARD) for unit in units]


def _notes(unit: str) -> str:
    return "".join(f"\n\n[^{number}]: {number}" for number in dict.fromkeys(_CALL.findall(unit)))


class Units:
    """Translators' Markdown, begun to be read: as one document, if it comes apart again.

    ``notes`` are the definitions of the notes that the texts call, the same for all. Others come first where it is read
    at ``leisure``.
    """

    def __init__(self, texts: Sequence[str], notes: str = "", *, leisure: bool = False) -> None:
        # What would keep pandoc busy for ever is code, which is no paragraph and so no translation.
        self._texts = [
            GUARD + text if _is_readable(text) else f"```\n{text[:60].replace('`', '')}…\n```" for text in texts
        ]
        self._notes = notes
        masked, self._runs = masks.mask("\n\n".join(self._texts) + notes, GUARD)
        self._answer = Answer(READ, masked, leisure=leisure)

    def settle(self, within: float) -> bool:
        """Wait for pandoc, some seconds at most: what is read may then be asked for by a process forked from this.

        Tell whether it is there; where it is not it is stopped, and nobody may ask.
        """
        return self._answer.settle(within)

    def read(self) -> list[Blocks]:
        """Return the blocks of each text: one paragraph, if it is what it should be."""
        blocks = pandoc.tree_of(masks.unmask(self._answer.said(), self._runs), 0)
        apart = len(blocks) == len(self._texts) and all(b["t"] == "Para" and b["c"][:1] == [_GUARD] for b in blocks)
        each = [[block] for block in blocks] if apart else pandoc.read([text + self._notes for text in self._texts])
        return [_inert(_unguarded(blocks)) for blocks in each]


def read(texts: Sequence[str], notes: str = "") -> list[Blocks]:
    """Return the blocks of each translator's Markdown, as ``Units`` reads them."""
    return Units(texts, notes).read()


def _is_readable(text: str) -> bool:
    return len(text) <= LONGEST and not any(map(snares.snare, text.split("\n"))) and not snares.knot(text)


def _inert(node: Any) -> Any:
    """Return a tree without attributes that run or fetch something, and without marks that only the press may set."""
    if isinstance(node, list):
        if len(node) == 3 and isinstance(node[0], str) and isinstance(node[1], list) and isinstance(node[2], list):
            pairs = [pair for pair in node[2] if not (isinstance(pair, list) and pair and _is_active(pair[0]))]
            return [node[0], [name for name in node[1] if name != "call"], pairs]
        return [_inert(item) for item in node]
    return {key: _inert(value) for key, value in node.items()} if isinstance(node, dict) else node


def _is_active(name: object) -> bool:
    return isinstance(name, str) and bool(pandoc.ACTIVE.fullmatch(name))


def _unguarded(blocks: Blocks) -> Blocks:
    if blocks and blocks[0]["t"] in {"Para", "Plain"} and blocks[0]["c"][:1] == [_GUARD]:
        return [{"t": "Para", "c": blocks[0]["c"][1:]}, *blocks[1:]]
    return blocks
