"""Words written twice, and the names of hosts written wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bindery.checks.prose.chapter import Chapter, Kind, Slip, around, quote

_TWICE = re.compile(r"(?<![\w’'ʼ-])([^\W\d_]+)\s+\1(?![\w’'ʼ-])", re.IGNORECASE)
# Words that a sentence may well say twice running.
_MAY_REPEAT = {
    "en": {"had", "that"},
    "de": {"die", "der", "das", "den", "dem", "sie"},
    "nl": {"die", "dat"},
    "fr": {"nous", "vous"},
    "lt": {"kas"},
    "lv": {"kas"},
    "pl": {"to"},
    "sv": {"det"},
}
_ARTICLES = {
    "en": re.compile(r"\b[Tt]he\s(?:all|both|of|and|in|to|for|on|at|by|with|from)\sthe\b|\b(?:a|an)\sthe\b|\bthe\san\b")
}
_HOST = re.compile(r"(?<![\w@./-])(?:https?://)?(w+)([.,]+)(?=[\w-]+\.[a-z]{2,})", re.IGNORECASE)
_SCHEME = re.compile(
    r"\bhttps?//(?=\w)|\bhttps?:/?(?=\w)|\b(?!https?:)h+t+p+s?:/+(?=\w)|\bhttps?:///+|\bhttps?://https?:/+",
    re.IGNORECASE,
)


def find_doubled(chapter: Chapter) -> Iterator[Slip]:
    """Find the same word, or the same article, twice."""
    allowed = _MAY_REPEAT.get(chapter.language, set())
    articles = _ARTICLES.get(chapter.language)
    for paragraph in chapter.prose(Kind.VERSE):
        for match in _TWICE.finditer(paragraph.text):
            word = match[1]
            if word.lower() in allowed or (len(word) == 1 and word.isupper()):
                continue
            message = f"{quote(match[0])} has a word twice."
            line = paragraph.line_at(match.start())
            yield Slip(line, "prose-doubled-word", message, f"Write {quote(word)} once.")
        for match in articles.finditer(paragraph.text) if articles else ():
            message = f"{quote(match[0])} has its article twice."
            line = paragraph.line_at(match.start())
            yield Slip(line, "prose-doubled-word", message, "Leave one of them out.")


def find_malformed_hosts(chapter: Chapter) -> Iterator[Slip]:
    """Find addresses that can't be meant: wwww, two dots, half a scheme."""
    for paragraph in chapter.prose():
        text = paragraph.source
        found = [
            (*match.span(), "https://" if "s" in match[0].lower() else "http://") for match in _SCHEME.finditer(text)
        ]
        found += [
            (match.start(1), match.end(), "www.")
            for match in _HOST.finditer(text)
            if len(match[1]) > 1 and (len(match[1]) != 3 or match[2] != ".")
        ]
        for start, end, meant in found:
            left, right = around(text, start, end)
            address = quote(text[left:right].strip("<>()[].,;"))
            mended = quote((text[left:start] + meant + text[end:right]).strip("<>()[].,;"))
            line = paragraph.line + text.count("\n", 0, start)
            yield Slip(line, "prose-malformed-host", f"{address} is no address.", f"Write {mended}.")
