"""XLIFF files opened without trust: whole, or unit by unit where the file is not well-formed.

libxml2's own recovery is of no use: after the first mistake it drops every ``&amp;`` and ``&lt;`` without a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lxml.etree import XMLParser, XMLSyntaxError, _Element

UNITS = 200_000  # as many as a catalogue has entries
_SPACES = 50  # names of namespaces that a unit alone is given: programs write five

_START = re.compile(r"<(?:[\w.-]+:)?trans-unit(?=[\s/>])")
_END = re.compile(r"</(?:[\w.-]+:)?trans-unit\s*>")
_ID = re.compile(r"""\sid\s*=\s*["']([^"'<>]*)""")
_XMLNS = re.compile(r"""\s(xmlns(?::[\w.-]+)?)\s*=\s*("[^"<]*"|'[^'<]*')""")
_ROOT = re.compile(r"<(?:[\w.-]+:)?(\w[\w.-]*)")
_VERSION = re.compile(r"""<(?:[\w.-]+:)?xliff\s[^<>]*?\bversion\s*=\s*["']([^"']*)""")
_LANGUAGE = re.compile(r"""<(?:[\w.-]+:)?file\s[^<>]*?\btarget-language\s*=\s*["']([^"']+)""")
_ORIGINAL = re.compile(r"""<(?:[\w.-]+:)?file\s[^<>]*?\boriginal\s*=\s*["']([^"']+)""")
_ENCODING = re.compile(rb"""<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)""")


@dataclass(frozen=True, slots=True)
class Piece:
    """A unit: its element, or None and what is wrong with it; its id as far as that can be read, and its line."""

    element: _Element | None
    id: str
    line: int
    error: str = ""


@dataclass(frozen=True, slots=True)
class Opened:
    """What a file says of itself, its units, and the first mistake in it: line and words."""

    root: str
    version: str
    language: str
    original: str
    doctype: bool
    units: tuple[Piece, ...]
    error: tuple[int, str] | None = None


def open_file(data: bytes) -> Opened:
    """Return an XLIFF file opened; nothing outside of it is read, no entity becomes text.

    Of one with more than ``UNITS`` there is one more.
    """
    from lxml import etree

    try:
        root = etree.fromstring(data, _parser())
    except etree.XMLSyntaxError as error:
        text = _text(data)
        sought = _ROOT, _VERSION, _LANGUAGE, _ORIGINAL
        name, version, language, original = (found[1] if (found := p.search(text)) else "" for p in sought)
        mistake = error.lineno or 0, _words(error)
        return Opened(
            name, version, language, original, "<!DOCTYPE" in text, tuple(islice(_pieces(text), UNITS + 1)), mistake
        )
    document: Any = root.getroottree().docinfo  # the stubs do not know it
    return Opened(
        root.tag.rpartition("}")[2],
        root.get("version", ""),
        _said(root, "target-language"),
        _said(root, "original"),
        bool(document.doctype),
        tuple(Piece(unit, unit.get("id", ""), _line(unit)) for unit in islice(root.iter("{*}trans-unit"), UNITS + 1)),
    )


def _said(root: _Element, name: str) -> str:
    """Return what the first of a file's parts that says something says of itself."""
    return next((said for file in root.iter("{*}file") if (said := file.get(name))), "")


def _parser() -> XMLParser:
    from lxml import etree

    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )


def _text(data: bytes) -> str:
    """Return a file as text; bytes that are none come through as they are, so that their unit is found to be bad."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    found = _ENCODING.search(data[:200])
    try:
        return data.decode(found[1].decode() if found else "utf-8")
    except (LookupError, UnicodeError):
        return data.decode("utf-8", errors="surrogateescape")


def _pieces(text: str) -> Iterator[Piece]:
    """Yield the units of a text that is not well-formed as a whole, each read by itself."""
    spaces = {found[1]: found[2] for found in _XMLNS.finditer(text)}
    head = "".join(f" {name}={value}" for name, value in islice(spaces.items(), _SPACES))
    starts = [found.start() for found in _START.finditer(text)]
    line, at = 1, 0
    for start, stop in pairwise([*starts, len(text)]):
        line += text.count("\n", at, start)
        at = start
        end = _END.search(text, start, stop)
        yield _piece(text[start : end.end() if end else stop], head, line)


def _piece(unit: str, head: str, line: int) -> Piece:
    from lxml import etree

    found = _ID.search(unit)
    key = found[1] if found else ""
    try:
        element = etree.fromstring(f"<p{head}>{unit}</p>".encode(errors="surrogateescape"), _parser())[0]
    except etree.XMLSyntaxError as error:
        return Piece(None, key, line + max(error.lineno or 1, 1) - 1, _words(error))
    return Piece(element, key, line)


def _words(error: XMLSyntaxError) -> str:
    """Return what is wrong; the place goes with the finding."""
    return re.sub(r",? line \d+, column \d+.*", "", error.msg).rstrip(". ")


def _line(unit: _Element) -> int:
    line: Any = unit.sourceline
    return int(line or 0)
