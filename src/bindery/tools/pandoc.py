"""The door to pandoc: Markdown to its tree, its tree to HTML, any number of texts in one process."""

from __future__ import annotations

import json
import os
import re
import subprocess
from bisect import bisect_left
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from importlib.util import find_spec
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

from bindery.errors import BinderyError, ToolMissing
from bindery.installed import versions
from bindery.model import Blocks, Inlines
from bindery.tools import masks, pieces, simple, snares
from bindery.tools.conversion import MARKDOWN, TREE, Conversion

# What a manuscript may use. Raw HTML is read as such so that it can be found and cleaned.
READER = "markdown+smart-raw_tex-latex_macros-citations-example_lists-yaml_metadata_block-pandoc_title_block"
# What a translator reads: typographic signs as they are, nothing that only a machine would write.
UNIT_WRITER = (
    "markdown-smart-raw_html-native_divs-raw_attribute-raw_tex-latex_macros-citations-example_lists"
    "-yaml_metadata_block-pandoc_title_block"
)
_SCRIPT = Path(__file__).with_name("pandoc.lua")
_API = [1, 23, 1]
_READ = ["--sandbox", "-f", READER, "-t", "json"]
_HTML = [
    *("-f", "json", "-t", "html5", "--mathml", "--syntax-highlighting=none", "--wrap=none"),
    "--email-obfuscation=none",
]
# "2022. …" at the start of a text would be a list: behind an empty span it is a sentence.
GUARD = "[]{.x}"
_CUT = "<!-- bindery: cut here -->"  # no comment of a manuscript gets so far
_CUT_TEXT = json.dumps({"t": "RawBlock", "c": ["html", _CUT]})
_LONG, _KEPT = 400_000, 20_000_000  # letters: of JSON that two processes write sooner, of HTML that is remembered
_written: dict[str, str] = {}  # HTML by what it was written from
_MANY, _SIDES = 8, 2  # texts, processes
_GUARD = {"t": "Span", "c": [["", ["x"], []], []]}


DEPTH = 200  # brackets of JSON, two to four an element: all that walks the tree calls itself
_ESCAPED = re.compile(r"\\(?:[bf]|u00[01])|[\ufffe\uffff]")
_SPACE = re.compile("( )")
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


# Attributes that run or fetch something, or say how things look.
ACTIVE = re.compile(r"on.*|style|src|srcset|srcdoc|href|ping|action|formaction|background|data|poster", re.IGNORECASE)
_UNIT = 100_000  # letters: what is translated at a time is a paragraph


class TooDeep(BinderyError):
    """A text nests its elements too deeply to be set; ``at`` says which of those that were read."""

    def __init__(self, at: int) -> None:
        super().__init__("The text is nested too deeply. Look for lists or quotations inside one another.")
        self.at = at

    def __reduce__(self) -> tuple[type[TooDeep], tuple[int]]:
        return type(self), (self.at,)  # a worker sends it home


@cache
def path() -> Path:
    """Return where pandoc is: the one that pypandoc's wheel brings, for another on the machine writes other bytes.

    Raises ToolMissing with the line that mends it.
    """
    try:
        wheel = find_spec("pypandoc")
        own = Path(wheel.origin).parent / "files" / "pandoc" if wheel and wheel.origin else None
        if own and os.access(own, os.X_OK):
            return own  # pypandoc's import takes as long as a chapter, and it prefers a newer one of the machine
        import pypandoc

        return Path(pypandoc.get_pandoc_path())
    except (ImportError, OSError) as error:
        raise ToolMissing("pandoc is not here. Run `make setup` (it comes with the locked dependencies).") from error


def version() -> str:
    """Return pandoc's version, as ``3.9``."""
    shown = subprocess.run([path(), "--version"], capture_output=True, text=True, check=True).stdout
    return shown.split()[1]


def read(texts: Sequence[str]) -> list[Blocks]:
    """Return the blocks of each Markdown text, each read on its own, in pandoc's sandbox; side by side."""
    return begin(texts)()


def begin(texts: Sequence[str], *, joined: bool = False) -> Callable[[], list[Blocks]]:
    """Begin to ``read``; return what waits for it.

    ``joined`` are runs of plain words, which nobody but ``write_units`` takes for what they are: a tenth of the tree.
    """
    masked = [masks.mask(text) for text in texts]
    answers = _begin_answers([text for text, _ in masked])

    def read() -> list[Blocks]:
        shown = zip(answers(), masked, strict=True)
        return [_tree(masks.unmask(answer, runs, joined=joined), at) for at, (answer, (_, runs)) in enumerate(shown)]

    return read


