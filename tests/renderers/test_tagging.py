"""The tagged PDF, read as a screen reader, a search and a catalogue read it: from its finished bytes."""

from __future__ import annotations

import re
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from html import unescape
from io import BytesIO
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2 as pdfium
import pytest
import structure
from editions import Edition
from lxml import html as parser
from structure import Structure

from bindery import press
from bindery.house import House
from bindery.model import Colophon, Document
from bindery.renderers import PRESS, pdf
from bindery.renderers.sheets import filled
from bindery.templates import Templates
from bindery.tools import weasyprint
from tools import judged, need

_read: dict[str, Structure] = {}
_WORD = re.compile(r"[^\W\d_]{4,}")


@pytest.fixture
def tagged(edition: Edition) -> Structure:
    if edition.slug not in _read:
        _read[edition.slug] = structure.read(edition.artefact("pdf").data)
    return _read[edition.slug]


@pytest.fixture(scope="module")
def translated(house: House) -> Callable[[str], tuple[Document, bytes]]:
    """The article in another language, and its PDF."""
    made: dict[str, tuple[Document, bytes]] = {}

    def edition(language: str) -> tuple[Document, bytes]:
        if language not in made:
            manuscript = press.read(press.open_publication("on-the-brink-of-war", house), house)
            document = press.compose(press.translate(manuscript, language, house), house)
            made[language] = document, press.render(document, "pdf", house).data
        return made[language]

    return edition


@pytest.fixture
def printed(house: House) -> Callable[..., bytes]:
    """Print what a test needs on small pages, in the house's face."""
    face = (house.root / "styles/fonts/SourceSerif4-Regular.ttf.woff2").read_bytes()

    def page(body: str, *, size: str = "70mm 60mm", lang: str = "en", css: str = "") -> bytes:
        html = (
            f'<html lang="{lang}"><head><title>T</title><style>@font-face {{ font-family: F; src: url(f) }}'
            f"@page {{ size: {size}; margin: 5mm }} body {{ font: 10pt/12pt F; hyphens: auto; margin: 0;"
            f' hyphenate-character: "-"; orphans: 1; widows: 1 }} p {{ margin: 0 }} {css}</style></head>'
            f"<body>{body}</body></html>"
        )
        return weasyprint.print_pages(html, {"f": face}).data

    return page


def squeezed(text: str) -> str:
    return re.sub(r"[\s\u200b\xad\u2060]", "", text)


def source(document: Document, house: House) -> Any:
    """The page that is printed, as a tree."""
    html = filled(document, Templates(house), Colophon()).html
    return parser.fromstring(html.encode(), parser=parser.HTMLParser(encoding="utf-8")).find("body")


def destinations(opened: pikepdf.Pdf) -> dict[str, int]:
    """Each named place, with its page from 1."""
    pages = {page.objgen: at for at, page in enumerate(opened.pages, 1)}
    return {str(name): pages[place[0].objgen] for name, place in pikepdf.NameTree(opened.Root.Names.Dests).items()}


def expected(element: Any, document: Document, places: dict[str, int]) -> Iterator[str]:
    """Yield the words of a page with what its style sheet adds: markers of lists, and page numbers of links."""
    if element.tag == "svg":
        return
    yield element.text or ""
    number = int(element.get("start", "1"))
    for child in element:
        if child.tag == "li" and not child.get("data-call") and not inside(child, "nav"):
            deep = inside(element, "ol", "ul")
            box = (element.getparent().get("class") or "").split()
            begin, end = ("(" if "bracketed-decimal" in box else "", ")") if "bracketed" in box else ("", ".")
            yield f"{begin}{number}{end}" if element.tag == "ol" else "–" if deep else "•"
            number += 1
        yield from expected(child, document, places)
        yield child.tail or ""
    if element.tag == "a" and inside(element, "nav"):
        yield str(places[element.get("href")[1:]])
    elif element.tag == "a" and element.get("class") == "return":
        yield document.language.words["page"].format(page=places[element.get("href")[1:]])


def inside(element: Any, *tags: str) -> bool:
    return any(around.tag in tags for around in element.iterancestors())


