"""The door to Pillow: whether a file is the picture that its name says, and how large it would be when opened."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from threading import Lock

_FORMATS = {"image/png": "PNG", "image/jpeg": "JPEG", "image/gif": "GIF", "image/webp": "WEBP"}
PIXELS = 100_000_000  # a page of A3 at 600 dpi has 70 million
FRAMES = 1000
_PNG, _DEPTH, _GREY = b"\x89PNG\r\n\x1a\n", slice(24, 26), b"\x10\0"  # bits a channel, 16, and the kind of colour
# Of Pillow's flag for a whole process, whether it passes over what is torn: WeasyPrint sets it when it is imported.
LENIENCE = Lock()


def fault(data: bytes, media_type: str) -> str:
    """Return what is wrong with a picture, as a reader of a message understands it, or ""; few pixels are decoded."""
    import warnings

    from PIL import Image, UnidentifiedImageError

    with strictly(), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its own bound on bombs is ours
        try:
            with Image.open(BytesIO(data), formats=[_FORMATS[media_type]]) as image:
                width, height = image.size
                if width * height > PIXELS:
                    return f"has {width} × {height} pixels, too many to open"
                if (frames := getattr(image, "n_frames", 1)) > FRAMES:
                    return f"has {frames} frames; {FRAMES} are read"
                if media_type == "image/jpeg":  # verify() looks at its head only; an eighth of it is quickly decoded
                    image.draft(None, (max(1, width // 8), max(1, height // 8)))
                    image.load()
                else:
                    image.verify()
        except Image.DecompressionBombError:
            return f"has more than {PIXELS} pixels, too many to open"
        except UnidentifiedImageError:
            return f"is no {_FORMATS[media_type]} picture, whatever its name says"
        except (OSError, ValueError, SyntaxError, EOFError, LookupError) as error:
            return f"is damaged ({error})"
    return ""


@contextmanager
def strictly() -> Iterator[None]:
    """Let Pillow say what is torn, whether WeasyPrint has been here or not."""
    from PIL import ImageFile

    with LENIENCE:
        before, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
        try:
            yield
        finally:
            ImageFile.LOAD_TRUNCATED_IMAGES = before


def shallow(data: bytes) -> bytes:
    """Return a picture as print takes it: one of greys in 16 bits, which WeasyPrint calls colours in 8, in 8 bits."""
    if not data.startswith(_PNG) or data[_DEPTH] != _GREY:
        return data
    from PIL import Image

    out = BytesIO()
    try:
        with Image.open(BytesIO(data), formats=["PNG"]) as image:
            if image.mode != "I;16":
                return data
            Image.frombytes("L", image.size, image.tobytes()[1::2]).save(out, "PNG")
    except (OSError, ValueError, SyntaxError):  # WeasyPrint says of a torn one what it has to say
        return data
    return out.getvalue()


def pixels(data: bytes) -> int:
    """Return how many pixels must be unpacked to print a sound picture; of a JPEG none."""
    import warnings

    from PIL import Image

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with Image.open(BytesIO(data), formats=[*_FORMATS.values()]) as image:
            width, height = image.size
            return 0 if image.format == "JPEG" else width * height
