"""One run of pandoc, begun and waited for; with bounds in memory and, by the size of its text, in time."""

from __future__ import annotations

import atexit
import os
import select
import subprocess
import tempfile
import time
from contextlib import suppress
from math import ceil
from pathlib import Path
from typing import IO

from bindery.errors import BinderyError, ToolMissing

# A few brackets can keep a Markdown reader busy for ever.
_SECONDS, _BYTES_A_SECOND = 45, 100_000  # a book of sixty articles takes five seconds
_MEMORY, _HEAP = "4g", 251  # GHC's exit code for a heap that is full
MARKDOWN, TREE = 4.5, 0.2  # megabytes that a kilobyte of it needs
_SMALL, _MOST = 6, 56  # megabytes: what a processor's cache holds, and as much as it pays to ask for
_LEISURE = 10  # how much others come before what nobody waits for (nice(2))


class TooSlow(BinderyError):
    """Pandoc was stopped: the texts need more time or memory than a book has any reason to."""


class Conversion:
    """What pandoc makes of something; others come first where it is made at ``leisure``.

    ``need`` is how much memory it is likely to use, in megabytes a kilobyte. Raises ToolMissing where pandoc does not
    start.
    """

    def __init__(
        self, pandoc: Path, arguments: list[str], data: bytes, *, leisure: bool = False, need: float = MARKDOWN
    ) -> None:
        self._until = time.monotonic() + (seconds := _SECONDS + len(data) // _BYTES_A_SECOND)
        self._seconds, self._is_late = seconds, False
        self._said, self._complained = _file(), _file()
        self._answer = self._complaint = b""
        command = [str(pandoc), "+RTS", f"-M{_MEMORY}", *_heap(len(data), need), "-RTS", *arguments]
        with _file() as given:
            given.write(data)
            given.seek(0)
            try:
                self._process = subprocess.Popen(command, stdin=given, stdout=self._said, stderr=self._complained)
            except OSError as error:
                self._said.close()
                self._complained.close()
                raise ToolMissing(f"pandoc does not start: {error}. Run `make setup`.") from error
        _running.add(self)
        if leisure:
            with suppress(OSError, AttributeError):
                os.setpriority(os.PRIO_PROCESS, self._process.pid, _LEISURE)

    def settle(self, within: float | None = None) -> bool:
        """Wait until it is done, one way or another: from then on another process than this may ask for it.

        Some seconds at most, if it is said ``within`` which; tell whether it is done.
        """
        if self._said.closed:
            return True
        left = max(0.0, self._until - time.monotonic())
        if within is not None and within < left:
            try:
                _wait(self._process, within)
            except subprocess.TimeoutExpired:
                return False
        try:
            _wait(self._process, left)
        except BaseException as error:
            self.stop()
            if not isinstance(error, subprocess.TimeoutExpired):
                raise
            self._is_late = True
        finally:
            _running.discard(self)
            self._answer, self._complaint = _read(self._said), _read(self._complained)
        return True

    def stop(self) -> None:
        """Stop it, if it is not done."""
        _running.discard(self)
        self._process.kill()
        self._process.wait()

    def abandon(self) -> None:
        """Stop it, and let go of what it has made: nobody will ask."""
        self.stop()
        self._said.close()
        self._complained.close()

    def answer(self) -> str:
        """Return what pandoc has made, waiting for it.

        Raises TooSlow, or BinderyError with what pandoc says.
        """
        if self._process.returncode is None:
            self.settle()
        if self._is_late:
            raise TooSlow(
                f"pandoc did not get through the text in {self._seconds} s and was stopped. "
                "Look for long runs of brackets, stars, underscores, < or quotation marks that nobody closes."
            )
        status = self._process.returncode
        if status == _HEAP:
            raise TooSlow(f"pandoc needed more than {_MEMORY} of memory and was stopped. Split the chapter.")
        if status < 0:
            raise BinderyError(
                "pandoc was stopped from outside. Look whether the machine runs out of memory, and build again."
            )
        if status:
            said = self._complaint.decode(errors="replace").strip().splitlines()
            raise BinderyError(f"pandoc stopped: {said[0] if said else 'no reason given'}. Run `build doctor`.")
        return self._answer.decode()


def _heap(size: int, need: float) -> list[str]:
    """Return how much memory pandoc fills before it tidies up: all that it is likely to use, or else little.

    To tidy up once takes as long as to read a chapter; who must do it anyway does it quickest where a processor's cache
    holds it.
    """
    whole = ceil(1 + size / 1000 * need)
    young = whole if whole <= _MOST else _SMALL
    return [f"-A{young}m", f"-H{young}m", "-O64m"]


_running: set[Conversion] = set()


@atexit.register
def _stop() -> None:
    """Leave nothing behind that nobody has waited for."""
    for each in list(_running):
        each.stop()


def _wait(process: subprocess.Popen[bytes], seconds: float) -> None:
    """Wait for a process, and be told at once that it has ended: ``Popen.wait`` looks every now and then.

    Raises TimeoutExpired.
    """
    with suppress(OSError, AttributeError), os.fdopen(os.pidfd_open(process.pid)) as ended:
        if not select.select([ended], [], [], seconds)[0]:
            raise subprocess.TimeoutExpired(process.args, seconds)
        seconds = 1.0
    process.wait(seconds)


def _file() -> IO[bytes]:
    """Return a file that is nowhere: a pipe would have to be read while it is filled."""
    if hasattr(os, "memfd_create"):
        with suppress(OSError):
            return os.fdopen(os.memfd_create("pandoc"), "w+b")
    return tempfile.TemporaryFile()


def _read(file: IO[bytes]) -> bytes:
    """Return all that is in a file, which is closed."""
    with file:
        file.seek(0)
        return file.read()
