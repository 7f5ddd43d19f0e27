"""Catalogues: whatever a translator's tool writes is read right, and nothing in it is lost by writing it."""

import subprocess
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bindery import catalog as po
from bindery.catalog import CatalogError, check, parse, read, same_language, write
from bindery.errors import ManuscriptError
from bindery.model import Catalog, Entry, Severity
from tools import need

HEAD = """\
msgid ""
msgstr ""
"Project-Id-Version: brink\\n"
"Language: pl\\n"
"Content-Type: text/plain; charset=UTF-8\\n"

"""
FULL = """\
# On the brink
#
#  Polski
#, fuzzy
msgid ""
msgstr ""
"Project-Id-Version: brink\\n"
"PO-Revision-Date: 2024-05-01 10:00+0200\\n"
"Last-Translator: Jana Novak <jana@example.org>\\n"
"Language-Team: \\n"
"Language: pl\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"X-Generator: Poedit 3.4\\n"
"X-Of-Nobody: a: b: c\\n"

#
#  two blanks before, two after  \n\
# \ttab
# a long line, a long line, a long line, a long line, a long line, a long line, a long line, a long line, a long line
#
# Reviewed by Jana Novak on 2024-05-01 [3f2a9c1d07be]
#. An endnote.
#.
#. What it cites stands as it is.
#: chapters/01.md:12 chapters/02.md \u2068my notes.md\u2069:7 \u2068my other notes.md\u2069
#, fuzzy, no-wrap, python-format, unreviewed
#| msgctxt "heading"
#| msgid ""
#| "Old words\\n"
#| "on two lines"
msgctxt "note"
msgid "See [^1] and *this*."
msgstr "Zob. [^1] i *to*: \\"tak\\", \\\\*, \\t."

msgid "The same, without a context.\\n"
msgstr "To samo.\\n"

# once a comment
#, fuzzy, unreviewed
#~| msgctxt "text"
#~| msgid "Older"
#~ msgctxt "text"
#~ msgid ""
#~ "Gone\\n"
#~ "for good"
#~ msgstr "Nie ma"

# after all
"""


def entry(text: str) -> Entry:
    """The one entry of a catalogue."""
    (found,) = parse((HEAD + text).encode(), "pl.po").entries
    return found


def slips(data: bytes | str) -> list[tuple[int, str]]:
    with pytest.raises(CatalogError) as caught:
        parse(data if isinstance(data, bytes) else data.encode(), "pl.po")
    assert all(f.place.file == "pl.po" and f.severity is Severity.ERROR and f.hint for f in caught.value.findings)
    return [(f.place.line, f.code) for f in caught.value.findings]


def plain(catalog: Catalog) -> Catalog:
    """The catalogue without its line numbers, obsolete entries last."""
    bare = [Entry(**{name: getattr(e, name) for name in Entry.__slots__ if name != "line"}) for e in catalog.entries]
    return Catalog(
        catalog.language, dict(catalog.header), tuple(sorted(bare, key=lambda e: e.obsolete)), catalog.comment
    )


def test_a_catalogue_comes_back_byte_for_byte():
    """Comments with odd blanks, unknown flags and header lines, previous texts, obsolete entries: all survive."""
    assert write(parse(FULL.encode(), "pl.po")).decode() == FULL


