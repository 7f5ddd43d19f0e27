"""How much work something is, whatever the machine and whatever else it does: lines and calls, not seconds."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable
from typing import Any

_LINE = ""


def steps(work: Callable[[], object]) -> int:
    """Return how many lines are run and how many functions, of Python and of C, are called while ``work`` is done."""
    return sum(called(work).values())


def called(work: Callable[[], object]) -> Counter[str]:
    """Return how often functions of each name are called while ``work`` is done; lines have none."""
    count, before = Counter[str](), (sys.gettrace(), sys.getprofile())

    def line(_frame: Any, event: str, _argument: Any) -> Any:
        count[_LINE] += event == "line"
        return line

    def call(frame: Any, event: str, argument: Any) -> None:
        if event == "call":
            count[frame.f_code.co_name] += 1
        elif event == "c_call":
            count[argument.__name__] += 1

    sys.settrace(line)
    sys.setprofile(call)
    try:
        work()
    finally:
        sys.settrace(before[0])
        sys.setprofile(before[1])
    return count
