"""The process that prints beside the press."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

CODE = """
import multiprocessing, os, signal, sys, threading
sys.path.insert(0, {here!r})
from bindery import pressroom
from test_pressroom import name, die_elsewhere
home = os.getpid()
assert pressroom.order(name, "a")() == (home, "a")
with pressroom.opened():
    assert pressroom.is_open()
    began = pressroom.order(name, "b")
    assert began()[0] != home and began()[1] == "b"
    assert pressroom.order(die_elsewhere, home)() == home
    assert pressroom.order(name, "c")() == (home, "c")
assert not pressroom.is_open() and not multiprocessing.active_children()
wait = threading.Event()
threading.Thread(target=wait.wait).start()
with pressroom.opened():
    assert not pressroom.is_open()
wait.set()
print("well")
"""


def name(word: str) -> tuple[int, str]:
    import os

    return os.getpid(), word


def die_elsewhere(home: int) -> int:
    import os
    import signal

    if os.getpid() != home:
        os.kill(os.getpid(), signal.SIGKILL)
    return home


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="it is opened on Linux only")
def test_it_works_elsewhere_and_its_death_costs_nothing() -> None:
    """Work is done by another process; one that is killed leaves it to this one; none is opened beside threads."""
    code = CODE.format(here=str(Path(__file__).parent))
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60)
    assert (done.stdout, done.returncode) == ("well\n", 0), done.stderr
