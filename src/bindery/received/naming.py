"""Names and languages guessed from words: slugs, chapter files, the language, the style of notes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

from bindery.received.titlepage import bare

# Ukrainian by its own table (2010), with the letters of the neighbours.
_LATIN = dict(
    re.findall(
        r"(\w)([a-z]*)",
        "аa бb вv гh ґg дd еe єie жzh зz иy іi їi йi кk лl мm нn оo пp рr сs тt уu фf хkh цts чch шsh щshch "
        "ыy эe юiu яia ёio ўu ъ ь łl øo ßss",
    )
)
_LONGEST = 60
_MOST = 0.5  # of the letters


def slug(text: str) -> str:
    """Return words as small letters, digits and hyphens, or nothing where none are left."""
    latin = "".join(_LATIN.get(letter, letter) for letter in bare(text).lower().replace("'", "").replace("’", ""))
    plain = unicodedata.normalize("NFKD", latin).encode("ascii", "ignore").decode()
    made = ""
    for word in re.findall(r"[a-z0-9]+", plain):
        if made and len(made) + len(word) >= _LONGEST:
            break
        made = f"{made}-{word}".strip("-")[:_LONGEST]
    return made


def publication_slug(title: str, name: str) -> str:
    """Return a publication's slug: from what follows the title's colon, the title, or the file's name."""
    after = slug(title.rpartition(":")[2])
    return (after if "-" in after else slug(title)) or slug(name.rpartition(".")[0] or name) or "imported"


def language(text: str) -> str:
    """Return the language of a text by its letters: en, pl, uk, be or ru."""
    letters = [letter for letter in text.lower() if letter.isalpha()]
    cyrillic = [letter for letter in letters if "а" <= letter <= "ґ"]
    if len(cyrillic) > _MOST * len(letters):
        if "ў" in cyrillic:
            return "be"
        return "uk" if any(letter in "іїєґ" for letter in cyrillic) else "ru"
    polish = sum(letter in "ąćęłńśźż" for letter in letters)
    return "pl" if polish * 100 > len(letters) else "en"


def note_style(labels: Collection[str]) -> str:
    """Return the style of notes that the labels seen are of, or nothing where there are none."""
    if not labels:
        return ""
    if all(re.fullmatch(r"[*†‡§‖¶]+", label) for label in labels):
        return "symbols"
    if all(re.fullmatch(r"[ivxlcdm]+", label) for label in labels):
        return "lower-roman"
    if all(re.fullmatch(r"[IVXLCDM]+", label) for label in labels):
        return "upper-roman"
    if all(re.fullmatch(r"[a-z]", label) for label in labels):
        return "lower-alpha"
    return "decimal"
