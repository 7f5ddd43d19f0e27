"""Makeready: a style sheet read, and the fonts that it names, before there is a text to print with them."""

from __future__ import annotations

import atexit
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from bindery.tools.complaints import Complaints

_STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)
_ready: list[Ready] = []
atexit.register(_ready.clear)  # fonts can't be freed when the modules that free them are gone


@dataclass(eq=False, slots=True)
class Ready:
    """A style sheet as WeasyPrint has read it, with all that reading it has set, which no document changes."""

    text: str
    files: dict[str, bytes]
    fonts: Any
    sheet: Any = None
    rules: list[Any] = field(default_factory=list)
    layers: list[Any] = field(default_factory=list)
    counters: dict[str, Any] = field(default_factory=dict)
    profiles: dict[str, Any] = field(default_factory=dict)
    said: tuple[str, ...] = ()  # what WeasyPrint complained of meanwhile

    @contextmanager
    def used(self) -> Iterator[None]:
        """Let WeasyPrint find the sheet where it would read it.

        Were ``find_stylesheets`` to ask a cache as ``get_image_from_uri`` does, this would go.
        """
        from weasyprint import css

        plain = css.find_stylesheets

        def find_stylesheets(*given: Any) -> Iterator[Any]:
            *_, counters, profiles, rules, layers = given
            counters.update(self.counters)
            profiles.update(self.profiles)
            rules += self.rules
            layers += self.layers
            yield self.sheet

        css.find_stylesheets = find_stylesheets
        try:
            yield
        finally:
            css.find_stylesheets = plain


def make(source: Any, html: str, files: Mapping[str, bytes], fonts: Any) -> None:
    """Have the style sheet of a page ready, and its fonts in ``fonts``; a page with more than one is left alone."""
    from weasyprint import css
    from weasyprint.css.counters import CounterStyle

    counters = CounterStyle()
    for style in source._ua_counter_style():  # noqa: SLF001 (as get_all_computed_styles does before it looks for sheets)
        counters.update(style)
    known = dict(counters)
    ready = Ready(_text(html), dict(files), fonts)
    complaints = Complaints().listen()
    try:
        found = css.find_stylesheets(
            source.wrapper_element, source.media_type, source.url_fetcher, source.base_url, fonts, counters,
            ready.profiles, ready.rules, ready.layers,
        )  # fmt: skip
        sheets = list(found)
    finally:
        complaints.stop()
    ready.said = tuple(complaints.said)
    if ready.text and len(sheets) == 1:
        ready.sheet = sheets[0]
        ready.counters = {name: what for name, what in counters.items() if known.get(name) is not what}
        _ready[:] = [ready]


def take(html: str, files: Mapping[str, bytes]) -> Ready | None:
    """Return what is ready for a page, where its style sheet is the same and the files that were read are."""
    ready = _ready[0] if _ready else None
    same = ready and ready.text == _text(html) and all(files.get(name) == data for name, data in ready.files.items())
    return ready if same else None


def _text(html: str) -> str:
    """Return the text of the one style sheet in a page, or "" where there are several or links to others."""
    found = _STYLE.findall(html)
    return found[0] if len(found) == 1 and "<link" not in html and html.count("<style") == 1 else ""
