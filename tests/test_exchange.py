"""Exchange: a translator's Word or XLIFF file comes back, whatever was done to it, and loses nobody's words."""

import copy
import io
import random
import re
import subprocess
import sys
import zipfile
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path

import docx
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from bindery import catalog as po
from bindery import exchange
from bindery.errors import UsageError
from bindery.exchange import units
from bindery.exchange.units import unit_id
from bindery.model import Catalog, Entry, Severity, Unit
from bindery.translation.review import Reviewer, review, reviewer
from bindery.translation.revision import revise

HERE = Path(__file__).parent / "exchange"
HEADING = Entry("heading", "Introduction", "Wstęp", comment="Reviewed by Jana Novak on 2024-05-01 [3f2a9c1d07be]")
FUZZY = Entry(
    "text",
    "See [^1] and *this*.\nOn two lines.",
    "Zob. [^1].",
    ("fuzzy", "no-wrap", "unreviewed"),
    comment="Who is meant?\nAsk the author.",
    previous_context="heading",
    previous_source="See [^1].",
)
NOTE = Entry("note", "Ibid.", "Tamże.", ("unreviewed",), remark="An endnote.")
NEW = Entry("caption", "A picture & a <frame>")
OLD = Entry("text", "Gone", "Nie ma", ("unreviewed",), obsolete=True)
LIVE = (HEADING, FUZZY, NOTE, NEW)
CATALOG = Catalog("pl", {"Project-Id-Version": "brink", "Language": "pl"}, (*LIVE, OLD), "head")
LIFTED = replace(FUZZY, flags=("no-wrap", "unreviewed"), previous_context="", previous_source="")
MEDIA = "docx", "xliff"


def export(catalog=CATALOG, medium="docx"):
    return exchange.export(catalog, "be", "On the Brink", medium)


def take(data, medium="docx", catalog=CATALOG):
    """The entries that came back and the codes of the findings, each of which names its file and says something."""
    taken, findings = exchange.take(data, catalog, medium, f"back.{medium}")
    assert all(f.place.file == f"back.{medium}" and f.message.endswith(".") for f in findings)
    assert po.parse(po.write(taken), "pl.po").language == "pl"  # it is a catalogue, no key in it twice
    assert (taken.header, taken.comment) == (catalog.header, catalog.comment)
    return taken.entries, [f.code for f in findings]


def said(data, medium="docx", catalog=CATALOG):
    return " ".join(f.message for f in exchange.take(data, catalog, medium, "back")[1])


# --- what holds of both


@pytest.mark.parametrize("medium", MEDIA)
def test_an_untouched_file_comes_back_as_the_identical_catalogue(medium):
    assert exchange.take(export(medium=medium), CATALOG, medium, "back") == (CATALOG, [])


TEXT = st.text(max_size=30) | st.text(alphabet="ab \n\t\r\x00\x0b\u2028\x85\u00a0\u00ad\ufffe<&>⚠ź[^1]*", max_size=30)


@pytest.mark.parametrize("medium", MEDIA)
@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.builds(
            Entry,
            context=TEXT,
            source=TEXT,
            translation=TEXT,
            flags=st.sampled_from([(), ("fuzzy",), ("unreviewed",)]),
            comment=TEXT,
            remark=TEXT,
            previous_source=TEXT,
        ),
        max_size=4,
        unique_by=lambda e: e.key,
    )
)
def test_any_catalogue_comes_back_identical(medium, entries):
    """Characters that XML cannot hold too: the catalogue keeps them, and the editor is told."""
    catalog = Catalog("pl", {"Language": "pl"}, tuple(entries))
    taken, findings = exchange.take(export(catalog, medium), catalog, medium, "back")
    assert taken == catalog
    assert {f.code for f in findings} <= {"exchange-character"}


@pytest.mark.parametrize("medium", MEDIA)
def test_the_same_catalogue_gives_the_same_bytes(medium):
    assert export(medium=medium) == export(medium=medium)


def test_ids_stay_and_are_told_apart(monkeypatch):
    """An id is that of context and source, whatever else changes; two entries of one id stop the export."""
    assert unit_id(NOTE) == unit_id(replace(NOTE, translation="x", flags=(), comment="y")) == "7eb50e7242b7"
    assert unit_id(NOTE) != unit_id(replace(NOTE, context="text"))
    monkeypatch.setattr(units, "unit_id", lambda entry: "0" * 12)
    with pytest.raises(po.CatalogError, match="have one id"):
        export()


@pytest.mark.parametrize("medium", MEDIA)
def test_what_was_changed_in_the_catalogue_meanwhile_stays(medium):
    """A file that went out earlier says what was so then; where nobody touched it, it is not a change back."""
    since = replace(
        CATALOG,
        entries=(
            replace(HEADING, translation="Wprowadzenie", comment=""),
            replace(FUZZY, translation="Zob. [^1] i *to*."),
            replace(NOTE, flags=("fuzzy",)),
            replace(NEW, translation="Obraz"),
            OLD,
        ),
    )
    assert take(export(medium=medium), medium, since) == (since.entries, [])


def test_what_was_changed_on_both_sides_is_told():
    since = replace(CATALOG, entries=(replace(HEADING, translation="Wprowadzenie"), *CATALOG.entries[1:]))
    for medium, data in (("docx", edited(write(1, 2, "Na początek"))), ("xliff", xliff((">Wstęp<", ">Na początek<")))):
        entries, codes = take(data, medium, since)
        assert (entries[0].translation, codes) == ("Na początek", ["exchange-conflict"])
        assert "“Wprowadzenie” gave way" in said(data, medium, since)


@pytest.mark.parametrize("medium", MEDIA)
def test_what_gives_way_is_kept(medium):
    """Which of two translators is right is not the press's to say: the other's words stay in the comment."""
    newer = replace(HEADING, translation="Wprowadzenie\ni cel", comment="Mine.")
    since = replace(CATALOG, entries=(newer, *CATALOG.entries[1:]))
    data = {
        "docx": lambda: edited(
            lambda document: (write(1, 2, "Na początek")(document), write(1, 3, "Yours.")(document))
        ),
        "xliff": lambda: xliff((">Wstęp<", ">Na początek<"), (f">{HEADING.comment}<", ">Yours.<")),
    }[medium]()
    for _ in "twice":
        [entry, *_], codes = take(data, medium, since)
        assert (entry.translation, entry.comment) == ("Na początek", "Yours.\nMine.\nAlso: Wprowadzenie\ni cel")
        assert set(codes) == {"exchange-conflict"}
        since = replace(since, entries=(entry, *since.entries[1:]))


@pytest.mark.parametrize("medium", MEDIA)
def test_what_a_file_without_its_seals_makes_give_way_is_kept(medium):
    """Programs throw away what they do not know; an older file then brings back neither text nor review in silence."""
    by = Reviewer("Jana Novak", date(2024, 5, 1))
    old = review(replace(HEADING, comment="Mine."), by)
    newer = review(replace(old, translation="Wprowadzenie"), by)
    went = export(replace(CATALOG, entries=(old, *CATALOG.entries[1:])), medium)
    back = re.sub(rb' extradata="[^"]*"', b"", went) if medium == "xliff" else without_hidden(went)
    since = replace(CATALOG, entries=(newer, *CATALOG.entries[1:]))
    for codes in (["exchange-conflict"], []):
        [entry, *_], told = take(back, medium, since)
        assert (entry.translation, entry.comment) == ("Wstęp", f"{newer.comment}\nAlso: Wprowadzenie")
        assert (reviewer(entry), told) == ("", codes)
        since = replace(since, entries=(entry, *since.entries[1:]))


