"""What a stranger sends: each case ends with findings or one clear error, in bounded time and memory.

Nothing outside the publication's folder is read, nothing is fetched, nothing is written outside ``output/``.

A case is a folder in ``tests/hostile``: files of a publication (``@templates`` are the project's own), and what is
expected: the exit code, then words that must be said. What is binary or large is made here.
"""

import io
import json
import os
import re
import shutil
import signal
import struct
import sys
import time
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import lxml.etree
import lxml.html
import pikepdf
import pytest

sys.path.insert(0, str(Path(__file__).parent))
from begun import press
from project import YAML, make

CASES = Path(__file__).with_name("hostile")
SECONDS, BYTES = 60, 3 << 30
CANARY = "CANARY-7f3a9c"
# In the process of the press: every file opened and every connection asked for is written down.
SPY = """
import os, sys
_log = os.open(os.environ["SPY_LOG"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
def _spy(event, arguments):
    if event == "open" and "canary" in str(arguments[0]):
        os.write(_log, f"open {arguments[0]}\\n".encode())
    elif event in {"socket.connect", "socket.getaddrinfo", "socket.gethostbyname"}:
        os.write(_log, f"{event} {arguments[-1] if event == 'socket.connect' else arguments[0]}\\n".encode())
sys.addaudithook(_spy)
"""
ACTIVE = re.compile(r"\s*(javascript|vbscript|file|blob):|\s*data:(?!image/|font/)|\s*//", re.IGNORECASE)
WHOLE = {"md-html-cleaned", "md-attributes", "md-characters", "md-notes-spoofed", "yaml-markup", "svg-huge"}
FORBIDDEN = {"iframe", "object", "embed", "form", "base", "frame", "applet", "portal", "foreignobject"}


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    code: int
    said: str
    seconds: float
    spied: str


