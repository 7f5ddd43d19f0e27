"""What WeasyPrint is spared changes no byte of a page in any style; what it is taught moves no word."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from bindery.tools import mends

SEEDS = ("1", "2", "3")
ALL = {"boxes", "breaks", "contexts", "glyphs", "kinds", "styles", "pseudos"}


@cache
def made(without: str = "") -> dict[str, Any]:
    """What pages come to without a mend, in a process of its own, for what is mended stays so."""
    script = Path(__file__).with_name("mended.py")
    done = subprocess.run([sys.executable, script, without, *SEEDS], capture_output=True, text=True, check=False)
    assert not done.returncode, done.stderr
    said: dict[str, Any] = json.loads(done.stdout)
    assert {*said.pop("mended")} == ALL - {without}
    return said


@pytest.mark.parametrize("mend", sorted(ALL - {"glyphs"}))
def test_pages_are_the_same_with_and_without(mend: str) -> None:
    """Words of three scripts, alone and in one another, in thirty styles: every byte, the justified page too."""
    assert made(mend) == made()


def test_lines_that_are_not_justified_are_painted_the_same() -> None:
    """Glyphs that are kept are those that Pango would give again."""
    assert made("glyphs")["hashes"] == made()["hashes"]


def test_justified_lines_say_the_same_and_end_at_the_margin() -> None:
    """Spaces made wider here stand where Pango's do, but for a hair: words that meet a space are kerned with it."""
    (said, ends), (before, were) = (look(bytes.fromhex(made(mend)["justified"])) for mend in ("", "glyphs"))
    assert said == before
    assert len(ends) > 3
    assert all(abs(end - was) <= 1 for end, was in zip(ends, were, strict=True))


def test_a_context_depends_on_all_that_weasyprint_asks_of_a_style() -> None:
    """Were it to ask for more, styles that differ in that would share a context."""
    from bindery.tools import weasyprint
    from bindery.tools.mends import contexts

    weasyprint.warm()
    from weasyprint.text import fonts, line_break

    source = Path(line_break.__file__).read_text("utf-8")
    setup = source[source.index("    def setup(") : source.index("    def get_first_line(")]
    described = Path(fonts.__file__).read_text("utf-8").split("def get_font_description(")[1].split("\ndef ")[0]
    measured = source[source.index("def strut(") : source.index("def character_ratio(")]
    asked = {*re.findall(r"style\['(\w+)'\]", setup + described)}
    assert asked == contexts._TYPE
    assert {*re.findall(r"style\['(\w+)'\]", measured)} <= contexts._STRUT


def look(data: bytes) -> tuple[str, list[int]]:
    """The letters of a PDF, and where the ink of each page ends, in pixels of which a point has three."""
    letters, ends = [], []
    with pypdfium2.PdfDocument(io.BytesIO(data)) as document:
        for page in document:
            letters += page.get_textpage().get_text_range().split()
            picture = page.render(scale=3).to_pil().convert("L").point(lambda value: 255 if value < 128 else 0)
            ends.append(picture.getbbox()[2])
    return "".join(letters), ends


def test_the_mends_are_made_once() -> None:
    """Mending what is mended already changes nothing."""
    from bindery.tools import weasyprint

    weasyprint.warm()
    from weasyprint.draw import text
    from weasyprint.layout import inline, page
    from weasyprint.text import line_break

    def state() -> list[Any]:
        return [*vars(inline).values(), *vars(page).values(), *vars(text).values(), *vars(line_break.Layout).values()]

    before = state()
    mends.mend()
    assert all(now is was for now, was in zip(state(), before, strict=True))


def test_a_flexible_item_does_not_float_and_other_boxes_do() -> None:
    """Its style may say so: it lies as if it did not, and is no example for what stands outside of it."""
    from bindery.tools import weasyprint

    def made(side: str) -> bytes:
        flexible = f"<div style='display: flex'>Words <span style='float: {side}'>are</span> here and there.</div>"
        return weasyprint.print_pages(f"{flexible}<p><b style='float: left'>One</b> after it.", {}, variant="").data

    outside = made("none")
    assert made("left") == outside
    assert made("none") == outside


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("target-counter('#a', page)", ["AB1", "C1"]),
        ("target-counter('#a', page) '/' counter(page)", ["AB1/1", "C1/2"]),
        ("counter(page) '/' target-counter('#a', page)", ["AB1/1", "C2/1"]),
        ("target-counter('#a', page) '/' counter(pages)", ["AB1/2", "C1/2"]),
    ],
)
def test_a_page_is_told_on_itself_and_beside_its_own_number(content: str, said: list[str]) -> None:
    """A house may let its notes follow the text, or tell how far away a page is."""
    from bindery.tools import weasyprint

    html = f"<style>i::after {{ content: {content} }}</style><p id=a>A<p>B<i></i><p style='break-before: page'>C<i></i>"
    data = weasyprint.print_pages(html, {}, variant="").data
    with pypdfium2.PdfDocument(io.BytesIO(data)) as document:
        assert ["".join(page.get_textpage().get_text_range().split()) for page in document] == said
