"""The command: what each option promises, both doors, and the installed wheel."""

import errno
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from io import BytesIO, StringIO, TextIOWrapper
from pathlib import Path

import click
import pytest

from bindery import beginning, cli
from bindery.cli import terminal
from bindery.errors import UsageError
from bindery.house import House
from tools import need

sys.path.insert(0, str(Path(__file__).parent))
from project import BUILD, TEXT, YAML, make
from project import start as build

ROOT = Path(__file__).parents[1]
COMMANDS = sorted(cli.cli.commands)


@pytest.mark.parametrize("name", COMMANDS)
def test_help_has_an_example(name: str, tmp_path: Path) -> None:
    """The help of each command shows an example of it."""
    done = build(tmp_path, name, "--help")
    assert done.returncode == 0
    assert f"Example: build {name}" in done.stdout


def _every(command: click.Command, name: str = "build") -> Iterator[tuple[str, click.Command]]:
    yield name, command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for each in command.list_commands(context):
            under = command.get_command(context, each)
            assert under is not None
            yield from _every(under, f"{name} {each}")


def test_help_leaves_nothing_unsaid() -> None:
    """Every command has an example, and every option says what it is for."""
    for name, command in _every(cli.cli):
        assert (command.epilog or "").startswith("Example: "), name
        silent = [option.opts for option in command.params if isinstance(option, click.Option) and not option.help]
        assert not silent, name


@pytest.mark.parametrize("name", COMMANDS)
def test_readme_has_every_command(name: str) -> None:
    """Every command is in the README."""
    assert f"build {name}" in (ROOT / "README.md").read_text("utf-8")


def test_help_is_instant() -> None:
    """`build --help` imports none of the heavy libraries."""
    code = ("import sys\nfrom bindery.cli import main\ntry: main(['--help'])\nexcept SystemExit: pass\n"
            "heavy = {'weasyprint', 'pypandoc', 'rich', 'jinja2', 'lxml', 'pypdfium2', 'yaml'} & set(sys.modules)\n"
            "assert not heavy, heavy")  # fmt: skip
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)


def test_nothing_to_do_imports_no_press(tmp_path: Path) -> None:
    """A build with nothing to do starts neither pandoc nor WeasyPrint nor templates."""
    make(tmp_path)
    assert build(tmp_path, "html").returncode == 0
    code = ("import sys\nfrom bindery.cli import main\ntry: main(['html'])\nexcept SystemExit as e: assert not e.code\n"
            "heavy = {'weasyprint', 'pypandoc', 'rich', 'jinja2', 'lxml', 'pypdfium2'} & set(sys.modules)\n"
            "assert not heavy, heavy")  # fmt: skip
    done = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "(unchanged)" in done.stdout


def test_every_input_makes_it_anew(tmp_path: Path) -> None:
    """Text, metadata, picture, brand, template and style: a change of any makes the edition anew; touching none does not."""
    folder = make(tmp_path)
    page = tmp_path / "output/paper/paper.en.html"
    assert build(tmp_path, "html").returncode == 0
    (tmp_path / "styles").mkdir()
    (tmp_path / "templates").mkdir()
    changes = {
        folder / "text.md": TEXT + "\nMore.\n",
        folder / "publication.yaml": YAML + "kind: Paper\n",
        folder / "media.svg": "<svg/>",
        tmp_path / "styles/brand.toml": (ROOT / "styles/brand.toml").read_text("utf-8").replace("#1b1d22", "#000000"),
        tmp_path / "styles/web.css": "body { color: red }",
        tmp_path / "templates/wordmark.html": "<p>House</p>",
    }
    for file, text in changes.items():
        os.utime(page, (1, 1))
        assert "(unchanged)" in build(tmp_path, "html").stdout
        assert page.stat().st_mtime == 1
        file.write_text(text, "utf-8")
        assert "(unchanged)" not in build(tmp_path, "html").stdout, file
        assert page.stat().st_mtime > 1, file


def test_a_touched_artefact_is_made_anew(tmp_path: Path) -> None:
    """An artefact that somebody changed is not taken for ours."""
    make(tmp_path)
    build(tmp_path, "html")
    page = tmp_path / "output/paper/paper.en.html"
    good = page.read_bytes()
    page.write_bytes(good + b"x")
    build(tmp_path, "html")
    assert page.read_bytes() == good


