"""Lines that are remembered are what would be broken anew."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bindery.tools import makeready, weasyprint
from bindery.tools.mends import lines

FONTS = Path(__file__).parents[1] / "styles/fonts"
WORDS = [
    "unanswerable",
    "questions",
    "of",
    "the",
    "neighbouring",
    "countries",
    "stood",
    "between",
    "hyphenated",
    "words",
    "and",
    "their",
    "extraordinary",
    "ends",
]
STYLES = ["hyphens: auto", "font-size: 8pt", "letter-spacing: 1px", "word-spacing: 3px", "font-style: italic", "direction: rtl",
          "text-align: justify; hyphens: auto", "white-space: pre-wrap", "overflow-wrap: anywhere; width: 2cm", "font-weight: bold",
          "text-decoration: underline", "hyphens: manual", "line-height: 2", "font-variant-caps: small-caps", "tab-size: 2"]  # fmt: skip


@pytest.fixture
def remembering() -> Iterator[lines.Lines]:
    """Lines are remembered, until the test is over."""
    weasyprint.remember()
    from weasyprint.layout import inline

    [memory] = lines._lines
    yield memory
    inline.split_first_line = memory._plain
    lines._lines.clear()
    makeready._ready.clear()


def page(dice: random.Random, changed: int = -1) -> str:
    """Paragraphs in many styles; one of them has other words where it is ``changed``."""
    texts = []
    for at in range(24):
        words = [dice.choice(WORDS) for _ in range(dice.randrange(3, 60))]
        mark = f"<b>{words[0]}</b> <i>x</i>" if at % 3 == 0 else ""
        texts.append(
            f"<p lang=en style='{STYLES[at % len(STYLES)]}'>{'Another ' if at == changed else ''}{mark} {' '.join(words)}</p>"
        )
    return f"<style>@font-face {{ font-family: F; src: url(f) }} @page {{ size: 9cm 12cm }} p {{ font-family: F }}</style>{''.join(texts)}"


def printed(html: str, font: str = "SourceSans3-Regular.ttf") -> bytes:
    return weasyprint.print_pages(html, {"f": (FONTS / font).read_bytes()}, variant=weasyprint.DRAFT).data


def test_pages_are_the_same_with_and_without(remembering: lines.Lines) -> None:
    """The same text again, with a word changed, and set in another font."""
    from weasyprint.layout import inline

    texts = [page(random.Random(1)), page(random.Random(1)), page(random.Random(1), 5), page(random.Random(2))]
    now = [printed(text) for text in texts] + [printed(texts[0], "SourceSerif4-Regular.ttf")]
    inline.split_first_line = remembering._plain
    assert now == [printed(text) for text in texts] + [printed(texts[0], "SourceSerif4-Regular.ttf")]
    assert now[0] == now[1] != now[2]


def test_lines_are_broken_once(remembering: lines.Lines, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that was ready breaks nothing the second time, and little where one paragraph is another."""
    broken: list[str] = []
    plain = remembering._plain
    monkeypatch.setattr(
        remembering, "_plain", lambda text, *more, **named: [broken.append(text), plain(text, *more, **named)][1]
    )
    html, other = page(random.Random(1)), page(random.Random(1), 5)
    weasyprint.make_ready(html, {"f": (FONTS / "SourceSans3-Regular.ttf").read_bytes()})
    printed(html)
    whole = len(broken)
    printed(html)
    assert len(broken) == whole > 100
    printed(other)
    assert whole < len(broken) < whole * 1.3
    printed("<p>Nothing of it.</p>")
    printed("<p>Nothing at all.</p>")
    assert len(remembering._now) + len(remembering._before) < 10  # what nobody uses is forgotten


def test_all_is_known_that_a_line_depends_on() -> None:
    """What the source of WeasyPrint asks of a style when it breaks lines and finds fonts."""
    weasyprint.warm()
    from weasyprint.text import fonts, line_break

    asked = {
        name
        for module in (fonts, line_break)
        for name in re.findall(r"style\['(\w+)'\]", Path(_file(module)).read_text("utf-8"))
    }
    assert asked <= set(lines.PROPERTIES)
    assert asked >= {"font_family", "hyphens", "letter_spacing"}


def _file(module: Any) -> str:
    return str(module.__file__)
