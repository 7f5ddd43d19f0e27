"""Room: about how wide words are in the house's fonts, known before they are printed, so that they can be given it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from html import unescape
from itertools import accumulate
from math import ceil

from bindery.model import Document, Endnote
from bindery.ties import tie_text

_POINT = 25.4 / 72  # millimetres
_EMS = {
    **dict.fromkeys(" ", 0.2),
    **dict.fromkeys("ijlIІіїЇ.,:;'’|", 0.27),
    **dict.fromkeys("ftrJ()[]-!\N{NO-BREAK SPACE}\N{NON-BREAKING HYPHEN}", 0.34),
    **dict.fromkeys("acesvxyzkагезкстухєьэ", 0.49),
    **dict.fromkeys("mwMWжмфшщыюЖМШЩФЫЮљњЉЊ—%@", 0.85),
}
_ENDS = re.compile(r"(?<=[-‐–—])(?=\w)| ")  # where a line may end
_PARAGRAPH = re.compile(r"<p\b.*?</p>", re.DOTALL)
_HEADING = re.compile(r"<(h([3-6]))((?: [^>]*)?)>(.*?)</\1>", re.DOTALL)
_RANKS = {"2": 15.5, "3": 12.0, "4": 10.6}  # points of headings, as styles/print.css has them
_WIDER = 1.025  # than it is taken to be a line may be
_TAG = re.compile(r"<[^>]*>")
_PICTURED = re.compile(r"<p(?=(?: [^>]*)?><img\b[^>]*>(</p>)?)")
_MEASURE = 128.0  # of print, in millimetres
_SIZE, _SHORT, _GAP, _WIDEST = 9.0, 7.3, 0.7, 30.0  # of the notes in print: points, and millimetres of their labels


def ems(text: str) -> float:
    """Return about how wide a text is, in the size of its type: a little more than less."""
    return sum(_EMS.get(sign) or _of(sign) for sign in text)


def _of(sign: str) -> float:
    if unicodedata.category(sign) in {"Mn", "Me", "Cf"}:
        return 0.0
    if unicodedata.east_asian_width(sign) in {"W", "F"}:
        return 1.0
    return 0.64 if sign.isupper() else 0.53


def longest(text: str) -> float:
    """Return about how wide the longest piece of a text is in which no line may end."""
    return max(map(ems, _ENDS.split(text)), default=0.0)


def lines(text: str, measure: float) -> int:
    """Return about how many lines of ``measure`` (in the size of the type) a text takes; a longer word is cut."""
    return len(_set(text, measure))


def _set(text: str, measure: float) -> list[float]:
    """Return about how wide each line of a text is."""
    found = [0.0]
    for word in _ENDS.split(text):
        wide = ems(word)
        if found[-1] and found[-1] + wide > measure:
            found.append(0.0)
        if wide > measure:
            more = ceil(wide / measure) - 1
            found[-1:] = [*[measure] * more, 0.0]
            wide -= more * measure
        found[-1] += wide + _EMS[" "]
    return found


def evened(html: str) -> str:
    """Return HTML whose headings end in no short line: they are given less width."""

    def narrowed(match: re.Match[str]) -> str:
        style = even(unescape(_TAG.sub("", match[4])), match[2])
        return f'<{match[1]} style="{style}"{match[3]}>{match[4]}</{match[1]}>' if style else match[0]

    return _HEADING.sub(narrowed, html)


def even(title: str, rank: str = "2") -> str:
    """Return a heading's width as a style, or "" where it has one line: WeasyPrint balances no text."""
    width = _em(_MEASURE, _RANKS.get(rank, _RANKS["4"])) / _WIDER
    found = _set(title, width)
    while len(found) > 1 and found[-1] < max(found) / 2:
        width *= 0.98
        narrower = _set(title, width)
        if len(narrower) > len(found):
            break
        found = narrower
    return f"max-width: {max(found) * _WIDER:.1f}em" if len(found) > 1 else ""


def head(title: str) -> str:
    """Return a title as a running head, cut after the last word that the measure has room for."""
    room = _em(_MEASURE, 8.2)
    if _spaced(title) <= room * 1.05:  # it may well be narrower than that
        return title
    wide = accumulate(map(_spaced, title))
    # Of what is far too long, as where a file was pasted, no more is measured again and again.
    shown = title[: next((at for at, so_far in enumerate(wide) if so_far > 2 * room), None)]
    while _spaced(shown) > room:
        words = shown.removesuffix("…")
        shown = (words.rpartition(" ")[0].rstrip(" ,.;:–—-") or words[:-1]) + "…"
    return shown


