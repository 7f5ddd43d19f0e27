"""Words that the end of a line cuts, made whole again for who searches, copies or listens (ISO 32000-1, 14.9.4).

The author's own hyphen at the end of a line is kept: readers would take it for one of the layout's and drop it.
WeasyPrint draws the hyphen as any letter and keeps no word of having put it there; were it to write ActualText
around a word that it cuts, this module would go.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

_RUN = re.compile(rb"^\[(.*)\] TJ$", re.DOTALL)
_PART = re.compile(rb"<([0-9a-f]*)>|([-+.0-9]+)")
_SOFT_HYPHEN = "\xad"
_HYPHENS = ("-", "\N{HYPHEN}")
_Part = tuple[bytes, bool]  # a glyph's number or a kern, and whether it is a glyph
_NEAR = 0.5  # pixels: what touches


@dataclass(frozen=True, slots=True)
class _Word:
    """A word said where it begins: the properties that say it, and its letters so far."""

    properties: Any
    letters: str


class Words:
    """Follows the text of a document from line to line."""

    def __init__(self) -> None:
        self._taken: dict[Any, int] = {}
        self._own: dict[Any, tuple[str, frozenset[int]]] = {}
        self._cut: dict[Any, _Word] = {}  # by element: what its last line has begun
        self._last: tuple[Any, _Word] | None = None  # a word that may go on beside the last box, in another element

    def heal(self, stream: Any, start: int, box: Any) -> None:
        """Give whole words to the halves in what a box has painted since ``start``."""
        if not box.text.strip() or "::" in box.element_tag:
            return
        beside, self._last = self._last, None
        cut, goes_on = self._hyphen(box), self._cut.pop(box.element, None)
        if goes_on is None and beside and _touch(beside[0], box):
            goes_on = beside[1]
        if goes_on:
            self._second(stream, start, box, goes_on, cut)
        elif cut is not None:
            self._first(stream, start, box, cut)

    def _hyphen(self, box: Any) -> str | None:
        """Return the hyphen that the layout has put at the end of a line, "" where the author's is there, else None."""
        element, hyphen = box.element, box.style["hyphenate_character"]
        if element not in self._own:
            self._own[element] = _own(element)
        (own, gaps), at, text = self._own[element], self._taken.get(element, 0), _plain(box.text)
        whole = text.removesuffix(hyphen) if hyphen else text
        cut = whole != text and own.startswith(whole, at) and not own.startswith(text, at)
        end = self._taken[element] = at + len(whole if cut else text)
        if cut:
            return str(hyphen)
        parted = text.endswith(_HYPHENS) and own.startswith(text, at) and end < len(own) and end not in gaps
        return "" if parted else None

    def _first(self, stream: Any, start: int, box: Any, hyphen: str) -> None:
        """Open a word at the end of a line."""
        import pydyf

        at = _shown(stream.stream, start)
        parts, said = _parts(stream, at[-1]) if at else ([], [])
        begin = max((i + 1 for i, what in enumerate(said) if what.isspace()), default=0)
        half = "".join(said[begin:])
        if not half or not box.text.endswith(half):  # written from right to left, or drawn in another way
            return
        properties = pydyf.Dictionary()
        self._cut[box.element] = _say(properties, half.removesuffix(hyphen), hyphen)
        _wrap(stream.stream, at[-1], parts, (begin, len(parts)), properties)

    def _second(self, stream: Any, start: int, box: Any, word: _Word, cut: str | None) -> None:
        """Close a word at the beginning of the next line, or go on with it where it is cut again."""
        import pydyf

        at = _shown(stream.stream, start)
        parts, said = _parts(stream, at[0]) if at else ([], [])
        end = next((i for i, what in enumerate(said) if what.isspace()), len(parts))
        half = "".join(said[:end])
        if not half or not box.text.startswith(half):
            if cut is not None:
                self._first(stream, start, box, cut)
            return
        if end == len(parts) and cut is not None:  # one word is all the line
            self._cut[box.element] = _say(word.properties, word.letters + half.removesuffix(cut), cut)
        else:
            whole = _say(word.properties, word.letters + half)
            if end == len(parts):
                self._last = box, whole
            elif cut is not None:
                self._first(stream, start, box, cut)  # the end of the line before its beginning: numbers hold
                parts, _ = _parts(stream, at[0])
        _wrap(stream.stream, at[0], parts, (0, end), pydyf.Dictionary({"ActualText": pydyf.String(" ")}))


