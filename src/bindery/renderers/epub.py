"""The EPUB edition: our own EPUB 3.3 package, the same bytes for the same document."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Sequence
from io import BytesIO

from markupsafe import Markup

from bindery.identity import identifier
from bindery.joints import on_screen
from bindery.model import Artefact, Document
from bindery.pagination import Page, paginated
from bindery.renderers import cover, pdf, room
from bindery.templates import Templates

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest a zip can name: entries carry no clock
_UNSAID = re.compile(r'<img\b(?![^>]*\balt="[^"]*\w)')  # a picture that says nothing to those who do not see it
_PACKED = (".woff2", ".woff", ".png", ".jpg", ".jpeg", ".gif", ".webp")
_FACES = {"woff2", "woff", "ttf", "otf"}
_MOVING = ("image/gif", "image/webp")
_DISPLAY = re.compile(r'<math display="block".*?</math>', re.DOTALL)
_HREF = re.compile(r'href="#([^"]+)"')
_ID = re.compile(r'\bid="([^"]+)"')
_ROLES = re.compile(r'role="doc-(noteref|backlink|endnotes|pagebreak)"')
_FILES = ("cover.xhtml", "nav.xhtml", "notes.xhtml", "package.opf", "section.xhtml", "title.xhtml")
_TEMPLATES = (
    "epub.css",
    "lists.css",
    "translation.css",
    "title.html",
    "wordmark.html",
    *(f"epub/{name}" for name in _FILES),
)
_HEADING = re.compile(r"(</?h)([3-6])\b")


def render(document: Document, templates: Templates) -> Artefact:
    """Return the EPUB, with a mark where each page of the print edition begins."""
    templates.compile(*_TEMPLATES)  # while the pages are printed elsewhere
    printing = pdf.printing(document, templates)
    document, pages = paginated(document, printing.starts())
    files = {section.id: f"section-{number:02}.xhtml" for number, section in enumerate(document.sections, 1)}
    homes = _homes(document, files)

    def localised(html: str, here: str) -> Markup:
        """Return a fragment whose links reach over the package's files and whose roles reading systems know."""
        linked = _HREF.sub(lambda m: f'href="{"" if homes.get(m[1], here) == here else homes[m[1]]}#{m[1]}"', html)
        # A book has no script that asks which formula is too wide: each may be scrolled by the keyboard.
        linked = _DISPLAY.sub(r'<span class="formula" tabindex="0">\g<0></span>', linked)
        return Markup(_ROLES.sub(lambda m: f'epub:type="{m[1]}" role="doc-{m[1]}"', on_screen(room.flush(linked))))  # noqa: S704

    licences = _licences(document, templates)

    def promoted(html: str) -> Markup:
        """Return a fragment whose headings stand one rank higher: each file begins at h1."""
        return Markup(_HEADING.sub(lambda m: f"{m[1]}{int(m[2]) - 1}", html))  # noqa: S704

    shared = {
        "document": document,
        "promoted": promoted,
        "localised": localised,
        "files": files,
        "font_url": cover.font_url,
        "pages": pages,
        "homes": files | {"notes": "notes.xhtml", "title": "title.xhtml", "contents": "nav.xhtml"},
    }
    package: dict[str, bytes] = {}
    for name, template, words in (
        ("cover.xhtml", "epub/cover.xhtml", {}),
        ("title.xhtml", "epub/title.xhtml", {}),
        *((files[s.id], "epub/section.xhtml", {"section": s, "here": files[s.id]}) for s in document.sections),
        *((("notes.xhtml", "epub/notes.xhtml", {"here": "notes.xhtml"}),) if document.endnotes else ()),
        ("nav.xhtml", "epub/nav.xhtml", {}),
        ("style.css", "epub.css", {"formulas": '<math display="block"' in _text(document)}),
        (
            "package.opf",
            "epub/package.opf",
            {
                "identifier": identifier(document, document.language.code),
                "source_identifier": identifier(document, document.publication.language),
                "modified": modified(document),
                "features": features(document, pages),
                "sufficient": sufficient(document),
                "hazard": hazard(document),
                "summary": summary(document),
                "conformance": conformance(document),
                "licences": list(licences),
                "font_type": font_type,
                "maths": {s.id for s in document.sections if "<math" in s.heading + s.html}
                | {"notes" for n in document.endnotes if "<math" in n.html},
            },
        ),
    ):
        package[name] = templates.fill(template, **shared, **words).encode()
    package["_press/cover.png"] = printing.cover()
    package |= cover.font_files(document, templates)
    package |= licences
    package |= {image.name: image.data for image in document.images}
    return Artefact(f"{document.name}.epub", "epub", _zip(package, templates.fill("epub/container.xml").encode()))


