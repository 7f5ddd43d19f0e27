"""Characters that no font of the edition has are named before a reader meets a box."""

from __future__ import annotations

import io
import os
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

import project
from bindery import coverage, press
from bindery.house import DEFAULTS, House
from bindery.model import Document
from bindery.templates import Templates
from bindery.tools import faces, weasyprint

YAML = 'title: "T"\nauthors: [{name: A}]\ndate: "2024"\nlanguage: en\n'


def composed(root: Path, text: str, more: str = "") -> Document:
    folder = root / "manuscript/p"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "publication.yaml").write_text(YAML + more, "utf-8")
    (folder / "text.md").write_text(text, "utf-8")
    house = House(root)
    return press.compose(press.read(press.open_publication("p", house), house), house)


@pytest.mark.parametrize(
    "text",
    ["Zażółć gęślą jaźń.", "Ґанок, з’їзд, ў, і, № 5.", "Ąžuolas, ėjo, ų.", "“Yes” — ‘no’ … 5 € ↑", "$x^2$ and **b**"],
)
def test_the_languages_of_the_house_are_covered(tmp_path: Path, text: str) -> None:
    """The house's fonts have what its seven languages need."""
    assert coverage.missing(composed(tmp_path, f"{text}\n"), Templates(House(tmp_path))) == []


def test_labels_of_notes_are_set_in_a_font_that_has_them(tmp_path: Path) -> None:
    """A text of five notes was told that it had no ‖, which is the press's own; in words it is told still."""
    notes = "\n\n".join(f"One.[^{n}]\n\n[^{n}]: Note." for n in range(1, 6)) + "\n"
    document = composed(tmp_path, notes, "notes: {style: symbols}\n")
    assert "‖" in document.endnotes[4].html
    assert coverage.missing(document, Templates(House(tmp_path))) == []
    [finding] = coverage.missing(composed(tmp_path, f"A ‖ B.\n\n{notes}"), Templates(House(tmp_path)))
    assert "‖ (U+2016)" in finding.message


def test_what_is_common_is_in_the_font() -> None:
    """Characters that are passed over as common are in the text font, but for controls."""
    font = DEFAULTS / "styles/fonts/SourceSerif4-Regular.ttf.woff2"
    known = faces.characters(font.read_bytes())
    common = [chr(code) for code in range(0x20, 0x2200) if coverage._COMMON.fullmatch(chr(code))]
    assert [f"U+{ord(sign):04X}" for sign in common if ord(sign) not in known and not coverage._is_blank(sign)] == []


def test_characters_are_named(tmp_path: Path) -> None:
    """Arabic and Georgian are named, with their code points, and what to do is said; Hebrew brings faces of its own."""
    [finding] = coverage.missing(composed(tmp_path, "שלום سلام and ქ.\n"), Templates(House(tmp_path)))
    assert "س (U+0633)" in finding.message
    assert "U+05E9" not in finding.message
    assert "ქ (U+10E5)" in finding.message
    assert "styles/languages/en.toml" in finding.hint


@pytest.mark.parametrize("sign", ["\u034f", "\ufe0f", "\u2060", "\u202f"])
def test_what_draws_nothing_is_not_named(tmp_path: Path, sign: str) -> None:
    """A joiner, a selector, a space: no box would stand there."""
    assert coverage.missing(composed(tmp_path, f"One{sign}word.\n"), Templates(House(tmp_path))) == []


@pytest.mark.parametrize("key", ["title", "kind", "abstract", "publisher", "rights"])
def test_what_the_title_page_says_counts(tmp_path: Path, key: str) -> None:
    """Words of publication.yaml that are printed are looked at as those of the text are."""
    document = composed(tmp_path, "Words.\n")
    document = replace(document, publication=replace(document.publication, **{key: "ქ"}))
    assert "ქ (U+10E5)" in coverage.missing(document, Templates(House(tmp_path)))[0].message


def test_a_languages_own_fonts_count(tmp_path: Path) -> None:
    """A family that the language file names is looked into as well."""
    document = composed(tmp_path, "⌘ here.\n")
    assert coverage.missing(document, Templates(House(tmp_path)))
    code = "Source Code"
    known = faces.characters((DEFAULTS / "styles/fonts/SourceCodePro-Regular.ttf.woff2").read_bytes())
    helped = replace(document, language=replace(document.language, fonts=(code,)))
    assert (coverage.missing(helped, Templates(House(tmp_path))) == []) == (ord("⌘") in known)


def test_the_build_tells(tmp_path: Path) -> None:
    """The finding comes with the PDF, and with the printer's."""
    document = composed(tmp_path, "ქ\n")
    for medium in ("pdf", "press.pdf"):
        assert "font-coverage" in {finding.code for finding in press.render(document, medium, House(tmp_path)).findings}


def test_words_of_drawings_count(tmp_path: Path) -> None:
    """A drawing's words are set in the house's fonts too."""
    (tmp_path / "manuscript/p").mkdir(parents=True)
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><text>Слово 日</text></svg>'
    (tmp_path / "manuscript/p/a.svg").write_text(drawing, "utf-8")
    [finding] = coverage.missing(composed(tmp_path, "![C](a.svg){alt=D}\n"), Templates(House(tmp_path)))
    assert "no 日 (U+65E5):" in finding.message


def test_no_font_of_the_machine_stands_in() -> None:
    """Whatever fonts a machine has, a PDF has only its own: else its bytes would depend on what is installed."""
    face = (DEFAULTS / "styles/fonts/SourceSans3-Regular.ttf.woff2").read_bytes()
    styles = "@font-face { font-family: F; src: url(f) }"
    families = ("serif", "sans-serif", "monospace", "DejaVu Sans", "F")
    words = "".join(f"<p style='font-family: {family}'>Word 日 😀 ש</p>" for family in families)
    html = f"<html><head><title>T</title><style>{styles}</style></head><body>{words}</body></html>"
    before = os.environ.get("FONTCONFIG_FILE")
    data = weasyprint.print_pages(html, {"f": face}, variant=weasyprint.DRAFT).data
    assert os.environ.get("FONTCONFIG_FILE") == before
    assert fonts_of(data) <= {"F", "Source-Sans-3"}


def test_a_page_without_a_font() -> None:
    """Where no font of the brand can be read, the press's own stands in, and nothing crashes."""
    html = "<html><head><title>T</title><style>@font-face { font-family: F; src: url(f) }</style></head><body>Word 日</body></html>"
    printed = weasyprint.print_pages(html, {"f": b"no font"}, variant=weasyprint.DRAFT)
    assert fonts_of(printed.data) == {"Source-Sans-3"}
    assert any("cannot be loaded" in said for said in printed.warnings)


def fonts_of(data: bytes) -> set[str]:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return {
            str(font.BaseFont).partition("+")[2].strip(",")
            for page in pdf.pages
            for font in page.Resources.Font.values()
        }


def test_a_finished_file_still_tells(tmp_path: Path) -> None:
    """The build says to see `build check`, which says it too: once, in plain words, and not of another file."""
    project.make(tmp_path, text="Words.\n\nქ\n")
    made = project.build(tmp_path, "pdf")
    assert "1 warning: see `build check`" in made.stderr
    checked = project.build(tmp_path, "check", "--quick")
    assert checked.stdout.count("ქ (U+10E5)") == 1
    assert "output/paper/paper.en.pdf: Source Serif" in checked.stdout
    assert ".notdef" not in checked.stdout
    file = tmp_path / "output/paper/paper.en.pdf"
    file.write_bytes(file.read_bytes() + b"%\n")
    assert "U+10E5" not in project.build(tmp_path, "check", "--quick").stdout
