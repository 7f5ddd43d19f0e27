"""The media: each renderer is a pure function from a document to an artefact, behind one name in one registry."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

if TYPE_CHECKING:
    from bindery.model import Artefact, Document
    from bindery.templates import Templates

MEDIA = ("pdf", "epub", "html")
PRESS = "press.pdf"  # for the printer: made when asked for
_MODULES = {"pdf": "pdf", "epub": "epub", "html": "web", PRESS: "press"}


class Renderer(Protocol):
    """What each module of this package offers."""

    def render(self, document: Document, templates: Templates) -> Artefact:
        """Return the document in this medium."""
        ...


def renderer(medium: str) -> Renderer:
    """Return the renderer of a medium; imported only when asked for, since WeasyPrint alone takes half a second."""
    return cast("Renderer", import_module(f"bindery.renderers.{_MODULES[medium]}"))
