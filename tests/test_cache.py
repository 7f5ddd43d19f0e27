"""The cache: what is kept is what would be made, whatever of its inputs changes; and it never fails a build."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bindery import disk, jobs, press
from bindery.cache import Cache
from bindery.errors import UsageError
from bindery.house import House
from bindery.model import Artefact, Finding, Place, Severity
from bindery.tools import hashes, pycache
from project import build as command
from project import make

ROOT = Path(__file__).parents[1]
YAML = 'title: "A: B"\nauthors: [{name: Ada}]\ndate: "2024"\nlanguage: en\nlanguages: [en, uk, pl]\n'
PO = 'msgid ""\nmsgstr ""\n"Language: {0}\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'


def project(root: Path) -> House:
    """Make a house of its own: every kind of input can be changed in it."""
    folder = make(root, yaml=YAML, text="## One\n\n![A dot.](dot.svg)\n\nWords.[^a]\n\n[^a]: A note.\n")
    (folder / "dot.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><path d="M0 0h1"/></svg>'
    )
    (folder / "translations").mkdir()
    for code in ("uk", "pl"):
        (folder / f"translations/{code}.po").write_text(PO.format(code), "utf-8")
    (root / "manuscript/glossary.toml").write_text("", "utf-8")
    for part in ("templates", "styles"):
        shutil.copytree(ROOT / part, root / part)
    return House(root, root)


def key(house: House, language: str = "uk", medium: str = "pdf") -> str:
    return jobs.job(press.open_publication("paper", house), language, medium, house).key


@pytest.mark.parametrize(
    "name",
    [
        "manuscript/paper/text.md",
        "manuscript/paper/publication.yaml",
        "manuscript/paper/dot.svg",
        "manuscript/paper/translations/uk.po",
        "manuscript/glossary.toml",
        "styles/brand.toml",
        "styles/print.css",
        "styles/languages/uk.toml",
        "styles/fonts/SourceSans3-Regular.ttf.woff2",
        "styles/fonts/SourceSans3-Regular.ttf",
        "templates/print.html",
        "templates/epub/section.xhtml",
    ],
)
def test_each_input_makes_another_job(tmp_path: Path, name: str) -> None:
    """A byte more in any input, and nothing made before is taken for it; the byte less, and it is."""
    house = project(tmp_path)
    path = tmp_path / name
    before, data = key(house), path.read_bytes()
    path.write_bytes(data + b"\n")
    assert key(house) != before
    path.write_bytes(data)
    assert key(house) == before


def test_a_new_file_and_a_lost_one_make_another_job(tmp_path: Path) -> None:
    """What a folder has, and not only what is in its files, is an input."""
    house = project(tmp_path)
    before = key(house)
    (tmp_path / "manuscript/paper/2.md").write_text("More.\n", "utf-8")
    assert key(house) != before
    (tmp_path / "manuscript/paper/2.md").unlink()
    (tmp_path / "templates/motif.svg").unlink()
    assert key(house) != before


@pytest.mark.parametrize("name", [
    "styles/brand.toml", "styles/languages", "styles/fonts", "styles", "templates/print.html", "manuscript/paper",
])  # fmt: skip
def test_what_is_behind_a_link_makes_another_job(tmp_path: Path, name: str) -> None:
    """Whatever of a house is read through a link is an input as if it stood there."""
    house = project(tmp_path / "house")
    (tmp_path / "shared").mkdir()
    place, shared = house.root / name, tmp_path / "shared" / Path(name).name
    before = key(house)
    place.replace(shared)
    place.symlink_to(shared)
    assert key(house) == before
    changed = next(path for path in (shared, *sorted(shared.rglob("*"))) if path.is_file())
    changed.write_bytes(changed.read_bytes() + b"\n")
    assert key(house) != before


def test_links_within_a_publication(tmp_path: Path) -> None:
    """A folder of pictures may be a link to another of the same publication; what leaves it is never read."""
    house = project(tmp_path / "house")
    folder, elsewhere = house.root / "manuscript/paper", tmp_path / "elsewhere"
    for at in (folder / "m1", folder / "m2", elsewhere):
        at.mkdir()
        shutil.copy(folder / "dot.svg", at)
    (folder / "m2/dot.svg").write_bytes((folder / "m2/dot.svg").read_bytes() + b"\n")
    keys = set[str]()
    for target in ("m1", "m2", str(elsewhere), "."):
        (folder / "media").symlink_to(target)
        keys.add(key(house))
        names = set(jobs.publication_files(folder))
        assert ("media/dot.svg" in names) == (target in {"m1", "m2"})
        (folder / "media").unlink()
    assert len(keys) == 3
    assert key(house) in keys  # what leaves it, or leads back, has nothing to say


def test_links_into_one_another_end(tmp_path: Path) -> None:
    """Links without an end are refused with the place, not followed."""
    house = project(tmp_path)
    for one, other in ("ab", "ba"):
        (tmp_path / "styles" / one).mkdir()
        (tmp_path / "styles" / one / "link").symlink_to(tmp_path / "styles" / other)
    with pytest.raises(UsageError, match=r"styles/a/link/.*: links to folders lead into one another\."):
        key(house)


def test_tools_engine_and_date_make_another_job(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another version of a library, of Pango, of the press's own code, or another date: another job."""
    house = project(tmp_path)
    before = key(house)
    for name, value in (("tools", {"pango": "1.99"}), ("_engine", {"engine/press.py": "other"})):
        with monkeypatch.context() as patch:
            patch.setattr(jobs, name, lambda value=value: value)
            assert key(house) != before
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1")
    assert key(house) != before


