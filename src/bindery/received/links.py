"""Reference links (``[words][label]`` … ``[label]: address``) made links of their own: chapters may part the two."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from bindery.model import Finding, Place, Severity
from bindery.received.inlines import LABEL
from bindery.received.nouns import Block, Kind, Log, Sureness

_TITLE = r"(?:[ \t]+(?P<title>\"[^\"]*\"|'[^']*'|\([^()]*\)))?"
# An address, not a remark: "[Note]: see" is none.
_DEFINITION = re.compile(
    rf"^ {{0,3}}\[(?!\^)(?P<label>(?:[^\[\]\\]|\\.)+)\]:[ \t]*"
    rf"(?:<(?P<bracketed>[^<>]*)>|(?P<address>(?=\S*[:/#.@])\S*[^\s.]/?)){_TITLE}[ \t]*$"
)
_MARK = re.compile(LABEL, re.IGNORECASE)
_NOTE = re.compile(r"^ {0,3}\[\^[^\]\s]+\]:")
_WORDS = r"(?:[^\[\]\\]|\\.|\[(?:[^\[\]\\]|\\.|\[[^\[\]]*+\](?:\([^()\n]*+\))?)*+\])*+"
_TOKENS = re.compile(
    r"(?<!(?<!\\)`)(?P<ticks>`{1,99}+)(?!`).*?(?<!`)(?P=ticks)(?!`)"
    r"|\\."
    rf"|\[(?!\^)(?P<words>{_WORDS})\](?:\[(?P<label>(?:[^\[\]\\]|\\.)*)\]|(?![\[(:]))",
    re.DOTALL,
)


@dataclass(slots=True)
class _Target:
    written: str
    label: str
    line: int
    used: bool = False


def settle(blocks: list[Block], log: Log) -> list[Block]:
    """Return the blocks with each reference a link that says its address, and without the addresses below the text.

    An address that nothing refers to stays as it was.
    """
    full = {_label(token) for block in blocks for token in _TOKENS.finditer(block.text) if _is_full(token)}
    targets: dict[str, _Target] = {}
    all_ = [target for block in blocks for target in _targets(block, full)]
    for target in all_:
        first = targets.setdefault(_folded(target.label), target)
        if first.written != target.written:
            log.found([_left(target, f"has another address in line {first.line} already", log)])
    if not targets:
        return blocks
    made: list[Block] = []
    for block in blocks:
        text = _linked(block.text, targets) if _is_text(block, made) else block.text
        made.append(replace(block, lines=tuple(text.split("\n"))))
    used = {t.line for t in all_ if (first := targets[_folded(t.label)]).used and t.written == first.written}
    if used:
        log.did(min(used), "addresses are put into the links that refer to them", Sureness.CERTAIN)
    log.found(_left(t, "is an address that nothing refers to", log) for t in targets.values() if not t.used)
    return [left for block in made for left in _without(block, used)]


def _targets(block: Block, full: set[str]) -> Iterator[_Target]:
    """Yield the addresses of a block; they stand where a definition may, not in a sentence."""
    if block.kind is not Kind.PARAGRAPH or not (_DEFINITION.match(block.lines[0]) or _NOTE.match(block.lines[0])):
        return
    for at, line in enumerate(block.lines):
        found = _DEFINITION.match(line)
        # [1]: may be a note of the list below, unless somebody says [words][1].
        if found and (not _MARK.fullmatch(found["label"]) or _folded(found["label"]) in full):
            yield _Target(_written(found), found["label"], block.line + at)


def _without(block: Block, gone: set[int]) -> Iterator[Block]:
    left: list[str] = []
    for number, line in enumerate(block.lines, block.line):
        if number not in gone:
            left.append(line)
        elif left:
            yield replace(block, lines=tuple(left), line=number - len(left))
            left = []
    if left:
        yield replace(block, lines=tuple(left), line=block.last + 1 - len(left))


def _label(token: re.Match[str]) -> str:
    return _folded(token["label"] or token["words"])


def _is_full(token: re.Match[str]) -> bool:
    """Tell whether a reference names its label apart; two marks in a row ("[1][2]") do not."""
    return token["label"] is not None and not _MARK.fullmatch(token["words"])


def _is_text(block: Block, before: list[Block]) -> bool:
    """Tell whether a block has words; what is indented below a note is its text, not code."""
    if block.kind is not Kind.CODE:
        return True
    if not re.match(r"(?: {4}|\t)(?! {4}|\t)", block.lines[0]):
        return False
    notes = next((one for one in reversed(before) if one.kind is not Kind.CODE), None)
    return notes is not None and bool(_NOTE.match(notes.lines[0]))


def _linked(text: str, targets: dict[str, _Target]) -> str:
    def change(token: re.Match[str]) -> str:
        if token["words"] is None:
            return token[0]
        words, label = token["words"], token["label"]
        # [1] alone is a mark.
        target = targets.get(_label(token)) if _is_full(token) or not _MARK.fullmatch(words) else None
        inner = _linked(words, targets) if "[" in words and (target is None or label) else words
        if target is None:
            return token[0].replace(words, inner, 1) if inner != words else token[0]
        target.used = True
        # A line's end within the label stays a line's end: lines are counted.
        return f"[{inner}]({target.written})" + "\n" * (label or "").count("\n")

    return _TOKENS.sub(change, text)


def _written(found: re.Match[str]) -> str:
    address = found["bracketed"] if found["address"] is None else found["address"]
    address = f"<{address}>" if re.search(r"[\s()]", address) or not address else address
    title = (found["title"] or "")[1:-1].replace('"', "&quot;")
    return f'{address} "{title}"' if title else address


def _folded(label: str) -> str:
    return " ".join(label.split()).casefold()


def _left(target: _Target, what: str, log: Log) -> Finding:
    return Finding(
        "import-link-left",
        Severity.WARNING,
        Place(log.file, target.line),
        f"[{target.label}] {what}.",
        f"It stays as text; say [words][{target.label}] where it belongs, or take it out.",
    )
