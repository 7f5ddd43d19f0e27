"""What a translation costs: one more language against one more source edition, an update against gettext's own way."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from bench.clock import Timing, Work, command, measure
from bench.specimens import article

UNITS = 300
LANGUAGES = ("uk", "be", "pl")
BUILD = Path(sys.executable).with_name("build")


def run(folder: Path, rounds: int) -> tuple[list[str], dict[str, Timing]]:
    """Measure both in a folder; return the lines of a table and the timings.

    ``edition`` and ``language``: `build all` of the source and of a translation that is complete, each cold.
    ``update``: `build translate update` of one catalogue after a tenth of the text was reworded, ``updates`` of all.
    ``gettext``: msgmerge, and one pandoc process a unit to get the units' text, as tools that keep Markdown in a
    catalogue do.
    """
    from dataclasses import replace

    import pypandoc

    from bindery import catalog as po

    source = article(folder, UNITS, "specimen")
    files = [source / f"translations/{language}.po" for language in LANGUAGES]
    for file in files:
        command(BUILD, "translate", "add", file.stem, cwd=folder)()
        made = po.read(file, file.name)
        entries = tuple(replace(e, translation=f"Переклад: {e.source}") for e in made.entries)
        file.write_bytes(po.write(replace(made, entries=entries)))
    translated = {file: file.read_bytes() for file in files}
    file, text = files[0], (source / "01-text.md").read_text("utf-8")
    out = folder / "out"

    def clean() -> None:
        shutil.rmtree(out, ignore_errors=True)

    def catalogues() -> None:
        for each, data in translated.items():
            each.write_bytes(data)

    def reword() -> None:
        catalogues()
        lines = text.split("\n")
        lines = [line.replace(" in ", " again in ") if at % 20 == 2 else line for at, line in enumerate(lines)]
        (source / "01-text.md").write_text("\n".join(lines), "utf-8")

    def restore() -> None:
        catalogues()
        (source / "01-text.md").write_text(text, "utf-8")
        clean()

    pandoc = pypandoc.get_pandoc_path()
    paragraphs = [line for line in text.split("\n") if line.strip()]
    (folder / "units.txt").write_text("\n".join(paragraphs), "utf-8")
    template = folder / "new.pot"

    def gettext() -> None:
        command(
            "sh", "-c",
            f'while IFS= read -r line; do printf "%s\\n" "$line" | {pandoc} -f markdown -t markdown --wrap=none >/dev/null; '
            f'done < units.txt; msgmerge --quiet -o merged.po {file} {template}',
            cwd=folder,
        )()  # fmt: skip

    restore()
    reword()
    command(BUILD, "translate", "update", cwd=folder)()
    updated = po.read(file, file.name)
    template.write_bytes(
        po.write(
            replace(
                updated, entries=tuple(replace(e, translation="", flags=()) for e in updated.entries if not e.obsolete)
            )
        )
    )
    timings = measure(
        [
            Work("edition", command(BUILD, "all", "-l", "en", "-o", out, cwd=folder), restore),
            Work("language", command(BUILD, "all", "-l", "uk", "-o", out, cwd=folder), restore),
            Work("update", command(BUILD, "translate", "update", "-l", "uk", cwd=folder), reword),
            Work("updates", command(BUILD, "translate", "update", cwd=folder), reword),
            Work("gettext", gettext, reword),
        ],
        rounds,
    )
    language = timings["language"].median / timings["edition"].median
    update = timings["update"].median / timings["gettext"].median
    updates = timings["updates"].median / timings["gettext"].median / len(LANGUAGES)
    return [
        f"| one more language of {UNITS} units, three formats | {language:.2f} of one more source edition | at most 1.5 |",
        f"| update of {UNITS} units | {update:.3f} of msgmerge and a pandoc a unit | under 0.2 |",
        f"| the same in {len(LANGUAGES)} catalogues at once, each | {updates:.3f} of it | |",
    ], timings
