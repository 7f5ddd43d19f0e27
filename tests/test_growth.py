"""Growth: what is four times as long is four times the work, not sixteen times; a book of one line is one too."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from bindery import anchors, glossary, manuscript, notes, pagination, pictures, references, tree
from bindery.model import Blocks
from bindery.pagination import Start
from bindery.source import Source
from bindery.tools import masks
from steps import called, steps


def _spans(names: list[str]) -> Blocks:
    return [{"t": "Para", "c": [tree.span([name, [], []], [tree.string("w")])]} for name in names]


def _source(text: str) -> Source:
    return Source("a.md", text)


def _one_name(many: int) -> object:
    return anchors.unique([_spans(["here"] * many)], ())


def _headings_with_notes(many: int) -> object:
    calls = [{"t": "Header", "c": [2, [f"h{at}n{at}", [], []], [tree.string(f"h{at}"), notes.call(at, 1)]]}
             for at in range(1, many + 1)]  # fmt: skip
    return manuscript._named(calls, {at: f"a.md#n{at}" for at in range(1, many + 1)})


def _pages_of_a_paragraph(many: int) -> object:
    starts = [Start(at + 1, "s0b0", 40 * at) for at in range(many)]
    return pagination._inserted(f'<p data-block="s0b0">{"Words and words " * 3 * many}</p>', starts)


@pytest.mark.parametrize("work", [_one_name, _headings_with_notes, _pages_of_a_paragraph])
def test_four_times_as_many_are_four_times_the_work(work: Callable[[int], object]) -> None:
    """Places of one name, headings with notes and pages of one paragraph: each was held to all of its kind."""
    assert steps(lambda: work(400)) < 6 * steps(lambda: work(100))


def _twice_named(many: int) -> object:
    names = [f"n{at}" for at in range(many)] * 2
    text = "\n\n".join(f"[w]{{#{name}}}" for name in names)
    return list(anchors.repeated(_spans(names), _source(text)))


def _addresses(many: int) -> object:
    text = "\n".join(f"[r{at}]: https://example.org/{at}" for at in range(many))
    return list(references.find(_source(f"{' '.join(f'[r{at}]' for at in range(many))}\n\n{text}")))


def _links_in_a_line(many: int) -> object:
    return masks.mask(" ".join(f"See <https://example.org/some/path/{at}> and words." for at in range(many)))


def _terms(many: int) -> object:
    text = "".join(f'[[term]]\nsource = "Term {at}"\n' for at in range(many))
    return list(glossary._terms(tomllib.loads(text), text, "glossary.toml"))


@pytest.mark.parametrize(
    ("work", "reading"),
    [(_twice_named, {"finditer"}), (_addresses, {"count"}), (_links_in_a_line, {"rfind"}), (_terms, {"count"})],
)  # fmt: skip
def test_the_text_is_not_read_anew_for_each(work: Callable[[int], object], reading: set[str]) -> None:
    """Names that stand twice, addresses of links, those in one line, terms: for each the text was gone through."""
    few, many = called(lambda: work(10)), called(lambda: work(40))
    assert [many[name] for name in reading] == [few[name] for name in reading]


def test_where_nothing_is_wrong_no_line_is_looked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The line of a link or a picture is for findings: looked for without, it cost a thousand pictures minutes."""
    (tmp_path / "p.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>', "utf-8")
    link = {"t": "Link", "c": [tree.attr(), [tree.string("w")], ["#n", ""]]}
    image = {"t": "Image", "c": [tree.attr(), [tree.string("w")], ["p.svg", ""]]}
    blocks = [*_spans(["n"]), {"t": "Para", "c": [link, image]}]
    monkeypatch.setattr(Source, "line_of", lambda *_: pytest.fail("a line was looked for"))
    source = _source("[w]{#n} [w](#n) ![w](p.svg)")
    _, images, found = pictures.collect(blocks, source, tmp_path)
    assert (list(images), found) == (["p.svg"], [])
    assert not list(anchors.lost([(manuscript.Chapter("a.md", blocks), source)], ()))


def test_marks_of_pages_stand_before_their_letters() -> None:
    """However many pages begin in a block, each has its mark there, past tags, entities and what is drawn."""
    html = '<p data-block="s0b0">ab <i>c</i>&amp;d<math><mi>x</mi></math> e</p><p data-block="s0b1">fg</p>'
    starts = [Start(1, "s0b0", 0), Start(2, "s0b0", 2), Start(3, "s0b0", 4), Start(4, "s0b0", 4), Start(5, "s0b1", 1)]
    marked = pagination._inserted(html, starts)
    for start in starts:
        marked = marked.replace(pagination._mark(start), f"|{start.page}|")
    assert marked == (
        '<p data-block="s0b0">|1|ab <i>|2|c</i>&amp;|3||4|d<math><mi>x</mi></math> e</p><p data-block="s0b1">f|5|g</p>'
    )
