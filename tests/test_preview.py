"""The preview: the real command, its page in a real browser, and whatever an editor does to the files meanwhile."""

from __future__ import annotations

import asyncio
import http.client
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from bindery.errors import BinderyError, ToolMissing
from bindery.house import House
from bindery.model import Artefact
from bindery.preview import printer, watch
from bindery.preview.desk import Desk
from bindery.tools import programs
from project import BUILD, TEXT, YAML, build, make
from tools import missing

PATIENCE = 60  # seconds: how long a machine may take, never a promise
CURRENT = '#state[data-state="current"]'
BROKEN = '#state[data-state="broken"]'
UNTRANSLATED = YAML + "languages: [en, uk]\n"


def run(what: Coroutine[Any, Any, Any]) -> Any:
    """Return what comes of a coroutine, in a thread of its own: Playwright has a loop in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, what).result()


def test_two_editions_whose_printer_died_begin_one_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both are told; the one that hears of it later leaves the next printer alone."""
    pools: list[list[Future[object]]] = []

    def spawned(_begin: Callable[[], None]) -> SimpleNamespace:
        pools.append(asked := [])

        def submit(*_: object) -> Future[object]:
            asked.append(Future())
            return asked[-1]

        return SimpleNamespace(submit=submit)

    monkeypatch.setattr(printer.processes, "spawned", spawned)

    async def both() -> list[object]:
        ours = printer.Printer()
        document: Any = None
        waiting = [asyncio.create_task(ours.print(document, House(tmp_path), 1)) for _ in range(2)]
        await asyncio.sleep(0)
        for asked in pools[0]:
            asked.set_exception(BrokenProcessPool())
        return await asyncio.gather(*waiting, return_exceptions=True)

    assert [type(error) for error in run(both())] == [BinderyError, BinderyError]
    assert len(pools) == 2


