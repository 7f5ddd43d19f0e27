"""Forecast: which editions are likely to be made, told by the clock before all is looked up.

Where it is wrong, an edition begins later than it could; nothing is made, or left, because of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from bindery.renderers import PRESS

if TYPE_CHECKING:
    from bindery.cli.making import Order
    from bindery.model import Publication

_SIDES = 2  # processes that work side by side


def is_one(order: Order, editions: Sequence[tuple[str, str]]) -> bool:
    """Tell whether one edition is to be made, which a printer beside this process is worth its fork for."""
    return len(editions) == 1 and order.jobs >= _SIDES and not order.cluster and PRESS not in order.media


def absent(order: Order) -> list[tuple[str, str]]:
    """Return the editions asked for by language that do not stand on the shelf, or not all of them."""
    wanted = {(slug, language) for language in order.languages for slug in order.slugs or order.house.slugs()}
    return [edition for edition in wanted if not _made(order, *edition)]


def due(order: Order, todo: list[tuple[Publication, list[str]]]) -> list[tuple[str, str]]:
    """Return the editions that do not stand on the shelf, or whose sources were saved since they do."""
    editions = list[tuple[str, str]]()
    for publication, languages in todo:
        for language in languages:
            sources = [publication.folder / name for name in ("publication.yaml", *publication.chapters)]
            if language != publication.language:
                sources.append(publication.folder / f"translations/{language}.po")
            made = _made(order, publication.slug, language)
            if not made or any(_time(source) > made for source in sources):
                editions.append((publication.slug, language))
    return editions


def _made(order: Order, slug: str, language: str) -> float:
    """Return when an edition was made, 0 where one of its files is not there, or all is to be made anew."""
    shelf = (order.out or order.house.shelf) / slug
    return min(_time(shelf / f"{slug}.{language}.{medium}") for medium in order.media) if order.cache else 0


def _time(path: Path) -> float:
    """Return when a file was saved, 0 where there is none."""
    try:
        return path.stat().st_mtime
    except OSError:
        return 0