def run(root: Path, *arguments: str) -> Ended:
    """Run the command without a network where that can be had, and hold it to its bounds."""
    log, site = root.parent / "spy.log", root.parent / "site"
    site.mkdir(exist_ok=True)
    (site / "sitecustomize.py").write_text(SPY, "utf-8")
    environment = {
        "PYTHONPATH": str(site),
        "SPY_LOG": str(log),
    }  # for what it starts; in its own process SPY runs first
    offline = sys.platform == "linux" and os.geteuid() == 0
    start = time.monotonic()
    done = press().run(root, arguments, environment=environment, first=SPY, offline=offline, seconds=SECONDS)
    if done.code == -signal.SIGALRM:
        pytest.fail(f"not done in {SECONDS} s")
    assert done.bytes <= BYTES, f"{done.bytes >> 20} MB"
    return Ended(done.code, done.out + done.err, time.monotonic() - start, log.read_text("utf-8"))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project beside files that nobody may read; its name has no "canary" in it."""
    (tmp_path / "canary.txt").write_text(f"{CANARY}\n", "utf-8")
    (tmp_path / "canary.png").write_bytes(png(1, 1) + CANARY.encode())
    project = tmp_path / "project"
    make(project)
    return project


def snapshot(folder: Path, *without: str) -> dict[str, bytes | None]:
    """Every file below a folder with its bytes."""
    return {
        name: path.read_bytes() if path.is_file() and path.stat().st_size < 1 << 24 else None
        for path in sorted(folder.rglob("*"))
        if not (name := path.relative_to(folder).as_posix()).startswith(without)
    }


def hold(root: Path, *arguments: str, writes: tuple[str, ...] = ()) -> Ended:
    """Run the command and assert what holds for every input whatever."""
    ours = ("site", "spy.log", "project/output", *(f"project/{name}" for name in writes))
    before = snapshot(root.parent, *ours)
    ended = run(root, *arguments)
    assert ended.code in {0, 1, 2}, ended
    assert "Traceback" not in ended.said
    assert "Bindery itself failed" not in ended.said
    assert ended.said.strip()
    assert CANARY not in ended.said
    assert "root:x:0" not in ended.said
    assert len(ended.said) < 200_000
    assert snapshot(root.parent, *ours) == before
    assert ended.spied == ""
    assert not list(root.rglob("*.part"))
    for file in (root / "output").rglob("*") if (root / "output").is_dir() else ():
        if file.is_file():
            assert_harmless(file)
    return ended


def assert_harmless(file: Path) -> None:
    """A finished file runs and fetches nothing and has nothing of the machine in it."""
    data = file.read_bytes()
    if file.suffix == ".html":
        assert_page(lxml.html.document_fromstring(data), data.decode())
    elif file.suffix == ".epub":
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            for name in book.namelist():
                assert not name.startswith("/"), name
                assert ".." not in name.split("/"), name
                part = book.read(name)
                assert CANARY.encode() not in part
                if name.endswith((".xhtml", ".opf", ".svg")):
                    assert_page(lxml.etree.fromstring(part), part.decode(), scripts=False)
    elif file.suffix == ".pdf":
        assert CANARY.encode() not in data
        with pikepdf.open(io.BytesIO(data)) as pdf:
            assert "/JavaScript" not in pdf.Root.get("/Names", {})
            assert "/EmbeddedFiles" not in pdf.Root.get("/Names", {})
            for page in pdf.pages:
                for note in page.get("/Annots", []):
                    action = note.get("/A", {})
                    assert str(action.get("/S", "/URI")) in {"/URI", "/GoTo"}
                    assert not ACTIVE.match(str(action.get("/URI", "")))


def assert_page(page: lxml.etree._Element, text: str, *, scripts: bool = True) -> None:
    """A page has no script but ours, no handler, no address that runs or leads into the machine."""
    assert CANARY not in text
    assert "root:x:0" not in text
    ours = (Path(__file__).parents[1] / "templates/web.js").read_text("utf-8")[:120]
    for element in page.iter("*"):
        name = lxml.etree.QName(element).localname.lower()
        assert name not in FORBIDDEN, name
        if name == "script":
            assert scripts
            if element.get("type") == "application/ld+json":
                json.loads(element.text)
            else:
                assert (element.text or "").strip().startswith(ours)
                assert "alert(" not in element.text
        assert not (name == "meta" and (element.get("http-equiv") or "").lower() == "refresh")
        for key, value in element.attrib.items():
            assert not key.lower().startswith("on"), (name, key)
            if key.rpartition("}")[2] in {"href", "src", "action", "data", "poster"}:
                assert not ACTIVE.match(re.sub(r"[\x00-\x20]", "", value)), value[:60]
                assert name == "a" or key == "href" or not value.startswith("http"), value


@pytest.mark.parametrize("case", sorted(path.name for path in CASES.iterdir() if path.is_dir()))
def test_case(root: Path, case: str) -> None:
    """A hostile publication ends as its case says, and nothing is harmed."""
    folder = root / "manuscript/paper"
    for file in sorted((CASES / case).rglob("*")):
        name = file.relative_to(CASES / case).as_posix()
        if not file.is_file() or name == "expected.txt":
            continue
        target = root / name.removeprefix("@") if name.startswith("@") else folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        data = file.read_bytes().replace(b"@CANARY@", str(root.parent / "canary.txt").encode())
        target.write_bytes(data.replace(b"@OUTSIDE@", str(root.parent).encode()))
    expected = (CASES / case / "expected.txt").read_text("utf-8").splitlines()
    ended = hold(root, "all" if case in WHOLE else "html")
    assert ended.code == int(expected[0]), ended.said
    for words in expected[1:]:
        assert words in ended.said


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int, height: int, rows: int | None = None, *more: bytes) -> bytes:
    """A PNG picture of one bit a pixel, all white; ``rows`` are those that it really has."""
    packer = zlib.compressobj(9)
    row = b"\0" + b"\xff" * ((width + 7) // 8)
    data = b"".join(packer.compress(row * min(1000, n)) for n in [1000] * ((rows or height) // 1000)) + packer.compress(
        row * ((rows or height) % 1000)
    )
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    body = [chunk(b"IHDR", head), *more, chunk(b"IDAT", data + packer.flush()), chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(body)


def gif(frames: int) -> bytes:
    frame = b"!\xf9\x04\0\0\0\0\0,\0\0\0\0\1\0\1\0\0\2\2D\1\0"
    return b"GIF89a\1\0\1\0\x80\0\0\0\0\0\xff\xff\xff" + frame * frames + b";"


def jpeg(size: tuple[int, int] = (300, 300)) -> bytes:
    from PIL import Image

    out = io.BytesIO()
    Image.effect_noise(size, 60).save(out, "JPEG")
    return out.getvalue()


def svg(box: str) -> bytes:
    return f'<svg xmlns="http://www.w3.org/2000/svg"><symbol id="a" viewBox="{box}"/><use href="#a"/></svg>'.encode()


def marked(how: str) -> bytes:
    """A line of thirty thousand corners, and a marker of two elements."""
    line = f'<path {how} fill="none" stroke="red" d="M0 0{"L1 1" * 30_000}"/>'
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><marker id="m"><path d="M0 0L1 1"/></marker>'
        f"{line}</svg>"
    ).encode()


PICTURES: dict[str, tuple[Callable[[], bytes], str, int, str]] = {
    "bomb": (lambda: png(50_000, 50_000), "a.png", 1, "pixels, too many to open"),
    "text bomb": (lambda: png(9, 9, None, chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(99 << 20)))), "a.png", 1, "refused"),
    "HTML": (lambda: b"<html><script>alert(1)</script>", "a.png", 1, "is no PNG picture, whatever its name says"),
    "SVG as PNG": (lambda: b'<svg xmlns="http://www.w3.org/2000/svg"/>', "a.png", 1, "is no PNG picture"),
    "truncated PNG": (lambda: png(900, 900)[:60], "a.png", 1, "is damaged"),
    "truncated JPEG": (lambda: jpeg()[:2000], "a.jpg", 1, "is damaged"),
    "many frames": (lambda: gif(10_000), "a.gif", 1, "has 10000 frames"),
    "empty": (lambda: b"", "a.png", 1, "is no PNG picture"),
    "program": (lambda: b"MZ", "a.exe", 1, "no picture that every format can show"),
    "huge": (lambda: bytes(65 << 20), "a.png", 1, "is larger than 64 MB"),
    "a drawing of three numbers": (lambda: svg("0 0 5"), "a.svg", 1, "has a viewBox that is not four numbers"),
    "a drawing of words": (lambda: svg("0 0 five 5"), "a.svg", 1, "has a viewBox that is not four numbers"),
    "a drawing of endless markers": (lambda: marked("marker-mid='url(#m)'"), "a.svg", 1, "shows more than 50000 elements"),
    "a drawing of markers in style": (lambda: marked("style='marker: url(#m)'"), "a.svg", 1, "shows more than 50000 elements"),
    "torn and flat": (lambda: jpeg((60_000, 1))[:2000], "a.jpg", 1, "is damaged"),
}  # fmt: skip


@pytest.mark.parametrize(("made", "name", "code", "words"), PICTURES.values(), ids=PICTURES)
def test_picture(root: Path, made: Callable[[], bytes], name: str, code: int, words: str) -> None:
    """A picture that is a bomb, a lie or a half is refused with its name and line."""
    make(root, text=f"## One\n\n![A picture](media/{name})\n")
    (root / "manuscript/paper/media").mkdir()
    (root / f"manuscript/paper/media/{name}").write_bytes(made())
    ended = hold(root, "all")
    assert ended.code == code
    assert f"manuscript/paper/text.md:3: image media/{name}:" in ended.said
    assert words in ended.said


def test_a_long_line_without_markers(root: Path) -> None:
    """A line of as many corners as a map has is drawn where it has a marker at its end alone."""
    make(root, text="## One\n\n![A picture](media/a.svg)\n")
    (root / "manuscript/paper/media").mkdir()
    (root / "manuscript/paper/media/a.svg").write_bytes(marked("style='marker-mid:none;marker-end:url(#m)'"))
    assert hold(root, "html").code == 0


@pytest.mark.parametrize("name", ["_press/cover.png", "./_press/cover.png", "media/../_press/cover.png"])
def test_no_picture_stands_for_one_of_the_press(root: Path, name: str) -> None:
    """Whichever way its folder is named: an EPUB would have it for its cover."""
    make(root, text=f"## One\n\n![A picture]({name})\n")
    for folder in ("media", "_press"):
        (root / "manuscript/paper" / folder).mkdir()
    (root / "manuscript/paper/_press/cover.png").write_bytes(png(9, 9))
    ended = hold(root, "html")
    assert ended.code == 1
    assert "_press is the folder of the press's own pictures" in ended.said


def test_many_large_pictures(root: Path) -> None:
    """Pictures of the largest size that passes, many of them, are refused together."""
    (root / "manuscript/paper/media").mkdir()
    for at in range(12):
        (root / f"manuscript/paper/media/{at}.png").write_bytes(png(9_990, 9_990 - at))
    make(root, text="## One\n\n" + "\n\n".join(f"![Picture](media/{at}.png)" for at in range(12)) + "\n")
    ended = hold(root, "pdf")
    assert ended.code == 1
    assert "the pictures have 1197 million pixels together; 1000 are printed" in ended.said


TEXTS: dict[str, tuple[Callable[[], str | bytes], str]] = {
    "one line of 20 MB": (lambda: "## One\n\n" + "word " * 4_000_000, "text.md: the chapter has 20.0 MB; 2 MB are read"),
    "one word": (lambda: "## One\n\n" + "a" * 1_000_000, "text.md:3: a word of more than 5000 letters"),
    "100,000 columns": (
        lambda: "\n".join("|" + cell * 100_000 for cell in ("a|", "-|", "b|")), "text.md:1: a word of more than 5000"),
    "2,000 columns": (
        lambda: "\n".join("| " + cell * 2_000 for cell in ("a | ", "- | ", "b | ")), "a table has 2000 columns; 64 fit"),
    "50,000 notes": (
        lambda: "## One\n\n" + " ".join(f"[^{n}]" for n in range(50_000)) + "\n\n" + "\n\n".join(f"[^{n}]: N" for n in range(50_000)),
        "text.md: 50000 calls of notes in one chapter; 5000 are read"),
    "20,000 tags": (lambda: "## One\n\n" + "\n\n".join(f"<x{n}>" for n in range(20_000)), "more pieces of raw HTML"),
    "1,000 lost notes": (lambda: "## One\n\nA.\n\n" + "\n\n".join(f"[^{n}]: N" for n in range(1_000)), "is never called"),
    "a million code marks": (lambda: "## One\n\n" + "`" * 1_000_000, "text.md:3: a word of more than 5000"),
    "100,000 quotations": (lambda: "## One\n\n" + ">" * 100_000 + " x", "text.md:3: a word of more than 5000"),
    "nothing but zeros": (lambda: bytes(1_000_000), "text.md"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "words"), TEXTS.values(), ids=TEXTS)
def test_text_without_measure(root: Path, text: Callable[[], str | bytes], words: str) -> None:
    """A text that no press gets through is refused at once, with its place."""
    make(root, text=text())
    ended = hold(root, "all")
    assert ended.code == 1
    assert words in ended.said


YAMLS: dict[str, tuple[Callable[[], str], str]] = {
    "a million keywords": (lambda: YAML + "keywords: [" + "k, " * 1_000_000 + "k]\n", "publication.yaml: has 2929 kB; 256 kB are read"),
    "ten megabytes": (lambda: YAML + f"abstract: {'x' * 10_000_000}\n", "publication.yaml: has 9765 kB"),
    "a word": (lambda: YAML.replace("Ada", "A" * 200_000), "publication.yaml:2: `authors.1.name`: expected no word of more"),
    "an address": (lambda: YAML + f"url: https://x/{'a' * 9_000}\n", "publication.yaml:5: `url`: expected no word of more than 500"),
    "a number past Unicode's": (lambda: YAML.replace("A: B", "\\UFFFFFFFF"), "yaml:1: \\UFFFFFFFF is no character. Take it out."),
    "a number just past": (lambda: YAML.replace("A: B", "\\U00110000"), "yaml:1: \\U00110000 is no character. Take it out."),
    "a chapter's name": (lambda: YAML + f"chapters: [{'a' * 3_000}.md]\n", "manuscript/paper/publication.yaml:5: chapter aaa"),
    "a number of 5000 digits": (lambda: YAML.replace('"A: B"', "1" * 5000), "publication.yaml"),
}  # fmt: skip


@pytest.mark.parametrize(("yaml", "words"), YAMLS.values(), ids=YAMLS)
def test_yaml_without_measure(root: Path, yaml: Callable[[], str], words: str) -> None:
    """A configuration that is far too large is refused before it is parsed."""
    make(root, yaml=yaml())
    ended = hold(root, "all")
    assert ended.code == 2
    assert words in ended.said


LINKS = {
    "chapter": ("manuscript/paper/text.md", "chapter text.md is not in this folder"),
    "publication.yaml": ("manuscript/paper/publication.yaml", "is a link that leaves the publication's folder"),
}


@pytest.mark.parametrize(("name", "words"), LINKS.values(), ids=LINKS)
def test_links(root: Path, name: str, words: str) -> None:
    """A link that leaves the publication's folder is not followed."""
    (root / name).unlink()
    (root / name).symlink_to(root.parent / "canary.txt")
    ended = run(root, "html")
    assert ended.code == 2
    assert words in ended.said
    assert CANARY not in ended.said
    assert not (root / "output").exists()


