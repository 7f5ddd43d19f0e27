"""Lines that are read from right to left, where WeasyPrint's own come out of place."""

from __future__ import annotations

from typing import Any


def mend() -> None:
    """Let the last word of a justified line stand at the margin though a space was taken from after it.

    WeasyPrint moves the line by the space's width, for the word is drawn with the space still in it; where the line
    is then justified it is drawn without, and hangs over the margin. Drawn without at once, it need not move. Were
    ``remove_last_whitespace`` to set ``pango_layout``, this module would go.
    """
    from weasyprint.layout import inline

    plain = inline.remove_last_whitespace
    if plain.__module__ == __name__:
        return

    def remove_last_whitespace(context: Any, line: Any) -> None:
        leaf, around = line, []
        while isinstance(leaf, (inline.boxes.LineBox, inline.boxes.InlineBox)) and leaf.children:
            around.append(leaf)
            leaf = leaf.children[-1]
        before = leaf.position_x
        plain(context, line)
        moved = before - leaf.position_x
        if not moved or not leaf.text:
            return
        leaf.translate(dx=moved)
        for box in around[1:]:
            box.position_x += moved
        leaf.pango_layout = inline.create_layout(
            leaf.text, leaf.style, context, max_width=None, justification_spacing=0
        )
        leaf.pango_layout.deactivate()

    inline.remove_last_whitespace = remove_last_whitespace
