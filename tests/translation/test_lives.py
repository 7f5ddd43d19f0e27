"""The life of a catalogue: whatever order sources, translators, reviewers and files come in, the promises hold.

A faithful translator writes each word of a source with a number of its own behind it, so that every word tells which
passage it was made from, and each note's call which words it belongs to.
"""

from __future__ import annotations

import copy
import html
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from unittest.mock import patch

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.internal.conjecture import providers
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from lxml import etree

from bindery import catalog as po
from bindery import exchange
from bindery.model import Catalog, Entry, Finding, Unit
from bindery.tools import word
from bindery.translation.likeness import ADDRESS
from bindery.translation.review import Reviewer, flagged, review_all, reviewer
from bindery.translation.revision import revise

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
X = "{urn:oasis:names:tc:xliff:document:1.2}"
HEADER = {"Project-Id-Version": "lives", "Language": "uk"}
# "^" stands for a call; the text numbers them.
SENTENCES = ["ant bee^ cat dog.", "elk fox gnu^ hen^.", "ibis jay kite.", "ant bee^ cow dog.", "see <https://a.b/c> now^.", "ibis jay."]  # fmt: skip
ADDRESSES = "https://a.b/c", "https://d.e/f"
WORDS = "ant", "bee", "owl", "pig", "<https://a.b/c>"
AT = st.integers(0, 7)
Key = tuple[str, str]


def text(sentences: Iterable[str]) -> str:
    """A passage's sentences as its source has them."""
    joined, number = " ".join(sentences), 0
    while "^" in joined.replace("[^", "["):
        number += 1
        joined = re.sub(r"(?<!\[)\^", f"[^{number}]", joined, count=1)
    return joined


def said(source: str, serial: int) -> str:
    """A source as a faithful translator writes it."""
    parts = re.split(r"(<[^>]*>)", source)
    return "".join(p if p.startswith("<") else re.sub(r"[a-z]+", lambda m: f"{m[0]}{serial}", p) for p in parts)


def tokens(text: str) -> set[str]:
    """The words that a translator wrote; what a review is sealed with is none."""
    return set(re.findall(r"\b[a-z]+\d+\b", re.sub(r"\[[0-9a-f]{12}\]", "", ADDRESS.sub("", text))))


def called(source: str) -> dict[str, str]:
    """The words that have a call, each with its number."""
    return dict(re.findall(r"([a-z]+)\[\^(\d+)\]", source))


def pair(key: Key, translation: str) -> tuple[Key, str]:
    """What is confirmed and reviewed together; a change of an address asks nobody."""
    return (key[0], ADDRESS.sub("address", key[1])), ADDRESS.sub("address", translation)


@dataclass
class Row:
    """A row of a file that is out: its element, what it was when it went out, and what was done to it."""

    element: Any
    key: Key
    shown: str
    comment: str
    fuzzy: bool
    text: str | None = None  # written anew
    remark: str | None = None  # a comment written anew
    confirmed: bool = False
    doubted: bool = False
    sealed: bool = True
    kind: bool = True
    cleared: bool = False
    touched: bool = False


@dataclass
class Out:
    """A file that is out."""

    medium: str
    root: Any
    body: Any
    rows: list[Row] = field(default_factory=list)
    touched: bool = False

    def data(self) -> bytes:
        """The file as it comes back."""
        at = 1 if self.medium == "docx" else 0
        for node in list(self.body)[at:]:
            self.body.remove(node)
        for row in self.rows:
            self.body.append(row.element)
        return etree.tostring(self.root)


def packed(
    _title: str, keyword: str, _intro: object, _widths: object, lines: Iterable[list[list[word.Paragraph]]]
) -> bytes:
    """What Word has of a table, without the package around it."""

    def row(line: list[list[word.Paragraph]]) -> str:
        cells = ("".join(map(word._paragraph, cell)) for cell in line)
        return f"<w:tr>{''.join(f'<w:tc>{cell}</w:tc>' for cell in cells)}</w:tr>"

    rows = "".join(map(row, lines))
    return f'<w:tbl xmlns:w="{W[1:-1]}" w:about="{html.escape(keyword)}">{rows}</w:tbl>'.encode()


