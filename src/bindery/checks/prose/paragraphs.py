"""The paragraphs of a chapter's Markdown source, each with its kind and line; what is not prose left out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

from bindery.checks.prose import wording
from bindery.checks.prose.chapter import OBJECT, Kind, Paragraph

_META = re.compile(r"---\s*$")
_FENCE = re.compile(r"\s*(`{3,}(?![^`]*`)|~{3,})")
_RAW = re.compile(r"\s{0,3}<(script|style|pre|textarea|math|svg|table|p|ul|ol|dl|h[1-6])\b", re.IGNORECASE)
_CLOSED = {"script", "style", "pre", "textarea", "math", "svg", "table"}
_COMMENT = re.compile("-->")
_LATEX = re.compile(r"\s{0,3}\\begin\{([^}]*)\}")
_NOT_PROSE = re.compile(
    r"\s*:{3,}|\s{0,3}\[[^\]^][^\]]*\]:\s*\S+(?:\s+[\"'(].*)?$|\s{0,3}\\[A-Za-z]+(?:\{[^}]*\})?\s*$"
    r"|\s{0,3}</?(?:div|section|figure|article|aside|center|details)\b[^<]*>\s*$",
)
_RULE = re.compile(r"\s{0,3}(?:(?:\*\s*){3,}|(?:-\s*){3,}|(?:_\s*){3,})$")
_HEADING = re.compile(r"#{1,6}\s+(.*)$")
_CLOSING = "# \t\u00a0"  # what may stand behind a heading
_UNDERLINE = re.compile(r"(?:=+|-+)\s*$")
_NOTE = re.compile(r"\s{0,3}\[\^([^\]\s]+)\]:\s*")
_QUOTE = re.compile(r"(?:\s{0,3}> ?)+")
_ITEM = re.compile(
    r"\s*(?:[-*+]|\(?(?:\d+|#|[a-z]|[ivxlc]+|@\w*)[.)]|\([A-Z]\)|[A-Z][.)](?= ))\s+(?:\[[ xX]\]\s+)?(?!$)"
)
_DEFINITION = re.compile(r"\s{0,3}[:~]\s+(?=\S)")
_CAPTION = re.compile(r"\s{0,3}(?:(?:Table|Figure):|:)\s+")
_IMAGE = re.compile(r"(?=!\[(?:[^\[\]]|\[[^\[\]]*+\])*+\][(\[].*[)\]](?:\{[^{}]*\})?\s*$)")
_COLUMNS = re.compile(r"\s*(?:(?:\|\s*)?:?-+:?\s*(?:[|+]\s*:?-+:?\s*)+\|?|-{2,}(?:\s+-{2,})+)\s*$")
_GRID = re.compile(r"\s*\+[-=:+]+\+\s*$")
_ROW = re.compile(r"\s*\|.*\|\s*$")
_VERSE = re.compile(r"\| ")
_BEGINNINGS = (
    (Kind.NOTE, _NOTE),
    (Kind.ITEM, _ITEM),
    (Kind.VERSE, _VERSE),
    (Kind.CAPTION, _CAPTION),
    (Kind.CAPTION, _IMAGE),
    (Kind.ITEM, _DEFINITION),
)


def read(source: str) -> Iterator[Paragraph]:
    """Yield the paragraphs of a Markdown source in the order of their lines."""
    return _group(list(_blank(source.split("\n"))), 1)


def _blank(lines: list[str]) -> Iterator[str]:
    """Yield every line: empty where it is front matter, a comment or a fence of a division, OBJECT for code.

    What nobody closes is text, as it is to pandoc.
    """
    until: re.Pattern[str] | None = None
    shown = ""
    never: set[str] = set()

    def closes(end: re.Pattern[str] | None, at: int) -> bool:
        if end and end.pattern not in never and not any(end.search(line) for line in lines[at + 1 :]):
            never.add(end.pattern)
        return not end or end.pattern not in never

    for at, line in enumerate(lines):
        if until:
            end = until.search(line)
            yield line[end.end() :] if end and not shown else shown
            until = None if end else until
        elif (found := _outside_prose(line, first=at == 0 and _has_text_below(lines))) and closes(found[0], at):
            until, shown = found
            yield shown
        elif "<!--" in line and _opens_comment(line) and closes(_COMMENT, at):
            until, shown = _COMMENT, ""
            yield line[: line.rindex("<!--")]
        else:
            yield "" if _NOT_PROSE.match(line) else line


def _has_text_below(lines: list[str]) -> bool:
    """Tell whether something stands right below the first line: below a rule there is a blank line."""
    return bool("".join(lines[1:2]).strip())


def _opens_comment(line: str) -> bool:
    return "<!--" in re.sub(r"<!--.*?-->|(<!--).*|`[^`]*`", r"\1", line)


def _outside_prose(line: str, *, first: bool) -> tuple[re.Pattern[str] | None, str] | None:
    """Return what ends the stretch without prose that a line begins, if it does, and what stands for it."""
    if first and _META.match(line):
        return re.compile(r"^(?:---|\.\.\.)\s*$"), ""
    if fence := _FENCE.match(line):
        return re.compile(rf"^\s*{fence[1][0]}{{{len(fence[1])},}}\s*$"), OBJECT
    if latex := _LATEX.match(line):
        return re.compile(rf"\\end\{{{re.escape(latex[1])}\}}"), OBJECT
    if raw := _RAW.match(line):
        # Nobody closes every <p>: an empty line ends those that may stay open.
        end = re.compile(rf"</{raw[1]}>" + ("" if raw[1].lower() in _CLOSED else r"|^\s*$"), re.IGNORECASE)
        return (None if end.search(line) else end), OBJECT
    return None


def _group(lines: list[str], first: int) -> Iterator[Paragraph]:
    """Yield the paragraphs of lines of which the first is line ``first`` of the source."""
    at, inside, label = 0, Kind.BODY, ""
    while at < len(lines):
        start, line = at, lines[at]
        if not line.strip() or _RULE.match(line):
            at += 1
        elif line.startswith(OBJECT):
            yield Paragraph(Kind.OBJECT, first + start)
            at = _end(lines, at, lambda each: not each.startswith(OBJECT))
        elif _QUOTE.match(line):
            at = _end(lines, at)
            yield from _quoted([_QUOTE.sub("", each, count=1) for each in lines[start:at]], first + start)
        elif heading := _HEADING.match(line):
            at, inside = at + 1, Kind.BODY
            yield from _write(Kind.HEADING, first + start, [heading[1].rstrip(_CLOSING)])
        elif _is_table(lines, at):
            at = _end(lines, at)
            for row in range(start, at):
                if not _COLUMNS.match(lines[row]) and not _GRID.match(lines[row]):
                    yield from _write(Kind.CELL, first + row, [lines[row].replace("|", OBJECT)])
        else:
            kind, line, label = _open(line, inside, label)
            at = _end(lines, at + 1, partial(_begins, kind=kind))
            text = [line, *(_VERSE.sub("", each) for each in lines[start + 1 : at])]
            if kind is Kind.BODY and at == start + 1 and at < len(lines) and _UNDERLINE.match(lines[at]):
                kind, at = Kind.HEADING, at + 1
            inside = kind if kind in {Kind.ITEM, Kind.NOTE} else Kind.BODY
            yield from _write(kind, first + start, text, label)


def _quoted(lines: list[str], first: int) -> Iterator[Paragraph]:
    """Yield the paragraphs of a block quotation."""
    for each in _group(list(_blank(lines)), first):
        yield replace(each, kind=Kind.QUOTE) if each.kind is Kind.BODY else each


def _open(line: str, inside: Kind, label: str) -> tuple[Kind, str, str]:
    """Return the kind of the paragraph that a line begins, what the line says, and its note's label."""
    indent = len(line.expandtabs(4)) - len(line.lstrip())
    # Within an item or a note four spaces are the margin, and items stand within items.
    is_item = inside is Kind.ITEM and _ITEM.match(line)
    if not is_item and indent >= (4 if inside is Kind.BODY else 8):
        return Kind.OBJECT, "", label
    for kind, beginning in _BEGINNINGS:
        if match := beginning.match(line):
            return kind, line[match.end() :], match[1] if kind is Kind.NOTE else label
    return (inside if indent > 1 else Kind.BODY), line.strip(), label


