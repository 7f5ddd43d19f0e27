"""Typography set in the tree, so that all formats agree: quotes and ties of the language, calls held to their word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from bindery import quotations, ties, tree
from bindery.model import Blocks, Inlines, Language, Node
from bindery.passages.shape import HOLDERS, SPACES, inside, is_settled

_AUTO = "\0"
# An address of the web without what closes its sentence.
_BARE = re.compile(r"(https?://[^\s<>«»“”\"]*[^\s<>«»“”\"’'.,;:!?…)\]}])")

# After these no line breaks before a letter (UAX #14: LB12, LB13, LB19, LB29, LB30), so the call needs no tie.
_CLOSE = ".,;:)]}\"'”’“»" + ties.NO_BREAK
# Before a figure, though, Pango lets one break after these.
_CLOSE_OF_FIGURES = _CLOSE.translate(dict.fromkeys(map(ord, ".,;:")))


def set_type(blocks: Blocks, language: Language, style: str = "") -> Blocks:
    """Return blocks with quotation marks and no-break spaces of the language and no call that could start a line.

    ``style`` is that of the notes' labels.
    """
    quoted: Blocks = _quotes(_addressed(blocks), language, depth=0)
    held: Blocks = _hold_calls(quoted, _CLOSE_OF_FIGURES if style == "decimal" else _CLOSE)
    return ties.tie(held, language)


def _addressed(blocks: Blocks) -> Blocks:
    """Return blocks in which an address that is typed as words is a link: it breaks, and is copied, as one."""

    def change(node: Node) -> Node | list[Node] | None:
        if node["t"] in {"Link", "Image"}:
            return node
        if node["t"] != "Str" or "://" not in node["c"]:
            return None
        parts = _BARE.split(node["c"])
        return [
            {"t": "Link", "c": [["", ["uri"], []], [tree.string(part)], [part, ""]]} if at % 2 else tree.string(part)
            for at, part in enumerate(parts)
            if part
        ]

    addressed: Blocks = tree.rewrite(blocks, change, words=True)
    return addressed


def set_typed(inlines: Inlines, language: Language, original: str = "") -> Inlines:
    """Return a translated unit with its quote marks set as the language has them; the very one given if none.

    Passages in another language keep theirs, and so do quotations of the ``original`` that stand as they are in a note.
    Where the press sets some marks itself it counts only those, so then nothing is done.
    """
    letters = list(_letters(inlines, own=True))
    text = "".join(letter for _, _, letter in letters)
    if _AUTO in text:
        return inlines
    exempt = {start for start, end, _ in quotations.pair(text) if text[start : end + 1] in original}
    marks = quotations.meant(text, language, exempt)
    if not marks:
        return inlines
    new: dict[int, str] = {}
    for place, mark in marks.items():
        node, at, _ = letters[place]
        word = new.get(id(node), str(node["c"]))
        new[id(node)] = word[:at] + mark + word[at + 1 :]
    made: Inlines = tree.rewrite(
        inlines, lambda node: tree.string(new[id(node)]) if id(node) in new else None, words=True
    )
    return made


def _letters(inlines: Inlines, *, own: bool) -> Iterator[tuple[Node, int, str]]:
    """Yield letters with their places; an object stands for what is not ``own``, a zero for straight marks."""
    for node in inlines:
        kind: str = node["t"]
        if kind == "Str":
            yield from ((node, at, letter if own else quotations.OBJECT) for at, letter in enumerate(node["c"]))
        elif kind in SPACES:
            yield node, 0, " "
        elif kind == "Quoted":
            yield node, 0, _AUTO
        elif tree.is_call(node):
            yield node, 0, quotations.CALL
        elif kind in HOLDERS:
            is_own = own and not is_settled(node) and tree.pairs_of(node).get("translate") != "no"
            yield from _letters(inside(node), own=is_own)
        else:
            yield node, 0, quotations.OBJECT


def _quotes(node: Any, language: Language, depth: int) -> Any:
    if isinstance(node, list):
        made: list[Any] = []
        for item in node:
            if tree.is_word(item):
                made.append(item)
            elif isinstance(item, dict) and item.get("t") == "Quoted":
                opening, closing = _marks(item, language, depth)
                made += [
                    tree.string(opening),
                    *_quotes(item["c"][1], language, depth + 1),
                    tree.string(closing),
                ]
            else:
                made.append(_quotes(item, language, depth))
        return ties.joined(made)
    if isinstance(node, dict):
        return {key: _quotes(value, language, depth) for key, value in node.items()}
    return node


def _marks(quoted: Node, language: Language, depth: int) -> tuple[str, str]:
    """Return the marks of a quotation: the author's own level in English, else by depth."""
    inner = quoted["c"][0]["t"] == "SingleQuote" if language.code == "en" else depth % 2 == 1
    return language.quotes[2:] if inner else language.quotes[:2]


def _hold_calls(node: Any, close: str) -> Any:
    if isinstance(node, list):
        made = [item if tree.is_word(item) else _hold_calls(item, close) for item in node]
        return _held(made, close) if any(isinstance(item, dict) and tree.is_call(item) for item in made) else made
    if isinstance(node, dict) and not tree.is_call(node) and not ("t" in node and tree.has_class(node, "tied")):
        return {key: _hold_calls(value, close) for key, value in node.items()}
    return node


def _held(inlines: Inlines, close: str) -> Inlines:
    """Return inlines with each call held to what stands before it.

    Between a letter and a call no line breaks; after "!", "?", a dash or a hyphen one may (UAX #14, LB31),
    so the last letter, its punctuation and the call go into a span that does not break. No line breaks after ``close``.
    """
    made: Inlines = []
    for node in inlines:
        last = made[-1] if made else None
        if tree.is_call(node) and last:
            if last["t"] == "Str" and not last["c"][-1].isalnum() and last["c"][-1] not in close:
                word = last["c"]
                begin = word.rfind(" ") + 1
                cut = max((at for at, letter in enumerate(word[begin:], begin) if letter.isalnum()), default=begin)
                made[-1:] = [tree.string(word[:cut])] if cut else []
                made.append(tree.span(["", ["tied"], []], [tree.string(word[cut:]), node]))
                continue
            if tree.has_class(last, "tied") or tree.is_call(last):
                made[-1] = tree.span(["", ["tied"], []], [last, _behind(node)])
                continue
        made.append(node)
    return made


def _behind(call: Node) -> Node:
    """Return a call that stands behind another, told apart from it by a class: i and ii are not iii."""
    identifier, classes, pairs = tree.attr_of(call) or tree.attr()
    return tree.with_attributes(call, [identifier, [*classes, "next"], pairs])
