"""Pages of texts that the house has none of: long lists of notes, long titles, pictures of all sizes."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pikepdf
import pypdfium2 as pdfium
import pytest
from playwright.sync_api import Page

import project
from bindery import press
from bindery.house import House

MM = 72 / 25.4
Render = Callable[..., bytes]


@pytest.fixture
def render(tmp_path: Path) -> Render:
    """What makes an edition of a text; the rest is what its publication.yaml says."""

    def rendered(medium: str, text: str, more: str = "", title: str = "T", authors: str = "[{name: A}]") -> bytes:
        yaml = f'title: "{title}"\nauthors: {authors}\ndate: "2024"\nlanguage: en\n{more}'
        project.make(tmp_path, yaml=yaml, text=text)
        house = House(tmp_path)
        manuscript = press.read(press.open_publication("paper", house), house)
        return press.render(press.compose(manuscript, house), medium, house).data

    return rendered


def words_on(page: pdfium.PdfPage) -> list[tuple[str, float, float, float, float]]:
    """Each run of a page: its words, left, bottom, right, top."""
    text = page.get_textpage()
    rects = [text.get_rect(at) for at in range(text.count_rects())]
    found = [(text.get_text_bounded(*rect), *rect) for rect in rects]
    text.close()
    return found


@pytest.mark.parametrize(("style", "label"), [("lower-roman", "xxxviii"), ("symbols", "¶" * 6)])
def test_long_labels_of_notes_have_their_room(render: Render, style: str, label: str) -> None:
    """A note's label is not printed over its first word, nor cut in two."""
    notes = 38 if style == "lower-roman" else 36
    text = "".join(f"Words.[^n{n}]\n\n[^n{n}]: Secretariat.\n\n" for n in range(notes))
    with pdfium.PdfDocument(render("pdf", text, more=f"notes: {{style: {style}}}\n")) as pdf:
        last = {said.strip(): (left, right) for said, left, _, right, _ in words_on(pdf[len(pdf) - 1])}
    assert last[label][1] < last["Secretariat."][0]


def test_two_calls_side_by_side_are_two(render: Render) -> None:
    """Notes i and ii, called one behind the other, are not read as iii; two calls with words between are as ever."""
    text = "Both[^a][^b] of them, and mid[^b]dle.\n\n[^a]: N.\n\n[^b]: M.\n"
    with pdfium.PdfDocument(render("pdf", text)) as pdf:
        assert "Bothi ii of them, and midiidle." in pdf[2].get_textpage().get_text_bounded()
    assert re.findall('<sup class="([a-z ]+)"', render("html", text).decode()) == ["call", "call next", "call"]


@pytest.mark.parametrize("end", [",", ".", ";", ":"])
def test_no_line_begins_with_a_call_in_figures(render: Render, end: str) -> None:
    """A call in figures stays with the stop before it, wherever its line ends."""
    text = "".join(
        f"{'i' * n} as the words go on until the very end of their line where they stand{end}[^{n}] And so on.\n\n"
        for n in range(1, 40)
    )
    text += "".join(f"[^{n}]: N.\n" for n in range(1, 40))
    with pdfium.PdfDocument(render("pdf", text, more="notes: {style: decimal}\n")) as pdf:
        runs = [run for page in list(pdf)[2:-2] for run in words_on(page) if 80 < run[2] < 760]
    calls = [left for said, left, *_ in runs if said.strip().isdigit()]
    assert len(calls) > 30
    assert min(calls) > 120


TABLE = "| Head{call} | B |\n|---|--:|\n| Row | 1 |\n| Row | 2 |\n\n: Caption\n"


@pytest.mark.parametrize("call", ["", "[^a]"])
def test_a_table_begins_with_a_row(render: Render, call: str) -> None:
    """No page ends with a table's caption or its head."""
    note = "\n\n[^a]: N.\n" if call else ""
    for lines in range(36, 41):
        text = "".join(f"Line {n}.\n\n" for n in range(lines)) + TABLE.format(call=call) + note
        with pdfium.PdfDocument(render("pdf", text)) as pdf:
            for page in pdf:
                words = [said.strip() for said, *_ in words_on(page)]
                assert "Row" in words or not {"Caption", "Head"} & set(words), lines


