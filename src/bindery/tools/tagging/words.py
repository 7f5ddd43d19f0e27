"""Words that the end of a line cuts, made whole again for who searches, copies or listens (ISO 32000-1, 14.9.4).

The author's own hyphen at the end of a line is kept: readers would take it for one of the layout's and drop it.
A word that goes from one link into another is not made whole, for one of them would be left without its words.
WeasyPrint draws the hyphen as any letter and keeps no word of having put it there; were it to write ActualText
around a word that it cuts, this module would go.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from bindery.tools.tagging.roles import Family

_RUN = re.compile(rb"^\[(.*)\] TJ$", re.DOTALL)
_PART = re.compile(rb"<([0-9a-f]*)>|([-+.0-9]+)")
_SOFT_HYPHEN = "\xad"
_HYPHENS = ("-", "\N{HYPHEN}")
_Part = tuple[bytes, bytes]  # numbers of glyphs, or a kern
_DIGITS = 4  # of a glyph's number
_NEAR = 0.5  # pixels: what touches


@dataclass(frozen=True, slots=True)
class _Word:
    """A word said on one of its pieces: the properties that say it, its letters so far, and the link it stands in."""

    properties: Any
    letters: str
    link: Any = None


class Words:
    """Follows the text of a document from line to line."""

    def __init__(self, family: Family) -> None:
        self.read: dict[tuple[str, int], str] = {}  # letters that were relied on, by a font's hash and a glyph's number
        self._family = family
        self._taken: dict[Any, int] = {}
        self._own: dict[Any, tuple[str, dict[int, Any]]] = {}
        self._cut: dict[Any, _Word] = {}  # by element: what its last line has begun
        self._over: tuple[Any, _Word] | None = None  # a word that the next box goes on with, in another element
        self._last: tuple[Any, _Word, Any] | None = None  # a word that may go on beside its last box, its piece

    def turn(self) -> None:
        """Begin a page: nothing on it stands beside what was painted last."""
        self._last = None

    def heal(self, stream: Any, start: int, box: Any) -> None:
        """Give whole words to the halves in what a box has painted since ``start``."""
        if not box.text.strip() or "::" in box.element_tag:
            return
        over, self._over = self._over, None
        last, self._last = self._last, None
        cut, goes_on = self._hyphen(box), self._cut.pop(box.element, None)
        if over and not _beside(over[0], box):  # else the line did not end there
            goes_on = over[1]
        elif over:
            _say(over[1].properties, over[1].letters)
        elif last and _touch(last[0], box):
            link, around = self._family.link(box.element), last[1].link
            if link is None or link is around:
                goes_on = last[1]
            elif around is None:
                # A link keeps its words: what it goes on with is said close before it.
                _moved(last[1], last[2], None)
        if goes_on and (goes_on.link is None or self._family.link(box.element) in {goes_on.link, None}):
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
        if not own.startswith(text, at) or not box.text.endswith((*_HYPHENS, _SOFT_HYPHEN)):
            return None
        if end < len(own) and end not in gaps:
            return "" if text.endswith(_HYPHENS) else None  # WeasyPrint draws a hyphen where a soft one is within a box
        if (end in gaps and gaps[end] is None) or not self._family.goes_on(element, gaps.get(end)):
            return None
        return "" if text.endswith(_HYPHENS) else _SOFT_HYPHEN

    def _begun(self, box: Any, word: _Word) -> None:
        """Keep a word that a line cuts for the box that goes on with it."""
        own, gaps = self._own[box.element]
        end = self._taken[box.element]
        if end == len(own) or end in gaps:
            self._over = box, word
        else:
            self._cut[box.element] = word

    def _first(self, stream: Any, start: int, box: Any, hyphen: str) -> None:
        """Open a word at the end of a line."""
        import pydyf

        at = _shown(stream.stream, start)
        run = _Run.shown(stream, at[-1], self.read) if at else None
        half, begin = run.last_word() if run else ("", None)
        if (
            run is None or not half or not _bare(box.text).endswith(_bare(half))
        ):  # written from right to left, or drawn in another way
            return
        properties = pydyf.Dictionary()
        letters = half.removesuffix(hyphen)
        self._begun(box, _say(properties, letters, hyphen, self._family.link(box.element)))
        before, word = run.parted(begin)
        _wrap(stream.stream, at[-1], (before, word, []), properties)

    def _second(self, stream: Any, start: int, box: Any, word: _Word, cut: str | None) -> None:
        """Close a word at the beginning of the next line, or go on with it where it is cut again."""
        import pydyf

        at = _shown(stream.stream, start)
        run = _Run.shown(stream, at[0], self.read) if at else None
        half, end = run.first_word() if run else ("", None)
        if run is None or not half or not _bare(box.text).startswith(_bare(half)):
            if cut is not None:
                self._first(stream, start, box, cut)
            return
        piece = pydyf.Dictionary({"ActualText": pydyf.String(" ")})
        if word.link is None and self._family.link(box.element) is not None:
            word = _moved(word, piece, self._family.link(box.element))  # a link keeps its words
        if end is None and cut is not None:  # one word is all the line
            self._begun(box, _say(word.properties, word.letters + half.removesuffix(cut), cut, word.link))
        else:
            whole = _say(word.properties, word.letters + half, "", word.link)
            if end is None:
                self._last = box, whole, piece
            elif cut is not None:
                self._first(stream, start, box, cut)  # the end of the line before its beginning: numbers hold
                run = _Run.shown(stream, at[0], self.read) or run
                _, end = run.first_word()
        first, after = run.parted(end) if end else (run.parts, [])
        _wrap(stream.stream, at[0], ([], first, after), piece)


def _say(properties: Any, letters: str, hyphen: str = "", link: Any = None) -> _Word:
    """Let properties say a word; one that goes on after a hyphen of the layout ends in a soft one until it does."""
    import pydyf

    properties["ActualText"] = pydyf.String(letters + (_SOFT_HYPHEN if hyphen else ""))
    return _Word(properties, letters, link)


def _moved(word: _Word, properties: Any, link: Any) -> _Word:
    """Let another piece say a word."""
    import pydyf

    if properties is word.properties:
        return word
    word.properties["ActualText"] = pydyf.String(" ")
    return _say(properties, word.letters, "", link)


def _touch(left: Any, right: Any) -> bool:
    """Tell whether a box goes on with the word of the one beside it: a call, which is raised, does not."""
    level = abs(left.position_y + left.baseline - right.position_y - right.baseline) < _NEAR
    return bool(level and _beside(left, right) and not right.text[:1].isspace())


def _beside(left: Any, right: Any) -> bool:
    return bool(abs(left.position_x + left.width - right.position_x) < _NEAR)


def _own(element: Any) -> tuple[str, dict[int, Any]]:
    """Return an element's own text without spaces, and where in it a space (None) or another element stands."""
    said: list[str] = []
    gaps: dict[int, Any] = {}
    length = 0
    for before, text in ((None, element.text or ""), *((child, child.tail or "") for child in element)):
        if before is not None:
            gaps.setdefault(length, before)
        for word in re.findall(r"\s+|\S+", text):
            if word.isspace():
                gaps.setdefault(length, None)
            else:
                said.append(_plain(word))
                length += len(said[-1])
    return "".join(said), gaps


