"""Where lines break: WeasyPrint lays a line out to see whether one more word fits, and again for each of its syllables.

What is wider than the line by the widths of its glyphs alone is not laid out to learn that. Were ``split_first_line``
to ask those of the layout that it has, this module would go.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from math import inf
from struct import Struct
from typing import Any

from bindery.tools.mends import shaped

_WIDTH = Struct("=4xi12x")  # of a PangoGlyphInfo
_RATIOS = (2.75, 4)  # letters to an em of the line that are laid out first: what does for most; WeasyPrint's own
_BEYOND = 2  # letters after the place where the next line could break, which may tell whether it can
_NEAR = 0.1  # em: so much nearer than their widths say may letters stand to one another
_TURNED = re.compile(r"[\u0590-\u08ff\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff]")
_ANSWERS = 4096  # of two letters each: whether a line may break between them


def mend() -> None:
    """Let WeasyPrint break lines by what it knows already."""
    from weasyprint.layout import inline
    from weasyprint.text import line_break

    plain = inline.split_first_line
    if plain.__module__ == __name__ or line_break.ffi.sizeof("PangoGlyphInfo") != _WIDTH.size:
        return

    def split_first_line(
        text: str, style: Any, context: Any, max_width: Any, justification_spacing: Any, *more: Any, **named: Any
    ) -> Any:
        if max_width is not None and max_width != inf and _is_plain(text, style, max_width):
            line = Line(text, style, context, max_width, justification_spacing).broken()
            if line is not None:
                return line
        return plain(text, style, context, max_width, justification_spacing, *more, **named)

    split_first_line.__module__ = __name__
    inline.split_first_line = split_first_line
    inline.can_break_text = lru_cache(_ANSWERS)(line_break.can_break_text)


def _is_plain(text: str, style: Any, max_width: float) -> bool:
    """Tell whether a text is of the kind that most are."""
    return (
        style["white_space"] == "normal"
        and 0 < style["font_size"] * _RATIOS[1] <= max_width
        and style["letter_spacing"] == "normal"
        and not style["word_spacing"]
        and style["direction"] == "ltr"
        and "\n" not in text
        and "\xad" not in text
        # Widths add up from the left.
        and not _TURNED.search(text, 0, int(max_width / style["font_size"] * _RATIOS[1]))
    )


class Line:
    """The first line of a text, as ``split_first_line`` finds it; names of its parts are those of its steps."""

    def __init__(self, text: str, style: Any, context: Any, max_width: float, spacing: float) -> None:
        from weasyprint.text import line_break

        self._text, self._style, self._context, self._max, self._spacing = text, style, context, max_width, spacing
        self._module: Any = line_break
        self._layout: Any = None
        self._first: Any = None
        self._resume: Any = None

    def broken(self) -> Any:
        """Return what ``split_first_line`` does; None where it would have to look closer."""
        text = self._text
        head, short, point = self._draft()
        width = self._width(self._first)
        if width > self._max or (head == short and self._resume is not None):
            return None
        if self._resume is None:
            return self._measured(text)
        text = text if point is None else short
        rest = text.encode()[self._resume :].decode()
        word = rest[:point].rstrip(" ")
        room = self._max + _NEAR * self._style["font_size"] - width
        widths = [*self._widths()]
        might = rest[point or -1 :][:1] == " " and _least(widths, word) <= room
        if word and might and self._takes(head + word):
            return self._measured(text)
        parts = self._parts(rest, self._max - self._width(self._first)) if word else []
        hyphenated = self._hyphenated(head, [part for part in parts if _least(widths, part) <= room])
        if hyphenated and self._width(self._first) > self._max:
            return None
        if not hyphenated and shaped.end(self._layout, self._first, self._style, head):
            return self._ended()
        return self._measured(text, hyphenated=hyphenated)

    def _takes(self, words: str) -> bool:
        """Tell whether words fit into the line, which are in it then."""
        self._layout.set_text(words)
        self._first, self._resume = self._layout.get_first_line()
        fits = self._resume is None
        if fits:
            self._resume = len(words.encode()) + 1
        return fits

    def _hyphenated(self, head: str, parts: list[str]) -> bool:
        """Let the line end with the first part that fits into it, and a hyphen; tell whether one does."""
        for part in parts:
            tried = self._laid(head + part + self._style["hyphenate_character"])
            line, index = tried.get_first_line()
            if index is None:
                self._layout, self._first, self._resume = tried, line, len((head + part).encode())
                return True
        return False

    def _laid(self, text: str) -> Any:
        return self._module.create_layout(text, self._style, self._context, self._max, self._spacing)

    def _width(self, line: Any) -> float:
        width: float = self._module.line_size(line, self._style)[0]
        return width

    def _measured(self, text: str, *, hyphenated: bool = False) -> Any:
        return self._module.first_line_metrics(
            self._first, text, self._layout, self._resume, space_collapse=True, style=self._style,
            hyphenated=hyphenated, hyphenation_character=self._style["hyphenate_character"],
        )  # fmt: skip

    def _ended(self) -> Any:
        """Return the measures of a line that is its layout's."""
        layout, module = self._layout, self._module
        width, height = module.line_size(self._first, self._style)
        baseline = module.pango.pango_layout_get_baseline(layout.layout) * module.FROM_UNITS
        layout.deactivate()
        return layout, len(layout.text.encode()), self._resume, width, height, baseline

    def _draft(self) -> tuple[str, str, int | None]:
        """Lay out enough of the text; return its first line, that text, and how far after the line the next breaks."""
        module, text = self._module, self._text
        few, many = (text[: int(self._max / self._style["font_size"] * ratio)] for ratio in _RATIOS)
        for short in (few, many, text):
            if self._layout is None:
                self._layout = self._laid(short)
            else:
                self._layout.set_text(short)
            self._first, self._resume = self._layout.get_first_line()
            if self._resume is None:
                if short == text:
                    break
                continue
            head = short.encode()[: self._resume].decode()
            attributes = module.pango.pango_layout_get_log_attrs_readonly(self._layout.layout, module.ffi.NULL)
            point: int | None = module.get_next_break_point(attributes[len(head) + 1 : len(short)])
            is_enough = point is not None and len(head) + 1 + point + _BEYOND <= len(short)
            if is_enough or short in {many, text}:
                return head, short, point
        return text, text, None

    def _widths(self) -> Iterator[tuple[int, float]]:
        """Yield where letters of the second line end, in bytes, and how wide they are from its beginning."""
        module, across = self._module, 0
        ffi, pango = module.ffi, module.pango
        run = pango.pango_layout_get_line_readonly(self._layout.layout, 1).runs[0]
        while run != ffi.NULL:
            item, glyphs = run.data.item, run.data.glyphs
            count, here = glyphs.num_glyphs, item.offset - self._resume
            widths = _WIDTH.iter_unpack(ffi.buffer(glyphs.glyphs, count * _WIDTH.size))
            ends = [*ffi.unpack(glyphs.log_clusters, count)[1:], item.length] if count else []
            for end, (width,) in zip(ends, widths, strict=True):
                across += width
                yield here + end, across * module.FROM_UNITS
            run = run.next

    def _parts(self, rest: str, space: float) -> list[str]:
        """Return the beginnings of the next line that a hyphen may follow, the longest first."""
        from weasyprint.layout.percent import percentage

        module, style = self._module, self._style
        lang = style["lang"] and module.pyphen.language_fallback(style["lang"])
        zone = percentage(style["hyphenate_limit_zone"], style, self._max)
        if style["hyphens"] != "auto" or not lang or not (space > zone or space < 0):
            return []
        total, left, right = style["hyphenate_limit_chars"]
        point = module.get_next_break_point_from_text(rest, lang)
        text, at = rest[:point] if point else rest, 0
        while text and (boundaries := module.get_next_word_boundaries(text, lang)):
            start, stop = boundaries
            if stop - start >= total:
                word, before = text[start:stop], rest[: at + start]
                return [before + part for part, _ in self._dictionary(lang, left, right, total).iterate(word)]
            text, at = text[stop:], at + stop
        return []

    def _dictionary(self, lang: str, left: int, right: int, total: int) -> Any:
        known, key = self._context.dictionaries, (lang, left, right, total)
        if key not in known:
            known[key] = self._module.pyphen.Pyphen(lang=lang, left=left, right=right)
        return known[key]


def _least(widths: list[tuple[int, float]], part: str) -> float:
    """Return how wide the beginning of a line is at least, a letter drawn together with the next left out."""
    size = len(part.encode())
    return max((width for end, width in widths if end <= size), default=0.0)
