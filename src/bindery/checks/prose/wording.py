"""The wording of a paragraph: its Markdown without the markup, line by line as before."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from bindery.checks.prose.chapter import ADDRESS, CALL, OBJECT

_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~ ])")
_ESCAPED = 0xE100  # an escaped character waits here until the markup is gone
_RESTORE = {_ESCAPED + code: chr(code) for code in range(0x21, 0x7F)}
_RESTORE[_ESCAPED + 0x20] = "\N{NO-BREAK SPACE}"

_CODE = re.compile(r"(?<!`)(`+)(?!`).+?(?<!`)\1(?!`)(?:\{[^{}\n]*\})?", re.DOTALL)
_MATHS = re.compile(r"\$\$.+?\$\$|(?<![\w$])\$(?=[^\s$])[^$]*?(?<=\S)\$(?![\d$])", re.DOTALL)
_NOTE = re.compile(r"\^\[(?!\^)((?:[^\[\]]|\[[^\[\]]*\])*)\]")
_TARGET = r"\((?:[^()\s<>]|\([^()\s]*\)|<[^<>\n]*>)*(?:\s+(?:\"[^\"]*\"|'[^']*'))?\)"
_WITHIN = r"((?:[^\[\]]|\[[^\[\]]*\])*)"  # of brackets, with brackets
_ATTRIBUTES = r"\{(?:[.#=][^{}]*|[\w:-]+=[^{}]*)\}"
# The path of an address: brackets in pairs, and not the punctuation of the sentence that it stands in.
_PAIR, _CHAR, _LAST = r"\([^\s()<>]*\)", r"[^\s<>()\"“”«»\ue000]", r"[^\s<>()\"“”«».,;:!?\]’'\ue000]"
_PATH = rf"(?:{_PAIR}|{_CHAR})*(?:{_PAIR}|{_LAST})"

# In this order, for each finds what those before it have left.
_MARKUP = [
    (re.compile(pattern, re.DOTALL), by)
    for pattern, by in (
        (r"<!--(?:(?!<!--).)*?-->", ""),
        (r"<(?:https?|ftp|mailto|doi):[^<>\s]*>|<[\w.+-]+@[\w.-]+>", ADDRESS),
        (r"<sup>\s*[ivxlcdm\d*]+\s*</sup>", CALL),
        (r"<br\s*/?>", " "),
        (r"</?[A-Za-z][^<>]*>", ""),
        (r"\[\^[^\[\]\s]+\]", CALL),
        (r"\[(?=[^\[\]]*\])[^\[\]]*(?<![\w.])-?@[\w{][^\[\]]*\]", OBJECT),
        (rf"!?\[{_WITHIN}\]{_TARGET}", r"\1"),
        (rf"!?\[{_WITHIN}\]{_TARGET}", r"\1"),  # an image in a link
        (rf"!?\[{_WITHIN}\](?:\[[^\[\]]*\]|(?={_ATTRIBUTES}))", r"\1"),
        (_ATTRIBUTES, ""),
        (rf"(?:https?|ftp|mailto|doi):(?://)?{_PATH}", ADDRESS),
        (r"(?<![\w@.+-])[\w.+-]++@[\w-]+(?:\.[\w-]+)+", ADDRESS),
        (rf"\bwww\.[\w.-]{{1,253}}/{_PATH}|\b10\.\d{{4,}}/{_PATH}", ADDRESS),
        (r"(?<![\w@])@[A-Za-z][\w:.-]*\w", OBJECT),
        (r"(?<!\s)\*+|\*+(?!\s)", ""),
        (r"(?<!\w)_+(?=\S)|(?<=[^\s_])_++(?!\w)|(?<=_)_(?!\w)", ""),
        (r"~~|(?<=\S)\\(?=\n|$)", ""),
        (r"\^([^\s^]+)\^|~([^\s~]+)~", r"\1\2"),
        (r"---", "—"),
        (r"(?<!-)--(?!-)", "–"),
    )
]


def conceal(text: str) -> str:
    """Return Markdown with code and maths one character each, and escaped characters out of markup's way."""
    text = _replace(_CODE, OBJECT, text)
    text = _ESCAPE.sub(lambda match: chr(_ESCAPED + ord(match[1])), text)
    return _replace(_MATHS, OBJECT, text)


def split_notes(text: str) -> Iterator[tuple[int, str]]:
    """Yield, with its place, the text of each note that stands inline, ``^[…]``."""
    return ((match.start(), match[1]) for match in _NOTE.finditer(text))


def clean(text: str) -> str:
    """Return concealed Markdown as a reader reads it, on the same lines."""
    text = _replace(_NOTE, CALL, text)
    for pattern, by in _MARKUP:
        text = _replace(pattern, by, text)
    return unescape(restore(text))


def restore(text: str) -> str:
    """Return concealed text with its escaped characters as themselves."""
    return text.translate(_RESTORE)


def _replace(pattern: re.Pattern[str], by: str, text: str) -> str:
    """Return a text with what a pattern finds replaced, and no line lost."""

    def keep_lines(match: re.Match[str]) -> str:
        made = match.expand(by)
        return made + "\n" * (match[0].count("\n") - made.count("\n"))

    return pattern.sub(keep_lines, text)
