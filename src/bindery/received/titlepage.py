"""The title page: who, what, when, taken from the lines around the first heading."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from bindery.model import Finding, Person, Place, Severity
from bindery.received import dates, inlines
from bindery.received.nouns import Block, Kind, Log, Metadata, More, Sureness

_BY = re.compile(
    r"^(?:(?:(?:prepared|written) )?by|author(?:s|\(s\))?|"
    r"автор(?:ы|и|ка|ки)?|аўтар(?:ы|ка)?|autor(?:zy|ka)?)(?::\s*|\s+)(?=\S)",
    re.IGNORECASE,
)
_HONORIFIC = re.compile(r"^((?:(?:Prof|Dr|PhD|Др|Д-р|Проф|Праф)\b\.?(?:\s*hab\.)?\s*)+)(?=\S)")
_AND = re.compile(r"\s*[,;&]\s*|\s+(?:and|і|и|й|oraz|i)\s+")
_KIND = re.compile(
    r"article|report|paper|brief|study|review|essay|commentary|analy[st]|аналит|аналіт|стать?я|стаття|артыкул|отч[её]т|"
    r"звіт|справаздач|доклад|raport|artykuł|analiza",
    re.IGNORECASE,
)
_DATE = ("date", "дата", "data", "datum", "תאריך")
_ENDING = re.compile(r"[^\W\d]{5,}$")  # "Report", and not the "for" of "Report for May 2021"
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_WORDMARK = 120  # characters: what is longer before the title is text


@dataclass(slots=True)
class TitlePage:
    """What was read from the title page, and the line that each thing stood on."""

    title: str = ""
    authors: list[Person] = field(default_factory=list)
    date: str = ""
    kind: str = ""
    publisher: str = ""
    subtitle: str = ""
    language: str = ""
    notes: dict[str, str] = field(default_factory=dict)  # their style and translation
    more: dict[str, More] = field(default_factory=dict)  # what else publication.yaml may say, by its keys
    title_line: int = 0  # or 0 where the title stays in the text too
    marks: list[tuple[int, str]] = field(default_factory=list)  # of notes, taken out: a title page calls none

    def unmarked(self, text: str, line: int) -> str:
        """Return words without their marks of notes, which are kept with their line."""
        text, marks = inlines.unmarked(text)
        self.marks += [(line, mark) for mark in marks]
        return text


def take(blocks: list[Block], log: Log, page: TitlePage | None = None) -> tuple[TitlePage, list[Block]]:
    """Return the title page and the blocks that are not part of it; ``page`` is what is known of it already."""
    page = page or TitlePage()
    at = next((n for n, block in enumerate(blocks) if block.kind is Kind.HEADING and block.level == 1), None)
    if page.title:
        return page, _below(blocks, at, page, log)
    if at is None:
        return page, blocks
    before, rest = blocks[:at], blocks[at + 1 :]
    several = sum(block.kind is Kind.HEADING and block.level == 1 for block in blocks) > 1
    page.title, page.title_line = bare(blocks[at].text), blocks[at].line
    taken = 0
    while taken < len(rest) and _taken(rest[taken], page, log):
        taken += 1
    wordmark = " ".join(bare(block.text) for block in before)
    short = len(wordmark) <= _WORDMARK and all(block.kind is Kind.PARAGRAPH for block in before)
    if not taken and _has_text(rest) and (not short or (several and not before)):
        # The first of several chapters, or one below text: its heading must stay where it is.
        log.did(blocks[at].line, "the first chapter's heading is taken for the title too", Sureness.GUESS)
        page.title_line = 0
        return page, blocks
    log.did(blocks[at].line, "title", Sureness.CERTAIN if taken or before else Sureness.GUESS)
    if before and short and page.publisher in ("", wordmark):
        page.publisher = wordmark
        log.did(before[0].line, "the lines before the title are the publisher", Sureness.LIKELY)
        before = []
    return page, before + rest[taken:]


def _below(blocks: list[Block], at: int | None, page: TitlePage, log: Log) -> list[Block]:
    """Return the blocks without a title page that says again what is known, or more; another heading is a chapter's."""
    start = 0
    heading, title = (inlines.unmarked(text)[0].casefold() for text in (bare(blocks[at or 0].text), page.title))
    if at == 0 and heading == title:
        page.unmarked(bare(blocks[0].text), blocks[0].line)
        log.did(blocks[0].line, "title", Sureness.CERTAIN)
        start = 1
    while start < len(blocks) and _taken(blocks[start], page, log):
        start += 1
    return blocks[start:]


def unmark(page: TitlePage, known: Collection[str], log: Log) -> None:
    """Take the marks of notes out of the title and tell those of the whole page; a raised figure may be a power."""
    title, marks = inlines.unmarked(page.title, known)
    page.title = re.sub(r"<sup>(\d+)</sup>|\^(\d+)\^", lambda found: (found[1] or found[2]).translate(_RAISED), title)
    page.marks += [(page.title_line, mark) for mark in marks if page.title_line]
    log.found(
        Finding(
            "import-mark-on-title-page",
            Severity.WARNING,
            Place(log.file, line),
            f"the title page calls a note, {mark}, which no title page can.",
            "The mark is taken out; put it where the text can call the note.",
        )
        for line, mark in page.marks
    )


