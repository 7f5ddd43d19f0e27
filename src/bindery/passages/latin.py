"""English told in an edition of another script: by its small words, and only where nothing speaks against it.

A wrong language is worse than none, so names alone, addresses and what shows a letter or a small word of another
language written in Latin letters are left as they are.
"""

from __future__ import annotations

import re


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Small words that leave no doubt; not those that Polish, German, … or Latin phrases have too (in, on, to, by, was).
SURE = _words(
    "the of and that with from which been has have were this their its for is are into they our these those because "
    "between through would could should about than then there where when while whose whom who your she him"
)
# Of these some are words of other languages that are met more rarely; they confirm nothing here.
_TELLING = SURE - _words("for is are him than into")
# Small words of others. One in capitals counts for nothing: it may be an initial or an abbreviation.
_OTHERS = _words(
    "le la les des du et une dans sur aux est que qui pour avec der das und den dem ein eine für von zur zum im mit "
    "ist nicht el los las del y una por para con il lo gli della delle dei di che nel da dos das em os w z i na nie "
    "jest się od przez dla po za oraz ir su apie kaip yra nuo un van het een voor niet aan uit bij og och av til på "
    "är det som med ett se ve je și din cu v iz ob o s e en"
)
_WORD = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)*")
_ABROAD = re.compile(r"(?![A-Za-zÀ-ɏḀ-ỿ])[^\W\d_]")
_HINT = re.compile(rf"\b(?:{'|'.join(sorted(_TELLING))})\b", re.IGNORECASE)
_ENOUGH = 3  # words of a passage
_RATE = 8  # words to each telling one, at most


def is_hinted(text: str) -> bool:
    """Tell, fast, whether a text can have an English passage at all."""
    return bool(_HINT.search(text))


def is_english(text: str) -> bool:
    """Tell whether a text of several words is beyond doubt English."""
    words = _WORD.findall(text)
    if len(words) < _ENOUGH or not all(word.replace("’", "").isascii() for word in words):
        return False
    if any(word.lower() in _OTHERS and not word.isupper() for word in words):
        return False
    return sum(word.lower() in _TELLING for word in words) * _RATE >= len(words)


def is_abroad(word: str) -> bool:
    """Tell whether a word has a letter that is not Latin."""
    return bool(_ABROAD.search(word))