@pytest.mark.parametrize("medium", MEDIA)
def test_what_was_corrected_before_a_rewording_is_the_guess_for_it(medium):
    """The translator saw the earlier source: their words replace the guess, and somebody looks at it still."""
    reworded = Entry(
        "text", "Ibid., p. 2.", "Tamże.", ("fuzzy", "unreviewed"), previous_context="note", previous_source="Ibid."
    )
    since = replace(CATALOG, entries=(HEADING, FUZZY, reworded, NEW, OLD))
    assert take(export(medium=medium), medium, since) == (since.entries, [])
    back = edited(write(3, 2, "Tam.")) if medium == "docx" else xliff((">Tamże.<", ">Tam.<"))
    entries, codes = take(back, medium, since)
    assert (entries[2], codes) == (replace(reworded, translation="Tam."), ["exchange-earlier"])
    newer = replace(reworded, translation="Tamże, s. 2.")
    [*_, entry, _, _], codes = take(back, medium, replace(since, entries=(HEADING, FUZZY, newer, NEW, OLD)))
    assert (entry.translation, entry.comment, entry.fuzzy) == ("Tam.", "Also: Tamże, s. 2.", True)


def unsealed(data, medium):
    """A file after a program that drops what it does not know."""
    return re.sub(rb' extradata="[^"]*"', b"", data) if medium == "xliff" else without_hidden(data)


@pytest.mark.parametrize("medium", MEDIA)
def test_words_that_come_back_bring_no_review_to_life(medium):
    """What was corrected since gives way to an older file, whose review still stands among the comments."""
    old = review(replace(HEADING, comment="Mine."), Reviewer("Jana Novak", date(2024, 5, 1)))
    back = unsealed(export(replace(CATALOG, entries=(old, *CATALOG.entries[1:])), medium), medium)
    for translation in ("Wprowadzenie", ""):
        since = replace(CATALOG, entries=(replace(old, translation=translation), *CATALOG.entries[1:]))
        [entry, *_], _ = take(back, medium, since)
        assert (entry.translation, reviewer(entry)) == ("Wstęp", "")


@pytest.mark.parametrize("medium", MEDIA)
def test_an_older_file_without_its_seals_settles_no_doubt(medium):
    """Nobody can tell whether a guess was found right, or was none yet when the file went out."""
    doubted = replace(HEADING, flags=("fuzzy",))
    since = replace(CATALOG, entries=(doubted, *CATALOG.entries[1:]))
    entries, codes = take(unsealed(export(medium=medium), medium), medium, since)
    assert (entries, codes) == (since.entries, ["exchange-state"])


@pytest.mark.parametrize("medium", MEDIA)
def test_a_guess_that_a_file_without_its_seals_brings_back_is_one(medium):
    since = replace(CATALOG, entries=(HEADING, replace(FUZZY, translation="", flags=()), NOTE, NEW, OLD))
    entries, codes = take(unsealed(export(medium=medium), medium), medium, since)
    assert (entries[1].translation, entries[1].fuzzy, codes) == (FUZZY.translation, True, ["exchange-state"])


@pytest.mark.parametrize("medium", MEDIA)
def test_a_guess_of_a_passage_that_has_gone_is_not_laid_by_as_sure(medium):
    """Laid by so it would be final when the passage comes back; its words are where the catalogue has them."""
    since = replace(CATALOG, entries=(HEADING, NOTE, NEW, OLD))
    entries, codes = take(export(medium=medium), medium, since)
    assert (entries, codes) == (since.entries, ["exchange-unknown"])
    *_, laid_by = take(unsealed(export(medium=medium), medium), medium, since)[0]
    assert (laid_by.key, laid_by.translation, laid_by.fuzzy) == (FUZZY.key, FUZZY.translation, True)


@pytest.mark.parametrize("medium", MEDIA)
def test_a_comment_on_a_passage_that_has_gone_is_kept(medium):
    """It was lost, with another laid by or without a translation."""
    data = edited(write(4, 3, "Whose?")) if medium == "docx" else xliff(('lation"/>', 'lation"/><note>Whose?</note>'))
    for laid_by, comment in (((), "Whose?"), ((replace(NEW, comment="Mine.", obsolete=True),), "Mine.\nWhose?")):
        since = replace(CATALOG, entries=(HEADING, FUZZY, NOTE, *laid_by))
        entries, codes = take(data, medium, since)
        assert ((entries[-1].key, entries[-1].comment), codes) == ((NEW.key, comment), ["exchange-unknown"])


@pytest.mark.parametrize("medium", MEDIA)
def test_an_older_guess_brings_no_review_to_life_when_its_source_comes_back(medium):
    """Words that gave way came back as the guess for a reworded source; with the old wording they were reviewed again."""
    old = review(replace(HEADING, comment="Mine."), Reviewer("Jana Novak", date(2024, 5, 1)))
    back = unsealed(export(replace(CATALOG, entries=(old, *CATALOG.entries[1:])), medium), medium)
    newer = replace(old, translation="Wprowadzenie")
    since = revise(replace(CATALOG, entries=(newer,)), [Unit("heading", "An introduction")]).catalog
    [guess] = take(back, medium, since)[0][:1]
    assert (guess.source, guess.translation, guess.fuzzy) == ("An introduction", "Wstęp", True)
    [again, *_] = revise(replace(since, entries=(guess,)), [Unit("heading", "Introduction")]).catalog.entries
    assert (again.source, again.translation, reviewer(again)) == ("Introduction", "Wstęp", "")


@pytest.mark.parametrize("medium", MEDIA)
def test_a_passage_that_has_its_own_row_is_no_guess_for_another(medium):
    """A row of what its guess was made from put that one's words in the place of its own, and as sure ones."""
    one, other = Entry("text", "It is long.", "Jest."), Entry("text", "It is long. It is deep.", "Jest. Jest.")
    back = unsealed(export(Catalog("pl", CATALOG.header, (one, other)), medium), medium)
    guess = replace(one, translation=other.translation, flags=("fuzzy",), previous_context="text", previous_source=other.source)  # fmt: skip
    [taken, *laid_by], _ = take(back, medium, Catalog("pl", CATALOG.header, (guess,)))
    assert (taken.translation, taken.comment) == ("Jest.", "Also: Jest. Jest.")
    assert [(entry.source, entry.translation) for entry in laid_by] == [(other.source, other.translation)]


def without_hidden(data):
    """A Word file after a program that drops hidden words."""
    document = docx.Document(io.BytesIO(data))
    for run in document.tables[0]._tbl.xpath(".//w:r[w:rPr/w:vanish]"):
        run.getparent().remove(run)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_a_guess_confirmed_that_is_another_by_now_stays_one():
    since = replace(CATALOG, entries=(HEADING, replace(FUZZY, translation="Zob. [^1]!"), NOTE, NEW, OLD))
    for medium, data in (
        ("docx", edited(write(2, 3, FUZZY.comment))),
        ("xliff", xliff(("needs-review-translation", "final"))),
    ):
        assert take(data, medium, since) == (since.entries, [])


