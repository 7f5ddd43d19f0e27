"""A publication's configuration, ``publication.yaml``, checked: every mistake told at once, with its line."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import voluptuous as v
import yaml

from bindery import characters, disk, yamlfile
from bindery.brand import NOTE_STYLES, NOTE_TRANSLATIONS
from bindery.errors import ConfigurationError
from bindery.house import SLUG
from bindery.model import Brand, Finding, Person, Place, Publication
from bindery.schema import FLAG, Fault, Schema, one_of
from bindery.yamlfile import finding

_BYTES = 256 << 10
_DATE = r"^\d{4}(-\d{2}(-\d{2})?)?\Z"
_LANGUAGE = r"^[a-z]{2,3}(-[A-Za-z0-9]+)*\Z"


def _text(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise v.Invalid("expected text; put it in quotes")
    if any(len(word) > characters.WORD for word in value.split()):
        raise v.Invalid(f"expected no word of more than {characters.WORD} letters")
    return value.strip()


def _like(pattern: str, what: str) -> Callable[[object], str]:
    def check(value: object) -> str:
        return str(v.Match(pattern, msg=f"expected {what}")(str(value)))

    return check


def _date(value: object) -> str:
    written = _like(_DATE, 'a year or a date, as "2024" or 2024-05-01')(value)
    try:
        date.fromisoformat((written + "-01-01")[:10])
    except ValueError as error:
        raise v.Invalid(f"expected a date that is in the calendar, not {written}") from error
    return written


_PERSON = {
    v.Required("name"): _text,
    "honorific": _text,
    "orcid": _like(r"^\d{4}-\d{4}-\d{4}-\d{3}[\dX]\Z", "an ORCID"),
}


def _people(value: object) -> object:
    """Expect a list of people, and show how one is written."""
    how = "expected each author on a line of their own, as `- name: First Last`"
    if not isinstance(value, list):
        raise v.Invalid(how)
    if (at := next((at for at, person in enumerate(value) if not isinstance(person, dict)), None)) is not None:
        raise v.Invalid(how, path=[at])
    return value


_KEYS: dict[Any, Any] = {
    v.Required("title"): _text,
    v.Required("authors"): v.All(_people, [_PERSON], v.Length(min=1, msg="expected at least one author")),
    v.Required("date"): _date,
    v.Required("language"): _like(_LANGUAGE, "a language code, as en or uk"),
    "languages": [_like(_LANGUAGE, "a language code, as en or uk")],
    "chapters": [_like(r"^[^/\\]+\.(?i:md)\Z", "the name of a .md file in this folder")],
    **dict.fromkeys(("kind", "subtitle", "abstract", "publisher", "identifier", "doi", "rights", "certifier"), _text),
    "keywords": [_text],
    "run_on": FLAG,
    "url": v.All(_like(r"^https?://(?:[^\s\"<>\\^`{|}]|\{language\})+\Z", "a web address"), _text),
    "notes": {
        "style": one_of(NOTE_STYLES),
        "translation": one_of(NOTE_TRANSLATIONS),
    },
}
_SCHEMA = Schema(_KEYS, "lines of `key: value`")
takes = _SCHEMA.takes  # for who writes such a file


def read_publication(file: Path, shown: str, brand: Brand) -> Publication:
    """Return the publication that a ``publication.yaml`` describes.

    ``shown`` is the file's name in messages; the brand says how the house numbers and translates notes.
    Raises ConfigurationError with every finding of the file.
    """
    text = _bytes(file, shown)
    data = _read(text, shown)
    folder = file.parent
    if not SLUG.fullmatch(folder.name):
        message, hint = "its folder's name is no slug.", "Rename the folder: small letters, digits and hyphens."
        raise ConfigurationError([finding("publication-slug", Place(shown), message, hint)])
    chapters = tuple(data.get("chapters") or sorted(markdown(folder)))
    if wrong := list(_chapter_faults(chapters, folder)):
        node = yamlfile.parsed(text, shown)
        places = [
            Place(shown, yamlfile.line(node, ["chapters", str(at)]) if "chapters" in data else 0) for at, _, _ in wrong
        ]
        raise ConfigurationError(
            [finding("publication-chapter", place, *said) for place, (_, *said) in zip(places, wrong, strict=True)]
        )
    known = {
        key: data[key]
        for key in ("kind", "subtitle", "abstract", "publisher", "identifier", "doi", "url", "rights", "certifier")
        if key in data
    }
    return Publication(
        slug=folder.name,
        folder=folder,
        title=data["title"],
        date=data["date"],
        language=data["language"],
        languages=tuple(dict.fromkeys([data["language"], *data.get("languages", ())])),
        chapters=chapters,
        authors=tuple(Person(**person) for person in data["authors"]),
        keywords=tuple(data.get("keywords", ())),
        run_on=data.get("run_on", False),
        note_style=data.get("notes", {}).get("style", brand.note_style),
        note_translation=data.get("notes", {}).get("translation", brand.note_translation),
        **known,
    )


def markdown(folder: Path) -> Iterator[str]:
    """Yield the chapters of a folder; what is hidden is an editor's or a system's own (``.#a.md``, ``._a.md``)."""
    return (f.name for f in folder.iterdir() if f.suffix.lower() == ".md" and not f.name.startswith("."))


def _chapter_faults(chapters: Sequence[str], folder: Path) -> Iterator[tuple[int, str, str]]:
    """Yield which chapter is wrong, what is, and what to do."""
    home = folder.resolve()
    for at, name in enumerate(chapters):
        # A link that leaves the folder is as good as missing: a manuscript may not read the machine.
        if name in chapters[:at]:
            yield at, f"chapter {name} stands twice in `chapters`.", "Keep one."
        elif not disk.is_file(folder / name) or not (folder / name).resolve().is_relative_to(home):
            yield at, f"chapter {name} is not in this folder.", "Add the file or mend `chapters`."
    if not chapters:
        yield 0, "no chapter: there is no .md file here.", "Add the file or mend `chapters`."


def with_language(text: str, publication: Publication, language: str) -> str:
    """Return a ``publication.yaml`` that lists one more language; every other character of it stays."""
    node: Any = yaml.compose(text, Loader=yamlfile.Loader)
    keys = {key.value: (key, value) for key, value in node.value}
    listed = f"languages: [{', '.join([*publication.languages, language])}]"
    if "languages" not in keys:
        at = keys["language"][1].end_mark.index
        return f"{text[:at]}, {listed}{text[at:]}" if node.flow_style else _below(text, at, listed)
    known = keys["languages"][1]
    if language in [item.value for item in known.value]:  # another command was faster
        return text
    if known.flow_style:
        at = known.value[-1].end_mark.index if known.value else known.end_mark.index - 1
        return f"{text[:at]}{', ' if known.value else ''}{language}{text[at:]}"
    return _below(text, known.value[-1].end_mark.index, f"{' ' * known.start_mark.column}- {language}")


def _below(text: str, at: int, line: str) -> str:
    """Return a text with a line more, below the one in which ``at`` is: what stands behind it there stays there."""
    end, before = "\r\n" if "\r\n" in text else "\n", text[:at]
    if not before.endswith("\n"):
        stop = text.find("\n", at)
        before = text[: stop + 1] if stop >= 0 else text + end
    return f"{before}{line}{end}{text[len(before) :]}"


def texts(file: Path, shown: str) -> Iterator[tuple[str, str, int]]:
    """Yield each text of a file that has been read: where it stands in it (``authors.1.name``), itself, its line."""
    return yamlfile.texts(yamlfile.parsed(_bytes(file, shown), shown))


def _bytes(file: Path, shown: str) -> bytes:
    if not file.resolve().is_relative_to(file.parent.resolve()):
        message, hint = "is a link that leaves the publication's folder.", "Put the file itself here."
        raise ConfigurationError([finding("publication-link", Place(shown), message, hint)])
    if not file.is_file():  # a pipe or a device would be read for ever
        message, hint = "is no file that can be read.", "Put the file itself here."
        raise ConfigurationError([finding("publication-file", Place(shown), message, hint)])
    if file.stat().st_size > _BYTES:
        message = f"has {file.stat().st_size >> 10} kB; {_BYTES >> 10} kB are read."
        raise ConfigurationError([finding("publication-size", Place(shown), message, "Keep what readers need.")])
    return file.read_bytes()


@lru_cache(maxsize=8)
def _read(file: bytes, shown: str) -> Mapping[str, Any]:
    """Return what a file says, checked, which a command asks for more than once and nobody changes."""
    return _checked(yamlfile.parsed(file, shown), shown)


def _checked(node: yaml.Node, shown: str) -> dict[str, Any]:
    data, repeated = yamlfile.said(node, shown)
    checked, faults = _SCHEMA.held(data)
    if repeated or faults:
        raise ConfigurationError(repeated + [_told(fault, node, shown) for fault in faults])
    said: dict[str, Any] = checked
    return said


def _told(fault: Fault, node: yaml.Node, shown: str) -> Finding:
    place = Place(shown, yamlfile.line(node, [str(part) for part in fault.path]))
    return finding(f"yaml-{fault.kind}", place, fault.message, fault.hint)
