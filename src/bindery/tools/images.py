"""The door to Pillow: whether a file is the picture that its name says, and how large it would be when opened."""

from __future__ import annotations

from io import BytesIO

_FORMATS = {"image/png": "PNG", "image/jpeg": "JPEG", "image/gif": "GIF", "image/webp": "WEBP"}
PIXELS = 100_000_000  # a page of A3 at 600 dpi has 70 million


def fault(data: bytes, media_type: str) -> str:
    """Return what is wrong with a picture, as a reader of a message understands it, or ""; pixels are not decoded."""
    import warnings

    from PIL import Image, UnidentifiedImageError

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its own bound on bombs is ours
        try:
            with Image.open(BytesIO(data), formats=[_FORMATS[media_type]]) as image:
                width, height = image.size
                if width * height > PIXELS:
                    return f"has {width} × {height} pixels, too many to open"
                image.verify()
        except UnidentifiedImageError:
            return f"is no {_FORMATS[media_type]} picture, whatever its name says"
        except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
            return f"is damaged ({error})"
    return ""