def test_an_unknown_medium_is_told():
    with pytest.raises(UsageError, match="docx or xliff"):
        exchange.export(CATALOG, "be", "", "odt")


@pytest.mark.parametrize("medium", MEDIA)
@pytest.mark.parametrize("data", [b"", b"PK", b"%PDF-1.7", b"<a/>", b"<!DOCTYPE a><a/>", b"\xd0\xcf\x11\xe0" * 99])
def test_a_file_of_another_kind_is_refused(medium, data):
    taken, findings = exchange.take(data, CATALOG, medium, "back")
    assert taken is CATALOG
    assert [(f.code, f.severity) for f in findings] == [("exchange-file", Severity.ERROR)]
    assert findings[0].hint


@pytest.mark.parametrize("medium", MEDIA)
def test_a_file_for_another_language_is_refused(medium):
    """The source is the same for every language, so nothing else would stop Polish from going into the Ukrainian."""
    assert take(export(medium=medium), medium, replace(CATALOG, language="uk"))[1] == ["exchange-language"]
    assert take(export(medium=medium), medium, replace(CATALOG, language="pl_PL"))[1] == []


@pytest.mark.parametrize("torn", [b"", b"&"])
@pytest.mark.parametrize("medium", MEDIA)
def test_a_file_of_another_publication_is_refused(medium, torn):
    """Else a renamed file fills this catalogue with that one's passages; a publication's old name is no other's."""
    data = export(medium=medium)
    data = data.replace(b"</target>", torn + b"</target>", 1) if medium == "xliff" else data
    taken, findings = exchange.take(data, CATALOG, medium, "back", ("sea", "brink"))
    assert taken is CATALOG
    assert [(f.code, f.severity) for f in findings] == [("exchange-publication", Severity.ERROR)]
    assert "--slug brink" in findings[0].hint
    assert exchange.take(data, CATALOG, medium, "back", ("sea",))[0] == CATALOG


def test_a_file_too_big_is_refused(monkeypatch):
    monkeypatch.setattr(exchange, "BYTES", 10)
    assert take(b"x" * 11)[1] == ["exchange-size"]


@pytest.mark.parametrize("medium", MEDIA)
def test_damaged_files_give_findings_and_never_a_traceback(medium):
    chance = random.Random(7)
    pieces = [b"<", b"&", b">", b"</w:tc>", b"\0", b"\xff", b"<w:p/>", b"<!--", b"]]>", b"<g id='1'>", b'w:val="-1"']
    whole = export(medium=medium)
    for _ in range(150):
        data = bytearray(_part(whole) if medium == "docx" else whole)
        for _ in range(chance.randint(1, 3)):
            at = chance.randrange(len(data))
            data[at : at + chance.choice([0, 1, 50])] = chance.choice(pieces)
        damaged = _with_part(whole, bytes(data)) if medium == "docx" else bytes(data)
        exchange.take(damaged, CATALOG, medium, "back")


def _part(data, name="word/document.xml"):
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return package.read(name)


def _with_part(data, part, name="word/document.xml"):
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for other in {*old.namelist(), name}:
            new.writestr(other, part if other == name else old.read(other))
    return out.getvalue()


def test_nothing_heavy_is_loaded_before_it_is_needed():
    """So `build --help` stays instant."""
    code = "import sys, bindery.exchange, bindery.catalog; sys.exit(bool({'docx', 'lxml', 'polib'} & set(sys.modules)))"
    subprocess.run([sys.executable, "-c", code], check=True)


# --- Word


