"""The command that shows editions while they are written."""

from __future__ import annotations

import sys
from contextlib import suppress

import click

from bindery.cli.terminal import complete_slug, languages_of, published
from bindery.errors import ConfigurationError
from bindery.house import House


@click.command(epilog="Example: build preview on-the-brink-of-war")
@click.argument("slug", required=False, shell_complete=complete_slug)
@click.option("-l", "--language", default="", metavar="LANGUAGE", help="Begin with this edition, as uk.")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="Listen there; otherwise on any free port.")
@click.option(
    "--open/--no-open", "show", default=None, help="Open the page in the browser, or do not; on a terminal it opens."
)
@click.pass_obj
def preview(house: House, slug: str | None, language: str, port: int, show: bool | None) -> None:
    """Show a publication in the browser, HTML and PDF side by side, anew at every save; only for this machine."""
    slugs = (slug,) if slug else published(house)
    others = f", the first of {len(slugs)} publications" if len(slugs) > 1 else ""
    slug = slugs[0]
    house.folder(slug)
    if language:
        from bindery import press

        with suppress(ConfigurationError):  # the page shows what is wrong, until it is mended
            languages_of(press.open_publication(slug, house), house, (language,))
    from bindery.preview import server

    door = server.listen(port)
    address = f"http://{server.ADDRESS}:{door.getsockname()[1]}/{slug}/" + (f"{language}/" if language else "")

    def ready() -> None:
        click.echo(f"Preview of {slug}{others}: {address} (Ctrl-C ends it)")
        if show if show is not None else sys.stdout.isatty():
            click.launch(address)

    with suppress(KeyboardInterrupt):
        server.serve(house, door, ready)
    click.echo("The preview has ended.")


COMMANDS = (preview,)