LONG = "The cooperation of neighbouring states in questions of energy security and of border protection, " * 3
COVERS = {
    "long": LONG.strip(),
    "word": "Energieversorgungssicherheit und Grenzschutzzusammenarbeit",
    "both": "Ab" * 60 + LONG,
}


@pytest.mark.parametrize("title", COVERS.values(), ids=COVERS)
def test_a_long_title_stays_on_its_cover(render: Render, title: str) -> None:
    """No title, however long, leaves the first page or is printed over what else stands there."""
    authors = (
        "[" + ", ".join(f"{{name: Anastasia Kovalenko-Schmidt, honorific: Prof. Dr. {n}}}" for n in range(10)) + "]"
    )
    more = 'subtitle: "On the legal order of the seas and of the air between them"\nkind: Paper\n'
    with pdfium.PdfDocument(render("pdf", "Words.", title=title, authors=authors, more=more)) as pdf:
        runs = words_on(pdf[0])
        width = pdf[0].get_width()
    said = "".join("".join(run[0] for run in runs).split())
    assert "".join(title.split()) in said
    assert "Prof.Dr.9" in said
    year = max(top for run, _, _, _, top in runs if "2024" in run)
    for run, left, bottom, right, _ in runs:
        assert left > 0, run
        assert right < width - 10, run
        assert "2024" in run or "Paper" in run or bottom > year + 4, run


PICTURES = """
![One](wide.svg) ![Two](wide.svg)

![Three](wide.svg) followed by words.

| A | B |
|---|---|
| ![Four](wide.svg) | words |

![A tall figure.](tall.svg)

A call.[^a]

[^a]: ![Five](wide.svg) ![Six](tall.svg)
"""


def test_pictures_stay_within_the_measure(render: Render, tmp_path: Path) -> None:
    """A picture is not cut at the edge of the page wherever it stands, and a tall one has its caption beneath it."""
    folder = project.make(tmp_path)
    for name, size in {"wide": 'width="1400" height="500"', "tall": 'width="540" height="1170"'}.items():
        (folder / f"{name}.svg").write_text(
            f'<svg xmlns="http://www.w3.org/2000/svg" {size}><path d="M0 0h9v9z"/></svg>'
        )
    with ZipFile(BytesIO(render("epub", PICTURES))) as book:
        assert '<p class="flush"><img' in book.read("EPUB/section-01.xhtml").decode()
    with pikepdf.open(BytesIO(render("pdf", PICTURES))) as pdf:
        pages: dict[Any, int] = {page.objgen: number for number, page in enumerate(pdf.pages, 1)}
        things = [thing for thing in pdf.objects if isinstance(thing, pikepdf.Dictionary)]
        seen = [(pages[t.Pg.objgen], [float(v) / MM for v in t.A.BBox]) for t in things if t.get("/S") == "/Figure"]
    assert len(seen) == 7
    for number, (left, bottom, right, top) in seen:
        inner, outer = (36, 46) if number % 2 else (46, 36)
        assert inner - 0.1 < left < right < 210 - outer + 0.1, number
        assert 31.9 < bottom < top < 267.1, number
    tall = next(number for number, (_, bottom, _, top) in seen if top - bottom > 150)
    with pdfium.PdfDocument(render("pdf", PICTURES)) as pdf:
        assert "A tall figure." in [run[0].strip() for run in words_on(pdf[tall - 1])]


