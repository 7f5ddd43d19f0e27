"""The door to pandoc: Markdown to its tree, its tree to HTML, any number of texts side by side."""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import accumulate, pairwise
from typing import Any

from bindery import characters
from bindery.errors import BinderyError
from bindery.model import Blocks
from bindery.tools import answers, masks
from bindery.tools.answers import READ, READER, SCRIPT, Answer, convert, run
from bindery.tools.conversion import TREE

_API = [1, 23, 1]
_HTML = [
    *("-f", "json", "-t", "html5", "--mathml", "--syntax-highlighting=none", "--wrap=none"),
    "--email-obfuscation=none",
]
_CUT = "<!-- bindery: cut here -->"  # no comment of a manuscript gets so far
_CUT_TEXT = json.dumps({"t": "RawBlock", "c": ["html", _CUT]})
_LONG, _KEPT = 400_000, 20_000_000  # letters: of JSON that two processes write sooner, of HTML that is remembered
_written: dict[str, str] = {}  # HTML by what it was written from
_MANY, _SIDES = 8, 2  # texts, processes


DEPTH = 200  # brackets of JSON, two to four an element: all that walks the tree calls itself
_ESCAPED = re.compile(r"\\(?:[bf]|u00[0-9])")  # as JSON writes some of the characters that no edition can hold

# Attributes that run or fetch something, or say how things look.
ACTIVE = re.compile(r"on.*|style|src|srcset|srcdoc|href|ping|action|formaction|background|data|poster", re.IGNORECASE)


class TooDeep(BinderyError):
    """A text nests its elements too deeply to be set; ``at`` says which of those that were read."""

    def __init__(self, at: int) -> None:
        super().__init__("The text is nested too deeply. Look for lists or quotations inside one another.")
        self.at = at

    def __reduce__(self) -> tuple[type[TooDeep], tuple[int]]:
        return type(self), (self.at,)  # a worker sends it home


def read(texts: Sequence[str]) -> list[Blocks]:
    """Return the blocks of each Markdown text, each read on its own, in pandoc's sandbox; side by side.

    Runs of plain words are one string each (``tree.parted``).
    """
    return begin(texts)()


def begin(texts: Sequence[str]) -> Callable[[], list[Blocks]]:
    """Begin to ``read``; return what waits for it."""
    masked = [masks.mask(text) for text in texts]
    said = _begin_to_read([text for text, _ in masked])

    def read() -> list[Blocks]:
        shown = zip(said(), masked, strict=True)
        return [tree_of(masks.unmask(answer, runs), at) for at, (answer, (_, runs)) in enumerate(shown)]

    return read


def _begin_to_read(texts: list[str]) -> Callable[[], list[str]]:
    """Begin to have Markdown read that is not known from before; return what waits for pandoc's answers to all."""
    is_many = len(texts) > _MANY  # a process costs more than its text
    how = ["lua", SCRIPT.read_text("utf-8"), READER] if is_many else READ
    found = {text: answers.known(how, text) for text in dict.fromkeys(texts)}
    known = {text: answer for text, answer in found.items() if answer is not None}
    new = [text for text in found if text not in known]
    if not new:
        return lambda: [known[text] for text in texts]
    pool = ThreadPoolExecutor(_SIDES)
    if is_many:
        jobs = [{"read": text} for text in new]
        share = -(-len(jobs) // _SIDES)
        parts = pool.map(run, [jobs[at : at + share] for at in range(0, len(jobs), share)])
    else:
        parts = pool.map(lambda text: [convert(READ, text.encode())], new)
    pool.shutdown(wait=False)

    def said() -> list[str]:
        made = [answer for part in parts for answer in part]
        pool.shutdown()  # who is forked now must not have its threads
        for text, answer in zip(new, made, strict=True):
            answers.keep(answer, how, text)
            known[text] = answer
        return [known[text] for text in texts]

    return said


def tree_of(answer: str, at: int = 0) -> Blocks:
    """Return the blocks of pandoc's tree, as JSON; raises TooDeep with ``at``, which text it is of."""
    try:
        whole = json.loads(answer)
        blocks: Blocks = whole["blocks"]
        if _ESCAPED.search(answer) or characters.unprintable(answer):
            blocks = _printable(blocks)
        if _depth(whole) > DEPTH:
            raise TooDeep(at)
    except RecursionError as error:
        raise TooDeep(at) from error
    return blocks


def _depth(tree: Any) -> int:
    """Return how deep elements stand in one another, in brackets of JSON."""
    level, depth = [tree], 0
    while level:
        depth += 1
        level = [
            inner
            for outer in level
            for inner in (outer.values() if outer.__class__ is dict else outer)
            if inner.__class__ is dict or inner.__class__ is list
        ]
    return depth


def _printable(node: Any) -> Any:
    """Return a tree without the characters that no edition can hold."""
    if isinstance(node, str):
        return characters.printable(node)
    if isinstance(node, list):
        return [_printable(item) for item in node]
    return {key: _printable(value) for key, value in node.items()} if isinstance(node, dict) else node


def write(documents: Sequence[Blocks]) -> list[str]:
    """Return each document as an HTML fragment that is well-formed XML too; maths as MathML."""
    return begin_to_write(documents)()


def begin_to_write(documents: Sequence[Blocks]) -> Callable[[], list[str]]:
    """Begin to ``write``; return what waits for it.

    A process that stays, as a preview's does, writes only what is new to it.
    """
    texts = [json.dumps(blocks, ensure_ascii=False, separators=(",", ":"))[1:-1] for blocks in documents]
    new = [text for text in dict.fromkeys(texts) if text not in _written]
    if sum(map(len, _written.values())) > _KEPT:
        new = list(dict.fromkeys(texts))
        _written.clear()
    begun = [(share, _begin_html(share)) for share in _shares(new)]

    def written() -> list[str]:
        for share, parts in begun:
            _written.update(zip(share, parts(), strict=True))
        return [_written[text] for text in texts]

    return written


def _shares(texts: list[str]) -> list[list[str]]:
    """Return texts in as many parts as there are processes for them, each of about the same length."""
    whole = sum(map(len, texts))
    if whole < _LONG:
        return [texts] if texts else []
    ends = [bisect_left(list(accumulate(map(len, texts))), whole * part / _SIDES) + 1 for part in range(1, _SIDES)]
    bounds = [0, *(min(end, len(texts)) for end in ends), len(texts)]
    return [texts[begin:end] for begin, end in pairwise(bounds) if begin < end]


def _begin_html(texts: list[str]) -> Callable[[], list[str]]:
    """Begin to make each document, JSON without its brackets, HTML; in one process."""
    blocks = ",".join(f"{text},{_CUT_TEXT}" if text else _CUT_TEXT for text in texts)
    tree, runs = masks.mask_tree(blocks)
    answer = Answer(_HTML, document([]).replace("[]}", f"[{tree}]}}"), need=TREE)

    def parts() -> list[str]:
        html = masks.unmask_html(answer.said(), runs)
        return [part.strip("\n") for part in html.split(_CUT)[: len(texts)]]

    return parts


def document(blocks: Blocks) -> str:
    """Return blocks as a whole document, for pandoc to read."""
    return json.dumps({"pandoc-api-version": _API, "meta": {}, "blocks": blocks})
