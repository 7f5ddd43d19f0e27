"""The shelf: artefacts written whole or not at all, and a manifest of how each was made."""

from __future__ import annotations

import errno
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from bindery import disk
from bindery.errors import ShelfError
from bindery.model import Artefact, Finding, Place, Severity


@dataclass(frozen=True, slots=True)
class Shelved:
    """An artefact on the shelf; ``made`` is false when it stood there already, made from the same."""

    path: Path
    size: int
    pages: int
    findings: tuple[Finding, ...]
    made: bool


class Shelf:
    """One publication's folder of artefacts."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def find(self, name: str, job: str) -> Shelved | None:
        """Return the artefact if it was made by the same job and nobody has touched it since."""
        path = self.folder / name
        try:
            entry = self._manifest()[name]
            if entry["job"] != job:
                return None
            data = path.read_bytes()
            if sha256(data).hexdigest() != entry["sha256"]:
                return None
            return Shelved(path, len(data), entry["pages"], tuple(_read(f) for f in entry["findings"]), made=False)
        except (OSError, ValueError, KeyError, TypeError):
            return None  # gone, or an entry that is not ours: made anew

    def put(self, artefact: Artefact, job: str, findings: tuple[Finding, ...]) -> Shelved:
        """Write an artefact under its name; what stood there stays until the new one is whole.

        Raises ShelfError when the folder cannot be written or the disk is full.
        """
        path = self.folder / artefact.name
        entry = {
            "job": job,
            "sha256": sha256(artefact.data).hexdigest(),
            "bytes": len(artefact.data),
            "pages": artefact.pages,
            "findings": [_written(f) for f in findings],
        }
        with _shelving(path):
            self.folder.mkdir(parents=True, exist_ok=True)
            disk.replace(path, artefact.data)
            manifest = self._manifest() | {artefact.name: entry}
            text = json.dumps({"artefacts": manifest}, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
            disk.replace(self.folder / "manifest.json", text.encode())
        return Shelved(path, len(artefact.data), artefact.pages, findings, made=True)

    def _manifest(self) -> dict[str, Any]:
        try:
            return dict(json.loads((self.folder / "manifest.json").read_text("utf-8"))["artefacts"])
        except (OSError, ValueError, KeyError, TypeError):
            return {}  # none yet, or not ours: everything is made anew


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


def _written(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "severity": str(finding.severity),
        "file": finding.place.file,
        "line": finding.place.line,
        "spot": finding.place.spot,
        "message": finding.message,
        "hint": finding.hint,
    }


def _read(entry: dict[str, Any]) -> Finding:
    return Finding(
        entry["code"],
        Severity(entry["severity"]),
        Place(entry["file"], entry["line"], entry["spot"]),
        entry["message"],
        entry["hint"],
    )