@pytest.mark.parametrize(("name", "command", "words"), [
    ("manuscript/paper/a.png", "html", "text.md:3: image a.png: not there"),
    ("manuscript/paper/publication.yaml", "html", "paper/publication.yaml: is no file that can be read"),
    ("output/paper/manifest.json", "verify", "has no manifest that can be read"),
])  # fmt: skip
def test_pipes(root: Path, name: str, command: str, words: str) -> None:
    """A pipe, which nobody ever writes into, is not read in the place of a file."""
    make(root, text="## One\n\n![A picture](a.png)\n")
    (root / name).unlink(missing_ok=True)
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    os.mkfifo(root / name)
    ended = run(root, command)
    assert ended.code == (2 if name.endswith("yaml") else 1), ended.said
    assert words in ended.said


def test_links_to_nothing(root: Path) -> None:
    """A link to itself, or to nothing, that no text names is in nobody's way."""
    for name in ("loop", "nothing"):
        (root / "manuscript/paper" / name).symlink_to("loop")
    assert hold(root, "html").code == 0


@pytest.mark.parametrize("slug", ["pаper", "a\u202eb", '"><script>'])
def test_folder_names(root: Path, slug: str) -> None:
    """A publication's folder with a name that only looks like a slug, or that markup is made of, is refused."""
    shutil.copytree(root / "manuscript/paper", root / "manuscript" / slug)
    ended = hold(root, "html", "--", slug)
    assert ended.code == 2
    assert "no slug" in ended.said


