"""foliate-js and epub.js in Chromium: a book opened and read as their readers read it, from the keyboard or by mouse."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import lxml.html
from playwright.sync_api import Error, Frame, Locator, Page, Route

from bindery.tools import programs

HERE = Path(__file__).parent
SITE = "https://reading.test/"  # answered by the test itself: nothing leaves the machine
KINDS = {".js": "text/javascript", ".html": "text/html; charset=utf-8", ".epub": "application/epub+zip"}
WIDTH, HEIGHT = 1000, 800
PATIENCE = 4000  # milliseconds; an engine needs about fifty
RECTANGLE = "e => { const { x, y, width, height } = e.getBoundingClientRect(); return { x, y, width, height }; }"


@dataclass(frozen=True)
class Opened:
    """What a reader gets who follows one call: the note's id and text, and the call that its way back shows."""

    call: str
    note: str = ""
    text: str = ""
    back: str = ""


def text(html: str) -> str:
    """Return a note's words as they are read, its ways back left out."""
    root = lxml.html.fragment_fromstring(html, create_parent=True)
    for way in root.xpath(".//*[@class='return' or @class='turn']"):
        way.drop_tree()
    return " ".join(root.text_content().split())


class Engine:
    """A reading engine with one book open, in a page that had others before: a new page costs more than a book."""

    page_name = ""
    mouse = False  # how links are followed

    def __init__(self, page: Page, book: bytes) -> None:
        self.errors: list[str] = []
        self.page, self._book = page, book
        page.route("**/*", self._answer)
        page.on("pageerror", self._err)
        page.bring_to_front()  # Chromium draws a page behind another once a second
        page.goto(SITE + self.page_name)
        page.wait_for_selector("[data-ready]", state="attached")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.page.goto("about:blank")  # an open book keeps the browser busy
        self.page.remove_listener("pageerror", self._err)
        self.page.unroute("**/*", self._answer)

    def _err(self, error: Error) -> None:
        self.errors.append(error.stack or str(error))

    def _answer(self, route: Route) -> None:
        name = route.request.url.removeprefix(SITE)
        if name == "book.epub":
            route.fulfill(body=self._book, content_type=KINDS[".epub"])
            return
        if name.startswith("engine/"):
            package, _, rest = name.removeprefix("engine/").partition("/")
            file = programs.module(package) / rest
        else:
            file = HERE / name
        if file.is_file():
            route.fulfill(body=file.read_bytes(), content_type=KINDS.get(file.suffix, "application/octet-stream"))
        else:
            self.errors.append(f"asked for {name}")
            route.fulfill(status=404)

    def until(self, holds: Callable[[], object]) -> bool:
        """Wait until something holds, and tell whether it ever did."""
        end, pause = time.monotonic() + PATIENCE / 1000, 25.0
        while time.monotonic() < end:
            if holds():
                return True
            self.page.wait_for_timeout(pause)
            pause = min(1.25 * pause, 250)  # what takes long may never hold: looking is not free
        return False

    def frame(self, identifier: str) -> Frame | None:
        """Return the frame that has an element of this id."""
        for frame in reversed(self.page.frames[1:]):
            with suppress(Error):  # an engine throws frames away while it turns
                if frame.query_selector(f"[id='{identifier}']"):
                    return frame
        return None

    def shows(self, identifier: str) -> bool:
        """Tell whether an element is on the page that the reader sees."""
        frame = self.frame(identifier)
        # Playwright's own box of a raised call at the top of a column is in the column before it.
        with suppress(Error):
            here = frame.locator(f"[id='{identifier}']").evaluate(RECTANGLE) if frame else None
            there = frame.frame_element().bounding_box() if frame else None
            if here and there:
                x, y = here["x"] + there["x"], here["y"] + there["y"]
                return -1 <= x < WIDTH and -1 <= y < HEIGHT
        return False

    def follow(self, link: Locator) -> None:
        """Give a link the focus and press Enter, or click where it is seen."""
        if not self.mouse:
            link.press("Enter")
            return
        # Playwright's own click scrolls the frame, which engines turn back; a hand clicks where the link is.
        frame = link.element_handle().owner_frame()
        here, there = link.evaluate(RECTANGLE), frame.frame_element().bounding_box() if frame else None
        assert there
        x, y = here["x"] + there["x"] + here["width"] / 2, here["y"] + there["y"] + here["height"] / 2
        self.page.mouse.click(x, y)

    def back(self, link: Locator) -> str:
        """Follow a way back, and return the call that is then shown."""
        if not link.count():
            return ""
        target = (link.get_attribute("href") or "").partition("#")[2]
        self.follow(link)
        return target if self.until(lambda: self.shows(target)) else ""

    def goes(self, href: str, identifier: str) -> bool:
        """Go to a place of the book and tell whether it shows what is there."""
        self.go(href)
        return self.until(lambda: self.shows(identifier))

    def go(self, href: str) -> None:
        """Go to a place of the book."""
        raise NotImplementedError

    def sections(self) -> list[str]:
        """Return the files in the order of reading."""
        raise NotImplementedError

    def contents(self) -> list[tuple[str, str]]:
        """Return the entries of the table of contents with where they lead, those of lower ranks too."""
        raise NotImplementedError

    def pages(self) -> list[tuple[str, str]]:
        """Return the page list: number and place."""
        raise NotImplementedError

    def open_note(self, file: str, call: str, way: int = 0) -> Opened:
        """Go to a call, follow it, and come back by the note's way back of that number."""
        raise NotImplementedError


