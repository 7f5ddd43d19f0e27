"""The HTML edition from the keyboard alone, wide and narrow, with and without script."""

from collections.abc import Callable

import pytest
from editions import Edition
from playwright.sync_api import Page

STOPS = 400  # more than any of the publications has
# Where the focus is, and whether it can be seen: on the screen, under nothing, with a ring around it.
FOCUS = """() => {
  const e = document.activeElement, style = getComputedStyle(e), box = e.getClientRects()[0];
  const x = box ? box.x + Math.min(box.width, innerWidth) / 2 : -1, y = box ? box.y + Math.min(box.height, 40) / 2 : -1;
  const top = document.elementFromPoint(x, y);
  return {
    name: e === document.body ? '' : e.id || e.className || e.getAttribute('href') || e.localName,
    href: e.getAttribute('href'),
    role: e.getAttribute('role'),
    seen: Boolean(top && (e === top || e.contains(top) || top.contains(e))),
    ring: style.outlineStyle === 'solid' && parseFloat(style.outlineWidth) >= 2,
  };
}"""


@pytest.fixture(params=[1280, 320])
def width(request: pytest.FixtureRequest) -> int:
    return request.param


@pytest.fixture
def scripted(window: Callable[..., Page], edition: Edition, width: int) -> Page:
    return visited(window(width, 800), edition)


@pytest.fixture
def plain(window: Callable[..., Page], edition: Edition, width: int) -> Page:
    return visited(window(width, 800, script=False), edition)


@pytest.fixture(params=[True, False], ids=["scripted", "plain"])
def page(request: pytest.FixtureRequest, window: Callable[..., Page], edition: Edition, width: int) -> Page:
    return visited(window(width, 800, script=request.param), edition)


def visited(page: Page, edition: Edition) -> Page:
    page.goto(edition.file("html").as_uri())
    return page


def focus(page: Page) -> str:
    return str(page.evaluate(FOCUS)["name"])


def press(page: Page, *keys: str) -> str:
    for key in keys:
        page.keyboard.press(key)
    return focus(page)


def calls(edition: Edition) -> dict[str, str]:
    """Each call with its note, from the document and not from the page."""
    return {call: note.id for note in edition.document.endnotes for call in note.calls}


def test_tab_reaches_everything(page: Page, edition: Edition) -> None:
    """Tab goes through skip link, contents, calls and ways back in the order of the page; the focus is always seen."""
    stops = []
    while len(stops) < STOPS:
        page.keyboard.press("Tab")
        here = page.evaluate(FOCUS)
        if not here["name"]:
            break
        stops.append(here)
    assert [stop for stop in stops if not (stop["seen"] and stop["ring"])] == []
    assert stops[0]["name"] == "skip"
    links = page.evaluate("[...document.querySelectorAll('a[href]')].map(a => a.getAttribute('href'))")
    assert [stop["href"] for stop in stops] == links
    assert {stop["name"] for stop in stops if stop["role"] == "doc-noteref"} == set(calls(edition))
    assert {stop["href"][1:] for stop in stops if stop["role"] == "doc-backlink"} == set(calls(edition))


