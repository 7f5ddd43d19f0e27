"""The author's words: the manuscript and every edition say what the received file says, word for word, in order."""

import io
import re
import subprocess
import zipfile
from pathlib import Path

import lxml.etree
import lxml.html
import pytest

import project
from bindery import press
from bindery.house import House
from bindery.model import Document
from tools import need

ROOT = Path(__file__).parents[1]
RECEIVED = (ROOT / "tests/received/on-the-brink-of-war.md").read_text("utf-8")
SLUG = "on-the-brink-of-war"


def as_typed(text: str) -> str:
    """Quotes and apostrophes made straight: their shape is typography, not wording."""
    text = re.sub(r"[“”„«»]", '"', re.sub(r"[‘’]", "'", text))
    return " ".join(text.replace("\N{NO-BREAK SPACE}", " ").split())


def received_words() -> list[str]:
    """The received file without its markup; a call's label clings to its word as on the page."""
    text = re.sub(r"</?sup>", "", RECEIVED)
    text = re.sub(r"<(https?://[^>]+)>", r"\1", text)
    text = re.sub(r"^#+ ", "", text, flags=re.MULTILINE).replace("*", "")
    return as_typed(text.replace("ENDNOTES", "Notes")).split()


TITLE_PAGE = 6 + 7 + 4 + 3  # the wordmark, the title, "By" and the author, kind and year


@pytest.fixture(scope="module")
def document() -> Document:
    house = House(ROOT)
    return press.compose(press.read(press.open_publication(SLUG, house), house), house)


def test_committed_manuscript_has_the_received_words() -> None:
    """The committed chapter and title page have the author's words exactly, slips too."""
    folder = ROOT / "manuscript" / SLUG
    publication = press.open_publication(SLUG, House(ROOT))
    text = (folder / publication.chapters[0]).read_text("utf-8")
    text = re.sub(r"\[\^(\w+)\](:?)", r"\1", text)
    text = re.sub(r"<(https?://[^>]+)>", r"\1", text)
    text = re.sub(r"\\([^\w\s])", r"\1", re.sub(r"^#+ ", "", text, flags=re.MULTILINE)).replace("*", "")
    author = publication.authors[0].full_name
    title_page = [publication.publisher, publication.title, "By", author, publication.kind, publication.year]
    body = as_typed(text).split()
    expected = received_words()
    expected.remove("Notes")
    assert as_typed(" ".join(title_page)).split() + body == expected


def spoken(root: lxml.etree._Element) -> str:
    """The words of a page, without its contents, skip link, footer and ways back."""
    for gone in root.xpath(
        '//nav | //a[@class="skip"] | //footer | //script | //style | //head | //*[@class="return"]'
    ):
        gone.drop_tree()
    blocks = {"p", "h1", "h2", "h3", "li", "section", "header", "div"}
    for element in root.iter():
        if element.tag in blocks:
            element.tail = " " + (element.tail or "")
            element.text = " " + (element.text or "")
    return as_typed(root.text_content())


def test_html_has_the_received_words(document: Document) -> None:
    """The HTML says what was received, word for word."""
    html = press.render(document, "html", House(ROOT)).data.decode()
    assert spoken(lxml.html.fromstring(html)).split() == received_words()


def test_epub_has_the_received_words(document: Document) -> None:
    """The EPUB says what was received, in the order of its spine."""
    book = zipfile.ZipFile(io.BytesIO(press.render(document, "epub", House(ROOT)).data))
    package = lxml.etree.fromstring(book.read("EPUB/package.opf"))
    space = {"o": "http://www.idpf.org/2007/opf"}
    files = {item.get("id"): item.get("href") for item in package.iterfind(".//o:item", space)}
    words: list[str] = []
    for reference in package.iterfind(".//o:itemref", space):
        name = files[reference.get("idref")]
        if name not in {"cover.xhtml", "nav.xhtml"}:
            page = book.read(f"EPUB/{name}").replace(b'<?xml version="1.0" encoding="utf-8"?>', b"")
            words += spoken(lxml.html.fromstring(page.decode())).split()
    assert words == received_words()