def edited(change, catalog=CATALOG):
    """The Word file after a change made to its document."""
    document = docx.Document(io.BytesIO(export(catalog)))
    change(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def row(document, number):
    return document.tables[0].rows[number]


def cell(document, number, column):
    return document.tables[0].rows[number].cells[column]


def write(number, column, text):
    """An edit: a cell's words typed anew."""
    return lambda document: setattr(cell(document, number, column), "text", text)


def xml(number, column, content):
    """An edit: a cell's content as Word's XML."""

    def change(document):
        element = cell(document, number, column)._tc
        for paragraph in element.findall(qn("w:p")):
            element.remove(paragraph)
        for node in parse_xml(f"<w:tc {nsdecls('w')}>{content}</w:tc>"):
            element.append(node)

    return change


def both(*changes):
    def change(document):
        for one in changes:
            one(document)

    return change


def drop_column(document, at):
    for line in document.tables[0].rows:
        line._tr.remove(line._tr.tc_lst[at])


def add_column(document, at):
    for number, line in enumerate(document.tables[0].rows):
        new = copy.deepcopy(line._tr.tc_lst[-1])
        line._tr.insert(line._tr.index(line._tr.tc_lst[at]), new)
        for text in new.iter(qn("w:t")):
            text.text = "done?" if number == 0 else "yes"


def sort_rows(document):
    table = document.tables[0]._tbl
    for line in sorted(table.tr_lst, key=lambda tr: "".join(tr.itertext()), reverse=True):
        table.append(line)


def test_a_title_longer_than_a_property_may_be():
    """The file's own title is cut; that above the table is whole."""
    document = docx.Document(io.BytesIO(exchange.export(CATALOG, "be", "Word " * 80 + "end", "docx")))
    assert document.core_properties.title == ("Word " * 80)[:255]
    assert document.paragraphs[0].text.endswith("end")


def test_the_word_file_is_ready_to_be_filled_in():
    """Landscape A4, a head on every page, the languages' spelling, and what to do in both languages."""
    document = docx.Document(io.BytesIO(export()))
    section = document.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (297, 210)
    assert document.core_properties.title == "On the Brink"
    intro = [p.text for p in document.paragraphs]
    assert intro[0] == "On the Brink"
    assert "[^1], *" in intro[1]
    assert intro[2].startswith("Tłumaczenie prosimy")
    for hidden in list(document.element.body.iter(qn("w:vanish"))):  # what the file knows of the catalogue
        hidden.getparent().getparent().getparent().remove(hidden.getparent().getparent())
    rows = [[c.text for c in line.cells] for line in document.tables[0].rows]
    assert rows == [
        ["id", "source", "translation", "comment"],
        [f"{unit_id(HEADING)}\nheading", HEADING.source, HEADING.translation, HEADING.comment],
        [
            f"{unit_id(FUZZY)}\ntext",
            FUZZY.source,
            "Zob. [^1].",
            f"⚠ The source has changed. It was: See [^1].\n{FUZZY.comment}",
        ],
        [f"{unit_id(NOTE)}\nnote\nAn endnote.", "Ibid.", "Tamże.", ""],
        [f"{unit_id(NEW)}\ncaption", NEW.source, "", ""],
    ]
    assert row(document, 0)._tr.trPr.find(qn("w:tblHeader")) is not None
    languages = [
        {node.get(qn("w:val")) for node in c._tc.iter(qn("w:lang"))}
        for c in (cell(document, 4, 1), cell(document, 4, 2))
    ]
    assert languages == [{"be-BY"}, {"pl-PL"}]
    warning = cell(document, 2, 3).paragraphs[0]
    assert str(warning.style.font.color.rgb) == "B45F06"


@pytest.mark.parametrize("language", ["be", "de", "fr", "pl", "ru", "uk", "uk_UA"])
def test_the_instructions_name_the_same_marks_in_every_language(language):
    document = docx.Document(io.BytesIO(export(replace(CATALOG, language=language))))
    english, own = (p.text for p in document.paragraphs[1:3])
    assert english != own
    assert all(own.count(mark) == english.count(mark) for mark in ("[^1]", "*", "#", "⚠", "]("))


def test_a_language_without_instructions_of_ours_has_the_english_ones():
    assert len(docx.Document(io.BytesIO(export(replace(CATALOG, language="is")))).paragraphs) == 3


def test_a_changed_translation_is_taken_and_is_to_be_reviewed():
    """The reviewer's line is left alone: its seal no longer holds, which is for the review to say."""
    entries, codes = take(edited(write(1, 2, "Wprowadzenie")))
    assert entries == (replace(HEADING, translation="Wprowadzenie", flags=("unreviewed",)), *CATALOG.entries[1:])
    assert codes == []
    assert all(new is old for new, old in zip(entries[1:], CATALOG.entries[1:], strict=True))


def test_a_new_translation_is_taken():
    entries, codes = take(edited(write(4, 2, "Obraz & <rama>")))
    assert entries[3] == replace(NEW, translation="Obraz & <rama>", flags=("unreviewed",))
    assert codes == []


def test_a_guess_is_one_until_it_is_corrected_or_its_mark_deleted():
    assert take(edited(write(2, 2, "Zob. [^1] i *to*.")))[0][1] == replace(LIFTED, translation="Zob. [^1] i *to*.")
    assert take(edited(write(2, 3, FUZZY.comment)))[0][1] == LIFTED
    assert take(edited(write(2, 1, FUZZY.source)))[0][1] is FUZZY


def test_a_guess_whose_mark_was_deleted_as_a_tracked_change_is_none():
    change = (
        '<w:p><w:pPr><w:rPr><w:del w:id="1" w:author="A"/></w:rPr></w:pPr>'
        '<w:del w:id="2" w:author="A"><w:r><w:delText>⚠ The source has changed. It was: See [^1].</w:delText></w:r></w:del></w:p>'
        "<w:p><w:r><w:t>Who is meant?</w:t><w:br/><w:t>Ask the author.</w:t></w:r></w:p>"
    )
    assert take(edited(xml(2, 3, change))) == ((HEADING, LIFTED, NOTE, NEW, OLD), [])


def test_what_was_written_behind_the_mark_of_a_guess_is_a_comment():
    changed = "⚠ The source has changed. It was: See [^1]. I looked.\n" + FUZZY.comment
    entries, codes = take(edited(lambda d: cell(d, 2, 3).paragraphs[0].add_run(" I looked.")))
    assert (entries[1], codes) == (replace(FUZZY, comment="I looked.\n" + FUZZY.comment), [])
    data = edited(lambda d: setattr(cell(d, 2, 3).paragraphs[0], "text", "⚠ The source has changed. Yes."))
    assert take(data) == (CATALOG.entries, ["exchange-comment"])
    assert changed.startswith("⚠")


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("<w:p><w:r><w:t>Wpro</w:t></w:r><w:proofErr/><w:r><w:t>wadz</w:t></w:r><w:r><w:t>enie</w:t></w:r></w:p>", "Wprowadzenie"),
        ("<w:p><w:r><w:t>a</w:t></w:r><w:ins><w:r><w:t>b</w:t></w:r></w:ins><w:del><w:r><w:delText>c</w:delText></w:r></w:del></w:p>", "ab"),
        ("<w:p><w:moveFrom><w:r><w:t>a</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>b</w:t></w:r></w:moveTo></w:p>", "b"),
        ("<w:p><w:r><w:t>a</w:t></w:r></w:p><w:p><w:r><w:t>b</w:t><w:br/><w:t>c</w:t></w:r></w:p>", "a\nb\nc"),
        ("<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>a</w:t></w:r></w:p><w:p><w:r><w:t>b</w:t></w:r></w:p>", "ab"),
        ("<w:p/><w:p><w:r><w:t>a </w:t></w:r></w:p><w:p/>", "a"),
        ("<w:p><w:r><w:t>„a” – ’b’…</w:t></w:r></w:p>", "„a” – ’b’…"),
        ("<w:p><w:r><w:t>a\u00a0b\u2011c\u00add</w:t></w:r></w:p>", "a\u00a0b\u2011c\u00add"),
        ("<w:p><w:r><w:t>a</w:t><w:noBreakHyphen/><w:t>b</w:t><w:softHyphen/><w:t>c</w:t></w:r></w:p>", "a\u2011b\u00adc"),
        ("<w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t></w:r></w:p>", "a\tb"),
        ('<w:p><w:hyperlink w:anchor="x"><w:r><w:t>www.a.by</w:t></w:r></w:hyperlink></w:p>', "www.a.by"),
        ("<w:p><w:r><w:instrText>HYPERLINK x</w:instrText></w:r><w:r><w:t>a</w:t></w:r></w:p>", "a"),
        ("<w:p><w:fldSimple w:instr='x'><w:r><w:t>a</w:t></w:r></w:fldSimple><w:smartTag><w:r><w:t>b</w:t></w:r></w:smartTag></w:p>", "ab"),
        ("<w:sdt><w:sdtContent><w:p><w:r><w:t>a</w:t></w:r></w:p></w:sdtContent></w:sdt>", "a"),
        ("<w:p><!-- x --><w:r><w:t>*a* [^1] \\* &lt;b&gt;</w:t></w:r></w:p>", "*a* [^1] \\* <b>"),
        ("<w:tbl><w:tr><w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc></w:tr></w:tbl><w:p><w:r><w:t>b</w:t></w:r></w:p>", "a\nb"),
        ("<w:p><w:pPr><w:numPr><w:numId w:val='0'/></w:numPr></w:pPr><w:r><w:rPr><w:b w:val='0'/></w:rPr><w:t>a</w:t></w:r></w:p>", "a"),
    ],
)  # fmt: skip
def test_what_word_makes_of_a_text_is_read(content, text):
    """Split runs, tracked changes, typographic quotes and hyphens, fields and wrappers: the text is the text."""
    entries, codes = take(edited(xml(4, 2, content)))
    assert (entries[3].translation, codes) == (text, [])


@pytest.mark.parametrize(
    ("content", "hint"),
    [
        ("<w:p><w:pPr><w:numPr><w:numId w:val='3'/></w:numPr></w:pPr><w:r><w:t>a</w:t></w:r></w:p>", "list"),
        ("<w:p><w:r><w:t>a</w:t></w:r><w:r><w:footnoteReference w:id='2'/></w:r></w:p>", "footnote"),
        ("<w:p><w:r><w:t>a</w:t><w:sym w:font='Wingdings' w:char='F0E0'/></w:r></w:p>", "symbol"),
        ("<w:p><w:r><w:t>a</w:t><w:sym w:char='D800'/></w:r></w:p>", "symbol"),
        ("<w:p><w:r><w:rPr><w:b/><w:i/></w:rPr><w:t>a</w:t></w:r></w:p>", "bold and italic"),
    ],
)
def test_what_of_word_is_no_text_is_told(content, hint):
    data = edited(xml(4, 2, content))
    entries, codes = take(data)
    assert entries[3].translation.startswith("a")
    assert codes == ["exchange-format"]
    assert hint in said(data)