def test_every_part_of_an_entry_is_read():
    catalog = parse(FULL.encode(), "pl.po")
    first, second, gone = catalog.entries
    assert catalog.language == "pl"
    assert catalog.comment == "On the brink\n\n Polski"
    assert catalog.header["X-Of-Nobody"] == "a: b: c"
    assert catalog.header["Language-Team"] == ""
    assert (catalog.header[po.FLAGS], catalog.header[po.TAIL]) == ("fuzzy", "after all")
    assert first.key == ("note", "See [^1] and *this*.")
    assert first.translation == 'Zob. [^1] i *to*: "tak", \\*, \t.'
    assert first.flags == ("fuzzy", "no-wrap", "python-format", "unreviewed")
    assert first.comment.split("\n")[:3] == ["", " two blanks before, two after  ", "\ttab"]
    assert first.remark == "An endnote.\n\nWhat it cites stands as it is."
    assert first.files == ("chapters/01.md:12", "chapters/02.md", "my notes.md:7", "my other notes.md")
    assert (first.previous_context, first.previous_source) == ("heading", "Old words\non two lines")
    assert FULL.split("\n")[first.line - 1].startswith("msgid")
    assert second.key == ("", "The same, without a context.\n")
    assert gone == Entry(
        "text", "Gone\nfor good", "Nie ma", ("fuzzy", "unreviewed"), "once a comment",
        previous_context="text", previous_source="Older", obsolete=True, line=gone.line,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "source", "translation"),
    [
        ('msgid ""\n"folded "\n"lines"\nmsgstr ""\n"zawinięte "\n"linie"\n', "folded lines", "zawinięte linie"),
        ('msgid "a"\n\nmsgstr "b"\n', "a", "b"),
        ('  msgid   "a"  \n\tmsgstr"b"', "a", "b"),
        ('msgid "a" "b"\nmsgstr ""', "ab", ""),
        ('msgid "a\\041\\x21"\nmsgstr "\\r\\a\\v\\b\\f"', "a!!", "\r\a\v\b\f"),
        ('msgid "a"\nmsgstr "one\u2028two\x85three\u00a0"', "a", "one\u2028two\x85three\u00a0"),
        ('msgctxt ""\nmsgid "a"\nmsgstr "b"', "a", "b"),
    ],
)
def test_what_tools_write_is_read(text, source, translation):
    """Poedit, Weblate, OmegaT and msgmerge fold lines and space them as they like."""
    found = entry(text)
    assert (found.source, found.translation) == (source, translation)


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: text.replace("\n", "\r").encode(),
        lambda text: b"\xef\xbb\xbf" + text.encode(),
        lambda text: text.replace("UTF-8", "utf8").encode(),
        lambda text: text.replace("UTF-8", "ISO-8859-2").encode("iso-8859-2"),
    ],
    ids=["crlf", "cr", "bom", "utf8", "latin2"],
)
def test_the_bytes_of_any_editor_say_the_same(change):
    """Line ends, a byte-order mark and another character set change nothing; we write UTF-8 and plain ends."""
    text = HEAD + '# żółw\nmsgid "a"\nmsgstr "gęś"\n'
    assert write(parse(change(text), "pl.po")).decode() == text


def test_marks_of_obsolete_entries_with_comments_inside():
    found = entry('#~ # odd\n#~ #, fuzzy\n#~| msgid "x"\n#~ msgid "a"\n#~ msgstr "b"\n')
    assert (found.obsolete, found.flags, found.comment, found.previous_source) == (True, ("fuzzy",), "odd", "x")
    assert entry("#~ " * 5000 + '# odd\n#~ msgid "a"\n#~ msgstr "b"\n').comment == "odd"


def test_flags_that_stay_and_flags_on_two_lines():
    """gettext's newer "#=" line is read like "#,"."""
    assert entry('#, fuzzy\n#= no-wrap\n#, fuzzy,a\nmsgid "a"\nmsgstr ""').flags == ("fuzzy", "no-wrap", "a")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("hello\n", [(7, "catalog-syntax")]),
        ('msgid a\nmsgstr ""\n', [(7, "catalog-syntax")]),
        ('msgid "a\nmsgstr ""\n', [(7, "catalog-syntax")]),
        ('msgid "say "hi" to"\nmsgstr ""\n', [(7, "catalog-syntax")]),
        ('msgid "a\\d"\nmsgstr ""\n', [(7, "catalog-syntax")]),
        ('msgid "a\\303\\251"\nmsgstr ""\n', [(7, "catalog-syntax")]),
        ('msgid "a"\n', [(7, "catalog-syntax")]),
        ('msgid "a"\n# in between\nmsgstr "b"\n', [(7, "catalog-syntax"), (9, "catalog-syntax")]),
        ('msgctxt "a"\n\n# c\nmsgid "b"\nmsgstr ""\n', [(7, "catalog-syntax")]),
        ('msgstr "a"\n', [(7, "catalog-syntax")]),
        ('"a"\n', [(7, "catalog-syntax")]),
        ('msgid "a"\nmsgstr "b"\nmsgstr "c"\n', [(9, "catalog-syntax")]),
        ('#~ msgid "a"\nmsgstr "b"\n', [(8, "catalog-syntax")]),
        ('#| "a"\nmsgid "b"\nmsgstr ""\n', [(7, "catalog-syntax")]),
        ('#| msgid "a\n#| "b"\nmsgid "b"\nmsgstr ""\n', [(7, "catalog-syntax")]),
        ('msgid "a"\nmsgid_plural "b"\nmsgstr[0] ""\nmsgstr[1] ""\n', [(8, "catalog-plural")]),
        ('domain "x"\n', [(7, "catalog-syntax")]),
        ('msgid "a"\nmsgstr ""\n\nmsgid "a"\nmsgstr "b"\n', [(10, "catalog-twice")]),
        ('msgid "a"\nmsgstr ""\n\n#~ msgid "a"\n#~ msgstr "b"\n', [(10, "catalog-twice")]),
        ('msgid ""\nmsgstr "Language: be\\n"\n', [(7, "catalog-twice")]),
    ],
)
def test_a_mistake_is_told_with_its_line(text, expected):
    assert slips(HEAD + text) == expected


