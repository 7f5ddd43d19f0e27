"""Losses: words of a chapter that pandoc has read as nothing, as a cell too many: no edition would have them."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from bindery.model import Finding, Node, Severity
from bindery.source import Source

_WORD = re.compile(r"[^\W_]+")
# What is no word of the text: labels of notes and links, markers of lists, tasks, captions, names of tags, attributes.
_SIGNS = re.compile(
    r"\[\^[^\]\s]{1,999}+\]|(?<=\])\[[^\]\n]*\]|^[ ]{0,3}\[[^\]\n]+\]:|</?[A-Za-z][\w-]*|(?<![\w-])[\w-]++(?==[\"'\w])"
    r"|(?<=[{ ])[.#]\w[\w-]*"
    r"|^[ \t]*(?:[Tt]able)?:[ ]|^(?:[ \t]*(?:>|[-+*][ \t]|\(?(?:[0-9]+|[A-Za-z]|[ivxlcdmIVXLCDM]+|\#)[.)](?=\s)))+"
    r"(?:[ \t]*\[[xX]\](?=\s))?",
    re.MULTILINE,
)
_SHAPED = re.compile("[“”]")
_FEW = 3  # words that are named


def find(nodes: list[Node], source: Source) -> Iterator[Finding]:
    """Yield a finding for words that stand in a chapter more often than in all that pandoc has made of it.

    And one for quotation marks of which it has made others, and nothing of the space beside them.
    """
    yield from _unpaired(nodes, source)
    read = "\n".join(_strings(nodes))
    if "%" in read or "&" in read:
        read += "\n" + html.unescape(unquote(read))
    kept = Counter(_WORD.findall(read))
    lost = Counter(_WORD.findall(html.unescape(_SIGNS.sub(" ", source.text)))) - kept
    if lost:
        words = ", ".join(f"“{word[:40]}”" for word in [*lost][:_FEW])
        more = f" and {len(lost) - _FEW} more" if len(lost) > _FEW else ""
        message = f"{words}{more}: read as nothing, so no edition has it."
        hint = "Look for a cell too many in a row of a table, a column too narrow, or signs that mean something else."
        # Of a word that is kept elsewhere nobody knows which one is lost.
        line = _line(next((word for word in lost if word not in kept), next(iter(lost))), source)
        yield source.find("words-lost", Severity.WARNING, line, message, hint)


def _unpaired(nodes: list[Node], source: Source) -> Iterator[Finding]:
    """Yield a finding for straight quotation marks that pandoc does not read in pairs, but shapes by their place."""
    said = [node["c"] for node in nodes if node["t"] == "Str" and _SHAPED.search(node["c"])]
    if sum(len(_SHAPED.findall(text)) for text in said) > len(_SHAPED.findall(source.text)):
        text = next((text for text in said if text not in source.text), said[0])
        word = next(iter(_WORD.findall(text)), '" ')
        message = f"quotation marks near “{word[:40]}” are not read in pairs: some would be the wrong ones."
        hint = "Type those of the language, as «…» or “…”, where one quotation stands in another."
        # As it was typed, for the word alone may stand in other lines too.
        typed = re.search("".join('["“”]' if sign in "“”" else re.escape(sign) for sign in text), source.text)
        line = source.text.count("\n", 0, typed.start()) + 1 if typed else _line(word, source)
        yield source.find("quotes-unpaired", Severity.WARNING, line, message, hint)


def _line(word: str, source: Source) -> int:
    """Return the first line, from 1, that has a word, not only letters of it within another; 0 where none has."""
    found = re.search(rf"(?<![^\W_]){re.escape(word)}(?![^\W_])", source.text)
    return source.text.count("\n", 0, found.start()) + 1 if found else source.line_of(word)


def _strings(nodes: list[Node]) -> Iterator[str]:
    """Yield all that elements say, whatever it is to them; each element once, for all that are below it follow it."""
    for node in nodes:
        content = node.get("c")
        if content.__class__ is str:
            yield content
        elif content.__class__ is list:
            yield from _own(content)


def _own(content: Any) -> Iterator[str]:
    for item in content:
        if item.__class__ is str:
            yield item
        elif item.__class__ is list:
            yield from _own(item)
