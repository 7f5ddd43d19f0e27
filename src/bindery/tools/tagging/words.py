"""Words that the end of a line cuts, made whole again for who searches, copies or listens (ISO 32000-1, 14.9.4).

WeasyPrint draws the hyphen as any letter and keeps no word of having put it there; were it to write ActualText
around a word that it cuts, this module would go.
"""

from __future__ import annotations

import re
from typing import Any

_RUN = re.compile(rb"^\[(.*)\] TJ$", re.DOTALL)
_PART = re.compile(rb"<([0-9a-f]*)>|([-+.0-9]+)")
_SOFT_HYPHEN = "\xad"
_Part = tuple[bytes, bool]  # a glyph's number or a kern, and whether it is a glyph


class Words:
    """Follows the text of a document from line to line."""

    def __init__(self) -> None:
        self._taken: dict[Any, int] = {}
        self._own: dict[Any, str] = {}
        self._cut: dict[Any, tuple[Any, str]] = {}  # by element: the first half's properties and text

    def heal(self, stream: Any, start: int, box: Any) -> None:
        """Give whole words to the halves in what a box has painted since ``start``."""
        if not box.text.strip() or "::" in box.element_tag:
            return
        cut, goes_on = self._is_cut(box), self._cut.pop(box.element, None)
        if goes_on:
            self._second(stream, start, box, goes_on, cut=cut)
        elif cut:
            self._first(stream, start, box)

    def _is_cut(self, box: Any) -> bool:
        """Tell whether the layout has put a hyphen at the end of a line: the author's is in the text."""
        element, hyphen = box.element, box.style["hyphenate_character"]
        if element not in self._own:
            self._own[element] = _plain("".join([element.text or "", *(child.tail or "" for child in element)]))
        own, at, text = self._own[element], self._taken.get(element, 0), _plain(box.text)
        whole = text.removesuffix(hyphen) if hyphen else text
        cut = whole != text and own.startswith(whole, at) and not own.startswith(text, at)
        self._taken[element] = at + len(whole if cut else text)
        return cut

    def _first(self, stream: Any, start: int, box: Any) -> None:
        """Open a word at the end of a line."""
        import pydyf

        at = _shown(stream.stream, start)
        parts, said = _parts(stream, at[-1]) if at else ([], [])
        begin = max((i + 1 for i, what in enumerate(said) if what.isspace()), default=0)
        half = "".join(said[begin:])
        if not half or not box.text.endswith(half):  # written from right to left, or drawn in another way
            return
        half = half.removesuffix(box.style["hyphenate_character"])
        properties = pydyf.Dictionary({"ActualText": pydyf.String(half + _SOFT_HYPHEN)})
        _wrap(stream.stream, at[-1], parts, (begin, len(parts)), properties)
        self._cut[box.element] = properties, half

    def _second(self, stream: Any, start: int, box: Any, first: tuple[Any, str], *, cut: bool) -> None:
        """Close a word at the beginning of the next line."""
        import pydyf

        at = _shown(stream.stream, start)
        parts, said = _parts(stream, at[0]) if at else ([], [])
        end = next((i for i, what in enumerate(said) if what.isspace()), len(parts))
        half = "".join(said[:end])
        if not half or not box.text.startswith(half) or (cut and end == len(parts)):
            if cut:
                self._first(stream, start, box)
            return
        properties, before = first
        properties["ActualText"] = pydyf.String(before + half)
        if cut:
            self._first(stream, start, box)  # the end of the line before its beginning: numbers hold
            parts, _ = _parts(stream, at[0])
        _wrap(stream.stream, at[0], parts, (0, end), pydyf.Dictionary({"ActualText": pydyf.String(" ")}))


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
