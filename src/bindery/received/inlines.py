"""The words inside a block: marks made calls, and what pandoc would misread escaped."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⸴˒", "0123456789–,,")
LABEL = r"(?:\d{1,3}|[ivxlcdm]{1,8}|[IVXLCDM]{1,8}|[a-z]|[*†‡§‖¶]{1,4})"
# A label that leads to a note inside the file, as converters write it: [1](#fn1), [\[1\]](#_ftn1), <a href="#n1">1</a>.
_INNER = rf"\s*(?:<sup>\s*)?(?:\\?\[)?({LABEL})(?:\\?\])?\.?(?:\s*</sup>)?\s*"
LINKED = rf"(?:\[{_INNER}\]\(#[^()\s]*\)|<a\s[^<>]*href=[\"']?#[^<>]*>{_INNER}</a>)"
_LINKED = re.compile(LINKED, re.IGNORECASE)
_TARGET = r"\(\s*(?:<[^<>\n]*>|(?:[^()\s]|\((?:[^()\s]|\([^()\s]*\))*\))*)(?:\s+(?:\"[^\"]*\"|'[^']*'))?\s*\)"
# Pandoc's attributes, where they can be nothing else: {#name .class width="3in"}.
_ATTRIBUTE = r"(?:#[^\s{}#]+|\.[A-Za-z][\w-]*|[A-Za-z][\w:-]*=(?:\"[^\"\n]*\"|[^\s\"{}=]+))"
ATTRIBUTES = rf"\{{[ \t]*{_ATTRIBUTE}(?:[ \t]+{_ATTRIBUTE})*+[ \t]*\}}"
# A formula of TeX: between two signs each, or one where it has TeX's own signs and no words; else it is a price.
_MATHS = (
    r"(?<![\\$])\$\$(?!\$)(?=[^$]{0,2000}?\w)[^$]{1,2000}(?<!\\)\$\$(?!\$)"
    r"|(?<![\\$\w])\$(?=[^\s$])(?=[^$\n]{0,200}?(?:\\[A-Za-z]|[\w)}][_^][\w{\\+*-]))"
    r"(?:\\[A-Za-z]+|(?![^\W\d_]{3})[^$\n\\]|\\[^A-Za-z\n]){1,200}(?<![\s\\])\$(?![$\w])"
)
# What nobody closes has a bound, or ends at the next of its kind: else the whole text were read again at each sign.
_TOKENS = re.compile(
    r"(?P<code>(?<!(?<!\\)`)(?P<ticks>`{1,99}+)(?!`).*?(?<!`)(?P=ticks)(?!`))"
    rf"|(?P<linked>{LINKED})"
    rf"|(?P<bracket>\\?\[(?P<bracketed>{LABEL}(?:\s*[,;–-]\s*{LABEL})*+)\\?\](?!\())"
    r"|(?P<escape>\\[!-/:-@\[-`{-~])"
    r"|(?P<address><[A-Za-z][A-Za-z0-9+.-]*:[^\s<>]*>|<[^\s<>@]+@[^\s<>@]+>)"
    r"|(?P<sup><sup>(?P<raised>(?:(?!<sup>).)*?)</sup>)"
    r"|(?P<sub><sub>(?P<lowered>[^<\s~]+)</sub>)"
    r"|(?P<tag><!--(?:(?!<!--).)*?-->|</?[A-Za-z][^<>]*>)"
    rf"|(?P<target>\]{_TARGET}(?:{ATTRIBUTES})?)"
    rf"|(?P<span>\]{ATTRIBUTES})"
    r"|(?P<targetless>\](?=\())"
    r"|(?P<pandoc>\[\^(?P<footnote>[^\[\]\s]+)\])"
    # pandoc's superscript; between the powers of "x^2+y^2" there is none.
    rf"|(?P<caret>\^(?P<careted>{LINKED}|\\?\[{LABEL}\\?\]|(?!\[)(?:[^\s^\\]|\\.)+?)\^(?!\w))"
    # An inline note: brackets in it are closed, and a call behind a raised sign ("m^2^[^a]") is none.
    r"|(?P<inline>\^\[(?!\^[^\[\]\s]+\])(?=\s*[^\s\]])"
    r"(?P<inlined>(?:[^\[\]\\]|\\.|\[(?:[^\[\]\\]|\\.|\[[^\[\]]*+\])*+\])*+)\])"
    # Behind a raised minus stands a power.
    r"|(?P<raisedchars>(?<![⁻⁺⁰¹²³⁴⁵⁶⁷⁸⁹])[⁰¹²³⁴⁵⁶⁷⁸⁹]+(?:[⁻–⸴˒,][⁰¹²³⁴⁵⁶⁷⁸⁹]+)*)"
    rf"|(?P<maths>{_MATHS})"
    r"|(?P<struck>~~(?=\S)(?P<strike>[^~]*?)(?<=\S)~~)"
    r"|(?P<special>[$^~{}]|(?<!\w)@|\\(?=\s))",
    re.DOTALL | re.IGNORECASE,
)
# A square kilometre and a power of ten are no notes.
_UNIT = re.compile(r"(?:\d\s*|\b)(?:km|cm|mm|dm|км|см|мм)$|\d\s*[mм]$|\b10$")
_UNIT_WIDTH = 10  # with the number before it
# What is a label in brackets even behind a raised sign, as encyclopaedias are copied: "word^[1]".
_BARE = re.compile(r"\s*(?:\d{1,3}(?:\s*[,;–-]\s*\d{1,3})*|[ivx]{1,5}|[a-z]|[*†‡§‖¶]{1,4})\s*")
NO_NAMES: Mapping[str, str] = MappingProxyType({})
_POWER = re.compile(r"[-−+]?\d{1,4}|[^\W\d_]{1,3}")  # 10^-3^, 1^st^, n^o^
_PART = re.compile(rf"({LABEL})(?:\s*[–-]\s*({LABEL}))?")


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark in the text: the labels it names, whether it can be nothing but a mark, and whether it is pandoc's own."""

    labels: tuple[str, ...]
    offset: int
    plain: bool
    pandoc: bool = False


