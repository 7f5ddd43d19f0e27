"""Pages laid out and painted by one process, by two, and as WeasyPrint alone does it: the same bytes."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from PIL import Image

import project
from bindery import press
from bindery.house import House
from bindery.model import Colophon
from bindery.renderers.sheets import filled
from bindery.templates import Templates
from bindery.tools import latter, painted, painters, parts, sent, weasyprint

ROOT = Path(__file__).parents[1]
PICTURE = '![A red square](media/red.png){alt="A red square."}\n\n'
TABLE = "| A | B |\n|---|---|\n" + "".join(f"| row {n} | border {n} |\n" for n in range(60)) + "\n: A long table.\n\n"
WORDS = [
    "border",
    "river",
    "treaty",
    "council",
    "region",
    "neighbourhood",
    "crossing",
    "harbour",
    "winter",
    "reform",
    "cabinet",
    "election",
]
Pages = tuple[str, dict[str, bytes], tuple[str, str]]

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="a second process is hired on Linux only")


def chapter(number: int, paragraphs: int, more: str = "") -> str:
    """A chapter with notes, words in another face, a subheading that others have too, and ``more``."""
    dice = random.Random(number)
    lines = [f"# Chapter {number}\n\n## Alike\n\n"]
    notes = []
    for at in range(paragraphs):
        words = " ".join(dice.choice(WORDS) for _ in range(70)).capitalize()
        lines.append(f"{words} *and more* of it.[^n{at}]\n\n")
        notes.append(f"[^n{at}]: A note of {at}: <https://example.org/{number}/{at}/a-long-address>, see there.\n\n")
    return "".join([*lines, more, *notes])


def sheets(root: Path, chapters: list[str], yaml: str = project.YAML) -> Pages:
    """The HTML of a book of these chapters, the files that it names and the heads over its notes."""
    folder = project.make(root, "book", yaml, **{f"{at:02}": text for at, text in enumerate(chapters)})
    (folder / "media").mkdir()
    red = BytesIO()
    Image.new("RGB", (40, 40), "red").save(red, "PNG")
    (folder / "media/red.png").write_bytes(red.getvalue())
    for part in ("templates", "styles"):
        if not (root / part).exists():
            (root / part).symlink_to(ROOT / part)
    house = House(root)
    manuscript = press.read(press.open_publication("book", house), house)
    made = filled(press.compose(manuscript, house), Templates(house), Colophon())
    return made.html, made.files(house), made.words


@pytest.fixture(autouse=True)
def short(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A book is long sooner, there are two cores, and whoever was hired is dismissed."""
    monkeypatch.setattr(parts, "_LONG", 2_000)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1})
    yield
    painters.dismiss()


def printed(pages: Pages, *, variant: str = "pdf/ua-1", hired: bool = False) -> weasyprint.Print:
    """A book printed, by two processes where one is ``hired``."""
    painters.hire() if hired else painters.dismiss()
    html, files, words = pages
    return weasyprint.print_pages(html, files, variant=variant, range_words=words)


