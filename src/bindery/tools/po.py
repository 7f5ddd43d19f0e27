"""The door to gettext's PO files: their grammar, from text to blocks, with every mistake told and passed over.

polib is not behind this door. It stops at the first mistake; it takes ``msgid abc`` for ``b``; it forgets
``#~|`` lines, an empty comment line at the top, blanks at the end of comments; and it ends a line at U+2028 or
U+0085 inside a text. A catalogue is years of somebody's work, and what a reader forgets a writer deletes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_CONFLICT = re.compile(r"(?:<{7}|={7}|>{7}|\|{7})(?: |$)")
_AGAIN = re.compile(r"\A(?:#~\s*)+(?=#)")  # what is obsolete many times over
_KEYWORD = re.compile(r'(msgctxt|msgid_plural|msgid|msgstr\s*\[\s*\d+\s*\]|msgstr)(?=[\s"]|$)\s*')
_STRING = re.compile(r'"([^"\\]*(?:\\.[^"\\]*)*)"[ \t]*')
_ESCAPE = re.compile(r"\\(?:([0-7]{1,3})|x([0-9A-Fa-f]{1,2})|(.))")
_NAMED = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v", "\\": "\\", '"': '"'}
_LETTERS = {char: letter for letter, char in _NAMED.items()}
_SPECIAL = re.compile('[\a\b\f\n\r\t\v\\\\"]')
# A file name with spaces stands between U+2068 and U+2069.
_FILE = re.compile("\u2068([^\u2069]*)\u2069([^ \t]*)|[^ \t]+")
_FILE_LINE = re.compile(r"(.*?)(:\d+)?", re.DOTALL)


@dataclass(slots=True)
class Block:
    """One entry as a file has it; ``strings`` and ``previous`` go by keyword, one that is missing is not there."""

    line: int = 0
    comments: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)
    previous: dict[str, str] = field(default_factory=dict)
    strings: dict[str, str] = field(default_factory=dict)
    obsolete: bool = False


@dataclass(frozen=True, slots=True)
class Slip:
    """A mistake in a file."""

    line: int
    code: str
    message: str
    hint: str


def read(text: str) -> tuple[list[Block], list[str], list[Slip]]:
    """Return the entries, the comment lines after the last of them, and the first mistake of each bad entry."""
    reader = _Reader()
    for number, line in enumerate(text.split("\n"), 1):
        reader.line(number, line.lstrip(" \t"))
    reader.end()
    return reader.blocks, reader.block.comments, reader.slips


def quoted(keyword: str, text: str, prefix: str = "") -> list[str]:
    """Return a keyword and its string, one line for each line of the text, as msgcat has it with --no-wrap."""
    lines = [f'"{escape(line)}"' for line in re.findall(r"[^\n]*\n|[^\n]+", text)] or ['""']
    if len(lines) > 1:
        lines.insert(0, '""')
    lines[0] = f"{keyword} {lines[0]}"
    return [prefix + line for line in lines]


def escape(text: str) -> str:
    """Return text as it stands between a PO file's quotes."""
    return _SPECIAL.sub(lambda found: "\\" + _LETTERS[found[0]], text)


def file_name(name: str) -> str:
    """Return a reference as ``#:`` has it, also where the file's name has spaces."""
    if not re.search(r"[ \t]", name):
        return name
    found = _FILE_LINE.fullmatch(name)
    return f"\u2068{found[1]}\u2069{found[2] or ''}" if found else name


def unescape(text: str) -> str:
    r"""Return what a text between quotes says: ``\n`` is a new line."""

    def say(found: re.Match[str]) -> str:
        if found[3]:
            if found[3] not in _NAMED:
                raise _Slipped(f"\\{found[3]} means nothing.", "Write \\\\ for a backslash that belongs to the text.")
            return _NAMED[found[3]]
        code = int(found[1], 8) if found[1] else int(found[2], 16)
        if code > 0x7F:
            raise _Slipped(f"{found[0]} is a byte, not a character.", "Write the character itself.")
        return chr(code)

    return _ESCAPE.sub(say, text) if "\\" in text else text


class _Slipped(Exception):
    """The line is wrong: what, what to do, and the finding's code."""

    def __init__(self, message: str, hint: str, code: str = "catalog-syntax") -> None:
        super().__init__(message)
        self.message, self.hint, self.code = message, hint, code