PICTURE = (
    "<w:r><w:drawing><wp:inline><a:graphic xmlns:a='http://schemas.openxmlformats.org/drawingml/2006/main'>"
    "<a:graphicData uri='x'><a:blip/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
)
FIELD = (
    "<w:p><w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>HYPERLINK &quot;https://a.org/x&quot;"
    "</w:instrText></w:r><w:r><w:fldChar w:fldCharType='separate'/></w:r><w:r><w:t>%s</w:t></w:r>"
    "<w:r><w:fldChar w:fldCharType='end'/></w:r></w:p>"
)
SIMPLE = "<w:p><w:fldSimple w:instr='HYPERLINK &quot;https://a.org/x&quot;'><w:r><w:t>a</w:t></w:r></w:fldSimple></w:p>"


@pytest.mark.parametrize("column", [2, 3])
@pytest.mark.parametrize(
    ("content", "hint"),
    [
        ("<w:p><w:hyperlink r:id='%s'><w:r><w:t>a</w:t></w:r></w:hyperlink></w:p>", "https://a.org/x"),
        ("<w:p><w:hyperlink r:id='%s'><w:r><w:t>See a.org/x</w:t></w:r></w:hyperlink></w:p>", ""),
        ("<w:p><w:hyperlink w:anchor='top'><w:r><w:t>a</w:t></w:r></w:hyperlink></w:p>", ""),
        (FIELD % "a", "https://a.org/x"),
        (FIELD % "https://A.org/x", ""),
        (SIMPLE, "https://a.org/x"),
        (f"<w:p>{PICTURE}</w:p>", "picture"),
        (f"<w:p>{PICTURE}<w:r><w:t>a</w:t></w:r></w:p>", "picture"),
    ],
)
def test_a_link_or_a_picture_of_word_is_told(content, hint, column):
    """Its words come back alone; an address that they say themselves, as Word links every one typed, is not lost."""

    def change(document):
        link = document.part.relate_to("https://a.org/x", RT.HYPERLINK, is_external=True)
        at = cell(document, 4, column)._tc
        at.remove(at.p_lst[0])
        filled = content.replace("%s", link).replace("<w:p>", f"<w:p {nsdecls('w', 'r', 'wp')}>", 1)
        at.append(parse_xml(filled))

    data = edited(change)
    assert take(data)[1] == ["exchange-format"] * bool(hint)
    assert hint in said(data)


def test_a_comment_of_word_is_told():
    data = edited(lambda d: d.add_comment(cell(d, 1, 2).paragraphs[0].runs, "Really?", author="Jana"))
    assert take(data) == (CATALOG.entries, ["exchange-note"])
    assert "“Jana: Really?”" in said(data)


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        (lambda d: d.tables[0]._tbl.append(row(d, 0)._tr), []),
        (sort_rows, []),
        (lambda d: add_column(d, 0), []),
        (lambda d: add_column(d, 2), []),
        (lambda d: add_column(d, 3), []),
        (lambda d: drop_column(d, 3), []),
        (lambda d: drop_column(d, 1), []),
        (lambda d: d.add_table(2, 2), []),
        (lambda d: d.element.body.insert(0, parse_xml(f"<w:tbl {nsdecls('w')}><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>")), []),
        (lambda d: d.tables[0].add_row(), []),
        (lambda d: setattr(cell(d, 0, 2), "text", "Translation "), []),
        (lambda d: d.tables[0]._tbl.remove(row(d, 0)._tr), ["exchange-head"]),
        (write(0, 2, "Tłumaczenie"), ["exchange-head", "exchange-unknown"]),
        (lambda d: d.tables[0]._tbl.append(copy.deepcopy(row(d, 3)._tr)), []),
        (lambda d: d.tables[0]._tbl.remove(row(d, 3)._tr), ["exchange-missing"]),
        (lambda d: row(d, 3)._tr.get_or_add_trPr().append(parse_xml(f"<w:del {nsdecls('w')}/>")), ["exchange-missing"]),
        (write(1, 2, ""), ["exchange-empty"]),
        (write(1, 1, "Introductory"), ["exchange-source"]),
        (write(3, 0, "note"), ["exchange-id"]),
        (write(3, 0, "7EB50E7242B7"), []),
        (lambda d: cell(d, 3, 1).merge(cell(d, 3, 2)), ["exchange-merged"]),
        (lambda d: cell(d, 3, 2).merge(cell(d, 4, 2)), ["exchange-merged"] * 2),
        (lambda d: cell(d, 3, 0).merge(cell(d, 4, 0)), ["exchange-id", "exchange-id"]),
    ],
)  # fmt: skip
def test_a_table_that_was_turned_over_still_says_the_same(change, codes):
    """Nothing changes in the catalogue, whatever happened to the table; what an editor should know is told."""
    data = edited(change)
    taken, found = take(data)
    if "exchange-unknown" in codes:  # a head with another name is a row of nothing
        taken = taken[:-1]
    assert (taken, found) == (CATALOG.entries, codes)


def test_a_table_cut_in_two_is_read_as_both():
    def cut(document):
        table = document.tables[0]._tbl
        second = copy.deepcopy(table)
        table.addnext(second)
        table.addnext(parse_xml(f"<w:p {nsdecls('w')}/>"))
        for line in table.tr_lst[3:]:
            table.remove(line)
        for line in second.tr_lst[:3]:
            second.remove(line)
        second.tr_lst[0].tc_lst[2].p_lst[0].append(parse_xml(f"<w:r {nsdecls('w')}><w:t> [!]</w:t></w:r>"))

    data = edited(cut)
    entries, codes = take(data)
    assert entries == (HEADING, FUZZY, replace(NOTE, translation="Tamże. [!]"), NEW, OLD)
    assert codes == ["exchange-head"]
    assert "table 2" in said(data)


def test_a_merged_translation_is_not_taken_but_told():
    data = edited(lambda d: cell(d, 3, 1).merge(cell(d, 3, 2)))
    assert "row 4: cells were merged, so “Ibid. Tamże.” was not taken." in said(data)


def test_a_row_cut_up_differently_is_told_by_the_grid():
    """A row whose comment cell was joined with an added column has fewer cells than the head."""

    def change(document):
        add_column(document, 3)
        cell(document, 3, 3).merge(cell(document, 3, 4))
        cell(document, 3, 2).text = "Tam też."

    entries, _ = take(edited(change))
    assert entries[2].translation == "Tam też."


