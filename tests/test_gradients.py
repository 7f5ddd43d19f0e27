"""A gradient of a drawing that repeats is printed, however short it is."""

from __future__ import annotations

import io

import pikepdf
import pypdfium2
import pytest

from bindery.tools import weasyprint

DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="100" height="100" viewBox="0 0 100 100"><{kind} id="g" '
    'gradientUnits="userSpaceOnUse" spreadMethod="{how}" {vector}><stop offset="0" stop-color="#f00"/>'
    '<stop offset="1" stop-color="#00f"/></{kind}><rect width="100" height="100" fill="url(#g)"/></svg>'
)
LINEAR, RADIAL = ("linearGradient", 'x1="0" y1="0" y2="0" x2="{}"'), ("radialGradient", 'cx="50" cy="50" r="{}"')


def printed(kind: tuple[str, str], how: str, length: str) -> weasyprint.Print:
    """A page of a hundred pixels with a drawing that a gradient fills."""
    drawing = DRAWING.format(kind=kind[0], how=how, vector=kind[1].format(length))
    html = '<style>@page { size: 120px; margin: 0 } img { display: block }</style><img src="a.svg" alt="">'
    return weasyprint.print_pages(html, {"a.svg": drawing.encode()}, variant=weasyprint.DRAFT)


@pytest.mark.parametrize("kind", [LINEAR, RADIAL], ids=["linear", "radial"])
@pytest.mark.parametrize("how", ["repeat", "reflect"])
@pytest.mark.parametrize("length", ["0.00001", "0", "1e-300"])
def test_a_gradient_of_no_length_to_speak_of(kind: tuple[str, str], how: str, length: str) -> None:
    """It kept the press busy for ever; it is printed as its mean colour, and told."""
    made = printed(kind, how, length)
    assert made.warnings == ("a gradient that repeats more than 10000 times is printed as its mean colour",)
    with pypdfium2.PdfDocument(made.data) as document:
        red, green, blue = document[0].render().to_pil().convert("RGB").getpixel((30, 40))
    assert abs(red - 128) < 3 > abs(blue - 128)
    assert green < 3


@pytest.mark.parametrize("kind", [LINEAR, RADIAL], ids=["linear", "radial"])
@pytest.mark.parametrize("length", ["0.05", "10"])
def test_stripes_that_are_fine_are_printed(kind: tuple[str, str], length: str) -> None:
    """Two thousand repetitions are stripes as ever."""
    made = printed(kind, "repeat", length)
    assert made.warnings == ()
    with pikepdf.open(io.BytesIO(made.data)) as pdf:
        assert any(isinstance(thing, pikepdf.Dictionary) and "/ShadingType" in thing for thing in pdf.objects)
