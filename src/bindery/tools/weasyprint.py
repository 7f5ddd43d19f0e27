"""The door to WeasyPrint: HTML and the files it names to PDF bytes, nothing fetched from anywhere else."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import unquote

from bindery.errors import TemplateError, ToolMissing
from bindery.model import Colophon
from bindery.pagination import Start
from bindery.tools import faces, hyphens, images, makeready, mends, tagging, typecase
from bindery.tools.complaints import Complaints
from bindery.tools.first import Look
from bindery.tools.layout import Laid, Layout
from bindery.tools.mends import agent, later, lines, pango, parsed, pseudos

DRAFT = ""  # a variant to look at only
_HOME = "bindery:///"


@dataclass(frozen=True, slots=True)
class Print:
    """A finished PDF, its number of pages, what WeasyPrint complained about, and where its pages begin, if asked."""

    data: bytes
    pages: int
    warnings: tuple[str, ...]
    starts: tuple[Start, ...] = ()


class Pages:
    """Pages that are laid out and not written."""

    def __init__(self, laid: Laid, complaints: Complaints) -> None:
        self._laid, self._complaints = laid, complaints

    @property
    def starts(self) -> tuple[Start, ...]:
        """Where they begin."""
        return self._laid.starts

    def first(self, look: Look) -> bytes:
        """Return what ``look`` makes of the first, a PDF to look at: without tags, and not to be kept."""
        return self._laid.first(look)

    def print(self) -> Print:
        """Return all of them as a PDF."""
        data = self._laid.written()
        return Print(data, self._laid.count, tuple(dict.fromkeys(self._complaints.said)))


def print_pages(
    html: str,
    files: Mapping[str, bytes],
    *,
    variant: str | None = tagging.VARIANT,
    range_words: tuple[str, str] = ("{first}", "{first}–{last}"),
    colophon: Colophon | None = None,
) -> Print:
    """Return ``html`` as a PDF; all is as ``laid_out`` has it."""
    with laid_out(html, files, variant=variant, range_words=range_words, colophon=colophon) as pages:
        return replace(pages.print(), starts=pages.starts)


@contextmanager
def laid_out(  # noqa: PLR0913 (all that a PDF depends on)
    html: str,
    files: Mapping[str, bytes],
    *,
    variant: str | None = tagging.VARIANT,
    range_words: tuple[str, str] = ("{first}", "{first}–{last}"),
    colophon: Colophon | None = None,
    look: Look | None = None,
    painted: bool = True,
) -> Iterator[Pages]:
    """Yield ``html`` as pages; ``files`` are all that its addresses can reach, by relative name.

    ``range_words`` are the running head over notes of one page and of several ("{first}", "{last}"); ``colophon``
    is what the page's head can't say; ``look`` is what will be asked of the first page, and whether they will all be
    ``painted``. A PDF/UA-1 is a PDF/A-3a too.
    A draft has no tags, for nobody keeps it.
    Raises ToolMissing when Pango is not there, and TemplateError when the style sheet nests too deeply.
    """
    weasyprint = _weasyprint()
    lines.turn()
    complaints = Complaints().listen()
    logging.getLogger("weasyprint").propagate = False  # what it says becomes findings, not lines on the screen
    try:
        source = _source(weasyprint, html, files)
        options = {
            **weasyprint.DEFAULT_OPTIONS,
            "pdf_variant": variant or None,
            "pdf_tags": variant != DRAFT,
            "uncompressed_pdf": variant == DRAFT,
            # Where a list starts is an attribute of its element.
            "presentational_hints": True,
            "pdf_identifier": b"bindery",
            **(tagging.OPTIONS if variant == tagging.VARIANT else {}),
        }
        ready = makeready.take(html, files)
        complaints.said += ready.said if ready else ()
        fonts = ready.fonts if ready else typecase.fonts()
        with ready.used() if ready else nullcontext():
            laid = Layout(source, fonts, options, range_words, colophon or Colophon()).lay_out(look, to_paint=painted)
        with laid:
            yield Pages(laid, complaints)
    except RecursionError as error:
        if _is_deep(weasyprint, html, files):
            raise TemplateError(
                "styles/print.css, or a style sheet that it is printed with, is nested too deeply, or has a selector "
                "without end. Mend the style sheet."
            ) from error
        raise
    finally:
        complaints.stop()


def _is_deep(weasyprint: Any, html: str, files: Mapping[str, bytes]) -> bool:
    """Tell whether it is the style sheet of a page that nests too deeply, and not its text."""
    try:
        makeready.make(_source(weasyprint, html, files), html, files, typecase.fonts())
    except RecursionError:
        return True
    return False


def make_ready(html: str, files: Mapping[str, bytes]) -> None:
    """Read the style sheet of ``html`` and its fonts ahead, for the next page that is printed if it has the same."""
    weasyprint = _weasyprint()
    logging.getLogger("weasyprint").propagate = False
    if makeready.take(html, files) is None:
        makeready.make(_source(weasyprint, html, files), html, files, typecase.fonts())


def _source(weasyprint: Any, html: str, files: Mapping[str, bytes]) -> Any:
    """Return a page as WeasyPrint has it; were ``HTML`` to take a tree, this would be a line."""
    root, fetcher = parsed.root(html), _fetcher(files)
    if root is None:
        source = weasyprint.HTML(string=html, base_url=_HOME, url_fetcher=fetcher)
    else:
        from cssselect2 import ElementWrapper

        source = weasyprint.HTML.__new__(weasyprint.HTML)
        source.base_url, source.url_fetcher, source.media_type = _HOME, fetcher, "print"
        source.wrapper_element = ElementWrapper.from_html_root(root, content_language=None)
        source.etree_element = source.wrapper_element.etree_element
    pseudos.spare(source, html)
    return source


def _fetcher(files: Mapping[str, bytes]) -> Any:
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class Shelf(URLFetcher):  # type: ignore[misc]
        """Hands out the edition's own files and nothing else."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            if url.startswith("data:"):  # a picture within a drawing, which brings its own bytes
                return super().fetch(url, headers)
            name = url.removeprefix(_HOME)
            name = name if name in files else unquote(name)  # a font's file may have a space in its name
            if name not in files:
                raise ValueError(f"{url} is outside the edition")
            return Found(url, body=images.shallow(faces.unpacked(files[name])))

    class Found(URLFetcherResponse):  # type: ignore[misc]
        """A file of the edition; a drawing says that it is one, or Pillow would try all that it can read first."""

        @property
        def content_type(self) -> str:
            return "image/svg+xml" if self.url.endswith(".svg") else str(super().content_type)

    return Shelf()


def remember() -> None:
    """Remember lines from one document to the next, for who prints the same one again and again."""
    _weasyprint()
    lines.remember()


def warm() -> None:
    """Import WeasyPrint ahead of its use, as a thread does while pandoc reads; what is missing is told on use."""
    with suppress(ToolMissing):
        _weasyprint()


def _weasyprint() -> Any:
    try:
        with images.LENIENCE, later.imported(), pango.declared(), agent.kept():
            import weasyprint
            import weasyprint.text.fonts
    except OSError as error:  # cffi finds no Pango
        raise ToolMissing(
            "Pango is not here. Run `make setup`, or `build doctor` for the line that mends it."
        ) from error
    except ImportError as error:
        raise ToolMissing("WeasyPrint is not here. Run `make setup`.") from error
    logging.getLogger("weasyprint").setLevel(logging.WARNING)
    mends.mend()
    hyphens.read_when_needed()
    return weasyprint
