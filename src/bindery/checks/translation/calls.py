"""Note calls that stand in another sentence than in the source."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bindery.checks.prose.chapter import CALL, quote
from bindery.checks.translation import sentences
from bindery.checks.translation.nouns import Case, Work
from bindery.model import Finding

_ALIKE = 0.55  # of the usual length, or more: sentences that may be each other's translation


def find_moved(work: Work) -> Iterator[Finding]:
    """Find calls moved to another sentence, where each sentence of the source plainly has its own."""
    for case in work.cases:
        if CALL not in case.source.text or work.is_damaged(case):
            continue
        source, target = sentences.sides(case, work)
        had, has = _places(source), _places(target)
        if had == has or len(had) != len(has) or not _are_pairs(source, target):
            continue
        number = next(at for at, (one, other) in enumerate(zip(had, has, strict=True)) if one != other)
        yield _told(case, number, target[had[number]], target[has[number]])


def _told(case: Case, number: int, right: str, wrong: str) -> Finding:
    which = "the call" if case.source.text.count(CALL) == 1 else f"call {number + 1} of the passage"
    message = f"{which} stands in the sentence {quote(wrong)}, in the source in the one that is here {quote(right)}."
    return case.finding("moved-call", message, "Put it where the source has it.")


def _places(texts: Sequence[str]) -> list[int]:
    """Return of each call, in their order, in which sentence it stands."""
    return [at for at, text in enumerate(texts) for _ in range(text.count(CALL))]


def _are_pairs(source: Sequence[str], target: Sequence[str]) -> bool:
    """Tell whether two texts have as many sentences, of which each is about as long as its other."""
    if len(source) != len(target):
        return False
    had, has = ([len(text.replace(CALL, "")) or 1 for text in side] for side in (source, target))
    usual = sum(has) / sum(had)
    return all(_ALIKE < wide / long / usual < 1 / _ALIKE for long, wide in zip(had, has, strict=True))
