"""A run of pandoc: begun, waited for, stopped; asked for by who is forked after it was done."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bindery import tree
from bindery.errors import BinderyError, ToolMissing
from bindery.tools import answers, conversion
from bindery.tools.conversion import Conversion, TooSlow
from bindery.translation import markdown

KNOT = b"*a **b " * 4000  # emphases that nobody closes
_LEFT = """
import sys
from bindery.tools import answers, conversion
begun = conversion.Conversion(answers.path(), ["-f", "markdown", "-t", "json"], b"*a **b " * 4000, leisure=True)
print(begun._process.pid)
"""


def test_what_is_begun_is_answered() -> None:
    """At leisure too, and more than a pipe holds at once."""
    words = b"Some words.\n\n" * 20_000
    one, other = (Conversion(answers.path(), ["-t", "plain"], words, leisure=leisure) for leisure in (False, True))
    assert one.answer() == other.answer()
    assert one.answer().count("Some words.") == 20_000


@pytest.mark.skipif(not hasattr(os, "fork"), reason="nobody is forked")
def test_a_forked_process_may_ask_when_it_is_settled() -> None:
    """The answer comes along; the process is no child of who asks."""
    begun = Conversion(answers.path(), ["-t", "plain"], b"*Words*")
    begun.settle()
    child = os.fork()
    if not child:
        os._exit(0 if begun.answer() == "Words\n" else 1)
    assert os.waitpid(child, 0)[1] == 0
    assert begun.answer() == "Words\n"


def test_a_translation_that_takes_long_holds_up_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is stopped and begun anew by who needs it; the others are there."""
    monkeypatch.setattr(markdown, "_begun", {})
    monkeypatch.setattr(markdown, "_PATIENCE", 0)
    begun: list[Conversion] = []

    class Told(Conversion):
        def __init__(self, path: Path, arguments: list[str], data: bytes, **named: object) -> None:
            slow = b"Slow" in data and not begun
            super().__init__(path, arguments, KNOT * 20 if slow else data, **named)
            begun.append(self)

    monkeypatch.setattr(answers, "Conversion", Told)
    markdown.begin(["Slow *words*."])
    markdown.begin(["Other *words*."])
    assert begun[1].settle(60)
    start = time.monotonic()
    markdown.settle()
    assert time.monotonic() - start < 30
    assert list(markdown._begun) == [("Other *words*.",)]
    assert begun[0]._process.poll() is not None
    [slow], [other] = markdown.read(["Slow *words*."]), markdown.read(["Other *words*."])
    assert (tree.text(slow), tree.text(other)) == ("Slow words.", "Other words.")
    assert len(begun) == 3


def test_what_takes_too_long_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is told each time that it is asked for, and nothing goes on."""
    monkeypatch.setattr(conversion, "_SECONDS", 0)
    begun = Conversion(answers.path(), ["-t", "json"], KNOT)
    for _ in range(2):
        with pytest.raises(TooSlow, match="did not get through"):
            begun.answer()
    assert begun._process.poll() is not None


def test_what_pandoc_says_is_told(tmp_path: Path) -> None:
    """What it complains of, that it is not there, and that something else has killed it."""
    with pytest.raises(BinderyError, match=r"pandoc stopped: .*nosuch"):
        Conversion(answers.path(), ["-t", "nosuch"], b"").answer()
    with pytest.raises(ToolMissing, match="does not start"):
        Conversion(tmp_path / "pandoc", [], b"")
    begun = Conversion(answers.path(), ["-t", "json"], KNOT)
    begun._process.kill()
    with pytest.raises(BinderyError, match="stopped from outside"):
        begun.answer()


def test_nothing_is_left_that_nobody_waited_for() -> None:
    """A command that ends for another reason takes pandoc along."""
    done = subprocess.run([sys.executable, "-c", _LEFT], capture_output=True, text=True, check=True)
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        try:
            os.kill(int(done.stdout), 0)
        except ProcessLookupError:
            return
        time.sleep(0.05)
    pytest.fail("it is still there")
