"""The door to what a finished PDF prints: every mark that its pages make, with its ink, its width and its place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pikepdf

from bindery.tools.images import strictly

Box = tuple[float, float, float, float]
Matrix = tuple[float, float, float, float, float, float]

_SAME: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_DEEPEST = 24  # forms within forms; a file that goes deeper goes in circles
_MOST = 20_000  # streams of a file; one with more is made to be read for ever
_DEEP = 1000  # states kept within states; ISO 32000-1 (Annex C) has 28
_SAMPLE = 400  # pixels a side: what a picture is looked at with
_FLAT = {"g": "/DeviceGray", "rg": "/DeviceRGB", "k": "/DeviceCMYK"}
_FAMILIES = {
    **dict.fromkeys(("/DeviceRGB", "/CalRGB", "/RGB"), "RGB"),
    **dict.fromkeys(("/DeviceGray", "/CalGray", "/G"), "grey"),
    **dict.fromkeys(("/DeviceCMYK", "/CMYK"), "CMYK"),
    "/Lab": "Lab",
    "/Pattern": "pattern",
}
_FILLS, _STROKES = {"f", "F", "f*", "B", "B*", "b", "b*"}, {"S", "s", "B", "B*", "b", "b*"}
_TEXT = {"Tj", "TJ", "'", '"'}
_FILLED, _OUTLINED = {0, 2, 4, 6}, {1, 2, 5, 6}  # how letters are painted (ISO 32000-1, 9.3.6)


@dataclass(frozen=True, slots=True)
class Ink:
    """A colour as written: its family (RGB, grey, CMYK, Lab, all, spot, pattern) and its numbers."""

    family: str = "grey"
    parts: tuple[float, ...] = (0.0,)

    @property
    def total(self) -> float:
        """All plates together: 3.0 is 300 %."""
        if self.family == "all":
            return 4 * self.parts[0] if self.parts else 0.0
        return sum(self.parts) if self.family in {"CMYK", "spot"} else 0.0


@dataclass(frozen=True, slots=True)
class Mark:
    """One thing printed: text, line, area, picture, gradient, or group (what is blended in a colour space).

    ``width`` is a line's in points, or the thinner side of an area; ``dpi`` a picture's resolution as printed.
    """

    kind: str
    ink: Ink
    name: str = ""
    box: Box | None = None
    width: float | None = None
    dpi: float | None = None


@dataclass
class _State:
    matrix: Matrix = _SAME
    fill: Ink = field(default_factory=Ink)
    stroke: Ink = field(default_factory=Ink)
    width: float = 1.0
    mode: int = 0


class Reader:
    """Reads one content stream after another as a press would, and yields the marks."""

    def __init__(self) -> None:
        self._read = 0
        self._sampled: dict[tuple[int, int], Ink] = {}
        self._glyphed: set[tuple[int, int]] = set()

    def page(self, page: pikepdf.Page) -> Iterator[Mark]:
        """Yield what a page prints."""
        yield from _blended(page.obj)
        yield from self._content(page, page.obj.get("/Resources", {}), _State(), 0)

    def _content(self, source: Any, resources: Any, state: _State, depth: int) -> Iterator[Mark]:  # noqa: C901, PLR0912 (one branch an operator)
        self._read += 1
        if self._read > _MOST:
            raise ValueError("its forms never end")
        stack, points = list[_State](), list[tuple[float, float]]()
        spaces = resources.get("/ColorSpace", {})
        for instruction in pikepdf.parse_content_stream(source) if depth < _DEEPEST else ():
            name, operands = str(instruction.operator), instruction.operands
            if name == "q":
                if len(stack) > _DEEP:
                    raise ValueError("its states never end")
                stack.append(replace(state))
            elif name == "Q" and stack:
                state = stack.pop()
            elif name == "cm":
                state.matrix = _times(_matrix(operands), state.matrix)
            elif name == "w":
                state.width = float(operands[0])
            elif name == "Tf":
                yield from self._glyphs(_named(resources, "/Font", operands[0]), depth)
            elif name == "Tr":
                state.mode = int(operands[0])
            elif name == "gs":
                yield from self._state(_named(resources, "/ExtGState", operands[0]), state, depth)
            elif name.lower() in {"g", "rg", "k", "cs", "sc", "scn"}:
                _colour(state, name, operands, spaces)
                if name.lower() == "scn" and operands and isinstance(operands[-1], pikepdf.Name):
                    yield from self._pattern(_named(resources, "/Pattern", operands[-1]), resources, depth)
            elif name in {"m", "l", "c", "v", "y", "re"}:
                points += _points(name, [float(number) for number in operands], state.matrix)
            elif name in _TEXT:
                if state.mode in _FILLED:
                    yield Mark("text", state.fill)
                if state.mode in _OUTLINED:
                    yield Mark("text", state.stroke)
            elif name == "sh":
                yield from _gradient(_named(resources, "/Shading", operands[0]))
            elif name == "Do":
                yield from self._thing(_named(resources, "/XObject", operands[0]), resources, state, depth)
            elif name == "INLINE IMAGE":
                yield Mark("picture", _inline(operands[0], spaces, state), "within the text of the page")
            if name in _FILLS | _STROKES | {"n"}:
                yield from _painted(name, points, state)
                points = []

    def _state(self, found: Any, state: _State, depth: int) -> Iterator[Mark]:
        if "/LW" in found:
            state.width = float(found["/LW"])
        soft = found.get("/SMask")
        if isinstance(soft, pikepdf.Dictionary):  # amounts, not inks: only a colour that no press knows is a mark
            for mark in self._thing(soft["/G"], {}, replace(state), depth):
                if mark.ink.family == "RGB":
                    yield replace(mark, name=f"{mark.name} in a mask".strip())

    def _glyphs(self, font: Any, depth: int) -> Iterator[Mark]:
        """Yield what glyphs that are drawings (Type 3, as coloured signs are) print, each font once."""
        if font.get("/Subtype") == "/Type3" and font.objgen not in self._glyphed:
            self._glyphed.add(font.objgen)
            for glyph in dict(font["/CharProcs"]).values():
                yield from self._content(glyph, font.get("/Resources", {}), _State(), depth + 1)

    def _thing(self, thing: Any, resources: Any, state: _State, depth: int) -> Iterator[Mark]:
        """Yield what a picture or a form prints; a form that names nothing of its own has what is named around it."""
        if thing.get("/Subtype") == "/Image":
            yield self._picture(thing, state)
            if (soft := thing.get("/SMask")) is not None and _family(soft.get("/ColorSpace")) != "grey":
                mark = self._picture(soft, state)
                yield replace(mark, name=f"{mark.name} in a mask", dpi=None)
        elif thing.get("/Subtype") == "/Form":
            yield from _blended(thing)
            inner = replace(state, matrix=_times(_matrix(thing.get("/Matrix", _SAME)), state.matrix))
            yield from self._content(thing, thing.get("/Resources", resources), inner, depth + 1)

    def _pattern(self, pattern: Any, resources: Any, depth: int) -> Iterator[Mark]:
        if pattern.get("/PatternType") == 2:
            yield from _gradient(pattern["/Shading"])
        else:
            state = _State(_matrix(pattern.get("/Matrix", _SAME)))
            yield from self._content(pattern, pattern.get("/Resources", resources), state, depth + 1)

    def _picture(self, picture: Any, state: _State) -> Mark:
        width, height = int(picture["/Width"]), int(picture["/Height"])
        a, b, c, d, *_ = state.matrix
        across, down = (a * a + b * b) ** 0.5, (c * c + d * d) ** 0.5
        dpi = min(width / across, height / down) * 72 if across and down else None
        corners = _points("re", [0, 0, 1, 1], state.matrix)
        if picture.get("/ImageMask"):
            ink = state.fill
        else:
            if picture.objgen not in self._sampled:
                self._sampled[picture.objgen] = _heaviest(picture)
            ink = self._sampled[picture.objgen]
        return Mark("picture", ink, f"{width} × {height} pixels", _around(corners), dpi=dpi)


def _inline(picture: Any, spaces: Any, state: _State) -> Ink:
    """Return the colours of a picture that stands in the content itself."""
    if picture.image_mask:
        return state.fill
    space = picture.obj.get("/ColorSpace", "")
    family = _family(spaces.get(str(space), space))
    return _sampled(picture) if family == "CMYK" else Ink(family, ())


def _blended(form: Any) -> Iterator[Mark]:
    """Yield the colour space in which what a page or a form prints is blended."""
    if "/Group" in form and "/CS" in form["/Group"]:
        yield Mark("group", Ink(_family(form["/Group"]["/CS"]), ()))


def _heaviest(picture: Any) -> Ink:
    """Return the heaviest ink of a picture: it is sampled, not read pixel by pixel."""
    family = _family(picture.get("/ColorSpace"))
    return _sampled(pikepdf.PdfImage(picture)) if family == "CMYK" else Ink(family, ())


def _sampled(picture: Any) -> Ink:
    from PIL import Image

    try:
        with strictly():
            image = picture.as_pil_image(apply_mask=False)
            image = image.resize((min(_SAMPLE, image.width), min(_SAMPLE, image.height)), 0)
    except (pikepdf.PdfError, NotImplementedError, OSError, ValueError, Image.DecompressionBombError):
        return Ink("unreadable", ())
    if image.mode != "CMYK":
        return Ink("unreadable", ())
    data = image.tobytes()
    cyan, magenta, yellow, black = max((data[at : at + 4] for at in range(0, len(data), 4)), key=sum)
    return Ink("CMYK", (cyan / 255, magenta / 255, yellow / 255, black / 255))


def _family(space: Any) -> str:
    if not isinstance(space, pikepdf.Array):
        return _FAMILIES.get(str(space), "unknown")
    kind = str(space[0])
    if kind == "/ICCBased":
        return {1: "grey", 3: "RGB", 4: "CMYK"}.get(int(space[1].get("/N", 0)), "unknown")
    if kind in {"/Indexed", "/I"}:
        return _family(space[1])
    if kind in {"/Separation", "/DeviceN"}:
        return "all" if str(space[1]) == "/All" else "spot"
    if kind == "/Pattern" and len(space) > 1:  # a tile without colours: they are told where it is used
        return _family(space[1])
    return _FAMILIES.get(kind, "unknown")


def _colour(state: _State, name: str, operands: Any, spaces: Any) -> None:
    which, kind = ("fill" if name.islower() else "stroke"), name.lower()
    if kind == "cs":
        family = _family(spaces.get(str(operands[0]), operands[0]))
        ink = Ink(family, (0.0, 0.0, 0.0, 1.0) if family == "CMYK" else (1.0,) if family in {"all", "spot"} else (0.0,))
    else:
        family = _family(_FLAT[kind]) if kind in _FLAT else getattr(state, which).family
        ink = Ink(family, tuple(float(part) for part in operands if not isinstance(part, pikepdf.Name)))
    setattr(state, which, ink)


def _gradient(shading: Any) -> Iterator[Mark]:
    """Yield a gradient by its stops; ink that is told in another way, by samples or a mesh, can't be reckoned."""
    family, function = _family(shading.get("/ColorSpace")), shading.get("/Function")
    if isinstance(function, pikepdf.Array):  # one for each part of the colour
        ends = [sum(parts, ()) for parts in zip(*map(_ends, function), strict=False)]
    else:
        ends = _ends(function)
    if family == "CMYK" and any(len(end) != 4 for end in ends or [()]):
        family = "unreadable"
    yield from (Mark("gradient", Ink(family, end)) for end in ends or [()])


