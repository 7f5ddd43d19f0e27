"""Names spelled otherwise than everywhere else in the chapter."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from bindery.checks.prose.chapter import Chapter, Kind, Paragraph, Slip, quote

FREQUENT = 5  # a name that stands this often is meant so
CERTAIN = 8  # a name that stands so often alone in mid-sentence, always with a capital, has to have one

_WORD = re.compile(r"[^\W\d_]+(?:[’'ʼ][^\W\d_]+)*")
_CYRILLIC = re.compile(r"[\u0400-\u052f]")
_POSSESSIVE = re.compile(r"[’']s?$")
_PREVIOUS, _NEXT = re.compile(r"([^\W\d_]+)\s+$"), re.compile(r"\s+([^\W\d_])")
_OPENING = re.compile(r"[\s“”\"«»„‘’'(\[\ue000*—–-]+$")
# Languages whose names have no case endings: elsewhere one letter is grammar.
_UNINFLECTED = {"en"}
# Languages in which a name and a word are seldom spelled alike; Polish has polska, French français.
_CAPITALS = {"en", "be", "uk", "ru"}
_ARTICLES = {"the", "a", "an", "its", "his", "her", "their", "our", "this", "that", "every", "each", "no"}
# Names that are words too: months, quarters of the sky, parliaments.
# fmt: off
_EITHER = {
    "march", "mark", "will", "bill", "polish", "turkey", "china", "august", "east", "west", "north",
    "south", "parliament", "рада", "ради", "раді", "рады", "радзе", "захід", "заходу", "заході", "схід",
    "сходу", "захад", "захаду", "захадзе", "усход", "усходу", "усходзе", "запад", "запада", "западе",
    "восток", "востока", "востоке", "сейм", "сейму", "сейма",
}
# fmt: on


@dataclass(frozen=True, slots=True)
class _Word:
    """A word without its possessive, and where it stands."""

    text: str
    paragraph: Paragraph
    start: int
    end: int

    @property
    def line(self) -> int:
        return self.paragraph.line_at(self.start)


def find_near_misses(chapter: Chapter) -> Iterator[Slip]:
    """Find a name that stands once and misses by one letter one that stands often.

    Either the letter is within the word (“Ukranian”), or the word is cut between two frequent names:
    “Belarusia” is “Belarusian” without its last letter, yet longer than “Belarus”. A mere ending (“Russia” and
    “Russian”, “Belarusians”) is no slip.
    """
    if chapter.language not in _UNINFLECTED:
        return
    words = [word for word in _read(chapter) if word.text[0].isupper() and not word.text.isupper()]
    counts = Counter(word.text for word in words)
    frequent = [name for name, count in counts.items() if count >= FREQUENT and len(name) > 4]
    for word in words:
        # A word of two scripts is the business of ``letters``.
        if counts[word.text] > 1 or len(word.text) < 6 or _CYRILLIC.search(word.text):
            continue
        for name in frequent:
            if _is_cut(word.text, name, frequent) or _is_off_within(word.text, name):
                message = f"{quote(word.text)} stands once, {quote(name)} {counts[name]} times."
                yield Slip(word.line, "prose-near-miss", message, f"Write {quote(name)}, if that is meant.")
                break


def find_lower_case(chapter: Chapter) -> Iterator[Slip]:
    """Find a name without the capital that it always has elsewhere, in mid-sentence and with no article."""
    if chapter.language not in _CAPITALS:
        return
    words = _read(chapter)
    small = Counter(word.text for word in words if word.text.islower() and len(word.text) > 3)
    alone = Counter(
        word.text.lower()
        for word in words
        if word.text.istitle() and word.text.lower() in small and _stands_alone(word)
    )
    for word in words:
        if alone[word.text] >= CERTAIN * small[word.text] > 0 and word.text not in _EITHER:
            name = quote(word.text.title())
            message = f"{quote(word.text)} has no capital; elsewhere it is {name}."
            yield Slip(word.line, "prose-lower-case-name", message, f"Write {name}.")


def find_two_spellings(chapter: Chapter) -> Iterator[Slip]:
    """Find names that differ by capitals within the word alone, such as EuroRadio and Euroradio."""
    words = [word for word in _read(chapter) if len(word.text) > 3 and word.text[0].isupper()]
    spellings: dict[str, Counter[str]] = defaultdict(Counter)
    for word in words:
        if not word.text.isupper():
            spellings[word.text.lower()][word.text] += 1
    for word in words:
        found = spellings[word.text.lower()]
        if word.text not in found or len(found) == 1:
            continue
        usual = max(found, key=lambda name: (found[name], name))
        if word.text != usual:
            message = f"{quote(word.text)} is spelled {quote(usual)} elsewhere."
            yield Slip(word.line, "prose-two-spellings", message, "Choose one.")


@lru_cache(maxsize=1)
def _read(chapter: Chapter) -> list[_Word]:
    """Return the words of a chapter; three rules in a row ask for the same."""
    return [
        _Word(_POSSESSIVE.sub("", match[0]), paragraph, *match.span())
        for paragraph in chapter.prose()
        for match in _WORD.finditer(paragraph.text)
    ]


def _stands_alone(word: _Word) -> bool:
    """Tell whether a word stands in running text, in mid-sentence, beside no article and no other capital."""
    if word.paragraph.kind not in {Kind.BODY, Kind.QUOTE, Kind.ITEM}:
        return False
    text = word.paragraph.text
    before, after = text[max(word.start - 40, 0) : word.start], _NEXT.match(text, word.end)
    previous = _PREVIOUS.search(before)
    if (previous and (previous[1] in _ARTICLES or previous[1][0].isupper())) or (after and after[1].isupper()):
        return False
    lead = _OPENING.sub("", before)
    return bool(lead) and lead[-1] not in ".!?:…"


def _is_cut(word: str, name: str, frequent: list[str]) -> bool:
    """Tell whether a word is a name without its last letter and yet longer than another name."""
    if name[:-1] != word or name[-1] == "s":
        return False
    return any(word.startswith(other) and len(other) < len(word) for other in frequent)


def _is_off_within(word: str, name: str) -> bool:
    """Tell whether a word is a name with one letter more, less, other or moved, neither first nor last."""
    if word == name or len(word) < 7 or (word[0], word[-1]) != (name[0], name[-1]):
        return False
    start = next((at for at, (one, other) in enumerate(zip(word, name, strict=False)) if one != other), -1)
    if start < 0:
        return False
    left, right = word[start:], name[start:]
    one_off = right[1:] in {left, left[1:]} or left[1:] == right
    return one_off or (left[:2] == right[1::-1] and left[2:] == right[2:])
