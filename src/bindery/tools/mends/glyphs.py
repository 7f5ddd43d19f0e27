"""Glyphs painted a line at a time: most have been met before, as wide as they are now, and are letters of a stream.

WeasyPrint asks each glyph all that a glyph can be asked. Were ``draw_first_line`` to remember the answers, this module
would go.
"""

from __future__ import annotations

from typing import Any

from bindery.tools.mends import shaped
from bindery.tools.mends.shaped import GLYPH, Run

_OLD = 14802  # a Pango before this one tells sizes of fonts wrong (its issue 530)
_SMALLEST = 1e-6  # pixels: smaller type is not drawn
_EMPTY = 0x0FFFFFFF  # from here on a glyph is none (PANGO_GLYPH_EMPTY, PANGO_GLYPH_UNKNOWN_FLAG)
_SPACES = frozenset(" \u00a0")  # what a justified line makes wider
Glyph = tuple[int, int, int, int]


class Line:
    """A line of glyphs as a stream says it: what is set in which font, in its order."""

    def __init__(self, stream: Any, layout: Any) -> None:
        from weasyprint.text.ffi import TO_UNITS

        self._stream, self._text = stream, layout.text
        self._wider = int(layout.justification_spacing * TO_UNITS) if layout.justification_spacing else 0
        self._spaces = 0

    def said(self, runs: list[Run]) -> list[tuple[tuple[str, float], str]] | None:
        """Return names and sizes of fonts with what they show; None where there is a glyph of another kind."""
        said: list[tuple[tuple[str, float], str]] = []
        face = None
        for run in runs:
            if run.font != face:
                face = run.font
                font, size = self._stream.add_font(face)
                if font.bitmap or font.png or font.svg or font.colr:
                    return None
                said.append(((font.hash, size), ""))
            shown = self._run(run, font, size)
            if shown is None:
                return None
            said[-1] = said[-1][0], said[-1][1] + shown
        if self._wider and self._spaces != sum(map(self._text.count, _SPACES)):
            return None  # a space that is part of another glyph, or none
        return said

    def _run(self, run: Run, font: Any, size: float) -> str | None:
        pieces: dict[Glyph, str] = font.__dict__.setdefault("_pieces", {}).setdefault(size, {})
        spaces: set[int] = font.__dict__.setdefault("_spaces", set())
        glyphs = [*GLYPH.iter_unpack(run.glyphs)]
        try:
            said = [pieces[glyph] for glyph in glyphs]
        except KeyError:
            for at, glyph in enumerate(glyphs):
                if glyph not in pieces:
                    if glyph[0] >= _EMPTY or glyph[3]:
                        return None
                    self._meet(run, at, glyph[0], font, spaces)
                    pieces[glyph] = self._piece(run.font, glyph, font, size)
            said = [pieces[glyph] for glyph in glyphs]
        if self._wider:
            for at, (glyph, width, *offsets) in enumerate(glyphs):
                if glyph in spaces:
                    wide = glyph, width + self._wider, *offsets
                    if wide not in pieces:
                        pieces[wide] = self._piece(run.font, wide, font, size)
                    said[at] = pieces[wide]
                    self._spaces += 1
        shown = "".join(said)
        if shown.endswith("<"):
            return f"<{shown[:-1]}"
        return f"<{shown}>" if shown else ""

    def _meet(self, run: Run, at: int, glyph: int, font: Any, spaces: set[int]) -> None:
        """Note which letters a glyph is."""
        letters = run.letters(at, self._text.encode())
        font.to_unicode.setdefault(glyph, letters)
        if letters in _SPACES:
            spaces.add(glyph)

    def _piece(self, face: Any, glyph: Glyph, font: Any, size: float) -> str:
        """Return a glyph with what moves it and the next, as ``draw_first_line`` says it."""
        from weasyprint.text.ffi import FROM_UNITS, pango

        number, width, across, _ = glyph
        stream, offset = self._stream, across / size
        if number not in font.widths:
            pango.pango_font_get_glyph_extents(face, number, stream.ink_rect, stream.logical_rect)
            font.widths[number] = round(stream.logical_rect.width * 1000 * FROM_UNITS / size)
        kerning = font.widths[number] + offset - width * 1000 * FROM_UNITS / size
        return (f">{-offset}<" if offset else "") + f"{number:04x}" + (f">{int(kerning)}<" if kerning else "")


def mend() -> None:
    """Let WeasyPrint paint plain lines by the glyphs that their layouts keep."""
    from weasyprint.draw import text

    plain = text.draw_first_line
    if plain.__module__ == __name__ or text.pango.pango_version() < _OLD or not shaped.mend():
        return

    def draw_first_line(stream: Any, textbox: Any, text_overflow: Any, block_ellipsis: Any, matrix: Any) -> Any:
        layout, style = textbox.pango_layout, textbox.style
        if "runs" not in layout.__dict__:
            return plain(stream, textbox, text_overflow, block_ellipsis, matrix)
        if not textbox.text.strip() or style["font_size"] < _SMALLEST:
            return []
        is_cut = text_overflow == "ellipsis" or block_ellipsis != "none"
        said = None if is_cut else Line(stream, layout).said(layout.runs)
        if not said:
            shaped.again(layout, style)
            return plain(stream, textbox, text_overflow, block_ellipsis, matrix)
        stream.set_text_matrix(*matrix.values)
        for font, string in said:
            stream.set_font_size(*font)
            if string or font is said[-1][0]:
                stream.show_text(string)
        return []

    draw_first_line.__module__ = __name__
    text.draw_first_line = draw_first_line