@pytest.mark.parametrize("command", [
    ("html", "../paper"), ("html", "/etc"), ("html", "paper/../../.."), ("html", "-l", "../x"), ("html", "-l", "/etc/passwd"),
    ("new", "../x"), ("new", "/tmp/x"), ("import", "x.md", "--slug", "../x"), ("translate", "add", "../x"),
    ("translate", "review", "../x", "--by", "A"), ("translate", "export", "-l", "../../x"), ("verify", "../.."),
])  # fmt: skip
def test_names_in_commands(root: Path, command: tuple[str, ...]) -> None:
    """A name on the command line cannot leave its folder."""
    (root / "x.md").write_text("# T\n\nWords.\n", "utf-8")
    assert hold(root, *command).code in {1, 2}


@pytest.fixture
def begun(root: Path) -> Path:
    """A project with a translation begun."""
    assert run(root, "translate", "add", "uk").code == 0
    return root


PO = {
    "raw HTML": ('msgstr "<script>alert(1)</script> Слова.[^1]"', {0, 1}),
    "handler": ('msgstr "<b onclick=\\"alert(1)\\">Слова</b>.[^1]"', {0, 1}),
    "javascript": ('msgstr "[Слова](javascript:alert(1)).[^1]"', {0, 1}),
    "picture": ('msgstr "![Слова](../../../canary.txt).[^1]"', {0, 1}),
    "attribute": ('msgstr "[Слова]{onclick=alert(1) style=\\"background:url(file:///etc/passwd)\\"}.[^1]"', {0, 1}),
    "call": ('msgstr "[Слова]{.call note=9}.[^1]"', {0, 1}),
    "control": ('msgstr "Сло\\001ва\x01.[^1]"', {0, 1}),
    "brackets": ('msgstr "' + "[" * 20 + "x" + "](a)" * 20 + '.[^1]"', {0, 1}),
    "quotations": ('msgstr "' + "> " * 2000 + 'x.[^1]"', {0, 1}),
    "figures": ('msgstr "' + "2" * 4500 + " слова, о 1" + "1" * 4400 + ' p.m.[^1]"', {0, 1}),
    "long": ('msgstr "' + "слово " * 2_000_000 + '.[^1]"', {0, 1}),
}


