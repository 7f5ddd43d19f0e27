"""Whatever is written, pressed at once, or killed: an edition is whole or it is the old one, and no note is lost."""

import hashlib
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from zipfile import ZipFile

import pikepdf
import pytest
import yaml
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from lxml import etree
from PIL import Image

from bindery import catalog as po
from bindery import configuration, disk, press, templates
from bindery.brand import read_brand
from bindery.checks.artefacts import apparatus
from bindery.errors import BinderyError, ManuscriptError
from bindery.house import House
from bindery.languages import read_language
from bindery.model import Colophon, Document, Severity
from bindery.renderers import sheets
from bindery.tools import answers
from bindery.translation import catalogs, revision, units

sys.path.insert(0, str(Path(__file__).parent))
from project import BUILD, YAML, build, make

# Words of many scripts, and signs that mean something to somebody.
WORDS = st.sampled_from(
    [
        "word",
        "Wort",
        "слово",
        "і",
        "ў",
        "їжак",
        "δύναμις",
        "文字",
        "日本語",
        "كلمة",
        "שלום",
        "हिन्दी",
        "ไทย",
        "한국어",
        "ẞ",
        "ﬁ",
        "é",
        "👩\u200d🔬",
        "\u202eabc\u202c",
        "\xa0",
        "\xad",
        "\u200b",
        "*",
        "_",
        "**",
        "`",
        "[",
        "]",
        "(",
        ")",
        "<",
        ">",
        "#",
        "+",
        "-",
        "1.",
        "|",
        "\\",
        "~",
        "^",
        "$",
        "&",
        "&amp;",
        "&#1;",
        "@",
        "!",
        "'",
        '"',
        "…",
        "--",
        "---",
        "http://a.b",
        "x^2^",
        "H~2~O",
        "$x$",
        "<b>",
        "</b>",
        "<br>",
        "<!--",
        "-->",
        "{.a}",
        "{#x}",
        "{lang=uk}",
        ":::",
        "[^",
        "]:",
        "<http://e.org/>",
        "\\*",
        "\\[",
        "a\\",
        "b",
    ]
)
PLAIN = st.lists(
    st.one_of(WORDS, st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=6)), max_size=8
)
WELL = st.lists(
    st.sampled_from(["Words", "of", "many", "scripts", "слово", "ў", "文字", "שלום", "हिन्दी", "é", "😀"]),
    min_size=1,
    max_size=6,
).map(" ".join)


def inlines() -> st.SearchStrategy[str]:
    """Words with emphases, links, code and formulas inside one another."""
    return st.recursive(
        WELL,
        lambda inner: st.one_of(
            inner.map("*{}*".format), inner.map("**{}**".format), inner.map('"{}"'.format), inner.map("[{}](https://e.org/)".format),
            inner.map("[{}]{{lang=uk}}".format), inner.map("~~{}~~".format), inner.map(lambda text: text if text.startswith("[") else f"^{text}^"),
            inner.map("<sup>{}</sup>".format), inner.map("`{}`".format), inner.map("${}$".format), inner.map("<q>{}</q>".format),
            st.tuples(inner, inner).map(" ".join),
        ),
        max_leaves=4,
    )  # fmt: skip


@st.composite
def manuscripts(draw: st.DrawFn) -> str:
    """A well-made manuscript: each note is called, some twice, from every kind of block."""
    count = draw(st.integers(0, 6))
    calls = [f"[^n{at}]" for at in range(count)] + [f"[^n{at}]" for at in range(count) if draw(st.booleans())]
    blocks = []
    for at, call in enumerate(draw(st.permutations(calls))):
        text = draw(inlines())
        kind = draw(st.sampled_from(["{}", "## {}", "- {}\n- b", "> {}", "1. {}", "| a | b |\n|---|---|\n| {} | c |",
                                     "::: box\n{}\n:::", "> - {}\n>   - b", "term {}\n\n:   *d*", "### {} {{#id}}", "({})"]))  # fmt: skip
        blocks.append(kind.format(f"{text}{call}" if "|" not in kind else f"x {at}{call}"))
    blocks += draw(st.lists(inlines(), min_size=1, max_size=2))
    notes = []
    for at in range(count):
        body = draw(
            st.sampled_from(["{}", "- {}", "> {}", "{}\n\n    More.", "{}\n\n        code", "[L](https://e.org/) {}"])
        )
        notes.append(f"[^n{at}]: " + body.format(draw(WELL)))
    return "\n\n".join([*blocks, *notes]) + "\n"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    return House(tmp_path_factory.mktemp("house"))


