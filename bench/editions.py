"""What editions cost, as ratios to ``pandoc --pdf-engine=weasyprint`` making the PDF of the same text."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from itertools import count
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
    "one word of a heading": 0.65,
    "one word of a heading, nothing kept": 0.65,
}
# In the midst of a paragraph, as nearly all words are; and a heading, whose words stand in the contents and at the head of its pages too.
_PARAGRAPH, _HEADING = "спільна (або схожа) історія", "Вступ"


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

    everything = command(BUILD, "all", "-o", kept, cwd=folder)
    everything()
    words = count(1)

    def with_a_word_at(place: str) -> Callable[[], None]:
        """Have one more word there, which has never been there before."""
        assert place.encode() in before

        def edit() -> None:
            word = "".join(chr(ord("а") + int(figure)) for figure in str(next(words)))
            catalog.write_bytes(before.replace(place.encode(), f"{place} {word}".encode(), 1))

        return edit

    works = [
        Work("naive", naive),
        Work("build pdf, cold", command(BUILD, "pdf", "-l", "en", "-o", out, cwd=folder), clean),
        Work("build all, cold, one language", command(BUILD, "all", "-l", "en", "-o", out, cwd=folder), clean),
        Work("build all, cold, every language", command(BUILD, "all", "-o", out, cwd=folder), clean),
        Work("build epub, cold", command(BUILD, "epub", "-l", "en", "-o", out, cwd=folder), clean),
        Work("build html, cold", command(BUILD, "html", "-l", "en", "-o", out, cwd=folder), clean),
        Work("nothing changed", everything),
    ]
    timings = measure(works, rounds)
    bases = dict.fromkeys(timings, timings["naive"].median)
    if before:  # apart, for then something has changed; in turns with the naive chain, as all are
        cached = command(
            BUILD, "all", "-o", kept, cwd=folder, environment={**os.environ, "BINDERY_CACHE": str(folder / "cache")}
        )  # as an editor has it: what was made of the rest of the text is kept, of this edition nothing
        edits = [
            Work("naive, beside the edit", naive),
            Work("one word in one catalogue", cached, with_a_word_at(_PARAGRAPH)),
            Work("one word of a heading", cached, with_a_word_at(_HEADING)),
            Work("one word of a heading, nothing kept", everything, with_a_word_at(_HEADING)),
        ]
        apart = measure(edits, rounds)
        bases |= dict.fromkeys(apart, apart["naive, beside the edit"].median)
        timings |= apart
    return [
        f"| {name} | {timings[name].median / bases[name]:.2f} | at most {most} |"
        for name, most in WANTED.items()
        if name in timings
    ], timings