def test_all_mistakes_are_told_at_once():
    """After a bad entry, with or without a blank line after it, reading goes on with the next one."""
    text = HEAD + (
        'msgid "a\nmsgstr ""\n"x\n\n'  # 7: one finding for the entry
        'junk\nmsgid "b"\nmsgstr "c\n'  # 11 and 13
        'msgctxt "x"\nmsgid "d"\nmsgstr "e\\q"\n'  # 16
        '# good\nmsgid "f"\nmsgstr "g"\n'
        'msgid "f"\nmsgstr "h"\n'  # 20
    )
    assert slips(text) == [
        (7, "catalog-syntax"),
        (11, "catalog-syntax"),
        (13, "catalog-syntax"),
        (16, "catalog-syntax"),
        (20, "catalog-twice"),
    ]


def test_both_lines_of_two_entries_with_one_key_are_told():
    with pytest.raises(ManuscriptError, match=r"pl\.po:10: “Same” stands here and on line 7\."):
        parse((HEAD + 'msgid "Same"\nmsgstr ""\n\nmsgid "Same"\nmsgstr ""\n').encode(), "pl.po")


def test_an_entry_of_several_lines_is_named_in_one():
    text = HEAD + 'msgid "One\\n" "two"\nmsgstr ""\n\n' * 2
    with pytest.raises(ManuscriptError, match=r"pl\.po:10: “One two” stands here and on line 7\."):
        parse(text.encode(), "pl.po")


def test_a_file_without_a_header_is_refused():
    assert slips("") == [(1, "catalog-header")]
    assert slips('msgid "a"\nmsgstr "b"\n') == [(1, "catalog-header")]
    assert slips('msgctxt "x"\nmsgid ""\nmsgstr "Language: pl\\n"\n') == [(1, "catalog-header")]


def test_bytes_that_are_not_what_the_header_says_are_told():
    bad = (HEAD + 'msgid "a"\nmsgstr "ż"\nmsgid "b"\nmsgstr "ó"\n').encode("iso-8859-2")
    with pytest.raises(CatalogError, match="byte 0xbf is not UTF-8") as caught:
        parse(bad, "pl.po")
    assert [f.place.line for f in caught.value.findings] == [8, 10]
    many = (HEAD + "".join(f'msgid "{n}"\nmsgstr "ż"\n' for n in range(50))).encode("iso-8859-2")
    with pytest.raises(CatalogError, match="50 lines in all are not UTF-8") as caught:
        parse(many, "pl.po")
    assert len(caught.value.findings) == 4


def test_an_unfinished_merge_is_told_as_one():
    text = HEAD + '<<<<<<< mine\nmsgid "a"\nmsgstr "b"\n=======\nmsgid "a"\nmsgstr "c"\n>>>>>>> theirs\n'
    with pytest.raises(CatalogError, match="a merge was left unfinished here"):
        parse(text.encode(), "pl.po")


@pytest.mark.parametrize("charset", ["KLINGON", "utf-16", "rot13", "cp1259", "punycode"])
def test_an_unknown_charset_is_told(charset):
    assert slips(HEAD.replace("UTF-8", charset)) == [(5, "catalog-encoding")]