def test_hashes_of_the_press_are_kept_for_what_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """They are read and not made where nothing has changed; each change is seen, and what is young is not trusted."""
    own, folder = tmp_path / "press", tmp_path / "kept"
    own.mkdir()
    for name in "abc":
        (own / name).write_text(f"# {name}\n")
    monkeypatch.setattr(jobs, "_OWN", (f"{own}/",))
    monkeypatch.setattr(pycache, "FOLDER", folder)
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    hashed: list[str] = []
    plain = disk.digest
    monkeypatch.setattr(disk, "digest", lambda path: hashed.append(path.name) or plain(path))

    def told(*, fresh: int = 0) -> str:
        """Which files are hashed by a press that has begun anew."""
        hashed.clear()
        jobs._hash.cache_clear()
        monkeypatch.setattr(hashes, "_FRESH", fresh)
        monkeypatch.setattr(hashes, "_kept", {})
        monkeypatch.setattr(hashes, "_is", {"read": False, "new": False})
        paths = sorted(own.iterdir())
        assert jobs._hashed((path.name, path) for path in paths) == {path.name: plain(path) for path in paths}
        return "".join(hashed)

    assert told(fresh=10**12) == "abc"
    assert told() == "abc"  # they were too young
    assert told() == ""
    state = (own / "a").stat()
    (own / "a").write_text("# A\n")  # as long as it was, and as old as it was
    os.utime(own / "a", ns=(state.st_atime_ns, state.st_mtime_ns))
    assert told() == "a"
    (own / "d").write_text("# d\n")
    assert told() == "d"
    (own / "b").replace(own / "c")
    assert told() == "c"
    (own / "d").unlink()
    assert told() == ""
    [table] = folder.iterdir()
    table.write_bytes(table.read_bytes()[:-1])
    assert told() == "ac"
    assert told() == ""
    monkeypatch.setattr(jobs, "_OWN", ("/elsewhere/",))
    assert told() == "ac"


def test_every_library_has_a_version() -> None:
    """Each tool that shows in the bytes is told by version; a name that is wrong would tell nothing."""
    assert set(jobs._TOOLS) | set(jobs._LIBRARIES) | {"python", "zlib"} == set(jobs.tools())


def test_another_languages_catalogue_is_no_input(tmp_path: Path) -> None:
    """A word in one catalogue costs that edition only."""
    house = project(tmp_path)
    before = {code: key(house, code) for code in ("en", "uk", "pl")}
    with (tmp_path / "manuscript/paper/translations/uk.po").open("a") as file:
        file.write("# A remark.\n")
    assert {code for code in before if key(house, code) != before[code]} == {"uk"}


def test_a_folder_that_ends_like_that_of_catalogues_is_an_input(tmp_path: Path) -> None:
    """What lies in it is printed: a picture that is changed there makes another edition."""
    house = project(tmp_path)
    for name in ("old-translations", "media/translations"):
        picture = tmp_path / "manuscript/paper" / name / "map.svg"
        picture.parent.mkdir(parents=True)
        picture.write_text("<svg/>")
        before = key(house)
        picture.write_text("<svg></svg>")
        assert key(house) != before


def build(root: Path, *arguments: str, cache: Path | str) -> subprocess.CompletedProcess[str]:
    done = command(root, *arguments, BINDERY_CACHE=str(cache))
    assert done.returncode == 0, done.stderr
    return done


def digests(root: Path) -> dict[str, str]:
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted((root / "output/paper").glob("paper.*"))}


