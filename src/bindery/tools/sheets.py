"""The door to a finished PDF as a printer gets it: its claims, its intents, its sheets with their boxes and marks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pikepdf

from bindery.tools import pdfs
from bindery.tools.plates import Box, Mark, Reader

MM = 72 / 25.4
_CLAIM = re.compile(r"GTS_PDFXVersion(?:>|\s*=\s*[\"'])\s*([^<\"']*)")
_TRAPPED = re.compile(r"pdf:Trapped(?:>|\s*=\s*[\"'])\s*([^<\"']*)")
_SCRIPTS = frozenset({"/JavaScript", "/Launch", "/Movie", "/Sound", "/RichMediaExecute"})
_LARGEST = 14400  # points: what a page may have (ISO 32000-1, Annex C), and a picture of it be held in memory
_DOTS_A_MM = 3
_WHITE = 250  # of 255: lighter than any tint of a house


@dataclass(frozen=True, slots=True)
class Intent:
    """A printing condition: its name, the registry of that name, and the channels of its profile (0 for none).

    ``torn`` is a profile that can't be read, or is of another device than a press of four inks.
    """

    condition: str
    registry: str
    channels: int
    torn: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page of the file, boxes in units of so many points.

    ``cut`` are the sides at which the picture stops at the trim.
    """

    number: int
    unit: float
    boxes: dict[str, Box]
    marks: tuple[Mark, ...]
    links: tuple[str, ...]
    cut: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class File:
    """What a PDF says of itself, and what it prints."""

    version: str
    encrypted: bool
    identified: bool
    claim: str
    trapped: tuple[str, str]  # by Info, by XMP
    intents: tuple[Intent, ...]
    scripts: tuple[str, ...]
    foreign: tuple[str, ...]  # what comes from elsewhere, or is the printer's to say
    loose_fonts: tuple[str, ...]
    sheets: tuple[Sheet, ...]


def read(data: bytes) -> File:
    """Return what a printer gets.

    Raises BinderyError where the file is no PDF.
    """
    with pdfs.opened(data) as (pdf, drawn):
        reader = Reader()
        metadata = pdf.Root.get("/Metadata")
        packet = metadata.read_bytes().decode("utf-8", "replace") if metadata is not None else ""
        sheets = [_sheet(page, drawn, number, reader) for number, page in enumerate(pdf.pages, 1)]
        return File(
            pdf.pdf_version,
            pdf.is_encrypted,
            "/ID" in pdf.trailer,
            _said(_CLAIM, packet),
            (str(pdf.docinfo.get("/Trapped", "")).removeprefix("/"), _said(_TRAPPED, packet)),
            tuple(_intents(pdf)),
            tuple(sorted(set(_scripts(pdf)))),
            tuple(sorted(set(_foreign(pdf)))),
            tuple(sorted(set(_loose(pdf)))),
            tuple(sheets),
        )


def _said(pattern: re.Pattern[str], packet: str) -> str:
    found = pattern.search(packet)
    return found[1].strip() if found else ""


def _intents(pdf: pikepdf.Pdf) -> Iterator[Intent]:
    found: Any = pdf.Root.get("/OutputIntents", [])
    for intent in found:
        if intent.get("/S") == "/GTS_PDFX":
            profile = intent.get("/DestOutputProfile")
            name, registry = (str(intent.get(key, "")) for key in ("/OutputConditionIdentifier", "/RegistryName"))
            head = profile.read_bytes()[:40] if profile is not None else b""
            # ICC.1:2010, 7.2: the class of device, its colours, and what every profile begins with
            torn = profile is not None and (head[12:20], head[36:]) != (b"prtrCMYK", b"acsp")
            yield Intent(name, registry, int(profile.get("/N", 0)) if profile is not None else 0, torn)


