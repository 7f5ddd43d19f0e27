"""The HTML edition on paper: black on white from a dark screen, nothing that can only be clicked, nothing cut."""

from collections.abc import Callable, Iterator

import lxml.html
import pypdfium2
import pytest
from editions import Edition
from playwright.sync_api import Page

MARGIN = 20 * 72 / 25.4  # the least of the four, in points
INK = """() => [...document.querySelectorAll('body, body *')]
  .filter(e => e.checkVisibility() && [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()) && !e.closest('math, svg'))
  .map(e => [getComputedStyle(e).color, getComputedStyle(e).backgroundColor])"""


def letters(words: str) -> str:
    return "".join(c for c in words if c.isalnum())


def printed_by(window: Callable[..., Page], edition: Edition, call: str = "") -> bytes:
    """Print the page as it is read by night, with the note of a call open."""
    page = window(1280, 900, scheme="dark")
    page.goto(edition.file("html").as_uri())
    if call:
        page.locator(f"#{call}").click()
        assert page.get_by_role("dialog").count() == 1
    return page.pdf(prefer_css_page_size=True, print_background=True)


def words_of(paper: pypdfium2.PdfDocument) -> str:
    return " ".join(page.get_textpage().get_text_bounded() for page in paper)


@pytest.fixture(scope="session")
def printout(window: Callable[..., Page], edition: Edition) -> bytes:
    return printed_by(window, edition, "call-1")


@pytest.fixture
def paper(printout: bytes) -> Iterator[pypdfium2.PdfDocument]:
    opened = pypdfium2.PdfDocument(printout)
    yield opened
    opened.close()


@pytest.fixture
def printed(paper: pypdfium2.PdfDocument) -> str:
    return words_of(paper)


def test_notes_are_printed(printed: str, edition: Edition) -> None:
    """Every note is on paper with its words."""
    for note in edition.document.endnotes:
        root = lxml.html.fragment_fromstring(note.html, create_parent=True)
        for aside in root.xpath(".//*[@class='return' or @class='turn' or @class='label']"):
            aside.drop_tree()
        for formula in root.xpath(".//*[local-name()='math']"):
            formula.tail = "\n" + (formula.tail or "")  # drawn: what stands around it is looked for
            formula.drop_tree()
        for words in filter(None, map(letters, root.text_content().split("\n"))):
            assert words in letters(printed), note.id


def test_an_open_note_is_not_printed(window: Callable[..., Page], printed: str, edition: Edition) -> None:
    """Paper is the same whether a note is open on the screen or not."""
    closed = pypdfium2.PdfDocument(printed_by(window, edition))
    assert words_of(closed) == printed
    closed.close()


def test_what_can_only_be_clicked_is_not_printed(printed: str, edition: Edition) -> None:
    """Skip link, contents, the switch of languages, and ways back stay on the screen."""
    words = edition.document.language.words
    assert "↑" not in printed
    assert words["skip"] not in printed
    assert words["contents"] not in printed
    others = [e.name for e in edition.document.editions if e.code != edition.document.language.code]
    assert [name for name in others if name in printed] == []
    for section in edition.document.sections:
        assert letters(printed).count(letters(section.title)) >= 1


def test_addresses_are_said(printed: str, edition: Edition) -> None:
    """Each address is on paper whole: its own text, or in brackets after the words that stand for it."""
    root = lxml.html.document_fromstring(edition.artefact("html").data.decode())
    addresses = root.xpath("//main//a[starts-with(@href, 'http')]/@href")
    assert addresses
    for address in addresses:
        assert letters(address) in letters(printed), address
    for link in root.xpath("//main//a[starts-with(@href, 'http') and not(contains(@class, 'uri'))]"):
        assert f"({letters(link.get('href'))})" in "".join(c for c in printed if c.isalnum() or c in "()")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_ink_is_black_and_paper_white(window: Callable[..., Page], edition: Edition, scheme: str) -> None:
    """All words are black, and nothing lies under them, whatever the screen's scheme is."""
    page = window(1280, 720, scheme=scheme)
    page.goto(edition.file("html").as_uri())
    page.emulate_media(media="print", color_scheme=scheme)
    seen = page.evaluate(INK)
    assert len(seen) > 20
    assert {ink for ink, _ in seen} == {"rgb(0, 0, 0)"}
    assert {ground for _, ground in seen} <= {"rgba(0, 0, 0, 0)", "rgb(255, 255, 255)"}


def test_nothing_is_cut(paper: pypdfium2.PdfDocument, edition: Edition) -> None:
    """The margins are empty and white on all four sides, and no page holds the imprint alone."""
    imprint = lxml.html.document_fromstring(edition.artefact("html").data.decode()).xpath("string(//footer)")
    for number, page in enumerate(paper, 1):
        picture = page.render(scale=1).to_pil().convert("L")
        width, height = picture.size
        edge = int(MARGIN) - 2
        for side in ((0, 0, edge, height), (width - edge, 0, width, height), (0, 0, width, edge), (0, height - edge, width, height)):  # fmt: skip
            assert picture.crop(side).getextrema() == (255, 255), f"page {number}"
        text = letters(page.get_textpage().get_text_bounded())
        assert len(text) > len(letters(imprint)), f"page {number}"
