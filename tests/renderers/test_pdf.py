"""The print edition: links, bookmarks, tags and metadata in place, and a page that a printer would sign."""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2 as pdfium
import pytest
from editions import Edition

from bindery import press
from bindery.house import House

MM = 72 / 25.4
FOLIO_AND_HEAD = 22 * MM  # heads and folios stand in the margins


@pytest.fixture
def pdf(edition: Edition) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(BytesIO(edition.artefact("pdf").data)) as opened:
        yield opened


@pytest.fixture
def sheets(edition: Edition) -> Iterator[pdfium.PdfDocument]:
    with pdfium.PdfDocument(edition.artefact("pdf").data) as opened:
        yield opened


def destinations(pdf: pikepdf.Pdf) -> dict[str, tuple[int, float]]:
    """Each named place, with its page from 0 and its height above the foot in points."""
    pages = {page.objgen: at for at, page in enumerate(pdf.pages)}
    tree = pikepdf.NameTree(pdf.Root.Names.Dests)
    return {str(name): (pages[place[0].objgen], float(place[3])) for name, place in tree.items()}


def links(pdf: pikepdf.Pdf) -> list[tuple[str, int, list[float]]]:
    """Each link into the document: where to, on which page it stands, and its rectangle."""
    found = []
    for at, page in enumerate(pdf.pages):
        for note in page.get("/Annots", []):
            if note.get("/Dest") is not None:
                x, y, u, v = (float(value) for value in note.Rect)
                found.append((str(note.Dest), at, [min(x, u), min(y, v), max(x, u), max(y, v)]))
    return found


def lines(sheets: pdfium.PdfDocument, at: int) -> list[tuple[float, float, float, str]]:
    """The lines of a page from the top: left, bottom, right, words."""
    page = sheets[at]
    text = page.get_textpage()
    found = []
    for index in range(text.count_rects()):
        left, bottom, right, top = text.get_rect(index)
        found.append((left, bottom, right, text.get_text_bounded(left, bottom, right, top)))
    text.close()
    page.close()
    return sorted(found, key=lambda line: -line[1])


def words(sheets: pdfium.PdfDocument, at: int) -> str:
    page = sheets[at]
    text = page.get_textpage()
    said = text.get_text_range()
    text.close()
    page.close()
    return str(said)


def test_weasyprint_is_silent(edition: Edition) -> None:
    """WeasyPrint has nothing to complain of."""
    assert edition.artefact("pdf").findings == ()


def test_same_bytes_twice(edition: Edition) -> None:
    """The same document is the same file."""
    assert edition.again("pdf").data == edition.artefact("pdf").data


def test_pages_are_counted(pdf: pikepdf.Pdf, edition: Edition) -> None:
    """The artefact says how many pages it has, all of them A4."""
    assert len(pdf.pages) == edition.artefact("pdf").pages > 3
    for page in pdf.pages:
        assert [round(float(v) / MM) for v in page.mediabox[2:]] == [210, 297]


def test_metadata(pdf: pikepdf.Pdf, edition: Edition) -> None:
    """Title, authors and language are the publication's; it is tagged and shows its title; no clock is read."""
    publication = edition.document.publication
    assert str(pdf.docinfo.Title) == publication.full_title
    assert str(pdf.docinfo.Author) == ", ".join(a.full_name for a in publication.authors)
    assert str(pdf.Root.Lang) == edition.document.language.tag
    assert pdf.Root.MarkInfo.Marked
    assert "/StructTreeRoot" in pdf.Root
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    assert str(pdf.docinfo.CreationDate).startswith(f"D:{publication.year}")


def test_fonts_are_embedded(pdf: pikepdf.Pdf) -> None:
    """Every font is in the file, and all are the brand's (a stray one would betray a missing glyph)."""
    names = set()
    for item in pdf.objects:
        if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/FontDescriptor":
            assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(item.keys())
            names.add(str(item.FontName))
    assert names
    assert all("Source" in name for name in names), names