def _ends(function: Any) -> list[tuple[float, ...]]:
    """Return the colours between which a function runs; an empty one where it does not tell them."""
    if function is None:
        return []
    if "/Functions" in function:
        return [end for part in function["/Functions"] for end in _ends(part)]
    if function.get("/FunctionType") != 2:
        return [()]
    return [tuple(map(float, function.get(end, default))) for end, default in (("/C0", [0]), ("/C1", [1]))]


def _painted(name: str, points: Sequence[tuple[float, float]], state: _State) -> Iterator[Mark]:
    if not points or name == "n":
        return
    box = _around(points)
    if name in _FILLS:
        yield Mark("area", state.fill, box=box, width=min(box[2] - box[0], box[3] - box[1]))
    if name in _STROKES:
        a, b, c, d, *_ = state.matrix
        yield Mark("line", state.stroke, box=box, width=state.width * abs(a * d - b * c) ** 0.5)


def _around(points: Sequence[tuple[float, float]]) -> Box:
    across, up = [x for x, _ in points], [y for _, y in points]
    return (min(across), min(up), max(across), max(up))


def _points(name: str, numbers: list[float], matrix: Matrix) -> list[tuple[float, float]]:
    if name == "re":
        x, y, width, height = numbers
        numbers = [x, y, x + width, y, x + width, y + height, x, y + height]
    a, b, c, d, e, f = matrix
    return [(a * x + c * y + e, b * x + d * y + f) for x, y in zip(numbers[::2], numbers[1::2], strict=True)]


def _named(resources: Any, kind: str, name: Any) -> Any:
    """Return what a page or a form names. Raises LookupError where it is not in the file."""
    found = resources.get(kind, {}).get(str(name))
    if found is None:
        raise LookupError(f"{name} is named and is not there")
    return found


def _matrix(numbers: Any) -> Matrix:
    a, b, c, d, e, f = (float(number) for number in numbers)
    return (a, b, c, d, e, f)


def _times(one: Matrix, two: Matrix) -> Matrix:
    a, b, c, d, e, f = one
    g, h, i, j, k, m = two
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)
