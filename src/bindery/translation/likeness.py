"""How like two texts are, and how a translation is cut where its source was."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from math import ceil

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


def alike(ones: Sequence[str], others: Sequence[str]) -> Iterator[tuple[int, int, float]]:
    """Yield the places of two texts wherever ``at_most`` reaches LIKE, with what it says.

    Each of ``ones`` is held to all others at once: a set of them is a number with a bit for each, and how many words
    each shares is counted in such numbers, one a binary digit.
    """
    having: dict[tuple[str, int], int] = defaultdict(int)
    sizes: dict[int, int] = defaultdict(int)
    theirs = [_counted(text) for text in others]
    for place, counted in enumerate(theirs):
        sizes[len(counted)] |= 1 << place
        for word in counted:
            having[word] |= 1 << place
    for at, text in enumerate(ones):
        counted, digits = _counted(text), list[int]()
        for word in counted:
            carried = having.get(word, 0)
            for digit, before in enumerate(digits):
                digits[digit], carried = before ^ carried, before & carried
            digits += [carried] * bool(carried)
        for size, among in sizes.items():
            least = ceil(LIKE * (len(counted) + size) / 2 - 1e-9)
            for place in _places(_reaching(least, digits, among)) if 0 < least <= min(len(counted), size) else ():
                if (most := 2 * len(counted & theirs[place]) / (len(counted) + size)) >= LIKE:
                    yield at, place, most


def _reaching(least: int, digits: Sequence[int], among: int) -> int:
    """Return those ``among`` a set whose number, in binary ``digits`` from the lowest, is not below ``least``."""
    if least >> len(digits):
        return 0
    above, equal = 0, among
    for at in reversed(range(len(digits))):
        if least >> at & 1:
            equal &= digits[at]
        else:
            above, equal = above | equal & digits[at], equal & ~digits[at]
    return above | equal


def _places(of: int) -> Iterator[int]:
    """Yield the places of the bits in a number."""
    while of:
        yield (of & -of).bit_length() - 1
        of &= of - 1


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
