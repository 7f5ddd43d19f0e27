"""Language files: each has every word, each mistake is told, and a new language is one file."""

import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from bindery import tree
from bindery.errors import ConfigurationError
from bindery.house import DEFAULTS, House
from bindery.languages import read_language
from bindery.tools.hyphens import has_dictionary
from bindery.typography import set_type

CODES = ("be", "de", "en", "he", "lt", "pl", "ru", "uk")
ENGLISH = (DEFAULTS / "styles/languages/en.toml").read_text("utf-8")


@pytest.fixture
def house(tmp_path: Path) -> House:
    (tmp_path / "styles/languages").mkdir(parents=True)
    return House(tmp_path)


def write(house: House, code: str, text: str) -> None:
    (house.root / f"styles/languages/{code}.toml").write_text(text, "utf-8")


def faults(house: House, code: str) -> list[tuple[int, str, str]]:
    with pytest.raises(ConfigurationError) as told:
        read_language(house, code)
    assert {finding.place.file for finding in told.value.findings} == {f"styles/languages/{code}.toml"}
    return [(finding.place.line, finding.message, finding.hint) for finding in told.value.findings]


def test_these_are_the_languages() -> None:
    """Eight languages come with the press."""
    assert tuple(sorted(file.stem for file in (DEFAULTS / "styles/languages").glob("*.toml"))) == CODES


@pytest.mark.parametrize("code", CODES)
def test_every_file_is_whole(code: str) -> None:
    """Each file has every word, four marks, ties, and a name for each language translated from."""
    language = read_language(House(DEFAULTS), code)
    assert language.code == code
    assert set(language.words) == set(read_language(House(DEFAULTS), "en").words)
    assert {f"from_{other}" for other in (*CODES, "other")} <= set(language.words)
    assert len({language.words[f"from_{other}"] for other in CODES}) == len(CODES)
    assert language.ties.initials
    assert language.ties.before[:2] == ("–", "—")
    assert language.decimal == ("." if code in {"en", "he"} else ",")


@pytest.mark.parametrize("code", CODES)
def test_how_much_is_missing_is_said_of_one_as_of_many(code: str) -> None:
    """The numbers stand after the words, which agree with none of them."""
    words, _, numbers = read_language(House(DEFAULTS), code).words["incomplete"].partition(": ")
    assert "{" not in words
    assert numbers.startswith("{missing} ")
    assert numbers.endswith(" {units}")


@pytest.mark.parametrize("code", [code for code in CODES if code != "en"])
def test_nobody_is_named_in_english(code: str) -> None:
    """No word of English stands in another language's file, and names are put in as they are."""
    words = read_language(House(DEFAULTS), code).words
    for key in ("byline", "translator", "reviewer"):
        assert not re.search(r"\b[Bb]y\b", words[key])
    if code in {"be", "uk", "ru"}:
        assert not re.search("[A-Za-z]", " ".join(re.sub(r"{\w+}", "", word) for word in words.values()))


@pytest.mark.parametrize(
    ("code", "letters"), [("be", "ищъѣ"), ("uk", "ыэёъў"), ("ru", "іїєґў"), ("pl", ""), ("en", "")]
)
def test_foreign_letters(code: str, letters: str) -> None:
    """A Cyrillic language knows the letters that it does not have, and no word of its own has one."""
    language = read_language(House(DEFAULTS), code)
    assert set(letters) <= set(language.foreign)
    assert not set(language.foreign) & set(" ".join([*language.words.values(), *language.ties.units]).lower())


@pytest.mark.parametrize("code", CODES)
def test_ties_are_written_once(code: str) -> None:
    """No list of ties says the same twice."""
    ties = read_language(House(DEFAULTS), code).ties
    for words in (ties.after, ties.before, ties.units, ties.signs, ties.titles, ties.phrases):
        assert len(set(words)) == len(words)


