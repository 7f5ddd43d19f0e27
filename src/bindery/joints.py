"""Where a printed web address may break: never so that what is copied from it is another address."""

from __future__ import annotations

import re

_ADDRESS = re.compile(r'(<a [^>]*class="uri"[^>]*>)([^<]*)(?=</a>)')
_ON_SCREEN = re.compile(r"(?<=[^/])/(?=[^/])|(?<=//)|(?=[?=]|(?<!&)#|&amp;)")
# Chicago Manual of Style, 7.46: after a double slash, before other signs.
_IN_PRINT = re.compile(r"(?<=//)|(?<![/:])(?=/)|(?=[-?=~_,%]|(?<!&)#|&amp;)")
_EDGE = re.compile(r"(?<=.)(?=[^\w&#;])|(?<=[^\w&#;])(?=.)")  # of signs, where Unicode would let a line break (UAX #14)
_MAY, _NOT = "\N{ZERO WIDTH SPACE}", "\N{WORD JOINER}"
_LONGEST = 40  # a longer piece may break anywhere, rather than run over the margin
_MARKS = str.maketrans("", "", _MAY + _NOT)


def on_screen(html: str) -> str:
    """Return HTML in which a printed web address may break at its joints: ``wbr`` adds nothing to what is copied."""
    return _ADDRESS.sub(lambda m: m[1] + _ON_SCREEN.sub(lambda joint: f"{joint[0]}<wbr/>", m[2]), html)


def in_print(html: str) -> str:
    """Return HTML whose addresses break at their joints only.

    A line that ended with an address's own hyphen would be copied without it: readers take it for ours. Characters
    without a width say where a line may break and where not, and no glyph is drawn for them: with an element for each
    piece a page of notes takes three times as long to lay out.
    """

    def pieces(match: re.Match[str]) -> str:
        parts = (part for part in _IN_PRINT.split(match[2]) if part)
        return match[1] + _MAY.join(_EDGE.sub(_NOT, part) if len(part) <= _LONGEST else part for part in parts)

    return _ADDRESS.sub(pieces, html)


def unmarked(text: str) -> str:
    """Return a text as it was before it was told where it may break."""
    return text.translate(_MARKS)
