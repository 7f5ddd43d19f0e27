"""The door to pyphen, which has the dictionaries that WeasyPrint hyphenates by."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path
from typing import Any

from bindery.tools import pycache

_VALUE_LETTER = re.compile(r"(\d?)(\D?)").findall
_VALUED = re.compile(r"[1-9]")
_UNVALUED = str.maketrans("", "", "0123456789")
# A character as its hexadecimal number, and a hyphenation that changes letters.
_BY_HAND = re.compile(r"\^\^[0-9a-f]{2}|/.*=")


def has_dictionary(tag: str) -> bool:
    """Tell whether print can hyphenate a language (BCP 47), by its own dictionary or by that of its first subtag."""
    import pyphen  # type: ignore[import-untyped]

    return pyphen.language_fallback(tag) is not None


def read_when_needed() -> None:
    """Let pyphen read a pattern when a word has it: a page has a few hundred of a dictionary's thousands.

    Were ``pyphen.HyphDict`` to do so, this and ``Patterns`` would go.
    """
    import pyphen

    if pyphen.HyphDict.__module__ == __name__:
        return

    class HyphDict(pyphen.HyphDict):  # type: ignore[misc]
        __module__ = __name__

        def __init__(self, path: Path) -> None:
            data = path.read_bytes()
            patterns = pycache.table("hyphens", data, partial(_patterns, data, pyphen.ignored))
            if patterns is None:
                super().__init__(path)
                return
            self.patterns = Patterns(patterns)
            self.maxlen = max(map(len, self.patterns))
            self.cache: dict[str, list[Any]] = {}

        def positions(self, word: str) -> list[Any]:
            """Return where a hyphen may stand in a word; most of what is asked for has no pattern."""
            if self.patterns.__class__ is not Patterns:
                return list(super().positions(word))
            word = word.lower()
            if word not in self.cache:
                values = self.patterns.values_of(f".{word}.", self.maxlen)
                self.cache[word] = [pyphen.DataInt(at - 1) for at, value in enumerate(values) if value % 2]
            return self.cache[word]

    pyphen.HyphDict = HyphDict


def _patterns(data: bytes, ignored: tuple[str, ...]) -> dict[str, str] | None:
    """Return the lines of a dictionary by their letters; None of one that only pyphen reads."""
    name, _, text = data.partition(b"\n")
    encoding = name.decode().strip()
    lines = text.decode("cp1251" if encoding.lower() == "microsoft-cp1251" else encoding)
    if _BY_HAND.search(lines):
        return None
    stripped = map(str.strip, lines.split("\n"))
    valued = [line for line in stripped if not line.startswith(ignored) and _VALUED.search(line)]
    return dict(zip("\n".join(valued).translate(_UNVALUED).split("\n"), valued, strict=True))


class Patterns(dict[str, Any]):
    """Patterns of hyphenation by their letters: each a line (“.a1b”) until it is asked for, then offset and values."""

    def values_of(self, word: str, longest: int) -> list[int]:
        """Return the values between the letters of a word, as ``pyphen.HyphDict.positions`` adds them up."""
        find, size = super().get, len(word)
        values = [0] * (size + 1)
        for begin in range(size - 1):
            for end in range(begin + 1, min(begin + longest, size) + 1):
                if find(word[begin:end]):
                    offset, own = self.get(word[begin:end])
                    place = slice(begin + offset, begin + offset + len(own))
                    values[place] = map(max, own, values[place])
        return values

    def get(self, letters: str, default: Any = None) -> Any:
        """Return where a pattern's values begin and what they are, or the default."""
        found = super().get(letters, default)
        if found.__class__ is str:
            found = self[letters] = _read(found)
        return found


def _read(line: str) -> tuple[int, tuple[int, ...]]:
    """Return where the values of a pattern begin that are not 0, and they, as ``pyphen.HyphDict`` does."""
    values = [int(value or 0) for value, _ in _VALUE_LETTER(line)]
    begin = next(at for at, value in enumerate(values) if value)
    end = next(at for at in range(len(values), 0, -1) if values[at - 1])
    return begin, tuple(values[begin:end])
