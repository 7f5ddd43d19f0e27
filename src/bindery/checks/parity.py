"""Parity: every edition of a publication has the same notes, headings, links and pictures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from difflib import SequenceMatcher

from bindery.model import Document, Finding, Place, Severity

_KINDS = ("calls", "notes", "headings", "links", "pictures")


def compare(documents: Sequence[Document]) -> list[Finding]:
    """Return in what each edition differs from the first, kind by kind."""
    first, *others = documents
    expected = features(first)
    return [
        Finding(
            f"parity-{kind}",
            Severity.ERROR,
            Place(other.name),
            f"{kind} differ from the {first.language.code} edition: {said}.",
            "Compare both with `build proof`.",
        )
        for other in others
        for kind, said in _differences(expected, features(other))
    ]


def features(document: Document) -> dict[str, list[str]]:
    """Return what an edition has in reading order: calls, notes, headings, links, pictures, each as one line."""
    from lxml import html

    found: dict[str, list[str]] = {kind: [] for kind in _KINDS}
    found["notes"] = [f"{note.id} ({note.label})" for note in document.endnotes]
    for section in document.sections:
        found["headings"] += [f"{section.id} (2)", *(f"{sub.id} ({sub.level})" for sub in section.subheadings)]
    for part in (*(s.heading + s.html for s in document.sections), *(n.html for n in document.endnotes)):
        for element in html.fragment_fromstring(part, create_parent="div").iter("a", "img"):
            if element.tag == "img":
                found["pictures"].append(element.get("src", ""))
            elif element.get("role") == "doc-noteref":
                found["calls"].append(f"{element.get('id')} {element.text_content()} → {element.get('href')}")
            else:
                found["links"].append(element.get("href", ""))
    return found


def _differences(expected: dict[str, list[str]], found: dict[str, list[str]]) -> list[tuple[str, str]]:
    return [(kind, _told(expected[kind], found[kind])) for kind in _KINDS if expected[kind] != found[kind]]


def _told(expected: list[str], found: list[str]) -> str:
    steps: dict[str, Callable[[int, int, int, int], str]] = {
        "delete": lambda a, b, _c, _d: f"lacks {', '.join(expected[a:b])}",
        "insert": lambda _a, _b, c, d: f"has {', '.join(found[c:d])} besides",
        "replace": lambda a, b, c, d: f"has {', '.join(found[c:d])} for {', '.join(expected[a:b])}",
    }
    codes = SequenceMatcher(None, expected, found, autojunk=False).get_opcodes()
    return "; ".join(steps[tag](a, b, c, d) for tag, a, b, c, d in codes if tag in steps)
