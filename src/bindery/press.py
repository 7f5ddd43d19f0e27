"""The press, one function an arrow: who reads only this file understands the program."""

from __future__ import annotations

from bindery import compose as composing
from bindery import manuscript as reading
from bindery.brand import read_brand, read_language
from bindery.configuration import read_publication
from bindery.errors import ManuscriptError
from bindery.house import House
from bindery.model import Artefact, Document, Finding, Manuscript, Publication, Severity
from bindery.renderers import renderer


def open_publication(slug: str, house: House) -> Publication:
    """Return what ``manuscript/<slug>/publication.yaml`` describes."""
    file = house.folder(slug) / "publication.yaml"
    return read_publication(file, house.place(file), read_brand(house).note_style)


def read(publication: Publication, house: House) -> Manuscript:
    """Return the publication's text, its notes numbered and its foreign passages tagged."""
    return reading.read(publication, house)


def compose(manuscript: Manuscript, house: House) -> Document:
    """Return the edition composed.

    Raises ManuscriptError, with all of them, when the manuscript has errors.
    """
    errors = [finding for finding in manuscript.findings if finding.severity is Severity.ERROR]
    if errors:
        raise ManuscriptError(errors)
    return composing.compose(manuscript, read_brand(house), read_language(house, manuscript.language))


def render(document: Document, medium: str, house: House) -> Artefact:
    """Return the edition as a finished file."""
    from bindery.templates import Templates  # Jinja2 is needed only where something is made

    return renderer(medium).render(document, Templates(house))


def check(publication: Publication, house: House) -> tuple[Finding, ...]:
    """Return what an editor should look at in the publication's sources, in reading order."""
    from bindery.checks import examine

    return (*read(publication, house).findings, *examine(publication, house))