def test_rows_of_one_passage():
    """Of two rows the one that says something new is taken; of two that do, the first, and the other is told."""
    copied = lambda d: d.tables[0]._tbl.append(copy.deepcopy(row(d, 3)._tr))  # noqa: E731
    assert take(edited(both(copied, write(5, 2, "Tam że.")))) == (
        (HEADING, FUZZY, replace(NOTE, translation="Tam że."), NEW, OLD),
        [],
    )
    data = edited(both(copied, write(3, 2, "Tam."), write(5, 2, "Tam że.")))
    entries, codes = take(data)
    assert entries[2].translation == "Tam."
    assert codes == ["exchange-twice"]
    assert "row 6: a second translation of the same passage, “Tam że.”, was not taken; row 4 has one." in said(data)


def test_an_edited_source_does_not_keep_its_translation_out():
    entries, codes = take(edited(both(write(1, 1, "Introductory"), write(1, 2, "Wprowadzenie"))))
    assert entries[0].key == HEADING.key
    assert (entries[0].translation, codes) == ("Wprowadzenie", ["exchange-source"])


def test_a_translation_of_an_unknown_passage_is_laid_by():
    """It goes in once, however often the file is taken; another translation of it is kept beside it."""
    change = both(
        write(3, 0, "0123456789ab\nheading"), write(3, 1, "Sources"), write(3, 2, "Źródła"), write(3, 3, "see p. 3")
    )
    entries, codes = take(edited(change))
    laid_by = Entry("heading", "Sources", "Źródła", comment="see p. 3", obsolete=True)
    assert (entries, codes) == ((*CATALOG.entries, laid_by), ["exchange-unknown", "exchange-missing"])
    once = replace(CATALOG, entries=entries)
    assert take(edited(change), catalog=once)[0] == entries
    twice = take(edited(both(change, write(3, 2, "Zdroje"))), catalog=once)[0]
    assert twice[-1] == replace(laid_by, comment="see p. 3\nAlso: Zdroje")
    assert take(edited(both(change, write(3, 2, "Zdroje"))), catalog=replace(CATALOG, entries=twice))[0] == twice


def test_a_passage_that_has_gone_since_stays_as_it_was_laid_by():
    catalog = replace(CATALOG, entries=(HEADING, FUZZY, replace(NOTE, obsolete=True), NEW))
    entries, codes = take(export(), catalog=catalog)
    assert (entries, codes) == (catalog.entries, ["exchange-unknown"])


def test_nothing_translated_in_an_unknown_passage_is_nothing_to_lay_by():
    assert take(edited(write(4, 0, "0123456789ab\nheading"))) == (
        CATALOG.entries,
        ["exchange-unknown", "exchange-missing"],
    )


def test_ids_lost_are_found_again_by_their_source():
    entries, codes = take(edited(both(write(3, 0, ""), write(3, 2, "Tam."))))
    assert (entries[2].translation, entries[2].comment) == ("Tam.", "Also: Tamże.")
    assert codes == ["exchange-id", "exchange-conflict"]


def test_a_source_that_two_passages_have_is_not_guessed_at():
    catalog = replace(CATALOG, entries=(NOTE, replace(NOTE, context="text", translation="")))
    entries, codes = take(edited(both(write(1, 0, ""), write(1, 2, "Tam.")), catalog), catalog=catalog)
    assert entries == (*catalog.entries, Entry("", "Ibid.", "Tam.", obsolete=True))
    assert codes == ["exchange-unknown", "exchange-missing"]


def test_comments_are_replaced_where_they_were_changed():
    assert take(edited(write(3, 3, "Ibidem?\nYes.")))[0][2] == replace(NOTE, comment="Ibidem?\nYes.")
    entries, codes = take(edited(write(1, 3, "")))
    assert (entries[0], codes) == (replace(HEADING, comment=""), ["exchange-comment"])


def test_a_review_that_is_written_over_is_told():
    """A question typed over the line of a review takes it away: the editor should not find out at the end."""
    catalog = replace(
        CATALOG, entries=(review(HEADING, Reviewer("Jana Novak", date(2024, 5, 1))), *CATALOG.entries[1:])
    )
    (entry, *_), codes = take(edited(write(1, 3, "Who?"), catalog), catalog=catalog)
    assert (entry.comment, codes) == ("Who?", ["exchange-comment"])
    assert "had the review by Jana Novak" in said(edited(write(1, 3, "Who?"), catalog), catalog=catalog)


def test_characters_that_xml_cannot_hold_stay_where_nobody_touched_them():
    catalog = replace(CATALOG, entries=(replace(NOTE, translation="a\0b", comment="c\x1b"),))
    assert take(export(catalog), catalog=catalog) == (catalog.entries, ["exchange-character"])
    entries, codes = take(edited(lambda d: cell(d, 1, 2).paragraphs[0].add_run("!"), catalog), catalog=catalog)
    assert (entries[0].translation, entries[0].comment) == ("a\ufffdb!", "c\x1b")
    assert codes == ["exchange-character"]


def test_a_package_that_unpacks_to_far_too_much_is_refused():
    bomb = _with_part(export(), b"<w:t>" + b"0" * (65 * 1024 * 1024), "word/media/x.xml")
    assert take(bomb)[1] == ["exchange-file"]
    assert "64 MB" not in said(bomb)
    dense = _with_part(export(), b"0" * (40 * 1024 * 1024), "word/media/x.bin")
    assert take(dense)[1] == ["exchange-file"]


def test_a_word_file_with_a_document_type_is_refused():
    part = _part(export()).replace(
        b"<w:document", b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><w:document', 1
    )
    assert "document type" in said(_with_part(export(), part))


@pytest.mark.parametrize("name", ["word/document.xml", "[Content_Types].xml", "_rels/.rels", "docProps/core.xml"])
def test_a_word_file_with_a_part_cut_off_is_refused(name):
    assert take(_with_part(export(), _part(export(), name)[:-20], name))[1] == ["exchange-file"]


def test_a_word_file_without_our_table_is_refused():
    assert take(edited(lambda d: d.element.body.remove(d.tables[0]._tbl)))[1] == ["exchange-file"]


# --- XLIFF

NAMESPACE = {"x": "urn:oasis:names:tc:xliff:document:1.2"}


def xliff(*replacements):
    """The XLIFF file after replacements, each of which changes something."""
    text = export(medium="xliff").decode()
    for old, new in replacements:
        assert old in text
        text = text.replace(old, new)
    return text.encode()


def test_the_xliff_file_is_strict():
    """OASIS's own schema says so."""
    schema = etree.XMLSchema(etree.fromstring(_schema(), base_url=str(HERE / "x.xsd")))
    for catalog in (CATALOG, replace(CATALOG, entries=()), replace(CATALOG, language="sr_RS@latin", header={})):
        schema.assertValid(etree.fromstring(export(catalog, "xliff")))


def _schema():
    text = (HERE / "xliff-core-1.2-strict.xsd").read_bytes()
    return text.replace(b"http://www.w3.org/2001/xml.xsd", b"xml.xsd")


