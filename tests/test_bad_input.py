"""Bad input: one clear line each, all at once; nothing half-written, nothing earlier lost."""

import errno
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bindery import cli, shelf
from bindery.errors import ShelfError
from bindery.jobs import Job
from bindery.model import Artefact
from bindery.tools import answers, weasyprint

sys.path.insert(0, str(Path(__file__).parent))
from project import BUILD, TEXT, YAML, build, make

YAML_CASES = {
    "does not parse": ('title: "A\nauthors: []\n', ["publication.yaml:"]),
    "colon in a title": ("title: War: A History\n", ["publication.yaml:1: there is a colon too many", "into quotes"]),
    "tab": ("authors:\n\t- name: Ada\n", ["publication.yaml:2: the line begins with a tab. Type spaces"]),
    "no-break space": (
        "authors:\n\u00a0\u00a0- name: Ada\n    honorific: Dr\n",
        ["publication.yaml:2: the line begins with a space of another kind (U+00A0). Type spaces"],
    ),
    "unclosed quote": ('title: "A\nkind: B\n', ["publication.yaml:1: a straight quotation mark is opened here"]),
    "quoted in part": ('title: "A" and B\n', ["publication.yaml:1: words follow where a quotation has ended."]),
    "backslash": ('title: "A \\q"\n', ["publication.yaml:1: a backslash within"]),
    "star": ("title: *A* and B\n", ["publication.yaml:1: a sign begins the words"]),
    "percent": ("title: A\nkind: %B\n", ["publication.yaml:2: a sign begins the words"]),
    "unclosed bracket": ("title: A\nkeywords: [B, C\ndate: 2024\n", ["publication.yaml:2: a bracket is opened here"]),
    "no space behind a colon": ("title: A\nkind:B\ndate: 2024\n", ["publication.yaml:2: the line has no key."]),
    "begun too far left": (
        "authors:\n  - name: Ada\n - name: Bo\n",
        ["publication.yaml:3: the line does not begin right below those that it belongs with."],
    ),
    "authors as words": (
        YAML.replace("[{name: Ada}]", "Ada, Bo"), ["publication.yaml:2: `authors`: expected each author", "- name: First"]
    ),
    "an author as a word": (
        YAML.replace("[{name: Ada}]", "\n  - name: Ada\n  - Bo"), ["publication.yaml:4: `authors.2`: expected each author"]
    ),
    "unknown key": (YAML + "autors: x\n", ["publication.yaml:5: unknown key `autors`. Did you mean `authors`?"]),
    "missing key": ("authors: [{name: Ada}]\ndate: '2024'\nlanguage: en\n", ["`title` is missing. Add a line `title: …`."]),
    "wrong type": (YAML.replace('"A: B"', "[1]"), ["publication.yaml:1: `title`: expected text"]),
    "time for a date": (YAML.replace('"2024"', "20:24"), ["publication.yaml:3: `date`: expected a year or a date"]),
    "octal for a date": (YAML.replace('"2024"', "0o4000"), ["publication.yaml:3: `date`: expected a year or a date"]),
    "wrong date": (YAML.replace('"2024"', "soon"), ['publication.yaml:3: `date`: expected a year or a date, as "2024"']),
    "several": ("title: [3]\nauthor: x\ndate: '2024'\nlanguage: en\nnotes: {style: greek}\n",
                ["`title`: expected text", "unknown key `author`. Did you mean `authors`?", "`authors` is missing",
                 "`notes.style`: expected one of decimal"]),
    "repeated key": (YAML + "title: C\n", ["publication.yaml:5: `title` stands twice."]),
    "repeated key in a list": (
        YAML.replace("[{name: Ada}]", "\n  - name: Ada\n    name: Bo"), ["publication.yaml:4: `name` stands twice."]),
    "no mapping": ("- a\n- b\n", ["expected lines of `key: value`"]),
    "chapter not there": (YAML + "chapters: [no.md]\n", ["chapter no.md is not in this folder"]),
    "chapters not there": (
        YAML + "chapters:\n- a.md\n- text.md\n- b.md\n- text.md\n",
        [":6: chapter a.md is not in", ":8: chapter b.md is not in", ":9: chapter text.md stands twice"]),
    "chapter elsewhere": (YAML + "chapters: [../../x.md]\n", ["expected the name of a .md file in this folder"]),
    "language without a file": (YAML.replace("language: en", "language: xx"), ["no language file for xx. There is: "]),
}  # fmt: skip
TEXT_CASES = {
    "undefined note": ("## One\n\nA.[^sea]\n", ['text.md:3: note [^sea] is called but has no text. Add "[^sea]: …" below.']),
    "unused note": (TEXT + "\n[^b]: Lost.\n", ["text.md:7: note [^b] is never called"]),
    "repeated label": (TEXT + "\n[^a]: Again.\n", ["text.md:7: note [^a] is defined twice. Line 5 has it already"]),
    "several": ("A.[^x] B.[^y]\n\n[^z]: Z.\n", ["text.md:1: note [^x]", "text.md:1: note [^y]", "text.md:3: note [^z]"]),
    "missing image": ("A.\n\n![m](media/no.png)\n", ["image media/no.png: not there. Put the file at manuscript/paper/media/no.png or"]),
    "missing image, twice": (
        "A.\n\n![m](media/no.png)\n\n![n](media/no.png)\n",
        ["text.md:3: image media/no.png: not there.", "text.md:5: image media/no.png: not there."],
    ),
    "image above": ("![m](../../../secret.png)\n", ["text.md:1: image ../../../secret.png: refused"]),
    "image by path": ("![m](/etc/passwd)\n", ["image /etc/passwd: refused"]),
    "image by file:": ("![m](file:///etc/passwd)\n", ["image file:///etc/passwd: refused"]),
    "image by http:": ("![m](http://example.org/a.png)\n", ["image http://example.org/a.png: refused"]),
    "image by link": ("![m](link.png)\n", ["image link.png: refused, for it leaves the publication's folder"]),
    "script": ("A.\n\n<script>alert(1)</script>\n", ["text.md:3: raw HTML '<script>alert(1)</script>' is not printed."]),
    "inline handler": ('A <img src="x" onerror="alert(1)"> b.\n', ["text.md:1: raw HTML '<img src="]),
    "not UTF-8": (b"A.\n\nB\xff.\n", ["text.md:3: byte 0xff is not UTF-8. Save the file as UTF-8."]),
    "empty": ("\n\n", ["text.md: the chapter is empty."]),
}  # fmt: skip


