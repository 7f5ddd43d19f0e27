"""Raw HTML in a manuscript: the few tags that mean something in every format join the tree; the rest is refused."""

from __future__ import annotations

import re
from typing import Any

from bindery import tree
from bindery.model import Blocks, Finding, Inlines, Node, Severity
from bindery.source import Source

_TAG = re.compile(r"^<\s*(/?)\s*([a-zA-Z][a-zA-Z0-9]*)[^>]*>$")
_MEANING = {
    "sup": "Superscript",
    "sub": "Subscript",
    "em": "Emph",
    "i": "Emph",
    "strong": "Strong",
    "b": "Strong",
    "u": "Underline",
    "s": "Strikeout",
    "del": "Strikeout",
}
_BREAKS = {"br", "wbr"}


def clean(blocks: Blocks, source: Source) -> tuple[Blocks, list[Finding]]:
    """Return blocks without raw HTML, and a finding for each piece that had to go; words between tags stay."""
    found: list[Finding] = []

    def refuse(raw: str) -> None:
        first = raw.strip().splitlines()[0][:60] if raw.strip() else raw
        found.append(
            source.find(
                "raw-html",
                Severity.ERROR,
                source.line_of(first),
                f"raw HTML {first!r} is not printed.",
                "Write it in Markdown; <sup>, <sub>, <em>, <strong> and <br> are understood.",
            )
        )

    def change(node: Node) -> Node | list[Node] | None:
        if node["t"] in {"RawBlock", "RawInline"}:
            if not node["c"][1].lstrip().startswith("<!--"):
                refuse(node["c"][1])
            return []
        return None

    paired = _pair_all(blocks)
    return tree.rewrite(paired, change), found


def _pair_all(node: Any) -> Any:
    if isinstance(node, list):
        made = [_pair_all(item) for item in node]
        if any(isinstance(item, dict) and item.get("t") == "RawInline" for item in made):
            return _pair(made)
        return made
    if isinstance(node, dict):
        return {key: _pair_all(value) for key, value in node.items()}
    return node


def _pair(inlines: Inlines) -> Inlines:
    """Return inlines with ``<sup>…</sup>`` and its like made elements."""
    stack: list[tuple[str, Node | None, Inlines]] = [("", None, [])]
    for node in inlines:
        match = _TAG.match(node["c"][1].strip()) if node.get("t") == "RawInline" else None
        name = match[2].lower() if match else ""
        if match and name in _BREAKS:
            if name == "br":
                stack[-1][2].append({"t": "LineBreak"})
        elif match and name in _MEANING and not match[1]:
            stack.append((name, node, []))
        elif match and match[1] and name == stack[-1][0]:
            _, _, inner = stack.pop()
            stack[-1][2].append({"t": _MEANING[name], "c": inner})
        else:
            stack[-1][2].append(node)
    while len(stack) > 1:  # a tag that nobody closed stays what it was, to be found
        _, opening, inner = stack.pop()
        stack[-1][2].extend([opening, *inner] if opening else inner)
    return stack[0][2]
