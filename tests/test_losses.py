"""Nothing that an author wrote is lost without a word: notes that are none, addresses that are words, cells too many."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

import project
from bindery import labels, losses, press
from bindery.checks.artefacts import apparatus
from bindery.house import House
from bindery.model import Document, Finding
from bindery.renderers import MEDIA
from bindery.source import Source

NOTE = "\n\n[^a]: A note.\n"


def found(root: Path, text: str, **more: str) -> list[Finding]:
    """What is found in a chapter."""
    project.make(root, text=text, **more)
    house = House(root)
    manuscript = press.read(press.open_publication("paper", house), house)
    return [*manuscript.findings, *manuscript.doubts]


def composed(root: Path, text: str) -> Document:
    """A chapter's edition, of which nothing is wrong."""
    assert found(root, text) == []
    return project.composer(House(root))("paper", "en")


@pytest.mark.parametrize(
    ("text", "code", "line", "says"),
    [
        ("A[^Иванов 2014].\n\n[^Иванов 2014]: Иванов И. История.\n", "note-label", 1, "[^Иванов-2014]"),
        ("A[^ 1].\n", "note-label", 1, "space"),
        ("[Question]: What do you think of it?\n\nMore.\n", "reference-lost", 1, "\\[Question]"),
        ("As said [1].\n\n[1]: Smith J. History. 2014.\n", "reference-lost", 3, "[1]: …"),
        ("More.\n\n[Answer]: Nothing.\n", "reference-lost", 3, "[Answer]"),
        ("More.\n\n[site]: https://example.org\n", "reference-unused", 3, "[site]"),
        ("| a | b |\n|---|---|\n| x | y | zetalost |\n", "words-lost", 3, "zetalost"),
        ("The article.\n\n| a | b |\n|---|---|\n| x | y | art |\n", "words-lost", 5, "art"),
        ("Words.\n\n| a | b |\n|---|---|\n| x | y | Words more |\n", "words-lost", 5, "more"),
        ("Name  Year\n----  ----\nAlexander  1999 word\n", "words-lost", 3, "Alexander"),
        ("Words.[^b] <!-- Cut.[^a] -->\n\n[^b]: B.\n\n[^a]: A.\n", "note-unused", 5, "[^a]"),
        ("Words <!-- Cut\nstill cut.[^a] --> here.\n\n[^a]: A.\n", "note-unused", 4, "[^a]"),
        (f"![picture[^a]](p.png) more.{NOTE}", "note-lost", 1, "after the picture"),
        ("But[^x]: no.\n", "note-undefined", 1, "[^x]"),
        ("Text.[^1]\n\n[^1]:\n", "note-empty", 3, "[^1]"),
        ("Text.[^1]\n\n[^1]: &nbsp; <!-- later -->\n", "note-empty", 3, "[^1]"),
        ("Text[^a].\n[^a]: A note.\n", "note-lost", 2, "empty line"),
        ("> Quote.[^a]\n>\n> [^a]: A note.\n", "note-inner", 3, "beginning of a line"),
        ("- Item.[^a]\n\n    [^a]: A note.\n", "note-inner", 3, "beginning of a line"),
        ('Words.\n\nООО "Рога и "Копыта"" тут.\n', "quotes-unpaired", 3, "Копыта"),
        ('Words.\n\nIt has " two " sentences.\n', "quotes-unpaired", 3, "pairs"),
        ('In 10 years.\n\nFive feet 10", and no more.\n', "quotes-unpaired", 3, "10"),
        ("A [chapter](two.md).\n", "link-nowhere", 1, "#name"),
        ("A [site](www.example.org).\n", "link-nowhere", 1, "https://www.example.org"),
        ("A [letter](ann@example.org).\n", "link-nowhere", 1, "mailto:ann@example.org"),
    ],
)
def test_what_would_be_lost_is_told(tmp_path: Path, text: str, code: str, line: int, says: str) -> None:
    """Each with its line, and with what to do."""
    told = [finding for finding in found(tmp_path, text) if finding.code != "image-missing"]
    assert (code, line) in [(finding.code, finding.place.line) for finding in told]
    assert says in " ".join(f"{finding.message} {finding.hint}" for finding in told if finding.code == code)


