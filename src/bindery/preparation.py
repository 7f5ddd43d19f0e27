"""Preparation: what can be done for an edition before its text is read; what is wrong is told where it is made."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from bindery import pressroom
from bindery.errors import BinderyError
from bindery.house import House
from bindery.model import Publication


def of_press(
    publication: Publication, languages: Sequence[str], house: House, *, printed: bool, beside: bool, pictured: bool
) -> None:
    """Import what editions are made with, what they are ``printed`` with too, and have a style sheet and fonts read.

    Where a core is free ``beside`` this process, their translations are begun to be read as well.
    """
    others = [language for language in languages if language != publication.language]
    if beside and others:
        from bindery.translation import catalogs, markdown

        for language in others:
            with suppress(BinderyError):
                texts = catalogs.texts(catalogs.open_catalog(publication, language, house))
                markdown.begin(texts, leisure=len(languages) > 1)
    from bindery.renderers import pdf

    if printed:
        pressroom.warm()
    elif pictured:
        from bindery.tools import pdfium

        pressroom.order(pdfium.warm)
    with suppress(BinderyError):
        ready = pdf.make_ready(publication, languages[0], house)
        if printed:
            ready()
    if others:
        from bindery.checks import translation  # noqa: F401
        from bindery.translation import edition  # noqa: F401
    from bindery import compose  # noqa: F401
