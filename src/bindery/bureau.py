"""The translation bureau: what editors ask of a publication's catalogues, one function an errand."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import chain, count
from pathlib import Path

from bindery import configuration, disk, press, shelf
from bindery.errors import ManuscriptError, ShelfError, UsageError
from bindery.house import House
from bindery.languages import read_language
from bindery.model import Catalog, Finding, Manuscript, Publication, Severity, Standing, Unit
from bindery.translation import catalogs, revision, units
from bindery.translation.review import Reviewer, flagged, review_all


@dataclass(frozen=True, slots=True)
class Update:
    """What an update of a catalogue came to, in entries; ``written`` is false where nothing had changed."""

    file: Path
    kept: int
    fuzzy: int
    new: int
    obsolete: int
    written: bool
    found: bool = False  # whether a catalogue to be begun was there already


def add(publication: Publication, language: str, house: House) -> Update:
    """Begin a catalogue and list the language in ``publication.yaml``.

    What other publications have translated word for word is filled in as a guess. A catalogue that nobody listed is
    brought up to date. Raises UsageError for a language without a language file, for the publication's own, and where
    a catalogue stands already and is listed.
    """
    target = read_language(house, language)
    file = catalogs.path(publication, language)
    if language == publication.language:
        raise UsageError(f"{publication.slug} is written in {language}; there is nothing to translate.")
    if (found := file.exists()) and language in publication.languages:
        raise UsageError(f"{house.place(file)}: is there already. Bring it up to date with `build translate update`.")
    begun = catalogs.open_catalog(publication, language, house) if found else catalogs.begin(publication, target)
    made = _revise(begun, publication, _units(publication, house), house)
    written = catalogs.save(made.catalog, publication, house)
    if language not in publication.languages:
        _list(publication, language, house)
    return Update(file, made.kept, made.fuzzy, made.new, made.obsolete, written, found)


def _list(publication: Publication, language: str, house: House) -> None:
    """List a language in ``publication.yaml``."""
    listed = publication.folder / "publication.yaml"
    try:
        with disk.alone(publication.folder):
            # Not as lines of text: those of Windows stay what they are, and so does the mark at the beginning.
            whole = listed.read_bytes().decode()
            mark = whole[: len(whole) - len(whole.removeprefix("\ufeff"))]
            text = mark + configuration.with_language(whole.removeprefix(mark), publication, language)
            disk.replace(listed.resolve(), text.encode())
    except OSError as error:
        raise ShelfError(
            f"{house.place(listed)}: not written ({error.strerror}). Add {language} to `languages` by hand."
        ) from error


def update(publication: Publication, languages: Sequence[str], house: House) -> Iterator[Update | ManuscriptError]:
    """Bring catalogues up to date with the source, read once for all; what a translator wrote stays in them.

    Yields what each came to, or why it could not be; the others are brought up to date all the same.
    """
    opened: dict[str, Catalog] = {}

    def meanwhile() -> None:
        for language in languages:
            with suppress(ManuscriptError):  # told below
                opened[language] = catalogs.open_catalog(publication, language, house)

    try:
        taken = _units(publication, house, meanwhile)
    except ManuscriptError as error:
        yield error
        return
    for language in languages:
        try:
            catalog = opened.get(language) or catalogs.open_catalog(publication, language, house)
            made = _revise(catalog, publication, taken, house)
            written = catalogs.save(made.catalog, publication, house)
        except ManuscriptError as error:
            yield error
        else:
            file = catalogs.path(publication, language)
            yield Update(file, made.kept, made.fuzzy, made.new, made.obsolete, written)


def standing(manuscript: Manuscript, language: str, house: House) -> Standing:
    """Return how far the translation into a language is."""
    from bindery.translation import edition  # an update needs none

    return edition.standing(press.open_translation(manuscript, language, house))


def review(
    publication: Publication, language: str, by: Reviewer, numbers: tuple[int, ...], house: House
) -> tuple[list[Unit], Standing]:
    """Record a review of the units numbered as in the proof, or of all; return which, and how it stands now.

    Raises UsageError for a number that no translated unit has.
    """
    from bindery.translation import edition, pairs

    translation = press.open_translation(press.read(publication, house), language, house)
    ready = {row.number: row.unit for row in translation.rows if translation.uses(row)}
    strange = [number for number in numbers if number not in ready]
    if strange:
        raise UsageError(
            f"unit {strange[0]} is not translated, or there is none of that number. See `build proof -l {language}`."
        )
    chosen = [ready[number] for number in dict.fromkeys(numbers or ready)]
    keys = {unit.key for unit in chosen}
    reviewed = flagged(review_all(translation.catalog, by, lambda entry: entry.key in keys))
    catalogs.save(reviewed, publication, house)
    rows = pairs.align(translation.units, reviewed, translation.file, publication.note_translation)
    return chosen, edition.standing(replace(translation, catalog=reviewed, rows=rows))


def export(publication: Publication, language: str, medium: str, out: Path | None, house: House) -> tuple[Path, Path]:
    """Write a catalogue for translators who do not use PO, brought up to date first.

    Return the file, and the one that it would have been: another where somebody has worked in that one, which stays.
    """
    from bindery import exchange

    before = catalogs.open_catalog(publication, language, house)
    catalog = _revise(before, publication, _units(publication, house), house).catalog
    catalogs.save(catalog, publication, house)
    data = exchange.export(catalog, publication.language, publication.full_title, medium)
    folder, known = out or house.shelf / publication.slug, house.shelf / publication.slug / shelf.SENT
    ending = "docx" if medium == "docx" else "xlf"
    usual = folder / f"{publication.slug}.{language}.{ending}"
    names = chain([usual], (folder / f"{publication.slug}.{language}.{number}.{ending}" for number in count(2)))
    ours = shelf.sent(known.parent)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = next(name for name in names if not _was_changed(name, data, ours.get(str(name.resolve()), "")))
        disk.replace(file, data)
    except OSError as error:
        raise ShelfError(f"{usual}: not written ({error.strerror}). Choose another folder with -o DIR.") from error
    with suppress(OSError):  # what is not known as ours is kept next time: that loses nothing
        known.parent.mkdir(parents=True, exist_ok=True)
        disk.replace(known, json.dumps(ours | {str(file.resolve()): sha256(data).hexdigest()}).encode())
    return file, usual


def _was_changed(file: Path, data: bytes, ours: str) -> bool:
    """Tell whether a file is there that is neither what is to be written nor as the press has last written it."""
    return os.path.lexists(file) and not (file.is_file() and disk.digest(file) in {sha256(data).hexdigest(), ours})


def take_back(
    publication: Publication, language: str, file: Path, medium: str, house: House
) -> tuple[int, list[Finding]]:
    """Take a translator's file into the catalogue; return how many entries changed and what is wrong with the file."""
    from bindery import exchange

    before = catalogs.open_catalog(publication, language, house)
    others = [slug for slug in house.slugs() if slug != publication.slug]
    after, found = exchange.take(file.read_bytes(), before, medium, file.name, others)
    if any(finding.severity is Severity.ERROR for finding in found):  # nothing was taken
        return 0, found
    after = flagged(after)
    catalogs.save(after, publication, house)
    old = {entry.key: (entry.translation, entry.fuzzy, entry.comment) for entry in before.entries}
    changed = sum(old.get(entry.key) != (entry.translation, entry.fuzzy, entry.comment) for entry in after.entries)
    return changed, found


def _units(publication: Publication, house: House, meanwhile: Callable[[], None] = lambda: None) -> tuple[Unit, ...]:
    """Return what there is to translate.

    Raises ManuscriptError where the source has errors: translators should not get what will change again.
    """
    manuscript = press.read(publication, house, meanwhile)
    errors = [finding for finding in manuscript.findings if finding.severity is Severity.ERROR]
    if errors:
        raise ManuscriptError(errors)
    return units.taken(manuscript)


def _revise(catalog: Catalog, publication: Publication, taken: tuple[Unit, ...], house: House) -> revision.Revision:
    return revision.revise(catalog, taken, catalogs.memory(publication, catalog.language, house))
