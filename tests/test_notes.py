"""One note model: labels in every style, one note a label, notes in reading order."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bindery import notes, press, tree
from bindery.house import House
from bindery.labels import labelled
from bindery.source import Source
from bindery.tools import pandoc
from project import make

VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}


def from_roman(label: str) -> int:
    values = [VALUES[letter] for letter in label]
    return sum(-a if a < b else a for a, b in zip(values, [*values[1:], 0], strict=True))


def test_roman_labels_read_back() -> None:
    """Every number from 1 to 4000 has a roman label of its own that says that number."""
    labels = [notes.label(number, "lower-roman") for number in range(1, 4001)]
    assert [from_roman(label) for label in labels] == list(range(1, 4001))
    assert len(set(labels)) == 4000


@pytest.mark.parametrize(
    ("number", "roman"), [(1, "i"), (4, "iv"), (9, "ix"), (11, "xi"), (49, "xlix"), (1994, "mcmxciv")]
)
def test_roman_labels_are_the_usual_ones(number: int, roman: str) -> None:
    """Roman labels subtract as readers expect, small or large."""
    assert notes.label(number, "lower-roman") == roman
    assert notes.label(number, "upper-roman") == roman.upper()


@pytest.mark.parametrize(
    ("number", "letters"), [(1, "a"), (26, "z"), (27, "aa"), (52, "az"), (53, "ba"), (702, "zz"), (703, "aaa")]
)
def test_letters_go_on_after_z(number: int, letters: str) -> None:
    """After z comes aa."""
    assert notes.label(number, "lower-alpha") == letters


@pytest.mark.parametrize(("number", "sign"), [(1, "*"), (2, "†"), (6, "¶"), (7, "**"), (12, "¶¶"), (13, "***")])
def test_symbols_double(number: int, sign: str) -> None:
    """Symbols come in the printer's order and double when they are used up."""
    assert notes.label(number, "symbols") == sign


@given(st.integers(1, 3999), st.sampled_from(["decimal", "lower-roman", "lower-alpha", "symbols"]))
def test_no_two_notes_share_a_label(number: int, style: str) -> None:
    """A label names one note only, and is never empty."""
    label = notes.label(number, style)
    assert label
    assert label != notes.label(number + 1, style)


def take(*chapters: str) -> tuple[notes.Notebook, list[list[tree.Node]]]:
    notebook = notes.Notebook()
    read = pandoc.read([labelled(Source(f"{at}.md", text)) for at, text in enumerate(chapters)])
    return notebook, [notebook.take(f"{at}.md", blocks) for at, blocks in enumerate(read)]


def test_a_label_called_twice_is_one_note() -> None:
    """A note called twice is one note with two calls of different ids."""
    notebook, [blocks] = take("A.[^x] B.[^y] C.[^x]\n\n[^x]: X.\n\n[^y]: Y.\n")
    assert [(n.number, n.calls, tree.plain(n.blocks)) for n in notebook.close()] == [(1, 2, "X."), (2, 1, "Y.")]
    assert [c["c"][0][0] for c in notes.calls_in(blocks)] == ["call-1", "call-2", "call-1-2"]


def test_notes_of_equal_words_stay_apart() -> None:
    """Two labels with the same words are two notes: *Ibid.* is not always the same."""
    notebook, _ = take("A.[^x] B.[^y]\n\n[^x]: *Ibid.*\n\n[^y]: *Ibid.*\n")
    assert len(notebook.close()) == 2


def test_labels_are_of_their_chapter() -> None:
    """The same label in two chapters is two notes, numbered on."""
    notebook, _ = take("A.[^1]\n\n[^1]: First.\n", "B.[^1]\n\n[^1]: Second.\n")
    assert [(n.number, tree.plain(n.blocks)) for n in notebook.close()] == [(1, "First."), (2, "Second.")]


def test_notes_follow_the_text() -> None:
    """Notes are numbered by their first call, wherever their text stands."""
    notebook, _ = take("[^b]: Second.\n\n[^a]: First.\n\nA.[^a] B.[^b]\n")
    assert [tree.plain(n.blocks) for n in notebook.close()] == ["First.", "Second."]


def test_a_note_keeps_its_paragraphs() -> None:
    """A note of several paragraphs keeps them, and the mark that carried its label is gone."""
    notebook, _ = take("A.[^a]\n\n[^a]: One.\n\n    Two.\n\n    - Three\n")
    [note] = notebook.close()
    assert [block["t"] for block in note.blocks] == ["Para", "Para", "BulletList"]
    assert "key" not in str(note.blocks)


def test_alternative_text_has_no_calls() -> None:
    """A figure's caption keeps its call once; the alternative text that pandoc makes of it has none."""
    notebook, [blocks] = take("![Seen.[^a]](a.png)\n\n[^a]: Note.\n")
    assert [n.calls for n in notebook.close()] == [1]
    assert len(list(notes.calls_in(blocks))) == 1


def test_ways_back_of_a_note_called_often_go_on_the_next_line(tmp_path: Path) -> None:
    """Held to one another those of twenty calls ran off the printed page, and the rest were lost there."""
    make(tmp_path, text="\n\n".join(["Words.[^a]"] * 40) + "\n\n[^a]: A note.\n")
    house = House(tmp_path)
    document = press.compose(press.read(press.open_publication("paper", house), house), house)
    (note,) = document.endnotes
    assert (note.html.count("\N{NO-BREAK SPACE}"), note.html.count("</a> <span")) == (4, 36)
