"""A new publication: the few files that an author needs to begin, and that build at once."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from bindery.errors import UsageError
from bindery.house import SLUG, House
from bindery.templates import Templates


def begin(slug: str, house: House) -> tuple[Path, ...]:
    """Write ``manuscript/<slug>/``, whole or not at all, and return its files.

    Raises UsageError where the name is no slug or a publication stands there already.
    """
    if not SLUG.fullmatch(slug):
        near = "-".join("".join(c if c.isascii() and c.isalnum() else " " for c in slug.lower()).split())
        raise UsageError(
            f"{slug}: not a slug; use small letters, digits and hyphens." + (f" Perhaps {near}?" if near else "")
        )
    folder = house.root / "manuscript" / slug
    if folder.exists() or folder.is_symlink():
        raise UsageError(f"{house.place(folder)}: something is there already. Choose another name.")
    templates, title = Templates(house), slug.replace("-", " ").capitalize()
    files = {
        "publication.yaml": templates.fill("new/publication.yaml", title=title),
        "01-text.md": templates.fill("new/01-text.md", title=title),
    }
    new = folder.with_name(f".{slug}.new-{os.getpid()}")
    try:
        new.mkdir(parents=True)
        for name, text in files.items():
            (new / name).write_text(text, "utf-8")
        new.rename(folder)
    except OSError as error:
        raise UsageError(
            f"{house.place(folder)}: cannot be written ({error.strerror}). Choose another project with -C DIR."
        ) from error
    finally:
        shutil.rmtree(new, ignore_errors=True)  # Ctrl-C too leaves no half
    return tuple(folder / name for name in files)
