"""Punctuation: repeated by mistake, a hyphen between years, quotes of two kinds in one chapter."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bindery.checks.prose.chapter import Chapter, Kind, Slip, mend, quote

_REPEATED = re.compile(r",,+|;;+|(?<=[\w)\]”»])\.\.(?![./\w])|,\.(?![\w.])|;[.,]|,;")
_YEAR = r"(?:1[5-9]|20)\d\d"
_YEARS = re.compile(rf"(?<![\w/.\-–#№])({_YEAR})( ?)-\2({_YEAR}|\d\d)(?![\w/\-–]|[.,]\d)")
# What has a number that only looks like years.
_NEAR = 60  # characters
_NUMBERED = re.compile(r"(?:ISSN|ISBN|[Nn]o\.?|[Nn]r\.?|[Tt]el\.?:?|[Тт]эл\.?:?|№|#|\d[ )]|\+\d[\d ()-]*)\s*$")
# What is straight, what is curly; feet and inches are neither, and a mark within a word is no quote. A pattern that
# begins with its mark is fast.
_KINDS = {
    "quotes": (re.compile(r"\"(?<!\d\")"), re.compile(r"[“”„«»]")),
    "apostrophes": (re.compile(r"'(?<=[^\W\d_]')(?=\w)"), re.compile(r"’(?<=[^\W\d_]’)(?=\w)")),
}
_ENCLOSED = re.compile(r"[“”„«»\"]([^“”„«»\"]{1,40})[“”„«»\"]|.(\S*\s*\S*)", re.DOTALL)


def find_repeated(chapter: Chapter) -> Iterator[Slip]:
    """Find two marks where one is meant; an ellipsis has three."""
    for paragraph in chapter.prose(Kind.VERSE):
        for match in _REPEATED.finditer(paragraph.text):
            found, mended = mend(paragraph.text, *match.span(), match[0][-1])
            hint = f"Write {mended}, or a quote if one is meant." if match[0] == ",," else f"Write {mended}."
            line = paragraph.line_at(match.start())
            yield Slip(line, "prose-repeated-mark", f"{found} has two marks for one.", hint)


def find_year_hyphens(chapter: Chapter) -> Iterator[Slip]:
    """Find two years joined by a hyphen."""
    for paragraph in chapter.prose():
        for match in _YEARS.finditer(paragraph.text):
            first, last = int(match[1]), int(match[3])
            # 2023-04 may be a month, and so may 2010-12.
            later = first < last < first + 200 if last > 99 else last > max(first % 100, 12)
            if later and not _NUMBERED.search(paragraph.text, max(match.start() - _NEAR, 0), match.start()):
                message = f"{quote(match[0])} has a hyphen between years."
                hint = f"Write {quote(f'{match[1]}–{match[3]}')}, with an en dash."
                yield Slip(paragraph.line_at(match.start()), "prose-year-hyphen", message, hint)


def find_mixed(chapter: Chapter) -> Iterator[Slip]:
    """Find the straight marks of a chapter that has more curly ones, or the reverse: one finding a line."""
    lines = [
        (paragraph.line + at, text)
        for paragraph in chapter.prose()
        for at, text in enumerate(paragraph.text.split("\n"))
    ]
    for name, shapes in _KINDS.items():
        straight, curly = (sum(len(shape.findall(text)) for _, text in lines) for shape in shapes)
        if not straight or not curly:
            continue
        few, many = ("straight", "curly") if straight <= curly else ("curly", "straight")
        odd = shapes[0] if few == "straight" else shapes[1]
        for line, text in lines:
            if found := odd.search(text):
                place = _enclosed(text, found.start()) if name == "quotes" else mend(text, *found.span(), "'")[0]
                share = f"{max(straight, curly)} of the {straight + curly} in the chapter are {many}"
                message = f"{few} {name}, as in {place}; {share}."
                yield Slip(line, f"prose-mixed-{name}", message, f"Make them {many}.")


def _enclosed(text: str, at: int) -> str:
    """Return what a quote encloses, or the words after it."""
    match = _ENCLOSED.match(text, at)
    return quote((match[1] or match[2] if match else "") or text[max(at - 20, 0) : at])
