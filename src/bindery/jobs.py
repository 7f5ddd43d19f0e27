"""Jobs: all that an artefact is a function of, by name and hash, and as one key."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from bindery.house import House
from bindery.model import Publication

# Libraries whose version shows in an artefact's bytes.
_TOOLS = (
    "babel",
    "fonttools",
    "jinja2",
    "lxml",
    "nh3",
    "pikepdf",
    "pypandoc-binary",
    "pypdfium2",
    "pyphen",
    "weasyprint",
    "ziamath",
)


@dataclass(frozen=True)
class Job:
    """One artefact to be made: which it is, its inputs by name and SHA-256, and the tools by version."""

    slug: str
    language: str
    medium: str
    inputs: Mapping[str, str]
    tools: Mapping[str, str]
    epoch: str = ""

    @cached_property
    def key(self) -> str:
        """The hash of the whole job: equal keys make equal bytes."""
        parts = [self.slug, self.language, self.medium, dict(self.inputs), dict(self.tools), self.epoch]
        return sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def job(publication: Publication, language: str, medium: str, house: House) -> Job:
    """Return the job of an artefact: text, catalogue, glossary, brand, templates, styles, fonts, engine, tools."""
    inputs: dict[str, str] = {}
    for root, label in (
        (publication.folder, "publication"),
        (house.root / "manuscript/glossary.toml", "glossary"),
        (Path(__file__).parent, "engine"),
        *(
            (base / part, part)
            for base in dict.fromkeys((house.defaults, house.root))
            for part in ("templates", "styles")
        ),
    ):
        for path in _files(root, language if language != publication.language else ""):
            name = path.relative_to(root).as_posix()
            inputs[label if name == "." else f"{label}/{name}"] = sha256(path.read_bytes()).hexdigest()
    return Job(
        publication.slug,
        language,
        medium,
        inputs,
        {name: found for name in _TOOLS if (found := _version(name))},
        os.environ.get("SOURCE_DATE_EPOCH", ""),
    )


def _files(root: Path, language: str) -> Iterator[Path]:
    """Yield a folder's files but for the catalogues of other languages, which say nothing to this edition."""
    if root.is_file():
        yield root
    home = root.resolve()
    for path in sorted(root.rglob("*")):
        other = path.parent.name == "translations" and path.name != f"{language}.po"
        # A link that leaves the folder is never read, so nothing follows from what it leads to.
        if path.is_file() and "__pycache__" not in path.parts and not other and path.resolve().is_relative_to(home):
            yield path


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""
