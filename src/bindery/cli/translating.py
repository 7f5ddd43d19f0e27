"""Commands for translators and their editors: catalogues begun, brought up to date, sent out, taken back, reviewed."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bindery.cli.terminal import count, editions, languages_of, publications, tell, with_languages, with_slugs
from bindery.errors import BinderyError, ManuscriptError, UsageError
from bindery.house import House
from bindery.model import Publication, Severity

if TYPE_CHECKING:
    from bindery.bureau import Update

_SUFFIXES = {".docx": "docx", ".xlf": "xliff", ".xliff": "xliff"}


@click.group(epilog="Example: build translate add uk")
def translate() -> None:
    """Add languages, bring translations up to date, send them out and take them back."""


@translate.command(epilog="Example: build translate add uk on-the-brink-of-war")
@click.argument("language")
@with_slugs
@click.pass_obj
def add(house: House, language: str, slugs: tuple[str, ...]) -> None:
    """Begin a translation: a catalogue, and a line in publication.yaml."""
    from bindery import bureau

    wrong: list[BinderyError] = []
    for publication in (chosen := publications(house, slugs)):
        try:
            made = bureau.add(publication, language, house)
        except (UsageError, ManuscriptError) as error:  # the others are begun all the same
            wrong.append(error)
            continue
        if made.found:
            click.echo(f"{house.place(made.file)}: was there already, and its language is listed now: {_told(made)}.")
            continue
        click.echo(
            f"{house.place(made.file)}: {count(made.new + made.fuzzy, 'unit')} to translate, {_known(made.fuzzy)}."
        )
    if len(wrong) < len(chosen):
        click.echo(f"Translate it with Poedit, Weblate or OmegaT, or: build translate export -l {language} --to docx")
    if wrong:
        raise wrong[0] if len(wrong) == 1 else UsageError("\n".join(dict.fromkeys(map(str, wrong))))


@translate.command(epilog="Example: build translate update")
@with_languages
@with_slugs
@click.pass_obj
def update(house: House, slugs: tuple[str, ...], languages: tuple[str, ...]) -> None:
    """Bring the catalogues up to date after the source changed; no translation is lost."""
    chosen = publications(house, slugs)
    from bindery import chapters

    chapters.ahead(chosen[0], house)  # while the rest is imported
    from bindery import bureau

    wrong: list[ManuscriptError] = []
    for publication, codes in _begun(chosen, house, languages, slugs):
        for made in bureau.update(publication, codes, house):
            if isinstance(made, ManuscriptError):
                wrong.append(made)
                continue
            click.echo(f"{house.place(made.file)}: {_told(made)}{'' if made.written else ' (unchanged)'}.")
    if wrong:
        raise ManuscriptError([finding for error in wrong for finding in error.findings])


@translate.command(epilog="Example: build translate status")
@with_languages
@with_slugs
@click.pass_obj
def status(house: House, slugs: tuple[str, ...], languages: tuple[str, ...]) -> None:
    """Tell how far each translation is."""
    from bindery import bureau, press
    from bindery.model import Standing

    counts = [field.name for field in fields(Standing) if field.name not in {"translators", "reviewers"}]
    wrong = 0
    for publication, codes in _translated(publications(house, slugs), house, languages, slugs):
        click.echo(publication.slug)
        rows = [["language", *counts, ""]]
        manuscript = None
        problems: list[str] = []
        for language in codes:
            try:
                manuscript = manuscript or press.read(publication, house)
                standing = bureau.standing(manuscript, language, house)
            except ManuscriptError as error:
                rows.append([language, *[""] * len(counts), "not readable"])
                problems += [said for finding in error.findings if (said := str(finding)) not in problems]
                continue
            rows.append([language, *(str(getattr(standing, name)) for name in counts), standing.word])
        widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
        for row in rows if len(rows) > 1 else ():
            cells = [cell.rjust(width) for cell, width in zip(row, widths, strict=True)]
            click.echo("  " + "  ".join([row[0].ljust(widths[0]), *cells[1:-1], row[-1]]).rstrip())
        if len(rows) == 1:
            click.echo("  no translation yet: build translate add LANGUAGE")
        for problem in problems:
            click.echo(problem, err=True)
        wrong += len(problems)
    sys.exit(1 if wrong else 0)


@translate.command(epilog='Example: build translate review uk --by "Jana Novak"')
@click.argument("language")
@with_slugs
@click.option("--by", "name", required=True, help="The reviewer's name, as the edition will print it.")
@click.option(
    "--unit", "units", multiple=True, type=int, metavar="N", help="Only this unit of the proof; may be repeated."
)
@click.pass_obj
def review(house: House, language: str, slugs: tuple[str, ...], name: str, units: tuple[int, ...]) -> None:
    """Say that a translation was reviewed, whole or by unit; a later change of a unit takes that back by itself."""
    from bindery import bureau
    from bindery.exchange.units import short
    from bindery.translation.review import Reviewer

    if not name.strip():
        raise click.BadParameter("a review needs a name.", param_hint="--by")
    by = Reviewer(name.strip(), datetime.now(UTC).astimezone().date())
    for publication, _ in editions(publications(house, slugs), house, (language,), slugs):
        reviewed, standing = bureau.review(publication, language, by, units, house)
        click.echo(
            f"{publication.slug} ({language}): {count(len(reviewed), 'unit')} reviewed by {by.name}, "
            f"{standing.unreviewed} still unreviewed."
        )
        # A proof on paper has the numbers of its day: whoever names some should see which they are by now.
        for number, unit in zip(dict.fromkeys(units), reviewed, strict=False):
            click.echo(f"  unit {number}: {short(unit.source)}")


@translate.command(epilog="Example: build translate export -l uk --to docx")
@with_languages
@click.option("--to", "medium", type=click.Choice(["docx", "xliff"]), default="docx", show_default=True,
              help="A table for Word, or XLIFF 1.2.")  # fmt: skip
@click.option("-o", "--output", "out", type=click.Path(path_type=Path, file_okay=False), metavar="DIR", default=None,
              help="Put the files into DIR/ instead of output/<slug>/.")  # fmt: skip
@with_slugs
@click.pass_obj
def export(house: House, slugs: tuple[str, ...], languages: tuple[str, ...], medium: str, out: Path | None) -> None:
    """Write a table for Word, or XLIFF 1.2, for translators who do not use PO."""
    from bindery import bureau

    for publication, codes in _begun(publications(house, slugs), house, languages, slugs):
        for language in codes:
            file, usual = bureau.export(publication, language, medium, out, house)
            if file != usual:
                click.echo(
                    f"{house.place(usual)}: was changed since it went out, so it stays as it is. "
                    f"Take it back with `build translate import {house.place(usual)}` and remove it.",
                    err=True,
                )
            click.echo(f"wrote {house.place(file)}")


@translate.command("import", epilog="Example: build translate import on-the-brink-of-war.uk.docx")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "-l", "--language", default=None, metavar="LANGUAGE", help="Needed where the file's name does not say it."
)
@click.option("--slug", default=None, help="Needed where the file's name does not say it.")
@click.pass_obj
def import_(house: House, file: Path, language: str | None, slug: str | None) -> None:
    """Take a translator's Word table or XLIFF back into the catalogue; nothing there is lost."""
    from bindery import bureau

    medium = _SUFFIXES.get(file.suffix.lower())
    if medium is None:
        raise click.BadParameter(f"{file.name}: expected {', '.join(_SUFFIXES)}.", param_hint="FILE")
    named = _named(file.name, house)
    slug, language = slug or named[0], language or named[1]
    if not slug or not language:
        raise click.UsageError(f"{file.name}: say which publication and language it is: --slug SLUG -l LANGUAGE.")
    [publication] = publications(house, (slug,))
    languages_of(publication, house, (language,))
    changed, found = bureau.take_back(publication, language, file, medium, house)
    tell(found)
    if any(finding.severity is Severity.ERROR for finding in found):
        click.echo("Nothing was taken from it: the catalogue is as it was.", err=True)
        sys.exit(1)
    click.echo(f"{publication.slug} ({language}): {count(changed, 'unit')} changed. Now: build check -l {language}")


