"""The command line, and Click only here: parse, call, print, exit."""

from __future__ import annotations

from bindery.tools import compiled

compiled.keep()  # before all that is imported

# ruff: noqa: E402
import os
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from bindery import memory
from bindery.cli.terminal import count, tell
from bindery.errors import BinderyError, ManuscriptError
from bindery.house import House

_NO_MEMORY = (
    2,
    (
        "The memory does not suffice. Close other programs, or make editions one by one (`--jobs 1`). "
        "What stands on the shelf is whole."
    ),
)
_TOO_DEEP = 1, "The text is nested too deeply to be set. Look for lists or quotations inside one another."


def main(arguments: Sequence[str] | None = None, begin: Callable[[], None] = lambda: None) -> None:
    """Run the command and exit: 0 done, 1 findings failed it, 2 usage or configuration, 3 a tool is missing.

    ``begin`` is called as soon as Ctrl-C is caught.
    """
    memory.look_seldom()
    sys.unraisablehook = _again if sys.unraisablehook is sys.__unraisablehook__ else sys.unraisablehook
    _open_closed()
    with suppress(AttributeError):  # somebody's own
        sys.stdout.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]  # a file's name may be no UTF-8
    verbose = bool({"-v", "--verbose"} & set(sys.argv[1:] if arguments is None else arguments))
    try:
        begin()
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
        tell(error.findings)
        click.echo(f"Nothing was made of it: {count(len(error.findings), 'error')} above to mend first.", err=True)
        sys.exit(error.exit_code)
    except BinderyError as error:
        click.echo(str(error), err=True)
        sys.exit(error.exit_code)
    except OSError as error:
        _give_up_output()
        hint = "Give yourself the right to it. " if isinstance(error, PermissionError) else ""
        click.echo(
            f"{error.filename or 'Output'}: {error.strerror}. {hint}What stands on the shelf is whole.", err=True
        )
        sys.exit(2)
    except (MemoryError, RecursionError) as error:
        code, words = _NO_MEMORY if isinstance(error, MemoryError) else _TOO_DEEP
        click.echo(words, err=True)
        sys.exit(code)
    except Exception as error:  # noqa: BLE001 (the last door: an editor never reads a traceback)
        if verbose:
            import traceback

            traceback.print_exc()
        click.echo(
            f"Bindery itself failed: {type(error).__name__}: {error}. What stands on the shelf is whole. "
            "Please report it with what `build --verbose …` prints.",
            err=True,
        )
        sys.exit(70)
    finally:
        compiled.save()
        memory.look_no_more()


def _give_up_output() -> None:
    """Have what can't be written lead nowhere: Python would try again as it ends, and complain in lines of its own."""
    try:
        sys.stdout.flush()
    except (OSError, ValueError):
        with suppress(OSError, ValueError, AttributeError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _open_closed() -> None:
    """Have what was closed at the start (``2>&-``) lead nowhere: else the next file that is opened would get it."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115, PTH123 (it stays open)


def _again(lost: sys.UnraisableHookArgs) -> None:
    """Say Ctrl-C again that fell into a callback of Python's own imports: it is lost there, and their lock with it."""
    if lost.exc_type is not KeyboardInterrupt:
        sys.__unraisablehook__(lost)
        return
    say = threading.Timer(0.1, signal.pthread_kill, (threading.main_thread().ident, signal.SIGINT))
    say.daemon = True
    say.start()


# By the module that has them, in the order in which `build --help` names them.
_COMMANDS = {
    "making": ("pdf", "epub", "html", "all"),
    "previewing": ("preview",),
    "checking": ("check", "proof", "verify"),
    "translating": ("translate",),
    "keeping": ("cache",),
    "beginning": ("new", "import", "doctor", "completion"),
}


class _Commands(click.Group):
    """Imports a command when it is asked for: a build with nothing to do needs no other."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        names: dict[str, Any] = dict.fromkeys(self.list_commands(click.Context(self)))
        self.commands = names  # "Did you mean …?" looks through them

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Return the commands' names."""
        return [name for names in _COMMANDS.values() for name in names]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Return a command by its name, or None."""
        for module, names in _COMMANDS.items():
            if cmd_name in names:
                commands: tuple[click.Command, ...] = import_module(f"bindery.cli.{module}").COMMANDS
                return next(command for command in commands if command.name == cmd_name)
        return None


@click.group(
    cls=_Commands,
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
@click.option(
    "--verbose", is_flag=True, expose_value=False, help="Where Bindery itself fails, tell all that it knows of it."
)
@click.pass_context
def cli(context: click.Context, project: Path | None) -> None:
    """Make PDF, EPUB and HTML editions of the publications in manuscript/, in every language they come out in."""
    from bindery.cache import Cache  # who asks for help keeps nothing
    from bindery.tools import pieces

    pieces.use(Cache.of_user().pieces)
    context.obj = House.find((project or Path.cwd()).resolve())
