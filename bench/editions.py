"""What editions cost, as ratios to ``pandoc --pdf-engine=weasyprint`` making the PDF of the same text."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from bench.clock import Timing, Work, command, measure
from bench.naive import chain

ROOT = Path(__file__).parents[1]
BUILD = Path(sys.executable).with_name("build")
ARTICLE = ROOT / "manuscript/on-the-brink-of-war"
# Work, what it may cost at most.
WANTED = {
    "build pdf, cold": 0.60,
    "build all, cold, one language": 0.80,
    "build all, cold, every language": 1.6,
    "build epub, cold": 0.30,
    "build html, cold": 0.30,
    "nothing changed": 0.12,
    "one word in one catalogue": 0.65,
}


def run(folder: Path, rounds: int) -> tuple[list[str], dict[str, Timing]]:
    """Measure the article in a folder; every run is a whole process and begins with an empty shelf, unless it says so."""
    shutil.copytree(ARTICLE, folder / "manuscript/on-the-brink-of-war")
    source = next((folder / "manuscript/on-the-brink-of-war").glob("*.md"))
    catalog = folder / "manuscript/on-the-brink-of-war/translations/uk.po"
    before = catalog.read_bytes() if catalog.is_file() else b""
    out, kept = folder / "out", folder / "kept"
    naive = chain(folder, [source])

    def clean() -> None:
        shutil.rmtree(out, ignore_errors=True)

    command(BUILD, "all", "-o", kept, cwd=folder)()

    def one_word() -> None:
        at = before.index("Вступ".encode())  # the heading of the first section
        changed = before[:at] + "Вступні слова".encode() + before[at + len("Вступ".encode()) :]
        catalog.write_bytes(changed if catalog.read_bytes() == before else before)

    works = [
        Work("naive", naive),
        Work("build pdf, cold", command(BUILD, "pdf", "-l", "en", "-o", out, cwd=folder), clean),
        Work("build all, cold, one language", command(BUILD, "all", "-l", "en", "-o", out, cwd=folder), clean),
        Work("build all, cold, every language", command(BUILD, "all", "-o", out, cwd=folder), clean),
        Work("build epub, cold", command(BUILD, "epub", "-l", "en", "-o", out, cwd=folder), clean),
        Work("build html, cold", command(BUILD, "html", "-l", "en", "-o", out, cwd=folder), clean),
        Work("nothing changed", command(BUILD, "all", "-o", kept, cwd=folder)),
    ]
    timings = measure(works, rounds)
    bases = dict.fromkeys(timings, timings["naive"].median)
    if before:  # apart, for then something has changed; in turns with the naive chain, as all are
        edit = Work("one word in one catalogue", command(BUILD, "all", "-o", kept, cwd=folder), one_word)
        apart = measure([Work("naive, beside the edit", naive), edit], rounds)
        bases |= dict.fromkeys(apart, apart["naive, beside the edit"].median)
        timings |= apart
    return [
        f"| {name} | {timings[name].median / bases[name]:.2f} | at most {most} |"
        for name, most in WANTED.items()
        if name in timings
    ], timings
