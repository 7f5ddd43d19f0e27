"""Received Markdown cut into blocks, each with its line: only as much of the syntax as an import needs."""

from __future__ import annotations

import re
from dataclasses import replace

from bindery.received.inlines import ATTRIBUTES
from bindery.received.nouns import Block, Kind

_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})")
# As pandoc writes it for a style of Word, or an author for a language; without braces it closes one.
_OPENS = re.compile(rf" {{0,3}}:{{3,}}[ \t]*(?:{ATTRIBUTES}|[A-Za-z][\w-]*)[ \t]*:*[ \t]*")
_CLOSES = re.compile(r" {0,3}:{3,}[ \t]*")
_HEADING = re.compile(r"^ {0,3}(#{1,6})(?:[ \t](.*))?$")
_CLOSING = re.compile(r"(?:^|(?<=[ \t]))#+$")
# As pandoc writes a heading of Word: "Introduction {#introduction .unnumbered}".
_NAMED = re.compile(rf"(?P<words>.*\S)[ \t]+(?:\{{-\}}|{ATTRIBUTES})")
_NAME = re.compile(r"[{\s]#([^\s{}]+)")
_RULE = re.compile(r"^ {0,3}([-*_])(?:[ \t]*\1){2,}[ \t]*$")
_UNDERLINE = re.compile(r"^ {0,3}(=+|-+)[ \t]*$")
# A row of three hyphens and more is a rule first.
_UNDER_TEXT = re.compile(r" {0,3}(=+|--?)[ \t]*")
_ITEM = re.compile(r"^ *(?:[-*+]|\d{1,3}[.)])[ \t]+\S")
# What begins without a blank line before it (CommonMark 0.31, 5.2).
_BREAKS = re.compile(r"^ {0,3}(?:[-*+]|1[.)])[ \t]+\S|^ {0,3}>")
_TABLE = re.compile(
    r"^ {0,3}\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)+\|?[ \t]*$|^ {0,3}\|[ \t]*:?-+:?[ \t]*\|[ \t]*$"
)


def cut(text: str) -> list[Block]:
    """Return the blocks of a text in order; blank lines fall away, no other line does."""
    lines = text.split("\n")
    made: list[Block] = []
    at = 0
    while at < len(lines):
        if not lines[at].strip():
            at += 1
            continue
        block = _block(lines, at, made[-1] if made else None)
        made.append(block)
        at += len(block.lines)
    return _divided(_underlined(made))


def _block(lines: list[str], at: int, before: Block | None) -> Block:  # noqa: PLR0911 (one way out a kind of block)
    line = lines[at]
    if fence := _FENCE.match(line):
        return _fenced(lines, at, fence[1])
    if heading := _HEADING.match(line):
        return _heading(_CLOSING.sub("", (heading[2] or "").strip()).rstrip(), at + 1, len(heading[1]))
    if _RULE.match(line):
        return Block(Kind.RULE, (line,), at + 1)
    if _OPENS.fullmatch(line) or _CLOSES.fullmatch(line):
        return Block(Kind.DIVISION, (line,), at + 1)
    in_list = before is not None and before.kind is Kind.LIST
    if line.startswith(("    ", "\t")) and not in_list:
        return Block(Kind.CODE, _while(lines, at, indented=True), at + 1)
    if at + 1 < len(lines) and "|" in line and _TABLE.match(lines[at + 1]):
        return Block(Kind.TABLE, _while(lines, at), at + 1)
    if _ITEM.match(line) or (in_list and line.startswith("  ")):
        return Block(Kind.LIST, _while(lines, at), at + 1)
    if line.lstrip().startswith(">") and len(line) - len(line.lstrip()) < 4:
        return Block(Kind.QUOTE, _while(lines, at), at + 1)
    return Block(Kind.PARAGRAPH, _while(lines, at, at_text=True), at + 1)


def _heading(text: str, line: int, level: int) -> Block:
    """Return a heading; of the attributes behind its words nothing stays but its name."""
    if not (named := _NAMED.fullmatch(text)):
        return Block(Kind.HEADING, (text,), line, level)
    name = _NAME.search(text, named.end("words"))
    return Block(Kind.HEADING, (named["words"],), line, level, name[1] if name else "")


def _fenced(lines: list[str], at: int, mark: str) -> Block:
    end = at + 1
    while end < len(lines):
        closing = _FENCE.match(lines[end])
        end += 1
        if closing and closing[1].startswith(mark) and not lines[end - 1].strip().strip(mark[0]):
            break
    return Block(Kind.CODE, tuple(lines[at:end]), at + 1)


def _while(lines: list[str], at: int, *, indented: bool = False, at_text: bool = False) -> tuple[str, ...]:
    end = at + 1
    while end < len(lines) and lines[end].strip():
        if indented != lines[end].startswith(("    ", "\t")) and indented:
            break
        if at_text and (_BREAKS.match(lines[end])):
            break
        if not indented and (_FENCE.match(lines[end]) or _HEADING.match(lines[end]) or _RULE.match(lines[end])):
            break
        if not indented and _CLOSES.fullmatch(lines[end]):
            break
        end += 1
        if at_text and _UNDER_TEXT.fullmatch(lines[end - 1]):
            break
    return tuple(lines[at:end])


def _divided(blocks: list[Block]) -> list[Block]:
    """Return the blocks with divisions that open and close within one chapter; other signs of them are text."""
    open_: list[int] = []
    whole: set[int] = set()
    for at, block in enumerate(blocks):
        if block.kind is Kind.HEADING and block.level == 1:
            open_ = []
        elif block.kind is Kind.DIVISION and _OPENS.fullmatch(block.text):
            open_.append(at)
        elif block.kind is Kind.DIVISION and open_:
            whole |= {open_.pop(), at}
    return [
        replace(block, kind=Kind.PARAGRAPH) if block.kind is Kind.DIVISION and at not in whole else block
        for at, block in enumerate(blocks)
    ]


def _underlined(blocks: list[Block]) -> list[Block]:
    """Return the blocks with headings that were underlined (``===`` or ``---``) made plain headings."""
    made: list[Block] = []
    for block in blocks:
        before = made[-1] if made else None
        if (
            block.kind is Kind.RULE
            and before is not None
            and before.kind is Kind.PARAGRAPH
            and (before.last + 1 == block.line and _UNDERLINE.match(block.text))
        ):
            made[-1] = _heading(" ".join(line.strip() for line in before.lines), before.line, 2)
        elif block.kind is Kind.PARAGRAPH and len(block.lines) > 1 and _UNDER_TEXT.fullmatch(block.lines[-1]):
            level = 1 if "=" in block.lines[-1] else 2
            made.append(_heading(" ".join(line.strip() for line in block.lines[:-1]), block.line, level))
        else:
            made.append(block)
    return made