def test_a_picture_without_a_caption_stands_away_from_the_text(render: Render, tmp_path: Path) -> None:
    """A picture that is a paragraph touches no line above or below it; one in a line is as high as it was."""
    folder = project.make(tmp_path)
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="90"><path d="M0 0h200v90h-200z"/></svg>'
    (folder / "bare.svg").write_text(drawing)
    text = 'Above.\n\n![](bare.svg){alt="Black"}\n\nBelow.\n\n![](bare.svg){alt="Black"} beside.\n'
    with pikepdf.open(BytesIO(render("pdf", text))) as pdf:
        things = [thing for thing in pdf.objects if isinstance(thing, pikepdf.Dictionary)]
        boxes = [[float(v) for v in t.A.BBox] for t in things if t.get("/S") == "/Figure"]
    with pdfium.PdfDocument(render("pdf", text)) as pdf:
        said = {word.strip(): (bottom, top) for word, _, bottom, _, top in words_on(pdf[2])}
    _, bottom, _, top = max(boxes, key=lambda box: box[1])
    assert said["Above."][0] - top > 12
    assert bottom - said["Below."][1] > 12
    with ZipFile(BytesIO(render("epub", text))) as book:
        page = book.read("EPUB/section-01.xhtml").decode()
    assert re.findall('<p class="([^"]+)"', page) == ["flush alone", "flush"]


@pytest.mark.parametrize(("headings", "page"), [(10, 2), (29, 3)])
def test_the_imprint_has_its_own_room(render: Render, headings: int, page: int) -> None:
    """The imprint stands at the foot of the contents, or of the next page where there is no room left."""
    text = "".join(f"## Heading {n}\n\nWords.\n\n" for n in range(headings))
    with pdfium.PdfDocument(render("pdf", text, more="rights: All rights reserved\n")) as pdf:
        runs = words_on(pdf[page - 1])
    rights = next(bottom for said, _, bottom, _, _ in runs if "All rights" in said)
    assert 31 < rights / MM < 36
    assert min((bottom for said, _, bottom, _, _ in runs if "Heading" in said), default=rights + 99) > rights + 9 * MM


def test_a_long_running_head_is_cut(render: Render) -> None:
    """A section's long title stays within the measure as a running head, and says that it goes on."""
    title = "On the cooperation of neighbouring states in questions of energy security, trade and " * 2
    with pdfium.PdfDocument(render("pdf", f"## {title}\n\n" + "Words " * 2000)) as pdf:
        said, left, _, right, _ = max(words_on(pdf[4]), key=lambda run: run[-1])
        assert said.strip().endswith("…")
        assert 36 < left / MM < right / MM < 164.1
        assert "energy" in said


@pytest.mark.parametrize("rank", ["#", "##", "###"])
def test_no_heading_ends_in_a_short_line(render: Render, rank: str) -> None:
    """The last line of a heading is no word left alone, however long the heading and whatever its rank."""
    long = "The Institutionalisation of Neighbourhood, and Further Notes from Several Frontiers of Eastern Europe"
    words = long.split()
    for count in range(5, len(words) + 1):
        title = " ".join(words[:count])
        with pdfium.PdfDocument(render("pdf", f"# A\n\n{rank} {title}\n\nText.\n")) as pdf:
            lines: dict[int, list[float]] = {}
            for said, left, bottom, right, _ in words_on(pdf[2]):
                if said.strip() not in {"A", "Text."} and bottom > 100:
                    lines.setdefault(round(bottom / 6), []).extend([left, right])
        widths = [max(ends) - min(ends) for _, ends in sorted(lines.items(), reverse=True)]
        assert widths
        assert widths[-1] > 0.4 * max(widths), title


def test_headings_within_a_note_skip_no_rank(render: Render) -> None:
    """A heading within a note stands one rank below that of the notes, whatever its author took."""
    text = "## One\n\nA call.[^a]\n\n[^a]: Words.\n\n    #### Within\n\n    Words.\n\n    ###### Below\n\n    Words.\n"
    with ZipFile(BytesIO(render("epub", text))) as book:
        notes = book.read("EPUB/notes.xhtml").decode()
    assert [(rank, words) for rank, words in re.findall(r"<h(\d)[^>]*>([^<]*)<", notes)] == [
        ("1", "Notes"),
        ("2", "Within"),
        ("3", "Below"),
    ]


