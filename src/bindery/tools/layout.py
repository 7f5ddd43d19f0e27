"""A layout: a page of HTML as WeasyPrint's boxes, those as pages, by one process or by two, and the pages as a PDF."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import AbstractContextManager, nullcontext
from copy import copy
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

from bindery.errors import BinderyError
from bindery.model import Colophon
from bindery.pagination import Start
from bindery.tools import heads, latter, painted, painters, parts, sent, tagging
from bindery.tools.first import First, Look
from bindery.tools.mends import edges, once
from bindery.tools.starts import starts


class Layout:
    """What is printed, with all that it depends on; ``options`` are WeasyPrint's."""

    def __init__(
        self, source: Any, fonts: Any, options: dict[str, Any], range_words: tuple[str, str], colophon: Colophon
    ) -> None:
        self._source, self._fonts, self.options, self._colophon = source, fonts, options, colophon
        self.teach = partial(heads.teach, words=range_words)
        self._is_tagged = options.items() >= tagging.OPTIONS.items()
        # WeasyPrint's own tags are of its own boxes, which do not travel.
        self.is_helped = painters.are_hired() and (self._is_tagged or not options["pdf_tags"])

    def lay_out(self, look: Look | None = None, *, helped: bool = True, to_paint: bool = True) -> Laid:
        """Return it laid out, in two parts where it can be divided; not by two processes, if it is not ``helped``.

        Another may ``look`` at the first page meanwhile. Nobody else paints what is not ``to_paint``.
        """
        boxes = self._boxes()
        style = "".join(element.text or "" for element in self._source.etree_element.iter("style"))
        where = parts.joint(boxes.root, style)
        helped = helped and self.is_helped
        first = First()
        if look and helped:
            first.begin(boxes, self.alone, look)
        try:
            if where and helped:
                try:
                    return Sent(self, first, boxes, where, to_paint=to_paint)
                except painted.Lost:
                    boxes = self._boxes()
            if where:
                pages = latter.lay_out(boxes.context, boxes.root, self._source, where, self.teach)
                return Laid(self, first, boxes.document(pages))
        except parts.Indivisible:
            boxes = self._boxes()
        return Laid(self, first, boxes.document(self._undivided(boxes)))

    def alone(self, document: Any) -> bytes:
        """Return a document as a PDF to look at, without tags."""
        plain = {"pdf_variant": None, "output_intent": None, "pdf_tags": False}
        data: bytes = document.write_pdf(None, 1, None, **{**self.options, **plain})
        return data

    def _undivided(self, boxes: Boxes) -> Iterable[Any]:
        from weasyprint.layout import layout_document

        pages: Iterable[Any] = layout_document(self._source, boxes.root, boxes.context)
        return pages

    def _boxes(self) -> Boxes:
        """Return the boxes, which are nowhere yet.

        WeasyPrint has no name for what comes before a layout: were ``Document._render`` two functions, this would go.
        """
        from weasyprint.css.counters import CounterStyle
        from weasyprint.document import VARIANTS, Document, build_formatting_structure

        source, counters, profiles, images = self._source, CounterStyle(), dict[str, Any](), dict[str, Any]()
        options = {**self.options, "cache": images}
        _, properties = VARIANTS.get(options["pdf_variant"], (None, {}))
        options |= {name: value for name, value in properties.items() if name in options and options[name] is None}
        context = Document._build_layout_context(source, self._fonts, counters, profiles, options)  # noqa: SLF001
        self.teach(context)
        root = build_formatting_structure(
            source.etree_element, context.style_for, context.get_image_from_uri, source.base_url,
            context.target_collector, counters, context.footnotes,
        )  # fmt: skip
        return Boxes(
            source, context, root, profiles, images, options["output_intent"], packs=not options["uncompressed_pdf"]
        )

    def tags(self, document: Any) -> tagging.Tags:
        """Return the tags of a document laid out, which is marked from now on as it is painted."""
        return tagging.prepare(document, self._colophon) if self._is_tagged else (None, None)


class Laid(AbstractContextManager["Laid"]):
    """A document laid out, by one process, and not yet written; it is closed when nothing more is asked of it."""

    def __init__(self, layout: Layout, first: First, document: Any) -> None:
        self._layout, self._seen, self._document = layout, first, document
        self._first = _alone(document)

    def __exit__(self, *_: object) -> None:
        """Let go of whoever helped."""
        self._seen.helpers.close()

    @property
    def count(self) -> int:
        """The number of pages."""
        return len(self._document.pages)

    @cached_property
    def starts(self) -> tuple[Start, ...]:
        """Where the pages begin."""
        here = [page for page in self._document.pages if not hasattr(page, "is_sent")]
        return (*starts(here), *self._document.later)

    def first(self, look: Look) -> bytes:
        """Return what is made of the first page."""
        return self._seen.seen(self._first) or look(self._layout.alone(self._first))

    def written(self) -> bytes:
        """Return the PDF; half its pages are painted by another process where there is one."""
        tags = self._layout.tags(self._document)
        with painters.shared(self._document, tags[0]) if self._layout.is_helped else nullcontext():
            return self._write(tags)

    def _write(self, tags: tagging.Tags) -> bytes:
        def finish(document: Any, pdf: Any) -> None:
            if not all(font.file_content for font in document.fonts.values()):
                raise BinderyError("A font could not be read while the pages were made. Build again.")
            if tags[1]:
                tags[1](document, pdf)
            once.said(pdf)

        data: bytes = self._document.write_pdf(None, 1, finish, **self._layout.options)
        return data


def _alone(document: Any) -> Any:
    """Return a document of the first page of another, as it is before that is to be marked."""
    one = document.copy([copy(document.pages[0])])
    one.metadata, one.color_profiles = copy(document.metadata), dict(document.color_profiles)
    one.context, one._html = document.context, document._html  # noqa: SLF001
    return one


class Sent(Laid):
    """A document of which another process has laid out the latter part, and paints it.

    Raises Lost where it did not come, Indivisible where it can't be laid out so.
    """

    def __init__(self, layout: Layout, first: First, boxes: Boxes, where: parts.Joint, *, to_paint: bool) -> None:
        def prepare(document: Any) -> tagging.Tags:
            super(Sent, self).__init__(layout, first, document)
            return layout.tags(document)

        _, self._tags = first.helpers.enter_context(
            sent.lay_out(boxes, where, layout.teach, prepare, to_paint=to_paint)
        )

    def written(self) -> bytes:
        """Return the PDF; what does not come, or not as this process would make it, is made here."""
        try:
            return self._write(self._tags)
        except painted.Lost:
            with self._layout.lay_out(helped=False) as laid:
                return laid.written()


@dataclass(frozen=True, slots=True)
class Boxes:
    """A document as boxes; ``images`` are those that it shows."""

    source: Any
    context: Any
    root: Any
    profiles: dict[str, Any]
    images: dict[str, Any]
    output_intent: str | None
    packs: bool

    def document(self, pages: Iterable[Any]) -> Any:
        """Return the document of pages; ``later`` is where those begin that it does not have the boxes of.

        ``packs`` is whether what is painted on them is to be compressed.
        """
        from weasyprint.document import Document, DocumentMetadata, Page, get_html_metadata

        boxes = [*pages]
        edges.know(boxes)
        made = Document(
            [Page(box) for box in boxes],
            DocumentMetadata(**get_html_metadata(self.source)),
            self.source.url_fetcher,
            self.context.font_config,
            self.profiles,
            self.output_intent,
        )
        made._html = self.source  # noqa: SLF001 (as Document._render does)
        made.context, made.images, made.later, made.packs = self.context, self.images.values(), (), self.packs
        return made
