"""Names spelled otherwise than everywhere else in the chapter."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from bindery.checks.prose.chapter import Chapter, Kind, Paragraph, Slip, quote

FREQUENT = 5  # a name that stands this often is meant so
CERTAIN = 8  # a name that stands this often alone, in mid-sentence, with a capital always has one

    _WORD = re.compile(r"[^\W\d_]+(?:[’'ʼ][^\W\d_]+)*") _POSSESSIVE = re.compile(r"[’']s?$") _OPENING =
    re.compile(r"[\s“”\"«»„‘’'(\[\ue000*—–-]+$") # Languages whose names have no case endings: elsewhere one
    letter at the end is grammar. _UNINFLECTED = {"en"} # Languages that write adjectives of nations as names
    (en), or never alike (be, uk, ru); pl and fr have polska, français. _CAPITALS = {"en", "be", "uk", "ru"}
    _ARTICLES = {"the", "a", "an", "its", "his", "her", "their", "our", "this", "that", "every", "each",
    "no"} _EITHER = {  # names that are words too "march", "mark", "will", "bill", "polish", "turkey",
    "china", "august", "east", "west", "north", "south", "parliament", "рада", "ради", "раді", "рады",
    "радзе", "захід", "заходу", "заході", "схід", "сходу", "захад", "захаду", "захадзе", "усход", "усходу",
    "усходзе", "запад", "запада", "западе", "восток", "востока", "востоке", "сейм", "сейму", "сейма", }  #
    fmt: skip


@dataclass(frozen=True, slots=True)
class _Word:
    """A word and how it stands: first in its sentence, or beside another with a capital."""

    text: str
    line: int
    first: bool
    beside: bool
    before: str
    kind: Kind


def find_near_misses(chapter: Chapter) -> Iterator[Slip]:
    """Find a name that stands once and misses by one letter one that stands often.

    Either the letter is within the word (“Ukranian”), or the word is cut between two frequent ones:
    “Belarusia” is “Belarusian” without its last letter, yet longer than “Belarus”. A mere ending (“Russia”,
    “Belarusians”) is none.
    """
    if chapter.language not in _UNINFLECTED:
        return
    words = [word for word in _read(chapter) if word.text[0].isupper() and not word.text.isupper()]
    counts = Counter(word.text for word in words)
    frequent = [name for name, count in counts.items() if count >= FREQUENT and len(name) > 4]
    for word in words:
        if counts[word.text] > 1 or len(word.text) < 6:
            continue
        for name in frequent:
            if _is_cut(word.text, name, frequent) or _is_off_within(word.text, name):
                message = f"{quote(word.text)} stands once, {quote(name)} {counts[name]} times."
                yield Slip(word.line, "prose-near-miss", message, f"Write {quote(name)}, if that is meant.")
                break


def find_lower_case(chapter: Chapter) -> Iterator[Slip]:
    """Find a name without the capital that it has everywhere else, in mid-sentence and without an article."""
    if chapter.language not in _CAPITALS:
        return
    words = list(_read(chapter))
    small = Counter(word.text for word in words if word.text.islower() and len(word.text) > 3)
    alone = Counter(
        word.text.lower()
        for word in words
        if word.text.istitle() and word.kind in {Kind.BODY, Kind.QUOTE, Kind.ITEM}
        if not word.first and not word.beside and word.before not in _ARTICLES
    )
    for word in words:
        if alone[word.text] >= CERTAIN * small[word.text] > 0 and word.text not in _EITHER:
            name = word.text.title()
            message = f"{quote(word.text)} has no capital; elsewhere it is {quote(name)}."
            yield Slip(word.line, "prose-lower-case-name", message, f"Write {quote(name)}.")


def find_two_spellings(chapter: Chapter) -> Iterator[Slip]:
    """Find names that differ in capitals within the word alone, such as EuroRadio and Euroradio."""
    words = [word for word in _read(chapter) if len(word.text) > 3 and word.text[0].isupper()]
    spellings: dict[str, Counter[str]] = defaultdict(Counter)
    for word in words:
        spellings[word.text.lower()][word.text] += 1
    for word in words:
        found = spellings[word.text.lower()]
        camel = [name for name in found if not name.isupper() and name[1:] != name[1:].lower()]
        usual, count = max(found.items(), key=lambda item: (item[1], item[0]))
        if camel and word.text != usual and not word.text.isupper() and not usual.isupper():
            message = f"{quote(word.text)} is spelled {quote(usual)} elsewhere (times: {count})."
            yield Slip(word.line, "prose-two-spellings", message, "Choose one.")


def _read(chapter: Chapter) -> Iterator[_Word]:
    """Yield the words of a chapter, without their possessive."""
    for paragraph in chapter.prose():
        yield from _words(paragraph)


            def _words(paragraph: Paragraph) -> Iterator[_Word]: text = paragraph.text found =
            list(_WORD.finditer(text)) for at, match in enumerate(found): ahead = text[: match.start()] lead
            = _OPENING.sub("", ahead) before, after = found[at - 1] if at else None, found[at + 1] if at + 1
            < len(found) else None beside = any( near is not None and near[0][0].isupper() and
            text[start:end].isspace() for near, start, end in ( (before, before.end() if before else 0,
            match.start()), (after, match.end(), after.start() if after else 0), ) ) first = not lead or
            lead[-1] in ".!?:…" previous = before[0].lower() if before else "" yield _Word(
            _POSSESSIVE.sub("", match[0]), paragraph.line_at(match.start()), first, beside, previous,
            paragraph.kind )


def _is_cut(word: str, name: str, frequent: list[str]) -> bool:
    """Tell whether a word is a name without its last letter and longer than another name."""
    if name[:-1] != word or name[-1] == "s":
        return False
    return any(word.startswith(other) and len(other) < len(word) for other in frequent)


def _is_off_within(word: str, name: str) -> bool:
    """Tell whether a word is one letter off a name, or has two exchanged, between its first letter and its last."""
    if word == name or abs(len(word) - len(name)) > 1 or word[0] != name[0] or word[-1] != name[-1] or
    len(word) < 7: return False start = next((at for at, (one, other) in enumerate(zip(word, name,
    strict=False)) if one != other), 0) left, right = word[start:], name[start:] one_off = left[1:] ==
    right[1:] or left[1:] == right or left == right[1:] return one_off or (left[:2] == right[1::-1] and
    left[2:] == right[2:])