def test_an_imprint_has_no_full_stop_twice(render: Render) -> None:
    """Names and titles that end with a mark of their own get no full stop of ours."""
    said = {"title": "Хто править?", "authors": '[{name: "Шевченко Т. Г."}]', "more": 'publisher: "Acme Inc."\n'}
    with pdfium.PdfDocument(render("pdf", "## One\n\nWords.", **said)) as pdf:
        page = " ".join(pdf[1].get_textpage().get_text_range().split()).replace("\N{NO-BREAK SPACE}", " ")
    assert "Шевченко Т. Г. Хто править? Acme Inc., 2024." in page


def test_a_text_without_headings_has_no_contents(render: Render) -> None:
    """What has no headings and no notes gets no empty list of them."""
    with pdfium.PdfDocument(render("pdf", "Words.")) as pdf:
        page = pdf[1].get_textpage().get_text_range()
    assert "Contents" not in page
    assert "2024" in page  # the imprint
    assert 'class="contents"' not in render("html", "Words.").decode()


def test_a_term_stands_above_its_definition(render: Render) -> None:
    """No page ends with a term whose definition begins the next, and what follows any heading is not indented."""
    text = "## One\n\n" + "Term\n\n:   A definition. " + "It has words. " * 12 + "\n\n"
    terms = "\n\n".join(f"Term\n\n:   A definition. {'It has words. ' * 12}" for _ in range(40))
    headings = "\n\n".join(f"{'#' * rank} Rank\n\nFlush." for rank in range(3, 7))
    with pdfium.PdfDocument(render("pdf", f"{text}{terms}\n\n{headings}\n")) as pdf:
        for page in [*pdf][2:]:
            lowest = min(words_on(page), key=lambda run: run[2] if run[2] > 31 * MM else 999)
            assert lowest[0].strip() != "Term"
        flush = {round(run[1]) for run in words_on(pdf[len(pdf) - 1]) if run[0].strip() in {"Rank", "Flush."}}
    assert len(flush) == 1


HEADS = {
    "a heading": "### Three\n\nMore.\n",
    "a section": "## Two\n\nMore.\n",
    "a list": "- Three\n- Four\n",
    "a quotation": "> Three\n",
    "verse": "| Three\n| Four\n",
    "a table": "| Three | B |\n|---|--:|\n| Row | 1 |\n",
    "words": "Three\n",
}


@pytest.mark.parametrize("what", HEADS)
def test_a_page_begins_with_its_first_line(render: Render, what: str) -> None:
    """What has room above it in the middle of a page has none at a page's head: all pages begin at one height."""
    tops = set()
    for lines in range(36, 44):
        text = "## One\n\n" + "Words.\n\n" * lines
        with pdfium.PdfDocument(render("pdf", text + HEADS[what])) as pdf:
            if len(pdf) > 3:
                said, *_, bottom, _, top = max(
                    (run for run in words_on(pdf[3]) if run[4] < 275 * MM), key=lambda run: run[4]
                )
                if not said.startswith("Words"):
                    tops.add(round((top + bottom) / 2))
    assert tops
    assert min(tops) >= 262 * MM


def test_a_line_of_verse_that_turns_over_is_one(render: Render) -> None:
    """What did not fit began where a new line does, and was hyphenated; a call, and the room between stanzas, stay."""
    long = "So long a line that no measure of any page in print could ever hold the whole of it, and it turns at last"
    text = f"| One short line.[^a]\n| {long}\n|\n|   Another.\n\n[^a]: N.\n"
    verse = render("html", text).decode().partition('<div class="line-block">')[2].partition("<section")[0]
    assert [bool(line.strip("\u00a0\n<>/div")) for line in verse.split("<div>")[1:5]] == [True, True, False, True]
    with pdfium.PdfDocument(render("pdf", text)) as pdf:
        found = [(said.strip(), left) for page in pdf for said, left, *_ in words_on(page)]
        whole = " ".join(" ".join(page.get_textpage().get_text_bounded() for page in pdf).split())
    [first] = [left for said, left in found if said.startswith("One short")]
    [begun] = [left for said, left in found if said.startswith("So long a line")]
    [over] = [left for said, left in found if said.endswith("turns at last")]
    assert first == pytest.approx(begun, abs=1)
    assert over > begun + 10
    assert long in whole