def links(tagged: Structure) -> list[tuple[int, pikepdf.Dictionary]]:
    """Each link of the pages, with its page from 0."""
    return [
        (at, note)
        for at, page in enumerate(tagged.pdf.pages)
        for note in page.get("/Annots", [])
        if note.Subtype == "/Link"
    ]


def spaced(element: Any) -> Iterator[str]:
    """Yield the words of a page, with a space around blocks and calls."""
    if element.tag != "svg":
        apart = "" if element.tag in {"a", "b", "code", "del", "em", "i", "span", "strong", "sub", "wbr"} else " "
        yield apart + (element.text or "").replace("\xad", "")
        for child in element:
            yield from spaced(child)
            yield (child.tail or "").replace("\xad", "")
        yield apart


def words(data: bytes) -> dict[str, str]:
    """What Poppler and PDFium extract from a PDF, with its pages joined."""
    said = subprocess.run([need("pdftotext"), "-", "-"], input=data, capture_output=True, check=True).stdout.decode()
    with pdfium.PdfDocument(data) as sheets:
        pages = [page.get_textpage().get_text_range() for page in sheets]
    return {"Poppler": said, "PDFium": "\n".join(pages)}


def test_calls_and_notes(tagged: Structure, edition: Edition) -> None:
    """A call is a Reference with its Link in it; a note is a Note with its own ID and its label first."""
    document = edition.document
    calls = [r for r in tagged.document.all("Reference") if str(r.kids[0].annotations[0].Dest).startswith("note-")]
    assert len(calls) == sum(len(note.calls) for note in document.endnotes) > 3
    for call in calls:
        [link] = call.kids
        assert link.role == "Link"
        assert link.words
    notes = tagged.document.all("Note")
    assert [str(note.raw.ID) for note in notes] == [note.id for note in document.endnotes]
    assert [note.kids[0].role for note in notes] == ["Lbl"] * len(notes)
    assert [note.kids[0].words for note in notes] == [note.label for note in document.endnotes]
    names = pikepdf.NameTree(tagged.pdf.Root.StructTreeRoot.IDTree)
    assert {str(name): at.objgen for name, at in names.items()} == {str(n.raw.ID): n.raw.objgen for n in notes}
    keys = list(tagged.pdf.Root.StructTreeRoot.IDTree.Names)[::2]
    assert keys == sorted(keys, key=bytes), "a name tree is sorted by bytes"


def test_links_say_where_they_lead(tagged: Structure, edition: Edition) -> None:
    """Each link says in words of the edition where it leads; once a line, and it stands in the tree."""
    document = edition.document
    own = document.language.words
    spoken = {note.id: own["note"].format(label=note.label) for note in document.endnotes}
    titles = {s.id: s.title for s in document.sections} | {
        b.id: b.title for s in document.sections for b in s.subheadings
    }
    titles["notes"] = own["notes"]
    backs = {call: own["return"].format(label=n.label) for n in document.endnotes for call in n.calls}
    found = links(tagged)
    for _, link in found:
        said, target = str(link.Contents), str(link.get("/Dest", ""))
        if target:
            where = spoken.get(target) or backs.get(target) or titles[target]
            assert where in said
        else:
            assert said.endswith((address := str(link.A.URI).removeprefix("mailto:"), f"({address})"))
    in_tree = [note.objgen for element in tagged.document.walk() for note in element.annotations]
    assert sorted(in_tree) == sorted(link.objgen for _, link in found)
    for (at, one), (page, other) in combinations(found, 2):
        assert at != page or not _overlap(one, other), (str(one.Contents), str(other.Contents))


def _overlap(one: pikepdf.Dictionary, other: pikepdf.Dictionary) -> bool:
    (x, y, u, v), (a, b, c, d) = (sorted_corners(note.Rect) for note in (one, other))
    return min(u, c) - max(x, a) > 0.5 and min(v, d) - max(y, b) > 0.6 * min(v - y, d - b)


def sorted_corners(rectangle: Any) -> tuple[float, float, float, float]:
    x, y, u, v = (float(edge) for edge in rectangle)
    return min(x, u), min(y, v), max(x, u), max(y, v)


def test_order_and_words_are_the_source_s(tagged: Structure, edition: Edition, house: House) -> None:
    """Walked in order, the tree says the source: labels in their place, tables by row, captions, notes, no word more."""
    places = destinations(tagged.pdf)
    said = squeezed("".join(expected(source(edition.document, house), edition.document, places)))
    assert squeezed(tagged.document.words) == said


