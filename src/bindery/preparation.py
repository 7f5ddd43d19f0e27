"""Preparation: what can be done for an edition before its text is read; what is wrong is told where it is made."""

from __future__ import annotations

from contextlib import suppress

from bindery import pressroom
from bindery.errors import BinderyError
from bindery.house import House
from bindery.model import Publication


def of_press(publication: Publication, language: str, house: House, *, printed: bool) -> None:
    """Import what an edition is made with, what it is ``printed`` with too, and have its style sheet and fonts read.

    Where another prints it, its translation is begun to be read as well.
    """
    other = language != publication.language
    if other and not printed:
        from bindery.translation import catalogs, markdown

        with suppress(BinderyError):
            markdown.begin(catalogs.texts(catalogs.open_catalog(publication, language, house)))
    from bindery.renderers import pdf

    if printed:
        pressroom.warm()
    with suppress(BinderyError):
        ready = pdf.make_ready(publication, language, house)
        if printed:
            ready()
    if other:
        from bindery.checks import translation  # noqa: F401
        from bindery.translation import edition  # noqa: F401
    from bindery import compose  # noqa: F401