def test_several_publications(tmp_path: Path) -> None:
    """`build html` makes all, `build html SLUG` one."""
    make(tmp_path, "one")
    make(tmp_path, "two")
    assert build(tmp_path, "html", "two").returncode == 0
    assert not (tmp_path / "output/one").exists()
    assert build(tmp_path, "html").returncode == 0
    assert (tmp_path / "output/one/one.en.html").is_file()


def test_chapters_are_what_a_folder_has(tmp_path: Path) -> None:
    """In capitals too, as Windows may name them; never what an editor or a system has hidden there."""
    folder = make(tmp_path, a="## One\n\nSmall.\n")
    (folder / "b.MD").write_text("## Two\n\nCapital.\n", "utf-8")
    (folder / "._a.md").write_bytes(b"\x00\x05\x16\x07\xff")
    (folder / ".#b.md").symlink_to("editor@host.1234")
    done = build(tmp_path, "html")
    assert (done.returncode, done.stderr) == (0, "")
    text = (tmp_path / "output/paper/paper.en.html").read_text("utf-8")
    assert text.index("Small.") < text.index("Capital.")
    (folder / "publication.yaml").write_text(YAML + "chapters: [b.MD]\n", "utf-8")
    assert build(tmp_path, "html").returncode == 0


def test_chapters_keep_their_own_labels(tmp_path: Path) -> None:
    """Two chapters with the same note labels and the same headings: four notes, four ids."""
    text = "# Chapter\n\n## One\n\nA.[^1] B.[^2]\n\n[^1]: N{0}.\n[^2]: M{0}.\n"
    make(tmp_path, a=text.replace("{0}", "a"), b=text.replace("{0}", "b"))
    assert build(tmp_path, "html").returncode == 0
    page = (tmp_path / "output/paper/paper.en.html").read_text("utf-8")
    for number, words in enumerate(("Na", "Ma", "Nb", "Mb"), 1):
        note = page[page.index(f'<li id="note-{number}"') :]
        assert words in note[: note.index("</li>")]
    assert 'id="one-2"' in page


def test_output_folder_quiet_and_verbose(tmp_path: Path) -> None:
    """-o puts files elsewhere, -q says nothing, -v tells the warnings."""
    (make(tmp_path, text="## One\n\n![](p.svg)\n") / "p.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg"/>', "utf-8"
    )
    quiet = build(tmp_path, "html", "-q", "-o", "there")
    assert (quiet.returncode, quiet.stdout, quiet.stderr) == (0, "", "")
    assert (tmp_path / "there/paper/paper.en.html").is_file()
    assert "has no alternative text" in build(tmp_path, "html", "-v", "-o", "there").stderr
    assert "1 warning: see `build check`" in build(tmp_path, "html", "-o", "there").stderr


def test_summary_has_sizes_pages_and_paths(tmp_path: Path) -> None:
    """The summary tells size, pages and path."""
    make(tmp_path)
    done = build(tmp_path, "pdf")
    assert done.returncode == 0, done.stderr
    assert " kB   4 pages  output/paper/paper.en.pdf" in done.stdout


def test_new_builds_at_once(tmp_path: Path) -> None:
    """A new publication builds in an empty folder."""
    assert build(tmp_path, "new", "first-paper").returncode == 0
    done = build(tmp_path, "all")
    assert done.returncode == 0, done.stderr
    assert {path.suffix for path in (tmp_path / "output/first-paper").iterdir()} == {".pdf", ".epub", ".html", ".json"}


@pytest.mark.parametrize("slug", ["../up", "Übung", "a b", ".hidden", "a/b"])
def test_new_refuses_what_is_no_slug(tmp_path: Path, slug: str) -> None:
    """A name that could leave its folder, or break an address, is refused."""
    done = build(tmp_path, "new", slug)
    assert done.returncode == 2
    assert "not a slug" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_new_takes_no_place_that_is_taken(tmp_path: Path) -> None:
    """What is there stays as it is."""
    folder = make(tmp_path)
    done = build(tmp_path, "new", "paper")
    assert done.returncode == 2
    assert (folder / "text.md").read_text("utf-8") == TEXT


