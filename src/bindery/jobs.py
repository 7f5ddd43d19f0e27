"""Jobs: all that an artefact is a function of, by name and hash, and as one key."""

from __future__ import annotations

import ctypes
import json
import os
import sys
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property
from hashlib import sha256
from pathlib import Path

from bindery import disk
from bindery.errors import UsageError
from bindery.house import DEFAULTS, House
from bindery.installed import versions
from bindery.model import Publication
from bindery.tools import hashes

# The press's own files, which are hashed once, as they are compiled once.
_OWN = (f"{Path(__file__).parent}/", f"{DEFAULTS}/styles/", f"{DEFAULTS}/templates/")
# Libraries whose version shows in an artefact's bytes.
_TOOLS = (
    "babel",
    "cssselect2",
    "fonttools",
    "jinja2",
    "lxml",
    "nh3",
    "pikepdf",
    "pillow",
    "pydyf",
    "pypandoc-binary",
    "pypdfium2",
    "pyphen",
    "tinycss2",
    "tinyhtml5",
    "weasyprint",
    "ziafont",
    "ziamath",
)
_LINKS = 4  # links to folders inside one another: of more, as of two that lead to each other, there would be no end
# What WeasyPrint sets type with, which comes with the system: library, what tells its version.
_LIBRARIES = {
    "pango": ("libpango-1.0.so.0", "pango_version_string", ctypes.c_char_p),
    "harfbuzz": ("libharfbuzz.so.0", "hb_version_string", ctypes.c_char_p),
    "harfbuzz-subset": ("libharfbuzz-subset.so.0", "hb_version_string", ctypes.c_char_p),
    "fontconfig": ("libfontconfig.so.1", "FcGetVersion", ctypes.c_int),
}


@dataclass(frozen=True)
class Job:
    """One artefact to be made: which it is, its inputs by name and SHA-256, and the tools by version."""

    slug: str
    language: str
    medium: str
    inputs: Mapping[str, str]
    tools: Mapping[str, str]
    epoch: str = ""

    @property
    def name(self) -> str:
        """The artefact's file name."""
        return f"{self.slug}.{self.language}.{self.medium}"

    def in_medium(self, medium: str) -> Job:
        """Return the job of the same edition in another medium."""
        made = replace(self, medium=medium)
        made.__dict__["_digest"] = self._digest  # of what they share, which is nearly all
        return made

    @cached_property
    def key(self) -> str:
        """The hash of the whole job: equal keys make equal bytes."""
        return sha256(json.dumps([self.slug, self.language, self.medium, self._digest]).encode()).hexdigest()

    @cached_property
    def _digest(self) -> str:
        parts = [dict(self.inputs), dict(self.tools), self.epoch]
        return sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def job(
    publication: Publication, language: str, medium: str, house: House, shared: Mapping[str, str] | None = None
) -> Job:
    """Return the job of an artefact: text, catalogue, glossary, brand, templates, styles, fonts, engine, tools.

    ``shared`` are ``house_inputs`` that have been looked at just now.
    """
    other = language if language != publication.language else ""
    own = _named(publication.folder, "publication", other)
    inputs = _hashed(own) | dict(house_inputs(house) if shared is None else shared)
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    return Job(publication.slug, language, medium, inputs | dict(_engine()), tools(), epoch)


def house_inputs(house: House) -> Mapping[str, str]:
    """Return what every edition of a house is a function of, by name and hash."""
    return _hashed([*_named(house.root / "manuscript/glossary.toml", "glossary"), *house_files(house).items()])


def _hashed(files: Iterable[tuple[str, Path]]) -> dict[str, str]:
    found = {name: _hash(path, _state(path)) for name, path in files}
    hashes.save()
    return found


def house_files(house: House) -> dict[str, Path]:
    """Return the templates and styles by their name, the project's own over the press's."""
    bases = dict.fromkeys((house.defaults, house.root))
    return {
        name: path
        for base in bases
        for part in ("templates", "styles")
        for name, path in _named(base / part, part)
    }  # fmt: skip


