"""Pieces of the work: what is kept of it is what would be made, whatever became of it; and it never fails a build."""

from __future__ import annotations

import os
import shutil
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

import project
from bindery.cache import Cache
from bindery.tools import answers, conversion, pandoc, pdfium, pieces, units
from bindery.tools.pieces import Pieces

ROOT = Path(__file__).parents[1]
WORDS = "The border was closed again after many long talks between both of their councils, *and nobody* knew why."


@pytest.fixture
def kept(tmp_path: Path) -> Pieces:
    return Pieces(tmp_path / "pieces", most=5)


@pytest.fixture
def in_use(kept: Pieces) -> object:
    pieces.use(kept)
    yield kept
    pieces.use(Pieces(None))


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The arguments of each run of pandoc."""
    begun: list[list[str]] = []

    class Told(conversion.Conversion):
        def __init__(self, path: Path, arguments: list[str], data: bytes, **named: object) -> None:
            begun.append(arguments)
            super().__init__(path, arguments, data, **named)

    monkeypatch.setattr(answers, "Conversion", Told)
    monkeypatch.setattr(pandoc, "_written", {})
    return begun


def test_a_piece_is_of_all_that_it_was_made_of(kept: Pieces) -> None:
    """Each part counts, and where one ends and the next begins."""
    kept.keep(b"made", "one", "two")
    assert kept.find("one", "two") == b"made"
    for other in (("one", "tw", "o"), ("onetwo",), ("one", "two", ""), ("two", "one"), ("one", "Two")):
        assert kept.find(*other) is None
    kept.keep(b"", "nothing")
    assert kept.find("nothing") == b""


@pytest.mark.parametrize("torn", [b"", b"x", b"\0" * 32 + b"made"])
def test_a_torn_piece_is_not_there(kept: Pieces, torn: bytes) -> None:
    """It is let go of, and made and kept anew."""
    kept.keep(b"made", "one")
    [path] = kept.folder.iterdir()
    path.write_bytes(torn)
    assert kept.find("one") is None
    assert not path.exists()
    kept.keep(b"made", "one")
    assert kept.find("one") == b"made"


def test_what_was_used_longest_ago_goes_first(kept: Pieces) -> None:
    """A piece that is found has been used; some go at a time."""
    for number in range(6):
        kept.keep(b"made", str(number))
        os.utime(kept._path((str(number),)), (number, number))
    assert kept.find("0") == b"made"
    assert kept.size() == (6, 6 * 36)
    kept.keep(b"made", "6")
    assert [number for number in range(7) if kept.find(str(number)) is None] == [1, 2]
    assert kept.size() == (5, 5 * 36)
    (kept.folder / "of-somebody-else").write_text("x")
    kept.clear()
    assert [path.name for path in kept.folder.iterdir()] == ["of-somebody-else"]


def test_large_pieces_are_within_a_bound(tmp_path: Path) -> None:
    """Of a book's HTML as few are kept as fit."""
    kept = Pieces(tmp_path / "pieces", limit=1_000_000)
    for number in range(6):
        kept.keep(b"x" * 300_000, str(number))
        os.utime(kept._path((str(number),)), (number, number))
    assert [number for number in range(6) if kept.find(str(number))] == [3, 4, 5]


def test_a_folder_that_can_t_be_had_keeps_nothing(tmp_path: Path) -> None:
    """A cache never fails a build."""
    (tmp_path / "file").write_text("")
    for none in (Pieces(None), Pieces(tmp_path / "file/pieces")):
        none.keep(b"made", "one")
        assert none.find("one") is None
        assert none.size() == (0, 0)
        none.clear()


