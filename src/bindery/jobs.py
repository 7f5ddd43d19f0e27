"""Jobs: what an artefact is a function of, as one hash."""

from __future__ import annotations

import os
from collections.abc import Iterator
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from bindery.house import House
from bindery.model import Publication

_TOOLS = ("jinja2", "pypandoc-binary", "pypdfium2", "weasyprint", "ziamath", "fonttools")


def key(publication: Publication, language: str, medium: str, house: House) -> str:
    """Return the hash of all that an artefact follows from: text, brand, templates, styles, fonts, engine, tools."""
    digest = sha256(f"{publication.slug} {language} {medium} {os.environ.get('SOURCE_DATE_EPOCH', '')}".encode())
    for name in _TOOLS:
        digest.update(f"{name}={version(name)};".encode())
    for root, label in (
        (publication.folder, "publication"),
        (Path(__file__).parent, "engine"),
        *(
            (base / part, part)
            for base in dict.fromkeys((house.defaults, house.root))
            for part in ("templates", "styles")
        ),
    ):
        for path in _files(root, language if language != publication.language else ""):
            digest.update(f"{label}/{path.relative_to(root).as_posix()}\0".encode())
            digest.update(sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _files(root: Path, language: str) -> Iterator[Path]:
    """Yield a folder's files but for the catalogues of other languages, which say nothing to this edition."""
    for path in sorted(root.rglob("*")):
        other = path.parent.name == "translations" and path.name != f"{language}.po"
        if path.is_file() and "__pycache__" not in path.parts and not other:
            yield path
