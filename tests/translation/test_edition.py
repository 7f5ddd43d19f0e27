"""A translated edition: the same shape, the same ids, and what is not translated says whose language it is in."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from lxml import html

from bindery.checks import parity
from bindery.house import House
from bindery.model import Colophon, Manuscript
from bindery.renderers import sheets
from bindery.templates import Templates
from bindery.translation import units
from publications import SOURCE, YAML, catalog, document, manuscript, media, translated, with_translations

RICH = Path(__file__).parents[1] / "publications/synthetic"


def edition(root: Path, text: str = SOURCE, yaml: str = YAML, **changed: str) -> Manuscript:
    source = manuscript(root, text, yaml)
    made = with_translations(catalog(units.taken(source)), changed)
    return translated(source, made)


def test_ids_notes_and_links_are_those_of_the_source(tmp_path: Path) -> None:
    """Notes, calls, headings, links and pictures have the same ids in the same order in every edition."""
    source = manuscript(tmp_path)
    made = translated(source, catalog(units.taken(source)))
    assert parity.compare([document(source), document(made)]) == []
    assert 'id="call-1" href="#note-1"' in document(made).sections[0].html


def test_links_may_change_places_within_their_unit_only(tmp_path: Path) -> None:
    """A language may need two links in another order; what leaves its paragraph is told."""
    text = "## Rivers\n\nSee [one](https://example.org/1) and [two](https://example.org/2).\n\nAnd [it](https://example.org/3).\n"
    first = document(manuscript(tmp_path, text))
    turned, moved = (
        replace(first, sections=(replace(section, html=html),))
        for section in first.sections
        for html in (
            re.sub('example.org/([12])"', lambda match: f'example.org/{3 - int(match[1])}"', section.html),
            re.sub('example.org/([23])"', lambda match: f'example.org/{5 - int(match[1])}"', section.html),
        )
    )
    assert turned.sections[0].html.index("org/2") < turned.sections[0].html.index("org/1")
    assert parity.compare([first, turned]) == []
    assert [finding.code for finding in parity.compare([first, moved])] == ["parity-links"]


def test_everything_of_a_specimen_is_translated(tmp_path: Path) -> None:
    """Lists, tables, figures, verse, definitions, notes of several paragraphs: each word goes through the catalogue."""
    media(tmp_path)
    source = manuscript(tmp_path, (RICH / "01-elements.md").read_text("utf-8"))
    made = document(translated(source, catalog(units.taken(source))))
    assert parity.compare([document(source), made]) == []
    checked = 0
    for part in (*(s.heading + s.html for s in made.sections), *(n.html for n in made.endnotes)):
        root = html.fragment_fromstring(part, create_parent="p")
        for element in root.xpath("//pre|//code|//math|//sup|//*[@class='label' or @class='return' or @class='uri']"):
            element.drop_tree()
        for text in root.xpath("//text()[string-length(normalize-space()) > 2]"):
            blocks = text.getparent().xpath(
                "ancestor-or-self::*[self::p|self::li|self::td|self::th|self::dt|self::dd|self::figcaption|self::caption|self::h3|self::h4|self::div]"
            )
            assert not re.search(r"[^\W\d_]{2}", text) or "«" in blocks[-1].text_content(), text
            checked += 1
    assert checked > 60
    assert 'alt="«' in "".join(section.html for section in made.sections)


def test_metadata_is_translated(tmp_path: Path) -> None:
    """Title, author's name and the network's name and wordmark are those of the edition."""
    made = edition(tmp_path, **{"On Rivers": "Про ріки", "Ada Example": "Ада Приклад", "Dr.": "д-р"})
    assert made.publication.title == "Про ріки"
    assert made.publication.authors[0].full_name == "д-р Ада Приклад"
    assert made.brand.name == "«Belarus Research Network on Neighborhood Policy»"
    assert made.brand.identity == "Belarus Research Network on Neighborhood Policy"
    assert made.brand.wordmark[0] == "«Belarus"


def test_what_is_not_translated_stays_and_says_its_language(tmp_path: Path) -> None:
    """A unit without translation stands as the author wrote it, tagged, and the edition is a draft."""
    bridges = "There are three bridges. Two of them are old. One is new."
    made = edition(tmp_path, **{bridges: "", "Rivers": ""})
    written = document(made).sections[1].html
    assert f'<span class="untranslated" lang="en-US">{bridges}</span>' in written
    assert 'lang="en-US">Rivers</span>' in document(made).sections[0].heading
    assert made.standing is not None
    assert (made.standing.missing, made.standing.complete, made.standing.word) == (2, False, "draft")


def test_a_translators_marks_are_the_languages(tmp_path: Path) -> None:
    """Curly quotes of another language are set as the language has them; those of an English title stay."""
    bridges = "There are three bridges. Two of them are old. One is new."
    typed = "Є три “мости”, зокрема “The Bridge of the Rivers”. Два старі. Один новий."
    written = document(edition(tmp_path, **{bridges: typed})).sections[1].html
    assert "«мости»" in written
    assert '<span lang="en">“The Bridge of the Rivers”</span>' in written


def test_fuzzy_never_counts_as_translated(tmp_path: Path) -> None:
    """A guess is not printed."""
    source = manuscript(tmp_path)
    made = catalog(units.taken(source))
    made = replace(
        made, entries=tuple(replace(e, flags=("fuzzy",)) if e.source == "Rivers" else e for e in made.entries)
    )
    done = translated(source, made)
    assert "«Rivers»" not in document(done).sections[0].heading
    assert done.standing is not None
    assert (done.standing.fuzzy, done.standing.missing) == (1, 0)


def test_damaged_translations_are_not_printed(tmp_path: Path) -> None:
    """A translation that lost a call stays out, so that no note is lost; the edition is a draft."""
    source = manuscript(tmp_path)
    made = catalog(
        units.taken(source),
        **{"The first river rises in the hills[^1] and ends in the sea. It is 6.9 km long.": "Перша."},
    )
    number = next(
        at for at, key in enumerate(dict.fromkeys(u.key for u in units.taken(source)), 1) if "[^1] and" in key[1]
    )
    done = translated(source, made, damaged=(number,))
    assert "hills" in document(done).sections[0].html
    assert parity.compare([document(source), document(done)]) == []
    assert done.standing is not None
    assert (done.standing.damaged, done.standing.word) == (1, "draft")


def test_what_must_not_be_translated_says_its_language(tmp_path: Path) -> None:
    """`{translate=no}` keeps a block as it is, in the source's language."""
    made = edition(tmp_path, "::: {translate=no}\nAs it is.\n:::\n\nSing [Dies irae]{translate=no} now.\n")
    written = document(made).sections[0].html
    assert re.search(r'<div translate="no" lang="en-US">\s*<p>As it is.</p>', written)
    assert re.search(r'«Sing <span translate="no" lang="en-US">Dies irae</span> now.»', written)


