"""Preparation: what can be done for an edition before its text is read; what is wrong is told where it is made."""

from __future__ import annotations

from contextlib import suppress

from bindery.errors import BinderyError
from bindery.house import House
from bindery.model import Publication


def of_press(publication: Publication, language: str, house: House, *, printed: bool) -> None:
    """Import what an edition is made with, what it is ``printed`` with too; else begin to read its translation."""
    if language != publication.language:
        from bindery.checks import catalogs as examining  # noqa: F401
        from bindery.translation import catalogs, edition, markdown  # noqa: F401

        if not printed:
            with suppress(BinderyError):
                markdown.begin(catalogs.texts(catalogs.open_catalog(publication, language, house)))
    from bindery import compose  # noqa: F401
    from bindery.renderers import pdf

    if printed:
        pdf.warm()


def of_printer(publication: Publication, language: str, house: House) -> None:
    """Read the style sheet and the fonts of an edition's print, and fill its templates."""
    from bindery.renderers import pdf

    with suppress(BinderyError):
        pdf.make_ready(publication, language, house)