QUICK = settings(max_examples=20, deadline=None, derandomize=True, database=None, phases=[Phase.explicit, Phase.generate],
                 suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])  # fmt: skip


@pytest.mark.parametrize("name", ["chart 1.png", "Карта мяжы.png", "50% & more (2).png", "İ'ß.png"])
def test_a_picture_is_in_every_edition_however_its_file_is_named(tmp_path: Path, name: str) -> None:
    """With a space or a Cyrillic letter in its name it was left out of the PDF, and the EPUB was not valid."""
    address = name.replace("%", "%25")
    folder = make(tmp_path, text=f'## One\n\nA.\n\n![Figure](<media/{address}>){{alt="A chart"}}\n')
    (folder / "media").mkdir()
    Image.new("RGB", (40, 30), (200, 30, 30)).save(folder / "media" / name)
    done = build(tmp_path, "all")
    assert (done.returncode, done.stderr) == (0, "")
    out = tmp_path / "output/paper"
    with pikepdf.open(out / "paper.en.pdf") as pdf:
        drawn = [image for page in pdf.pages for image in page.get_images().values()]
        assert any((image.Width, image.Height) == (40, 30) for image in drawn)
    with ZipFile(out / "paper.en.epub") as book:
        [file] = [file for file in book.namelist() if file.startswith("EPUB/media/")]
        assert re.fullmatch(r"[A-Za-z0-9_./-]+", file)
        source = f'src="{file.removeprefix("EPUB/")}"'
        assert any(source in book.read(page).decode() for page in book.namelist() if page.endswith(".xhtml"))
    assert '<img src="data:image/png;base64,' in (out / "paper.en.html").read_text("utf-8").replace("\n", " ")


def test_a_picture_and_a_formula_never_have_one_name(tmp_path: Path) -> None:
    """What an author calls maths/2.svg is printed, and so is the second thing drawn."""
    own = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
    text = "## One\n\n![C](maths/2.svg){alt=D}\n\n$$x^2$$\n\n$$y^2$$\n"
    folder = make(tmp_path, text=text)
    (folder / "maths").mkdir()
    (folder / "maths/2.svg").write_bytes(own)
    house = House(tmp_path)
    document = press.compose(press.read(press.open_publication("paper", house), house), house)
    pictures = sheets.filled(document, templates.of(house), Colophon()).pictures
    assert pictures["maths/2.svg"] == own
    assert len(pictures) == 4  # and the motif


def test_pictures_that_differ_by_a_capital_are_both_in_the_book(tmp_path: Path) -> None:
    """An archive that is unpacked on Windows or a Mac has room for one of them: EPUBCheck refuses it."""
    folder = make(tmp_path, text="## One\n\n![A](media/a.png){alt=a}\n\n![B](media/A.png){alt=b}\n")
    (folder / "media").mkdir()
    for width, name in enumerate(("a.png", "A.png"), 9):
        Image.new("RGB", (width, 9)).save(folder / "media" / name)
    assert build(tmp_path, "epub").returncode == 0
    with ZipFile(tmp_path / "output/paper/paper.en.epub") as book:
        pictures = [name for name in book.namelist() if name.startswith("EPUB/media/")]
    assert len({name.casefold() for name in pictures}) == len(pictures) == 2


def page(house: House, **chapters: str | bytes) -> str:
    """The text of an edition as HTML, without the print's page numbers, which take the time."""
    folder = house.root / "manuscript/paper"
    shutil.rmtree(folder, ignore_errors=True)
    make(house.root, **chapters)
    document = press.compose(press.read(press.open_publication("paper", house), house), house)
    sections = "".join(f'<section id="{s.id}"><h2>{s.heading}</h2>{s.html}</section>' for s in document.sections)
    notes = "".join(f'<li id="{n.id}">{n.html}</li>' for n in document.endnotes)
    return f'<!DOCTYPE html><html><body><main>{sections}</main><section id="notes" role="doc-endnotes"><ol>{notes}</ol></section></body></html>'


