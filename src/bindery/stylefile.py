"""A TOML file below ``styles/``: parsed, held to tables of keys, and every mistake told with its line."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, TypeGuard

from bindery import characters
from bindery.errors import ConfigurationError
from bindery.model import Finding, Place, Severity

Check = tuple[str, Callable[[Any], bool]]
Fault = tuple[str, str, str, str]  # table, key, what is wrong, what to do


def is_text(value: Any) -> TypeGuard[str]:
    """Tell whether a value is words."""
    return isinstance(value, str) and bool(value.strip())


def is_texts(value: Any) -> bool:
    """Tell whether a value is a list of words."""
    return isinstance(value, list) and all(is_text(item) for item in value)


def is_family(value: Any) -> bool:
    """Tell whether a value can name a font, or its file below the fonts' folder, in a style sheet."""
    return is_text(value) and not re.search(r'["\\<\n]|\.\.', value)


TEXTS: Check = ("a list of texts", is_texts)
TABLE: Check = ("a table", lambda value: isinstance(value, dict))
FLAG: Check = ("true or false", lambda value: isinstance(value, bool))


def faults(
    table: str, values: Mapping[str, Any], checks: Mapping[str, Check], needed: Collection[str]
) -> Iterator[Fault]:
    """Yield what is wrong in a table: keys that are needed and not there, unknown ones, values of another kind."""
    for key in needed:
        if key not in values:
            yield table, key, f"`{_named(table, key)}` is missing.", f"Expected {checks[key][0]}."
    for key, value in values.items():
        if key not in checks:
            yield unknown(table, key, checks)
        elif not checks[key][1](value):
            yield table, key, f"`{_named(table, key)}`: expected {checks[key][0]}.", "Change the value."


def unknown(table: str, key: str, known: Mapping[str, Any]) -> Fault:
    """Return what is wrong with a key that nobody knows."""
    from difflib import get_close_matches  # only where a name is wrong

    near = get_close_matches(key, known, 1)
    hint = f"Did you mean `{near[0]}`?" if near else "Remove it."
    return table, key, f"unknown key `{_named(table, key)}`.", hint


def told(wrong: Iterable[Fault], file: bytes, shown: str) -> ConfigurationError:
    """Return the error that tells faults, each with its line."""
    lines = file.decode("utf-8-sig").splitlines()
    return ConfigurationError(
        [
            Finding("styles-file", Severity.ERROR, Place(shown, _line(lines, table, key)), message, hint)
            for table, key, message, hint in wrong
        ]
    )


@lru_cache(maxsize=64)
def parsed(file: bytes, shown: str) -> Mapping[str, Any]:
    """Return what a TOML file says, which many ask for and nobody changes."""
    try:
        text = file.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
        data = tomllib.loads(text)
    except UnicodeDecodeError as error:
        line = file.count(b"\n", 0, error.start) + 1
        message = f"byte 0x{file[error.start]:02x} is not UTF-8."
        raise ConfigurationError(
            [Finding("styles-file", Severity.ERROR, Place(shown, line), message, "Save the file as UTF-8.")]
        ) from error
    except RecursionError as error:
        raise _wrong(shown, "is nested too deeply.") from error
    except (tomllib.TOMLDecodeError, ValueError) as error:
        raise _wrong(shown, f"does not parse: {characters.printable(str(error))}.") from error
    if signs := dict.fromkeys(filter(None, map(characters.unprintable, characters.texts(data)))):
        found = [(characters.line_of(text, sign), characters.name(sign)) for sign in signs]
        hint, said = "Take it out.", "is no character that an edition can hold."
        raise ConfigurationError(
            [Finding("styles-file", Severity.ERROR, Place(shown, line), f"{sign} {said}", hint) for line, sign in found]
        )
    return data


def _wrong(shown: str, message: str) -> ConfigurationError:
    return ConfigurationError(
        [Finding("styles-file", Severity.ERROR, Place(shown), message, "Compare it with the press's own.")]
    )


def _named(table: str, key: str) -> str:
    return f"{table}.{key}" if table else key


def _line(lines: list[str], table: str, key: str) -> int:
    """Return where a key stands, from 1; 0 where it is not or is written in another way."""
    at, begun, lists = "", 0, Counter[str]()
    for number, line in enumerate(lines, 1):
        if header := re.match(r"\s*(\[\[?)\s*([\w-]+)\s*\]\]?\s*(?:#|$)", line):
            at = header[2]
            if len(header[1]) == 2:  # one of several
                lists[at] += 1
                at = f"{at}.{lists[at]}"
                begun = number if at == table else begun
        if (at == table and re.match(rf"\s*[\"']?{re.escape(key)}[\"']?\s*=", line)) or (
            not table and at.partition(".")[0] == key
        ):
            return number
    return begun
