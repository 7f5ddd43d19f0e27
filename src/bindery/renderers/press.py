"""The printer's edition: the pages of the print edition as PDF/X-4, with bleed and marks, in ink."""

from __future__ import annotations

import re

from bindery import coverage
from bindery.errors import UsageError
from bindery.model import Artefact, Colophon, Document, Finding, Place, Severity
from bindery.renderers import sheets
from bindery.templates import Templates
from bindery.tools import pdfx, weasyprint

PROFILE = "styles/icc/fogra39.icc"
_BLEED = 3.0  # millimetres
_VIEW = re.compile(r'(?<=viewBox=")([\d.-]+) ([\d.-]+) ([\d.]+) ([\d.]+)" width="([\d.]+)mm" height="([\d.]+)mm(?=")')


def render(document: Document, templates: Templates) -> Artefact:
    """Return the edition for the printer; what is not right for a press is a finding."""
    name = f"{document.name}.press.pdf"
    sheet = sheets.filled(document, templates, Colophon(), press=True)
    files = sheet.files(templates.house)
    files["_press/motif-bleed.svg"] = _bled(files["_press/motif.svg"].decode()).encode()
    made = weasyprint.print_pages(sheet.html, files, variant=None, range_words=sheet.words)
    profile = _profile(templates)
    publication = document.publication
    title = pdfx.Title(
        publication.full_title,
        ", ".join(author.full_name for author in publication.authors),
        publication.date,
        document.name,
    )
    data = pdfx.make(made.data, document.brand.colours, profile, title)
    said = [f"{warning}." for warning in made.warnings]
    if profile is None:
        said.append(f"{PROFILE} is not here: the printing condition is told by its name, and colours are reckoned.")
    findings = [Finding("pdf-layout", Severity.WARNING, Place(name), message) for message in said]
    return Artefact(name, "press.pdf", data, made.pages, (*findings, *coverage.missing(document, templates)))


def _profile(templates: Templates) -> bytes | None:
    try:
        return templates.house.file(PROFILE).read_bytes()
    except UsageError:
        return None


def _bled(svg: str) -> str:
    """Return the cover's motif as large as the page with its bleed: what it draws beyond the page is shown."""

    def larger(match: re.Match[str]) -> str:
        x, y, width, height, across, down = (float(number) for number in match.groups())
        beside, above = _BLEED * width / across, _BLEED * height / down
        view = f"{x - beside:g} {y - above:g} {width + 2 * beside:g} {height + 2 * above:g}"
        return f'{view}" width="{across + 2 * _BLEED:g}mm" height="{down + 2 * _BLEED:g}mm'

    return _VIEW.sub(larger, svg, count=1)
