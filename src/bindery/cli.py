"""The command line, and Click only here: parse, call, print, exit."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from bindery.errors import BinderyError, ManuscriptError
from bindery.house import SLUG, House
from bindery.model import Finding, Severity

MEDIA = ("pdf", "epub", "html")
_SHELLS = ("bash", "zsh", "fish")


@dataclass(frozen=True, slots=True)
class Order:
    """What the options of a making command ask for."""

    house: House
    slugs: tuple[str, ...]
    media: tuple[str, ...]
    out: Path | None
    show: bool
    quiet: bool
    verbose: bool


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command and exit: 0 done, 1 findings failed it, 2 usage or configuration, 3 a tool is missing."""
    verbose = bool({"-v", "--verbose"} & set(sys.argv[1:] if arguments is None else arguments))
    try:
        sys.exit(cli.main(args=arguments, prog_name="build", standalone_mode=False) or 0)
    except click.exceptions.Exit as stop:
        sys.exit(stop.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except (click.Abort, KeyboardInterrupt):
        click.echo("Stopped. What stood on the shelf still stands.", err=True)
        sys.exit(130)
    except ManuscriptError as error:
        _tell(error.findings)
        click.echo(f"Nothing was made of it: {_count(len(error.findings), 'error')} above to mend first.", err=True)
        sys.exit(error.exit_code)
    except BinderyError as error:
        click.echo(str(error), err=True)
        sys.exit(error.exit_code)
    except OSError as error:
        click.echo(f"{error.filename or 'Output'}: {error.strerror}. Nothing on the shelf was changed.", err=True)
        sys.exit(2)
    except Exception as error:  # noqa: BLE001 (the last door: an editor never reads a traceback)
        if verbose:
            import traceback

            traceback.print_exc()
        click.echo(
            f"Bindery itself failed: {type(error).__name__}: {error}. Nothing on the shelf was changed. "
            "Please report it with what `--verbose` prints.",
            err=True,
        )
        sys.exit(70)


@click.group(
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Example: build pdf on-the-brink-of-war --open",
)
@click.version_option(package_name="bindery", prog_name="build")
@click.option(
    "-C",
    "--project",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=None,
    help="Work in this folder instead of the current one.",
)
@click.pass_context
def cli(context: click.Context, project: Path | None) -> None:
    """Make PDF, EPUB and HTML editions of the publications in manuscript/."""
    context.obj = House.find((project or Path.cwd()).resolve())


def _complete_slug(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:  # noqa: ARG001
    return [slug for slug in House.find(Path.cwd()).slugs() if slug.startswith(incomplete)]


def _slugs(function: Callable[..., Any]) -> Callable[..., Any]:
    return click.argument("slugs", nargs=-1, metavar="[SLUG]...", shell_complete=_complete_slug)(function)


def _making(function: Callable[..., Any]) -> Callable[..., Any]:
    for option in (
        click.option("-v", "--verbose", is_flag=True, help="Tell everything, warnings too."),
        click.option("-q", "--quiet", is_flag=True, help="Tell only what is wrong."),
        click.option("--open", "show", is_flag=True, help="Open what was made."),
        click.option(
            "-o",
            "--output",
            "out",
            type=click.Path(path_type=Path),
            default=None,
            metavar="DIR",
            help="Put the files into DIR/<slug>/ instead of output/<slug>/.",
        ),
    ):
        function = option(function)
    return _slugs(function)


def _command(name: str, media: tuple[str, ...], what: str) -> None:
    @cli.command(
        name,
        help=f"Make {what} of each publication named, or of all.",
        epilog=f"Example: build {name} on-the-brink-of-war",
    )
    @_making
    @click.pass_obj
    def command(house: House, /, slugs: tuple[str, ...], **options: Any) -> None:
        _make(Order(house, slugs, media, **options))


_command("pdf", ("pdf",), "the PDF")
_command("epub", ("epub",), "the EPUB")
_command("html", ("html",), "the HTML edition")
_command("all", MEDIA, "all three editions")


@cli.command(epilog="Example: build check on-the-brink-of-war")
@_slugs
@click.pass_obj
def check(house: House, slugs: tuple[str, ...]) -> None:
    """Report what an editor should look at: notes, pictures, slips of the pen. Nothing is changed."""
    from bindery import press

    failed = 0
    for slug in _chosen(house, slugs):
        found = press.check(press.open_publication(slug, house), house)
        _tell(found, err=False)
        errors = sum(finding.severity is Severity.ERROR for finding in found)
        click.echo(f"{slug}: {_count(errors, 'error')}, {_count(len(found) - errors, 'warning')}.")
        failed += errors
    sys.exit(1 if failed else 0)


@cli.command(epilog="Example: build new energy-after-the-war")
@click.argument("slug")
@click.pass_obj
def new(house: House, slug: str) -> None:
    """Make a new publication that builds at once."""
    from bindery import beginning

    for path in beginning.begin(slug, house):
        click.echo(f"wrote {house.place(path)}")
    click.echo(f"Now: build pdf {slug}")


@cli.command("import", epilog="Example: build import ~/Downloads/article.md")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--slug", default=None, help="Name of the new publication's folder; made from the title otherwise.")
@click.option("--replace", is_flag=True, help="Write over a publication of that name; media/ and translations/ stay.")
@click.pass_obj
def import_(house: House, file: Path, slug: str | None, *, replace: bool) -> None:
    """Turn received Markdown into a publication: title page, chapters, real notes."""
    from bindery import received

    if slug and not SLUG.fullmatch(slug):
        raise click.BadParameter(f"{slug}: use small letters, digits and hyphens.", param_hint="--slug")
    made = received.read(received.decode(file.read_bytes(), file.name), file.name)
    folder = house.root / "manuscript" / (slug or made.slug)
    written = received.write(made, folder, replace=replace)
    for action in made.actions:
        click.echo(f"{file.name}:{action.line}: {action.what} ({action.sureness})")
    _tell(made.findings)
    for path in written:
        click.echo(f"wrote {house.place(path)}")
    click.echo(f"Now: build pdf {folder.name}")


@cli.command(epilog="Example: build doctor")
def doctor() -> None:
    """Tell what is there, what is missing, and the one line that mends it."""
    from bindery.doctor import examine

    needs = examine()
    for need in needs:
        sign = "✓" if need.found else ("✗" if need.required else "–")
        click.echo(f"{sign} {need.name}: {need.found or 'missing'} ({need.purpose})")
        if not need.found and need.remedy:
            click.echo(f"    {need.remedy}")
    sys.exit(3 if any(need.required and not need.found for need in needs) else 0)


@cli.command(epilog="Example: build completion bash >> ~/.bashrc")
@click.argument("shell", type=click.Choice(_SHELLS))
def completion(shell: str) -> None:
    """Print the line that teaches a shell to complete this command."""
    lines = {
        "bash": 'eval "$(_BUILD_COMPLETE=bash_source build)"',
        "zsh": 'eval "$(_BUILD_COMPLETE=zsh_source build)"',
        "fish": "_BUILD_COMPLETE=fish_source build | source",
    }
    click.echo(lines[shell])


def _chosen(house: House, slugs: tuple[str, ...]) -> tuple[str, ...]:
    chosen = slugs or house.slugs()
    if not chosen:
        raise click.UsageError(f"{house.root / 'manuscript'}: no publication here. Make one with `build new SLUG`.")
    for slug in chosen:
        house.folder(slug)  # every name is looked up before anything is made
    return chosen


def _make(order: Order) -> None:
    from bindery import jobs, press
    from bindery.shelf import Shelf, Shelved

    done: list[Shelved] = []
    wrong: list[Finding] = []
    publications = [press.open_publication(slug, order.house) for slug in _chosen(order.house, order.slugs)]
    for publication in publications:
        shelf = Shelf((order.out or order.house.shelf) / publication.slug)
        todo: list[tuple[str, str]] = []
        for medium in order.media:
            job = jobs.key(publication, publication.language, medium, order.house)
            found = shelf.find(f"{publication.slug}.{publication.language}.{medium}", job)
            if found:
                done.append(found)
            else:
                todo.append((medium, job))
        if not todo:
            continue
        with _progress(f"{publication.slug}: reading", order) as say:
            try:
                manuscript = press.read(publication, order.house)
                document = press.compose(manuscript, order.house)
            except ManuscriptError as error:  # the others are made all the same
                wrong += error.findings
                continue
            for medium, job in todo:
                say(f"{publication.slug}: making the {medium.upper()}")
                artefact = press.render(document, medium, order.house)
                done.append(shelf.put(artefact, job, manuscript.findings + artefact.findings))
    _summarise(done, order)
    if wrong:
        raise ManuscriptError(wrong)


def _summarise(done: list[Any], order: Order) -> None:
    warnings = list(dict.fromkeys(finding for item in done for finding in item.findings))
    if order.verbose:
        _tell(warnings)
    if not order.quiet:
        for item in done:
            pages = f"{_count(item.pages, 'page'):>9}" if item.pages else " " * 9
            state = "" if item.made else "  (unchanged)"
            click.echo(f"{item.size / 1024:8.0f} kB {pages}  {order.house.place(item.path)}{state}")
        if warnings and not order.verbose:
            click.echo(f"{_count(len(warnings), 'warning')}: see `build check`, or -v.", err=True)
    if order.show:
        for item in done:
            click.launch(str(item.path))


@contextmanager
def _progress(words: str, order: Order) -> Iterator[Callable[[str], None]]:
    """Show what runs while it runs, on a terminal only."""
    if order.quiet or not sys.stderr.isatty():
        yield lambda _words: None
        return
    from rich.console import Console

    with Console(stderr=True).status(words) as status:
        yield status.update


def _tell(findings: Sequence[Finding], *, err: bool = True) -> None:
    for finding in findings:
        click.echo(f"{finding} [{finding.code}]", err=err)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
