"""Right-to-left editions: a Hebrew publication, and the specimen in Hebrew letters, in all media."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path

import lxml.html
import pikepdf
import pypdfium2 as pdfium
import pytest
from lxml import etree
from pikepdf import Dictionary
from playwright.sync_api import Page
from pseudo import translate

from bindery import bureau, passages, press, tree
from bindery.house import House
from bindery.model import Artefact, Document
from bindery.tools import pandoc
from tools import VALIDATORS, judged, need

TESTS = Path(__file__).parents[1]
EDITIONS = (("hebrew", "he"), ("synthetic", "he"), ("synthetic", "en"))
A4, INNER, OUTER = 595.3, 102.0, 130.4  # points: the brand's 36 and 46 mm
HANG = 22.7  # 8 mm
HEBREW = re.compile("[\u05d0-\u05ea״׳]{2,}")
XHTML = {"x": "http://www.w3.org/1999/xhtml", "o": "http://www.idpf.org/2007/opf"}


@dataclass(frozen=True)
class Word:
    """A word of a PDF's page: its letters as they lie from left to right, and its box in points from the top left."""

    page: int
    text: str
    left: float
    right: float
    top: float
    bottom: float


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    root = tmp_path_factory.mktemp("rtl")
    for slug in ("hebrew", "synthetic"):
        shutil.copytree(TESTS / "publications" / slug, root / "manuscript" / slug)
    yaml = root / "manuscript/synthetic/publication.yaml"
    more = "language: en\nlanguages: [en, he]\nrun_on: true"  # a page on which a chapter opens has no head to look at
    yaml.write_text(yaml.read_text("utf-8").replace("language: en", more), "utf-8")
    translate("synthetic", "he", House(root))
    return House(root)


@pytest.fixture(scope="module")
def documents(house: House) -> dict[tuple[str, str], Document]:
    read = {slug: press.read(press.open_publication(slug, house), house) for slug in ("hebrew", "synthetic")}
    return {(slug, code): press.compose(press.translate(read[slug], code, house), house) for slug, code in EDITIONS}


@pytest.fixture(scope="module")
def artefact(house: House, documents: dict[tuple[str, str], Document]) -> Callable[..., Artefact]:
    made: dict[tuple[str, str, str], Artefact] = {}

    def artefact(slug: str, medium: str, code: str = "he") -> Artefact:
        if (slug, medium, code) not in made:
            made[slug, medium, code] = press.render(documents[slug, code], medium, house)
        return made[slug, medium, code]

    return artefact