def test_a_charset_that_would_garble_the_text_is_told():
    """UTF-8 under a header that says Latin-1 would be read as "Å¼"; a template's blank is no charset at all."""
    assert slips((HEAD.replace("UTF-8", "ISO-8859-1") + 'msgid "a"\nmsgstr "ż"\n').encode()) == [
        (5, "catalog-encoding")
    ]
    assert slips((HEAD + 'msgid "a"\nmsgstr "b"\n').encode("utf-16")) == [(1, "catalog-encoding")]
    text = HEAD.replace("UTF-8", "CHARSET") + 'msgid "a"\nmsgstr "ż"\n'
    assert parse(text.encode(), "pl.po").header["Content-Type"] == "text/plain; charset=UTF-8"


def test_a_file_that_is_no_catalogue_gives_no_flood():
    found = slips(b"\n\n".join(bytes([33 + n % 90]) * 9 for n in range(5000)))
    assert len(found) == 101


def test_limits(tmp_path, monkeypatch):
    """A file too big is not even read; too many entries are told."""
    monkeypatch.setattr(po, "BYTES", 300)
    big = tmp_path / "pl.po"
    big.write_bytes(HEAD.encode() + b"#" * 300)
    with pytest.raises(CatalogError, match="MB"):
        read(big, "pl.po")
    assert slips(big.read_bytes()) == [(0, "catalog-size")]
    monkeypatch.setattr(po, "ENTRIES", 2)
    assert slips(HEAD + 'msgid "a"\nmsgstr ""\n' + 'msgid "b"\nmsgstr ""\n') == [(0, "catalog-size")]


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(CatalogError, match=r"x/pl\.po: the catalogue cannot be read"):
        read(tmp_path / "pl.po", "x/pl.po")


def test_a_file_is_read(tmp_path):
    (tmp_path / "pl.po").write_text(FULL, encoding="utf-8")
    assert read(tmp_path / "pl.po", "pl.po") == parse(FULL.encode(), "pl.po")


def test_a_catalogue_of_another_language_or_publication_is_told():
    catalog = parse(HEAD.encode(), "pl.po")
    assert check(catalog, "brink", "pl", "pl.po") == []
    assert [f.code for f in check(catalog, "other", "be", "pl.po")] == ["catalog-language", "catalog-publication"]
    bare = parse(b'msgid ""\nmsgstr ""\n', "pl.po")
    assert [f.message for f in check(bare, "brink", "pl", "pl.po")] == [
        "the header has no Language.",
        "the header names no publication.",
    ]
    versioned = parse(HEAD.replace("brink", "brink 1.0").encode(), "pl.po")
    assert check(versioned, "brink", "pl", "pl.po") == []


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("be", "be_BY", True),
        ("be-BY", "be", True),
        ("sr@latin", "sr", True),
        ("PT_br", "pt-BR", True),
        ("pt_PT", "pt-BR", False),
        ("be", "pl", False),
        ("", "pl", False),
        ("", "", False),
    ],
)
def test_languages_are_compared_as_codes(one, other, same):
    assert same_language(one, other) is same


def test_header_lines_without_a_name_stay_where_they_are():
    text = 'msgid ""\nmsgstr ""\n"lost words\\n"\n"A: 1\\n"\n"A: 2\\n"\n"\\n"\n"B: 3\\n"\n"more\\n"\n'
    assert write(parse(text.encode(), "pl.po")).decode() == text


def test_our_own_lines_of_a_comment_are_plain():
    """A carriage return in a comment would break it off, so it ends the line as others do."""
    catalog = Catalog("", {}, (Entry("", "a", comment="x\ry\r\nz"),))
    assert parse(write(catalog), "pl.po").entries[0].comment == "x\ny\nz"


WORDS = st.text(max_size=30) | st.text(alphabet='ab \n\t\r"\\#~|:,.\u2028\x85\x0b\x1c\u00a0żś', max_size=30)
LINES = st.lists(
    st.text(alphabet=st.characters(exclude_characters="\n\r", exclude_categories=["Cs"]), max_size=20), max_size=4
).map("\n".join)
NAMES = st.from_regex(r"[a-z/]{1,8}( [a-z]{1,5})?\.md(:[0-9]{1,3})?", fullmatch=True)
FLAGS = st.lists(
    st.sampled_from(["fuzzy", "unreviewed", "no-wrap", "python-format", "priority:1"]), unique=True, max_size=4
).map(tuple)
ENTRIES = st.builds(
    Entry,
    context=WORDS,
    source=WORDS.filter(bool),
    translation=WORDS,
    flags=FLAGS,
    comment=LINES,
    remark=LINES,
    files=st.lists(NAMES, max_size=3).map(tuple),
    previous_context=WORDS,
    previous_source=WORDS,
    obsolete=st.booleans(),
)
HEADERS = st.dictionaries(
    st.from_regex(r"[A-Z][a-zA-Z-]{0,8}", fullmatch=True).filter(lambda name: name not in {"Language", "Content-Type"}),
    WORDS.map(lambda text: text.replace("\n", " ")),
    max_size=4,
)


