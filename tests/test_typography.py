"""Typography of the language, the same in every format, and calls that never start a line."""

import re

import pytest

from bindery import notes, tree
from bindery.brand import read_language
from bindery.house import DEFAULTS, House
from bindery.source import Source, labelled
from bindery.tools import pandoc
from bindery.typography import breakable, set_type


def typeset(text: str, language: str = "en") -> list[tree.Node]:
    [blocks] = pandoc.read([labelled(Source("a.md", text))])
    taken = notes.Notebook().take("a.md", blocks)
    return set_type(taken, read_language(House(DEFAULTS), language))


def as_html(text: str) -> str:
    marked = tree.rewrite(typeset(text), lambda n: tree.string("CALL") if tree.is_call(n) else None)
    return pandoc.write([marked])[0]


@pytest.mark.parametrize(
    ("language", "printed"),
    [
        ("en", "He said “yes, ‘maybe’ yes” twice."),
        ("uk", "He said «yes, „maybe“ yes» twice."),
        ("be", "He said «yes, „maybe“ yes» twice."),
        ("ru", "He said «yes, „maybe“ yes» twice."),
        ("pl", "He said „yes, «maybe» yes” twice."),
    ],
)
def test_quotes_are_the_languages_own(language: str, printed: str) -> None:
    """Straight quotes become those of the edition's language, the inner ones too."""
    assert tree.plain(typeset("He said \"yes, 'maybe' yes\" twice.", language)) == printed


def test_single_quotes_stay_single_in_english() -> None:
    """An English author's single quotes stay single, even outermost."""
    assert tree.plain(typeset("A 'word' here.")) == "A ‘word’ here."


def test_quotes_cling_to_their_word() -> None:
    """A quotation mark is one word with what it encloses, so that no line ends between them."""
    [paragraph] = typeset('A "word" here.')
    assert {"t": "Str", "c": "“word”"} in paragraph["c"]


def test_quotes_reach_over_emphasis_and_notes() -> None:
    """A quotation around emphasis is closed where it ends; code keeps its straight quotes."""
    assert tree.plain(typeset('"*All* of it" and `"code"`.')) == '“All of it” and "code".'


@pytest.mark.parametrize("end", ["!", "?", "—", "-", "…", "–", "?!", "%"])
def test_calls_are_tied_where_a_line_could_break(end: str) -> None:
    """After "!", "?", a dash or a hyphen a line may break, so the call is tied to the last letter."""
    html = as_html(f"Some words here{end}[^a] go on.\n\n[^a]: N.\n")
    [tied] = re.findall(r'<span class="tied">(.*?)</span>', html)
    assert tied == f"e{end}CALL"


def test_calls_after_spaced_dash_are_tied_to_it() -> None:
    """A call after a dash that stands alone clings to the dash."""
    assert '<span class="tied">—CALL</span>' in as_html("A dash —[^a] here.\n\n[^a]: N.\n")


def test_two_calls_stay_together() -> None:
    """Two calls in a row are held to each other."""
    html = as_html("Twice![^a][^b] Yes.\n\n[^a]: N.\n\n[^b]: M.\n")
    assert re.search(r'<span class="tied">.*CALL.*CALL</span>', html)


@pytest.mark.parametrize("text", ["A word[^a] here.", "A stop.[^a] Here.", "A comma,[^a] here.", '"Quoted."[^a] Here.'])
def test_words_stay_whole(text: str) -> None:
    """No letter is added or lost when a call is tied."""
    html = re.sub(r"<[^>]+>", "", as_html(f"{text}\n\n[^a]: N.\n"))
    expected = text.replace("[^a]", "CALL")
    expected = re.sub(r'"([^"]*)"', "“\\1”", expected)
    assert html.strip() == expected


def test_addresses_break_at_joints() -> None:
    """An address gets places to break after "//" and "/", before "?", "&", "=" and "#", and none elsewhere."""
    link = '<a href="https://a.b/c?d=1&amp;e#f" class="uri">https://a.b/c?d=1&amp;e#f</a>'
    made = breakable(link)
    assert "https://<wbr/>a.b/<wbr/>c<wbr/>?d<wbr/>=1<wbr/>&amp;e<wbr/>#f" in made
    assert made.replace("<wbr/>", "") == link


def test_entities_are_not_broken() -> None:
    """A character reference is one letter."""
    assert "&#39;" in breakable('<a href="x" class="uri">https://a.b/it&#39;s</a>')


def test_links_with_words_stay() -> None:
    """Only printed addresses are touched."""
    link = '<a href="https://a.b/c/d">and/or</a>'
    assert breakable(link) == link
