"""Catalogues where they lie: ``manuscript/<slug>/translations/<language>.po``, opened, begun and put back whole."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from bindery import catalog as po
from bindery import disk
from bindery.errors import ShelfError, UsageError
from bindery.house import House
from bindery.model import Catalog, Entry, Finding, Language, Place, Publication, Severity


class MissingCatalog(po.CatalogError, UsageError):
    """A language is asked for that nobody has begun to translate into."""


def path(publication: Publication, language: str) -> Path:
    """Return where the catalogue of a language is, whether it is there or not."""
    return publication.folder / "translations" / f"{language}.po"


def open_catalog(publication: Publication, language: str, house: House) -> Catalog:
    """Return the catalogue of a language.

    Raises MissingCatalog where there is none, CatalogError with all that is wrong with it.
    """
    file = path(publication, language)
    shown = house.place(file)
    # A link that leaves the folder is as good as missing: a publication may not read the machine.
    if not file.is_file() or not file.resolve().is_relative_to(publication.folder.resolve()):
        hint = f"Make it with `build translate add {language} {publication.slug}`."
        raise MissingCatalog([Finding("catalog-missing", Severity.ERROR, Place(shown), "not there.", hint)])
    read = po.read(file, shown)
    wrong = po.check(read, publication.slug, language, shown)
    if wrong:
        raise po.CatalogError(wrong)
    return replace(read, language=language)  # a header may have its country too, as Poedit writes it: uk_UA


def texts(catalog: Catalog) -> list[str]:
    """Return the translations of a catalogue that are Markdown, as ``pairs.align`` will ask for them."""
    return [
        entry.translation
        for entry in catalog.entries
        if not entry.obsolete and entry.translation.strip() and not entry.key[0].startswith("meta:")
    ]


def begin(publication: Publication, language: Language) -> Catalog:
    """Return an empty catalogue for a language."""
    return Catalog(
        language.code,
        {
            "Project-Id-Version": publication.slug,
            "Language": language.code,
            "X-Source-Language": publication.language,
            "MIME-Version": "1.0",
            "Content-Type": "text/plain; charset=UTF-8",
            "Content-Transfer-Encoding": "8bit",
        },
        comment=f"{publication.full_title}\n{language.name}",
    )


def save(catalog: Catalog, publication: Publication, house: House) -> bool:
    """Write a catalogue over its file, whole or not at all, and tell whether that changed anything.

    Raises ShelfError where it cannot be written, or is no longer what was read; what was there is as it was.
    """
    file = path(publication, catalog.language)
    data = po.write(catalog)
    try:
        file.parent.mkdir(exist_ok=True)
        with disk.alone(file.parent):
            here = file.read_bytes() if file.is_file() else None
            if here == data:
                return False
            if catalog.origin != (b"" if here is None else po.digest(here)):
                message = f"{house.place(file)}: was saved by somebody meanwhile, and stands so. Run that again."
                raise ShelfError(message)
            disk.replace(file if here is None else file.resolve(), data)  # a link within the folder stays one
    except OSError as error:
        raise ShelfError(
            f"{house.place(file)}: not written ({error.strerror}); what stood there before still stands."
        ) from error
    return True


def memory(publication: Publication, language: str, house: House) -> Iterable[Entry]:
    """Yield the translations of the house's other publications into a language; what can't be read is passed over."""
    for file in sorted((house.root / "manuscript").glob(f"[!.]*/translations/{language}.po")):
        if file.parents[1].name != publication.slug:
            try:
                yield from (e for e in po.read(file, house.place(file)).entries if not e.obsolete)
            except (po.CatalogError, OSError):
                continue  # its own build tells what is wrong with it