def test_heads_folios_and_ornaments_are_artifacts(tagged: Structure, edition: Edition) -> None:
    """All that is painted is read or an artifact; heads and folios are paginations, and in no element."""
    assert tagged.strays == []
    assert tagged.unread == []
    heads = [a for a in tagged.artifacts if a.kind == "/Pagination"]
    assert {a.place for a in heads} == {"/Header", "/Footer"}
    assert {a.words.strip(" .") for a in tagged.artifacts if a.kind != "/Pagination"} <= {
        "",
        "*",
        "***",
        "∗∗∗",
        "* * *",
    }
    folios = {a.page + 1 for a in heads if a.words.strip() == str(a.page + 1)}
    assert folios >= set(range(3, len(tagged.pdf.pages) + 1))
    notes = [
        a.words for a in heads if edition.document.language.words["notes_to_page"].split("{")[0].strip()[:6] in a.words
    ]
    assert notes
    assert not any(squeezed(words) in squeezed(tagged.document.words) for words in notes)


def test_headings_skip_no_rank(tagged: Structure, edition: Edition) -> None:
    """The title is the one H1, the headings below skip no rank, and no type needs to be mapped."""
    ranks = [int(heading.role[1]) for heading in tagged.document.all("H1", "H2", "H3", "H4", "H5", "H6")]
    assert ranks[0] == 1
    assert ranks.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(ranks))
    assert squeezed(tagged.document.all("H1")[0].words) == squeezed(edition.document.publication.full_title)
    assert "/RoleMap" not in tagged.pdf.Root.StructTreeRoot


def test_pictures_and_formulas_have_words(tagged: Structure, edition: Edition) -> None:
    """Each picture and formula has its alternative text, the author's, and its place on the page."""
    html = "".join(s.heading + s.html for s in edition.document.sections) + "".join(
        n.html for n in edition.document.endnotes
    )
    alts = [unescape(alt) for alt in re.findall(r'<img[^>]*\balt="([^"]*)"', html)]
    tex = [
        unescape(t) for t in re.findall(r'<annotation encoding="application/x-tex">(.*?)</annotation>', html, re.DOTALL)
    ]
    assert [str(figure.raw.Alt) for figure in tagged.document.all("Figure")] == alts
    assert [str(formula.raw.Alt) for formula in tagged.document.all("Formula")] == tex
    assert all(len(element.attribute("BBox")) == 4 for element in tagged.document.all("Figure", "Formula"))


def test_tables_and_lists(tagged: Structure) -> None:
    """A head's cells say that they head a column; a list has a label and a body each, and says how it counts."""
    for cell in tagged.document.all("TH"):
        assert cell.attribute("Scope") in {"/Column", "/Row"}
    for table in tagged.document.all("Table"):
        assert {kid.role for kid in table.kids} <= {"Caption", "THead", "TBody", "TFoot"}
        rows = [len(row.kids) for row in table.all("TR")]
        assert len(set(rows)) == 1
    for one in tagged.document.all("L"):
        assert one.attribute("ListNumbering") in {"/Disc", "/Decimal", "/None"}
        assert {kid.role for kid in one.kids} == {"LI"}
        for item in one.kids:
            assert item.kids[0].role == "Lbl"
            assert {kid.role for kid in item.kids[1:]} == {"LBody"}


def test_contents(tagged: Structure, edition: Edition) -> None:
    """The contents are a TOC of TOCIs, nested as the headings are, each a Reference with its Link."""
    document = edition.document
    [top] = [toc for toc in tagged.document.all("TOC") if toc.up and toc.up.role != "TOC" and toc.up.role != "TOCI"]
    assert len(top.kids) == sum(bool(s.title) for s in document.sections) + 1
    entries = top.all("TOCI")
    assert len(entries) == len(top.kids) + sum(b.level == 3 for s in document.sections for b in s.subheadings)
    for entry in entries:
        assert entry.kids[0].role == "Reference"
        assert entry.kids[0].kids[0].role == "Link"


