"""Paragraphs that a page break cut in two, made one again."""

from __future__ import annotations

import re

from bindery.model import Finding, Place, Severity
from bindery.received.nouns import Block, Kind, Log, Sureness

_MARKS = re.compile(r"(?:<sup>[^<]*</sup>|\[\^?[\w*]{1,5}\]|\^[^\s^]{1,8}\^|[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+)\s*$")
_ENDED = re.compile(r"[.!?…:;][\"'”’»›)\]*_]*$")
_COMMA = re.compile(r"[,–—][*_]*$")
_CUT, _REST = re.compile(r"[^\W\d_]+[-‐\u00ad]$"), re.compile(r"[^\W\d_]+")
_SHORT = 40  # what is shorter may be a signature or a line of a list


def join(blocks: list[Block], log: Log) -> list[Block]:
    """Return the blocks with every paragraph that goes on in the next one joined to it."""
    made: list[Block] = []
    end = 0
    for block in blocks:
        sureness = _goes_on(made[-1], block) if made else None
        if sureness is None:
            made.append(block)
        else:
            log.did(end, "a paragraph cut by a page break is joined to the next", sureness)
            log.found(_cut_word(made[-1], block, Place(log.file, end)))
            made[-1] = Block(Kind.PARAGRAPH, made[-1].lines + block.lines, made[-1].line)
        end = block.last
    return made


def _cut_word(before: Block, after: Block, place: Place) -> list[Finding]:
    """Return a warning where the page break may have cut a word: "post-" and "war" may be two pieces or one."""
    first, rest = _CUT.search(before.text.rstrip()), _REST.match(after.text.lstrip())
    if not first or not rest:
        return []
    message = f"“{first[0]}” and “{rest[0]}” may be one word that the page break has cut."
    hint = "They stay two; write one in the chapter if it is."
    return [Finding("import-word-cut", Severity.WARNING, place, message, hint)]


def _goes_on(before: Block, after: Block) -> Sureness | None:
    if before.kind is not Kind.PARAGRAPH or after.kind is not Kind.PARAGRAPH:
        return None
    end, begin = before.text.rstrip(), after.text.lstrip(" *_\"'“«(")
    while mark := _MARKS.search(end):
        end = end[: mark.start()].rstrip()
    if len(end) < _SHORT or _ENDED.search(end) or _bold(end) or not begin:
        return None
    if begin[0].islower() and after.text.lstrip()[0].isalpha():
        # A label of one letter may begin a list by hand: "a) …".
        return None if re.match(r"(?:[a-z]|[ivx]{1,5})[.)]\s", begin) else Sureness.LIKELY
    return Sureness.GUESS if begin[0].islower() or _COMMA.search(end) else None


def _bold(text: str) -> bool:
    return text.startswith("**") and text.endswith("**")
