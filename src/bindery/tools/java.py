"""The door to Java: validators that are jars, and our drivers of them, compiled when they are first asked for."""

from __future__ import annotations

import os
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

from bindery.errors import BinderyError, ToolMissing
from bindery.tools import programs

REMEDY = "Run `make setup-tests`."
_HERE = Path(__file__).parent
_CACHE = Path(__file__).parents[3] / ".tools/drivers"
_FLAGS = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")  # starts in less than half the time


def command(*arguments: str | Path) -> list[str | Path]:
    """Return the words that run Java, for validators that live some seconds.

    Raises ToolMissing where Java is not there.
    """
    return [programs.find("java", REMEDY), *_FLAGS, *arguments]


def driver(name: str, jars: Sequence[Path]) -> list[str | Path]:
    """Return the words that run one of our drivers over its jars.

    Raises ToolMissing where Java or its compiler is not there, BinderyError where the driver does not compile.
    """
    source = _HERE / f"{name}.java"
    marks = "".join(str(jar.stat().st_size) for jar in jars)
    folder = _CACHE / sha256(source.read_bytes() + marks.encode()).hexdigest()[:16]
    if not (folder / f"{name}.class").is_file():
        _compile(source, jars, folder)
    return command("-cp", os.pathsep.join(map(str, (folder, *jars))), name)


def compiles() -> bool:
    """Tell whether there is a compiler: who only runs Java may have none."""
    try:
        programs.find("javac", REMEDY)
    except ToolMissing:
        return False
    return True


def _compile(source: Path, jars: Sequence[Path], folder: Path) -> None:
    javac = programs.find("javac", REMEDY)
    working = folder.with_name(f"{folder.name}.{os.getpid()}")
    done = programs.run([javac, "-proc:none", "-cp", os.pathsep.join(map(str, jars)), "-d", working, source])
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        raise BinderyError(f"The driver {source.name} does not compile: {said[0] if said else 'no reason given'}.")
    folder.mkdir(parents=True, exist_ok=True)
    for file in working.iterdir():  # another process may have been as quick
        file.replace(folder / file.name)
    working.rmdir()