@given(st.lists(ENTRIES, max_size=5, unique_by=lambda e: e.key), HEADERS, LINES, FLAGS)
def test_any_catalogue_survives(entries, header, comment, flags):
    """What is written is read back as the same catalogue, and written again as the same bytes."""
    header = {"Language": "pl", **header} | ({po.FLAGS: ", ".join(flags)} if flags else {})
    catalog = Catalog("pl", header, tuple(entries), comment)
    data = write(catalog)
    again = parse(data, "pl.po")
    assert plain(again) == plain(catalog)
    assert write(again) == data


@given(st.binary(max_size=200) | st.text(alphabet='msgidtrcx_[0]"\\#~|:,. \n', max_size=200).map(str.encode))
def test_any_bytes_are_a_catalogue_or_findings(noise):
    """There is no third way, and what is read once is written the same ever after."""
    for data in (noise, HEAD.encode() + noise):
        with suppress(CatalogError):
            catalog = parse(data, "pl.po")
            assert write(parse(write(catalog), "pl.po")) == write(catalog)


def gettext(tool: str, *args: str, data: bytes, folder: Path) -> bytes:
    file = folder / "pl.po"
    file.write_bytes(data)
    done = subprocess.run([need(tool), *args, "pl.po"], cwd=folder, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


def test_gettext_accepts_what_we_write(tmp_path):
    gettext("msgfmt", "-c", "-o", "pl.mo", data=write(parse(FULL.encode(), "pl.po")), folder=tmp_path)


def test_msgcat_would_write_the_same(tmp_path):
    """So a catalogue that gettext's tools have touched shows few changes; flags they do not know they drop."""
    ours = FULL.replace(", python-format, unreviewed", "").replace("#, fuzzy, unreviewed", "#, fuzzy")
    ours = ours.replace("fuzzy, no-wrap", "fuzzy").removesuffix("\n# after all\n")
    ours = ours.replace(" \u2068my notes.md\u2069:7 \u2068my other notes.md\u2069", "")
    ours = write(parse(ours.encode(), "pl.po"))
    assert gettext("msgcat", "--no-wrap", data=ours, folder=tmp_path).decode() == ours.decode()


def test_what_msgcat_folds_is_read_the_same(tmp_path):
    data = (
        HEAD + "".join(f'#: a{n}.md\nmsgid "{"word " * n}{n}"\nmsgstr "{"słowo " * n}"\n\n' for n in range(60))
    ).encode()
    folded = gettext("msgcat", "--width=60", data=data, folder=tmp_path)
    assert folded != data
    assert plain(parse(folded, "pl.po")) == plain(parse(data, "pl.po"))


def test_weblates_reader_reads_what_we_write():
    """translate-toolkit is what Weblate, Pootle and Virtaal read with."""
    from translate.storage import pypo

    catalog = parse(FULL.encode(), "pl.po")
    units = pypo.pofile.parsestring(write(catalog)).units[1:]
    assert [(u.getcontext(), str(u.source), str(u.target)) for u in units[:3]] == [
        (e.context, e.source, e.translation) for e in catalog.entries
    ]
    assert [u.isobsolete() for u in units[:3]] == [False, False, True]
    assert units[0].isfuzzy()
    assert units[0].hastypecomment("unreviewed")


def test_what_weblate_writes_is_read_the_same():
    from translate.storage import pypo

    catalog = parse(FULL.encode(), "pl.po")
    again = parse(bytes(pypo.pofile.parsestring(FULL.encode())), "pl.po")
    assert [(e.key, e.translation, e.flags) for e in again.entries] == [
        (e.key, e.translation, e.flags) for e in catalog.entries
    ]
