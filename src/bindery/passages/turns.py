"""Turns of the line: passages read from left to right in a text that is read from right to left.

Left to itself each piece of such a passage (a title in italics, an address, a number) is set in the order of the
text around it, so "*Rivers* 5 (2020)" comes out as "(2020) 5 Rivers". A run from its first word to its last word or
number goes into one ``Span`` with ``dir="ltr"``, as the Unicode rules would have it within one piece (UAX #9, W7).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Any

from bindery import tree
from bindery.model import Blocks, Inlines, Node
from bindery.passages import tongues
from bindery.passages.edges import trimmed
from bindery.passages.shape import HOLDERS, holding, inside, is_inlines

_STRONG = {"L": "ltr", "R": "rtl", "AL": "rtl"}
_SPACES = {"Space", "SoftBreak"}
_NUMBER = re.compile(r"\d")


def turn(blocks: Blocks, language: str) -> Blocks:
    """Return blocks in which every passage that turns the line is in a Span; the very ones where no line turns."""
    if tongues.home(language) not in tongues.RIGHT_TO_LEFT:
        return blocks
    turned: Blocks = _visited(tree.parted(blocks))
    return turned


def within(node: Node) -> Node:
    """Return an element that is read from right to left with every passage in it that turns the line in a Span."""
    content = node["c"]
    return {**node, "c": [*content[:1], _visited(tree.parted(content[1])), *content[2:]]}


def _visited(value: Any) -> Any:
    if isinstance(value, list):
        if is_inlines(value):
            return _marked(value)
        return [_visited(item) if isinstance(item, (list, dict)) else item for item in value]
    if value.get("t") == "RawBlock" or "dir" in tree.pairs_of(value):
        return value
    if value.get("t") == "CodeBlock":  # attributes, for an EPUB's style sheet must not turn anything
        attributes, code = value["c"]
        return {"t": "CodeBlock", "c": [tree.with_pairs(attributes, {"dir": "ltr"}), code]}
    return {**value, "c": _visited(value["c"])} if isinstance(value.get("c"), list) else value


def _marked(inlines: Inlines) -> Inlines:
    """Return inlines with each longest run from a word to a word or number in a Span."""
    ways = [_way(node) for node in inlines]
    if "ltr" in ways and "rtl" not in ways:  # a paragraph of nothing else keeps its full stop at its end
        return _whole(inlines)
    marked: Inlines = []
    at = 0
    while at < len(inlines):
        if ways[at] != "ltr":
            marked.append(_descended(inlines[at]))
            at += 1
            continue
        end = reach = at
        while reach < len(inlines) and ways[reach] in {"ltr", "number", ""}:
            end, reach = (reach if ways[reach] else end), reach + 1
        marked += _wrapped(inlines[at : end + 1])
        at = end + 1
    return marked


def _way(node: Node) -> str:
    """Say which way an inline is read: "ltr", "rtl"; "number" or "" where it goes with what stands before it."""
    kind = node["t"]
    if kind == "Str":
        ways = _ways(node["c"])
        return ways.pop() if len(ways) == 1 else "rtl" if ways else "number" if _NUMBER.search(node["c"]) else ""
    if tree.is_call(node) or kind in _SPACES:
        return ""
    if kind == "Code" or tree.pairs_of(node).get("dir") == "ltr":
        return "ltr"
    if kind not in HOLDERS:
        return "rtl"
    found = {_way(part) for part in inside(node)}
    return next((way for way in ("rtl", "ltr", "number") if way in found), "")


@lru_cache(maxsize=1 << 14)
def _letters(text: str) -> frozenset[str]:
    return frozenset(way for letter in text if (way := _STRONG.get(unicodedata.bidirectional(letter))))


def _ways(text: str) -> set[str]:
    return set(_letters(text))


def _whole(inlines: Inlines) -> Inlines:
    return inlines if _is_turned(inlines) else [tree.span(tree.attr("", dir="ltr"), inlines)]


def _wrapped(run: Inlines) -> Inlines:
    """Return a run as a Span, its own where it is one already, punctuation at its ends outside."""
    if _is_turned(run):
        return run
    before, run, after = trimmed(run)
    around = [[tree.string(edge)] if edge else [] for edge in (before, after)]
    if len(run) == 1 and run[0]["t"] == "Span":
        turned = tree.with_attributes(run[0], tree.with_pairs(run[0]["c"][0], {"dir": "ltr"}))
    else:
        turned = tree.span(tree.attr("", dir="ltr"), run)
    return [*around[0], turned, *around[1]]


def _is_turned(run: Inlines) -> bool:
    return len(run) == 1 and "dir" in tree.pairs_of(run[0])


def _descended(node: Node) -> Node:
    kind = node["t"]
    if kind not in HOLDERS or tree.is_call(node) or "dir" in tree.pairs_of(node):
        return node
    return holding(node, _marked(inside(node)))
