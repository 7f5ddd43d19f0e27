"""Spaces where none belongs, and hyphens between spaces."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bindery.checks.prose.chapter import Chapter, Kind, Slip, mend

# Where “ « open and ” » close. Elsewhere („…“, »…«, ”…”) the same marks stand the other way round.
_CURLY = {"en", "pl", "nl", "es", "it", "pt", "ro", "tr"}
_GUILLEMETS = {"be", "uk", "ru", "en", "es", "it", "pt", "el", "lt", "lv", "no", "nb", "nn", "ro"}
# After a full stop two spaces are a typist's habit, and nobody sees them.
_DOUBLE = re.compile(r"(?<![\s.!?:…])(?<![.!?…][”“’\"»)\]]) {2,}(?=\S)")
_MISPLACED = re.compile(r"[,;](?=\w)")
_BEFORE_CALL = re.compile(r"(?<=[^\s\ue000\ue001])[ \t\n]+(?=\ue000)")
_HYPHEN = re.compile(r" - (?:(?<=[^\W\d,] - |[,”»\")\]\ue000] - )(?=[\w“„«\"(\[])|(?<=\d - )(?=[^\W\d]))")


def find_stray(chapter: Chapter) -> Iterator[Slip]:
    """Find spaces before a closing mark and after an opening one."""
    closing, opening = r"[\])]|,(?!,)|\.(?![./\w])", r"[(\[„]"
    if chapter.language != "fr":
        closing += r"|;|[:!?](?![\w=:!?()[-])"
    if chapter.language in _CURLY:
        closing, opening = closing + "|”", opening + "|“"
    if chapter.language in _GUILLEMETS:
        closing, opening = closing + "|»", opening + "|«"
    stray = re.compile(rf"(?<=[^\s(\[„“«])[ \t]+(?={closing})|(?<={opening})[ \t]+(?=[^\s\])”»])")
    for paragraph in chapter.prose(Kind.CELL, Kind.VERSE):
        for match in stray.finditer(paragraph.text):
            if _closes(paragraph.text, match.start() - 1):
                continue
            # “word ,word”: the space belongs behind the mark.
            behind = _MISPLACED.match(paragraph.text, match.end())
            end, by = (behind.end(), f"{behind[0]} ") if behind else (match.end(), "")
            found, mended = mend(paragraph.text, match.start(), end, by)
            message = f"{found} has a space that does not belong there."
            yield Slip(paragraph.line_at(match.start()), "prose-stray-space", message, f"Write {mended}.")


def _closes(text: str, at: int) -> bool:
    """Tell whether the mark there ends a quotation in „German“ marks."""
    return text[at] == "“" and text.rfind("„", 0, at) > text.rfind("“", 0, at)


def find_double(chapter: Chapter) -> Iterator[Slip]:
    """Find two or more spaces within a sentence."""
    for paragraph in chapter.prose(Kind.CELL, Kind.VERSE):
        for match in _DOUBLE.finditer(paragraph.text):
            _, mended = mend(paragraph.text, *match.span(), " ")
            message = f"{len(match[0])} spaces stand within {mended}."
            yield Slip(paragraph.line_at(match.start()), "prose-double-space", message, "Leave one.")


def find_before_calls(chapter: Chapter) -> Iterator[Slip]:
    """Find spaces between a word and its note call."""
    for paragraph in chapter.prose():
        for match in _BEFORE_CALL.finditer(paragraph.text):
            found, _ = mend(paragraph.text, match.start(), match.start(), "")
            line = paragraph.line_at(match.start())
            message = f"a space parts {found} from its note call."
            yield Slip(line, "prose-space-before-call", message, "Put the call right after it.")


def find_hyphens(chapter: Chapter) -> Iterator[Slip]:
    """Find hyphens that stand for a dash."""
    for paragraph in chapter.prose(Kind.CELL, Kind.VERSE):
        for match in _HYPHEN.finditer(paragraph.text):
            found, mended = mend(paragraph.text, *match.span(), " – ")
            line = paragraph.line_at(match.start())
            message = f"{found} has a hyphen for a dash."
            yield Slip(line, "prose-spaced-hyphen", message, f"Write {mended}.")
