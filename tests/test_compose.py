"""A manuscript composed: one outline, one set of ids, one list of notes, whatever the chapters are."""

import re
from pathlib import Path

import pytest

from bindery import press
from bindery.house import House
from bindery.model import Document

YAML = 'title: "T"\nauthors: [{{name: A}}]\ndate: "2024"\nlanguage: {language}\nnotes: {{style: {style}}}\n'


@pytest.fixture
def composed(tmp_path: Path):
    def compose(*chapters: str, language: str = "en", style: str = "lower-roman") -> Document:
        folder = tmp_path / "manuscript/p"
        folder.mkdir(parents=True)
        (folder / "publication.yaml").write_text(YAML.format(language=language, style=style), "utf-8")
        for at, text in enumerate(chapters):
            (folder / f"{at:02}.md").write_text(text, "utf-8")
        house = House(tmp_path)
        return press.compose(press.read(press.open_publication("p", house), house), house)

    return compose


def test_sections_are_cut_at_the_highest_rank(composed) -> None:
    """Each heading of the highest rank begins a section, over all chapters."""
    document = composed("# A\n\na\n\n## B\n\nb\n", "# C\n\nc\n")
    assert [(s.id, s.title) for s in document.sections] == [("a", "A"), ("c", "C")]
    assert [(s.id, s.level) for s in document.sections[0].subheadings] == [("b", 3)]


@pytest.mark.parametrize("rank", [1, 2, 3])
def test_any_rank_may_be_the_highest(composed, rank: int) -> None:
    """Manuscripts that begin at #, ## or ### have the same outline."""
    mark = "#" * rank
    document = composed(f"{mark} A\n\na\n\n{mark}# B\n\nb\n")
    assert [s.title for s in document.sections] == ["A"]
    assert "<h3" in document.sections[0].html


def test_no_rank_is_skipped(composed) -> None:
    """A heading that skips ranks is set one below the one that it stands under."""
    document = composed("# A\n\n#### B\n\n##### C\n\n## D\n\n# E\n")
    assert [s.level for s in document.sections[0].subheadings] == [3, 4, 3]


def test_text_before_the_first_heading(composed) -> None:
    """What stands before the first heading is a section without a title, and is not lost."""
    document = composed("Alone.\n\n# A\n\na\n")
    assert [s.title for s in document.sections] == ["", "A"]
    assert "Alone." in document.sections[0].html


def test_no_heading_at_all(composed) -> None:
    """A manuscript without headings is one section."""
    [section] = composed("Only words.\n").sections
    assert "Only words." in section.html


def test_ids_are_unique_over_chapters(composed) -> None:
    """Headings of the same name get ids of their own, links follow inside their chapter, and ours stay ours."""
    document = composed(
        "# Same\n\nx[^a]\n\n# Notes\n\n[^a]: n\n", "# Same\n\n[to here](#same)\n\n```python\nx = 1\n```\n"
    )
    html = "".join(f'<h2 id="{s.id}">{s.html}' for s in document.sections) + "".join(n.html for n in document.endnotes)
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert not {"notes", "contents", "text", "cover"} & set(ids)
    assert f'href="#{document.sections[2].id}"' in document.sections[2].html


def test_ids_in_notes(composed) -> None:
    """Names given in notes, names of the press's own and names given twice are ids once; links land where they should."""
    one = """# Text

[w]{#here} [p]{#page-3} <span id="a b">s</span> [n]{#note-2} [t]{#s-text-1}[^a] [^b]

[to text](#here) [to note](#inner) [to the press](#note-1) [nowhere](#gone) [to two](#two)

[^a]: A [w]{#here} [m]{#inner} [l](#here) <span id=call-1>c</span>

[^b]: B [w]{#inner} [l](#inner)
"""
    document = composed("Before.\n", one, "# Two\n\n[w]{#here} [l](#here) [away](#inner)[^a]\n\n[^a]: [l](#here)\n")
    parts = [f'<h2 id="{s.id}">{s.html}' for s in document.sections]
    parts += [f'<li id="{n.id}">{n.html}' for n in document.endnotes]
    ids = re.findall(r'\bid="([^"]*)"', "".join(parts))
    assert len(ids) == len(set(ids))
    assert not [name for name in ids if re.search(r"\s|^page-", name)]
    links = [re.findall(r'href="#(?!call|note-[23])([^"]+)">', part) for part in parts]
    assert links == [[], ["here", "inner", "note-1", "two"], ["here-2", "inner"], ["here"], ["inner"], ["here-2"]]
    assert "nowhere" in parts[1]


