"""Paragraphs that a page break cut in two, made one again."""

from __future__ import annotations

import re

from bindery.received.nouns import Block, Kind, Log, Sureness

_MARKS = re.compile(r"(?:<sup>[^<]*</sup>|\[\^?[\w*]{1,5}\]|\^[^\s^]{1,8}\^|[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+)\s*$")
_ENDED = re.compile(r"[.!?…:;][\"'”’»›)\]*_]*$")
_COMMA = re.compile(r"[,–—][*_]*$")
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
            made[-1] = Block(Kind.PARAGRAPH, made[-1].lines + block.lines, made[-1].line)
            log.did(end, "a paragraph cut by a page break is joined to the next", sureness)
        end = block.last
    return made


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
