"""Leaders: the dots between an entry of the contents and its page, set as one word."""

from __future__ import annotations

from typing import Any

_NEAR = 0.02  # pixels a dot


def mend() -> None:
    """Let a leader be one text instead of one a dot: a page of contents has more dots than an article has lines.

    Were ``handle_leader`` to repeat the leader's text and not its box, this module would go.
    """
    from weasyprint.layout import inline

    plain = inline.handle_leader
    if plain.__module__ == __name__:
        return

    def handle_leader(context: Any, line: Any, containing_block: Any) -> None:
        plain(context, line, containing_block)
        leader = _leader(line, inline.boxes)
        if leader is not None and len(leader.children) > 1:
            _join(leader, context, inline.create_layout)

    inline.handle_leader = handle_leader


def _leader(box: Any, boxes: Any) -> Any:
    """Return the first leader in a line that has one, as ``leader_index`` finds it."""
    for child in box.children:
        if child.is_leader:
            return child
        if isinstance(child, boxes.ParentBox) and (found := _leader(child, boxes)) is not None:
            return found
    return None


def _join(leader: Any, context: Any, create_layout: Any) -> None:
    """Let one text stand where a leader's are, from the right to the left, if it is as wide as they are."""
    from weasyprint.text.line_break import line_size

    count, last = len(leader.children), leader.children[-1]
    layout = create_layout(last.text * count, last.style, context, max_width=None, justification_spacing=0)
    width, _ = line_size(layout.get_first_line()[0], last.style)
    layout.deactivate()
    if abs(width - count * last.width) < _NEAR * count:
        joined = last.copy_with_text(last.text * count)
        joined.pango_layout, joined.width = layout, width
        leader.children = (joined,)
