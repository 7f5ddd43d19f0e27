"""The languages that the house prints in: ``styles/languages/<code>.toml``, words, quotes, ties."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields
from functools import lru_cache
from typing import Any

from bindery import schema, stylefile
from bindery.errors import UsageError
from bindery.house import House
from bindery.model import Face, Language, Ties
from bindery.schema import Expected, Fault, is_text


def _is_face(value: Any) -> bool:
    """Tell whether a table has all that a font file needs, and nothing else."""
    if not isinstance(value, dict) or set(value) != {part.name for part in fields(Face)}:
        return False
    return (
        all(stylefile.is_family(value[key]) for key in ("family", "file"))
        and value["voice"] in ("serif", "sans")
        and stylefile.is_weight(value["weight"])
        and isinstance(value["italic"], bool)
    )


_FACES = Expected(
    'tables with family, file, weight, italic and voice ("serif" or "sans")',
    lambda value: isinstance(value, list) and all(_is_face(item) for item in value),
)
_SCHEMA = stylefile.schema_of(
    {
        **schema.needed(
            {
                "name": Expected("the language's own name", is_text),
                "direction": Expected('"ltr" or "rtl"', lambda value: value in ("ltr", "rtl")),
                "quotes": Expected(
                    "four marks: the outer pair, the inner pair",
                    lambda value: schema.is_texts(value) and len(value) == 4,
                ),
                "words": Expected(stylefile.TABLE, lambda value: isinstance(value, dict)),  # which, English tells
            }
        ),
        "tag": schema.like(r"[a-z]{2,3}(-[A-Za-z0-9]+)*", "a language tag, as en-US"),
        "decimal": Expected('"." or ","', lambda value: value in (".", ",")),
        "fonts": schema.TEXTS,
        "faces": _FACES,
        "ties": {part.name: schema.FLAG if isinstance(part.default, bool) else schema.TEXTS for part in fields(Ties)},
        "letters": {
            "foreign": Expected("small letters", lambda value: isinstance(value, str) and value == value.lower())
        },
    }
)
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
    data = stylefile.parsed(file, shown)
    _, faults = _SCHEMA.held(data)
    faults += _word_faults(data.get("words"), _asked(english))
    if faults:
        raise stylefile.told(faults, file, shown)
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


def _word_faults(words: Any, asked: Mapping[str, str]) -> Iterator[Fault]:
    """Yield each word that is missing, unknown, or has other blanks than in English."""
    if not isinstance(words, dict):
        return
    for key, english in asked.items():
        path, word, hint = ("words", key), words.get(key), f'In English it is "{english}".'
        if key not in words:
            yield Fault(path, schema.MISSING, f"`words.{key}` is missing.", hint)
        elif not is_text(word):
            yield Fault(path, schema.WRONG, f"`words.{key}`: expected text.", hint)
        elif sorted(_BLANK.findall(word)) != sorted(_BLANK.findall(english)) or re.search("[{}]", _BLANK.sub("", word)):
            yield Fault(path, schema.WRONG, f"`words.{key}`: the blanks are not those of English.", hint)
    for key in words:
        if key not in asked and not _FROM.fullmatch(key):
            yield schema.unknown(("words", key), asked)


def _asked(english: tuple[tuple[str, bytes], ...]) -> dict[str, str]:
    """Return the words that templates ask for: the press's, and those that the project's own English file adds."""
    asked: dict[str, str] = {}
    for shown, file in english:
        words = stylefile.parsed(file, shown).get("words")
        asked |= {key: word for key, word in words.items() if is_text(word)} if isinstance(words, dict) else {}
    return asked