@pytest.mark.parametrize(("msgstr", "codes"), PO.values(), ids=PO)
def test_catalogue(begun: Path, msgstr: str, codes: set[int]) -> None:
    """A catalogue from a stranger neither runs nor reads anything in the edition, nor holds the press up."""
    file = begun / "manuscript/paper/translations/uk.po"
    text = file.read_text("utf-8")
    assert 'msgid "Words.[^1]"\nmsgstr ""' in text
    file.write_text(text.replace('msgid "Words.[^1]"\nmsgstr ""', f'msgid "Words.[^1]"\n{msgstr}'), "utf-8")
    assert hold(begun, "html", "-l", "uk").code in codes


def test_catalogue_by_link(begun: Path) -> None:
    """A catalogue that is a link out of the folder is not read."""
    file = begun / "manuscript/paper/translations/uk.po"
    file.unlink()
    file.symlink_to(begun.parent / "canary.txt")
    ended = run(begun, "html", "-l", "uk")
    assert ended.code == 2
    assert CANARY not in ended.said
    assert ended.spied == ""


def test_glossary_by_link(begun: Path) -> None:
    """A publication's glossary that is a link out of its folder is not read, one within it is."""
    (begun.parent / "canary.toml").write_text(f"{CANARY} = 1\n", "utf-8")
    file = begun / "manuscript/paper/glossary.toml"
    file.symlink_to(begun.parent / "canary.toml")
    ended = run(begun, "check", "-l", "uk", "--only", "sources")
    assert (ended.code, ended.spied) == (0, "")
    assert CANARY not in ended.said
    file.unlink()
    file.symlink_to("terms.toml")
    (begun / "manuscript/paper/terms.toml").write_text("wrong = 1\n", "utf-8")
    assert "glossary.toml:1: unknown key `wrong`" in run(begun, "check", "-l", "uk", "--only", "sources").said


