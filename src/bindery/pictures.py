"""Pictures of a publication: found inside its own folder or refused; a manuscript may not read the machine."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

from bindery import drawings, tree
from bindery.model import Blocks, Finding, Image, Node, Severity
from bindery.source import Source
from bindery.tools import images

_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
_LARGEST = 64 << 20  # bytes
MEDIA_TYPES = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".svg": "image/svg+xml",
    ".webp": "image/webp",
}


def collect(blocks: Blocks, source: Source, folder: Path) -> tuple[Blocks, dict[str, Image], list[Finding]]:
    """Return blocks with pictures named below ``folder``, those pictures by name, and what is wrong with them."""
    found: list[Finding] = []
    images: dict[str, Image] = {}
    known: dict[str, tuple[Image | None, str, str]] = {}
    lines: dict[str, Iterator[int]] = {}

    def change(node: Node) -> Node | list[Node] | None:
        if node["t"] != "Image":
            return None
        attributes, alt, (target, title) = node["c"]
        if target not in known:
            known[target] = _load(target, folder)
        image, reason, hint = known[target]
        target = target if target in source.text else unquote(target)  # pandoc writes a space as %20
        line = next(lines.setdefault(target, _lines(target, source)), source.line_of(target))
        if image is None:
            found.append(
                source.find(
                    "image-refused" if reason.startswith("refused") else "image-missing",
                    Severity.ERROR,
                    line,
                    f"image {target[:80]}: {reason}.",
                    hint,
                )
            )
            return alt  # type: ignore[no-any-return]
        if not tree.text(alt).strip() and "alt" not in tree.pairs_of(node):
            found.append(
                source.find(
                    "image-alt",
                    Severity.WARNING,
                    line,
                    f"image {target} has no alternative text.",
                    'Write what it shows: {alt="…"}.',
                )
            )
        images[image.name] = image
        return {"t": "Image", "c": [attributes, alt, [image.name, title]]}

    return tree.rewrite(blocks, change), images, found


def _lines(target: str, source: Source) -> Iterator[int]:
    """Yield the lines in which a picture stands, time after time."""
    line, seen = 1, 0
    for found in re.finditer(rf"\]\(\s*<?{re.escape(target)}", source.text):
        line += source.text.count("\n", seen, found.start())
        seen = found.start()
        yield line


def weight(image: Image) -> int:
    """Return how many pixels a picture unpacks to in print."""
    return 0 if image.media_type == "image/svg+xml" else images.pixels(image.data)


def _load(target: str, folder: Path) -> tuple[Image | None, str, str]:  # noqa: PLR0911 (one return a reason)
    # Not urlsplit: it fails on addresses that are none.
    address, name = _SCHEME.match(target), unquote(re.split("[?#]", target, maxsplit=1)[0])
    if address or target.startswith(("//", "/", "\\")):
        return (
            None,
            "refused, for it is not in the publication's folder",
            "Copy it into media/ and name it media/…",
        )
    home = folder.resolve()
    try:
        real = (folder / name).resolve()
    except (OSError, RuntimeError, ValueError):  # a link to itself; a name that no file can have
        return None, "not there", "Put the file there or mend the name."
    if not real.is_relative_to(home):
        return (
            None,
            "refused, for it leaves the publication's folder",
            "Copy it into media/ and name it media/…",
        )
    if real.relative_to(home).parts[:1] == ("_press",):
        return None, "refused, for _press is the folder of the press's own pictures", "Give the folder another name."
    media_type = MEDIA_TYPES.get(real.suffix.lower())
    if media_type is None:
        return (
            None,
            "refused, for it is no picture that every format can show",
            f"Use {', '.join(MEDIA_TYPES)}.",
        )
    if not real.is_file():  # a pipe or a device would be read for ever
        return None, "not there", "Put the file there or mend the name."
    try:
        data = real.read_bytes() if real.stat().st_size <= _LARGEST else None
    except OSError:
        return None, "not there", "Put the file there or mend the name."
    if fault := _fault(data, media_type):
        return None, f"refused, for it {fault}", "Save it anew from a program for pictures."
    return Image(real.relative_to(home).as_posix(), media_type, data or b""), "", ""


def _fault(data: bytes | None, media_type: str) -> str:
    if data is None:
        return f"is larger than {_LARGEST >> 20} MB"
    return drawings.fault(data) if media_type == "image/svg+xml" else images.fault(data, media_type)
