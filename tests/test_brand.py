"""The brand: one file, three editions."""

import io
import re
import shutil
import zipfile
from pathlib import Path

import pytest

from bindery import press
from bindery.brand import read_brand, read_language
from bindery.errors import ConfigurationError, UsageError
from bindery.house import House
from bindery.tools import pdfium

ROOT = Path(__file__).parents[1]
CODES = sorted(file.stem for file in (ROOT / "styles/languages").glob("*.toml"))


@pytest.fixture(scope="module")
def painted(tmp_path_factory: pytest.TempPathFactory) -> House:
    """A house with another colour and another name."""
    root = tmp_path_factory.mktemp("house")
    shutil.copytree(ROOT / "manuscript", root / "manuscript")
    brand = (ROOT / "styles/brand.toml").read_text("utf-8")
    changed = brand.replace("#7a1f2b", "#0b5d3b").replace('"Belarus", "Research"', '"Minsk", "Research"')
    assert changed.count("#0b5d3b") == 1
    (root / "styles").mkdir()
    (root / "styles/brand.toml").write_text(changed, "utf-8")
    return House(root)


def test_a_colour_and_a_name_change_every_edition(painted: House) -> None:
    """Changing a colour or a name in brand.toml changes the PDF, the EPUB with its cover, and the HTML."""
    from PIL import Image

    publication = press.open_publication("on-the-brink-of-war", painted)
    document = press.compose(press.read(publication, painted), painted)
    html = press.render(document, "html", painted).data.decode()
    assert "--brand: #0b5d3b" in html
    assert "<span>Minsk</span>" in html
    pdf = press.render(document, "pdf", painted).data
    assert Image.open(io.BytesIO(pdfium.picture(pdf, 0, 200))).convert("RGB").getpixel((5, 250)) == (0x0B, 0x5D, 0x3B)
    book = zipfile.ZipFile(io.BytesIO(press.render(document, "epub", painted).data))
    assert "<span>Minsk</span>" in book.read("EPUB/title.xhtml").decode()
    cover = Image.open(io.BytesIO(book.read("EPUB/_press/cover.png"))).convert("RGB")
    assert cover.getpixel((20, cover.height - 40)) == (0x0B, 0x5D, 0x3B)


def test_every_font_is_a_whole_face() -> None:
    """Each font of the brand is there, once for its family, weight and style, with its licence beside it."""
    fonts = read_brand(House(ROOT)).fonts
    assert len({(f.family, f.weight, f.italic) for f in fonts}) == len(fonts)
    for font in fonts:
        assert (ROOT / "styles/fonts" / font.file).is_file()
        family = re.match(r"[A-Za-z]+", font.file)[0].removesuffix("Display")
        assert list((ROOT / "styles/fonts").glob(f"LICENSE-{family}*.md"))


@pytest.mark.parametrize("code", CODES)
def test_every_language_has_every_word(code: str) -> None:
    """A language file has the same words as the English one, with the same blanks to fill."""
    house = House(ROOT)
    english, language = read_language(house, "en"), read_language(house, code)
    assert set(language.words) == set(english.words)
    for key, words in english.words.items():
        assert set(re.findall(r"{\w+}", words)) == set(re.findall(r"{\w+}", language.words[key])), key


def test_unknown_language_names_those_there_are() -> None:
    """A language without a file is refused, and the message says which there are."""
    with pytest.raises(UsageError, match=r"no language file for xx\. There is: .*en.*uk"):
        read_language(House(ROOT), "xx")


def test_broken_brand_is_one_message(tmp_path: Path) -> None:
    """A brand.toml that does not parse is named, with what is wrong."""
    (tmp_path / "styles").mkdir()
    (tmp_path / "styles/brand.toml").write_text("name = ", "utf-8")
    with pytest.raises(ConfigurationError, match=r"styles/brand\.toml: does not parse"):
        read_brand(House(tmp_path))
