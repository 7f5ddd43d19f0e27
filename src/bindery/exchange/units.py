"""What goes out to translators and comes back: entries under short ids that never change, and rows."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from hashlib import sha256

from bindery.catalog import CatalogError
from bindery.model import Catalog, Entry, Finding, Place, Severity

BYTES = 32 * 1024 * 1024
_BLANK_LINES = re.compile(r"\A(?:[ \t]*\n)+[ \t]*")  # an XML editor breaks a text from its tag, and indents it
_BASE = re.compile(r"(?<![0-9a-f-])([0-9a-f]{6})-([0-9a-f]{6})(-f)?(?![0-9a-f-])")


@dataclass(frozen=True, slots=True)
class Base:
    """What an entry was when the file went out, as seals: so a catalogue that has changed since loses nothing."""

    translation: str
    comment: str
    fuzzy: bool

    @classmethod
    def read(cls, text: str) -> Base | None:
        """Return the one that stands in a text, if any."""
        found = _BASE.search(text)
        return cls(found[1], found[2], bool(found[3])) if found else None

    @property
    def done(self) -> bool:
        """Whether the entry was translated, and no guess."""
        return not self.fuzzy and self.translation != seal("")

    def __str__(self) -> str:
        return f"{self.translation}-{self.comment}" + ("-f" if self.fuzzy else "")


@dataclass(frozen=True, slots=True)
class Row:
    """What came back of one entry; None where the file no longer says. ``where`` tells an editor where to look."""

    id: str
    source: str | None
    translation: str | None
    comment: str | None
    place: Place
    where: str
    context: str = ""
    confirmed: bool = False  # the translator says that a guess is right
    guess: bool = False  # the file says that the translation is a guess
    state: str = ""  # what the file says of a translation that was put back: it needs work
    base: Base | None = None
    slips: tuple[Finding, ...] = ()  # about the translation, of weight only where it was changed
    remarks: tuple[Finding, ...] = ()


def unit_id(entry: Entry) -> str:
    """Return the entry's id in exchanged files: twelve hex digits of its context and source."""
    # U+0004 is what gettext itself puts between the two.
    return sha256("\4".join(entry.key).encode()).hexdigest()[:12]


def live(catalog: Catalog) -> dict[str, Entry]:
    """Return the entries that are not obsolete by their ids, in reading order.

    Raises CatalogError where two would share an id: once in ten thousand catalogues of the largest size.
    """
    units: dict[str, Entry] = {}
    for entry in catalog.entries:
        if not entry.obsolete and (other := units.setdefault(unit_id(entry), entry)) is not entry:
            message = f"lines {other.line} and {entry.line} have one id, {unit_id(entry)}."
            hint = "Change a word in the source of one of them."
            raise CatalogError(
                [Finding("exchange-id", Severity.ERROR, Place(f"{catalog.language}.po", entry.line), message, hint)]
            )
    return units


def tidy(text: str) -> str:
    """Return a text without blank lines, and blanks behind those, before it and blanks after it: they come and go."""
    return _BLANK_LINES.sub("", text).rstrip()


def seal(text: str) -> str:
    """Return six hex digits that tell one text from another."""
    return sha256(tidy(text).encode()).hexdigest()[:6]


def short(text: str) -> str:
    """Return the beginning of a text in one line, between quotes, for messages."""
    line = " ".join(text.split())
    return f"“{line[:40]}…”" if len(line) > 41 else f"“{line}”"


def warning(code: str, place: Place, message: str, hint: str = "") -> Finding:
    """Return a finding that leaves the rest of the file usable."""
    return Finding(code, Severity.WARNING, place, message, hint)


def refusal(code: str, shown: str, message: str, hint: str, line: int = 0) -> list[Finding]:
    """Return the finding for a file of which nothing is taken."""
    return [Finding(code, Severity.ERROR, Place(shown, line), message, hint)]


def publication(catalog: Catalog) -> str:
    """Return which publication a catalogue belongs to; a number of a version may stand behind it."""
    return catalog.header.get("Project-Id-Version", "").strip().partition(" ")[0]


def misplaced(slug: str, others: Collection[str], shown: str) -> list[Finding]:
    """Return the finding for a file that was made for one of the other publications, or nothing.

    One that is not there any more is taken for an earlier name of this one.
    """
    if slug not in others:
        return []
    message = f"the file was made for {slug!r}, another publication."
    return refusal(
        "exchange-publication", shown, message, f"Take it back with `build translate import --slug {slug} FILE`."
    )


def some(texts: Iterable[str], most: int = 3) -> str:
    """Return the first few of some texts, and that there are more."""
    listed = list(texts)
    return ", ".join(map(short, listed[:most])) + (", …" if len(listed) > most else "")
