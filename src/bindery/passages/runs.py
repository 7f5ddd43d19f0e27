"""Runs of foreign inlines in pandoc's tree: found, trimmed to their words, put into Spans."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product
from typing import Any

from bindery import tree
from bindery.model import Blocks, Inlines, Node
from bindery.passages import tongues

# Inlines that hold inlines, and where in their content: -1 for the whole of it.
_FACES = ("Emph", "Underline", "Strong", "Strikeout", "Superscript", "Subscript", "SmallCaps")
HOLDERS = {**dict.fromkeys(_FACES, -1), **dict.fromkeys(("Quoted", "Cite", "Span", "Link"), 1)}
_SPACES = {"Space", "SoftBreak", "LineBreak"}
_PLAIN = {"Str", "Space", "SoftBreak"}
_INLINES = {*HOLDERS, *_SPACES, "Str", "Code", "Math", "RawInline", "Image", "Note"}
_LETTER = re.compile(r"[^\W\d_]")
_ADDRESS = re.compile(r"://|^www\.|\w@\w", re.IGNORECASE)
_ROMAN = re.compile(r"\W*[IVXLCDM]+\W*")  # XX съезд, ХХ століття with a Latin XX
_EDGE = re.compile(r"[\W_]*")
_END = re.compile(r"[.?!…][^\w\s]*$|[”“’»)\]\"]\W*$")
_APOSTROPHE = re.compile(r"(?<=\w)[’'](?=\w)")
_OPENERS = dict(zip("“„‘‚«‹([\"'", ("”", "“”", "’", "‘’", "»", "›", ")", "]", '"', "'"), strict=True))
_CLOSERS = "”“’‘»›)]\"'"


def tag(blocks: Blocks, language: str) -> Blocks:
    """Return the blocks of one note or chapter with its foreign passages tagged.

    ``language`` (BCP 47) is what the blocks are written in. Nothing given is changed; parts without a
    passage are the very ones given.
    """
    tagger = _Tagger(language, tongues.home(language))
    tagged: Blocks = tagger.visit(blocks)
    tagger.settle()
    return tagged


@dataclass(frozen=True, slots=True)
class _Passage:
    """A tagged run whose language may wait for those of its neighbours."""

    attributes: tree.Attr
    votes: Counter[str]
    paragraph: int


@dataclass(slots=True)
class _Tagger:
    """One note or chapter while its passages are found."""

    language: str
    home: str
    passages: list[_Passage] = field(default_factory=list)
    paragraph: int = 0

    def visit(self, value: Any) -> Any:
        """Return any part of pandoc's tree with the passages in it tagged."""
        if isinstance(value, list):
            if is_inlines(value):
                self.paragraph += 1
                return self.mark(value)
            return [self.visit(item) if isinstance(item, (list, dict)) else item for item in value]
        if value.get("t") in {"CodeBlock", "RawBlock"} or _is_settled(value):
            return value
        return {**value, "c": self.visit(value["c"])} if isinstance(value.get("c"), list) else value

    def mark(self, inlines: Inlines) -> Inlines:
        """Return inlines with each longest run of one key in a Span."""
        if not self.touches(inlines):
            return inlines
        keys = self.keys(inlines)
        marked: Inlines = []
        at = 0
        while at < len(inlines):
            key = keys[at]
            end = reach = at
            while key and reach < len(inlines) and keys[reach] in {key, ""}:
                end, reach = (reach if keys[reach] else end), reach + 1
            marked += self.wrap(inlines[at : end + 1], key) if key else [self.descend(inlines[at])]
            at = end + 1
        return marked

    def touches(self, inlines: Inlines) -> bool:
        """Tell whether a passage is possible at all: the fast way past most paragraphs."""
        words = " ".join([node["c"] for node in inlines if node["t"] == "Str"])
        if not words.isascii() and tongues.is_suspect(words, self.language):
            return True
        for node in inlines:
            kind = node["t"]
            if kind in _PLAIN:
                continue
            if kind in {"Note", "Image"} or (kind in HOLDERS and self.touches(inside(node))):
                return True
        return False

    def keys(self, inlines: Inlines) -> list[str | None]:
        """Say of each inline whose run it can join: a script's or a language's, "" for any, None for none."""
        keys = [self.key(node) for node in inlines]
        if self.home == "Cyrl":
            for sentence in _sentences(inlines):
                stranger = tongues.detect(tree.text([inlines[at] for at in sentence]), self.language)
                for at in sentence if stranger else ():
                    keys[at] = stranger if keys[at] is None else keys[at]
        return keys

    def key(self, node: Node) -> str | None:
        """Say of one inline by its script alone whose run it can join."""
        kind = node["t"]
        if kind == "Str":
            text = node["c"]
            if not _LETTER.search(text) or _ROMAN.fullmatch(text):
                return ""
            return None if _ADDRESS.search(text) else tongues.foreign(text, self.home) or None
        if kind not in HOLDERS or _is_settled(node):
            return "" if kind in _SPACES else None
        keys = set(self.keys(inside(node))) - {""}
        return (keys.pop() if len(keys) == 1 else None) if keys else ""

    def wrap(self, run: Inlines, key: str) -> Inlines:
        """Return a run as a Span, with what punctuation its end words carry outside."""
        lead, run, trail = trimmed(run)
        attributes = tree.attr(lang=key)
        votes = tongues.poll(tree.text(run), key)
        self.passages.append(_Passage(attributes, votes, self.paragraph))
        around = [[tree.string(edge)] if edge else [] for edge in (lead, trail)]
        return [*around[0], tree.span(attributes, run), *around[1]]

    def descend(self, node: Node) -> Node:
        """Return an inline that is in no run with the passages inside it tagged."""
        kind = node["t"]
        if kind == "Note":
            return {"t": kind, "c": tag(node["c"], self.language)}
        if kind == "Image" and not _is_settled(node):  # its words become an attribute, where no Span can be
            attributes, words, target = node["c"]
            keys = {key for key in self.keys(words) if key}
            for key in sorted(keys)[:1]:
                attributes = tree.with_pairs(attributes, {"lang": key})
                votes = tongues.poll(tree.text(words), key)
                self.passages.append(_Passage(attributes, votes, self.paragraph))
            return {"t": kind, "c": [attributes, words, target]}
        if kind not in HOLDERS or _is_settled(node):
            return node
        marked, at = self.mark(inside(node)), HOLDERS[kind]
        return {"t": kind, "c": marked if at < 0 else [*node["c"][:at], marked, *node["c"][at + 1 :]]}

    def settle(self) -> None:
        """Give every passage its language: its own, or its paragraph's, or the whole's, or the fallback."""
        whole: Counter[str] = Counter()
        paragraphs: dict[int, Counter[str]] = {}
        for passage in self.passages:
            for votes in (whole, paragraphs.setdefault(passage.paragraph, Counter())):
                for tongue, count in passage.votes.items():
                    votes[tongue] += count
        for passage in self.passages:
            leaders = tongues.lead(passage.votes)
            for votes in (paragraphs[passage.paragraph], whole):
                if len(leaders) > 1:
                    leaders = tongues.lead(Counter({tongue: votes[tongue] for tongue in leaders}))
            passage.attributes[2][-1][1] = leaders[0]


