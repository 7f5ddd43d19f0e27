"""Calls of a guess: numbered as in the passage that it is a guess for, so that each note stays with its words.

A passage numbers its notes from 1. Where one is taken out, or comes before the others, the same number is another
note's: a translator who takes a guess as it is would have a note called from the wrong sentence, and no check could
tell.
"""

from __future__ import annotations

import re
from bisect import bisect, insort
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count, pairwise

from bindery.translation.likeness import ADDRESS

CALL = re.compile(r"\[\^(\d+)\]")
_TOKEN = re.compile(r"\[\^\d+\]|\w+")
_NEAR = 3  # words before a call, among which it was moved
_MANY = 3  # words that two calls have beside them, to be taken for the same note's wherever they stand
_FAR = 50  # words on either side of a call that are looked at


def words(text: str) -> str:
    """Return a text without its calls, which are other ones in a guess of the same words."""
    return " ".join(CALL.sub("", text).split())


def highest(text: str) -> int:
    """Return the highest number that a text calls, 0 where it calls none."""
    return max(map(int, CALL.findall(text)), default=0)


def shifted(text: str, by: int) -> str:
    """Return a text whose calls are numbered on from those of a text before it."""
    return CALL.sub(lambda call: f"[^{int(call[1]) + by}]", text) if by else text


def renumbered(translation: str, before: str, now: str, *, back: bool = False) -> str:
    """Return a translation of what was ``before`` with the calls of what there is ``now``.

    A call that is no more there gets a number that nothing has, for the translator to take out; or one that is
    free, where the passage is ``back`` as it was before that.
    """
    if before == now or not CALL.search(translation):
        return translation
    same = _Pairs(before, now).find()
    free = [number for number in dict.fromkeys(map(int, CALL.findall(now))) if number not in same.values()]
    beyond = count(highest(now) + 1)
    for number in sorted(set(map(int, CALL.findall(translation))) - set(same)):
        same[number] = free.pop(0) if back and free else next(beyond)
    return CALL.sub(lambda call: f"[^{same[int(call[1])]}]", translation)


@dataclass(frozen=True, slots=True)
class _Called:
    """A call's number and the words on either side of it, the nearest first."""

    number: int
    before: Sequence[str]
    after: Sequence[str]

    def likeness(self, other: _Called) -> int:
        """Return how many words beside two calls are the same, without a gap."""
        return _run(self.before, other.before) + _run(self.after, other.after)


class _Pairs:
    """Calls of an old and a new wording, by their places among all calls, that were found to be the same note's."""

    def __init__(self, before: str, now: str) -> None:
        self.old, self.bare_old = _calls(before)
        self.new, self.bare_new = _calls(now)
        self.back = {-1: -1, len(self.new): len(self.old)}  # of the new ones that were found, and the text's two ends
        self.olds, self.news = sorted(self.back.values()), sorted(self.back)

    def find(self) -> dict[int, int]:
        """Return the numbers of the same notes.

        The likest first. Calls amid the same words are the same wherever those were moved to; those that have few
        words in common, or none, only where they stand between the same calls, as many now as before.
        """
        pairs = ((at, to, one.likeness(other)) for at, one in enumerate(self.old) for to, other in enumerate(self.new))
        for at, to, many in sorted((pair for pair in pairs if pair[2]), key=lambda pair: -pair[2]):
            if at not in self.olds and to not in self.back and (many >= _MANY or self._gap(at) == self._gap_now(to)):
                self._take(at, to)
        gaps: dict[tuple[int, int], tuple[list[int], list[int]]] = {}
        for at in {*range(len(self.old))} - {*self.olds}:
            gaps.setdefault(self._gap(at), ([], []))[0].append(at)
        for to in {*range(len(self.new))} - {*self.news}:
            gaps.setdefault(self._gap_now(to), ([], []))[1].append(to)
        for ats, tos in gaps.values():
            for at, to in zip(sorted(ats), sorted(tos), strict=True) if len(ats) == len(tos) else ():
                self._take(at, to)
        return {self.old[self.back[to]].number: self.new[to].number for to in self.news[1:-1]}

    def _take(self, at: int, to: int) -> None:
        """Take two calls for the same note's.

        Not where the word before one has lost its call, and that before the other has got one, further off than a
        call is moved: a note was taken out and another put in.
        """
        was, now = self.old[at].before, self.new[to].before
        other = self.bare_new.issuperset(was[:1]) and self.bare_old.issuperset(now[:1])
        if not other or {*was[:1]} & {*now[:_NEAR]} or {*now[:1]} & {*was[:_NEAR]}:
            self.back[to] = at
            insort(self.olds, at)
            insort(self.news, to)

    def _gap(self, at: int) -> tuple[int, int]:
        """Return the calls that are found on either side of an old one."""
        after = bisect(self.olds, at)
        return self.olds[after - 1], self.olds[after]

    def _gap_now(self, to: int) -> tuple[int, int]:
        """Return the same of a new one, as old ones."""
        after = bisect(self.news, to)
        return self.back[self.news[after - 1]], self.back[self.news[after]]


def _calls(text: str) -> tuple[list[_Called], set[str]]:
    """Return each note's first call in a text and the words that stand there without one; an address is one word."""
    tokens = _TOKEN.findall(ADDRESS.sub("address", text).lower())
    plain = [token for token in tokens if not CALL.fullmatch(token)]
    calls: dict[int, _Called] = {}
    place = 0
    for token in tokens:
        if call := CALL.fullmatch(token):
            here = _Called(int(call[1]), plain[max(0, place - _FAR) : place][::-1], plain[place : place + _FAR])
            calls.setdefault(here.number, here)
        else:
            place += 1
    bare = {one for one, other in pairwise([*tokens, ""]) if not CALL.fullmatch(one) and not CALL.fullmatch(other)}
    return list(calls.values()), bare


def _run(one: Sequence[str], other: Sequence[str]) -> int:
    """Return how many words two lists begin with alike."""
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
