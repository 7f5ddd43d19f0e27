"""YAML before the text (``---`` … ``---``): title, authors and date read from it, the rest told."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

import yaml

from bindery.model import Finding, Person, Place, Severity
from bindery.received import dates
from bindery.received.nouns import Log, Sureness
from bindery.received.titlepage import TitlePage, bare, people

_END = re.compile(r"(?:---|\.\.\.)[ \t]*$")
_KEY = re.compile(r"([A-Za-z][\w-]*)[ \t]*:(?=\s|$)")
_WITHIN = re.compile(r"\s|-(?=\s|$)|#|[\]}]|$")  # what may stand below a key and is none
_LANGUAGES = ("en", "pl", "uk", "be", "ru")  # those that are told apart without it


def take(text: str, log: Log) -> tuple[TitlePage, str]:
    """Return what the front matter says, and the text with blank lines in its place."""
    page = TitlePage()
    lines = text.split("\n")
    end = _end(lines)
    for line, key, value in _entries(lines[1:end]):
        put = _PUTS.get(key.lower())
        if put and put(value, page, line):
            log.did(line, f"{key}, from the front matter", Sureness.CERTAIN)
        elif value not in (None, ""):
            log.found([_left(key, line, log)])
    return page, "\n".join(["" if at <= end else line for at, line in enumerate(lines)]) if end else text


def _end(lines: list[str]) -> int:
    """Return where the front matter ends, or 0 where the text has none: a rule begins many a text."""
    if lines[0].rstrip() != "---" or len(lines) < 3 or not _KEY.match(lines[1]):
        return 0
    for at, line in enumerate(lines[1:], 1):
        if _END.match(line):
            return at
        if not (_KEY.match(line) or _WITHIN.match(line)):
            return 0
    return 0


def _entries(lines: list[str]) -> Iterator[tuple[int, str, Any]]:
    """Yield line, key and value of each entry; each is read by itself, so that a slip in one spoils no other."""
    starts = [at for at, line in enumerate(lines) if _KEY.match(line)]
    for start, end in pairwise([*starts, len(lines)]):
        found = _KEY.match(lines[start])
        key = found[1] if found else ""
        yield start + 2, key, _value(key, lines[start:end])


def _value(key: str, lines: list[str]) -> Any:
    try:
        read = yaml.load("\n".join(lines), yaml.BaseLoader)  # noqa: S506 (BaseLoader makes nothing but text)
    except (yaml.YAMLError, RecursionError):
        # "title: War: a history" is no YAML, and nobody can misread it.
        rest = [line for line in lines[1:] if line.strip()]
        return lines[0].partition(":")[2].strip() if not rest else {key: lines}
    return next(iter(read.values())) if isinstance(read, dict) and len(read) == 1 else read


def _title(value: Any, page: TitlePage, line: int) -> bool:
    page.title, page.title_line = page.title or _words(value), line
    return page.title == _words(value) != ""


def _subtitle(value: Any, page: TitlePage, line: int) -> bool:
    page.subtitle = page.unmarked(_words(value), line)
    return bool(page.subtitle)


def _authors(value: Any, page: TitlePage, line: int) -> bool:
    said = value if isinstance(value, list) else [value]
    # One line may name several; an item of a list is one person, commas and all.
    names = [page.unmarked(_name(one), line) for one in said]
    found = list(people(names[0])) if isinstance(value, str) else [Person(name) for name in names]
    if page.authors or not found or not all(person.name for person in found):
        return False
    page.authors = found
    return True


def _name(value: Any) -> str:
    return _words(value["name"] if isinstance(value, dict) and list(value) == ["name"] else value)


def _date(value: Any, page: TitlePage, _line: int) -> bool:
    page.date = page.date or dates.iso(_words(value))
    return page.date == dates.iso(_words(value)) != ""


def _language(value: Any, page: TitlePage, _line: int) -> bool:
    if value not in _LANGUAGES:
        return False
    page.language = value
    return True


def _words(value: Any) -> str:
    return bare(value) if isinstance(value, str) else ""


_PUTS: dict[str, Callable[[Any, TitlePage, int], bool]] = {
    "title": _title,
    "subtitle": _subtitle,
    **dict.fromkeys(("author", "authors"), _authors),
    "date": _date,
    **dict.fromkeys(("lang", "language"), _language),
}


def _left(key: str, line: int, log: Log) -> Finding:
    return Finding(
        "import-front-matter",
        Severity.WARNING,
        Place(log.file, line),
        f"{key} of the front matter is not understood, and not printed.",
        "What of it the publication shall say belongs into publication.yaml.",
    )
