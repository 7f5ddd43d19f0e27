"""A translator's rows taken into a catalogue: what was changed goes in, what was not stays to the last byte."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from bindery.characters import printable
from bindery.exchange.units import Row, live, seal, short, some, tidy, unit_id, warning
from bindery.model import Catalog, Entry, Finding, Place
from bindery.translation import calls
from bindery.translation.review import FLAG, reviewer, unsigned, unvouched


def merge(
    catalog: Catalog, rows: Sequence[Row], shown: str, echo: Callable[[str], str]
) -> tuple[Catalog, list[Finding]]:
    """Return the catalogue with the rows' changes, and what an editor should look at.

    ``echo`` says how a text looks once it has been through the medium: a row that shows just that is untouched.
    """
    take = _Take(echo)
    units = live(catalog)
    found, strange = take.assign(units, rows)
    entries = [take.entry(e, found.get(unit_id(e), [])) if not e.obsolete else e for e in catalog.entries]
    # What a row of its own has translated is no guess any more.
    earlier, strange = _earlier({unit_id(e): e for e in entries if not e.obsolete}, strange)
    entries = [take.guess(e, earlier[unit_id(e)]) if not e.obsolete and unit_id(e) in earlier else e for e in entries]
    entries = take.keep(entries, strange)
    missing = [entry.source for key, entry in units.items() if key not in found and key not in earlier]
    if missing:
        message = f"{len(missing)} of {len(units)} passages are not in the file and stay as they were: {some(missing)}."
        take.findings.append(warning("exchange-missing", Place(shown), message))
    return replace(catalog, entries=tuple(entries)), take.findings


@dataclass(slots=True)
class _Take:
    """One file's taking; findings gather."""

    echo: Callable[[str], str]
    findings: list[Finding] = field(default_factory=list)

    def assign(self, units: dict[str, Entry], rows: Iterable[Row]) -> tuple[dict[str, list[Row]], list[Row]]:
        """Return the rows of each entry by its id, and the rows of none."""
        found: dict[str, list[Row]] = {}
        strange = []
        by_source: dict[str, list[Entry]] = {}
        for entry in units.values():
            by_source.setdefault(tidy(self.echo(entry.source)), []).append(entry)
        for row in rows:
            self.findings += row.remarks
            key = row.id
            if key not in units:
                same = by_source.get(tidy(row.source or ""), [])
                same = [e for e in same if e.context == row.context] or ([] if row.context else same)
                if len(same) != 1:
                    strange.append(row)
                    continue
                key = unit_id(same[0])
                self._warn("exchange-id", row, "the id is not that of its source; it was taken by its source.")
            found.setdefault(key, []).append(row)
        return found, strange

    def entry(self, entry: Entry, rows: Sequence[Row]) -> Entry:
        """Return the entry as its rows have it; the very same where they change nothing."""
        self._look(entry, rows)
        row, translation = self._choose(entry, rows, "translation")
        about, comment = self._choose(entry, rows, "comment")
        if row and not translation:
            self._warn("exchange-empty", row, "the translation was emptied; the one that was there stays.")
        if about and comment is not None:
            conflicts = self._conflicts(entry, about, "comment")
            if not comment and not conflicts:
                self._warn("exchange-comment", about, f"the comment {short(entry.comment)} was taken out.")
            by = reviewer(entry)
            entry = replace(entry, comment=_and(comment, entry.comment) if conflicts else comment)
            if by and comment and not translation and not reviewer(entry):
                message = f"the comment that was written over had the review by {by}, which is gone with it."
                self._warn("exchange-comment", about, message, "Review it again, if it is to stay.")
        if row and translation:
            self.findings += row.slips
            if self._conflicts(entry, row, "translation"):
                also = f"Also: {entry.translation}"
                entry = replace(entry, comment=_and(entry.comment, also))
            return self._sure(replace(entry, translation=translation), row)
        if entry.fuzzy and entry.translation.strip() and not row and any(self._confirms(row, entry) for row in rows):
            return _translated(unvouched(entry))
        doubted = next((row for row in rows if row.state and self._doubts(row, entry)), None)
        return self._put_back(entry, doubted) if doubted else entry

    def guess(self, entry: Entry, row: Row) -> Entry:
        """Return a guess as a row has it that went out with what the guess was made from; a guess it stays."""
        about, text = self._news(row, "comment", entry.comment), self._news(row, "translation", entry.translation)
        made = replace(entry, comment=_and(entry.comment, about or ""))
        if not text:
            return made
        self._warn(
            "exchange-earlier", row, "the source has changed since; it is the guess for the new one.", "Look at it."
        )
        self.findings += row.slips
        if self._conflicts(entry, row, "translation"):
            made = replace(made, comment=_and(made.comment, f"Also: {entry.translation}"))
        vouched = unvouched(_origin(replace(made, translation=text)))
        now = calls.renumbered(text, entry.previous_source, entry.source)
        return unvouched(replace(made, translation=now, comment=vouched.comment))

    def _sure(self, entry: Entry, row: Row) -> Entry:
        """Return an entry with a row's translation: nobody has read it yet, and it is a guess where the row says so."""
        made = _translated(unvouched(entry))
        if row.base:
            return self._put_back(made, row)
        if row.guess:
            message = "the file no longer says what went out, and calls its translation a guess: it is one."
            self._warn("exchange-state", row, message, "Look at it.")
            return replace(made, flags=("fuzzy", *made.flags))
        return made

    def keep(self, entries: list[Entry], strange: Iterable[Row]) -> list[Entry]:
        """Return the entries and, as obsolete ones, what was translated or said in rows of none of them.

        What went out in such a row was in the catalogue, and what became of it there stands.
        """
        laid_by = {entry.key: at for at, entry in enumerate(entries) if entry.obsolete}
        ids = {unit_id(entries[at]): at for at in laid_by.values()}
        living = {entry.key for entry in entries if not entry.obsolete}
        kept = list(entries)
        for row in strange:
            text, remark = _anew(row, "translation"), unsigned(_anew(row, "comment"), "")
            if not text and not remark:
                if row.id or (row.source or "").strip():
                    what = "is translated" if row.base is None else "is new"
                    self._warn("exchange-unknown", row, f"no passage of the catalogue, and nothing {what} in it.")
                continue
            what = f"translation {short(text)}" if text else f"comment {short(remark)}"
            message = f"no passage of the catalogue; its {what} was kept as an obsolete entry."
            hint = "Was the source changed after the file went out? `build translate update` looks where it fits now."
            self._warn("exchange-unknown", row, message, hint)
            source = tidy(row.source or "") or row.id or row.where
            if (row.context, source) in living:
                source = f"{source} [{row.id}]"  # two entries of one key are no catalogue
            at = ids.get(row.id, laid_by.get((row.context, source)))
            if at is None:
                laid_by[row.context, source] = len(kept)
                flags = ("fuzzy",) if text and row.guess and not row.base else ()
                kept.append(Entry(row.context, source, text, flags, remark, obsolete=True))
                continue
            old = kept[at]
            # Which of the two is the better one is not ours to say, so neither goes.
            also = f"Also: {text}" if text and self._changed(text, old.translation) else ""
            kept[at] = replace(old, comment=_and(_and(old.comment, remark), also))
        return kept

    def _look(self, entry: Entry, rows: Sequence[Row]) -> None:
        """Report what is odd about an entry's rows whatever they say."""
        for row in rows:
            if row.source is not None and self._changed(row.source, entry.source) is not None:
                hint = "The source is changed in the manuscript only."
                self._warn("exchange-source", row, f"the source {short(entry.source)} was edited.", hint)
        texts = entry.source, entry.translation, entry.comment
        if rows and any(printable(text) != text for text in texts):
            message = "it has control characters, which the file cannot hold; the catalogue keeps them where untouched."
            self._warn("exchange-character", rows[0], message)

    def _choose(self, entry: Entry, rows: Iterable[Row], part: str) -> tuple[Row | None, str | None]:
        """Return the row that changes a part of an entry and its text: of several the first that says something."""
        old = getattr(entry, part)
        changes: dict[str, Row] = {}
        for row in rows:
            if (text := self._news(row, part, old)) is not None:
                changes.setdefault(text, row)
        said = [(row, text) for text, row in changes.items() if text]
        if not said:
            return next(((row, text) for text, row in changes.items()), (None, None))
        first, text = said[0]
        for row, other in said[1:]:
            message = f"a second {part} of the same passage, {short(other)}, was not taken; {first.where} has one."
            self._warn("exchange-twice", row, message, "Leave one row of each passage.")
        if self._conflicts(entry, first, part):
            message = (
                f"the {part} was changed in the catalogue too since the file went out: {short(old)} gave way."
                if first.base
                else f"the file no longer says what went out, so {short(old)}, which may be the newer {part}, gave way."
            )
            self._warn("exchange-conflict", first, message, "It is kept in the entry's comment: choose.")
        return first, text

    def _news(self, row: Row, part: str, old: str) -> str | None:
        """Return what a row says anew of a part of an entry, or None."""
        text = self._changed(getattr(row, part), old)
        # What differs only because the catalogue went on since the file went out is no change.
        if text is None or (row.base is not None and seal(text) == getattr(row.base, part)):
            return None
        if part != "comment":
            return text
        text = unsigned(text, old)
        known = _and(text, old) if row.base is None else text
        return None if tidy(known) == tidy(old) else text

    def _conflicts(self, entry: Entry, row: Row, part: str) -> bool:
        """Tell whether a part of an entry is, or may be, another by now than it was when the row went out."""
        old = getattr(entry, part)
        return bool(old.strip()) and (row.base is None or seal(self.echo(old)) != getattr(row.base, part))

    def _confirms(self, row: Row, entry: Entry) -> bool:
        """Return whether a row says that the guess which the entry is now is right."""
        if row.base is not None:
            return row.confirmed and row.base.fuzzy and row.base.translation == seal(self.echo(entry.translation))
        if row.confirmed:
            message = "the file no longer says what went out, so nobody can tell whether its guess was found right."
            self._warn("exchange-state", row, message, "Take the mark away in the catalogue, if it is.")
        return False

    def _doubts(self, row: Row, entry: Entry) -> bool:
        """Tell whether a row's state was put back for the translation that the entry has now."""
        if entry.fuzzy or not entry.translation.strip():
            return False
        if row.base is not None and row.base.translation != seal(self.echo(entry.translation)):
            message = f"its state is {row.state}, but the catalogue has another translation since: it stays as it is."
            self._warn("exchange-state", row, message, "Look at it.")
            return False
        return True

    def _put_back(self, entry: Entry, row: Row) -> Entry:
        """Return the entry as a guess where its row says that it needs work."""
        if not row.state:
            return entry
        message = f"its state was put back to {row.state}, so its translation is fuzzy."
        self._warn("exchange-state", row, message, "Take the mark away when it is right.")
        return replace(entry, flags=("fuzzy", *entry.flags))

    def _changed(self, new: str | None, old: str) -> str | None:
        """Return a text if it is another than the old one; blank lines around it and blanks after it don't count."""
        before = self.echo(old)
        if new is None or new == before or tidy(new) == tidy(before):
            return None
        return tidy(new)

    def _warn(self, code: str, row: Row, message: str, hint: str = "") -> None:
        self.findings.append(warning(code, row.place, f"{row.where}: {message}", hint))


