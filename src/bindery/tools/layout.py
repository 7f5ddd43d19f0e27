"""A layout: a page of HTML as WeasyPrint's boxes, those as pages, by one process or by two, and the pages as a PDF."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import nullcontext
from dataclasses import dataclass
from functools import partial
from typing import Any

from bindery.pagination import Start
from bindery.tools import heads, latter, once, painted, painters, parts, sent, tagging
from bindery.tools.starts import starts
from bindery.tools.tagging import Metadata


@dataclass(frozen=True, slots=True)
class Made:
    """A PDF, its number of pages, and where they begin."""

    data: bytes
    pages: int
    starts: tuple[Start, ...]


class Layout:
    """What is printed, with all that it depends on; ``options`` are WeasyPrint's."""

    def __init__(
        self, source: Any, fonts: Any, options: dict[str, Any], range_words: tuple[str, str], metadata: Metadata
    ) -> None:
        self._source, self._fonts, self._options, self._metadata = source, fonts, options, metadata
        self._teach = partial(heads.teach, words=range_words)
        self._is_tagged = options.items() >= tagging.OPTIONS.items()
        # WeasyPrint's own tags are of its own boxes, which do not travel.
        self._is_helped = painters.are_hired() and (self._is_tagged or not options["pdf_tags"])

    def print(self) -> Made:
        """Return it laid out, in two parts where it can be divided, and written."""
        from weasyprint.layout import layout_document

        boxes = self._boxes()
        style = "".join(element.text or "" for element in self._source.etree_element.iter("style"))
        where = parts.joint(boxes.root, style)
        try:
            if where and self._is_helped:
                try:
                    with sent.lay_out(boxes, where, self._teach, self._tags) as (document, tags):
                        return self._written(document, tags)
                except painted.Lost:
                    boxes = self._boxes()
            if where:
                pages = latter.lay_out(boxes.context, boxes.root, self._source, where, self._teach)
                return self._painted(boxes.document(pages))
        except parts.Indivisible:
            boxes = self._boxes()
        document = boxes.document(layout_document(self._source, boxes.root, boxes.context))
        return self._painted(document)

    def _boxes(self) -> Boxes:
        """Return the boxes, which are nowhere yet.

        WeasyPrint has no name for what comes before a layout: were ``Document._render`` two functions, this would go.
        """
        from weasyprint.css.counters import CounterStyle
        from weasyprint.document import VARIANTS, Document, build_formatting_structure

        source, counters, profiles, images = self._source, CounterStyle(), dict[str, Any](), dict[str, Any]()
        options = {**self._options, "cache": images}
        _, properties = VARIANTS.get(options["pdf_variant"], (None, {}))
        options |= {name: value for name, value in properties.items() if name in options and options[name] is None}
        context = Document._build_layout_context(source, self._fonts, counters, profiles, options)  # noqa: SLF001
        self._teach(context)
        root = build_formatting_structure(
            source.etree_element, context.style_for, context.get_image_from_uri, source.base_url,
            context.target_collector, counters, context.footnotes,
        )  # fmt: skip
        return Boxes(source, context, root, profiles, images, options["output_intent"])

    def _tags(self, document: Any) -> tagging.Tags:
        return tagging.prepare(document, self._metadata) if self._is_tagged else (None, None)

    def _painted(self, document: Any) -> Made:
        tags = self._tags(document)
        with painters.shared(document, tags[0]) if self._is_helped else nullcontext():
            return self._written(document, tags)

    def _written(self, document: Any, tags: tagging.Tags) -> Made:
        def finish(document: Any, pdf: Any) -> None:
            if tags[1]:
                tags[1](document, pdf)
            once.said(pdf)

        data = document.write_pdf(None, 1, finish, **self._options)
        here = [page for page in document.pages if not hasattr(page, "is_sent")]
        return Made(data, len(document.pages), (*starts(here), *document.later))


@dataclass(frozen=True, slots=True)
class Boxes:
    """A document as boxes; ``images`` are those that it shows."""

    source: Any
    context: Any
    root: Any
    profiles: dict[str, Any]
    images: dict[str, Any]
    output_intent: str | None

    def document(self, pages: Iterable[Any]) -> Any:
        """Return the document of pages; ``later`` is where those begin that it does not have the boxes of."""
        from weasyprint.document import Document, DocumentMetadata, Page, get_html_metadata

        made = Document(
            [Page(page) for page in pages],
            DocumentMetadata(**get_html_metadata(self.source)),
            self.source.url_fetcher,
            self.context.font_config,
            self.profiles,
            self.output_intent,
        )
        made._html = self.source  # noqa: SLF001 (as Document._render does)
        made.context, made.images, made.later = self.context, self.images.values(), ()
        return made
