"""The wording of a paragraph: its Markdown without the markup, line by line as before."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from bindery.checks.prose.chapter import ADDRESS, CALL, OBJECT

_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~ ])") _ESCAPED = 0xE100  # an escaped character waits here until the
markup is gone _RESTORE = {_ESCAPED + code: chr(code) for code in range(0x21, 0x7F)} | {_ESCAPED + 0x20:
"\N{NO-BREAK SPACE}"}

_CODE = re.compile(r"(?<!`)(`+)(?!`).+?(?<!`)\1(?!`)(?:\{[^{}\n]*\})?", re.DOTALL)
_MATHS = re.compile(r"\$\$.+?\$\$|(?<![\w$])\$(?=[^\s$])[^$]*?(?<=\S)\$(?![\d$])", re.DOTALL)
_INLINE_NOTE = re.compile(r"\^\[((?:[^\[\]]|\[[^\[\]]*\])*)\]")
_TARGET = r"\((?:[^()\s<>]|\([^()\s]*\)|<[^<>\n]*>)*(?:\s+(?:\"[^\"]*\"|'[^']*'))?\)"
_ATTRIBUTES = r"\{(?:[.#=][^{}]*|[\w:-]+=[^{}]*)\}"
_URL = r"(?:https?|ftp|mailto|doi):(?://)?[^\s<>\"“”«»]*[^\s<>\"“”«».,;:!?)\]’'\ue000]"

# In this order, for each finds what those before it have left.
_MARKUP: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.DOTALL), by)
    for pattern, by in (
        (r"<!--.*?-->", ""),
        (r"<(?:https?|ftp|mailto|doi):[^<>\s]*>|<[\w.+-]+@[\w.-]+>", ADDRESS),
        (r"<sup>\s*[ivxlcdm\d*]+\s*</sup>", CALL),
        (r"<br\s*/?>", " "),
        (r"</?[A-Za-z][^<>]*>", ""),
        (r"\[\^[^\]\s]+\]", CALL),
        (r"\[[^\[\]]*(?<![\w.])-?@[\w{][^\[\]]*\]", OBJECT),
        (rf"!?\[((?:[^\[\]]|\[[^\[\]]*\])*)\]{_TARGET}", r"\1"),
        (r"!?\[((?:[^\[\]]|\[[^\[\]]*\])+)\](?:\[[^\[\]]*\]|(?=\{[.#\w]))", r"\1"),
        (_ATTRIBUTES, ""),
        (_URL, ADDRESS),
        (r"(?<![\w@])[\w.+-]+@[\w-]+(?:\.[\w-]+)+", ADDRESS),
        (r"\bwww\.[^\s<>\"“”«»]*/[^\s<>\"“”«»]*[^\s<>\"“”«».,;:!?)\]’']", ADDRESS),
        (r"\b10\.\d{4,}/[^\s<>\"“”«»]*[^\s<>\"“”«».,;:!?)\]]", ADDRESS),
        (r"(?<![\w@])@[A-Za-z][\w:.-]*\w", OBJECT),
        (r"(?<!\s)\*+|\*+(?!\s)", ""),
        (r"(?<!\w)_+(?=\S)|(?<=\S)_+(?!\w)", ""),
        (r"~~|(?<=\S)\\$", ""),
        (r"\^([^\s^]+)\^|~([^\s~]+)~", r"\1\2"),
        (r"---", "—"),
        (r"(?<!-)--(?!-)", "–"),
    )
)


def conceal(text: str) -> str:
    """Return Markdown with code and maths made one character each, and escaped characters out of markup's way."""
    text = _CODE.sub(lambda match: _keep_lines(match, OBJECT), text)
    text = _ESCAPE.sub(lambda match: chr(_ESCAPED + ord(match[1])), text)
    return _MATHS.sub(lambda match: _keep_lines(match, OBJECT), text)


def split_notes(text: str) -> Iterator[tuple[int, str]]:
    """Yield, with its place, the text of each note written inline, ``^[…]``."""
    return ((match.start(), match[1]) for match in _INLINE_NOTE.finditer(text))


def clean(text: str) -> str:
    """Return concealed Markdown as a reader reads it, on the same lines."""
        text = _INLINE_NOTE.sub(lambda match: _keep_lines(match, CALL), text) for pattern, by in _MARKUP:
        text = pattern.sub(lambda match, by=by: _keep_lines(match, match.expand(by)), text)  # type:
        ignore[misc] return unescape(restore(text))


def restore(text: str) -> str:
    """Return concealed text with its escaped characters as themselves."""
    return text.translate(_RESTORE)


def _keep_lines(match: re.Match[str], by: str) -> str:
    return by + "\n" * (match[0].count("\n") - by.count("\n"))
