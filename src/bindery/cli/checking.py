"""Commands that look and change nothing: what an editor or a reviewer should see."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import click

from bindery.cli.terminal import count, editions, progress, publications, sound, tell, with_languages, with_slugs
from bindery.errors import ConfigurationError, ManuscriptError
from bindery.house import House
from bindery.model import Finding, Publication, Severity
from bindery.report import FORMATS

_PARTS = ("sources", "editions")


@dataclass(frozen=True, slots=True)
class Look:
    """What the options of ``build check`` ask for."""

    house: House
    slugs: tuple[str, ...]
    languages: tuple[str, ...]
    only: str | None
    form: str
    out: Path | None
    quick: bool


@click.command(epilog="Example: build check on-the-brink-of-war -l uk")
@with_languages
@click.option("--only", type=click.Choice(_PARTS), default=None, help="Look at the sources only, or at what was built.")
@click.option("--quick", is_flag=True, help="Leave out the field's own validators, which take seconds each.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True,
              help="How to tell it: in lines, or as JSON or SARIF for other programs.")  # fmt: skip
@click.option("-o", "--output", "out", type=click.Path(path_type=Path), default=None, metavar="DIR",
              help="Look for what was built in DIR/<slug>/.")  # fmt: skip
@with_slugs
@click.pass_obj
def check(house: House, /, **options: Any) -> None:
    """Report what to look at in sources, translations and the files that were built; nothing is changed."""
    from bindery import report

    look, lines = Look(house, **options), []
    chosen, unread = sound(house, look.slugs)
    found: list[Finding] = [*unread]
    for publication, languages in editions(chosen, house, look.languages, look.slugs, quiet=look.form != "text"):
        with progress(f"{publication.slug}: checking", quiet=look.form != "text"):
            for what, part in _parts(publication, languages, look):
                found += [finding for finding in part if finding.severity is not Severity.ERROR or finding not in found]
                lines.append(_summed(publication, what, part))
    if found or look.form != "text":
        click.echo(report.written(found, look.form))
    if look.form == "text" and lines:
        click.echo("\n".join(lines))
    if unread:
        sys.exit(ConfigurationError.exit_code)
    sys.exit(1 if any(finding.severity is Severity.ERROR for finding in found) else 0)


def _parts(publication: Publication, languages: Sequence[str], look: Look) -> Iterator[tuple[str, Sequence[Finding]]]:
    """Yield what was looked at and what was found there."""
    from bindery import press

    if look.only != "editions":
        for language in languages:
            yield language, _told(partial(press.check, publication, language, look.house))
        if not look.languages and len(publication.languages) > 1:
            yield "all editions", _told(partial(press.compare, publication, look.house))
    if look.only != "sources":
        shelf = look.out or look.house.shelf
        yield "as built", press.examine(shelf / publication.slug, languages, look.house, validators=not look.quick)


def _told(look: Callable[[], Sequence[Finding]]) -> Sequence[Finding]:
    """Return what was found, or why nothing could be looked at: the rest is looked at all the same."""
    try:
        return look()
    except (ConfigurationError, ManuscriptError) as error:
        return error.findings


@click.command(epilog="Example: build proof -l uk")
@with_languages
@click.option("-o", "--output", "out", type=click.Path(path_type=Path), metavar="DIR", default=None,
              help="Put the files into DIR/<slug>/ instead of output/<slug>/.")  # fmt: skip
@with_slugs
@click.pass_obj
def proof(house: House, slugs: tuple[str, ...], languages: tuple[str, ...], out: Path | None) -> None:
    """Make the bilingual proof: source and translation side by side, with what is doubtful, to print and sign."""
    from bindery import jobs, press
    from bindery.shelf import Shelf

    made = 0
    for publication, codes in editions(publications(house, slugs), house, languages, slugs):
        shelf, manuscript = Shelf((out or house.shelf) / publication.slug), None
        for language in codes:
            if language == publication.language:
                continue
            manuscript = manuscript or press.read(publication, house)
            for artefact in press.prove(manuscript, language, house):
                job = jobs.job(publication, language, f"proof.{artefact.medium}", house)
                click.echo(f"wrote {house.place(shelf.put(artefact, job, artefact.findings).path)}")
                made += 1
    if not made:
        message = "No translation to prove: a proof sets one beside its source."
        raise click.UsageError(f"{message} Begin one with `build translate add LANGUAGE`.")


def _summed(publication: Publication, what: str, found: Sequence[Finding]) -> str:
    counts = {severity: sum(finding.severity is severity for finding in found) for severity in Severity}
    told = [count(counts[Severity.ERROR], "error"), count(counts[Severity.WARNING], "warning")]
    told += [f"{counts[Severity.NOTE]} not checked"] * bool(counts[Severity.NOTE])
    name = publication.slug
    if " " in what or len(publication.languages) > 1:
        name += f" ({what})"
    return f"{name}: {', '.join(told)}."


@click.command(epilog="Example: build verify")
@click.option("-o", "--output", "out", type=click.Path(path_type=Path), metavar="DIR", default=None,
              help="Look for what was built in DIR/<slug>/.")  # fmt: skip
@with_slugs
@click.pass_obj
def verify(house: House, slugs: tuple[str, ...], out: Path | None) -> None:
    """Tell whether the files on the shelf are those that the press made, byte for byte."""
    from bindery.shelf import Shelf, built

    shelves = out or house.shelf
    made = built(shelves)
    for slug in (slug for slug in slugs if slug not in made):
        house.folder(slug)  # of no publication nothing could have been built
        raise click.UsageError(f"{house.place(shelves / slug)}: nothing was built there. Run `build all {slug}`.")
    if not made:
        raise click.UsageError(f"{house.place(shelves)}: nothing was built there. Run `build all`.")
    wrong = 0
    for slug in slugs or made:
        shelf = Shelf(shelves / slug)
        found = shelf.verify(house)
        tell(found, err=False)
        errors = sum(finding.severity is Severity.ERROR for finding in found)
        click.echo(f"{slug}: {count(len(shelf.manifest()), 'artefact')}, {errors} not as made.")
        wrong += errors
    sys.exit(1 if wrong else 0)


COMMANDS = (check, proof, verify)
