"""Characters that no edition can hold: XML 1.0 has no place for them, and no reader ever sees them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

# Control characters, halves of surrogate pairs, and the two that are none.
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
WORD = 500  # letters of one on a title page: of one that is as wide as many lines print breaks each anew
# Their names (Unicode's NameAliases.txt), from U+0000.
_CONTROLS = (
    *("NULL", "START OF HEADING", "START OF TEXT", "END OF TEXT", "END OF TRANSMISSION", "ENQUIRY", "ACKNOWLEDGE"),
    *("ALERT", "BACKSPACE", "CHARACTER TABULATION", "LINE FEED", "LINE TABULATION", "FORM FEED", "CARRIAGE RETURN"),
    *("SHIFT OUT", "SHIFT IN", "DATA LINK ESCAPE", "DEVICE CONTROL ONE", "DEVICE CONTROL TWO", "DEVICE CONTROL THREE"),
    *("DEVICE CONTROL FOUR", "NEGATIVE ACKNOWLEDGE", "SYNCHRONOUS IDLE", "END OF TRANSMISSION BLOCK", "CANCEL"),
    *("END OF MEDIUM", "SUBSTITUTE", "ESCAPE", "INFORMATION SEPARATOR FOUR", "INFORMATION SEPARATOR THREE"),
    *("INFORMATION SEPARATOR TWO", "INFORMATION SEPARATOR ONE"),
)
# How a YAML, TOML or PO file may write a few of them.
_LETTERS = {0x00: "0", 0x07: "a", 0x08: "b", 0x0B: "v", 0x0C: "f", 0x1B: "e"}


def texts(value: Any) -> Iterator[str]:
    """Yield every key and every text of plain values, as TOML gives them."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from value
        yield from (text for item in value.values() for text in texts(item))
    elif isinstance(value, list):
        yield from (text for item in value for text in texts(item))


def unprintable(text: str) -> str:
    """Return the first character of a text that no edition can hold, or ""."""
    found = UNPRINTABLE.search(text)
    return found[0] if found else ""


def printable(text: str) -> str:
    """Return a text with the sign for a lost character in the place of each that no edition can hold."""
    return UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", text)


def name(sign: str) -> str:
    """Return what Unicode calls a character that can't be shown: ``U+0001 (START OF HEADING)``."""
    code = ord(sign)
    if code < len(_CONTROLS):
        said = _CONTROLS[code]
    elif 0xD800 <= code <= 0xDFFF:
        said = "half of a surrogate pair"
    else:
        said = "DELETE" if code == 0x7F else "a control character" if code < 0xA0 else "no character"
    return f"U+{code:04X} ({said})"


def windows(sign: str) -> str:
    """Return the letter that a control character was before a file of Windows-1252 was read as another, or ""."""
    try:
        return sign.encode("latin-1").decode("cp1252") if sign > "\x7f" else ""
    except UnicodeError:
        return ""


def line_of(text: str, sign: str) -> int:
    """Return the first line, from 1, of a file that has a character, as it is or by its number; 0 where none has."""
    code = ord(sign)
    forms = [re.escape(sign), f"(?i:\\\\x{code:02x}(?![0-9a-f])|\\\\u{code:04x}|\\\\U{code:08x})"]
    if code in _LETTERS:
        forms.append(f"\\\\{_LETTERS[code]}")
    found = re.search("|".join(forms), text)
    return text.count("\n", 0, found.start()) + 1 if found else 0