def test_bookmarks_are_the_outline(pdf: pikepdf.Pdf, edition: Edition) -> None:
    """Bookmarks are the contents, the sections with their subsections, and the notes; no label is in a title."""
    document = edition.document
    with pdf.open_outline() as outline:
        titles = [item.title for item in outline.root]
        below = [child.title for item in outline.root for child in item.children]
    expected = [s.title for s in document.sections if s.title]
    assert titles == [document.language.words["contents"], *expected, document.language.words["notes"]]
    assert below == [sub.title for s in document.sections for sub in s.subheadings if sub.level == 3]


def test_each_call_leads_to_its_note_and_back(pdf: pikepdf.Pdf, edition: Edition) -> None:
    """A click on a call lands at its note, and a click on the way back lands at that very call."""
    places = destinations(pdf)
    found = links(pdf)
    for note in edition.document.endnotes:
        calls = [link for link in found if link[0] == note.id]
        assert len(calls) == len(note.calls)
        for (_, at, rectangle), call in zip(calls, note.calls, strict=True):
            page, height = places[call]
            assert page == at
            assert abs(height - rectangle[3]) < 20, "the place of a call is where it can be clicked"
            assert rectangle[3] - rectangle[1] >= 5, "a call has a height to click"
            backs = [link for link in found if link[0] == call]
            assert backs
            note_page, note_height = places[note.id]
            assert any(back > note_page or (back == note_page and box[3] <= note_height + 2) for _, back, box in backs)


def test_links_land(pdf: pikepdf.Pdf) -> None:
    """No link leads to a place that is not there."""
    places = destinations(pdf)
    assert [to for to, _, _ in links(pdf) if to not in places] == []


def test_printed_page_of_a_call_is_true(pdf: pikepdf.Pdf, sheets: pdfium.PdfDocument, edition: Edition) -> None:
    """A note says in print on which page it is called, and that is the page."""
    places = destinations(pdf)
    short = edition.document.language.words["page"].replace("{page}", "").strip()
    said = " ".join(words(sheets, at) for at in range(places["notes"][0], len(sheets)))
    printed = [int(n) for n in re.findall(rf"↑[a-z]?\s*{re.escape(short)}\s*(\d+)", said)]
    assert printed == [places[call][0] + 1 for note in edition.document.endnotes for call in note.calls]


def test_running_head_over_notes(pdf: pikepdf.Pdf, sheets: pdfium.PdfDocument, edition: Edition) -> None:
    """Over each page of notes stands to which pages they belong, and those are the pages."""
    places = destinations(pdf)
    own = edition.document.language.words
    first = places["notes"][0]
    for at in range(first, len(sheets)):
        notes = [n for n in edition.document.endnotes if places[n.id][0] == at]
        on = [places[call][0] + 1 for n in notes for call in (n.calls[0], n.calls[-1])]
        if not on:
            continue
        low, high = min(on), max(on)
        head = own["notes_to_page"] if low == high else own["notes_to_pages"]
        assert head.format(first=low, last=high) in " ".join(words(sheets, at).split())


def test_nothing_beyond_the_margins(sheets: pdfium.PdfDocument, edition: Edition) -> None:
    """No line of text reaches over the margins; an address breaks before it."""
    narrow = min(float(edition.document.brand.page[side].removesuffix("mm")) for side in ("inner", "outer"))
    for at in range(1, len(sheets)):
        for left, _, right, said in lines(sheets, at):
            assert left >= narrow * MM - 1, (at, said)
            assert right <= (210 - narrow) * MM + 1.5, (at, said)


def test_addresses_have_no_hyphen_of_ours(sheets: pdfium.PdfDocument, edition: Edition) -> None:
    """A printed address, its lines joined, is the address: nothing added at a line's end, every hyphen its own."""
    # U+FFFE is what PDFium says for a hyphen at the end of a line.
    said = "".join("".join(words(sheets, at).split()) for at in range(len(sheets))).replace("\ufffe", "-")
    html = "".join(s.html for s in edition.document.sections) + "".join(n.html for n in edition.document.endnotes)
    addresses = re.findall(r'href="([^"]+)" class="uri"', html)
    assert addresses
    for address in addresses:
        assert address.replace("&amp;", "&") in said


