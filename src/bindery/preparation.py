"""Preparation: what can be done for an edition before its text is read; what is wrong is told where it is made."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from bindery import pressroom
from bindery.errors import BinderyError
from bindery.house import House
from bindery.model import Publication


def of_translations(publication: Publication, languages: Sequence[str], house: House, *, leisure: bool = False) -> None:
    """Begin to read translations; others come first where they are not waited for yet (``leisure``)."""
    for language in languages:
        from bindery.translation import catalogs, markdown

        with suppress(BinderyError):
            markdown.begin(catalogs.texts(catalogs.open_catalog(publication, language, house)), leisure=leisure)


def of_press(publication: Publication, languages: Sequence[str], house: House, *, printed: bool) -> None:
    """Import what editions are made with, what they are ``printed`` with too, and have a style sheet and fonts read.

    Translations are begun to be read.
    """
    others = [language for language in languages if language != publication.language]
    if not printed or len(languages) > 1:  # a core is free for it
        of_translations(publication, others, house, leisure=len(languages) > 1)
    from bindery.renderers import pdf

    if printed:
        pressroom.warm()
    with suppress(BinderyError):
        ready = pdf.make_ready(publication, languages[0], house)
        if printed:
            ready()
    if others:
        from bindery.checks import translation  # noqa: F401
        from bindery.translation import edition  # noqa: F401
    from bindery import compose  # noqa: F401
