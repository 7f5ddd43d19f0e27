"""A page's mark stands before the very letter that the page begins with in print."""

from dataclasses import replace
from pathlib import Path

import pytest

from bindery import press
from bindery.house import House
from bindery.model import Document, Endnote, Section
from bindery.pagination import Start, paginated
from project import make

MARK = '<span id="page-2" role="doc-pagebreak" title="2"></span>'


@pytest.fixture
def document(tmp_path: Path) -> Document:
    make(tmp_path)
    house = House(tmp_path)
    return press.compose(press.read(press.open_publication("paper", house), house), house)


@pytest.mark.parametrize(("block", "letters", "html"), [
    ("s0b0", 0, "<p>|one two <em>t&amp;r</em></p><p>four</p>"), ("s0b0", 3, "<p>one |two <em>t&amp;r</em></p><p>four</p>"),
    ("s0b0", 4, "<p>one t|wo <em>t&amp;r</em></p><p>four</p>"), ("s0b0", 7, "<p>one two <em>t|&amp;r</em></p><p>four</p>"),
    ("s0b0", 8, "<p>one two <em>t&amp;|r</em></p><p>four</p>"), ("s0b1", 1, "<p>one two <em>t&amp;r</em></p><p>f|our</p>"),
    ("s0b9", 0, "<p>one two <em>t&amp;r</em></p><p>four</p>"),
])  # fmt: skip
def test_in_the_text(document: Document, block: str, letters: int, html: str) -> None:
    """Spaces do not count, an entity is one letter, elements are none; a block that is not there has no mark."""
    whole = replace(document, sections=(Section("one", "One", "One", html.replace("|", "")),), endnotes=())
    made, _ = paginated(whole, [Start(2, block, letters)])
    assert made.sections[0].html == html.replace("|", MARK)


def test_in_a_heading_and_a_note(document: Document) -> None:
    """A heading has it before its first word, and what stands before the text is title or contents."""
    notes = (Endnote("note-1", "1", "<p>A note.</p>", ("call-1",)),)
    whole = replace(document, sections=(Section("one", "One", "One", "<p>a</p>"),), endnotes=notes)
    made, pages = paginated(whole, [Start(3, "s0h"), Start(4, "n0b0", 1)])
    assert made.sections[0].heading == MARK.replace("2", "3") + "One"
    assert made.endnotes[0].html == f"<p>A {MARK.replace('2', '4')}note.</p>"
    assert [(page.number, page.home) for page in pages] == [(1, "title"), (2, "contents"), (3, "one"), (4, "notes")]