def fills(entry: str, size: float = 11.0, indent: float = 0.0) -> bool:
    """Tell whether an entry of the contents may fill its last line, so that there is no room for dots."""
    measure = _em(_MEASURE - 12, size) - indent
    # It may be narrower than is guessed here, and has to have room for a few dots.
    return lines(entry, measure * 1.06) < lines(entry + 3 * "m", measure)


def _spaced(title: str) -> float:
    return ems(title) + 0.02 * len(title)


def flush(html: str) -> str:
    """Return HTML whose paragraphs that begin with a picture are not indented: it may be as wide as the measure.

    One that is nothing but a picture is told apart, to stand away from the lines around it as a figure does.
    """
    return _PICTURED.sub(lambda match: f'<p class="flush{" alone" if match[1] else ""}"', html)


def hang(notes: Sequence[Endnote]) -> str:
    """Return by how much notes hang whose longest label needs more than the style sheet gives, as a style; or ""."""
    widest = max((ems(note.label) for note in notes), default=0.0) * _SIZE * _POINT
    if widest <= _SHORT:
        return ""
    label = min(ceil(2 * widest) / 2, _WIDEST)
    return f"--label: {label:g}mm; --hang: {label + _GAP:g}mm; --unhang: -{label + _GAP:g}mm"


def deep(imprint: str) -> float:
    """Return how many millimetres an imprint takes at the foot of its page, as styles/print.css has it."""
    texts = [unescape(_TAG.sub("", paragraph)) for paragraph in _PARAGRAPH.findall(imprint)]
    return round(6 + _POINT * sum(12.4 * lines(" ".join(text.split()), _em(_MEASURE, 8.6)) + 3 for text in texts), 1)


# The cover as styles/cover.css has it, in millimetres: from the page's head, and how far the face may rise for a title.
_HEAD, _WORDMARK, _FOOT, _WIDTH, _TOP, _HIGHEST = 24.0, 17 * 1.16 * _POINT, 277.0, 164.0, 84.0, 12.0
_SIZES = (50.0, 46.0, 42.0, 38.0, 34.0, 30.0, 27.0, 24.0, 21.0, 18.0, 16.0, 14.0, 12.0, 10.0, 8.0)
_STAYS = 38.0  # down to this size the face stays where it is
_WHOLE = 18.0  # and down to this a long word makes the title smaller; a longer one is cut


@dataclass(frozen=True, slots=True)
class Face:
    """The cover of a long title: points of the title's and the authors' type, and where they begin, in millimetres."""

    size: float
    author: float
    top: float


def face(document: Document) -> Face | None:
    """Return how a title that is too long for the cover fits it; None where it does as the style sheet has it."""
    publication, words, standing = document.publication, document.language.words, document.standing
    main, sub = (tie_text(line, document.language) for line in publication.title_lines)
    names = words["byline"].replace("{names}", ", ".join(author.full_name for author in publication.authors))
    foot = 4.5 + 16.8 * _POINT * lines(f"{publication.kind} {publication.year}", _em(_WIDTH, 12))
    if standing and not standing.complete:
        foot += 2 + 15.4 * _POINT * lines(f"{words['draft']}. {words['incomplete']}", _em(_WIDTH, 11))
    elif standing and standing.unreviewed:
        foot += 2 + 15.4 * _POINT
    room = _FOOT - foot - 5 - _HEAD - _WORDMARK * len(document.brand.wordmark)
    for size in _SIZES:
        author, second = min(15.0, max(8.0, 0.6 * size)), 0.76 * size
        high = 12 + author * 1.3 * _POINT * lines(names, _em(_WIDTH, author))
        high += size * 1.06 * _POINT * lines(main, _em(_WIDTH, size))
        high += 3 + second * 1.12 * _POINT * lines(sub, _em(_WIDTH, second)) if sub else 0
        wide = max(longest(main) * size, longest(sub) * second) * _POINT
        fits = high <= room - (_TOP if size >= _STAYS else _HIGHEST)
        if size == _SIZES[-1] or (fits and (wide <= _WIDTH or size <= _WHOLE)):
            break
    return None if size == _SIZES[0] else Face(size, author, max(_HIGHEST, min(_TOP, room - high)))


def _em(measure: float, size: float) -> float:
    return measure / (size * _POINT)