@pytest.mark.parametrize(
    ("text", "calls"),
    [
        (f"He said[^a]: “Yes.”{NOTE}", 1),
        (f"a^[^a]^ and b[^a].{NOTE}", 2),
        (f"m^2^[^a] and x^[^a]^.{NOTE}", 2),
        (f"A.[^a]\n\n    [^x] in code{NOTE}", 1),
        (f"A.[^a]\n\n- ```\n  [^x] in code\n  ```{NOTE}", 1),
        (f"A.[^a]{NOTE}\n    ```\n    [^x] in code\n    ```\n", 1),
        (f"A.[^a] <!-- todo [^c] -->{NOTE}", 1),
        (f"A.[^a] <!-- that nobody closes{NOTE}", 1),
        (f"A.[^a]\n\n```{{=html}}\n\t\n```{NOTE}", 1),
        (f"A.[^a] [site]{NOTE}\n[site]: <https://example.org/a b> 'A title'\n", 1),
        (f"A.[^a] [^raised^ words]{{lang=en}}{NOTE}", 1),
    ],
)
def test_what_is_sound_is_set(tmp_path: Path, text: str, calls: int) -> None:
    """Calls before a colon or between carets, what looks like one in code or a remark, a comment that nobody closes."""
    html = "".join(section.html for section in composed(tmp_path, text).sections)
    assert html.count('role="doc-noteref"') == calls
    assert "^<" not in html
    assert ">^" not in html


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("\n    - one\n    - two\n", "<li>one</li>"),
        ("\n    > quoted\n", "<blockquote>"),
        ("\n    | a | b |\n    |---|---|\n    | x | y |\n", "<td>x</td>"),
        ("\n    Words of it.\n", "Words of it."),
        (" Words.\n\n    - one\n", "<li>one</li>"),
    ],
)
def test_a_note_may_begin_on_the_line_after_its_label(tmp_path: Path, body: str, expected: str) -> None:
    """Its blocks are what they would be on the first."""
    [note] = composed(tmp_path, f"Text.[^1]\n\n[^1]:{body}").endnotes
    assert expected in note.html


def test_a_picture_that_begins_a_note_has_its_caption(tmp_path: Path) -> None:
    """As one that stands in its second paragraph."""
    folder = project.make(tmp_path, text="Text.[^1]\n\n[^1]: ![Caption words](p.svg)\n")
    (folder / "p.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')
    [note] = project.composer(House(tmp_path))("paper", "en").endnotes
    assert "<figcaption" in note.html


@pytest.mark.parametrize(
    ("heads", "ids"),
    [
        ("## Part[^a] two", ["part-two"]),
        ("## Sub[^a]\n\n## Sub", ["sub-1", "sub"]),
        ("## 1. Part[^a]", ["part"]),
        ("## Part[^a] {#own}", ["own"]),
    ],
)
def test_ids_of_headings_say_nothing_of_their_notes(tmp_path: Path, heads: str, ids: list[str]) -> None:
    """Links lead where an author expects, whatever the label is."""
    text = f"{heads}\n\n{' '.join(f'[words](#{name})' for name in ids)}{NOTE}"
    assert [section.id for section in composed(tmp_path, text).sections] == ids


def test_no_edition_has_a_link_to_nowhere(tmp_path: Path) -> None:
    """Its words are there."""
    project.make(tmp_path, text="## A\n\nA [chapter](two.md) and [site](www.example.org).\n")
    house = House(tmp_path)
    document = project.composer(house)("paper", "en")
    for medium in MEDIA:
        assert press.render(document, medium, house).data
    assert "two.md" not in document.sections[0].html
    assert "chapter" in document.sections[0].html


@pytest.mark.parametrize("item", ["- [x]", "- [X]", "1. [x]", "> - [x]"])
def test_a_task_that_is_done_loses_nothing(tmp_path: Path, item: str) -> None:
    """Its mark is no word of the text."""
    assert found(tmp_path, f"A.\n\n{item} Done.\n") == []


@pytest.mark.parametrize("end", ["", ".", ")", "”", ": more", "…"])
def test_an_address_typed_as_words_is_a_link(tmp_path: Path, end: str) -> None:
    """It is never hyphenated, and what closes its sentence is none of it."""
    address = "https://www.example.org/permalink.php?story=pfbid02uLgCyoV6vDvF9a8DkLRiSkNkG3zBwWkGkVhNQp"
    text = f"See {address}{end}{NOTE.replace('A note', f'At {address}')}".replace("See", "See[^a]")
    document = composed(tmp_path, text)
    link = f'<a href="{address}" class="uri">{address}</a>'
    assert f"{link}{end}" in document.sections[0].html
    assert link in document.endnotes[0].html


def test_a_head_with_a_call_stands_once(tmp_path: Path) -> None:
    """A table that goes over pages repeats its head, but not a call: each note has one way back to each."""
    rows = "".join(f"| {at} | b |\n" for at in range(60))
    document = composed(tmp_path, f"## A\n\n| Country[^a] | B |\n|---|---|\n{rows}{NOTE}")
    made = press.render(document, "pdf", House(tmp_path))
    assert (made.pages or 0) > 4
    assert not apparatus.examine(apparatus.read(made.data, "pdf"), "paper.en.pdf")


@pytest.mark.parametrize("sign", ["[^", "^[^", "word"])
def test_a_row_of_signs_is_looked_through_in_time(sign: str) -> None:
    """What nobody closes is not looked for from each sign on."""
    text = sign * (80_000 // len(sign))
    begun = time.process_time()
    labels.find(Source("text.md", text))
    list(losses.find([{"t": "Str", "c": text}], Source("text.md", text)))
    assert time.process_time() - begun < 10


def test_of_many_words_a_few_are_named() -> None:
    """A whole row is told by its first words and how many more there are."""
    [finding] = losses.find([], Source("a.md", "Words.\n\none two three four five\n"))
    assert finding.message.startswith("“Words”, “one”, “two” and 3 more: read as nothing")
    assert finding.place.line == 1