def _dictionaries(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """Yield every dictionary of the file, those within others and those of streams too."""
    for thing in pdf.objects:
        rest: list[Any] = [thing]
        while rest:
            each = rest.pop()
            if isinstance(each, pikepdf.Dictionary | pikepdf.Stream):
                yield each
            elif not isinstance(each, pikepdf.Array):
                continue
            inner = each if isinstance(each, pikepdf.Array) else each.values()
            rest += [
                part for part in inner if isinstance(part, pikepdf.Dictionary | pikepdf.Array) and not part.is_indirect
            ]


def _scripts(pdf: pikepdf.Pdf) -> Iterator[str]:
    opening = pdf.Root.get("/OpenAction")
    if isinstance(opening, pikepdf.Dictionary):
        yield f"{str(opening.get('/S', '/Action'))[1:]} on opening"
    for thing in _dictionaries(pdf):
        if str(thing.get("/S", "")) in _SCRIPTS:
            yield str(thing["/S"])[1:]
        if "/AA" in thing:
            yield "an action of a page or field"


def _foreign(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Yield what a press must not be left to find elsewhere, and what only a printer may say (ISO 15930-7)."""
    for thing in _dictionaries(pdf):
        kind = thing.get("/Subtype")
        if "/OPI" in thing:
            yield "a picture stands for another that is not in the file (OPI)"
        if kind == "/Form" and "/Ref" in thing:
            yield "a part of a page stands in another file"
        if isinstance(thing, pikepdf.Stream) and "/F" in thing:
            yield "a part of it stands in another file"
        if "/PS" in {kind, thing.get("/Subtype2")}:
            yield "a part of a page is a PostScript program"
        if "/XFA" in thing:
            yield "its pages are made by a form that is filled in (XFA)"
        if any(other.get("/DefaultForPrinting") for other in thing.get("/Alternates", [])):
            yield "another picture is printed than the one that is seen"
        # A soft mask, which has a form ("/G"), may say how it is meant; how plates are made may not be said.
        if "/HTP" in thing or ("/G" not in thing and thing.get("/TR", "/Identity") != "/Identity"):
            yield "it says how plates are made, which is the printer's"
        if thing.get("/TR2", "/Default") != "/Default":
            yield "it says how plates are made, which is the printer's"


def _loose(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Yield the names of fonts without their file; a font of drawings (Type 3) has none."""
    for thing in _dictionaries(pdf):
        named = thing.get("/Font")  # of a page's resources; its fonts need not say what they are
        fonts = list(named.values()) if isinstance(named, pikepdf.Dictionary) else []
        for font in (thing, *fonts):
            if font is thing and thing.get("/Type") != "/Font":
                continue
            if font.get("/Subtype") in {"/Type0", "/Type3"}:
                continue
            descriptor: Any = font.get("/FontDescriptor", {})
            if not {"/FontFile", "/FontFile2", "/FontFile3"} & set(descriptor.keys()):
                yield str(font.get("/BaseFont", "/unnamed"))[1:]


def _sheet(page: pikepdf.Page, drawn: Any, number: int, reader: Reader) -> Sheet:
    boxes = {
        name: _box(page.obj[f"/{name}"])
        for name in ("TrimBox", "BleedBox", "ArtBox", "CropBox")
        if f"/{name}" in page.obj
    }
    boxes["MediaBox"] = x, y, x2, y2 = _box(page.mediabox)
    if max(x2 - x, y2 - y) > _LARGEST:
        raise ValueError(f"page {number} is larger than {_LARGEST} points")
    links = [str(note.get("/Subtype", "/Unknown"))[1:] for note in page.get("/Annots", [])]
    marks = tuple(reader.page(page))  # before it is drawn: forms that draw themselves would take PDFium down
    cut = _cut(drawn, number - 1, boxes) if "TrimBox" in boxes else ()
    return Sheet(number, float(page.get("/UserUnit", 1)), boxes, marks, tuple(links), cut)


def _box(numbers: Any) -> Box:
    x, y, x2, y2 = (float(number) for number in numbers)
    return (min(x, x2), min(y, y2), max(x, x2), max(y, y2))


def _cut(drawn: Any, at: int, boxes: dict[str, Box]) -> tuple[str, ...]:
    """Return the sides where something is printed up to the trim and not 2.5 mm beyond it, seen in a picture."""
    media = boxes["MediaBox"]
    left, top = media[0], media[3]
    sheet = drawn[at]
    sheet.set_cropbox(*media)
    scale = _DOTS_A_MM / MM
    image = sheet.render(scale=scale).to_pil().convert("L")
    trim = boxes["TrimBox"]

    def line(side: int, beyond: float) -> bytes:
        """Return the pixels of a line along a side of the trim, from corner to corner."""
        x, y, x2, y2 = ((trim[0] - left), (top - trim[3]), (trim[2] - left), (top - trim[1]))
        off = beyond * MM
        lines = (
            (x - off, y, x - off, y2),
            (x, y2 + off, x2, y2 + off),
            (x2 + off, y, x2 + off, y2),
            (x, y - off, x2, y - off),
        )
        u, v, u2, v2 = (int(number * scale) for number in lines[side])
        cropped = image.crop((u, v, max(u2, u + 1), max(v2, v + 1)))
        return bytes(cropped.tobytes())

    found = []
    for side, name in enumerate(("left", "bottom", "right", "top")):
        inside, outside = line(side, -0.7), line(side, 2.4)
        stops = sum(a < _WHITE <= b for a, b in zip(inside, outside, strict=True))
        if stops > 2 * _DOTS_A_MM:  # more than the width of a line that ends there
            found.append(name)
    return tuple(found)
