"""The chapters of a publication, read by pandoc side by side while the press does something else."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from bindery import labels, source, tangles
from bindery.errors import BinderyError, ManuscriptError
from bindery.house import House
from bindery.model import Blocks, Finding, Publication, Severity
from bindery.source import Source
from bindery.tools import pandoc
from bindery.tools.conversion import TooSlow

LETTERS = 20_000_000  # together


_ahead: list[tuple[list[Source], Callable[[], list[Blocks]]]] = []


def ahead(publication: Publication, house: House) -> None:
    """Begin to read chapters that are about to be asked for; what is wrong with them is told then."""
    with suppress(BinderyError):
        sources = _sources(publication, house)
        _refuse(sources)
        _ahead[:] = [(sources, _begun(sources))]


def begin(publication: Publication, house: House) -> Callable[[], list[tuple[Source, Blocks]]]:
    """Begin to read a publication's chapters; return what waits for them and gives each with its blocks.

    Raises ManuscriptError, at once or then, where one is not text at all, would keep pandoc busy for ever or nests
    without end.
    """
    sources = _sources(publication, house)
    before, reading = _ahead.pop() if _ahead else (None, None)
    if reading is None or before != sources:  # saved anew meanwhile
        _refuse(sources)
        reading = _begun(sources)

    def read() -> list[tuple[Source, Blocks]]:
        try:
            return list(zip(sources, reading(), strict=True))
        except pandoc.TooDeep as error:
            message, hint = "lists, quotations or emphases are nested too deeply.", "Take some of them out."
            raise ManuscriptError([sources[error.at].find("source-deep", Severity.ERROR, 0, message, hint)]) from error
        except TooSlow as error:
            longest = max(sources, key=lambda text: len(text.text))
            raise ManuscriptError([longest.find("source-slow", Severity.ERROR, 0, str(error), "")]) from error

    return read


def _begun(sources: list[Source]) -> Callable[[], list[Blocks]]:
    return pandoc.begin([labels.labelled(text) for text in sources])


def _refuse(sources: list[Source]) -> None:
    """Let pass only what pandoc gets through."""
    if tangled := [finding for text in sources for finding in tangles.find(text)]:
        raise ManuscriptError(tangled)
    if (size := sum(len(text.text) for text in sources)) > LETTERS:
        message = f"the chapters have {size / 1e6:.0f} million letters together; {LETTERS / 1e6:.0f} are read."
        raise ManuscriptError([sources[0].find("source-size", Severity.ERROR, 0, message, "Split the publication.")])


def _sources(publication: Publication, house: House) -> list[Source]:
    sources: list[Source] = []
    unreadable: list[Finding] = []
    for name in publication.chapters:
        path = publication.folder / name
        try:
            sources.append(source.read(path, house.place(path)))
        except ManuscriptError as error:
            unreadable += error.findings
    if unreadable:
        raise ManuscriptError(unreadable)
    return sources
