"""Paragraphs so simple that their Markdown needs no pandoc: words, emphases, calls, as pandoc writes them."""

from __future__ import annotations

import re
from typing import Any

from bindery.model import Inlines

# Nothing here means anything in Markdown inside a line; what might, pandoc writes.
_SIGN = r"[^\W_]|[.,;:!?()%/«»„“”‘‚’—–…№§°+=\[\]-]"
_WORD = re.compile(rf"(?:{_SIGN})+|\|")
_JOINED = re.compile(rf"(?:{_SIGN})+(?: (?:{_SIGN})+)*")  # words that were read as one
_READ = re.compile(r"\.\.\.|--|\)\(|:/")  # what an extension reads, or the writer takes for it
_ADDRESS = re.compile(
    r"https?://[a-z0-9]+(?:[.-][a-z0-9]+)+(?:/(?:[\w.,:;?=&/~+-]|%[0-9A-F]{2})*(?:#[\w.,:;?=&/~+-]*)?)?", re.ASCII
)
_SIGNS = {"Emph": "*", "Strong": "**"}
_QUOTES = {"DoubleQuote": ("“", "”"), "SingleQuote": ("‘", "’")}
# Brackets that nothing makes a link of: a space or a quotation around them, none in another, no sign at their edges.
_BRACKETS = re.compile(r"(?:(?<![^\s“«„])\[[^\W_][^\[\]*]*(?<=[\w.!?”») ])\](?=[\s.,;]|$)|[^\[\]]|\[\^\d+\])*")
_MARKER = re.compile(r"\[\^\d+\]")
_SPACES = {"Space", "SoftBreak"}


def written(inlines: Inlines) -> str | None:
    """Return a paragraph's Markdown on one line, or None where pandoc has to write it."""
    text = _written(inlines)
    return text if text is not None and _BRACKETS.fullmatch(text) else None


def _written(inlines: Inlines) -> str | None:
    made: list[str] = []
    for at, node in enumerate(inlines):
        kind: str = node["t"]
        content: Any = node.get("c")
        if kind == "Str":
            word = _word(content)
        elif kind in _SPACES:
            word = " "
        elif kind == "Quoted":
            inner, (opening, closing) = _written(content[1]), _QUOTES[content[0]["t"]]
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
    return text if (_WORD.fullmatch(text) or _JOINED.fullmatch(text)) and not _READ.search(text) else None


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
    """Tell whether a space or the paragraph's beginning is before an element, and a space, a stop or the end behind."""
    before, after = inlines[at - 1 : at] if at else [], inlines[at + 1 : at + 2]
    ends = not after or after[0]["t"] in _SPACES or (after[0]["t"] == "Str" and after[0]["c"][0] in ".,;:")
    return ends and all(node["t"] in _SPACES for node in before)