@pytest.mark.parametrize(("text", "words"), [
    ("a = " + "[" * 3_000 + "]" * 3_000, "glossary.toml: is nested too deeply"),
    ("a = " + "9" * 5_000, "glossary.toml: does not parse"),
], ids=["deep", "a number of 5000 digits"])  # fmt: skip
def test_glossary_without_measure(begun: Path, text: str, words: str) -> None:
    """A glossary that no reader of TOML gets through is told by its name."""
    (begun / "manuscript/paper/glossary.toml").write_text(text, "utf-8")
    ended = hold(begun, "check", "-l", "uk", "--only", "sources")
    assert ended.code == 1
    assert words in ended.said


def test_front_matter(root: Path) -> None:
    """A number that is no character's, in the front matter of a received file, spoils no more than its line."""
    (root / "x.md").write_text('---\ntitle: "\\UFFFFFFFF"\n---\n\n# A title\n\nWords.\n', "utf-8")
    assert hold(root, "import", "x.md", writes=("manuscript",)).code == 0


def word(**parts: bytes) -> bytes:
    """A Word file with parts by name; an underscore is a slash, two are a dot."""
    import docx

    plain = io.BytesIO()
    docx.Document().save(plain)
    out = io.BytesIO()
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        given = {name.replace("__", ".").replace("_", "/"): data for name, data in parts.items()}
        for name in [*old.namelist(), *(name for name in given if name not in old.namelist())]:
            new.writestr(name, given.get(name) if name in given else old.read(name))
    return out.getvalue()


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{}" Target="{}" TargetMode="External"/>'
    "</Relationships>"
)


