"""A chapter's source: its bytes as text, and what pandoc's tree no longer tells (note labels, lines)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bindery.errors import ManuscriptError
from bindery.model import Finding, Place, Severity
from bindery.tools import snares

_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})")
_DEFINITION = re.compile(r"^( {0,3}\[\^([^\]\s]+)\]:)(?=\s|$)", re.MULTILINE)
_CALL = re.compile(r"(?<!\\)\[\^([^\]\s]+)\](?!:)")
_UNREAD = re.compile(rf"{snares.CODE.pattern}|<!--.*?-->")
_RAISED = re.compile(rf"{snares.CODE.pattern}|(?<!\\)\^\[\^([^\]\s]+)\]")
# What begins a block of another kind than a paragraph.
_BLOCK = re.compile(r">|[-+*] |\(?(?:\d+|[#a-zA-Z])[.)] |\||`{3}|~{3}|#{1,6} |:{3}")
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
    code = set(_code_lines(source.text))
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
    calls = sum(len(_CALL.findall(line)) for at, line in enumerate(lines) if at not in code)
    if calls > NOTES:
        tell(0, f"{calls} calls of notes in one chapter; {NOTES} are read.", "Split the chapter.")
    return found


def labelled(source: Source) -> str:
    """Return the text with every note definition carrying its label where pandoc keeps it."""
    code = set(_code_lines(source.text))
    lines = source.text.split("\n")
    defined = {found[2] for at, line in enumerate(lines) if at not in code and (found := _DEFINITION.match(line))}
    # "m^2^[^a]" is a call after a raised two, but pandoc reads "^[" first, an inline note: a remark parts them.
    lines = [line if at in code else _RAISED.sub(lambda m: _parted(m, defined), line) for at, line in enumerate(lines)]
    for at, line in enumerate(lines):
        if at not in code and (found := _DEFINITION.match(line)):
            key = re.sub(r'(["\\&])', r"\\\1", found[2])
            mark = f'[]{{.{LABEL_CLASS} key="{key}"}}'
            rest = line[found.end() :].lstrip()
            if _BLOCK.match(rest):  # a list or quotation must go on beginning its line
                lines[at] = f"{found[1]} {mark}\n\n    {rest}"
                for below in range(at + 1, len(lines)):
                    if not lines[below].strip() or _DEFINITION.match(lines[below]):
                        break
                    lines[below] = f"    {lines[below]}" if not lines[below].startswith("    ") else lines[below]
            else:
                lines[at] = f"{found[1]} {mark}{rest}"
    return "\n".join(lines)


def _parted(found: re.Match[str], defined: set[str]) -> str:
    return f"^<!-- -->[^{found[2]}]" if found[2] in defined else found[0]


def note_findings(source: Source) -> list[Finding]:
    """Return undefined, unused and repeated note labels, each with its line."""
    code = set(_code_lines(source.text))
    defined: dict[str, int] = {}
    called: dict[str, int] = {}
    found: list[Finding] = []
    for at, line in enumerate(source.text.split("\n")):
        if at in code:
            continue
        body = line
        if definition := _DEFINITION.match(line):
            label = definition[2]
            if label in defined:
                found.append(
                    source.find(
                        "note-repeated",
                        Severity.ERROR,
                        at + 1,
                        f"note [^{label}] is defined twice.",
                        f"Line {defined[label]} has it already; give one of them another label.",
                    )
                )
            defined.setdefault(label, at + 1)
            body = line[definition.end() :]
        for call in _CALL.finditer(snares.CODE.sub(lambda m: " " * len(m[0]), body)):
            called.setdefault(call[1], at + 1)
    found += [
        source.find(
            "note-undefined",
            Severity.ERROR,
            line,
            f"note [^{label}] is called but has no text.",
            f'Add "[^{label}]: …" below.',
        )
        for label, line in called.items()
        if label not in defined and not label.endswith("^")  # "[^raised^]{lang=uk}" is no call
    ]
    found += [
        source.find(
            "note-unused",
            Severity.ERROR,
            line,
            f"note [^{label}] is never called, so no reader would see it.",
            f"Put [^{label}] where it belongs, or remove the note.",
        )
        for label, line in defined.items()
        if label not in called
    ]
    return sorted(found, key=lambda finding: finding.place)


def calls(source: Source) -> dict[str, list[int]]:
    """Return the lines, from 1, on which each note that has a text is called."""
    code = set(_code_lines(source.text))
    lines = [(at, line) for at, line in enumerate(source.text.split("\n"), 1) if at - 1 not in code]
    found: dict[str, list[int]] = {match[2]: [] for _at, line in lines if (match := _DEFINITION.match(line))}
    for at, line in lines:
        start = match.end() if (match := _DEFINITION.match(line)) else 0
        for call in _CALL.finditer(_UNREAD.sub("", line[start:])):
            if call[1] in found:
                found[call[1]].append(at)
    return found


def _code_lines(text: str) -> Iterator[int]:
    """Yield the lines, from 0, that stand in fenced code or an HTML comment; a fence that nobody closes is text."""
    fence, comment = "", False
    lines = text.split("\n")
    last = {sign: _closings(lines, sign) for sign in "`~"}
    for at, line in enumerate(lines):
        mark = _FENCE.match(line)
        if fence:
            yield at
            if mark and mark[1].startswith(fence) and not line.strip().strip(fence[0]):
                fence = ""
        elif comment:
            yield at
            comment = "-->" not in line
        elif mark and at < last[mark[1][0]].get(len(mark[1]), -1) and "`" not in line[mark.end() :]:
            yield at
            fence = mark[1]
        elif "<!--" in line and "-->" not in line.split("<!--")[-1]:
            comment = True


def _closings(lines: list[str], sign: str) -> dict[int, int]:
    """Return the last line that closes a fence of each length."""
    last: dict[int, int] = {}
    for at, line in enumerate(lines):
        if (bare := line.strip()).startswith(sign * 3) and not bare.strip(sign):
            last[len(bare)] = at
    longest = max(last, default=0)
    for length in range(longest - 1, 2, -1):  # a longer one closes it too
        last[length] = max(last.get(length, -1), last[length + 1])
    return last