def _begin_answers(texts: list[str]) -> Callable[[], list[str]]:
    """Begin to have Markdown read that is not known from before; return what waits for pandoc's answers to all."""
    is_many = len(texts) > _MANY  # a process costs more than its text
    how = ["lua", _SCRIPT.read_text("utf-8"), READER] if is_many else _READ
    found = {text: _known(how, text) for text in dict.fromkeys(texts)}
    known = {text: answer for text, answer in found.items() if answer is not None}
    new = [text for text in found if text not in known]
    if not new:
        return lambda: [known[text] for text in texts]
    pool = ThreadPoolExecutor(_SIDES)
    if is_many:
        jobs = [{"read": text} for text in new]
        share = -(-len(jobs) // _SIDES)
        parts = pool.map(_run, [jobs[at : at + share] for at in range(0, len(jobs), share)])
    else:
        parts = pool.map(lambda text: [_convert(_READ, text.encode())], new)
    pool.shutdown(wait=False)

    def answers() -> list[str]:
        made = [answer for part in parts for answer in part]
        pool.shutdown()  # who is forked now must not have its threads
        for text, answer in zip(new, made, strict=True):
            _keep(answer, how, text)
            known[text] = answer
        return [known[text] for text in texts]

    return answers


class _Asked:
    """Something asked of pandoc: what it has made of it before, where that is kept, or else a run that is begun."""

    def __init__(self, how: Sequence[str], text: str, *, need: float = MARKDOWN, leisure: bool = False) -> None:
        self._how, self._text = how, text
        self._known, self._run = _known(how, text), None
        if self._known is None:
            self._run = Conversion(path(), list(how), text.encode(), need=need, leisure=leisure)

    def answer(self) -> str:
        """Return what pandoc makes of it, waiting for it; raises what ``Conversion.answer`` does."""
        if self._run and self._known is None:
            self._known = self._run.answer()
            _keep(self._known, self._how, self._text)
        return self._known or ""

    def is_settled(self, within: float) -> bool:
        """Wait some seconds at most; where it is not done by then it is stopped, and nobody may ask."""
        if self._run is None or self._run.is_done(within):
            return True
        self._run.abandon()
        return False


def _known(how: Sequence[str], text: str) -> str | None:
    """Return what this pandoc has made of a text, asked in this way, if that is kept."""
    made = pieces.find(_which(), *how, text) if _which() else None
    return None if made is None else made.decode()


def _keep(answer: str, how: Sequence[str], text: str) -> None:
    if _which():
        pieces.keep(answer.encode(), _which(), *how, text)


@cache
def _which() -> str:
    """Return which pandoc this is, if that can be told without asking it: the one of pypandoc's wheel."""
    own = path().parent.parent.name == "pypandoc"
    return f"pandoc {said}" if own and (said := versions().get("pypandoc-binary")) else ""


def _tree(answer: str, at: int) -> Blocks:
    try:
        whole = json.loads(answer)
        blocks: Blocks = whole["blocks"]
        if _ESCAPED.search(answer):
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
    """Return a tree without the characters that XML 1.0 can't hold: no edition could."""
    if isinstance(node, str):
        return _UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", node)
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
    asked = _Asked(_HTML, _document([]).replace("[]}", f"[{tree}]}}"), need=TREE)

    def parts() -> list[str]:
        html = masks.unmask_html(asked.answer(), runs)
        return [part.strip("\n") for part in html.split(_CUT)[: len(texts)]]

    return parts


def write_units(paragraphs: Sequence[Inlines]) -> list[str]:
    """Return each paragraph's inlines as one line of Markdown for translators; it reads back as the same tree."""
    known = [simple.written(inlines) for inlines in paragraphs]
    rest = iter(_write_units([_apart(each) for each, text in zip(paragraphs, known, strict=True) if text is None]))
    return [next(rest) if text is None else text for text in known]


def _apart(node: Any) -> Any:
    """Return a tree without runs that are ``joined``."""
    if isinstance(node, list):
        made: list[Any] = []
        for item in node:
            if isinstance(item, dict) and item.get("t") == "Str" and " " in item["c"]:
                made += [
                    {"t": "Space"} if at % 2 else {"t": "Str", "c": w} for at, w in enumerate(_SPACE.split(item["c"]))
                ]
            else:
                made.append(_apart(item))
        return made
    return {key: _apart(value) for key, value in node.items()} if isinstance(node, dict) else node


def _write_units(paragraphs: Sequence[Inlines]) -> list[str]:
    if not paragraphs:
        return []
    whole: Blocks = [{"t": "Para", "c": [_GUARD, *inlines]} for inlines in paragraphs]
    text = _convert(["-f", "json", "-t", UNIT_WRITER, "--wrap=none"], _document(whole).encode(), need=TREE)
    units = text.strip("\n").split("\n\n")
    if len(units) != len(paragraphs):  # one has an empty line in it: each on its own
        units = _run([{"unit": _document([block])} for block in whole])
    # pandoc escapes to be safe; a translator should meet a backslash only where the text would change without it.
    escaped = [at for at, unit in enumerate(units) if "\\" in unit]
    for at, unit in zip(escaped, _run([{"plain": units[at]} for at in escaped]), strict=True):
        units[at] = unit
    return [unit.strip("\n").removeprefix(GUARD) for unit in units]


class Units:
    """Translators' Markdown, begun to be read: as one document, if it comes apart again.

    ``notes`` are the definitions of the notes that the texts call, the same for all. Others come first where it is read
    at ``leisure``.
    """

    def __init__(self, texts: Sequence[str], notes: str = "", *, leisure: bool = False) -> None:
        # What would keep pandoc busy for ever is code, which is no paragraph and so no translation.
        self._texts = [
            GUARD + text if _is_readable(text) else f"```\n{text[:60].replace('`', '')}…\n```" for text in texts
        ]
        self._notes = notes
        masked, self._runs = masks.mask("\n\n".join(self._texts) + notes)
        self._asked = _Asked(_READ, masked, leisure=leisure)

    def is_settled(self, within: float) -> bool:
        """Wait for pandoc, some seconds at most: what is read may then be asked for by a process forked from this.

        Where it is not done by then it is stopped, and nobody may ask.
        """
        return self._asked.is_settled(within)

    def read(self) -> list[Blocks]:
        """Return the blocks of each text: one paragraph, if it is what it should be."""
        blocks = _tree(masks.unmask(self._asked.answer(), self._runs), 0)
        apart = len(blocks) == len(self._texts) and all(b["t"] == "Para" and b["c"][:1] == [_GUARD] for b in blocks)
        each = [[block] for block in blocks] if apart else read([text + self._notes for text in self._texts])
        return [_inert(_unguarded(blocks)) for blocks in each]


def read_units(texts: Sequence[str], notes: str = "") -> list[Blocks]:
    """Return the blocks of each translator's Markdown, as ``Units`` reads them."""
    return Units(texts, notes).read()


def _is_readable(text: str) -> bool:
    return len(text) <= _UNIT and not any(map(snares.snare, text.split("\n"))) and not snares.knot(text)


def _inert(node: Any) -> Any:
    """Return a tree without attributes that run or fetch something, and without marks that only the press may set."""
    if isinstance(node, list):
        if len(node) == 3 and isinstance(node[0], str) and isinstance(node[1], list) and isinstance(node[2], list):
            pairs = [pair for pair in node[2] if not (isinstance(pair, list) and pair and _is_active(pair[0]))]
            return [node[0], [name for name in node[1] if name != "call"], pairs]
        return [_inert(item) for item in node]
    return {key: _inert(value) for key, value in node.items()} if isinstance(node, dict) else node


def _is_active(name: object) -> bool:
    return isinstance(name, str) and bool(ACTIVE.fullmatch(name))


def _unguarded(blocks: Blocks) -> Blocks:
    if blocks and blocks[0]["t"] in {"Para", "Plain"} and blocks[0]["c"][:1] == [_GUARD]:
        return [{"t": "Para", "c": blocks[0]["c"][1:]}, *blocks[1:]]
    return blocks


def _document(blocks: Blocks) -> str:
    return json.dumps({"pandoc-api-version": _API, "meta": {}, "blocks": blocks})


def _run(jobs: list[dict[str, str]]) -> list[str]:
    """Return the answers to any number of conversions, isolated from one another in one process."""
    if not jobs:
        return []
    return list(json.loads(_convert(["lua", str(_SCRIPT), READER, UNIT_WRITER], json.dumps(jobs).encode())))


def _convert(arguments: list[str], data: bytes, need: float = MARKDOWN) -> str:
    return Conversion(path(), arguments, data, need=need).answer()
