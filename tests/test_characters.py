"""Text with characters that no edition can hold is told with file, line and the character's name, never printed."""

import sys
import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest

from bindery import catalog as po
from bindery import characters, press
from bindery.brand import read_brand
from bindery.errors import ConfigurationError
from bindery.house import DEFAULTS, House
from bindery.languages import read_language
from bindery.translation import catalogs, revision, units

sys.path.insert(0, str(Path(__file__).parent))
from project import YAML, make

SIGNS = {r"\x01": "U+0001 (START OF HEADING)", r"\uFFFE": "U+FFFE (no character)", r"\ud800": "U+D800 (half of a surrogate pair)",
         r"\x7F": "U+007F (DELETE)"}  # fmt: skip
FIELDS = {
    "title": ('title: "A: B"', 'title: "A{}"', 1),
    "a person's name": ("name: Ada", 'name: "A{}"', 2),
    "an address": ("language: en", 'language: en\nurl: "https://a.b/{}"', 5),
    "a chapter": ("language: en", 'language: en\nchapters:\n - text.md\n - "{}.md"', 7),
    "a key": ("language: en", 'language: en\n"a{}": b', 5),
}


@pytest.mark.parametrize("sign", SIGNS)
@pytest.mark.parametrize(("old", "new", "line"), FIELDS.values(), ids=FIELDS)
def test_publication(tmp_path: Path, old: str, new: str, line: int, sign: str) -> None:
    """Whatever key of publication.yaml has it, written by its number."""
    make(tmp_path, yaml=YAML.replace(old, new.replace("{}", sign)))
    with pytest.raises(ConfigurationError) as error:
        press.open_publication("paper", House(tmp_path))
    [finding] = error.value.findings
    assert (finding.place.file, finding.place.line) == ("manuscript/paper/publication.yaml", line)
    assert SIGNS[sign] in finding.message
    assert str(finding).isprintable()


def test_publication_with_the_character_itself(tmp_path: Path) -> None:
    """YAML itself refuses the characters; the line is told all the same."""
    make(tmp_path, yaml=YAML.replace("Ada", "A\x01da"))
    with pytest.raises(ConfigurationError, match=r"publication\.yaml:2: character U\+0001 \(START OF HEADING\)"):
        press.open_publication("paper", House(tmp_path))


@pytest.mark.parametrize(("file", "old", "new"), [
    ("brand.toml", 'name = "', r'name = "\u0001'),
    ("brand.toml", 'wordmark = ["', 'wordmark = ["\ufffe'),
    ("languages/en.toml", 'name = "', r'name = "\f'),
])  # fmt: skip
def test_house(tmp_path: Path, file: str, old: str, new: str) -> None:
    """So it is in the brand and in a language, whether it stands there itself or by its number."""
    text = (DEFAULTS / "styles" / file).read_text("utf-8")
    assert text.count(old) == 1
    (tmp_path / "styles/languages").mkdir(parents=True)
    (tmp_path / "styles" / file).write_text(text.replace(old, new), "utf-8")
    line = text[: text.index(old)].count("\n") + 1
    with pytest.raises(ConfigurationError, match=rf"styles/{file}:{line}: U\+\w{{4}} \([a-zA-Z ]+\) is no character"):
        (read_brand(House(tmp_path)), read_language(House(tmp_path), "en"))


def test_catalogue(tmp_path: Path) -> None:
    """A translated title with one is not printed and told with its line; no name of a person keeps it."""
    house = House(tmp_path)
    publication = press.open_publication(make(tmp_path, yaml=YAML + "languages: [en, uk]\n").name, house)
    manuscript = press.read(publication, house)
    begun = revision.revise(
        catalogs.begin(publication, read_language(house, "uk")), units.taken(manuscript), {}
    ).catalog
    entries = tuple(replace(e, translation="А\x01Б" if e.context == "meta:title" else "") for e in begun.entries)
    made = replace(begun, entries=entries, header={**begun.header, "Last-Translator": "Ja\x01na"})
    file = catalogs.path(publication, "uk")
    file.parent.mkdir()
    file.write_bytes(po.write(made))
    edition = press.translate(manuscript, "uk", house)
    [finding] = [f for f in edition.doubts if "U+0001 (START OF HEADING)" in f.message]
    assert finding.place.line
    assert file.read_text("utf-8").split("\n")[finding.place.line - 1] == 'msgid "A: B"'
    assert edition.publication.title == "A: B"
    assert edition.standing
    assert edition.standing.translators == ("Ja\ufffdna",)


def test_names() -> None:
    """The names of control characters are Unicode's."""
    assert [unicodedata.lookup(name) for name in characters._CONTROLS] == [chr(code) for code in range(32)]


@pytest.mark.parametrize(("sign", "said", "hint"), [
    ("\x93", "U+0093 (a control character)", "it was “: type that"), ("\x81", "U+0081", "Take it out"),
    ("\x7f", "U+007F (DELETE)", "Take it out"), ("\x01", "U+0001 (START OF HEADING)", "Take it out"),
    ("\x0b", "U+000B (LINE TABULATION)", "Take it out"), ("\uffff", "U+FFFF", "Take it out"),
])  # fmt: skip
def test_chapter(tmp_path: Path, sign: str, said: str, hint: str) -> None:
    """A chapter's is printed as lost, for HTML and PDF/UA refuse it, and told with its line and what it was."""
    make(tmp_path, text=f"## One\n\nWords.\n\nHe said {sign}yes{sign}.[^a]\n\n[^a]: A {sign} note.\n")
    house = House(tmp_path)
    manuscript = press.read(press.open_publication("paper", house), house)
    [finding] = [f for f in manuscript.findings if f.code == "source-character"]
    assert (finding.place.file, finding.place.line) == ("manuscript/paper/text.md", 5)
    assert said in finding.message
    assert hint in finding.hint
    document = press.compose(manuscript, house)
    html = "".join([*(s.html for s in document.sections), *(n.html for n in document.endnotes)])
    assert not characters.unprintable(html)
    assert html.count("\ufffd") == 3
