"""A list's numbers stand in the brackets that the author gave them, in every edition."""

from __future__ import annotations

import re
from io import BytesIO
from zipfile import ZipFile

import pypdfium2
import pytest

from bindery import press
from bindery.house import House
from bindery.model import Document
from project import make

TEXT = """## One

(1) first
(2) second

    a) half

        i. period

Words.

(a) alpha

Words.

(A) great alpha

Words.

II) roman

Words.

(ii) small roman

Words.

3. three

    (4) four[^n]

#. default

[^n]: Note.

    (5) in a note
"""
SHOWN = ["(1)", "(2)", "a)", "i.", "(a)", "(A)", "II)", "(ii)", "3.", "(4)", "4.", "(5)"]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Document, House]:
    root = tmp_path_factory.mktemp("lists")
    make(root, text=TEXT)
    house = House(root)
    return press.compose(press.read(press.open_publication("paper", house), house), house), house


def test_a_box_tells_the_brackets(made: tuple[Document, House]) -> None:
    """A list with full stops is as pandoc has it; a list within another tells its own."""
    document, _ = made
    names = re.findall(r'<div class="bracketed ([a-z-]+)">', document.sections[0].html + document.endnotes[0].html)
    assert names == [
        "bracketed-decimal", "half-bracketed-lower-alpha", "bracketed-lower-alpha", "bracketed-upper-alpha",
        "half-bracketed-upper-roman", "bracketed-lower-roman", "bracketed-decimal", "bracketed-decimal",
    ]  # fmt: skip
    assert '<ol start="3" type="1">\n<li><p>three' in document.sections[0].html


def test_print_shows_them(made: tuple[Document, House]) -> None:
    """Each number is read from the page as the author wrote it."""
    with pypdfium2.PdfDocument(press.render(made[0], "pdf", made[1]).data) as pdf:
        words = "\n".join(page.get_textpage().get_text_range() for page in pdf)
    assert sorted(re.findall(r"(?m)^\(?(?:\d|[aA]|i+|II)[.)]+(?=\s)", words)) == sorted(SHOWN)


@pytest.mark.parametrize("medium", ["epub", "html"])
def test_the_others_have_a_style_for_each(medium: str, made: tuple[Document, House]) -> None:
    """Every box's name is a style that puts the brackets around the number."""
    data = press.render(made[0], medium, made[1]).data
    if medium == "epub":
        with ZipFile(BytesIO(data)) as book:
            data = b"".join(book.read(name) for name in book.namelist() if name.endswith((".css", ".xhtml")))
    text = data.decode()
    names = set(re.findall(r'<div class="bracketed ([a-z-]+)">', text))
    assert len(names) == 6
    for name in names:
        base = name.removeprefix("half-").removeprefix("bracketed-")
        prefix = "" if name.startswith("half-") else 'prefix: "("; '
        assert f'@counter-style {name} {{ system: extends {base}; {prefix}suffix: ") " }}' in text
        assert f".{name} > ol {{ list-style-type: {name} }}" in text
