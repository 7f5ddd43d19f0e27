"""Golden cases: a chapter, and the sections and notes that an edition has of it."""

from pathlib import Path

import pytest

from bindery import compose, press
from bindery.house import House
from bindery.languages import read_language
from bindery.model import Person, Publication

ROOT = Path(__file__).parents[1]
CASES = sorted((ROOT / "tests/golden").glob("edition-*"))


def edition(folder: Path) -> str:
    """The document of a case as text, a part a line."""
    house = House(ROOT)
    publication = Publication(
        slug=folder.name,
        folder=folder,
        title="T",
        authors=(Person("A"),),
        date="2024",
        language="en",
        languages=("en",),
        chapters=("chapter.md",),
        note_style="lower-roman",
    )
    read = press.read(publication, house)
    assert not read.findings
    document = compose.compose(read, read_language(house, "en"))
    parts = []
    for section in document.sections:
        parts += [f"== {section.id} | {section.title} | {section.heading}", section.html]
    for note in document.endnotes:
        parts += [f"-- {note.id} | {note.label} | {' '.join(note.calls)}", note.html]
    return "\n".join(parts) + "\n"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_edition(case: Path, *, refresh_golden: bool) -> None:
    """A chapter becomes just these sections and notes."""
    made, golden = edition(case), case / "edition.html"
    if refresh_golden:
        golden.write_text(made, "utf-8")
    assert made == golden.read_text("utf-8")


def test_there_are_cases() -> None:
    """An empty folder of cases would pass for nothing."""
    assert len(CASES) >= 4