def _bare(text: str) -> str:
    return text.replace(_SOFT_HYPHEN, "")


def _plain(text: str) -> str:
    """Return text without spaces, soft hyphens and capitals, which layout changes."""
    return "".join(text.split()).replace(_SOFT_HYPHEN, "").casefold()


def _shown(operators: list[Any], start: int) -> list[int]:
    """Return where glyphs are shown since ``start``."""
    return [
        i for i in range(start, len(operators)) if isinstance(operators[i], bytes) and operators[i].endswith(b" TJ")
    ]


@dataclass(frozen=True, slots=True)
class _Run:
    """A run of glyphs and kerns; what it says in letters is ``read`` as far as it is asked for.

    A place in it is a part and how much of that comes before.
    """

    parts: list[_Part]
    font: Any
    read: dict[tuple[str, int], str]

    @classmethod
    def shown(cls, stream: Any, at: int, read: dict[tuple[str, int], str]) -> _Run | None:
        """Return the run that an operator shows, None where its glyphs have no letters."""
        run = _RUN.match(stream.stream[at])
        before = (stream.stream[i] for i in range(at - 1, -1, -1))
        setting = next((o for o in before if isinstance(o, bytes) and o.endswith(b" Tf")), b"/ ")
        name = setting[1:].split()[0].decode() if b" " in setting else ""
        font = next((font for font in stream._fonts.values() if font.hash == name), None)  # noqa: SLF001 (glyphs have letters nowhere else)
        if run is None or font is None or font.bitmap:
            return None
        return cls(_PART.findall(run[1]), font, read)

    def first_word(self) -> tuple[str, tuple[int, int] | None]:
        """Return the letters before the first space and the place of that; None where there is none."""
        said: list[str] = []
        for i, (glyphs, _) in enumerate(self.parts):
            for at in range(0, len(glyphs), _DIGITS):
                letters = self._letters(glyphs[at : at + _DIGITS])
                if letters.isspace():
                    return "".join(said), (i, at)
                said.append(letters)
        return "".join(said), None

    def last_word(self) -> tuple[str, tuple[int, int] | None]:
        """Return the letters after the last space and the place where they begin; None where there is none."""
        said: list[str] = []
        for i in range(len(self.parts) - 1, -1, -1):
            glyphs, _ = self.parts[i]
            for end in range(len(glyphs), 0, -_DIGITS):
                letters = self._letters(glyphs[end - _DIGITS : end])
                if letters.isspace():
                    return "".join(reversed(said)), (i, end)
                said.append(letters)
        return "".join(reversed(said)), None

    def parted(self, place: tuple[int, int] | None) -> tuple[list[_Part], list[_Part]]:
        """Return what is before a place and what comes after it; where there is none, the run is all one word."""
        if place is None:
            return [], self.parts
        i, at = place
        glyphs, _ = self.parts[i]
        before, after = self.parts[:i], self.parts[i + 1 :]
        return [*before, *_glyphs(glyphs[:at])], [*_glyphs(glyphs[at:]), *after]

    def _letters(self, glyph: bytes) -> str:
        number = int(glyph, 16)
        letters: str = self.font.to_unicode.get(number, "")
        self.read[self.font.hash, number] = letters
        return letters


def _glyphs(numbers: bytes) -> list[_Part]:
    return [(numbers, b"")] if numbers else []


def _wrap(operators: list[Any], at: int, run: tuple[list[_Part], list[_Part], list[_Part]], properties: Any) -> None:
    """Put the middle of a run of glyphs between marks."""
    before, inner, after = map(_run, run)
    operators[at : at + 1] = [*before, "/Span", properties, b"BDC", *inner, b"EMC", *after]


def _run(parts: list[_Part]) -> list[bytes]:
    # Two kerns in a row are two numbers (ISO 32000-1, 7.3.3): "0-26" is none that a strict reader takes.
    said = [kern or b"<" + glyphs + b">" for glyphs, kern in parts if kern or glyphs]
    return [b"[" + b" ".join(said).replace(b"> <", b"") + b"] TJ"] if said else []
