"""The web edition: one HTML file that works offline, with its fonts, pictures, style and script inside."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable, Sequence
from typing import Any

from markupsafe import Markup

from bindery.joints import on_screen
from bindery.model import Artefact, Document
from bindery.pagination import Start, paginated
from bindery.renderers import pdf
from bindery.templates import Templates

_TEMPLATES = ("web.html", "title.html", "tokens.css", "text.css", "lists.css", "web.css", "translation.css", "web.js")
_DISPLAY = re.compile(r'<math display="block".*?</math>', re.DOTALL)
_SRC = re.compile(r'src="([^"]+)"')


def render(document: Document, templates: Templates) -> Artefact:
    """Return the HTML edition, with a mark where each page of the print edition begins."""
    templates.compile(*_TEMPLATES)  # while the pages are printed elsewhere
    starts = pdf.printing(document, templates).starts()
    return page(document, templates, starts, lambda file: inline_font(file, templates))


def page(document: Document, templates: Templates, starts: Sequence[Start], font_url: Callable[[str], str]) -> Artefact:
    """Return the HTML edition with page marks at ``starts`` and its fonts at ``font_url``: it waits for no layout."""
    document, pages = paginated(document, starts)
    pictures = {image.name: _inline(image.media_type, image.data) for image in document.images}

    def with_pictures(html: str) -> Markup:
        """Return a fragment with its pictures inside, and what is wide in boxes that scroll on a narrow screen."""
        boxed = html.replace("<table", '<div class="table"><table').replace("</table>", "</table></div>")
        boxed = _DISPLAY.sub(r'<span class="formula">\g<0></span>', boxed)
        return Markup(_SRC.sub(lambda m: f'src="{pictures.get(m[1], m[1])}"', on_screen(boxed)))  # noqa: S704 (pandoc's own output)

    html = templates.fill(
        "web.html",
        document=document,
        pages=pages,
        font_url=font_url,
        with_pictures=with_pictures,
        linked_data=linked_data(document),
    )
    return Artefact(f"{document.name}.html", "html", html.encode())


def linked_data(document: Document) -> dict[str, Any]:
    """Return the publication as schema.org's ScholarlyArticle."""
    publication = document.publication
    publisher = publication.publisher or document.brand.name
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": ["ScholarlyArticle", "Report"],
        "headline": publication.full_title,
        "author": [
            {"@type": "Person", "name": author.name}
            | ({"honorificPrefix": author.honorific} if author.honorific else {})
            for author in publication.authors
        ],
        "datePublished": publication.date,
        "inLanguage": document.language.tag,
        "publisher": {"@type": "Organization", "name": publisher},
    }
    optional: dict[str, Any] = {
        "abstract": publication.abstract,
        "keywords": list(publication.keywords),
        "url": document.url_in(document.language),
        "sameAs": publication.doi and f"https://doi.org/{publication.doi}",
        "genre": publication.kind,
    }
    if standing := document.standing:
        source = document.editions[0]
        optional |= {
            "translator": [{"@type": "Person", "name": name} for name in standing.translators],
            "creativeWorkStatus": standing.word,
            "translationOfWork": {
                "@type": "ScholarlyArticle",
                "inLanguage": source.tag,
                "url": document.url_in(source) or f"{document.name_in(source)}.html",
            },
        }
    return data | {key: value for key, value in optional.items() if value}


def inline_font(file: str, templates: Templates) -> str:
    """Return a font as an address that holds it, for a page that works offline."""
    return _inline("font/woff2", templates.font(file))


def _inline(media_type: str, data: bytes) -> str:
    return f"data:{media_type};base64,{b64encode(data).decode()}"
