"""Metadata is plain text: what is typed there as in a manuscript is printed as it is typed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bindery import configuration
from bindery.checks.prose.chapter import around, quote
from bindery.checks.prose.pairs import GERSHAYIM
from bindery.house import House
from bindery.model import Finding, Place, Publication, Severity

HINT = "Metadata is plain text: write the quote marks of the language, and no stars, calls or links."
_PRINTED = re.compile(r"(title|subtitle|kind|abstract|rights|publisher)|keywords\.\d+|authors\.\d+\.(name|honorific)")
# What `build new` and `build import` write where nobody has said it yet.
_UNSAID = (
    (r"authors\.\d+\.name", "First Last"),
    (r"authors\.\d+\.name", "Unknown"),
    ("date", "0001"),
)
# Straight quotes, but for inches; what Markdown reads as emphasis, a call, a link, an entity.
_TYPED = re.compile(
    r'(?<!\d)"|(?<![\w*])(\*{1,3})(?![\s*])[^*]+(?<!\s)\1(?![\w*])|\[\^[^\[\]]*\]|\]\(|&(?:#\d+|#x[\da-f]+|[a-z]+);'
)


def examine(publication: Publication, house: House) -> list[Finding]:
    """Return what in a ``publication.yaml`` is printed as it is typed, not said yet, or left out."""
    file = publication.folder / "publication.yaml"
    shown = house.place(file)
    texts = list(configuration.texts(file, shown))
    found = [
        Finding("metadata-markup", Severity.WARNING, Place(shown, line), f"`{path}`: {typed(text)}.", HINT)
        for path, text, line in texts
        if _PRINTED.fullmatch(path) and typed(text)
    ]
    found += [
        Finding("metadata-unsaid", Severity.WARNING, Place(shown, line), f"`{path}` still says “{text}”.", "Mend it.")
        for path, text, line in texts
        if any(text == said and re.fullmatch(where, path) for where, said in _UNSAID)
    ]
    return found + list(
        _forgotten(publication, shown, next((line for path, _, line in texts if path == "chapters.1"), 0))
    )


def _forgotten(publication: Publication, shown: str, line: int) -> Iterator[Finding]:
    """Yield a warning for each chapter file that ``chapters`` forgets: nobody would see that it is not printed."""
    for name in sorted(set(configuration.markdown(publication.folder)) - set(publication.chapters)):
        if name.lower() != "readme.md":
            message = f"{name} lies here and is not among `chapters`, so it is not printed."
            hint = "Add a line for it, or move it out of the folder."
            yield Finding("publication-forgotten", Severity.WARNING, Place(shown, line), message, hint)


def typed(text: str) -> str:
    """Return what a line of metadata has that is printed as it is typed, as a message, or ""."""
    found = _TYPED.search(GERSHAYIM.sub("\u05f4", text))
    if not found:
        return ""
    what = "a straight quote mark" if found[0] == '"' else "Markdown"
    left, right = around(text, *found.span())
    return f"{what} is printed as it is typed, {quote(text[left:right])}"