def labels_in(text: str) -> tuple[str, ...]:
    """Return the labels that a mark names (``1,2`` or ``1–3``), or nothing where it names none."""
    found: list[str] = []
    for piece in re.split(r"\s*[,;]\s*|\s+", text.strip().replace("\\", "")):
        part = _PART.fullmatch(piece)
        if not part:
            return ()
        found.append(part[1])
        if part[2]:
            if not (part[1].isdigit() and part[2].isdigit() and int(part[1]) < int(part[2])):
                return ()
            found.extend(str(number) for number in range(int(part[1]) + 1, int(part[2]) + 1))
    return tuple(found)


def marks(text: str) -> Iterator[Mark]:
    """Yield what may be a mark, in order; ``[1]`` is told apart, for it may be plain text."""
    for token in _TOKENS.finditer(text):
        if mark := _mark(token):
            yield mark


def _mark(token: re.Match[str]) -> Mark | None:
    start = token.start()
    before = token.string[max(start - _UNIT_WIDTH, 0) : start]
    if token["pandoc"] is not None:
        return Mark((token["footnote"],), start, plain=True, pandoc=True)
    if token["linked"] is not None:
        labels = labels_in(unlinked(token["linked"]))
        return Mark(labels, start, plain=False) if labels else None
    if token["bracket"] is not None:
        return Mark(labels_in(token["bracketed"]), start, plain=False) if labels_in(token["bracketed"]) else None
    if token["inlined"] is not None:
        bare = _BARE.fullmatch(token["inlined"])
        return Mark(labels_in(bare[0]), start, plain=True) if bare and labels_in(bare[0]) else None
    labels = _raised_labels(token["raised"] or token["careted"] or token["raisedchars"] or "")
    return Mark(labels, start, plain=True) if labels and not _UNIT.search(before) else None


def _raised_labels(raised: str) -> tuple[str, ...]:
    return labels_in(unlinked(raised).translate(SUPERSCRIPTS).replace("\\", "").strip("[]()"))


def inline_notes(text: str) -> Iterator[int]:
    """Yield where pandoc's inline notes (``^[…]``) begin."""
    return (t.start() for t in _TOKENS.finditer(text) if t["inlined"] is not None and not _BARE.fullmatch(t["inlined"]))


def unmarked(text: str, known: Collection[str] | None = None) -> tuple[str, list[str]]:
    """Return text without its marks, and those as they were written.

    Where it is told which labels are ``known``, a raised figure is a mark only if it is one of them, at the end.
    """
    found: list[str] = []

    def change(token: re.Match[str]) -> str:
        mark = _mark(token)
        if mark is None:
            taken = token["inlined"] is not None
        elif known is None or mark.pandoc:
            taken = mark.plain or token["linked"] is not None
        else:
            taken = set(mark.labels) <= set(known) and not re.search(r"\w", token.string[token.end() :])
        if taken:
            found.append(token[0])
        return "" if taken else token[0]

    left = _TOKENS.sub(change, text)
    return (" ".join(left.split()) if found else left), found


