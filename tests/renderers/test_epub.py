"""The EPUB: valid, whole, and with notes that reach over its files."""

import json
import re
import subprocess
from dataclasses import replace
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from posixpath import join, normpath
from urllib.parse import unquote
from zipfile import ZIP_STORED, ZipFile

import lxml.etree
import pytest
from editions import Edition
from PIL import Image

from bindery.house import House
from bindery.model import Artefact
from bindery.renderers import epub
from bindery.templates import Templates
from bindery.tools import java
from tools import need

X = "{http://www.w3.org/1999/xhtml}"
OPS = "{http://www.idpf.org/2007/ops}"
NS = {"x": X[1:-1], "o": "http://www.idpf.org/2007/opf", "dc": "http://purl.org/dc/elements/1.1/"}
OWN = {"mimetype", "META-INF/container.xml", "EPUB/package.opf"}  # what no manifest names
Pages = dict[str, lxml.etree._Element]


@pytest.fixture
def pages(edition: Edition) -> Pages:
    return {name: lxml.etree.fromstring(data) for name, data in edition.book.items() if name.endswith(".xhtml")}


@pytest.fixture
def package(edition: Edition) -> lxml.etree._Element:
    return lxml.etree.fromstring(edition.book["EPUB/package.opf"])


@pytest.fixture(scope="session")
def certified(synthetic: Edition) -> Artefact:
    """The specimen signed by a person."""
    publication = replace(synthetic.document.publication, certifier="Ada & Co.")
    return epub.render(replace(synthetic.document, publication=publication), Templates(synthetic.house))


@pytest.fixture(scope="session")
def said(
    editions: dict[str, Edition], certified: Artefact, tmp_path_factory: pytest.TempPathFactory
) -> tuple[int, dict[str, list[dict]]]:
    """What EPUBCheck says of each book, all in one start of it, with its exit code."""
    folder = tmp_path_factory.mktemp("epubcheck")
    (folder / "certified.epub").write_bytes(certified.data)
    books = {slug: edition.file("epub") for slug, edition in editions.items()}
    books["certified"] = folder / "certified.epub"
    need("java")
    command = java.driver("EPUBCheck", [Path(need("epubcheck"))])
    pairs = [part for name, book in books.items() for part in (book, folder / f"{name}.json")]
    done = subprocess.run([*command, *pairs], capture_output=True, check=False)
    return done.returncode, {
        name: json.loads((folder / f"{name}.json").read_text("utf-8"))["messages"] for name in books
    }


def test_epubcheck_is_silent(said: tuple[int, dict[str, list[dict]]], edition: Edition) -> None:
    """EPUBCheck has not one message, not even a usage hint that counts."""
    code, messages = said
    assert [(m["ID"], m["message"], m["locations"][:1]) for m in messages[edition.slug]] == []
    assert code == 0


