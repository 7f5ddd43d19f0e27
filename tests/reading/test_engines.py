"""The EPUB in two real reading engines: it opens, it is whole, and every note opens and leads back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pypdfium2
import pytest
from engines import HEIGHT, PATIENCE, WIDTH, Engine, EpubJs, Foliate, Opened, text
from playwright.sync_api import Browser, Page

from bindery.errors import ToolMissing
from bindery.model import Document
from bindery.tools import programs
from tools import missing

EDITIONS = [("on-the-brink-of-war", "en"), ("on-the-brink-of-war", "uk"), ("synthetic", "en")]
ENGINES = {"foliate-js": Foliate, "epubjs": EpubJs}


@pytest.fixture(scope="module")
def open_in(browser: Browser) -> Iterator[Callable[[str, bytes], Engine]]:
    with browser.new_context(viewport={"width": WIDTH, "height": HEIGHT}) as context:
        context.set_default_timeout(PATIENCE)
        pages: dict[str, Page] = {}

        def open_in(engine: str, book: bytes) -> Engine:
            try:
                programs.module(engine)
            except ToolMissing as error:
                missing(str(error))
            if engine not in pages:
                pages[engine] = context.new_page()
            return ENGINES[engine](pages[engine], book)

        yield open_in


@pytest.fixture(params=EDITIONS, ids=lambda e: f"{e[0]}-{e[1]}")
def edition(request: pytest.FixtureRequest) -> tuple[str, str]:
    return request.param


@pytest.fixture
def text_of(edition: tuple[str, str], document: Callable[[str, str], Document]) -> Document:
    return document(*edition)


@pytest.fixture(params=ENGINES)
def reader(
    request: pytest.FixtureRequest,
    open_in: Callable[[str, bytes], Engine],
    edition: tuple[str, str],
    made: Callable[[str, str, str], bytes],
) -> Iterator[Engine]:
    with open_in(request.param, made(*edition, "epub")) as opened:
        yield opened
        assert opened.errors == []


def plain(words: str) -> str:
    """Words without ties, which an engine may or may not keep."""
    return " ".join(words.split())


def files(document: Document) -> list[str]:
    return [f"section-{number:02}.xhtml" for number, _ in enumerate(document.sections, 1)]


def notes(document: Document, numbers: range | None = None) -> list[Opened]:
    """What a reader must get, from the document that was composed and not from the book."""
    chosen = [note for number, note in enumerate(document.endnotes, 1) if numbers is None or number in numbers]
    return [Opened(call, note.id, text(note.html), call) for note in chosen for call in note.calls]


def home(document: Document, call: str) -> str:
    """The file in which a call must stand."""
    return next(
        name
        for name, section in zip(files(document), document.sections, strict=True)
        if f'id="{call}"' in section.heading + section.html
    )


def test_it_opens_whole(reader: Engine, text_of: Document) -> None:
    """Every file of the book is read, in its order."""
    assert reader.sections() == ["cover.xhtml", "title.xhtml", "nav.xhtml", *files(text_of), "notes.xhtml"]
    for name, section in zip(files(text_of), text_of.sections, strict=True):
        assert reader.goes(f"{name}#{section.id}", section.id), name


@pytest.mark.parametrize("engine", ENGINES)
def test_a_formula_stands_free_and_within_its_page(open_in, engine: str, made, document) -> None:
    """A formula on a line of its own has room above and below, and one that is too wide is scrolled, not in the next column."""
    specimen = document("synthetic", "en")
    name = next(n for n, s in zip(files(specimen), specimen.sections, strict=True) if '<math display="block"' in s.html)
    with open_in(engine, made("synthetic", "en", "epub")) as reader:
        section = specimen.sections[files(specimen).index(name)].id
        assert reader.goes(f"{name}#{section}", section)
        formula = reader.frame(section).locator("span:has(> math[display=block])").first
        assert formula.get_attribute("tabindex") == "0"  # a hand without a mouse scrolls it
        style = formula.evaluate(
            "e => { const s = getComputedStyle(e); return [s.marginTop, s.marginBottom, s.overflowX] }"
        )
        assert min(float(margin.removesuffix("px")) for margin in style[:2]) > 8
        assert style[2] == "auto"


def test_contents(reader: Engine, text_of: Document) -> None:
    """The table of contents has every heading of the two ranks, and each entry leads to its heading."""
    words = text_of.language.words
    expected = [(words["title_page"], "title.xhtml")]
    for name, section in zip(files(text_of), text_of.sections, strict=True):
        expected.append((plain(section.title or words["start"]), f"{name}#{section.id}"))
        expected += [(plain(sub.title), f"{name}#{sub.id}") for sub in section.subheadings if sub.level == 3]
    expected.append((words["notes"], "notes.xhtml"))
    assert [(plain(label), href) for label, href in reader.contents()] == expected
    for _label, href in expected:
        if "#" in href:
            assert reader.goes(href, href.partition("#")[2]), href


def test_pages(reader: Engine, edition: tuple[str, str], made: Callable[[str, str, str], bytes]) -> None:
    """The page list counts the pages of the PDF, and each page leads to its mark."""
    listed = reader.pages()
    printed = len(pypdfium2.PdfDocument(made(*edition, "pdf")))
    assert [label for label, _href in listed] == [str(number) for number in range(1, printed + 1)]
    for label, href in listed:
        assert href.endswith(f"#page-{label}")
        assert reader.goes(href, f"page-{label}"), href


def test_every_note_opens_and_leads_back(reader: Engine, text_of: Document) -> None:
    """Each call opens its own note with its own words; the note's way back to it shows the call again."""
    expected = notes(text_of)
    assert len(text_of.endnotes) == 11
    ways = [way for note in text_of.endnotes for way, _call in enumerate(note.calls)]
    seen = [reader.open_note(home(text_of, o.call), o.call, way) for o, way in zip(expected, ways, strict=True)]
    assert seen == expected