def word_at(text: str, at: int) -> str:
    """The word that a position is in."""
    return text[text.rfind(" ", 0, at) + 1 :].split(" ", 1)[0]


def same_text(expected: str, lines: list[str]) -> str:
    """Return "" when printed lines say ``expected``, else where they part.

    At a line's end a hyphen may be the printer's (it is skipped) or the word's own, and an address may go on.
    """
    actual = "".join(line + ("\x01" if line.endswith("-") else "\x02") for line in lines)
    i = j = 0
    while i < len(expected) and j < len(actual):
        if expected[i] == actual[j] or (actual[j] == "\x02" and expected[i] == " "):
            i, j = i + 1, j + 1
        elif actual[j] == "\x01" or (actual[j] == "\x02" and "://" in word_at(expected, i)):
            j += 1
        elif actual[j : j + 2] == "-\x01":
            j += 2
        else:
            return f"expected {expected[i - 20 : i + 30]!r}, printed {actual[j - 20 : j + 30]!r}"
    return (
        ""
        if i == len(expected) and not actual[j:].strip("\x01\x02 ")
        else f"ends early: {expected[i:][:60]!r} {actual[j:][:60]!r}"
    )


def test_pdf_has_the_received_words(document: Document, tmp_path: Path) -> None:
    """The PDF, read back page by page without heads and folios, says what was received."""
    need("pdftotext")
    artefact = press.render(document, "pdf", House(ROOT))
    file = tmp_path / artefact.name
    file.write_bytes(artefact.data)

    def printed(page: int, *crop: str) -> list[str]:
        command = ["pdftotext", "-raw", "-f", str(page), "-l", str(page), *crop, str(file), "-"]
        text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        text = re.sub(r"\s↑\sp\.\s\d+", "", text)
        return [as_typed(line) for line in text.replace("\f", "").splitlines() if line.strip()]

    cover = printed(1)
    lines = [
        line
        for page in range(3, artefact.pages + 1)
        for line in printed(page, "-x", "0", "-y", "78", "-W", "595", "-H", "676")
    ]
    words = received_words()
    assert " ".join(cover).split() == words[:TITLE_PAGE]
    assert same_text(" ".join(words[TITLE_PAGE:]), lines) == ""


def test_comparison_can_fail() -> None:
    """A word lost, a hyphen too many, a word too many: each is seen."""
    assert same_text("one two three", ["one two", "three"]) == ""
    assert same_text("one two-way three", ["one two-", "way three"]) == ""
    assert same_text("one twoway three", ["one two-", "way three"]) == ""
    assert same_text("see http://a.org/b/ ii Ibid.", ["see http://a.org/", "b/", "ii Ibid."]) == ""
    assert same_text("one two three", ["one", "three"])
    assert same_text("one two three", ["one two", "three four"])
    assert same_text("one two three", ["one tw-o", "three"])


def test_names_are_written_as_they_are(tmp_path: Path) -> None:
    """A name's apostrophe, quotation mark or ampersand is no code, on the cover and on the title pages."""
    name = 'Dr. Jana O\'Novak "X" & Co'
    project.make(tmp_path, yaml=f"title: A\nauthors: [{{name: '{name.replace(chr(39), chr(39) * 2)}'}}]\ndate: '2024'\nlanguage: en\n")  # fmt: skip
    assert project.build(tmp_path, "all").returncode == 0
    shelf = tmp_path / "output/paper"
    with zipfile.ZipFile(shelf / "paper.en.epub") as book:
        [page] = lxml.etree.fromstring(book.read("EPUB/title.xhtml")).xpath("//*[@class='author']")
    [web] = lxml.html.fromstring((shelf / "paper.en.html").read_bytes()).xpath("//*[@class='author']")
    command = ["pdftotext", "-l", "1", str(shelf / "paper.en.pdf"), "-"]
    cover = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    for text in ("".join(page.itertext()), web.text_content(), cover):
        assert f"By {name}" in " ".join(text.replace("\N{NO-BREAK SPACE}", " ").split())