def test_a_new_language_is_one_file(house: House) -> None:
    """A copy of a file under another code is a language, with that code's ties and quotes."""
    shutil.copy(DEFAULTS / "styles/languages/pl.toml", house.root / "styles/languages/csb.toml")
    language = read_language(house, "csb")
    assert language == replace(read_language(house, "pl"), code="csb", tag="csb")
    text = [{"t": "Para", "c": [tree.string("w"), {"t": "Space"}, tree.string("lesie")]}]
    assert tree.plain(set_type(text, language)) == "w\N{NO-BREAK SPACE}lesie"


def test_a_new_language_may_be_translated_from(house: House) -> None:
    """A file may have words for a language that the press does not know."""
    write(house, "uk", (DEFAULTS / "styles/languages/uk.toml").read_text("utf-8") + 'from_cs = "Переклад з чеської"\n')
    assert read_language(house, "uk").words["from_cs"] == "Переклад з чеської"


def test_every_missing_word_is_told_at_once(house: House) -> None:
    """Words that a file lacks are all told, with what they are in English."""
    write(house, "xx", re.sub(r"(?m)^(draft|notes|proof) = .*\n", "", ENGLISH))
    assert faults(house, "xx") == [
        (0, "`words.notes` is missing.", 'In English it is "Notes".'),
        (0, "`words.draft` is missing.", 'In English it is "Draft translation".'),
        (0, "`words.proof` is missing.", 'In English it is "Bilingual proof".'),
    ]


def test_a_project_may_ask_for_words_of_its_own(house: House) -> None:
    """A word that a project adds to its English file is asked of its other languages, the press's words too."""
    write(house, "en", re.sub(r"(?m)^notes = .*\n", "", ENGLISH) + 'motto = "Motto"\n')
    assert [message for _, message, _ in faults(house, "en")] == ["`words.notes` is missing."]
    write(house, "uk", (DEFAULTS / "styles/languages/uk.toml").read_text("utf-8"))
    assert [message for _, message, _ in faults(house, "uk")] == ["`words.motto` is missing."]


FACE = '{voice = "serif", family = "X", file = "x.woff2", weight = 400, italic = false}'
FACES = '`faces`: expected tables with family, file, weight, italic and voice ("serif" or "sans").'
WRONG = [
    ('name = "English"', "name = 5", "`name`: expected the language's own name."),
    ('name = "English"\n', "", "`name` is missing."),
    ('tag = "en-US"', 'tag = "English!"', "`tag`: expected a language tag, as en-US."),
    ('direction = "ltr"', 'direction = "up"', '`direction`: expected "ltr" or "rtl".'),
    ('"‘", "’"]', '"‘"]', "`quotes`: expected four marks: the outer pair, the inner pair."),
    ('decimal = "."', 'decimal = ";"', '`decimal`: expected "." or ",".'),
    ('decimal = "."', 'decimal = "."\nfonts = "Serif"', "`fonts`: expected a list of texts."),
    ('decimal = "."', 'decimal = "."\nfaces = ["Serif"]', FACES),
    ('decimal = "."', f'decimal = "."\nfaces = [{FACE}, {{family = "X"}}]', FACES),
    ('decimal = "."', f'decimal = "."\nfaces = [{FACE.replace("serif", "mono")}]', FACES),
    ('decimal = "."', f'decimal = "."\nfaces = [{FACE.replace("x.woff2", "../x.woff2")}]', FACES),
    ('decimal = "."', f'decimal = "."\nfaces = [{FACE.replace("400", "4000")}]', FACES),
    ('decimal = "."', 'decimal = "."\nquote = "x"', "unknown key `quote`."),
    ('decimal = "."', 'decimal = "."\nletters = "x"', "`letters`: expected a table."),
    ("initials = true", 'initials = "yes"', "`ties.initials`: expected true or false."),
    ('before = ["–", "—"]', 'before = "–"', "`ties.before`: expected a list of texts."),
    ('before = ["–", "—"]', 'before = ["–", ""]', "`ties.before`: expected a list of texts."),
    ('before = ["–", "—"]', 'befor = ["–"]', "unknown key `ties.befor`."),
    ("[words]", '[letters]\nforeign = "Щ"\n[words]', "`letters.foreign`: expected small letters."),
    ("[words]", '[letters]\nforeing = "щ"\n[words]', "unknown key `letters.foreing`."),
    ('draft = "Draft translation"', "draft = 5", "`words.draft`: expected text."),
    ('draft = "Draft translation"', 'draft = " "', "`words.draft`: expected text."),
    ("Note {label}", "Note {lable}", "`words.note`: the blanks are not those of English."),
    ("Note {label}", "Note {label", "`words.note`: the blanks are not those of English."),
    ("Note {label}", "Note {label} {}", "`words.note`: the blanks are not those of English."),
    ('skip = "Skip', 'skipp = "Skip', "`words.skip` is missing."),
    ('skip = "Skip', 'skipp = "Skip', "unknown key `words.skipp`."),
]


