"""Pages in every style, printed without one of the mends; run by ``test_mends`` in a process of its own.

``python mended.py MEND SEED…`` prints the hash of each PDF, and a justified one.
"""

from __future__ import annotations

import json
import random
import sys
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from typing import Any

FONTS = Path(__file__).parents[1] / "styles/fonts"
WORDS = {
    "en": "unanswerable questions of the neighbouring countries stood well-known between hyphenated “words” and their "
    "extraordinary ends — fi ffi AV To. a I 1,5 (so) end; it’s office affluent",
    "uk": "Білорусько-українські відносини на межі війни «слово» та їхні надзвичайні наслідки — і в з у сьогодні м’яч",
    "he": "מילים בעברית שאין להן סוף ולא התחלה של ממש",
}
STYLES = (
    "hyphens: auto", "font-size: 8pt", "letter-spacing: 1px", "word-spacing: 3px", "font-style: italic", "direction: rtl",
    "white-space: pre-wrap", "white-space: nowrap", "overflow-wrap: anywhere; width: 2cm", "font-weight: bold; hyphens: auto",
    "text-decoration: underline", "hyphens: manual", "line-height: 2", "font-variant-caps: small-caps", "tab-size: 2",
    "width: 50%; margin: 0 5%; padding: 1%", "display: flex; gap: 3px", "display: grid; grid-template-columns: 1fr 2fr",
    "float: left; width: 3cm", "columns: 2", "position: relative; left: 3px", "box-sizing: border-box; padding: 4px; height: 2cm",
    "border: 1px solid red; border-radius: 4px", "text-indent: 1em; hyphens: auto; hyphenate-limit-chars: 6 3 3",
    "font-variant-numeric: oldstyle-nums; font-feature-settings: 'liga' 0", "display: inline-block; width: 40%",
    "text-align: center", "margin: auto; max-width: 60%; min-height: 1cm", "display: list-item; list-style: inside", "",
)  # fmt: skip
SHEET = """
@font-face { font-family: F; src: url(f) } @font-face { font-family: F; font-style: italic; src: url(i) }
@page { size: 12cm 15cm; margin: 1cm; @bottom-center { content: counter(page) } }
@page :left { margin-left: 2cm } @page named { @top-left { content: string(head) } } @page :nth(3) { margin-top: 2cm }
body { font: 10pt/1.3 F } h2 { string-set: head content(); page: named } sup { font-size: .7em } p::first-letter { color: red }
q { text-decoration: overline } table { border-collapse: collapse } td { border: 1px solid; padding: 2%; margin: 3px }
.j p { text-align: justify; hyphens: auto; padding: 0; width: auto; margin: 0 }
"""


DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="90"><text x="9" y="20">To unanswerable fi</text>'
    '<text x="9" y="50" font-family="F" font-style="italic" font-weight="bold" text-anchor="start">Білорусь '
    '<tspan dx="3" font-size="20">AV</tspan></text><text x="9" y="80" letter-spacing="2" rotate="5">so end</text></svg>'
)


def page(seed: int, *, justified: bool = False) -> str:
    """Headings, lists, a table and paragraphs of words in every style, some in one another."""
    dice = random.Random(seed)

    def words(language: str, most: int = 60) -> str:
        said = [dice.choice(WORDS[language].split()) for _ in range(dice.randrange(1, most))]
        for at in range(0, len(said), 9):
            tag = dice.choice(("em", "b", "sup", "q", "a href='#x'", "code", "i style='letter-spacing: 2px'"))
            said[at] = f"<{tag}>{said[at]}</{tag.split()[0]}>" + dice.choice(("", ",", "\u00a0", "\u00ad", "&#8203;"))
        return " ".join(said)

    made = []
    for at in range(40):
        language = dice.choice(("en", "en", "uk", "he")) if not justified else dice.choice(("en", "uk"))
        style = "" if justified else dice.choice(STYLES)
        made.append(f'<p lang={language} style="{style}">{words(language)}</p>')
        if at % 9 == 0:
            made.append(f"<h2 id=x{at}>{words('en', 6)}</h2><ul><li>{words('en')}<li>{words('uk')}</ul>")
        if at % 13 == 0:
            made.append(f"<table><tr><td>{words('en', 9)}<td>{words('uk', 9)}<tr><td>{words('en', 9)}<td></table>")
    made.append("<p>before <img src=d.svg alt=Words> after")
    return f"<style>{SHEET}</style><body class={'j' if justified else 'k'}>{''.join(made)}"


def main(without: list[str], seeds: list[int]) -> None:
    """Print what pages come to."""
    from bindery.tools import weasyprint

    for name in without:
        mend: Any = import_module(f"bindery.tools.mends.{name}")
        setattr(mend, "spare" if name == "pseudos" else "mend", lambda *_: None)
    files = {"f": (FONTS / "SourceSerif4-Regular.ttf"), "i": (FONTS / "SourceSerif4-It.ttf")}
    fonts = {name: path.read_bytes() for name, path in files.items()} | {"d.svg": DRAWING.encode()}
    hashes = [sha256(weasyprint.print_pages(page(seed), fonts).data).hexdigest() for seed in seeds]
    made = weasyprint.print_pages(page(seeds[0], justified=True), fonts)
    json.dump({"hashes": hashes, "justified": made.data.hex(), "mended": mended()}, sys.stdout)


def mended() -> list[str]:
    """Return the mends that hold: whose function is in the place of WeasyPrint's."""
    from weasyprint import css
    from weasyprint.draw import text
    from weasyprint.layout import inline, page, percent
    from weasyprint.text import line_break

    from bindery.tools.mends import pseudos

    functions = {
        "boxes": percent.resolve_percentages,
        "breaks": inline.split_first_line,
        "contexts": line_break.Layout.setup,
        "glyphs": text.draw_first_line,
        "kinds": page.set_page_type_computed_styles,
        "styles": css.ComputedStyle.__missing__,
        "pseudos": pseudos.spare,
    }
    return [
        name
        for name, function in functions.items()
        if function.__module__ == f"bindery.tools.mends.{name}" and function.__name__ != "<lambda>"
    ]


if __name__ == "__main__":
    main([name for name in sys.argv[1].split(",") if name], [int(seed) for seed in sys.argv[2:]])