def test_every_part_of_an_entry_is_in_the_xliff_file():
    root = etree.fromstring(export(medium="xliff"))
    (file,) = root
    assert dict(file.attrib) == {
        "original": "brink",
        "source-language": "be",
        "target-language": "pl",
        "datatype": "plaintext",
        "product-name": "On the Brink",
    }
    found = root.findall(".//x:trans-unit", NAMESPACE)
    assert [u.get("id") for u in found] == [unit_id(e) for e in LIVE]
    assert [u.get("resname") for u in found] == ["heading", "text", "note", "caption"]
    assert [u.get("approved") for u in found] == ["yes", None, None, None]
    assert [u.find("x:target", NAMESPACE).get("state") for u in found] == [
        "translated",
        "needs-review-translation",
        "translated",
        "needs-translation",
    ]
    assert found[1].findtext("x:alt-trans/x:source", None, NAMESPACE) == "See [^1]."
    assert [(n.get("from"), n.text) for n in root.iterfind(".//x:note", NAMESPACE)] == [
        ("translator", HEADING.comment),
        ("translator", FUZZY.comment),
        ("developer", "An endnote."),
    ]


@pytest.mark.parametrize(
    ("old", "new", "at", "entry", "codes"),
    [
        (">Wstęp<", ">Wprowadzenie<", 0, replace(HEADING, translation="Wprowadzenie", flags=("unreviewed",)), []),
        (">Wstęp<", "><![CDATA[*a* & <b>]]><", 0, replace(HEADING, translation="*a* & <b>", flags=("unreviewed",)), []),
        (">Wstęp<", ">\n          Wstęp\n        <", 0, HEADING, []),
        (">Wstęp<", "><!-- x -->Wst<?y z?>ęp<", 0, HEADING, []),
        (">Wstęp<", "><", 0, HEADING, ["exchange-empty"]),
        ('<target xml:lang="pl" state="translated">Wstęp</target>', "", 0, HEADING, ["exchange-empty"]),
        ("needs-review-translation", "translated", 1, LIFTED, []),
        ("needs-review-translation", "final", 1, LIFTED, []),
        ("needs-review-translation", "signed-off", 1, LIFTED, []),
        ("needs-review-translation", "needs-adaptation", 1, FUZZY, []),
        ('resname="text"', 'resname="text" approved="yes"', 1, LIFTED, []),
        ('needs-review-translation">Zob. [^1].', 'needs-review-translation">A.', 1, replace(LIFTED, translation="A."), []),
        ("Who is meant?", "Who?", 1, replace(FUZZY, comment="Who?\nAsk the author."), []),
        ('<note from="developer">An endnote.</note>', '<note from="developer">x</note><note>b</note>', 2, replace(NOTE, comment="b"), []),
        ("An endnote.</note>", "An endnote.</note><note from='Jana'>b</note>", 2, replace(NOTE, comment="b"), []),
        (f'<note from="translator">{HEADING.comment}</note>', "", 0, replace(HEADING, comment=""), ["exchange-comment"]),
        (">Introduction<", ">Introductory<", 0, HEADING, ["exchange-source"]),
        (unit_id(HEADING), "7", 0, HEADING, ["exchange-id"]),
        (">Wstęp<", '><mrk mtype="seg" mid="1">Wst</mrk><mrk mtype="seg" mid="2">ęp</mrk><', 0, HEADING, []),
        (">Wstęp<", '><g id="1">Ws</g><x id="2"/>t<ph id="3">ę</ph>p<', 0, HEADING, []),
        (">Wstęp<", '>A <g id="1">b <mrk mtype="seg">c</mrk></g> <x id="2" equiv-text="[^1]"/><ph id="3">*</ph>d<', 0,
         replace(HEADING, translation="A b c [^1]*d", flags=("unreviewed",)), ["exchange-tags"]),
        (' xmlns="urn:oasis:names:tc:xliff:document:1.2"', "", 0, HEADING, []),
        ("document:1.2", "document:1.1", 0, HEADING, []),
        ("<body>", "<body><group><group>", 0, None, ["exchange-xml"]),
        ('target-language="pl"', "", 0, HEADING, []),
        ("\n", "\r\n", 0, HEADING, []),
    ],
)  # fmt: skip
def test_what_a_translators_program_does_to_a_file(old, new, at, entry, codes):
    entries, found = take(xliff((old, new)), "xliff")
    assert found == codes
    if entry is not None:
        assert entries == (*CATALOG.entries[:at], entry, *CATALOG.entries[at + 1 :])


@pytest.mark.parametrize("flags", [(), ("fuzzy",)])
def test_blanks_go_out_as_not_translated(flags):
    catalog = replace(CATALOG, entries=(Entry("text", "One.", "   ", flags),))
    root = etree.fromstring(export(catalog, "xliff"))
    [unit] = root.findall(".//x:trans-unit", NAMESPACE)
    assert (unit.get("approved"), unit.find("x:target", NAMESPACE).get("state")) == (None, "needs-translation")
    done = export(catalog, "xliff").replace(b"needs-translation", b"translated")
    assert take(done, "xliff", catalog) == (catalog.entries, [])


@pytest.mark.parametrize("state", ["new", "needs-translation", "needs-review-translation", "needs-adaptation"])
@pytest.mark.parametrize(
    ("text", "codes"), [("Wstęp", []), ("Wprowadzenie", []), ("", ["exchange-empty"]), ("Introduction", None)]
)
def test_a_state_put_back_makes_a_guess(state, text, codes):
    """Whoever says that a translation needs work wants no edition with it; and it is told."""
    copied = codes is None and "review" not in state and "adaptation" not in state
    entries, found = take(xliff(('state="translated">Wstęp<', f'state="{state}">{text}<')), "xliff")
    stays = not text or copied
    assert entries[0].fuzzy
    assert entries[0].translation == ("Wstęp" if stays else text)
    assert found == ["exchange-copy"] * copied + (codes or []) + ["exchange-state"]


def test_a_state_put_back_of_what_is_another_by_now_is_told():
    since = replace(CATALOG, entries=(replace(HEADING, translation="Wprowadzenie"), *CATALOG.entries[1:]))
    data = xliff(('state="translated">Wstęp<', 'state="needs-translation">Wstęp<'))
    assert take(data, "xliff", since) == (since.entries, ["exchange-state"])


def test_a_source_that_a_program_copied_is_no_translation():
    """Unless the state says that it is one."""
    target = '<target xml:lang="pl" state="needs-translation"'
    assert take(xliff((f"{target}/>", f"{target}>A picture &amp; a &lt;frame&gt;</target>")), "xliff") == (
        CATALOG.entries,
        ["exchange-copy"],
    )
    done = target.replace("needs-translation", "translated")
    entries, codes = take(xliff((f"{target}/>", f"{done}>A picture &amp; a &lt;frame&gt;</target>")), "xliff")
    assert (entries[3].translation, codes) == (NEW.source, [])


def test_units_in_groups_and_in_several_files_are_read():
    data = xliff(
        ("<body>", "<body><group id='g'><group>"),
        ("</body>", "</group></group></body>"),
        ("</file>", '</file><file original="x"><body><trans-unit id="9"><source>S</source><target>T</target></trans-unit></body></file>'),
    )  # fmt: skip
    entries, codes = take(data, "xliff")
    assert entries == (*CATALOG.entries, Entry("", "S", "T", obsolete=True))
    assert codes == ["exchange-unknown"]


def test_notes_that_a_program_threw_away_stay():
    """No note at all came back: that was no translator's doing."""
    data = xliff(
        (f'<note from="translator">{HEADING.comment}</note>', ""),
        (f'<note from="translator">{FUZZY.comment}</note>', ""),
    )
    assert take(data, "xliff") == (CATALOG.entries, ["exchange-comment"])