def test_new_is_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that fills meanwhile leaves no half of a publication, and the next try makes it."""
    written: list[str] = []
    write = Path.write_text

    def fill(path: Path, *text: str) -> int:
        written.append(path.name)
        if len(written) == 2:
            raise OSError(errno.ENOSPC, "No space left on device")
        return write(path, *text)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_text", fill)
        with pytest.raises(UsageError, match="No space left on device"):
            beginning.begin("paper", House(tmp_path))
    assert list((tmp_path / "manuscript").iterdir()) == []
    assert [path.name for path in beginning.begin("paper", House(tmp_path))] == written
    assert [path.name for path in (tmp_path / "manuscript").iterdir()] == ["paper"]


def test_hidden_folders_are_no_publications(tmp_path: Path) -> None:
    """A backup, or half of an import, stops nobody."""
    make(tmp_path)
    for name in (".backup", ".paper.new-123"):
        make(tmp_path, name, "title: 3\n")
    done = build(tmp_path, "html")
    assert (done.returncode, done.stderr) == (0, "")
    assert build(tmp_path, "html", ".backup").returncode == 2


def test_check_reports_and_changes_nothing(tmp_path: Path) -> None:
    """`build check` exits 0 on warnings, 1 on errors, and leaves the sources alone."""
    folder = make(tmp_path, text="## One\n\nIn the the end.\n")
    done = build(tmp_path, "check")
    assert done.returncode == 0
    assert "text.md:3:" in done.stdout
    assert "paper: 0 errors, 1 warning." in done.stdout
    make(tmp_path, text="A.[^x]\n")
    assert build(tmp_path, "check").returncode == 1
    assert (folder / "text.md").read_text("utf-8") == "A.[^x]\n"


def test_sarif_has_addresses(tmp_path: Path) -> None:
    """A code host finds the file by its address: what a name may have and an address may not is written as it asks."""
    (make(tmp_path) / "text.md").rename(tmp_path / "manuscript/paper/über 1 #2.md")
    (tmp_path / "manuscript/paper/über 1 #2.md").write_text("A.[^x]\n", "utf-8")
    done = build(tmp_path, "check", "--only", "sources", "--format", "sarif")
    [result] = json.loads(done.stdout)["runs"][0]["results"]
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "manuscript/paper/%C3%BCber%201%20%232.md"
    assert place["region"] == {"startLine": 1}


@pytest.mark.parametrize("closed", ["2>&-", ">&-", "<&-", "<&- >&- 2>&-"])
def test_what_is_closed_is_no_matter(tmp_path: Path, closed: str) -> None:
    """A command that is begun without a terminal, its input or its outputs closed, does what it does."""
    make(tmp_path)
    command = ["sh", "-c", f'exec "$0" html {closed}', str(BUILD)]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=120)
    assert (done.returncode, done.stderr) == (0, "")
    assert ("paper.en.html" in done.stdout) == (">&-" not in closed.replace("2>&-", ""))
    assert build(tmp_path, "verify").returncode == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_who_cannot_be_told_still_has_the_edition(tmp_path: Path) -> None:
    """Where the summary can't be written, the edition stands, and the one line says nothing else."""
    make(tmp_path)
    command = ["sh", "-c", 'unset PYTHONUNBUFFERED; exec "$0" html > /dev/full', str(BUILD)]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=120)
    assert (done.returncode, done.stderr) == (
        2,
        "Output: No space left on device. What stands on the shelf is whole.\n",
    )
    assert build(tmp_path, "verify").returncode == 0


def test_preview_refuses_a_language_that_is_not_there(tmp_path: Path) -> None:
    """As every command does, in the same words."""
    make(tmp_path)
    for code, words in (("xx", "no language file for xx."), ("uk", "paper comes out in en, not in uk.")):
        done = build(tmp_path, "preview", "--no-open", "-l", code)
        assert (done.returncode, done.stdout) == (2, "")
        assert words in done.stderr


