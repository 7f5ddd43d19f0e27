"""Nothing runs off the page: what is wider than its line is divided, broken or set smaller."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from bindery import manuscript, press
from bindery.house import House
from bindery.tools import maths
from project import YAML, make

TYPE_AREA = 36 / 25.4 * 72, (210 - 36) / 25.4 * 72  # points: between the narrower margins of left and right pages
HEADS = "Country Year Government Opposition Parliament Constitution International Organisation Representative Administration"


def table(heads: list[str], *rows: list[str]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def printed(
    root: Path, text: str, yaml: str = YAML, but: Sequence[int] = (0, 1)
) -> tuple[list[str], list[tuple[float, float]], tuple[str, ...]]:
    """The words of each page, where each letter begins and ends on the pages of the text, and what was told."""
    make(root, yaml=yaml, text=f"## One\n\n{text}\n")
    house = House(root)
    document = press.compose(press.read(press.open_publication("paper", house), house), house)
    made = press.render(document, "pdf", house)
    words, edges = [], []
    with pypdfium2.PdfDocument(made.data) as pdf:
        for at, page in enumerate(pdf):
            letters = page.get_textpage()
            words.append(letters.get_text_range())
            boxes = [letters.get_charbox(at) for at in range(letters.count_chars())] if at not in but else []
            edges += [(left, right) for left, _, right, _ in boxes if right > left]
    return words, edges, tuple(finding.message for finding in made.findings)


LONG = "some_very_long_identifier_of_code_" * 5
WIDE = {
    "ten columns": table(HEADS.split(), ["Representatives"] * 10),
    "twenty columns": table([f"h{at}" for at in range(20)], [f"val{at}x" for at in range(20)]),
    "as many columns as there may be": table(*[["10"] * manuscript._COLUMNS] * 3),
    "a word in a cell": table(["A", "B"], ["Year", "x" * 200]),
    "a table in a note": f"Call.[^a]\n\n[^a]: Note.\n\n    {table(HEADS.split(), ['Representatives'] * 10)}".replace(
        "|\n|", "|\n    |"
    ),
    "code": f"Text `{LONG}` goes on.[^a]\n\n[^a]: Note `{LONG}` too.",
    "code in a cell": table(["A", "B", "C"], [f"`{LONG}`"] * 3),
    "a heading's word": f"## A{'verylongword' * 9}\n\nText.\n\n### A{'verylongword' * 12}\n\n{'Text. ' * 900}",
    "a term": f"T{'erm' * 60}\n:   What it means.",
    "a word without a hyphen": f"{'x' * 200} and {'1234567890' * 20}",
}


@pytest.mark.parametrize("text", WIDE.values(), ids=WIDE.keys())
def test_what_is_wide_stays_within_the_type_area(text: str, tmp_path: Path) -> None:
    """Columns, code, headings and words too long for a line are all there, and none in the margin."""
    _, edges, said = printed(tmp_path, text)
    assert min(left for left, _ in edges) >= TYPE_AREA[0] - 1
    assert max(right for _, right in edges) <= TYPE_AREA[1] + 1
    assert not said


def test_no_letter_of_a_wide_table_is_lost(tmp_path: Path) -> None:
    """All that stands in its last columns can be read from the page."""
    words, _, _ = printed(tmp_path, WIDE["twenty columns"])
    assert all(f"val{at}x" in "".join(words) for at in range(20))


def test_a_picture_in_a_cell_is_as_wide_as_its_column(tmp_path: Path) -> None:
    """A picture wider than the page leaves room for the columns beside it."""
    folder = make(tmp_path) / "media"
    folder.mkdir()
    Image.new("RGB", (1600, 90), "red").save(folder / "bar.png")
    words, edges, said = printed(tmp_path, table(["A", "Beside"], ["![A bar](media/bar.png)", "b"]))
    assert "Beside" in words[2]
    assert max(right for _, right in edges) <= TYPE_AREA[1] + 1
    assert not said


def test_a_title_of_one_long_word_stays_on_the_cover(tmp_path: Path) -> None:
    """A cover's words may be as long as a language makes them; they are divided as that divides words."""
    word = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
    yaml = YAML.replace("A: B", word).replace("Ada", word)
    _, edges, said = printed(tmp_path, "Text.", yaml, ())
    assert max(right for _, right in edges) <= (210 - 22) / 25.4 * 72
    assert not said


def test_a_long_formula_is_broken_before_its_signs() -> None:
    """It is as high as its lines and no wider than the measure; one that fits is drawn as it was."""
    row = "<mi>x</mi>" + "<mo>+</mo><msub><mi>x</mi><mn>1</mn></msub>" * 60
    form = '<math display="block" xmlns="http://www.w3.org/1998/Math/MathML"><mrow>{}</mrow></math>'
    short, wide = maths.draw(form.format("<mi>x</mi>"), 14, 480), maths.draw(form.format(row), 14, 480)
    assert wide.width <= 480
    assert wide.height > 3 * short.height
    one = form.format("<mtext>no sign in it</mtext>")
    assert maths.draw(one, 14, 10) == maths.draw(one, 14, 480)


@pytest.mark.parametrize("words", ["<mi>x</mi>", "<mn>1</mn>", "<mfrac><mi>a</mi><mi>b</mi></mfrac>"])
def test_a_formula_is_as_large_as_its_letters(words: str) -> None:
    """A picture of a formula is set in its own size: in a smaller one a letter alone would lose a fifth of its height."""
    drawing = maths.draw(f'<math xmlns="http://www.w3.org/1998/Math/MathML">{words}</math>', 14, 480)
    box = re.search(r'viewBox="([^"]+)"', drawing.svg)
    assert box
    left, top, width, height = map(float, box[1].split())
    assert (width, height) == pytest.approx((drawing.width, drawing.height), abs=0.01)
    assert top + height == pytest.approx(drawing.depth, abs=0.01)
    assert abs(left) < 1.5


def test_a_formula_of_nothing_moves_no_line(tmp_path: Path) -> None:
    """It has no height, not one below zero, for which the words beside it ran off the page."""
    words, _, said = printed(tmp_path, "Words ${}$ and more.\n\n$$\\begin{matrix}\\end{matrix}$$\n\nThe end.", YAML, ())
    assert {"Words", "more.", "The", "end."} <= set(" ".join(words).split())
    assert not said


def test_a_long_formula_stays_in_the_line(tmp_path: Path) -> None:
    """What can't be broken is made smaller."""
    words = "one very long text of a formula that has no sign in it at all and goes on and on and on and on and on"
    make(tmp_path, text=f"## One\n\n$$\\text{{{words} {words}}}$$\n")
    house = House(tmp_path)
    document = press.compose(press.read(press.open_publication("paper", house), house), house)
    with pypdfium2.PdfDocument(press.render(document, "pdf", house).data) as pdf:
        page = pdf[2].render(scale=1).to_pil().convert("L")
    dark = [x for x in range(page.width) for y in range(100, 700) if page.getpixel((x, y)) < 128]
    assert dark
    assert max(dark) <= TYPE_AREA[1]
