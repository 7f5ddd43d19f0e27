"""A catalogue brought up to date after the source changed: translators lose nothing and redo only what changed.

What a unit may find in the old catalogue, the best first:

1. itself, wherever it stood: kept as it is;
2. itself with other web addresses: kept, the addresses changed in the translation too;
3. itself as another kind of text (a heading made a paragraph): fuzzy;
4. what it was cut from or joined of: fuzzy, with its share of the sentences;
5. what it was reworded from (difflib over words): fuzzy, with the source it was made from as ``#| msgid``.

The calls of a guess are numbered as in its new source (``calls``).
What is left over becomes obsolete (``#~``) and is found again when the text comes back; a unit that waits for its
translation takes a copy of what was laid by and is like it, as a guess. msgmerge drops the flags it
does not know and numbers nothing, polib merges without fuzzy matching, so the merge is here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from bindery.errors import BinderyError
from bindery.model import Catalog, Entry, Unit
from bindery.translation import calls
from bindery.translation.matches import Matches
from bindery.translation.review import flagged

SOURCE_HEADER = "X-Bindery-Source"  # fingerprint of the units that the catalogue was brought up to date with


@dataclass(frozen=True, slots=True)
class Revision:
    """A catalogue brought up to date and what that cost: counts of entries."""

    catalog: Catalog
    kept: int = 0  # translated, and as good as before
    fuzzy: int = 0  # translated from something like it
    new: int = 0  # to be translated
    obsolete: int = 0  # no longer in the text, laid by


def revise(catalog: Catalog, units: Sequence[Unit], memory: Iterable[Entry] = ()) -> Revision:
    """Return the catalogue for ``units`` as they are now, in their order.

    ``memory`` are translations of other publications: an exact match is taken over, as a guess to be confirmed.
    Raises BinderyError rather than return a catalogue with less in it than it had.
    """
    wanted = _wanted(units)
    matches = Matches(catalog, list(wanted))
    matches.find_exact()
    matches.find_addresses()
    matches.find_kinds()
    matches.find_cuts()
    matches.find_rewordings()
    matches.find_in_memory(memory)
    matches.find_late()
    entries = [
        replace(
            matches.entry(key),
            remark=_remark(key[0]),
            files=files,
            obsolete=False,
        )
        for key, files in wanted.items()
    ]
    left = [replace(entry, obsolete=True) for entry in matches.left()]
    revised = flagged(
        replace(
            catalog,
            header={**catalog.header, SOURCE_HEADER: fingerprint(units)},
            entries=(*entries, *left),
        )
    )
    _guard(catalog, revised, matches.carried)
    live = [entry for entry in revised.entries if not entry.obsolete]
    return Revision(
        revised,
        kept=sum(bool(e.translation.strip()) and not e.fuzzy for e in live),
        fuzzy=sum(bool(e.translation.strip()) and e.fuzzy for e in live),
        new=sum(not e.translation.strip() for e in live),
        obsolete=len(left),
    )


def fingerprint(units: Sequence[Unit]) -> str:
    """Return what the source is recognised by: a hash of its units in any order."""
    return sha256("\0\0".join(sorted({"\0".join(unit.key) for unit in units})).encode()).hexdigest()[:16]


def _wanted(units: Sequence[Unit]) -> dict[tuple[str, str], tuple[str, ...]]:
    """Return each unit's key once, in reading order, with the files it stands in."""
    wanted: dict[tuple[str, str], tuple[str, ...]] = {}
    for unit in units:
        wanted[unit.key] = tuple(dict.fromkeys([*wanted.get(unit.key, ()), unit.file]))
    return wanted


def _remark(context: str) -> str:
    return {
        "meta:title": "The title of the publication.",
        "meta:author": "The author's name, as the language spells it.",
        "meta:honorific": "What stands before the author's name on the title page.",
        "meta:network": "The network's name.",
        "meta:wordmark": "The network's name as it stands on the cover, broken into short lines.",
        "note": "An endnote. What a citation cites stands as it is; words between may be translated.",
        "alt": "Says what a picture shows to those who do not see it.",
    }.get(context, "")


def _guard(old: Catalog, new: Catalog, carried: Mapping[tuple[str, str], Entry]) -> None:
    """Refuse a catalogue that lacks what a translator wrote."""
    texts, comments = {calls.words(e.translation) for e in new.entries}, {e.comment for e in new.entries}
    there, said = "\n".join(texts), "\n".join(comments)
    given = {id(entry) for entry in carried.values()}
    for entry in old.entries:
        if id(entry) in given:
            continue
        words = calls.words(entry.translation)
        is_lost = words not in texts and words not in there
        if is_lost or (entry.comment not in comments and entry.comment not in said):
            raise BinderyError(
                f"The update would lose the translation of {entry.source[:60]!r}, so nothing was written. "
                "Please report this with the catalogue."
            )
