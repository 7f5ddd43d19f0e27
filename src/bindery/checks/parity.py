"""Parity: every edition of a publication has the same notes, headings, links and pictures.

Calls, notes and headings stand in one order in all editions: notes are numbered as they are called, and what a reader
cites as note iv must be note iv in every language; where a sentence would turn two calls round, it is turned itself.
Links and pictures have no number, so a translator may move them within a unit, as the language needs it, but not out of
it. ``checks.translation.structure`` asks the same of each unit.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from difflib import SequenceMatcher
from itertools import groupby
from typing import Any

from bindery.model import Document, Finding, Place, Severity

_KINDS = ("calls", "notes", "headings", "links", "pictures")
# What holds a unit; cells and items may hold several, in paragraphs.
_UNITS = frozenset(
    ["p", "li", "td", "th", "dt", "dd", "figcaption", "caption", "h1", "h2", "h3", "h4", "h5", "h6", "div"]
)


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
    """Return what an edition has: calls, notes, headings, links, pictures, each as one line.

    They are in the order of reading; links and pictures of one unit in that of their addresses.
    """
    from lxml import html

    found: dict[str, list[str]] = {kind: [] for kind in _KINDS}
    found["notes"] = [f"{note.id} ({note.label})" for note in document.endnotes]
    for section in document.sections:
        found["headings"] += [f"{section.id} (2)", *(f"{sub.id} ({sub.level})" for sub in section.subheadings)]
    for part in (*(s.heading + s.html for s in document.sections), *(n.html for n in document.endnotes)):
        root = html.fragment_fromstring(part, create_parent="div")
        for element in root.iter("a"):
            if element.get("role") == "doc-noteref":
                found["calls"].append(f"{element.get('id')} {element.text_content()} → {element.get('href')}")
        for _, unit in groupby(root.iter("a", "img"), key=_unit):
            free = list(unit)
            found["pictures"] += sorted(each.get("src", "") for each in free if each.tag == "img")
            found["links"] += sorted(
                each.get("href", "") for each in free if each.tag == "a" and each.get("role") != "doc-noteref"
            )
    return found


def _unit(element: Any) -> Any:
    """Return the element that holds what is translated together with this one."""
    return next(above for above in element.iterancestors() if above.tag in _UNITS)


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
