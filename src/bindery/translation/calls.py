"""Calls of a guess: numbered as in the passage that it is a guess for, so that each note stays with its words.

A passage numbers its notes from 1. Where one is taken out, or comes before the others, the same number is another
note's: a translator who takes a guess as it is would have a note called from the wrong sentence, and no check could
tell.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count, pairwise

from bindery.translation.likeness import ADDRESS

CALL = re.compile(r"\[\^(\d+)\]")
_TOKEN = re.compile(r"\[\^\d+\]|\w+")
_NEAR = 3  # words before a call, among which it was moved
_MANY = 3  # words that two calls have beside them, to be taken for the same note's wherever they stand


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
        self.same: dict[int, int] = {}

    def find(self) -> dict[int, int]:
        """Return the numbers of the same notes.

        The likest first. Calls amid the same words are the same wherever those were moved to; those that have few
        words in common, or none, only where they stand between the same calls, as many now as before.
        """
        pairs = [(one, other) for one in range(len(self.old)) for other in range(len(self.new))]
        likeness = {(one, other): self.old[one].likeness(self.new[other]) for one, other in pairs}
        pairs.sort(key=likeness.__getitem__, reverse=True)
        for one, other in pairs:
            enough = likeness[one, other] >= (1 if self._between(one, other) else _MANY)
            if enough and one not in self.same and other not in self.same.values():
                self._take(one, other)
        gaps: dict[frozenset[int], tuple[list[int], list[int]]] = {}
        for one in range(len(self.old)):
            if one not in self.same:
                gaps.setdefault(self._behind(one), ([], []))[0].append(one)
        for other in range(len(self.new)):
            if other not in self.same.values():
                gaps.setdefault(self._behind_now(other), ([], []))[1].append(other)
        for ones, others in gaps.values():
            if len(ones) == len(others):
                for one, other in zip(ones, others, strict=True):
                    self._take(one, other)
        return {self.old[one].number: self.new[other].number for one, other in self.same.items()}

    def _take(self, one: int, other: int) -> None:
        """Take two calls for the same note's.

        Not where the word before one has lost its call, and that before the other has got one, further off than a
        call is moved: a note was taken out and another put in.
        """
        was, now = self.old[one].before, self.new[other].before
        moved = self.bare_new.issuperset(was[:1]) and self.bare_old.issuperset(now[:1])
        if not moved or {*was[:1]} & {*now[:_NEAR]} or {*now[:1]} & {*was[:_NEAR]}:
            self.same[one] = other

    def _between(self, one: int, other: int) -> bool:
        return self._behind(one) == self._behind_now(other)

    def _behind(self, one: int) -> frozenset[int]:
        """Return the calls that are found and stand before one of the old wording; of the new: ``_behind_now``."""
        return frozenset(at for at in self.same if at < one)

    def _behind_now(self, other: int) -> frozenset[int]:
        return frozenset(at for at, to in self.same.items() if to < other)


def _calls(text: str) -> tuple[list[_Called], set[str]]:
    """Return each note's first call in a text and the words that stand there without one; an address is one word."""
    tokens = _TOKEN.findall(ADDRESS.sub("address", text).lower())
    plain = [token for token in tokens if not CALL.fullmatch(token)]
    calls: dict[int, _Called] = {}
    place = 0
    for token in tokens:
        if call := CALL.fullmatch(token):
            calls.setdefault(int(call[1]), _Called(int(call[1]), plain[:place][::-1], plain[place:]))
        else:
            place += 1
    bare = {one for one, other in pairwise([*tokens, ""]) if not CALL.fullmatch(one) and not CALL.fullmatch(other)}
    return list(calls.values()), bare


def _run(one: Sequence[str], other: Sequence[str]) -> int:
    """Return how many words two lists begin with alike."""
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