def slipped() -> bytes:
    out = io.BytesIO(word())
    with zipfile.ZipFile(out, "a") as package:
        package.writestr("../../../slipped.txt", "x")
        package.writestr("/slipped.txt", "x")
    return out.getvalue()


WORD: dict[str, Callable[[], bytes]] = {
    "bomb": lambda: word(word_document__xml=b" " * (300 << 20)),
    "slip": slipped,
    "DTD": lambda: word(word_document__xml=f'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><w:document {W}><w:body>&b;</w:body></w:document>'.encode()),
    "outside": lambda: word(word__rels_document__xml__rels=RELATIONS.format("attachedTemplate", "http://192.0.2.1/a").encode()),
    "deep": lambda: word(word_document__xml=f"<w:document {W}><w:body>{'<w:tbl><w:tr><w:tc>' * 3000}{'</w:tc></w:tr></w:tbl>' * 3000}</w:body></w:document>".encode()),
    "no Word file": lambda: b"PK\x03\x04" + b"x" * 1000,
    "empty": lambda: b"",
}  # fmt: skip


@pytest.mark.parametrize("made", WORD.values(), ids=WORD)
def test_word(begun: Path, made: Callable[[], bytes]) -> None:
    """A Word file from a stranger unpacks nowhere, fetches nothing, and does not fill the memory."""
    file = begun / "paper.uk.docx"
    file.write_bytes(made())
    ended = hold(begun, "translate", "import", "paper.uk.docx")
    assert "paper.uk.docx" in ended.said


LAUGHS = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "ha"}">' for n in range(12))
XLIFF = {
    "entities": f'<!DOCTYPE xliff [{LAUGHS}]><xliff version="1.2"><file><body>&e11;</body></file></xliff>',
    "file": '<!DOCTYPE xliff [<!ENTITY a SYSTEM "file:///etc/passwd">]><xliff version="1.2"><file><body><trans-unit id="a"><source>x</source><target>&a;</target></trans-unit></body></file></xliff>',
    "outside DTD": '<!DOCTYPE xliff SYSTEM "http://192.0.2.1/a.dtd"><xliff version="1.2"/>',
    "deep": '<xliff version="1.2">' + "<g>" * 100_000 + "</g>" * 100_000 + "</xliff>",
    "deep in a unit": '<xliff version="1.2"><file><body><trans-unit id="a"><source>x</source><target>' + "<g>" * 5_000 + "</g>" * 5_000 + "</target></trans-unit></body></file></xliff>",
    "units without end": "<xliff version='1.2'><file>" + "<trans-unit " * 2_000_000,
    "names of namespaces": "<xliff " + " ".join(f"xmlns:a{n}='x'" for n in range(400_000)) + "><file>" + "<trans-unit id='a'><g></trans-unit>" * 1_500,
    "no XML": "\x00\x01",
}  # fmt: skip


@pytest.mark.parametrize("text", XLIFF.values(), ids=XLIFF)
def test_xliff(begun: Path, text: str) -> None:
    """An XLIFF file from a stranger has no entities and no depth without end."""
    (begun / "paper.uk.xlf").write_text(text, "utf-8")
    ended = hold(begun, "translate", "import", "paper.uk.xlf")
    assert "paper" in ended.said