@QUICK
@given(st.lists(manuscripts(), min_size=1, max_size=3))
def test_made_manuscripts_keep_their_notes(house: House, texts: list[str]) -> None:
    """N calls are N calls and every note is there, wherever they stand; nothing but a finding stops an edition."""
    try:
        made = page(house, **{f"c{at}": text for at, text in enumerate(texts)})
    except ManuscriptError as error:
        assert not [f for f in error.findings if f.code.startswith("note-") and f.code != "note-lost"], error
        return
    told = press.read(press.open_publication("paper", house), house).findings
    if any(finding.code == "note-lost" for finding in told):
        return  # a stray sign took a call, and the author is told
    for at, text in enumerate(texts):
        assert made.count('role="doc-noteref"') == sum(t.count("[^n") - t.count("]:") for t in texts), (at, text)
    found = apparatus.read(made.encode(), "html")
    assert len(found.notes) == sum(text.count("]:") for text in texts)
    assert not apparatus.examine(found, "page")


BILINGUAL = YAML + "languages: [en, uk]\n"
SOURCE = "## One[^a]\n\nWords *and* more.[^b] Again.[^a]\n\n| a | b[^c] |\n|---|---|\n| c | d |\n\n[^a]: A.\n\n[^b]: B.\n\n[^c]: C.\n"


@QUICK
@given(
    st.lists(
        st.none()
        | PLAIN.map(" ".join)
        | inlines()
        | st.tuples(inlines(), st.sampled_from(["[^1]", "[^1] [^2]", "[^2][^1]", "[^9]"])).map("".join),
        min_size=9,
        max_size=9,
    )
)
def test_made_catalogues_keep_their_notes(house: House, translations: list[str | None]) -> None:
    """Whatever a translator writes, the edition has every call and note of the source, in its order, or is refused."""
    shutil.rmtree(house.root / "manuscript/paper", ignore_errors=True)
    publication = press.open_publication(make(house.root, yaml=BILINGUAL, text=SOURCE).name, house)
    manuscript = press.read(publication, house)
    begun = revision.revise(
        catalogs.begin(publication, read_language(house, "uk")), units.taken(manuscript), {}
    ).catalog
    assert len(begun.entries) >= 9
    made = [
        replace(entry, translation=text or "")
        for entry, text in zip(begun.entries, [*translations, *[None] * 30], strict=False)
    ]
    catalogs.path(publication, "uk").parent.mkdir(exist_ok=True)
    catalogs.path(publication, "uk").write_bytes(po.write(replace(begun, entries=tuple(made))))
    source, edition = press.compose(manuscript, house), press.compose(press.translate(manuscript, "uk", house), house)
    called = re.compile(r'<a [^>]*href="#(note-\d+)"[^>]*role="doc-noteref"|role="doc-noteref"[^>]*href="#(note-\d+)"')

    def calls(document: Document) -> list[tuple[str, ...]]:
        return [match for section in document.sections for match in called.findall(section.heading + section.html)]

    assert len(calls(source)) == 4
    assert calls(edition) == calls(source)
    assert [note.id for note in edition.endnotes] == [note.id for note in source.endnotes]


@QUICK
@given(st.lists(PLAIN.map(" ".join), min_size=1, max_size=8))
def test_any_text_ends(house: House, lines: list[str]) -> None:
    """Any text at all is an edition or findings."""
    try:
        page(house, text="\n\n".join(lines))
    except BinderyError as error:
        assert str(error)


SCALARS = st.one_of(
    st.text(max_size=12),
    st.integers(),
    st.floats(),
    st.booleans(),
    st.none(),
    st.dates(),
    st.sampled_from(["en", "2024", "decimal"]),
)
VALUES = st.recursive(
    SCALARS,
    lambda v: st.one_of(st.lists(v, max_size=3), st.dictionaries(st.text(max_size=5), v, max_size=3)),
    max_leaves=6,
)
KEYS = st.sampled_from(
    ["title", "authors", "date", "language", "languages", "chapters", "notes", "keywords", "url", "doi", "rights"]
)
PEOPLE = st.just([{"name": "Ada"}])
FILES = st.one_of(
    st.dictionaries(KEYS, VALUES, max_size=8).map(lambda data: yaml.safe_dump(data, allow_unicode=True)),
    st.fixed_dictionaries({"title": st.text(max_size=9), "authors": st.one_of(PEOPLE, VALUES), "date": st.one_of(st.just("2024"), VALUES),
                           "language": st.just("en")}).map(yaml.safe_dump),
    st.lists(st.sampled_from(["title: ", "a: ", "- ", "{", "}", "[", "]", "&a ", "*a", "!!int ", "!!bool ", "!!timestamp ", "!!float ", "!!binary ",
                              "!!set ", "!!omap ", "!!null ", "!x ", "<<: ", "? ", "|\n ", "'", '"', "\n", "\t", "%YAML 9.9\n", "---\n", "x", "\x00", "é", "#"]),
             max_size=12).map("".join),
)  # fmt: skip


