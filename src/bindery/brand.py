"""The house's identity and the languages it prints in, read from ``styles/``."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
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

NOTE_STYLES = ("decimal", "lower-roman", "upper-roman", "lower-alpha", "symbols")
NOTE_TRANSLATIONS = ("copy", "optional", "translate")
_LENGTH = r"(?:\d+|\d*\.\d+)(?:mm|cm|q|in|pt|pc|px)"
_SIZE = re.compile(
    rf"(?:[abc](?:\d|10)|jis-b\d|letter|legal|ledger)(?: (?:portrait|landscape))?|{_LENGTH}(?: {_LENGTH})?",
    re.IGNORECASE,
)
_MARGIN = re.compile(rf"0|{_LENGTH}", re.IGNORECASE)
_HEX = re.compile(r"#(?:[0-9a-fA-F]{3,4}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})")
_COLOUR = re.compile(r"[A-Za-z]+(?:\([\w\s.,%/+-]*\))?")  # what a function of CSS is written with, and ends nothing


def _is_colour(value: Any) -> bool:
    if not isinstance(value, str) or not (_HEX.fullmatch(value) or _COLOUR.fullmatch(value)):
        return False
    if value.startswith("#"):
        return True
    from tinycss2 import color4  # few houses name a colour by its word

    return isinstance(color4.parse_color(value), color4.Color)


def _one_of(known: tuple[str, ...]) -> _Check:
    return f"one of {', '.join(known)}", lambda value: isinstance(value, str) and value in known


def _like(pattern: re.Pattern[str], what: str) -> _Check:
    return what, lambda value: isinstance(value, str) and bool(pattern.fullmatch(value))


_COLOURED: _Check = ('a colour, as "#7a1f2b"', _is_colour)
_BRAND: Mapping[str, Mapping[str, _Check]] = {
    "": {
        "name": ("the house's name", _is_text),
        "wordmark": ("a list of texts", lambda value: _is_texts(value) and bool(value)),
        "url": _like(re.compile(r"(?:https?://[^\s\"<>\\^`{|}]+)?"), 'a web address, or ""'),
        **dict.fromkeys(("notes", "colours", "page"), _TABLE),
        "fonts": (
            "tables that begin with [[fonts]]",
            lambda value: isinstance(value, list) and bool(value) and all(isinstance(each, dict) for each in value),
        ),
    },
    "notes": {"style": _one_of(NOTE_STYLES), "translation": _one_of(NOTE_TRANSLATIONS)},
    "colours": dict.fromkeys(("ink", "paper", "muted", "rule", "brand", "brand-dark", "accent", "tint"), _COLOURED),
    "page": {
        "size": _like(_SIZE, 'a size of paper, as "A4" or "170mm 240mm"'),
        **dict.fromkeys(("inner", "outer", "top", "bottom"), _like(_MARGIN, 'a length, as "36mm"')),
    },
}
_FONT: Mapping[str, _Check] = {
    "family": ("a family's name", _is_family),
    "file": ("the name of a file below styles/fonts", _is_family),
    "weight": ("a number from 1 to 1000, as 400", lambda value: type(value) is int and 1 <= value <= 1000),
    "italic": ("true or false", lambda value: isinstance(value, bool)),
}
_OPTIONAL = ("notes.translation",)
_BLANK = re.compile(r"\{\w+\}")
_FROM = re.compile(r"from_[a-z]{2,3}")  # "Translated from …": any language may have the words for another


def read_brand(house: House) -> Brand:
    """Return the brand of ``styles/brand.toml``.

    Raises ConfigurationError with all that is wrong in it.
    """
    file = house.file("styles/brand.toml")
    return _brand(file.read_bytes(), house.place(file))


@lru_cache(maxsize=8)
def _brand(file: bytes, shown: str) -> Brand:
    """Return a brand of its file's bytes."""
    data = _parsed(file, shown)
    if faults := list(_brand_faults(data)):
        raise _told(faults, file, shown)
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


def _brand_faults(data: Mapping[str, Any]) -> Iterator[_Fault]:
    """Yield what is wrong in brand.toml; a house may have colours of its own beside those that are needed."""
    for table, checks in _BRAND.items():
        values = data.get(table) if table else data
        if isinstance(values, dict):
            own = [key for key in values if table == "colours" and re.fullmatch(r"[a-z][a-z0-9-]*", key)]
            yield from _table_faults(table, values, dict.fromkeys(own, _COLOURED) | dict(checks))
    fonts = data.get("fonts")
    for number, font in enumerate(fonts if isinstance(fonts, list) else (), 1):
        if isinstance(font, dict):
            yield from _table_faults(f"fonts.{number}", font, _FONT)


def _table_faults(table: str, values: Mapping[str, Any], checks: Mapping[str, _Check]) -> Iterator[_Fault]:
    for key, (expected, _) in checks.items():
        if key not in values and _named(table, key) not in _OPTIONAL:
            yield table, key, f"`{_named(table, key)}` is missing.", f"Expected {expected}."
    for key, value in values.items():
        if key not in checks:
            yield _unknown(table, key, checks)
        elif not checks[key][1](value):
            yield table, key, f"`{_named(table, key)}`: expected {checks[key][0]}.", "Change the value."


def _told(faults: Iterable[_Fault], file: bytes, shown: str) -> ConfigurationError:
    """Return the error that tells faults, each with its line."""
    lines = file.decode("utf-8-sig").splitlines()
    return ConfigurationError(
        [
            Finding("styles-file", Severity.ERROR, Place(shown, _line(lines, table, key)), message, hint)
            for table, key, message, hint in faults
        ]
    )


def languages(house: House) -> list[str]:
    """Return the codes of all languages that there is a file for."""
    return sorted({f.stem for base in (house.root, house.defaults) for f in (base / "styles/languages").glob("*.toml")})


def read_language(house: House, code: str) -> Language:
    """Return the language file of ``code``.

    Raises UsageError, naming the languages there are, when there is none; ConfigurationError with all that is
    wrong in the file.
    """
    known = languages(house)
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
        raise _told(faults, file, shown)
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


@lru_cache(maxsize=64)
def _parsed(file: bytes, shown: str) -> Mapping[str, Any]:
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