@pytest.fixture(scope="module")
def earlier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("earlier")
    make(root)
    assert build(root, "html").returncode == 0
    (root / "secret.png").write_bytes(b"secret")
    return root


@pytest.fixture
def shelved(earlier: Path, tmp_path: Path) -> Path:
    """A project with an earlier artefact on its shelf."""
    shutil.copytree(earlier, tmp_path, dirs_exist_ok=True)
    return tmp_path


@pytest.mark.parametrize(("yaml", "expected"), YAML_CASES.values(), ids=YAML_CASES)
def test_publication_yaml(shelved: Path, yaml: str, expected: list[str]) -> None:
    """All that is wrong with publication.yaml is told at once, with its line; exit 2."""
    earlier = (shelved / "output/paper/paper.en.html").read_bytes()
    make(shelved, yaml=yaml)
    done = build(shelved, "html")
    assert done.returncode == 2
    for words in expected:
        assert words in done.stderr
    assert (shelved / "output/paper/paper.en.html").read_bytes() == earlier


@pytest.mark.parametrize("also", ["", "[^x]"], ids=["sound", "a manuscript too"])
def test_what_is_wrong_with_several_publications_is_told_at_once(tmp_path: Path, also: str) -> None:
    """Nobody's publication.yaml stops another's edition, and an editor reads of all that are wrong."""
    make(tmp_path, "one", "title: [3]\n")
    make(tmp_path, "three", YAML + "chapters: [no.md]\n")
    make(tmp_path, "two")
    make(tmp_path, "two-more", text=f"A.{also}\n")
    told = ["manuscript/one/publication.yaml:1: `title`: expected text", "three/publication.yaml:5: chapter no.md"]
    done = build(tmp_path, "html")
    assert done.returncode == 2
    for words in told:
        assert words in done.stderr
    assert "output/two/two.en.html\n" in done.stdout
    assert ("note [^x]" in done.stderr) == bool(also)
    done = build(tmp_path, "check", "--only", "sources", "--format", "json")
    assert (done.returncode, done.stderr) == (2, "")
    found = json.loads(done.stdout)
    assert {"yaml-value", "publication-chapter"} <= {finding["code"] for finding in found}
    assert ("note-undefined" in {finding["code"] for finding in found}) == bool(also)
    make(tmp_path, "one")
    make(tmp_path, "three")
    assert build(tmp_path, "check", "--only", "sources", "--format", "json").returncode == bool(also)


