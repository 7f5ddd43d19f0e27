"""How time and memory grow from one article to a book of sixty, beside the naive chain on the same text."""

from __future__ import annotations

import math
import shutil
import sys
from pathlib import Path

from bench.clock import Timing, Work, command, measure, peaks
from bench.naive import chain
from bench.specimens import retold

ROOT = Path(__file__).parents[1]
BUILD = Path(sys.executable).with_name("build")
ARTICLE = ROOT / "manuscript/on-the-brink-of-war/01-on-the-brink-of-war.md"
SIZES = (1, 10, 60)
YAML = 'title: "A Book of {0} Articles"\nauthors: [{{name: Ada Example}}]\ndate: "2024"\nlanguage: en\n'


def run(folder: Path, rounds: int) -> tuple[list[str], dict[str, Timing]]:
    """Measure the PDF of 1, 10 and 60 tellings of the article; the largest in a third of the rounds."""
    timings: dict[str, Timing] = {}
    article = ARTICLE.read_text("utf-8")
    for size in SIZES:
        slug = f"book-{size}"
        book = folder / f"{size}/manuscript/{slug}"
        book.mkdir(parents=True)
        (book / "publication.yaml").write_text(YAML.format(size), "utf-8")
        for at in range(size):
            (book / f"{at + 1:02}.md").write_text(retold(article, at), "utf-8")
        out = folder / f"{size}/out"
        naive = chain(folder, sorted(book.glob("*.md")), "--file-scope")
        ours = command(BUILD, "pdf", "-o", out, cwd=folder / str(size))
        works = [
            Work(f"naive, {size}", naive),
            Work(f"build pdf, {size}", ours, lambda out=out: shutil.rmtree(out, ignore_errors=True)),
        ]
        timings |= measure(works, rounds if size < 60 else max(1, rounds // 3), warm=size < 60)
    lines = []
    for size in SIZES:
        ratio = timings[f"build pdf, {size}"].median / timings[f"naive, {size}"].median
        lines.append(f"| build pdf, {size} articles | {ratio:.2f} | at most {0.40 if size == 60 else 0.60} |")
    for what, most, values in (
        ("time", 1.05, {name: timing.median for name, timing in timings.items()}),
        ("memory", 0.9, peaks),
    ):
        power = math.log(values["build pdf, 60"] / values["build pdf, 1"]) / math.log(60)
        lines.append(f"| {what} from 1 to 60 articles | n^{power:.2f} | at most n^{most} |")
    return lines, timings