def test_a_user_without_a_home_keeps_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a container whose user is a number only."""
    for name in ("BINDERY_CACHE", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)

    def homeless(self: Path) -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(Path, "expanduser", homeless)
    kept = Cache.of_user()
    assert (kept.folder, kept.pieces.folder) == (None, None)


@pytest.mark.parametrize("many", [1, pandoc._MANY + 1])
def test_a_text_is_read_once(in_use: Pieces, runs: list[list[str]], many: int) -> None:
    """Nor is it read anew where plain words alone are others; where more is, it is, and none but it."""
    texts = [f"{WORDS}\n\n{'#' * (number % 6 + 1)} {number}" for number in range(many)]
    others = [texts[0].replace("many long", "few short"), *texts[1:]]
    new = [texts[0].replace("*and nobody*", "**and nobody**"), *texts[1:]]

    pieces.use(Pieces(None))
    plain = [pandoc.read(each) for each in (texts, others, new)]
    pieces.use(in_use)
    in_use._most = 100
    runs.clear()
    assert pandoc.read(texts) == plain[0]
    assert runs
    runs.clear()
    assert pandoc.read(texts) == plain[0]
    assert pandoc.read(others) == plain[1]
    assert runs == []
    assert pandoc.read(new) == plain[2]
    assert len(runs) == 1


def test_units_and_html_are_kept_too(in_use: Pieces, runs: list[list[str]]) -> None:
    """Of a translation that is read, of a tree that is written."""
    in_use._most = 100
    texts, calls = [WORDS, "Words.[^1]"], "\n\n[^1]: 1"
    first, html = units.read(texts, calls), pandoc.write(pandoc.read([WORDS]))
    assert len(runs) == 3
    pandoc._written.clear()
    assert (units.read(texts, calls), pandoc.write(pandoc.read([WORDS]))) == (first, html)
    assert len(runs) == 3
    begun = units.Units(texts, calls)
    assert begun.settle(0)
    assert begun.read() == first
    assert len(runs) == 3


def test_a_unit_of_words_alone_is_kept_by_its_shape(in_use: Pieces, runs: list[list[str]]) -> None:
    """A heading with other words, or more of them, needs no pandoc: neither to be read nor to be written."""
    in_use._most = 100
    for heading in ("Вступ", "Вступ до питання", "2022. Передмова"):  # the first is read and written
        pandoc._written.clear()
        [[head], [body]] = units.read([heading, WORDS])
        head_html, body_html = pandoc.write([[head], [body]])
        assert head_html == f"<p>{heading}</p>"
        assert "<em>" in body_html
        assert len(runs) == 2


def test_another_pandoc_reads_anew(in_use: Pieces, runs: list[list[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    """Another version, another way of reading; one whose version is not known keeps nothing."""
    pandoc.read([WORDS])
    for which in ("pandoc 9", "", ""):
        monkeypatch.setattr(answers, "_which", lambda which=which: which)
        before = len(runs)
        pandoc.read([WORDS])
        assert len(runs) == before + 1
    assert in_use.size()[0] == 2


def test_a_page_is_pictured_once(in_use: Pieces, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same page of the same file as wide as before."""
    out = BytesIO()
    with pikepdf.new() as document:
        for _ in range(2):
            document.add_blank_page(page_size=(100, 200))
        document.save(out)
    pdf, plain = out.getvalue(), pdfium._picture
    made: list[tuple[int, int]] = []
    monkeypatch.setattr(
        pdfium, "_picture", lambda pdf, page, width: [made.append((page, width)), plain(pdf, page, width)][1]
    )
    for _ in range(2):
        first = pdfium.picture(pdf, 0, 50)
        assert first == plain(pdf, 0, 50)
        assert pdfium.picture(pdf, 1, 50)
        assert pdfium.picture(pdf, 0, 60) != first
    assert made == [(0, 50), (1, 50), (0, 60)]
    assert in_use.size()[0] == 3


def test_editions_from_pieces_are_those_made_without(tmp_path: Path) -> None:
    """The article in two languages and three formats: with nothing kept, from pieces, from pieces that were torn."""
    shutil.copytree(ROOT / "manuscript/on-the-brink-of-war", tmp_path / "manuscript/on-the-brink-of-war")
    cache = tmp_path / "cache"

    def made(kept: Path | str) -> dict[str, bytes]:
        shutil.rmtree(tmp_path / "out", ignore_errors=True)
        for folder in cache.glob("??"):  # the artefacts
            shutil.rmtree(folder)
        done = project.build(tmp_path, "all", "-l", "en", "-l", "uk", "-o", "out", BINDERY_CACHE=str(kept))
        assert done.returncode == 0, done.stderr
        assert "cache" not in done.stdout
        found = {path.name: path.read_bytes() for path in (tmp_path / "out").glob("*/*") if path.suffix != ".json"}
        assert len(found) == 6
        return found

    plain = made("off")
    assert made(cache) == plain
    names = {path.name: path.stat().st_size for path in (cache / "pieces").iterdir()}
    assert len(names) > 4
    assert made(cache) == plain
    assert {path.name: path.stat().st_size for path in (cache / "pieces").iterdir()} == names
    for path in (cache / "pieces").iterdir():
        path.write_bytes(path.read_bytes()[:-1])
    assert made(cache) == plain
    assert {path.name: path.stat().st_size for path in (cache / "pieces").iterdir()} == names
    assert f"{len(names)} pieces" in project.build(tmp_path, "cache", BINDERY_CACHE=str(cache)).stdout
    project.build(tmp_path, "cache", "clear", BINDERY_CACHE=str(cache))
    assert not (cache / "pieces").exists()
    done = project.build(tmp_path, "html", "-l", "en", "--no-cache", BINDERY_CACHE=str(cache))
    assert done.returncode == 0
    assert not (cache / "pieces").exists()
