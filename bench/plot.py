"""The picture of a suite: each work's median, with the range of its runs."""

from __future__ import annotations

from pathlib import Path

from bench.clock import Timing


def draw(suite: str, timings: dict[str, Timing], path: Path) -> None:
    """Write bars as SVG; where there is a naive chain, in its medians, otherwise in seconds."""
    import matplotlib as mpl

    mpl.use("svg")
    mpl.rcParams["svg.hashsalt"] = suite  # the same runs, the same file
    from matplotlib import pyplot as plt

    naive = next((timing for name, timing in timings.items() if name.startswith("naive")), None)
    unit = naive.median if naive else 1.0
    names = list(timings)[::-1]
    middles = [timings[name].median / unit for name in names]
    ends = [
        [(timings[n].median - min(timings[n].runs)) / unit for n in names],
        [(max(timings[n].runs) - timings[n].median) / unit for n in names],
    ]
    figure, axes = plt.subplots(figsize=(8, 0.45 * len(names) + 1.2), layout="constrained")
    axes.barh(names, middles, xerr=ends, color="#6b2d5c", ecolor="#b58900", capsize=2)
    axes.set_xlabel(f"ratio to {naive.name}" if naive else "seconds")
    axes.set_title(suite)
    figure.savefig(path, metadata={"Date": None})
    plt.close(figure)