def test_no_page_ends_with_a_heading(pdf: pikepdf.Pdf, sheets: pdfium.PdfDocument, edition: Edition) -> None:
    """Under each heading its page has at least one more line of text."""
    places = destinations(pdf)
    ids = [s.id for s in edition.document.sections if s.title]
    ids += [sub.id for s in edition.document.sections for sub in s.subheadings]
    for identifier in ids:
        page, height = places[identifier]
        foot = float(edition.document.brand.page["bottom"].removesuffix("mm")) * MM
        below = [line for line in lines(sheets, page) if foot - 2 <= line[1] < height - 30]
        assert below, identifier


def test_lists_keep_their_numbers(synthetic: Edition) -> None:
    """A list that starts at four starts at four in print."""
    with pdfium.PdfDocument(synthetic.artefact("pdf").data) as sheets:
        found = [line for at in range(len(sheets)) for line in lines(sheets, at)]
    [height] = [bottom for _, bottom, _, said in found if "A list that starts at four." in said]
    assert any(said.strip().startswith("4.") for _, bottom, _, said in found if abs(bottom - height) < 4)


def test_running_head_counts_later_calls(tmp_path: Path) -> None:
    """A note that is called again on a later page belongs to that page too."""
    folder = tmp_path / "manuscript/far"
    folder.mkdir(parents=True)
    (folder / "publication.yaml").write_text(
        'title: "Far"\nauthors: [{name: Ada}]\ndate: "2024"\nlanguage: en\n', "utf-8"
    )
    filler = "\n\n".join(["Words " * 120] * 12)
    (folder / "text.md").write_text(f"## One\n\nFirst.[^a]\n\n{filler}\n\nAgain.[^a]\n\n[^a]: A note.\n", "utf-8")
    house = House(tmp_path)
    document = press.compose(press.read(press.open_publication("far", house), house), house)
    artefact = press.render(document, "pdf", house)
    sheets = pdfium.PdfDocument(artefact.data)
    head = words(sheets, artefact.pages - 1)
    sheets.close()
    assert f"Notes to pages 3–{artefact.pages - 1}" in " ".join(head.split())


def test_a_picture_within_a_drawing_is_printed() -> None:
    """A PNG that a drawing carries as an address of its own is in the PDF; an address that leads anywhere is not."""
    from base64 import b64encode
    from io import BytesIO

    from PIL import Image

    from bindery.tools import weasyprint

    out = BytesIO()
    Image.new("RGB", (7, 5), "red").save(out, "PNG")

    def pictures(address: str) -> list[tuple[int, int]]:
        drawing = (
            '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 70 50" width="70" height="50">'
            f'<image href="{address}" width="70" height="50"/></svg>'
        )
        made = weasyprint.print_pages('<img src="a.svg" alt="Red">', {"a.svg": drawing.encode()}, variant=None)
        with pikepdf.open(BytesIO(made.data)) as pdf:
            things = [thing for thing in pdf.objects if isinstance(thing, pikepdf.Stream)]
            return [(int(t.Width), int(t.Height)) for t in things if t.get("/Subtype") == "/Image"]

    assert pictures(f"data:image/png;base64,{b64encode(out.getvalue()).decode()}") == [(7, 5)]
    assert pictures("file:///usr/share/pixmaps/debian-logo.png") == []


def test_greys_of_sixteen_bits_are_printed_as_they_look() -> None:
    """WeasyPrint would write their bytes as if they were colours of eight."""
    from PIL import Image

    from bindery.tools import weasyprint

    out = BytesIO()
    Image.frombytes("I;16", (4, 1), b"\x00\x00\x00\x40\x00\x80\xff\xff").save(out, "PNG")
    made = weasyprint.print_pages(
        '<html lang="en"><img src="a.png" alt="Grey">', {"a.png": out.getvalue()}, variant=None
    )
    assert "Unknown image mode" not in "".join(made.warnings)
    with pikepdf.open(BytesIO(made.data)) as pdf:
        (picture,) = (each for each in pdf.objects if isinstance(each, pikepdf.Stream) and each.get("/Width") == 4)
        assert str(picture.ColorSpace) == "/DeviceGray"
        assert pikepdf.PdfImage(picture).as_pil_image().tobytes() == b"\x00\x40\x80\xff"