@pytest.mark.parametrize(
    "command", [("html",), ("check", "--quick"), ("proof",), ("translate", "status"), ("translate", "export")]
)
def test_a_language_that_only_some_publications_come_out_in(tmp_path: Path, command: tuple[str, ...]) -> None:
    """Those are made; the others are left out, in a line, unless one was named; where none does, nothing is made."""
    make(tmp_path, "english")
    make(tmp_path, "paper")
    assert build(tmp_path, "translate", "add", "uk", "paper").returncode == 0
    before = sorted(tmp_path.rglob("*"))
    for arguments in (("-l", "uk", "paper", "english"), ("-l", "pl"), ("-l", "uk", "-l", "xx")):
        refused = build(tmp_path, *command, *arguments)
        assert (refused.returncode, refused.stdout) == (2, "")
        assert sorted(tmp_path.rglob("*")) == before
    done = build(tmp_path, *command, "-l", "uk")
    assert "english does not come out in uk: left out." in done.stderr
    assert "comes out in" not in done.stderr
    assert "paper" in done.stdout
    assert "english" not in done.stdout


def test_completion(tmp_path: Path) -> None:
    """The shell completes commands and publications, of another folder too."""
    make(tmp_path / "here", "brink-of-war")
    (tmp_path / "there").mkdir()
    assert "_BUILD_COMPLETE=bash_source" in build(tmp_path, "completion", "bash").stdout
    for folder, words, place in (("here", "build pdf br", "2"), ("there", "build -C ../here pdf br", "4")):
        environment = {**os.environ, "_BUILD_COMPLETE": "bash_complete", "COMP_WORDS": words, "COMP_CWORD": place}
        shown = subprocess.run([Path(sys.executable).with_name("build")], env=environment, cwd=tmp_path / folder,
                               capture_output=True, text=True, check=False)  # fmt: skip
        assert "brink-of-war" in shown.stdout


def test_every_command_tells_all_of_a_fault_of_its_own(tmp_path: Path) -> None:
    """What an editor is asked to report can be had of the command that failed."""
    failing = (
        "from bindery import cli, doctor\n"
        "def examine(): raise KeyError('what went wrong')\n"
        "doctor.examine = examine\n"
        "cli.main()\n"
    )
    for option in ([], ["--verbose"]):
        done = subprocess.run([sys.executable, "-c", failing, *option, "doctor"], cwd=tmp_path, capture_output=True,
                              text=True, check=False)  # fmt: skip
        assert done.returncode == 70
        assert "Bindery itself failed: KeyError" in done.stderr
        assert "`build --verbose …`" in done.stderr
        assert ("Traceback" in done.stderr) is bool(option)


