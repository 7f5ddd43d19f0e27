"""Which notes belong to which text: a chapter's own list, a list for all chapters, a bibliography that is none."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace

from bindery.received import inlines, notelist
from bindery.received.notelist import NoteList
from bindery.received.nouns import Block, Entry, Kind, Log, Sureness
from bindery.received.titlepage import bare


@dataclass(slots=True)
class Scope:
    """Text that shares one numbering, with the lists of notes that stand in it."""

    blocks: list[Block]
    lists: list[NoteList] = field(default_factory=list)
    notes: dict[str, Entry] = field(default_factory=dict)
    repeated: list[Entry] = field(default_factory=list)
    lines: dict[str, int] = field(
        default_factory=dict
    )  # where the first note of each label stands, whoever owns it now

    def marked(self) -> set[str]:
        """Return every label that something in the text may be a mark of."""
        return {label for mark in self._marks() for label in mark.labels}

    def calls(self, known: AbstractSet[str]) -> set[str]:
        """Return the labels of ``known`` notes that marks call: one in brackets calls all that it names, or none."""
        called = (mark for mark in self._marks() if mark.plain or known >= set(mark.labels))
        return {label for mark in called for label in mark.labels if label in known}

    def called(self) -> set[str]:
        """Return every label that pandoc's own marks (``[^1]``) name."""
        return {label for mark in self._marks() if mark.pandoc for label in mark.labels}

    def _marks(self) -> Iterator[inlines.Mark]:
        texts = (block.text for block in self.blocks if block.kind is not Kind.CODE)
        return (mark for text in texts for mark in inlines.marks(text))

    def take(self, entries: tuple[Entry, ...] | list[Entry]) -> None:
        """Own notes; one whose label is owned already is kept apart."""
        for entry in entries:
            self.lines.setdefault(entry.label, entry.line)
            if entry.label in self.notes:
                self.repeated.append(entry)
            else:
                self.notes[entry.label] = entry


def divide(blocks: list[Block]) -> list[Scope]:
    """Return a chapter's scopes: one, or where several lists of notes repeat numbers one for each."""
    blocks, defined = notelist.definitions(blocks)
    scopes: list[Scope] = [Scope([])]
    at = 0
    while at < len(blocks):
        if not notelist.begins(blocks, at):
            scopes[-1].blocks.append(blocks[at])
            at += 1
            continue
        end = at + 1
        while end < len(blocks) and not _ends(blocks[at], blocks[end]):
            end += 1
        found = notelist.read(blocks[at], blocks[at + 1 : end])
        below = blocks[end].line if end < len(blocks) else math.inf
        if not found.head and not found.entries and any(found.heading.line < entry.line < below for entry in defined):
            found = replace(found, defined=True)
        if scopes[-1].lists and not found.bibliography and _repeats(scopes[-1], found):
            scopes.append(Scope([]))
        scopes[-1].lists.append(found)
        at = end
        if at < len(blocks) and not found.bibliography and _more(blocks[at:], found):
            scopes.append(Scope([]))
    scopes[0].take(defined)
    return [scope for scope in scopes if scope.blocks or scope.lists or scope.notes]


def _ends(heading: Block, block: Block) -> bool:
    if notelist.is_heading(block):
        return True
    return block.kind is Kind.HEADING and (heading.kind is not Kind.HEADING or block.level <= heading.level)


def _repeats(scope: Scope, found: NoteList) -> bool:
    had = {entry.label for one in scope.lists if not one.bibliography for entry in one.entries}
    return any(entry.label in had for entry in found.entries)


def _more(blocks: list[Block], found: NoteList) -> bool:
    """Tell whether a later list begins the numbers of this one anew."""
    starts = [n for n in range(len(blocks)) if notelist.begins(blocks, n)]
    had = {entry.label for entry in found.entries}
    for start in starts:
        end = next((n for n in range(start + 1, len(blocks)) if _ends(blocks[start], blocks[n])), len(blocks))
        later = notelist.read(blocks[start], blocks[start + 1 : end])
        if not later.bibliography and had & {entry.label for entry in later.entries}:
            return True
    return False


def settle(scopes: list[Scope]) -> None:
    """Let each scope own the notes of its lists; a bibliography only as far as marks ask for it."""
    for scope in scopes:
        marked = scope.marked()
        for found in sorted(scope.lists, key=lambda one: one.bibliography):
            wanted = any(entry.label in marked and entry.label not in scope.notes for entry in found.entries)
            if not found.bibliography or wanted:
                scope.take(found.entries)
                continue
            # No mark asks for it: a section like any other, as it was received.
            scope.lists.remove(found)
            scope.blocks.extend(as_text(found))
            scope.blocks.sort(key=lambda block: block.line)


