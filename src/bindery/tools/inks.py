"""The door to a PDF's inks: every colour that its pages are painted with, and every picture, becomes CMYK.

Pages, forms, tiles, glyphs that are drawings, gradients, transparency groups. What stands in a soft mask is no ink but
an amount: it becomes grey (ISO 32000-1, 11.6.5.3). What can't be converted stays, for the preflight to name.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any

import pikepdf

from bindery.tools.palette import Palette, Rgb

_FLAT = {"g": 1, "rg": 3, "G": 1, "RG": 3}
_SPACES = {"cs", "CS"}
_SETTERS = {"sc": "k", "scn": "k", "SC": "K", "SCN": "K"}
_OURS = {"/Pattern", "/DeviceCMYK", "/Separation", "/DeviceN"}
_TAGS = {"BDC", "BMC", "EMC", "MP", "DP"}  # a press reads no tags
_QUALITY = 92


class Separation:
    """One file's colours on their way to ink."""

    def __init__(self, pdf: pikepdf.Pdf, palette: Palette) -> None:
        self._pdf, self._palette = pdf, palette
        self._done: set[tuple[int, int]] = set()
        self._greys: dict[tuple[int, int], Any] = {}
        self._named: list[Any] = []

    def run(self) -> None:
        """Convert every page and all that it uses."""
        for page in self._pdf.pages:
            resources = page.obj.get("/Resources", pikepdf.Dictionary())
            content = self._content(pikepdf.parse_content_stream(page), resources, mask=False)
            page.obj["/Contents"] = self._pdf.make_stream(content)
        for page in self._pdf.pages:
            self._resources(page.obj.get("/Resources", pikepdf.Dictionary()), mask=False)
        for spaces in self._named:  # at the end, since pages share them
            for name in [name for name in spaces if _kind(spaces[name]) not in _OURS]:
                del spaces[name]

    def _content(self, instructions: Iterable[Any], resources: Any, *, mask: bool) -> bytes:
        """Return a content stream whose colours are all ink, or all grey in a mask."""
        made: list[Any] = []
        spaces: list[dict[str, Any]] = [{"cs": "/DeviceGray", "CS": "/DeviceGray"}]
        named = resources.get("/ColorSpace", {})
        for instruction in instructions:
            name = str(instruction.operator)
            if name in _TAGS:
                continue
            if name == "q":
                spaces.append(dict(spaces[-1]))
            elif name == "Q" and len(spaces) > 1:
                spaces.pop()
            if name in _SPACES:
                space = named.get(str(instruction.operands[0]), instruction.operands[0])
                spaces[-1][name] = space
                if _kind(space) in _OURS:
                    made.append(instruction)
            elif name in _FLAT:
                spaces[-1]["cs" if name.islower() else "CS"] = "/DeviceRGB"
                made.append(self._set(_numbers(instruction.operands), stroke=name.isupper(), mask=mask))
            elif name in _SETTERS and _kind(space := spaces[-1]["cs" if name.islower() else "CS"]) not in _OURS:
                made.append(self._set(_screen(instruction.operands, space), stroke=name.isupper(), mask=mask))
            else:
                made.append(instruction)
        return pikepdf.unparse_content_stream(made)

    def _set(self, parts: Sequence[float], *, stroke: bool, mask: bool) -> pikepdf.ContentStreamInstruction:
        operands, name = self._inks(parts, mask=mask), "g" if mask else "k"
        return pikepdf.ContentStreamInstruction(operands, pikepdf.Operator(name.upper() if stroke else name))

    def _inks(self, parts: Sequence[float], *, mask: bool) -> list[float]:
        """Return a colour of one part (grey), three or four as the numbers of an ink, or of a mask's grey."""
        if mask:
            return [_amount(parts)]
        if len(parts) == 1:
            return [0, 0, 0, round(1 - parts[0], 4)] if parts[0] in {0, 1} else list(self._palette.ink((parts[0],) * 3))
        return list(parts if len(parts) == 4 else self._palette.ink((parts[0], parts[1], parts[2])))

    def _resources(self, resources: Any, *, mask: bool) -> None:
        if resources.is_indirect:
            if resources.objgen in self._done:
                return
            self._done.add(resources.objgen)
        for state in _values(resources, "/ExtGState"):  # first: what is a mask is also listed among the forms
            self._state(state)
        self._things(resources.get("/XObject", {}), mask=mask)
        for thing in _values(resources, "/Pattern"):
            if thing.get("/PatternType") == 2:
                self._shading(thing["/Shading"], mask=mask)
            else:
                self._drawing(thing, mask=mask)
        for shading in _values(resources, "/Shading"):
            self._shading(shading, mask=mask)
        for font in _values(resources, "/Font"):
            self._glyphs(font, mask=mask)
        if "/ColorSpace" in resources:
            self._named.append(resources["/ColorSpace"])

    def _things(self, things: Any, *, mask: bool) -> None:
        """Convert pictures and forms; a mask gets pictures of its own, for the page may show the same in ink."""
        for name, thing in dict(things).items():
            if thing.get("/Subtype") != "/Image":
                self._drawing(thing, mask=mask)
            elif mask:
                things[name] = self._grey(thing)
            else:
                self._picture(thing)

    def _glyphs(self, font: Any, *, mask: bool) -> None:
        """Convert the glyphs of a font that are drawings, as those of coloured signs are, once."""
        if font.get("/Subtype") != "/Type3" or font.objgen in self._done:
            return
        self._done.add(font.objgen)
        for glyph in _values(font, "/CharProcs"):
            glyph.write(self._content(pikepdf.parse_content_stream(glyph), font.get("/Resources", {}), mask=mask))

    def _state(self, state: Any) -> None:
        soft = state.get("/SMask")
        if isinstance(soft, pikepdf.Dictionary):
            self._drawing(soft["/G"], mask=True)
        for name in ("/TR", "/TR2", "/HTP", "/BG", "/BG2", "/UCR", "/UCR2"):  # how to make plates is the printer's
            if name in state:
                del state[name]

    def _drawing(self, form: Any, *, mask: bool) -> None:
        """Convert a form or a tile, once."""
        if form.objgen in self._done:
            return
        self._done.add(form.objgen)
        resources = form.get("/Resources", pikepdf.Dictionary())
        form.write(self._content(pikepdf.parse_content_stream(form), resources, mask=mask))
        if "/Group" in form:
            form["/Group"]["/CS"] = pikepdf.Name("/DeviceGray" if mask else "/DeviceCMYK")
        self._resources(resources, mask=mask)

    def _shading(self, shading: Any, *, mask: bool) -> None:
        """Convert a gradient by its stops; between two of them ink runs evenly."""
        space = shading["/ColorSpace"]
        functions = list(_stops(shading.get("/Function")))
        if _kind(space) in _OURS or not functions:
            return
        for stop in functions:
            for end in ("/C0", "/C1"):
                stop[end] = pikepdf.Array(self._inks(_screen(stop[end], space), mask=mask))
        if "/Background" in shading:
            shading["/Background"] = pikepdf.Array(self._inks(_screen(shading["/Background"], space), mask=mask))
        shading["/ColorSpace"] = pikepdf.Name("/DeviceGray" if mask else "/DeviceCMYK")

    def _grey(self, picture: Any) -> Any:
        """Return a picture as a mask has it: one of greys."""
        if picture.get("/ImageMask") or _kind(picture.get("/ColorSpace", "/DeviceGray")) == "/DeviceGray":
            return picture
        if picture.objgen not in self._greys:
            image = pikepdf.PdfImage(picture).as_pil_image(apply_mask=False).convert("L")
            grey = self._pdf.make_stream(image.tobytes(), Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image)
            grey.Width, grey.Height = image.size
            grey.ColorSpace, grey.BitsPerComponent = pikepdf.Name.DeviceGray, 8
            if "/SMask" in picture:
                grey.SMask = picture.SMask
            self._greys[picture.objgen] = grey
        return self._greys[picture.objgen]

    def _picture(self, picture: Any) -> None:
        """Convert a picture once; a photograph stays a JPEG, its soft mask stays as it is."""
        if picture.objgen in self._done or picture.get("/ImageMask"):
            return
        self._done.add(picture.objgen)
        if "/Interpolate" in picture:
            del picture["/Interpolate"]
        if _kind(picture.get("/ColorSpace", "/DeviceCMYK")) in _OURS:
            return
        image = self._palette.picture(pikepdf.PdfImage(picture).as_pil_image(apply_mask=False))
        photograph = picture.get("/Filter") == "/DCTDecode"
        for name in ("/Decode", "/DecodeParms", "/Intent"):
            if name in picture:
                del picture[name]
        if photograph:
            out = BytesIO()
            image.save(out, "JPEG", quality=_QUALITY, subsampling=0)
            picture.write(out.getvalue(), filter=pikepdf.Name("/DCTDecode"))
            # Pillow marks its CMYK as Adobe's, which is inverted (Adobe TN 5116).
            picture["/Decode"] = pikepdf.Array([1, 0] * 4)
        else:
            picture.write(image.tobytes())
        picture["/ColorSpace"], picture["/BitsPerComponent"] = pikepdf.Name("/DeviceCMYK"), 8


