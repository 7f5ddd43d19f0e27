"""The command that looks after the cache."""

from __future__ import annotations

import click

from bindery.cli.terminal import count


@click.group(invoke_without_command=True, epilog="Example: build cache clear")
@click.pass_context
def cache(context: click.Context) -> None:
    """Tell what is kept of earlier builds, and where; `build cache clear` lets go of it.

    An artefact is kept by the hash of all that it is made from, so that going back to an earlier text, or building in
    another folder, makes nothing twice. Pieces of the work are kept too (some 64 MB), such as what pandoc has read of a
    chapter, for an edition that has changed in one place. BINDERY_CACHE is the folder ("off" keeps nothing),
    BINDERY_CACHE_MB the bound of the artefacts.
    """
    if context.invoked_subcommand:
        return
    from bindery.cache import Cache

    kept = Cache.of_user()
    if kept.folder is None:
        click.echo("Nothing is kept: BINDERY_CACHE is off, or there is no home folder to keep it in.")
        return
    (artefacts, size), (pieces, small) = kept.size(), kept.pieces.size()
    click.echo(f"{kept.folder}: {count(artefacts, 'artefact')}, {size / 2**20:.1f} MB of {kept.limit / 2**20:.0f} MB.")
    click.echo(f"{count(pieces, 'piece')} of the work, {small / 2**20:.1f} MB.")


@cache.command(epilog="Example: build cache clear")
def clear() -> None:
    """Let go of everything that is kept."""
    from bindery.cache import Cache

    click.echo(f"{count(Cache.of_user().clear(), 'artefact')} let go of.")


COMMANDS = (cache,)