def test_copied_notes_say_their_language(tmp_path: Path) -> None:
    """With the policy `copy` notes stand as they are, tagged, and the edition is complete."""
    made = edition(tmp_path, yaml=YAML + "notes: {translation: copy}\n")
    assert 'lang="en-US">A note on hills.</span>' in document(made).endnotes[0].html
    assert made.standing is not None
    assert made.standing.complete


def test_a_source_is_left_as_it_was(tmp_path: Path) -> None:
    """Making an edition changes nothing in the manuscript it is made from."""
    source = manuscript(tmp_path, "::: {translate=no}\nAs it is.\n:::\n\n" + SOURCE)
    before = repr(source)
    document(translated(source, catalog(units.taken(source))))
    assert repr(source) == before


def test_metadata_breaks_no_style_sheet(tmp_path: Path) -> None:
    """A network's name with a line break or a quotation mark is a name in one line, and print keeps its design."""
    network = "Belarus Research Network on Neighborhood Policy"
    made = document(edition(tmp_path, **{network: 'Мережа\n"Сусіди" }\\'}))
    assert made.brand.name == 'Мережа "Сусіди" }\\'
    page = sheets.filled(made, Templates(House(tmp_path)), Colophon()).html
    assert 'data-house="Мережа &#34;Сусіди&#34; }\\"' in page  # running heads take it from there
    assert "Сусіди" not in page.partition("<style>")[2].partition("</style>")[0]
