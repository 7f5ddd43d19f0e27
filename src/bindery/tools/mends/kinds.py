"""Pages of a kind have one style: WeasyPrint computes one for each page, and one for each of its sixteen margin boxes.

Were ``set_page_type_computed_styles`` to ask which rules match a page before it computes what they come to, this module
would go.
"""

from __future__ import annotations

from typing import Any


def mend() -> None:
    """Let pages that the same rules are for share their styles."""
    from weasyprint.layout import page

    plain = page.set_page_type_computed_styles
    if plain.__module__ == __name__:
        return

    def set_page_type_computed_styles(page_type: Any, html: Any, style_for: Any) -> None:
        computed = style_for.get_computed_styles()
        if page_type.index == 0:  # it tells the others how large a page is
            plain(page_type, html, style_for)
            return
        kinds = style_for.__dict__.setdefault("_kinds", {})  # by the rules that match: styles by pseudo-element
        kind = tuple(_matching(page_type, style_for))
        if kind not in kinds:
            plain(page_type, html, style_for)
            kinds[kind] = {pseudo: style for (of, pseudo), style in computed.items() if of is page_type}
        else:
            computed.update({(page_type, pseudo): style for pseudo, style in kinds[kind].items()})

    set_page_type_computed_styles.__module__ = __name__
    page.set_page_type_computed_styles = set_page_type_computed_styles


def _matching(page_type: Any, style_for: Any) -> Any:
    """Yield the numbers of the rules that match a page."""
    selectors = (
        selector
        for sheet, _, _ in style_for._sheets  # noqa: SLF001 (as add_page_declarations has them)
        for _, several, _ in sheet.page_rules
        for selector in several
    )
    for number, (_, _, about) in enumerate(selectors):
        if style_for._page_type_match(about, page_type):  # noqa: SLF001
            yield number
