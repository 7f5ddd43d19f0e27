"""Pictures of a received text: those in it, as Google Docs writes them, become files; those beside it come along."""

from __future__ import annotations

import base64
import binascii
import re
from contextlib import suppress
from hashlib import sha256
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from bindery import pictures as house
from bindery.received.nouns import Log, Sureness

_ENDINGS = {"png": "png", "jpeg": "jpg", "gif": "gif", "webp": "webp", "svg+xml": "svg"}
_DATA = re.compile(rf"(?<=[(<\"' ])data:image/({'|'.join(map(re.escape, _ENDINGS))});base64,([A-Za-z0-9+/]++={{0,2}})")
FOLDER = "media"


# A picture's or a link's place, that of a reference, and an element's of HTML.
_NAMED = re.compile(
    r"""(?:\]\([ ]{0,9}|^[ ]{0,3}\[[^\]\n]{1,200}\]:[ ]{0,9})(?:<([^<>\n]{1,300})>|([^\s<>()]{1,300}))"""
    r"""|\bsrc=["']([^"'\n]{1,300})["']""",
    re.MULTILINE,
)


def take(text: str, log: Log, home: Path | None = None) -> tuple[str, dict[str, bytes]]:
    """Return a text with names of files in the place of its own pictures, and those files by their name.

    So are those that lie in ``home``, the received file's folder, where the text says, under the names that they have.
    The name of one in the text is made of what is in it: a second import has the same. What is none stays, and is told
    by the build.
    """
    pictures: dict[str, bytes] = {}

    def put(found: re.Match[str]) -> str:
        try:
            data = base64.b64decode(found[2], validate=True)
        except binascii.Error:
            return found[0]
        name = f"{FOLDER}/picture-{sha256(data).hexdigest()[:8]}.{_ENDINGS[found[1]]}"
        if name not in pictures:
            line = text.count("\n", 0, found.start()) + 1
            log.did(line, f"a picture is put into {name}", Sureness.CERTAIN)
        pictures[name] = data
        return name

    made = _DATA.sub(put, text)
    for found in _NAMED.finditer(text) if home else ():
        name = unquote(found[1] or found[2] or found[3])
        if home and name not in pictures and (data := _beside(name, home)):
            pictures[name] = data
            log.did(text.count("\n", 0, found.start()) + 1, f"{name} is copied", Sureness.CERTAIN)
    return made, pictures


def _beside(name: str, home: Path) -> bytes:
    """Return a picture of a folder, or nothing where it has none of this name or it leads out of there."""
    path = PurePosixPath(name)
    if path.suffix.lower() not in house.MEDIA_TYPES or path.is_absolute() or {"..", "_press"} & {*path.parts}:
        return b""
    with suppress(OSError, RuntimeError, ValueError):  # a name that no file can have; a link to itself
        real = (home / name).resolve()
        if real.is_relative_to(home.resolve()) and real.is_file() and real.stat().st_size <= house.LARGEST:
            return real.read_bytes()
    return b""
