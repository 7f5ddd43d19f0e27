"""The note apparatus of finished files: whole in all of ours, and no break of it goes unseen."""

from __future__ import annotations

import os
import re
import time
import zipfile
from collections.abc import Callable
from functools import partial
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

import project
from bindery import press
from bindery.checks import artefacts
from bindery.checks.artefacts import apparatus, epub, html, pdf
from bindery.errors import BinderyError
from bindery.house import DEFAULTS, House
from bindery.processes import Apart
from bindery.tools import sheets

YAML = 'title: "T"\nauthors: [{name: A}]\ndate: "2024"\nlanguage: en\nnotes: {style: lower-roman}\n'
TEXT = """## One

First.[^a] Second.[^b] First again.[^a]

## Two

Third.[^c]

[^a]: A.

[^b]: B.

[^c]: C.
"""
Break = Callable[[bytes], bytes]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("house") / "manuscript/p"
    folder.mkdir(parents=True)
    (folder / "publication.yaml").write_text(YAML, "utf-8")
    (folder / "text.md").write_text(TEXT, "utf-8")
    house = House(folder.parents[1], DEFAULTS)
    document = press.compose(press.read(press.open_publication("p", house), house), house)
    return {medium: press.render(document, medium, house).data for medium in ("pdf", "epub", "html")}


def codes(data: bytes, medium: str) -> set[str]:
    return {finding.code for finding in apparatus.examine(apparatus.read(data, medium), "f")}


def swap(old: str, new: str, count: int = 1) -> Break:
    def change(data: bytes) -> bytes:
        assert old.encode() in data
        return data.replace(old.encode(), new.encode(), count)

    return change


def cut(pattern: str) -> Break:
    def change(data: bytes) -> bytes:
        found, times = re.subn(pattern, "", data.decode(), count=1, flags=re.DOTALL)
        assert times
        return found.encode()

    return change


# What is broken in a page, and what the check must call it.
PAGE: dict[str, tuple[Break, str]] = {
    "a call taken out": (cut(r'<sup class="call"><a id="call-2".*?</sup>'), "notes-uncalled"),
    "a call that leads nowhere": (swap('href="#note-2"', 'href="#note-9"'), "notes-lost"),
    "a call that leads to another note": (swap('id="call-2" href="#note-2"', 'id="call-2" href="#note-3"'), "notes-label"),
    "a call with another label": (swap(">ii</a></sup>", ">iv</a></sup>"), "notes-label"),
    "a note taken out": (cut(r'<li id="note-2".*?</li>'), "notes-lost"),
    "a note twice": (swap('<li id="note-2"', '<li id="note-1"'), "notes-doubled"),
    "notes in another order": (swap('<li id="note-2"', '<li id="x"'), "notes-lost"),
    "a note with another label": (swap('<span class="label">ii</span>', '<span class="label">iii</span>'), "notes-label"),
    "a return taken out": (cut(r'<a class="return" href="#call-2".*?</a>'), "notes-no-return"),
    "a return to another call": (swap('href="#call-2"', 'href="#call-3"'), "notes-return"),
    "a return to nothing": (swap('id="call-2"', 'id="y"'), "notes-return"),
    "a note without words": (swap("</span> B.", "</span> "), "notes-empty"),
    "all links turned elsewhere": (swap("<head>", '<head><base href="https://example.org/"/>'), "notes-return-lands"),
    "an id twice": (swap('<h2 id="two"', '<h2 id="note-1"'), "notes-call-lands"),
}  # fmt: skip


def test_ours_are_whole(made: dict[str, bytes]) -> None:
    """In each medium N calls, N notes and N returns, the same in all of them."""
    found = [(medium, apparatus.read(data, medium)) for medium, data in made.items()]
    for medium, one in found:
        assert [call.label for call in one.calls] == ["i", "ii", "i", "iii"]
        assert [note.label for note in one.notes] == ["i", "ii", "iii"]
        assert [(back.note, back.call) for back in one.returns] == [
            ("note-1", "call-1"), ("note-1", "call-1-2"), ("note-2", "call-2"), ("note-3", "call-3"),
        ]  # fmt: skip
        assert apparatus.examine(one, medium) == []
    assert list(apparatus.compare(found)) == []


@pytest.mark.parametrize(("change", "code"), PAGE.values(), ids=PAGE)
def test_a_broken_page(made: dict[str, bytes], change: Break, code: str) -> None:
    """Each break of the apparatus of a web page is found and named."""
    assert code in codes(change(made["html"]), "html")


@pytest.mark.parametrize(("change", "code"), [case for name, case in PAGE.items() if name != "an id twice"],
                         ids=[name for name in PAGE if name != "an id twice"])  # fmt: skip
