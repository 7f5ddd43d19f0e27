"""Translations too short or too long for their source, and those that break off without its last mark."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from statistics import median

from bindery.checks.prose.chapter import ADDRESS, CALL, OBJECT, quote
from bindery.checks.translation import sentences
from bindery.checks.translation.nouns import BRACKETS, Case, Mark, Work
from bindery.model import Finding

SHORT_UNIT = 60  # letters: below that lengths say nothing
MEASURED = 5  # pairs that make the usual ratio of two languages
TOO_SHORT, TOO_LONG = (0.45, 0.65), (2.0, 1.5)  # of the usual: of a short unit, and of one of so many letters:
LONG_UNIT = 260
CURTAILED = 0.68  # of one that lost a part that a mark had set off
NOTE_TOO_SHORT, NOTE_TOO_LONG = 0.35, 2.5

_CLOSERS = f"”“’‘'\"»«›)]}}*_ \t\n\u00a0{CALL}{OBJECT}"
_UNSTOPPED = {"heading", "caption", "cell", "alt", "term"}  # here languages have their own ways with a full stop
_MARKS = {".": ".!?…;։۔।。", "?": "?؟；;？", "!": "!.…！", ":": ":.—–：", "…": "….!?"}
_DENSE = re.compile("[\u3040-\u9fff\uac00-\ud7af]")  # Chinese, Japanese, Korean: a word is a letter or two
_ABBREVIATED = re.compile(
    r"(?:^|[\s(\[“\"«])(?:\w|\w\.[\s\u00a0]?\w|etc|Inc|Ltd|Co|Jr|Sr|Dr|Mr|Mrs|Ms|Prof|St|Ph\.?D|ibid|Ibid|al|cit|vs|approx|No|p\.m|a\.m"
    r"|г|гг|р|рр|ст|тис|тыс|т|ін|інш|др|ред|вид|выд|пад|под|ред|in|wyd|red|tys|usw|bzw|ff|f)\.$"
)


def find_short(work: Work) -> Iterator[Finding]:
    """Find translations that seem to lack a sentence, or half of one."""
    usual = _usual(work)
    for case in _long_enough(work):
        had, has = _lengths(case)
        if not (case.is_note or work.is_damaged(case)) and (lost := sentences.lost(case, work, usual)):
            message = f"the sentence {quote(lost)}, or one beside it, seems not to be translated."
            yield case.finding("short", message, "Translate it.")
        elif has / had < usual * (NOTE_TOO_SHORT if case.is_note else _least(case, had)):
            message = f"{quote(case.target.text)} is much shorter than its source, {quote(case.source.text)}."
            yield case.finding("short", message, "See what is not translated.")


def find_long(work: Work) -> Iterator[Finding]:
    """Find translations that say more than their source, such as two in one."""
    usual = _usual(work)
    for case in _long_enough(work):
        had, has = _lengths(case)
        if has / had > usual * (NOTE_TOO_LONG if case.is_note else _between(TOO_LONG, had)):
            message = f"the translation is much longer than its source; it ends {quote(case.target.text[-60:])}."
            yield case.finding("long", message, "See whether something stands twice, or belongs to another unit.")
        elif not (case.is_note or work.is_damaged(case)) and (more := sentences.added(case, work, usual)):
            message = f"the sentence {quote(more)}, or one beside it, seems to have no source."
            yield case.finding("long", message, "Take it out, or see to which unit it belongs.")


def find_unended(work: Work) -> Iterator[Finding]:
    """Find translations that lack the full stop, the question mark or the colon of their source."""
    for case in work.cases:
        if case.is_meta and case.pair.context != "meta:abstract":
            continue
        had, has = (side.text.rstrip(_CLOSERS) for side in (case.source, case.target))
        mark = had[-1:]
        if mark not in _MARKS or (mark == "." and case.pair.context in _UNSTOPPED):
            continue
        if len(had.split()) < 2 or (_ABBREVIATED.search(had) and not _goes_on(had)):
            continue
        if has[-1:] and has[-1] not in _MARKS[mark]:
            last = " ".join(has.replace(ADDRESS, "…").split()[-3:])
            message = f"the source ends with “{mark}”, the translation with {quote(last)}."
            yield case.finding("ending", message, f"End it with “{mark}” too.")


def _goes_on(text: str) -> bool:
    """Tell whether a text that ends with an abbreviation is a sentence all the same."""
    return len(text.split()) > 6


def _least(case: Case, had: int) -> float:
    """Return the share of the usual length that a translation has at least; a lost colon or dash makes it suspect."""
    curtailed = any(case.source.text.count(mark) > case.target.text.count(mark) for mark in ":;(")
    return CURTAILED if curtailed else _between(TOO_SHORT, had)


def _between(bounds: tuple[float, float], had: int) -> float:
    """Return a bound for a unit of so many letters: the longer, the nearer to the usual."""
    share = min((had - SHORT_UNIT) / (LONG_UNIT - SHORT_UNIT), 1.0)
    return bounds[0] + (bounds[1] - bounds[0]) * share


@lru_cache(maxsize=2)
def _usual(work: Work) -> float:
    """Return how much longer than its source a translation usually is."""
    ratios = [has / had for case in _long_enough(work) if not case.is_note for had, has in [_lengths(case)]]
    return median(ratios) if len(ratios) >= MEASURED else 1.08 if work.target.code == "de" else 1.0


def _long_enough(work: Work) -> Iterator[Case]:
    for case in work.cases:
        if case.is_meta or case.pair.context in {"cell", "alt"} or _lengths(case)[0] < SHORT_UNIT:
            continue
        if not _DENSE.search(case.target.text):
            yield case


@lru_cache(maxsize=1 << 11)
def _lengths(case: Case) -> tuple[int, int]:
    """Return the letters of both sides; what a title in a note means may be left out."""
    source, target = (side.without(Mark.KEPT) for side in (case.source, case.target))
    if case.is_note:
        source, target = BRACKETS.sub("", source), BRACKETS.sub("", target)
    return len(source), max(len(target), 1)
