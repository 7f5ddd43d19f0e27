"""What runs off its page is told, wherever it was painted; bytes and pages are what they are without."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from functools import partial

import pytest

from bindery.tools import painters, weasyprint
from bindery.tools.mends import edges

PAGE = "<p style='break-before: page'>{}</p>"
STYLE = "<style>@page { size: 10cm 12cm; margin: 1cm } p { white-space: nowrap; margin: 0 } .low { margin-top: 13cm }</style>"
LONG = "Representatives and Organisations of " * 5


def printed(*pages: str, style: str = STYLE) -> weasyprint.Print:
    body = "".join(map(PAGE.format, pages))
    html = f"<!DOCTYPE html><html lang='en'><head><title>T</title>{style}</head><body>{body}</body></html>"
    return weasyprint.print_pages(html, {})


@pytest.fixture(autouse=True)
def alone() -> Iterator[None]:
    """Whoever was hired is dismissed."""
    painters.dismiss()
    yield
    painters.dismiss()


def test_what_runs_off_is_told_with_its_page() -> None:
    """Words that end beyond the edge are named; a page is told of once."""
    assert printed("Short", f"{LONG}<br>{LONG}", "Short").warnings == (
        "page 2: “Representatives and Organisations of Rep…” runs off the page",
    )


def test_what_stands_in_the_margin_is_on_the_page() -> None:
    """Only what can't be seen is told of."""
    assert printed("Representatives and Organisations of the Rep").warnings == ()


def test_what_stands_beside_the_page_is_told() -> None:
    """On the left as on the right, and pictures by their words."""
    picture = "<svg xmlns='http://www.w3.org/2000/svg' width='900' height='9'/>".replace("'", "%22").replace("<", "%3c")
    image = f'<img alt="A bar" src="data:image/svg+xml,{picture}">'
    said = printed("<span style='margin-left: -5cm'>Left</span>", image).warnings
    assert said == ("page 1: “Left” runs off the page", "page 2: “A bar” runs off the page")


def test_a_few_pages_are_told_of() -> None:
    """A book that runs off every page is known after some."""
    assert len(printed(*[LONG] * 12).warnings) == edges._MOST


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="a second process is hired on Linux only")
@pytest.mark.parametrize("at", [1, 8])
def test_another_painter_is_heard(at: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever paints the page, its number is told, and the bytes are the same."""
    monkeypatch.setattr("os.sched_getaffinity", lambda _: {0, 1})
    pages = ["Short"] * 10
    pages[at - 1] = LONG
    here = printed(*pages)
    painters.hire()
    there = printed(*pages)
    assert there.warnings == here.warnings == (f"page {at}: “{LONG[:40]}…” runs off the page",)
    assert there.data == here.data


def test_looking_changes_no_byte(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that is looked at is painted as one that is not."""
    make = partial(printed, "Short", LONG)
    told = make()
    monkeypatch.setattr(edges, "know", lambda _: None)
    assert make().data == told.data
    assert make().warnings == ()