def test_a_broken_book(made: dict[str, bytes], change: Break, code: str) -> None:
    """Each break of the apparatus of an EPUB is found and named, over its files."""

    def over_files(data: bytes) -> bytes:
        out, done = BytesIO(), False
        with zipfile.ZipFile(BytesIO(data)) as book, zipfile.ZipFile(out, "w") as broken:
            for name in book.namelist():
                page = book.read(name)
                if name.endswith(("section-01.xhtml", "notes.xhtml")) and not done:
                    plain = re.sub(rb'(href=")(?:notes|section-0\d)\.xhtml#', rb"\1#", page)
                    plain = re.sub(rb' epub:type="(?:noteref|backlink|endnote)"', b"", plain)
                    try:
                        changed = change(plain)
                    except AssertionError:
                        changed = plain
                    if changed != plain:
                        done = True
                        other = b"notes.xhtml" if b"section" in name.encode() else b"section-01.xhtml"
                        page = re.sub(rb'href="#(?=(?:note|call)-)', b'href="' + other + b"#", changed)
                broken.writestr(name, page)
        assert done
        return out.getvalue()

    assert code in codes(over_files(made["epub"]), "epub")


def annotations(pdf: pikepdf.Pdf, kind: str) -> list[tuple[pikepdf.Page, pikepdf.Object]]:
    return [(page, link) for page in pdf.pages for link in page.get("/Annots", []) if str(link.get("/Dest", "")).startswith(kind)]  # fmt: skip


def take_out(kind: str, at: int) -> Callable[[pikepdf.Pdf], None]:
    def change(pdf: pikepdf.Pdf) -> None:
        page, link = annotations(pdf, kind)[at]
        page.Annots = pikepdf.Array([other for other in page.Annots if other.objgen != link.objgen])

    return change


def lead(kind: str, at: int, target: str) -> Callable[[pikepdf.Pdf], None]:
    def change(pdf: pikepdf.Pdf) -> None:
        annotations(pdf, kind)[at][1].Dest = pikepdf.String(target)

    return change


def move(name: str, change_of: Callable[[pikepdf.Pdf, pikepdf.Object], None]) -> Callable[[pikepdf.Pdf], None]:
    def change(pdf: pikepdf.Pdf) -> None:
        change_of(pdf, pikepdf.NameTree(pdf.Root.Names.Dests)[name])

    return change


def elsewhere(pdf: pikepdf.Pdf, target: pikepdf.Object) -> None:
    target[0] = pdf.pages[1].obj


def lower(_pdf: pikepdf.Pdf, target: pikepdf.Object) -> None:
    target[3] = float(target[3]) - 200


def forget(name: str) -> Callable[[pikepdf.Pdf], None]:
    def change(pdf: pikepdf.Pdf) -> None:
        del pikepdf.NameTree(pdf.Root.Names.Dests)[name]

    return change


def act(kind: str) -> Callable[[pikepdf.Pdf], None]:
    def change(pdf: pikepdf.Pdf) -> None:
        link = annotations(pdf, "note-2")[0][1]
        link.A = pikepdf.Dictionary(S=pikepdf.Name(kind), D=link.Dest, F=pikepdf.String("other.pdf"))
        del link["/Dest"]

    return change


PRINT: dict[str, tuple[Callable[[pikepdf.Pdf], None], str]] = {
    "a call without its link": (take_out("note-2", 0), "notes-uncalled"),
    "a call that leads to another note": (lead("note-2", 0, "note-3"), "notes-call-lands"),
    "a call that leads to nothing": (lead("note-2", 0, "note-9"), "notes-lost"),
    "a note's destination gone": (forget("note-2"), "notes-lost"),
    "a note's destination on another page": (move("note-2", elsewhere), "notes-call-lands"),
    "a note's destination elsewhere on the page": (move("note-3", lower), "notes-call-lands"),
    "a call that leads into another file": (act("/GoToR"), "notes-uncalled"),
    "a call that runs a script": (act("/JavaScript"), "notes-uncalled"),
    "a return to another call": (lead("call-2", 0, "call-3"), "notes-return"),
    "a return to nothing": (lead("call-2", 0, "call-9"), "notes-return"),
    "a call's destination gone": (forget("call-3"), "notes-no-return"),
    "a call's destination on another page": (move("call-3", elsewhere), "notes-no-return"),
}  # fmt: skip


@pytest.mark.parametrize(("change", "code"), PRINT.values(), ids=PRINT)
def test_a_broken_print(made: dict[str, bytes], change: Callable[[pikepdf.Pdf], None], code: str) -> None:
    """Each break of the apparatus of a PDF is found and named: links, destinations, the text they land at."""
    out = BytesIO()
    with pikepdf.open(BytesIO(made["pdf"])) as pdf:
        change(pdf)
        pdf.save(out)
    assert code in codes(out.getvalue(), "pdf")


