"""The HTML edition in a real browser: readable, reachable and quiet, with and without script."""

import json
import re
from collections.abc import Callable
from itertools import pairwise

import lxml.html
import pytest
from editions import Edition
from playwright.sync_api import Page

CONTRAST = """selector => {
  const channel = v => (v /= 255) <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4;
  const light = c => { const [r, g, b] = c.match(/[\\d.]+/g).map(Number); return .2126 * channel(r) + .7152 * channel(g) + .0722 * channel(b); };
  const ground = e => { for (; e; e = e.parentElement) { const c = getComputedStyle(e).backgroundColor; if (!/, 0\\)$/.test(c)) return c; } return 'rgb(255,255,255)'; };
  return [...document.querySelectorAll(selector)].map(e => {
    const [a, b] = [light(getComputedStyle(e).color), light(ground(e))];
    return (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
  });
}"""


@pytest.fixture
def page(window: Callable[..., Page]) -> Page:
    return window(1280, 900)


@pytest.fixture
def plain_page(window: Callable[..., Page]) -> Page:
    return window(1280, 900, script=False)


@pytest.fixture
def root(edition: Edition) -> lxml.html.HtmlElement:
    return lxml.html.document_fromstring(edition.artefact("html").data.decode())


def visit(page: Page, edition: Edition) -> None:
    page.goto(edition.file("html").as_uri())


