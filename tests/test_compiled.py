"""What is kept of the program's imports is what they would compile, and nothing that is torn or another's is taken."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

# A command's imports, kept in a folder of the test; what was new is told, and how much was parsed.
_IMPORTED = """
import sys
from pathlib import Path
from bindery.tools import compiled, pycache
pycache.FOLDER = Path(sys.argv[1])
import re, re._parser
parsed, plain, parse = [], re._compiler.compile, re._parser.parse
re._parser.parse = lambda *given: [parsed.append(given[0]), parse(*given)][1]
compiled.keep()
compiled.keep()
import bindery.cli.making, bindery.compose, bindery.press, bindery.workshop, bindery.checks.translation.rules
from bindery.model import Finding, Place, Severity
new = len(compiled._new)
for (text, flags), kept in compiled._patterns.items():
    one, other = re._compiler.compile(text, flags), plain(text, flags)
    assert one == other and one.groupindex == other.groupindex and one.groups == other.groups, text
    sample = "Words 1,5 of [^a] “some” kind — і слово <b>x</b>" if isinstance(text, str) else b"Words 1 of <b>some</b>"
    assert [m.span() for m in one.finditer(sample)] == [m.span() for m in other.finditer(sample)], text
found = Finding("a", Severity.NOTE, Place("b"), "c", "d")
assert found == Finding("a", Severity.NOTE, Place("b"), "c", "d") and "code='a'" in repr(found)
assert compiled.pattern("a+b") is compiled.pattern("a+b")
compiled.save()
print(new, len(compiled._patterns), len(compiled._methods), "bindery" in str(parsed[:1]))
"""


def imported(folder: Path, seed: str = "0") -> tuple[int, int, int]:
    """How many things were new to a process, how many patterns and methods there are."""
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    command = [sys.executable, "-c", _IMPORTED, str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert not done.returncode, done.stderr
    new, patterns, methods, _ = done.stdout.split()
    return int(new), int(patterns), int(methods)


def test_what_is_kept_is_not_compiled_again(tmp_path: Path) -> None:
    """The first process keeps hundreds of things, the second finds all of them, whatever the order of its sets."""
    first, patterns, methods = imported(tmp_path)
    assert first == patterns + methods - 1  # all but the test's own
    assert patterns > 100
    assert methods > 100
    [kept] = tmp_path.iterdir()
    state = kept.stat().st_mtime_ns
    for seed in ("1", "2"):
        assert imported(tmp_path, seed)[0] == 0
    assert kept.stat().st_mtime_ns == state


@pytest.mark.parametrize("how", ["torn", "empty", "another's", "not to be read"])
def test_what_can_t_be_taken_is_compiled(tmp_path: Path, how: str) -> None:
    """A file that is not whole, or says something else, is made anew."""
    first, *_ = imported(tmp_path)
    [kept] = tmp_path.iterdir()
    data = kept.read_bytes()
    if how == "not to be read":
        kept.unlink()
        kept.mkdir()
    else:
        kept.write_bytes({"torn": data[: len(data) // 2], "empty": b"", "another's": data[:-1] + b"?"}[how])
    assert imported(tmp_path)[0] == first
    if how != "not to be read":
        assert kept.read_bytes() == data
        assert imported(tmp_path)[0] == 0


def test_nothing_is_kept_where_python_keeps_nothing(tmp_path: Path) -> None:
    """As its own bytecode."""
    command = [sys.executable, "-B", "-c", _IMPORTED, str(tmp_path)]
    subprocess.run(command, capture_output=True, check=True)
    assert not [*tmp_path.iterdir()]