def unlinked(text: str) -> str:
    """Return text with each label that leads to a note inside the file as the label alone."""
    return _LINKED.sub(lambda found: found[1] or found[2], text)


def safe(text: str, names: Mapping[str, str] = NO_NAMES, *, within: bool = False) -> str:
    """Return text for pandoc: marks that ``names`` has made calls by those names, the rest as a reader saw it.

    ``within`` a note an inline note stays as it was: the press has no notes in notes.
    """

    def change(token: re.Match[str]) -> str:
        mark = _mark(token)
        # What stands in brackets is a mark only as a whole; raised, each label counts by itself.
        if mark and (any if mark.plain else all)(label in names for label in mark.labels):
            # At a line's beginning a call before a colon would be the note itself.
            leads = not re.search(r"\w", text[: token.start()].rpartition("\n")[2])
            return _calls(mark, names) + ("\\" if leads and text.startswith(":", token.end()) else "")
        if token["inlined"] is not None and (within or _BARE.fullmatch(token["inlined"])):
            return f"\\^[{safe(token['inlined'], within=within)}]"
        return _caret(token["careted"]) if token["caret"] is not None else _kept(token)

    return _TOKENS.sub(change, text)


def _calls(mark: Mark, names: Mapping[str, str]) -> str:
    return "".join(f"[^{names[label]}]" if label in names else _raised(label) for label in mark.labels)


def _raised(text: str) -> str:
    # A space would end pandoc's superscript before it began.
    inner = safe(text).replace(" ", "\\ ") if text else ""
    return f"^{inner}^" if inner else ""


def _caret(text: str) -> str:
    if _raised_labels(text) or _POWER.fullmatch(text):
        return _raised(text.replace("\\ ", " "))
    return f"\\^{safe(text)}\\^"


def _kept(token: re.Match[str]) -> str:  # noqa: PLR0911 (one way out a kind of token)
    if token["sup"] is not None:
        return _raised(token["raised"].strip())
    if token["linked"] is not None:
        return re.sub(r"<sup>\s*(.*?)\s*</sup>", r"^\1^", token[0])
    if token["targetless"] is not None:
        return "]\\"  # pandoc's addresses may have spaces: a remark in brackets would be one
    if token["sub"] is not None:
        return f"~{safe(token['lowered'])}~"
    if token["pandoc"] is not None:
        return f"\\[\\^{safe(token['footnote'])}\\]"
    if token["inlined"] is not None:
        return f"^[{safe(token['inlined'], within=True)}]"
    if token["struck"] is not None:
        return f"~~{safe(token['strike'])}~~"
    if token["special"] is not None:
        return "\\" + token[0]
    return token[0]


_START = re.compile(
    r"(?P<sign>#|:(?=\s|:)|~(?=\s)|\||%|>|[-+*](?=\s))"
    r"|(?P<numeral>\(?(?:\d{1,4}|[A-Za-z]|[ivxlcdmIVXLCDM]{1,8}|#))(?P<point>[.)])(?=\s)"
    r"|(?P<reference>\[[^\]]*\]:)"
)


def paragraph(lines: tuple[str, ...], names: Mapping[str, str] = NO_NAMES, *, within: bool = False) -> str:
    """Return a paragraph as one line, its hard line breaks kept, that pandoc reads as a paragraph."""
    text = ""
    for number, line in enumerate(lines):
        hard = line.endswith("  ") or (line.endswith("\\") and not line.endswith("\\\\"))
        text += line.strip().removesuffix("\\" if hard else "")
        if number + 1 < len(lines):
            text += "\n" if hard else " "
    # The break is put in after escaping, so that its backslash is not taken for a word.
    return start(safe(text, names, within=within).replace("\n", "\\\n"))


def start(text: str) -> str:
    """Return text whose first signs cannot be read as a list, heading, table or definition."""
    found = _START.match(text)
    if not found:
        return text
    if found["numeral"]:
        bracket = "\\" if found["numeral"].startswith("(") else ""
        return f"{bracket}{found['numeral']}\\{text[found.start('point') :]}"
    return "\\" + text