def alone(pages: Pages, **named: Any) -> weasyprint.Print:
    """A book as WeasyPrint lays it out."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parts, "joint", lambda *_: None)
        return printed(pages, **named)


@pytest.fixture
def parted(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, int]]:
    """How many pages each former part has had, and how many pages came from another process, book by book."""
    seen: list[tuple[int, int]] = []
    plain_latter, plain_pages = latter.Latter._move, sent._awaited

    def move(part: Any, standing: parts.Standing) -> None:
        seen.append((standing.pages, 0))
        plain_latter(part, standing)

    def awaited(leaves: Any, replay: Any) -> Any:
        made = plain_pages(leaves, replay)
        seen.append((0, len(made)))
        return made

    monkeypatch.setattr(latter.Latter, "_move", move)
    monkeypatch.setattr(sent, "_awaited", awaited)
    return seen


@pytest.mark.parametrize("first", [4, 9])
@pytest.mark.parametrize("variant", ["pdf/ua-1", weasyprint.DRAFT])
def test_a_book_is_the_same_by_one_process_and_by_two(
    tmp_path: Path, parted: list[tuple[int, int]], first: int, variant: str
) -> None:
    """Folios, contents, notes, bookmarks, links and tags stand as in a book that nobody divided, on whatever side."""
    book = sheets(
        tmp_path,
        [
            chapter(1, first, PICTURE),
            chapter(2, 5),
            chapter(3, 5, f"See [the first](#chapter-1) and [the last](#chapter-5).\n\n{PICTURE}"),
            chapter(4, 5, TABLE),
            chapter(5, 4),
        ],
    )
    whole = alone(book, variant=variant)
    here = printed(book, variant=variant)
    apart = printed(book, variant=variant, hired=True)
    assert here.data == whole.data
    assert apart.data == whole.data
    assert here.starts == apart.starts == whole.starts
    assert here.warnings == apart.warnings == whole.warnings
    (pages, _), (_, came) = parted
    assert pages > 3
    assert pages + came == whole.pages
    # One of the two books begins its latter part on the side that it was laid out for, the other does not.
    assert pages % 2 == (1 if first == 4 else 0), "let another number of paragraphs begin the book"


def head_of(data: bytes, page: int) -> str:
    """The words above the text of a page."""
    with pypdfium2.PdfDocument(data) as document:
        sheet = document[page - 1]
        return str(sheet.get_textpage().get_text_bounded(bottom=sheet.get_height() - 62)).strip()


def test_chapters_begin_pages_unless_they_run_on(tmp_path: Path) -> None:
    """In a book of several files each begins a page, without a running head; ``run_on`` lets them follow one another."""
    chapters = [chapter(1, 9), chapter(2, 9), chapter(3, 2)]
    opened = printed(sheets(tmp_path / "a", chapters))
    run_on = printed(sheets(tmp_path / "b", chapters, project.YAML + "run_on: true\n"))
    heads = [{start.block for start in made.starts if start.block.endswith("h")} for made in (opened, run_on)]
    assert heads[0] == {"s0h", "s1h", "s2h"}
    assert "s1h" not in heads[1]
    opening = {start.page for start in opened.starts if start.block.endswith("h")}
    with_heads = {page for page in range(1, opened.pages + 1) if head_of(opened.data, page)}
    text = {start.page for start in opened.starts if start.block.startswith("s")}
    assert text - with_heads == opening
    assert len(text) > len(opening)


def test_fonts_are_in_a_divided_book_once(tmp_path: Path) -> None:
    """Both parts set in the same faces: each face is one file in the PDF, and holds the glyphs of both."""
    book = sheets(tmp_path, [chapter(1, 6), chapter(2, 6), chapter(3, 6, "Ещё одна: «фраза» ћ.\n\n")])
    with pikepdf.open(BytesIO(printed(book, hired=True).data)) as made:
        names = [
            str(each.FontName) for each in made.objects if isinstance(each, pikepdf.Dictionary) and "/FontFile2" in each
        ]
    assert names
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("owner", "name"),
    [(latter.Latter, "text"), (latter.Latter, "notes"), (painters.Painter, "paint"), (sent._Other, "_held")],
)
def test_a_process_that_dies_costs_time_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, owner: type, name: str
) -> None:
    """Whatever the other was at when it died, the book is made here."""
    book = sheets(tmp_path, [chapter(1, 5), chapter(2, 5), chapter(3, 5)])
    whole, home, plain = printed(book).data, os.getpid(), getattr(owner, name)

    def dying(*given: Any, **named: Any) -> Any:
        if os.getpid() != home:
            os.kill(os.getpid(), signal.SIGKILL)
        return plain(*given, **named)

    monkeypatch.setattr(owner, name, dying)
    assert printed(book, hired=True).data == whole


ORPHAN = """
import os, signal, time
from bindery.tools import painters
def work(pipe):
    pipe.send(os.getpid())
    time.sleep(60)
