"""A press that has begun: it has imported all that a command imports, and forks a process for each command of a test.

Run as a script it is that press; it takes orders as lines of JSON and answers each when its process has ended.
"""

from __future__ import annotations

import ctypes
import gc
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

NEW_NETWORK = 0x40000000  # CLONE_NEWNET


@dataclass(frozen=True)
class Done:
    """How a command ended, what it said, and the most memory that it had."""

    code: int
    out: str
    err: str
    bytes: int


class Press:
    """The press that has begun, as tests ask it."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="begun-")
        self._process = subprocess.Popen([sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def run(
        self, root: Path, arguments: tuple[str, ...], *,
        environment: Mapping[str, str] | None = None, first: str = "", offline: bool = False, seconds: int = 120,
    ) -> Done:  # fmt: skip
        """Run a command in a folder; ``first`` is executed in its process before it. Too long, and SIGALRM ends it."""
        out, err = (Path(self._folder.name) / name for name in ("out", "err"))
        order = {
            "cwd": str(root), "arguments": arguments, "environment": {**os.environ, **(environment or {})}, "first": first,
            "offline": offline, "seconds": seconds, "out": str(out), "err": str(err),
        }  # fmt: skip
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(order).encode() + b"\n")
        self._process.stdin.flush()
        code, most = json.loads(self._process.stdout.readline())
        return Done(code, out.read_text("utf-8", "replace"), err.read_text("utf-8", "replace"), most)

    def end(self) -> None:
        """Let it go; it ends when there can be no more orders."""
        self._process.communicate()
        self._folder.cleanup()


@cache
def press() -> Press:
    """Return the one press of this process of tests."""
    return Press()


def serve() -> None:
    """Take orders; each is done by a child, which goes on as the command would and never comes back here."""
    # What each kind of command would import when it gets there.
    import bindery.preview.desk
    import bindery.workshop  # noqa: F401
    from bindery import bureau, cli, report  # noqa: F401
    from bindery.checks import artefacts, parity  # noqa: F401
    from bindery.checks.prose import rules as of_prose  # noqa: F401
    from bindery.checks.translation import rules  # noqa: F401
    from bindery.cli import bench  # noqa: F401
    from bindery.renderers import cover, epub, pdf, proof, web  # noqa: F401
    from bindery.tools import maths, pandoc, pdfs, tagging, weasyprint  # noqa: F401

    weasyprint.warm()
    _rehearse()
    gc.freeze()  # what is here now no child need look through when it ends
    for line in sys.stdin.buffer:
        order = json.loads(line)
        child = os.fork()
        if not child:
            _become(order)
            cli.main()
        _, status, used = os.wait4(child, 0)
        print(json.dumps([os.waitstatus_to_exitcode(status), used.ru_maxrss * 1024]), flush=True)  # noqa: T201


def _rehearse() -> None:
    """Make a paper for nobody: a library that is first used prepares for it, and so need no child do it again."""
    from bindery import press
    from bindery.house import House
    from project import make

    with tempfile.TemporaryDirectory() as folder:
        make(Path(folder))
        house = House(Path(folder))
        document = press.compose(press.read(press.open_publication("paper", house), house), house)
        press.render(document, "html", house)
    assert threading.active_count() == 1


def _become(order: Mapping[str, Any]) -> None:
    """Make this process what the command's own would be."""
    signal.alarm(order["seconds"])
    os.chdir(order["cwd"])
    os.environ.clear()
    os.environ.update(order["environment"])
    for number, place in enumerate((os.devnull, order["out"], order["err"])):
        handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_TRUNC if number else os.O_RDONLY, 0o600)
        os.dup2(handle, number)
        os.close(handle)
    sys.stdin, sys.stdout = open(0, closefd=False), open(1, "w", closefd=False)  # noqa: SIM115
    sys.stderr = open(2, "w", errors="backslashreplace", buffering=1, closefd=False)  # noqa: SIM115
    if order["offline"] and ctypes.CDLL(None).unshare(NEW_NETWORK):
        raise OSError("no network of its own")
    sys.argv = ["build", *order["arguments"]]
    exec(order["first"], {})


if __name__ == "__main__":
    serve()