@pytest.fixture(scope="module")
def file(artefact: Callable[..., Artefact], tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    folder = tmp_path_factory.mktemp("files")

    def file(slug: str, medium: str, code: str = "he") -> Path:
        path = folder / f"{slug}.{code}.{medium}"
        path.write_bytes(artefact(slug, medium, code).data)
        return path

    return file


@pytest.fixture(scope="module")
def words(file: Callable[..., Path]) -> Callable[..., list[Word]]:
    def words(slug: str, code: str = "he") -> list[Word]:
        command = [need("pdftotext"), "-bbox", file(slug, "pdf", code), "-"]
        done = subprocess.run(command, capture_output=True, check=True)
        root = etree.fromstring(done.stdout)
        return [
            Word(number, word.text, *(float(word.get(side)) for side in ("xMin", "xMax", "yMin", "yMax")))
            for number, page in enumerate(root.iterfind(".//x:page", XHTML), 1)
            for word in page.iterfind("x:word", XHTML)
        ]

    return words


def inside(page: list[Word]) -> list[Word]:
    """Return the words between head and folio."""
    return [word for word in page if 80 < word.top < 750]


def sides(found: list[Word], number: int) -> tuple[float, float]:
    """Return the white to the left and to the right of a page's text."""
    page = inside([word for word in found if word.page == number])
    return min(word.left for word in page), A4 - max(word.right for word in page)


def test_margins_are_mirrored(words: Callable[..., list[Word]]) -> None:
    """The book opens the other way: page 3 is on the left with its wide margin there, page 4 on the right."""
    assert sides(words("synthetic", "en"), 3) == pytest.approx((INNER, OUTER), abs=1.5)
    found = words("synthetic")
    assert sides(found, 3) == pytest.approx((OUTER, INNER), abs=1.5)
    assert sides(found, 4) == pytest.approx((INNER, OUTER), abs=1.5)


def test_no_line_runs_over_the_margin(words: Callable[..., list[Word]]) -> None:
    """A justified line ends at the margin, a Latin title before its last word or not."""
    for slug in ("hebrew", "synthetic"):
        for word in inside([word for word in words(slug) if word.page > 2]):
            left, right = (OUTER, INNER) if word.page % 2 else (INNER, OUTER)
            assert word.left > left - 0.7, word
            assert word.right < A4 - right + 0.7, word


def test_heads_and_folios_are_on_the_outer_side(words: Callable[..., list[Word]]) -> None:
    """Even pages have the house's name at the right, odd ones the section's at the left, both the folio outside."""
    found = words("synthetic")
    for number in (3, 4, 5, 6, 7):
        [folio] = [word for word in found if word.page == number and word.top > 750]
        edge = folio.left - OUTER if number % 2 else A4 - OUTER - folio.right
        assert (folio.text, edge) == (str(number), pytest.approx(0, abs=0.7))
    for number, said in ((4, "בעלארוס"), (5, "שורדס"), (6, "בעלארוס"), (7, "הערות")):
        head = [word for word in found if word.page == number and word.top < 60]
        edge = min(w.left for w in head) - OUTER if number % 2 else A4 - OUTER - max(w.right for w in head)
        assert edge == pytest.approx(0, abs=0.7)
        assert said[::-1] in {word.text for word in head}


def test_labels_hang_at_the_right(words: Callable[..., list[Word]]) -> None:
    """In the note list labels end the page's text at the right, and no line of a note reaches under them."""
    notes = inside([word for word in words("hebrew") if word.page == 4])
    heading, *rest = sorted(notes, key=lambda word: word.top)
    labels = [word for word in rest if re.fullmatch("[ivx]+", word.text)]
    assert [word.text for word in labels] == ["i", "ii", "iii"]
    edge = A4 - OUTER
    assert heading.right == pytest.approx(edge, abs=1.5)
    assert [word.right for word in labels] == pytest.approx([edge] * 3, abs=1.5)
    lines: dict[float, float] = {}
    for word in set(rest) - set(labels):
        lines[round(word.top)] = max(word.right, lines.get(round(word.top), 0))
    assert max(lines.values()) == pytest.approx(edge - HANG, abs=1.5)


def test_paragraphs_are_indented_at_the_right(words: Callable[..., list[Word]]) -> None:
    """The second paragraph of a section begins inside the margin, the first does not."""
    page = [word for word in words("hebrew") if word.page == 3]
    begins = {name: next(w for w in page if w.text == name[::-1]).right for name in ("הנהר", "לפי")}
    assert begins["הנהר"] == pytest.approx(A4 - INNER, abs=1)
    assert begins["לפי"] == pytest.approx(A4 - INNER - 1.4 * 10.6, abs=1)


def test_contents_lead_to_the_left(words: Callable[..., list[Word]]) -> None:
    """Each entry of the contents begins at the right, its page stands at the left."""
    page = inside([word for word in words("hebrew") if word.page == 2])
    numbers = [word for word in page if word.text in {"3", "4"} and word.top < 300]
    assert len(numbers) == 3
    assert [word.left for word in numbers] == pytest.approx([INNER] * 3, abs=1.5)


@pytest.mark.parametrize(
    "said",
    [
        ["New", "York"],
        ["The", "World", "in", "2024:", "A", "Review,", "vol.", "12", "(London:", "Penguin", "Books,", "2024),"],
        ["Journal", "of", "Rivers", "5,", "no.", "2", "(2020):"],
        ["of", "Rivers", "5,"],
    ],
    ids=" ".join,
)
def test_latin_titles_read_from_left_to_right(words: Callable[..., list[Word]], said: list[str]) -> None:
    """Words, italics and numbers of an English citation lie in their order, from left to right, on one line."""
    found = words("hebrew")
    lines: dict[tuple[int, int], list[Word]] = {}
    for word in sorted(found, key=lambda word: word.left):
        lines.setdefault((word.page, round(word.top / 4)), []).append(word)
    assert any(" ".join(said) in " ".join(word.text for word in line) for line in lines.values())


def test_addresses_are_whole(words: Callable[..., list[Word]]) -> None:
    """An address that may break at its joints is not turned round at them."""
    assert any("https://example.org/second/path?x=1" in word.text for word in words("hebrew"))


def paragraphs(document: Document, part: str) -> list[str]:
    """Return the Hebrew words of each paragraph of the text or of the notes."""
    fragments = [s.html for s in document.sections] if part == "text" else [note.html for note in document.endnotes]
    found = [p for html in fragments for p in lxml.html.fromstring(f"<div>{html}</div>").iter("p")]
    return [said for p in found if (said := " ".join(HEBREW.findall(" ".join(p.itertext())))).count(" ") > 2]


def test_text_is_read_from_right_to_left(
    words: Callable[..., list[Word]], documents: dict[tuple[str, str], Document]
) -> None:
    """Line by line from the right, the words of each paragraph and note stand as they were written."""
    hebrew = [word for word in words("hebrew") if HEBREW.search(word.text)]
    hebrew.sort(key=lambda word: (word.page, word.bottom))
    lines: list[list[Word]] = [[]]
    for word in hebrew:
        if lines[-1] and not 0 <= word.bottom - lines[-1][-1].bottom < 3:
            lines.append([])
        lines[-1].append(word)
    read = [word.text[::-1] for line in lines for word in sorted(line, key=lambda word: -word.right)]
    printed = " ".join(HEBREW.findall(" ".join(read)))
    written = [said for part in ("text", "notes") for said in paragraphs(documents["hebrew", "he"], part)]
    assert len(written) >= 6
    assert [said for said in written if said not in printed] == []


def test_text_is_copied_in_its_order(file: Callable[..., Path], documents: dict[tuple[str, str], Document]) -> None:
    """What is copied from a page of the text is the author's, not its mirror."""
    command = [need("pdftotext"), "-f", "3", "-l", "3", file("hebrew", "pdf"), "-"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    printed = " ".join(HEBREW.findall(done.stdout))
    assert [said for said in paragraphs(documents["hebrew", "he"], "text") if said not in printed] == []


def test_every_letter_has_its_font(artefact: Callable[..., Artefact]) -> None:
    """The language's faces are inside the PDF, and no letter is drawn with another's or as a box."""
    for slug in ("hebrew", "synthetic"):
        made = artefact(slug, "pdf")
        assert [str(finding) for finding in made.findings] == []
        with pikepdf.open(BytesIO(made.data)) as pdf:
            fonts = [
                thing for thing in pdf.objects if isinstance(thing, pikepdf.Dictionary) and thing.get("/FontFile2")
            ]
            names = {str(font.FontName).split("+")[1] for font in fonts}
        assert {"Frank-Ruhl-Libre", "Assistant"} <= {re.sub("-(?:Bold|Semi-Bold)$", "", name) for name in names}, names


def test_the_viewer_is_told(artefact: Callable[..., Artefact]) -> None:
    """Facing pages go from right to left (ISO 32000-1, 12.2)."""
    for slug, code, said in (("hebrew", "he", "/R2L"), ("synthetic", "he", "/R2L"), ("synthetic", "en", None)):
        with pikepdf.open(BytesIO(artefact(slug, "pdf", code).data)) as pdf:
            assert pdf.Root.ViewerPreferences.get("/Direction") == said


def test_the_book_turns_its_pages_the_other_way(artefact: Callable[..., Artefact]) -> None:
    """The EPUB's spine goes from right to left, and so does every page; its fonts and licences come with it."""
    with zipfile.ZipFile(BytesIO(artefact("hebrew", "epub").data)) as book:
        package = etree.fromstring(book.read("EPUB/package.opf"))
        assert package.find("o:spine", XHTML).get("page-progression-direction") == "rtl"
        pages = [etree.fromstring(book.read(name)) for name in book.namelist() if name.endswith(".xhtml")]
        assert {(page.get("dir"), page.get("lang")) for page in pages} == {("rtl", "he")}
        names = set(book.namelist())
    assert {"EPUB/fonts/hebrew/Assistant-Regular.woff2", "EPUB/fonts/hebrew/LICENSE-FrankRuhlLibre.md"} <= names


def test_no_other_edition_carries_the_faces(artefact: Callable[..., Artefact]) -> None:
    """An English edition has neither files nor names of Hebrew faces."""
    for medium in ("epub", "html"):
        assert b"FrankRuhl" not in artefact("synthetic", medium, "en").data
    page = artefact("synthetic", "html", "en").data.decode()
    assert "Frank Ruhl" not in page
    assert "Assistant" not in page


@pytest.mark.parametrize("width", [320, 1280])
def test_on_a_screen(file: Callable[..., Path], window: Callable[..., Page], width: int) -> None:
    """Nothing scrolls sideways; labels hang at the right; a note opens on the side where its call stands."""
    page = window(width, 900)
    page.goto(file("hebrew", "html").as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    text = page.locator(".endnotes > ol").bounding_box()
    labels = page.locator(".endnotes .label").evaluate_all("all => all.map(e => e.getBoundingClientRect().right)")
    call = page.locator("a[role=doc-noteref]").first
    call.click()
    mark, panel = call.bounding_box(), page.get_by_role("dialog").bounding_box()
    close = page.get_by_role("dialog").get_by_role("button").bounding_box()
    scrolled = page.evaluate("document.documentElement.scrollWidth")
    assert text is not None
    assert mark is not None
    assert panel is not None
    assert close is not None
    assert labels == pytest.approx([text["x"] + text["width"]] * 3, abs=1)
    assert scrolled <= width
    assert 0 <= panel["x"] <= panel["x"] + panel["width"] <= width
    assert panel["x"] <= mark["x"] <= panel["x"] + panel["width"]
    if width > 600:  # no call of a narrow screen has room beside it
        assert panel["x"] + panel["width"] == pytest.approx(mark["x"] + mark["width"] + 40, abs=1)
    assert close["x"] < panel["x"] + 40


@pytest.fixture(scope="module")
def said(file: Callable[..., Path]) -> Callable[[str], dict[str, list[str]]]:
    @cache
    def said(validator: str) -> dict[str, list[str]]:
        return judged(validator, {slug: file(slug, VALIDATORS[validator][1]) for slug in ("hebrew", "synthetic")})

    return said


@pytest.mark.parametrize("validator", VALIDATORS)
@pytest.mark.parametrize("slug", ["hebrew", "synthetic"])
def test_without_a_message(said: Callable[[str], dict[str, list[str]]], slug: str, validator: str) -> None:
    """The field's own validators have nothing to say."""
    assert said(validator)[slug] == []


def test_the_proof_is_read_from_the_right(house: House) -> None:
    """Its arrow points to the translation, an address in Hebrew holds together, and one signs beside the label."""
    manuscript = press.read(press.open_publication("synthetic", house), house)
    page, sheet = press.prove(manuscript, "he", house)
    html = lxml.html.fromstring(page.data)
    assert "English ← עברית" in html.find_class("what")[0].text_content()
    links = [link for link in html.xpath("//td[not(@dir)]//a[@class='uri']") if link.text_content().isascii()]
    assert links
    assert all(link.xpath("ancestor::span[@dir='ltr']") for link in links)
    with pikepdf.open(BytesIO(sheet.data)) as opened:
        pages = len(opened.pages)
    last = subprocess.run(
        [need("pdftotext"), "-bbox", "-f", str(pages), "-", "-"], input=sheet.data, capture_output=True, check=True
    )
    found = {word.text: word for word in etree.fromstring(last.stdout).iterfind(".//x:word", XHTML)}
    label = found.get("חתימה", found.get("המיתח"))
    assert label is not None
    assert float(label.get("xMax")) > A4 - 45
    assert f"{pages}/{pages}" in found


TURNED = [
    ("שלום John Smith, שלום.", "שלום [John Smith], שלום."),
    ("ראו *Rivers* 5 (2020).", "ראו [*Rivers* 5 (2020)]."),
    ("ראו <https://example.org/a>.", "ראו [<https://example.org/a>]."),
    ("ב־2024 היו 5 ערים.", "ב־2024 היו 5 ערים."),
    ("*Rivers*, London.", "[*Rivers*, London.]"),
    ("**שלום The World שלום**", "**שלום [The World] שלום**"),
    ("שלום (The World) שלום", "שלום [(The World)] שלום"),
    ("קוד `a = b` שלום", "קוד [`a = b`] שלום"),
    ("שלום NATO־ל שלום", "שלום NATO־ל שלום"),
    ("שלום [The World]{dir=ltr} שלום", "שלום [The World] שלום"),
    ("Київ, שלום", "[Київ], שלום"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "turned"), TURNED)
def test_passages_that_turn_the_line(text: str, turned: str) -> None:
    """From its first word to its last word or number such a passage is one; punctuation around it is the text's."""
    [blocks], [expected] = pandoc.read([text]), pandoc.read([turned.replace("]", "]{dir=ltr}")])
    assert passages.turn(blocks, "he") == expected


def test_the_proof_of_a_hebrew_source_can_be_read(tmp_path: Path) -> None:
    """Its left column is in letters that only the source's own fonts have."""
    shutil.copytree(TESTS / "publications/hebrew", tmp_path / "manuscript/hebrew")
    house = House(tmp_path)
    bureau.add(press.open_publication("hebrew", house), "en", house)
    page, sheet = press.prove(press.read(press.open_publication("hebrew", house), house), "en", house)
    assert b'@font-face { font-family: "Frank Ruhl Libre"' in page.data
    with pikepdf.open(BytesIO(sheet.data)) as pdf:
        fonts = {
            str(font.get("/BaseFont", "")).partition("+")[2] for font in pdf.objects if isinstance(font, Dictionary)
        }
    assert {"Frank-Ruhl-Libre", "Assistant-Semi-Bold"} <= fonts


def test_an_english_passage_says_its_language_too() -> None:
    """A run that is English is one element with its direction and its language; a longer one holds it."""
    [blocks] = pandoc.read(["שלום *The State of the World*, שלום; Rivers, *The State of the World*."])
    [paragraph] = passages.turn(passages.tag(blocks, "he"), "he")
    alone, longer = [node for node in paragraph["c"] if node["t"] == "Span"]
    assert tree.pairs_of(alone) == {"lang": "en", "dir": "ltr"}
    assert tree.pairs_of(longer) == {"dir": "ltr"}
    assert tree.pairs_of(longer["c"][1][-1]) == {"lang": "en"}


def test_a_hebrew_passage_says_its_direction_elsewhere() -> None:
    """Its pieces follow one another from the right, and a geresh at its end is a letter's own."""
    [blocks] = pandoc.read(["He writes “זה *ספר השנה*, עמ׳” and *צה״ל*."])
    [paragraph] = passages.tag(blocks, "en")
    long, short = [node for node in paragraph["c"] if node["t"] == "Span"]
    assert tree.text([long]) == "“זה ספר השנה, עמ׳”"
    assert [tree.pairs_of(node) for node in (long, short)] == [{"dir": "rtl", "lang": "he"}] * 2
    [paragraph] = passages.tag(blocks, "ar")
    assert next(tree.pairs_of(node) for node in paragraph["c"] if node["t"] == "Span") == {"lang": "he"}


def english(root: Path, text: str) -> Path:
    """A publication in English, and its PDF."""
    folder = root / "manuscript/paper"
    folder.mkdir(parents=True)
    yaml = 'title: "A Paper"\nauthors: [{name: Ada Example}]\ndate: "2024"\nlanguage: en\n'
    (folder / "publication.yaml").write_text(yaml, "utf-8")
    (folder / "text.md").write_text(f"## One\n\n{text}\n", "utf-8")
    return root


@pytest.mark.parametrize(("text", "comes"), [("The word *שלום* is peace; “זה ספר השנה”.", True), ("Words.", False)])
def test_hebrew_faces_are_guests_where_their_letters_are(tmp_path: Path, text: str, comes: bool) -> None:
    """An English edition with a Hebrew passage is set with Hebrew's faces, in every format; any other has none."""
    house = House(english(tmp_path, text))
    document = press.compose(press.read(press.open_publication("paper", house), house), house)
    made = {medium: press.render(document, medium, house) for medium in ("pdf", "epub", "html")}
    assert made["pdf"].findings == ()
    with pikepdf.open(BytesIO(made["pdf"].data)) as pdf:
        fonts = [str(font.get("/BaseFont", "")) for font in pdf.objects if isinstance(font, Dictionary)]
    assert any("Frank-Ruhl-Libre" in font for font in fonts) is comes
    with zipfile.ZipFile(BytesIO(made["epub"].data)) as book:
        assert any("FrankRuhlLibre" in name for name in book.namelist()) is comes
    stack = b'"Source Serif", "Frank Ruhl Libre", Georgia'
    assert (stack in made["html"].data) is comes


def test_a_language_that_is_wrong_stops_no_edition_of_another(tmp_path: Path) -> None:
    """Who makes its editions is told."""
    house = House(english(tmp_path, "The word שלום."))
    (tmp_path / "styles/languages").mkdir(parents=True)
    (tmp_path / "styles/languages/he.toml").write_text("[[faces]]\nfamily =\n", "utf-8")
    document = press.compose(press.read(press.open_publication("paper", house), house), house)
    assert document.guests == ()


def test_code_is_never_turned() -> None:
    """A block of code says itself which way it is read."""
    [blocks] = pandoc.read(["```\na = b\n```\n"])
    assert passages.turn(blocks, "he") == [{"t": "CodeBlock", "c": [["", [], [["dir", "ltr"]]], "a = b"]}]


@pytest.mark.parametrize("language", ["en", "uk", "pl"])
def test_no_line_turns_elsewhere(language: str) -> None:
    """In a text that is read from left to right nothing is done."""
    blocks = [{"t": "Para", "c": [tree.string("The"), {"t": "Space"}, tree.string("World")]}]
    assert passages.turn(blocks, language) is blocks


@pytest.mark.parametrize("medium", ["pdf", "epub", "html"])
def test_an_english_paragraph_of_a_draft_begins_at_the_left(
    tmp_path: Path, window: Callable[..., Page], medium: str
) -> None:
    """What is not translated yet is set as its own language is: its last line begins at the left margin."""
    words = "It is not translated yet, and goes over its line. " * 4
    house = House(english(tmp_path, f"{words}Last.\n\n- Item"))
    bureau.add(press.open_publication("paper", house), "he", house)
    manuscript = press.read(press.open_publication("paper", house), house)
    made = press.render(press.compose(press.translate(manuscript, "he", house), house), medium, house).data
    if medium == "pdf":
        with pdfium.PdfDocument(made) as pdf:
            text = pdf[2].get_textpage()
            boxes = [text.get_rect(at) for at in range(text.count_rects())]
            [last] = [left for left, *more in boxes if "Last" in text.get_text_bounded(left, *more)]
            text.close()
        assert last == pytest.approx(min(box[0] for box in boxes), abs=1)
        return
    page_file = tmp_path / "made.html"
    if medium == "epub":
        with zipfile.ZipFile(BytesIO(made)) as book:
            book.extractall(tmp_path / "book")
        page_file = tmp_path / "book/EPUB/section-01.xhtml"
    else:
        page_file.write_bytes(made)
    page = window(400, 800)
    page.goto(page_file.as_uri())
    last, paragraph = page.evaluate(
        """() => { const p = [...document.querySelectorAll('p')].find(e => e.textContent.endsWith('Last.'));
        const range = document.createRange(); range.selectNodeContents(p);
        return [[...range.getClientRects()].at(-1).left, p.getBoundingClientRect().left] }"""
    )
    assert last == pytest.approx(paragraph, abs=2)