def trimmed(run: Inlines) -> tuple[str, Inlines, str]:
    """Return a run without the punctuation of its end words, and that before and after it; what pairs up stays."""
    text = tree.text(run)
    first = run[0]["c"] if run[0]["t"] == "Str" else ""
    last = run[-1]["c"] if run[-1]["t"] == "Str" else ""
    lead, trail = _outside(_edge(first), text, _edge(last[::-1])[::-1])
    if last:
        run = [*run[:-1], tree.string(last[: len(last) - len(trail)])]
    if first:
        run = [tree.string(run[0]["c"][len(lead) :]), *run[1:]]
    return lead, run, trail


def _sentences(inlines: Inlines) -> Iterator[list[int]]:
    """Yield the places of what stands together between stops, quotes, brackets and other elements."""
    sentence: list[int] = []
    for at, node in enumerate(inlines):
        text = node["c"] if node["t"] == "Str" else ""
        words = bool(text) or node["t"] in _SPACES
        if not words or text[:1] in _OPENERS:
            yield sentence
            sentence = []
        if words:
            sentence.append(at)
        if _END.search(text):
            yield sentence
            sentence = []
    yield sentence


def _outside(lead: str, text: str, trail: str) -> tuple[str, str]:
    """Return which of a run's first and last marks stay out: all but those that pair up in the run."""
    core = _APOSTROPHE.sub("", text[len(lead) : len(text) - len(trail)])
    marks = "".join(char for char in core if char in _OPENERS or char in _CLOSERS)
    for ahead, after in sorted(product(range(len(lead) + 1), range(len(trail) + 1)), key=sum, reverse=True):
        opens = not ahead or lead[-ahead] in _OPENERS
        closes = not after or trail[after - 1] in _CLOSERS
        if opens and closes and _is_balanced(lead[len(lead) - ahead :] + marks + trail[:after]):
            return lead[: len(lead) - ahead], trail[after:]
    return lead, trail


def _is_balanced(text: str) -> bool:
    stack: list[str] = []
    for char in text:
        if stack and char in _OPENERS[stack[-1]]:
            stack.pop()
        elif char in _OPENERS:
            stack.append(char)
        elif char in _CLOSERS:
            return False
    return not stack


def _edge(text: str) -> str:
    match = _EDGE.match(text)
    return match[0] if match else ""


def is_inlines(value: list[Any]) -> bool:
    """Tell whether a part of pandoc's tree is a line of inlines."""
    return bool(value) and isinstance(value[0], dict) and value[0].get("t") in _INLINES


def inside(node: Node) -> Inlines:
    """Return the inlines that an inline holds."""
    at = HOLDERS[node["t"]]
    inlines: Inlines = node["c"] if at < 0 else node["c"][at]
    return inlines


def _is_settled(node: Node) -> bool:
    """Tell whether an author has said an element's language, or a link shows nothing but its address."""
    if "t" in node and not {"lang", "xml:lang"}.isdisjoint(tree.pairs_of(node)):
        return True
    if node.get("t") != "Link":
        return False
    (_, classes, _), shown, (address, _) = node["c"]
    return "uri" in classes or "email" in classes or tree.text(shown) == address
