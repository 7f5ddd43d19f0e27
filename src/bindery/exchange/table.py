"""Catalogues as a Word table: id, source, translation, comment; a row for each passage, in reading order."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bindery.catalog import same_language
from bindery.characters import printable
from bindery.exchange import wordml, words
from bindery.exchange.units import Base, Row, live, misplaced, publication, refusal, seal, short, warning
from bindery.exchange.wordml import Cell, Line
from bindery.model import Catalog, Entry, Finding, Place
from bindery.tools import word

_LABELS = "id", "source", "translation", "comment"
_WIDTHS = 24, 95, 95, 53
_ID = re.compile(r"(?<![0-9a-f])[0-9a-f]{12}(?![0-9a-f])", re.IGNORECASE | re.ASCII)  # Word likes capitals
_LANGUAGE, _PUBLICATION = "bindery-language:", "bindery-publication:"  # among the file's keywords
_NO_TEXT = {
    "list": "Word made a list of it, whose numbers or dots are no text",
    "note": "a footnote of Word hangs on it, which is not taken",
    "symbol": "a symbol of some font is in it",
}


def write(catalog: Catalog, source_language: str, title: str) -> bytes:
    """Return the catalogue as a Word file."""
    target = words.spelling(catalog.language)
    source = words.spelling(source_language)

    def said(text: str, style: str, language: str = "") -> word.Paragraph:
        return word.Paragraph(echo(text), style, language)

    def row(key: str, entry: Entry) -> list[list[word.Paragraph]]:
        base = Base(seal(echo(entry.translation)), seal(echo(entry.comment)), entry.fuzzy)
        about = [word.Paragraph(key, "id", hidden=f" {base}"), said(entry.context, "kind")]
        if entry.remark:
            about.append(said(entry.remark, "kind", "en-US"))
        comment = [said(words.warning(entry), "warning", source)] if entry.fuzzy else []
        if entry.comment or not comment:
            comment.append(said(entry.comment, "text", target))
        return [about, [said(entry.source, "text", source)], [said(entry.translation, "text", target)], comment]

    intro = [said(words.ENGLISH, "text", "en-US")]
    if own := words.instructions(catalog.language):
        intro.append(said(own, "text", target))
    head = [[said(label, "text", "en-US")] for label in _LABELS]
    rows = (row(key, entry) for key, entry in live(catalog).items())
    keywords = f"{_LANGUAGE}{words.tag(catalog.language)} {_PUBLICATION}{publication(catalog)}"
    return word.write(printable(title), printable(keywords), intro, _WIDTHS, [head, *rows])


def echo(text: str) -> str:
    """Return a text as it comes back from a file that nobody touched."""
    return printable(text.replace("\r\n", "\n").replace("\r", "\n"))


def read(data: bytes, catalog: Catalog, shown: str, others: Collection[str]) -> tuple[list[Row], list[Finding]]:
    """Return the rows of a translator's file and findings; one of severity error where nothing can be taken."""
    try:
        opened = word.read(data)
        tables = [wordml.lines(table, opened.notes, opened.links) for table in opened.tables]
    except word.Unreadable as error:
        return [], refusal("exchange-file", shown, str(error), "Save it as a Word document (.docx) and send it again.")
    sought = (re.search(rf"{label}([\w-]+)", opened.keywords) for label in (_LANGUAGE, _PUBLICATION))
    language, slug = (found[1] if found else "" for found in sought)
    if wrong := misplaced(slug, others, shown):
        return [], wrong
    if language and not same_language(language, catalog.language):
        message = f"the file was made for {language!r}, not for {catalog.language!r}."
        return [], refusal("exchange-language", shown, message, "Name the language that it belongs to.")
    units = live(catalog)
    rows: list[Row] = []
    findings: list[Finding] = []
    ours = [(number, table, columns) for number, table in enumerate(tables, 1) if (columns := _columns(table, units))]
    if not ours:
        message = "no table of it has the columns id, source and translation."
        return [], refusal("exchange-file", shown, message, "Is it the file that was exported?")
    for number, table, columns in ours:
        name = f"table {number}, " if len(ours) > 1 else ""
        if columns.head is None:
            message = f"{name}the head of the table is gone: the columns were taken in their order."
            findings.append(warning("exchange-head", Place(shown), message))
        rows += _Table(columns, name, Place(shown), units).rows(table)
    return rows, findings


@dataclass(frozen=True, slots=True)
class _Columns:
    """Where a table has what: the head's cells, or None, and each column's place among the cells of a row."""

    head: Line | None
    places: Mapping[str, int]

    def find(self, line: Line, label: str) -> Cell | None:
        """Return the cell of a row in a column; rows that were cut up differently are told by the grid."""
        at = self.places.get(label, -1)
        if at < 0:
            return None
        if self.head is None or len(self.head) == len(line):
            return line[at] if at < len(line) else None
        grid = self.head[at].start
        return next((cell for cell in line if cell.start <= grid < cell.start + cell.span), None)


