"""A leader is one text that looks as one a dot would."""

from __future__ import annotations

import io

import pypdfium2
import pytest

from bindery.tools import weasyprint
from bindery.tools.mends import leaders

PAGE = (
    "<style>@page {{ size: 12cm 4cm; margin: 5mm }} body {{ margin: 0; {} }} a::after {{ content: leader({}) '7' }}</style>"
    "<p><a href='#a'>An entry</a></p><p id=a>Words</p>"
)


def drawn(html: str, monkeypatch: pytest.MonkeyPatch) -> tuple[bytes, str, int]:
    """A page as a picture, its words, and how many texts were drawn on it."""
    weasyprint.warm()
    from weasyprint import draw

    texts: list[str] = []
    plain = draw.draw_text
    with monkeypatch.context() as patch:
        patch.setattr(
            draw, "draw_text", lambda stream, box, *more: [texts.append(box.text), plain(stream, box, *more)][1]
        )
        made = weasyprint.print_pages(html, {}, variant=weasyprint.DRAFT)
    with pypdfium2.PdfDocument(made.data) as document:
        out = io.BytesIO()
        document[0].render(scale=2).to_pil().convert("L").save(out, "BMP")
        return out.getvalue(), document[0].get_textpage().get_text_range(), len(texts)


@pytest.mark.parametrize("style", ["", "direction: rtl", "text-align: justify", "font-size: 7pt"])
@pytest.mark.parametrize("leader", ["dotted", "'. '", "'~'"])
def test_a_leader_is_one_text(style: str, leader: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """It stands where the dots would, and a page has a text where it had a hundred."""
    html = PAGE.format(style, leader)
    picture, words, count = drawn(html, monkeypatch)
    with monkeypatch.context() as patch:
        patch.setattr(leaders, "_join", lambda *_: None)
        before, said, many = drawn(html, monkeypatch)
    assert count < 8 < many
    assert sum(abs(a - b) for a, b in zip(picture, before, strict=True)) < 0.002 * 255 * len(before)
    assert "".join(words.split()) == "".join(said.split())


def test_a_leader_that_would_be_wider_stays_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """Letters that are drawn together, or apart, are not what one and one are."""
    _, _, count = drawn(PAGE.format("letter-spacing: 3px", "'AV'"), monkeypatch)
    assert count > 8
