"""The brand: one file, three editions."""

import io
import re
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from fontTools.ttLib import TTCollection, TTFont

import project
from bindery import press, schema, templates
from bindery.brand import read_brand
from bindery.errors import ConfigurationError, UsageError
from bindery.house import House
from bindery.languages import read_language
from bindery.model import Publication
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


def test_a_projects_own_font_is_in_every_edition(tmp_path: Path) -> None:
    """Print takes an unpacked font only from beside the packed one: the press's is not the project's."""
    fonts, name = tmp_path / "styles/fonts", "SourceSerif4-Regular.ttf.woff2"
    fonts.mkdir(parents=True)
    shutil.copy(ROOT / "styles/fonts/SourceCodePro-Regular.ttf.woff2", fonts / name)
    own = templates.Templates(House(tmp_path))
    assert own.font(name) == own.print_font(name) == (fonts / name).read_bytes()
    other = "SourceSerif4-It.ttf"
    assert own.print_font(f"{other}.woff2") == (ROOT / "styles/fonts" / other).read_bytes()
    shutil.copy(ROOT / "styles/fonts/SourceCodePro-Regular.ttf", fonts / name.removesuffix(".woff2"))
    assert own.print_font(name) == (ROOT / "styles/fonts/SourceCodePro-Regular.ttf").read_bytes()
    (fonts / name.removesuffix(".woff2")).write_bytes(b"saved anew")
    assert own.print_font(name) == b"saved anew"  # a preview lives longer than a font


def collection(font: bytes) -> bytes:
    """A collection of one font."""
    made, out = TTCollection(), io.BytesIO()
    made.fonts = [TTFont(io.BytesIO(font))]
    made.save(out)
    return out.getvalue()


