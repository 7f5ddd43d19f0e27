"""Headings: bold dropped, and ranks that say what belongs to what."""

from __future__ import annotations

import re
from dataclasses import replace

from bindery.received.nouns import Block, Kind, Log, Sureness
from bindery.received.titlepage import bare

_ALONE = re.compile(
    r"introduction|preface|foreword|conclusions?|summary|afterword|введение|заключение|выводы|вступ|висновки|"
    r"уводзіны|высновы|заключэнне|wstęp|wprowadzenie|zakończenie|wnioski|podsumowanie",
    re.IGNORECASE,
)


def mend(blocks: list[Block], log: Log) -> list[Block]:
    """Return a chapter's blocks with headings that are not bold and whose ranks begin below the chapter's."""
    return _ranked([_plain(block, log) for block in blocks], log)


def _plain(block: Block, log: Log) -> Block:
    if block.kind is not Kind.HEADING:
        return block
    text = re.sub(r"(?<!\\)\*\*(?=\S)(.+?)(?<=\S)\*\*", r"\1", block.text)
    text = re.sub(r"(?<![\\\w])__(?=\S)(.+?)(?<=\S)__(?!\w)", r"\1", text)
    if text != block.text:
        log.did(block.line, "bold inside the heading is dropped", Sureness.CERTAIN)
    return replace(block, lines=(text,))


def _ranked(blocks: list[Block], log: Log) -> list[Block]:
    levels = [b.level for b in blocks if b.kind is Kind.HEADING and b.level > 1]
    if not levels:
        return blocks
    top = min(levels)
    # An Introduction cannot contain the main parts: where nothing else has the highest rank, the next one joins it.
    first = [b for b in blocks if b.kind is Kind.HEADING and b.level == top]
    alone = all(_ALONE.fullmatch(bare(b.text)) for b in first)
    return [_moved(block, top, log, lift=alone) for block in blocks]


def _moved(block: Block, top: int, log: Log, *, lift: bool) -> Block:
    if block.kind is not Kind.HEADING or block.level == 1:
        return block
    level = block.level - (top - 2)
    if lift and block.level > top:
        level -= 1
        log.did(block.line, "the heading has the rank of the Introduction, not below it", Sureness.LIKELY)
    elif level != block.level:
        log.did(block.line, "the heading is raised to the rank below the title", Sureness.LIKELY)
    return replace(block, level=level)
