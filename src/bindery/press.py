"""The press, one function an arrow: who reads only this file understands the program."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from bindery import guests
from bindery.brand import read_brand
from bindery.configuration import read_publication
from bindery.errors import ManuscriptError
from bindery.house import House
from bindery.languages import read_language
from bindery.model import Finding, Place, Severity
from bindery.renderers import MEDIA, PRESS, renderer

if TYPE_CHECKING:
    from bindery.model import Artefact, Document, Manuscript, Publication
    from bindery.translation.edition import Translation

PROVED = (*MEDIA, PRESS)


def open_publication(slug: str, house: House) -> Publication:
    """Return what ``manuscript/<slug>/publication.yaml`` describes."""
    file = house.folder(slug) / "publication.yaml"
    return read_publication(file, house.place(file), read_brand(house))


def read(publication: Publication, house: House, meanwhile: Callable[[], None] = lambda: None) -> Manuscript:
    """Return the publication's text as its author wrote it, its notes numbered.

    Raises ManuscriptError where a chapter is not text at all. ``meanwhile`` is done while pandoc reads.
    """
    from bindery import chapters  # what stands on the shelf already need not be read

    reading = chapters.begin(publication, house)
    from bindery import manuscript

    meanwhile()
    return manuscript.made(publication, reading(), house)


def open_translation(manuscript: Manuscript, language: str, house: House) -> Translation:
    """Return the manuscript's units beside what the catalogue of a language has for them.

    Raises MissingCatalog where there is no catalogue, CatalogError where it can't be read.
    """
    from bindery.checks.translation import damages
    from bindery.translation import catalogs, pairs, units
    from bindery.translation.edition import Translation

    publication = manuscript.publication
    catalog = catalogs.open_catalog(publication, language, house)
    taken = units.taken(manuscript)
    shown = house.place(catalogs.path(publication, language))
    rows = pairs.align(taken, catalog, shown, publication.note_translation)
    return Translation(
        units=taken,
        rows=rows,
        catalog=catalog,
        file=shown,
        damages=damages(pairs.translated(rows)),
        source=read_language(house, publication.language),
        target=read_language(house, language),
    )


def translate(manuscript: Manuscript, language: str, house: House) -> Manuscript:
    """Return the manuscript in a language, of the same shape; what has no translation stands as the author wrote it."""
    if language == manuscript.language:
        return manuscript
    from bindery.checks import catalogs
    from bindery.translation import edition

    made = open_translation(manuscript, language, house)
    doubting = partial(catalogs.examine, made, manuscript.publication, house)
    return replace(edition.translate(manuscript, made), doubting=cache(lambda: manuscript.doubts + doubting()))


def refuse_draft(manuscript: Manuscript) -> None:
    """Let pass only a translation that is complete, undamaged, up to date and reviewed.

    Raises ManuscriptError that says how many units are not, and of which kind.
    """
    standing = manuscript.standing
    if standing and not standing.final:
        from bindery.checks import catalogs

        raise ManuscriptError([catalogs.refusal(manuscript.publication, manuscript.language, standing)])


def compose(manuscript: Manuscript, house: House, meanwhile: Callable[[], object] = lambda: None) -> Document:
    """Return the edition composed; ``meanwhile`` is done while pandoc writes.

    Raises ManuscriptError, with all of them, when the manuscript has errors, and ConfigurationError when fonts have.
    """
    from bindery import compose as composing
    from bindery import fonts, templates

    errors = [finding for finding in manuscript.findings if finding.severity is Severity.ERROR]
    if errors:
        raise ManuscriptError(errors)
    editions = [read_language(house, code) for code in manuscript.publication.languages]
    document = composing.compose(manuscript, read_language(house, manuscript.language), editions, meanwhile)
    document = guests.invite(document, house)
    fonts.hold(document, templates.of(house))
    return document


def render(document: Document, medium: str, house: House) -> Artefact:
    """Return the edition as a finished file."""
    from bindery import templates

    return renderer(medium).render(document, templates.of(house))


def begin_printing(document: Document, media: Sequence[str], house: House) -> None:
    """Let print begin before it is waited for, for the other editions tell its pages; without a pressroom it waits."""
    if set(media) & set(MEDIA):
        from bindery import templates
        from bindery.renderers import pdf

        pdf.begin(document, templates.of(house), media)


def prove(manuscript: Manuscript, language: str, house: House) -> tuple[Artefact, ...]:
    """Return the bilingual proof of a translation, as HTML and as PDF."""
    from bindery import templates
    from bindery.checks import catalogs
    from bindery.renderers import proof
    from bindery.translation import edition

    made = open_translation(manuscript, language, house)
    found = catalogs.examine(made, manuscript.publication, house)
    document = compose(edition.translate(manuscript, made), house)
    return proof.render(document, made, found, templates.of(house))


def check(publication: Publication, language: str, house: House) -> tuple[Finding, ...]:
    """Return what an editor should look at: in the sources, or in the translation into another language."""
    from bindery.checks import examine

    manuscript = read(publication, house)
    if language != publication.language:
        return translate(manuscript, language, house).doubts
    return (*manuscript.findings, *manuscript.doubts, *examine(publication, house))


def compare(publication: Publication, house: House) -> tuple[Finding, ...]:
    """Return in what the editions of a publication differ that should be the same in all of them."""
    from bindery.checks import parity

    manuscript = read(publication, house)
    return tuple(parity.compare([compose(translate(manuscript, code, house), house) for code in publication.languages]))


def examine(
    folder: Path, languages: Sequence[str], house: House, *, media: Sequence[str] = PROVED, validators: bool = True
) -> tuple[Finding, ...]:
    """Return what is wrong with the files in a publication's folder of the shelf; what is not there is said.

    But for the printer's: that is made only where it is asked for. What the press found of a file when it made it, as
    letters that no font has, counts too.
    """
    from bindery.checks import artefacts
    from bindery.shelf import Shelf

    shelf = Shelf(folder)
    files, found = [], []
    for language in languages:
        for medium in media:
            path = folder / f"{folder.name}.{language}.{medium}"
            shown = house.place(path)
            if path.is_file():
                files.append(artefacts.Shelved(path, shown, medium, language))
                own = {path.name, f"{folder.name}.{language}"}  # what its sources have is told of them
                found += [replace(f, place=Place(shown)) for f in shelf.told(path.name) if f.place.file in own]
            elif medium != PRESS:
                message = "not built, so not checked."
                found.append(Finding("check-skipped", Severity.NOTE, Place(shown), message, f"Run `build {medium}`."))
    return (*found, *artefacts.examine(files, validators=validators))
