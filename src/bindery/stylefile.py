"""A TOML file below ``styles/``: parsed, held to its schema, and every mistake told with its line."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from bindery import characters
from bindery.errors import ConfigurationError
from bindery.model import Finding, Place, Severity
from bindery.schema import Fault, Schema, is_text, named

_AT = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")  # how tomllib ends a message
TABLE = "a table"  # as TOML calls what holds keys


def is_family(value: Any) -> bool:
    """Tell whether a value can name a font, or its file below the fonts' folder, in a style sheet."""
    return is_text(value) and not re.search(r'["\\<\n]|\.\.', value)


def is_weight(value: Any) -> bool:
    """Tell whether a value is the weight of a font (CSS Fonts 4, 2.2.1)."""
    return type(value) is int and 1 <= value <= 1000


def schema_of(keys: Mapping[Any, Any]) -> Schema:
    """Return the schema of a file of styles."""
    return Schema(keys, TABLE)


def told(wrong: Iterable[Fault], file: bytes, shown: str) -> ConfigurationError:
    """Return the error that tells faults, each with its line."""
    lines = file.decode("utf-8-sig").splitlines()
    return ConfigurationError(
        [
            Finding("styles-file", Severity.ERROR, Place(shown, _line(lines, path)), message, hint)
            for path, _, message, hint in wrong
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
        raise _unparsed(str(error), text, shown) from error
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


def _unparsed(said: str, text: str, shown: str) -> ConfigurationError:
    """Return where a file is no TOML; an end of line that comes too early is a quotation mark that is missing."""
    at = _AT.search(said)
    line = (int(at[1]) if at[1] else len(text.splitlines())) if at else 0
    said = "a straight quotation mark is missing" if r"character '\n'" in said else _AT.sub("", said)
    message, hint = f"does not parse: {characters.printable(said)}.", "Compare it with the press's own."
    return ConfigurationError([Finding("styles-file", Severity.ERROR, Place(shown, line), message, hint)])


def _line(lines: list[str], path: tuple[str | int, ...]) -> int:
    """Return where a key stands, from 1; 0 where it is not or is written in another way."""
    table, key = named(path[:-1]), str(path[-1])
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
