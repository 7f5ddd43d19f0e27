"""No text, drawing or file from a stranger keeps a pattern busy for ever: what is twice as long takes twice as long."""

import time
from collections.abc import Callable

import pytest
from jinja2 import TemplateError

from bindery import anchors, coverage, drawings, labels, quotations
from bindery.checks import prose
from bindery.exchange import pieces
from bindery.passages import tag
from bindery.received import read
from bindery.source import Source
from bindery.tools.sandbox import Bounded

SECONDS = 4  # of this process; each took far longer, and four times as long where it was twice as long
SVG = '<svg xmlns="http://www.w3.org/2000/svg"><style>{0}</style><g fill="{0}" style="{0}"/></svg>'


def examined(text: str) -> object:
    return prose.examine(text, "a.md", "en")


def imported(text: str) -> object:
    return read(f"# Title\n\n{text}", "a.md", ["en"])


def drawn(text: str) -> object:
    return drawings.fault(SVG.format(text).encode())


def told(text: str) -> object:
    return labels.find(Source("a.md", text))


def tagged(text: str) -> object:
    return tag([{"t": "Para", "c": [{"t": "Str", "c": text}]}], "en")


CASES: dict[str, tuple[Callable[[str], object], str]] = {
    "comments that nobody closes": (examined, "<!-- " * 40_000),
    "a citation that nobody closes": (examined, "[" + " @a" * 40_000),
    "brackets of two kinds": (examined, "( " * 20_000 + "] " * 20_000),
    "brackets in brackets": (examined, "( " * 30_000 + "() " * 30_000),
    "pictures in a row": (examined, "![](a " * 20_000),
    "a heading with spaces": (examined, "# a" + " " * 60_000 + "b"),
    "received comments that nobody closes": (imported, "<!-- " * 20_000),
    "received marks of code, each longer": (imported, "".join("`" * length + "a" for length in range(1, 400))),
    "lines to write on": (examined, ("x" + "_" * 4_900 + "a ") * 20),
    "a received line to write on": (imported, "x" + "_" * 30_000 + "a"),
    "a label that nobody closes": (told, "[^" + "a " * 40_000),
    "quotations of two kinds": (quotations.pair, "‚a " * 30_000 + "»" * 30_000),
    "marks around a foreign word": (tagged, "(" * 4_000 + "слово" + '"' * 4_000),
    "names that are none": (lambda text: anchors._given(Source("a.md", text)), "{" * 60_000),
    "formulas that are none": (lambda text: coverage._TAG.sub("", text), "<!-- " + "<math " * 30_000),
    "an address in a drawing": (drawn, "url(" + " " * 40_000 + "#a)"),
    "markers in a drawing": (drawn, "marker:" * 20_000),
    "a file for translators": (lambda text: pieces.open_file(text.encode()), "<xliff " * 40_000),
    "its parts": (lambda text: pieces.open_file(text.encode()), '<xliff version="1.2">' + "<file " * 40_000),
}


@pytest.mark.parametrize(("work", "text"), CASES.values(), ids=CASES)
def test_it_ends(work: Callable[[str], object], text: str) -> None:
    """Whatever nobody closes, of whatever there is too much."""
    begun = time.process_time()
    work(text)
    assert time.process_time() - begun < SECONDS


@pytest.mark.parametrize(("text", "said"), [
    ("url(#a)", ""), ("url( '#a')", ""), ("url(http://a)", "fetches something in its style"),
    ("url( ' http://a')", "fetches something in its style"), ("url(' #a')", "fetches something in its style"),
])  # fmt: skip
def test_addresses_in_a_drawing_are_told(text: str, said: str) -> None:
    """What leads into the drawing itself is let through, and nothing else."""
    assert drawings.fault(SVG.format(text).encode()) == said


@pytest.mark.parametrize("template", [
    '{{ "x"|center(30000000) }}', '{{ "x"|indent(30000000, true) }}', '{{ "%30000000d" % 1 }}', '{{ "%30000000d"|format(1) }}',
    '{{ "{:>30000000}".format("x") }}', '{{ "x".rjust(30000000) }}', '{{ "x"|attr("zfill")(30000000) }}', '{{ "x" * 30000000 }}',
])  # fmt: skip
def test_a_template_fills_no_memory(template: str) -> None:
    """A few letters of a template make no text that a machine cannot hold."""
    with pytest.raises(TemplateError):
        Bounded().from_string(template).render()


def test_a_template_reckons() -> None:
    """A remainder is a number's."""
    assert Bounded().from_string("{{ 7 % 4 }} {{ '%s' }}").render() == "3 %s"
