"""The process that prints beside the press."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

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


POOLS = """
import os, signal, sys
sys.path.insert(0, {here!r})
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import forkserver
from bindery import processes
from test_pressroom import known, learn, slain
def kill_server():
    server = forkserver._forkserver._forkserver_pid
    os.kill(server, signal.SIGKILL)
    os.waitid(os.P_PID, server, os.WEXITED | os.WNOWAIT)
with processes.pools(2, learn) as hire:
    first = hire()
    assert first.submit(known).result() == "learnt before"
    assert first._mp_context.get_start_method() == "fork"
    slain(first)
    again = hire()
    assert again._mp_context.get_start_method() == "forkserver"
    assert again.submit(known).result() == ""
    last = hire()
    kill_server()
    know, forkserver._forkserver.ensure_running = forkserver._forkserver.ensure_running, lambda: None
    try:  # before it is known to be gone
        last.submit(known)
    except BrokenProcessPool:
        forkserver._forkserver.ensure_running = know
        assert hire().submit(known).result() == ""
        last = hire()
        kill_server()
        assert last.submit(known).result() == ""  # known to be gone, it was begun anew
        print("well")
"""
SENDING = """
import sys, time
sys.path.insert(0, {here!r})
from concurrent.futures.process import BrokenProcessPool
from bindery import processes
from test_pressroom import known, send_half
for workers in (1, 2):
    pool = processes.forked(workers, processes.begin)
    lost = pool.submit(send_half, "die")
    if workers == 2:
        time.sleep(0.5)
        other = pool.submit(known)  # can't be sent
        time.sleep(0.2)
        processes.free(pool)
    for each in (lost, *([other] if workers == 2 else [])):
        try:
            each.result(timeout=30)
        except BrokenProcessPool:
            print("heard", flush=True)
    processes.stop(pool)
pool = processes.spawned(processes.begin)  # the preview's printer
try:
    pool.submit(send_half, "die").result(timeout=30)
except BrokenProcessPool:
    print("heard", flush=True)
processes.stop(pool)
for pool in (processes.forked(1, processes.begin), processes.spawned(processes.begin)):
    pool.submit(known).result()
    pool.submit(send_half, "wait")
    time.sleep(0.4)  # it is being sent
    processes.stop(pool)
    print("stopped", flush=True)
"""
CTRL_C = """
import os, signal, sys
sys.path.insert(0, {here!r})
from multiprocessing import forkserver
from bindery import processes
from test_pressroom import known
printer = processes.spawned(processes.begin)
os.kill(next(iter(printer._processes)), signal.SIGINT)
with processes.pools(1, known) as hire:
    pool = hire()
    os.kill(forkserver._forkserver._forkserver_pid, signal.SIGINT)
    for each in (printer, pool):
        assert each.submit(known).result(timeout=30) == ""
processes.stop(printer)
print("well")
"""
learnt: list[str] = []


def learn() -> None:
    learnt.append("learnt before")


def known() -> str:
    return "".join(learnt)


def send_half(then: str) -> bytes:
    """Send half of what comes of this, and then die or wait."""
    import multiprocessing.connection as connection
    import os
    import signal
    import struct
    import time

    def half(self: Any, said: Any) -> None:
        self._send(struct.pack("!i", len(said)) + bytes(said[: len(said) // 2]))
        os.kill(os.getpid(), signal.SIGKILL) if then == "die" else time.sleep(60)

    connection.Connection._send_bytes = half
    return bytes(100_000)


def slain(pool: Any) -> None:
    """Kill a pool's workers, and wait until it has noticed."""
    import os
    import signal
    from concurrent.futures.process import BrokenProcessPool

    for worker in list(pool._processes.values()):
        os.kill(worker.pid, signal.SIGKILL)
    with pytest.raises(BrokenProcessPool):
        pool.submit(known).result()


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


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="workers are forked on Linux only")
def test_workers_begin_with_what_this_process_has_and_others_come_in_their_place() -> None:
    """The first workers are copies of the command; those hired after their death are begun anew, by a server.

    Where that dies, it is as if they had; once it is known to be dead, another is begun.
    """
    code = POOLS.format(here=str(Path(__file__).parent))
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60)
    assert (done.stdout, done.returncode) == ("well\n", 0), done.stderr


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="workers are forked on Linux only")
def test_nobody_waits_for_the_rest_of_an_answer() -> None:
    """A worker is killed while it sends, alone, beside another and in the preview; and one is stopped while it does."""
    code = SENDING.format(here=str(Path(__file__).parent))
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=100)
    assert (done.stdout.split(), done.returncode) == (["heard"] * 4 + ["stopped"] * 2, 0), done.stderr


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="it tells how Linux begins processes")
def test_ctrl_c_meets_nobody_who_has_just_begun() -> None:
    """A printer and the server of workers are told of Ctrl-C before they have imported anything."""
    code = CTRL_C.format(here=str(Path(__file__).parent))
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=100)
    assert (done.stdout, done.stderr, done.returncode) == ("well\n", "", 0)
