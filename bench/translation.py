"""What a translation costs: one more language against one more source edition, an update against gettext's own way."""

from __future__ import annotations

import shutil
import sys
from dataclasses import replace
from pathlib import Path

from bench.clock import Timing, Work, command, measure
from bench.specimens import article, prose

ARTICLE = Path(__file__).parents[1] / "manuscript/on-the-brink-of-war/01-on-the-brink-of-war.md"
UNITS = 300
LANGUAGES = ("uk", "be", "pl")
BUILD = Path(sys.executable).with_name("build")


def run(folder: Path, rounds: int) -> tuple[list[str], dict[str, Timing]]:
    """Measure both in a folder; return the lines of a table and the timings.

    ``edition`` and ``language``: `build all` of the source and of a translation that is complete, each cold.
    ``update``: `build translate update` of one catalogue after a tenth of the text was reworded, ``updates`` of all.
    ``gettext``: msgmerge, and one pandoc process a unit to get the units' text, as tools that keep Markdown in a
    catalogue do. The specimen has words and few signs; prose is the house's article again and again.
    """
    shelf = Bureau(folder / "specimen", article(folder / "specimen", UNITS, "specimen"))
    works = shelf.works("")
    works += Bureau(folder / "prose", prose(folder / "prose", ARTICLE, UNITS, "prose")).works(", prose")
    out = folder / "out"

    def restore() -> None:
        shelf.restore()
        shutil.rmtree(out, ignore_errors=True)

    works += [
        Work(name, command(BUILD, "all", "-l", code, "-o", out, cwd=folder / "specimen"), restore)
        for name, code in (("edition", "en"), ("language", "uk"))
    ]
    timings = measure(works, rounds)
    took = {name: timing.median for name, timing in timings.items()}
    language = took["language"] / took["edition"]
    lines = [
        f"| one more language of {UNITS} units, three formats | {language:.2f} of one more source edition | at most 1.5 |"
    ]
    for text in ("", ", prose"):
        update, updates = (took[f"{work}{text}"] / took[f"gettext{text}"] for work in ("update", "updates"))
        lines += [
            f"| update of {UNITS} units{text} | {update:.3f} of msgmerge and a pandoc a unit | under 0.2 |",
            f"| the same in {len(LANGUAGES)} catalogues at once, each | {updates / len(LANGUAGES):.3f} of it | |",
        ]
    return lines, timings


class Bureau:
    """A publication in a folder of its own, with catalogues that are complete, and its text after an author's hand."""

    def __init__(self, folder: Path, source: Path) -> None:
        from bindery import catalog as po

        self.folder, self.chapter = folder, source / "01-text.md"
        self.text = self.chapter.read_text("utf-8")
        self.catalogues: dict[Path, bytes] = {}
        for language in LANGUAGES:
            command(BUILD, "translate", "add", language, cwd=folder)()
            file = source / f"translations/{language}.po"
            made = po.read(file, file.name)
            entries = tuple(replace(e, translation=f"Переклад: {e.source}") for e in made.entries)
            self.catalogues[file] = po.write(replace(made, entries=entries))
        self.reword()
        command(BUILD, "translate", "update", cwd=folder)()
        file = next(iter(self.catalogues))
        updated = po.read(file, file.name)
        entries = tuple(replace(e, translation="", flags=()) for e in updated.entries if not e.obsolete)
        (folder / "new.pot").write_bytes(po.write(replace(updated, entries=entries)))
        self.restore()

    def restore(self) -> None:
        """Have the text and the catalogues as they were."""
        self.chapter.write_text(self.text, "utf-8")
        for file, data in self.catalogues.items():
            file.write_bytes(data)

    def reword(self) -> None:
        """Have a tenth of the text reworded, and the catalogues as they were."""
        self.restore()
        lines = self.text.split("\n")
        lines = [line.replace(" in ", " again in ") if at % 20 == 2 else line for at, line in enumerate(lines)]
        self.chapter.write_text("\n".join(lines), "utf-8")

    def works(self, text: str) -> list[Work]:
        """Return an update of one catalogue, of all, and gettext's own way, each after the rewording."""
        from bindery.tools import answers

        (self.folder / "units.txt").write_text("\n".join(filter(str.strip, self.text.split("\n"))) + "\n", "utf-8")
        gettext = command(
            "sh", "-c",
            f'while IFS= read -r line; do printf "%s\\n" "$line" | {answers.path()} -f markdown -t markdown --wrap=none '
            f">/dev/null; done < units.txt; msgmerge --quiet -o merged.po {next(iter(self.catalogues))} new.pot",
            cwd=self.folder,
        )  # fmt: skip
        return [
            Work(
                f"update{text}", command(BUILD, "translate", "update", "-l", LANGUAGES[0], cwd=self.folder), self.reword
            ),
            Work(f"updates{text}", command(BUILD, "translate", "update", cwd=self.folder), self.reword),
            Work(f"gettext{text}", gettext, self.reword),
        ]
