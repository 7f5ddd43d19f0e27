"""What a translation must share with its source, words, calls, links, images and code, or else it is not used.

Calls stand in the order of the source, for notes are numbered as they are called; the order of all else is free within
a unit. ``checks.parity`` asks the same of whole editions.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from bindery import characters, tree
from bindery.checks.prose.chapter import ADDRESS, OBJECT, quote
from bindery.checks.translation.nouns import Case, Thing
from bindery.checks.translation.reading import case_of, is_paragraph
from bindery.model import Finding, Pair, Severity

_ADDRESS = re.compile(r"<[^<>\s]*>|\]\([^()\s]*\)|(?:https?|ftp)://\S+|`[^`]*`")
_CALL = re.compile(r"\[\^\d+\]")
_HINTS = re.compile(r"[\^ˆ＾]")
# What was meant as a call; the second kind is one only where a call is missing.
_OPEN, _SHUT, _CARET = r"\\?[\[［【({]", r"\\?[\]］】)}\[]", r"[\^ˆ＾]"
_GARBLED = re.compile(
    rf"{_OPEN}\s*\\?{_CARET}\s*[\w*]{{0,3}}(?:\s*{_SHUT}:?)?|{_CARET}\s*\d{{1,3}}\s*\\?[\]］】]|{_OPEN}\d{{1,3}}\^{_SHUT}"
)
_UNSURE = re.compile(
    rf"\\?[\[［【(]\s*\d{{1,3}}\s*\\?[\]］】)]|{_CARET}\s*\d{{1,3}}\^?|[¹²³⁴-⁹]+|<sup>\s*\d+\s*</sup>|\[\d{{1,3}}|\d{{1,3}}\]"
)
_WORD = re.compile(r"[^\W_]")
_WORD_OR_THING = re.compile(rf"[^\W_]|[{OBJECT}{ADDRESS}]")
_COPY = "Copy it from the source."


def damages(pairs: Sequence[Pair]) -> dict[int, list[Finding]]:
    """Return by number what keeps translations from being used; a translation without damage has no number here."""
    return find_damage([case_of(pair) for pair in pairs])


def find_damage(cases: Sequence[Case]) -> dict[int, list[Finding]]:
    """Return by number the damage of cases."""
    found = {case.pair.number: list(_damage(case)) for case in cases}
    return {number: findings for number, findings in found.items() if findings}


def _damage(case: Case) -> Iterator[Finding]:
    if sign := characters.unprintable(case.pair.translation):
        message = f"{characters.name(sign)} is no character that an edition can hold."
        yield _error(case, "character", message, "Take it out.")
    elif case.is_meta and any(len(word) > characters.WORD for word in case.pair.translation.split()):
        yield _error(
            case, "word", f"expected no word of more than {characters.WORD} letters.", "Look what was pasted there."
        )
    elif not is_paragraph(case.pair.blocks):
        yield _blocks(case)
    else:
        yield from find_wordless(case)
        for rule in () if case.is_meta else RULES:
            yield from rule(case)


def _blocks(case: Case) -> Finding:
    """Say as what a translation reads that is not one paragraph."""
    blocks = case.pair.blocks
    words = quote(tree.plain(blocks[1:] or blocks) or case.pair.translation)
    if len(blocks) > 1:
        message = f"its translation falls into {len(blocks)} parts; the second is {words}."
        return _error(case, "paragraph", message, "Make it one paragraph, without empty lines, lists or headings.")
    return _error(case, "paragraph", f"its translation reads as no paragraph: {words}.", "Write it as one paragraph.")


def find_wordless(case: Case) -> Iterator[Finding]:
    """Find translations without a word, for with them the passage would be gone; code and addresses are words."""
    if _WORD.search(case.source.text) and not _WORD_OR_THING.search(case.target.text):
        shown = quote(case.pair.translation)
        message = f"its translation has no words: {shown}." if shown[1:-1] else "its translation has no words."
        yield _error(case, "wordless", message, "Translate it, or leave it empty: it is then printed as in the source.")


def find_calls(case: Case) -> Iterator[Finding]:
    """Find note calls lost, doubled, unknown, moved or garbled."""
    had, has = case.source.having(Thing.CALL), case.target.having(Thing.CALL)
    if not had and not has and not _HINTS.search(case.pair.translation):
        return
    lost, more = Counter(_more(had, has)), Counter(_more(has, had))
    garbled = _garbled(case.pair.translation, has, case.pair.source, unsure=bool(lost))
    if lost and garbled:
        message = f"{_calls(lost)} of the source is written {_list(garbled)}, which is none."
        yield _error(case, "call", message, f"Write {_order(sorted(lost))}.")
    elif lost:
        hint = "Put it behind the word that it belongs to."
        yield _error(case, "call", f"{_calls(lost)} of the source is missing.", hint)
    elif garbled:
        yield _error(case, "call", f"{_list(garbled)} looks like a note call and is none.", "Mend it or take it out.")
    unknown = Counter({number: count for number, count in more.items() if number not in had})
    if unknown:
        yield _error(case, "call", f"the source has no {_calls(unknown)}.", "Take it out.")
    if doubled := more - unknown:
        yield _error(case, "call", f"{_calls(doubled)} stands more often than in the source.", "Leave one of them.")
    if had != has and not lost and not more:
        message = f"the calls stand as {_order(has)}, in the source as {_order(had)}."
        yield _error(case, "call", message, "Notes are numbered as they are called: turn the sentence.")


def find_links(case: Case) -> Iterator[Finding]:
    """Find addresses lost, added or changed, links without words, and places lost that links lead to."""
    yield from _compare(case, "link", "the address", Thing.LINK)
    yield from _compare(case, "link", "the address", Thing.ADDRESS)
    if len(silent := case.target.having(Thing.SILENT_LINK)) > len(case.source.having(Thing.SILENT_LINK)):
        hint = "Write them between its square brackets."
        yield _error(case, "link", f"the link to {_list(silent)} has no words.", hint)
    yield from _compare(case, "link", "the place that links lead to,", Thing.PLACE)


def find_images(case: Case) -> Iterator[Finding]:
    """Find images lost, added or changed."""
    yield from _compare(case, "image", "the image", Thing.IMAGE)


def find_code(case: Case) -> Iterator[Finding]:
    """Find code lost, added or changed."""
    yield from _compare(case, "code", "the code", Thing.CODE)


def find_maths(case: Case) -> Iterator[Finding]:
    """Find maths lost, added or changed."""
    yield from _compare(case, "maths", "the formula", Thing.MATHS)


def find_kept(case: Case) -> Iterator[Finding]:
    """Find text that is marked to stay as it is and did not."""
    yield from _compare(case, "kept", "what is marked {translate=no},", Thing.KEPT)


def find_html(case: Case) -> Iterator[Finding]:
    """Find HTML that the source does not have: nothing cleans it in a translation."""
    if added := _more(case.target.having(Thing.HTML), case.source.having(Thing.HTML)):
        yield _error(case, "html", f"there is HTML: {_list(added)}.", "Write it in Markdown, as the source does.")


RULES: tuple[Callable[[Case], Iterator[Finding]], ...] = (
    find_calls,
    find_links,
    find_images,
    find_code,
    find_maths,
    find_kept,
    find_html,
)


def _compare(case: Case, code: str, what: str, thing: Thing) -> Iterator[Finding]:
    """Tell what is lost, added or changed of a kind whose order is free."""
    had, has = case.source.having(thing), case.target.having(thing)
    if had == has:
        return
    lost, added = _more(had, has), _more(has, had)
    if lost and len(lost) == len(added):
        for old, new in zip(lost, added, strict=True):
            yield _error(case, code, f"{what} {_list([old])} has become {_list([new])}.", _COPY)
        return
    for old in lost:
        yield _error(case, code, f"{what} {_list([old])} is missing.", _COPY)
    for new in added:
        yield _error(case, code, f"{what} {_list([new])} is not in the source.", "Take it out.")


def _more(ones: list[str], others: list[str]) -> list[str]:
    return list((Counter(ones) - Counter(others)).elements())


def _garbled(text: str, calls: list[str], source: str, *, unsure: bool) -> list[str]:
    """Return what in a text, besides its calls, was meant as one; with ``unsure`` what may have been."""
    for number in calls:
        text = text.replace(f"[^{number}]", "", 1)
    if not unsure and not _HINTS.search(text):
        return []
    text = _ADDRESS.sub("", text)
    found = [match[0].strip() for match in _GARBLED.finditer(text)]
    if unsure and not found:
        found = [match[0] for match in _UNSURE.finditer(text)]
    source = _CALL.sub("", source).replace("\\", "")  # a literal one may be escaped in more than one way
    return [each for each in found if each.replace("\\", "") not in source]


def _calls(numbers: Counter[str]) -> str:
    calls = [f"[^{number}]" for number in sorted(numbers, key=lambda number: (len(number), number))]
    return ("calls " if calls[1:] else "call ") + " and ".join(calls)


def _order(numbers: list[str]) -> str:
    return " ".join(f"[^{number}]" for number in numbers)


def _list(texts: list[str]) -> str:
    return ", ".join(f"“{text}”" for text in texts)


def _error(case: Case, code: str, message: str, hint: str) -> Finding:
    return case.finding(code, message, hint, Severity.ERROR)
