"""WeasyPrint imported quickly, and no page laid out twice without need."""

from __future__ import annotations

import runpy
import subprocess
import sys
from pathlib import Path

import pypdfium2
import pytest

from bindery.tools import weasyprint
from bindery.tools.mends import pango, pango_table

SCRIPT = Path(__file__).parents[1] / "scripts/declare.py"
ASK = (
    "import sys; from bindery.tools import weasyprint; from bindery.tools.mends import pango, pango_table; {before}"
    "made = weasyprint.print_pages('<p>Вітаем', {{}}).data;"
    "from weasyprint.text.ffi import ffi;"
    "print(type(ffi).__name__, 'pycparser' in sys.modules, hash_of(made))"
)


def test_declarations_are_those_of_the_installed_version() -> None:
    """The table is what cffi makes of the WeasyPrint that is locked: run scripts/declare.py where it is not."""
    assert runpy.run_path(str(SCRIPT))["table"]() == Path(pango_table.__file__).read_text("utf-8")
    assert pango.digest() == pango_table.MADE_OF


def test_another_version_is_parsed_and_prints_the_same() -> None:
    """With the table nothing is parsed; without it cffi does what it did; the PDF has the same bytes."""

    def answer(before: str) -> list[str]:
        code = ASK.format(before=before).replace("hash_of(made)", "__import__('hashlib').sha256(made).hexdigest()")
        return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()

    ready, parsed = answer(""), answer("pango_table.MADE_OF = 'of another';")
    assert ready[:2] == ["Declared", "False"]
    assert parsed[:2] == ["FFI", "True"]
    assert ready[2] == parsed[2]


def test_what_is_seldom_needed_comes_when_it_is_called() -> None:
    """Fonts that fontTools must subset or make static are still: its modules are imported by the call, and only then."""
    code = (
        "import sys; from bindery.tools import weasyprint; from bindery.tools.mends import later; weasyprint.warm();"
        "from weasyprint.pdf import fonts; before = [name in sys.modules for name in later.SELDOM];"
        "options = fonts.subset.Options(hinting=True);"
        "from fontTools import ttLib;"
        "print(*before, type(options).__module__, fonts.subset.Subsetter(options).options is options,"
        "type(fonts.TTFont()) is ttLib.TTFont, fonts.ttFont.getTableClass('glyf').__name__,"
        "issubclass(ttLib.TTLibError, fonts.TTLibError));"
        "import urllib.request, ssl; print(type(urllib.request.ssl.create_default_context()) is ssl.SSLContext);"
        "html = sys.modules['weasyprint'].HTML(string='<p>One<p>Two'); print(len(html.etree_element.findall('.//p')))"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert said == [*["False"] * 5, "fontTools.subset", "True", "True", "table__g_l_y_f", "True", "True", "2"]


def test_pages_are_laid_out_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the contents, which tell what comes after them, are laid out again; each number is that of its page."""
    weasyprint.warm()
    from weasyprint.layout import page

    laid, plain = [], page.remake_page
    monkeypatch.setattr(page, "remake_page", lambda at, *more: [laid.append(at), plain(at, *more)][1])
    html = (
        "<style>@page { size: 10cm } section { break-before: page } .to::after { content: target-counter(attr(href url), page) }"
        "</style><nav><a class=to href='#a'>A&nbsp;</a><a class=to href='#b'>B&nbsp;</a><a class=to href='#n'>N&nbsp;</a></nav>"
        "<section id=a><p>One<a id=call-1>1</a></section><section id=b><p>Two<a id=call-2>2</a></section>"
        "<section id=n><p><a class=to href='#call-1'>i&nbsp;</a><p style='height: 9cm'><p><a class=to href='#call-2'>ii&nbsp;</a>"
        "</section>"
    )
    made = weasyprint.print_pages(html, {}, variant=weasyprint.DRAFT)
    assert laid == [*range(made.pages), 0]
    with pypdfium2.PdfDocument(made.data) as document:
        said = [document[at].get_textpage().get_text_range().split() for at in range(made.pages)]
    assert said[0] == ["A", "2B", "3N", "4"]
    assert [words for words in said[3:] if words] == [["i", "2"], ["ii", "3"]]
