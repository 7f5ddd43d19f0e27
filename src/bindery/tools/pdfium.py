"""The door to PDFium: a page of a PDF as a picture."""

from __future__ import annotations

from io import BytesIO

from bindery.installed import versions
from bindery.tools import pieces

_HOW = "a page as a PNG: 256 colours by octree, packed by 6"


def picture(pdf: bytes, page: int, width: int) -> bytes:
    """Return a page (from 0) as a PNG, ``width`` pixels wide; a page pictured before is taken from what is kept."""
    how = f"{_HOW} {versions().get('pypdfium2')} {versions().get('pillow')}", f"{page} {width}"
    made = pieces.find(*how, pdf)
    if made is None:
        made = _picture(pdf, page, width)
        pieces.keep(made, *how, pdf)
    return made


def _picture(pdf: bytes, page: int, width: int) -> bytes:
    import pypdfium2
    from PIL.Image import Dither, Quantize

    with pypdfium2.PdfDocument(pdf) as document:
        sheet = document[page]
        image = sheet.render(scale=width / sheet.get_width(), rev_byteorder=True).to_pil()  # as Pillow has it
    out = BytesIO()
    # A cover has few colours: a palette makes it a quarter of the size without a visible step. By octree, and without a
    # second look at how to pack it: a tenth of the time, and smaller.
    palette = (image if image.mode == "RGB" else image.convert("RGB")).quantize(
        256, method=Quantize.FASTOCTREE, dither=Dither.NONE
    )
    palette.save(out, "PNG", compress_level=6)
    return out.getvalue()
