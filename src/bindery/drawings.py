"""SVG from a stranger: parsed without entities, refused where it runs, fetches or nests without end."""

from __future__ import annotations

import re
from typing import Any

_RUNS = {"script", "foreignObject", "handler", "iframe", "embed", "object", "audio", "video", "animate", "set",
         "animateTransform", "animateMotion"}  # fmt: skip
_HREF = re.compile(r"(?:\{.*\})?href$")
_FETCHES = re.compile(r"url\(\s*['\"]?(?!\s*['\"]?#)|@import|expression\(|javascript:", re.IGNORECASE)
DEPTH, ELEMENTS = 100, 50_000


def fault(data: bytes) -> str:
    """Return why an SVG drawing is refused, as a reader of a message understands it, or ""."""
    from lxml import etree

    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        return "has a document type, which can hide entities"
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        return f"does not parse ({error})"
    if etree.QName(root).localname != "svg":
        return "is no SVG"
    if root.xpath("//processing-instruction() | /processing-instruction()"):
        return "has a processing instruction, which can fetch a style sheet"
    if root.xpath(f"count(//*) > {ELEMENTS}"):
        return f"has more than {ELEMENTS} elements"
    faults = (_element_fault(element, etree.QName(element).localname) for element in root.iter("*"))
    return next(filter(None, faults), "")


def _element_fault(element: Any, name: str) -> str:  # noqa: PLR0911 (one return a reason)
    if name in _RUNS:
        return f"has <{name}>, which runs or moves"
    if len(list(element.iterancestors())) > DEPTH:
        return f"is nested more than {DEPTH} deep"
    if name == "style" and _FETCHES.search("".join(element.itertext())):
        return "fetches something in its style"
    for key, value in element.attrib.items():
        if key.lower().startswith("on"):
            return f"has {key}, which runs"
        if _HREF.search(key) and not value.strip().startswith(("#", "data:image/png", "data:image/jpeg")):
            return f"points to {value[:60]}, outside itself"
        if not _HREF.search(key) and _FETCHES.search(value):
            return f"fetches something in {key}"
    return ""
