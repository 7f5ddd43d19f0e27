"""A new publication: the few files that an author needs to begin, and that build at once."""

from __future__ import annotations

from pathlib import Path

from bindery.errors import UsageError
from bindery.house import SLUG, House
from bindery.templates import Templates


def begin(slug: str, house: House) -> tuple[Path, ...]:
    """Write ``manuscript/<slug>/`` and return its files.

    Raises UsageError where the name is no slug or a publication stands there already.
    """
    if not SLUG.fullmatch(slug):
        near = "-".join("".join(c if c.isascii() and c.isalnum() else " " for c in slug.lower()).split())
        raise UsageError(
            f"{slug}: not a slug; use small letters, digits and hyphens." + (f" Perhaps {near}?" if near else "")
        )
    folder = house.root / "manuscript" / slug
    if folder.exists():
        raise UsageError(f"{house.place(folder)}: something is there already. Choose another name.")
    templates, title = Templates(house), slug.replace("-", " ").capitalize()
    files = {
        "publication.yaml": templates.fill("new/publication.yaml", title=title),
        "01-text.md": templates.fill("new/01-text.md", title=title),
    }
    try:
        folder.mkdir(parents=True)
        for name, text in files.items():
            (folder / name).write_text(text, "utf-8")
    except OSError as error:
        raise UsageError(
            f"{house.place(folder)}: cannot be written ({error.strerror}). Choose another project with -C DIR."
        ) from error
    return tuple(folder / name for name in files)
