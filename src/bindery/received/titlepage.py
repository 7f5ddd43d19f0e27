"""The title page: who, what, when, taken from the lines around the first heading."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from bindery.model import Finding, Person, Place, Severity
from bindery.received import inlines
from bindery.received.nouns import Block, Kind, Log, Metadata, Sureness

_BY = re.compile(
    r"^(?:by|author(?:s|\(s\))?|автор(?:ы|и|ка|ки)?|аўтар(?:ы|ка)?|autor(?:zy|ka)?)(?::\s*|\s+)(?=\S)", re.IGNORECASE
)
_HONORIFIC = re.compile(r"^((?:(?:Prof|Dr|PhD|Др|Д-р|Проф|Праф)\b\.?(?:\s*hab\.)?\s*)+)(?=\S)")
_YEAR = re.compile(r"^(?:\w+\.?\s+)?(?:\d{1,2},?\s+)?((?:19|20)\d\d)$")
_AND = re.compile(r"\s*[,;&]\s*|\s+(?:and|і|и|й|oraz|i)\s+")
_KIND = re.compile(
    r"article|report|paper|brief|study|review|essay|commentary|analy[st]|аналит|аналіт|стать?я|стаття|артыкул|отч[её]т|"
    r"звіт|справаздач|доклад|raport|artykuł|analiza",
    re.IGNORECASE,
)
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
    if several and not taken and not before and _has_text(rest):
        # The first of several chapters: its heading must stay where it is.
        log.did(blocks[at].line, "the first chapter's heading is taken for the title too", Sureness.GUESS)
        page.title_line = 0
        return page, blocks
    log.did(blocks[at].line, "title", Sureness.CERTAIN if taken or before else Sureness.GUESS)
    if before and all(b.kind is Kind.PARAGRAPH for b in before) and sum(len(b.text) for b in before) <= _WORDMARK:
        page.publisher = " ".join(bare(b.text) for b in before)
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
    )


def bare(text: str) -> str:
    """Return a line's words without emphasis, line breaks and escapes."""
    text = re.sub(r"<br\s*/?>|\\\n|\s+", " ", text)
    text = re.sub(r"(?<!\\)\*+|(?<![\\\w])_+(?=\S)|(?<=\S)(?<!\\)_+(?!\w)", "", text)
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", text).strip()


def _has_text(rest: list[Block]) -> bool:
    return bool(rest) and rest[0].kind is not Kind.HEADING


def _taken(block: Block, page: TitlePage, log: Log) -> bool:
    """Tell whether every line of a block belongs to the title page; if so it is taken."""
    if block.kind is not Kind.PARAGRAPH:
        return False
    found = [inlines.unmarked(line) for line in map(bare, block.text.split("\n")) if line]
    lines = [line for line, _ in found]
    kinds = ["by" if _BY.match(x) else "year" if _YEAR.match(x) else "kind" if _is_kind(x) else "" for x in lines]
    if "year" in kinds:
        # Beside the year, a short line that is nothing else says what the publication is.
        kinds = [kind or ("kind" if len(line) < 60 else "") for kind, line in zip(kinds, lines, strict=True)]
    if "" in kinds or not _new(kinds, lines, page):
        return False
    for number, (kind, line) in enumerate(zip(kinds, lines, strict=True)):
        _put(kind, line, page)
        page.marks += [(block.line + number, mark) for mark in found[number][1]]
        log.did(block.line + number, {"by": "author", "year": "date"}.get(kind, kind), Sureness.LIKELY)
    return True


def _new(kinds: list[str], lines: list[str], page: TitlePage) -> bool:
    """Tell whether lines say what the page does not say, or the very same."""
    if len(set(kinds)) < len(kinds):
        return False
    said = TitlePage()
    for kind, line in zip(kinds, lines, strict=True):
        _put(kind, line, said)
    pairs = ((page.authors, said.authors), (page.date[:4], said.date), (page.kind, said.kind))
    return not any(had and new and had != new for had, new in pairs)


def _is_kind(line: str) -> bool:
    return len(line.split()) <= 4 and not line.endswith(".") and bool(_KIND.search(line))


def _put(kind: str, line: str, page: TitlePage) -> None:
    if kind == "by":
        page.authors = list(people(_BY.sub("", line)))
    elif kind == "year":
        found = _YEAR.match(line)
        page.date = page.date or (found[1] if found else "")
    else:
        page.kind = line


def people(text: str) -> Iterator[Person]:
    """Yield the people that a line names."""
    for name in filter(None, _AND.split(text)):
        honorific = _HONORIFIC.match(name)
        yield Person(name[honorific.end() :], honorific[1].strip()) if honorific else Person(name)