def _columns(table: Sequence[Line], units: Mapping[str, Entry]) -> _Columns | None:
    """Return the columns of a table, by its head or else by the ids in it; None for somebody else's table."""
    for line in table:
        labels = _labels(line)
        if {"id", "translation"} <= set(labels):
            return _Columns(line, {label: labels.index(label) for label in _LABELS if label in labels})
    for line in table:
        for at, cell in enumerate(line):
            if _key(cell) in units:
                return _Columns(None, {label: at + n for n, label in enumerate(_LABELS)})
    return None


def _labels(line: Line) -> list[str]:
    return [cell.text.strip().casefold() for cell in line]


def _key(cell: Cell | None) -> str:
    found = _ID.search(cell.text) if cell else None
    return found[0].lower() if found else ""


def _context(cell: Cell | None) -> str:
    """Return the kind of passage, which stands below its id."""
    below = _ID.split(cell.text, maxsplit=1)[1:] if cell else []
    return next((line.strip() for text in below for line in text.split("\n")[1:] if line.strip()), "")


@dataclass(frozen=True, slots=True)
class _Table:
    """One table of ours being read."""

    columns: _Columns
    name: str
    place: Place
    units: Mapping[str, Entry]

    def rows(self, table: Sequence[Line]) -> Iterator[Row]:
        """Yield what each row says; the head is none, wherever it stands."""
        together = wordml.merged(table)
        head = _labels(self.columns.head) if self.columns.head else None
        for number, line in enumerate(table, 1):
            if _labels(line) != head and any(label for label in _labels(line)):
                yield self._row(line, number, together)

    def _row(self, line: Line, number: int, together: set[int]) -> Row:
        cells = {label: cell for label in _LABELS if (cell := self.columns.find(line, label))}
        ours = list(cells.values())
        # What was merged with its neighbour says two things at once.
        sole = {
            label: cell
            for label, cell in cells.items()
            if id(cell) not in together and sum(cell is other for other in ours) == 1
        }
        where = f"{self.name}row {number}"
        remarks = []
        if torn := [cells[label] for label in ("translation", "comment") if label in cells and label not in sole]:
            message = f"{where}: cells were merged, so {short(torn[0].text)} was not taken."
            remarks.append(warning("exchange-merged", self.place, message, "Split them and take the file again."))
        for note in dict.fromkeys(note for cell in ours for note in cell.notes):
            message = f"{where}: a comment of Word, {short(note)}, was not taken."
            hint = "If it should stay, put it into the comment column."
            remarks.append(warning("exchange-note", self.place, message, hint))
        remarks += self._remarks([cell for label, cell in cells.items() if label in {"translation", "comment"}], where)
        key = _key(sole.get("id"))
        guess, about, odd = self._comment(sole.get("comment"), key, where)
        return Row(
            id=key,
            source=sole["source"].text if "source" in sole else None,
            translation=sole["translation"].text if "translation" in sole else None,
            comment=about,
            place=self.place,
            where=where,
            context=_context(sole.get("id")),
            confirmed="comment" in sole and not guess,
            guess=guess,
            base=Base.read(sole["id"].text.lower()) if key else None,
            slips=tuple(self._slips(sole.get("translation"), where)),
            remarks=(*remarks, *odd),
        )

    def _remarks(self, cells: Sequence[Cell], where: str) -> Iterator[Finding]:
        """Tell what is lost of cells even where their words are as they were."""
        for address in dict.fromkeys(address for cell in cells for address in cell.links):
            message = f"{where}: words lead to <{' '.join(address.split())}> in Word, which is not taken."
            yield warning("exchange-format", self.place, message, "Links are written in Markdown: [words](address).")
        if any("picture" in cell.marks for cell in cells):
            message = f"{where}: there is a picture in Word, which is not taken."
            yield warning("exchange-format", self.place, message, "Pictures are those of the manuscript.")

    def _comment(self, cell: Cell | None, key: str, where: str) -> tuple[bool, str | None, list[Finding]]:
        """Return whether the mark of a guess still stands, the translator's comment, and what is odd about it."""
        if cell is None:
            return False, None, []
        entry = self.units.get(key)
        ours = echo(words.warning(entry)) if entry else ""
        kept, odd, guess = [], [], False
        for paragraph in cell.paragraphs:
            if not paragraph.startswith((words.CHANGED, words.GUESS)):
                kept.append(paragraph)
                continue
            guess = True
            if ours and paragraph.startswith(ours):
                kept += [rest] if (rest := paragraph.removeprefix(ours).strip()) else []
            elif ours and entry and entry.fuzzy:
                message = f"{where}: what was written into the paragraph with ⚠ was not taken."
                odd.append(warning("exchange-comment", self.place, message, "Put it into a paragraph of its own."))
        return guess, "\n".join(kept), odd

    def _slips(self, cell: Cell | None, where: str) -> Iterator[Finding]:
        marks = cell.marks if cell else frozenset()
        for mark in sorted(marks & _NO_TEXT.keys()):
            message = f"{where}: {_NO_TEXT[mark]}."
            yield warning("exchange-format", self.place, message, "Write it as text; formats are written in Markdown.")
        if formats := sorted(marks - _NO_TEXT.keys() - {"picture"}):
            message = f"{where}: words are {' and '.join(formats)} in Word, which is not taken."
            yield warning("exchange-format", self.place, message, "Formats are written in Markdown, as *words*.")