class Preview:
    """A running preview of a project's folder."""

    def __init__(self, root: Path, *arguments: str) -> None:
        self.root = root
        self.process = subprocess.Popen(
            [BUILD, "preview", "--no-open", *arguments], cwd=root, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            text=True, start_new_session=True,  # as in a terminal of its own
        )  # fmt: skip
        assert self.process.stdout
        self.told = self.process.stdout.readline()
        found = re.search(r"http://127\.0\.0\.1:(\d+)/\S*", self.told)
        assert found, self.told + self.process.communicate(timeout=PATIENCE)[1]
        self.url, self.port = found[0], int(found[1])

    def get(
        self, path: str, *, method: str = "GET", host: str = "", address: str = "127.0.0.1"
    ) -> tuple[int, dict[str, str], bytes]:
        """Return status, headers (small letters) and body of a request."""
        with closing(http.client.HTTPConnection(address, self.port, timeout=PATIENCE)) as asked:
            asked.request(method, path, headers={"Host": host or f"127.0.0.1:{self.port}"})
            with asked.getresponse() as answer:
                return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()

    def end(self) -> tuple[int, str, str]:
        """Press Ctrl-C, and return the exit code and what was said since the first line."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        out, err = self.process.communicate(timeout=PATIENCE)
        return self.process.returncode, out, err


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Preview]]:
    opened: list[Preview] = []

    def begin(*arguments: str) -> Preview:
        opened.append(Preview(tmp_path, *arguments))
        return opened[-1]

    yield begin
    for preview in opened:
        preview.end()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with browser.new_context(viewport={"width": 1280, "height": 800}) as context:
        opened = context.new_page()
        opened.set_default_timeout(PATIENCE * 1000)
        expect.set_options(timeout=PATIENCE * 1000)
        yield opened


def edition(page: Page):
    return page.frame_locator('iframe[title="HTML edition"]')


def news(preview: Preview, path: str, until: Callable[[dict], bool]) -> dict:
    """Return the first status for which something holds."""
    with closing(http.client.HTTPConnection("127.0.0.1", preview.port, timeout=PATIENCE)) as asked:
        asked.request("GET", path)
        with asked.getresponse() as answer:
            assert answer.headers["content-type"].startswith("text/event-stream")
            while line := answer.readline().decode():
                if line.startswith("data: ") and until(status := json.loads(line.removeprefix("data: "))):
                    return status
    raise AssertionError("the stream ended")


def test_an_edit_appears_by_itself(tmp_path: Path, start: Callable[..., Preview], page: Page) -> None:
    """Saved words stand in the open page, in HTML and in the PDF, and the page was never loaded again."""
    folder = make(tmp_path)
    preview = start()
    page.goto(preview.url)
    expect(edition(page).get_by_text("Words.")).to_be_visible()
    page.wait_for_selector(CURRENT)
    page.evaluate("window.kept = 'kept'")
    first = page.locator('iframe[title="PDF"]').get_attribute("src")
    (folder / "text.md").write_text(TEXT.replace("Words.", "Fresh words."), "utf-8")
    expect(edition(page).get_by_text("Fresh words.")).to_be_visible()
    page.wait_for_selector(CURRENT)
    expect(page.locator('iframe[title="PDF"]:not(.coming)')).not_to_have_attribute("src", first)
    assert page.evaluate("window.kept") == "kept"
    assert "Fresh words" in text_of(preview.get("/paper/edition.pdf")[2])
    assert not (tmp_path / "output").exists()


def text_of(pdf: bytes) -> str:
    """Return what a reader sees of a PDF."""
    import pypdfium2

    with pypdfium2.PdfDocument(pdf) as document:
        return " ".join(page.get_textpage().get_text_bounded() for page in document)


def test_the_reader_keeps_the_place(tmp_path: Path, start: Callable[..., Preview], page: Page) -> None:
    """A paragraph added above what is read leaves it where it stood on the screen."""
    text = "".join(f"## Part {at}\n\n{'Many words stand here. ' * 60}\n\n" for at in range(1, 12))
    folder = make(tmp_path, text=text)
    page.goto(start().url)
    page.wait_for_selector(CURRENT)
    heading = edition(page).get_by_role("heading", name="Part 8", exact=True)
    heading.evaluate("e => window.scrollTo(0, e.getBoundingClientRect().top + scrollY - 100)")
    (folder / "text.md").write_text(text.replace("## Part 2", "Added. " * 200 + "\n\n## Part 2"), "utf-8")
    expect(edition(page).get_by_text("Added. Added.").first).to_be_attached()
    page.wait_for_selector(CURRENT)
    assert abs(heading.evaluate("e => e.getBoundingClientRect().top") - 100) <= 2


def test_notes_still_open_after_a_refresh(tmp_path: Path, start: Callable[..., Preview], page: Page) -> None:
    """The edition's own script works in the pane, before an edit and after, under a policy that names it by its hash."""
    folder = make(tmp_path)
    errors: list[str] = []

    def told(message: ConsoleMessage) -> None:
        # The browser's own PDF viewer complains of its own fonts where it is let go while it loads them.
        if message.type == "error" and not message.location["url"].startswith("chrome://"):
            errors.append(message.text)

    page.on("console", told)
    page.on("pageerror", lambda error: errors.append(str(error)))
    preview = start()
    page.goto(preview.url)
    page.wait_for_selector(CURRENT)
    for words in ("Other words.", "More words."):
        edition(page).locator("#call-1").click()
        expect(edition(page).get_by_role("dialog")).to_contain_text("A note.")
        (folder / "text.md").write_text(TEXT.replace("Words.", words), "utf-8")
        expect(edition(page).get_by_text(words)).to_be_visible()
    assert errors == []
    policy = preview.get("/paper/edition.html")[1]["content-security-policy"]
    assert "'sha256-" in policy
    assert "default-src 'none'" in policy
    assert "unsafe-inline" not in policy.split("script-src")[1]


