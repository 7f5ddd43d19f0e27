"""The paragraphs of a chapter's Markdown source, each with its kind and line; what is not prose left out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bindery.checks.prose import wording
from bindery.checks.prose.chapter import OBJECT, Kind, Paragraph

_FENCE = re.compile(r"\s*(`{3,}|~{3,})")
_RAW = re.compile(r"\s{0,3}<(script|style|pre|textarea|math|svg|table)\b", re.IGNORECASE)
_LATEX = re.compile(r"\s{0,3}\\begin\{([^}]*)\}")
_NOT_PROSE = re.compile(
    r"\s*:{3,}|\s{0,3}\[[^\]^][^\]]*\]:\s*\S+(?:\s+[\"'(].*)?$|\s{0,3}\\[A-Za-z]+(?:\{[^}]*\})?\s*$"
    r"|\s{0,3}</?(?:div|section|figure|article|aside|center|details)\b[^<]*>\s*$",
)
_RULE = re.compile(r"\s{0,3}(?:(?:\*\s*){3,}|(?:-\s*){3,}|(?:_\s*){3,})$")
_HEADING = re.compile(r"#{1,6}\s+(.*?)[\s#]*$")
_UNDERLINE = re.compile(r"(?:=+|-+)\s*$")
_NOTE = re.compile(r"\s{0,3}\[\^([^\]\s]+)\]:\s*")
_QUOTE = re.compile(r"\s{0,3}> ?")
_ITEM = re.compile(
    r"\s*(?:[-*+]|\(?(?:\d+|#|[a-z]|[ivxlc]+|@\w*)[.)]|\([A-Z]\)|[A-Z][.)](?= ))\s+(?:\[[ xX]\]\s+)?(?!$)"
)
_DEFINITION = re.compile(r"\s{0,3}[:~]\s+(?=\S)")
_CAPTION = re.compile(r"\s{0,3}(?:(?:Table|Figure):|:)\s+")
_IMAGE = re.compile(r"!\[[^\n]*\](?:\([^\n]*\)|\[[^\n]*\])(?:\{[^{}]*\})?\s*$")
_COLUMNS = re.compile(r"\s*(?:\|?\s*:?-+:?\s*(?:[|+]\s*:?-+:?\s*)+\|?|-{2,}(?:\s+-{2,})+)\s*$")
_GRID = re.compile(r"\s*\+[-=:+]+\+\s*$")
_ROW = re.compile(r"\s*\|.*\|\s*$")
_VERSE = re.compile(r"\| ")


def read(source: str) -> Iterator[Paragraph]:
    """Yield the paragraphs of a Markdown source in the order of their lines."""
    lines = list(_blank(source.split("\n")))
    return _group(lines, 1)


def _blank(lines: list[str]) -> Iterator[str]:
    """Yield every line, empty where it is front matter, a comment, or a fence of a division; OBJECT for code."""
    until: re.Pattern[str] | None = None
    shown = ""
    for at, line in enumerate(lines):
        if until:
            end = until.search(line)
            yield line[end.end() :] if end and not shown else shown
            until = None if end else until
            continue
        if at == 0 and re.match(r"---\s*$", line):
            until, shown = re.compile(r"^(?:---|\.\.\.)\s*$"), ""
        elif fence := _FENCE.match(line):
            until, shown = re.compile(rf"^\s*{fence[1][0]}{{{len(fence[1])},}}\s*$"), OBJECT
        elif (raw := _RAW.match(line)) and not re.search(rf"</{raw[1]}>", line, re.IGNORECASE):
            until, shown = re.compile(rf"</{raw[1]}>", re.IGNORECASE), OBJECT
        elif latex := _LATEX.match(line):
            until, shown = re.compile(rf"\\end\{{{re.escape(latex[1])}\}}"), OBJECT
        elif "<!--" in (rest := re.sub(r"<!--.*?-->|`[^`]*`", "", line)):
            yield line[: line.rindex("<!--")] if rest else ""
            until, shown = re.compile("-->"), ""
            continue
        elif not raw and not _NOT_PROSE.match(line):
            yield line
            continue
        yield OBJECT if raw else shown if until else ""


def _group(lines: list[str], first: int) -> Iterator[Paragraph]:  # noqa: C901, PLR0912
    """Yield paragraphs; a line that begins another kind ends the one before it."""
    at, inside = 0, Kind.BODY
    while at < len(lines):
        start, line = at, lines[at]
        at += 1
        if not line.strip() or _RULE.match(line):
            continue
        if line.startswith(OBJECT):
            yield Paragraph(Kind.OBJECT, first + start)
            while at < len(lines) and lines[at].startswith(OBJECT):
                at += 1
            continue
        if _QUOTE.match(line):
            at = _end(lines, at)
            quoted = [_QUOTE.sub("", each, count=1) for each in lines[start:at]]
            for each in _group(quoted, first + start):
                kind = Kind.QUOTE if each.kind is Kind.BODY else each.kind
                yield Paragraph(kind, each.line, each.text, each.source, each.label)
            continue
        if heading := _HEADING.match(line):
            yield from _write(Kind.HEADING, first + start, [heading[1]])
            inside = Kind.BODY
            continue
        if _is_table(lines, start):
            at = _end(lines, at)
            for row in range(start, at):
                if not _COLUMNS.match(lines[row]) and not _GRID.match(lines[row]):
                    yield from _write(Kind.CELL, first + row, [lines[row].replace("|", OBJECT)])
            continue
        kind, line, label = _open(line, inside, at > 1 and lines[start - 1].strip() == "")
        if kind is Kind.OBJECT or kind is Kind.VERSE:
            at = _end(lines, at)
            if kind is Kind.VERSE:
                yield from _write(kind, first + start, [_VERSE.sub("", each) for each in lines[start:at]])
            continue
        inside = kind if kind in {Kind.ITEM, Kind.NOTE} else Kind.BODY
        text = [line]
        while at < len(lines) and not _begins(lines[at], kind):
            if len(text) == 1 and kind is Kind.BODY and _UNDERLINE.match(lines[at]):
                kind, at = Kind.HEADING, at + 1
                break
            text.append(lines[at])
            at += 1
        yield from _write(kind, first + start, text, label)


def _open(line: str, inside: Kind, fresh: bool) -> tuple[Kind, str, str]:
    """Return the kind of the paragraph that a line begins, what the line says, and a note's label."""
    if note := _NOTE.match(line):
        return Kind.NOTE, line[note.end() :], note[1]
    if item := _ITEM.match(line):
        return Kind.ITEM, line[item.end() :], ""
    if re.match(r" {4}|\t", line) and inside is Kind.BODY and fresh:
        return Kind.OBJECT, "", ""
    if _VERSE.match(line):
        return Kind.VERSE, line, ""
    if caption := _CAPTION.match(line):
        return Kind.CAPTION, line[caption.end() :], ""
    if _IMAGE.match(line):
        return Kind.CAPTION, line, ""
    if definition := _DEFINITION.match(line):
        return Kind.ITEM, line[definition.end() :], ""
    indented = re.match(r"\s{2,}", line)
    return (inside if indented and inside is not Kind.BODY else Kind.BODY), line.strip(), ""


