"""Pseudo-translations: a publication with every letter another and its markup as it was."""

from __future__ import annotations

import re

from bindery import press
from bindery.house import House
from bindery.model import Catalog, Entry
from bindery.translation import catalogs, units

LATIN = str.maketrans("AEIOUaeiouncsz", "ÀÉÎÕÜàéîõüñçšž")
CYRILLIC = str.maketrans(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", "АБЦДЕФГХІЖКЛМНОПЯРСТУВШЬЙЗабцдефгхіжклмнопярстувшьйз"
)
HEBREW = str.maketrans(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", "אבצדעפגהיזקלמנופחרסטוושכיזאבצדעפגהיזקלמנופחרסטוושכיז"
)
TABLE = {"xl": LATIN, "xc": CYRILLIC, "he": HEBREW}
# Left alone: markup, addresses, code, maths, blanks of the interface.
_KEPT = re.compile(r"\[\^\d+\]|<[^>]+>|`[^`]*`|\$[^$]*\$|\]\([^)]*\)(?:\{[^}]*\})?|\]\{[^}]*\}|\{\w+\}|[~^]\S+[~^]|\\.")


def pseudo(text: str, code: str) -> str:
    """Return text as the pseudo-language writes it: every letter another, markup and addresses as they were."""
    parts, at = [], 0
    for kept in _KEPT.finditer(text):
        parts += [text[at : kept.start()].translate(TABLE[code]), kept[0]]
        at = kept.end()
    return "".join([*parts, text[at:].translate(TABLE[code])])


def translate(slug: str, code: str, house: House) -> None:
    """Put a whole pseudo-translation beside a publication."""
    publication = press.open_publication(slug, house)
    taken = units.taken(press.read(publication, house))
    entries = tuple(Entry(*key, translation=pseudo(key[1], code)) for key in dict.fromkeys(u.key for u in taken))
    header = {"Project-Id-Version": slug, "Language": code, "Content-Type": "text/plain; charset=UTF-8"}
    catalogs.save(Catalog(code, header, entries), publication, house)
