"""Dangers: attributes and links of a manuscript that would run or fetch something."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bindery import tree
from bindery.model import Blocks, Finding, Severity
from bindery.source import Source
from bindery.tools import pandoc

# Browsers skip blanks and control characters in a scheme.
_BLANK = re.compile(r"[\x00-\x20\x7f-\x9f]")
_REFUSED = re.compile(r"(?:javascript|vbscript|data|file|blob|filesystem|view-source|jar):|[/\\]{2}", re.IGNORECASE)


def find(blocks: Blocks, source: Source) -> Iterator[Finding]:
    """Yield a finding for each attribute and each link that would run or fetch something."""
    for node in tree.walk(blocks):
        for name, value in (tree.attr_of(node) or ["", [], []])[2]:
            if pandoc.ACTIVE.fullmatch(name):
                yield source.find(
                    "active-attribute",
                    Severity.ERROR,
                    source.line_of(value) if value in source.text else source.line_of(name),
                    f"attribute {name} is refused, for a manuscript runs and fetches nothing.",
                    "Take it out; how things look is set in styles/.",
                )
        if node["t"] == "Link" and _REFUSED.match(_BLANK.sub("", node["c"][2][0])):
            target = node["c"][2][0]
            yield source.find(
                "link-refused",
                Severity.ERROR,
                source.line_of(target) or source.line_of(target.split(":")[0]),
                f"link {target[:60]} is refused, for it runs something or points into one machine.",
                "Link to a web address or to a heading.",
            )
