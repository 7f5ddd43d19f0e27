"""The printer: PDFs made in a process of its own, so that the text never waits for them."""

from __future__ import annotations

import asyncio
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache

from bindery import processes
from bindery.errors import BinderyError, ToolMissing
from bindery.house import House
from bindery.model import Artefact, Document, Finding
from bindery.pagination import Start
from bindery.preview import trouble
from bindery.templates import Templates


@dataclass(frozen=True, slots=True)
class Sheets:
    """What came of a document: its PDF and where the pages begin, or the trouble that there was."""

    artefact: Artefact | None = None
    starts: tuple[Start, ...] = ()
    trouble: tuple[Finding, ...] = ()


class Printer:
    """One process that has WeasyPrint and the fonts at hand."""

    def __init__(self) -> None:
        self._pool = processes.spawned(_settle)

    async def print(self, document: Document, house: House, time: int) -> Sheets:
        """Return a document printed; ``time`` tells whether templates and styles are still those of the last."""
        pool = self._pool
        try:
            sheets = await asyncio.wrap_future(pool.submit(_printed, document, house, time))
            pool.submit(_make_ready, document, house)
        except BrokenProcessPool as error:  # killed, most likely for its memory: the next one begins anew
            if self._pool is pool:  # of two editions that waited for it one has begun the next
                self._pool = processes.spawned(_settle)
            raise BinderyError("The process that makes the PDF was ended. Save again to try anew.") from error
        return sheets

    def warm(self) -> None:
        """Let the process start and import what it needs before anybody waits for it."""
        self._pool.submit(_imported)

    def close(self) -> None:
        """End the process; what it is making is lost."""
        processes.stop(self._pool)


def _settle() -> None:
    from bindery.tools import painters

    processes.begin()
    painters.hire()  # the server waits meanwhile


def _imported() -> None:
    from bindery.renderers import pdf  # noqa: F401
    from bindery.tools import weasyprint

    with suppress(ToolMissing):  # told when something is to be printed
        weasyprint.remember()


def _make_ready(document: Document, house: House) -> None:
    """Read the style sheet and the fonts for the next time, while nobody waits."""
    from bindery.renderers import pdf

    with suppress(Exception):  # what is wrong is told when the edition is made
        pdf.make_ready(document.publication, document.language.code, house)()


def _printed(document: Document, house: House, time: int) -> Sheets:
    from bindery.renderers import pdf

    try:
        artefact, starts = pdf.draft(document, _templates(house, time))
    except Exception as error:  # noqa: BLE001 (an exception does not always travel between processes; findings do)
        return Sheets(trouble=trouble.told(error, house))
    return Sheets(artefact, starts)


@lru_cache(maxsize=1)
def _templates(house: House, time: int) -> Templates:  # noqa: ARG001 (another time, other templates)
    return Templates(house)
