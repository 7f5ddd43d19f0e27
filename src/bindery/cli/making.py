"""Commands that make editions: one a medium, and all of them."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bindery.cli import forecast
from bindery.cli.terminal import count, editions, progress, sound, tell, with_languages, with_slugs
from bindery.errors import BinderyError, ConfigurationError, ManuscriptError
from bindery.house import House
from bindery.model import Finding, Publication, Severity
from bindery.renderers import MEDIA, PRESS
from bindery.tools import pieces
from bindery.tools.pieces import Pieces

if TYPE_CHECKING:
    from bindery.cli.bench import Bench


@dataclass(frozen=True, slots=True)
class Order:
    """What the options of a making command ask for."""

    house: House
    slugs: tuple[str, ...]
    media: tuple[str, ...]
    languages: tuple[str, ...]
    out: Path | None
    final: bool
    check: bool
    show: bool
    quiet: bool
    verbose: bool
    jobs: int
    cluster: str
    cache: bool


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _making(function: Callable[..., Any]) -> Callable[..., Any]:
    for option in (
        click.option("-v", "--verbose", is_flag=True, help="Tell everything, warnings too."),
        click.option("-q", "--quiet", is_flag=True, help="Tell only what is wrong."),
        click.option("--check", is_flag=True, help="Prove what was made, as `build check --only editions` does."),
        click.option("--open", "show", is_flag=True, help="Open what was made."),
        click.option(
            "--final",
            is_flag=True,
            help="Refuse translations with anything fuzzy, missing, stale, damaged or unreviewed.",
        ),
        click.option(
            "-o",
            "--output",
            "out",
            type=click.Path(path_type=Path),
            default=None,
            metavar="DIR",
            help="Put the files into DIR/<slug>/ instead of output/<slug>/.",
        ),
        with_languages,
        click.option(
            "--jobs",
            type=click.IntRange(1, 64),
            default=_cores,
            show_default="one a core",
            help="How many editions are made side by side.",
        ),
        click.option(
            "--cluster", metavar="ADDRESS", default="", help="Have a cluster of Dask make them, as tcp://10.0.0.1:8786."
        ),
        click.option(
            "--no-cache",
            "cache",
            is_flag=True,
            flag_value=False,
            default=True,
            help="Make everything anew, and keep nothing of it in the cache.",
        ),
    ):
        function = option(function)
    return with_slugs(function)


def _printing(function: Callable[..., Any]) -> Callable[..., Any]:
    return click.option(
        "--press", is_flag=True, help="Make the printer's PDF instead: PDF/X-4 in ink, with bleed and marks."
    )(function)


def _command(name: str, media: tuple[str, ...], what: str) -> click.Command:
    @click.command(
        name,
        help=f"Make {what} of each publication named, or of all, in every language or in those of -l.",
        epilog=f"Example: build {name} on-the-brink-of-war -l uk",
    )
    @_making
    @click.pass_obj
    def command(house: House, /, slugs: tuple[str, ...], **options: Any) -> None:
        _make(Order(house, slugs, (PRESS,) if options.pop("press", False) else media, **options))

    if media == ("pdf",):
        _printing(command)
    return command


def _make(order: Order) -> None:
    if not order.cache:
        pieces.use(Pieces(None))
    with ExitStack() as beside:
        due = forecast.absent(order)
        if begun := forecast.is_one(order, due):
            _open_printer(beside)  # who prints has much to import, and need not know yet what the edition is
        chosen, unread = sound(order.house, order.slugs)
        if not chosen:
            raise ConfigurationError(unread)
        todo = editions(chosen, order.house, order.languages, order.slugs, quiet=order.quiet)
        if not begun and (begun := forecast.is_one(order, due := forecast.due(order, todo))):
            _open_printer(beside)
        if begun:
            _read_ahead(order, chosen, *due[0])
        from bindery.cli.bench import Bench

        bench = Bench(order, todo)
        wrong = _work(bench, unread)
    _summarise(bench.done, order)
    if unread:  # the others are made all the same
        tell(wrong)
        raise ConfigurationError(unread)
    if wrong:
        raise ManuscriptError(wrong)
    if order.check:
        _prove(todo, order)


def _read_ahead(order: Order, chosen: list[Publication], slug: str, language: str) -> None:
    """Begin to read an edition while it is looked up what else it depends on."""
    from bindery import chapters, preparation

    for publication in chosen:
        if publication.slug == slug:
            chapters.ahead(publication, order.house)
            others = [language] if language != publication.language else []
            preparation.of_translations(publication, others, order.house)


def _work(bench: Bench, unread: Sequence[Finding]) -> tuple[Finding, ...]:
    """Have the work done; what is wrong with publications that were left out is told where it is stopped too."""
    try:
        return bench.work()
    except BinderyError:
        tell(unread)
        raise


def _open_printer(beside: ExitStack) -> None:
    from bindery import pressroom

    beside.enter_context(pressroom.opened())


def _prove(todo: list[tuple[Publication, list[str]]], order: Order) -> None:
    """Prove what stands on the shelf; what is wrong fails the command, what could not be checked is told."""
    from bindery import press

    found: list[Finding] = []
    shelf = order.out or order.house.shelf
    for publication, languages in todo:
        with progress(f"{publication.slug}: proving what was built", quiet=order.quiet):
            found += press.examine(shelf / publication.slug, languages, order.house, media=order.media)
    tell(found)
    errors = sum(finding.severity is Severity.ERROR for finding in found)
    if errors:
        click.echo(f"Made, but not sound: {count(errors, 'error')} above.", err=True)
        sys.exit(1)
    if not order.quiet:
        click.echo(f"Proved{', with what is said above' if found else ' without a finding'}.", err=True)


def _summarise(done: list[Any], order: Order) -> None:
    warnings = list(dict.fromkeys(finding for item in done for finding in item.findings))
    if order.verbose:
        tell(warnings)
    if not order.quiet:
        for item in done:
            pages = f"{count(item.pages, 'page'):>9}" if item.pages else " " * 9
            state = "" if item.made else "  (from the cache)" if item.cached else "  (unchanged)"
            click.echo(f"{item.size / 1024:8.0f} kB {pages}  {order.house.place(item.path)}{state}")
        if warnings and not order.verbose:
            click.echo(f"{count(len(warnings), 'warning')}: see `build check`, or -v.", err=True)
    if order.show:
        for item in done:
            click.launch(str(item.path))


COMMANDS = (
    _command("pdf", ("pdf",), "the PDF"),
    _command("epub", ("epub",), "the EPUB"),
    _command("html", ("html",), "the HTML edition"),
    _command("all", MEDIA, "all three editions"),
)