class _Reader:
    """Line by line; after a mistake the rest of its entry is passed over."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.slips: list[Slip] = []
        self.block = Block()
        self.bad = False
        self.open: tuple[dict[str, str], str] | None = None  # the string that a line of quotes goes on
        self.parts: list[str] = []  # of that string

    def line(self, number: int, line: str) -> None:
        """Take one line."""
        try:
            if not line.strip():
                if self.bad or self._whole:
                    self._finish()
            elif line.startswith("#"):
                self._hash(number, line)
            else:
                self._words(number, line, obsolete=False)
        except _Slipped as slip:
            if not self.bad:
                self.slips.append(Slip(number, slip.code, slip.message, slip.hint))
            self.bad = True

    def end(self) -> None:
        """Take the end of the file; comments that no entry follows stay in ``block``."""
        if self.block.strings or self.bad:
            self._finish()

    @property
    def _whole(self) -> bool:
        return {"msgid", "msgstr"} <= self.block.strings.keys()

    def _hash(self, number: int, line: str) -> None:
        kind, rest = line[1:2], line[2:]
        if kind == "~":
            if rest.startswith("|"):
                self._previous(rest[1:].strip())
            elif rest.lstrip().startswith("#"):  # "#~ # a comment", as some tools have it
                self._hash(number, _AGAIN.sub("", rest.lstrip(), count=1))
            elif rest.strip():
                self._words(number, rest.strip(), obsolete=True)
            return
        if kind == "|":
            self._previous(rest.strip())
            return
        if self.block.strings or self.bad:
            self._finish()
        self._close()
        if kind == ".":
            self.block.remarks.append(rest.removeprefix(" "))
        elif kind == ":":
            self.block.files += [found[1] + found[2] if found[1] else found[0] for found in _FILE.finditer(rest)]
        elif kind in {",", "="}:  # "#=" is gettext's newer line for flags that stay
            self.block.flags += [flag for part in rest.split(",") if (flag := part.strip())]
        else:
            self.block.comments.append(line[1:].removeprefix(" "))

    def _previous(self, rest: str) -> None:
        if self.block.strings:
            self._finish()
        if self.bad:
            return
        if found := _KEYWORD.match(rest):
            self._close((self.block.previous, found[1]))
            rest = rest[found.end() :]
        elif self.open is None or self.open[0] is not self.block.previous:
            raise _Slipped(f"{rest[:30]!r} is no previous text.", 'After "#|" comes msgctxt or msgid, and a quote.')
        self._go_on(rest)

    def _words(self, number: int, line: str, *, obsolete: bool) -> None:
        if found := _KEYWORD.match(line):
            self._keyword(number, re.sub(r"\s", "", found[1]), obsolete=obsolete)
            line = line[found.end() :]
        elif not self.bad and not line.startswith('"'):
            if self._whole:
                self._finish()  # the entry above is none the worse for it
            if _CONFLICT.match(line):
                raise _Slipped(
                    "a merge was left unfinished here.",
                    "Keep one side, the one with `fuzzy` if either has it, and take the lines of < = > out.",
                )
            hint = "A line begins with #, msgctxt, msgid, msgstr or a quote."
            raise _Slipped(f"{line.split()[0][:30]!r} is no word of a PO file.", hint)
        elif not self.bad and (self.open is None or self.open[0] is not self.block.strings):
            raise _Slipped("a text that belongs to no msgid or msgstr.", "Put its keyword before it.")
        if self.bad:
            return
        if obsolete != self.block.obsolete:
            raise _Slipped('"#~" stands on some lines of the entry only.', "Put it on all of them or on none.")
        self._go_on(line)

    def _keyword(self, number: int, keyword: str, *, obsolete: bool) -> None:
        """Open the string of a keyword, in a new entry where it begins one."""
        seen = self.block.strings.keys()
        if (keyword == "msgctxt" and seen) or (keyword == "msgid" and {"msgid", "msgstr"} & seen):
            self._finish()
        elif self.bad and not seen and keyword in {"msgctxt", "msgid"}:
            self._finish()  # what was wrong stood before this entry
        block = self.block
        if not block.strings:
            block.obsolete = obsolete
        if keyword == "msgid" or not block.strings:
            block.line = number
        twice, orphan = keyword in block.strings, keyword == "msgstr" and "msgid" not in block.strings
        self._close((block.strings, keyword))
        if keyword == "msgid_plural" or keyword.startswith("msgstr["):
            raise _Slipped("singular and plural forms.", "A passage has one translation.", "catalog-plural")
        if orphan:
            raise _Slipped("msgstr has no msgid above it.", "Give back the msgid of the passage.")
        if twice:
            raise _Slipped(f"{keyword} stands here twice.", "An entry has one msgid and one msgstr.")

    def _go_on(self, rest: str) -> None:
        """Add the strings of a line to the open one."""
        at, rest = 0, rest.rstrip()
        while found := _STRING.match(rest, at):
            self.parts.append(unescape(found[1]))
            at = found.end()
        if not rest.startswith('"'):
            raise _Slipped("a keyword without a text in quotes.", 'Put the text between quotes: msgstr "…".')
        if rest[at : at + 1] == '"':
            raise _Slipped("the quote that opens here does not close.", "End the line with a quote.")
        if at < len(rest):
            raise _Slipped("a quote inside the text.", 'Write \\" for a quote that belongs to the text.')

    def _close(self, then: tuple[dict[str, str], str] | None = None) -> None:
        """Put the open string where it belongs, and open another."""
        if self.open is not None:
            self.open[0][self.open[1]] = "".join(self.parts)
        self.open, self.parts = then, []
        if then is not None:
            then[0][then[1]] = ""

    def _finish(self) -> None:
        """Put the entry with the others if it is whole, and begin a new one."""
        self._close()
        block, bad, whole = self.block, self.bad, self._whole
        self.block, self.bad = Block(), False
        if bad:
            return
        if whole:
            self.blocks.append(block)
            return
        missing = "msgstr" if "msgid" in block.strings else "msgid"
        hint = 'Where nothing is translated yet, write msgstr "".' if missing == "msgstr" else "Give it back."
        self.slips.append(Slip(block.line, "catalog-syntax", f"the entry has no {missing}.", hint))
