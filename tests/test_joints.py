"""Where printed addresses break."""

from __future__ import annotations

from html import unescape

import pytest

from bindery.joints import in_print, on_screen, unmarked
from bindery.tools import weasyprint

ADDRESSES = [
    "https://a.b/c?d=1&amp;e#f",
    "https://www.pap.pl/ru/news/ukraina-i-rossiya-proveli-ocherednoy-obmen",
    "https://example.org/a/b-c_d~e/%D0%BF%D1%80/(x)/[y]/f!g|h{i}/1-2/2022.html?q=a,b;c:d@e+f*g$h",
    "https://example.org/it&#39;s/–/«x»/…/a&amp;&amp;b",
    "https://приклад.укр/сторінка-один/два?три=чотири",
]


def link(address: str) -> str:
    return f'<a href="https://a.b" class="uri">{address}</a>'


def shown(html: str) -> str:
    return unescape(html.split(">", 1)[1].removesuffix("</a>"))


def test_on_screen() -> None:
    """An address gets places to break after "//" and "/", before "?", "&", "=" and "#", and none elsewhere."""
    made = on_screen(link(ADDRESSES[0]))
    assert "https://<wbr/>a.b/<wbr/>c<wbr/>?d<wbr/>=1<wbr/>&amp;e<wbr/>#f" in made
    assert made.replace("<wbr/>", "") == link(ADDRESSES[0])


@pytest.mark.parametrize("broken", [on_screen, in_print])
def test_entities_are_not_broken(broken: object) -> None:
    """A character reference is one letter."""
    assert "&#39;" in broken('<a href="x" class="uri">https://a.b/it&#39;s</a>')


@pytest.mark.parametrize("broken", [on_screen, in_print])
def test_links_with_words_stay(broken: object) -> None:
    """Only printed addresses are touched."""
    assert broken(html := '<a href="https://a.b/c/d">and/or</a>') == html


@pytest.mark.parametrize("address", ADDRESSES)
def test_in_print_they_read_as_they_are(address: str) -> None:
    """Without the marks that no glyph is drawn for an address is what it was."""
    made = in_print(link(address))
    assert made != link(address)
    assert unmarked(made) == link(address)


@pytest.mark.parametrize("address", ADDRESSES)
def test_in_print_they_break_at_joints_only(address: str) -> None:
    """Pango finds a place to break at each joint and at no other, whatever signs an address is made of."""
    weasyprint.warm()
    from weasyprint.text.line_break import get_log_attrs

    text = shown(in_print(link(address)))
    places = {at for at, found in enumerate(get_log_attrs(text, "en")) if found.is_line_break and 0 < at < len(text)}
    joints = {at + 1 for at, sign in enumerate(text) if sign == "\N{ZERO WIDTH SPACE}"}
    assert joints
    assert places == joints


def test_a_piece_longer_than_a_line_may_break() -> None:
    """What nobody can set on a line is left to break where it will."""
    piece = "a" * 50 + "!" + "b" * 50
    assert piece in in_print(link(f"https://a.b/{piece}"))