def unpacked(data: bytes) -> word.Opened:
    """The same, read."""
    table = etree.fromstring(data)
    return word.Opened(table.get(f"{W}about", ""), [table], {}, {})


class Lives(RuleBasedStateMachine):
    """A source, its catalogue, the files that are out, and what every person did."""

    def __init__(self) -> None:
        super().__init__()
        self.catalog = Catalog("uk", HEADER)
        self.passages: list[tuple[str, tuple[str, ...]]] = []
        self.files: list[Out] = []
        self.serial = 0
        self.words: set[str] = set()  # what has to be somewhere
        self.made: set[tuple[Key, str]] = set()  # written or confirmed by a translator, and not given up since
        self.told: set[tuple[Key, str]] = set()  # brought by a file that no longer says what went out
        self.read: set[tuple[tuple[Key, str], str]] = set()  # reviewed
        self.drafts: list[list[tuple[str, tuple[str, ...]]]] = []  # the source as it stood at each update

    # --- the source

    @initialize(
        chosen=st.lists(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=3), min_size=1, max_size=3),
        out=st.sampled_from(["docx", "xliff", ""]),
    )
    def begin(self, chosen: list[list[str]], out: str = "") -> None:
        """Where a file goes out at once, all is translated and reviewed."""
        self.passages = [("text", tuple(sentences)) for sentences in chosen]
        self.update()
        if out:
            self.translate_all(0)
            self.review(0, "Ada", every=True)
            self.export(out)

    def units(self) -> list[Unit]:
        return [Unit(context, text(sentences), "a.md") for context, sentences in self.passages]

    @rule(
        at=AT,
        sentences=st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=2),
        kind=st.sampled_from(["text", "text", "note"]),
    )
    def add(self, at: int, sentences: list[str], kind: str) -> None:
        if len(self.passages) < 5:
            self.passages.insert(at % (len(self.passages) + 1), (kind, tuple(sentences)))

    @precondition(lambda self: self.passages)
    @rule(at=AT)
    def remove(self, at: int) -> None:
        self.passages.pop(at % len(self.passages))

    @precondition(lambda self: len(self.passages) > 1)
    @rule(at=AT, to=AT)
    def move(self, at: int, to: int) -> None:
        self.passages.insert(to % len(self.passages), self.passages.pop(at % len(self.passages)))

    @precondition(lambda self: self.passages)
    @rule(at=AT, number=AT, place=AT, now=st.sampled_from(WORDS))
    def reword(self, at: int, number: int, place: int, now: str) -> None:
        def change(words: list[str]) -> None:
            words[place % len(words)] = now

        self.change(at, number, change)

    @precondition(lambda self: self.passages)
    @rule(at=AT, number=AT, place=AT)
    def note(self, at: int, number: int, place: int) -> None:
        """A call put behind a word, or taken out there."""

        def change(words: list[str]) -> None:
            here = words[place % len(words)]
            words[place % len(words)] = here.removesuffix("^") if here.endswith("^") else here + "^"

        self.change(at, number, change)

    @precondition(lambda self: self.passages)
    @rule(at=AT, number=AT)
    def address(self, at: int, number: int) -> None:
        def change(words: list[str]) -> None:
            one, other = ADDRESSES
            words[:] = [w.replace(one, other) if one in w else w.replace(other, one) for w in words]

        self.change(at, number, change)

    def change(self, at: int, number: int, change: Any) -> None:
        context, sentences = self.passages[at % len(self.passages)]
        words = sentences[number % len(sentences)].removesuffix(".").split(" ")
        change(words)
        changed = list(sentences)
        changed[number % len(sentences)] = " ".join(words) + "."
        self.passages[at % len(self.passages)] = context, tuple(changed)

    @precondition(lambda self: any(len(sentences) > 1 for _, sentences in self.passages))
    @rule(at=AT, where=AT)
    def split(self, at: int, where: int) -> None:
        many = [n for n, (_, sentences) in enumerate(self.passages) if len(sentences) > 1]
        context, sentences = self.passages.pop(place := many[at % len(many)])
        cut = 1 + where % (len(sentences) - 1)
        self.passages[place:place] = [(context, sentences[:cut]), (context, sentences[cut:])]

    @precondition(lambda self: len(self.passages) > 1)
    @rule(at=AT)
    def join(self, at: int) -> None:
        at %= len(self.passages) - 1
        (context, one), (_, other) = self.passages[at : at + 2]
        self.passages[at : at + 2] = [(context, (one + other)[:4])]

    @precondition(lambda self: self.passages)
    @rule(at=AT)
    def turn(self, at: int) -> None:
        """A paragraph made a heading, or back."""
        context, sentences = self.passages[at % len(self.passages)]
        kinds = {"text": "heading", "heading": "text"}
        self.passages[at % len(self.passages)] = kinds.get(context, context), sentences

    @precondition(lambda self: self.drafts)
    @rule(at=AT)
    def undo(self, at: int) -> None:
        """The editor takes back what was changed since an update."""
        self.passages = list(self.drafts[-1 - at % len(self.drafts)])

    @rule(memory=st.booleans())
    def update(self, memory: bool = False) -> None:
        """What another publication has translated may be a guess."""
        known = [Entry("text", text([each]), said(text([each]), 0)) for each in SENTENCES] if memory else []
        there = sorted(self.catalog.entries, key=lambda entry: (bool(entry.translation), not entry.obsolete))
        before = {entry.key: entry for entry in there if entry.translation}
        self.catalog = revise(self.catalog, self.units(), known).catalog
        self.drafts.append(list(self.passages))
        for entry in self.live(lambda entry: entry.key in before):
            old = before[entry.key]
            assert entry.translation == old.translation, "a passage that nobody changed costs something"
            assert old.fuzzy or not entry.fuzzy, "a passage that nobody changed is a guess"
            assert reviewer(old) in {"", reviewer(entry)}, "a passage that nobody changed loses its review"
        assert revise(self.catalog, self.units(), known).catalog == self.catalog, "an update twice is not one"

    # --- whoever works in the catalogue

    def live(self, when: Any = lambda entry: True) -> list[Entry]:
        return [entry for entry in self.catalog.entries if not entry.obsolete and when(entry)]

    def put(self, old: Entry, new: Entry) -> None:
        entries = tuple(new if entry is old else entry for entry in self.catalog.entries)
        self.catalog = replace(self.catalog, entries=entries)

    def new(self) -> int:
        self.serial += 1
        return self.serial

    def give_up(self, entry: Entry) -> None:
        self.words -= tokens(entry.translation)
        self.made.discard(pair(entry.key, entry.translation))
        self.told.discard(pair(entry.key, entry.translation))

    @precondition(lambda self: self.live())
    @rule(at=AT, unsure=st.booleans())
    def translate(self, at: int, unsure: bool) -> None:
        """A passage is translated or corrected; the translator may leave it fuzzy."""
        live = self.live()
        entry = live[at % len(live)]
        written = said(entry.source, self.new())
        self.give_up(entry)
        self.words |= tokens(written)
        if unsure and entry.fuzzy:
            self.put(entry, replace(entry, translation=written))
            return
        self.made.add(pair(entry.key, written))
        self.put(entry, clear(replace(entry, translation=written)))

    @precondition(lambda self: self.live())
    @rule(at=AT)
    def translate_all(self, at: int) -> None:
        for entry in self.live(lambda entry: not entry.translation):
            written = said(entry.source, self.new())
            self.words |= tokens(written)
            self.made.add(pair(entry.key, written))
            self.put(entry, clear(replace(entry, translation=written)))

    @precondition(lambda self: self.live(lambda e: e.translation))
    @rule(at=AT)
    def empty(self, at: int) -> None:
        live = self.live(lambda e: e.translation)
        self.give_up(entry := live[at % len(live)])
        self.put(entry, replace(entry, translation=""))

    @precondition(lambda self: self.live(sure))
    @rule(at=AT)
    def doubt(self, at: int) -> None:
        live = self.live(sure)
        entry = live[at % len(live)]
        self.made.discard(pair(entry.key, entry.translation))
        self.told.discard(pair(entry.key, entry.translation))
        self.put(entry, replace(entry, flags=("fuzzy", *entry.flags)))

    @precondition(lambda self: self.live(right))
    @rule(at=AT)
    def confirm(self, at: int) -> None:
        live = self.live(right)
        entry = live[at % len(live)]
        self.made.add(pair(entry.key, entry.translation))
        self.put(entry, clear(entry))

    @precondition(lambda self: self.live())
    @rule(at=AT)
    def comment(self, at: int) -> None:
        live = self.live()
        entry = live[at % len(live)]
        remark = f"remark{self.new()}"
        self.words |= tokens(remark)
        self.put(entry, replace(entry, comment=f"{entry.comment}\n{remark}".strip("\n")))

    @rule(at=AT, who=st.sampled_from(["Ada", "Bo"]), every=st.booleans())
    def review(self, at: int, who: str, every: bool) -> None:
        live = self.live(sure)
        chosen = {id(entry) for entry in (live if every or not live else [live[at % len(live)]])}
        read = {pair(entry.key, entry.translation) for entry in live if id(entry) in chosen}
        self.made |= read
        self.read |= {(each, who) for each in read}
        by = Reviewer(who, date(2024, 5, 1))
        self.catalog = flagged(review_all(self.catalog, by, lambda entry: id(entry) in chosen))

    @rule()
    def save(self) -> None:
        self.catalog = self.parsed()

    @rule(previous=st.booleans())
    def save_elsewhere(self, previous: bool) -> None:
        """A program drops flags that it does not know, or what guesses were made from."""
        entries = [
            replace(entry, previous_context="", previous_source="")
            if previous
            else replace(entry, flags=tuple(flag for flag in entry.flags if flag == "fuzzy"))
            for entry in self.catalog.entries
        ]
        self.catalog = replace(self.catalog, entries=tuple(entries))

    def laid_by(self) -> list[Entry]:
        return [entry for entry in self.catalog.entries if entry.obsolete and entry.translation]

    @precondition(lambda self: self.laid_by())
    @rule(at=AT)
    def mend_laid_by(self, at: int) -> None:
        """A translator corrects what is laid by."""
        entry = self.laid_by()[at % len(self.laid_by())]
        written = said(entry.source, self.new())
        self.give_up(entry)
        self.words |= tokens(written)
        self.made.add(pair(entry.key, written))
        self.put(entry, clear(replace(entry, translation=written)))

    @precondition(lambda self: self.laid_by())
    @rule(at=AT)
    def revive(self, at: int) -> None:
        """Somebody takes the marks away with which an entry is laid by."""
        entry = self.laid_by()[at % len(self.laid_by())]
        self.put(entry, replace(entry, obsolete=False))

    # --- files

    @precondition(lambda self: len(self.files) < 2)
    @rule(medium=st.sampled_from(["docx", "xliff"]))
    def export(self, medium: str) -> None:
        self.update()
        data = exchange.export(self.catalog, "en", "Lives", medium)
        assert exchange.take(data, self.catalog, medium, "back") == (self.catalog, []), "untouched"
        root = etree.fromstring(data)
        body = root if medium == "docx" else root[0][0]
        elements = list(body)[1:] if medium == "docx" else list(body)
        rows = [
            Row(element, entry.key, entry.translation, entry.comment, entry.fuzzy)
            for element, entry in zip(elements, self.live(), strict=True)
        ]
        self.files.append(Out(medium, root, body, rows))

    def row(self, file: int, at: int) -> tuple[Out, Row]:
        out = self.files[file % len(self.files)]
        return out, out.rows[at % len(out.rows)]

    has_rows = precondition(lambda self: self.files and all(out.rows for out in self.files))

    @has_rows
    @rule(file=AT, at=AT, lazy=st.booleans())
    def write(self, file: int, at: int, lazy: bool) -> None:
        """A program may leave a state as it was."""
        out, row = self.row(file, at)
        row.text = said(row.key[1], self.new())
        row.touched = out.touched = True
        target = cell(row.element, 2) if out.medium == "docx" else row.element.find(f"{X}target")
        show(target, row.text)
        if out.medium == "xliff" and not lazy:
            target.set("state", "translated")
        self.made.add(pair(row.key, row.text))

    @has_rows
    @rule(file=AT, at=AT)
    def confirm_row(self, file: int, at: int) -> None:
        out, row = self.row(file, at)
        guess = Entry(*row.key, translation=row.shown, flags=("fuzzy",) * row.fuzzy)
        if row.text is not None or not right(guess):
            return
        row.confirmed = row.touched = out.touched = True
        if out.medium == "docx":
            node = cell(row.element, 3)
            for paragraph in list(node.iter(f"{W}p")):
                if "⚠" in "".join(paragraph.itertext()):
                    node.remove(paragraph)
        else:
            row.element.find(f"{X}target").set("state", "final")
        self.made.add(pair(row.key, row.shown))

    @has_rows
    @rule(file=AT, at=AT)
    def doubt_row(self, file: int, at: int) -> None:
        out, row = self.row(file, at)
        if out.medium == "xliff" and row.text is None and not row.fuzzy and row.shown:
            row.doubted = row.touched = out.touched = True
            row.element.find(f"{X}target").set("state", "needs-review-translation")

    @has_rows
    @rule(file=AT, at=AT)
    def clear_row(self, file: int, at: int) -> None:
        out, row = self.row(file, at)
        row.text, row.touched, out.touched = "", True, True
        show(cell(row.element, 2) if out.medium == "docx" else row.element.find(f"{X}target"), "")

    @has_rows
    @rule(file=AT, at=AT, instead=st.booleans())
    def comment_row(self, file: int, at: int, instead: bool) -> None:
        """A comment below those that are there, or in their place."""
        out, row = self.row(file, at)
        before = row.comment if row.remark is None else row.remark
        row.remark = f"remark{self.new()}" if instead or not before else f"{before}\nremark{self.new()}"
        row.cleared |= instead
        row.touched = out.touched = True
        if out.medium == "docx":
            node = cell(row.element, 3)
            for paragraph in list(node.iter(f"{W}p")):
                if "⚠" not in "".join(paragraph.itertext()):
                    node.remove(paragraph)
            for line in row.remark.split("\n"):
                node.append(typed(line))
            return
        for node in row.element.findall(f"{X}note"):
            row.element.remove(node)
        etree.SubElement(row.element, f"{X}note").text = row.remark

    @has_rows
    @rule(file=AT, at=AT, every=st.booleans())
    def unseal(self, file: int, at: int, every: bool) -> None:
        """A program drops what is hidden."""
        out, one = self.row(file, at)
        for row in out.rows if every else [one]:
            row.sealed = False
            if out.medium == "xliff":
                row.element.attrib.pop("extradata", None)
                continue
            for run in list(row.element.iter(f"{W}r")):
                if run.find(f"{W}rPr/{W}vanish") is not None:
                    run.getparent().remove(run)

    @has_rows
    @rule(file=AT, notes=st.booleans())
    def forget(self, file: int, notes: bool) -> None:
        """A program of XLIFF drops all notes, or what kind of passage each is."""
        out = self.files[file % len(self.files)]
        if out.medium == "docx":
            return
        out.touched = True
        for row in out.rows:
            if not notes:
                row.kind = False
                row.element.attrib.pop("resname", None)
            for note in row.element.findall(f"{X}note") if notes else ():
                row.remark, row.cleared = None, False
                row.element.remove(note)

    @has_rows
    @rule(file=AT, at=AT)
    def unname(self, file: int, at: int) -> None:
        """A row loses its id."""
        out, row = self.row(file, at)
        out.touched = True
        if out.medium == "docx":
            row.sealed = row.kind = False
            show(cell(row.element, 0), "")
        else:
            row.element.set("id", "1")

    @has_rows
    @rule(file=AT, at=AT)
    def double(self, file: int, at: int) -> None:
        out, row = self.row(file, at)
        if len(out.rows) < 7:
            out.rows.append(replace(row, element=copy.deepcopy(row.element)))

    @has_rows
    @rule(file=AT, at=AT)
    def drop(self, file: int, at: int) -> None:
        out, row = self.row(file, at)
        if len(out.rows) > 1:
            out.rows = [other for other in out.rows if other is not row]
            out.touched = True

    @has_rows
    @rule(file=AT)
    def reorder(self, file: int) -> None:
        self.files[file % len(self.files)].rows.reverse()

    @has_rows
    @rule(file=AT, again=st.booleans())
    def take_all_unsealed(self, file: int, again: bool) -> None:
        """An older file comes back from a program that dropped what is hidden."""
        self.unseal(file, 0, every=True)
        self.take(file, again, updated=False)

    @has_rows
    @rule(file=AT, again=st.booleans(), updated=st.booleans())
    def take(self, file: int, again: bool, updated: bool) -> None:
        out = self.files[file % len(self.files)]
        before = self.catalog
        taken, findings = exchange.take(out.data(), before, out.medium, "back")
        self.catalog = flagged(taken)
        if not out.touched and all(row.sealed for row in out.rows):
            assert self.catalog == flagged(before), "an untouched file changes something"
        self.judge(findings, out, before)
        self.account(findings, out, before)
        if not again:
            self.files.remove(out)
        if updated:
            self.update()

    def account(self, findings: list[Finding], out: Out, before: Catalog) -> None:
        """Note down what a file has brought, and what may have given way to that."""
        live = {entry.key: entry.translation for entry in before.entries if not entry.obsolete}
        for row in out.rows:
            now = live.get(row.key)
            if row.text is not None:
                self.words -= tokens(row.shown)
            if row.cleared:
                self.words -= tokens(row.comment)
            if row.doubted and now == row.shown:
                self.made.discard(pair(row.key, row.shown))
            if row.text or row.confirmed or not (row.sealed or row.fuzzy or now == row.shown):
                # A row that no longer says its kind is taken, and told, where its source stands; else laid by as of none.
                kinds = {row.key[0]} if row.kind else {"text", "heading", "note", ""}
                self.told |= {pair((kind, row.key[1]), row.text or row.shown) for kind in kinds}
        second = " ".join(f.message for f in findings if f.code == "exchange-twice")
        for row in out.rows:
            for written, part in ((row.text or "", "translation"), (row.remark or "", "comment")):
                if not (f"a second {part}" in second and any(line[:20] in second for line in written.split("\n"))):
                    self.words |= tokens(written)

    def judge(self, findings: list[Finding], out: Out, before: Catalog) -> None:
        """Each finding names the row that it is about."""
        known = {entry.source: [e for e in before.entries if e.source == entry.source] for entry in before.entries}
        for finding in findings:
            quoted = [q.rstrip("…") for q in re.findall("“(.*?)”", finding.message)]
            if not (found := re.match(r"(?:row (\d+)|unit (\S+)):", finding.message)):
                continue
            rows = (
                [out.rows[int(found[1]) - 2]] if found[1] else [r for r in out.rows if r.element.get("id") == found[2]]
            )
            about = [part for row in rows for part in (*row.key, row.shown, row.text, row.comment, row.remark) if part]
            about += [part for row in rows for e in known.get(row.key[1], []) for part in (e.translation, e.comment)]
            about += ["\n".join(line for line in part.split("\n") if "Reviewed by" not in line) for part in about]
            plain = [" ".join(part.split()) for part in about]
            assert all(any(q in part for part in plain) for q in quoted), (finding, about)

    # --- the promises

    def parsed(self) -> Catalog:
        read = po.parse(po.write(self.catalog), "uk.po")
        return replace(read, entries=tuple(replace(entry, line=0) for entry in read.entries))

    @invariant()
    def a_catalogue_is_what_its_file_says(self) -> None:
        ordered = sorted(self.catalog.entries, key=lambda entry: entry.obsolete)
        assert self.parsed() == replace(self.catalog, entries=tuple(replace(e, line=0) for e in ordered))

    @invariant()
    def no_word_is_lost(self) -> None:
        there = {token for e in self.catalog.entries for token in tokens(f"{e.translation}\n{e.comment}")}
        assert self.words <= there, f"lost: {self.words - there}"

    @invariant()
    def what_is_sure_was_made_for_its_source(self) -> None:
        for entry in self.live(sure):
            assert pair(entry.key, entry.translation) in self.made | self.told, entry
            assert re.sub(r"(?<=[a-z])\d+", "", entry.translation) == entry.source, entry

    @invariant()
    def calls_stay_with_their_words(self) -> None:
        """Of a guess too, where the words that have a call stand once on either side."""
        for entry in self.live():
            words, calls = re.findall("[a-z]+", ADDRESS.sub("", entry.source)), called(entry.source)
            plain = re.sub(r"(?<=[a-z])\d+", "", ADDRESS.sub("", entry.translation))
            there = re.findall("[a-z]+", plain)
            for name, number in called(plain).items():
                if number in calls.values() and words.count(name) == there.count(name) == 1 and name in calls:
                    assert calls[name] == number, entry

    @invariant()
    def a_review_is_of_what_was_read(self) -> None:
        for entry in self.live(reviewer):
            assert (pair(entry.key, entry.translation), reviewer(entry)) in self.read, entry
            assert pair(entry.key, entry.translation) in self.made, entry


