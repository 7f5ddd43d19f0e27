"""Signs of other programs, as received texts bring them: pandoc knows none of them, so they are printed as they are."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bindery.checks.prose.chapter import Chapter, Kind, Slip, quote

_OUT = "Take it out."
_CALL = "Take it out, or call a note, [^name]."
# What it is, and what to do about it; Obsidian has the most, the last are of ChatGPT.
_SIGNS = (
    (r"!\[\[[^\[\]\n]+\]\]", "is no picture here", 'Write ![Caption](media/map.png){alt="…"}.'),
    (r"(?<!!)\[\[[^\[\]\n]*\w[^\[\]\n]*\]\]", "is no link here", "Write the words alone, or [words](https://…)."),
    (
        r"(?<![=\w])==(?![\s=])[^=\n]+(?<!\s)==(?![=\w])",
        "marks nothing here",
        "Write *…* or **…**, or the words alone.",
    ),
    (r"(?<![%\w])%%(?![%\d]).+?%%", "is no comment here", "Take it out, or write <!-- … -->."),
    (r"(?<=\s)\^[a-z0-9][a-z0-9-]{4,}(?=\s*$)", "is no address here", _OUT),
    (r"【[^【】\n]*】", "is no note here", _CALL),
    (r":contentReference\S*|\b(?:cite)?turn\d+(?:search|view|news)\d+", "is no note here", _CALL),
)
_FOUND = tuple((re.compile(sign, re.MULTILINE | re.DOTALL), what, hint) for sign, what, hint in _SIGNS)
_HEADING = re.compile(r"#{2,6}(?=[^\s#])[^\n]*")
_CALLOUT = re.compile(r"\[!\w+\][-+]?")


def find(chapter: Chapter) -> Iterator[Slip]:
    """Find what another program would have made something of, and headings without a space behind their signs."""
    for paragraph in chapter.prose():
        if paragraph.kind is Kind.BODY and (match := _HEADING.match(paragraph.text)):
            hint = "Put a space behind the last #."
            yield Slip(paragraph.line, "prose-left-over", f"{quote(match[0])} is no heading.", hint)
        if paragraph.kind is Kind.QUOTE and (match := _CALLOUT.match(paragraph.text)):
            yield Slip(paragraph.line, "prose-left-over", f"{quote(match[0])} is printed as it is.", _OUT)
        for sign, what, hint in _FOUND:
            for match in sign.finditer(paragraph.text):
                line = paragraph.line_at(match.start())
                yield Slip(line, "prose-left-over", f"{quote(match[0])} {what} and is printed as it is.", hint)
