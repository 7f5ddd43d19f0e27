"""What every command shares: which publications and languages are meant, and how things are told."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

import click

from bindery.errors import ConfigurationError
from bindery.house import House
from bindery.model import Finding, Publication

_SHOWN = 3
_NARROW, _WIDE = 60, 100  # columns: below the one words are short, from the other there is room for a bar
_MINUTES = 90  # seconds from which time is told in minutes


def complete_slug(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:  # noqa: ARG001
    """Return the publications whose names begin so."""
    house = House.find((context.find_root().params.get("project") or Path.cwd()).resolve())
    return [slug for slug in house.slugs() if slug.startswith(incomplete)]


def with_slugs(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the names of publications as its arguments."""
    return click.argument("slugs", nargs=-1, metavar="[SLUG]...", shell_complete=complete_slug)(function)


def with_languages(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command ``-l``, which may be repeated."""
    return click.option(
        "-l",
        "--language",
        "languages",
        multiple=True,
        metavar="LANGUAGE",
        help="Only this language, as uk; may be repeated. Otherwise every language that publication.yaml lists.",
    )(function)


def publications(house: House, slugs: tuple[str, ...]) -> list[Publication]:
    """Return the publications named, or all; every name is looked up before anything is made.

    Raises ConfigurationError with all that is wrong in any of them.
    """
    found, wrong = sound(house, slugs)
    if wrong:
        raise ConfigurationError(wrong)
    return found


def published(house: House) -> tuple[str, ...]:
    """Return the slugs of a house. Raises UsageError where it has none."""
    if found := house.slugs():
        return found
    message = f"{house.root / 'manuscript'}: no publication here."
    raise click.UsageError(f"{message} Go to the project's folder, or make one with `build new SLUG`.")


def sound(house: House, slugs: tuple[str, ...]) -> tuple[list[Publication], tuple[Finding, ...]]:
    """Return those of the publications named, or of all, that can be opened, and what is wrong with the others."""
    from bindery import press

    named = slugs or published(house)
    for slug in named:
        house.folder(slug)
    found, wrong = list[Publication](), dict[Finding, None]()
    for slug in dict.fromkeys(named):
        try:
            found.append(press.open_publication(slug, house))
        except ConfigurationError as error:
            wrong |= dict.fromkeys(error.findings)  # each once: what is wrong with the house is wrong with all of them
    return found, tuple(wrong)


def languages_of(publication: Publication, house: House, languages: tuple[str, ...]) -> list[str]:
    """Return the languages asked for, or every one that the publication comes out in.

    Raises UsageError for one that there is no language file for, or that the publication does not list.
    """
    from bindery.languages import read_language

    for code in languages:
        read_language(house, code)
        if code not in publication.languages:
            known = ", ".join(publication.languages)
            raise click.UsageError(
                f"{publication.slug} comes out in {known}, not in {code}. "
                f"Add it with `build translate add {code} {publication.slug}`."
            )
    return list(dict.fromkeys(languages or publication.languages))


def editions(
    chosen: Sequence[Publication],
    house: House,
    languages: tuple[str, ...],
    slugs: tuple[str, ...],
    *,
    quiet: bool = False,
) -> list[tuple[Publication, list[str]]]:
    """Return publications with the languages asked for of each; all are looked up before anything is made.

    Where none was named by its slug, those that do not come out in a language are left out, which is told.
    Raises UsageError for a language that has no file, that a named one does not come out in, or that none does.
    """
    asked, found = dict.fromkeys(languages), []
    known = set() if slugs else {code for publication in chosen for code in publication.languages}
    for publication in chosen:
        lacking = [code for code in asked if code in known and code not in publication.languages]
        codes = languages_of(publication, house, tuple(code for code in asked if code not in lacking))
        if lacking and not quiet:
            click.echo(f"{publication.slug} does not come out in {', '.join(lacking)}: left out.", err=True)
        if len(lacking) < len(asked) or not asked:
            found.append((publication, codes))
    return found


@contextmanager
def progress(words: str, *, quiet: bool) -> Iterator[Callable[[str], None]]:
    """Show what runs while it runs, on a terminal only."""
    if quiet or not sys.stderr.isatty():
        yield lambda _words: None
        return
    from rich.console import Console

    console = Console(stderr=True)
    with console.status(words, spinner="line" if console.options.ascii_only else "dots") as status:
        yield status.update


class Board:
    """What runs, what is done, what need not be made, and how long is left; on a terminal only."""

    def __init__(self, ready: int, left: int, *, quiet: bool) -> None:
        self._ready, self._all, self._done = ready, left, 0
        self._begun = time.monotonic()
        self._shown: Any = None
        self._row: Any = None
        self._quiet = quiet or not sys.stderr.isatty()

    def __enter__(self) -> Self:
        if not self._quiet:
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
            from rich.table import Column

            console = Console(stderr=True)
            # What is being made gives way: the numbers come first.
            columns = (
                *((BarColumn(24),) if console.width >= _WIDE else ()),
                MofNCompleteColumn(),
                TextColumn("{task.fields[ready]}"),
                TextColumn("{task.fields[left]}"),
                TextColumn("{task.description}", table_column=Column(ratio=1, no_wrap=True, overflow="ellipsis")),
            )
            self._shown = Progress(*columns, console=console, transient=True, expand=True)
            where = "kept" if console.width < _NARROW else "from shelf and cache"
            ready = f"{self._ready} {where}" if self._ready else ""
            self._row = self._shown.add_task("reading", total=self._all, ready=ready, left="")
            self._shown.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._shown:
            self._shown.stop()

    def at(self, names: Sequence[str]) -> None:
        """Show which editions are being made, and how long what is left will take if it goes on like this."""
        if self._shown and names:
            more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
            shown = f"making {', '.join(names[:_SHOWN])}{more}"
            self._shown.update(self._row, description=shown, left=self._time_left())

    def finished(self, artefacts: int) -> None:
        """Count what was made."""
        self._done += artefacts
        if self._shown:
            self._shown.update(self._row, advance=artefacts, left=self._time_left())

    def _time_left(self) -> str:
        if not self._done or self._done == self._all:
            return ""
        seconds = (time.monotonic() - self._begun) / self._done * (self._all - self._done)
        return f"about {seconds / 60:.0f} min left" if seconds > _MINUTES else f"about {max(1, round(seconds))} s left"


def tell(findings: Sequence[Finding], *, err: bool = True) -> None:
    """Print findings, one a line."""
    for finding in findings:
        click.echo(f"{finding} [{finding.code}]", err=err)


def count(number: int, noun: str) -> str:
    """Return a number with its noun: ``1 page``, ``2 pages``."""
    return f"{number} {noun}{'' if number == 1 else 's'}"
