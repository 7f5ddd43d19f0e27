"""The door to littlecms: what inks a colour of the screen is printed with, by the printer's profile or without one."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cached_property
from io import BytesIO
from itertools import product
from typing import Any

Rgb = tuple[float, float, float]
Cmyk = tuple[float, float, float, float]

BLACK: Cmyk = (0.0, 0.0, 0.0, 1.0)
PAPER: Cmyk = (0.0, 0.0, 0.0, 0.0)
# What this house's inks are whatever a profile says: by name in brand.toml. Text and paper need one ink, or none.
HOUSE: Mapping[str, Cmyk] = {"ink": BLACK, "paper": PAPER}
GREYS = frozenset({"muted", "rule"})  # small type and hairlines: in four inks they would blur
_GREY = 0.09  # how far the channels of a colour may lie apart for it to be called grey
_LIGHT = 0.9  # a lighter one keeps its tint: of so little ink nothing blurs
_REACH = (4, 2, 2, 2)  # the search for an ink: steps to each side, each round finer than the last


class Palette:
    """Colours of the screen as ink; ``colours`` are the brand's, by name, ``profile`` the printer's ICC profile."""

    def __init__(self, colours: Mapping[str, str], profile: bytes | None) -> None:
        self.profile = profile
        self._known: dict[tuple[int, int, int], Cmyk] = {(0, 0, 0): BLACK, (255, 255, 255): PAPER}
        for name, colour in colours.items():
            if name in HOUSE and (key := _key(colour)):
                self._known[key] = HOUSE[name]
        for name, colour in colours.items():
            if name in GREYS and (key := _key(colour)) and key not in self._known:
                self._known[key] = self.grey(_luminance(key))

    def ink(self, colour: Rgb) -> Cmyk:
        """Return the inks of a flat colour: black alone for a grey, else two of the three colours and black.

        The third colour would only print what black prints better, so 300 % is never reached.
        """
        key = _bytes(colour)
        if key not in self._known:
            if max(key) - min(key) <= _GREY * 255 and max(key) < _LIGHT * 255:
                self._known[key] = self.grey(_luminance(key))
            else:
                self._known[key] = self._found(key) if self.profile else _reckoned(key)
        return self._known[key]

    def grey(self, luminance: float) -> Cmyk:
        """Return the tone of black that looks as dark as a luminance of the screen (0 to 1, linear)."""
        wanted = _lightness(luminance)
        if not self.profile:
            return (0.0, 0.0, 0.0, round(1 - wanted / 100, 2))
        nearest = min(range(len(self._tones)), key=lambda step: abs(self._tones[step] - wanted))
        return (0.0, 0.0, 0.0, round(nearest / 100, 2))

    def picture(self, image: Any) -> Any:
        """Return a picture (Pillow's) of any kind as CMYK; one of greys has black alone."""
        from PIL import Image, ImageChops, ImageCms

        if image.mode == "CMYK":
            return image
        if image.mode in {"1", "L", "LA", "I", "I;16", "F"}:
            grey = image.convert("L")
            none = Image.new("L", grey.size, 0)
            tones = [round(self.grey(_linear(level / 255))[3] * 255) for level in range(256)]
            return Image.merge("CMYK", (none, none, none, grey.point(tones)))
        rgb = image.convert("RGB")
        if self.profile:
            return ImageCms.applyTransform(rgb, self._to_ink)
        bands = [255 - level for level in range(256)]
        inverse = Image.merge("RGB", [band.point(bands) for band in rgb.split()])
        cyan, magenta, yellow = inverse.split()
        black = ImageChops.darker(ImageChops.darker(cyan, magenta), yellow)
        return Image.merge("CMYK", [*(ImageChops.subtract(band, black) for band in (cyan, magenta, yellow)), black])

    @cached_property
    def _printer(self) -> Any:
        from PIL import ImageCms

        return ImageCms.ImageCmsProfile(BytesIO(self.profile or b""))

    @cached_property
    def _to_ink(self) -> Any:
        return self._transform(_screen(), self._printer, "RGB", "CMYK")

    @cached_property
    def _to_lab(self) -> Any:
        return self._transform(self._printer, _lab(), "CMYK", "LAB")

    @cached_property
    def _tones(self) -> list[float]:
        return [lab[0] for lab in self._looks([(0.0, 0.0, 0.0, step / 100) for step in range(101)])]

    @staticmethod
    def _transform(source: Any, target: Any, mode: str, out: str) -> Any:
        from PIL import ImageCms

        intent = ImageCms.Intent.RELATIVE_COLORIMETRIC
        flags = ImageCms.Flags.BLACKPOINTCOMPENSATION  # dark colours stay apart
        return ImageCms.buildTransform(source, target, mode, out, renderingIntent=intent, flags=flags)

    def _looks(self, inks: Collection[Cmyk]) -> list[tuple[float, float, float]]:
        """Return how inks look on paper, as CIE Lab."""
        from PIL import Image, ImageCms

        data = bytes(round(part * 255) for ink in inks for part in ink)
        return _labs(ImageCms.applyTransform(Image.frombytes("CMYK", (len(inks), 1), data), self._to_lab))

    def _found(self, key: tuple[int, int, int]) -> Cmyk:
        """Return the inks, at most two colours and black, that look most like a colour: coarse steps, then finer."""
        from PIL import Image, ImageCms

        seen = ImageCms.applyTransform(Image.new("RGB", (1, 1), key), self._transform(_screen(), _lab(), "RGB", "LAB"))
        [wanted] = _labs(seen)
        free = [at for at in (0, 1, 2, 3) if at != key.index(max(key))]  # the brightest channel needs no ink against it
        best, step = [0.0, 0.0, 0.0, 0.0], 0.125
        for at in free:
            best[at] = 0.5
        for reach in _REACH:
            steps = [[_within(best[at] + by * step) for by in range(-reach, reach + 1)] for at in free]
            tried: list[Cmyk] = [_mixed(dict(zip(free, parts, strict=True))) for parts in product(*steps)]
            looks = self._looks(tried)
            distances = [sum((a - b) ** 2 for a, b in zip(lab, wanted, strict=True)) for lab in looks]
            best = list(tried[distances.index(min(distances))])
            step /= 2.5
        return _mixed({at: round(part, 2) for at, part in enumerate(best)})


def _mixed(parts: Mapping[int, float]) -> Cmyk:
    return (parts.get(0, 0.0), parts.get(1, 0.0), parts.get(2, 0.0), parts.get(3, 0.0))


def _within(part: float) -> float:
    return round(min(1.0, max(0.0, part)), 3)


def _screen() -> Any:
    from PIL import ImageCms

    return ImageCms.createProfile("sRGB")


def _lab() -> Any:
    from PIL import ImageCms

    return ImageCms.createProfile("LAB")


def _labs(image: Any) -> list[tuple[float, float, float]]:
    data = image.tobytes()  # L as 0…255, a and b as signed bytes
    signed = [byte - 256 if byte > 127 else byte for byte in data]
    return [(data[at] / 2.55, float(signed[at + 1]), float(signed[at + 2])) for at in range(0, len(data), 3)]


def _reckoned(key: tuple[int, int, int]) -> Cmyk:
    """Return the inks of a colour without a profile: black takes all that the three have in common."""
    most = max(key) / 255
    if not most:
        return BLACK
    cyan, magenta, yellow = (round(1 - part / 255 / most, 2) for part in key)
    return (cyan, magenta, yellow, round(1 - most, 2))


def _key(colour: str) -> tuple[int, int, int] | None:
    """Return a colour of a style sheet, however it is written, in bytes; None where it is none of the screen's."""
    from tinycss2 import color4

    found = color4.parse_color(colour)
    try:
        red, green, blue = found.to("srgb").coordinates
    except (AttributeError, NotImplementedError):  # no colour, as currentcolor is, or one that is not of the screen
        return None
    return _bytes((red, green, blue))


def _bytes(colour: Rgb) -> tuple[int, int, int]:
    red, green, blue = (round(min(1.0, max(0.0, part)) * 255) for part in colour)
    return (red, green, blue)


def _linear(level: float) -> float:
    return level / 12.92 if level <= 0.04045 else float(((level + 0.055) / 1.055) ** 2.4)


def _luminance(key: tuple[int, int, int]) -> float:
    return sum(weight * _linear(part / 255) for weight, part in zip((0.2126, 0.7152, 0.0722), key, strict=True))


def _lightness(luminance: float) -> float:
    return 116 * luminance ** (1 / 3) - 16 if luminance > 0.008856 else 903.3 * luminance