def test_languages(tagged: Structure, edition: Edition) -> None:
    """The document says its language, and so does each passage in another, by its letters if by nothing else."""
    own = edition.document.language.tag
    assert str(tagged.pdf.Root.Lang) == own
    for element in tagged.document.walk():
        for kid in element.kids:
            if isinstance(kid, structure.Piece) and (cyrillic := re.search("[а-яёіїєў]", kid.said)):
                assert (element.language or own)[:2] in {"ru", "uk", "be"}, (kid.said, cyrillic)
    if edition.slug != "ukrainian":
        assert {e.language for e in tagged.document.all("Span") if "/Lang" in e.raw} & {"ru", "uk"}


@pytest.mark.parametrize("language", ["be", "uk"])
def test_languages_of_a_translation(translated: Callable[[str], tuple[Document, bytes]], language: str) -> None:
    """A translated edition says its own language, and that of what stands in another; links speak the edition's."""
    document, data = translated(language)
    tagged = structure.read(data)
    assert str(tagged.pdf.Root.Lang) == document.language.tag
    russian = [span.words for span in tagged.document.all("Span") if span.language == "ru"]
    assert any("Беларус" in words for words in russian)
    assert not any(word in words for words in russian for word in ("лютага", "лістапада", "лютого", "листопада"))
    assert any("Opinions" in span.words for span in tagged.document.all("Span") if span.language == "en")
    calls = [str(link.Contents) for _, link in links(tagged) if str(link.get("/Dest", "")).startswith("note-")]
    word = document.language.words["note"].split("{")[0]
    assert calls
    assert all(said.startswith(word) for said in calls)


def test_source_language_in_a_draft(house: House) -> None:
    """What a draft leaves untranslated is in the source's language, and the metadata says both."""
    manuscript = press.read(press.open_publication("on-the-brink-of-war", house), house)
    made = press.open_translation(manuscript, "uk", house)
    from bindery.translation import edition as editing
    from bindery.translation.pairs import State

    rows = tuple(replace(row, state=State.MISSING) if row.unit.context == "text" else row for row in made.rows)
    document = press.compose(editing.translate(manuscript, replace(made, rows=rows)), house)
    data = press.render(document, "pdf", house).data
    tagged = structure.read(data)
    english = [e for e in tagged.document.all("Span") if str(e.raw.get("/Lang", "")) == "en-US"]
    assert len(english) >= 10
    assert any("Belarus" in span.words for span in english)
    with tagged.pdf.open_metadata() as said:
        assert said["dc:language"] == ["uk", "en-US"] or set(said["dc:language"]) == {"uk", "en-US"}


def test_words_are_whole(edition: Edition, house: House) -> None:
    """Two extractors give every word of the source whole, wherever lines and pages cut it."""
    # A call stands close to its word, and readers take its letters for letters.
    labels = {note.label for note in edition.document.endnotes}
    calls = "|".join(sorted(labels, key=len, reverse=True))
    whole = "".join(spaced(source(edition.document, house)))
    asked = Counter(word for word in _WORD.findall(whole) if word not in labels)
    for name, said in words(edition.artefact("pdf").data).items():
        cut = asked - Counter(_WORD.findall(said))
        assert [word for word in cut if not re.search(rf"\b{word}({calls})\b", said)] == [], name


LONG = "Donaudampfschifffahrtsgesellschaftskapitän"
CUT = {
    "over many lines": (f"<p>Der {LONG} kommt.</p>", "34mm 200mm", "de"),
    "last of its paragraph": ("<p>One two three four five six internationalisation</p><p>Next one.</p>", "42mm 60mm", "en"),
    "at the page's end": ("<p>" + "incomprehensibility internationalisation counterrevolutionary " * 12 + "</p>", "40mm 18mm", "en"),
    "in an element of its own": ("<p>One two three <em>counterrevolutionary internationalisation</em>, and more.</p>", "40mm 90mm", "en"),
    "with its call": ('<p>One two three internationalisation<sup><a href="#n">1</a></sup> goes on.</p><p id="n">N</p>', "42mm 90mm", "en"),
    "tied to its call": ('<p>One two three internationalisatio<span>ns?</span><sup><a href="#n">1</a></sup> goes on.</p><p id="n">N</p>', "42mm 90mm", "en"),
    "into a link": ('<p>One two interna<a href="https://e.org/">tionalisation</a> more.</p>', "36mm 90mm", "en"),
    "out of a link": ('<p>One two <a href="https://e.org/">interna</a>tionalisation more.</p>', "36mm 90mm", "en"),
    "into other letters": ("<p>One two interna<small>tionalisation</small> more.</p>", "36mm 90mm", "en"),
    "between two elements": ("<p>One two interna\xad<em>tionalisation</em> more.</p>", "36mm 90mm", "en"),
    "by its author between two": ("<p>One two <em>counter-</em>revolutionary more.</p>", "40mm 90mm", "en"),
    "by its author": ("<p>One two three four well-understood self-determination of state-owned banks.</p>", "31mm 90mm", "en"),
}  # fmt: skip


