"""The desk: the editions that somebody looks at, each made anew when its files change."""

from __future__ import annotations

import asyncio
import re
import secrets
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from typing import Any

from bindery import press
from bindery.errors import UsageError
from bindery.house import House
from bindery.model import Document, Finding, Severity
from bindery.pagination import Start
from bindery.preview import trouble
from bindery.preview.printer import Printer
from bindery.templates import Templates

_CODE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]+)*")
_ORDER = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}


@dataclass(frozen=True, slots=True)
class Draft:
    """An edition read, composed and rendered as HTML; ``own`` tells whether it is in the publication's own language."""

    document: Document
    html: bytes
    findings: tuple[Finding, ...]
    own: bool


@dataclass(eq=False)
class Edition:
    """One edition on the desk: what its files are at (``time``), and the last good HTML and PDF of it."""

    slug: str
    language: str  # "" is the publication's own
    time: int = 1
    tried: int = 0
    state: str = "reading"  # then "printing", "current"; or "broken"
    html: bytes = b""
    html_time: int = 0
    pdf: bytes = b""
    pdf_time: int = 0
    pages: int = 0
    seconds: float = 0.0
    starts: tuple[Start, ...] = ()
    draft: Draft | None = None
    slips: tuple[Finding, ...] = ()
    layout: tuple[Finding, ...] = ()
    trouble: tuple[Finding, ...] = ()
    listeners: set[asyncio.Event] = field(default_factory=set)
    changed: asyncio.Event = field(default_factory=asyncio.Event)
    readable: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What there is to look at, errors first, each once."""
        found = self.trouble or (*(self.draft.findings if self.draft else ()), *self.slips, *self.layout)
        return tuple(sorted(dict.fromkeys(found), key=lambda finding: _ORDER[finding.severity]))


class Desk:
    """All that is being looked at; everything but ``_drafted`` and ``_slips`` runs in the server's own thread."""

    def __init__(self, house: House, font_url: Callable[[str], str]) -> None:
        self.house = house
        self.session = secrets.token_hex(4)
        self.closed = False
        self._font_url = font_url
        self._templates, self._templates_time = Templates(house), 0
        self._printer = Printer()
        self._editions: dict[tuple[str, str], Edition] = {}
        self._tasks: list[asyncio.Task[None]] = []
        self._printer.warm()

    def edition(self, slug: str, language: str) -> Edition:
        """Return an edition, put on the desk where it is not there yet.

        Raises NoSuchPublication or UsageError where there is none.
        """
        key = slug, language
        if key not in self._editions:
            self.house.folder(slug)
            if language:
                if not _CODE.fullmatch(language):
                    raise UsageError(f"{language}: no language.")
                self.house.file(f"styles/languages/{language}.toml")
            self._editions[key] = edition = Edition(slug, language)
            edition.changed.set()
            self._tasks += [asyncio.create_task(self._keep(edition)), asyncio.create_task(self._print(edition))]
        return self._editions[key]

    async def statuses(self, edition: Edition) -> AsyncIterator[dict[str, Any]]:
        """Yield how an edition stands, at once and after each change, until the desk is closed."""
        news = asyncio.Event()
        edition.listeners.add(news)
        if edition.time > edition.tried:  # nobody looked when its files changed
            edition.changed.set()
        try:
            while not self.closed:
                yield self.status(edition)
                await news.wait()
                news.clear()
        finally:
            edition.listeners.discard(news)

    def status(self, edition: Edition) -> dict[str, Any]:
        """Return all that the page shows of an edition but the edition itself."""
        document = edition.draft.document if edition.draft else None
        own = document.publication.language if document else ""
        languages = document.editions if document else ()
        return {
            "state": edition.state,
            "time": edition.time,
            "html": f"{self.session}-{edition.html_time}" if edition.html_time else "",
            "pdf": f"{self.session}-{edition.pdf_time}" if edition.pdf_time else "",
            "pages": edition.pages,
            "seconds": round(edition.seconds, 2),
            "title": document.publication.full_title if document else edition.slug,
            "publications": [
                {"name": slug, "href": f"/{slug}/", "current": slug == edition.slug} for slug in self.house.slugs()
            ],
            "languages": [
                {
                    "name": language.name,
                    "tag": language.tag,
                    "href": f"/{edition.slug}/" + (f"{language.code}/" if language.code != own else ""),
                    "current": bool(document and language.code == document.language.code),
                }
                for language in languages
            ],
            "findings": [
                {
                    "severity": finding.severity.value,
                    "place": str(finding.place),
                    "message": finding.message,
                    "hint": finding.hint,
                    "code": finding.code,
                }
                for finding in edition.findings
            ],
        }

    def change(self, paths: Iterable[Path]) -> None:
        """Have everything made anew that the changed files say something to."""
        manuscripts = self.house.root / "manuscript"
        touched = {
            path.relative_to(manuscripts).parts[0] if path.is_relative_to(manuscripts) and path != manuscripts else ""
            for path in paths
        } or {""}
        known = set(self.house.slugs())
        everything = not touched <= known
        if everything:
            self._templates, self._templates_time = Templates(self.house), self._templates_time + 1
        for edition in self._editions.values():
            if everything or edition.slug in touched:
                edition.time += 1
                edition.state = "reading"
                if edition.listeners:
                    edition.changed.set()

    def close(self) -> None:
        """Send everybody home."""
        self.closed = True
        for edition in self._editions.values():
            self._tell(edition)
        for task in self._tasks:
            task.cancel()
        self._printer.close()

    def _tell(self, edition: Edition, state: str = "") -> None:
        edition.state = state or edition.state
        for news in edition.listeners:
            news.set()

    async def _keep(self, edition: Edition) -> None:
        """Make the HTML anew after each change, for as long as the desk stands."""
        while True:
            await edition.changed.wait()
            edition.changed.clear()
            time = edition.tried = edition.time
            begun = perf_counter()
            self._tell(edition, "reading")
            try:
                draft = await asyncio.to_thread(self._drafted, edition)
            except Exception as error:  # noqa: BLE001 (whatever it is: the page says it and waits for the next save)
                if time == edition.time:
                    edition.trouble = trouble.told(error, self.house)
                    self._tell(edition, "broken")
                continue
            edition.draft, edition.html, edition.html_time, edition.trouble = draft, draft.html, time, ()
            edition.seconds = perf_counter() - begun
            if time != edition.time:
                self._tell(edition)  # newer than what was shown, but no longer the newest
                continue
            edition.readable.set()
            self._tell(edition, "printing")
            with suppress(Exception):  # the next change reads anew, and says what there is to say
                edition.slips = await asyncio.to_thread(self._slips, draft)
                self._tell(edition)

    async def _print(self, edition: Edition) -> None:
        """Make the PDF of the newest HTML, again and again; what stopped that of an older one is left out."""
        while True:
            await edition.readable.wait()
            edition.readable.clear()
            time, begun, draft = edition.html_time, perf_counter(), edition.draft
            if draft is None or time != edition.time:
                continue
            try:
                sheets = await self._printer.print(draft.document, self.house, self._templates_time)
                wrong = sheets.trouble
            except Exception as error:  # noqa: BLE001 (as above)
                sheets, wrong = None, trouble.told(error, self.house)
            if sheets and sheets.artefact:
                edition.pdf, edition.pdf_time, edition.starts = sheets.artefact.data, time, sheets.starts
                edition.pages, edition.layout = sheets.artefact.pages, sheets.artefact.findings
            if time != edition.time:
                self._tell(edition)  # newer than what was shown: who saves without a pause sees it follow
                continue
            edition.trouble = wrong
            edition.seconds += perf_counter() - begun
            self._tell(edition, "broken" if wrong else "current")

    def _drafted(self, edition: Edition) -> Draft:
        from bindery.renderers import web

        publication = press.open_publication(edition.slug, self.house)
        language = edition.language or publication.language
        if language not in publication.languages:
            raise UsageError(f"{edition.slug} does not come out in {language}. See `languages` in publication.yaml.")
        manuscript = press.translate(press.read(publication, self.house), language, self.house)
        document = press.compose(manuscript, self.house)
        artefact = web.page(document, self._templates, edition.starts, self._font_url)
        findings = manuscript.findings + manuscript.doubts
        return Draft(document, artefact.data, findings, own=language == publication.language)

    def _slips(self, draft: Draft) -> tuple[Finding, ...]:
        """Return what `build check` says of the author's text; a translation's doubts came with it."""
        from bindery.checks import examine

        return tuple(examine(draft.document.publication, self.house)) if draft.own else ()