@settings(QUICK, max_examples=300)
@given(FILES)
def test_any_configuration_ends(house: House, text: str) -> None:
    """Any publication.yaml is understood, or every mistake in it is told."""
    folder = make(house.root, slug="yaml")
    (folder / "publication.yaml").write_bytes(text.encode("utf-8", "surrogatepass"))
    try:
        configuration.read_publication(folder / "publication.yaml", "p.yaml", read_brand(house))
    except BinderyError as error:
        assert all(line.startswith("p.yaml") for line in str(error).split("\n")[:1])


@settings(QUICK, max_examples=300)
@given(st.binary(max_size=200))
def test_any_bytes_of_configuration_end(house: House, data: bytes) -> None:
    """Even bytes that are no text."""
    folder = make(house.root, slug="yaml")
    (folder / "publication.yaml").write_bytes(data)
    with pytest.raises(BinderyError):
        configuration.read_publication(folder / "publication.yaml", "p.yaml", read_brand(house))


def test_constructs_of_pandocs_manual(house: House) -> None:
    """Every construct of pandoc's Markdown is set or refused with a finding; those that are set say their words."""
    corpus = (Path(__file__).parent / "hostile/constructs.txt").read_text("utf-8")
    snippets = [part.strip("\n") for part in corpus.split("\n%%%%\n")]
    assert len(snippets) >= 140
    well = {f"c{at:03}": text for at, text in enumerate(snippets) if not text.startswith("!refused")}
    made = page(house, **{name: f"{name} begins.\n\n{text}\n\n{name} ends.\n" for name, text in well.items()})
    assert [name for name in well if f"{name} begins." not in made or f"{name} ends." not in made] == []
    for name in {f"c{at:03}" for at in range(len(snippets))} - well.keys():
        with pytest.raises(ManuscriptError):
            page(house, text=snippets[int(name[1:])].removeprefix("!refused\n") + "\n")
    assert not apparatus.examine(apparatus.read(made.encode(), "html"), "page")


def segment(made: str, name: str) -> str:
    """What an edition has between a chapter's first words and its last."""
    return made.partition(f"{name} begins.")[2].partition(f"{name} ends.")[0]


def test_every_extension_of_pandocs_markdown(house: House) -> None:
    """Every extension that pandoc knows, on here or off, has an example that is set with all its notes, or refused."""
    corpus = (Path(__file__).parent / "hostile/extensions.txt").read_text("utf-8")
    examples = re.findall(r"^%%%% (!?)([\w, ]+?)(?: (\d+))?\n(.*?)(?=^%%%% |\Z)", corpus, re.MULTILINE | re.DOTALL)
    said = subprocess.run([answers.path(), "--list-extensions=markdown"], capture_output=True, text=True, check=True)
    assert {name for example in examples for name in example[1].split(", ")} == {
        line[1:] for line in said.stdout.split()
    }
    well = {f"c{at:03}": example for at, example in enumerate(examples) if not example[0]}
    made = page(house, **{name: f"{name} begins.\n\n{text}\n\n{name} ends.\n" for name, (*_, text) in well.items()})
    etree.fromstring(made)  # every format stands on well-formed XML
    counts = {name: segment(made, name).count('role="doc-noteref"') for name in well}
    assert counts == {name: int(calls) for name, (_, _, calls, _) in well.items()}
    for _, _, _, text in (example for example in examples if example[0]):
        with pytest.raises(ManuscriptError):
            page(house, text=text)


INLINES = ("{}", "*{}*", "**{}**", "***{}***", "~~{}~~", "^{}^", "~{}~", "`{}`", '"{}"', "'{}'", "[{}](https://e.org/)",
           "[{}]{{.c lang=de}}", "[{}]{{.smallcaps}}", "<sup>{}</sup>", "<q>{}</q>", "<kbd>{}</kbd>", "<b><i>{}</i></b>", "<{}@e.org>",
           "$x$ {}", "\\*{}\\*", "_{}_s", "--{}---", "{}...", "a/{}-b", "“{}”")  # fmt: skip
