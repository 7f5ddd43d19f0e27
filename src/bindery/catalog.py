"""Catalogues as gettext's PO files: read strictly, every mistake told; written so that nothing in them is lost.

We write them ourselves. polib folds long comments and references into other lines, and loses what its reader never
saw (``tools.po``); msgcat drops flags that it does not know, such as ``unreviewed``.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from bindery.errors import ManuscriptError
from bindery.model import Catalog, Entry, Finding, Place, Severity
from bindery.tools import po

BYTES = 32 * 1024 * 1024
ENTRIES = 200_000
# What belongs to the header's entry and is no line of it: its flags, remarks and references, and the comments after
# the last entry, under the signs that PO gives them. No header's line begins so.
FLAGS, REMARK, FILES, TAIL = "#,", "#.", "#:", "#"
_SIGNS = FLAGS, REMARK, FILES, TAIL

_TIE = "source-"  # begins the flag of a guess, before a hash of the source that it is a guess for

_MOST = 100
_TOLD = 3  # lines that are not in the character set
_CHARSET = re.compile(r"(Content-Type:[^\n]*?charset=)\s*([^\s;\\\"]+)", re.IGNORECASE)
_OTHER = re.compile(r"(?<=charset=)(?!utf-8\b)[^\s;]+", re.IGNORECASE)
# Character sets whose first half is ASCII, so that the file's own marks are what they seem.
_KNOWN = re.compile(r"(us-)?ascii|utf-?8|iso[-_]?8859-\d+|(windows-|cp)125\d|koi8-[rtu]|latin-?\d", re.IGNORECASE)


class CatalogError(ManuscriptError):
    """A catalogue that cannot be used: every mistake in it, at once."""


def read(path: Path, shown: str) -> Catalog:
    """Return the catalogue of a file; ``shown`` is its name in messages.

    Raises CatalogError with all that is wrong with it.
    """
    try:
        size = path.stat().st_size
        data = path.read_bytes() if size <= BYTES else b""
    except OSError as error:
        message = f"the catalogue cannot be read ({error.strerror})."
        raise CatalogError([_error("catalog-file", shown, 0, message, "Look whether it is there.")]) from error
    if size > BYTES:
        raise CatalogError([_too_big(size, shown)])
    return parse(data, shown)


def parse(data: bytes, shown: str) -> Catalog:
    """Return the catalogue that a PO file holds; ``shown`` is its name in messages.

    Raises CatalogError with all that is wrong with it.
    """
    if len(data) > BYTES:
        raise CatalogError([_too_big(len(data), shown)])
    text, findings = _decode(data, shown)
    blocks, tail, slips = po.read(text)
    findings += [_error(slip.code, shown, slip.line, slip.message, slip.hint) for slip in slips]
    if len(blocks) > ENTRIES:
        message = f"{len(blocks)} entries; a catalogue holds {ENTRIES}."
        findings.append(_error("catalog-size", shown, 0, message, "Split the publication."))
    header = next((block for block in blocks if _is_header(block)), None)
    if header is None:
        hint = 'Begin it with msgid "", msgstr "" and lines such as "Language: pl\\n".'
        what = "the catalogue has no header."
        if not text.strip():
            hint = "Take it from a backup, or remove it and begin anew with `build translate add`."
            what = "the catalogue is empty."
        findings.append(_error("catalog-header", shown, 1, what, hint))
    findings += _twice(blocks, shown)
    if header is None or findings:
        findings.sort(key=lambda finding: finding.place.line)
        more = len(findings) - _MOST
        if more > 0:
            findings[_MOST:] = [_error("catalog-syntax", shown, 0, f"and {more} more.", "Is it a PO file at all?")]
        raise CatalogError(findings)
    lines = _header(header, tail)
    entries = tuple(_doubted(_entry(block)) for block in blocks if block is not header)
    return Catalog(lines.get("Language", "").strip(), lines, entries, "\n".join(header.comments), digest(data))


def digest(data: bytes) -> bytes:
    """Return what tells one state of a file from another."""
    return sha256(data).digest()


def check(catalog: Catalog, slug: str, language: str, shown: str) -> list[Finding]:
    """Return a finding for a catalogue of another language, and one for that of another publication."""
    findings = []
    if not same_language(said := catalog.header.get("Language", "").strip(), language):
        message = f"the catalogue's language is {said!r}, not {language!r}." if said else "the header has no Language."
        hint = f'Write "Language: {language}\\n" in its header if it is the right file.'
        findings.append(_error("catalog-language", shown, 0, message, hint))
    if (said := catalog.header.get("Project-Id-Version", "").strip()).split(" ")[0] != slug:
        message = f"the catalogue belongs to {said!r}, not to {slug!r}." if said else "the header names no publication."
        hint = f'Write "Project-Id-Version: {slug}\\n" in its header if it is the right file.'
        findings.append(_error("catalog-publication", shown, 0, message, hint))
    return findings


def same_language(one: str, other: str) -> bool:
    """Return whether two codes name one language, whichever way it is written: ``be``, ``be_BY``, ``be-BY``."""
    first, second = (re.split(r"[-_@.]", code.strip().lower()) for code in (one, other))
    shared = min(len(first), len(second))
    return first[0] != "" and first[:shared] == second[:shared]


def write(catalog: Catalog) -> bytes:
    """Return the catalogue as a PO file: entries in their order, obsolete ones last, no line folded."""
    blocks = [_head(catalog)]
    blocks += [_block(entry) for entry in catalog.entries if not entry.obsolete]
    blocks += [_block(entry) for entry in catalog.entries if entry.obsolete]
    if TAIL in catalog.header:
        blocks.append(_hashed("#", catalog.header[TAIL]))
    return "\n".join("\n".join(lines) + "\n" for lines in blocks).encode()


def tied(entry: Entry) -> Entry:
    """Return a guess with the flag that says for which source it is one; any other entry without such a flag.

    Who confirms it in a PO editor leaves that flag. Where the source has changed in the meantime, git would merge both
    without a conflict; now it has one, and whoever resolves it with the flag of another source has a guess still.
    """
    others = tuple(flag for flag in entry.flags if not flag.startswith(_TIE))
    flags = (*others, _tie(entry)) if entry.fuzzy and entry.translation.strip() else others
    return entry if flags == entry.flags else replace(entry, flags=flags)


def _tie(entry: Entry) -> str:
    return _TIE + digest("\0".join(entry.key).encode()).hex()[:8]


def _doubted(entry: Entry) -> Entry:
    """Return the entry as a guess where it is tied to another source."""
    ties = {flag for flag in entry.flags if flag.startswith(_TIE)}
    return replace(entry, flags=("fuzzy", *entry.flags)) if ties - {_tie(entry)} and not entry.fuzzy else entry


def _decode(data: bytes, shown: str) -> tuple[str, list[Finding]]:
    """Return the text of a file with plain line ends, and a finding for each line that is not in its charset."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise CatalogError([_error("catalog-encoding", shown, 1, "the catalogue is UTF-16.", "Save it as UTF-8.")])
    data = data.removeprefix(b"\xef\xbb\xbf")
    found = _CHARSET.search(data[:65536].decode("ascii", errors="replace"))
    charset = found[2] if found else "UTF-8"
    line = found.string.count("\n", 0, found.start(2)) + 1 if found else 0
    findings = []
    if charset == "CHARSET":  # xgettext's blank to be filled in
        charset = "UTF-8"
    if not _is_known(charset):
        message = f"the header's charset {charset!r} is not known here."
        findings.append(_error("catalog-encoding", shown, line, message, "Save it as UTF-8 and write charset=UTF-8."))
        charset = "UTF-8"
    elif not re.fullmatch("utf-?8", charset, re.IGNORECASE) and not data.isascii() and _is_utf8(data):
        message = f"the header says {charset}, but the text is UTF-8."
        findings.append(_error("catalog-encoding", shown, line, message, "Write charset=UTF-8 in the header."))
        charset = "UTF-8"
    try:
        text = data.decode(charset)
    except UnicodeDecodeError:
        text = data.decode(charset, errors="replace")
        findings += _bad_lines(data, charset, shown)
    plain = text.replace("\r\n", "\n")
    return (plain if "\n" in plain else plain.replace("\r", "\n")), findings


