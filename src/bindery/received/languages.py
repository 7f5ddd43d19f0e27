"""The language of a text, told by its script, its letters and its commonest words."""

from __future__ import annotations

import re

from bindery.received.nouns import Sureness

_WORDS = {
    "en": "the of and to in is that for was with",
    "pl": "i w na z że się do jest nie oraz",
    "de": "der die und das nicht mit ist den von zu",
    "lt": "ir yra kad su iš į bei nuo tai nes",
    "lv": "un ir ar no uz ka par kas bet nav",
    "fr": "le la les des et est une dans que du",
}
_SURE = 20  # occurrences


def language(text: str) -> tuple[str, Sureness]:
    """Return the code of a text's language and how sure it is; ``en`` where nothing tells."""
    letters = [letter for letter in text.lower() if letter.isalpha()]
    cyrillic = [letter for letter in letters if "а" <= letter <= "ґ"]
    return _cyrillic(cyrillic) if len(cyrillic) * 2 > len(letters) else _latin(text)


def _cyrillic(letters: list[str]) -> tuple[str, Sureness]:
    # Russian has no і, Belarusian no и, Ukrainian has both: quotations from the neighbours weigh little.
    i, y = letters.count("і"), letters.count("и")
    sure = Sureness.LIKELY if i + y >= _SURE else Sureness.GUESS
    if y > 9 * i:
        return "ru", sure
    return ("be" if i > 9 * y and ("ў" in letters or "ы" in letters) else "uk"), sure


def _latin(text: str) -> tuple[str, Sureness]:
    words = re.findall(r"[^\W\d_]+", text.lower())
    counts = {code: sum(map(words.count, common.split())) for code, common in _WORDS.items()}
    first, second = sorted(counts, key=lambda code: -counts[code])[:2]
    sure = counts[first] >= _SURE and counts[first] > 2 * counts[second]
    return first, Sureness.LIKELY if sure else Sureness.GUESS