def test_media_that_differ(made: dict[str, bytes]) -> None:
    """A medium or an edition that lacks a note is found beside the others."""
    less = PAGE["a call taken out"][0](made["html"])
    files = [("one", apparatus.read(made["epub"], "epub")), ("other", apparatus.read(less, "html"))]
    assert {finding.place.file for finding in apparatus.compare(files)} == {"other"}


def test_a_web_page_without_its_end(made: dict[str, bytes]) -> None:
    """What a browser shows as if it were whole, though words are lost, is told."""
    with pytest.raises(BinderyError, match=r"^not a whole web page: its end is missing\.$"):
        apparatus.read(made["html"][:-20], "html")


@pytest.mark.parametrize("medium", ["pdf", "epub", "html"])
@pytest.mark.parametrize("keep", [0, 100, 0.5])
def test_half_a_file(made: dict[str, bytes], medium: str, keep: float) -> None:
    """A truncated file is an error in one line or a finding, never a traceback."""
    data = made[medium][: int(keep if keep > 1 else len(made[medium]) * keep)]
    try:
        assert apparatus.compare(
            [("whole", apparatus.read(made[medium], medium)), ("half", apparatus.read(data, medium))]
        )
    except BinderyError as error:
        assert "not a" in str(error)


@pytest.mark.parametrize("at", range(20))
def test_an_epub_damaged_within(made: dict[str, bytes], at: int) -> None:
    """Bytes that went wrong on a disk, wherever they are: an error in one line, or nothing that is read."""
    whole = made["epub"]
    with zipfile.ZipFile(BytesIO(whole)) as book:
        page = book.getinfo("EPUB/section-01.xhtml")
    start = page.header_offset + 30 + len(page.filename)
    damaged = bytearray(whole)
    damaged[start + at * page.compress_size // 20] ^= 0xFF
    with pytest.raises(BinderyError, match="not a whole EPUB"):
        apparatus.read(bytes(damaged), "epub")


@pytest.mark.parametrize("part", ["cover.png", ".woff2", ".css"])
def test_an_epub_damaged_in_what_is_no_page(made: dict[str, bytes], part: str) -> None:
    """A byte that went wrong in a picture, a font or the style sheet is told, of which EPUBCheck says nothing."""
    damaged = bytearray(made["epub"])
    with zipfile.ZipFile(BytesIO(made["epub"])) as book:
        member = next(each for each in book.infolist() if each.filename.endswith(part))
    damaged[member.header_offset + 30 + len(member.filename) + member.compress_size // 2] ^= 0xFF
    with pytest.raises(BinderyError, match=rf"^not a whole EPUB: .*{re.escape(part)}"):
        apparatus.read(bytes(damaged), "epub")


@pytest.mark.parametrize("part", ["package.opf", "section-01.xhtml"])
def test_an_epub_that_unpacks_to_more_than_a_text_is(made: dict[str, bytes], part: str) -> None:
    """A part of endless size is told before it is read."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(made["epub"])) as book, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bomb:
        for name in book.namelist():
            bomb.writestr(name, b" " * (epub.UNPACKED + 1) if name == f"EPUB/{part}" else book.read(name))
    with pytest.raises(BinderyError, match=r"^not an EPUB of the press: its pages would unpack to 200 MB\.$"):
        apparatus.read(out.getvalue(), "epub")


def test_a_page_of_more_elements_than_a_text_has(made: dict[str, bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    """It is told, before lxml gives up looking through it without a word."""
    monkeypatch.setattr(html, "ELEMENTS", 10)
    for medium in ("html", "epub"):
        with pytest.raises(BinderyError, match="it has more than 10 elements"):
            apparatus.read(made[medium], medium)


@pytest.mark.parametrize(
    "place", ["[page /Fit]", "[page /XYZ null null null]", "[0 /XYZ 0 0 0]", "[]", "(elsewhere)", "<< >>"]
)
def test_a_pdf_that_another_program_has_saved(made: dict[str, bytes], place: str) -> None:
    """A place that is not as the press writes them is told in one line."""
    out = BytesIO()
    with pikepdf.open(BytesIO(made["pdf"])) as pdf:
        written = pikepdf.Object.parse(place.replace("page", "null").encode())
        if "page" in place:
            written[0] = pdf.pages[0].obj
        pikepdf.NameTree(pdf.Root.Names.Dests)["note-1"] = written
        pdf.save(out)
    with pytest.raises(BinderyError, match="not a whole PDF"):
        apparatus.read(out.getvalue(), "pdf")


@pytest.mark.parametrize("read", [lambda data: apparatus.read(data, "pdf"), sheets.read], ids=["notes", "preflight"])
def test_a_pdf_that_a_password_locks(made: dict[str, bytes], read: Callable[[bytes], object]) -> None:
    """It is told as what it is, in one line."""
    out = BytesIO()
    with pikepdf.open(BytesIO(made["pdf"])) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(user="a", owner="b"))
    with pytest.raises(BinderyError, match=r"^not a PDF that can be read: a password locks it\.$"):
        read(out.getvalue())


def test_a_torn_pdf_is_told_without_a_place_in_memory(made: dict[str, bytes]) -> None:
    """The same file is told in the same words whenever it is read."""
    with pytest.raises(BinderyError, match=r"^not a whole PDF: unable to find trailer"):
        apparatus.read(made["pdf"][: len(made["pdf"]) // 2], "pdf")


def test_checks_read_the_file_and_not_the_sources(made: dict[str, bytes], tmp_path: Path) -> None:
    """A file that was swapped for another publication's is found."""
    assert tmp_path
    other = made["html"].replace(b">ii</a></sup>", b">x</a></sup>")
    assert codes(other, "html") == {"notes-label"}


def test_a_hebrew_note_that_begins_with_a_quotation_is_sound(tmp_path: Path) -> None:
    """Its mark is read as close to the label, and is none of it."""
    text = '## \u05de\u05d1\u05d5\u05d0\n\n\u05de\u05d9\u05dc\u05d4.[^1]\n\n[^1]: "\u05d7\u05d3\u05e9\u05d5\u05ea", 2020. <https://example.org/a/b>\n'
    project.make(tmp_path, yaml=YAML.replace("language: en", "language: he"), text=text)
    house = House(tmp_path)
    assert codes(press.render(project.composer(house)("paper", "he"), "pdf", house).data, "pdf") == set()


def test_the_label_of_a_line_that_is_read_turned_round() -> None:
    """A note that is mostly Hebrew has its label though PDFium reads its line from the right; another label is seen."""
    turned = "13 .p ↑ .בתוכה English הערה בעברית עם 4"
    assert pdf.label(turned, "4") == "4"
    assert pdf.label(turned, "5") == "13"
    assert pdf.label("13 words and a page 4", "4") == "13"


def test_a_pdf_that_brings_down_what_reads_it(made: dict[str, bytes], tmp_path: Path) -> None:
    """Marks within marks without end crash PDFium: that is one finding, and the files after it are looked at."""
    with pikepdf.open(BytesIO(made["pdf"])) as pdf:
        pdf.pages[0].contents_add(b"/P BMC " * 200_000)
        pdf.save(tmp_path / "bad.pdf")
    (tmp_path / "torn.html").write_bytes(PAGE["a call taken out"][0](made["html"]))
    files = [artefacts.Shelved(path, path.name, path.suffix[1:], "en") for path in sorted(tmp_path.glob("*.*"))]
    found = [(finding.place.file, finding.code) for finding in artefacts.examine(files, validators=False)]
    assert found[:2] == [("bad.pdf", "artefact-unreadable"), ("torn.html", "notes-uncalled")]


@pytest.mark.parametrize(
    ("work", "said"),
    [
        (int, ""),
        (os.abort, "what reads it crashes"),
        (partial(time.sleep, 60), "did not end within 3 s"),
        (partial(bytearray, 1 << 40), "more than 4 GB of memory"),
    ],
    ids=["sound", "crash", "endless", "memory"],
)
def test_what_does_not_end_well_is_done_apart(work: Callable[[], object], said: str) -> None:
    """Work that crashes, never ends or wants all memory is told in a line, and what comes next is done."""
    with Apart() as apart:
        if said:
            with pytest.raises(BinderyError, match=said):
                apart.run(3, work)
        assert apart.run(30, int, "7") == 7


def test_a_difference_far_down_the_list_is_shown() -> None:
    """Of many calls those around the first that differs are told, not the first dozen, which are alike."""
    calls = tuple(apparatus.Call(f"call-{n}", str(n), f"note-{n}", lands=True) for n in range(1, 31))
    odd = (*calls[:19], apparatus.Call("call-20", "x20", "note-20", lands=True), *calls[20:])
    [found] = apparatus.compare([("a", apparatus.Apparatus(calls, (), ())), ("b", apparatus.Apparatus(odd, (), ()))])
    assert found.message.startswith("30 calls (… 18, 19, x20, 21,")
    assert ", but 30 (… 18, 19, 20, 21," in found.message
