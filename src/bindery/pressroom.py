"""The pressroom: a process beside this one that prints, while this one reads, composes and renders."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from typing import ParamSpec, TypeVar

from bindery import processes

P = ParamSpec("P")
T = TypeVar("T")
_printers: list[ProcessPoolExecutor] = []


@contextmanager
def opened() -> Iterator[None]:
    """Have what is ordered meanwhile done by another process, where there is a second core for it.

    It is forked, for that takes no time; so never from a process that has threads, whose locks would come along.
    """
    if not processes.can_fork() or len(os.sched_getaffinity(0)) < 2:
        yield
        return
    printer = processes.forked(1, _begin)
    printer.submit(warm)
    _printers.append(printer)
    try:
        yield
    finally:
        close()


def close() -> None:
    """Let the printer go, if there is one: more is to be made than it is for."""
    while _printers:
        processes.stop(_printers.pop())


def _begin() -> None:
    from bindery.tools import painters

    processes.begin()
    painters.hire()  # who ordered waits, and so a core is free


def is_open() -> bool:
    """Tell whether somebody else prints."""
    return bool(_printers)


def order(work: Callable[P, T], /, *arguments: P.args, **named: P.kwargs) -> Callable[[], T]:
    """Return what waits for a piece of work and gives what came of it.

    It is begun at once where the pressroom is open, and otherwise done when it is waited for, as it is where the
    printer was killed.
    """

    def here() -> T:
        return work(*arguments, **named)

    if not _printers:
        return here
    try:
        ordered = _printers[-1].submit(work, *arguments, **named)
    except BrokenProcessPool:
        return here

    def there() -> T:
        try:
            return ordered.result()
        except BrokenProcessPool:
            return here()

    return there


def warm() -> None:
    """Import what prints; a process does it while it waits."""
    from bindery.tools import weasyprint

    weasyprint.warm()