def _begins(line: str, kind: Kind) -> bool:
    """Tell whether a line ends the paragraph of a kind before it."""
    if kind in {Kind.OBJECT, Kind.VERSE}:
        return False
    if any(each.match(line) for each in (_NOTE, _HEADING, _DEFINITION)) or line.startswith(OBJECT):
        return True
    is_underline = kind is Kind.BODY and _UNDERLINE.match(line)
    return bool(is_underline or (kind is Kind.ITEM and _ITEM.match(line)))


def _end(lines: list[str], at: int, ends: Callable[[str], object] = lambda _: False) -> int:
    """Return the place of the next line that is empty or ends the paragraph."""
    while at < len(lines) and lines[at].strip() and not ends(lines[at]):
        at += 1
    return at


def _is_table(lines: list[str], at: int) -> bool:
    following = lines[at + 1] if at + 1 < len(lines) else ""
    head = lines[at]
    return bool(_GRID.match(head) or _COLUMNS.match(head) or _ROW.match(head) or _COLUMNS.match(following))


def _write(kind: Kind, line: int, text: list[str], label: str = "") -> Iterator[Paragraph]:
    """Yield a paragraph as it is read, then the notes that stand inline in it."""
    if kind is Kind.OBJECT:
        yield Paragraph(kind, line)
        return
    concealed = wording.conceal("\n".join(text).rstrip())
    yield Paragraph(kind, line, wording.clean(concealed), wording.restore(concealed), label)
    for at, note in wording.split_notes(concealed):
        below = line + concealed.count("\n", 0, at)
        yield Paragraph(Kind.NOTE, below, wording.clean(note), wording.restore(note), note[:20])
