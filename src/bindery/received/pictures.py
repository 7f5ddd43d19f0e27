"""Pictures that stand in a text itself, as Google Docs writes them: each becomes a file, as every edition needs it."""

from __future__ import annotations

import base64
import binascii
import re
from hashlib import sha256

from bindery.received.nouns import Log, Sureness

_ENDINGS = {"png": "png", "jpeg": "jpg", "gif": "gif", "webp": "webp", "svg+xml": "svg"}
_DATA = re.compile(rf"(?<=[(<\"' ])data:image/({'|'.join(map(re.escape, _ENDINGS))});base64,([A-Za-z0-9+/]++={{0,2}})")
FOLDER = "media"


def take(text: str, log: Log) -> tuple[str, dict[str, bytes]]:
    """Return a text with names of files in the place of its pictures, and those files by their name.

    A name is made of what is in the file: a second import has the same. What is none stays, and is told by the build.
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

    return _DATA.sub(put, text), pictures
