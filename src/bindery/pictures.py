"""Pictures of a publication: found inside its own folder or refused; a manuscript may not read the machine."""

from __future__ import annotations

import re
from collections import Counter
from difflib import get_close_matches
from hashlib import sha256
from itertools import islice
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from bindery import drawings, tree
from bindery.model import Blocks, Finding, Image, Node, Severity
from bindery.source import Source
from bindery.tools import images

_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
LARGEST = 64 << 20  # bytes
_MANY = 2000  # files of a folder that a name is looked for among
_PORTABLE = re.compile(r"[a-z0-9_./-]+")  # an archive may not have both Map.png and map.png, nor an address a space
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
    times = Counter[str]()

    def say(code: str, severity: Severity, target: str, what: str, hint: str) -> None:
        written = target if target in source.text else unquote(target)  # pandoc writes a space as %20
        message = f"image {written[:80]}{what}."
        hint = hint or f"Put the file at {PurePosixPath(source.file).parent / written[:80]} or mend the name."
        found.append(source.find(code, severity, _line(written, source, times[target]), message, hint))

    def change(node: Node) -> Node | list[Node] | None:
        if node["t"] != "Image":
            return None
        attributes, alt, (target, title) = node["c"]
        times[target] += 1
        if target not in known:
            known[target] = _load(target, folder)
        image, reason, hint = known[target]
        if image is None:
            code = "image-refused" if reason.startswith("refused") else "image-missing"
            say(code, Severity.ERROR, target, f": {reason}", hint)
            return alt  # type: ignore[no-any-return]
        if not tree.text(alt).strip() and "alt" not in tree.pairs_of(node):
            hint = 'Write what it shows: {alt="…"}.'
            say("image-alt", Severity.WARNING, target, " has no alternative text", hint)
        images[image.name] = image
        return {"t": "Image", "c": [attributes, alt, [image.name, title]]}

    return tree.rewrite(blocks, change), images, found


def _line(target: str, source: Source, times: int) -> int:
    """Return the line in which a picture stands for the so manieth time."""
    place = re.finditer(rf"\]\(\s*<?{re.escape(target)}", source.text)
    found = next(islice(place, times - 1, None), None)
    return source.text.count("\n", 0, found.start()) + 1 if found else source.line_of(target)


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
        return None, "not there", ""
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
        return None, "not there", _near(name, folder)
    try:
        data = real.read_bytes() if real.stat().st_size <= LARGEST else None
    except OSError:
        return None, "not there", ""
    if fault := _fault(data, media_type):
        return None, f"refused, for it {fault}", "Save it anew from a program for pictures."
    return Image(_portable(real.relative_to(home).as_posix()), media_type, data or b""), "", ""


def _portable(name: str) -> str:
    """Return the name of a picture in editions: its own, or one without what addresses and archives mistake."""
    if _PORTABLE.fullmatch(name):
        return name
    mark = sha256(name.encode(errors="surrogateescape")).hexdigest()[:8]
    return f"media/picture-{mark}{PurePosixPath(name).suffix.lower()}"


def _near(name: str, folder: Path) -> str:
    """Return a hint at a picture of the folder that is called nearly as one that is not there, or ""."""
    files = islice(folder.rglob("*"), _MANY)
    known = {_folded(shown): shown for shown in (file.relative_to(folder).as_posix() for file in files if _shows(file))}
    wanted = _folded(name.replace("\\", "/"))
    near = get_close_matches(wanted, known, 1, 0.8)
    near = near or [each for each in known if PurePosixPath(each).name == PurePosixPath(wanted).name]
    return f"Did you mean {known[near[0]]}?" if near else ""


def _shows(file: Path) -> bool:
    return file.suffix.lower() in MEDIA_TYPES


def _folded(name: str) -> str:
    return re.sub(r"[^\w./]", "", name).casefold()


def _fault(data: bytes | None, media_type: str) -> str:
    if data is None:
        return f"is larger than {LARGEST >> 20} MB"
    return drawings.fault(data) if media_type == "image/svg+xml" else images.fault(data, media_type)
