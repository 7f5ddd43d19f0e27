"""The print edition: a document as PDF/UA-1."""

from __future__ import annotations

import re
from dataclasses import replace
from html import escape, unescape

from bindery.model import Artefact, Document, Finding, Place, Severity
from bindery.renderers.cover import files as cover_files
from bindery.renderers.cover import font_url
from bindery.templates import Templates
from bindery.tools import maths, weasyprint

_MATH = re.compile(r"<math\b.*?</math>", re.DOTALL)
_TEX = re.compile(r'<annotation encoding="application/x-tex">(.*?)</annotation>', re.DOTALL)
_TYPE_SIZE = 14.0  # pixels: 10.5 pt


def render(document: Document, templates: Templates) -> Artefact:
    """Return the PDF, with its number of pages."""
    files = cover_files(document, templates) | {image.name: image.data for image in document.images}
    printable = _with_drawn_maths(document, files)
    words = document.language.words
    html = templates.fill("print.html", document=printable, font_url=font_url)
    made = weasyprint.print_pages(html, files, range_words=(words["notes_to_page"], words["notes_to_pages"]))
    name = f"{document.name}.pdf"
    return Artefact(
        name,
        "pdf",
        made.data,
        made.pages,
        tuple(Finding("pdf-layout", Severity.WARNING, Place(name), f"{said}.", "") for said in made.warnings),
    )


def _with_drawn_maths(document: Document, files: dict[str, bytes]) -> Document:
    """Return the document with MathML as pictures, each with its TeX as alternative text."""

    def drawn(match: re.Match[str]) -> str:
        tex = _TEX.search(match[0])
        drawing = maths.draw(
            _TEX.sub("", match[0]).replace("<semantics>", "<mrow>").replace("</semantics>", "</mrow>"),
            _TYPE_SIZE,
        )
        name = f"maths/{len(files)}.svg"
        files[name] = drawing.svg.encode()
        display = ' class="display"' if 'display="block"' in match[0] else ' class="inline"'
        return (
            f'<img{display} src="{name}" alt="{escape(unescape(tex[1] if tex else ""))}" '
            f'style="width:{drawing.width:.2f}px;height:{drawing.height:.2f}px;vertical-align:{-drawing.depth:.2f}px"/>'
        )

    return replace(
        document,
        sections=tuple(
            replace(s, html=_MATH.sub(drawn, s.html), heading=_MATH.sub(drawn, s.heading)) for s in document.sections
        ),
        endnotes=tuple(replace(n, html=_MATH.sub(drawn, n.html)) for n in document.endnotes),
    )
