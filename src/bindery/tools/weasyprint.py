"""The door to WeasyPrint: HTML and the files it names to PDF bytes, nothing fetched from anywhere else."""

from __future__ import annotations

import ctypes.util
import logging
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

from bindery.errors import ToolMissing
from bindery.pagination import Start
from bindery.tools import faces, images, layout, tagging, turned
from bindery.tools.tagging import Metadata

DRAFT = ""  # a variant to look at only
_HOME = "bindery:///"


@dataclass(frozen=True, slots=True)
class Print:
    """A finished PDF, its number of pages, what WeasyPrint complained about, and where its pages begin."""

    data: bytes
    pages: int
    warnings: tuple[str, ...]
    starts: tuple[Start, ...] = ()


def print_pages(
    html: str,
    files: Mapping[str, bytes],
    *,
    variant: str | None = tagging.VARIANT,
    range_words: tuple[str, str] = ("{first}", "{first}–{last}"),
    metadata: Metadata | None = None,
) -> Print:
    """Return ``html`` as a PDF; ``files`` are all that its addresses can reach, by relative name.

    ``range_words`` are the running head over notes of one page and of several ("{first}", "{last}"); ``metadata``
    is what the page's head can't say. A PDF/UA-1 is a PDF/A-3a too. A draft has no tags, for nobody keeps it.
    Raises ToolMissing when Pango is not there.
    """
    weasyprint = _weasyprint()
    from weasyprint.document import Document

    class Pages(Document):  # type: ignore[misc]
        """A document that can say "Notes to page 3" and "Notes to pages 3–7".

        CSS has named strings for the first and the last note of a page but no way to leave out the second
        when it is the same (css-gcpm-3, 1.3); with a conditional in ``content`` this class would go.
        """

        @classmethod
        def _build_layout_context(cls, *arguments: Any, **named: Any) -> Any:
            context = super()._build_layout_context(*arguments, **named)
            plain = context.get_string_set_for

            def get_string_set_for(page: Any, name: str, keyword: str = "first") -> Any:
                if name != "notes-to":
                    return plain(page, name, keyword)
                here = context.current_page
                called = context.string_set["called-on"].get(here) or plain(page, "called-on")
                again = context.string_set["called-last"].get(here) or plain(page, "called-last")
                pages = [int(number) for number in (*called, *again)]
                if not pages:
                    return ()
                first, last = min(pages), max(pages)
                one, many = range_words
                words = one if first == last else many
                return (words.format(first=first, last=last),)

            context.get_string_set_for = get_string_set_for
            return context

    complaints = _Complaints()
    logger = logging.getLogger("weasyprint")
    logger.addHandler(complaints)
    logger.propagate = False  # what it says becomes findings, not lines on the screen
    try:
        source = weasyprint.HTML(string=html, base_url=_HOME, url_fetcher=_fetcher(files))
        options = {
            **weasyprint.DEFAULT_OPTIONS,
            "pdf_variant": variant or None,
            "pdf_tags": variant != DRAFT,
            # Where a list starts is an attribute of its element.
            "presentational_hints": True,
            "pdf_identifier": b"bindery",
            **(tagging.OPTIONS if variant == tagging.VARIANT else {}),
        }
        document = Pages._render(  # noqa: SLF001 (HTML.render makes a plain Document only)
            source, weasyprint.text.fonts.FontConfiguration(), None, None, dict(options)
        )
        finish = tagging.prepare(document, metadata or Metadata()) if variant == tagging.VARIANT else None
        data = document.write_pdf(None, 1, finish, **options)
    finally:
        logger.removeHandler(complaints)
    return Print(data, len(document.pages), tuple(complaints.said), layout.starts(document))


def _fetcher(files: Mapping[str, bytes]) -> Any:
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class Shelf(URLFetcher):  # type: ignore[misc]
        """Hands out the edition's own files and nothing else."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            if url.startswith("data:"):  # a picture within a drawing, which brings its own bytes
                return super().fetch(url, headers)
            name = url.removeprefix(_HOME)
            if name not in files:
                raise ValueError(f"{url} is outside the edition")
            return URLFetcherResponse(url, body=faces.unpacked(files[name]))

    return Shelf()


def warm() -> None:
    """Import WeasyPrint ahead of its use, as a thread does while pandoc reads; what is missing is told on use."""
    with suppress(ToolMissing):
        _weasyprint()


def _weasyprint() -> Any:
    try:
        with images.LENIENCE, _by_name():
            import weasyprint
            import weasyprint.text.fonts
    except OSError as error:  # cffi finds no Pango
        raise ToolMissing(
            "Pango is not here. Run `make setup`, or `build doctor` for the line that mends it."
        ) from error
    except ImportError as error:
        raise ToolMissing("WeasyPrint is not here. Run `make setup`.") from error
    logging.getLogger("weasyprint").setLevel(logging.WARNING)
    turned.mend()
    return weasyprint


@contextmanager
def _by_name() -> Iterator[None]:
    """Let the loader find libraries by their names alone.

    For each name that is not a file's, cffi asks ctypes, which runs ldconfig and a compiler: fifty processes, half the
    time of the import. The loader knows the names that WeasyPrint tries after those. Were it to try the names of
    Linux first on Linux, this would go.
    """
    plain = ctypes.util.find_library
    if "weasyprint" in sys.modules or not sys.platform.startswith("linux"):
        yield
        return
    ctypes.util.find_library = lambda name: None  # noqa: ARG005
    try:
        yield
    finally:
        ctypes.util.find_library = plain


class _Complaints(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(record.getMessage())
