"""Snares: what would keep pandoc's Markdown reader busy for ever, found before it is asked."""

from __future__ import annotations

import re

# A few signs can keep a Markdown reader busy for ever; these many never stand in a text that somebody means.
BRACKETS = 8  # pandoc tries up to four ways to read each bracket inside a bracket
QUOTES = 30
_OPEN = 200
_OPEN_TAGS = 12
_TICKS = 40
_WORD, _UNBROKEN = 5000, 20_000  # in ASCII; in whatever script, some of which need no spaces
CODE = re.compile(r"(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)")
_SQUARE = re.compile(r"\\.|[\[\]]", re.DOTALL)
_MARKERS = re.compile(r"(?:[ \t]*(?:>|[-+*:](?=[ \t])|\(?(?:\d{1,9}|#|[a-zA-Z])[.)](?=[ \t])))*")
_MARKER = re.compile(r">|[-+*:](?=[ \t])|[.)](?=[ \t])")
_RUN = re.compile(f"[!-~]{{{_WORD},}}|[^\\s]{{{_UNBROKEN},}}")
_SPAN = re.compile(r"<(/?)[ \t]*[a-zA-Z][^<>]*>")
_VOID = re.compile(r"<\s*(?:area|base|br|col|hr|img|input|link|meta|wbr)\b|<https?:|<mailto:", re.IGNORECASE)


def snare(line: str, *, code: bool = False) -> tuple[str, str] | None:
    """Return why pandoc would be busy with a line for ever, and what to do; None where it would not."""
    if len(line) >= _WORD and _RUN.search(line):
        return f"a word of more than {_WORD} letters.", "Look whether a file was pasted here."
    markers = _MARKERS.match(line)
    if not code and markers and len(_MARKER.findall(markers[0])) > QUOTES:
        return f"lists or quotations more than {QUOTES} deep.", "Take some of the signs out."
    return None


def knot(text: str) -> str:
    """Return why pandoc would not come to an end with a paragraph, or ""."""
    if len({len(run) for run in re.findall("`+", text)}) > _TICKS:
        return f"more than {_TICKS} kinds of code marks"
    bare = "\n".join(CODE.sub("", line) for line in text.split("\n"))
    open_depths: list[int] = []
    for sign in _SQUARE.finditer(bare):
        if sign[0] == "[":
            open_depths.append(0)
        elif sign[0] == "]" and open_depths:
            depth = open_depths.pop() + 1
            if depth > BRACKETS:
                return f"brackets more than {BRACKETS} deep"
            if open_depths:
                open_depths[-1] = max(open_depths[-1], depth)
    if len(open_depths) > _OPEN:
        return f"{len(open_depths)} brackets that nobody closes"
    depth = deepest = 0
    for tag in _SPAN.finditer(bare):
        depth = max(0, depth - 1) if tag[1] else depth + (not tag[0].endswith("/>") and not _VOID.match(tag[0]))
        deepest = max(deepest, depth)
    return f"tags more than {_OPEN_TAGS} deep" if deepest > _OPEN_TAGS else ""
