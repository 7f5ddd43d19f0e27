"""The print edition: a document as a PDF that is both PDF/UA-1 and PDF/A-3a."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from html import escape, unescape

from bindery import coverage, joints, pressroom, templates
from bindery.brand import read_brand, read_language
from bindery.house import House
from bindery.identity import identifier
from bindery.model import Artefact, Document, Finding, Place, Publication, Severity
from bindery.pagination import Start, numbered
from bindery.renderers.cover import files as cover_files
from bindery.renderers.cover import font_url
from bindery.templates import Templates
from bindery.tools import maths, weasyprint
from bindery.tools.tagging import Metadata

_MATH = re.compile(r"<math\b.*?</math>", re.DOTALL)
_TEX = re.compile(r'<annotation encoding="application/x-tex">(.*?)</annotation>', re.DOTALL)
_TYPE_SIZE = 14.0  # pixels: 10.5 pt
_last: list[tuple[Document, House, Callable[[], weasyprint.Print]]] = []


def render(document: Document, templates: Templates) -> Artefact:
    """Return the PDF, with its number of pages."""
    return _artefact(document, templates, printed(document, templates))


def _artefact(document: Document, templates: Templates, made: weasyprint.Print) -> Artefact:
    name = f"{document.name}.pdf"
    return Artefact(
        name,
        "pdf",
        made.data,
        made.pages,
        (
            *(Finding("pdf-layout", Severity.WARNING, Place(name), f"{said}.", "") for said in made.warnings),
            *coverage.missing(document, templates),
        ),
    )


def draft(document: Document, templates: Templates) -> tuple[Artefact, tuple[Start, ...]]:
    """Return the PDF without its tags, which cost more than its layout, and where its pages begin.

    Every page looks as that of ``render`` does.
    """
    html, files, words = sheets(document, templates)
    made = weasyprint.print_pages(html, files, variant=weasyprint.DRAFT, range_words=words)
    return _artefact(document, templates, made), made.starts


def begin(document: Document, templates: Templates) -> None:
    """Begin to print, where the pressroom is open; all that asks for the PDF or its pages waits for it."""
    if not (_last and _last[0][0] is document and _last[0][1] == templates.house):
        made = pressroom.order(_print, document, templates.house)
        _last[:] = [(document, templates.house, cache(made))]


def warm() -> None:
    """Import what prints, ahead of its use."""
    weasyprint.warm()


def make_ready(publication: Publication, language: str, house: House) -> None:
    """Read the style sheet and the fonts of an edition whose text is not there yet; who prints it then need not."""
    sheet = Document(publication, read_brand(house), read_language(house, language), (), ())
    html, files, _ = sheets(sheet, templates.of(house))
    weasyprint.make_ready(html, files)


def _print(document: Document, house: House) -> weasyprint.Print:
    html, files, words = sheets(document, templates.of(house))
    return weasyprint.print_pages(html, files, range_words=words, metadata=colophon(document))


def printed(document: Document, templates: Templates) -> weasyprint.Print:
    """Return the document printed; the last one is kept, for the other editions show its cover and tell its pages."""
    begin(document, templates)
    return _last[0][2]()


def colophon(document: Document) -> Metadata:
    """Return what an edition's metadata says beside its title and its authors, as the EPUB has it."""
    publication, standing = document.publication, document.standing
    tags = {language.code: language.tag for language in document.editions}
    source = tags.get(publication.language, publication.language)
    # Passages without a translation stand in the source language, and notes where the publication wants it so.
    both = standing and (standing.translated < standing.units or publication.note_translation == "copy")
    return Metadata(
        identifier=identifier(document, document.language.code),
        publisher=publication.publisher or document.brand.name,
        source=identifier(document, publication.language) if standing else "",
        contributors=tuple(dict.fromkeys((*standing.translators, *standing.reviewers))) if standing else (),
        languages=(document.language.tag, *((source,) if both else ())),
    )


def sheets(
    document: Document, templates: Templates, *, press: bool = False
) -> tuple[str, dict[str, bytes], tuple[str, str]]:
    """Return what is printed, for the screen or for a press: HTML, its files, and the heads over the notes."""
    files = cover_files(document, templates) | {image.name: image.data for image in document.images}
    printable = _with_drawn_maths(numbered(document), files)
    words = document.language.words
    html = templates.fill("print.html", document=printable, font_url=font_url, press=press)
    return html, files, (words["notes_to_page"], words["notes_to_pages"])


def _with_drawn_maths(document: Document, files: dict[str, bytes]) -> Document:
    """Return the document with MathML as pictures, each with its TeX as alternative text."""

    def drawn(match: re.Match[str]) -> str:
        tex = _TEX.search(match[0])
        drawing = maths.draw(
            _TEX.sub("", match[0]).replace("<semantics>", "<mrow>").replace("</semantics>", "</mrow>"),
            _TYPE_SIZE,
        )
        name = f"maths/{len(files)}.svg"
        files[name] = drawing.svg.encode()
        display = ' class="display"' if 'display="block"' in match[0] else ' class="inline"'
        return (
            f'<img{display} src="{name}" alt="{escape(unescape(tex[1] if tex else ""))}" '
            f'style="width:{drawing.width:.2f}px;height:{drawing.height:.2f}px;vertical-align:{-drawing.depth:.2f}px"/>'
        )

    return replace(
        document,
        sections=tuple(
            replace(s, html=_MATH.sub(drawn, joints.in_print(s.html)), heading=_MATH.sub(drawn, s.heading))
            for s in document.sections
        ),
        endnotes=tuple(replace(n, html=_MATH.sub(drawn, joints.in_print(n.html))) for n in document.endnotes),
    )
