"""The door to PDFium: a page of a PDF as a picture."""

from __future__ import annotations

from io import BytesIO


def warm() -> None:
    """Import what pictures a page, while there is nothing else to do."""
    import pypdfium2  # noqa: F401
    from PIL import Image

    Image.preinit()


def picture(pdf: bytes, page: int, width: int) -> bytes:
    """Return a page (from 0) as a PNG, ``width`` pixels wide."""
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