def test_signs_after_a_mistake_are_not_lost():
    """libxml2's own recovery drops every "&amp;" after the first mistake."""
    target = '<target xml:lang="pl" state="needs-translation"'
    data = xliff((">Wstęp<", ">Wstęp <<"), (f"{target}/>", f"{target}>A &amp; &lt;b&gt; &#8212;</target>"))
    assert take(data, "xliff")[0][3].translation == "A & <b> —"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-2"])
@pytest.mark.parametrize("bad", ["<", ""])
def test_files_in_any_encoding_are_read_well_formed_or_not(encoding, bad):
    text = xliff((">Tamże.<", ">Też tam.<"), (">Wstęp<", f">Wstęp{bad}<")).decode()
    data = text.replace("UTF-8", encoding.removesuffix("-sig"), 1).encode(encoding)
    entries, codes = take(data, "xliff")
    assert entries == (HEADING, FUZZY, replace(NOTE, translation="Też tam."), NEW, OLD)
    assert codes == (["exchange-xml"] * 2 if bad else [])


def test_bytes_that_are_no_text_cost_their_unit_only():
    data = xliff((">Tamże.<", ">Tam.<")).replace("Wstęp".encode(), b"Wst\xeap")
    entries, codes = take(data, "xliff")
    assert entries == (HEADING, FUZZY, replace(NOTE, translation="Tam."), NEW, OLD)
    assert codes == ["exchange-xml"] * 2


def test_elements_of_a_translators_program_are_passed_over():
    """With their own namespaces, which a unit read by itself still needs."""
    data = xliff(
        ("<xliff ", '<xliff xmlns:sdl="http://sdl.com/x" '),
        ("<note from=", '<sdl:seg-defs sdl:a="1"><sdl:seg/></sdl:seg-defs><note from='),
        (">Tamże.<", ">Tam.<"),
    )
    for broken in (data, data.replace("Wstęp".encode(), b"<")):
        assert take(broken, "xliff")[0] == (HEADING, FUZZY, replace(NOTE, translation="Tam."), NEW, OLD)


def test_of_a_file_that_is_not_well_formed_what_is_whole_is_taken():
    """A bare & in one target: the others go in, that one does not, and both the mistake and the loss have a line."""
    data = xliff((">Wstęp<", ">Wstęp & więcej<"), (">Tamże.<", ">Tam.<"))
    entries, codes = take(data, "xliff")
    assert entries == (HEADING, FUZZY, replace(NOTE, translation="Tam."), NEW, OLD)
    assert codes == ["exchange-xml", "exchange-xml"]
    _, findings = exchange.take(data, CATALOG, "xliff", "back")
    lines = data.decode().split("\n")
    assert all("więcej" in lines[f.place.line - 1] for f in findings)


def test_a_file_of_broken_units_gives_no_flood():
    catalog = replace(CATALOG, entries=tuple(Entry("text", f"Source {n}", "Wstęp") for n in range(50)))
    data = export(catalog, "xliff").replace("Wstęp".encode(), b"&")
    assert take(data, "xliff", catalog) == (catalog.entries, ["exchange-xml"] * 22)


@pytest.mark.parametrize("share", range(1, 10))
def test_of_a_file_cut_off_what_is_whole_is_taken(share):
    """Half a translation is never taken for a whole one."""
    data = xliff((">Tamże.<", ">Tam, gdzie i przedtem.<"), ("Zob. [^1].", "Zob. [^1] i tamto."))
    entries, codes = take(data[: len(data) * share // 10], "xliff")
    assert set(codes) <= {"exchange-xml", "exchange-missing", "exchange-file", "exchange-comment"}
    assert {e.translation for e in entries} <= {e.translation for e in CATALOG.entries} | {
        "Tam, gdzie i przedtem.",
        "Zob. [^1] i tamto.",
    }


@pytest.mark.parametrize("entity", ['SYSTEM "file:///etc/passwd"', '"Wstęp"', 'PUBLIC "a" "https://example.org/"'])
def test_a_document_type_is_refused(entity):
    """Through an entity a file could read others, or grow until nothing is left of the memory."""
    data = xliff(("<xliff", f"<!DOCTYPE xliff [<!ENTITY e {entity}>]><xliff"), (">Wstęp<", ">&e;<"))
    assert take(data, "xliff") == (CATALOG.entries, ["exchange-dtd"])


def test_entities_that_multiply_are_refused():
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    data = xliff(
        ("<xliff", f'<!DOCTYPE x [<!ENTITY l0 "ha">{laughs}]><xliff'), ('original="brink"', 'original="&l11;"')
    )
    taken, findings = exchange.take(data, CATALOG, "xliff", "back")
    assert taken is CATALOG
    assert findings[0].severity is Severity.ERROR


def test_xliff_2_is_refused():
    data = b'<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.0" srcLang="be"><file id="1"/></xliff>'
    assert take(data, "xliff")[1] == ["exchange-file"]
    assert "XLIFF 2" in said(data, "xliff")


@pytest.fixture
def toolkit():
    from translate.storage import xliff as storage

    return storage.xlifffile.parsestring(export(medium="xliff"))


def test_a_real_reader_reads_every_unit(toolkit):
    """translate-toolkit is what Weblate, Pootle and Virtaal read with."""
    assert [(str(u.source), str(u.target or "")) for u in toolkit.units] == [(e.source, e.translation) for e in LIVE]
    assert [u.isreview() for u in toolkit.units] == [False, True, False, False]
    assert [u.isapproved() for u in toolkit.units] == [True, False, False, False]
    assert [u.getnotes("translator") for u in toolkit.units] == [e.comment for e in LIVE]
    assert toolkit.units[2].getnotes("developer") == "An endnote."
    assert [str(a.source) for a in toolkit.units[1].getalttrans()] == ["See [^1]."]
    assert (toolkit.getsourcelanguage(), toolkit.gettargetlanguage()) == ("be", "pl")


def test_a_file_that_a_real_program_saved_is_taken(toolkit):
    assert take(bytes(toolkit), "xliff") == (CATALOG.entries, [])
    toolkit.units[3].target = "Obraz & <rama>"
    toolkit.units[1].target = "Zob. [^1] i *to*."
    toolkit.units[2].addnote("Really?", origin="translator")
    entries, codes = take(bytes(toolkit), "xliff")
    assert entries == (
        HEADING,
        replace(LIFTED, translation="Zob. [^1] i *to*."),
        replace(NOTE, comment="Really?"),
        replace(NEW, translation="Obraz & <rama>", flags=("unreviewed",)),
        OLD,
    )
    assert codes == []


def test_a_guess_approved_in_a_real_program_is_none(toolkit):
    toolkit.units[1].markfuzzy(False)
    toolkit.units[1].markapproved(True)
    assert take(bytes(toolkit), "xliff") == ((HEADING, LIFTED, NOTE, NEW, OLD), [])


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=100))
def test_any_bytes_are_a_file_or_a_refusal(noise):
    for medium in MEDIA:
        with suppress(po.CatalogError):
            exchange.take(noise, CATALOG, medium, "back")