def _earlier(units: dict[str, Entry], strange: Iterable[Row]) -> tuple[dict[str, Row], list[Row]]:
    """Return the rows of what guesses were made from, by the ids that those have now, and the rest."""
    made: dict[str, list[str]] = {}
    for key, entry in units.items():
        if entry.fuzzy and entry.previous_source:
            made.setdefault(unit_id(_origin(entry)), []).append(key)
    earlier: dict[str, Row] = {}
    rest = []
    for row in strange:
        keys = made.get(row.id, [])
        if len(keys) == 1 and keys[0] not in earlier:  # what was cut in two has no one place to go to
            earlier[keys[0]] = row
        else:
            rest.append(row)
    return earlier, rest


def _origin(guess: Entry) -> Entry:
    """Return a guess beside the source that it was made from."""
    return replace(guess, context=guess.previous_context or guess.context, source=guess.previous_source)


def _anew(row: Row, part: str) -> str:
    """Return what a row says that did not go out in it, or that may not have; a guess that was confirmed is new."""
    text = tidy(getattr(row, part) or "")
    if row.base is None or seal(text) != getattr(row.base, part):
        return text
    return text if part == "translation" and row.base.fuzzy and row.confirmed else ""


def _and(comment: str, more: str) -> str:
    """Return a comment with the lines behind it that it does not have."""
    known = comment.split("\n")
    return "\n".join(
        [*([comment] if comment else []), *(line for line in more.split("\n") if line and line not in known)]
    )


def _translated(entry: Entry) -> Entry:
    """Return the entry no longer fuzzy, and to be reviewed anew."""
    flags = [flag for flag in entry.flags if flag != "fuzzy"]
    if FLAG not in flags:
        flags.append(FLAG)
    return replace(entry, flags=tuple(flags), previous_context="", previous_source="")
