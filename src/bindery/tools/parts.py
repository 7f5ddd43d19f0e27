"""A book laid out in two parts, side by side where there is a core for it: the latter part begins with a chapter.

Its pages are numbered when the former part is done: until then they are laid out as if they were others, on which as
much fits, and then moved to where they stand. Notes come last and tell the pages of their calls, so they are laid out
as the former part tells where those are. A book is always laid out so, by one process too: the bytes must be the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

Resume = Mapping[int, Any]  # where a page begins in the tree of boxes, as WeasyPrint has it
_LONG = 60_000  # letters: what is shorter is laid out sooner than it is divided
_FEW = 8_000  # letters: of what is shorter the notes are laid out sooner than they are given to another
_NOTES = 1.6  # of the work that as many letters of text are: addresses break where they can
_LOOPS = 8  # as many as WeasyPrint's own
_TOTAL = re.compile(r"counters?\(\s*pages|\bpages\s*\)")
NOBODY: tuple[Any, ...] = (None, None, None, None, {})  # a page of the other part, where pages are counted


class Indivisible(Exception):
    """A document whose parts can't be laid out apart from one another."""


@dataclass(frozen=True, slots=True)
class Joint:
    """Where the latter part, on pages of what name, and the notes begin; ``notes`` is None where there are none."""

    text: Resume
    page: str
    notes: Resume | None


@dataclass(slots=True)
class Standing:
    """Where the former part ends: how many pages it has, how the next is counted, and what its strings say."""

    pages: int
    next_page: Mapping[str, Any]
    right: bool
    state: Any
    strings: dict[str, dict[int, list[str]]] = field(default_factory=dict)


def joint(root: Any, style: str) -> Joint | None:
    """Return where a document is divided, or None where it is too short or has but one chapter."""
    if _TOTAL.search(style):
        return None  # what tells the number of all pages waits for the last
    for at, body in enumerate(root.children):
        main = next((i for i, box in enumerate(getattr(body, "children", ())) if _is(box, "main")), None)
        if main is not None:
            return _divided(at, body, main)
    return None


def _divided(at: int, body: Any, main: int) -> Joint | None:
    after, notes = body.children[main + 1 :], None
    if after and after[0].element.get("role") == "doc-endnotes" and after[0].style["break_before"] == "page":
        notes, after = after[0], after[1:]
    chapters = body.children[main].children
    lengths = [len("".join(box.element.itertext())) if box.element is not None else 0 for box in chapters]
    whole = sum(lengths) + (_NOTES * len("".join(notes.element.itertext())) if notes else 0)
    starts = [i for i, box in enumerate(chapters) if i and box.style["break_before"] == "page"]
    if after:
        return None
    behind = {at: {main + 1: None}}
    if starts and sum(lengths) >= _LONG:
        begin = min(starts, key=lambda i: abs(sum(lengths[:i]) - whole / 2))
        return Joint({at: {main: {begin: None}}}, chapters[begin].style["page"], behind if notes else None)
    if notes and whole >= _FEW:
        return Joint(behind, notes.style["page"], behind)
    return None


def _is(box: Any, tag: str) -> bool:
    return box.element is not None and box.element.tag == tag


def _told(item: Any) -> Iterator[str]:
    """Yield the counters of other places that a content tells."""
    for names in item.missing_target_counters.values():
        yield from names


