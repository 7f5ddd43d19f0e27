"""The house's identity and the languages it prints in, read from ``styles/``."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from bindery.errors import ConfigurationError, UsageError
from bindery.house import House
from bindery.model import Brand, Finding, Font, Language, Place, Severity


def read_brand(house: House) -> Brand:
    """Return the brand of ``styles/brand.toml``.

    Raises ConfigurationError when the file does not parse or lacks a part.
    """
    file = house.file("styles/brand.toml")
    data = _load(file, house.place(file))
    try:
        return Brand(
            name=data["name"],
            wordmark=tuple(data["wordmark"]),
            url=data["url"],
            note_style=data["notes"]["style"],
            colours=data["colours"],
            page=data["page"],
            fonts=tuple(Font(**font) for font in data["fonts"]),
        )
    except (KeyError, TypeError) as error:
        raise _wrong(house.place(file), f"{error} is missing or not understood.") from error


def read_language(house: House, code: str) -> Language:
    """Return the language file of ``code``.

    Raises UsageError, naming the languages there are, when there is none.
    """
    try:
        file = house.file(f"styles/languages/{code}.toml")
    except UsageError:
        known = sorted(
            {f.stem for base in (house.root, house.defaults) for f in (base / "styles/languages").glob("*.toml")}
        )
        raise UsageError(
            f"styles/languages/{code}.toml: no language file for {code}. There is: {', '.join(known)}."
        ) from None
    data = _load(file, house.place(file))
    try:
        a, b, c, d = data["quotes"]
        return Language(code, data.get("tag", code), data["name"], data["direction"], (a, b, c, d), data["words"])
    except (KeyError, ValueError) as error:
        raise _wrong(house.place(file), f"{error} is missing or not understood.") from error


def _load(file: Path, shown: str) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise _wrong(shown, f"does not parse: {error}.") from error


def _wrong(shown: str, message: str) -> ConfigurationError:
    return ConfigurationError(
        [Finding("styles-file", Severity.ERROR, Place(shown), message, "Compare it with the press's own.")]
    )
