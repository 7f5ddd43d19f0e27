"""How a name sounds in any of our scripts, loosely: by its consonants."""

from __future__ import annotations

import re
from functools import lru_cache

# In this order: what is spelled with several letters first.
_SOUNDS = [
    (re.compile(pattern), sound)
    for pattern, sound in (
        ("shch|szcz|шч|щ", "S"), ("tsch|tch|cz|ch(?=[eiy])|[čч]", "C"), ("kh|ch|х", "G"),
        ("zh|sh|sch|sz|rz|[śšżžźжшзzsс]", "S"), ("ck|c(?=[aourlt])|[kqxк]", "K"), ("ts|tz|th|[tтcćц]", "T"),
        ("[hgгґ]", "G"), ("ph|[fф]", "F"),
        ("[bб]", "B"), ("[dд]", "D"), ("[lłл]", "L"), ("[mм]", "M"), ("[nńн]", "N"), ("[pп]", "P"), ("[rр]", "R"),
    )
]  # fmt: skip
_DOUBLED = re.compile(r"(.)\1")
_SILENT = re.compile("[^A-Z]+")  # vowels, and v, which is a vowel’s letter in Belarusian


@lru_cache(maxsize=1 << 14)
def of(word: str) -> str:
    """Return the consonants of a word, one capital letter for all that languages spell alike."""
    word = _DOUBLED.sub(r"\1", word.lower())
    for pattern, sound in _SOUNDS:
        word = pattern.sub(sound, word)
    return _SILENT.sub("", word)


def is_like(name: str, word: str) -> bool:
    """Tell whether what sounds so, whatever its ending, may be a name that sounds so."""
    return (
        len(name) > 1
        and name[:1] == word[:1]
        and word.startswith(name[: max(len(name) - 1, 2)])
        and len(word) < len(name) + 3
    )