@pytest.mark.parametrize("case", CUT)
def test_cut_words_are_whole(printed: Callable[..., bytes], case: str) -> None:
    """A word cut once or more, by lines or by pages, is found whole and said once; an author's hyphen stays."""
    body, size, language = CUT[case]
    data = printed(body, size=size, lang=language)
    plain = re.sub("<[^>]*>|\xad", "", body.replace("</p>", " "))
    tagged = structure.read(data)
    assert any(piece.said != piece.drawn for piece in tagged.document.pieces())
    assert squeezed(tagged.document.words) == squeezed(plain)
    assert all(link.words.strip() for link in tagged.document.all("Link"))
    asked = Counter(_WORD.findall(plain))
    for name, said in words(data).items():
        assert asked == Counter(_WORD.findall(said)), (name, said)


def test_what_a_page_cuts_is_one(printed: Callable[..., bytes]) -> None:
    """A paragraph, an item, a note and a row cut by a page are one element each, with kids on both pages."""
    filler = "Words that go on and on until the page is full and the next begins. " * 8
    notes = (
        '<section role="doc-endnotes"><ol style="list-style: none">'
        f'<li id="note-1"><p><span class="label">1</span> {filler}</p></li></ol></section>'
    )
    rows = f"<table><tbody><tr><td>{filler}</td><td>x</td></tr></tbody></table>"
    data = printed(f"<main><p>{filler}</p><ul><li>{filler}</li></ul>{rows}</main>{notes}")
    tagged = structure.read(data)
    assert len(tagged.pdf.pages) > 4
    for role in ("LI", "LBody", "Note", "TR", "Table", "L"):
        [one] = tagged.document.all(role)
        assert len(one.pages) > 1, role
    first, last = tagged.document.all("P")
    for paragraph in (first, last):
        assert len(paragraph.pages) > 1
        assert squeezed(paragraph.words) == squeezed(filler)


def test_heads_of_tables_are_read_once(printed: Callable[..., bytes]) -> None:
    """A table's head and foot that pages repeat are artifacts from the second on."""
    rows = "".join(f"<tr><td>Row {n}</td><td>{n}</td></tr>" for n in range(40))
    data = printed(
        f"<table><thead><tr><th>Headword</th><th>N</th></tr></thead><tbody>{rows}</tbody>"
        "<tfoot><tr><td>Footword</td><td>S</td></tr></tfoot></table>"
    )
    tagged = structure.read(data)
    pages = len(tagged.pdf.pages)
    assert pages > 2
    for word in ("Headword", "Footword"):
        assert tagged.document.words.count(word) == 1
        assert sum(word in artifact.words for artifact in tagged.artifacts) == pages - 1
    assert len(tagged.document.all("TR")) == 42
    assert [row.words for row in tagged.document.all("TBody")[0].all("TR")] == [f"Row {n}{n}" for n in range(40)]


def test_metadata(tagged: Structure, edition: Edition) -> None:
    """XMP names title, authors, language and publisher, and what the catalogue knows the edition by."""
    document = edition.document
    publication = document.publication
    with tagged.pdf.open_metadata() as said:
        assert said["dc:title"] == publication.full_title
        assert said["dc:creator"] == [author.full_name for author in publication.authors]
        assert set(said["dc:language"]) == {document.language.tag}
        assert set(said["dc:publisher"]) == {publication.publisher or document.brand.name}
        assert said["dc:identifier"].startswith("urn:uuid:")
        assert said.get("dc:source") is None