BLOCKS = ("{}", "### {}", "> {}", "- {}", "7. {}", "(a) {}", "- - {}", "> - {}", "- > {}", "Term\n\n:   {}", "| {}\n| more",
          "::: box\n{}\n:::", "> ::: box\n> {}\n> :::", "| {} | x |\n|---|---|\n| y | z |", "| y | z |\n|---|---|\n| {} | x |",
          "| y |\n|---|\n| z |\n\n: {}", "- [ ] {}", "<div>\n\n{}\n\n</div>", "<blockquote>{}</blockquote>", "<table><tr><td>{}</td></tr></table>",
          "1. a\n\n   {}\n\n2. b", "{}\n---")  # fmt: skip


def test_every_inline_in_every_block(house: House) -> None:
    """Each kind of mark with a note behind it, in each kind of block: its word stands there and its note is called."""
    chapters = {}
    for at, block in enumerate(BLOCKS):
        parts = []
        for kind, inline in enumerate(INLINES):
            parts += [block.format(inline.format(f"w{at}x{kind}") + f"[^{kind}]"), "<!-- -->"]
        parts += [f"[^{kind}]: Note w{at}n{kind}." for kind in range(len(INLINES))]
        chapters[f"c{at:03}"] = "\n\n".join([f"c{at:03} begins.", *parts, f"c{at:03} ends."]) + "\n"
    made = page(house, **chapters)
    etree.fromstring(made)
    for at, block in enumerate(BLOCKS):
        chapter = segment(made, f"c{at:03}")
        words = re.sub("<[^>]*>", "", chapter)  # a word's last letter may be tied to its call
        assert [n for n in range(len(INLINES)) if f"w{at}x{n}" not in words] == [], block
        assert chapter.count('role="doc-noteref"') == len(INLINES), block
        assert all(f"w{at}n{n}." in made for n in range(len(INLINES))), block
    assert not apparatus.examine(apparatus.read(made.encode(), "html"), "page")


def hashes(root: Path) -> dict[str, str]:
    return {f.name: hashlib.sha256(f.read_bytes()).hexdigest() for f in (root / "output/paper").glob("paper.*")}


@pytest.mark.parametrize("seed", range(2))
def test_kills(tmp_path: Path, seed: int) -> None:
    """Killed at any moment, again and again: each artefact is the whole old or the whole new one."""
    texts = "## One\n\nOld words.[^a]\n\n[^a]: A note.\n", "## One\n\nNew words.[^a]\n\n[^a]: A note.\n"
    known: list[dict[str, str]] = []
    for text in texts:
        make(tmp_path, text=text)
        assert build(tmp_path, "all").returncode == 0
        known.append(hashes(tmp_path))
    assert set(known[0].values()).isdisjoint(known[1].values())
    chance = random.Random(seed)
    for time_ in range(6):
        make(tmp_path, text=texts[time_ % 2])
        process = subprocess.Popen([str(BUILD), "all"], cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                   text=True, start_new_session=True)  # fmt: skip
        time.sleep(chance.uniform(0.1, 3))
        if process.poll() is None:
            os.killpg(process.pid, chance.choice([signal.SIGKILL, signal.SIGINT]))
        out, err = process.communicate(timeout=60)
        assert "Traceback" not in out + err or process.returncode == -signal.SIGINT
        now = hashes(tmp_path)
        assert now.keys() == known[0].keys()
        for name, made in now.items():
            assert made in {known[0][name], known[1][name]}, name
    make(tmp_path, text=texts[1])
    assert build(tmp_path, "all").returncode == 0  # which looks for halves too
    assert hashes(tmp_path) == known[1]
    assert build(tmp_path, "verify").returncode == 0


def test_halves_of_the_dead_are_removed(tmp_path: Path) -> None:
    """What a killed process left goes with the next write; what a running one is writing stays."""
    gone = subprocess.Popen(["true"])
    gone.wait()
    dead, ours, old, strange = (tmp_path / name for name in (
        f".a.pdf.{gone.pid}.x1_y.part", f".a.pdf.{os.getpid()}.x2_y.part", f".b.pdf.{os.getpid()}.x3_y.part", ".mine.part"))  # fmt: skip
    for file in (dead, ours, old, strange):
        file.write_bytes(b"half")
    os.utime(old, (0, 0))
    disk.replace(tmp_path / "a.pdf", b"whole")
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([ours.name, strange.name, "a.pdf"])