def test_nothing_is_asked_of_anybody_else(tmp_path: Path, start: Callable[..., Preview], page: Page) -> None:
    """Every request goes to the preview itself; the page works with the network down."""
    make(tmp_path)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    preview = start()
    page.goto(preview.url)
    page.wait_for_selector(CURRENT)
    own = (f"http://127.0.0.1:{preview.port}/", "data:", "blob:", "chrome-extension:", "chrome:")
    assert [url for url in asked if not url.startswith(own)] == []
    assert any("/-/fonts/" in url for url in asked)


def test_findings_are_shown_with_their_lines(tmp_path: Path, start: Callable[..., Preview], page: Page) -> None:
    """A slip of the pen is in the list with file, line and what to do; mended, it goes."""
    folder = make(tmp_path, text="## One\n\nIn the the end.\n")
    page.goto(start().url)
    expect(page.locator("#findings summary")).to_have_text("1 thing to look at")
    page.locator("#findings summary").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#findings li")).to_be_visible()
    expect(page.locator("#findings code")).to_have_text("manuscript/paper/text.md:3")
    (folder / "text.md").write_text("## One\n\nIn the end.\n", "utf-8")
    expect(page.locator("#findings")).to_be_hidden()


def test_languages_are_links(tmp_path: Path, start: Callable[..., Preview], page: Page) -> None:
    """Another edition is a link away, in the bar and in the edition itself, and its catalogue is watched too."""
    make(tmp_path)
    assert build(tmp_path, "translate", "add", "uk").returncode == 0
    page.goto(start().url)
    page.wait_for_selector(CURRENT)
    page.locator("#languages").get_by_role("link", name="Українська").click()
    page.wait_for_selector(CURRENT)
    assert page.url.endswith("/paper/uk/")
    expect(page.locator("#languages [aria-current=page]")).to_have_text("Українська")
    catalog = tmp_path / "manuscript/paper/translations/uk.po"
    catalog.write_text(
        catalog.read_text("utf-8").replace('msgid "One"\nmsgstr ""', 'msgid "One"\nmsgstr "Перша"'), "utf-8"
    )
    expect(edition(page).get_by_role("heading", name="Перша")).to_be_visible()
    edition(page).get_by_role("link", name="English").first.click()
    page.wait_for_url("**/paper/")
    expect(edition(page).get_by_role("heading", name="One")).to_be_visible()


def test_a_broken_manuscript_and_its_recovery(tmp_path: Path, start: Callable[..., Preview], page: Page) -> None:
    """The last good edition stays while the page says where and what is wrong; mended, all is well by itself."""
    folder = make(tmp_path)
    page.goto(start().url)
    page.wait_for_selector(CURRENT)
    (folder / "text.md").write_text("## One\n\nBad.[^gone]\n", "utf-8")
    page.wait_for_selector(BROKEN)
    line = page.locator("#findings li.error")
    expect(line).to_be_visible()
    expect(line.locator("code")).to_have_text("manuscript/paper/text.md:3")
    expect(line).to_contain_text("[^gone]")
    expect(edition(page).get_by_text("Words.")).to_be_visible()
    (folder / "text.md").write_text("## One\n\nGood again.\n", "utf-8")
    expect(edition(page).get_by_text("Good again.")).to_be_visible()
    page.wait_for_selector(CURRENT)
    expect(page.locator("#findings")).to_be_hidden()


def _bad_bytes(root: Path) -> None:
    (root / "manuscript/paper/text.md").write_bytes(b"## One\n\nCaf\xe9.\n")


def _no_folder(root: Path) -> None:
    shutil.rmtree(root / "manuscript/paper")


def _no_manuscripts(root: Path) -> None:
    shutil.rmtree(root / "manuscript")


def _bad_yaml(root: Path) -> None:
    (root / "manuscript/paper/publication.yaml").write_text("title: [\n", "utf-8")


def _bad_brand(root: Path) -> None:
    (root / "styles").mkdir()
    (root / "styles/brand.toml").write_text("name = \n", "utf-8")


