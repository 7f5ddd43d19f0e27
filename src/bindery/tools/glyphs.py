"""Glyphs painted a run at a time: most have been met before, as wide as they are now, and are letters of a stream.

WeasyPrint asks each glyph all that a glyph can be asked. Were ``draw_first_line`` to remember the answers, this module
would go.
"""

from __future__ import annotations

from collections.abc import Iterator
from struct import Struct
from typing import Any

_GLYPH = Struct("=Iiii4x")  # PangoGlyphInfo: glyph, width, offsets to the right and upwards; flags
_OLD = 14802  # a Pango before this one tells sizes of fonts wrong (its issue 530)
_SMALLEST = 1e-6  # pixels: smaller type is not drawn
_EMPTY, _UNKNOWN = 0x0FFFFFFF, 0x10000000  # glyphs that are none
Glyph = tuple[int, int, int, int]


class Line:
    """A line of glyphs as a stream says it: what is set in which font, in its order."""

    def __init__(self, stream: Any, textbox: Any) -> None:
        self._stream, self._textbox = stream, textbox

    def said(self, first_run: Any) -> list[tuple[tuple[str, float], str]] | None:
        """Return names and sizes of fonts with what they show; None where there is a glyph of another kind."""
        said: list[tuple[tuple[str, float], str]] = []
        face = None
        for item in _items(first_run):
            if item.item.analysis.font != face:
                face = item.item.analysis.font
                font, size = self._stream.add_font(face)
                if font.bitmap or font.png or font.svg or font.colr:
                    return None
                pieces = font.__dict__.setdefault("_pieces", {}).setdefault(size, {})
                said.append(((font.hash, size), ""))
            string = self._run(item, font, size, pieces)
            if string is None:
                return None
            said[-1] = said[-1][0], said[-1][1] + string
        return said

    def _run(self, item: Any, font: Any, size: float, pieces: dict[Glyph, str]) -> str | None:
        from weasyprint.text.ffi import ffi

        string = item.glyphs
        glyphs = [*_GLYPH.iter_unpack(ffi.buffer(string.glyphs, string.num_glyphs * _GLYPH.size))]
        try:
            said = "".join([pieces[glyph] for glyph in glyphs])
        except KeyError:
            for at, glyph in enumerate(glyphs):
                if glyph not in pieces:
                    if glyph[0] >= _EMPTY or glyph[3]:
                        return None
                    self._meet(item, at, glyph[0], font)
                    pieces[glyph] = self._piece(item, glyph, font, size)
            said = "".join([pieces[glyph] for glyph in glyphs])
        if said.endswith("<"):
            return f"<{said[:-1]}"
        return f"<{said}>" if said else ""

    def _meet(self, item: Any, at: int, glyph: int, font: Any) -> None:
        """Note which letters a glyph is."""
        if glyph in font.to_unicode:
            return
        clusters, last, length = item.glyphs.log_clusters, item.glyphs.num_glyphs - 1, item.item.length
        if item.item.analysis.level % 2:  # from right to left
            end = length if at == 0 else clusters[at - 1]
        else:
            end = length if at == last else clusters[at + 1]
        begin = item.item.offset
        text = self._textbox.pango_layout.text.encode()
        font.to_unicode[glyph] = text[begin + clusters[at] : begin + end].decode()

    def _piece(self, item: Any, glyph: Glyph, font: Any, size: float) -> str:
        """Return a glyph with what moves it and the next, as ``draw_first_line`` says it."""
        from weasyprint.text.ffi import FROM_UNITS, pango

        number, width, across, _ = glyph
        stream, offset = self._stream, across / size
        if number not in font.widths:
            pango.pango_font_get_glyph_extents(item.item.analysis.font, number, stream.ink_rect, stream.logical_rect)
            font.widths[number] = round(stream.logical_rect.width * 1000 * FROM_UNITS / size)
        kerning = font.widths[number] + offset - width * 1000 * FROM_UNITS / size
        return (f">{-offset}<" if offset else "") + f"{number:04x}" + (f">{int(kerning)}<" if kerning else "")


def _items(run: Any) -> Iterator[Any]:
    """Yield the runs of a line, from the first."""
    from weasyprint.text.ffi import ffi

    while run != ffi.NULL:
        yield run.data
        run = run.next


def mend() -> None:
    """Let WeasyPrint paint plain lines by runs."""
    from weasyprint.draw import text

    plain, pango = text.draw_first_line, text.pango
    alike = text.ffi.sizeof("PangoGlyphInfo") == _GLYPH.size and pango.pango_version() >= _OLD
    if plain.__module__ == __name__ or not alike:
        return

    def draw_first_line(stream: Any, textbox: Any, text_overflow: Any, block_ellipsis: Any, matrix: Any) -> Any:
        is_cut = text_overflow == "ellipsis" or block_ellipsis != "none"
        if is_cut or textbox.style["font_size"] < _SMALLEST or not textbox.text.strip():
            return plain(stream, textbox, text_overflow, block_ellipsis, matrix)
        pango.pango_layout_set_single_paragraph_mode(textbox.pango_layout.layout, True)
        first_line, _ = textbox.pango_layout.get_first_line()
        said = Line(stream, textbox).said(first_line.runs[0])
        if not said:
            return plain(stream, textbox, text_overflow, block_ellipsis, matrix)
        stream.set_text_matrix(*matrix.values)
        for font, string in said:
            stream.set_font_size(*font)
            if string or font is said[-1][0]:
                stream.show_text(string)
        return []

    draw_first_line.__module__ = __name__
    text.draw_first_line = draw_first_line
