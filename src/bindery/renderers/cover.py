"""The cover: the PDF's first page, pictured for the EPUB."""

from __future__ import annotations

from bindery.model import Document
from bindery.templates import Templates
from bindery.tools import pdfium

WIDTH = 1400  # pixels; large shops ask for at least 1400 on the short side


def picture(pdf: bytes) -> bytes:
    """Return the cover as a PNG; ``pdf`` is the first page of the print edition, or all of it."""
    return pdfium.picture(pdf, 0, WIDTH)


def font_url(file: str) -> str:
    """Return a font's address beside a style sheet."""
    return f"fonts/{file}"


def print_fonts(document: Document, templates: Templates) -> dict[str, bytes]:
    """Return the brand's fonts unpacked, by the address that the style sheet has for them."""
    return {font_url(font.file): templates.print_font(font.file) for font in document.brand.fonts}


def font_files(document: Document, templates: Templates) -> dict[str, bytes]:
    """Return the brand's fonts by their address."""
    return {font_url(font.file): templates.font(font.file) for font in document.brand.fonts}