class Foliate(Engine):
    """foliate-js: the engine of Foliate and Readest; opens notes in a popup (``footnotes.js``)."""

    page_name = "foliate.html"

    def go(self, href: str) -> None:
        self.page.evaluate("href => reader.view.goTo('EPUB/' + href)", href)

    def sections(self) -> list[str]:
        names = self.page.evaluate("reader.view.book.sections.map(s => s.id)")
        return [name.removeprefix("EPUB/") for name in names]

    def contents(self) -> list[tuple[str, str]]:
        rows = self.page.evaluate(
            "(() => { const all = l => (l ?? []).flatMap(i => [[i.label, i.href], ...all(i.subitems)]); return all(reader.view.book.toc) })()"
        )
        return [(label, href.removeprefix("EPUB/")) for label, href in rows]

    def pages(self) -> list[tuple[str, str]]:
        rows = self.page.evaluate("(reader.view.book.pageList ?? []).map(p => [p.label, p.href])")
        return [(label, href.removeprefix("EPUB/")) for label, href in rows]

    def open_note(self, file: str, call: str, way: int = 0) -> Opened:
        seen = self._popup(file, call)
        if not seen or not seen["id"] or seen["type"] != "endnote":
            return Opened(call)
        popup = next(frame for frame in reversed(self.page.frames) if not frame.query_selector("h1"))
        # The book is turned away: a way back that does nothing must not find the call still there.
        self.go("title.xhtml")
        assert self.until(lambda: not self.frame(call))
        return Opened(call, seen["id"], text(seen["html"]), self.back(popup.locator("a.return").nth(way)))

    def _popup(self, file: str, call: str) -> dict[str, str]:
        self.page.evaluate("document.querySelector('#note').replaceChildren(); reader.note = null")
        self.go(f"{file}#{call}")
        frame = self.frame(call) if self.until(lambda: self.shows(call)) else None
        if frame is None:
            return {}
        self.follow(frame.locator(f"[id='{call}']"))
        self.until(lambda: self.page.evaluate("reader.note || reader.failed"))
        return self.page.evaluate("reader.note") or {}

    def back_from_list(self, note: str, way: int) -> str:
        """Follow a way back of a note in the list itself, which must not be taken for a note."""
        assert self.goes(f"notes.xhtml#{note}", note)
        frame = self.frame(note)
        return self.back(frame.locator(f"[id='{note}'] a.return").nth(way)) if frame else ""


class EpubJs(Engine):
    """epub.js: the engine of many readers on the web; a call leads to the note in its file."""

    page_name = "epubjs.html"

    def go(self, href: str) -> None:
        self.page.evaluate("href => reader.rendition.display(href)", href)

    def sections(self) -> list[str]:
        return list(self.page.evaluate("reader.book.spine.items.map(s => s.href)"))

    def contents(self) -> list[tuple[str, str]]:
        rows = self.page.evaluate(
            "(() => { const all = l => l.flatMap(i => [[i.label.trim(), i.href], ...all(i.subitems)]); return all(reader.book.navigation.toc) })()"
        )
        return [(label, href) for label, href in rows]

    def pages(self) -> list[tuple[str, str]]:
        rows = self.page.evaluate("(reader.book.pageList.pageList ?? []).map(p => [String(p.page), p.href])")
        return [(label, href) for label, href in rows]

    def open_note(self, file: str, call: str, way: int = 0) -> Opened:
        self.go(f"{file}#{call}")
        frame = self.frame(call) if self.until(lambda: self.shows(call)) else None
        if frame is None:
            return Opened(call)
        note = (frame.locator(f"[id='{call}']").get_attribute("href") or "").partition("#")[2]
        self.follow(frame.locator(f"[id='{call}']"))
        frame = self.frame(note) if self.until(lambda: self.shows(note)) else None
        if frame is None:
            return Opened(call)
        item = frame.locator(f"[id='{note}']")
        return Opened(call, note, text(item.inner_html()), self.back(item.locator("a.return").nth(way)))
