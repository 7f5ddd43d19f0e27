"""Lines shaped once: their glyphs are kept from when a line is measured to when it is painted.

WeasyPrint has Pango shape each line that it paints anew, a justified one word by word, for its spaces are made wider by
Pango. A line that is kept is painted as it was measured, and its spaces are made wider where it is painted. Were
``text.line_break.Layout`` to keep its glyphs, this module would go.
"""

from __future__ import annotations

from copy import copy
from struct import Struct
from typing import Any, NamedTuple

GLYPH = Struct("=Iiii4x")  # PangoGlyphInfo: glyph, width, offsets to the right and upwards; flags
_CLUSTER = 4  # bytes of a number


class Run(NamedTuple):
    """Glyphs of one font, as Pango has them; letters of each begin at its cluster, in bytes from ``offset``."""

    font: Any
    glyphs: bytes
    clusters: bytes
    offset: int
    length: int
    is_turned: bool

    def letters(self, at: int, text: bytes) -> str:
        """Return what one of the glyphs stands for in a text."""
        clusters = memoryview(self.clusters).cast("i")
        if self.is_turned:
            end = self.length if at == 0 else clusters[at - 1]
        else:
            end = self.length if at == len(clusters) - 1 else clusters[at + 1]
        return text[self.offset + clusters[at] : self.offset + end].decode()


def mend() -> bool:
    """Let layouts keep the glyphs of their lines, which ``glyphs`` paints; tell whether they do."""
    from weasyprint.layout import inline
    from weasyprint.text import line_break

    ffi, layouts = line_break.ffi, line_break.Layout
    if ffi.sizeof("PangoGlyphInfo") != GLYPH.size:
        return False
    line_break.first_line_metrics = _measuring(line_break)
    inline.add_word_spacing = _spreading(inline)
    plain = layouts.reactivate

    def reactivate(layout: Any, style: Any) -> None:
        if "runs" in layout.__dict__:
            layout.style, layout.layout, layout.language = style, None, None
        else:
            plain(layout, style)

    layouts.reactivate = reactivate
    return True


def again(layout: Any, style: Any) -> None:
    """Have Pango shape a line anew that was kept, as it is to be painted."""
    layout.setup(style)
    layout.set_text(layout.text, justify=True)


def _measuring(line_break: Any) -> Any:
    """Return ``first_line_metrics``, which keeps the glyphs of the line."""
    pango, from_units = line_break.pango, line_break.FROM_UNITS

    def first_line_metrics(  # noqa: PLR0913, PLR0917 (as it is called)
        first_line: Any, text: str, layout: Any, resume_at: Any, space_collapse: bool, style: Any,
        hyphenated: bool = False, hyphenation_character: Any = None,
    ) -> Any:  # fmt: skip
        length = first_line.length
        if hyphenated:
            length -= len(hyphenation_character.encode())
        elif resume_at:
            pango.pango_layout_set_width(layout.layout, -1)  # it may be a little wider without the words after it
            words = text.encode()[:length].decode()
            layout.set_text(words.rstrip(" ") if space_collapse else words)
            first_line, _ = layout.get_first_line()
            length = first_line.length if first_line is not None else 0
        width, height = line_break.line_size(first_line, style)
        baseline = pango.pango_layout_get_baseline(layout.layout) * from_units
        _keep(layout, first_line, style, line_break.ffi)
        layout.deactivate()
        return layout, length, resume_at, width, height, baseline

    return first_line_metrics


def _keep(layout: Any, line: Any, style: Any, ffi: Any) -> None:
    """Keep the glyphs of a line, if they are all of its layout's."""
    text = layout.text
    if line.runs == ffi.NULL or "\t" in text or "\n" in text or line.length != len(text.encode()):
        layout.__dict__.pop("runs", None)
    else:
        layout.runs = _runs(layout, line, style, ffi)


def end(layout: Any, line: Any, style: Any, head: str) -> bool:
    """Let a layout be its first line alone, without the space at its end; tell whether that is shaped as it is now.

    It is, where Pango has taken the space's width away and the last letter is as wide as it is by itself.
    """
    from weasyprint.text.line_break import ffi, pango

    text, runs = head.rstrip(" "), _runs(layout, line, style, ffi)
    last = runs[-1]
    glyphs = [*GLYPH.iter_unpack(last.glyphs)]
    if last.is_turned or len(head) - len(text) > 1:
        return False
    if text != head:
        if last.letters(len(glyphs) - 1, head.encode()) != " " or glyphs.pop()[1]:
            return False
        last = last._replace(
            glyphs=last.glyphs[: -GLYPH.size], clusters=last.clusters[:-_CLUSTER], length=last.length - 1
        )
    if not glyphs:
        return False
    glyph, width, *_ = glyphs[-1]
    known = style.font_config.__dict__.setdefault("_advances", {})
    if (last.font, glyph) not in known:
        ink, logical = ffi.new("PangoRectangle *"), ffi.new("PangoRectangle *")
        pango.pango_font_get_glyph_extents(last.font, glyph, ink, logical)
        known[last.font, glyph] = logical.width
    if width != known[last.font, glyph]:
        return False
    layout.text, layout.runs = text, [*runs[:-1], last]
    return True


def _runs(layout: Any, line: Any, style: Any, ffi: Any) -> list[Run]:
    runs, at, end = [], line.runs[0], ffi.NULL
    faces = style.font_config.__dict__.setdefault("_faces", {})
    while at != end:
        data, at = at.data, at.next
        item, glyphs = data.item, data.glyphs
        count, font = glyphs.num_glyphs, item.analysis.font
        if font not in faces:
            faces[font] = layout.layout  # a layout keeps its fonts
        runs.append(
            Run(
                font,
                ffi.buffer(glyphs.glyphs, count * GLYPH.size)[:],
                ffi.buffer(glyphs.log_clusters, count * _CLUSTER)[:],
                item.offset,
                item.length,
                bool(item.analysis.level & 1),
            )
        )
    return runs


def _spreading(inline: Any) -> Any:
    """Return ``add_word_spacing``; a justified line keeps its glyphs."""
    plain = inline.add_word_spacing

    def add_word_spacing(context: Any, box: Any, justification_spacing: Any, x_advance: Any) -> Any:
        old = getattr(box, "pango_layout", None)
        is_kept = old is not None and "runs" in old.__dict__ and old.text == box.text
        if not is_kept or box.style["word_spacing"] or box.style["letter_spacing"] != "normal":
            return plain(context, box, justification_spacing, x_advance)
        box.justification_spacing = justification_spacing
        box.position_x += x_advance
        if spaces := inline.count_expandable_spaces(box):
            box.pango_layout = copy(old)
            box.pango_layout.justification_spacing, box.pango_layout.max_width = justification_spacing, None
            box.width += justification_spacing * spaces
            x_advance += justification_spacing * spaces
        return x_advance

    return add_word_spacing
