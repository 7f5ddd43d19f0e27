"""What pandoc's inlines are to a passage: which hold others, and which it leaves alone."""

from __future__ import annotations

import re
from typing import Any

from bindery import tree
from bindery.model import Inlines, Node

# Inlines that hold inlines, and where in their content: -1 for the whole of it.
_FACES = ("Emph", "Underline", "Strong", "Strikeout", "Superscript", "Subscript", "SmallCaps")
HOLDERS = {**dict.fromkeys(_FACES, -1), **dict.fromkeys(("Quoted", "Cite", "Span", "Link"), 1)}
SPACES = {"Space", "SoftBreak", "LineBreak"}
_INLINES = {*HOLDERS, *SPACES, "Str", "Code", "Math", "RawInline", "Image", "Note"}
_ADDRESS = re.compile(r"://|^www\.|\w@\w", re.IGNORECASE)


def is_inlines(value: list[Any]) -> bool:
    """Tell whether a part of pandoc's tree is a line of inlines."""
    return bool(value) and isinstance(value[0], dict) and value[0].get("t") in _INLINES


def inside(node: Node) -> Inlines:
    """Return the inlines that an inline holds."""
    at = HOLDERS[node["t"]]
    inlines: Inlines = node["c"] if at < 0 else node["c"][at]
    return inlines


def holding(node: Node, inlines: Inlines) -> Node:
    """Return an inline that holds others."""
    at = HOLDERS[node["t"]]
    return {"t": node["t"], "c": inlines if at < 0 else [*node["c"][:at], inlines, *node["c"][at + 1 :]]}


def is_address(word: str) -> bool:
    """Tell whether a word is an address, which is in no language."""
    return bool(_ADDRESS.search(word))


def is_settled(node: Node) -> bool:
    """Tell whether an author has said an element's language, or a link shows nothing but its address."""
    if "t" in node and not {"lang", "xml:lang"}.isdisjoint(tree.pairs_of(node)):
        return True
    if node.get("t") != "Link":
        return False
    (_, classes, _), shown, (address, _) = node["c"]
    return "uri" in classes or "email" in classes or tree.text(shown) == address