@pytest.mark.parametrize(("text", "expected"), TEXT_CASES.values(), ids=TEXT_CASES)
def test_chapter(shelved: Path, text: str | bytes, expected: list[str]) -> None:
    """All that is wrong with a chapter is told at once, with its line; exit 1, and the earlier edition stands."""
    earlier = (shelved / "output/paper/paper.en.html").read_bytes()
    folder = make(shelved, text=text)
    (folder / "link.png").symlink_to(shelved / "secret.png")
    done = build(shelved, "html")
    assert done.returncode == 1
    for words in expected:
        assert words in done.stderr
    assert "Nothing was made" in done.stderr
    assert (shelved / "output/paper/paper.en.html").read_bytes() == earlier


@pytest.mark.parametrize("text", [TEXT.replace("\n", "\r\n"), "\ufeff" + TEXT], ids=["CRLF", "BOM"])
def test_line_ends_and_byte_order_marks_pass(tmp_path: Path, text: str) -> None:
    """CRLF and a byte-order mark are no fault: the edition is the same."""
    for root, words in ((tmp_path / "plain", TEXT), (tmp_path / "other", text)):
        make(root, text=words)
        assert build(root, "html").returncode == 0
    plain, other = ((tmp_path / name / "output/paper/paper.en.html").read_bytes() for name in ("plain", "other"))
    assert plain == other


def test_names_that_are_no_utf_8(tmp_path: Path) -> None:
    """A file that a stranger's machine has named builds, is told, and is neither lost nor made anew."""
    name = os.fsdecode(b"Map\xe4")
    folder = make(tmp_path)
    (folder / f"{name}.txt").touch()
    make(tmp_path, "other")
    for state in ("", "  (unchanged)"):
        done = build(tmp_path, "html", "--jobs", "2")
        assert (done.returncode, done.stderr) == (0, "")
        assert f"output/paper/paper.en.html{state}\n" in done.stdout
    (tmp_path / "output/paper" / name).touch()
    done = build(tmp_path, "verify")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Map\\udce4: is not in the manifest" in done.stdout
    (folder / f"{name}.md").write_text("A.[^sea]\n", "utf-8")
    done = build(tmp_path, "html")
    assert done.returncode == 1
    assert "manuscript/paper/Map\\udce4.md:1: note [^sea]" in done.stderr


def test_no_such_publication(shelved: Path) -> None:
    """A misspelt name gets the nearest one."""
    done = build(shelved, "html", "papr")
    assert (done.returncode, done.stderr) == (2, "manuscript/papr: no such publication. Did you mean paper?\n")


def test_no_publication_at_all(tmp_path: Path) -> None:
    """In an empty folder the message says how to begin."""
    done = build(tmp_path, "html")
    assert done.returncode == 2
    assert "Go to the project's folder, or make one with `build new SLUG`" in done.stderr


def test_a_file_of_a_publication_leads_to_it(shelved: Path) -> None:
    """Somebody names the chapter that is open before them."""
    done = build(shelved, "html", "manuscript/paper/text.md")
    said = "manuscript/paper/text.md: no such publication. Did you mean paper?\n"
    assert (done.returncode, done.stderr) == (2, said)


@pytest.mark.parametrize(
    "name", ["Chart 1.PNG", "chart-1.png", "charts 1.png", "../chart 1.png", "media\\\\chart 1.png"]
)
def test_a_picture_with_a_name_like_it_is_named(tmp_path: Path, name: str) -> None:
    """Capitals, hyphens and folders are what is mistaken in a name."""
    folder = make(tmp_path, text=f"![m](<media/{name}>){{alt=m}}\n")
    (folder / "media").mkdir()
    (folder / "media/chart 1.png").write_bytes(b"")
    done = build(tmp_path, "html")
    assert "not there. Did you mean media/chart 1.png? [image-missing]" in done.stderr