def words(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("width", [320, 768, 1280])
def test_no_sideways_scroll(page: Page, edition: Edition, width: int) -> None:
    """From 320 px up nobody scrolls sideways (WCAG 1.4.10)."""
    page.set_viewport_size({"width": width, "height": 700})
    visit(page, edition)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.locator("a[role=doc-noteref]").last.click()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_contrast(page: Page, edition: Edition, scheme: str) -> None:
    """Text has a contrast of 7 and links of 4.5 at least, by day and by night (WCAG 1.4.6, 1.4.3)."""
    page.emulate_media(color_scheme=scheme)
    visit(page, edition)
    assert min(page.evaluate(CONTRAST, "main p, main li, h1, h2, h3, td, th, dt")) >= 7
    assert min(page.evaluate(CONTRAST, "a, figcaption, caption, .kind, .author, footer p, .label, h1 .sub")) >= 4.5


def test_dark_mode_is_dark(page: Page, edition: Edition) -> None:
    """A dark screen gets light letters on a dark page."""
    seen = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        visit(page, edition)
        seen.append(
            page.evaluate("[getComputedStyle(document.body).color, getComputedStyle(document.body).backgroundColor]")
        )
    assert seen[0][0] != seen[1][0]
    assert seen[0][1] == "rgb(255, 255, 255)" != seen[1][1]


def test_measure(page: Page, edition: Edition) -> None:
    """A line of text holds about 65 to 75 letters on a wide screen."""
    visit(page, edition)
    letters = page.evaluate("""() => {
      const p = [...document.querySelectorAll('main section > p')].sort((a, b) => b.textContent.length - a.textContent.length)[0];
      return p.textContent.length / (p.getBoundingClientRect().height / parseFloat(getComputedStyle(p).lineHeight));
    }""")
    assert 50 <= letters <= 76


def test_note_opens_beside_its_call(page: Page, edition: Edition) -> None:
    """Every call opens its own note beside it; the reader does not lose the place; Esc gives the focus back."""
    visit(page, edition)
    calls = page.locator("a[role=doc-noteref]")
    for at in range(calls.count()):
        call = calls.nth(at)
        call.scroll_into_view_if_needed()
        before = page.evaluate("scrollY")
        call.click()
        dialog = page.get_by_role("dialog")
        assert dialog.count() == 1
        assert abs(page.evaluate("scrollY") - before) <= 400
        box, mark, height = dialog.bounding_box(), call.bounding_box(), 900
        assert box
        assert mark
        assert 0 <= mark["y"] <= height
        assert box["y"] + box["height"] <= height + 1
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 1280
        note = page.locator(call.get_attribute("href") or "")
        told = note.evaluate(
            "e => { const c = e.cloneNode(true); c.querySelectorAll('.return, .turn').forEach(r => r.remove()); return c.textContent }"
        )
        assert words(
            dialog.evaluate(
                "e => { const c = e.cloneNode(true); c.querySelector('button').remove(); return c.textContent }"
            )
        ) == words(told)
        assert dialog.get_attribute("aria-label") == call.get_attribute("aria-label")
        assert page.evaluate("document.activeElement.getAttribute('role')") == "dialog"
        page.keyboard.press("Escape")
        assert page.get_by_role("dialog").count() == 0
        assert page.evaluate("document.activeElement.id") == call.get_attribute("id")


def test_note_opens_from_the_keyboard(page: Page, edition: Edition) -> None:
    """Enter on a call opens the note, and its button closes it."""
    visit(page, edition)
    page.locator("#call-1").focus()
    page.keyboard.press("Enter")
    page.get_by_role("dialog").get_by_role("button").click()
    assert page.get_by_role("dialog").count() == 0
    assert page.evaluate("document.activeElement.id") == "call-1"


def test_notes_are_links_without_script(plain_page: Page, edition: Edition) -> None:
    """Without script a call leads to its note and the note back to its call."""
    visit(plain_page, edition)
    plain_page.locator("#call-2").click()
    assert plain_page.url.endswith("#note-2")
    box = plain_page.locator("#note-2").bounding_box()
    assert box
    assert -1 <= box["y"] < 900
    plain_page.locator("#note-2 a[role=doc-backlink]").first.click()
    assert plain_page.url.endswith("#call-2")
    box = plain_page.locator("#call-2").bounding_box()
    assert box
    assert -1 <= box["y"] < 900


def test_skip_link(page: Page, edition: Edition) -> None:
    """The first stop of the Tab key leads past masthead and contents."""
    visit(page, edition)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    box = page.locator(".skip").bounding_box()
    assert box
    assert box["x"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "text"


def test_nothing_is_fetched(page: Page, edition: Edition) -> None:
    """The file is whole: no request leaves the machine, and the page reports no error."""
    asked: list[str] = []
    errors: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    visit(page, edition)
    page.wait_for_load_state("networkidle")
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    assert errors == []
    assert page.evaluate("[...document.fonts].some(f => f.status === 'loaded')")
    assert page.evaluate("[...document.images].every(i => i.naturalWidth > 0)")


def test_outline(root: lxml.html.HtmlElement) -> None:
    """One main, one h1, no heading rank skipped, no id twice, no link into nowhere."""
    assert len(root.findall(".//main")) == len(root.findall(".//h1")) == 1
    ranks = [int(e.tag[1]) for e in root.iter("h1", "h2", "h3", "h4", "h5", "h6")]
    assert ranks[0] == 1
    assert all(b - a <= 1 for a, b in pairwise(ranks))
    ids = root.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {h[1:] for h in root.xpath("//a/@href") if h.startswith("#")} <= set(ids)
    assert root.xpath("//img[not(@alt)]") == []


def test_calls_and_notes_agree(root: lxml.html.HtmlElement) -> None:
    """The label in the list is the one in the text; each call has its note and each note its ways back."""
    calls = {a.get("id"): a for a in root.xpath("//a[@role='doc-noteref']")}
    notes = {li.get("id"): li for li in root.xpath("//section[@role='doc-endnotes']/ol/li")}
    for identifier, call in calls.items():
        note = notes[call.get("href")[1:]]
        assert note.xpath("string(.//span[@class='label'])") == call.text_content()
        assert f"#{identifier}" in note.xpath(".//a[@role='doc-backlink']/@href")
        assert call.getparent().tag == "sup"
    assert sorted(calls) == sorted(h[1:] for h in root.xpath("//a[@role='doc-backlink']/@href"))
    assert {a.get("href")[1:] for a in calls.values()} == set(notes)


def test_addresses_break_at_their_joints(root: lxml.html.HtmlElement) -> None:
    """A printed address may break after its slashes and still reads and copies as it is."""
    links = root.xpath("//a[@class='uri']")
    assert links
    for link in links:
        assert link.text_content() == link.get("href")
        assert link.findall("wbr")


def test_catalogues_can_read_it(root: lxml.html.HtmlElement, edition: Edition) -> None:
    """Highwire, Open Graph and schema.org say what publication.yaml says."""
    publication = edition.document.publication
    meta = [(e.get("name") or e.get("property"), e.get("content")) for e in root.iter("meta")]
    assert ("citation_title", publication.full_title) in meta
    assert [c for n, c in meta if n == "citation_author"] == [a.name for a in publication.authors]
    assert ("citation_publication_date", publication.date.replace("-", "/")) in meta
    assert ("og:title", publication.full_title) in meta
    assert ("og:type", "article") in meta
    assert root.xpath("//link[@rel='canonical']/@href") == ([publication.url] if publication.url else [])
    data = json.loads(root.xpath("string(//script[@type='application/ld+json'])"))
    assert data["headline"] == publication.full_title
    assert data["inLanguage"] == root.get("lang") == edition.document.language.tag
    assert data["datePublished"] == publication.date


def test_escapes(synthetic: Edition) -> None:
    """An ampersand in the metadata does not break the page."""
    assert '<meta name="citation_keywords" content="notes &amp; calls">' in synthetic.artefact("html").data.decode()


def test_foreign_passages_have_their_language(synthetic: Edition) -> None:
    """Ukrainian words in an English note are tagged so."""
    html = synthetic.artefact("html").data.decode()
    assert re.search(r'<span lang="uk">[^<]*Українська правда', html)


def test_same_bytes_twice(edition: Edition) -> None:
    """The same document is the same file."""
    assert edition.again("html").data == edition.artefact("html").data
