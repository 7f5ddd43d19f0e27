"""Calls of a guess: numbered as in the passage that it is a guess for, so that each note stays with its words.

A passage numbers its notes from 1. Where one is taken out, or comes before the others, the same number is another
note's: a translator who takes a guess as it is would have a note called from the wrong sentence, and no check could
tell.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from itertools import count

from bindery.translation.likeness import ADDRESS

CALL = re.compile(r"\[\^(\d+)\]")
_TOKEN = re.compile(r"\[\^\d+\]|\w+|[^\w\s]")


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
    same = _same(before, now)
    free = [number for number in dict.fromkeys(map(int, CALL.findall(now))) if number not in same.values()]
    moved = any(number != other for number, other in same.items())
    beyond = count(highest(now) + 1)
    for number in sorted(set(map(int, CALL.findall(translation))) - set(same)):
        if number in free and not moved:
            free.remove(number)
            same[number] = number
        else:
            same[number] = free.pop(0) if back and free else next(beyond)
    return CALL.sub(lambda call: f"[^{same[int(call[1])]}]", translation)


def _same(before: str, now: str) -> dict[int, int]:
    """Return which numbers of two wordings are calls of the same note: they stand at the same words.

    An address is one word: its many signs would outweigh those beside it.
    """
    old, new = (_TOKEN.findall(ADDRESS.sub("address", text)) for text in (before, now))
    one, other = ([CALL.sub("[^]", token).lower() for token in tokens] for tokens in (old, new))
    same: dict[int, int] = {}
    for at, to, size in SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks():
        for was, stands in zip(old[at : at + size], new[to : to + size], strict=True):
            if (call := CALL.fullmatch(was)) and (here := CALL.fullmatch(stands)):
                number, found = int(call[1]), int(here[1])
                if number not in same and found not in same.values():
                    same[number] = found
    return same
