"""What the server of workers imports before there are any, so that each begins with it."""

import signal
import sys
from types import TracebackType

# Ctrl-C is for the command; its workers end with it. Until multiprocessing says so itself, this does.
signal.signal(signal.SIGINT, signal.SIG_IGN)

from bindery.renderers import epub, pdf, web  # noqa: E402, F401 (imported to be there)
from bindery.tools import weasyprint  # noqa: E402

_plain = sys.excepthook


def _quiet(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Say nothing of a worker that began when the command was already gone, with all that they were to share."""
    if not issubclass(kind, OSError | EOFError):
        _plain(kind, error, trace)


sys.excepthook = _quiet
weasyprint.warm()