def test_a_chapter_that_is_forgotten_and_a_name_that_nobody_said_are_told(tmp_path: Path) -> None:
    """A new chapter that no list names was left out in silence, and First Last stood on a title page."""
    yaml = YAML.replace("Ada", "First Last").replace("2024", "0001") + "chapters: [text.md]\n"
    folder = make(tmp_path, yaml=yaml)
    (folder / "two.md").write_text("## Two\n\nWords.\n", "utf-8")
    (folder / "README.md").write_text("For us.\n", "utf-8")
    done = build(tmp_path, "check", "--only", "sources")
    assert done.stdout.splitlines()[:3] == [
        "manuscript/paper/publication.yaml:2: `authors.1.name` still says “First Last”. Mend it. [metadata-unsaid]",
        "manuscript/paper/publication.yaml:3: `date` still says “0001”. Mend it. [metadata-unsaid]",
        (
            "manuscript/paper/publication.yaml:5: two.md lies here and is not among `chapters`, so it is not printed. "
            "Add a line for it, or move it out of the folder. [publication-forgotten]"
        ),
    ]


@pytest.mark.parametrize(("template", "words"), [
    ("line\n{% if %}", "web.html:2: Expected an expression"),
    ("line\n\n{{ nobody }}", "web.html:3: 'nobody' is undefined"),
    ("{% include 'no.html' %}", "templates/no.html: not found"),
    ("\n{% for a in range(9999) %}{% for b in range(9999) %}x{% endfor %}{% endfor %}", "web.html:2: its loops go round more"),
    ("\n{% for a in 'ab' * 9999 if a == 'a' %}{% for b in 'ab' * 9999 %}{% endfor %}{% endfor %}", "web.html:2: its loops go"),
    ("\n{{ 'a' * 10000000000 }}", "web.html:2: * makes more than 1000000 letters or digits"),
    ("\n{{ 10 ** 100000000 }}", "web.html:2: ** makes more than"),
    ("{% for a in 'a' %}" * 40 + "x" + "{% endfor %}" * 40, "web.html: too many statically nested blocks"),
    ("{{ 'a'.__class__ }}", "web.html:1: access to attribute '__class__' of 'str' object is unsafe. Mend the template."),
])  # fmt: skip
def test_template_error(shelved: Path, template: str, words: str) -> None:
    """A mistake in a project's own template is told with its name and line."""
    (shelved / "templates").mkdir()
    (shelved / "templates/web.html").write_text(template, "utf-8")
    done = build(shelved, "html")
    assert done.returncode == 2
    assert words in done.stderr


@pytest.mark.parametrize(
    "rules",
    ["@media print{" * 2_000, "p{width:calc(" + "(" * 3_000, "p" + " p" * 5_000 + "{}"],
    ids=["blocks", "calc", "selector"],
)
def test_a_style_sheet_nested_too_deeply(shelved: Path, rules: str) -> None:
    """It is not the text that is blamed for it."""
    (shelved / "styles").mkdir()
    sheet = Path(__file__).parents[1] / "styles/print.css"
    (shelved / "styles/print.css").write_text(sheet.read_text("utf-8") + rules, "utf-8")
    done = build(shelved, "pdf")
    assert done.returncode == 2
    assert "Mend the style sheet." in done.stderr


