"""Units and entries matched: each kind of match is one pass, the best first (see ``revision``)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from heapq import heapify, heappop, heappush
from itertools import islice

from bindery.model import Catalog, Entry
from bindery.translation import calls
from bindery.translation.likeness import ADDRESS, LIKE, alike, likeness, shares, words
from bindery.translation.review import resealed, reviewer


def as_fuzzy(entry: Entry, key: tuple[str, str], translation: str | None = None, source: str = "") -> Entry:
    """Return an entry's translation as a guess for another source; what it was made from is kept.

    Of a part of it ``source`` is the part that it was made from, its calls numbered as in the whole.
    """
    made_from = entry.previous_source if entry.fuzzy and entry.previous_source else entry.source
    context = entry.previous_context if entry.fuzzy and entry.previous_context else entry.context
    if entry.fuzzy and not entry.previous_source and reviewer(_sure(entry)):
        made_from = context = ""  # somebody doubts what another has reviewed: no source is the one that it is right for
    text = entry.translation if translation is None else translation
    made = replace(
        entry,
        context=key[0],
        source=key[1],
        translation=calls.renumbered(text, source or entry.source, key[1], back=key[1] == made_from),
        flags=entry.flags if entry.fuzzy else ("fuzzy", *entry.flags),
        previous_source=made_from,
        previous_context=context,
    )
    return settled(made)


def settled(entry: Entry) -> Entry:
    """Return a guess whose source is again what it was made from as it was: reviewed, or a guess that nothing changed.

    Only a seal can tell that the translation is the same still.
    """
    if not entry.fuzzy or entry.previous_source != entry.source or entry.previous_context not in {"", entry.context}:
        return entry
    sure = _sure(entry)
    return sure if reviewer(sure) else replace(sure, flags=entry.flags)


def _sure(entry: Entry) -> Entry:
    flags = tuple(flag for flag in entry.flags if flag != "fuzzy")
    return replace(entry, flags=flags, previous_source="", previous_context="")


@dataclass(slots=True)
class Matches:
    """Units without an entry yet on one side, entries without a unit on the other, and what was found between."""

    catalog: Catalog
    keys: list[tuple[str, str]]
    found: dict[tuple[str, str], Entry] = field(default_factory=dict)
    carried: dict[tuple[str, str], Entry] = field(default_factory=dict)  # which old entry each came from
    used: set[int] = field(default_factory=set)
    blank: dict[tuple[str, str], Entry] = field(default_factory=dict)  # units' own entries, not translated yet

    def take(self, key: tuple[str, str], old: Entry, made: Entry) -> None:
        """Give a unit an entry made of an old one."""
        self.found[key] = made
        self.carried[key] = old
        self.used.add(id(old))

    def entry(self, key: tuple[str, str]) -> Entry:
        """Return a unit's entry: what was found for it, else its own or a new one; a comment of its own stays."""
        own = self.blank.get(key, Entry(*key))
        found = self.found.get(key, own)
        comments = dict.fromkeys(comment for comment in (found.comment, own.comment) if comment)
        return replace(found, comment="\n".join(comments))

    def open(self) -> list[tuple[str, str]]:
        """Return the new units without an entry yet."""
        return [key for key in self.keys if key not in self.found and key not in self.blank]

    def free(self) -> list[Entry]:
        """Return the entries that have something to give and gave it to nobody; those in use before those laid by."""
        free = [e for e in self.catalog.entries if id(e) not in self.used and e.translation.strip()]
        return sorted(free, key=lambda entry: entry.obsolete)

    def left(self) -> list[Entry]:
        """Return the entries that are laid by: all that have a translator's words in them."""
        return [e for e in self.catalog.entries if id(e) not in self.used and (e.translation.strip() or e.comment)]

    def find_exact(self) -> None:
        """Find units that are as they were, wherever they stand; those that wait for their translation wait on."""
        # Of two under one key the translated one, of two translated the one in use.
        ranked = sorted(self.catalog.entries, key=lambda e: (bool(e.translation.strip()), not e.obsolete))
        by_key = {entry.key: entry for entry in ranked}
        for key in self.keys:
            entry = by_key.get(key)
            if entry and entry.translation.strip():
                self.take(key, entry, settled(entry))
            elif entry:
                self.blank[key] = entry
                self.used.add(id(entry))

    def find_addresses(self) -> None:
        """Find units that changed in nothing but their web addresses."""
        by_skeleton = {(e.context, ADDRESS.sub("", e.source)): e for e in reversed(self.free())}
        for key in self.open():
            old = by_skeleton.get((key[0], ADDRESS.sub("", key[1])))
            if old is None or not ADDRESS.search(key[1]) or id(old) in self.used:
                continue
            before, after = (ADDRESS.findall(text) for text in (old.source, key[1]))
            if ADDRESS.findall(old.translation) != before:
                self.take(key, old, as_fuzzy(old, key))
                continue
            addresses = iter(after)
            text = ADDRESS.sub(lambda _m, addresses=addresses: next(addresses), old.translation)  # type: ignore[misc]
            self.take(key, old, resealed(old, replace(old, source=key[1], translation=text)))

    def find_kinds(self) -> None:
        """Find units that are the same words as another kind of text."""
        by_source = {e.source: e for e in reversed(self.free())}
        for key in self.open():
            old = by_source.get(key[1])
            if old is not None and id(old) not in self.used and _related(key[0], old.context):
                self.take(key, old, as_fuzzy(old, key))

    def find_cuts(self) -> None:
        """Find paragraphs cut in two or more, then those joined, by their words."""
        open_keys = [key for key in self.open() if not key[0].startswith("meta:")]
        texts = {key: " ".join(words(key[1])) for key in open_keys}
        beginning = _beginnings([texts[key] for key in open_keys])
        for old in self.free():
            whole = " ".join(words(old.source))
            for start in beginning(whole):
                parts: list[tuple[str, str]] = []
                rest = whole
                for part in islice(open_keys, start, None):
                    if part in self.found or not texts[part] or not (rest + " ").startswith(texts[part] + " "):
                        break
                    parts.append(part)
                    rest = rest[len(texts[part]) :].strip()
                if len(parts) > 1 and not rest:
                    sources = [part[1] for part in parts]
                    cuts = shares(old.translation, sources), shares(old.source, sources)
                    for part, share, source in zip(parts, *cuts, strict=True):
                        self.take(part, old, as_fuzzy(old, part, share, source))
                    break
        self.find_joins(texts)

    def find_joins(self, wholes: Mapping[tuple[str, str], str]) -> None:
        """Find paragraphs joined of two or more."""
        old = [entry for entry in self.catalog.entries if entry.translation.strip()]
        texts = ["" if id(entry) in self.used else " ".join(words(entry.source)) for entry in old]
        beginning = _beginnings(texts)
        for key in self.open():
            whole = wholes.get(key, "")
            for start in beginning(whole):
                parts, rest = [], whole
                for entry, part in islice(zip(old, texts, strict=True), start, None):
                    if id(entry) in self.used or not part or not (rest + " ").startswith(part + " "):
                        break
                    parts.append(entry)
                    rest = rest[len(part) :].strip()
                if len(parts) > 1 and not rest:
                    first, made = parts[0], _joined(parts)
                    self.take(key, first, as_fuzzy(made, key))
                    self.used.update(id(entry) for entry in parts)
                    break

    def find_rewordings(self) -> None:
        """Find the best pairs of like texts, the likest first."""
        for key, old in _likest(self.open(), self.free()):
            self.take(key, old, as_fuzzy(old, key))

    def find_late(self) -> None:
        """Find units that wait for their translation in what was laid by, as a file brings it that was out meanwhile.

        What was laid by stays so too: it is whole, and this may be another text that is but like it; one copy will do.
        """
        given = {calls.words(entry.translation) for entry in self.found.values()}
        for key, old in _likest(list(self.blank), [e for e in self.free() if calls.words(e.translation) not in given]):
            self.found[key] = as_fuzzy(old, key)

    def find_in_memory(self, memory: Iterable[Entry]) -> None:
        """Find new units that another publication has translated, word for word."""
        known = {e.key: e for e in memory if e.translation.strip() and not e.fuzzy}
        for key in self.open():
            if key in known:
                self.found[key] = Entry(*key, translation=known[key].translation, flags=("fuzzy",))