def publication_files(folder: Path) -> dict[str, Path]:
    """Return all files of a publication, by their name in its folder."""
    return dict(_files(folder, None, inside=True))


@cache
def tools() -> Mapping[str, str]:
    """Return what the press stands on by version: libraries, Python, and those that set type."""
    installed = versions()
    found = {name: installed[name] for name in _TOOLS if name in installed}
    python = ".".join(map(str, sys.version_info[:3]))
    return (
        found
        | {"python": python, "zlib": zlib.ZLIB_RUNTIME_VERSION}
        | {n: said for n in _LIBRARIES if (said := _system(n))}
    )


@cache
def _engine() -> Mapping[str, str]:
    """Return the press's own code; it does not change while it runs."""
    code = _named(Path(__file__).parent, "engine")
    return _hashed((name, path) for name, path in code if not name.startswith("engine/house/"))


def engine() -> str:
    """Return one hash of code and tools: machines that say the same make the same bytes."""
    return sha256(json.dumps([_engine(), tools()], sort_keys=True).encode()).hexdigest()


def _named(root: Path, label: str, language: str | None = None) -> Iterator[tuple[str, Path]]:
    if root.is_file():
        yield label, root
    for name, path in _files(root, language, inside=label == "publication"):
        yield f"{label}/{name}", path


def _files(root: Path, language: str | None, *, inside: bool) -> Iterator[tuple[str, Path]]:
    """Yield a folder's files but, of an edition, for the catalogues of other languages, which say nothing to it.

    Each with its name in the folder. What is behind a link counts as if it stood there, for whoever reads follows it;
    but where only what is ``inside`` the folder is ever read, nothing follows from a link that leaves it. Raises
    UsageError where links to folders lead into one another.
    """
    if not root.is_dir():
        return
    home = os.path.realpath(root) if inside else ""
    for name, path in _below(str(root), "", home):
        folder, _, file = name.rpartition("/")
        if language is None or folder != "translations" or file == f"{language}.po":
            yield name, Path(path)


def _below(folder: str, prefix: str, home: str, links: int = 0) -> Iterator[tuple[str, str]]:
    """Yield the files of a folder, and of those in it and behind ``links``, none of which leads out of a ``home``."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:  # gone meanwhile, or not to be read: it is no input
        return
    for entry in entries:
        name, link = prefix + entry.name, entry.is_symlink()
        if link and home and not f"{os.path.realpath(entry.path)}/".startswith(f"{home}/"):
            continue
        if link and not Path(entry.path).exists():  # it leads nowhere, or to itself: it is no input
            continue
        if entry.is_file():
            yield name, entry.path
        elif link and links == _LINKS:
            raise UsageError(f"{entry.path}: links to folders lead into one another. Put the folder itself there.")
        elif entry.is_dir() and entry.name != "__pycache__" and not (link and _leads_back(entry.path, folder)):
            yield from _below(entry.path, f"{name}/", home, links + link)


def _leads_back(link: str, folder: str) -> bool:
    """Tell whether a link leads to a folder that it stands in: all that is there has been told."""
    return f"{os.path.realpath(folder)}/".startswith(f"{os.path.realpath(link)}/")


def _state(path: Path) -> hashes.State:
    state = path.stat()
    return state.st_mtime_ns, state.st_ctime_ns, state.st_size, state.st_ino


@cache
def _hash(path: Path, state: hashes.State) -> str:
    return hashes.of(path, state) if str(path).startswith(_OWN) else disk.digest(path)


def _system(name: str) -> str:
    """Return a shared library's version; where the system has it under another name, what is there is not told."""
    library, function, kind = _LIBRARIES[name]
    try:
        asked = getattr(ctypes.CDLL(library), function)
    except (OSError, AttributeError):
        return ""
    asked.restype = kind
    said = asked()
    return said.decode() if isinstance(said, bytes) else str(said)