@pytest.mark.parametrize("engine", ENGINES)
def test_a_note_by_mouse(open_in, engine: str, made, document) -> None:
    """A click on a call opens its note, and a click on the note's way back shows the call again."""
    article = "on-the-brink-of-war", "en"
    [expected] = notes(document(*article), range(2, 3))
    with open_in(engine, made(*article, "epub")) as reader:
        reader.mouse = True
        assert reader.open_note(CALLS, expected.call) == expected
        assert reader.errors == []


def test_ways_back_of_the_list(open_in, made: Callable[[str, str, str], bytes], text_of: Document, edition):
    """Where calls open a popup, the list's own ways back still lead to the call and open no note."""
    with open_in("foliate-js", made(*edition, "epub")) as reader:
        for note in text_of.endnotes:
            assert tuple(reader.back_from_list(note.id, way) for way, _ in enumerate(note.calls)) == note.calls
        assert reader.page.evaluate("reader.note") is None


def rewritten(book: bytes, member: str, old: str, new: str) -> bytes:
    out = BytesIO()
    with ZipFile(BytesIO(book)) as whole, ZipFile(out, "w", ZIP_DEFLATED) as broken:
        for info in whole.infolist():
            data = whole.read(info)
            if info.filename == f"EPUB/{member}":
                assert data.count(old.encode()) == 1
                data = data.replace(old.encode(), new.encode())
            broken.writestr(info, data)
    return out.getvalue()


NOTES, CALLS = "notes.xhtml", "section-02.xhtml"
ITEM = '<li id="note-3" epub:type="endnote">'
BROKEN = {
    "a note without its id": (NOTES, ITEM, '<li epub:type="endnote">'),
    "a note of another number": (NOTES, ITEM, '<li id="note-33" epub:type="endnote">'),
    "a call to another note": (CALLS, 'href="notes.xhtml#note-3"', 'href="notes.xhtml#note-4"'),
    "a call to another file": (CALLS, 'href="notes.xhtml#note-3"', 'href="nav.xhtml#note-3"'),
    "a way back to another file": (NOTES, 'href="section-02.xhtml#call-3"', 'href="section-03.xhtml#call-3"'),
    "a way back to another call": (NOTES, 'href="section-02.xhtml#call-3"', 'href="section-02.xhtml#call-4"'),
    "a note with other words": (NOTES, "Русская служба", "Русская слуба"),
}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("fault", BROKEN)
def test_a_broken_note_is_noticed(open_in, engine: str, fault: str, made, document) -> None:
    """Each fault of a note is seen in either engine; the note before it stays as it was."""
    article = "on-the-brink-of-war", "en"
    expected = notes(document(*article), range(2, 4))
    with open_in(engine, rewritten(made(*article, "epub"), *BROKEN[fault])) as reader:
        assert reader.open_note(CALLS, "call-2") == expected[0]
        assert reader.open_note(CALLS, "call-3") != expected[1]


def test_a_note_without_its_type_is_noticed(open_in, made) -> None:
    """foliate-js tells an endnote from any other place by its type alone."""
    book = rewritten(made("on-the-brink-of-war", "en", "epub"), NOTES, ITEM, '<li id="note-3">')
    with open_in("foliate-js", book) as reader:
        assert reader.open_note(CALLS, "call-3").note == ""


@pytest.mark.parametrize("engine", ENGINES)
def test_a_lost_page_is_noticed(open_in, engine: str, made) -> None:
    """A page list without its last page, and one whose page leads nowhere, are not what the PDF has."""
    whole = made("on-the-brink-of-war", "en", "epub")
    with open_in(engine, whole) as reader:
        label, href = reader.pages()[-1]
    with open_in(engine, rewritten(whole, "nav.xhtml", f'<li><a href="{href}">{label}</a></li>', "")) as reader:
        assert (label, href) not in reader.pages()
    with open_in(engine, rewritten(whole, NOTES, f'id="page-{label}"', "")) as reader:
        assert not reader.goes(href, f"page-{label}")
