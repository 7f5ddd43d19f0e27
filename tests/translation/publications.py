"""Publications and catalogues made for one test."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

from bindery import press
from bindery.house import House
from bindery.languages import read_language
from bindery.model import Catalog, Document, Entry, Manuscript, Unit
from bindery.translation import edition, pairs, units
from bindery.translation.edition import Translation

YAML = 'title: "On Rivers"\nauthors: [{name: Ada Example, honorific: Dr.}]\ndate: "2024"\nlanguage: en\n'
SOURCE = """## Rivers

The first river rises in the hills[^a] and ends in the sea. It is 6.9 km long.

The second river is *shorter*; see <https://example.org/second>.[^b]

## Bridges

There are three bridges. Two of them are old. One is new.

[^a]: A note on hills.

[^b]: *Ibid.*
"""


def manuscript(root: Path, text: str = SOURCE, yaml: str = YAML) -> Manuscript:
    """Return a publication of one chapter, read."""
    folder = root / "manuscript/rivers"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "publication.yaml").write_text(yaml, "utf-8")
    (folder / "text.md").write_text(text, "utf-8")
    house = House(root)
    return press.read(press.open_publication("rivers", house), house)


def media(root: Path) -> None:
    """Give the publication the pictures of the synthetic one."""
    shutil.copytree(Path(__file__).parents[1] / "publications/synthetic/media", root / "manuscript/rivers/media")


def keys(taken: tuple[Unit, ...]) -> list[tuple[str, str]]:
    """Return units without their metadata, each once."""
    return list(dict.fromkeys(unit.key for unit in taken if not unit.context.startswith("meta:")))


def catalog(taken: tuple[Unit, ...], language: str = "uk", **changed: str) -> Catalog:
    """Return a catalogue in which everything is translated: each word in capitals, markup as it was."""
    entries = [
        Entry(*unit.key, translation=changed.get(unit.source, f"«{unit.source}»"))
        for unit in {unit.key: unit for unit in taken}.values()
    ]
    return Catalog(language, {"Language": language, "Project-Id-Version": "rivers"}, tuple(entries))


def with_translations(made: Catalog, translations: dict[str, str]) -> Catalog:
    """Return a catalogue with the translations of some sources changed."""
    return replace(
        made, entries=tuple(replace(e, translation=translations.get(e.source, e.translation)) for e in made.entries)
    )


def translated(source: Manuscript, made: Catalog, damaged: tuple[int, ...] = ()) -> Manuscript:
    """Return the edition that a catalogue makes of a manuscript."""
    house = House(source.publication.folder.parents[1])
    taken = units.taken(source)
    return edition.translate(
        source,
        Translation(
            taken,
            pairs.align(taken, made, "uk.po", source.publication.note_translation),
            made,
            "uk.po",
            dict.fromkeys(damaged, ()),
            read_language(house, source.publication.language),
            read_language(house, made.language),
        ),
    )


def document(source: Manuscript) -> Document:
    """Return a manuscript composed."""
    return press.compose(source, House(source.publication.folder.parents[1]))
