"""A source bared: what stands in code and in comments, where nobody calls a note, are blanks."""

from __future__ import annotations

import re
from functools import lru_cache

from bindery.tools import snares

_AROUND = " \t>"  # what stands before and after a fence in a list, a note or a quotation
_FENCE = re.compile(rf"[{_AROUND}]*(`{{3,}}|~{{3,}})")
_UNREAD = re.compile(rf"{snares.CODE.pattern}|<!--(?:.*?-->|(?P<open>.*))")
_SIGNS = re.compile(r"`|~~~|<!--")


@lru_cache(maxsize=64)  # chapters: each is asked about by all that look for its notes
def lines(text: str) -> tuple[str, ...]:
    """Return lines in which code and comments are blanks; a fence or a comment that nobody closes is text."""
    made, fence, comment = list[str](), "", False
    written = text.split("\n")
    last = {sign: _closings(written, sign) for sign in "`~"}
    end = max((at for at, line in enumerate(written) if "-->" in line), default=-1)
    for at, line in enumerate(written):
        if not fence and not comment and not _SIGNS.search(line):
            made.append(line)
            continue
        mark = _FENCE.match(line)
        if fence:
            made.append(" " * len(line))
            if mark and mark[1].startswith(fence) and not line.strip(_AROUND).strip(fence[0]):
                fence = ""
        elif mark and not comment and at < last[mark[1][0]].get(len(mark[1]), -1) and "`" not in line[mark.end() :]:
            made.append(" " * len(line))
            fence = mark[1]
        else:
            bare, comment = _uncommented(line, comment, at < end)
            made.append(bare)
    return tuple(made)


def code(text: str) -> set[int]:
    """Return the lines, from 0, that are nothing but code or a comment."""
    both = zip(text.split("\n"), lines(text), strict=True)
    return {at for at, (line, bare) in enumerate(both) if line.strip() and not bare.strip()}


def _uncommented(line: str, comment: bool, is_closed: bool) -> tuple[str, bool]:
    """Return a line with its code and comments as blanks, and whether it ends in a comment."""
    begin = line.find("-->") + 3 if comment else 0
    if comment and begin < 3:
        return " " * len(line), True
    bare = " " * begin + _UNREAD.sub(_blanked, line[begin:])
    opens = bare.find("<!--") if is_closed else -1
    return (bare, False) if opens < 0 else (bare[:opens].ljust(len(line)), True)


def _blanked(found: re.Match[str]) -> str:
    """Return blanks for code or a comment; behind one that is not closed here none is, but code may stand there."""
    rest = found["open"]
    blanks = " " * len(found[0])
    return blanks if rest is None else "<!--" + snares.CODE.sub(lambda code: " " * len(code[0]), rest)


def _closings(lines: list[str], sign: str) -> dict[int, int]:
    """Return the last line that closes a fence of each length."""
    last: dict[int, int] = {}
    for at, line in enumerate(lines):
        if (bare := line.strip(_AROUND)).startswith(sign * 3) and not bare.strip(sign):
            last[len(bare)] = at
    longest = max(last, default=0)
    for length in range(longest - 1, 2, -1):  # a longer one closes it too
        last[length] = max(last.get(length, -1), last[length + 1])
    return last
