"""Masks: runs of plain words, which mean nothing to pandoc, each kept from it behind one word of no meaning.

Most of what pandoc reads and writes is letters that it hands on one by one. In Markdown a run's first and last word
stay, so that what stands beside it has the neighbours that it had; where a word means something by its letters or by
its place (a heading's id, a name in brackets, a table drawn with lines) nothing is masked.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_NAME = "Qbindery"
_MASK = re.compile(rf"{_NAME}(\d+)Q")
_MASKED = re.compile(rf'\{{"t":"Str","c":"{_NAME}(\d+)Q"\}}')
# No full stop: pandoc ties what follows an abbreviation.
_WORD = rf"(?!{_NAME})[^\W_]+(?:[-’][^\W_]+)*[,;]?"
_RUN = re.compile(rf"(?<!\S)({_WORD} )({_WORD}(?: {_WORD}){{2,}})( {_WORD})(?!\S)")
_STR = rf'\{{"t":"Str","c":"{_WORD}"\}}'
_SPACE = ',{"t":"Space"},'
_STRS = re.compile(rf"{_STR}(?:{_SPACE}{_STR}){{2,}}")
_LETTERS = re.compile(r'"c":"([^"]*)"')
# A translation or a remark in brackets, and what closes its sentence.
_INNER = r"(?:\(?[^\W_]+(?:[-’][^\W_]+)*[),;:]*|–)"
_INSIDE = rf"{_INNER}(?: {_INNER})+ ?"
_REMARK = re.compile(rf"(?<!\S)\[({_INSIDE})\][.,;]?(?!\S)")
_NOTHING = re.compile(r"[\W_]+")
_HEADING = re.compile(r"(?:^|[ \t>])#{1,6}[ \t].*", re.MULTILINE)
_LABEL = re.compile(r"\[[^\[\]^][^\[\]]*\]:")
_BETWEEN = re.compile(r"(\n[ \t]*\n)")
# A table's rule, or a heading's; a line of a table or a heading; a bracket that no call begins.
_RULED = re.compile(r"^[ ]{0,3}[-=+][-=+ ]{2,}$", re.MULTILINE)
_SET = re.compile(rf"\||{_HEADING.pattern}", re.MULTILINE)
_NAMING = re.compile(r"\[(?!\^[^\]\s]+\])")


def mask(text: str) -> tuple[str, list[str]]:
    """Return Markdown with its runs masked, and the runs."""
    if _NAME in text or _RULED.search(text):
        return text, []
    runs: dict[str, int] = {}

    def mark(run: str) -> str:
        return f"{_NAME}{runs.setdefault(run, len(runs))}Q"

    names = None if _LABEL.search(text) else _bare("\n".join(_HEADING.findall(text)))

    def remark(found: re.Match[str]) -> str:
        return found[0] if names is None or _bare(found[1]) in names else mark(found[0])

    blocks = _BETWEEN.split(text)
    for at in range(0, len(blocks), 2):
        if not _SET.search(blocks[at]):
            block = _REMARK.sub(remark, blocks[at])
            blocks[at] = block if _NAMING.search(block) else _RUN.sub(lambda run: run[1] + mark(run[2]) + run[3], block)
    return "".join(blocks), list(runs)


def _bare(text: str) -> str:
    return _NOTHING.sub(" ", text).strip().casefold()


def unmask(tree: str, runs: Sequence[str]) -> str:
    """Return pandoc's tree, as JSON, of Markdown that was masked as it is of what it was; in code a run is text."""
    if not runs:
        return tree
    words = [f'{{"t":"Str","c":"{run}"}}'.replace(" ", f'"}}{_SPACE}{{"t":"Str","c":"') for run in runs]
    return _unmasked(_MASKED.sub(lambda mark: words[int(mark[1])], tree), runs)


def mask_tree(tree: str) -> tuple[str, list[str]]:
    """Return a tree, as JSON without spaces, with its runs masked, and the runs; for a writer of HTML."""
    if _NAME in tree:
        return tree, []
    # Equal ones are equal behind their masks: a caption may be asked whether it says what its picture does.
    runs: dict[str, int] = {}

    def hide(run: re.Match[str]) -> str:
        words = " ".join(_LETTERS.findall(run[0]))
        return f'{{"t":"Str","c":"{_NAME}{runs.setdefault(words, len(runs))}Q"}}'

    return _STRS.sub(hide, tree), list(runs)


def unmask_html(html: str, runs: Sequence[str]) -> str:
    """Return the HTML of a tree that was masked as it is of what it was."""
    return _unmasked(html, runs) if runs else html


def _unmasked(text: str, runs: Sequence[str]) -> str:
    return _MASK.sub(lambda mark: runs[int(mark[1])], text)