def _say(properties: Any, letters: str, hyphen: str = "") -> _Word:
    """Let properties say a word; one that goes on after a hyphen of the layout ends in a soft one until it does."""
    import pydyf

    properties["ActualText"] = pydyf.String(letters + (_SOFT_HYPHEN if hyphen else ""))
    return _Word(properties, letters)


def _touch(left: Any, right: Any) -> bool:
    """Tell whether a box goes on with the word of the one beside it: a call does not, nor does a link."""
    same = left.style["font_size"] == right.style["font_size"] and right.element.tag != "a"
    level = abs(left.position_y + left.baseline - right.position_y - right.baseline) < _NEAR
    return bool(same and level and abs(left.position_x + left.width - right.position_x) < _NEAR)


def _own(element: Any) -> tuple[str, frozenset[int]]:
    """Return an element's own text without spaces, and where in it a space or another element stands."""
    said, gaps, length = [], set(), 0
    for text in (element.text or "", *(child.tail or "" for child in element)):
        gaps.add(length)
        for word in re.findall(r"\s+|\S+", text):
            if word.isspace():
                gaps.add(length)
            else:
                said.append(_plain(word))
                length += len(said[-1])
    return "".join(said), frozenset(gaps)


def _plain(text: str) -> str:
    """Return text without spaces, soft hyphens and capitals, which layout changes."""
    return "".join(text.split()).replace(_SOFT_HYPHEN, "").casefold()


def _shown(operators: list[Any], start: int) -> list[int]:
    """Return where glyphs are shown since ``start``."""
    return [
        i for i in range(start, len(operators)) if isinstance(operators[i], bytes) and operators[i].endswith(b" TJ")
    ]


def _parts(stream: Any, at: int) -> tuple[list[_Part], list[str]]:
    """Return the glyphs and kerns of a run, and what each says in letters."""
    run = _RUN.match(stream.stream[at])
    fonts = {font.hash: font for font in stream._fonts.values()}  # noqa: SLF001 (glyphs have letters nowhere else)
    before = (stream.stream[i] for i in range(at - 1, -1, -1))
    setting = next((o for o in before if isinstance(o, bytes) and o.endswith(b" Tf")), b"/ ")
    font = fonts.get(setting[1:].split()[0].decode() if b" " in setting else "")
    if run is None or font is None or font.bitmap:
        return [], []
    parts: list[_Part] = []
    for glyphs, kern in _PART.findall(run[1]):
        parts += [(glyphs[i : i + 4], True) for i in range(0, len(glyphs), 4)] if not kern else [(kern, False)]
    return parts, [font.to_unicode.get(int(what, 16), "") if glyph else "" for what, glyph in parts]


def _wrap(operators: list[Any], at: int, parts: list[_Part], span: tuple[int, int], properties: Any) -> None:
    """Put a part of a run of glyphs between marks."""
    begin, end = span
    before, inner, after = _run(parts[:begin]), _run(parts[begin:end]), _run(parts[end:])
    operators[at : at + 1] = [*before, "/Span", properties, b"BDC", *inner, b"EMC", *after]


def _run(parts: list[_Part]) -> list[bytes]:
    if not parts:
        return []
    # Two kerns in a row are two numbers (ISO 32000-1, 7.3.3): "0-26" is none that a strict reader takes.
    return [
        b"[" + b" ".join(b"<" + what + b">" if glyph else what for what, glyph in parts).replace(b"> <", b"") + b"] TJ"
    ]
