"""A chapter's source: its bytes as text."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bindery.errors import ManuscriptError
from bindery.model import Finding, Place, Severity

BYTES = 2 << 20  # of a chapter from a stranger; War and Peace has 3.2 million letters


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