def test_skip_link_skips(page: Page) -> None:
    """After the skip link the next stop is in the text, not in the contents that were skipped."""
    press(page, "Tab", "Enter", "Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_enter_opens_and_escape_returns(scripted: Page, edition: Edition) -> None:
    """Enter on each call opens its note, whole on the screen; Escape closes it and the focus is on the call, seen."""
    for call, note in calls(edition).items():
        scripted.locator(f"#{call}").focus()
        assert press(scripted, "Enter") == "open-note"
        box, size = scripted.get_by_role("dialog").bounding_box(), scripted.viewport_size
        assert box
        assert size
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= size["width"]
        assert box["y"] >= -1
        assert box["y"] + box["height"] <= size["height"] + 1
        label = scripted.locator(f"#{note} .label").text_content()
        assert scripted.locator(".open-note .label").text_content() == label
        assert scripted.evaluate(FOCUS)["ring"]
        assert press(scripted, "Escape") == call
        assert scripted.get_by_role("dialog").count() == 0
        assert scripted.evaluate(FOCUS)["seen"]
        assert scripted.evaluate(FOCUS)["ring"]


def test_the_button_returns(scripted: Page) -> None:
    """The note's button, reached by Tab, closes it and gives the focus back."""
    scripted.locator("#call-1").focus()
    scripted.keyboard.press("Enter")
    for _ in range(10):
        if scripted.evaluate("document.activeElement.localName") == "button":
            break
        scripted.keyboard.press("Tab")
    assert scripted.evaluate(FOCUS)["seen"]
    assert press(scripted, "Enter") == "call-1"
    assert scripted.get_by_role("dialog").count() == 0


def test_tab_out_of_a_note_goes_on_from_its_call(scripted: Page, edition: Edition) -> None:
    """Who tabs past a note's last stop is at the link after its call; who tabs back is at the call itself."""
    order = scripted.evaluate("[...document.querySelectorAll('a[href]')].map(a => a.id || a.getAttribute('href'))")
    for call in list(calls(edition))[:4]:
        scripted.locator(f"#{call}").focus()
        scripted.keyboard.press("Enter")
        for _ in range(10):
            scripted.keyboard.press("Tab")
            if not scripted.get_by_role("dialog").count():
                break
        at = scripted.evaluate("document.activeElement.id || document.activeElement.getAttribute('href')")
        assert at == order[order.index(call) + 1]
        scripted.locator(f"#{call}").focus()
        scripted.keyboard.press("Enter")
        assert press(scripted, "Shift+Tab") == call
        assert scripted.get_by_role("dialog").count() == 0


def test_a_call_within_an_open_note(scripted: Page) -> None:
    """A note that calls a note opens it where it stands, and Escape leads back to the call in the text."""
    scripted.evaluate("""document.querySelector('#note-1 p').insertAdjacentHTML('beforeend',
      '<sup class="call"><a id="call-2-9" href="#note-2" role="doc-noteref" aria-label="again">ii</a></sup>')""")
    scripted.locator("#call-1").focus()
    scripted.keyboard.press("Enter")
    before = scripted.get_by_role("dialog").bounding_box()
    scripted.locator(".open-note a[href='#note-2']").press("Enter")
    after = scripted.get_by_role("dialog").bounding_box()
    assert scripted.locator(".open-note .label").text_content() == scripted.locator("#note-2 .label").text_content()
    assert before
    assert after
    assert before["x"] == after["x"]
    assert press(scripted, "Escape") == "call-1"


def test_without_script_enter_goes_to_the_note(plain: Page, edition: Edition) -> None:
    """Enter on each call leads to its note, and Tab goes on within the note."""
    for call, note in calls(edition).items():
        plain.locator(f"#{call}").press("Enter")
        assert plain.url.endswith(f"#{note}")
        box, size = plain.locator(f"#{note}").bounding_box(), plain.viewport_size
        assert box
        assert size
        assert -1 <= box["y"] < size["height"]
        plain.keyboard.press("Tab")
        assert plain.evaluate(f"document.getElementById('{note}').contains(document.activeElement)")


def test_ways_back_return_to_the_call(page: Page, edition: Edition) -> None:
    """Enter on each way back leads to its call, focused, seen, with a ring; Tab goes on from there."""
    order = page.evaluate("[...document.querySelectorAll('a[href]')].map(a => a.id || a.getAttribute('href'))")
    for call, note in calls(edition).items():
        page.locator(f"#{note} a[href='#{call}']").press("Enter")
        assert page.url.endswith(f"#{call}")
        there = page.evaluate(FOCUS)
        assert (there["name"], there["seen"], there["ring"]) == (call, True, True)
        page.keyboard.press("Tab")
        at = page.evaluate("document.activeElement.id || document.activeElement.getAttribute('href')")
        assert at == order[order.index(call) + 1]
