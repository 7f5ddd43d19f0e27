"""Masks: runs of plain words, which mean nothing to pandoc, each kept from it behind one word of no meaning.

Most of what pandoc reads and writes is letters that it hands on one by one. In Markdown a run's first and last word
stay, so that what stands beside it has the neighbours that it had, or it is paragraphs as a whole, as a unit is behind
its guard; where a word means something by its letters or by its place (a heading's id, a name in brackets, a table
drawn with lines) nothing is masked.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from functools import cache

_NAME = "Qbindery"
_MASK = re.compile(rf"{_NAME}(\d+)Q")
_MASKED = re.compile(rf'\{{"t":"Str","c":"{_NAME}(\d+)Q"\}}')
_PARAGRAPH = re.compile(rf'\{{"t":"Para","c":\[\{{"t":"Str","c":"{_NAME}(\d+)Q"\}}\]\}}')
_BARE = rf"(?!{_NAME})[^\W_]+(?:[-’][^\W_]+)*"
_PLAIN_WORD = rf"{_BARE}[,;]?"
_WORD = rf"(?:[(“„«‘]?(?:\d+(?:[.,]\d+)+|{_BARE})%?[)”»’]?[.,;:!?]?[)”»]?|–)"
_RUN = re.compile(rf"(?<!\S)({_PLAIN_WORD} )({_WORD}(?: {_WORD}){{2,}})( {_WORD})(?!\S)")
_BREAK = '"},{"t":"SoftBreak"},{"t":"Str","c":"'
# Strings of a tree that no writer of HTML looks at: those of words and of runs of them.
_STR = r'\{"t":"Str","c":"[^\W_][\w \xa0’“”„«»‘()\[\],;.:!?%–-]*"\}'
_STRS = re.compile(rf'{_STR}(?:,\{{"t":"Space"\}},{_STR})*')
_STRUCTURE = re.compile(r'"\},\{"t":"Space"\},\{"t":"Str","c":"')
_HEAD, _TAIL = '{"t":"Str","c":"', '"}'
_FEW = 20  # letters, of which no mask is made, unless they are a paragraph
_ALONE = '{"t":"Para","c":[', "]}"
# A translation or a remark in brackets, and what closes its sentence; the path of an address.
_REMARK = re.compile(rf"(?<!\S)\[({_WORD}(?: {_WORD})+ ?)\][.,;]?(?!\S)")
_PATH = re.compile(r"(?<=<https:)(//[a-z0-9.-]+/)([A-Za-z0-9/._~-]{8,})(?=>)")
# A paragraph of nothing but words, whose first is no marker of a list and no caption's, without an abbreviation
# (pandoc's data file of that name); not before a definition, whose term it would be.
_PLAIN = re.compile(rf"(?=[^\W\d_]{{2}}){_PLAIN_WORD}(?:[ \n]{_WORD})+\n*")
ABBREVIATIONS = (
    "aet. aetat. al. Apr. Aug. bk. Bros. c. Capt. cf. ch. chap. chs. Co. col. Corp. cp. d. Dec. Dr. e.g. ed. eds. esp. "
    "f. fasc. Feb. ff. fig. fl. fol. fols. Fr. Gen. Gov. Hon. i.e. ill. Inc. incl. Jan. Jr. Jul. Jun. Ltd. M.A. M.D. "
    "Mar. Mr. Mrs. Ms. n. n.b. nn. No. Nov. Oct. p. Ph.D. pp. Pres. Prof. pt. q.v. Rep. Rev. s.v. s.vv. saec. sec. "
    "Sen. Sep. Sept. Sgt. Sr. St. univ. viz. vol. vs."
)
_SHORT = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, ABBREVIATIONS.split()))})")
_LONGEST = 8  # letters of an abbreviation with a space
_NOTHING = re.compile(r"[\W_]+")
_HEADING = re.compile(r"(?:^|[ \t>])#{1,6}[ \t].*", re.MULTILINE)
_LABEL = re.compile(r"\[[^\[\]^][^\[\]]*\]:")
_BETWEEN = re.compile(r"(\n[ \t]*\n)")
_BLANK = re.compile(r"\n[ \t]*\n")
# A table's rule, or a heading's, which may be one sign; where there is one with pipes, what may be a line of its table,
# else a line of verse or a heading; a bracket that is neither a call nor empty, as the guard before a unit is.
_RULED = re.compile(r"^[ ]{0,3}[-=+][-=+ ]{2,}$|^[ \t>]*(?:=+|-+)[ \t]*$", re.MULTILINE)
_PIPED = re.compile(r"^(?=.*-)(?=.*\|)[-:|+ \t>]+$", re.MULTILINE)
_IN_TABLE = re.compile(rf"\||{_HEADING.pattern}", re.MULTILINE)
_SET = re.compile(rf"^[ \t>]*\||{_HEADING.pattern}", re.MULTILINE)
_NAMING = re.compile(r"\[(?!\^[^\]\s]+\]|\]\{)")


def mask(text: str, guard: str = "") -> tuple[str, list[str]]:
    """Return Markdown with its runs masked, and the runs.

    A paragraph that is a ``guard`` and words alone is masked behind that as a whole: what its first word is, or how
    many there are, means nothing there.
    """
    if _NAME in text or _RULED.search(text):
        return text, []
    runs: dict[str, int] = {}

    def mark(run: str) -> str:
        return f"{_NAME}{runs.setdefault(run, len(runs))}Q"

    headings = [*_HEADING.finditer(text)]
    begins = [heading.start() for heading in headings]
    names = None if _LABEL.search(text) else _squeezed("\n".join(heading[0] for heading in headings))

    def remark(found: re.Match[str]) -> str:
        is_name = names is None or _squeezed(found[1]) in names
        before = found.string[max(0, found.start() - _LONGEST) : found.start()]
        is_tied = _SHORT.search(found[0]) or _SHORT.search(before)
        return found[0] if is_name or is_tied else mark(found[0])

    def run(found: re.Match[str]) -> str:
        return found[0] if _SHORT.search(found[0]) else found[1] + mark(found[2]) + found[3]

    def path(found: re.Match[str]) -> str:
        before = bisect_left(begins, found.start())
        is_headed = before and found.start() < headings[before - 1].end()  # pandoc makes an id of its words
        return found[0] if is_headed else found[1] + mark(found[2])

    blocks = _BETWEEN.split(_PATH.sub(path, text))
    set_ = _IN_TABLE if _PIPED.search(text) else _SET
    _mask_paragraphs(blocks, mark)
    guarded = _guarded(guard)
    for at in range(0, len(blocks), 2):
        if (words := guarded.fullmatch(blocks[at])) and not _SHORT.search(words[2]):
            blocks[at] = words[1] + mark(words[2]) + words[3]
        elif not set_.search(blocks[at]):
            block = _REMARK.sub(remark, blocks[at])
            blocks[at] = block if _NAMING.search(block) else _RUN.sub(run, block)
    return "".join(blocks), list(runs)


@cache
def _guarded(guard: str) -> re.Pattern[str]:
    return re.compile(rf"({re.escape(guard)})({_WORD}(?: {_WORD})*)(\n*)" if guard else r"(?!)")


def _mask_paragraphs(blocks: list[str], mark: Callable[[str], str]) -> None:
    """Mask paragraphs that follow one another; ``blocks`` have what parts them between them."""
    plain = [_PLAIN.fullmatch(block) and not _SHORT.search(block) for block in blocks[::2]]
    for at, after in enumerate(blocks[2::2]):
        plain[at] = plain[at] and not after.lstrip().startswith((":", "~"))
    at = 0
    while at < len(plain):
        begin = at
        while at < len(plain) and plain[at]:
            at += 1
        if at > begin:
            last = 2 * at - 2
            tail = blocks[last][len(blocks[last].rstrip("\n")) :]
            run = "".join(blocks[2 * begin : last + 1]).removesuffix(tail)
            blocks[2 * begin : last + 1] = [mark(run) + tail] + [""] * (last - 2 * begin)
        at += 1


def _squeezed(text: str) -> str:
    return _NOTHING.sub(" ", text).strip().casefold()


def unmask(tree: str, runs: Sequence[str]) -> str:
    """Return pandoc's tree, as JSON, of Markdown that was masked as it is of what it was; in code a run is text.

    Elsewhere it is one string with spaces in it, as its words stay until they are ``parted``.
    """
    if not runs:
        return tree

    def paragraphs(mark: re.Match[str]) -> str:
        return ",".join(f'{{"t":"Para","c":[{_inlines(text)}]}}' for text in _BLANK.split(runs[int(mark[1])]))

    tree = _PARAGRAPH.sub(paragraphs, tree)
    tree = _MASKED.sub(lambda mark: _inlines(runs[int(mark[1])]), tree)
    return _MASK.sub(lambda mark: json.dumps(runs[int(mark[1])], ensure_ascii=False)[1:-1], tree)


def _inlines(text: str) -> str:
    """Return words in lines as a tree's inlines."""
    return f'{{"t":"Str","c":"{text.replace(chr(10), _BREAK)}"}}'


def mask_tree(tree: str) -> tuple[str, list[str]]:
    """Return a tree, as JSON without spaces, with its runs masked, and the runs; for a writer of HTML."""
    if _NAME in tree:
        return tree, []
    # Equal ones are equal behind their masks: a caption may be asked whether it says what its picture does.
    runs: dict[str, int] = {}

    def hide(run: re.Match[str]) -> str:
        words = _STRUCTURE.sub(" ", run[0])[len(_HEAD) : -len(_TAIL)]
        before, after = _ALONE
        is_alone = tree.endswith(before, 0, run.start()) and tree.startswith(after, run.end())
        if len(words) <= _FEW and not is_alone:
            return run[0]
        return f"{_HEAD}{_NAME}{runs.setdefault(words, len(runs))}Q{_TAIL}"

    return _STRS.sub(hide, tree), list(runs)


def unmask_html(html: str, runs: Sequence[str]) -> str:
    """Return the HTML of a tree that was masked as it is of what it was."""
    return _MASK.sub(lambda mark: runs[int(mark[1])], html) if runs else html
