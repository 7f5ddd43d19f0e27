"""Raw HTML in a manuscript: the few tags that mean something in every format join the tree; the rest is refused.

So are scripts that come as Markdown: attributes that run or fetch something, links that do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
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
_ACTIVE = re.compile(r"on.*|style|src|srcset|srcdoc|href|ping|action|formaction|background|data|poster", re.IGNORECASE)
# Browsers skip blanks and control characters in a scheme.
_BLANK = re.compile(r"[\x00-\x20]")
_REFUSED = ("javascript:", "vbscript:", "data:", "file:")


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
    cleaned = tree.rewrite(paired, change)
    return cleaned, [*found, *_active(cleaned, source)]


def _active(blocks: Blocks, source: Source) -> Iterator[Finding]:
    """Yield a finding for each attribute and each link that would run or fetch something."""
    for node in tree.walk(blocks):
        for name, value in (tree.attr_of(node) or ["", [], []])[2]:
            if _ACTIVE.fullmatch(name):
                yield source.find(
                    "active-attribute",
                    Severity.ERROR,
                    source.line_of(value) if value in source.text else source.line_of(name),
                    f"attribute {name} is refused, for a manuscript runs and fetches nothing.",
                    "Take it out; how things look is set in styles/.",
                )
        if node["t"] == "Link" and _BLANK.sub("", node["c"][2][0]).lower().startswith(_REFUSED):
            target = node["c"][2][0]
            yield source.find(
                "link-refused",
                Severity.ERROR,
                source.line_of(target) or source.line_of(target.split(":")[0]),
                f"link {target[:60]} is refused, for it runs something or points into one machine.",
                "Link to a web address or to a heading.",
            )


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
