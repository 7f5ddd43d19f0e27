"""Labels of notes in a source: carried through pandoc, whose tree drops them, and told where they go wrong."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from bindery import bare
from bindery.model import Finding, Severity
from bindery.source import Source
from bindery.tools import snares

_DEFINITION = re.compile(r"^( {0,3}\[\^([^\]\s]+)\]:)(?=\s|$)", re.MULTILINE)
# Labels have an end, lest the rest of a chapter be looked through for each that nobody closes.
CALL = re.compile(r"(?<!\\)\[\^([^\]\s]{1,999}+)\]")
# A label that pandoc does not take for one: "[^a b]", but not "[^raised^ words]" nor what else has a caret in it.
_SPACED = re.compile(r"(?<!\\)\[\^([^\]^\s]*\s[^\]^\n]*)\](?![({])")
_RAISED = re.compile(rf"{snares.CODE.pattern}|(?<!\\)\^\[\^([^\]\s]{{1,999}}+)\](\^)?")
_OPEN_RAISED = re.compile(r"\^[^\s^]+\Z")
_INNER = re.compile(r"(?:(?:[ \t]*(?:>|[-+*](?=[ \t])|\d+[.)](?=[ \t])))+[ \t]*|[ \t]{4,})\[\^([^\]\s]+)\]:")
# What begins a block of another kind than a paragraph, or a picture with a caption.
_BLOCK = re.compile(r">|[-+*] |\(?(?:\d+|[#a-zA-Z])[.)] |\||`{3}|~{3}|#{1,6} |:{3}|!\[")
_INDENTED = re.compile(r"(?: {4}|\t)[ \t]*\S")
# A label travels through pandoc as an empty span at the start of its note: the tree drops labels.
CLASS = "bindery-label"


def labelled(source: Source) -> str:
    """Return the text with every note definition carrying its label where pandoc keeps it."""
    lines = source.text.split("\n")
    code = bare.code(source.text)
    definitions = {at: definition for at, definition, _body in read(source.text) if definition}
    defined = {definition[2] for definition in definitions.values()}
    # "m^2^[^a]" is a call after a raised two, but pandoc reads "^[" first, an inline note: a remark parts them.
    lines = [line if at in code else _RAISED.sub(lambda m: _parted(m, defined), line) for at, line in enumerate(lines)]
    for at, found in definitions.items():
        key = re.sub(r'(["\\&])', r"\\\1", found[2])
        mark = f'[]{{.{CLASS} key="{key}"}}'
        rest = lines[at][found.end() :].lstrip()
        if _BLOCK.match(rest):  # a list or quotation must go on beginning its line
            lines[at] = f"{found[1]} {mark}\n\n    {rest}"
            for below in range(at + 1, len(lines)):
                if not lines[below].strip() or _DEFINITION.match(lines[below]):
                    break
                lines[below] = f"    {lines[below]}" if not lines[below].startswith("    ") else lines[below]
        elif not rest and _INDENTED.match("".join(lines[at + 1 : at + 2])):  # the note begins on the next line
            lines[at] = f"{found[1]} {mark}\n"
        else:
            lines[at] = f"{found[1]} {mark}{rest}"
    return "\n".join(lines)


def _parted(found: re.Match[str], defined: set[str]) -> str:
    """Return a call after a caret so that it is one: a call between two, as converters write it, is raised anyway."""
    if found[2] not in defined:
        return found[0]
    if found[3] and not _OPEN_RAISED.search(found.string, 0, found.start()):
        return f"[^{found[2]}]"
    return f"^<!-- -->[^{found[2]}]{found[3] or ''}"


def find(source: Source, unread: Mapping[str, int] = MappingProxyType({})) -> list[Finding]:
    """Return undefined, unused and repeated note labels and those that are none, each with its line.

    ``unread`` is how often each label stands in what is ``coded``.
    """
    defined: dict[str, int] = {}
    called: dict[str, int] = {}
    times = Counter[str]()
    found: list[Finding] = []
    for at, definition, body in read(source.text):
        if definition and definition[2] in defined:
            message = f"note [^{definition[2]}] is defined twice."
            hint = f"Line {defined[definition[2]]} has it already; give one of them another label."
            found.append(source.find("note-repeated", Severity.ERROR, at + 1, message, hint))
        elif definition:
            defined[definition[2]] = at + 1
        for call in CALL.finditer(body):
            called.setdefault(call[1], at + 1)
            times[call[1]] += 1
        for spaced in _SPACED.finditer(body):
            message = f"[^{spaced[1]}] has a space in it, so it is no label of a note."
            hint = f"Write it without, there and where it is called: [^{'-'.join(spaced[1].split())}]."
            found.append(source.find("note-label", Severity.ERROR, at + 1, message, hint))
    called = {label: at for label, at in called.items() if times[label] > unread.get(label, 0)}
    return sorted([*found, *_unmatched(source, defined, called)], key=lambda finding: finding.place)


def _unmatched(source: Source, defined: dict[str, int], called: dict[str, int]) -> Iterator[Finding]:
    inner = _inner(source.text)
    for label, line in called.items():
        if label in defined or label.endswith("^"):  # "[^raised^]{lang=uk}" is no call
            continue
        if label in inner:
            message = f"the text of note [^{label}] stands within a quotation or a list."
            hint = "Move it out, to the beginning of a line after an empty one."
            yield source.find("note-inner", Severity.ERROR, inner[label], message, hint)
        else:
            message = f"note [^{label}] is called but has no text."
            yield source.find("note-undefined", Severity.ERROR, line, message, f'Add "[^{label}]: …" below.')
    for label, line in defined.items():
        if label not in called:
            message = f"note [^{label}] is never called, so no reader would see it."
            hint = f"Put [^{label}] where it belongs, or remove the note."
            yield source.find("note-unused", Severity.ERROR, line, message, hint)


def _inner(text: str) -> dict[str, int]:
    """Return the notes that are defined within another block, with their lines, from 1."""
    found = ((at, _INNER.match(line)) for at, line in enumerate(bare.lines(text), 1))
    return {mark[1]: at for at, mark in found if mark}


def calls(source: Source) -> dict[str, list[int]]:
    """Return the lines, from 1, on which each note that has a text is called."""
    here = list(read(source.text))
    found: dict[str, list[int]] = {definition[2]: [] for _at, definition, _body in here if definition}
    for at, _definition, body in here:
        for call in CALL.finditer(body):
            if call[1] in found:
                found[call[1]].append(at + 1)
    return found


def coded(source: Source, said: Iterable[str]) -> Counter[str]:
    """Return how often each label stands in code that only pandoc knows for it, as where it is indented.

    ``said`` is all code and HTML that it has read.
    """
    unseen = Counter(call for text in said for call in CALL.findall(text))
    if not unseen:
        return unseen
    seen = Counter(call[1] for _at, _definition, body in read(source.text) for call in CALL.finditer(body))
    whole = Counter(call for line in source.text.split("\n") for call in CALL.findall(_DEFINITION.sub("", line)))
    return unseen - (whole - seen)


def swallowed(source: Source) -> dict[str, int]:
    """Return the notes that are defined in the midst of a paragraph, and so are words of it, with their lines."""
    lines = bare.lines(source.text)
    begun = {at: definition for at, definition, _body in read(source.text) if definition}
    return {found[2]: at + 1 for at, found in begun.items() if at and lines[at - 1].strip() and at - 1 not in begun}


def read(text: str) -> Iterator[tuple[int, re.Match[str] | None, str]]:
    """Yield lines, from 0, as who looks for calls reads them: a definition that begins it, and what is after that."""
    for at, line in enumerate(bare.lines(text)):
        definition = _DEFINITION.match(line)
        yield at, definition, line[definition.end() :] if definition else line
