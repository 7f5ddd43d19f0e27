"""The door to PDFium: a page of a PDF as a picture."""

from __future__ import annotations

from io import BytesIO


def picture(pdf: bytes, page: int, width: int) -> bytes:
    """Return a page (from 0) as a PNG, ``width`` pixels wide."""
    import pypdfium2

    with pypdfium2.PdfDocument(pdf) as document:
        sheet = document[page]
        image = sheet.render(scale=width / sheet.get_width()).to_pil()
    out = BytesIO()
    # A cover has few colours: a palette makes it a quarter of the size without a visible step.
    image.convert("RGB").quantize(256, dither=0).save(out, "PNG", optimize=True)
    return out.getvalue()