def _bad_template(root: Path) -> None:
    (root / "templates").mkdir()
    (root / "templates/web.html").write_text("{% if %}", "utf-8")


def _bad_print(root: Path) -> None:
    (root / "templates").mkdir()
    (root / "templates/print.html").write_text("{{ nobody.knows }}", "utf-8")


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (_bad_bytes, "not UTF-8"),
        (_no_folder, "no publication"),
        (_no_manuscripts, "no publication"),
        (_bad_yaml, "publication.yaml"),
        (_bad_brand, "brand.toml"),
        (_bad_template, "web.html:1"),
        (_bad_print, "print.html:1"),
    ],
    ids=lambda value: value.__name__[1:] if callable(value) else "",
)
def test_whatever_happens_to_the_files(
    tmp_path: Path, start: Callable[..., Preview], page: Page, harm: Callable[[Path], None], said: str
) -> None:
    """Bad bytes, vanished folders, broken settings and templates are told; the page recovers when they are mended."""
    make(tmp_path)
    page.goto(start().url)
    page.wait_for_selector(CURRENT)
    harm(tmp_path)
    page.wait_for_selector(BROKEN)
    expect(page.locator("#findings li.error").first).to_contain_text(said)
    expect(edition(page).get_by_text("Words.")).to_be_visible()
    shutil.rmtree(tmp_path / "styles", ignore_errors=True)
    shutil.rmtree(tmp_path / "templates", ignore_errors=True)
    shutil.rmtree(tmp_path / "manuscript", ignore_errors=True)  # put back at once, as git does: another folder
    make(tmp_path, text="## One\n\nGood again.\n")
    expect(edition(page).get_by_text("Good again.")).to_be_visible()
    page.wait_for_selector(CURRENT)


def test_a_folder_put_back_is_watched_on(tmp_path: Path, start: Callable[..., Preview]) -> None:
    """A branch is checked out, and the folder is another though it may have the old one's inode: saves in it count."""
    make(tmp_path)
    preview = start()
    status = news(preview, "/paper/news", lambda status: status["state"] == "current")
    for at in range(4):
        shutil.rmtree(tmp_path / "manuscript")
        folder = make(tmp_path, text=f"## One\n\nPut back {at}.\n")
        before = status["time"]
        status = news(preview, "/paper/news", lambda s, b=before: s["state"] == "current" and s["time"] > b)
        (folder / "text.md").write_bytes(b"\xff")
        status = news(preview, "/paper/news", lambda s, b=status["time"]: s["state"] == "broken" and s["time"] > b)


def test_what_is_behind_a_link_is_watched(tmp_path: Path, start: Callable[..., Preview]) -> None:
    """A house may share its brand with another: a save there, in place or by another file, makes editions anew."""
    make(tmp_path)
    shared = tmp_path / "shared/brand.toml"
    (tmp_path / "styles").mkdir()
    shared.parent.mkdir()
    brand = (Path(__file__).parents[1] / "styles/brand.toml").read_text("utf-8")
    shared.write_text(brand, "utf-8")
    (tmp_path / "styles/brand.toml").symlink_to("../shared/brand.toml")
    preview = start()
    status = news(preview, "/paper/news", lambda status: status["state"] == "current")
    for colour, by_name in (("#0b5d3b", False), ("#0b5d3c", True), ("#0b5d3d", False)):
        saved = shared.with_name("saved.toml") if by_name else shared
        saved.write_text(brand.replace("#7a1f2b", colour), "utf-8")
        saved.replace(shared)
        status = news(preview, "/paper/news", lambda s, b=status["time"]: s["state"] == "current" and s["time"] > b)
        assert colour in preview.get("/paper/edition.html")[2].decode()


