"""Glyphs painted a run at a time: most have been met before, as wide as they are now, and are letters of a stream.

WeasyPrint asks each glyph all that a glyph can be asked. Were ``draw_first_line`` to remember the answers, this module
would go.
"""

from __future__ import annotations

from struct import Struct
from typing import Any

_GLYPH = Struct("=Iiii4x")  # PangoGlyphInfo: glyph, width, offsets to the right and upwards; flags
_OLD = 14802  # a Pango before this one tells sizes of fonts wrong (its issue 530)
_SMALLEST = 1e-6  # pixels: smaller type is not drawn
_EMPTY = 0x0FFFFFFF  # from here on a glyph is none (PANGO_GLYPH_EMPTY, PANGO_GLYPH_UNKNOWN_FLAG)
Glyph = tuple[int, int, int, int]


class Line:
    """A line of glyphs as a stream says it: what is set in which font, in its order."""

    def __init__(self, stream: Any, textbox: Any) -> None:
        self._stream, self._textbox = stream, textbox

    def said(self, first_run: Any) -> list[tuple[tuple[str, float], str]] | None:
        """Return names and sizes of fonts with what they show; None where there is a glyph of another kind."""
        from weasyprint.text.ffi import ffi

        said: list[tuple[tuple[str, float], list[str]]] = []
        face, run, end = None, first_run, ffi.NULL
        while run != end:
            item, run = run.data, run.next
            here = item.item.analysis.font
            if here != face:
                face = here
                font, size = self._stream.add_font(face)
                if font.bitmap or font.png or font.svg or font.colr:
                    return None
                known = font.__dict__.setdefault("_runs", {}).setdefault(size, {})
                said.append(((font.hash, size), []))
            string = item.glyphs
            glyphs = ffi.buffer(string.glyphs, string.num_glyphs * _GLYPH.size)[:]
            if glyphs not in known:  # words come again, and the spaces of a line are alike
                shown = self._run(item, [*_GLYPH.iter_unpack(glyphs)], font, size)
                if shown is None:
                    return None
                known[glyphs] = shown
            said[-1][1].append(known[glyphs])
        return [(font, "".join(shown)) for font, shown in said]

    def _run(self, item: Any, glyphs: list[Glyph], font: Any, size: float) -> str | None:
        pieces: dict[Glyph, str] = font.__dict__.setdefault("_pieces", {}).setdefault(size, {})
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
