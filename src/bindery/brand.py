"""The house's identity and the languages it prints in, read from ``styles/``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields
from functools import lru_cache
from typing import Any, TypeGuard

from bindery import characters
from bindery.errors import ConfigurationError, UsageError
from bindery.house import House
from bindery.model import Brand, Face, Finding, Font, Language, Place, Severity, Ties

_Check = tuple[str, Callable[[Any], bool]]
_Fault = tuple[str, str, str, str]  # table, key, what is wrong, what to do


def _is_text(value: Any) -> TypeGuard[str]:
    return isinstance(value, str) and bool(value.strip())


def _is_texts(value: Any) -> bool:
    return isinstance(value, list) and all(_is_text(item) for item in value)


_TEXTS: _Check = ("a list of texts", _is_texts)


def _is_face(value: Any) -> bool:
    """Tell whether a table has all that a font file needs, and nothing else."""
    if not isinstance(value, dict) or set(value) != {part.name for part in fields(Face)}:
        return False
    return (
        all(_is_family(value[key]) for key in ("family", "file"))
        and value["voice"] in ("serif", "sans")
        and (type(value["weight"]), type(value["italic"])) == (int, bool)
    )


def _is_family(value: Any) -> bool:
    return _is_text(value) and not re.search(r'["\\<\n]|\.\.', value)


_TABLE: _Check = ("a table", lambda value: isinstance(value, dict))
_LANGUAGE: Mapping[str, _Check] = {
    "name": ("the language's own name", _is_text),
    "tag": ("a language tag, as en-US", lambda value: bool(re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]+)*", str(value)))),
    "direction": ('"ltr" or "rtl"', lambda value: value in ("ltr", "rtl")),
    "quotes": ("four marks: the outer pair, the inner pair", lambda value: _is_texts(value) and len(value) == 4),
    "decimal": ('"." or ","', lambda value: value in (".", ",")),
    "fonts": _TEXTS,
    "faces": (
        'tables with family, file, weight, italic and voice ("serif" or "sans")',
        lambda value: isinstance(value, list) and all(_is_face(item) for item in value),
    ),
    **dict.fromkeys(("words", "ties", "letters"), _TABLE),
}
_NEEDED = ("name", "direction", "quotes", "words")
_TIES: Mapping[str, _Check] = {
    part.name: ("true or false", lambda value: isinstance(value, bool)) if isinstance(part.default, bool) else _TEXTS
    for part in fields(Ties)
}
_LETTERS: Mapping[str, _Check] = {
    "foreign": ("small letters", lambda value: isinstance(value, str) and value == value.lower())
}
# Codes of countries that are taken for those of their languages.
_COUNTRIES = {
    "ua": "uk",
    "by": "be",
    "cz": "cs",
    "dk": "da",
    "gr": "el",
    "se": "sv",
    "si": "sl",
    "ee": "et",
    "us": "en",
}
_ENGLISH = "styles/languages/en.toml"
_BLANK = re.compile(r"\{\w+\}")
_FROM = re.compile(r"from_[a-z]{2,3}")  # "Translated from …": any language may have the words for another


def read_brand(house: House) -> Brand:
    """Return the brand of ``styles/brand.toml``.

    Raises ConfigurationError when the file does not parse or lacks a part.
    """
    file = house.file("styles/brand.toml")
    data = _parsed(file.read_bytes(), house.place(file))
    try:
        return Brand(
            name=data["name"],
            identity=data["name"],
            wordmark=tuple(data["wordmark"]),
            url=data["url"],
            note_style=data["notes"]["style"],
            note_translation=data["notes"].get("translation", "translate"),
            colours=data["colours"],
            page=data["page"],
            fonts=tuple(Font(**font) for font in data["fonts"]),
        )
    except (KeyError, TypeError) as error:
        raise _wrong(house.place(file), f"{error} is missing or not understood.") from error


def read_language(house: House, code: str) -> Language:
    """Return the language file of ``code``.

    Raises UsageError, naming the languages there are, when there is none; ConfigurationError with all that is
    wrong in the file.
    """
    known = sorted(
        {f.stem for base in (house.root, house.defaults) for f in (base / "styles/languages").glob("*.toml")}
    )
    if code not in known:
        meant = _COUNTRIES.get(code.lower(), code.lower().split("-")[0].split("_")[0])
        alike = [name for name in known if name[0] == meant[:1]]  # of codes of two letters half are like any other
        from difflib import get_close_matches  # only where a name is wrong

        near = [meant] if meant in known else get_close_matches(meant, alike, 1, 0.5)
        hint = f"Did you mean {near[0]}?" if near else "Copy one of them to add the language."
        raise UsageError(
            f"styles/languages/{code}.toml: no language file for {code}. There is: {', '.join(known)}. {hint}"
        )
    file = house.file(f"styles/languages/{code}.toml")
    english = [base / _ENGLISH for base in dict.fromkeys((house.root, house.defaults))]
    asked = tuple((house.place(each), each.read_bytes()) for each in english if each.is_file())
    return _language(code, house.place(file), file.read_bytes(), asked)


@lru_cache(maxsize=64)
def _language(code: str, shown: str, file: bytes, english: tuple[tuple[str, bytes], ...]) -> Language:
    """Return a language of its file's bytes, and of the English files', each with its name in messages."""
    data = _parsed(file, shown)
    faults = [*_faults(data), *_word_faults(data.get("words"), _asked(english))]
    if faults:
        lines = file.decode().splitlines()
        raise ConfigurationError(
            [
                Finding("styles-file", Severity.ERROR, Place(shown, _line(lines, table, key)), message, hint)
                for table, key, message, hint in faults
            ]
        )
    first, second, third, fourth = data["quotes"]
    ties: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in data.get("ties", {}).items()
    }
    return Language(
        code=code,
        tag=data.get("tag", code),
        name=data["name"],
        direction=data["direction"],
        quotes=(first, second, third, fourth),
        words=data["words"],
        ties=Ties(**ties),
        foreign=data.get("letters", {}).get("foreign", ""),
        decimal=data.get("decimal", "."),
        fonts=tuple(data.get("fonts", ())),
        faces=tuple(Face(**face) for face in data.get("faces", ())),
    )


def _faults(data: Mapping[str, Any]) -> Iterator[_Fault]:
    """Yield what is wrong in a language file but for its words."""
    for key in _NEEDED:
        if key not in data:
            yield "", key, f"`{key}` is missing.", f"Expected {_LANGUAGE[key][0]}."
    for table, checks in (("", _LANGUAGE), ("ties", _TIES), ("letters", _LETTERS)):
        values = data.get(table, {}) if table else data
        for key, value in values.items() if isinstance(values, dict) else ():
            if key not in checks:
                yield _unknown(table, key, checks)
            elif not checks[key][1](value):
                yield table, key, f"`{_named(table, key)}`: expected {checks[key][0]}.", "Change the value."


def _word_faults(words: Any, asked: Mapping[str, str]) -> Iterator[_Fault]:
    """Yield each word that is missing, unknown, or has other blanks than in English."""
    if not isinstance(words, dict):
        return
    for key, english in asked.items():
        word = words.get(key)
        if key not in words:
            yield "words", key, f"`words.{key}` is missing.", f'In English it is "{english}".'
        elif not _is_text(word):
            yield "words", key, f"`words.{key}`: expected text.", f'In English it is "{english}".'
        elif sorted(_BLANK.findall(word)) != sorted(_BLANK.findall(english)) or re.search("[{}]", _BLANK.sub("", word)):
            yield "words", key, f"`words.{key}`: the blanks are not those of English.", f'There it is "{english}".'
    for key in words:
        if key not in asked and not _FROM.fullmatch(key):
            yield _unknown("words", key, asked)


def _asked(english: tuple[tuple[str, bytes], ...]) -> dict[str, str]:
    """Return the words that templates ask for: the press's, and those that the project's own English file adds."""
    asked: dict[str, str] = {}
    for shown, file in english:
        words = _parsed(file, shown).get("words")
        asked |= {key: word for key, word in words.items() if _is_text(word)} if isinstance(words, dict) else {}
    return asked


def _unknown(table: str, key: str, known: Mapping[str, Any]) -> _Fault:
    from difflib import get_close_matches  # only where a name is wrong

    near = get_close_matches(key, known, 1)
    hint = f"Did you mean `{near[0]}`?" if near else "Remove it."
    return table, key, f"unknown key `{_named(table, key)}`.", hint


def _named(table: str, key: str) -> str:
    return f"{table}.{key}" if table else key


def _line(lines: list[str], table: str, key: str) -> int:
    """Return where a key stands, from 1; 0 where it is not or is written in another way."""
    at = ""
    for number, line in enumerate(lines, 1):
        if header := re.match(r"\s*\[\[?([\w-]+)\]\]?\s*(?:#|$)", line):
            at = header[1]
        if (at == table and re.match(rf"\s*{re.escape(key)}\s*=", line)) or (not table and at == key):
            return number
    return 0


@lru_cache(maxsize=64)
def _parsed(file: bytes, shown: str) -> Mapping[str, Any]:
    """Return what a TOML file says, which many ask for and nobody changes."""
    try:
        text = file.decode().replace("\r\n", "\n").replace("\r", "\n")
        data = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
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