def _named(name: str, house: House) -> tuple[str, str]:
    """Return the publication and the language that a file's name begins with, whatever people have added to it."""
    from bindery.languages import languages

    found = re.match(r"(?P<slug>[a-z0-9-]+)\.(?P<language>[a-z]{2,3}(?:-[A-Za-z0-9]+)*)(?![A-Za-z0-9])", name)
    if found is None:
        return "", ""
    known = [code for code in languages(house) if f"{found['language']}-".startswith(f"{code}-")]
    return found["slug"], max(known, key=len, default=found["language"])


def _translated(
    chosen: Sequence[Publication], house: House, languages: tuple[str, ...], slugs: tuple[str, ...]
) -> list[tuple[Publication, list[str]]]:
    """Return publications with the languages asked for of each that are not its own."""
    return [
        (publication, [code for code in codes if code != publication.language])
        for publication, codes in editions(chosen, house, languages, slugs)
    ]


def _begun(
    chosen: Sequence[Publication], house: House, languages: tuple[str, ...], slugs: tuple[str, ...]
) -> list[tuple[Publication, list[str]]]:
    """Return what ``_translated`` does, and tell where there is no translation at all."""
    found = _translated(chosen, house, languages, slugs)
    if not any(codes for _, codes in found):
        click.echo("There is no translation. Begin one with `build translate add LANGUAGE`.", err=True)
    return found


def _told(made: Update) -> str:
    return f"{made.kept} kept, {made.fuzzy} fuzzy, {made.new} new, {made.obsolete} obsolete"


def _known(fuzzy: int) -> str:
    return f"{fuzzy} of them known from other publications" if fuzzy else "none of them known"


COMMANDS = (translate,)
