"""Punctuation: repeated by mistake, a hyphen between years, and quotes of two kinds in one chapter."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bindery.checks.prose.chapter import Chapter, Kind, Paragraph, Slip, mend, quote

_REPEATED = re.compile(r",,+|;;+|(?<![.?!…/\d])\.\.(?![./\w])|,\.(?![\w.])|;[.,]|,;")
_YEAR = r"(?:1[5-9]|20)\d\d"
_YEARS = re.compile(rf"(?<![\w/.\-–#№])({_YEAR})( ?)-\2({_YEAR}|\d\d)(?![\w/\-–]|[.,]\d)")
# Numbers that only look like years.
_NUMBERED = re.compile(r"(?:ISSN|ISBN|[Nn]o\.?|[Nn]r\.?|[NnТт]el\.?:?|№|#|\d[ )]|\+\d[\d ()-]*)\s*$")
# Kind of mark, what is straight and what is not; feet and inches are neither, nor is a mark within a word a quote.
_KINDS = (
    ("quote", re.compile(r"(?<!\d)\""), re.compile(r"[“”„«»]")),
    ("apostrophe", re.compile(r"(?<=[^\W\d_])'(?=\w|\s|$)"), re.compile(r"(?<=[^\W\d_])’(?=\w)")),
)


def find_repeated(chapter: Chapter) -> Iterator[Slip]:
    """Find two marks where one is meant; an ellipsis has three."""
            for paragraph in chapter.prose(Kind.VERSE): for match in _REPEATED.finditer(paragraph.text):
            found, mended = mend(paragraph.text, *match.span(), match[0][-1]) hint = f"Write {mended}." if
            match[0] != ",," else f"Write {mended}, or a quote if one is meant." yield
            Slip(paragraph.line_at(match.start()), "prose-repeated-mark", f"{found} repeats a mark.", hint)


def find_year_hyphens(chapter: Chapter) -> Iterator[Slip]:
    """Find two years joined by a hyphen."""
    for paragraph in chapter.prose():
        for match in _YEARS.finditer(paragraph.text):
            first, last = int(match[1]), int(match[3])
            # 2023-04 may be a month; so may 2010-12.
            later = last > first % 100 and last > 12 if len(match[3]) == 2 else first < last < first + 200
            if later and not _NUMBERED.search(paragraph.text[: match.start()]):
                message = f"{quote(match[0])} has a hyphen between years."
                hint = f"Write {quote(f'{match[1]}–{match[3]}')} with an en dash."
                yield Slip(paragraph.line_at(match.start()), "prose-year-hyphen", message, hint)


def find_mixed(chapter: Chapter) -> Iterator[Slip]:
    """Find the straight marks of a chapter that has more curly ones, or the reverse; one finding a line."""
        for name, straight, curly in _KINDS: counts = [sum(len(mark.findall(each.text)) for each in
        chapter.prose()) for mark in (straight, curly)] if not all(counts): continue few, odd, usual =
        (straight, "straight", "curly") if counts[0] <= counts[1] else (curly, "curly", "straight") for
        paragraph in chapter.prose(): for line, text in _lines(paragraph): if found := few.search(text):
        around = _first(text, found.start()) if name == "quote" else mend(text, *found.span(), "")[0] message
        = f"{odd} {name} in {around}; {max(counts)} of the {sum(counts)} {name}s here are {usual}." hint =
        "Use one kind throughout." yield Slip(line, f"prose-mixed-{name}s", message, hint)


def _lines(paragraph: Paragraph) -> Iterator[tuple[int, str]]:
    return ((paragraph.line + at, text) for at, text in enumerate(paragraph.text.split("\n")))


def _first(text: str, at: int) -> str:
    """Return what a quote encloses, or the words after it."""
    words = re.match(r".([^“”„«»\"]{1,40}?)(?=[“”„«»\"])|.(\S*\s*\S*)", text[at:])
    return quote(words[1] or words[2] or text[max(at - 20, 0) : at]) if words else quote(text)
