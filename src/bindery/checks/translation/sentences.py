"""Sentences of a pair set beside each other (Gale and Church 1993), to find one that has no other.

Lengths tell most, figures and names, by how they sound, the rest.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import lru_cache

from bindery.checks.translation import numerals, sounds
from bindery.checks.translation.nouns import Case, Mark, Work
from bindery.model import Language

LEAST = 30  # letters: a shorter sentence may have gone into its neighbour
ENOUGH = 0.98  # of the usual length: nothing is missing
SURE = 2.0  # by how much, in nats, the loss of a sentence must explain both texts better than anything else

_END = re.compile(r"[.!?…]+[”“’\"»)\]\ue000]*\s+(?=[“„«\"‘(\[—–-]*\s*[^\W_])")
_LAST_WORD = re.compile(r"[^\s(\[“„«\"]*$")
_NAME = re.compile(r"(?<=[^.!?:…] )[“„«\"(]?([^\W\d_][^\W\d_]{3,})")
_WORD = re.compile(r"[^\W\d_]{3,}")
# What it costs, in nats, to set so many sentences beside so many, and one beside none.
_STEPS = ((1, 1, 0.05), (1, 2, 3.0), (2, 1, 3.0), (2, 2, 5.0), (1, 3, 5.5), (3, 1, 5.5))
_LONELY = 5.0
_MISSING = 1.2  # for each name or number that the other side does not have
_VARIANCE = 1.6  # of lengths, a letter
_SWAY = 0.06  # of one unit's ratio of lengths about the usual one


@dataclass(frozen=True, slots=True)
class _Sentence:
    """What of a sentence the other language would have too, and how all its words sound."""

    anchors: frozenset[str]
    heard: tuple[str, ...]

    def says(self, anchor: str) -> bool:
        return anchor in self.heard or any(sounds.is_like(anchor, each) for each in self.heard)


def lost(case: Case, work: Work, usual: float) -> str:
    """Return the sentence of the source that most likely has no translation, or ""."""
    source, target = sides(case, work)
    return _lonely(source, target, usual, work.source.code, work.target.code)


def added(case: Case, work: Work, usual: float) -> str:
    """Return the sentence of the translation that most likely has no source, or ""."""
    source, target = sides(case, work)
    return _lonely(target, source, 1 / usual, work.target.code, work.source.code)


def split(text: str, language: Language) -> list[str]:
    """Return the sentences of a text; an abbreviation or an initial ends none."""
    ties, made, start = language.ties, [], 0
    short = _abbreviations((*ties.titles, *ties.signs, *ties.phrases))
    for match in _END.finditer(text):
        following = text[match.end() : match.end() + 5].lstrip("“„«‘([—–- " + '"')[:1]
        last = _LAST_WORD.search(text[max(match.start() - 20, start) : match.start() + 1])
        word = last[0] if last else ""
        if not (following.isupper() or following.isdigit()) or word in short or len(word.rstrip(".")) < 2:
            continue
        made.append(text[start : match.end()].strip())
        start = match.end()
    return [*made, text[start:].strip()]


@lru_cache(maxsize=16)
def _abbreviations(signs: tuple[str, ...]) -> frozenset[str]:
    return frozenset(word for sign in signs for word in sign.split() if word.endswith("."))


@lru_cache(maxsize=1 << 10)
def sides(case: Case, work: Work) -> tuple[list[str], list[str]]:
    """Return the sentences of a pair's source and of its translation."""
    return split(case.source.without(Mark.KEPT), work.source), split(case.target.without(Mark.KEPT), work.target)


def _lonely(texts: list[str], beside: list[str], usual: float, language: str, other: str) -> str:
    """Return the sentence of a text that is best explained by having no other."""
    lengths, widths = [len(text) for text in texts], [len(text) for text in beside]
    if len(beside) >= len(texts) or sum(widths) > sum(lengths) * usual * ENOUGH:
        return ""
    others = [_read(text, other) for text in beside]
    absent = [[_absent(one, each) for each in others] for one in (_read(text, language) for text in texts)]
    whole = _cost(lengths, widths, absent, usual)
    costs = {
        at: _LONELY + _cost(lengths[:at] + lengths[at + 1 :], widths, absent[:at] + absent[at + 1 :], usual)
        for at, length in enumerate(lengths)
        if length >= LEAST
    }
    best = min(costs, key=lambda at: costs[at], default=-1)
    return texts[best] if best >= 0 and costs[best] + SURE < whole else ""


def _read(text: str, language: str) -> _Sentence:
    names = [word for word in _NAME.findall(text) if word[0].isupper()]
    figures = frozenset(value for number in numerals.find(text, language) for value in number.values)
    heard = tuple(sounds.of(word) for word in _WORD.findall(text))
    told = frozenset(sound for word in names if len(sound := sounds.of(word)) > 2)
    return _Sentence(told | {value for value in figures if len(value) > 1}, (*heard, *figures))


def _absent(one: _Sentence, other: _Sentence) -> frozenset[str]:
    """Return the names and figures of a sentence that another one does not have."""
    return frozenset(anchor for anchor in one.anchors if not other.says(anchor))


def _cost(lengths: list[int], widths: list[int], absent: list[list[frozenset[str]]], usual: float) -> float:
    """Return what the cheapest way costs, in nats, to set all sentences beside each other in their order."""
    had, has = sum(lengths), sum(widths)
    ratio = min(max(has / had, usual * (1 - _SWAY)), usual * (1 + _SWAY))
    costs = {(at, to): math.inf for at in range(len(lengths) + 1) for to in range(len(widths) + 1)}
    costs[0, 0] = 0.0
    for (at, to), so_far in costs.items():
        if so_far == math.inf:
            continue
        for down, across, prior in _STEPS:
            place = at + down, to + across
            if place in costs:
                strain = _strain(sum(lengths[at : place[0]]), sum(widths[to : place[1]]), ratio)
                missing = sum(len(frozenset.intersection(*row[to : place[1]])) for row in absent[at : place[0]])
                costs[place] = min(costs[place], so_far + prior + strain + _MISSING * missing)
    return costs[len(lengths), len(widths)]


def _strain(long: int, wide: int, ratio: float) -> float:
    """Return how unlikely it is, in nats, that sentences of these lengths mean the same."""
    return (wide - long * ratio) ** 2 / (2 * long * _VARIANCE + (_SWAY * long) ** 2)