def test_memory_that_does_not_suffice(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """It is one line, and no fault of the press."""

    def fill(**_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(cli.cli, "main", fill)
    with pytest.raises(SystemExit) as stop:
        cli.main(["html"])
    assert stop.value.code == 2
    assert capsys.readouterr().err.startswith("The memory does not suffice.")


@pytest.mark.parametrize(
    "name", ["styles/text.css", "styles/print.css", "templates/wordmark.html", "templates/web.html"]
)
def test_a_template_that_is_not_utf_8(shelved: Path, name: str) -> None:
    """A template or style sheet in another encoding is told by its own name, not by that of what includes it."""
    (shelved / name).parent.mkdir()
    (shelved / name).write_bytes((Path(__file__).parents[1] / name).read_bytes() + b"\n{# Stra\xdfe #}\n")
    done = build(shelved, "html")
    line = (shelved / name).read_bytes().count(b"\n")
    assert (done.returncode, done.stderr) == (2, f"{name}:{line}: byte 0xdf is not UTF-8. Save it as UTF-8.\n")


def run(root: Path, monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    """Run the command in this process."""
    monkeypatch.chdir(root)
    with pytest.raises(SystemExit) as stop:
        cli.main(arguments)
    return int(stop.value.code or 0)


def test_pandoc_missing(shelved: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Without pandoc: exit 3 and the line that mends it."""
    make(shelved, text=TEXT + "\nMore.\n")
    monkeypatch.setattr(answers, "path", lambda: Path("/nowhere/pandoc"))
    assert run(shelved, monkeypatch, "html") == 3
    assert "pandoc does not start" in capsys.readouterr().err


def test_pango_missing(shelved: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Without Pango: exit 3 and the line that mends it."""

    class NoPango:
        def find_spec(self, name: str, *_rest: object) -> None:
            if name == "weasyprint":
                raise OSError("cannot load library 'libpango-1.0-0'")

    for name in [name for name in sys.modules if name.split(".")[0] == "weasyprint"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(sys, "meta_path", [NoPango(), *sys.meta_path])
    assert run(shelved, monkeypatch, "pdf") == 3
    assert "Pango is not here. Run `make setup`" in capsys.readouterr().err
    assert weasyprint.Print is not None


MANIFESTS = {
    "an entry of text": '{"artefacts": {"paper.en.html": "x"}}',
    "an entry of nothing": '{"artefacts": {"paper.en.html": null}}',
    "a list": '{"artefacts": [[1, 2]]}',
    "nothing": '{"artefacts": null}',
    "no object": "[]",
    "deep": "[" * 100_000,
    "not there": "",
}


@pytest.mark.parametrize("manifest", MANIFESTS.values(), ids=MANIFESTS)
def test_a_manifest_that_is_not_ours(shelved: Path, manifest: str) -> None:
    """Whatever stands in the manifest, `verify` tells that it is wrong, and a build makes it right."""
    file = shelved / "output/paper/manifest.json"
    file.unlink()
    if manifest:
        file.write_text(manifest, "utf-8")
    done = build(shelved, "verify")
    assert (done.returncode, done.stderr) == (1, "")
    assert "manifest.json: " in done.stdout
    assert done.stdout.endswith("paper: 0 artefacts, 1 not as made.\n")
    done = build(shelved, "html")
    assert (done.returncode, done.stderr) == (0, "")
    done = build(shelved, "verify")
    assert (done.returncode, done.stdout) == (0, "paper: 1 artefact, 0 not as made.\n")


def test_a_manifest_with_a_name_that_no_file_can_have(shelved: Path) -> None:
    """It is told among the rest, and stops `verify` at nothing."""
    file = shelved / "output/paper/manifest.json"
    said = json.loads(file.read_text("utf-8"))
    said["artefacts"] |= {"a" * 5000: {"sha256": ""}, "gone.html": {"sha256": ""}}
    file.write_text(json.dumps(said), "utf-8")
    done = build(shelved, "verify")
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.count("is in the manifest but not on the shelf.") == 2


@pytest.mark.parametrize("name", ["../../../outside.txt", "a\nb"])
def test_a_manifest_that_names_what_is_not_on_the_shelf(shelved: Path, name: str) -> None:
    """What lies outside the shelf is not read for it, and no line of its own is made by a name."""
    (shelved.parent / "outside.txt").write_text("x", "utf-8")
    file = shelved / "output/paper/manifest.json"
    said = json.loads(file.read_text("utf-8"))
    said["artefacts"][name] = {"sha256": ""}
    file.write_text(json.dumps(said), "utf-8")
    done = build(shelved, "verify")
    assert (done.returncode, done.stderr) == (1, "")
    assert f"manifest.json: says of {name!r} what the press never says." in done.stdout
    assert len(done.stdout.splitlines()) == 2


def test_output_not_writable(shelved: Path) -> None:
    """A shelf that cannot be made is one line, and says what to do."""
    (shelved / "blocked").write_text("a file", "utf-8")
    done = build(shelved, "html", "-o", "blocked")
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert "Choose another" in done.stderr


@pytest.mark.parametrize(("number", "words"), [(errno.ENOSPC, "the disk is full"), (errno.EACCES, "not writable")])
def test_full_disk_keeps_what_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, words: str) -> None:
    """A disk that fills in the middle of a write loses nothing and leaves no half."""
    place = shelf.Shelf(tmp_path)
    place.put(Artefact("a.html", "html", b"old"), Job("p", "en", "html", {"a": "1"}, {}), ())

    def full(_handle: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ShelfError, match=words):
        place.put(Artefact("a.html", "html", b"new"), Job("p", "en", "html", {"a": "2"}, {}), ())
    assert (tmp_path / "a.html").read_bytes() == b"old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.html", "manifest.json"]


def test_full_disk_for_real(shelved: Path) -> None:
    """A file system of a few kilobytes: one line, exit 2."""
    small = shelved / "small"
    small.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(small)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("mounting a small file system needs root; the write that fails is tested above")
    try:
        done = build(shelved, "html", "-o", "small")
        assert done.returncode == 2
        assert "the disk is full" in done.stderr
        assert not list((small / "paper").glob("*.html"))
    finally:
        subprocess.run(["umount", str(small)], check=True)


@pytest.mark.parametrize("wait", [0.05, 0.3, 0.7, 1.2])
def test_interrupt(shelved: Path, wait: float) -> None:
    """Ctrl-C at any moment: no traceback, no half, the earlier edition or the whole new one."""
    earlier = (shelved / "output/paper/paper.en.html").read_bytes()
    make(shelved, text=TEXT + "\nMore.\n")
    process = subprocess.Popen([str(BUILD), "all"], cwd=shelved, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                               text=True, start_new_session=True)  # fmt: skip
    time.sleep(wait)
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert process.returncode in {0, 130, -signal.SIGINT}, err
    if process.returncode == 130:
        assert "Traceback" not in out + err
    assert not list(shelved.rglob("*.part"))
    page = (shelved / "output/paper/paper.en.html").read_bytes()
    assert page == earlier or page.rstrip().endswith(b"</html>")


def test_an_interrupt_that_was_lost_is_said_again() -> None:
    """Ctrl-C that fell into a place from which nothing can be raised, as it does among imports, ends the command too."""
    code = (
        "import signal, time\nfrom bindery import cli\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"  # a test run in the background ignores it
        "class Fallen:\n    def __del__(self): raise KeyboardInterrupt\n"
        "def fall(**_):\n    Fallen()\n    time.sleep(30)\n"
        "cli.cli.main = fall\ncli.main([])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=20)
    assert (done.returncode, done.stderr) == (130, "Stopped. What stood on the shelf still stands.\n")


@pytest.mark.parametrize("then", [
    "", "from bindery import cli\ncli.cli.main = lambda **_: signal.raise_signal(signal.SIGINT)\ndoor.main()",
], ids=["among imports", "caught"])  # fmt: skip
def test_an_interrupt_before_the_command_is_there(then: str) -> None:
    """Ctrl-C among the first imports is one line, and one after them is caught by the command as ever."""
    code = "import signal\nsignal.signal(signal.SIGINT, signal.default_int_handler)\nfrom bindery import door\n" + (
        then or "signal.raise_signal(signal.SIGINT)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=20)
    assert (done.returncode, done.stderr) == (130, "Stopped. What stood on the shelf still stands.\n")


def test_two_builds_at_once(tmp_path: Path) -> None:
    """Two builds of the same publication at once both end well and leave whole files."""
    make(tmp_path)
    both = [
        subprocess.Popen([str(BUILD), "html"], cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for _ in "12"
    ]
    for process in both:
        _out, err = process.communicate(timeout=60)
        assert process.returncode == 0, err
    assert (tmp_path / "output/paper/paper.en.html").read_bytes().rstrip().endswith(b"</html>")
    assert not list(tmp_path.rglob("*.part"))