def test_killed_in_the_middle_of_a_write(tmp_path: Path) -> None:
    """A write that is killed leaves the old file and a half, which the next write removes."""
    script = (
        "import os, sys, time\nfrom pathlib import Path\nfrom bindery import disk\n"
        "os.fsync = lambda _h: (print('here', flush=True), time.sleep(60))\n"
        "disk.replace(Path(sys.argv[1]), b'new')\n"
    )
    target = tmp_path / "a.pdf"
    target.write_bytes(b"old")
    process = subprocess.Popen([sys.executable, "-c", script, str(target)], stdout=subprocess.PIPE)
    assert process.stdout
    process.stdout.readline()
    process.kill()
    process.wait()
    process.stdout.close()
    assert target.read_bytes() == b"old"
    assert len(list(tmp_path.glob(".*.part"))) == 1
    disk.replace(target, b"newer")
    assert [path.name for path in tmp_path.iterdir()] == ["a.pdf"]


@pytest.mark.parametrize("orders", [("html", "epub"), ("pdf", "epub", "html", "all")], ids=["two", "four"])
def test_builds_at_once(tmp_path: Path, orders: tuple[str, ...]) -> None:
    """Builds of one publication at once forget none of each other's artefacts, and all are sound."""
    make(tmp_path, yaml=YAML)
    running = [
        subprocess.Popen([str(BUILD), order], cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for order in orders
    ]
    for process in running:
        _out, err = process.communicate(timeout=120)
        assert process.returncode == 0, err
    media = {"pdf", "epub", "html"} if "all" in orders else set(orders)
    assert {name.rpartition(".")[2] for name in hashes(tmp_path)} == media
    done = build(tmp_path, "verify")
    assert done.returncode == 0
    assert f"{len(media)} artefacts, 0 not as made" in done.stdout


def test_findings_have_places(house: House) -> None:
    """Each finding of a text says which file it is in."""
    make(house.root, text="<script>a</script>\n\n<center>b</center>\n\n![c](/d.png)\n")
    found = press.read(press.open_publication("paper", house), house).findings
    assert {finding.severity for finding in found} == {Severity.ERROR, Severity.WARNING}
    assert all(finding.place.file.endswith("text.md") and finding.place.line for finding in found)


@pytest.mark.parametrize("text", [
    "m^2^[^a], `2^[^a]`.\n\n[^a]: Squared.\n",
    "A.[^a]\n\n~~~ unclosed\n\nB.[^a]\n\n[^a]: Twice.\n",
    "A.[^a]\n\n~~~~deleted~~~~ B.[^a]\n\n[^a]: Twice.\n",
    "A.[^a] <kbd>B</kbd>.[^a]\n\n[^a]: Twice.\n",
    "<table><tr><td>A[^a]</td></tr></table>\n\n[^a]: In a table.\n",
    "<p align=center>A[^a]\n\n[^a]: In a paragraph that nobody closes.\n",
], ids=["raised", "fence", "tildes", "tags", "table", "paragraph"])  # fmt: skip
def test_notes_beside_signs(house: House, text: str) -> None:
    """A note is one note with all its calls, whatever signs or tags stand beside them."""
    found = apparatus.read(page(house, text=text).encode(), "html")
    assert [note.id for note in found.notes] == ["note-1"]
    assert len(found.calls) == text.count("[^a]") - 1 - text.count("`2^[^a]`")
    assert not apparatus.examine(found, "page")


@pytest.mark.parametrize(
    "text", ["A.[^a] B.[^b]\n\n[^a]: See [^b].\n\n[^b]: C.\n", "A.^[B^[C].]\n", "A.[^a]\n\n[^a]: B^[C].\n"]
)
def test_notes_in_notes(house: House, text: str) -> None:
    """A note inside a note, which no list of notes could hold, is told; it used to be lost."""
    with pytest.raises(ManuscriptError, match="has a note in it"):
        page(house, text=text)


def test_calls_that_a_sign_takes(house: House) -> None:
    """A call that a stray sign before it turns into text is told, not lost."""
    with pytest.raises(ManuscriptError, match=r"text.md:1: a call of note \[\^n\] is read as text"):
        page(house, text="^a b^*[^n]\n\n[^n]: Lost.\n")
