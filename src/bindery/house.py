"""The house: where publications, templates and styles stand; a project's own files win over the press's."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from bindery.errors import NoSuchPublication, UsageError

_PACKAGED = Path(__file__).parent / "house"
# In a checkout the defaults are the project's own folders.
DEFAULTS = _PACKAGED if _PACKAGED.is_dir() else Path(__file__).parents[2]
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class House:
    """One project folder over the defaults that come with the press."""

    root: Path
    defaults: Path = DEFAULTS

    @classmethod
    def find(cls, start: Path) -> House:
        """Return the house that ``start`` is in: the nearest folder upwards with ``manuscript/`` in it."""
        for folder in (start, *start.parents):
            if (folder / "manuscript").is_dir():
                return cls(folder)
        return cls(start)

    @property
    def shelf(self) -> Path:
        """Where artefacts go unless told otherwise."""
        return self.root / "output"

    def file(self, name: str) -> Path:
        """Return a template or style: the project's own, else the press's.

        Raises UsageError when neither has it.
        """
        for base in (self.root, self.defaults):
            if (base / name).is_file():
                return base / name
        raise UsageError(f"{name}: not found in {self.root} nor in the press. Restore it or reinstall Bindery.")

    def slugs(self) -> tuple[str, ...]:
        """Return every publication's slug, sorted; a hidden folder is somebody's backup, or half of an import."""
        return tuple(sorted(f.parent.name for f in (self.root / "manuscript").glob("[!.]*/publication.yaml")))

    def folder(self, slug: str) -> Path:
        """Return a publication's folder.

        Raises NoSuchPublication, with the nearest name as a hint.
        """
        known = self.slugs()
        if slug in known:
            return self.root / "manuscript" / slug
        if not known:
            raise NoSuchPublication(f"manuscript/{slug}: no publication here yet. Make one with `build new {slug}`.")
        from difflib import get_close_matches  # only where a name is wrong

        # A shell completes "manuscript/…/" and what lies there.
        near = [part for part in reversed(Path(slug).parts) if part in known] or get_close_matches(slug, known, 1)
        hint = f"Did you mean {near[0]}?" if near else f"There is: {', '.join(known)}."
        shown = slug if slug.startswith("manuscript/") else f"manuscript/{slug}"
        raise NoSuchPublication(f"{shown}: no such publication. {hint}")

    def place(self, path: Path) -> str:
        """Return a path as findings name it: relative to the project, with slashes."""
        return path.relative_to(self.root).as_posix() if path.is_relative_to(self.root) else path.as_posix()
