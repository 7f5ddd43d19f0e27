"""How much work something is, whatever the machine and whatever else it does: functions called, not seconds."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any


def steps(work: Callable[[], object]) -> int:
    """Return how many functions, of Python and of C, are called while ``work`` is done."""
    count, before = 0, sys.getprofile()

    def called(_frame: Any, event: str, _argument: Any) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    sys.setprofile(called)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count
