"""YAML before the text (``---`` … ``---``): what publication.yaml can say too, the rest told."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from functools import partial
from itertools import pairwise
from typing import Any

import yaml

from bindery.characters import unprintable
from bindery.configuration import takes
from bindery.model import Finding, Person, Place, Severity
from bindery.received import dates
from bindery.received.nouns import Log, More, Sureness
from bindery.received.titlepage import TitlePage, bare, people

_END = re.compile(r"(?:---|\.\.\.)[ \t]*$")
_KEY = re.compile(r"([A-Za-z][\w-]*)[ \t]*:(?=\s|$)")
_WITHIN = re.compile(r"\s|-(?=\s|$)|#|[\]}]|$")  # what may stand below a key and is none
_ALL = [""]
_NOTHING: tuple[Any, ...] = (None, "", [], {})
_PERSON = ("name", "honorific", "orcid")
_HOUR = re.compile(r"(?<=\d)(?:T|\s+)\d\d:\d\d\S*(?:\s+[+-]\d\d:?\d\d)?$")
_ORCID = re.compile(r"^(?:https?://)?(?:www\.)?orcid\.org/")
_RESOLVER = re.compile(r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", re.IGNORECASE)
_DOI = re.compile(r"10\.\d{4,9}/\S+")


def take(text: str, log: Log, languages: Collection[str]) -> tuple[TitlePage, str]:
    """Return what the front matter says, and the text with blank lines in its place; ``languages`` are the house's."""
    page = TitlePage()
    lines = text.split("\n")
    end = _end(lines)
    puts = _PUTS | dict.fromkeys(("lang", "language"), partial(_language, languages))
    for line, key, value in _entries(lines[1:end]):
        if value in _NOTHING:
            continue
        put = puts.get(key.lower())
        left = put(value, page, line) if put else _ALL
        if left != _ALL:
            log.did(line, f"{key}, from the front matter", Sureness.CERTAIN)
        log.found(_left(f"{key}: {what}" if what else key, line, log) for what in left)
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
    except (yaml.YAMLError, RecursionError, ValueError, OverflowError):  # "\\UFFFFFFFF" is a number past all characters
        # "title: War: a history" is no YAML, and nobody can misread it.
        rest = [line for line in lines[1:] if line.strip()]
        return lines[0].partition(":")[2].strip() if not rest else {key: lines}
    return next(iter(read.values())) if isinstance(read, dict) and len(read) == 1 else read


# Each of those below puts a value where it belongs and returns what of it is left over: nothing, some of its
# words, or _ALL.


def _title(value: Any, page: TitlePage, line: int) -> list[str]:
    page.title, page.title_line = page.title or _words(value), line
    return [] if page.title == _words(value) != "" else _ALL


def _field(name: str, value: Any, page: TitlePage, line: int) -> list[str]:
    """Put words that the title page has a place for."""
    words = page.unmarked(_words(value), line)
    if not words or getattr(page, name) not in ("", words):
        return _ALL
    setattr(page, name, words)
    return []


def _authors(value: Any, page: TitlePage, line: int) -> list[str]:
    said = value if isinstance(value, list) else [value]
    # One line may name several; an item of a list is one person, commas and all.
    several = people(page.unmarked(_words(value), line)) if isinstance(value, str) else ()
    found = list(several) or [_person(one, page, line) for one in said]
    if page.authors or not all(person.name for person in found):
        return _ALL
    page.authors = found
    told = [one for one in zip(said, found, strict=False) if isinstance(one[0], dict)]
    return [f"{key} of {person.name}" for one, person in told for key in one if _is_left(one[key], key, person)]


def _person(value: Any, page: TitlePage, line: int) -> Person:
    """Return one of the authors, without a name where there is none."""
    told = value if isinstance(value, dict) else {"name": value}
    orcid = _ORCID.sub("", _plain(told.get("orcid")))
    known = takes("authors", [{"name": "Somebody", "orcid": orcid}])
    return Person(page.unmarked(_words(told.get("name")), line), _words(told.get("honorific")), orcid if known else "")


