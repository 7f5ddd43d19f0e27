"""Passages that a translation takes over from its source word for word: what the source knows of them goes with them.

Between languages of one script letters seldom decide: a Russian headline without ы or э could be Ukrainian. Beside a
source in another script there is no doubt, for there the passage was told as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bindery import tree
from bindery.model import Inlines, Node
from bindery.passages import tongues
from bindery.passages.runs import tag, tag_known
from bindery.passages.shape import HOLDERS, SPACES, inside, is_address, is_settled

_ENOUGH, _WHOLE = 3, 2  # words in a row: of a passage, or all of it
_PLAIN = {"Str", *SPACES}
_NO_LETTER = re.compile(r"[\W\d_]+")


def carry(inlines: Inlines, original: Inlines, source: str, target: str) -> Inlines:
    """Return translated inlines in which what they share with foreign passages of the original has its language.

    One at least of the words shared can't be in the target's language: what is spelled alike in both may be translated.
    """
    if tongues.home(target) != "Cyrl" or tongues.home(source) == "Cyrl":
        return inlines
    tagged = tag([{"t": "Para", "c": original}], source)
    if tagged[0]["c"] is original and all(node["t"] in _PLAIN for node in original):
        return inlines  # the fast way past most paragraphs
    passages = list(_passages(tagged, target))
    inlines = tree.parted(inlines) if passages else inlines
    words = list(_words(inlines)) if passages else []
    foreign = {word for _, passage in passages for word in passage}
    known: dict[int, str] = {}
    at = 0
    while at < len(words):
        if words[at][1] not in foreign:  # nearly all: none of them begins anything
            at += 1
            continue
        length, size, language = max((_shared(words[at:], each), -len(each), tongue) for tongue, each in passages)
        taken = words[at : at + length]
        if length >= (_WHOLE if length == -size else _ENOUGH) and any(
            tongues.is_strange(word, target) for _, word in taken
        ):
            known.update({id(node): language for node, _ in taken})
            at += length
        else:
            at += 1
    return tag_known(inlines, known, target) if known else inlines


def _passages(blocks: Inlines, target: str) -> Iterator[tuple[str, list[str]]]:
    """Yield the passages of the original in scripts of their own, with their languages."""
    for node in tree.walk(blocks):
        language = tree.pairs_of(node).get("lang", "") if node["t"] in HOLDERS else ""
        if language in tongues.TONGUES and not tongues.is_same(language, target):
            yield language, [word for _, word in _words(inside(node))]


def _words(inlines: Inlines) -> Iterator[tuple[Node, str]]:
    """Yield words without their marks, each with its place; nothing stands for what is no word and parts passages."""
    for node in inlines:
        kind = node["t"]
        if kind == "Str" and not is_address(node["c"]):
            if word := _NO_LETTER.sub(" ", node["c"]).strip():
                yield node, word
        elif kind in HOLDERS and not is_settled(node):
            yield from _words(inside(node))
        elif kind not in SPACES:
            yield node, ""


def _shared(words: Sequence[tuple[Node, str]], passage: Sequence[str]) -> int:
    """Return how many words in a row, from the first on, stand somewhere in a passage."""
    longest = 0
    for start, word in enumerate(passage):
        length = 0
        if word == words[0][1]:
            for (_, here), there in zip(words, passage[start:], strict=False):
                if not here or here != there:
                    break
                length += 1
        longest = max(longest, length)
    return longest
