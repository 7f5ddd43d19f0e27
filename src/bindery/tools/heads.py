"""Running heads over notes: "Notes to page 3" and "Notes to pages 3–7"."""

from __future__ import annotations

from typing import Any


def teach(context: Any, words: tuple[str, str]) -> None:
    """Let a layout say the pages that a page of notes belongs to, in ``words`` for one page and for several.

    CSS has named strings for the first and the last note of a page but no way to leave out the second when it is the
    same (css-gcpm-3, 1.3); with a conditional in ``content`` this function would go.
    """
    plain = type(context).get_string_set_for

    def get_string_set_for(page: Any, name: str, keyword: str = "first") -> Any:
        if name != "notes-to":
            return plain(context, page, name, keyword)
        here = context.current_page
        called = context.string_set["called-on"].get(here) or plain(context, page, "called-on")
        again = context.string_set["called-last"].get(here) or plain(context, page, "called-last")
        pages = [int(number) for number in (*called, *again)]
        if not pages:
            return ()
        first, last = min(pages), max(pages)
        one, many = words
        return ((one if first == last else many).format(first=first, last=last),)

    context.get_string_set_for = get_string_set_for
