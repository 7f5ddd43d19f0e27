"""The cache: artefacts kept by the hash of their job, within a bound; what is torn or unknown is made anew."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from bindery import disk, report
from bindery.jobs import Job
from bindery.model import Artefact, Finding
from bindery.tools.pieces import Pieces

_LIMIT = 1024  # megabytes
_MB = 1024 * 1024
_KEY = re.compile("[0-9a-f]{64}")


class Cache:
    """A folder of artefacts, one file each: a line that says what it is, after its own hash, then its bytes.

    A cache never fails a build: what can't be read is not there, what can't be written is not kept.
    """

    def __init__(self, folder: Path | None, limit: int = _LIMIT * _MB) -> None:
        self.folder, self.limit = folder, limit
        self._grown = False

    @classmethod
    def of_user(cls) -> Cache:
        """Return the user's own cache.

        ``BINDERY_CACHE`` is its folder, or ``off``; ``BINDERY_CACHE_MB`` its bound. By default
        ``$XDG_CACHE_HOME/bindery`` (XDG Base Directory Specification) and a gigabyte.
        """
        said = os.environ.get("BINDERY_CACHE", "")
        if said.lower() == "off":
            return cls(None)
        bound = os.environ.get("BINDERY_CACHE_MB", "")
        limit = int(bound) if bound.isdecimal() and len(bound) < 9 else _LIMIT
        try:
            base = Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache").expanduser()
            return cls(Path(said).expanduser() if said else base / "bindery", limit * _MB)
        except RuntimeError:  # a user without a home, as in a container
            return cls(None)

    @property
    def pieces(self) -> Pieces:
        """What is kept of the making of artefacts."""
        return Pieces(self.folder / "pieces" if self.folder else None)

    def find(self, job: Job) -> tuple[Artefact, tuple[Finding, ...]] | None:
        """Return what a job made, with its findings, if it is kept and whole."""
        if self.folder is None:
            return None
        path = self._path(job)
        try:
            line, _, data = disk.read(path).partition(b"\n")
            seal, _, head = line.partition(b" ")
            said = json.loads(head) if seal == _seal(head) else {}
            if said.get("job") != job.key or said["sha256"] != sha256(data).hexdigest():
                path.unlink(missing_ok=True)  # torn: nobody should meet it again
                return None
            findings = tuple(report.finding(entry) for entry in said["findings"])
            found = Artefact(job.name, job.medium, data, said["pages"]), findings
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            return None
        with suppress(OSError):  # somebody else's folder
            os.utime(path)  # what is used stays
        return found

    def put(self, job: Job, artefact: Artefact, findings: tuple[Finding, ...]) -> None:
        """Keep what a job made."""
        if self.folder is None:
            return
        head = {
            "job": job.key,
            "pages": artefact.pages,
            "sha256": artefact.digest,
            "findings": [report.entry(finding) for finding in findings],
        }
        path, line = self._path(job), json.dumps(head).encode()  # a name may be no UTF-8
        with suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            disk.replace(path, _seal(line) + b" " + line + b"\n" + artefact.data, lasting=False)
            self._grown = True

    def trim(self) -> None:
        """Let go of what was used longest ago, until the rest is within the bound."""
        if not self._grown:
            return
        self._grown = False
        disk.trim(self._files(), self.limit)

    def size(self) -> tuple[int, int]:
        """Return how many artefacts are kept, and their bytes."""
        sizes = [size for _used, size, _path in self._files()]
        return len(sizes), sum(sizes)

    def clear(self) -> int:
        """Let go of everything; return how many artefacts there were. Files that are not ours stay."""
        count = 0
        for _used, _size, path in list(self._files()):
            disk.sweep(path.parent)
            with suppress(OSError):
                path.unlink()
                count += 1
            with suppress(OSError):  # not empty
                path.parent.rmdir()
        self.pieces.clear()
        return count

    def _path(self, job: Job) -> Path:
        assert self.folder is not None  # noqa: S101 (who calls has looked)
        return self.folder / job.key[:2] / job.key

    def _files(self) -> Iterator[tuple[float, int, Path]]:
        """Yield what is kept: when it was last used, bytes, path."""
        for path in self.folder.glob("[0-9a-f][0-9a-f]/*") if self.folder else ():
            with suppress(OSError):
                if _KEY.fullmatch(path.name) and path.name.startswith(path.parent.name):
                    state = path.stat()
                    yield state.st_mtime, state.st_size, path


def _seal(head: bytes) -> bytes:
    return sha256(head).hexdigest().encode()
