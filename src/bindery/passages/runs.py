"""Runs of foreign inlines in pandoc's tree: found, trimmed to their words, put into Spans."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from bindery import tree
from bindery.model import Blocks, Inlines, Node
from bindery.passages import latin, tongues, turns
from bindery.passages.edges import sentences, titles, trimmed
from bindery.passages.shape import HOLDERS, SPACES, holding, inside, is_address, is_inlines, is_settled

_PLAIN = {"Str", "Space", "SoftBreak"}
_LETTER = re.compile(r"[^\W\d_]")
_SIGN = re.compile(r"\w")
_ROMAN = re.compile(r"\W*[IVXLCDM]+\W*")  # XX съезд, ХХ століття with a Latin XX


def tag(blocks: Blocks, language: str, *, english: bool = True) -> Blocks:
    """Return the blocks of one note or chapter with its foreign passages tagged.

    ``language`` (BCP 47) is what the blocks are written in. Nothing given is changed; parts without a
    passage are the very ones given. Checks ask for no ``english``: to them it may be what nobody translated.
    """
    at_home = tongues.home(language)
    tagger = _Tagger(language, at_home, english=english and at_home != "Latn")
    tagged: Blocks = tagger.visit(blocks)
    tagger.settle()
    return tagged


def tag_known(inlines: Inlines, known: Mapping[int, str], language: str) -> Inlines:
    """Return inlines with passages of known words, by their identity, tagged with their languages; no others."""
    tagger = _Tagger(language, tongues.home(language), known=known)
    tagged = tagger.mark(inlines)
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
    english: bool = False
    known: Mapping[int, str] | None = None  # languages of words, by identity, where no others are to be found
    passages: list[_Passage] = field(default_factory=list)
    paragraph: int = 0

    def visit(self, value: Any) -> Any:
        """Return any part of pandoc's tree with the passages in it tagged."""
        if isinstance(value, list):
            if is_inlines(value):
                self.paragraph += 1
                return self.mark(value)
            return [self.visit(item) if isinstance(item, (list, dict)) else item for item in value]
        if value.get("t") in {"CodeBlock", "RawBlock"}:
            return value
        if is_settled(value):
            return self.turned(value)
        return {**value, "c": self.visit(value["c"])} if isinstance(value.get("c"), list) else value

    def mark(self, inlines: Inlines, *, whole: bool = False) -> Inlines:
        """Return inlines with each longest run of one key in a Span; ``whole`` for those within another."""
        if not self.touches(inlines):
            return inlines
        inlines = tree.parted(inlines)
        keys = self.keys(inlines, whole=whole)
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
        if self.known or (not words.isascii() and tongues.is_suspect(words, self.language)):
            return True
        if self.english and latin.is_hinted(words):
            return True
        for node in inlines:
            kind = node["t"]
            if kind in _PLAIN:
                continue
            if kind in {"Note", "Image"} or (kind in HOLDERS and self.touches(inside(node))):
                return True
        return False

    def keys(self, inlines: Inlines, *, whole: bool = False) -> list[str | None]:
        """Say of each inline whose run it can join: a script's or a language's, "" for any, None for none."""
        keys = [self.key(node) for node in inlines]
        if self.home == "Cyrl" and self.known is None:
            for sentence in sentences(inlines):
                # A word whose script says what it is will stand in a Span of its own, which ends what is around it.
                for own, places in groupby(sentence, lambda at: not keys[at]):
                    run = list(places) if own else []
                    stranger = tongues.detect(tree.text([inlines[at] for at in run]), self.language) if run else None
                    for at in run if stranger else ():
                        keys[at] = stranger if keys[at] is None else keys[at]
        for title in titles(inlines, whole=whole) if self.english else ():
            if latin.is_english(tree.text([inlines[at] for at in title])):
                for at in title:
                    keys[at] = keys[at] or ("en" if _SIGN.search(tree.text(inlines[at])) else keys[at])
        return keys

    def key(self, node: Node) -> str | None:
        """Say of one inline by its script alone whose run it can join."""
        kind = node["t"]
        if kind == "Str":
            text = node["c"]
            if not _LETTER.search(text) or _ROMAN.fullmatch(text):
                return ""
            if self.known is not None:
                return self.known.get(id(node))
            return None if is_address(text) else tongues.foreign(text, self.home) or None
        if kind not in HOLDERS or is_settled(node):
            return "" if kind in SPACES else None
        keys = set(self.keys(inside(node), whole=True)) - {""}
        return (keys.pop() if len(keys) == 1 else None) if keys else ""

    def wrap(self, run: Inlines, key: str) -> Inlines:
        """Return a run as a Span, with what punctuation its end words carry outside."""
        lead, run, trail = trimmed(run)
        attributes = tree.attr(lang=key)
        if key in tongues.RIGHT_TO_LEFT and self.home not in tongues.RIGHT_TO_LEFT:
            attributes[2].insert(0, ["dir", "rtl"])  # its pieces, as an emphasis, follow one another from the right
        votes = tongues.poll(tree.text(run), key)
        self.passages.append(_Passage(attributes, votes, self.paragraph))
        around = [[tree.string(edge)] if edge else [] for edge in (lead, trail)]
        return [*around[0], tree.span(attributes, run), *around[1]]

    def descend(self, node: Node) -> Node:
        """Return an inline that is in no run with the passages inside it tagged."""
        kind = node["t"]
        if kind == "Note":
            return {"t": kind, "c": tag(node["c"], self.language)}
        if kind == "Image" and not is_settled(node):  # its words become an attribute, where no Span can be
            attributes, words, target = node["c"]
            keys = {key for key in self.keys(words) if key}
            for key in sorted(keys)[:1]:
                attributes = tree.with_pairs(attributes, {"lang": key})
                votes = tongues.poll(tree.text(words), key)
                self.passages.append(_Passage(attributes, votes, self.paragraph))
            return {"t": kind, "c": [attributes, words, target]}
        if is_settled(node):
            return self.turned(node)
        return holding(node, self.mark(inside(node), whole=True)) if kind in HOLDERS else node

    def turned(self, node: Node) -> Node:
        """Return an element whose language its author says, with the way it is read where the text's is another."""
        said = tree.pairs_of(node)
        language = said.get("lang") or said.get("xml:lang")
        if not language or "dir" in said or node["t"] == "Image":
            return node
        home, other = (script in tongues.RIGHT_TO_LEFT for script in (self.home, tongues.home(language)))
        if home == other or (home and node["t"] != "Div"):  # what turns a line of such a text is found later (``turn``)
            return node
        node = turns.within(node) if other and node["t"] in {"Div", "Span", "Link"} else node
        attributes = tree.with_pairs(tree.attr_of(node) or tree.attr(), {"dir": "rtl" if other else "ltr"})
        return tree.with_attributes(node, attributes)

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
