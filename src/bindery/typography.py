"""Typography set in the tree, so that all formats agree: quotes and ties of the language, calls held to their word."""

from __future__ import annotations

from typing import Any

from bindery import ties, tree
from bindery.model import Blocks, Inlines, Language, Node

# After these no line breaks before a letter (UAX #14: LB12, LB13, LB19, LB29, LB30), so the call needs no tie.
_CLOSE = ".,;:)]}\"'”’“»" + ties.NO_BREAK


def set_type(blocks: Blocks, language: Language) -> Blocks:
    """Return blocks with quotation marks and no-break spaces of the language and no call that could start a line."""
    quoted: Blocks = _quotes(blocks, language, depth=0)
    held: Blocks = _hold_calls(quoted)
    return ties.tie(held, language)


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


def _hold_calls(node: Any) -> Any:
    if isinstance(node, list):
        made = [item if tree.is_word(item) else _hold_calls(item) for item in node]
        return _held(made) if any(isinstance(item, dict) and tree.is_call(item) for item in made) else made
    if isinstance(node, dict) and not tree.is_call(node) and not ("t" in node and tree.has_class(node, "tied")):
        return {key: _hold_calls(value) for key, value in node.items()}
    return node


def _held(inlines: Inlines) -> Inlines:
    """Return inlines with each call held to what stands before it.

    Between a letter and a call no line breaks; after "!", "?", a dash or a hyphen one may (UAX #14, LB31),
    so the last letter, its punctuation and the call go into a span that does not break.
    """
    made: Inlines = []
    for node in inlines:
        last = made[-1] if made else None
        if tree.is_call(node) and last:
            if last["t"] == "Str" and not last["c"][-1].isalnum() and last["c"][-1] not in _CLOSE:
                word = last["c"]
                cut = max((at for at, letter in enumerate(word) if letter.isalnum()), default=0)
                made[-1:] = [tree.string(word[:cut])] if cut else []
                made.append(tree.span(["", ["tied"], []], [tree.string(word[cut:]), node]))
                continue
            if tree.has_class(last, "tied") or tree.is_call(last):
                made[-1] = tree.span(["", ["tied"], []], [last, node])
                continue
        made.append(node)
    return made