@pytest.mark.parametrize(("right", "wrong", "message"), WRONG)
def test_mistakes_are_told(house: House, right: str, wrong: str, message: str) -> None:
    """A wrong key, type or blank is told in a line."""
    assert ENGLISH.count(right) == 1
    write(house, "xx", ENGLISH.replace(right, wrong))
    assert message in [told for _, told, _ in faults(house, "xx")]


def test_mistakes_are_told_at_once_with_their_lines(house: House) -> None:
    """All that is wrong in a file is told in one go, each with its line, and a near name as a hint."""
    text = ENGLISH.replace('direction = "ltr"', 'direction = "up"').replace("initials = true", "initial = true")
    text = text.replace('close = "Close"', 'clos = "Close"')
    write(house, "xx", text)
    lines = text.splitlines()
    told = faults(house, "xx")
    assert [message for _, message, _ in told] == [
        '`direction`: expected "ltr" or "rtl".',
        "unknown key `ties.initial`.",
        "`words.close` is missing.",
        "unknown key `words.clos`.",
    ]
    assert [lines[line - 1].split(" ")[0] for line, _, _ in told if line] == ["direction", "initial", "clos"]
    assert told[1][2] == "Did you mean `initials`?"


def test_a_file_that_does_not_parse_is_named(house: House) -> None:
    """TOML that is none is one finding."""
    write(house, "xx", "name = ")
    assert len(faults(house, "xx")) == 1


def test_words_must_be_a_table(house: House) -> None:
    """A file whose words are no table is told so, not each word."""
    write(house, "xx", 'name = "X"\ndirection = "ltr"\nquotes = ["a", "b", "c", "d"]\nwords = 5\n')
    assert [message for _, message, _ in faults(house, "xx")] == ["`words`: expected a table."]


def test_a_minimal_language_has_no_ties(house: House) -> None:
    """Ties, letters, decimal mark and fonts may be left out."""
    words = ENGLISH[ENGLISH.index("[words]") :]
    write(house, "xx", f'name = "X"\ndirection = "rtl"\nquotes = ["a", "b", "c", "d"]\n{words}')
    language = read_language(house, "xx")
    assert (language.ties.before, language.foreign, language.decimal, language.fonts) == ((), "", ".", ())
    assert (language.tag, language.direction) == ("xx", "rtl")


def test_a_languages_faces_come_first(house: House) -> None:
    """The families of a language's own faces lead the stacks that they are for; without any a stack is the brand's."""
    write(house, "xx", ENGLISH.replace('decimal = "."', f'decimal = "."\nfaces = [{FACE}]\nfonts = ["Y"]'))
    language = read_language(house, "xx")
    assert (language.lead("serif"), language.lead("sans")) == ('"Y", "X", ', "")
    assert read_language(house, "en").lead("serif") == ""


@pytest.mark.parametrize("tag", ["en-US", "en", "be", "uk", "ru", "pl", "de", "lt", "de-AT"])
def test_print_hyphenates(tag: str) -> None:
    """There is a dictionary for each language of the press."""
    assert has_dictionary(tag)


@pytest.mark.parametrize("tag", ["he", "ar", "ka", "hy", "xx", ""])
def test_print_does_not_hyphenate(tag: str) -> None:
    """Scripts that are not hyphenated, or that nobody made a dictionary for, are told apart."""
    assert not has_dictionary(tag)