def test_ids_given_twice_are_told(composed, tmp_path: Path) -> None:
    """A name given twice is told with its second line, in a note too; so is a link that leads nowhere, in a note too."""
    composed("# A\n\n[w]{#here .x}[^a] [^b]\n\n[^a]: <span id='here'>x</span>\n\n[^b]: [l](#gone)\n")
    house = House(tmp_path)
    told = [(f.code, f.place.line) for f in press.read(press.open_publication("p", house), house).findings]
    assert told == [("id-repeated", 5), ("link-nowhere", 7)]


@pytest.mark.parametrize(
    ("style", "labels"), [("decimal", ["1", "2"]), ("lower-roman", ["i", "ii"]), ("symbols", ["*", "†"])]
)
def test_label_in_list_is_label_in_text(composed, style: str, labels: list[str]) -> None:
    """The visible label of a note is that of its call, in every style."""
    document = composed("# A\n\na.[^x] b.[^y]\n\n[^x]: X\n\n[^y]: Y\n", style=style)
    assert [n.label for n in document.endnotes] == labels
    assert re.findall(r'role="doc-noteref"[^>]*>([^<]+)<', document.sections[0].html) == labels
    assert [re.search(r'class="label">([^<]+)<', n.html)[1] for n in document.endnotes] == labels


def test_every_call_has_its_way_back(composed) -> None:
    """A note called thrice has three ways back, each with a name of its own."""
    document = composed("# A[^x]\n\na.[^x]\n\n- b[^x]\n\n[^x]: X\n")
    [note] = document.endnotes
    assert note.calls == ("call-1", "call-1-2", "call-1-3")
    backs = re.findall(r'href="#(call[^"]+)"[^>]*aria-label="([^"]+)"', note.html)
    assert [b for b, _ in backs] == list(note.calls)
    assert len({name for _, name in backs}) == 3


def test_a_notes_own_call(composed) -> None:
    """A note that calls another note is linked like any text."""
    document = composed("# A\n\na.[^x] b.[^y]\n\n[^x]: X\n\n[^y]: Y\n\n    Z\n")
    assert document.endnotes[1].html.count("<p>") == 2
    assert document.endnotes[1].html.rstrip().endswith("</a></p>")


def test_a_note_that_ends_in_a_list(composed) -> None:
    """Where a note ends in a list or code the ways back stand in a paragraph of their own."""
    document = composed("# A\n\na.[^x]\n\n[^x]: X\n\n    - Y\n")
    assert re.search(r"</ul>\s*<p><a class=\"return\"", document.endnotes[0].html)


def test_titles_have_no_labels(composed) -> None:
    """A note called in a heading is in the heading, not in its title in the contents nor in its id."""
    document = composed("# Heading[^x]\n\na\n\n[^x]: X\n")
    [section] = document.sections
    assert (section.id, section.title) == ("heading", "Heading")
    assert 'id="call-1"' in section.heading


def test_code_has_no_ids(composed) -> None:
    """Code blocks of two sections do not share ids."""
    document = composed("# A\n\n```python\na = 1\n```\n\n# B\n\n```python\nb = 2\n```\n")
    assert not re.search(r'id="cb\d', "".join(s.html for s in document.sections))


def test_ids_do_not_follow_the_language(composed) -> None:
    """Notes and calls have the same ids in a Ukrainian edition."""
    document = composed("# Вступ\n\nТак.[^x]\n\n[^x]: Ні.\n", language="uk")
    assert (document.endnotes[0].id, document.endnotes[0].calls) == ("note-1", ("call-1",))
    assert "Примітка i" in document.sections[0].html


def test_a_definition_of_two_paragraphs_has_two(composed) -> None:
    """Right below its term too, where pandoc would write both on one line; of one paragraph it stays as it was."""
    [section] = composed("Term\n:   One.[^a]\n\n    Two.\n\n:   Three.\n\n[^a]: N\n").sections
    bare = re.sub(r"<sup.*?</sup>", "", section.html)
    assert [meaning.split() for meaning in re.findall(r"<dd>(.*?)</dd>", bare, re.DOTALL)] == [
        ["<p>One.</p>", "<p>Two.</p>"],
        ["Three."],
    ]
