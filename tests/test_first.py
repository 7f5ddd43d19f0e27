"""The first page, pictured while the others are laid out, and what else is begun before it is waited for."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import project
from bindery import chapters, press
from bindery.house import House
from bindery.model import Colophon
from bindery.renderers import cover, sheets
from bindery.renderers.sheets import Sheets, filled
from bindery.templates import Templates
from bindery.tools import first, painters, pandoc

ROOT = Path(__file__).parents[1]
HOUSE = House(ROOT)


@pytest.fixture(scope="module")
def sheet() -> Sheets:
    """The house's article, as it is printed."""
    manuscript = press.read(press.open_publication("on-the-brink-of-war", HOUSE), HOUSE)
    return filled(press.compose(manuscript, HOUSE), Templates(HOUSE), Colophon())


@pytest.fixture(autouse=True)
def two(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """There are two cores; what was laid out is put away, and whoever was hired is dismissed."""
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1})
    yield
    sheets._put_away()
    painters.dismiss()


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Whether what the other process made of the page was used, time by time."""
    used: list[bool] = []
    plain = first.First.seen

    def told(self: Any, pdf: bytes) -> bytes | None:
        made = plain(self, pdf)
        used.append(made is not None)
        return made

    monkeypatch.setattr(first.First, "seen", told)
    return used


ALL = frozenset({sheets.STARTS, sheets.PRINTED, sheets.COVER})


def made(sheet: Sheets, *, hired: bool, wanted: sheets.Wanted = ALL) -> tuple[bytes, int, bytes]:
    """A cover, how many pages were told, and the PDF, as they are asked for one after another."""
    painters.hire() if hired else painters.dismiss()
    starts = len(sheets.starts(sheet, HOUSE, wanted))
    data = sheets.printed(sheet, HOUSE, wanted).data
    return sheets.cover(sheet, HOUSE, wanted), starts, data


def test_the_cover_is_the_same_by_one_process_and_by_two(sheet: Sheets, seen: list[bool]) -> None:
    """The other's picture is used, and is that of the finished PDF's first page; the PDF is what it is without."""
    here, there = made(sheet, hired=False), made(sheet, hired=True)
    assert here == there
    assert seen == [False, True]
    assert here[0] == cover.picture(here[2])
    painters.hire()
    assert sheets.printed(sheet, HOUSE, frozenset({sheets.PRINTED})).data == here[2]  # nobody asked for a cover
    assert seen == [False, True]


def test_pages_that_were_not_to_be_painted_are_when_they_are_asked_for(sheet: Sheets) -> None:
    """Nobody else has painted them, so they are laid out here again: the same PDF."""
    assert made(sheet, hired=True, wanted=ALL - {sheets.PRINTED}) == made(sheet, hired=False)


@pytest.mark.parametrize("how", ["killed", "another page", "broken"])
def test_what_the_other_does_not_bring_is_made_here(
    sheet: Sheets, seen: list[bool], monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    """One that died, one that had another page, one that could not."""
    home, plain = os.getpid(), first._alone

    def elsewhere(boxes: Any) -> list[Any]:
        assert os.getpid() != home
        if how == "killed":
            os.kill(os.getpid(), signal.SIGKILL)
        if how == "broken":
            raise OSError("no page")
        pages = plain(boxes)
        pages[0].children = pages[0].children[:0]
        return pages

    monkeypatch.setattr(first, "_alone", elsewhere)
    assert made(sheet, hired=True)[0] == made(sheet, hired=False)[0]
    assert seen == [False, False]


def test_a_chapter_saved_after_it_was_begun_is_read_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is begun ahead is used where the text is still that, and once."""
    folder = project.make(tmp_path, "book", project.YAML, one="First words.")
    house = House(tmp_path)
    publication = press.open_publication("book", house)
    begun: list[int] = []
    plain = pandoc.begin
    monkeypatch.setattr(pandoc, "begin", lambda texts: [begun.append(len(texts)), plain(texts)][1])

    def read() -> str:
        [(text, _)] = chapters.begin(publication, house)()
        return text.text

    chapters.ahead(publication, house)
    assert read().strip() == "First words."
    assert len(begun) == 1
    chapters.ahead(publication, house)
    (folder / "one.md").write_text("Other words.", "utf-8")
    assert read().strip() == "Other words."
    assert len(begun) == 3
    assert read().strip() == "Other words."
    assert len(begun) == 4
    (folder / "one.md").write_bytes(b"\xff\xfe\x00")  # wrong: told when it is asked for
    chapters.ahead(publication, house)
    (folder / "one.md").write_text("Words again.", "utf-8")
    assert read().strip() == "Words again."


def test_a_wrong_forecast_of_what_is_to_be_made_costs_nothing_but_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One catalogue is newer than its edition, but all editions are to be made; and one that was only touched."""
    folder = project.make(tmp_path, "book", project.YAML, one="Some words about rivers.\n\nMore words about bridges.")
    (tmp_path / "styles").mkdir()
    for code in ("uk", "pl"):
        assert project.start(tmp_path, "translate", "add", code).returncode == 0
    monkeypatch.setenv("BINDERY_CACHE", str(tmp_path / "cache"))
    assert project.start(tmp_path, "html").returncode == 0
    catalog = folder / "translations/uk.po"
    tokens = ROOT / "styles/tokens.css"
    (tmp_path / "styles/tokens.css").write_text(tokens.read_text("utf-8") + "/* another */", "utf-8")
    catalog.write_bytes(catalog.read_bytes().replace(b'msgstr ""\n\n#', b'msgstr "x"\n\n#', 1))
    done = project.start(tmp_path, "html")
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) == 3
    assert "(unchanged)" not in done.stdout
    os.utime(catalog)
    done = project.start(tmp_path, "html")
    assert done.stdout.count("(unchanged)") == 3, done.stderr