def test_paragraphs_of_one_item_are_two(render: Render) -> None:
    """A second paragraph of an item, a definition or a cell is seen to be one: by its indent, or by room above it."""
    item = "1. Item\n\n   Second\n"
    defined = "Term\n:   Tight\n\n    Second\n"
    cell = "+--------+---+\n| A      | B |\n+========+===+\n| Cell   | 1 |\n|        |   |\n| Second | 2 |\n+--------+---+\n"
    for text, first in ((item, "Item"), (defined, "Tight")):
        with pdfium.PdfDocument(render("pdf", text)) as pdf:
            left = {said.strip(): at for said, at, *_ in words_on(pdf[2])}
        assert left["Second"] > left[first] + 10
    with pdfium.PdfDocument(render("pdf", cell)) as pdf:
        at = {said.strip(): bottom for said, _, bottom, *_ in words_on(pdf[2])}
    assert at["Cell"] - at["Second"] > 12.8 + 2  # points: a line of a table, and more


def test_no_row_of_a_table_stands_alone(render: Render) -> None:
    """A table goes on over a page by two rows at least, and begins with two."""
    alone = []
    for lines in range(26, 42):
        text = "## One\n\n" + "Words.\n\n" * lines
        table = "| A | B |\n|---|--:|\n" + "".join(f"| Row {n} | {n} |\n" for n in range(1, 6))
        with pdfium.PdfDocument(render("pdf", text + table)) as pdf:
            pages = [page.get_textpage().get_text_range().count("Row") for page in [*pdf][2:]]
        alone += [count for count in pages if count == 1]
    assert not alone


def test_tasks_are_signs_with_their_words(render: Render) -> None:
    """A list of tasks says what is done by a sign that stands in the line with its words, and that nobody can tick."""
    text = "- [ ] To do\n- [x] Done\n\n1. [x] Loose\n\n   More\n"
    with ZipFile(BytesIO(render("epub", text))) as book:
        page = re.sub(r"<span[^>]*></span>", "", book.read("EPUB/section-01.xhtml").decode())
    assert "<input" not in page
    assert "<li>☐ To do</li>\n<li>☑ Done</li>" in page
    assert "<li><p>☑ Loose</p>" in page
    with pdfium.PdfDocument(render("pdf", text)) as pdf:
        assert "☑ Done" in pdf[2].get_textpage().get_text_range()


def test_a_long_word_makes_no_phone_scroll(render: Render, tmp_path: Path, window: Callable[..., Page]) -> None:
    """A word longer than a phone is wide is broken, on the web and in an EPUB; a wide formula scrolls by keyboard too."""
    word = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
    text = f"## {word}\n\n{word}\n\n### {word}\n\n- {word}[^a]\n\n[^a]: {word}\n\n$${'a+' * 40}b$$\n"
    (tmp_path / "page.html").write_bytes(render("html", text, title=word, more=f"abstract: {word}\n"))
    with ZipFile(BytesIO(render("epub", text, title=word))) as book:
        book.extractall(tmp_path / "book")
    page = window(320, 700)
    names = ("title.xhtml", "nav.xhtml", "section-01.xhtml", "notes.xhtml")
    for file in (tmp_path / "page.html", *(tmp_path / "book/EPUB" / name for name in names)):
        page.goto(file.as_uri())
        if file.suffix == ".xhtml":
            page.add_style_tag(content="math { display: none }")  # readers let one scroll, or do not
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, file.name
    page.goto((tmp_path / "page.html").as_uri())
    assert page.evaluate(
        "[...document.querySelectorAll('[tabindex=\"0\"]')].map(e => e.scrollWidth > e.clientWidth)"
    ) == [True]