def test_media_type_comes_first(edition: Edition) -> None:
    """The first entry is the media type, stored and without extra field (OCF 3.3, 4.2.2)."""
    data = edition.artefact("epub").data
    assert data[30:58] == b"mimetypeapplication/epub+zip"
    with ZipFile(BytesIO(data)) as book:
        assert book.infolist()[0].compress_type == ZIP_STORED
        assert {entry.date_time for entry in book.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_same_bytes_twice(edition: Edition) -> None:
    """The same document is the same file."""
    assert edition.again("epub").data == edition.artefact("epub").data


def test_every_file_is_in_the_manifest(edition: Edition, package: lxml.etree._Element) -> None:
    """The manifest names every file once, and no other."""
    named = [f"EPUB/{href}" for href in package.xpath("//o:item/@href", namespaces=NS)]
    assert sorted(named) == sorted(set(edition.book) - OWN)


def test_fonts_come_with_their_licences(edition: Edition) -> None:
    """Every face of the brand is inside, with its licence."""
    for font in edition.document.brand.fonts:
        assert edition.book[f"EPUB/fonts/{font.file}"][:4] == b"wOF2"
    licences = [data.decode() for name, data in edition.book.items() if "/LICENSE" in name]
    assert len(licences) >= 3
    assert all("Open Font License" in " ".join(text.split()) for text in licences)


def test_fonts_of_any_name_and_kind(synthetic: Edition, tmp_path: Path) -> None:
    """Each has its media type and an address, and a licence of its own beside it, named once in the manifest."""
    fonts = tmp_path / "styles/fonts"
    (fonts / "own/LICENSES").mkdir(parents=True)
    for name, source in (("My Font.ttf", "SourceSerif4-It.ttf"), ("own/X.woff2", "SourceSans3-It.ttf.woff2")):
        (fonts / name).write_bytes((synthetic.house.root / "styles/fonts" / source).read_bytes())
    for name in ("LICENSE.md", "LICENSE-SourceSerif4.md", "own/LICENSE.md"):
        (fonts / name).write_text(name, "utf-8")
    brand = synthetic.document.brand
    own = [replace(font, file=file) for font, file in zip(brand.fonts, ("My Font.ttf", "own/X.woff2"), strict=False)]
    document = replace(synthetic.document, brand=replace(brand, fonts=(*own, *brand.fonts[2:])))
    with ZipFile(BytesIO(epub.render(document, Templates(House(tmp_path))).data)) as book:
        package = lxml.etree.fromstring(book.read("EPUB/package.opf"))
        named = [unquote(f"EPUB/{href}") for href in package.xpath("//o:item/@href", namespaces=NS)]
        assert sorted(named) == sorted(set(book.namelist()) - OWN)
        assert [book.read(f"EPUB/fonts/{name}").decode() for name in ("LICENSE.md", "own/LICENSE.md")] == [
            "LICENSE.md", "own/LICENSE.md",
        ]  # fmt: skip
        assert book.read("EPUB/fonts/LICENSE-SourceSerif4.md") == b"LICENSE-SourceSerif4.md"
        assert b'url("fonts/My%20Font.ttf")' in book.read("EPUB/style.css")
    [kind] = package.xpath("//o:item[@href='fonts/My%20Font.ttf']/@media-type", namespaces=NS)
    assert kind == "font/ttf"


def test_cover_is_large_enough(edition: Edition) -> None:
    """The cover is a picture of 1400 pixels at least, upright."""
    with Image.open(BytesIO(edition.book["EPUB/_press/cover.png"])) as cover:
        assert cover.width >= 1400
        assert cover.height > cover.width


def test_pages_say_their_language(pages: Pages, edition: Edition) -> None:
    """Each file has the edition's language, twice, and a title of its own."""
    code = edition.document.language.tag
    for page in pages.values():
        assert page.get("lang") == page.get("{http://www.w3.org/XML/1998/namespace}lang") == code
        assert page.findtext(f".//{X}title")
    titles = [page.findtext(f".//{X}title") for name, page in pages.items() if "section-" in name]
    assert titles == [s.title or edition.document.publication.full_title for s in edition.document.sections]


def test_every_link_lands(pages: Pages) -> None:
    """Each link inside the book leads to an id that is there, in the file that it names."""
    ids = {(name, i) for name, page in pages.items() for i in page.xpath("//@id")}
    for name, page in pages.items():
        for href in page.xpath("//x:a/@href", namespaces=NS):
            if re.match(r"[a-z]+:", href):
                continue
            file, _, fragment = href.partition("#")
            target = normpath(join("EPUB", file)) if file else name
            assert target in pages
            assert not fragment or (target, fragment) in ids, href


def test_notes_lead_both_ways_over_files(pages: Pages) -> None:
    """Each call has a note with the same label, and each note's way back lands on that call in its own file."""
    notes = {li.get("id"): li for li in pages["EPUB/notes.xhtml"].xpath("//x:section/x:ol/x:li", namespaces=NS)}
    calls = 0
    for name, page in pages.items():
        for call in page.xpath("//x:a[@role='doc-noteref']", namespaces=NS):
            calls += 1
            assert call.get(f"{OPS}type") == "noteref"
            assert call.getparent().tag == f"{X}sup"
            file, _, fragment = call.get("href").partition("#")
            assert file == ("" if name == "EPUB/notes.xhtml" else "notes.xhtml")
            note = notes[fragment]
            assert note.get(f"{OPS}type") == "endnote"
            assert note.xpath("string(.//x:span[@class='label'])", namespaces=NS) == call.text
            back = note.xpath(".//x:a[@role='doc-backlink']/@href", namespaces=NS)
            assert f"{name.removeprefix('EPUB/')}#{call.get('id')}" in back
    backs = pages["EPUB/notes.xhtml"].xpath("//x:a[@role='doc-backlink']", namespaces=NS)
    assert calls == len(backs)
    assert all(a.get(f"{OPS}type") == "backlink" and a.get("aria-label") for a in backs)


def test_notes_are_never_asides(pages: Pages) -> None:
    """Reading systems hide an aside in the flow: there is none."""
    assert not any(page.xpath("//x:aside", namespaces=NS) for page in pages.values())
    section = pages["EPUB/notes.xhtml"].find(f".//{X}section")
    assert section is not None
    assert (section.get("role"), section.get(f"{OPS}type")) == ("doc-endnotes", "endnotes")


def test_landmarks(pages: Pages, edition: Edition) -> None:
    """The navigation leads to every section and to the notes; landmarks name cover, title page, contents, text, notes."""
    nav = pages["EPUB/nav.xhtml"]
    landmarks = nav.xpath("//x:nav[@hidden and not(@role)]//x:a", namespaces=NS)
    assert [a.get(f"{OPS}type") for a in landmarks] == ["cover", "titlepage", "toc", "bodymatter", "endnotes"]
    listed = [" ".join("".join(a.itertext()).split()) for a in nav.xpath("//x:nav[1]/x:ol/x:li/x:a", namespaces=NS)]
    words = edition.document.language.words
    titles = [s.title or words["start"] for s in edition.document.sections]
    assert listed == [words["title_page"], *titles, words["notes"]]


def test_headings_begin_at_one_in_each_file(pages: Pages) -> None:
    """In each file the first heading is h1 and no rank is skipped."""
    for page in pages.values():
        ranks = [int(e.tag[-1]) for e in page.iter() if isinstance(e.tag, str) and re.fullmatch(X + "h[1-6]", e.tag)]
        assert not ranks or ranks[0] == 1 or page.xpath("//x:section[@aria-label]", namespaces=NS)
        assert all(b - a <= 1 for a, b in pairwise(ranks))


def test_metadata(package: lxml.etree._Element, edition: Edition) -> None:
    """Title, authors, language, date and identifier are those of publication.yaml; no clock is read."""
    publication = edition.document.publication
    assert package.xpath("string(//dc:title)", namespaces=NS) == publication.full_title
    assert package.xpath("//dc:creator/text()", namespaces=NS) == [a.full_name for a in publication.authors]
    assert package.xpath("string(//dc:language)", namespaces=NS) == edition.document.language.tag
    assert package.xpath("string(//dc:date)", namespaces=NS) == publication.date
    modified = package.xpath("string(//o:meta[@property='dcterms:modified'])", namespaces=NS)
    assert modified.startswith(publication.date)
    assert package.xpath("string(//dc:identifier)", namespaces=NS).startswith("urn:uuid:")


def test_maths_is_declared_where_it_stands(package: lxml.etree._Element, pages: Pages) -> None:
    """Files with MathML say so in the manifest, notes too."""
    declared = set(package.xpath("//o:item[@properties='mathml']/@href", namespaces=NS))
    there = {n.removeprefix("EPUB/") for n, p in pages.items() if p.xpath("//*[local-name()='math']")}
    assert declared == there


def claims(package: lxml.etree._Element, name: str) -> list[str]:
    return package.xpath(f"//o:meta[@property='schema:{name}']/text()", namespaces=NS)


def test_accessibility_is_claimed_as_it_is(package: lxml.etree._Element, pages: Pages, edition: Edition) -> None:
    """Access modes, features and summary say what the files of this book have, and nothing more."""
    text = [page for name, page in pages.items() if re.search("section-|notes", name)]
    images = [i for page in text for i in page.xpath("//x:img", namespaces=NS)]
    said = all(re.search(r"\w", image.get("alt", "")) for image in images)
    assert claims(package, "accessMode") == ["textual", *(["visual"] if images else [])]
    assert claims(package, "accessModeSufficient") == [
        *(["textual"] if said else []),
        *(["textual,visual"] if images else []),
    ]
    features = claims(package, "accessibilityFeature")
    assert ("alternativeText" in features) == (bool(images) and said)
    assert ("MathML" in features) == any(page.xpath("//*[local-name()='math']") for page in text)
    listed = pages["EPUB/nav.xhtml"].xpath("//x:nav[@role='doc-pagelist']//x:a", namespaces=NS)
    marks = [m for page in pages.values() for m in page.xpath("//*[@role='doc-pagebreak']")]
    assert len(listed) == len(marks) > 0
    assert {"pageNavigation", "pageBreakMarkers", "tableOfContents"} <= set(features)
    words = edition.document.language.words
    (summary,) = claims(package, "accessibilitySummary")
    assert (words["pictures_said"] in summary) == (bool(images) and said)
    assert (words["pictures_unsaid"] in summary) == (not said)
    assert claims(package, "accessibilityHazard") == ["none"]


def test_a_silent_or_moving_picture_changes_the_claims(synthetic: Edition) -> None:
    """A picture without words makes sight needed; one that may move makes hazards unknown; none is not spoken of."""
    document, words = synthetic.document, synthetic.document.language.words
    mute = replace(
        document, sections=tuple(replace(s, html=re.sub(r' alt="[^"]*"', ' alt=""', s.html)) for s in document.sections)
    )
    assert epub.sufficient(mute) == ["textual,visual"]
    assert "alternativeText" not in epub.features(mute, ())
    assert epub.summary(mute).endswith(words["pictures_unsaid"])
    moving = replace(document, images=(replace(document.images[0], media_type="image/gif"),))
    assert (epub.hazard(document), epub.hazard(moving)) == ("none", "unknown")
    bare = replace(document, images=(), sections=())
    assert (epub.sufficient(bare), epub.summary(bare)) == (["textual"], words["accessibility"])


def test_no_conformance_is_claimed_that_nobody_signed(package: lxml.etree._Element) -> None:
    """Validators test a part of WCAG: conformance and a certifier are a person's to state (EPUB Accessibility 1.1, 4)."""
    properties = set(package.xpath("//o:meta/@property | //o:link/@rel", namespaces=NS))
    assert not {p for p in properties if p == "dcterms:conformsTo" or p.startswith("a11y:")}


def test_who_signs_is_named(synthetic: Edition, certified: Artefact, said: tuple[int, dict[str, list[dict]]]) -> None:
    """With a certifier the book claims what that person has judged, and EPUBCheck has nothing to say; not with a picture
    that has no words."""
    with ZipFile(BytesIO(certified.data)) as book:
        package = lxml.etree.fromstring(book.read("EPUB/package.opf"))
    claimed = {meta.get("property"): meta.text for meta in package.iterfind(".//{*}meta[@property]")}
    assert claimed["dcterms:conformsTo"] == "EPUB Accessibility 1.1 - WCAG 2.2 Level AA"
    assert claimed["a11y:certifiedBy"] == "Ada & Co."
    assert said[1]["certified"] == []
    document = replace(synthetic.document, publication=replace(synthetic.document.publication, certifier="Ada & Co."))
    mute = tuple(replace(s, html=re.sub(r' alt="[^"]*"', ' alt=""', s.html)) for s in document.sections)
    assert epub.conformance(replace(document, sections=mute)) == ""