def test_saved_by_rename_and_half_saved(tmp_path: Path, start: Callable[..., Preview], page: Page) -> None:
    """An editor's temporary file that is renamed into place counts; a file that is written in pieces ends up whole."""
    folder = make(tmp_path)
    page.goto(start().url)
    page.wait_for_selector(CURRENT)
    for at in range(3):
        (folder / ".text.md.tmp").write_text(f"## One\n\nRenamed {at}.\n", "utf-8")
        (folder / ".text.md.tmp").rename(folder / "text.md")
        expect(edition(page).get_by_text(f"Renamed {at}.")).to_be_visible()
    with (folder / "text.md").open("w", encoding="utf-8") as file:
        for piece in ("## One\n\nIn ", "pieces.[^a]\n\n", "[^a]: A note.\n"):
            file.write(piece)
            file.flush()
            time.sleep(0.2)  # an editor that takes its time
    expect(edition(page).get_by_text("In pieces.")).to_be_visible()
    page.wait_for_selector(CURRENT)


def test_the_newest_edit_wins(tmp_path: Path, start: Callable[..., Preview]) -> None:
    """However fast edits come, what is called up to date is the last of them, in HTML and in PDF."""
    folder = make(tmp_path)
    preview = start()
    news(preview, "/paper/news", lambda status: status["state"] == "current")
    for at in range(12):
        (folder / "text.md").write_text(f"## One\n\nEdit number {at}.\n", "utf-8")
        time.sleep(0.05)

    def seen() -> str:
        return preview.get("/paper/edition.html")[2].decode()

    end = time.monotonic() + PATIENCE
    while "Edit number 11." not in seen() and time.monotonic() < end:
        news(preview, "/paper/news", lambda status: status["state"] == "current")
    news(preview, "/paper/news", lambda status: status["state"] == "current")
    assert "Edit number 11." in seen()
    assert "Edit number 11." in text_of(preview.get("/paper/edition.pdf")[2])


