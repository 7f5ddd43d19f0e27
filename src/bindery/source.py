"""A chapter's source: its bytes as text, and what pandoc's tree no longer tells (note labels, lines)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bindery.errors import ManuscriptError
from bindery.model import Finding, Place, Severity

_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})")
_DEFINITION = re.compile(r"^( {0,3}\[\^([^\]\s]+)\]:)(?=\s|$)", re.MULTILINE)
_CALL = re.compile(r"(?<!\\)\[\^([^\]\s]+)\](?!:)")
_CODE = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)")
# What begins a block of another kind than a paragraph.
_BLOCK = re.compile(r">|[-+*] |\(?(?:\d+|[#a-zA-Z])[.)] |\||`{3}|~{3}|#{1,6} |:{3}")
# A label travels through pandoc as an empty span at the start of its note: the tree drops labels.
LABEL_CLASS = "bindery-label"


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


def labelled(source: Source) -> str:
    """Return the text with every note definition carrying its label where pandoc keeps it."""
    code = set(_code_lines(source.text))
    lines = source.text.split("\n")
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
        for call in _CALL.finditer(_CODE.sub(lambda m: " " * len(m[0]), body)):
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
        if label not in defined
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


def _code_lines(text: str) -> Iterator[int]:
    """Yield the lines, from 0, that stand in fenced code or an HTML comment."""
    fence, comment = "", False
    for at, line in enumerate(text.split("\n")):
        mark = _FENCE.match(line)
        if fence:
            yield at
            if mark and mark[1].startswith(fence) and not line.strip().strip(fence[0]):
                fence = ""
        elif comment:
            yield at
            comment = "-->" not in line
        elif mark:
            yield at
            fence = mark[1]
        elif "<!--" in line and "-->" not in line.split("<!--")[-1]:
            comment = True
