"""Timing of whole processes: interleaved runs, medians, ratios; absolute times are the machine's and mean little."""

from __future__ import annotations

import os
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

peaks: dict[str, float] = {}  # megabytes that the largest process of each work held
_last = [0.0]


@dataclass(frozen=True)
class Work:
    """One thing that is measured: what is done before each run (not timed), and what is run."""

    name: str
    run: Callable[[], None]
    before: Callable[[], None] = lambda: None


@dataclass
class Timing:
    """The runs of one work, in seconds."""

    name: str
    runs: list[float] = field(default_factory=list)

    @property
    def median(self) -> float:
        """The median of the runs."""
        return statistics.median(self.runs)

    @property
    def spread(self) -> float:
        """Half the range between the first and the third quarter, as a share of the median."""
        if len(self.runs) < 3:
            return 0.0
        first, _, third = statistics.quantiles(self.runs, n=4)
        return (third - first) / 2 / self.median


def measure(works: Sequence[Work], rounds: int, *, warm: bool = True) -> dict[str, Timing]:
    """Run every work once a round, in turn, so that a slow minute of the machine is everybody's."""
    timings = {work.name: Timing(work.name) for work in works}
    for work in works if warm else ():  # the first run of each warms the disk and is not counted
        work.before()
        work.run()
    for _ in range(rounds):
        for work in works:
            work.before()
            start = time.perf_counter()
            work.run()
            timings[work.name].runs.append(time.perf_counter() - start)
            peaks[work.name] = max(peaks.get(work.name, 0.0), _last[0])
    return timings


def command(*arguments: str | Path, cwd: Path, environment: Mapping[str, str] | None = None) -> Callable[[], None]:
    """Return what runs a program and fails where it does."""

    def run() -> None:
        with tempfile.TemporaryFile() as said:
            begun = subprocess.Popen([str(a) for a in arguments], cwd=cwd, stdout=said, stderr=said, env=environment)
            _, status, used = os.wait4(begun.pid, 0)
            begun.returncode = os.waitstatus_to_exitcode(status)
            _last[0] = used.ru_maxrss / 1024
            if begun.returncode:
                said.seek(0)
                raise SystemExit(f"{' '.join(map(str, arguments))} failed:\n{said.read().decode()[-2000:]}")

    return run