@pytest.mark.parametrize("columns", [3, 5, 6, 8, 9, 12, 16])
def test_no_table_of_an_epub_is_cut_on_a_phone(
    render: Render, tmp_path: Path, window: Callable[..., Page], columns: int
) -> None:
    """Each column stands within the page, and figures of one number in one line as long as there is room."""
    rows = [["Country", *(f"{year}" for year in range(2011, 2010 + columns))], ["---"] * columns]
    rows += [["Representatives", *["36.4"] * (columns - 1)]] * 3
    table = "".join(f"| {' | '.join(row)} |\n" for row in rows)
    with ZipFile(BytesIO(render("epub", f"## One\n\n{table}"))) as book:
        book.extractall(tmp_path / "book")
    page = window(360, 700)
    page.goto((tmp_path / "book/EPUB/section-01.xhtml").as_uri())
    right, lines = page.evaluate(
        """() => { const cells = [...document.querySelectorAll('th, td')].map(e => {
          const range = document.createRange(); range.selectNodeContents(e);
          return [Math.max(...[...range.getClientRects()].map(r => r.right)), e.textContent === '36.4' ? range.getClientRects().length : 1] });
        return [Math.max(...cells.map(c => c[0])), Math.max(...cells.map(c => c[1]))] }"""
    )
    assert right <= 360
    assert lines == 1 or columns > 12


def test_a_table_on_paper_cuts_no_short_word(render: Render, tmp_path: Path, window: Callable[..., Page]) -> None:
    """Where a browser prints a table of a few columns, a word of an ordinary length stays whole in the narrowest."""
    long = "Dredging of the inner basin and repair of the breakwater and of all that stands upon it"
    table = f"| Harbour | Year | Measure | Paid |\n|:-|:-:|:-----------------------------|--:|\n| Ventspils | 2014 | {long} | state |\n"
    (tmp_path / "page.html").write_bytes(render("html", f"## One\n\n{table}"))
    page = window(1280, 900)
    page.goto((tmp_path / "page.html").as_uri())
    with pdfium.PdfDocument(page.pdf(prefer_css_page_size=True)) as pdf:
        said = pdf[0].get_textpage().get_text_range()
    assert {"Harbour", "Ventspils"} <= set(said.split())


def test_a_page_within_a_table_begins_with_its_row(render: Render) -> None:
    """Print says a long table's head again on each page; the other editions mark the row with which the page begins."""
    text = "| A | B |\n|---|---|\n" + "".join(f"| cell{row} | x |\n" for row in range(70))
    html = render("html", text).decode()
    with pdfium.PdfDocument(render("pdf", text)) as pdf:
        printed = [re.findall(r"cell\d+", page.get_textpage().get_text_bounded()) for page in pdf]
    tables = {number: cells for number, cells in enumerate(printed, 1) if cells}
    assert len(tables) > 1
    for number, cells in list(tables.items())[1:]:
        after = html.partition(f'id="page-{number}"')[2]
        assert re.findall(r"cell\d+", after)[0] == cells[0]
        assert ">B<" not in after


def test_no_leader_stands_alone_in_the_contents(render: Render) -> None:
    """An entry that just fills its line takes its last word down with the dots and the page."""
    words = "The quick negotiators of neighbouring harbours went on"
    text = "".join(
        f"## {words} {'i' * n} end{n}\n\nWords.\n\n### {words} a further {'i' * n} sub{n}\n\nWords.\n\n"
        for n in range(1, 30)
    )
    with pdfium.PdfDocument(render("pdf", text)) as pdf:
        said = "\n".join(page.get_textpage().get_text_range() for page in [*pdf][1:4])
    lines = [line.strip() for line in said.splitlines() if ". . ." in line or "...." in line]
    assert len(lines) >= 50
    assert not [line for line in lines if not re.match(r"[^\W\d_]", line)]