def metadata(page: TitlePage, language: str, fallback: str, log: Log) -> Metadata:
    """Return the metadata, with a finding for each thing that a publication needs and the file does not say."""
    missing = [
        (what, hint)
        for what, value, hint in (
            ("title", page.title, "It is the file's name for now."),
            ("author", page.authors, "It says Unknown for now."),
            ("date", page.date, 'It says "0001" for now.'),
        )
        if not value
    ]
    log.found(
        Finding(
            f"import-no-{what}",
            Severity.WARNING,
            Place(log.file, 1),
            f"no {what} found.",
            f"{hint} Mend publication.yaml.",
        )
        for what, hint in missing
    )
    authors = tuple(page.authors) or (Person("Unknown"),)
    return Metadata(
        title=page.title or fallback,
        authors=authors,
        date=page.date or "0001",
        language=page.language or language,
        subtitle=page.subtitle,
        kind=page.kind,
        publisher=page.publisher,
        note_style=page.notes.get("style", ""),
        note_translation=page.notes.get("translation", ""),
        more=page.more,
    )


def bare(text: str) -> str:
    """Return a line's words without emphasis, line breaks and escapes."""
    text = re.sub(r"<br\s*/?>|\\\n|\s+", " ", text)
    text = re.sub(r"(?<!\\)\*+|(?<![\\\w])_+(?=\S)|(?<=[^\s_\\])_++(?!\w)|(?<=\\_)_++(?!\w)|(?<=_)_(?!\w)", "", text)
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", text).strip()


def _has_text(rest: list[Block]) -> bool:
    return bool(rest) and rest[0].kind is not Kind.HEADING


def _taken(block: Block, page: TitlePage, log: Log) -> bool:
    """Tell whether every line of a block belongs to the title page; if so it is taken."""
    # "12. Mai 2021" looks like a list.
    if block.kind is not Kind.PARAGRAPH and not (block.kind is Kind.LIST and dates.iso(block.text)):
        return False
    found = [inlines.unmarked(line) for line in map(bare, re.split(r"\\?\n", block.text)) if line]
    said = [_said(line) for line, _ in found]
    if any(words.date for words in said):
        # Beside the date, a short line that is nothing else says what the publication is.
        said = [
            Words(kind=line) if not any(words.things()) and len(line) < 60 else words
            for words, (line, _) in zip(said, found, strict=True)
        ]
    if not all(any(words.things()) for words in said) or not _new(said, page):
        return False
    for line, (words, (_, marks)) in enumerate(zip(said, found, strict=True), block.line):
        _put(words, page)
        page.marks += [(line, mark) for mark in marks]
        for what in filter(None, words.things()):
            log.did(line, what, Sureness.LIKELY)
        if words.rest:
            log.found([_beside(words, line, log)])
    return True


@dataclass(frozen=True, slots=True)
class Words:
    """What a line of the title page says, and what stands beside its date and is nothing that is known."""

    authors: tuple[Person, ...] = ()
    kind: str = ""
    date: str = ""
    rest: str = ""

    def things(self) -> tuple[str, str, str]:
        """Return what is said, each by its name or as nothing."""
        return "author" if self.authors else "", "kind" if self.kind else "", "date" if self.date else ""


def _said(line: str) -> Words:
    by, last = _BY.match(line), dates.closing(line)
    if by and last.parted:
        return Words(tuple(people(_BY.sub("", last.before))), date=last.date)
    if by:
        return Words(tuple(people(_BY.sub("", line))))
    if last.date and (words := _dated(last)):
        return words
    return Words(kind=line) if _is_kind(line) else Words()


def _dated(last: dates.Closing) -> Words | None:
    """Return what a line with a date says, or None where its other words make it a line of something else."""
    month, word = "-" in last.date, " " not in last.before
    if dates.is_month(last.before.rpartition(" ")[2]):
        # "May – June 2021": a publication has one month or none.
        return Words(date=last.date[:4], rest=last.before) if word else None
    if not last.before or last.before.casefold() in _DATE:
        return Words(date=last.date)
    # "Theresa May 2021" is not of May, "Annual Report 2021" is a name with a year in it.
    named = last.parted or ((month or word) and _ENDING.search(last.before))
    if named and _is_kind(last.before):
        return Words(kind=last.before, date=last.date)
    # "Vilnius, May 2021" and "Vilnius 2021", and what is no day in "31 June 2021".
    placed = word and (month == last.parted or last.before.isdigit())
    return Words(date=last.date, rest=last.before) if placed else None


def _new(said: list[Words], page: TitlePage) -> bool:
    """Tell whether lines say what the page does not say, the very same, or the month of its year."""
    things = [what for words in said for what in words.things() if what]
    if len(set(things)) < len(things):
        return False
    both = TitlePage()
    for words in said:
        _put(words, both)
    if page.authors and both.authors and page.authors != both.authors:
        return False
    if page.kind and both.kind and page.kind != both.kind:
        return False
    return page.date.startswith(both.date) or both.date.startswith(page.date)


def _is_kind(line: str) -> bool:
    return len(line.split()) <= 4 and not line.endswith(".") and bool(_KIND.search(line))


def _put(words: Words, page: TitlePage) -> None:
    page.authors = list(words.authors) or page.authors
    page.kind = words.kind or page.kind
    page.date = max(page.date, words.date, key=len)


def _beside(words: Words, line: int, log: Log) -> Finding:
    return Finding(
        "import-words-beside-date",
        Severity.WARNING,
        Place(log.file, line),
        f"“{words.rest}” beside the date is not understood, and not printed.",
        f'The date is "{words.date}" now; what else it shall say belongs into publication.yaml or into the text.',
    )


def people(text: str) -> Iterator[Person]:
    """Yield the people that a line names."""
    for name in filter(None, _AND.split(text)):
        honorific = _HONORIFIC.match(name)
        yield Person(name[honorific.end() :], honorific[1].strip()) if honorific else Person(name)
