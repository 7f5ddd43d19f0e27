"""Pseudo-translations: every word of the interface and of the publication comes from a language file or a catalogue."""

from __future__ import annotations

import re
import shutil
import subprocess
import tomllib
import zipfile
from pathlib import Path

import pytest
from lxml import etree, html
from pseudo import pseudo, translate

from bindery import press
from bindery.house import DEFAULTS, House
from tools import need

CODES = ("xl", "xc")
ENGLISH = re.compile(r"[A-Za-z]{2,}")


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    """A house with two more languages, each one file, and the specimen translated into both."""
    root = tmp_path_factory.mktemp("pseudo")
    folder = root / "manuscript/synthetic"
    shutil.copytree(Path(__file__).parents[1] / "publications/synthetic", folder)
    yaml = folder / "publication.yaml"
    yaml.write_text(yaml.read_text("utf-8").replace("language: en", "language: en\nlanguages: [en, xl, xc]"), "utf-8")
    english = (DEFAULTS / "styles/languages/en.toml").read_text("utf-8")
    (root / "styles/languages").mkdir(parents=True)
    for code in CODES:
        words = tomllib.loads(english)["words"]
        head = english.split("[words]")[0].replace('name = "English"', f'name = "{pseudo("English", code)}"')
        lines = "\n".join(f'{key} = "{pseudo(word, code)}"' for key, word in words.items())
        head = re.sub(r"^tag = .*$", f'tag = "{code}"', head, flags=re.MULTILINE)
        (root / f"styles/languages/{code}.toml").write_text(f"{head}[words]\n{lines}\n", "utf-8")
    made = House(root)
    for code in CODES:
        translate("synthetic", code, made)
    return made


def edition(house: House, code: str):
    publication = press.open_publication("synthetic", house)
    return press.compose(press.translate(press.read(publication, house), code, house), house)


def english(text: str, code: str) -> list[str]:
    """Return the words that are still as English writes them: in the Latin one those with a letter it never has."""
    words = ENGLISH.findall(text)
    if code == "xc":
        return [w for w in words if not re.fullmatch(r"[ivxlcdm]+", w)]
    return [w for w in re.findall(r"[^\W\d_]{3,}", text) if w.isascii() and re.search(r"[aeounsz]", w)]


# Names that no translator changes, and "dot", an attribute within a line, which `pseudo` takes for markup.
NAMES = {
    "doi",
    "org",
    "https",
    "http",
    "example",
    "bindery",
    "specimen",
    "Bindery",
    "Specimen",
    "PDF",
    "EPUB",
    "HTML",
    "dot",
}


def clean(words: list[str]) -> list[str]:
    return sorted(set(words) - NAMES)


@pytest.mark.parametrize("code", CODES)
def test_every_unit_is_used(house: House, code: str) -> None:
    """The pseudo-editions are complete: nothing in them is damaged or left in English."""
    made = edition(house, code)
    assert made.standing is not None
    assert (made.standing.missing, made.standing.damaged, made.standing.fuzzy) == (0, 0, 0)


@pytest.mark.parametrize("code", CODES)
def test_no_english_on_the_page(house: House, code: str) -> None:
    """The web edition says nothing that is in no language file and no catalogue, names for screen readers too."""
    root = html.document_fromstring(press.render(edition(house, code), "html", house).data.decode())
    for element in root.xpath(
        "//script | //style | //pre | //code | //math | //*[@class='uri' or @class='email'] | //nav[@class='languages'] | //*[@lang]"
    ):
        if element.tag != "html":
            element.drop_tree()
    said = [*root.itertext(), *root.xpath("//@aria-label | //@alt")]
    assert clean([word for text in said for word in english(text, code)]) == []


@pytest.mark.parametrize("code", CODES)
def test_no_english_in_the_book(house: House, code: str) -> None:
    """Nor does the EPUB: pages, navigation, cover, labels."""
    from io import BytesIO

    found: list[str] = []
    with zipfile.ZipFile(BytesIO(press.render(edition(house, code), "epub", house).data)) as book:
        for name in book.namelist():
            if name.endswith(".xhtml"):
                root = etree.fromstring(book.read(name))
                for gone in root.xpath(
                    "//*[local-name()='pre' or local-name()='code' or local-name()='math' or @class='uri' or @class='email']"
                ):
                    gone.clear(keep_tail=True)
                said = [*root.itertext(), *root.xpath("//@aria-label | //@alt")]
                found += [word for text in said for word in english(text, code)]
    assert clean(found) == []


@pytest.mark.parametrize("code", CODES)
def test_no_english_in_print(house: House, code: str, tmp_path: Path) -> None:
    """Nor does the PDF: cover, heads, contents, notes."""
    file = tmp_path / "a.pdf"
    file.write_bytes(press.render(edition(house, code), "pdf", house).data)
    done = subprocess.run([need("pdftotext"), "-nopgbrk", file, "-"], capture_output=True, text=True, check=True)
    text = re.sub(r"\S*(?:://|\.(?:org|com)|@)\S*", "", done.stdout)
    code_words = {"def", "greet", "name", "str", "Return", "greeting", "for", "reader", "whose", "longer", "than", "the",
                  "line", "that", "this", "docstring", "stands", "return", "Hello", "far", "plain", "code", "keeps", "its",
                  "spaces", "note", "long", "address", "has", "hyphens", "and", "underscores", "query", "string", "with",
                  "many", "parameters", "fragment", "never", "ends", "before", "margin", "one", "two", "three", "four",
                  "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "on", "is",
                  "by", "very", "editor", "words", "python", "go", "in"}  # fmt: skip
    assert set(clean(english(text, code))) <= code_words | {"frac", "sqrt", "infty", "int", "neq"}