def test_metadata_of_a_translation(translated: Callable[[str], tuple[Document, bytes]], house: House) -> None:
    """A translation names its source by the identifier that the source gives itself, and its translators."""
    article = Edition("on-the-brink-of-war", house)
    document, data = translated("uk")
    assert document.standing
    with pikepdf.open(BytesIO(data)) as opened, opened.open_metadata() as said:
        assert said["dc:source"] == pdf.colophon(article.document).identifier
        assert said["dc:identifier"] != said["dc:source"]
        assert set(said.get("dc:contributor", ())) == {*document.standing.translators, *document.standing.reviewers}
        assert set(said["dc:publisher"]) == {document.brand.name}


def test_characters_that_xml_cannot_hold() -> None:
    """Colophon with any character at all is metadata still."""
    odd = "A\x00\x0b & <b> \ufffe\ud800 ]]> \U0001f4d6"
    made = weasyprint.print_pages(
        "<html lang=en><title>T</title><body><p>Words",
        {},
        colophon=Colophon(odd, odd, odd, (odd, "Ada"), ("en", "uk")),
    )
    with pikepdf.open(BytesIO(made.data)) as opened, opened.open_metadata(strict=True) as said:
        assert said["dc:source"] == odd.translate(dict.fromkeys([0, 11, 0xFFFE, 0xD800], "\N{REPLACEMENT CHARACTER}"))
        assert set(said["dc:language"]) == {"en", "uk"}
        assert "Ada" in said["dc:contributor"]


def test_what_is_painted_as_one_is_read(printed: Callable[..., bytes], tmp_path: Path) -> None:
    """A pale paragraph is a stream of its own, which numbers its words itself (ISO 32000-1, 14.7.4.3): it is no loss."""
    body = "<main><h1>Head</h1><p>Plain words.</p><p class=pale>Pale <em>words</em> here.</p><p>More.</p></main>"
    path = tmp_path / "pale.pdf"
    path.write_bytes(printed(body, css=".pale { opacity: .5 }"))
    with pikepdf.open(path) as made:
        [group] = [each for each in made.objects if isinstance(each, pikepdf.Stream) and "/StructParents" in each]
        said = pikepdf.NumberTree(made.Root.StructTreeRoot.ParentTree)[int(group.StructParents)]
        assert [str(each.S) for each in said] == ["/P"] * 3
        kids = said[0].K
        assert [(kid.Stm.objgen == group.objgen, int(kid.MCID)) for kid in kids] == [(True, 0), (True, 1), (True, 2)]
    assert judged("veraPDF", {"pale": path}) == {"pale": []}


def test_deep_trees(printed: Callable[..., bytes]) -> None:
    """Elements in elements, as deep as the layout itself goes, are tagged."""
    depth = 60
    data = printed("<div>" * depth + "<p>Deep.</p>" + "</div>" * depth)
    assert len(structure.read(data).document.all("Div")) == depth


def test_the_proof_is_accessible_too(house: House, tmp_path: Any) -> None:
    """The bilingual proof passes veraPDF, with a head to each row and the source's language on its column."""
    manuscript = press.read(press.open_publication("on-the-brink-of-war", house), house)
    _, proof = press.prove(manuscript, "uk", house)
    path = tmp_path / "proof.pdf"
    path.write_bytes(proof.data)
    tagged = structure.read(proof.data)
    assert tagged.strays == tagged.unread == []
    cells = tagged.document.all("TD")
    assert {cell.language for cell in cells} == {"", "en-US"}
    assert {str(head.attribute("Scope")) for head in tagged.document.all("TH")} == {"/Row", "/Column"}
    with tagged.pdf.open_metadata() as said:
        assert set(said["dc:language"]) == {"uk", "en-US"}
    assert judged("veraPDF", {"f": path}) == {"f": []}


def test_the_press_has_no_tags(synthetic: Edition) -> None:
    """The printer's file has nothing for who does not see it: a press reads no tags."""
    with pikepdf.open(BytesIO(press.render(synthetic.document, PRESS, synthetic.house).data)) as opened:
        assert "/StructTreeRoot" not in opened.Root
        assert not any("/StructParents" in page for page in opened.pages)
        for page in opened.pages:
            assert not any(str(operator) in {"BDC", "BMC"} for _, operator in pikepdf.parse_content_stream(page))
