"""A publication's folder made from what was received, whole or not at all."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Sequence
from errno import ELOOP
from pathlib import Path

from bindery.errors import UsageError
from bindery.received.nouns import Metadata, More, Received


def write(received: Received, folder: Path, *, replace: bool = False) -> tuple[Path, ...]:
    """Write the publication into ``folder`` and return its files, publication.yaml first.

    On replacing, publication.yaml and the chapter files are new; whatever else is there stays, and the languages of
    translations stay listed. Raises UsageError where something is there and ``replace`` is not said, or where the
    folder cannot be written.
    """
    there = folder.exists() or folder.is_symlink()
    if there and not replace:
        raise UsageError(f"{folder}: something is there already. Add --replace to write over it, or choose --slug.")
    if there and (folder.is_symlink() or not folder.is_dir()):
        raise UsageError(f"{folder}: it is not a folder. Remove it, or choose another --slug.")
    made = files(received, _languages(received.metadata.language, folder))
    new = folder.with_name(f".{folder.name}.new-{os.getpid()}")
    old = folder.with_name(f".{folder.name}.old-{os.getpid()}")
    try:
        new.mkdir(parents=True)
        if there:
            _keep(folder, new)
        for name, text in made.items():
            (new / name).write_text(text, "utf-8", newline="\n")
        put = _show(received, new)
        _swap(new, folder, old)
    except BaseException as error:  # Ctrl-C leaves no half either
        shutil.rmtree(new, ignore_errors=True)
        if isinstance(error, UnicodeEncodeError):
            raise UsageError("the file's name has bytes that are no letters. Give it another one.") from error
        if not isinstance(error, OSError):
            raise
        why = error.strerror or "something in it cannot be copied"  # shutil tells of each file, and no reason for all
        raise UsageError(f"{folder}: cannot be written ({why}). What stood there still stands.") from error
    shutil.rmtree(old, ignore_errors=True)
    return tuple(folder / name for name in (*made, *put))


def files(received: Received, languages: Sequence[str] = ()) -> dict[str, str]:
    """Return the text of each file of the publication by its name; it comes out in these ``languages``, if several."""
    return {
        "publication.yaml": _yaml(received, languages),
        **{chapter.name: chapter.text for chapter in received.chapters},
    }


def _show(received: Received, new: Path) -> list[str]:
    """Put the pictures into a publication's folder and return their names.

    One that is there stays: it may be a better one, of the house.
    """
    put = []
    for name, data in received.pictures.items():
        file = new / name
        if any(folder.is_symlink() for folder in file.parents if folder != new and folder.is_relative_to(new)):
            raise OSError(ELOOP, "a folder of pictures is a link")
        file.parent.mkdir(parents=True, exist_ok=True)
        if not os.path.lexists(file):
            file.write_bytes(data)
            put.append(name)
    return put


def _keep(folder: Path, new: Path) -> None:
    """Copy all but what is made anew; a text that the publication does not list is no chapter of it."""
    chapters = _listed(folder, "chapters")
    for entry in sorted(folder.iterdir()):
        if entry.is_dir() and not entry.is_symlink():
            shutil.copytree(entry, new / entry.name, symlinks=True)
        elif entry.name != "publication.yaml" and (
            entry.suffix.lower() != ".md" or (chapters and entry.name not in chapters)
        ):
            shutil.copy2(entry, new / entry.name, follow_symlinks=False)


def _listed(folder: Path, key: str) -> list[str]:
    """Return the names that a publication lists, or none where it lists none or can't be read."""
    import yaml

    try:
        listed = yaml.safe_load((folder / "publication.yaml").read_text("utf-8-sig"))[key]
    except (OSError, ValueError, TypeError, LookupError, RecursionError, yaml.YAMLError):
        return []
    return list(map(str, listed)) if isinstance(listed, list) else []


def _swap(new: Path, folder: Path, old: Path) -> None:
    if folder.exists():
        folder.rename(old)
    try:
        new.rename(folder)
    except BaseException:  # Ctrl-C too
        if old.exists():
            old.rename(folder)
        raise


def _languages(own: str, folder: Path) -> list[str]:
    """Return the languages that a publication comes out in: its own, and those listed that have a catalogue."""
    listed = _listed(folder, "languages")
    known = [code for code in listed if code == own or (folder / "translations" / f"{code}.po").is_file()]
    return known if own in known else [own, *known]


def _yaml(received: Received, languages: Sequence[str]) -> str:
    said: Metadata = received.metadata
    lines = ["# What the title page says. After a change: build check " + received.slug]
    lines.append(f"title: {_quoted(said.title)}")
    lines += [f"subtitle: {_quoted(said.subtitle)}"] if said.subtitle else []
    lines.append("authors:")
    for person in said.authors:
        lines.append(f"  - name: {_quoted(person.name)}")
        lines += [f"    honorific: {_quoted(person.honorific)}"] if person.honorific else []
        lines += [f"    orcid: {_quoted(person.orcid)}"] if person.orcid else []
    lines += [f"kind: {_quoted(said.kind)}"] if said.kind else ["# kind: Analytical Article"]
    lines.append(f'date: {_quoted(said.date)} # a year, or a day as "2024-05-01"; keep the quotes')
    lines.append(f"language: {said.language}")
    lines += [f"languages: [{', '.join(languages)}]"] if len(languages) > 1 else []
    lines += [f"publisher: {_quoted(said.publisher)}"] if said.publisher else []
    lines += [f"{key}: {_quoted(value)}" for key, value in said.more.items()]
    lines += ["", "# The chapter files, in the order of reading.", "chapters:"]
    lines += [f"  - {chapter.name}" for chapter in received.chapters]
    notes = [("style", said.note_style), ("translation", said.note_translation)]
    if any(value for _, value in notes):
        lines += [
            "",
            "# decimal, lower-roman, upper-roman, lower-alpha or symbols; the press numbers the notes itself.",
        ]
        lines.append(f"notes: {{{', '.join(f'{key}: {value}' for key, value in notes if value)}}}")
    return "\n".join(lines) + "\n"


def _quoted(value: More) -> str:
    # JSON is YAML too, whatever stands in it.
    return json.dumps(value, ensure_ascii=False)
