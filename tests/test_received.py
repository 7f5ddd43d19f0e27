"""Received Markdown made a publication: words kept, notes real, other people's files too."""

import base64
import os
import re
import time
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bindery import received, tree
from bindery.brand import read_brand
from bindery.configuration import read_publication
from bindery.errors import UsageError
from bindery.house import DEFAULTS, House
from bindery.languages import languages
from bindery.received import blocks, nouns
from bindery.tools import pandoc

ROOT = Path(__file__).parents[1]
NAME = "on-the-brink-of-war.md"
LANGUAGES = languages(House(DEFAULTS))
CASES = sorted((ROOT / "tests/golden").glob("import-*"))


def imported(text: str) -> received.Received:
    return received.read(text, "received.md", LANGUAGES)


def _book(chapters: int, notes: int) -> str:
    """Return chapters whose notes all stand below the last of them."""
    text = ""
    for note in range(notes):
        text += f"# Chapter {note}\n\n" if note % (notes // chapters) == 0 else ""
        text += f"Words{' and more words' * 30}.[^{note}]\n\n"
    return text + "".join(f"[^{note}]: A note.\n\n" for note in range(notes))


@pytest.fixture(scope="module")
def brink() -> received.Received:
    return received.read(received.decode((ROOT / "tests/received" / NAME).read_bytes(), NAME), NAME, LANGUAGES)


def test_committed_manuscript_is_what_import_makes(brink: received.Received) -> None:
    """Nobody mended the manuscript by hand."""
    folder = ROOT / "manuscript" / brink.slug
    there = {path.name: path.read_text("utf-8") for path in folder.iterdir() if path.is_file()}
    # The languages are added by `build translate add`.
    there["publication.yaml"] = re.sub(r"^languages: .*\n", "", there["publication.yaml"], flags=re.MULTILINE)
    assert there == received.files(brink)


def test_words_are_the_received_ones_in_order(brink: received.Received) -> None:
    """Title page and chapter have every received word; only the heading of the notes goes."""
    text = (ROOT / "tests/received" / NAME).read_text("utf-8").replace("## ENDNOTES", "")
    said = brink.metadata
    page = f"{said.publisher} {said.title} By {said.authors[0].full_name} {said.kind} {said.date}"
    chapter = re.sub(r"\[\^(\w+)\]:?", r"\1", brink.chapters[0].text)
    assert words(f"{page}\n{chapter}") == words(re.sub(r"</?sup>", "", text))


def words(text: str) -> list[str]:
    return re.sub(r"^#+ |[*\\]", "", text, flags=re.MULTILINE).split()


def test_brink_of_war(brink: received.Received) -> None:
    """Metadata, joins, sibling headings and eleven notes, with nothing to complain about."""
    said, text = brink.metadata, brink.chapters[0].text
    assert (brink.slug, said.date, said.language, said.note_style) == (
        "on-the-brink-of-war",
        "2024",
        "en",
        "lower-roman",
    )
    assert [(p.honorific, p.name) for p in said.authors] == [("Dr.", "Roza Turarbekova")]
    assert [c.name for c in brink.chapters] == ["01-on-the-brink-of-war.md"]
    assert [a.line for a in brink.actions if "page break" in a.what] == [30, 36, 58, 64]
    assert re.findall(r"^#+", text, re.MULTILINE) == ["##"] * 4
    assert len(re.findall(r"^\[\^\w+\]: ", text, re.MULTILINE)) == 11
    assert "[^ii]: *Ibid.*\n" in text
    assert not brink.findings


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_golden(case: Path, refresh_golden: bool) -> None:
    """Each case makes the files and says the things that were read and agreed to."""
    made = imported(received.decode((case / "received.md").read_bytes(), "received.md"))
    told = [*map(str, made.actions), *(f"{f.code} {f}" for f in made.findings)]
    files = {f"expected/{name}": text for name, text in received.files(made).items()}
    files["report.txt"] = "\n".join([made.slug, *told]) + "\n"
    if refresh_golden:
        for old in (case / "expected").glob("*"):
            old.unlink()
        (case / "expected").mkdir(exist_ok=True)
        for name, text in files.items():
            (case / name).write_text(text, "utf-8")
    there = {str(p.relative_to(case)): p.read_text("utf-8") for p in case.rglob("*") if p.is_file()}
    there.pop("received.md")
    assert files == there


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_what_is_written_can_be_read(case: Path, tmp_path: Path) -> None:
    """publication.yaml is one that the press accepts."""
    made = imported((case / "received.md").read_text("utf-8"))
    received.write(made, tmp_path / made.slug)
    assert (
        read_publication(tmp_path / made.slug / "publication.yaml", "p", read_brand(House(DEFAULTS))).title
        == made.metadata.title
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_calls_are_calls_to_pandoc(case: Path) -> None:
    """Every call that was written is a note to pandoc, and no definition is left uncalled."""
    for chapter in imported((case / "received.md").read_text("utf-8")).chapters:
        (blocks,) = pandoc.read([chapter.text])
        calls = len(re.findall(r"\[\^[^\]]+\](?!:)", chapter.text.replace("\\[", "")))
        calls += len(re.findall(r"(?<![\\`])\^\[(?!\^)", chapter.text))  # inline notes
        assert sum(node["t"] == "Note" for node in tree.walk(blocks)) == calls
        defined = set(re.findall(r"^\[\^([^\]]+)\]:", chapter.text, re.MULTILINE))
        assert defined == set(re.findall(r"(?<!\\)\[\^([^\]\\]+)\](?!:)", chapter.text))


@pytest.mark.parametrize(
    "heading", ["Notes", "Footnotes", "References", "ENDNOTES", "Примечания", "Примітки", "Заўвагі", "Przypisy"]
)
@pytest.mark.parametrize("note", ["1. Text", "[1] Text", "<sup>1</sup> Text", "¹ Text"])
@pytest.mark.parametrize("mark", ["<sup>1</sup>", "[1]", "¹"])
def test_every_heading_form_and_mark(heading: str, note: str, mark: str) -> None:
    """Notes are notes under every heading, in every form, by every mark."""
    made = imported(f"# T\n\nBy A B\n\n2020\n\nWords{mark}.\n\n## {heading}\n\n{note}\n")
    assert made.chapters[0].text == "Words[^1].\n\n[^1]: Text\n"
    assert not made.findings


def test_symbols() -> None:
    """An asterisk and a dagger are labels too."""
    made = imported(
        "# T\n\nBy A\n\n2020\n\nOne<sup>*</sup>, two<sup>†</sup>.\n\n## Notes\n\n<sup>*</sup> A.\n\n<sup>†</sup> B.\n"
    )
    (blocks,) = pandoc.read([made.chapters[0].text])
    assert made.metadata.note_style == "symbols"
    assert sum(node["t"] == "Note" for node in tree.walk(blocks)) == 2


@pytest.mark.parametrize(
    ("lines", "date", "kind", "beside"),
    [
        ("May 2021", "2021-05", "", ""),
        ("Analytical Article\nMay 2021", "2021-05", "Analytical Article", ""),
        ("Analytical Article, May 2021", "2021-05", "Analytical Article", ""),
        ("**Analytical Article – 12 May 2021**", "2021-05-12", "Analytical Article", ""),
        ("Report (May 12th, 2021)", "2021-05-12", "Report", ""),
        ("Report May 2021", "2021-05", "Report", ""),
        ("Report 2021", "2021", "Report", ""),
        ("12.05.2021", "2021-05-12", "", ""),
        ("Аналітичний звіт, травень 2021 р.", "2021-05", "Аналітичний звіт", ""),
        ("12 мая 2021 года", "2021-05-12", "", ""),
        ("Снежань 2021", "2021-12", "", ""),
        ("12 maja 2021 r.", "2021-05-12", "", ""),
        ("12. März 2021", "2021-03-12", "", ""),
        ("2021 m. gegužės 12 d.", "2021-05-12", "", ""),
        ("12 במאי 2021", "2021-05-12", "", ""),
        ("Vilnius, May 2021", "2021-05", "", "Vilnius"),
        ("Vilnius 2021", "2021", "", "Vilnius"),
        ("Decision 2021", "2021", "", "Decision"),
        ("31 June 2021", "2021-06", "", "31"),
        ("May–June 2021", "2021", "", "May–June"),
        # Names, not months.
        ("Analytical Article\nTheresa May, 2021", "", "", ""),
        ("Essay by Theresa May, 2021", "", "", ""),
        ("Theresa May 2021", "", "", ""),
        ("Report for May 2021", "", "Report for May 2021", ""),
        ("Annual Report 2021", "", "Annual Report 2021", ""),
    ],
)
def test_a_title_page_keeps_month_and_day(lines: str, date: str, kind: str, beside: str) -> None:
    """A date is read as far as it goes, what stands beside it is told, and what may be a name is no month."""
    made = imported(f"# T\n\nBy Jane Roe\n\n{lines}\n\n## One\n\nText.\n")
    assert (made.metadata.date, made.metadata.kind) == (date or "0001", kind)
    told = [(f.place.line, f.message) for f in made.findings if f.code == "import-words-beside-date"]
    assert [(line, beside in message) for line, message in told] == ([(5, True)] if beside else [])
    if not date and not kind:
        assert words(lines.replace("\n", " ")) == words(made.chapters[0].text)[: len(lines.split())]


@pytest.mark.parametrize(
    ("line", "names", "date"),
    [
        ("By Jane Roe, May 2021", ["Jane Roe"], "2021-05"),
        ("By Theresa May, 2021", ["Theresa May"], "2021"),
        ("By Theresa May and John Doe", ["Theresa May", "John Doe"], "0001"),
    ],
)
def test_an_author_beside_a_date(line: str, names: list[str], date: str) -> None:
    """A date behind the authors is none of them."""
    made = imported(f"# T\n\n{line}\n\n## One\n\nText.\n")
    assert ([p.name for p in made.metadata.authors], made.metadata.date) == (names, date)


@pytest.mark.parametrize(
    ("said", "below", "date"),
    [("2021", "May 2021", "2021-05"), ("2021-05-12", "May 2021", "2021-05-12"), ("2021", "2021", "2021")],
)
def test_the_finer_of_two_dates(said: str, below: str, date: str) -> None:
    """Front matter and title page that agree are one date; the month is kept whoever says it."""
    made = imported(f"---\ntitle: T\ndate: {said}\n---\n\n# T\n\n{below}\n\nText.\n")
    assert (made.metadata.date, made.chapters[0].text) == (date, "Text.\n")


def test_front_matter_that_is_half_understood() -> None:
    """What is no YAML or no date is told, a title page that says the same again is not printed twice."""
    made = imported("---\ntitle: War: a history\ndate: someday\n...\n# War: A History\n\nBy Jane Roe\n\nText.\n")
    assert (made.metadata.title, [p.name for p in made.metadata.authors]) == ("War: a history", ["Jane Roe"])
    assert made.chapters[0].text == "Text.\n"
    assert [(f.code, f.place.line) for f in made.findings] == [("import-no-date", 1), ("import-front-matter", 3)]


@pytest.mark.parametrize(
    ("lines", "expected", "left"),
    [
        ("abstract: |\n  One *line*,\n  two.\n\n  And more.", {"abstract": "One line, two. And more."}, []),
        ("summary: Short.\ndescription: Short.", {"abstract": "Short."}, []),
        ("abstract: Short.\ndescription: Another.", {"abstract": "Short."}, [(3, "description of")]),
        ("keywords: [war, 'peace, too']", {"keywords": ("war", "peace, too")}, []),
        ("keywords: war, peace , war", {"keywords": ("war", "peace")}, []),
        ("keywords: war; peace, too", {"keywords": ("war", "peace, too")}, []),
        ("tags:\n  - war\n  - 2022", {"keywords": ("war", "2022")}, []),
        ("keywords: [war, {a: b}]", {"keywords": ()}, [(2, "keywords of")]),
        ("subtitle: From *one* side", {"subtitle": "From one side"}, []),
        ("kind: Report\npublisher: The House", {"kind": "Report", "publisher": "The House"}, []),
        ("doi: https://doi.org/10.1234/a_b_(c)", {"doi": "10.1234/a_b_(c)"}, []),
        ("doi: 'doi:10.1234/x'", {"doi": "10.1234/x"}, []),
        ("doi: soon", {"doi": ""}, [(2, "doi of")]),
        ("url: https://example.org/_a_", {"url": "https://example.org/_a_"}, []),
        ("url: example.org", {"url": ""}, [(2, "url of")]),
        ("license: CC BY 4.0", {"rights": "CC BY 4.0"}, []),
        ("identifier: urn:isbn:9780000000002", {"identifier": "urn:isbn:9780000000002"}, []),
        ("run_on: true", {"run_on": True}, []),
        ("notes: {style: symbols, translation: copy}", {"note_style": "symbols", "note_translation": "copy"}, []),
        ("notes: {style: bold}", {"note_style": "decimal"}, [(2, "notes of")]),
        ("date: May 2021", {"date": "2021-05"}, []),
        ("date: 12 May 2021\nyear: 2021", {"date": "2021-05-12"}, []),
        ("year: 2021\nissued: 2020", {"date": "2021"}, [(3, "issued of")]),
        ("date: 2021-05-12T10:00:00Z", {"date": "2021-05-12"}, [(2, "date: 10:00:00Z of")]),
        ("lang: de", {"language": "de"}, []),
        ("language: he", {"language": "he"}, []),
        ("lang: pl_PL", {"language": "pl"}, [(2, "lang: pl-PL of")]),
        ("lang: tlh", {"language": "en"}, [(2, "lang of")]),
        ("certifier: Somebody", {"certifier": ""}, [(2, "certifier of")]),
        ('abstract: "A\\x01B"', {"abstract": ""}, [(2, "abstract of")]),
        ("bibliography: a.bib\nabstract: One.", {"abstract": "One."}, [(2, "bibliography of")]),
    ],
)
def test_front_matter_is_carried_over(lines: str, expected: dict, left: list, tmp_path: Path) -> None:
    """What publication.yaml can say it says as the press reads it; whatever else there is, is told with its line."""
    made = imported(f"---\n{lines}\n---\n\n# T\n\nBy Jane Roe\n\n## One\n\nText[^1].\n\n[^1]: One.\n")
    received.write(made, tmp_path / made.slug)
    read = read_publication(tmp_path / made.slug / "publication.yaml", "p", read_brand(House(DEFAULTS)))
    assert {key: getattr(read, key) for key in expected} == expected
    told = [(f.place.line, f.message) for f in made.findings if f.code == "import-front-matter"]
    assert [(line, message[: len(what)]) for (line, message), (_, what) in zip(told, left, strict=True)] == left


def test_an_author_of_front_matter_is_more_than_a_name(tmp_path: Path) -> None:
    """Honorific and ORCID go with the author; where they work nobody prints, and it is told."""
    one = "  - name: Jane Roe\n    honorific: Dr.\n    orcid: https://orcid.org/0000-0002-1825-0097"
    made = imported(f"---\nauthor:\n{one}\n    email: j@x.org\n  - name: A\n    orcid: 7\n---\n\n# T\n\nText.\n")
    received.write(made, tmp_path / made.slug)
    read = read_publication(tmp_path / made.slug / "publication.yaml", "p", read_brand(House(DEFAULTS)))
    assert [(p.name, p.honorific, p.orcid) for p in read.authors] == [
        ("Jane Roe", "Dr.", "0000-0002-1825-0097"),
        ("A", "", ""),
    ]
    told = [f.message for f in made.findings if f.code == "import-front-matter"]
    assert [message.partition(" of the front")[0] for message in told] == [
        "author: email of Jane Roe",
        "author: orcid of A",
    ]


def test_a_publisher_of_front_matter_is_not_written_over() -> None:
    """Lines before the title that are not the publisher stay in the text."""
    made = imported("---\npublisher: The House\n---\n\nAnother House\n\n# T\n\nBy A\n\n2020\n\nText.\n")
    assert made.metadata.publisher == "The House"
    assert "Another House" in made.chapters[0].text


def test_marks_on_front_matter_are_told() -> None:
    """An author's note is no part of the name, and neither it nor a mark is lost without a word."""
    made = imported("---\ntitle: T[^1]\nauthor: Jane Roe^[Of A, of B.]\ndate: 2024\n---\n\nText.\n\n[^1]: One.\n")
    assert (made.metadata.title, [p.name for p in made.metadata.authors]) == ("T", ["Jane Roe"])
    told = [(f.place.line, f.message) for f in made.findings if f.code == "import-mark-on-title-page"]
    assert [line for line, _ in told] == [2, 3]
    assert "^[Of A, of B.]" in told[1][1]


@pytest.mark.parametrize("before", ["---\nA rule begins this text.\n---", "---\n\ntitle: no\n\n---"])
def test_a_rule_is_no_front_matter(before: str) -> None:
    """A text may begin with a rule, and nothing of it is taken for metadata."""
    made = imported(f"{before}\n\nMore.\n")
    assert before.strip("-\n") in made.chapters[0].text
    assert not any(f.code == "import-front-matter" for f in made.findings)


@pytest.mark.parametrize("rank", ["#", "##"])
def test_the_only_list_of_notes_is_every_chapters(rank: str) -> None:
    """A list at the end of the last chapter is that of the chapters before it too, as one of its own rank is."""
    chapters = "# One\n\nText.<sup>1</sup> More.[2]\n\n# Two\n\nText.<sup>3</sup> Again.<sup>1</sup>"
    made = imported(f"# Book\n\nBy A. B.\n\n2020\n\n{chapters}\n\n{rank} Notes\n\n1. First.\n2. Second.\n3. Third.\n")
    assert [chapter.text for chapter in made.chapters] == [
        "# One\n\nText.[^1] More.[^2]\n\n[^1]: First.\n\n[^2]: Second.\n",
        "# Two\n\nText.[^3] Again.[^1]\n\n[^1]: First.\n\n[^3]: Third.\n",
    ]
    assert not made.findings


@pytest.mark.parametrize("below", [1, 3])
def test_headings_among_the_notes_are_no_part_of_them(below: int) -> None:
    """Notes that stand under the names of their chapters or sections are one list; each heading dropped is told."""
    mark = "#" if below == 1 else "##"
    text = f"{mark} One\n\nA.<sup>1</sup> B.<sup>2</sup>\n\n{mark} Two\n\nC.<sup>{below}</sup>\n"
    notes = f"{mark} Notes\n\n{mark}# One\n\n1. A.\n2. B.\n\n{mark}# Two\n\n{below}. C.\n"
    made = imported(f"# Book\n\nBy A. B.\n\n2020\n\n{text}\n{notes}")
    whole = "".join(chapter.text for chapter in made.chapters)
    assert re.findall(r"^ *#+ .*", whole, re.MULTILINE) == [f"{mark} One", f"{mark} Two"]
    assert re.findall(r"^\[\^\d\]: (.*)", whole, re.MULTILINE) == ["A.", "B.", "C."]
    assert [action.line for action in made.actions if "among the notes" in action.what] == [17, 22]
    assert not made.findings


@pytest.mark.parametrize("form", ["<sup>{}</sup> ", "^{}^ ", "[{}] "])
def test_notes_below_a_rule_need_no_heading(form: str) -> None:
    """A rule with nothing but notes below it is the beginning of their list; with anything else it stays a rule."""
    text = f"# Title\n\nBy A. B.\n\n2020\n\nText{form.format(1)}and{form.format(2)}more.\n\n---\n\n{form.format(1)}One.\n\n"
    made = imported(f"{text}{form.format(2)}Two.\n")
    assert made.chapters[0].text == "Text[^1] and[^2] more.\n\n[^1]: One.\n\n[^2]: Two.\n"
    assert not made.findings
    assert "* * *" in imported(f"{text}Words.\n").chapters[0].text


def test_a_word_that_a_page_break_cut_is_told() -> None:
    """Nobody but an editor knows whether its hyphen is the author's: it stays, with its line."""
    first = "A paragraph that goes on until the page ends in the midst of a sen-"
    made = imported(f"# Title\n\nBy A. B.\n\n2020\n\n{first}\n\ntence, and then goes on.\n")
    assert made.chapters[0].text == f"{first} tence, and then goes on.\n"
    [found] = made.findings
    assert (found.code, found.place.line) == ("import-word-cut", 7)
    assert "“sen-” and “tence”" in found.message


def test_a_heading_below_text_stays_in_its_place() -> None:
    """Words keep their order: what is no title page is not looked for below the text."""
    first = f"Words that come first{' and more words' * 8}, with a mark.[1]"
    made = imported(f"{first}\n\n# Heading\n\nMore words.\n\n# Notes\n\n1. A note.\n")
    text = "".join(chapter.text for chapter in made.chapters)
    assert made.metadata.title == "Heading"
    assert text.index("come first") < text.index("# Heading\n") < text.index("More words")
    sure = [(action.line, action.sureness) for action in made.actions if "title" in action.what]
    assert sure == [(3, nouns.Sureness.GUESS)]


def test_bibliography_keeps_its_place() -> None:
    """A list that nobody calls stays where it was received."""
    made = imported("# T\n\nBy A\n\n2020\n\n## One\n\nText.\n\n## References\n\n1. Roe.\n\n## Appendix\n\nMore.\n")
    assert re.findall("^## (.+)", made.chapters[0].text, re.MULTILINE) == ["One", "References", "Appendix"]
    assert not made.findings


@pytest.mark.parametrize("text", ["\\", "", "    ", ">", "    \\"])
def test_a_note_of_next_to_nothing(text: str) -> None:
    """A note without words stops no import."""
    assert "Text" in imported(f"# T\n\nBy A\n\n2020\n\nText[^1].\n\n[^1]: {text}\n").chapters[0].text


def test_decode() -> None:
    """A byte-order mark and CRLF are accepted, other encodings are told with their line."""
    assert received.decode(b"\xef\xbb\xbfa\r\nb\rc", "x.md") == "a\nb\nc"
    with pytest.raises(UsageError, match=r"x\.md:2: byte 0xff"):
        received.decode(b"a\n\xff", "x.md")


def test_empty_file_is_refused() -> None:
    """A file without text makes no publication."""
    with pytest.raises(UsageError, match="no text"):
        imported("\n \n")


def test_write_replaces_only_when_told(brink: received.Received, tmp_path: Path) -> None:
    """Something there is refused; replacing keeps media/, translations/ and what is no chapter, and drops old ones."""
    folder = tmp_path / "slug"
    written = received.write(brink, folder)
    assert [path.name for path in written] == ["publication.yaml", "01-on-the-brink-of-war.md"]
    with pytest.raises(UsageError, match="--replace"):
        received.write(brink, folder)
    for name in ("media/a.svg", "translations/uk/01.md", "09-old.md", "NOTES.md"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("x")
    listed = (folder / "publication.yaml").read_text("utf-8")
    (folder / "publication.yaml").write_text(listed.replace("chapters:\n", "chapters:\n  - 09-old.md\n"), "utf-8")
    received.write(brink, folder, replace=True)
    assert sorted(p.name for p in folder.rglob("*") if p.is_file()) == sorted(
        ["a.svg", "01.md", "NOTES.md", *(p.name for p in written)]
    )
    assert list(tmp_path.iterdir()) == [folder]


def test_replacing_keeps_the_languages(brink: received.Received, tmp_path: Path) -> None:
    """Translations stay, so the publication comes out in their languages as before."""
    folder = tmp_path / brink.slug
    received.write(brink, folder)
    file = folder / "publication.yaml"
    assert "languages:" not in file.read_text("utf-8")
    for code in ("uk", "pl"):
        (folder / "translations").mkdir(exist_ok=True)
        (folder / f"translations/{code}.po").touch()
    said = file.read_text("utf-8")
    file.write_text(said.replace("language: en\n", "language: en\nlanguages: [uk, en, pl]\n"), "utf-8")
    received.write(brink, folder, replace=True)
    assert "language: en\nlanguages: [uk, en, pl]\n" in file.read_text("utf-8")
    # What was translated from another language is listed; what was the source itself is no translation.
    file.write_text(said.replace("language: en\n", "language: be\nlanguages: [be, uk]\n"), "utf-8")
    received.write(brink, folder, replace=True)
    assert "language: en\nlanguages: [en, uk]\n" in file.read_text("utf-8")


def test_ctrl_c_leaves_no_half_behind(brink: received.Received, tmp_path: Path, monkeypatch) -> None:
    """Whatever stops it: what stood there stands, and nothing else."""
    folder = tmp_path / "slug"
    received.write(brink, folder)

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("bindery.received.writing._swap", stop)
    with pytest.raises(KeyboardInterrupt):
        received.write(brink, folder, replace=True)
    assert list(tmp_path.iterdir()) == [folder]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("[" + "i, " * 5_000 + "and so on", id="letters in a bracket that nobody closes"),
        pytest.param("<sup>" + " " * 3_000, id="spaces behind a raised sign"),
        pytest.param("<sup>" * 10_000, id="raised signs that nobody closes"),
        pytest.param("[^" * 20_000, id="calls that nobody closes"),
        pytest.param("^1^" * 20_000, id="raised figures"),
        pytest.param("`" * 100_000, id="ticks"),
        pytest.param(f"## A{' ' * 60_000}b {{", id="spaces in a heading"),
        pytest.param("\n\n".join(["[^1]: A note."] * 3_000), id="a note three thousand times"),
        pytest.param(_book(1, 1_000), id="a thousand notes"),
        pytest.param(_book(300, 900), id="three hundred chapters whose notes are at the end"),
    ],
)
def test_a_text_is_read_in_time(text: str) -> None:
    """What nobody closes is not looked for again at each sign, nor all marks again for each note."""
    begun = time.process_time()
    assert imported(f"# A title\n\nBy Jana Novak\n\n{text}").chapters
    assert time.process_time() - begun < 15


@pytest.mark.parametrize(
    "notes",
    [
        "# B\n\nWords.\n\n[^a]: One.\n\n[^a]: Two.\n",
        "# B\n\nWords.[^a]\n\n# Notes\n\n[^a]: One.\n\n[^a]: Two.\n",
    ],
)
def test_a_note_defined_twice_for_another_chapter_is_told(notes: str) -> None:
    """The first is handed to the chapter that calls it, the second stays where it is."""
    made = imported(f"# A\n\nWords.[^a]\n\n{notes}")
    assert "[^a]: One." in made.chapters[0].text
    assert "Two." in made.chapters[-1].text
    [told] = [finding for finding in made.findings if finding.code == "import-note-repeated"]
    line = 1 + notes[: notes.index("[^a]: One")].count("\n") + 4
    assert f"a note a in line {line} already" in told.message


@pytest.mark.parametrize("form", ["{}. ", "[{}] "])
def test_notes_of_a_line_each_may_leave_a_number_out_or_repeat_one(form: str) -> None:
    """No note is lost in the one before it, and each that nobody calls is told with its line."""
    lines = ["One, vol.", "Two.", "Four: I. Petrov,", "Four again.", "Seven."]
    notes = "\n".join(form.format(n) + line for n, line in zip([1, 2, 4, 4, 7], lines, strict=True))
    made = imported(f"# Title\n\nBy A. B.\n\n2020\n\nText.[1] Text.[2] Text.[4]\n\n## Notes\n\n{notes}\n")
    assert re.findall(r"^\[\^.*", made.chapters[0].text, re.MULTILINE) == [
        "[^1]: One, vol.",
        "[^2]: Two.",
        "[^4]: Four: I. Petrov,",
    ]
    found = [(finding.code, finding.place.line) for finding in made.findings]
    assert found == [("import-note-repeated", 14), ("import-note-without-mark", 15)]


@pytest.mark.parametrize("line", ["1986. A year", "I. Petrov, a name", "words"])
def test_the_rest_of_a_note_is_no_note(line: str) -> None:
    """Where some note goes on below its line, only the next number in turn begins another."""
    notes = f"1. One,\non two lines.\n2. Two, vol.\n{line}.\n3. Three."
    made = imported(f"# Title\n\nBy A. B.\n\n2020\n\nText.[1] Text.[2] Text.[3]\n\n## Notes\n\n{notes}\n")
    assert not made.findings
    assert f"[^2]: Two, vol. {line}.\n" in made.chapters[0].text


def test_a_note_whose_only_mark_names_another_that_is_none_stays() -> None:
    """A mark in brackets is a call as a whole; a note that nothing calls would be printed nowhere."""
    made = imported("# A\n\nBy Jana Novak\n\nWords [1, 3] and more.\n\n# Notes\n\n1. One.\n2. Two.\n")
    text = "".join(chapter.text for chapter in made.chapters)
    assert "[^1]" not in text
    assert "One." in text
    assert {f.message for f in made.findings} >= {f"no mark in the text calls note {n}." for n in (1, 2)}


@pytest.mark.parametrize(("line", "level"), [("=====", 1), ("--", 2), ("---", 2)])
def test_a_heading_may_be_underlined_right_above_its_text(line: str, level: int) -> None:
    """No blank line has to follow; the line was printed among the words."""
    made = imported(f"# A\n\nBy Jana Novak\n\nWords.\n\nA heading\n{line}\nText below.\n")
    text = "".join(chapter.text for chapter in made.chapters)
    assert f"{'#' * level} A heading\n\nText below." in text


def test_labels_that_are_figures_of_another_kind_are_labels() -> None:
    """Circled figures count nothing, and neither do a thousand digits."""
    for one, two in (("①", "②"), ("1" * 4400, "2" * 4400)):
        made = imported(
            f"# A\n\nWords.[^{one}]\n\n# B\n\nMore.[^{two}]\n\n# Notes\n\nBelow.\n[^{one}]: One.\n[^{two}]: Two.\n"
        )
        assert f"[^{one}]: One." in made.chapters[0].text
        assert f"[^{two}]: Two." in made.chapters[1].text


def test_replacing_that_is_interrupted_leaves_what_stood_there(
    tmp_path: Path, brink: received.Received, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-C between the two renamings: the publication is where it was, and nothing else."""
    folder = tmp_path / "here"
    received.write(brink, folder)
    (folder / "mine.txt").write_text("mine")
    rename = Path.rename

    def interrupted(path: Path, target: Path) -> Path:
        if ".new-" in path.name:
            raise KeyboardInterrupt
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", interrupted)
    with pytest.raises(KeyboardInterrupt):
        received.write(brink, folder, replace=True)
    assert [path.name for path in tmp_path.iterdir()] == ["here"]
    assert (folder / "mine.txt").read_text() == "mine"


def test_failed_write_leaves_what_was_there(brink: received.Received, tmp_path: Path, monkeypatch) -> None:
    """Where the new folder cannot take its place the old one stands."""
    folder = tmp_path / "slug"
    received.write(brink, folder)
    rename = Path.rename

    def fails(self: Path, target: Path) -> Path:
        if ".new-" in self.name:
            raise OSError(28, "No space left on device")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", fails)
    with pytest.raises(UsageError, match="No space"):
        received.write(brink, folder, replace=True)
    assert list(tmp_path.iterdir()) == [folder]
    assert len(list(folder.iterdir())) == 2


def test_replacing_what_is_odd(brink: received.Received, tmp_path: Path) -> None:
    """A publication.yaml of endless brackets lists nothing, and what no copy can be made of is told."""
    folder = tmp_path / "slug"
    received.write(brink, folder)
    (folder / "publication.yaml").write_text("chapters: " + "[" * 3000)
    received.write(brink, folder, replace=True)
    os.mkfifo(folder / "pipe")
    with pytest.raises(UsageError, match="cannot be copied"):
        received.write(brink, folder, replace=True)
    assert list(tmp_path.iterdir()) == [folder]


WORDS = st.text(st.sampled_from("abcІї19$@~#^{}[]|:.)(!-+%\"' "), min_size=1, max_size=30)


@settings(max_examples=60, deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=6))
def test_no_word_is_lost(paragraphs: list[str]) -> None:
    """Whatever signs stand in a text, its letters and digits come through pandoc in order."""
    assume(not any(re.search(r"\]\(", text) for text in paragraphs))  # an address is not printed
    body = [" ".join(f"Word {text} end.".split()) for text in paragraphs]
    made = imported("# Title\n\nBy A B\n\n2020\n\n## H\n\n" + "\n\n".join(body))
    (blocks,) = pandoc.read([made.chapters[0].text])
    # An inline note's words are read where it stands.
    said = (
        node["c"] if node["t"] == "Str" else node["c"][1] for node in tree.walk(blocks) if node["t"] in {"Str", "Math"}
    )
    assert re.findall(r"[^\W_]", "".join(said)) == re.findall(r"[^\W_]", "H" + "".join(body))


@pytest.mark.parametrize(("said", "title", "heading"), [
    ("# The Title {#the-title}\n\nA.\n\n## Part *One* {#part .unnumbered}\n\nB", "The Title", "## Part *One* {#part}"),
    ("The Title {#t}\n====\n\nA.\n\nPart {.unnumbered}\n----\n\nB", "The Title", "## Part"),
    ("# The Title {-}\n\nA.\n\n## Sets {a, b}\n\nB", "The Title", r"## Sets \{a, b\}"),
])  # fmt: skip
def test_attributes_of_headings_are_no_words(said: str, title: str, heading: str) -> None:
    """Pandoc makes them of a Word file: a heading's name stays for the links to it, and neither is read by anybody."""
    made = imported(said)
    assert made.metadata.title == title
    assert heading in made.chapters[0].text.split("\n")
    assert made.slug == "the-title"


def test_a_chapter_is_named_by_its_words() -> None:
    """Its file has not the heading's name twice."""
    made = imported("# Trade {#trade}\n\nA\n\n# The Annex {#annex}\n\nB")
    assert [chapter.name for chapter in made.chapters] == ["01-trade.md", "02-the-annex.md"]
    assert made.chapters[1].text.startswith("# The Annex {#annex}\n")


@pytest.mark.parametrize("said", [
    '![A map](media/image1.png){width="3.2in" height="2.1in"}', "[]{#_Toc1 .anchor}Findings", "[words]{.smallcaps} here",
    '[Новини]{lang="uk"}', "![A map](<media/a b.png>){#map}",
])  # fmt: skip
def test_attributes_are_no_words(said: str) -> None:
    """What pandoc has written of sizes, anchors and small capitals is not printed as text."""
    assert said in imported(f"# T\n\nWords: {said}.").chapters[0].text


@pytest.mark.parametrize("said", ["{braces}", "[a]{b, c}", "x{#y}", "[words] {.a}", "![c](d.png){e}"])
def test_braces_that_are_words_stay_words(said: str) -> None:
    """Only what can be nothing else is taken for attributes."""
    assert said.replace("{", r"\{").replace("}", r"\}") in imported(f"# T\n\nWords: {said}.").chapters[0].text


@pytest.mark.parametrize("said", [
    "::: {lang=uk}\n\nМова.\n\n:::", "::: note\n\n- a\n- b\n\n:::", '::: {custom-style="Body Text"}\n\nA.\n\n:::',
])  # fmt: skip
def test_divisions_are_no_words(said: str) -> None:
    """Pandoc writes them for a style of Word, an author for a language; they were printed, their paragraphs in one."""
    for written in (said, said.replace("\n\n", "\n")):
        assert said in imported(f"# T\n\nWords.\n\n{written}\n\nMore.").chapters[0].text


@pytest.mark.parametrize("said", ["Words\n\n:::\n\nmore", "::: {.a}\n\nWords", "::: {.a}\n\n# C\n\n:::"])
def test_divisions_that_are_none_are_text(said: str) -> None:
    """What nobody opens or closes, or what a chapter's heading parts, keeps no chapter from being read."""
    for chapter in imported(f"# T\n\nWords.\n\n{said}\n\nMore.").chapters:
        assert "Div" not in str(pandoc.read([chapter.text]))


@pytest.mark.parametrize("said", ["$x^2$", r"$\frac{a}{b}$", "$$E = mc^2$$", r"$$\sum_i x_i + 5$$", "$a_{ij}$"])
def test_a_formula_stays_one(said: str) -> None:
    """Its signs were printed as words."""
    assert said in imported(f"# T\n\nWords {said} end.").chapters[0].text


@pytest.mark.parametrize("said", ["$5 and $6", "US$5m^2^, A$ x", "$5 per km^2^ and 7 US$.", "$5_000 or $6_000", "$$$"])
def test_a_price_is_no_formula(said: str) -> None:
    """Between two signs of money stand words."""
    assert said.replace("$", r"\$") in imported(f"# T\n\nWords {said} end.").chapters[0].text


def test_a_title_page_says_what_it_says() -> None:
    """Prepared by and Date are no kind of publication and no words that are left over."""
    made = imported("# Media in Exile\n\n**Prepared by:** Ann Lee\\\n**Date:** April 2025\n\n## A\n\nText.")
    assert (made.metadata.authors[0].name, made.metadata.date, made.metadata.kind) == ("Ann Lee", "2025-04", "")
    assert not made.findings


@pytest.mark.parametrize("text", ["# Title\n\nText.", "# Мяжа\n\nТэкст пра вайну."])
@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_its_mark_is_told(text: str, encoding: str) -> None:
    """It was read as text, with a lost letter in the place of every other."""
    with pytest.raises(UsageError, match=r"UTF-16\. Save the file as UTF-8"):
        received.decode(text.encode(encoding), "a.md")


@pytest.mark.parametrize("said", ["See [A](#annex).", 'See <a href="#annex">B</a>.', "See [I](#one) and [Xi](#xi)."])
def test_a_link_of_one_letter_is_no_note(said: str) -> None:
    """Where there is no such note, its words stay."""
    assert said in imported(f"# T\n\nBy Ann Lee\n\n2024\n\n## One\n\n{said}\n\n## Annex\n\nText.").chapters[0].text


@pytest.mark.parametrize(("line", "heading"), [
    ("## Words ##", "Words"), ("##\tWords", "Words"), ("## A # b", "A # b"), ("## C#", "C#"), ("## Words #  ", "Words"), ("## # A", "# A"),
    ("##", ""), ("## ##", ""), ("   ## Words", "Words"), ("##   Words   ", "Words"),
])  # fmt: skip
def test_a_heading_is_closed_by_its_own_signs(line: str, heading: str) -> None:
    """Signs behind a space at its end are none of its words."""
    [block] = blocks.cut(line)
    assert (block.kind, block.text, block.level) == (nouns.Kind.HEADING, heading, 2)


def test_a_word_file_is_not_told_to_be_saved_as_utf_8() -> None:
    """What helps is to make Markdown of it."""
    with pytest.raises(UsageError, match=r"^a.docx: a Word file or an archive, no Markdown. Make Markdown of it"):
        received.decode(b"PK\x03\x04\x14\x00\xff", "a.docx")


@pytest.mark.parametrize("rows", [
    "  Year   Trade\n  ------ ------\n  2020   10", "  -----------\n  Year   Trade\n  ------ ------\n  2020   10\n\n  -----------",
    "+------+-------+\n| Year | Trade |\n+======+=======+\n| 2020 | 10    |\n+------+-------+",
])  # fmt: skip
def test_a_table_that_import_does_not_read_is_told(rows: str) -> None:
    """Pandoc draws tables in ways that no other Markdown has: each would be rules and text."""
    made = imported(f"# T\n\nWords.\n\n{rows}\n\nMore.")
    assert [finding.code for finding in made.findings if "table" in finding.code] == ["import-table"]
    assert not [
        f for f in imported("# T\n\n---\n\n- - -\n\n| a | b |\n|---|---|\n| c | d |").findings if "table" in f.code
    ]


def test_pictures_that_stand_in_the_text_become_files(tmp_path: Path) -> None:
    """As Google Docs writes them: each once, by what is in it; what is no picture's data stays as it is."""
    data = b"\x89PNG\r\n\x1a\n and so on"
    said = base64.b64encode(data).decode()
    text = (
        f"# A Paper\n\nWords ![A map][image1] and ![the same](data:image/png;base64,{said}).\n\n"
        f"![torn](data:image/png;base64,A)\n\n[image1]: <data:image/png;base64,{said}>\n"
    )
    made = received.read(text, "paper.md", ["en"])
    [name] = made.pictures
    assert re.fullmatch(r"media/picture-[0-9a-f]{8}\.png", name)
    written = received.write(made, tmp_path / "paper")
    assert (tmp_path / "paper" / name) in written
    assert (tmp_path / "paper" / name).read_bytes() == data
    [chapter] = made.chapters
    assert chapter.text.count(name) == 2
    assert "(data:image/png;base64,A)" in chapter.text
    assert any(action.line == 3 and name in action.what for action in made.actions)
    again = received.write(made, tmp_path / "paper", replace=True)
    assert again == tuple(file for file in written if file.suffix != ".png")  # it is there


def test_pictures_beside_the_file_come_along(tmp_path: Path) -> None:
    """Where Word's text was made Markdown its pictures lie beside it, and an editor had to copy each by hand."""
    home = tmp_path / "got"
    for name in ("media/image1.png", "a map.JPG", "b.svg", "c.gif", "notes.txt", "../out.png", "d.png"):
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_bytes(name.encode())
    (home / "link.png").symlink_to(tmp_path / "out.png")
    named = (
        "media/image1.png",
        "a%20map.JPG",
        "notes.txt",
        "../out.png",
        "link.png",
        str(tmp_path / "out.png"),
        "gone.png",
    )
    text = (
        "# A Paper\n\n" + "\n\n".join(f"![Shown]({name})" for name in named)
        + '\n\n![Shown][b]\n\nWords <img src="c.gif" alt="Shown"> and `d.png`.\n\n[b]: <b.svg> "B"\n'
    )  # fmt: skip
    made = received.read(text, "paper.md", ["en"], home)
    assert list(made.pictures) == ["media/image1.png", "a map.JPG", "c.gif", "b.svg"]
    assert [action.line for action in made.actions if action.what.endswith("is copied")] == [3, 5, 19, 21]
    (tmp_path / "paper/media").mkdir(parents=True)
    (tmp_path / "paper/media/image1.png").write_bytes(b"a better one")
    written = received.write(made, tmp_path / "paper", replace=True)
    assert tmp_path / "paper/media/image1.png" not in written
    assert (tmp_path / "paper/media/image1.png").read_bytes() == b"a better one"
    assert (tmp_path / "paper/a map.JPG").read_bytes() == b"a map.JPG"
    assert received.read(text, "paper.md", ["en"]).pictures == {}


def test_no_picture_is_written_through_a_link(tmp_path: Path) -> None:
    """The folder of pictures may lead anywhere."""
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "paper").mkdir()
    (tmp_path / "paper/media").symlink_to(tmp_path / "elsewhere")
    said = base64.b64encode(b"\x89PNG and so on").decode()
    made = received.read(f"# A\n\n![A map](data:image/png;base64,{said})\n", "paper.md", ["en"])
    with pytest.raises(UsageError, match="a folder of pictures is a link"):
        received.write(made, tmp_path / "paper", replace=True)
    assert list((tmp_path / "elsewhere").iterdir()) == []
