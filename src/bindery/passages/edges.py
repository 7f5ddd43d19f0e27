"""Where a passage may begin and end: at stops, at quotes and brackets, which join it in pairs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product

from bindery import tree
from bindery.model import Inlines, Node
from bindery.passages import latin
from bindery.passages.shape import HOLDERS, SPACES, inside, is_address, is_settled

_EDGE = re.compile(r"(?:(?![\u05f3\u05f4])[\W_])*")  # geresh and gershayim are letters' own
_END = re.compile(r"[.?!…][^\w\s]*$|[”“’»)\]\"]\W*$")
_APOSTROPHE = re.compile(r"(?<=\w)[’'](?=\w)")
_OPENERS = dict(zip("“„‘‚«‹([\"'", ("”", "“”", "’", "‘’", "»", "›", ")", "]", '"', "'"), strict=True))
_CLOSERS = "”“’‘»›)]\"'"
_MOST = 20  # marks at an end that are looked at


def trimmed(run: Inlines) -> tuple[str, Inlines, str]:
    """Return a run without the punctuation of its end words, and that before and after it; what pairs up stays."""
    text = tree.text(run)
    first = run[0]["c"] if run[0]["t"] == "Str" else ""
    last = run[-1]["c"] if run[-1]["t"] == "Str" else ""
    lead, trail = _outside(_edge(first), text, _edge(last[::-1])[::-1])
    if last:
        run = [*run[:-1], tree.string(last[: len(last) - len(trail)])]
    if first:
        run = [tree.string(run[0]["c"][len(lead) :]), *run[1:]]
    return lead, run, trail


def sentences(inlines: Inlines) -> Iterator[list[int]]:
    """Yield the places of what stands together between stops, quotes, brackets and other elements."""
    sentence: list[int] = []
    for at, node in enumerate(inlines):
        text = node["c"] if node["t"] == "Str" else ""
        words = bool(text) or node["t"] in SPACES
        if not words or text[:1] in _OPENERS:
            yield sentence
            sentence = []
        if words:
            sentence.append(at)
        if _END.search(text):
            yield sentence
            sentence = []
    yield sentence


def titles(inlines: Inlines, *, whole: bool) -> Iterator[list[int]]:
    """Yield the places of what stands together in Latin letters: a title, with the quotations and emphases in it.

    ``whole`` is for what stands within a quotation or emphasis, where a stop or another face ends no title. Elsewhere
    commas before capitals part what a citation lists, so that a name does not share in its neighbour's language.
    """
    title: list[int] = []
    stack: list[str] = []
    last = ""
    for at, node in enumerate(inlines):
        text = node["c"] if node["t"] == "Str" else ""
        within = whole or bool(stack)
        joins = _joins(node, within=within)
        begins = text[:1] in _OPENERS or (text[:1].isupper() and last[-1:] == ",")
        if not joins or (begins and not within):
            yield title
            title, stack = [], []
        last = text or last
        if joins:
            title.append(at)
            _open(stack, text)
        if not whole and not stack and _END.search(text):
            yield title
            title = []
    yield title


def _joins(node: Node, *, within: bool) -> bool:
    """Tell whether an inline can stand in a title in Latin letters."""
    kind = node["t"]
    if kind == "Str":
        return not latin.is_abroad(node["c"]) and not is_address(node["c"])
    if kind in SPACES or tree.is_call(node):
        return True
    if kind not in HOLDERS or is_settled(node) or not within:
        return False
    return all(_joins(part, within=True) for part in inside(node))


def _open(stack: list[str], text: str) -> None:
    """Take a word's quotes and brackets to those that are open."""
    for char in _APOSTROPHE.sub("", text):
        if stack and char in _OPENERS[stack[-1]]:
            stack.pop()
        elif char in _OPENERS:
            stack.append(char)


def _outside(lead: str, text: str, trail: str) -> tuple[str, str]:
    """Return which of a run's first and last marks stay out: all but those that pair up in the run."""
    core = _APOSTROPHE.sub("", text[len(lead) : len(text) - len(trail)])
    marks = "".join(char for char in core if char in _OPENERS or char in _CLOSERS)
    opening = [at for at in range(min(len(lead), _MOST) + 1) if not at or lead[-at] in _OPENERS]
    closing = [at for at in range(min(len(trail), _MOST) + 1) if not at or trail[at - 1] in _CLOSERS]
    for ahead, after in sorted(product(opening, closing), key=sum, reverse=True):
        if _is_balanced(lead[len(lead) - ahead :] + marks + trail[:after]):
            return lead[: len(lead) - ahead], trail[after:]
    return lead, trail


def _is_balanced(text: str) -> bool:
    stack: list[str] = []
    for char in text:
        if stack and char in _OPENERS[stack[-1]]:
            stack.pop()
        elif char in _OPENERS:
            stack.append(char)
        elif char in _CLOSERS:
            return False
    return not stack


def _edge(text: str) -> str:
    match = _EDGE.match(text)
    return match[0] if match else ""
