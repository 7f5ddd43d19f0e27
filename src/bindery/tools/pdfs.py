"""The door to what a finished PDF says: links, destinations, and the text where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from bindery.errors import BinderyError

# What a damaged file raises where a number, a name or a dictionary should stand, or where a thing stands within itself.
_NOT_AS_EXPECTED = (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RuntimeError)
_STREAM = re.compile(r"stream <[^>]*>:? ?")  # how pikepdf calls bytes: by their place in memory
_LINE = 14.0  # points: how far below a destination its first line may reach


@dataclass(frozen=True, slots=True)
class Link:
    """A link inside a PDF: page from 1, rectangle in points, and the name of its destination or its address."""

    page: int
    rectangle: tuple[float, float, float, float]
    target: str
    inner: bool
    text: str = ""


@dataclass(frozen=True, slots=True)
class Spot:
    """A named destination: page from 1, left and top in points, and the text of the line that begins there."""

    page: int
    left: float
    top: float
    text: str = ""


@dataclass(frozen=True, slots=True)
class Map:
    """All links of a PDF in their order on the pages, and all its named destinations."""

    pages: int
    links: tuple[Link, ...]
    spots: Mapping[str, Spot]


@contextmanager
def opened(data: bytes) -> Iterator[tuple[Any, Any]]:
    """Yield a PDF as pikepdf has it and as PDFium has it.

    Raises BinderyError where the file is no PDF, or is found not to be whole while it is read.
    """
    import pikepdf
    import pypdfium2

    try:
        with pikepdf.open(BytesIO(data)) as pdf, pypdfium2.PdfDocument(data) as drawn:
            yield pdf, drawn
    except pikepdf.PasswordError as error:
        raise BinderyError("not a PDF that can be read: a password locks it.") from error
    except (pikepdf.PdfError, pypdfium2.PdfiumError, *_NOT_AS_EXPECTED) as error:
        raise BinderyError(f"not a whole PDF: {_STREAM.sub('', str(error))}.") from error


def read(data: bytes) -> Map:
    """Return the links and destinations of a PDF.

    Raises BinderyError where the file is no PDF, or none of ours: one that another program has saved may lack anything.
    """
    import pikepdf

    with opened(data) as (pdf, document):
        numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}
        texts = [page.get_textpage() for page in document]
        links = [
            _link(annotation, number, texts[number - 1])
            for number, page in enumerate(pdf.pages, 1)
            for annotation in page.get("/Annots", [])
            if annotation.get("/Subtype") == "/Link"
        ]
        names: Any = pdf.Root.get("/Names")
        tree = names.get("/Dests") if names is not None else None
        spots = {
            str(name): _spot(target, numbers, texts)
            for name, target in (pikepdf.NameTree(tree).items() if tree is not None else ())
        }
        return Map(len(pdf.pages), tuple(links), spots)


def _link(annotation: Any, page: int, text: Any) -> Link:
    x, y, x2, y2 = (float(n) for n in annotation["/Rect"])
    # Any two opposite corners make a rectangle (ISO 32000-1, 7.9.5).
    left, right, bottom, top = min(x, x2), max(x, x2), min(y, y2), max(y, y2)
    action = annotation.get("/A", {})
    target = annotation.get("/Dest", action.get("/D", action.get("/URI", "")))
    shown = text.get_text_bounded(left + 0.3, bottom, right - 0.3, top)
    inner = "/Dest" in annotation or action.get("/S") == "/GoTo"  # any other action leads out of the file, or runs
    return Link(page, (left, bottom, right, top), str(target), inner, " ".join(shown.split()))


def _spot(target: Any, numbers: Mapping[tuple[int, int], int], texts: Sequence[Any]) -> Spot:
    target = target.get("/D", target) if hasattr(target, "keys") else target
    page = numbers.get(target[0].objgen, 0)
    left, top = float(target[2]), float(target[3])
    found = texts[page - 1].get_text_bounded(left - 40, top - _LINE, left + 400, top + 2) if page else ""
    return Spot(page, left, top, " ".join(found.split()))