def test_the_pdf_follows_who_saves_without_a_pause(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A PDF that is not the newest any more is newer than the one before: it is shown, and not called up to date."""
    make(tmp_path)
    shown: list[dict[str, Any]] = []

    async def typing() -> None:
        asked: list[Desk] = []

        async def print_late(*_: object) -> printer.Sheets:
            asked[0].change([tmp_path / "manuscript/paper/text.md"])  # saved again while it prints
            return printer.Sheets(Artefact("paper.en.pdf", "pdf", b"%PDF", 3))

        monkeypatch.setattr(printer.Printer, "print", print_late)
        monkeypatch.setattr(printer.Printer, "warm", lambda _self: None)
        desk = Desk(House(tmp_path), str)
        asked.append(desk)
        try:
            async for status in desk.statuses(desk.edition("paper", "")):
                shown.append(status)
                if status["pdf"].endswith("-2") or status["time"] > 5:
                    return
        finally:
            desk.close()

    run(asyncio.wait_for(typing(), PATIENCE))
    assert [status["pdf"][-2:] for status in shown][-1] == "-2"
    assert "current" not in {status["state"] for status in shown}


def test_saves_are_seen_where_the_system_tells_of_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Other programs have taken all that a user may watch: files are looked at by the clock, each save of a second."""
    text = make(tmp_path) / "text.md"

    def taken(*_: Path, **__: Any) -> AsyncIterator[Any]:
        raise RuntimeError("Error creating recommended watcher: Too many open files (os error 24)")

    monkeypatch.setattr(watch, "awatch", taken)
    monkeypatch.setattr(watch, "_LOOK", 50)

    async def saved() -> None:
        found = watch.changes(House(tmp_path))
        for at in range(5):
            later = asyncio.create_task(anext(found))
            await asyncio.sleep(0.2)
            text.write_text(f"## One\n\nSaved {at}.\n", "utf-8")
            assert await later == {text}

    run(asyncio.wait_for(saved(), PATIENCE))


def test_every_font_of_an_edition_is_there(tmp_path: Path, start: Callable[..., Preview]) -> None:
    """An edition in Hebrew asks for fonts of its language, which lie in a folder of their own."""
    make(tmp_path)
    assert build(tmp_path, "translate", "add", "he").returncode == 0
    preview = start()
    news(preview, "/paper/he/news", lambda status: status["state"] == "current")
    html = preview.get("/paper/he/edition.html")[2].decode()
    asked = set(re.findall(r"/-/fonts/[^\"')]+", html))
    assert any("/hebrew/" in address for address in asked)
    for address in asked:
        status, headers, body = preview.get(address)
        assert (status, headers["content-type"], body[:4]) == (200, "font/woff2", b"wOF2"), address
    for path in ("/-/fonts/hebrew/README.md", "/-/fonts/hebrew/../../brand.toml", "/-/fonts//etc/passwd"):
        assert preview.get(path)[0] == 404


def test_the_pdf_looks_like_the_built_one(tmp_path: Path, start: Callable[..., Preview]) -> None:
    """The preview's PDF has no tags, but every page of it is that of `build pdf`, dot by dot."""
    import pypdfium2

    make(tmp_path)
    assert build(tmp_path, "pdf").returncode == 0
    preview = start()
    news(preview, "/paper/news", lambda status: status["state"] == "current")
    made = (tmp_path / "output/paper/paper.en.pdf").read_bytes(), preview.get("/paper/edition.pdf")[2]
    pages = []
    for data in made:
        with pypdfium2.PdfDocument(data) as document:
            pages.append([page.render(scale=1).to_pil().tobytes() for page in document])
    assert pages[0] == pages[1]
    assert b"/StructTreeRoot" not in made[1]


def test_only_this_machine_only_by_its_name(tmp_path: Path, start: Callable[..., Preview]) -> None:
    """It listens on loopback, answers to its own name and to GET, and gives nothing but editions and fonts."""
    make(tmp_path)
    preview = start()
    listening = [
        line.split()[1] for line in Path("/proc/net/tcp").read_text("ascii").splitlines()[1:] if line.split()[3] == "0A"
    ]
    mine = f":{preview.port:04X}"
    assert [address for address in listening if address.endswith(mine)] == [f"0100007F{mine}"]
    assert mine not in Path("/proc/net/tcp6").read_text("ascii")
    assert preview.get("/paper/")[0] == 200
    assert preview.get("/paper/", host=f"localhost:{preview.port}")[0] == 200
    for host in ("evil.example", f"evil.example:{preview.port}", "127.0.0.1.evil.example", "0.0.0.0"):
        assert preview.get("/paper/", host=host)[0] == 400
    for method in ("POST", "PUT", "DELETE", "OPTIONS"):
        assert preview.get("/paper/", method=method)[0] == 405
    for path in ("/-/fonts/..%2Fbrand.toml", "/-/fonts/brand.toml", "/nobody/", "/paper/zz/", "/paper/..%2Fx/",
                 "/paper/publication.yaml", "/%2e%2e/"):  # fmt: skip
        status, _headers, body = preview.get(path)
        assert status == 404, path
        assert b"Traceback" not in body
    for path in ("/paper/", "/-/preview.js", "/-/preview.css"):
        headers = preview.get(path)[1]
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"


def test_ctrl_c_ends_it_in_one_line(tmp_path: Path, start: Callable[..., Preview], page: Page) -> None:
    """With a page open and a stream of news running, Ctrl-C ends server and printer at once; the page says so."""
    make(tmp_path)
    preview = start()
    page.goto(preview.url)
    page.wait_for_selector(CURRENT)
    children = Path(f"/proc/{preview.process.pid}/task/{preview.process.pid}/children").read_text("ascii").split()
    assert children
    assert preview.end() == (0, "The preview has ended.\n", "")
    end = time.monotonic() + PATIENCE
    while any(Path(f"/proc/{child}").exists() for child in children):
        assert time.monotonic() < end
        time.sleep(0.05)
    page.wait_for_selector('#state[data-state="gone"]')


@pytest.mark.skipif(signal.getsignal(signal.SIGHUP) is signal.SIG_IGN, reason="a test run by nohup has none")
def test_a_closed_terminal_ends_it_and_leaves_nothing(tmp_path: Path, start: Callable[..., Preview]) -> None:
    """It is told to all processes at once; no semaphore of theirs stays on the machine."""
    make(tmp_path)
    preview = start()
    maps = Path(f"/proc/{preview.process.pid}/maps").read_text("utf-8")
    semaphores = {Path(name) for name in re.findall(r"/dev/shm/sem\.\S+", maps)}
    assert semaphores
    os.killpg(preview.process.pid, signal.SIGHUP)
    assert preview.end() == (0, "The preview has ended.\n", "")
    end = time.monotonic() + PATIENCE
    while any(semaphore.exists() for semaphore in semaphores):
        assert time.monotonic() < end
        time.sleep(0.05)


def test_a_port_that_is_taken(tmp_path: Path) -> None:
    """A taken port is one clear line; so is a publication that is not there."""
    make(tmp_path)
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = build(tmp_path, "preview", "--no-open", "--port", str(port))
    assert done.returncode == 2
    assert done.stderr == f"Port {port}: Address already in use. Choose another, or leave out --port.\n"
    assert "Did you mean paper?" in build(tmp_path, "preview", "--no-open", "papre").stderr


def test_several_publications(tmp_path: Path, start: Callable[..., Preview], page: Page) -> None:
    """Publications are links, and an edit of one says nothing to the other."""
    make(tmp_path, "one")
    folder = make(tmp_path, "two")
    assert start().told.startswith("Preview of one, the first of 2 publications: http")
    preview = start("two")
    assert preview.told.startswith("Preview of two: http")
    page.goto(preview.url)
    page.wait_for_selector(CURRENT)
    expect(page.locator("#publications a")).to_have_text(["one", "two"])
    page.locator("#publications").get_by_role("link", name="one").click()
    page.wait_for_selector(CURRENT)
    (folder / "text.md").write_text(TEXT.replace("Words.", "Changed unseen."), "utf-8")
    page.locator("#publications").get_by_role("link", name="two").click()
    expect(edition(page).get_by_text("Changed unseen.")).to_be_visible()


def axe() -> str:
    """Return axe-core's script."""
    try:
        module = programs.module("axe-core")
    except ToolMissing as error:
        missing(f"axe-core is not here: {error}")
    return (module.parent / "axe-core/axe.min.js").read_text("utf-8")


def test_many_publications_leave_room_for_the_edition(
    tmp_path: Path, start: Callable[..., Preview], page: Page
) -> None:
    """A house of sixty has a list that scrolls, at the publication that is shown."""
    for at in range(60):
        make(tmp_path, f"an-article-on-something-{at}")
    page.set_viewport_size({"width": 600, "height": 800})
    page.goto(start("an-article-on-something-9").url)
    page.wait_for_selector(CURRENT)
    shown = page.locator("#text").bounding_box()
    assert shown
    assert shown["height"] > 200
    expect(page.locator('#publications a[aria-current="page"]')).to_be_in_viewport()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_is_accessible(tmp_path: Path, start: Callable[..., Preview], browser: Browser, scheme: str) -> None:
    """axe finds nothing wrong with the frame, by day and by night, with findings open and at 320 px."""
    make(tmp_path, text="## One\n\nIn the the end.\n")
    assert build(tmp_path, "translate", "add", "uk").returncode == 0
    preview = start()
    for width in (1280, 320):
        with browser.new_context(
            viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=True
        ) as context:
            page = context.new_page()
            page.goto(preview.url)
            page.wait_for_selector(CURRENT)
            page.locator("#findings summary").click()
            page.add_script_tag(content=axe())
            found = page.evaluate(
                "axe.run(document, { iframes: false }).then(r => r.violations.map(v => v.id + ': ' + v.nodes.map(n => n.html).join()))"
            )
            assert found == []
            assert page.evaluate("document.documentElement.scrollWidth") <= width