def _bad_lines(data: bytes, charset: str, shown: str) -> Iterator[Finding]:
    """Tell the first lines that are not in the character set; a whole book in another would be told in hundreds."""
    bad = 0
    for number, line in enumerate(data.split(b"\n"), 1):
        try:
            line.decode(charset)
        except UnicodeDecodeError as error:
            bad += 1
            if bad <= _TOLD:
                message = f"byte 0x{line[error.start]:02x} is not {charset}, which the header promises."
                yield _error("catalog-encoding", shown, number, message, "Save the file as UTF-8.")
    if bad > _TOLD:
        message = f"{bad} lines in all are not {charset}."
        yield _error("catalog-encoding", shown, 0, message, "Open it in its own character set and save it as UTF-8.")


def _is_known(charset: str) -> bool:
    try:
        return bool(_KNOWN.fullmatch(charset) and codecs.lookup(charset))
    except LookupError:
        return False


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def _is_header(block: po.Block) -> bool:
    return not block.obsolete and block.strings["msgid"] == "" and "msgctxt" not in block.strings


def _twice(blocks: list[po.Block], shown: str) -> Iterator[Finding]:
    """Yield a finding for each entry whose key an earlier one has; gettext's own tools refuse such a file too."""
    first: dict[tuple[str | None, str], int] = {}
    for block in blocks:
        key = block.strings.get("msgctxt") or None, block.strings["msgid"]
        before = first.setdefault(key, block.line)
        if before != block.line:
            what = f"“{' '.join(key[1].split())[:40]}”" if key[1] else "the header"
            message = f"{what} stands here and on line {before}."
            yield _error("catalog-twice", shown, block.line, message, "Keep the better one.")


