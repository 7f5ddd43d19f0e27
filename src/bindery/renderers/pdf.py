"""The print edition: a document as a PDF that is both PDF/UA-1 and PDF/A-3a."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, TypeVar

from bindery import coverage, pressroom, templates
from bindery.brand import read_brand
from bindery.house import House
from bindery.identity import identifier
from bindery.languages import read_language
from bindery.model import Artefact, Colophon, Document, Finding, Place, Publication, Severity
from bindery.pagination import Start
from bindery.renderers import sheets
from bindery.renderers.sheets import Sheets
from bindery.templates import Templates

if TYPE_CHECKING:
    from bindery.tools import weasyprint  # who only has something printed needs none

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Printing:
    """What is asked of who prints a document: each is waited for, and the document is laid out once for all."""

    document: Document
    house: House
    starts: Callable[[], tuple[Start, ...]]
    cover: Callable[[], bytes]
    printed: Callable[[], weasyprint.Print]


_last: list[Printing] = []


def render(document: Document, templates: Templates) -> Artefact:
    """Return the PDF, with its number of pages."""
    return _artefact(document, templates, printing(document, templates).printed())


def _artefact(document: Document, templates: Templates, made: weasyprint.Print) -> Artefact:
    name = f"{document.name}.pdf"
    boxes = coverage.missing(document, templates)
    # What coverage says of all letters in plain words WeasyPrint says of each.
    warnings = [said for said in made.warnings if not (boxes and said.startswith(".notdef"))]
    told = [Finding("pdf-layout", Severity.WARNING, Place(name), f"{said}.", "") for said in warnings]
    return Artefact(name, "pdf", made.data, made.pages, (*told, *boxes))


def draft(document: Document, templates: Templates) -> tuple[Artefact, tuple[Start, ...]]:
    """Return the PDF without its tags, which cost more than its layout, and where its pages begin.

    Every page looks as that of ``render`` does.
    """
    from bindery.tools import weasyprint

    sheet = sheets.filled(document, templates, Colophon())
    made = weasyprint.print_pages(
        sheet.html, sheet.files(templates.house), variant=weasyprint.DRAFT, range_words=sheet.words
    )
    return _artefact(document, templates, made), made.starts


def begin(document: Document, templates: Templates, media: Sequence[str]) -> None:
    """Begin what ``media`` will ask of the print edition, where the pressroom is open; what is asked waits for it.

    The other editions tell its pages, and the EPUB shows its first.
    """
    house, sheet = templates.house, sheets.filled(document, templates, colophon(document))

    # In this order: the cover is made while the pages are laid out and written, by another process.
    media_of = {sheets.STARTS: {"epub", "html"}, sheets.PRINTED: {"pdf"}, sheets.COVER: {"epub"}}
    wanted = frozenset(what for what, of in media_of.items() if of & set(media))

    def asked(work: Callable[[Sheets, House, sheets.Wanted], T], what: str) -> Callable[[], T]:
        begun = pressroom.order(work, sheet, house, wanted) if what in wanted else None

        @cache
        def answer() -> T:
            return (begun or pressroom.order(work, sheet, house, wanted))()

        return answer

    starts, printed = asked(sheets.starts, sheets.STARTS), asked(sheets.printed, sheets.PRINTED)
    _last[:] = [Printing(document, house, starts, asked(sheets.cover, sheets.COVER), printed)]


def printing(document: Document, templates: Templates) -> Printing:
    """Return what can be asked of who prints a document; the last one is kept, for all its editions ask."""
    if not (_last and _last[0].document is document and _last[0].house == templates.house):
        begin(document, templates, ())
    return _last[0]


def make_ready(publication: Publication, language: str, house: House) -> Callable[[], None]:
    """Have the style sheet and the fonts of an edition read whose text is not there yet; return what waits for it."""
    document = Document(publication, read_brand(house), read_language(house, language), (), ())
    return pressroom.order(sheets.make_ready, sheets.filled(document, templates.of(house), Colophon()), house)


def colophon(document: Document) -> Colophon:
    """Return what an edition's metadata says beside its title and its authors, as the EPUB has it."""
    publication, standing = document.publication, document.standing
    tags = {language.code: language.tag for language in document.editions}
    source = tags.get(publication.language, publication.language)
    # Passages without a translation stand in the source language, and notes where the publication wants it so.
    both = standing and (standing.translated < standing.units or publication.note_translation == "copy")
    return Colophon(
        identifier=identifier(document, document.language.code),
        publisher=publication.publisher or document.brand.name,
        source=identifier(document, publication.language) if standing else "",
        contributors=tuple(dict.fromkeys((*standing.translators, *standing.reviewers))) if standing else (),
        languages=(document.language.tag, *((source,) if both else ())),
    )
