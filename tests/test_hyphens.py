"""Hyphenation read when it is needed is pyphen's own."""

from __future__ import annotations

import subprocess
import sys

import pytest

# pyphen as it came, and as the press has it; in a process of its own, for what is put in its place stays there.
_COMPARED = """
import sys, pyphen
plain = pyphen.HyphDict
from bindery.tools import hyphens
hyphens.read_when_needed()
hyphens.read_when_needed()
assert issubclass(pyphen.HyphDict, plain)
paths = sorted({*pyphen.LANGUAGES.values()})[int(sys.argv[1]) :: 4]
for path in paths:
    before, now = plain(path), pyphen.HyphDict(path)
    assert {letters: now.patterns.get(letters) for letters in list(now.patterns)} == before.patterns, path
    assert now.maxlen == before.maxlen, path
    for word in ("hyphenation", "незалежнасць", "Selbstverständlichkeit", "asszonnyal"):
        assert [(at, at.data) for at in now.positions(word)] == [(at, at.data) for at in before.positions(word)], path
    assert now.patterns.get("no letters of a pattern") is None
print(len(paths), sum(type(pyphen.HyphDict(path).patterns) is hyphens.Patterns for path in paths))
"""


@pytest.mark.parametrize("part", range(4))
def test_patterns_are_those_that_pyphen_reads(part: int) -> None:
    """Each dictionary that comes with pyphen: the same patterns, the longest as long, the same hyphens."""
    done = subprocess.run([sys.executable, "-c", _COMPARED, str(part)], capture_output=True, text=True, check=False)
    assert not done.returncode, done.stderr
    read, fast = map(int, done.stdout.split())
    assert read > 10
    assert fast > read // 2  # most have nothing that must be read at once
