"""Metadata is plain text: what is typed there as in a manuscript is printed as it is typed."""

from __future__ import annotations

import re

from bindery import configuration
from bindery.checks.prose.chapter import around, quote
from bindery.checks.prose.pairs import GERSHAYIM
from bindery.house import House
from bindery.model import Finding, Place, Publication, Severity

HINT = "Metadata is plain text: write the quote marks of the language, and no stars, calls or links."
_PRINTED = re.compile(r"(title|subtitle|kind|abstract|rights|publisher)|keywords\.\d+|authors\.\d+\.(name|honorific)")
# Straight quotes, but for inches; what Markdown reads as emphasis, a call, a link, an entity.
_TYPED = re.compile(
    r'(?<!\d)"|(?<![\w*])(\*{1,3})(?![\s*])[^*]+(?<!\s)\1(?![\w*])|\[\^[^\[\]]*\]|\]\(|&(?:#\d+|#x[\da-f]+|[a-z]+);'
)


def examine(publication: Publication, house: House) -> list[Finding]:
    """Return what in a ``publication.yaml`` is printed as it is typed."""
    file = publication.folder / "publication.yaml"
    shown = house.place(file)
    return [
        Finding("metadata-markup", Severity.WARNING, Place(shown, line), f"`{path}`: {typed(text)}.", HINT)
        for path, text, line in configuration.texts(file, shown)
        if _PRINTED.fullmatch(path) and typed(text)
    ]


def typed(text: str) -> str:
    """Return what a line of metadata has that is printed as it is typed, as a message, or ""."""
    found = _TYPED.search(GERSHAYIM.sub("\u05f4", text))
    if not found:
        return ""
    what = "a straight quote mark" if found[0] == '"' else "Markdown"
    left, right = around(text, *found.span())
    return f"{what} is printed as it is typed, {quote(text[left:right])}"
