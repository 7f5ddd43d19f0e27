"""A back list rebuilt after a change of brand: publications an hour against workers, and what the cache leaves to do."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from bench.clock import Timing, Work, command, measure
from bench.specimens import article

BUILD = Path(sys.executable).with_name("build")
PUBLICATIONS, UNITS = 200, 40  # some six pages each


def run(folder: Path, _rounds: int) -> tuple[list[str], dict[str, Timing]]:
    """Measure 200 publications in three formats: one worker, two, all from the cache, nothing to do. One round each."""
    for at in range(PUBLICATIONS):
        article(folder, UNITS, f"paper-{at:03}", at)
    out = folder / "out"

    def clean() -> None:
        shutil.rmtree(out, ignore_errors=True)

    def kept(cache: str, *arguments: str) -> object:
        environment = {**os.environ, "BINDERY_CACHE": str(folder / cache)}
        return command(BUILD, "all", "-q", "-o", out, *arguments, cwd=folder, environment=environment)

    works = [
        Work("one worker", kept("of one", "--jobs", "1"), clean),
        Work("two workers", kept("of two", "--jobs", "2"), clean),  # each begins with nothing kept
        Work("from the cache", kept("of two"), clean),
        Work("nothing to do", kept("of two")),
    ]
    timings = measure(works, 1, warm=False)
    lines = [
        f"| {name}: artefacts a minute | {3 * PUBLICATIONS * 60 / timing.median:.0f} | – |"
        for name, timing in timings.items()
    ]
    gain = timings["one worker"].median / timings["two workers"].median
    return [*lines, f"| two workers against one | {gain:.2f} times | 2 at best |"], timings
