"""Reviews: a reader with a name vouches for a translation, and the mark falls off when either side changes.

A review is a line among the translator's comments, which every PO editor keeps::

    # Reviewed by Jana Novak on 2024-05-01 [3f2a9c1d07be]

The seal is a hash of source and translation. An entry without a valid one carries the flag ``unreviewed``; taking
that flag away by hand reviews nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256

from bindery import catalog as po
from bindery import characters
from bindery.model import Catalog, Entry

FLAG = "unreviewed"
_LINE = re.compile(r"^Reviewed by (?P<name>.+) on (?P<day>\d{4}-\d{2}-\d{2}) \[(?P<seal>[0-9a-f]{12})\]$")


@dataclass(frozen=True, slots=True)
class Reviewer:
    """Who reviews, and on which day."""

    name: str
    day: date


def seal(entry: Entry) -> str:
    """Return what a review of the entry as it is now is sealed with."""
    return sha256("\0".join((*entry.key, entry.translation)).encode()).hexdigest()[:12]


def reviewer(entry: Entry) -> str:
    """Return who vouches for the entry as it is now, or nobody: ""."""
    if entry.fuzzy or not entry.translation.strip():
        return ""
    now = seal(entry)
    found = (_LINE.match(line.strip()) for line in entry.comment.split("\n"))
    return characters.printable(next((match["name"] for match in found if match and match["seal"] == now), ""))


def remarks(entry: Entry) -> str:
    """Return what translators remarked on the entry, without reviews: those that fell off say what is not true now."""
    return "\n".join(line for line in entry.comment.split("\n") if not _LINE.match(line.strip()))


def review(entry: Entry, by: Reviewer) -> Entry:
    """Return the entry reviewed; earlier reviews of it are replaced, other comments stay."""
    others = [line for line in remarks(entry).split("\n") if line]
    line = f"Reviewed by {' '.join(by.name.split())} on {by.day.isoformat()} [{seal(entry)}]"
    flags = tuple(flag for flag in entry.flags if flag != FLAG)
    return replace(entry, comment="\n".join([*others, line]), flags=flags)


def unsigned(comment: str, own: str) -> str:
    """Return a comment from outside without reviews that the entry's own does not have.

    An older file has a translation that gave way since, and would bring back with it who vouched for that one.
    """
    known = own.split("\n")
    return "\n".join(line for line in comment.split("\n") if line in known or not _LINE.match(line.strip()))


def unvouched(entry: Entry) -> Entry:
    """Return the entry without who vouches for it as it is now: its words came back, which says nothing of a reader."""
    now = seal(entry)
    lines = (line for line in entry.comment.split("\n") if not _vouches(line, now))
    return replace(entry, comment="\n".join(lines))


def _vouches(line: str, now: str) -> bool:
    return bool((match := _LINE.match(line.strip())) and match["seal"] == now)


def resealed(before: Entry, after: Entry) -> Entry:
    """Return ``after`` with the review of ``before`` carried over: for changes that no reader can see."""
    if not reviewer(before):
        return after
    return replace(after, comment=before.comment.replace(seal(before), seal(after)))


def review_all(catalog: Catalog, by: Reviewer, chosen: Callable[[Entry], bool]) -> Catalog:
    """Return the catalogue with every chosen entry that is translated reviewed."""
    entries = [
        review(entry, by)
        if not entry.obsolete and entry.translation.strip() and not entry.fuzzy and chosen(entry)
        else entry
        for entry in catalog.entries
    ]
    return replace(catalog, entries=tuple(entries))


def flagged(catalog: Catalog) -> Catalog:
    """Return the catalogue with ``unreviewed`` on just those translations that nobody vouches for, and guesses tied."""
    return replace(catalog, entries=tuple(po.tied(_flagged(entry)) for entry in catalog.entries))


def _flagged(entry: Entry) -> Entry:
    lacks = bool(entry.translation.strip()) and not entry.obsolete and not reviewer(entry)
    if lacks == (FLAG in entry.flags):
        return entry
    flags = (*entry.flags, FLAG) if lacks else tuple(flag for flag in entry.flags if flag != FLAG)
    return replace(entry, flags=flags)
