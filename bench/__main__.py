"""``make bench``: what the press costs, as ratios made in one run; a table and a plot go to ``bench/results/``."""

from __future__ import annotations

import argparse
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from bench import backlist, books, editions, plot, preview, translation
from bench.clock import Timing

RESULTS = Path(__file__).parent / "results"
SUITES: dict[str, Callable[[Path, int], tuple[list[str], dict[str, Timing]]]] = {
    "editions": editions.run,
    "books": books.run,
    "backlist": backlist.run,
    "preview": preview.run,
    "translation": translation.run,
}


def main() -> None:
    """Run the suites asked for and write what they came to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("suites", nargs="*", choices=[*SUITES, []], help="only these")
    parser.add_argument("--rounds", type=int, default=7, help="runs of each work (7)")
    arguments = parser.parse_args()
    RESULTS.mkdir(exist_ok=True)
    os.environ["BINDERY_CACHE"] = "off"  # cold is cold
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # no editor has it, and each run would read its patterns anew
    for name in arguments.suites or SUITES:
        with tempfile.TemporaryDirectory() as folder:
            lines, timings = SUITES[name](Path(folder), arguments.rounds)
        raw = [f"| {t.name} | {t.median:.3f} s | ±{t.spread:.0%} | {len(t.runs)} |" for t in timings.values()]
        text = "\n".join(
            [f"# {name}", "", "| work | measured | wanted |", "|---|---|---|", *lines, "",
             "| run | median | spread | rounds |", "|---|---|---|---|", *raw, ""]
        )  # fmt: skip
        (RESULTS / f"{name}.md").write_text(text, "utf-8")
        plot.draw(name, timings, RESULTS / f"{name}.svg")
        print(text)


if __name__ == "__main__":
    main()