def _beginnings(texts: Sequence[str]) -> Callable[[str], list[int]]:
    """Return what tells with which of ``texts``, by their places in order, another begins, word for word."""
    places: dict[str, list[int]] = defaultdict(list)
    for place, text in enumerate(texts):
        places[text].append(place)
    lengths = sorted({len(text) for text in texts if text})

    def beginning(whole: str) -> list[int]:
        ends = (end for end in lengths if whole[end : end + 1] == " " or end == len(whole))
        return sorted(place for end in ends for place in places.get(whole[:end], ()))

    return beginning


def _likest(keys: Sequence[tuple[str, str]], entries: Sequence[Entry]) -> Iterator[tuple[tuple[str, str], Entry]]:
    """Yield the best pairs of like texts, the likest first, each text once.

    A pair waits with what its likeness can be at most, and is looked at closely when its turn comes.
    """
    texts = [(at, text) for at, old in enumerate(entries) for text in _sources(old)]
    pairs = [
        (-most, texts[which][0], place, False)
        for which, place, most in alike([text for _at, text in texts], [text for _context, text in keys])
        if _related(keys[place][0], entries[texts[which][0]].context)
    ]
    heapify(pairs)
    given, taken = set(), set()
    while pairs:
        _, at, place, sure = heappop(pairs)
        if place in given or at in taken:
            continue
        if sure:
            given.add(place)
            taken.add(at)
            yield keys[place], entries[at]
        elif (near := max(likeness(keys[place][1], text) for text in _sources(entries[at]))) >= LIKE:
            heappush(pairs, (-near, at, place, True))


def _joined(parts: Sequence[Entry]) -> Entry:
    """Return entries as one, each with its calls numbered on from those of the one before."""
    sources, translations, last = list[str](), list[str](), 0
    for part in parts:
        sources.append(calls.shifted(part.source, last))
        translations.append(calls.shifted(part.translation.strip(), last))
        last = max(last, *map(calls.highest, (sources[-1], translations[-1])))
    comment = "\n".join(dict.fromkeys(part.comment for part in parts if part.comment))
    return replace(parts[0], source=" ".join(sources), translation=" ".join(translations), comment=comment)


def _sources(entry: Entry) -> set[str]:
    """Return what an entry was translated from, and before that."""
    return {text for text in (entry.source, entry.previous_source) if text}


def _related(one: str, other: str) -> bool:
    """Tell whether a text of one kind may become one of the other: metadata only itself, a note only a note."""
    return one == other or not any(c.startswith("meta:") or c == "note" for c in (one, other))
