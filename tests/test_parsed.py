"""A page parsed as XML is what a parser of HTML makes of it, or it is left to one."""

from __future__ import annotations

import random
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import tinyhtml5

from bindery import press
from bindery.house import House
from bindery.model import Colophon
from bindery.renderers.sheets import filled
from bindery.templates import Templates
from bindery.tools.mends import parsed

HOUSE = House(Path(__file__).parents[1])
PAGE = (
    '<!DOCTYPE html>\n<html lang="en">\n<head><meta charset="utf-8" /><title>T</title></head>\n<body>{}</body>\n</html>'
)
# Well-formed XML of which HTML makes something else, or would.
OTHERS = [
    "<p>a<div>b</div></p>", "<span/>b", "<p><ul><li>a</li></ul></p>", "<a href='#a'>b<a href='#c'>d</a></a>", "<pre>\n\na</pre>",
    "<table>words<tr><td>a</td></tr></table>", "<table><tr><td>a</td></tr></table>", "<div><li>a</li></div>", "<P>a</P>",
    "<svg><path/></svg>", "<math><mi>x</mi></math>", "<textarea>\na</textarea>", "<p>&#128;</p>", '<p title="a\nb">c</p>',
    "<h2>a<h3>b</h3></h2>", "<select><option>a</option></select>", "<![CDATA[a]]>", "<?php a ?>", "<b>a<p>b</p></b>", "<br>a</br>",
    "<title>a</title>", "<p>a", "&nbsp;", "<button><button>a</button></button>", "<dl><dt>a<dt>b</dt></dt></dl>", '<p Title="a">b</p>',
    "<body>a</body>", "<form><form>a</form></form>", "<template>a</template>", "<col />", "<ul>a<b>c</b></ul>",
]  # fmt: skip
INLINE = ["words", "<b>{0}</b>", "<i>{0}</i>", '<a href="#x">w</a>', "<br />", "&amp; &lt;", "<span lang='uk'>{0}</span>", "<sup>{0}</sup>",
          "<!-- a -->", '<img src="a.svg" alt="b" />', "<code>{0}</code>", "&#39;", "\n", "<ins>{0}</ins>"]  # fmt: skip
BLOCK = ["<p>{0}</p>", "<h2 id='a'>{0}</h2>", "<div>{1}</div>", "<ol start='3'><li>{1}</li><li>{0}</li></ol>", "<blockquote>{1}</blockquote>",
         "<table><thead><tr><th>{0}</th></tr></thead>\n<tbody><tr><td>{1}</td></tr></tbody></table>", "<pre>{0}</pre>", "<hr />",
         "<dl><dt>{0}</dt><dd>{1}</dd></dl>", "<section>{1}</section>", "<figure>{1}<figcaption>{0}</figcaption></figure>", "\n"]  # fmt: skip


def flat(element: Any) -> list[Any]:
    """A tree in a line; white space outside the body is nothing to a layout, and at its end."""
    made: list[Any] = [(element.tag, dict(element.attrib))]
    outside = element.tag in {"html", "head"}
    pieces = [element.text or ""]
    for child in element:
        if isinstance(child.tag, str):
            made += [pieces.pop() if not outside else "", *flat(child)]
            pieces.append(child.tail or "")
        else:  # a comment, which expat drops
            pieces.append(pieces.pop() + (child.tail or ""))
    last = pieces.pop()
    return [*made, "" if outside else last.rstrip() if element.tag == "body" else last, "end"]


def html(page: str) -> list[Any]:
    return flat(tinyhtml5.parse(BytesIO(page.encode()), namespace_html_elements=False, transport_encoding="utf-8"))


@pytest.mark.parametrize("language", ["en", "be", "uk", "pl"])
def test_sheets_are_parsed_as_xml(language: str) -> None:
    """What the house prints is well-formed, and the same tree."""
    manuscript = press.read(press.open_publication("on-the-brink-of-war", HOUSE), HOUSE)
    document = press.compose(press.translate(manuscript, language, HOUSE), HOUSE)
    sheet = filled(document, Templates(HOUSE), Colophon()).html
    root = parsed.root(sheet)
    assert root is not None
    assert flat(root) == html(sheet)


@pytest.mark.parametrize("body", OTHERS)
def test_what_html_reads_otherwise_is_left_to_it(body: str) -> None:
    """Each of these would be another tree, or none."""
    assert parsed.root(PAGE.format(body)) is None


@pytest.mark.parametrize("seed", range(6))
def test_the_tree_is_the_same_or_left_to_html(seed: int) -> None:
    """Elements in one another, right and wrong."""
    dice = random.Random(seed)

    def inline(depth: int = 0) -> str:
        some = "".join(dice.choice(INLINE) for _ in range(dice.randrange(3)))
        return some.format(inline(depth + 1) if depth < 3 else "w")

    def block(depth: int = 0) -> str:
        kinds = BLOCK if dice.random() < 0.97 else [*INLINE, *OTHERS]
        some = "".join(dice.choice(kinds) for _ in range(dice.randrange(1, 4)))
        return some.format(inline(), block(depth + 1) if depth < 4 else inline())

    taken = 0
    for _ in range(300):
        page = PAGE.format(block())
        root = parsed.root(page)
        taken += root is not None
        assert root is None or flat(root) == html(page), page
    assert taken > 60