def _begins(line: str, kind: Kind) -> bool:
    """Tell whether a line ends the paragraph before it."""
    if not line.strip() or line.startswith(OBJECT) or _NOTE.match(line) or _HEADING.match(line):
        return True
    return bool(_DEFINITION.match(line) or (kind is Kind.ITEM and _ITEM.match(line)))


def _end(lines: list[str], at: int) -> int:
    """Return the place of the next empty line."""
    while at < len(lines) and lines[at].strip():
        at += 1
    return at


def _is_table(lines: list[str], at: int) -> bool:
    following = lines[at + 1] if at + 1 < len(lines) else ""
    head = lines[at]
    return bool(_GRID.match(head) or _COLUMNS.match(head) or _ROW.match(head) or _COLUMNS.match(following))


def _write(kind: Kind, line: int, text: list[str], label: str = "") -> Iterator[Paragraph]:
    """Yield a paragraph as read, then the notes that stand inline in it."""
    concealed = wording.conceal("\n".join(text).rstrip())
    yield Paragraph(kind, line, wording.clean(concealed), wording.restore(concealed), label)
    for at, note in wording.split_notes(concealed):
        below = line + concealed.count("\n", 0, at)
        yield Paragraph(Kind.NOTE, below, wording.clean(note), wording.restore(note), f"^{below}:{at}")
