"""The door: the little that happens before the command is imported, for Ctrl-C may come sooner."""

import _signal as signal  # type: ignore[import-not-found]  # what `signal` wraps: it imports nothing
import os
import sys

_SAID = b"Stopped. What stood on the shelf still stands.\n"


def _leave(*_: object) -> None:
    """End at once: nothing has been begun, and what is raised among imports is a traceback, or lost."""
    os.write(2, _SAID)
    os._exit(130)


# Who ignores it goes on to, and so does a process that was begun by the command: it knows of Ctrl-C what it needs.
if signal.getsignal(signal.SIGINT) is signal.default_int_handler and "multiprocessing" not in sys.modules:
    signal.signal(signal.SIGINT, _leave)


def _begin() -> None:
    """Let Ctrl-C be what it is to Python: from here on it is caught."""
    if signal.getsignal(signal.SIGINT) is _leave:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def main() -> None:
    """Run the command and exit."""
    if not sys.warnoptions:  # what libraries warn each other of, with paths of the machine, is no editor's matter
        import warnings

        warnings.simplefilter("ignore")
    from bindery import cli

    cli.main(begin=_begin)