def _header(block: po.Block, tail: list[str]) -> dict[str, str]:
    """Return the header by name, in its order; a line without a name of its own goes on the one before it."""
    header: dict[str, str] = {}
    last = ""
    for at, line in enumerate(block.strings["msgstr"].removesuffix("\n").split("\n")):
        name, colon, value = line.partition(":")
        if colon and re.fullmatch(r"[^\s#][^\s]*", name) and name not in header:
            last = name
            header[name] = value.removeprefix(" ")
        elif at or line:
            header[last] = f"{header[last]}\n{line}" if last in header else line
    if "Content-Type" in header:  # whatever it was read from, it is text now, and written as UTF-8
        header["Content-Type"] = _OTHER.sub("UTF-8", header["Content-Type"])
    signs = {
        FLAGS: ", ".join(block.flags),
        REMARK: "\n".join(block.remarks),
        FILES: " ".join(map(po.file_name, block.files)),
        TAIL: "\n".join(tail),
    }
    return header | {sign: text for sign, text in signs.items() if text}


def _entry(block: po.Block) -> Entry:
    return Entry(
        context=block.strings.get("msgctxt", ""),
        source=block.strings["msgid"],
        translation=block.strings["msgstr"],
        flags=tuple(dict.fromkeys(block.flags)),
        comment="\n".join(block.comments),
        remark="\n".join(block.remarks),
        files=tuple(block.files),
        previous_context=block.previous.get("msgctxt", ""),
        previous_source=block.previous.get("msgid", ""),
        obsolete=block.obsolete,
        line=block.line,
    )


def _head(catalog: Catalog) -> list[str]:
    """Return the lines of the header's entry."""
    header = catalog.header
    lines = [f"{name}: {value}\n" if name else f"{value}\n" for name, value in header.items() if name not in _SIGNS]
    above = [f"{sign} {header[sign]}" for sign in (FILES, FLAGS) if sign in header]
    return [
        *_hashed("#", catalog.comment),
        *_hashed("#.", header.get(REMARK, "")),
        *above,
        'msgid ""',
        *po.quoted("msgstr", "".join(lines)),
    ]


def _block(entry: Entry) -> list[str]:
    """Return the lines of an entry."""
    mark, old = ("#~ ", "#~| ") if entry.obsolete else ("", "#| ")
    lines = [*_hashed("#", entry.comment), *_hashed("#.", entry.remark)]
    if entry.files:
        lines.append("#: " + " ".join(map(po.file_name, entry.files)))
    if entry.flags:
        lines.append("#, " + ", ".join(entry.flags))
    if entry.previous_context:
        lines += po.quoted("msgctxt", entry.previous_context, old)
    if entry.previous_source:
        lines += po.quoted("msgid", entry.previous_source, old)
    if entry.context:
        lines += po.quoted("msgctxt", entry.context, mark)
    return [*lines, *po.quoted("msgid", entry.source, mark), *po.quoted("msgstr", entry.translation, mark)]


def _hashed(sign: str, text: str) -> list[str]:
    """Return comment lines; whatever an editor takes for a line's end is made a plain one."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return [f"{sign} {line}" if line else sign for line in plain.split("\n")] if text else []


def _too_big(size: int, shown: str) -> Finding:
    message = f"the catalogue has {size // 1024 // 1024} MB; {BYTES // 1024 // 1024} MB are read."
    return _error("catalog-size", shown, 0, message, "Is it the right file?")


def _error(code: str, shown: str, line: int, message: str, hint: str) -> Finding:
    return Finding(code, Severity.ERROR, Place(shown, line), message, hint)
