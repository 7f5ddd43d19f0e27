"""Paragraphs so simple that their Markdown needs no pandoc: words, emphases, calls, as pandoc writes them."""

from __future__ import annotations

import re
from typing import Any

from bindery.model import Inlines

# Nothing here means anything in Markdown inside a line; what might, pandoc writes.
_WORD = re.compile(r"(?:[^\W_]|[.,;:!?()%/«»„“”‘‚’—–…№§°+=-])+")
_READ = re.compile(r"\.\.\.|--|\)\(|:/")  # what an extension reads, or the writer takes for it
_ADDRESS = re.compile(
    r"https?://[a-z0-9]+(?:[.-][a-z0-9]+)+(?:/(?:[\w.,:;?=&/~+-]|%[0-9A-F]{2})*(?:#[\w.,:;?=&/~+-]*)?)?", re.ASCII
)
_SIGNS = {"Emph": "*", "Strong": "**"}
_QUOTES = {"DoubleQuote": ("“", "”"), "SingleQuote": ("‘", "’")}
_MARKER = re.compile(r"\[\^\d+\]")
_SPACES = {"Space", "SoftBreak"}


def written(inlines: Inlines) -> str | None:
    """Return a paragraph's Markdown on one line, or None where pandoc has to write it."""
    made: list[str] = []
    for at, node in enumerate(inlines):
        kind: str = node["t"]
        content: Any = node.get("c")
        if kind == "Str":
            word = _word(content)
        elif kind in _SPACES:
            word = " "
        elif kind == "Quoted":
            inner, (opening, closing) = written(content[1]), _QUOTES[content[0]["t"]]
            word = None if inner is None else opening + inner + closing
        elif kind in _SIGNS and _stands_free(inlines, at):
            word = _emphasised(content, _SIGNS[kind])
        elif kind == "Link" and (at == 0 or inlines[at - 1]["t"] in _SPACES):  # "!" before one makes it a picture
            word = _address(*content)
        else:
            marks = kind == "RawInline" and _MARKER.fullmatch(content[1])
            word = content[1] if marks else None
        if word is None:
            return None
        made.append(word)
    return "".join(made)


def _word(text: str) -> str | None:
    return text if _WORD.fullmatch(text) and not _READ.search(text) else None


def _address(attributes: list[Any], words: Inlines, target: list[str]) -> str | None:
    bare = attributes == ["", ["uri"], []] and not target[1] and words == [{"t": "Str", "c": target[0]}]
    return f"<{target[0]}>" if bare and _ADDRESS.fullmatch(target[0]) else None


def _emphasised(inner: Inlines, sign: str) -> str | None:
    """Return an emphasis of words and spaces only."""
    if not inner or inner[0]["t"] != "Str" or inner[-1]["t"] != "Str":
        return None
    words = [_word(item["c"]) if item["t"] == "Str" else " " if item["t"] == "Space" else None for item in inner]
    return None if None in words else sign + "".join(filter(None, words)) + sign


def _stands_free(inlines: Inlines, at: int) -> bool:
    """Tell whether spaces or the paragraph's ends are on both sides."""
    beside = [inlines[i]["t"] for i in (at - 1, at + 1) if 0 <= i < len(inlines)]
    return all(kind in _SPACES for kind in beside)