def _values(resources: Any, kind: str) -> list[Any]:
    found = resources.get(kind)
    return [] if found is None else list(dict(found).values())


def _kind(space: Any) -> str:
    """Return the family of a colour space: "/ICCBased", "/Lab", "/DeviceRGB"."""
    return str(space[0]) if isinstance(space, pikepdf.Array) else str(space)


def _numbers(operands: Any) -> list[float]:
    return [float(number) for number in operands]


def _screen(operands: Any, space: Any) -> list[float]:
    """Return a colour's numbers as grey, RGB or CMYK: Lab is reckoned, a profile goes by its number of parts."""
    parts = _numbers(operands)
    return list(_from_lab(parts[0], parts[1], parts[2])) if _kind(space) == "/Lab" else parts


def _from_lab(lightness: float, a: float, b: float) -> Rgb:
    """Return CIE Lab as sRGB; its two whites (D50, D65) differ by less than a press can hold."""
    height = (lightness + 16) / 116
    x, y, z = (
        white * (part**3 if part > 6 / 29 else (part - 4 / 29) * 3 * (6 / 29) ** 2)
        for white, part in ((0.95047, height + a / 500), (1.0, height), (1.08883, height - b / 200))
    )
    linear = (
        3.2406 * x - 1.5372 * y - 0.4986 * z,
        -0.9689 * x + 1.8758 * y + 0.0415 * z,
        0.0557 * x - 0.2040 * y + 1.0570 * z,
    )
    red, green, blue = (
        12.92 * part if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055
        for part in (max(0.0, p) for p in linear)
    )
    return (red, green, blue)


def _amount(parts: Sequence[float]) -> float:
    """Return how much of what is under it a mask's colour lets through (ISO 32000-1, 11.3.5.3)."""
    if len(parts) == 1:
        return round(parts[0], 4)
    if len(parts) == 3:
        return round(0.3 * parts[0] + 0.59 * parts[1] + 0.11 * parts[2], 4)
    return round(1 - min(1.0, 0.3 * parts[0] + 0.59 * parts[1] + 0.11 * parts[2] + parts[3]), 4)


def _stops(function: Any) -> Iterable[Any]:
    """Yield the functions of type 2 that a gradient is made of; of any other kind none at all."""
    if function is None:
        return
    kind = function.get("/FunctionType")
    if kind == 2:
        yield function
    elif kind == 3:
        for part in function["/Functions"]:
            yield from _stops(part)