def sure(entry: Entry) -> bool:
    return bool(entry.translation.strip()) and not entry.fuzzy


def right(entry: Entry) -> bool:
    """Tell whether a guess is what a careful translator confirms."""
    return entry.fuzzy and re.sub(r"(?<=[a-z])\d+", "", entry.translation) == entry.source


def clear(entry: Entry) -> Entry:
    flags = tuple(flag for flag in entry.flags if flag != "fuzzy")
    return replace(entry, flags=flags, previous_context="", previous_source="")


def cell(row: Any, at: int) -> Any:
    return row.findall(f"{W}tc")[at]


def typed(words: str) -> Any:
    paragraph = etree.Element(f"{W}p")
    etree.SubElement(etree.SubElement(paragraph, f"{W}r"), f"{W}t").text = words
    return paragraph


def show(node: Any, words: str) -> None:
    """Put words in a cell's or a target's place."""
    if node.tag == f"{X}target":
        node.text = words
        return
    for paragraph in list(node.iter(f"{W}p")):
        node.remove(paragraph)
    node.append(typed(words))


def test_lives() -> None:
    """No order of sources, translators, reviewers and files loses a word or makes final what nobody read."""
    many = int(os.environ.get("LIVES", "250"))
    # Hypothesis makes examples of constants in whatever modules are there: lives are the same beside any other tests.
    own = patch.object(providers, "_get_local_constants", providers.Constants)
    with own, patch.object(word, "write", packed), patch.object(word, "read", unpacked):
        run_state_machine_as_test(
            Lives,
            settings=settings(
                max_examples=many,
                stateful_step_count=30,
                derandomize=many == 250,
                deadline=None,
                database=None,
                suppress_health_check=list(HealthCheck),
            ),
        )
