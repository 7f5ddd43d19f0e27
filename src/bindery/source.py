"""A chapter's source: its bytes as text, and what pandoc's tree no longer tells (note labels, lines)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from bindery.errors import ManuscriptError
from bindery.model import Finding, Place, Severity
from bindery.tools import snares

_AROUND = " \t>"  # what stands before and after a fence in a list, a note or a quotation
_FENCE = re.compile(rf"[{_AROUND}]*(`{{3,}}|~{{3,}})")
_DEFINITION = re.compile(r"^( {0,3}\[\^([^\]\s]+)\]:)(?=\s|$)", re.MULTILINE)
_CALL = re.compile(r"(?<!\\)\[\^([^\]\s]+)\]")
# A label that pandoc does not take for one: "[^a b]", but not "[^raised^ words]" nor what else has a caret in it.
_SPACED = re.compile(r"(?<!\\)\[\^([^\]^\n]*\s[^\]^\n]*)\](?![({])")
_UNREAD = re.compile(rf"{snares.CODE.pattern}|<!--.*?-->")
_SIGNS = re.compile(r"`|~~~|<!--")
_RAISED = re.compile(rf"{snares.CODE.pattern}|(?<!\\)\^\[\^([^\]\s]+)\](\^)?")
_OPEN_RAISED = re.compile(r"\^[^\s^]+\Z")
_INNER = re.compile(r"(?:(?:[ \t]*(?:>|[-+*](?=[ \t])|\d+[.)](?=[ \t])))+[ \t]*|[ \t]{4,})\[\^([^\]\s]+)\]:")
_REFERENCE = re.compile(r"^ {0,3}\[(?!\^)([^\[\]\n]+)\]:[ \t]*(.*)")
_ADDRESS = re.compile(r"<?(?:https?://|ftp://|mailto:|tel:|#)", re.IGNORECASE)
_TARGET = re.compile(r"(?:<[^>]*>|\S+)(?:\s+[\"'(].*)?")
# What begins a block of another kind than a paragraph, or a picture with a caption.
_BLOCK = re.compile(r">|[-+*] |\(?(?:\d+|[#a-zA-Z])[.)] |\||`{3}|~{3}|#{1,6} |:{3}|!\[")
_INDENTED = re.compile(r"(?: {4}|\t)[ \t]*\S")
# A label travels through pandoc as an empty span at the start of its note: the tree drops labels.
LABEL_CLASS = "bindery-label"

# A chapter from a stranger: what goes beyond these is refused.
BYTES = 2 << 20  # War and Peace has 3.2 million letters
NOTES = 5000
_MOST = 100
_METADATA = re.compile(
    r"---[ \t]*\n(?:[^\n]+\n){0,50}?[A-Za-z][\w -]*:(?:[ \t][^\n]*)?\n(?:[^\n]*\n){0,200}?(?:---|\.\.\.)[ \t]*(?:\n|\Z)"
)


@dataclass(frozen=True, slots=True)
class Source:
    """One chapter file: its name in messages and its text with plain line ends."""

    file: str
    text: str

    def line_of(self, words: str) -> int:
        """Return the first line, from 1, that contains ``words``, or 0."""
        at = self.text.find(words)
        return self.text.count("\n", 0, at) + 1 if at >= 0 else 0

    def find(self, code: str, severity: Severity, line: int, message: str, hint: str) -> Finding:
        """Return a finding in this file."""
        return Finding(code, severity, Place(self.file, line), message, hint)


def read(path: Path, shown: str) -> Source:
    """Return a chapter file as text: a byte-order mark dropped, line ends made plain.

    Raises ManuscriptError, with the line, where it is not UTF-8.
    """
    if path.stat().st_size > BYTES:
        message = f"the chapter has {path.stat().st_size / 1e6:.1f} MB; {BYTES >> 20} MB are read."
        finding = Finding("source-size", Severity.ERROR, Place(shown), message, "Split it, if it is the right file.")
        raise ManuscriptError([finding])
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ManuscriptError(
            [
                Finding(
                    "source-encoding",
                    Severity.ERROR,
                    Place(shown, line),
                    f"byte 0x{data[error.start]:02x} is not UTF-8.",
                    "Save the file as UTF-8.",
                )
            ]
        ) from error
    return Source(shown, text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "\N{REPLACEMENT CHARACTER}"))


def tangles(source: Source) -> list[Finding]:
    """Return what no reader gets through: brackets, tags and quotations inside one another, notes without number."""
    found: list[Finding] = []
    code = _code_lines(source.text)
    lines = source.text.split("\n")

    def tell(line: int, message: str, hint: str) -> None:
        if len(found) < _MOST:
            found.append(source.find("source-tangle", Severity.ERROR, line, message, hint))

    if _METADATA.match(source.text):
        tell(1, "a block of metadata, which is not read.", "Take it out; publication.yaml has the title and the rest.")
    start = 0
    paragraph: list[str] = []
    for at, line in enumerate([*lines, ""]):
        if wrong := snares.snare(line, code=at in code):
            tell(at + 1, *wrong)
        if line.strip() and at not in code and at < len(lines):
            start = start if paragraph else at
            paragraph.append(line)
        elif paragraph:
            if fault := snares.knot("\n".join(paragraph)):
                tell(start + 1, f"in this paragraph are {fault}.", "Look for what nobody closes, or take some out.")
            paragraph = []
    calls = sum(len(_CALL.findall(body)) for _at, _definition, body in _read(source.text))
    if calls > NOTES:
        tell(0, f"{calls} calls of notes in one chapter; {NOTES} are read.", "Split the chapter.")
    return found


def labelled(source: Source) -> str:
    """Return the text with every note definition carrying its label where pandoc keeps it."""
    lines = source.text.split("\n")
    code = _code_lines(source.text)
    definitions = {at: definition for at, definition, _body in _read(source.text) if definition}
    defined = {definition[2] for definition in definitions.values()}
    # "m^2^[^a]" is a call after a raised two, but pandoc reads "^[" first, an inline note: a remark parts them.
    lines = [line if at in code else _RAISED.sub(lambda m: _parted(m, defined), line) for at, line in enumerate(lines)]
    for at, found in definitions.items():
        key = re.sub(r'(["\\&])', r"\\\1", found[2])
        mark = f'[]{{.{LABEL_CLASS} key="{key}"}}'
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


def note_findings(source: Source, unread: Mapping[str, int] = MappingProxyType({})) -> list[Finding]:
    """Return undefined, unused and repeated note labels and those that are none, each with its line.

    ``unread`` is how often each label stands in what is ``coded``.
    """
    defined: dict[str, int] = {}
    called: dict[str, int] = {}
    times = Counter[str]()
    found: list[Finding] = []
    for at, definition, body in _read(source.text):
        if definition and definition[2] in defined:
            message = f"note [^{definition[2]}] is defined twice."
            hint = f"Line {defined[definition[2]]} has it already; give one of them another label."
            found.append(source.find("note-repeated", Severity.ERROR, at + 1, message, hint))
        elif definition:
            defined[definition[2]] = at + 1
        for call in _CALL.finditer(body):
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
    found = ((at, _INNER.match(line)) for at, line in enumerate(_bare(text), 1))
    return {mark[1]: at for at, mark in found if mark}


def reference_findings(source: Source) -> Iterator[Finding]:
    """Yield what pandoc takes for the address of a link, ``[words]: address``, and nobody would ever see."""
    lines, before, whole = _bare(source.text), "", " ".join(source.text.casefold().split())
    for at, line in enumerate(lines):
        here = _REFERENCE.match(line)
        if here and (not before.strip() or _REFERENCE.match(before)):
            name, address = here[1], here[2].strip() or "".join(lines[at + 1 : at + 2]).strip()
            is_used = whole.count(f"[{' '.join(name.casefold().split())}]") > 1
            if not (_ADDRESS.match(address) or (is_used and _TARGET.fullmatch(address))):
                message = f"“[{name[:60]}]: …” is taken for the address of a link, and would be printed nowhere."
                hint = f"Put a backslash before it, \\[{name[:60]}]: …; or give it an address of the web."
                yield source.find("reference-lost", Severity.ERROR, at + 1, message, hint)
            elif not is_used:
                message = f"no link uses the address [{name[:60]}], so it is printed nowhere."
                yield source.find("reference-unused", Severity.WARNING, at + 1, message, f"Write [words][{name[:60]}].")
        before = line


def calls(source: Source) -> dict[str, list[int]]:
    """Return the lines, from 1, on which each note that has a text is called."""
    read = list(_read(source.text))
    found: dict[str, list[int]] = {definition[2]: [] for _at, definition, _body in read if definition}
    for at, _definition, body in read:
        for call in _CALL.finditer(body):
            if call[1] in found:
                found[call[1]].append(at + 1)
    return found


def coded(source: Source, said: Iterable[str]) -> Counter[str]:
    """Return how often each label stands in code that only pandoc knows for it, as where it is indented.

    ``said`` is all code and HTML that it has read.
    """
    unseen = Counter(call for text in said for call in _CALL.findall(text))
    if not unseen:
        return unseen
    seen = Counter(call[1] for _at, _definition, body in _read(source.text) for call in _CALL.finditer(body))
    whole = Counter(call for line in source.text.split("\n") for call in _CALL.findall(_DEFINITION.sub("", line)))
    return unseen - (whole - seen)


def swallowed(source: Source) -> dict[str, int]:
    """Return the notes that are defined in the midst of a paragraph, and so are words of it, with their lines."""
    lines = _bare(source.text)
    read = {at: definition for at, definition, _body in _read(source.text) if definition}
    return {found[2]: at + 1 for at, found in read.items() if at and lines[at - 1].strip() and at - 1 not in read}


def _read(text: str) -> Iterator[tuple[int, re.Match[str] | None, str]]:
    """Yield lines, from 0, as who looks for calls reads them: a definition that begins it, and what is after that."""
    for at, line in enumerate(_bare(text)):
        definition = _DEFINITION.match(line)
        yield at, definition, line[definition.end() :] if definition else line


@lru_cache(maxsize=64)  # chapters: each is asked about by all that look for its notes
def _bare(text: str) -> tuple[str, ...]:
    """Return lines in which code and comments are blanks; a fence or a comment that nobody closes is text."""
    made, fence, comment = list[str](), "", False
    lines = text.split("\n")
    last = {sign: _closings(lines, sign) for sign in "`~"}
    end = max((at for at, line in enumerate(lines) if "-->" in line), default=-1)
    for at, line in enumerate(lines):
        if not fence and not comment and not _SIGNS.search(line):
            made.append(line)
            continue
        mark = _FENCE.match(line)
        if fence:
            made.append(" " * len(line))
            if mark and mark[1].startswith(fence) and not line.strip(_AROUND).strip(fence[0]):
                fence = ""
        elif mark and not comment and at < last[mark[1][0]].get(len(mark[1]), -1) and "`" not in line[mark.end() :]:
            made.append(" " * len(line))
            fence = mark[1]
        else:
            bare, comment = _uncommented(line, comment, at < end)
            made.append(bare)
    return tuple(made)


def _uncommented(line: str, comment: bool, is_closed: bool) -> tuple[str, bool]:
    """Return a line with its code and comments as blanks, and whether it ends in a comment."""
    begin = line.find("-->") + 3 if comment else 0
    if comment and begin < 3:
        return " " * len(line), True
    bare = " " * begin + _UNREAD.sub(lambda mark: " " * len(mark[0]), line[begin:])
    opens = bare.find("<!--") if is_closed else -1
    return (bare, False) if opens < 0 else (bare[:opens].ljust(len(line)), True)


def _code_lines(text: str) -> set[int]:
    """Return the lines, from 0, that are nothing but code or a comment."""
    both = zip(text.split("\n"), _bare(text), strict=True)
    return {at for at, (line, bare) in enumerate(both) if line.strip() and not bare.strip()}


def _closings(lines: list[str], sign: str) -> dict[int, int]:
    """Return the last line that closes a fence of each length."""
    last: dict[int, int] = {}
    for at, line in enumerate(lines):
        if (bare := line.strip(_AROUND)).startswith(sign * 3) and not bare.strip(sign):
            last[len(bare)] = at
    longest = max(last, default=0)
    for length in range(longest - 1, 2, -1):  # a longer one closes it too
        last[length] = max(last.get(length, -1), last[length + 1])
    return last