def _is_left(value: Any, key: str, person: Person) -> bool:
    return value not in _NOTHING and not (key in _PERSON and getattr(person, key))


def _date(value: Any, page: TitlePage, _line: int) -> list[str]:
    hour = _HOUR.search(_words(value))
    when = dates.iso(_HOUR.sub("", _words(value)))
    # A year and a month of it are one date, said twice.
    if not when or not (when.startswith(page.date) or page.date.startswith(when)):
        return _ALL
    page.date = max(page.date, when, key=len)
    return [hour[0].strip("T ")] if hour else []


def _language(languages: Collection[str], value: Any, page: TitlePage, _line: int) -> list[str]:
    """Put the language, if the house prints in it; which English it prints the house says."""
    said = _plain(value).replace("_", "-")
    code = said if said in languages else said.partition("-")[0].lower()
    if code not in languages or page.language not in ("", code):
        return _ALL
    page.language = code
    return [] if code.lower() == said.lower() else [said]


def _line(key: str, value: Any, page: TitlePage, line: int) -> list[str]:
    return _put(key, page.unmarked(_words(value), line), page)


def _keywords(value: Any, page: TitlePage, _line: int) -> list[str]:
    if isinstance(value, str):
        value = value.split(";" if ";" in value else ",")
    if not isinstance(value, list):
        return _ALL
    return _put("keywords", list(dict.fromkeys(_words(one) for one in value if one not in _NOTHING)), page)


def _doi(value: Any, page: TitlePage, _line: int) -> list[str]:
    doi = _RESOLVER.sub("", _plain(value))  # which the press says itself
    return _put("doi", doi, page) if _DOI.fullmatch(doi) else _ALL


def _url(value: Any, page: TitlePage, _line: int) -> list[str]:
    return _put("url", _plain(value), page)


def _run_on(value: Any, page: TitlePage, _line: int) -> list[str]:
    return _put("run_on", value == "true", page) if value in ("true", "false") else _ALL


def _notes(value: Any, page: TitlePage, _line: int) -> list[str]:
    if page.notes or not takes("notes", value):
        return _ALL
    page.notes = value
    return []


def _put(key: str, value: More, page: TitlePage) -> list[str]:
    """Put a value under a key of publication.yaml, where it may stand there and nothing else does."""
    if not value and value is not False:
        return _ALL
    if not takes(key, value) or page.more.get(key, value) != value:
        return _ALL
    page.more[key] = value
    return []


def _words(value: Any) -> str:
    """Return a line's words, or nothing where it has a character that no edition can hold."""
    return bare(value) if isinstance(value, str) and not unprintable(value) else ""


def _plain(value: Any) -> str:
    """Return an address or a code as it is: what looks like emphasis in it is none."""
    return value.strip().strip("<>") if isinstance(value, str) and not unprintable(value) else ""


_PUTS: dict[str, Callable[[Any, TitlePage, int], list[str]]] = {
    "title": _title,
    **{name: partial(_field, name) for name in ("subtitle", "kind", "publisher")},
    **dict.fromkeys(("author", "authors"), _authors),
    **dict.fromkeys(("date", "year", "issued", "published"), _date),
    **dict.fromkeys(("abstract", "summary", "description"), partial(_line, "abstract")),
    **dict.fromkeys(("rights", "copyright", "license", "licence"), partial(_line, "rights")),
    "identifier": partial(_line, "identifier"),
    **dict.fromkeys(("keywords", "keyword", "tags"), _keywords),
    "doi": _doi,
    "url": _url,
    "run_on": _run_on,
    "notes": _notes,
}


def _left(what: str, line: int, log: Log) -> Finding:
    return Finding(
        "import-front-matter",
        Severity.WARNING,
        Place(log.file, line),
        f"{what} of the front matter is not understood, and not printed.",
        "What of it the publication shall say belongs into publication.yaml.",
    )