def as_text(found: NoteList) -> list[Block]:
    """Return a list of notes as the blocks that a reader sees."""
    made = [found.heading, *found.head]
    for entry in found.entries:
        made.extend(shown(entry))
    return made


def shown(entry: Entry) -> list[Block]:
    """Return a note as visible text, its label before it."""
    first, *more = entry.paragraphs
    if first.kind is not Kind.PARAGRAPH:
        return [Block(Kind.PARAGRAPH, (entry.shown,), entry.line), first, *more]
    line = f"{entry.shown} {first.lines[0].rstrip()}".strip()
    return [Block(first.kind, (line, *first.lines[1:]), first.line), *more]


def spread(chapters: list[list[Scope]], log: Log) -> None:
    """Give each of pandoc's definitions to the chapters that call it, wherever it stands: pandoc knows no chapters."""
    everywhere = [scope for scopes in chapters for scope in scopes]
    owners = Counter(label for scope in everywhere for label in scope.notes)
    callers: dict[str, list[Scope]] = {}
    for scope in everywhere:
        for label in scope.called():
            callers.setdefault(label, []).append(scope)
    for owner in everywhere:
        marked = owner.marked()
        for label, entry in list(owner.notes.items()):
            takers = [s for s in callers.get(label, ()) if s is not owner and not _has_own(s, label)]
            if owners[label] > 1 or not takers:
                continue  # of two definitions nobody knows which one a third chapter means
            for scope in takers:
                scope.take([entry])
            if label not in marked:
                del owner.notes[label]
            log.did(entry.line, f"note {label} is handed to the chapters that call it", Sureness.CERTAIN)


def _has_own(scope: Scope, label: str) -> bool:
    lists = (found for found in scope.lists if not found.bibliography)
    return label in scope.notes or any(entry.label == label for found in lists for entry in found.entries)


def share(chapters: list[list[Scope]], log: Log) -> None:
    """Hand the notes of a chapter that is nothing but notes, or of the only list, to the chapters that call them."""
    texts = [scope for scopes in chapters for scope in scopes if scope.blocks and scope.marked()]
    alone = sum(bool(found.entries) for scopes in chapters for scope in scopes for found in scope.lists) == 1
    for scopes in chapters:
        for scope in scopes:
            for found in list(scope.lists):
                own = _has_words(scope.blocks) or any(scope is text for text in texts)
                if found.defined or not texts or (own and not (alone and _called_before(found, scope, texts))):
                    continue
                log.did(
                    found.heading.line, "one list of notes is handed to the chapters that call them", Sureness.LIKELY
                )
                left = NoteList(found.heading, found.head, tuple(_handed(found, texts)))
                at = scope.lists.index(found)
                if left.entries or any(block.kind is not Kind.HEADING for block in left.head):
                    scope.lists[at] = left
                else:
                    del scope.lists[at]
                    tell_headings(left.head, log)


def tell_headings(found: Iterable[Block], log: Log) -> None:
    """Log headings that stood among notes, as "Chapter One", and that nothing stands below any more."""
    for block in found:
        what = f"the heading “{bare(block.text)}” among the notes is dropped: they are one list"
        log.did(block.line, what, Sureness.LIKELY)


def _called_before(found: NoteList, scope: Scope, texts: list[Scope]) -> bool:
    """Tell whether a list at the end of a chapter has notes of those before it, which have none themselves."""
    labels = {entry.label for entry in found.entries}
    before = [text for text in texts if text is not scope and text.blocks[0].line < found.heading.line]
    return any(labels & text.marked() and not text.notes for text in before)


def _has_words(blocks: list[Block]) -> bool:
    return any(block.kind is not Kind.HEADING for block in blocks)


def _handed(found: NoteList, texts: list[Scope]) -> list[Entry]:
    """Hand notes out and return those that nobody calls."""
    runs: list[list[Entry]] = []
    for entry in found.entries:
        if not runs or notelist.number(entry.label) <= notelist.number(runs[-1][-1].label):
            runs.append([])
        runs[-1].append(entry)
    if len(runs) == len(texts) > 1:
        for run, scope in zip(runs, texts, strict=True):
            scope.take(run)
        return []
    left: list[Entry] = []
    marks = [(scope, scope.marked()) for scope in texts]
    for entry in found.entries:
        takers = [scope for scope, marked in marks if entry.label in marked and entry.label not in scope.notes]
        for scope in takers:
            scope.take([entry])
        left.extend([] if takers else [entry])
    return left