def test_an_earlier_text_comes_from_the_cache(tmp_path: Path) -> None:
    """Back to an earlier text, and in another folder: the very bytes that are made without a cache."""
    folder, cache = make(tmp_path / "one"), tmp_path / "cache"
    assert "from the cache" not in build(tmp_path / "one", "all", cache=cache).stdout
    first, text = digests(tmp_path / "one"), (folder / "text.md").read_text()
    (folder / "text.md").write_text(text.replace("Words", "Other words"))
    build(tmp_path / "one", "all", cache=cache)
    assert all(digest != first[name] for name, digest in digests(tmp_path / "one").items())
    (folder / "text.md").write_text(text)
    assert build(tmp_path / "one", "all", cache=cache).stdout.count("from the cache") == 3
    assert digests(tmp_path / "one") == first
    make(tmp_path / "two")
    assert build(tmp_path / "two", "all", cache=cache).stdout.count("from the cache") == 3
    assert digests(tmp_path / "two") == first
    shutil.rmtree(tmp_path / "two/output")
    assert "from the cache" not in build(tmp_path / "two", "all", "--no-cache", cache=cache).stdout
    assert digests(tmp_path / "two") == first


def test_without_the_cache_what_stands_on_the_shelf_is_made_anew_too(tmp_path: Path) -> None:
    """So ``--help`` promises; the bytes are the same, and nothing is kept of them."""
    make(tmp_path / "one")
    cache = tmp_path / "cache"
    build(tmp_path / "one", "all", cache=tmp_path / "other")
    first = digests(tmp_path / "one")
    assert build(tmp_path / "one", "all", cache=cache).stdout.count("(unchanged)") == 3
    anew = build(tmp_path / "one", "all", "--no-cache", cache=cache)
    assert len(anew.stdout.splitlines()) == 3
    assert "(" not in anew.stdout
    assert digests(tmp_path / "one") == first
    assert not any(path.is_file() for path in cache.rglob("*"))


def test_warnings_come_from_the_cache_too(tmp_path: Path) -> None:
    """What is to be said of an artefact is said of a kept one."""
    make(tmp_path, text="Words in ༄.\n")
    said = build(tmp_path, "pdf", "-v", cache=tmp_path / "cache").stderr
    assert "U+0F04" in said
    shutil.rmtree(tmp_path / "output")
    assert build(tmp_path, "pdf", "-v", cache=tmp_path / "cache").stderr == said


def some_job(at: int) -> jobs.Job:
    return jobs.Job("s", "en", "pdf", {"a": str(at)}, {})


FINDING = Finding("a-b", Severity.WARNING, Place("f", 1, "s"), "m", "h")


def test_what_is_torn_is_not_there(tmp_path: Path) -> None:
    """A kept file that was cut, changed or is another's is made anew, and gone."""
    cache = Cache(tmp_path)
    job, artefact = some_job(1), Artefact("s.en.pdf", "pdf", b"one\ntwo", 3)
    cache.put(job, artefact, (FINDING,))
    assert cache.find(job) == (artefact, (FINDING,))
    [path] = [p for p in tmp_path.rglob("*") if p.is_file()]
    whole = path.read_bytes()
    for data in (whole[:-1], whole + b"x", b"", b"{}\n", b"[]\nx", whole.replace(b'"pages": 3', b'"pages": "x')):
        path.write_bytes(data)
        assert cache.find(job) is None
    for at in range(len(whole)):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        assert cache.find(job) is None
    path.parent.mkdir(exist_ok=True)
    other = cache._path(some_job(2))
    other.parent.mkdir(exist_ok=True)
    other.write_bytes(whole)
    assert cache.find(some_job(2)) is None
    assert not other.exists()


@pytest.mark.timeout(60)
def test_a_pipe_in_the_cache_is_waited_for_by_nobody(tmp_path: Path) -> None:
    """What is made anew takes its place."""
    cache, artefact = Cache(tmp_path), Artefact("s.en.pdf", "pdf", b"one", 3)
    cache.put(some_job(1), artefact, ())
    cache.pieces.keep(b"made", b"given")
    for path in [path for path in tmp_path.rglob("*") if path.is_file()]:
        path.unlink()
        os.mkfifo(path)
    assert cache.find(some_job(1)) is None
    assert cache.pieces.find(b"given") is None
    cache.put(some_job(1), artefact, ())
    assert cache.find(some_job(1)) == (artefact, ())


def test_a_finding_of_a_file_whose_name_is_no_utf8_is_kept(tmp_path: Path) -> None:
    """It is told again as it was, and fails no build."""
    cache = Cache(tmp_path)
    finding = Finding("a-b", Severity.WARNING, Place("caf\udce9.md", 1), "m")
    cache.put(some_job(1), artefact := Artefact("s.en.pdf", "pdf", b"one", 3), (finding,))
    assert cache.find(some_job(1)) == (artefact, (finding,))


