"""Commands for the first day: a new publication, a received one, the machine, the shell."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from bindery.cli.terminal import tell
from bindery.house import SLUG, House

_SHELLS = ("bash", "zsh", "fish")


@click.command(epilog="Example: build new energy-after-the-war")
@click.argument("slug")
@click.pass_obj
def new(house: House, slug: str) -> None:
    """Make a new publication that builds at once."""
    from bindery import beginning

    for path in beginning.begin(slug, house):
        click.echo(f"wrote {house.place(path)}")
    click.echo(f"Now: build pdf {slug}")


@click.command("import", epilog="Example: build import ~/Downloads/article.md")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--slug", default=None, help="Name of the new publication's folder; made from the title otherwise.")
@click.option("--replace", is_flag=True, help="Write over a publication of that name; media/ and translations/ stay.")
@click.pass_obj
def import_(house: House, file: Path, slug: str | None, *, replace: bool) -> None:
    """Turn received Markdown into a publication: title page, chapters, real notes."""
    from bindery import received
    from bindery.languages import languages

    if slug and not SLUG.fullmatch(slug):
        raise click.BadParameter(f"{slug}: use small letters, digits and hyphens.", param_hint="--slug")
    made = received.read(received.decode(file.read_bytes(), file.name), file.name, languages(house), file.parent)
    folder = house.root / "manuscript" / (slug or made.slug)
    written = received.write(made, folder, replace=replace)
    for action in made.actions:
        click.echo(f"{file.name}:{action.line}: {action.what} ({action.sureness})")
    tell(made.findings)
    for path in written:
        click.echo(f"wrote {house.place(path)}")
    click.echo(f"Now: build pdf {folder.name}")


@click.command(epilog="Example: build doctor")
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


@click.command(epilog="Example: build completion bash >> ~/.bashrc")
@click.argument("shell", type=click.Choice(_SHELLS))
def completion(shell: str) -> None:
    """Print the line that teaches a shell to complete this command."""
    lines = {
        "bash": 'eval "$(_BUILD_COMPLETE=bash_source build)"',
        "zsh": 'eval "$(_BUILD_COMPLETE=zsh_source build)"',
        "fish": "_BUILD_COMPLETE=fish_source build | source",
    }
    click.echo(lines[shell])


COMMANDS = (new, import_, doctor, completion)