DAMAGED: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "empty": (lambda _: b"", "is no font (TrueType, OpenType or WOFF)"),
    "text": (lambda _: b"<html>404 Not Found</html>", "is no font"),
    "half": (lambda font: font[: len(font) // 2], "is damaged"),
    "head": (lambda font: font[:40], "is damaged"),
    "more": (lambda font: font[:4] + b"\xff" + font[5:], "is damaged"),
    "huge": (lambda font: font + bytes(65 << 20), "is larger than 64 MB"),
    "collection": (collection, "is a collection of fonts"),
}


@pytest.mark.parametrize(("made", "words"), DAMAGED.values(), ids=DAMAGED)
def test_a_damaged_font_is_told(tmp_path: Path, made: Callable[[bytes], bytes], words: str) -> None:
    """No edition is made in a font that nobody has chosen; all that are damaged are told at once."""
    fonts = tmp_path / "styles/fonts"
    fonts.mkdir(parents=True)
    project.make(tmp_path)
    names = ("SourceSans3-Regular.ttf", "SourceSerif4-Regular.ttf")
    for name in names:
        shutil.copy(ROOT / f"styles/fonts/{name}.woff2", fonts)
        (fonts / name).write_bytes(made((ROOT / "styles/fonts" / name).read_bytes()))
    done = project.build(tmp_path, "html")
    assert done.returncode == 2
    for name in names:
        assert f"styles/fonts/{name}: the file {words}" in done.stderr


def test_a_packed_font_that_is_cut_is_told(tmp_path: Path) -> None:
    """As one is whose copying ended too soon."""
    fonts, name = tmp_path / "styles/fonts", "SourceSans3-Regular.ttf.woff2"
    fonts.mkdir(parents=True)
    (fonts / name).write_bytes((ROOT / "styles/fonts" / name).read_bytes()[:5000])
    project.make(tmp_path)
    done = project.build(tmp_path, "html")
    assert (done.returncode, "styles/fonts/SourceSans3-Regular.ttf.woff2: the file is damaged" in done.stderr) == (
        2,
        True,
    )


def test_a_font_that_is_damaged_within_has_no_letters(tmp_path: Path) -> None:
    """Whoever asks which it has is not stopped, and tells of the letters that are nowhere."""
    fonts, name = tmp_path / "styles/fonts", "SourceSerif4-Regular.ttf.woff2"
    fonts.mkdir(parents=True)
    whole = (ROOT / "styles/fonts" / name).read_bytes()
    (fonts / name).write_bytes(whole[:2000] + bytes(len(whole) - 2000))
    project.make(tmp_path, text="## One\n\nA letter, \u1e35.\n")
    done = project.build(tmp_path, "pdf", "-v")
    assert done.returncode == 0
    assert "Font-face 'Source Serif' cannot be loaded." in done.stdout + done.stderr
    assert "have no \u1e35 (U+1E35)" in done.stdout + done.stderr


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


@pytest.mark.parametrize(("text", "said"), [
    ("name = ", "styles/brand.toml:1: does not parse: Invalid value."),
    ('url = ""\nname = "A\n', "styles/brand.toml:2: does not parse: a straight quotation mark is missing."),
])  # fmt: skip
def test_broken_brand_is_one_message(tmp_path: Path, text: str, said: str) -> None:
    """A brand.toml that does not parse is named, with its line and what is wrong."""
    (tmp_path / "styles").mkdir()
    (tmp_path / "styles/brand.toml").write_text(text, "utf-8")
    with pytest.raises(ConfigurationError, match=re.escape(said)):
        read_brand(House(tmp_path))


@pytest.mark.parametrize(("title", "whole"), [("War", "War: A History"), ("Why War?", "Why War? A History")])
def test_a_title_that_ends_in_a_mark_has_no_colon(title: str, whole: str) -> None:
    """“Why War?: A History” stood on the cover."""
    made = Publication("paper", ROOT, title, (), "2024", "en", ("en",), ("a.md",), subtitle="A History")
    assert made.full_title == whole
    assert made.title_lines[1] == "A History"  # on a line of its own, whatever the first ends in


BRAND = (ROOT / "styles/brand.toml").read_text("utf-8")
FAULTS = {
    "name": ('name = "Belarus Research Network on Neighborhood Policy"', "name = 3", "3: `name`: expected the house's name."),
    "wordmark": ('["Belarus", "Research", "Network", "on Neighborhood", "Policy"]', "[]", "4: `wordmark`: expected a list of texts."),
    "url": ('url = ""', 'url = "javascript:alert(1)"', '5: `url`: expected a web address, or "".'),
    "unknown": ('url = ""', 'url = ""\nurls = ""', "6: unknown key `urls`. Did you mean `url`?"),
    "in another table": ('url = ""', 'url = ""\nstyle = "decimal"', "6: unknown key `style`. It belongs to `notes`."),
    "style": ('style = "lower-roman"', 'style = "roman"', "8: `notes.style`: expected one of decimal, lower-roman,"),
    "translation": ('translation = "optional"', 'translation = "maybe"', "9: `notes.translation`: expected one of copy,"),
    "colour": ('ink = "#1b1d22"', 'ink = "red; } body { display:none"', '12: `colours.ink`: expected a colour, as "#7a1f2b".'),
    "number": ('ink = "#1b1d22"', "ink = 12", "12: `colours.ink`: expected a colour"),
    "word": ('ink = "#1b1d22"', 'ink = "redd"', "12: `colours.ink`: expected a colour"),
    "colour missing": ('ink = "#1b1d22"', "", "styles/brand.toml: `colours.ink` is missing. Expected a colour"),
    "name of a colour": ('ink = "#1b1d22"', 'ink = "#1b1d22"\n"x: y; z" = "red"', "13: `colours.x: y; z`: expected a name of small letters"),
    "size": ('size = "A4"', 'size = "A99"', '22: `page.size`: expected a size of paper, as "A4"'),
    "margin": ('top = "30mm"', 'top = "30"', '25: `page.top`: expected a length, as "36mm".'),
    "weight": ('4-It.ttf.woff2"\nweight = 400', '4-It.ttf.woff2"\nweight = "bold"', "37: `fonts.2.weight`: expected a number"),
    "italic": ('4-It.ttf.woff2"\nweight = 400\nitalic = true', '4-It.ttf.woff2"\nweight = 400', "34: `fonts.2.italic` is missing. Expected true or false."),
    "file": ("SourceSerif4-It.ttf.woff2", "../../../../../../etc/passwd", "36: `fonts.2.file`: expected the name of a file below"),
    "not UTF-8": ("oxblood", "\udcff", "16: byte 0xff is not UTF-8. Save the file as UTF-8."),
}  # fmt: skip


def house(root: Path, brand: str) -> House:
    (root / "styles").mkdir(parents=True, exist_ok=True)
    (root / "styles/brand.toml").write_bytes(brand.encode("utf-8", "surrogateescape"))
    return House(root)


@pytest.mark.parametrize(("old", "new", "told"), FAULTS.values(), ids=FAULTS)
def test_each_fault_of_a_brand_is_told(tmp_path: Path, old: str, new: str, told: str) -> None:
    """What is wrong in brand.toml is told with its key and line, before anything is made of it."""
    assert BRAND.count(old) == 1
    with pytest.raises(ConfigurationError) as wrong:
        read_brand(house(tmp_path, BRAND.replace(old, new)))
    assert told in str(wrong.value)
    assert len(wrong.value.findings) == 1


def test_a_table_that_is_not_there_is_one_fault(tmp_path: Path) -> None:
    """Not one for each of its keys."""
    with pytest.raises(ConfigurationError) as wrong:
        read_brand(house(tmp_path, BRAND.replace("[page]", "[colours.page]")))
    assert sorted(finding.message for finding in wrong.value.findings) == [
        '`colours.page`: expected a colour, as "#7a1f2b".',
        "`page` is missing.",
    ]
    assert {finding.hint for finding in wrong.value.findings} == {"Change it.", "Expected keys of its own."}


def test_all_faults_of_a_brand_are_told_at_once(tmp_path: Path) -> None:
    """An editor mends the file once."""
    brand = BRAND
    for name in ("name", "style", "colour", "size", "weight"):
        brand = brand.replace(*FAULTS[name][:2])
    with pytest.raises(ConfigurationError) as wrong:
        read_brand(house(tmp_path, brand))
    assert [finding.place.line for finding in wrong.value.findings] == [3, 8, 12, 22, 37]


def test_what_a_house_may_say(tmp_path: Path) -> None:
    """Another size, colours of its own, colours by word and by function, a byte-order mark."""
    brand = BRAND.replace('"A4"', '"170mm 240mm"').replace('"#1b1d22"', '"rgb(20 20 20)"\nsea = "navy"')
    read = read_brand(house(tmp_path, "\ufeff" + brand.replace('translation = "optional"', "")))
    assert (read.page["size"], read.colours["ink"], read.colours["sea"]) == ("170mm 240mm", "rgb(20 20 20)", "navy")
    assert read.note_translation == "translate"


def test_a_language_file_may_have_a_byte_order_mark(tmp_path: Path) -> None:
    """Editors of Windows write one."""
    made = house(tmp_path, BRAND)
    (tmp_path / "styles/languages").mkdir()
    (tmp_path / "styles/languages/en.toml").write_text(
        (ROOT / "styles/languages/en.toml").read_text("utf-8"), "utf-8-sig"
    )
    assert read_language(made, "en") == read_language(House(ROOT), "en")


def test_a_font_may_have_any_name(tmp_path: Path) -> None:
    """With a space or a Cyrillic letter in it the text was printed in another font, with a mere warning."""
    fonts = tmp_path / "styles/fonts"
    fonts.mkdir(parents=True)
    for ending in (".ttf", ".ttf.woff2"):
        shutil.copy(ROOT / f"styles/fonts/SourceSerif4-Regular{ending}", fonts / f"My Шрыфт{ending}")
    brand = BRAND.replace("SourceSerif4-Regular.ttf.woff2", "My Шрыфт.ttf.woff2")
    (tmp_path / "styles/brand.toml").write_text(brand, "utf-8")
    project.make(tmp_path)
    done = project.build(tmp_path, "pdf", "-v")
    assert (done.returncode, done.stderr) == (0, "")


def test_a_list_that_is_missing_is_told_by_what_it_should_be() -> None:
    """As a text that is missing is: whoever left it out learns what to write."""
    tables = schema.each(schema.Expected("tables that begin with [[fonts]]", bool), {"file": schema.TEXTS})
    _, [fault] = schema.Schema(schema.needed({"fonts": tables}), "a table").held({})
    assert fault == (("fonts",), schema.MISSING, "`fonts` is missing.", "Expected tables that begin with [[fonts]].")
