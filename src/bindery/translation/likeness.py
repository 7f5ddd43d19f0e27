"""How like two texts are, and how a translation is cut where its source was."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import lru_cache

ADDRESS = re.compile(r"(?<=<)[a-z]+://[^<>\s]+(?=>)|(?<=\]\()[^)\s]+|(?<=<)[^<>\s@]+@[^<>\s]+(?=>)")
LIKE = 0.6  # the share of words that a rewording keeps at least; below, a translator starts afresh
_MARKER = re.compile(r"\[\^\d+\]")
_WORD = re.compile(r"\w+|[^\w\s]")
_SENTENCE = re.compile(r"(?<=[.!?…])[”“»\"’)\]]*(?:\[\^\d+\])*\s+")


@lru_cache(maxsize=1 << 14)
def words(text: str) -> tuple[str, ...]:
    """Return a text's words and signs, with addresses as one and call numbers as none."""
    return tuple(_WORD.findall(ADDRESS.sub("address", _MARKER.sub("", text)).lower()))


@lru_cache(maxsize=1 << 14)
def _counted(text: str) -> frozenset[tuple[str, int]]:
    """Return a text's words, each as often as it stands there."""
    seen: dict[str, int] = {}
    made = []
    for word in words(text):
        seen[word] = count = seen.get(word, 0) + 1
        made.append((word, count))
    return frozenset(made)


def at_most(one: str, other: str) -> float:
    """Return what ``likeness`` can be at most: the share of words in common in any order; told soon."""
    whole = len(words(one)) + len(words(other))
    return 2 * len(_counted(one) & _counted(other)) / whole if whole else 0.0


def likeness(one: str, other: str) -> float:
    """Return the share of words that two texts have in common in their order, 0 to 1; 0 where it can't be enough."""
    if at_most(one, other) < LIKE:
        return 0.0
    return SequenceMatcher(None, words(one), words(other), autojunk=False).ratio()


def shares(translation: str, parts: Sequence[str]) -> list[str]:
    """Return a translation cut like its source: sentence by sentence, or whole for each where those don't agree."""
    counts = [len(_sentences(part)) for part in parts]
    sentences = _sentences(translation)
    if len(sentences) != sum(counts):
        return [translation] * len(parts)
    cut, at = [], 0
    for count in counts:
        cut.append(" ".join(sentences[at : at + count]))
        at += count
    return cut


def _sentences(text: str) -> list[str]:
    ends = [match.end() for match in _SENTENCE.finditer(text)]
    return [text[a:b].strip() for a, b in zip([0, *ends], [*ends, len(text)], strict=True) if text[a:b].strip()]


def changes(before: str, after: str) -> list[tuple[str, str]]:
    """Return what became of a text, word by word: ("equal" or "delete" or "insert", words) in reading order."""
    old, new = before.split(), after.split()
    made: list[tuple[str, str]] = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            made.append(("equal", " ".join(old[a:b])))
            continue
        made += [("delete", " ".join(old[a:b]))] * (b > a) + [("insert", " ".join(new[c:d]))] * (d > c)
    return made
