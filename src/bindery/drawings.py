"""SVG from a stranger: parsed without entities, refused where it runs, fetches or nests without end."""

from __future__ import annotations

import re
from base64 import b64decode
from typing import Any

from bindery.tools import images

_RUNS = {"script", "foreignObject", "handler", "iframe", "embed", "object", "audio", "video", "animate", "set",
         "animateTransform", "animateMotion", "discard", "img", "link", "meta", "base", "form"}  # fmt: skip
_HREF = re.compile(r"(?:\{.*\})?href$")
_FETCHES = re.compile(r"url\((?!\s*+['\"]?#)|@import|expression\(|javascript:|image-set\(|\\", re.IGNORECASE)
_REFERS = re.compile(r"url\(\s*+['\"]?\s*+#([^'\")\s]+)")
_EMBEDDED = re.compile(r"\s*data:(image/(?:png|jpeg));base64,(.*)", re.DOTALL)
_MARKED = re.compile(r"\bmarker(?:-mid)?\s*:[^:;}]*url\(")  # what is drawn at each corner of a line
_NUMBER = re.compile(r"[\d.]+")
DEPTH, ELEMENTS = 100, 50_000
_XHTML, _XML = "http://www.w3.org/1999/xhtml", "{http://www.w3.org/XML/1998/namespace}"


def fault(data: bytes) -> str:  # noqa: PLR0911 (one return a reason)
    """Return why an SVG drawing is refused, as a reader of a message understands it, or ""."""
    from lxml import etree

    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        return "has a document type, which can hide entities"
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        return f"does not parse ({error})"
    document: Any = root.getroottree()
    if document.docinfo.doctype:  # whatever its letters were encoded in
        return "has a document type, which can hide entities"
    if etree.QName(root).localname != "svg":
        return "is no SVG"
    if root.xpath("//processing-instruction() | /processing-instruction()"):
        return "has a processing instruction, which can fetch a style sheet"
    if root.xpath(f"count(//*) > {ELEMENTS}"):
        return f"has more than {ELEMENTS} elements"
    faults = (_element_fault(element, etree.QName(element).localname) for element in root.iter("*"))
    return next(filter(None, faults), "") or _expanded(root)


def _expanded(root: Any) -> str:
    """Return why a drawing that shows its parts again and again is refused, or ""."""
    named = {element.get("id"): element for element in root.iter("*") if element.get("id")}
    sizes: dict[Any, int] = {}
    open_now: set[Any] = set()

    def size(element: Any) -> int:
        if element in sizes:
            return sizes[element]
        if element in open_now:
            raise RecursionError
        open_now.add(element)
        total = 1 + sum(size(child) for child in element if isinstance(child.tag, str))
        for key, value in element.attrib.items():
            meant = [value.strip()[1:]] if _HREF.search(key) and value.strip().startswith("#") else []
            total += sum(size(named[name]) for name in (*meant, *_REFERS.findall(value)) if name in named)
        open_now.discard(element)
        sizes[element] = total
        return total

    try:
        total = size(root) + _corners(root) * max(map(size, root.iter("{*}marker")), default=0)
    except RecursionError:
        return "has parts that contain themselves, or nest without end"
    return f"shows more than {ELEMENTS} elements, its parts again and again" if total > ELEMENTS else ""


def _corners(root: Any) -> int:
    """Return how many corners lines have that are marked there; a marker that nothing asks for marks none."""
    sheets = "".join("".join(style.itertext()) for style in root.iter("{*}style"))
    marked = [root] if _MARKED.search(sheets) else [element for element in root.iter("*") if _is_marked(element)]
    lines = {line for element in marked for line in element.iter("*") if line.get("d") or line.get("points")}
    return sum(len(_NUMBER.findall(line.get("d") or line.get("points"))) // 2 for line in lines)


def _is_marked(element: Any) -> bool:
    said = f"marker:{element.get('marker', '')};marker-mid:{element.get('marker-mid', '')};{element.get('style', '')}"
    return bool(_MARKED.search(said))


def _element_fault(element: Any, name: str) -> str:
    if name in _RUNS or element.tag.startswith(f"{{{_XHTML}}}"):
        return f"has <{name}>, which runs or moves"
    if len(list(element.iterancestors())) > DEPTH:
        return f"is nested more than {DEPTH} deep"
    if (box := element.get("viewBox")) and not _is_box(box):
        return "has a viewBox that is not four numbers"
    if name == "style" and _FETCHES.search("".join(element.itertext())):
        return "fetches something in its style"
    faults = (_attribute_fault(key, value) for key, value in element.attrib.items())
    return next(filter(None, faults), "")


def _is_box(said: str) -> bool:
    """Tell whether a view box is four numbers: whoever prints it takes them as they are."""
    try:
        return len([float(number) for number in re.sub(r"(?<![eE])-", " -", said).replace(",", " ").split()]) == 4
    except ValueError:
        return False


def _attribute_fault(key: str, value: str) -> str:
    if key == f"{_XML}base":
        return "has xml:base, which leads outside"
    if key.lower().startswith("on"):
        return f"has {key}, which runs"
    if not _HREF.search(key):
        return f"fetches something in {key}" if _FETCHES.search(value) else ""
    if picture := _EMBEDDED.match(value):
        inner = _picture_fault(picture[2], picture[1])
        return f"holds a picture that {inner}" if inner else ""
    return "" if value.strip().startswith("#") else f"points to {value[:60]}, outside itself"


def _picture_fault(encoded: str, media_type: str) -> str:
    try:
        data = b64decode("".join(encoded.split()), validate=True)
    except ValueError:
        return "is damaged"
    return images.fault(data, media_type)
