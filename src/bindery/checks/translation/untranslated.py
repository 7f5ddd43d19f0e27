"""Words of the source that nobody translated."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from bindery import passages
from bindery.checks.prose.chapter import OBJECT, quote
from bindery.checks.translation import english
from bindery.checks.translation.nouns import BRACKETS, Case, Mark, Work
from bindery.model import Finding
from bindery.passages import tongues

ENOUGH = 2  # small-letter words that make a unit more than a name
SENTENCE = 4  # small-letter words in a row that a citation hardly has
SAME_SCRIPT, OTHER_SCRIPT = 4, 3  # words in a row that stand in both: more where both languages look alike

_WORD = re.compile(r"[^\W\d_]+(?:[’'ʼ-][^\W\d_]+)*")
_RUN = re.compile(r"[A-Za-z]+(?:[’'-][A-Za-z]+)*(?:[ ,\u00a0]+[A-Za-z]+(?:[’'-][A-Za-z]+)*)*")
_SIDE = rf"[\u0400-\u052f{OBJECT}]"  # a word, or a passage taken out
_ALONE = re.compile(rf"(?<={_SIDE})[,.]? (the|of|and|with|from|by|or) (?=[“«„\"]?{_SIDE})")
_ROUND, _STOP = re.compile(r"\([^()]*\)"), re.compile(r"[^\w\s’'ʼ,-]")
_ENGLISH = re.compile(rf"\b(?:{'|'.join(sorted(english.SURE))})\b", re.IGNORECASE)
_SCRIPTS = {"Latn": re.compile("[A-Za-zÀ-ž]"), "Cyrl": re.compile("[\u0400-\u052f]")}
_SMALL_RUN = re.compile(r"(?<![^\W_])[a-z’'-]+(?:[ ,]+[a-z’'-]+)*(?![^\W_])")


def find_untranslated(work: Work) -> Iterator[Finding]:
    """Find translations that are their source, where that has more than names in it."""
    for case in work.cases:
        if case.is_same and _is_translatable(case, work):
            message = f"{quote(case.pair.translation)} stands as in the source."
            yield case.finding("untranslated", message, "Translate it, or leave the entry empty.")


def find_remains(work: Work) -> Iterator[Finding]:
    """Find words of the source in the midst of a translation; titles, names and glosses may stay."""
    find = _english if work.source.code == "en" else _identical
    for case in work.cases:
        if case.is_same:
            continue
        if runs := list(dict.fromkeys(find(case, work))):
            message = f"not translated: {', '.join(quote(run) for run in runs)}."
            yield case.finding("remains", message, "Translate it; what has to stay goes into quotes or emphasis.")


def _is_translatable(case: Case, work: Work) -> bool:
    """Tell whether a unit has words that another language must say otherwise."""
    if case.is_note:
        return _is_translatable_note(case, work)
    text = case.target.without(Mark.KEPT)
    words = _own(english.LATIN.sub("", text), work)
    abroad = tongues.home(work.source.tag) != tongues.home(work.target.tag)
    if abroad and case.pair.context in {"meta:kind", "meta:keyword"}:
        return bool(words) and (case.pair.context == "meta:kind" or any(word.islower() for word in words))
    if work.source.code == "en" and len(words) == 1 and words[0].lower() in english.HEADINGS:
        return True
    small = [word for word in words if word.islower() and len(word) > 1]
    is_motto = not english.SMALL & set(small) and not _WORD.search(case.target.without(Mark.FACED))
    if work.source.code == "en" and is_motto:  # in Latin
        return False
    return len(small) >= ENOUGH and passages.identify(text) != work.target.code


def _own(text: str, work: Work) -> list[str]:
    """Return the words of a text that are in the script of the source."""
    script = _SCRIPTS.get(tongues.home(work.source.tag))
    return [word for word in _WORD.findall(text) if not script or script.search(word)]


def _is_translatable_note(case: Case, work: Work) -> bool:
    """Tell whether a note has a sentence, or says in brackets what a title means: a citation stays as it is."""
    text = case.target.without(Mark.KEPT, Mark.CITED)
    if work.source.code != "en":
        words = [word for word in _own(text, work) if word.islower() and len(word) > 1]
        return not case.is_citation and len(words) >= ENOUGH
    glosses = [word for gloss in BRACKETS.findall(text) for word in _WORD.findall(gloss) if word.islower()]
    if len(glosses) >= ENOUGH:
        return True
    runs = [run[0].split() for run in _SMALL_RUN.finditer(english.LATIN.sub("", text))]
    return any(len(run) >= SENTENCE for run in runs) and any(english.FINITE & set(run) for run in runs)


def _english(case: Case, work: Work) -> Iterator[str]:
    """Yield runs of English words with a sure small word and one that is part of no name; and small words alone."""
    titles = Mark.CITED if case.is_note else Mark.FACED
    text = _unexplained(case.target.without(Mark.KEPT, Mark.FOREIGN, titles), case.source.text)
    if not _ENGLISH.search(text):
        return
    abroad = tongues.home(work.target.tag) != "Latn"
    for part in _RUN.findall(english.LATIN.sub(OBJECT, text)):
        for run in _shared(_WORD.findall(part), case.source.text):
            if len(run) >= (ENOUGH if abroad else ENOUGH + 1) and _is_prose(run):
                yield " ".join(run)
    if abroad:
        yield from _ALONE.findall(text)


def _is_prose(run: list[str]) -> bool:
    has_word = any(word[0].islower() and len(word) > 2 and word not in english.SMALL for word in run)
    return has_word and any(word.lower() in english.SURE for word in run)


def _identical(case: Case, work: Work) -> Iterator[str]:
    """Yield runs of the source's words in any language; of sisters, which share some, the letters decide."""
    if case.is_citation:
        return
    same = tongues.home(work.source.tag) == tongues.home(work.target.tag)
    # A script abroad is tagged by ``passages`` whatever it says.
    tagged = (Mark.FOREIGN,) if same or "lang=" in case.pair.translation else ()
    text = case.target.without(Mark.KEPT, Mark.QUOTED, Mark.FACED, *tagged)
    sisters = {work.source.code, work.target.code} <= set(tongues.TONGUES)
    for part in _STOP.split(_unexplained(text, case.source.text)):
        for run in _shared(_WORD.findall(part), case.source.text):
            small = sum(word.islower() and len(word) > 2 for word in run)
            if len(run) < (SAME_SCRIPT if same else OTHER_SCRIPT) or small < ENOUGH:
                continue
            if not sisters or passages.identify(" ".join(run)) == work.source.code:
                yield " ".join(run)


def _shared(words: list[str], source: str) -> Iterator[list[str]]:
    """Yield the longest runs of words that stand in the source in a row."""
    words_of_source = _plain(source)
    at = 0
    while at < len(words):
        end = at
        while end < len(words) and f" {' '.join(words[at : end + 1])} " in words_of_source:
            end += 1
        if end > at:
            yield words[at:end]
        at = max(end, at + 1)


@lru_cache(maxsize=1 << 9)
def _plain(source: str) -> str:
    return f" {' '.join(_WORD.findall(source))} "


def _unexplained(text: str, source: str) -> str:
    """Return a text without round brackets that the source has not: they explain a translation."""
    return _ROUND.sub(lambda match: match[0] if match[0] in source else OBJECT, text)