def _licences(document: Document, templates: Templates) -> dict[str, bytes]:
    """Return the licences of the brand's fonts, each beside its font; of two of one name the project's."""
    found: dict[str, bytes] = {}
    for font in document.brand.fonts:
        beside = templates.house.file(f"styles/fonts/{font.file}").parent
        for file in sorted(beside.glob("LICENSE*")):
            name = cover.font_url(f"{font.file.rpartition('/')[0]}/{file.name}".removeprefix("/"))
            if file.is_file() and (name not in found or beside.is_relative_to(templates.house.root)):
                found[name] = file.read_bytes()
    return found


def font_type(file: str) -> str:
    """Return the media type of a font file (EPUB 3.3, 3.2)."""
    ending = file.rpartition(".")[2].lower()
    return f"font/{ending if ending in _FACES else 'woff2'}"


def features(document: Document, pages: Sequence[Page]) -> list[str]:
    """Return what the book may claim of itself (schema.org ``accessibilityFeature``): only what is in it."""
    html = _text(document)
    claims = {
        "tableOfContents": True,
        "readingOrder": True,
        "structuralNavigation": True,
        "alternativeText": bool(document.images) and _said(document),
        "pageBreakMarkers": bool(pages),
        "pageNavigation": bool(pages),
        "MathML": "<math" in html,
    }
    return [claim for claim, holds in claims.items() if holds]


def sufficient(document: Document) -> list[str]:
    """Return the ways in which the whole book can be read (``accessModeSufficient``): by text alone, or with sight."""
    ways = {"textual": _said(document), "textual,visual": bool(document.images)}
    return [way for way, holds in ways.items() if holds]


def conformance(document: Document) -> str:
    """Return what the book conforms to (EPUB Accessibility 1.1, 4.2), or "".

    Ace and axe, which are silent, test only a part of WCAG: a person must have judged the rest and sign for it
    (``certifier`` in publication.yaml), and no picture may be without words.
    """
    signed = document.publication.certifier and _said(document)
    return "EPUB Accessibility 1.1 - WCAG 2.2 Level AA" if signed else ""


def hazard(document: Document) -> str:
    """Return what may harm: nothing in still pages, but who knows what a GIF or a WebP does."""
    return "unknown" if any(image.media_type in _MOVING for image in document.images) else "none"


def summary(document: Document) -> str:
    """Return what the book says of its accessibility; of pictures only where there are any."""
    words = document.language.words
    if not document.images:
        return words["accessibility"]
    return f"{words['accessibility']} {words['pictures_said' if _said(document) else 'pictures_unsaid']}"


def _said(document: Document) -> bool:
    return not _UNSAID.search(_text(document))


def _text(document: Document) -> str:
    return "".join([*(s.heading + s.html for s in document.sections), *(note.html for note in document.endnotes)])


def modified(document: Document) -> str:
    """Return the publication's date as ``dcterms:modified`` wants it (EPUB 3.3, 5.5.4): never the clock's."""
    year, month, day = [*document.publication.date.split("-"), "01", "01"][:3]
    return f"{year}-{month}-{day}T00:00:00Z"


def _homes(document: Document, files: dict[str, str]) -> dict[str, str]:
    """Return the file in which each id stands."""
    homes = {section.id: files[section.id] for section in document.sections}
    for section in document.sections:
        homes |= dict.fromkeys(_ID.findall(section.heading + section.html), files[section.id])
    homes |= {"notes": "notes.xhtml"}
    for note in document.endnotes:
        homes |= dict.fromkeys([note.id, *_ID.findall(note.html)], "notes.xhtml")
    return homes


def _zip(package: dict[str, bytes], container: bytes) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as book:
        # The media type comes first and uncompressed (OCF 3.3, 4.2.2).
        book.writestr(zipfile.ZipInfo("mimetype", _EPOCH), b"application/epub+zip", zipfile.ZIP_STORED)
        for name, data in [
            ("META-INF/container.xml", container),
            *((f"EPUB/{name}", data) for name, data in sorted(package.items())),
        ]:
            packed = name.endswith(_PACKED)  # to pack it again would take longer than all the rest of the book
            book.writestr(zipfile.ZipInfo(name, _EPOCH), data, zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED)
    return out.getvalue()
