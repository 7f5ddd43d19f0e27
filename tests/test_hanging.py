"""A space at a line's end takes no room, whatever element begins after it."""

from __future__ import annotations

import pypdfium2
import pytest

from bindery.tools import weasyprint

WORDS = "Whoever controls the valve controls the neighbourhood"


def lines(style: str, words: str) -> list[str]:
    """The lines of paragraphs of all widths between that of the words and that of a word more."""
    paragraphs = "".join(
        f"<p lang=en style='width: {width / 4}pt'>{words} <em>interconnection</em> follows</p>"
        for width in range(780, 940)
    )
    html = f"<style>@page {{ size: 12cm 200cm; margin: 5mm }} p {{ margin: 0; font-size: 9pt; {style} }}</style>{paragraphs}"
    with pypdfium2.PdfDocument(weasyprint.print_pages(html, {}, variant=weasyprint.DRAFT).data) as document:
        said: str = "\n".join(page.get_textpage().get_text_range() for page in document)
    return said.split("\n")


@pytest.mark.parametrize(
    "style", ["", "hyphens: auto", "text-align: justify", "hyphens: auto; hyphenate-limit-zone: 100%"]
)
def test_words_fill_their_line(style: str) -> None:
    """No word stands alone in its line, and none is divided, where all that follow it have room there."""
    found = [line.strip() for line in lines(style, WORDS)]
    assert sum(line.startswith(WORDS) for line in found) > 60  # of 160
    assert not {"Whoever", "Who-", "Who\ufffe", "Who\u2010"} & set(found)


def test_a_note_fills_its_line() -> None:
    """Words before a way back that a no-break space ties to them break where the line is full, not at the first."""
    words = "Keeps considerable institutional considerable institutional neighbouring ones."
    paragraphs = "".join(
        f"<p lang=en style='width: {width / 8}pt'>{words}&nbsp;<a style='white-space: nowrap'>page 7</a></p>"
        for width in range(2200, 2800)
    )
    style = "margin: 0; font-size: 9pt; hyphens: auto; hyphenate-limit-chars: 6 3 3"
    html = f"<style>@page {{ size: 15cm 300cm; margin: 5mm }} p {{ {style} }}</style>{paragraphs}"
    with pypdfium2.PdfDocument(weasyprint.print_pages(html, {}, variant=weasyprint.DRAFT).data) as document:
        said = "\n".join(page.get_textpage().get_text_range() for page in document)
    found = [line.strip() for line in said.split("\n") if line.startswith("Keeps")]
    assert any(line.endswith("page 7") for line in found)
    assert all(len(line) > len(words) // 2 for line in found), set(found)


def test_a_title_in_a_note_is_broken_last() -> None:
    """Where what follows an emphasized title is a hair too long for its line, with the space before its way back, only
    its last word goes down: not all of it, with the title's last word."""
    words = "Hrynko, O. <em>Borderlands: essays on the history of trust</em>. Kyiv: Tempora published, 2021."
    paragraphs = "".join(
        f"<p lang=en style='width: {width / 4}pt'>{words}&nbsp;<a style='white-space: nowrap'>page 7</a></p>"
        for width in range(1040, 1700)
    )
    html = (
        "<style>@page { size: 16cm 400cm; margin: 5mm } p { margin: 0; font-size: 9pt; line-height: 12pt }</style>"
        + paragraphs
    )
    with pypdfium2.PdfDocument(weasyprint.print_pages(html, {}, variant=weasyprint.DRAFT).data) as document:
        said = "\n".join(page.get_textpage().get_text_range() for page in document)
    found = {line.strip() for line in said.split("\n") if line.startswith("Hrynko")}
    assert any(line.endswith("page 7") for line in found)
    assert all("Kyiv:" in line for line in found), found
