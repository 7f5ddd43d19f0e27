"""Verbs for pandoc's tree (pandoc-types 1.23, as JSON): build, walk, rewrite, read as text.

A run of plain words is one string with spaces in it (``tools.masks``), for that is a tenth of the elements: who asks
about each word has them ``parted`` first.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from bindery.model import Blocks, Inlines, Node

Attr = list[Any]  # [identifier, [class, …], [[key, value], …]]

# Where an element keeps its attributes within its content.
_ATTR_FIRST = {"Span", "Div", "Link", "Image", "Code", "CodeBlock", "Table", "Figure"}
_INNER = {dict, list}  # what may have elements in it
_PIECE = re.compile(" |[^ ]+")
# What an element says when it is read as text.
_TEXT = {"Space": " ", "SoftBreak": " ", "LineBreak": " "}


def attr(identifier: str = "", *classes: str, **pairs: str) -> Attr:
    """Return an attribute triple; keyword ``data_x`` becomes ``data-x``."""
    return [identifier, list(classes), [[key.replace("_", "-"), value] for key, value in pairs.items()]]


def attr_of(node: Node) -> Attr | None:
    """Return the attribute triple of an element, or None where its kind has none."""
    if node["t"] == "Header":
        return node["c"][1]  # type: ignore[no-any-return]
    return node["c"][0] if node["t"] in _ATTR_FIRST else None


def pairs_of(node: Node) -> dict[str, str]:
    """Return an element's key-value attributes."""
    found = attr_of(node)
    return dict(found[2]) if found else {}


def parted(node: Any) -> Any:
    """Return a tree in which each word and each space is an element of its own; words that are so are the very ones."""
    if node.__class__ is list:
        made: list[Any] = []
        for item in node:
            if item.__class__ is not dict or item.get("t") != "Str":
                made.append(parted(item) if item.__class__ in _INNER else item)
            elif " " in item["c"]:
                made += [{"t": "Space"} if piece == " " else string(piece) for piece in _PIECE.findall(item["c"])]
            else:
                made.append(item)
        return made
    return {key: parted(value) if value.__class__ in _INNER else value for key, value in node.items()}


def string(text: str) -> Node:
    """Return a word."""
    return {"t": "Str", "c": text}


def span(attributes: Attr, inlines: Inlines) -> Node:
    """Return inlines held together by attributes."""
    return {"t": "Span", "c": [attributes, inlines]}


def html(text: str) -> Node:
    """Return an inline that is HTML already; only our own templates' output may be put here."""
    return {"t": "RawInline", "c": ["html", text]}


def walk(node: Any) -> Iterator[Node]:
    """Yield every element below and including ``node``, in the order of pandoc's content."""
    todo = [node]
    while todo:
        here = todo.pop()
        if here.__class__ is dict:
            if "t" in here:
                yield here
            todo += [value for value in reversed(here.values()) if value.__class__ in _INNER]
        elif here.__class__ is list:
            todo += [value for value in reversed(here) if value.__class__ in _INNER]


def is_word(node: Any) -> bool:
    """Tell whether a node has nothing below it: a word, a space, a line's end."""
    return node.__class__ is dict and node.get("c").__class__ not in _INNER and "t" in node


def rewrite(node: Any, change: Callable[[Node], Node | list[Node] | None], *, words: bool = False) -> Any:
    """Return a copy with ``change`` applied to every element, parents first.

    ``change`` returns None to keep the element and go on below it, or what takes its place: one element, or a list of
    them (an empty one drops it). What it returns is not entered again. It is asked about words, spaces and ends of
    lines only where ``words`` says so; else those, which nobody changes in place, are the very ones given.
    """
    if node.__class__ is list:
        made: list[Any] = []
        for item in node:
            if item.__class__ is dict and "t" in item:
                if not words and item.get("c").__class__ not in _INNER:
                    made.append(item)
                    continue
                changed = change(item)
                if changed is None:
                    made.append(rewrite_below(item, change, words=words))
                elif changed.__class__ is list:
                    made.extend(changed)
                else:
                    made.append(changed)
            else:
                made.append(rewrite(item, change, words=words) if item.__class__ in _INNER else item)
        return made
    if node.__class__ is dict:
        return {key: rewrite(value, change, words=words) for key, value in node.items()}
    return node


def rewrite_below(node: Node, change: Callable[[Node], Node | list[Node] | None], *, words: bool = False) -> Node:
    """Return a copy of one element with ``change`` applied to everything inside it, as ``rewrite`` does."""
    return {
        key: rewrite(value, change, words=words) if value.__class__ in _INNER else value for key, value in node.items()
    }


def text(node: Any) -> str:
    """Return the words of an element as a reader sees them, without note calls."""
    return "".join(_words(node))


def _words(node: Any) -> Iterator[str]:  # noqa: C901 (one branch a kind of element)
    if isinstance(node, list):
        for item in node:
            yield from _words(item)
        return
    if not isinstance(node, dict):
        return
    kind, content = node.get("t"), node.get("c")
    if kind in _TEXT:
        yield _TEXT[str(kind)]
    elif kind == "Str":
        yield str(content)
    elif kind in {"Code", "Math"}:
        yield content[1]  # type: ignore[index]
    elif kind in {"Note", "RawInline", "RawBlock"} or is_call(node):
        return
    elif kind == "Quoted":
        marks = "‘’" if content[0]["t"] == "SingleQuote" else "“”"  # type: ignore[index]
        yield marks[0]
        yield from _words(content[1])  # type: ignore[index]
        yield marks[1]
    elif kind in {"Span", "Link", "Image"}:
        yield from _words(content[1])  # type: ignore[index]
    elif kind == "Header":
        yield from _words(content[2])  # type: ignore[index]
    else:
        yield from _words(content)


def is_call(node: Node) -> bool:
    """Tell whether an element is the call of one of our notes."""
    return node.get("t") == "Span" and "call" in node["c"][0][1]


def has_class(node: Node, name: str) -> bool:
    """Tell whether an element carries a class."""
    found = attr_of(node)
    return bool(found) and name in found[1]  # type: ignore[index]


def with_pairs(attributes: Attr, pairs: Mapping[str, str]) -> Attr:
    """Return attributes with ``pairs`` put in the place of those of the same name."""
    kept = [pair for pair in attributes[2] if pair[0] not in pairs]
    return [attributes[0], attributes[1], kept + [[key, value] for key, value in pairs.items()]]


def with_attributes(node: Node, attributes: Attr) -> Node:
    """Return an element of a kind that has attributes with others."""
    at = 1 if node["t"] == "Header" else 0
    return {"t": node["t"], "c": [*node["c"][:at], attributes, *node["c"][at + 1 :]]}


def plain(blocks: Blocks) -> str:
    """Return the words of blocks, one line each."""
    return "\n".join(text(block) for block in blocks)
