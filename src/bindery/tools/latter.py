"""The latter part of a book: its pages laid out before they have numbers, and the notes of the whole."""

from __future__ import annotations

import copy
from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Any

from bindery.tools.parts import NOBODY, Former, Indivisible, Joint, Part, Standing

_BETWEEN = 1  # the first page is laid out as if it were the second: no page of this part is a first one
_SAME = 1e-6  # pixels


class Latter(Part):
    """The part that ends the book, and the notes of both."""

    def __init__(self, context: Any, root: Any, html: Any, begin: Joint, teach: Callable[[Any], None]) -> None:
        own = copy.copy(context)
        own.page_maker, own.string_set = [], defaultdict(lambda: defaultdict(list))
        own.running_elements = defaultdict(lambda: defaultdict(list))
        own._excluded_shapes_root_boxes, own._excluded_shapes, own.broken_out_of_flow = [], {}, {}  # noqa: SLF001
        teach(own)
        super().__init__(own, root, html)
        self._joint = begin
        self._met: list[tuple[str, int]] = []
        self._text = 0  # pages of it
        state = ([0], {"pages": [0], "page": [_BETWEEN]}, [{"page", "pages"}], list[Any]())
        break_ = {"break": "page", "page": begin.page}
        own.page_maker = [NOBODY] * _BETWEEN + [(begin.text, break_, False, state, {})]

    def text(self, between: Callable[[], None] = lambda: None) -> dict[str, int]:
        """Lay out the chapters; return their anchors and that of the notes, by how many pages stand before them.

        ``between`` is done after each page.
        """
        with self.targets.unheard(self._met):
            at, resume = _BETWEEN, self._joint.text or None
            while resume is not None and resume != self._joint.notes:
                page, resume = self.laid(at)
                if self.context.page_maker[at][-1]["content_lookups"]:
                    raise Indivisible  # a page that tells a page waits for it
                self.pages.append(page)
                at += 1
                between()
        if (resume is None) != (self._joint.notes is None):
            raise Indivisible
        self._text = len(self.pages)
        anchors = {name: index - _BETWEEN for name, index in reversed(self._met)}
        return anchors | dict.fromkeys(self._heads(), self._text)

    def _heads(self) -> list[str]:
        """Return the anchors with which the notes begin."""
        if self._joint.notes is None:
            return []
        ((body, inner),) = self._joint.notes.items()
        ((at, _),) = inner.items()
        boxes, found = [self.root.children[body].children[at]], []
        while boxes and getattr(boxes[0], "children", None):
            boxes = boxes[0].children[:1]
            if boxes and (name := boxes[0].style["anchor"]):
                found.append(name)
        return found

    def notes(self, hear: Callable[[bool], Standing | None]) -> None:
        """Lay out the notes as it is heard where their calls stand.

        ``hear`` takes what has been told, and waits for more if it is asked to; it returns the other part's standing
        once that is known, and so where this part's pages stand.
        """
        standing, at = hear(False), _BETWEEN + self._text
        known = {id(item): item for item in self.targets.counter_lookup_items.values()}
        moved = False
        while self._joint.notes is not None:
            if standing and not moved:
                moved = self._count(standing)
            with self.targets.unheard(self._met):
                page, resume = self.laid(at)
            told = [known[each] for each in self.context.page_maker[at][-1]["content_lookups"]]
            if not self._are_known(told, moved):
                while not standing and not all(map(self.targets.is_known, told)):
                    standing = hear(True)
                continue
            self.pages.append(page)
            at += 1
            if resume is None:
                break
            standing = standing or hear(False)
        while not standing:
            standing = hear(True)
        if not moved:
            self._count(standing)
        if any(entry[-1].get("content_changed") for entry in self.context.page_maker[_BETWEEN:at]):
            raise Indivisible  # a number that was told is another now
        self._move(standing)

    def _are_known(self, told: list[Any], last: bool) -> bool:
        """Tell whether a page has been laid out with all the numbers that it tells; the ``last`` time it must have."""
        if any(item.missing_counters for item in told):
            raise Indivisible  # it tells its own page
        if all(map(self.targets.is_known, told)):
            return True
        if last:
            raise Indivisible
        for item in told:
            item.page_maker_index = None  # it stands nowhere yet
        return False

    def learn(self, anchors: Mapping[str, Any]) -> None:
        """Take on which pages anchors of the other part stand."""
        for name, counters in anchors.items():
            self.targets.cache_target_page_counters(name, counters, 0, self.context.page_maker)

    def _count(self, standing: Standing) -> bool:
        """Tell on which pages the anchors of the chapters stand, now that those before are counted."""
        for name, index in dict(reversed(self._met)).items():
            if index < _BETWEEN + self._text:
                number = standing.pages + 1 + index - _BETWEEN
                self.targets.cache_target_page_counters(
                    name, {"page": [number], "pages": [0]}, index, self.context.page_maker
                )
        return True

    def _move(self, standing: Standing) -> None:
        """Give each page its number, its side and its margins."""
        from weasyprint.formatting_structure.build import update_counters
        from weasyprint.layout import page as pages

        laid, entries = self.context.page_maker[_BETWEEN:], list[Any]()
        next_page, right, state = standing.next_page, standing.right, standing.state
        for at, old in enumerate(self.pages):
            state = copy.deepcopy(state)
            resume = laid[at][0]
            next_page = next_page if at == 0 else laid[at][1]
            if next_page["break"] not in {"any", "page"}:
                raise Indivisible
            name = pages._update_page_groups(state[3], resume, next_page, self.root, False)  # noqa: SLF001
            groups = tuple((group, index) for group, index, _ in state[3])
            kind = pages.PageType("right" if right else "left", False, name, standing.pages + at, groups)
            self.pages[at] = new = self._page(kind)
            if name != old.page_type.name or abs(new.width - old.width) + abs(new.height - old.height) > _SAME:
                raise Indivisible
            across, down = new.content_box_x() - old.content_box_x(), new.content_box_y() - old.content_box_y()
            new.children, new.fixed_boxes = old.children, []
            for box in new.children:
                box.translate(across, down)
            pages._standardize_page_based_counters(new.style, None)  # noqa: SLF001
            update_counters(state, new.style)
            right = not right
            entries.append((None, None, right, state, {}))
        self.context.page_maker = [NOBODY] * (standing.pages + 1) + entries
        for name, said in standing.strings.items():
            self.context.string_set[name].update(said)

    def _page(self, kind: Any) -> Any:
        """Return an empty page (``make_page``, its first lines)."""
        from weasyprint.formatting_structure import boxes
        from weasyprint.layout import page as pages
        from weasyprint.layout.percent import resolve_percentages

        pages.set_page_type_computed_styles(kind, self.html, self.context.style_for)
        style = self.context.style_for(kind)
        style["overflow"] = self.root.viewport_overflow
        page = boxes.PageBox(kind, style)
        resolve_percentages(page, style["size"])
        page.position_x = page.position_y = 0
        width, height = style["size"]
        pages.page_width(page, self.context, width)
        pages.page_height(page, self.context, height)
        return page


def lay_out(context: Any, root: Any, html: Any, where: Joint, teach: Callable[[Any], None]) -> list[Any]:
    """Return the pages of a document, laid out in two parts by this process.

    Raises Indivisible.
    """
    latter = Latter(context, root, html, where, teach)
    former = Former(context, root, html, where.text)
    anchors: dict[str, int] = {}

    def others() -> dict[str, int]:
        if not anchors:
            anchors.update(latter.text())
        return anchors

    standing = former.lay_out(lambda _: None, others)
    former.say(0)
    standing.strings = context.string_set
    latter.notes(lambda _: standing)
    latter.say(standing.pages)
    return former.frame(0) + latter.frame(standing.pages)