with painters.forked(work) as pipe:
    print(pipe.recv(), flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_who_helps_goes_with_whom_it_helps() -> None:
    """A killed press leaves no process behind that paints on."""
    done = subprocess.run([sys.executable, "-c", ORPHAN], stdout=subprocess.PIPE, text=True, check=False, timeout=60)
    helper = int(done.stdout)
    assert done.returncode == -signal.SIGKILL
    for _ in range(100):
        try:
            os.kill(helper, 0)
        except ProcessLookupError:
            return
        if Path(f"/proc/{helper}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
            return  # gone, and nobody has asked for it yet
        time.sleep(0.05)
    pytest.fail("it is still there")


def test_the_notes_of_an_article_are_laid_out_by_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One chapter with notes: those come from the other, with the bytes of one process and of a document undivided."""
    article = sheets(tmp_path, [chapter(1, 28, PICTURE)])
    came: list[int] = []
    plain = sent._awaited
    monkeypatch.setattr(sent, "_awaited", lambda leaves, *more: [came.append(len(leaves)), plain(leaves, *more)][1])
    with monkeypatch.context() as patch:
        patch.setattr(parts, "_FEW", 1_000_000)
        whole = printed(article).data
    assert printed(article).data == whole
    assert not came
    assert printed(article, hired=True).data == whole
    assert len(came) == 1
    assert came[0] >= 1


def test_a_note_that_tells_a_page_of_its_own_is_laid_out_here(tmp_path: Path) -> None:
    """A way from a note to another: where that stands is not known before both are laid out."""
    text = chapter(1, 28).replace("see there.", "see [another](#fn27).")
    article = sheets(tmp_path, [text])
    html = article[0].replace(
        "</style>", ".endnotes li a[href='#fn27']::after { content: target-counter(attr(href url), page) }</style>", 1
    )
    assert printed((html, *article[1:]), hired=True).data == printed((html, *article[1:])).data


def test_pages_of_one_part_are_painted_by_two(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A document that nobody divides: half of its pages come from the other, pictures too, with the same bytes."""
    monkeypatch.setattr(parts, "_FEW", 1_000_000)
    article = sheets(tmp_path, [chapter(1, 28, PICTURE)])
    came: list[int] = []
    plain = painted.Replay._checked

    def checked(replay: Any, given: painted.Painted) -> painted.Painted:
        made = plain(replay, given)
        came.append(len(made.pages))
        return made

    whole = printed(article).data
    monkeypatch.setattr(painted.Replay, "_checked", checked)
    assert printed(article, hired=True).data == whole
    assert len(came) == 1
    assert came[0] >= 2
    monkeypatch.setattr(painted, "_same", lambda *_: False)  # as where a glyph was another letter on an earlier page
    assert printed(article, hired=True).data == whole
    assert came[1] == 0


@pytest.mark.parametrize(
    "style",
    [
        ".endnotes li { background: linear-gradient(red, blue) }",  # a pattern, which is named by its number
        "@page { @bottom-center { content: counter(pages) } }",  # known when all is laid out
        ".endnotes li::before { content: counter(page) }",  # tells its own page
        "main h3::after { content: target-counter(attr(href url), page) }",
        "main p { opacity: .5 }",  # groups, which are streams of their own
        "p { mix-blend-mode: multiply }",  # a graphics state that is named by its number
        ".endnotes { position: relative } .endnotes h2 { position: fixed; top: 0 }",  # stands on every page
        ".endnotes { break-before: right }",
    ],
)
def test_what_can_not_be_divided_is_made_whole(tmp_path: Path, style: str) -> None:
    """A house's own style may ask for what two processes can't do: they do not, and nothing is lost."""
    html, files, words = sheets(tmp_path, [chapter(1, 4), chapter(2, 4), chapter(3, 4)])
    styled = html.replace("</style>", f"{style}</style>"), files, words
    assert printed(styled, hired=True).data == alone(styled).data


def test_what_is_ready_is_used_where_it_is_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A style sheet read ahead makes the same pages, time after time; another sheet, or other files, are read anew."""
    html, files, words = sheets(tmp_path, [chapter(1, 2)])
    plain = printed((html, files, words)).data
    weasyprint.make_ready(html, files)
    from weasyprint import css

    read: list[object] = []
    plain_find = css.find_stylesheets
    monkeypatch.setattr(css, "find_stylesheets", lambda *given: [read.append(given), plain_find(*given)][1])
    assert [printed((html, files, words)).data for _ in range(3)] == [plain] * 3
    assert not read
    other = html.replace("</style>", "p { color: red }</style>")
    with_red = printed((other, files, words)).data
    assert with_red != plain
    assert with_red == printed((other, files, words)).data
    weasyprint.make_ready(html, {name: b"" if name.startswith("fonts/") else data for name, data in files.items()})
    assert printed((html, files, words)).data == plain
