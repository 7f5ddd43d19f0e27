"""The web edition: one HTML file that works offline, with its fonts, pictures, style and script inside."""

from __future__ import annotations

import re
from base64 import b64encode

from markupsafe import Markup

from bindery.model import Artefact, Document
from bindery.templates import Templates

_SRC = re.compile(r'src="([^"]+)"')


def render(document: Document, templates: Templates) -> Artefact:
    """Return the HTML edition."""
    pictures = {image.name: _inline(image.media_type, image.data) for image in document.images}

    def with_pictures(html: str) -> Markup:
        return Markup(_SRC.sub(lambda m: f'src="{pictures.get(m[1], m[1])}"', html))  # noqa: S704 (pandoc's own output)

    def font(file: str) -> str:
        return _inline("font/woff2", templates.font(file))

    html = templates.fill("web.html", document=document, font_url=font, with_pictures=with_pictures)
    return Artefact(f"{document.name}.html", "html", html.encode())


def _inline(media_type: str, data: bytes) -> str:
    return f"data:{media_type};base64,{b64encode(data).decode()}"
