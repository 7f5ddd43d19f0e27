"""A chapter's text as pandoc shall read it: calls and notes, and whatever is no note left visible."""

from __future__ import annotations

from bindery.model import Finding, Place, Severity
from bindery.received import headings, inlines
from bindery.received.joins import join
from bindery.received.nouns import Block, Entry, Kind, Log, Sureness
from bindery.received.scopes import Scope, shown, tell_headings


def compose(scopes: list[Scope], log: Log) -> str:
    """Return a chapter file's text: its blocks, then what is left of its lists, then its notes."""
    body: list[str] = []
    notes: list[str] = []
    used: set[str] = set()
    for scope in scopes:
        called = scope.calls({label for label, entry in scope.notes.items() if _words(entry)})
        names = {label: _unused(label, used) for label in scope.notes if label in called}
        used.update(names.values())
        blocks = headings.mend(join(scope.blocks, log), log)
        body += [text for block in blocks if (text := _block(block, names))]
        body += [text for block in _left(scope, names, log) if (text := _block(block, {}))]
        notes += [_note(names[label], entry, log) for label, entry in scope.notes.items() if label in names]
        _tell_marks(scope, names, log)
        if names:
            log.did(min(scope.notes[label].line for label in names), f"notes made: {len(names)}", Sureness.CERTAIN)
        _tell_inline(scope, log)
    return "\n\n".join([*body, *notes]) + "\n"


def _unused(label: str, used: set[str]) -> str:
    name, time = label, 1
    while name in used:
        time += 1
        name = f"{label}-{time}"
    return name


def _words(entry: Entry) -> bool:
    return any(block.text.strip() for block in entry.paragraphs)


def _block(block: Block, names: dict[str, str], *, within: bool = False) -> str:
    if block.kind in {Kind.CODE, Kind.DIVISION}:
        return block.text
    if block.kind is Kind.RULE:
        return "* * *"  # a row of hyphens might begin a table
    if block.kind is Kind.HEADING:
        name = f" {{#{block.name}}}" if block.name else ""
        return f"{'#' * block.level} {inlines.safe(block.text, names, within=within)}{name}" if block.text else ""
    if block.kind is Kind.PARAGRAPH:
        return inlines.paragraph(block.lines, names, within=within)
    return inlines.safe(block.text, names, within=within)


def _note(name: str, entry: Entry, log: Log) -> str:
    paragraphs = list(entry.paragraphs)
    while len(paragraphs) > 1 and paragraphs[-1].kind is Kind.HEADING:
        tell_headings([paragraphs.pop()], log)
    blocks = join(paragraphs, log)
    written = [text for block in blocks if (text := _block(block, {}, within=True).strip("\n"))]
    indented = ["\n".join(f"    {line}" if line else "" for line in text.split("\n")) for text in written]
    _tell_within(entry, blocks, log)
    # Code that is nothing but indented would be none behind the label.
    begin = "\n\n" if written and written[0].startswith("    ") else ""
    return f"[^{name}]: ".rstrip(" " if begin else "") + begin + "\n\n".join(indented)[0 if begin else 4 :]


def _tell_within(entry: Entry, blocks: list[Block], log: Log) -> None:
    for block in blocks:
        if block.kind is Kind.CODE:
            continue
        called = [mark.offset for mark in inlines.marks(block.text) if mark.pandoc]
        for at in sorted([*called, *inlines.inline_notes(block.text)]):
            log.found(
                [
                    _warning(
                        "import-note-in-note",
                        Place(log.file, block.line + block.text.count("\n", 0, at)),
                        f"note {entry.label} has a note in it.",
                        "Its mark stays as it was; say it in the note itself.",
                    )
                ]
            )


def _left(scope: Scope, names: dict[str, str], log: Log) -> list[Block]:
    """Return what no note was made of, under the heading that it stood under."""
    made: list[Block] = []
    listed: set[int] = set()
    owned = [*scope.notes.values(), *scope.repeated]
    repeated = set(map(id, scope.repeated))
    for found in scope.lists:
        left = [entry for entry in found.entries if _stays(entry, scope, names)]
        listed |= {id(entry) for entry in found.entries}
        dropped = bool(found.entries) or (found.defined and not any(_stays(entry, scope, names) for entry in owned))
        if dropped and not left and all(block.kind is Kind.HEADING for block in found.head):
            what = "rule above" if found.heading.kind is Kind.RULE else "heading of"
            log.did(found.heading.line, f"the {what} the notes is dropped: the press sets its own", Sureness.CERTAIN)
            tell_headings(found.head, log)
        else:
            made += [found.heading, *found.head, *(block for entry in left for block in shown(entry))]
    made += [b for e in owned if id(e) not in listed and _stays(e, scope, names) for b in shown(e)]
    for entry in owned:
        if id(entry) in repeated:
            log.found([_repeated(entry, scope, log)])
        elif _stays(entry, scope, names):
            log.found([_unmarked(entry, log)])
    return made


def _stays(entry: Entry, scope: Scope, names: dict[str, str]) -> bool:
    return scope.notes.get(entry.label) is not entry or entry.label not in names


def _repeated(entry: Entry, scope: Scope, log: Log) -> Finding:
    return _warning(
        "import-note-repeated",
        Place(log.file, entry.line),
        f"there is a note {entry.label} in line {scope.lines[entry.label]} already.",
        "It stays as text at the chapter's end; give it a number of its own.",
    )


def _unmarked(entry: Entry, log: Log) -> Finding:
    return _warning(
        "import-note-without-mark",
        Place(log.file, entry.line),
        f"no mark in the text calls note {entry.label}.",
        f"It stays as text at the chapter's end; put [^{entry.label}] where it belongs.",
    )


def _tell_marks(scope: Scope, names: dict[str, str], log: Log) -> None:
    lettered = any(len(label) == 1 and label.isalpha() for label in names)
    for block in scope.blocks:
        if block.kind is Kind.CODE:
            continue
        for mark in inlines.marks(block.text):
            for label in mark.labels:
                # A single raised letter is a power or an abbreviation, unless notes are lettered.
                letter = len(label) == 1 and label.isalpha() and label not in "ivx" and not lettered
                if mark.plain and label not in names and (mark.pandoc or not letter):
                    written = f"[^{label}]" if mark.pandoc else f"^{label}^"
                    log.found([_noteless(label, written, block.line + block.text.count("\n", 0, mark.offset), log)])


def _tell_inline(scope: Scope, log: Log) -> None:
    lines = [
        block.line + block.text.count("\n", 0, at)
        for block in scope.blocks
        if block.kind is not Kind.CODE
        for at in inlines.inline_notes(block.text)
    ]
    if lines:
        log.did(lines[0], f"inline notes kept as notes: {len(lines)}", Sureness.CERTAIN)


def _noteless(label: str, written: str, line: int, log: Log) -> Finding:
    return _warning(
        "import-mark-without-note",
        Place(log.file, line),
        f"there is no note {label}.",
        f"The mark stays as it was; add the note, or remove {written}.",
    )


def _warning(code: str, place: Place, message: str, hint: str) -> Finding:
    return Finding(code, Severity.WARNING, place, message, hint)
