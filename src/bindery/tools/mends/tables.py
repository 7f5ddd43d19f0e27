"""Tables wider than their measure, set smaller until they fit: WeasyPrint lets them run off the page.

It lays out each column as wide as its longest word at least, and no style sheet can ask whether they are too wide
together. A table that fits is set as it was. Were there a way to say in CSS that type shrinks to fit, this module would
go. What a style says of a table's margins at a page's head it does not ask either (``TABLE_WRAPPER_BOX_PROPERTIES``).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

_ENOUGH = 1 + 1e-6  # times the measure: a table that fits exactly fits
# Parts of what they were: type, and what is between columns. The house's tables have 9.1 pt, the last can be read on a
# screen.
_SIZES = ((1.0, 1.0), (0.85, 1.0), (0.7, 1.0), (0.55, 0.4), (0.45, 0.4))
_DIVIDED = 0.7  # of their size have words that hyphens may divide
_ROOMY, _LETTER = 18, 0.5  # letters in each column, ems: where there are so many a word is cut before type is smaller
# What is as large as the type that it stands with.
_LENGTHS = (
    *(f"{edge}_{side}" for edge in ("padding", "margin") for side in ("left", "right", "top", "bottom")),
    "text_indent", "letter_spacing", "line_height", "vertical_align",
)  # fmt: skip
Styled = list[tuple[range, Any, Any]]  # columns, a box in them, the style that it had


def mend() -> None:
    """Let WeasyPrint set a table that is wider than its measure so that it fits."""
    from weasyprint.css import properties
    from weasyprint.layout import table

    properties.TABLE_WRAPPER_BOX_PROPERTIES.add("margin_break")
    plain = table.auto_table_layout
    if plain.__module__ == __name__:
        return

    def auto_table_layout(context: Any, wrapper: Any, containing_block: Any) -> None:
        plain(context, wrapper, containing_block)
        inner, measure = wrapper.get_wrapped_table(), _measure(wrapper, containing_block)
        if inner.border_width() <= measure * _ENOUGH:
            return
        boxes: Styled = [(columns, box, box.style) for columns, box in _boxes(inner)]
        for change in _changes(boxes, measure, len(inner.column_widths)):
            wants = table.table_and_columns_preferred_widths(context, wrapper, outer=False)[2]
            change(boxes, {at for at, want in enumerate(wants) if want * len(wants) > measure})
            context.tables.clear()  # how wide columns would be
            table.resolve_percentages(inner, containing_block)
            plain(context, wrapper, containing_block)
            if inner.border_width() <= measure * _ENOUGH:
                return

    auto_table_layout.__module__ = __name__
    table.auto_table_layout = auto_table_layout


def _measure(wrapper: Any, containing_block: Any) -> float:
    """Return how wide a table may be."""
    width: float = containing_block[0]
    for margin in (wrapper.margin_left, wrapper.margin_right):
        width -= 0 if margin == "auto" else margin
    return width


def _boxes(table: Any) -> Iterator[tuple[range, Any]]:
    for group in table.children:
        for row in group.children:
            for cell in row.children:
                columns = range(cell.grid_x, cell.grid_x + cell.colspan)
                yield from ((columns, box) for box in _within(cell))


def _within(box: Any) -> Iterator[Any]:
    yield box
    for child in getattr(box, "children", ()):
        yield from _within(child)


class _Change:
    """A way to set a table: smaller, and with words cut in those columns that want more than their share."""

    def __init__(self, size: float, between: float, *, divided: bool = False, cut: bool = False) -> None:
        self._size, self._between, self._divided, self._cut = size, between, divided, cut

    def __call__(self, boxes: Styled, wide: set[int]) -> None:
        """Give boxes the styles that they had, changed; they keep them, for a table may go on over the next page."""
        made: dict[tuple[int, bool], Any] = {}
        for columns, box, style in boxes:
            key = id(style), not wide.isdisjoint(columns)
            if key not in made:
                made[key] = self._styled(style, is_wide=key[1], is_picture=hasattr(box, "replacement"))
            box.style = made[key]

    def _styled(self, style: Any, *, is_wide: bool, is_picture: bool) -> Any:
        from weasyprint.css.properties import Dimension

        lengths = {name: style[name] for name in _LENGTHS}
        made = style.copy()
        made["font_size"] = style["font_size"] * self._size
        for name, length in lengths.items():
            if getattr(length, "unit", None) == "px":
                part = self._size * (self._between if name in {"padding_left", "padding_right"} else 1)
                made[name] = Dimension(length.value * part, "px")
            elif length.__class__ in {int, float} and name != "line_height":  # that is a number of lines
                made[name] = length * self._size
        if is_wide and self._divided:
            made["hyphens"] = "none" if style["hyphens"] == "none" else "auto"
            made["hyphenate_limit_zone"] = Dimension(100, "%")  # only what is wider than its column
        if is_wide and self._cut:
            made["overflow_wrap"] = "anywhere"
            if is_picture:
                made["max_width"] = Dimension(100, "%")
        return made


def _changes(boxes: Styled, measure: float, columns: int) -> Iterator[_Change]:
    """Yield ways to set a table, the least change first."""
    type_size = boxes[0][-1]["font_size"]
    for size, between in _SIZES:
        is_roomy = measure >= columns * _ROOMY * _LETTER * type_size * size
        if size < 1:
            yield _Change(size, between)
        if is_roomy or size <= _DIVIDED:
            yield _Change(size, between, divided=True)
        if is_roomy or size == _SIZES[-1][0]:
            yield _Change(size, between, divided=True, cut=True)
