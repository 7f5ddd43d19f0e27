"""What the documentation says of tags and limits is what the code holds to."""

import re
from pathlib import Path

import pytest

from bindery import (
    catalog,
    chapters,
    characters,
    configuration,
    dangers,
    drawings,
    exchange,
    glossary,
    manuscript,
    markup,
    pictures,
    source,
    tangles,
)
from bindery.tools import conversion, images, pandoc, programs, snares, units, word

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs/manuscript.md").read_text("utf-8")
HTML, LIMITS = PAGE.split("## Limits")
CODE = "".join(file.read_text("utf-8") for file in sorted((ROOT / "src/bindery").rglob("*.py")))
# The rows of the page in its order, as the code has them.
HELD = [
    ("a chapter", f"{source.BYTES >> 20} MB"),
    ("all chapters together", f"{chapters.LETTERS // 10**6} million letters"),
    ("calls of notes in a chapter", f"{tangles.NOTES}"),
    ("a word of Latin letters without a space", f"{snares._WORD} letters"),
    ("a word of any other script", f"{snares._UNBROKEN} letters"),
    ("brackets inside one another, in a paragraph", f"{snares.BRACKETS}"),
    ("brackets that nobody closes, in a paragraph", f"{snares._OPEN}"),
    ("tags inside one another, in a paragraph", f"{snares._OPEN_TAGS}"),
    ("tags inside one another, over paragraphs", f"{markup._DEEPEST - 1}"),
    ("lists or quotations begun on one line", f"{snares.QUOTES}"),
    ("lengths of code marks in a paragraph", f"{snares._TICKS}"),
    ("elements inside one another", f"some 60 ({pandoc.DEPTH} brackets of pandoc's tree)"),
    ("columns of a table", f"{manuscript._COLUMNS}"),
    ("time to read a text", f"{conversion._SECONDS} s, and 1 s for each {conversion._BYTES_A_SECOND // 1000} kB"),
    ("memory to read a text", f"{conversion._MEMORY.removesuffix('g')} GB"),
    ("kinds of picture", " ".join(pictures.MEDIA_TYPES)),
    ("a picture's file", f"{pictures.LARGEST >> 20} MB"),
    ("a picture", f"{images.PIXELS // 10**6} million pixels"),
    ("pictures together, but for photographs as JPEG", f"{manuscript._PIXELS // 10**6} million pixels"),
    ("frames of a moving picture", f"{images.FRAMES}"),
    ("elements of a drawing, shown again or not", f"{drawings.ELEMENTS}"),
    ("elements of a drawing inside one another", f"{drawings.DEPTH}"),
    ("`publication.yaml`", f"{configuration._BYTES >> 10} kB"),
    ("a word in `publication.yaml`, or in its translation", f"{characters.WORD} letters"),
    ("`glossary.toml`", f"{glossary._BYTES >> 20} MB"),
    ("a catalogue of translations", f"{catalog.BYTES >> 20} MB"),
    ("entries of a catalogue", f"{catalog.ENTRIES}"),
    ("one translated passage", f"{units.LONGEST} letters"),
    ("a Word or XLIFF file that comes back", f"{exchange.BYTES >> 20} MB"),
    ("a Word file, unpacked", f"{word.UNPACKED >> 20} MB"),
    ("time of a validator on one file", f"{programs.SECONDS} s"),
    ("pieces of raw HTML in a chapter, told one by one", f"{markup._MOST}"),
]


def rows(text: str) -> list[list[str]]:
    """The cells of a page's tables, without their heads."""
    lines = [
        line
        for line in text.splitlines()
        if line.startswith("|") and not line.startswith(("|---", "| tag |", "| what |"))
    ]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def test_every_tag_is_told() -> None:
    """The table of tags has each that the press knows, once; pandoc itself reads div and span."""
    told = [tag for row in rows(HTML) for tag in re.findall(r"<(\w+)>", row[0])]
    assert len(told) == len(set(told))
    assert {*told} - {"div", "span", "hr"} == markup._INLINE | markup._BLOCK | markup._LOOKS | markup._BREAKS


def test_every_attribute_is_told() -> None:
    """What is kept of a tag's attributes, what is refused, and where a link may not lead."""
    said = re.search(r"Attributes that are kept: (.*?);", HTML, re.DOTALL)[1]
    kept = {tag: {*re.findall(r"`(\w+)`", names)} for names, tag in re.findall(r"([^<]+) of `<(\w+)>`", said)}
    assert kept == markup._ATTRIBUTES
    refused = re.search(r"begin with\n`on`, and (.*?)\. \(", HTML, re.DOTALL)[1]
    assert {*re.findall(r"`(\w+)`", refused)} == {*pandoc.ACTIVE.pattern.split("|")} - {"on.*"}
    schemes = re.findall(r"`([\w-]+):`", HTML)
    assert {*schemes} == {*re.search(r"\(\?:([^)]*)\)", dangers._REFUSED.pattern)[1].split("|")}


def test_every_limit_is_told() -> None:
    """The table of limits has the numbers of the code."""
    assert [tuple(row[:2]) for row in rows(LIMITS)] == HELD


@pytest.mark.parametrize("row", rows(LIMITS), ids=lambda row: row[0])
def test_what_is_seen_is_what_is_said(row: list[str]) -> None:
    """Each limit's words are those of a message."""
    assert all(part.strip() in CODE for part in row[2].split("…")), row[2]
