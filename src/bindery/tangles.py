"""Tangles: what no reader gets through, or not in time."""

from __future__ import annotations

import re

from bindery import bare, labels
from bindery.model import Finding, Severity
from bindery.source import Source
from bindery.tools import snares

NOTES = 5000
_MOST = 100
_METADATA = re.compile(
    r"---[ \t]*\n(?:[^\n]+\n){0,50}?[A-Za-z][\w -]*:(?:[ \t][^\n]*)?\n(?:[^\n]*\n){0,200}?(?:---|\.\.\.)[ \t]*(?:\n|\Z)"
)


def find(source: Source) -> list[Finding]:
    """Return what no reader gets through: brackets, tags and quotations inside one another, notes without number."""
    found: list[Finding] = []
    code = bare.code(source.text)
    lines = source.text.split("\n")

    def tell(line: int, message: str, hint: str) -> None:
        if len(found) < _MOST:
            found.append(source.find("source-tangle", Severity.ERROR, line, message, hint))

    if _METADATA.match(source.text):
        tell(1, "a block of metadata, which is not read.", "Take it out; publication.yaml has the title and the rest.")
    start = 0
    paragraph: list[str] = []
    for at, line in enumerate([*lines, ""]):
        if wrong := snares.snare(line, code=at in code):
            tell(at + 1, *wrong)
        if line.strip() and at not in code and at < len(lines):
            start = start if paragraph else at
            paragraph.append(line)
        elif paragraph:
            if fault := snares.knot("\n".join(paragraph)):
                tell(start + 1, f"in this paragraph are {fault}.", "Look for what nobody closes, or take some out.")
            paragraph = []
    calls = sum(len(labels.CALL.findall(body)) for _at, _definition, body in labels.read(source.text))
    if calls > NOTES:
        tell(0, f"{calls} calls of notes in one chapter; {NOTES} are read.", "Split the chapter.")
    return found