def test_the_bound_holds(tmp_path: Path) -> None:
    """What was used longest ago goes first; what was asked for again stays."""
    cache = Cache(tmp_path, limit=3500)
    for at in range(3):
        cache.put(some_job(at), Artefact("n", "pdf", b"x" * 800), ())
        os.utime(cache._path(some_job(at)), (at, at))
    assert cache.find(some_job(0))  # used now
    cache.put(some_job(3), Artefact("n", "pdf", b"x" * 800), ())
    cache.trim()
    assert [bool(cache.find(some_job(at))) for at in range(4)] == [True, False, True, True]
    assert cache.size()[1] <= 3500


def test_a_cache_that_cannot_be_written_fails_nothing(tmp_path: Path) -> None:
    """A cache on a full disk, or a file in its place: the build is as without one."""
    make(tmp_path)
    (tmp_path / "file").write_text("in the way")
    build(tmp_path, "html", cache=tmp_path / "file")
    assert (tmp_path / "file").read_text() == "in the way"


def test_a_cache_that_may_only_be_read_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As one that many share: that nobody may say when something was used is no reason to make it anew."""
    cache = Cache(tmp_path)
    artefact = Artefact("s.en.pdf", "pdf", b"one", 3)
    cache.put(some_job(1), artefact, ())

    def refuse(_path: Path) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "utime", refuse)
    assert cache.find(some_job(1)) == (artefact, ())


def test_the_command_tells_and_clears(tmp_path: Path) -> None:
    """`build cache` says what is kept, `build cache clear` lets go of it and of nothing else."""
    make(tmp_path)
    cache = tmp_path / "cache"
    build(tmp_path, "all", cache=cache)
    kept = next(path for path in sorted(cache.glob("??/*")) if path.is_file())
    mine = [cache / "mine.txt", kept.with_name("mine.txt"), kept.with_name("m" * 64), cache / "pieces" / ("m" * 64)]
    for path in mine:
        path.write_text("not the press's")
    assert "3 artefacts" in build(tmp_path, "cache", cache=cache).stdout
    assert "3 artefacts let go of" in build(tmp_path, "cache", "clear", cache=cache).stdout
    assert "0 artefacts" in build(tmp_path, "cache", cache=cache).stdout
    assert sorted(path for path in cache.rglob("*") if path.is_file()) == sorted(mine)
    assert "off" in build(tmp_path, "cache", cache="off").stdout


def test_a_source_that_changes_meanwhile_is_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was made while its source changed is kept under no job: it may be of either text."""
    from click.testing import CliRunner

    from bindery import workshop
    from bindery.cli import cli

    folder, cache = make(tmp_path), tmp_path / "cache"
    plain, text = workshop.make, (folder / "text.md").read_bytes()

    def slow(*arguments):
        made = plain(*arguments)
        (folder / "text.md").write_text("Another text.\n")
        return made

    monkeypatch.setattr(workshop, "make", slow)
    monkeypatch.setenv("BINDERY_CACHE", str(cache))
    assert CliRunner().invoke(cli, ["-C", str(tmp_path), "html"]).exit_code == 0
    assert Cache(cache).size() == (0, 0)
    monkeypatch.setattr(workshop, "make", plain)
    (folder / "text.md").write_bytes(text)  # nor is it that of the text before
    assert "unchanged" not in CliRunner().invoke(cli, ["-C", str(tmp_path), "html"]).output
    (folder / "text.md").write_text("Another text.\n")
    done = CliRunner().invoke(cli, ["-C", str(tmp_path), "html"])
    assert "unchanged" not in done.output
    assert "Another text." in (tmp_path / "output/paper/paper.en.html").read_text()


def test_print_fonts_are_what_their_woff2_packs() -> None:
    """A font for print has the very tables of the one that the web gets."""
    from fontTools.ttLib import TTFont

    packed = sorted((ROOT / "styles/fonts").glob("*.woff2"))
    assert len(packed) == 11
    for path in packed:
        with TTFont(path) as web, TTFont(path.with_suffix("")) as printed:
            assert set(web.keys()) == set(printed.keys())
            assert web.getBestCmap() == printed.getBestCmap()
            names = web.getGlyphOrder()
            assert names == printed.getGlyphOrder()
            assert all(web["glyf"][name] == printed["glyf"][name] for name in names)
            assert web["hmtx"].metrics == printed["hmtx"].metrics
