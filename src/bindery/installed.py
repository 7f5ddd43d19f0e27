"""Which versions of libraries are installed, told without importing what reads all of their metadata."""

from __future__ import annotations

import os
import re
import sys
from functools import cache

_FOLDER = re.compile(r"([A-Za-z0-9._]+)-([^-]+)\.dist-info")


@cache
def versions() -> dict[str, str]:
    """Return the version of each installed distribution by its name, in small letters with hyphens.

    A distribution's folder is named after both (PyPA, "Recording installed projects"); the first on the path counts.
    """
    found: dict[str, str] = {}
    for folder in sys.path:
        try:
            names = os.listdir(folder or ".")  # noqa: PTH208 (a list of names is all that is asked)
        except OSError:
            continue
        for match in filter(None, map(_FOLDER.fullmatch, names)):
            found.setdefault(re.sub(r"[-_.]+", "-", match[1]).lower(), match[2])
    return found
