"""Page numbers that print tells: known, where they can be, before what tells them is laid out."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from weasyprint.css.targets import TargetCollector

_CONTENT = "content"  # what makes boxes; strings and bookmarks are told when all pages are there


def mend() -> None:
    """Let documents ask ``Targets``."""
    from weasyprint import document

    document.TargetCollector = Targets


def _tells_itself(box: Any) -> bool:
    """Tell whether a content tells a counter of the page that it stands on."""
    kinds = {"counter()", "counters()"}
    return any(kind in kinds and value[0] not in box.cached_counter_values for kind, value in box.style[_CONTENT])


@dataclass(frozen=True, slots=True)
class _Below:
    """Is true where a content is met on the page of its target: it has been laid out there with the number before."""

    targets: Targets
    item: Any
    page: int

    def __bool__(self) -> bool:
        return bool(self.targets.are_heard and self.item.page_maker_index == self.page)


class Targets(TargetCollector):  # type: ignore[misc]
    """Tells at once, to what waits for it, on which page a target stands.

    WeasyPrint lays out each page that tells ``target-counter(attr(href url), page)`` three times: with the number
    missing, with it, and when the number of all pages is known, for it takes the counter for the page's own and
    compares all counters. Notes tell the pages of their calls, which stand before them: told at once, a page of notes
    is laid out once, and the contents twice. Were ``compute_content_list`` to keep a target's counters apart from the
    box's own, and ``cache_target_page_counters`` to parse at once what has no page yet, this class would go.
    """

    def __init__(self) -> None:
        super().__init__()
        self._asked: dict[tuple[Any, str], dict[Any, None]] = {}  # by who tells: its targets
        self._telling: dict[Any, list[Any]] = {}  # by target: who tells of it
        self._told: dict[Any, list[Any]] = {}  # by who tells: its targets
        self._unheard: list[tuple[str, int]] | None = None

    def is_known(self, item: Any) -> bool:
        """Tell whether all pages that a content tells have their numbers."""
        return all(target.cached_page_counter_values for target in self._told.get(item, ()))

    @property
    def are_heard(self) -> bool:
        """Whether pages that are laid out now have the numbers that they are laid out by."""
        return self._unheard is None

    @contextmanager
    def unheard(self, met: list[tuple[str, int]]) -> Iterator[None]:
        """Tell nobody of the anchors that are met, for their pages have no numbers yet; only collect them."""
        self._unheard = met
        try:
            yield
        finally:
            self._unheard = None

    def lookup_target(self, anchor_token: Any, source_box: Any, css_token: str, parse_again: Any) -> Any:
        """Return a target, and note who asked for it."""
        target = super().lookup_target(anchor_token, source_box, css_token, parse_again)
        if self.collecting and css_token == _CONTENT:
            self._asked.setdefault((source_box, css_token), {})[target] = None
        return target

    def check_pending_targets(self) -> None:
        """Note who tells of which target, now that all are known."""
        super().check_pending_targets()
        for who, targets in self._asked.items():
            if item := self.counter_lookup_items.get(who):
                if not _tells_itself(who[0]):
                    item.missing_counters = []  # they are the target's
                self._told[item] = [*targets]
                for target in targets:
                    self._telling.setdefault(target, []).append(item)
        self._asked.clear()

    def cache_target_page_counters(self, anchor_name: str, page_counter_values: Any, index: int, pages: Any) -> None:
        """Note the page that a target stands on; a page that tells another is laid out again."""
        if self._unheard is not None:
            self._unheard.append((anchor_name, index))
            return
        target = self.target_lookup_items.get(anchor_name)
        if self.collecting or target is None or target.state != "up-to-date":
            return
        before, target.page_maker_index = target.cached_page_counter_values, index
        target.cached_page_counter_values = copy.deepcopy(page_counter_values)
        for item in self._telling.get(target, ()):
            told = {name for names in item.missing_target_counters.values() for name in names}
            if all(before.get(name) == page_counter_values.get(name) for name in told):
                continue
            if item.page_maker_index is not None and item.page_maker_index < len(pages):
                pages[item.page_maker_index][-1]["content_changed"] = True
            elif index < len(pages) and anchor_name in pages[index][-1].get("anchors", ()):
                item.pending = _Below(self, item, index)
            item.parse_again(item.cached_page_counter_values)
