"""Glossaries: how terms and names of a source are said in each language, read and checked whole.

::

    [[term]]
    source = "United Transitional Cabinet"
    uk = "Об’єднан* перехідн* кабінет*"     # * stands for any ending
    be = ["Аб’яднан* пераходн* кабінет*", "АПК"]
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from bindery.errors import ConfigurationError
from bindery.model import Finding, Place, Severity, Term

_BYTES = 4 << 20
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]+)*")
_TABLE = re.compile(r"^[ \t]*\[\[[ \t]*term[ \t]*\]\]", re.MULTILINE)
_AT = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")
_EXAMPLE = 'Write `[[term]]`, below it `source = "…"` and a line such as `uk = "…"` for each language.'


def read(files: Sequence[tuple[Path, str]]) -> tuple[Term, ...]:
    """Return the terms of glossary files, each file with its name in messages; of one term the later file wins.

    It wins language by language: what it does not say stays as the earlier file has it. Raises ConfigurationError with
    every finding of all files.
    """
    terms: dict[str, dict[str, tuple[str, ...]]] = {}
    wrong: list[Finding] = []
    for file, shown in files:
        found = _too_large(file, shown) or _read(file, shown)
        wrong += [each for each in found if isinstance(each, Finding)]
        for term in found:
            if isinstance(term, Term):
                terms.setdefault(term.source, {}).update(term.translations)
    if wrong:
        raise ConfigurationError(wrong)
    return tuple(Term(source, translations) for source, translations in terms.items())


def _too_large(file: Path, shown: str) -> list[Term | Finding]:
    with suppress(OSError):  # told where it is read
        if (size := file.stat().st_size) > _BYTES:
            message = f"has {size >> 20} MB; {_BYTES >> 20} MB are read."
            return [_wrong(Place(shown), message, "Keep the terms of the house.")]
    return []


def _read(file: Path, shown: str) -> list[Term | Finding]:
    try:
        text = file.read_text("utf-8-sig").replace("\r\n", "\n")
        data = tomllib.loads(text)
    except UnicodeDecodeError:
        return [_wrong(Place(shown), "not readable as UTF-8 text.", "Save the file as UTF-8.")]
    except OSError as error:
        return [_wrong(Place(shown), f"not readable: {error.strerror}.", "See whether the file is there.")]
    except tomllib.TOMLDecodeError as error:
        at = _AT.search(str(error))
        line = (int(at[1]) if at[1] else len(text.splitlines())) if at else 0
        said = _AT.sub("", str(error))
        return [_wrong(Place(shown, line), f"does not parse: {said}.", "Look for a missing quote or bracket here.")]
    except RecursionError:
        return [_wrong(Place(shown), "is nested too deeply.", _EXAMPLE)]
    except ValueError as error:  # a number of five thousand digits
        return [_wrong(Place(shown), f"does not parse: {error}.", _EXAMPLE)]
    return list(_terms(data, text, shown))


def _terms(data: dict[str, Any], text: str, shown: str) -> Iterator[Term | Finding]:
    for key in data:
        if key != "term":
            yield _wrong(Place(shown, _line(text, 0, key)), f"unknown key `{key}`.", _EXAMPLE)
    terms = data.get("term", [])
    if not isinstance(terms, list) or not all(isinstance(term, dict) for term in terms):
        yield _wrong(Place(shown, _line(text, 0, "term")), "`term` is no list of tables.", _EXAMPLE)
        return
    starts = [match.start() for match in _TABLE.finditer(text)]
    starts += [0] * (len(terms) - len(starts))
    seen: dict[str, int] = {}
    ends = [end.start() for end in re.finditer("\n", text)]
    for term, start in zip(terms, starts, strict=False):
        line = bisect_left(ends, start) + 1
        source = term.get("source")
        if not _is_text(source):
            yield _wrong(Place(shown, line), "a term has no `source`.", _EXAMPLE)
            continue
        faults = [_wrong(Place(shown, _line(text, start, key)), *said) for key, said in _faults(term)]
        if source in seen:
            hint = "Make one of both, with all forms in a list."
            faults.append(_wrong(Place(shown, line), f"“{source}” stands in line {seen[source]} already.", hint))
        seen.setdefault(source, line)
        yield from faults
        if not faults:
            yield Term(" ".join(source.split()), {key: _forms(said) for key, said in term.items() if key != "source"})


def _faults(term: dict[str, Any]) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield the key and what is wrong with it and how to mend it."""
    for key, said in term.items():
        if key == "source":
            continue
        if not _LANGUAGE.fullmatch(key):
            yield key, (f"“{term['source']}”: `{key}` is no language code.", "Write uk, be, pl, …")
        elif not (_is_text(said) or (isinstance(said, list) and said and all(map(_is_text, said)))):
            yield key, (f"“{term['source']}”: `{key}` is no text, and no list of texts.", "Put it in quotes.")
        elif any(not form.replace("*", "").strip() for form in _forms(said)):
            yield key, (f"“{term['source']}”: `{key}` has a form that any word would fit.", "Write the word’s stem.")


def _forms(said: str | list[str]) -> tuple[str, ...]:
    return tuple(" ".join(form.split()) for form in ([said] if isinstance(said, str) else said))


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _line(text: str, start: int, key: str) -> int:
    """Return the line, from a place in the text on, on which a key is given, or 0."""
    match = re.compile(rf"^[ \t]*[\[\"']*{re.escape(key)}[\]\"' \t]*(?:=|$)", re.MULTILINE).search(text, start)
    return text.count("\n", 0, match.start()) + 1 if match else 0


def _wrong(place: Place, message: str, hint: str) -> Finding:
    return Finding("glossary", Severity.ERROR, place, message, hint)
