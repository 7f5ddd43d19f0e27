"""Commands that look and change nothing: what an editor or a reviewer should see."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from bindery.cli.terminal import count, languages_of, publications, tell, with_languages, with_slugs
from bindery.house import House
from bindery.model import Severity


@click.command(epilog="Example: build check on-the-brink-of-war -l uk")
@with_languages
@with_slugs
@click.pass_obj
def check(house: House, slugs: tuple[str, ...], languages: tuple[str, ...]) -> None:
    """Report what an editor should look at: notes, pictures, slips of the pen, translations. Nothing is changed."""
    from bindery import press

    failed = 0
    for publication in publications(house, slugs):
        for language in languages_of(publication, house, languages):
            found = press.check(publication, language, house)
            tell(found, err=False)
            errors = sum(finding.severity is Severity.ERROR for finding in found)
            name = publication.slug + (f" ({language})" if len(publication.languages) > 1 else "")
            click.echo(f"{name}: {count(errors, 'error')}, {count(len(found) - errors, 'warning')}.")
            failed += errors
        if not languages and len(publication.languages) > 1:
            found = press.compare(publication, house)
            tell(found, err=False)
            click.echo(f"{publication.slug} (all editions): {count(len(found), 'difference')}.")
            failed += len(found)
    sys.exit(1 if failed else 0)


@click.command(epilog="Example: build proof -l uk")
@with_languages
@click.option("-o", "--output", "out", type=click.Path(path_type=Path), metavar="DIR", default=None)
@with_slugs
@click.pass_obj
def proof(house: House, slugs: tuple[str, ...], languages: tuple[str, ...], out: Path | None) -> None:
    """Make the bilingual proof: source and translation side by side, with what is doubtful, to print and sign."""
    from bindery import jobs, press
    from bindery.shelf import Shelf

    for publication in publications(house, slugs):
        shelf, manuscript = Shelf((out or house.shelf) / publication.slug), None
        for language in languages_of(publication, house, languages):
            if language == publication.language:
                continue
            manuscript = manuscript or press.read(publication, house)
            for artefact in press.prove(manuscript, language, house):
                job = jobs.key(publication, language, f"proof.{artefact.medium}", house)
                made = shelf.put(artefact, job, artefact.findings)
                click.echo(f"wrote {house.place(made.path)}")


COMMANDS = (check, proof)