def test_both_doors_open(tmp_path: Path) -> None:
    """`build` and `python build.py` are the same command."""
    make(tmp_path)
    done = subprocess.run(
        [sys.executable, ROOT / "build.py", "html"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    again = build(tmp_path, "html")
    assert "(unchanged)" in again.stdout
    version = subprocess.run(
        [sys.executable, ROOT / "build.py", "--version"], capture_output=True, text=True, check=True
    )
    assert version.stdout == build(tmp_path, "--version").stdout


def test_the_wheel_carries_its_house(tmp_path: Path) -> None:
    """The installed wheel makes a new publication in an empty folder, with its own templates and styles."""
    uv = need("uv")
    subprocess.run(
        [uv, "build", "--wheel", "--quiet", "--out-dir", tmp_path / "dist", ROOT], check=True, capture_output=True
    )
    with zipfile.ZipFile(next((tmp_path / "dist").glob("*.whl"))) as wheel:
        wheel.extractall(tmp_path / "site")
    work = tmp_path / "work"
    work.mkdir()
    code = ("import sys; sys.path.insert(0, sys.argv[1]); import bindery; assert bindery.__file__.startswith(sys.argv[1])\n"
            "from bindery.cli import main; main(sys.argv[2:])")  # fmt: skip
    for arguments in (["new", "x"], ["epub"], ["html"]):
        done = subprocess.run([sys.executable, "-c", code, str(tmp_path / "site"), *arguments], cwd=work,
                              capture_output=True, text=True, check=False)  # fmt: skip
        assert done.returncode == 0, done.stderr
    assert (work / "output/x/x.en.epub").is_file()


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def board(monkeypatch: pytest.MonkeyPatch) -> Callable[[int, list[str]], str]:
    """What a terminal of so many columns shows when two of eight are made, and four were there."""

    def shown(columns: int, names: list[str]) -> str:
        monkeypatch.setattr("sys.stderr", screen := Terminal())
        monkeypatch.setenv("COLUMNS", str(columns))
        clock = iter([100.0, 102.0])
        monkeypatch.setattr(terminal.time, "monotonic", lambda: next(clock, 102.0))
        with terminal.Board(4, 8, quiet=False) as made:
            made.at(names)
            made.finished(2)
        return screen.getvalue()

    return shown


def test_the_board_tells_what_runs_and_how_long_it_takes(board: Callable[[int, list[str]], str]) -> None:
    """On a terminal: what is being made, how much is done and was there already, and how long is left."""
    said = board(200, ["a.en", "a.uk", "a.pl", "a.be"])
    assert "making a.en, a.uk, a.pl and 1 more" in said
    assert "2/8" in said
    assert "4 from shelf and cache" in said
    assert "about 6 s left" in said


def test_a_narrow_terminal_has_room_for_the_numbers(board: Callable[[int, list[str]], str]) -> None:
    """What is being made gives way to how much is done and how long is left."""
    told = board(30, ["an-article-on-something-1.en", "an-article-on-something-1.uk"])
    assert all(said in told for said in ("2/8", "4 kept", "about 6 s left"))


def test_a_terminal_without_braille_has_a_plain_wheel(monkeypatch: pytest.MonkeyPatch) -> None:
    """As one of Windows: it would show the number of each letter."""
    file = TextIOWrapper(written := BytesIO(), encoding="cp1252", errors="backslashreplace")
    monkeypatch.setattr(file, "isatty", lambda: True)
    monkeypatch.setattr("sys.stderr", file)
    monkeypatch.setenv("TERM", "xterm")
    with terminal.progress("proving", quiet=False):
        pass
    file.flush()
    assert b"proving" in written.getvalue()
    assert b"\\u" not in written.getvalue()


def test_verify_says_which_file_of_which_folder(tmp_path: Path) -> None:
    """Many publications have a manifest, and each file is named as the shell finds it."""
    make(tmp_path)
    assert build(tmp_path, "html").returncode == 0
    (tmp_path / "output/paper/paper.en.html").write_text("x", "utf-8")
    done = build(tmp_path, "verify")
    assert done.returncode == 1
    assert "output/paper/paper.en.html: is not the file" in done.stdout
    (tmp_path / "output/paper/manifest.json").write_text("{", "utf-8")
    assert "output/paper/manifest.json: has no manifest" in build(tmp_path, "verify").stdout


def test_verify_of_what_is_not_there(tmp_path: Path) -> None:
    """A name that is no publication's is a slip of the command; one that was never built has nothing to verify."""
    make(tmp_path)
    make(tmp_path, "other")
    assert build(tmp_path, "html", "paper").returncode == 0
    done = build(tmp_path, "verify", "papre")
    assert (done.returncode, done.stdout) == (2, "")
    assert "manuscript/papre: no such publication. Did you mean paper?" in done.stderr
    done = build(tmp_path, "verify", "paper", "other")
    assert (done.returncode, done.stdout) == (2, "")
    assert "output/other: nothing was built there. Run `build all other`." in done.stderr


@pytest.mark.parametrize("name", ["manuscript/paper", "manuscript/paper/", "./manuscript/paper"])
def test_a_publication_named_by_its_folder(tmp_path: Path, name: str) -> None:
    """Shells complete names of folders, so the message has the name that was meant."""
    make(tmp_path)
    make(tmp_path, "other")
    done = build(tmp_path, "html", name)
    assert done.returncode == 2
    assert "no such publication. Did you mean paper?" in done.stderr


@pytest.mark.parametrize("command", ["update", "export"])
def test_no_translation_is_told(tmp_path: Path, command: str) -> None:
    """A command that had nothing to do says so, and how there would be something."""
    make(tmp_path)
    done = build(tmp_path, "translate", command)
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == "There is no translation. Begin one with `build translate add LANGUAGE`.\n"
