"""The shelf: artefacts written whole or not at all, and a manifest of how each was made."""

from __future__ import annotations

import errno
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from bindery import disk, report
from bindery.errors import ShelfError
from bindery.house import House
from bindery.jobs import Job
from bindery.model import Artefact, Finding, Place, Severity

_MANIFEST = "manifest.json"
SENT = ".exported.json"  # what went out to translators from here, by its path, with its hash


@dataclass(frozen=True, slots=True)
class Shelved:
    """An artefact on the shelf: ``made`` now, or else from the ``cache``, or it stood there already."""

    path: Path
    size: int
    pages: int
    findings: tuple[Finding, ...]
    made: bool
    cached: bool = False


class Shelf:
    """One publication's folder of artefacts."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._manifest: tuple[tuple[int, int, int], dict[str, Any]] | None = None  # as it was read, and what it said

    def find(self, name: str, job: Job) -> Shelved | None:
        """Return the artefact if it was made by the same job and nobody has touched it since."""
        path = self.folder / name
        disk.sweep(self.folder)
        try:
            entry = self.manifest()[name]
            if entry["job"] != job.key:
                return None
            if disk.digest(path) != entry["sha256"]:
                return None
            size = path.stat().st_size
            return Shelved(path, size, entry["pages"], tuple(report.finding(f) for f in entry["findings"]), made=False)
        except (OSError, ValueError, KeyError, TypeError):
            return None  # gone, or an entry that is not ours: made anew

    def put(
        self, artefact: Artefact, job: Job, findings: tuple[Finding, ...], *, certain: bool = True, cached: bool = False
    ) -> Shelved:
        """Write an artefact under its name; all is as ``put_all`` has it."""
        (shelved,) = self.put_all([(artefact, job, findings, certain)], cached=cached)
        return shelved

    def put_all(
        self, made: Sequence[tuple[Artefact, Job, tuple[Finding, ...], bool]], *, cached: bool = False
    ) -> list[Shelved]:
        """Write artefacts under their names; what stood there stays until the new one is whole.

        Each comes with its job, its findings, and whether it is certain that the job made it: where it is not, since a
        source changed meanwhile, it is made anew next time. Raises ShelfError when the folder cannot be written or the
        disk is full.
        """
        entries: dict[str, Any] = {}
        with _shelving(self.folder):
            self.folder.mkdir(parents=True, exist_ok=True)
            with disk.alone(self.folder):
                try:
                    for artefact, job, findings, certain in made:
                        with _shelving(self.folder / artefact.name):
                            disk.replace(self.folder / artefact.name, artefact.data)
                        entries[artefact.name] = _entry(artefact, job, findings, certain=certain)
                finally:
                    self._tell(entries)
        return [
            Shelved(self.folder / artefact.name, len(artefact.data), artefact.pages, findings, not cached, cached)
            for artefact, _, findings, _ in made
        ]

    def _tell(self, entries: Mapping[str, Any]) -> None:
        """Write entries into the manifest."""
        if entries:
            manifest = sorted({**self.manifest(), **entries}.items())
            # A line an artefact: json's own indents are made in Python, which takes ten times as long.
            lines = [f"{json.dumps(name)}: {json.dumps(e, ensure_ascii=False, sort_keys=True)}" for name, e in manifest]
            text = '{"artefacts": {\n' + ",\n".join(lines) + "\n}}\n"
            disk.replace(
                self.folder / _MANIFEST, text.encode(errors="backslashreplace")
            )  # a name of no UTF-8, as JSON has it

    def verify(self, house: House) -> list[Finding]:
        """Return what on the shelf is not as its manifest says: gone, changed, or never put there by the press."""

        def wrong(code: str, name: str, message: str, hint: str, severity: Severity = Severity.ERROR) -> Finding:
            return Finding(code, severity, Place(house.place(self.folder / name)), message, hint)

        said = self._said()
        if not said:
            message = "has no manifest that can be read."
            return [wrong("shelf-manifest", _MANIFEST, message, "Build the publication.")]
        found = []
        for name, entry in sorted(said.items()):
            path = self.folder / name
            if not isinstance(entry, dict) or Path(name).name != name or not name.isprintable():
                message = f"says of {name!r} what the press never says."
                found.append(wrong("shelf-manifest", _MANIFEST, message, "Build it again."))
            elif not disk.is_file(path):
                found.append(wrong("shelf-gone", name, "is in the manifest but not on the shelf.", "Build it again."))
            elif sha256(path.read_bytes()).hexdigest() != entry.get("sha256"):
                message = "is not the file that the press made: its bytes have changed."
                found.append(wrong("shelf-changed", name, message, "Build it again, or put the right file back."))
        out = sent(self.folder)
        here = [path for path in self.folder.glob("[!.]*") if path.is_file() and str(path.resolve()) not in out]
        strangers = {path.name for path in here} - {*said, _MANIFEST}
        found += [
            wrong("shelf-stranger", name, "is not in the manifest.", "Move it elsewhere.", Severity.WARNING)
            for name in sorted(strangers)
        ]
        return found

    def told(self, name: str) -> tuple[Finding, ...]:
        """Return what was found when an artefact was made; nothing where it is not that file any more."""
        try:
            entry = self.manifest()[name]
            if disk.digest(self.folder / name) != entry["sha256"]:
                return ()
            return tuple(report.finding(each) for each in entry["findings"])
        except (OSError, ValueError, KeyError, TypeError):
            return ()

    def manifest(self) -> dict[str, dict[str, Any]]:
        """Return how each artefact was made, by its name; empty where nothing was, or the file is not ours."""
        return {name: entry for name, entry in self._said().items() if isinstance(entry, dict)}

    def _said(self) -> dict[str, Any]:
        """Return what stands in the manifest, whoever wrote it."""
        path = self.folder / _MANIFEST
        try:
            state = path.stat()
            now = state.st_mtime_ns, state.st_size, state.st_ino
            if not path.is_file():  # a pipe or a device would be read for ever
                return {}
            if self._manifest is None or self._manifest[0] != now:
                said = json.loads(path.read_text("utf-8"))["artefacts"]
                self._manifest = now, said if isinstance(said, dict) else {}
            return self._manifest[1]
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            return {}


def sent(folder: Path) -> dict[str, str]:
    """Return the hashes of the files for translators as the press has last written them, by their paths."""
    with suppress(OSError, ValueError):
        said = json.loads((folder / SENT).read_bytes())
        return said if isinstance(said, dict) else {}
    return {}


def built(shelves: Path) -> tuple[str, ...]:
    """Return the publications that something was built of: there is a manifest, or what has an artefact's name."""
    folders = [folder for folder in shelves.glob("[!.]*") if folder.is_dir()]
    return tuple(
        sorted(
            folder.name
            for folder in folders
            if any(file.name == _MANIFEST or file.name.startswith(f"{folder.name}.") for file in folder.iterdir())
        )
    )


def _entry(artefact: Artefact, job: Job, findings: tuple[Finding, ...], *, certain: bool) -> dict[str, Any]:
    return {
        "job": job.key if certain else "",
        "language": job.language,
        "sha256": artefact.digest,
        "bytes": len(artefact.data),
        "pages": artefact.pages,
        "inputs": dict(job.inputs),
        "tools": dict(job.tools),
        "findings": [report.entry(finding) for finding in findings],
    }


@contextmanager
def _shelving(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        why = {
            errno.ENOSPC: "the disk is full. Free some space",
            errno.EDQUOT: "the disk quota is used up. Free some space",
            errno.EACCES: "the folder is not writable. Choose another with -o DIR",
            errno.EPERM: "the folder is not writable. Choose another with -o DIR",
            errno.EROFS: "the disk is read-only. Choose another with -o DIR",
        }.get(error.errno or 0, f"{error.strerror}. Choose another folder with -o DIR")
        raise ShelfError(f"{path}: not written, {why}; what stood there before still stands.") from error