class Part:
    """Pages of one part; ``context`` is its own, ``targets`` are everybody's in this process."""

    def __init__(self, context: Any, root: Any, html: Any) -> None:
        self.context, self.root, self.html = context, root, html
        self.targets = context.target_collector
        self.pages: list[Any] = []
        self._lookups: dict[Any, list[tuple[str, Any]]] = {}  # by box: strings and bookmarks that tell pages
        for (box, kind), item in self.targets.counter_lookup_items.items():
            if kind != "content":
                self._lookups.setdefault(box, []).append((kind, item))
        context.rendered_notes = []
        others = {name for item in self.targets.counter_lookup_items.values() for name in _told(item)} - {"page"}
        if context.footnotes or context.running_elements or others:
            raise Indivisible

    def laid(self, at: int) -> tuple[Any, Resume | None]:
        """Return a page laid out, and where the next begins."""
        from weasyprint.layout.page import remake_page

        state = self.context.page_maker[at][-1]
        state.update(content_changed=False, pages_wanted=False, anchors=[], content_lookups=[])
        page, resume = remake_page(at, self.context, self.root, self.html)
        if page.fixed_boxes or state["pages_wanted"] or self.context.broken_out_of_flow:
            raise Indivisible
        return page, resume

    def say(self, first: int) -> None:
        """Have strings and bookmarks say what they say; ``first`` is the number of pages before the part's own.

        ``layout_document`` does so in its latter half, and then makes the margins. Were it three functions, this and
        ``frame`` would go.
        """
        context, marked = self.context, set[tuple[Any, str]]()
        for number, page in enumerate(self.pages, first + 1):
            counters = context.page_maker[number][3][1]
            for box in page.descendants():
                self._label(box, counters, marked)
                for name, text in box.string_set if box.string_set and box.string_set != "none" else ():
                    context.string_set[name][number].append(text)

    def frame(self, first: int) -> list[Any]:
        """Return the pages with their margins."""
        from weasyprint.layout.background import layout_backgrounds
        from weasyprint.layout.page import make_margin_boxes

        context = self.context
        for number, page in enumerate(self.pages, first + 1):
            body, *areas = page.children
            context.current_page = number
            margins = make_margin_boxes(context, page, context.page_maker[number][3])
            page.children = (body, *(area for area in areas if area.children), *margins)
            layout_backgrounds(page, context.get_image_from_uri)
        return self.pages

    def _label(self, box: Any, counters: Any, marked: set[tuple[Any, str]]) -> None:
        """Let a box's bookmark and strings say the pages that they tell; an element has one bookmark."""
        if box.bookmark_label:
            place = (box.element, box.element_tag.rpartition("::")[2] if "::" in box.element_tag else "")
            if place in marked:
                box.bookmark_label = ""
            marked.add(place)
        for kind, item in self._lookups.get(box.missing_link, ()):
            is_label = kind == "bookmark-label"
            if not is_label or box.bookmark_label:
                item.parse_again(counters)
                if is_label:
                    box.bookmark_label = box.missing_link.bookmark_label


class Former(Part):
    """The part that begins the book, with the contents, which tell where the chapters of both begin."""

    def __init__(self, context: Any, root: Any, html: Any, end: Resume) -> None:
        super().__init__(context, root, html)
        self._end = end

    def lay_out(self, tell: Callable[[dict[str, Any]], None], others: Callable[[], dict[str, int]]) -> Standing:
        """Lay the part out.

        ``tell`` is told on which page each anchor stands, as the pages come; ``others`` gives the anchors of the other
        part, by how many of its pages stand before them. Raises Indivisible.
        """
        from weasyprint.layout import initialize_page_maker

        maker = self.context
        initialize_page_maker(maker, self.root)
        for _ in range(_LOOPS):
            self.pages = list(self._made(tell))
            count = len(self.pages)
            for anchor, at in others().items():
                self.targets.cache_target_page_counters(
                    anchor, {"page": [count + 1 + at], "pages": [0]}, count + at, maker.page_maker
                )
            if not any(entry[-1]["content_changed"] for entry in maker.page_maker[:count]):
                break
        resume, next_page, right, state, _ = maker.page_maker[count]
        if resume != self._end or next_page["break"] != "page":
            raise Indivisible
        return Standing(count, next_page, right, state)

    def _made(self, tell: Callable[[dict[str, Any]], None]) -> Iterator[Any]:
        """Yield pages up to the other part; those that have not changed are as they were."""
        at, maker = 0, self.context
        while True:
            state = maker.page_maker[at][-1]
            if at >= len(self.pages) or state["content_changed"]:
                page, resume = self.laid(at)
                lookups = self.targets.target_lookup_items
                tell({name: lookups[name].cached_page_counter_values for name in state["anchors"] if name in lookups})
            else:
                page, resume = self.pages[at], maker.page_maker[at + 1][0]
            yield page
            at += 1
            if resume == self._end:
                del maker.page_maker[at + 1 :]
                return
            if resume is None:
                raise Indivisible
