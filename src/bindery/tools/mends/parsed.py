"""A page of HTML that is well-formed XML too, parsed as that: by expat, in a tenth of the time.

Where a parser of HTML would make another tree of it (HTML, 13.2.6: what it moves, closes and drops), it is left to one.
"""

from __future__ import annotations

import re
from typing import Any
from xml.etree import ElementTree as ET

_VOID = "area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr"
# An element that XML closes and HTML does not, sections and instructions of XML, a number that HTML reads as
# Windows-1252, a break or tab that XML takes from an attribute.
_UNLIKE = re.compile(rf'<(?!(?:{_VOID})\b)[a-zA-Z][^<>]*/>|<!\[CDATA\[|<\?|&#(?!3[49];)|="[^"<>]*[\n\r\t]|\0')
_DOCTYPE = "<!DOCTYPE html>"
_INLINE = (
    "a abbr b bdi bdo br cite code data del dfn em i img ins kbd mark q ruby rb rt rp s samp small span strong sub sup "
    "time u var wbr"
)
_BLOCKS = (
    "address article aside blockquote dd div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 header hr li main nav ol "
    "p pre section ul"
)
_PHRASING, _FLOW = frozenset(_INLINE.split()), frozenset(_BLOCKS.split())
_ATTRIBUTE = re.compile(r"[a-z][a-z0-9-]*")
_HEAD = frozenset({"title", "meta", "link", "style"})
# What may stand in what: a paragraph ends where a block begins, and so on.
_ONLY: dict[str, frozenset[str]] = {
    "html": frozenset({"head", "body"}),
    "head": _HEAD,
    **dict.fromkeys(("p", "h1", "h2", "h3", "h4", "h5", "h6", "pre", *(_PHRASING - {"a", "ins", "del"})), _PHRASING),
    **dict.fromkeys(("ol", "ul"), frozenset({"li"})),
    "dl": frozenset({"dt", "dd", "div"}),
    "table": frozenset({"caption", "colgroup", "thead", "tbody", "tfoot"}),
    "colgroup": frozenset({"col"}),
    **dict.fromkeys(("thead", "tbody", "tfoot"), frozenset({"tr"})),
    "tr": frozenset({"td", "th"}),
}
_ANY = (_PHRASING | _FLOW | {"table"}) - {"li", "dt", "dd"}
_TEXTLESS = frozenset({"html", "head", "table", "colgroup", "thead", "tbody", "tfoot", "tr"})
_EMPTY = frozenset(_VOID.split("|"))


def root(html: str) -> Any:
    """Return the root of a page's tree, or None where a parser of HTML is needed."""
    if not html.startswith(_DOCTYPE) or _UNLIKE.search(html):
        return None
    try:
        tree = ET.fromstring(html.removeprefix(_DOCTYPE))  # noqa: S314 (without a document type there are no entities)
    except ET.ParseError:
        return None
    return tree if tree.tag == "html" and _is_html(tree) else None


def _is_html(tree: ET.Element) -> bool:
    todo = [(tree, False, False)]
    while todo:
        element, linked, in_line = todo.pop()
        tag = element.tag
        only = _ONLY.get(tag, _ANY)
        linked, in_line = linked or tag == "a", in_line or only is _PHRASING
        if in_line:
            only = _PHRASING
        if not _may_say(tag, element.text or "") or (tag in _EMPTY and len(element)):
            return False
        for child in element:
            if (
                child.tag not in only
                or (linked and child.tag == "a")
                or not all(map(_ATTRIBUTE.fullmatch, child.attrib))
            ):
                return False
            if tag in _TEXTLESS and (child.tail or "").strip():
                return False
            todo.append((child, linked, in_line))
    return True


def _may_say(tag: str, text: str) -> bool:
    """Tell whether an element may begin with a text: HTML takes a line break from a ``pre``, and words from a table."""
    return not (text and (tag in _EMPTY or (tag in _TEXTLESS and text.strip()) or (tag == "pre" and text[0] == "\n")))
