"""Runs of words kept from pandoc: it reads and writes what it would have read and written without."""

from __future__ import annotations

import json
import random
import subprocess
from pathlib import Path

import pytest

from bindery import catalog, tree
from bindery.tools import answers, masks, pandoc, units

HERE = Path(__file__).parent
TEXTS = [
    p for p in sorted([*HERE.rglob("*.md"), *(HERE.parent / "manuscript").rglob("*.md")]) if "hostile" not in p.parts
]
WORDS = "the border was closed again after many long talks between both of their councils, and nobody knew why"
RICH = "In 2022, common (or similar) sums of 6.9 billion – the “grey schemes”: 50% of people-to-people, all Lukashenka’s. The 630 «were» A. B. (II) at last; why? Nobody! No. 5 vol. 2 etc. knew ‘Union Resolve.’ (see 3) at 1,084, war"
REMARK = "[the border was closed: again, after many (long) talks]"
# What stands around words and may read them: {0} is a run of them, {1} a remark in brackets.
AROUND = [
    "{0}.", "{0}, “{0}”, ‘{0}’ and \"{0}\" or '{0}'.", "*{0}* and **{0}**, _{0}_ ~~{0}~~ H~{0}~ x^{0}^", "{1}. {0} {1}, {0}",
    "{0}. {0}! {0}?\n{0}.\n\n{0}.", "{0} cf. {0}.\n\n{0} No. {0}\n\n{0} A. {0}", "Table: {0}\n\nTable {0}", "{0} | {0} – [{0}]. {0} | {0}", "- | {0}\n  | {0}", "{0} | {0}\n-|-\n{0} | {1}", "{0}\n1. {0}\n(a) {0}\n\n{0}", "{0}: <https://example.org/a/long/path-to.html> {0} <https://example.org/a?b=c#d>", "{0}[^a] {0}[^b].", "# {0}", "## {0} {{#id-x .c}}", "{0}\n==========\n\n{0}", "{0}\n==\n\n{0}", "{0}\n-\n\n{0}", "> {0}\n> ==\n\n{0}", "- {0}\n  =\n\n{0}",
    "## {0} <https://example.org/a/long/path> {0}", "- # {0} <https://example.org/a/long/path>", "<https://example.org/a/long/path>\n==\n\n{0}", '[{0}](https://example.org/{0} "{0}") {0}',
    '![{0}](a.png "{0}")', "[{0}]", "see [{0}][] and {1}", "# the border was closed again after many long talks\n\n{1}. {0}",
    "[{0}]{{.smallcaps}} {0}", "{1}: {0}", "[the border]: https://example.org\n\n[the border] {0} {1} {0}",
    "- {0}\n- {0}\n\n  {0}\n\n{0}", "1. {0}\n2. {0}\n\n    {0}", "a. {0}", "(a) {0}\n(b) {0}", "> {0}\n{0}\n> {0}\n\n{0}",
    "```\n{0}\n\n{0}\n```", "    {0}\n\n{0}", "`{0}` {0}", '``` {{.python caption="{0}"}}\n{0}\n```', "$x {0}$ {0} $20,000 {0} $30",
    "{0}\n:   {0}\n\n    {0}", "{0}\n\n:   {0}", "| {0} | a |\n|---|---|\n| {0} | {1} |\n\n: {0}", "Table: {0}\n\n| a | b |\n|--|--|\n| c | d |",
    "-------  -------\n{0}\n-------  -------", "---- -------\n{0}\n\n{0}\n------------", "+---+---+\n| a | b |\n+---+---+",
    '<div title="{0}">\n\n{0}\n\n</div>', "<!-- {0}\n\n{0} -->", "<pre>\n{0}\n\n{0}\n</pre>", '{0} <span class="a">{0}</span> {0}',
    '::: {{.x title="{0}"}}\n{0}\n:::', "| {0}\n| {0}", "{0}\\\n{0}", "{0}  \n{0}", "{0} e.g. {0} Mr. Smith, {0} p. 5 {0}",
    "{0} -- {0} --- {0} ... {0}", "{0}^[{0}] {0}", "{0}\\* {0} \\[{0}\\]", "Qbinder {0}", "https://example.org/{0} <https://example.org/a> {0}",
    "<h2>{0}</h2>\n\n[{0}]", "[]{{.x}}{0}. {1} {0}", "{0} []{{#a .b}}{0} []{{{0}}} {0}", '[]{{.x title="{0}"}} {0} [][a] {0} [] {{.x}} {0} [ ]{{.x}} {0}', "{0}\t{0}   {0}\n {0}", "{1}\u00a0{0}&#32;{0}\\ {0}", "1986. {0}", "{0} @smith {0} (@eg) {0}", "***\n\n{0}\n\n* * *", "{0}\r\n{0}",
]  # fmt: skip


def same(texts: list[str], guard: str = "") -> int:
    """How many runs were masked in texts, which are all read as pandoc reads them."""
    hidden = [masks.mask(text, guard) for text in texts]
    jobs = [{"read": text} for text in [*texts, *(text for text, _ in hidden)]]
    said = answers.run(jobs)
    plain, masked = said[: len(texts)], said[len(texts) :]
    for text, before, after, (_, runs) in zip(texts, plain, masked, hidden, strict=True):
        assert tree.parted(json.loads(masks.unmask(after, runs))) == tree.parted(json.loads(before)), text
    return sum(len(runs) for _, runs in hidden)


def test_chapters_are_read_as_without() -> None:
    """Every Markdown file of the tests and of the house."""
    texts = [path.read_text("utf-8", errors="replace") for path in TEXTS]
    assert same([text for text in texts if len(text) < 200_000]) > 100


def test_units_are_read_as_without() -> None:
    """Every translation of the house, behind its guard, with the definitions that the calls need."""
    folders = sorted((HERE.parent / "manuscript").glob("*/translations/*.po"))
    written = [[units.GUARD + entry.translation for entry in catalog.read(path, path.name).entries] for path in folders]
    notes = "".join(f"\n\n[^{number}]: {number}" for number in range(1, 12))
    assert len(written) > 2
    whole = ["\n\n".join(texts) + notes for texts in written]
    assert same(whole, units.GUARD) >= same(whole) > 40 * len(written)
    plain = [text for text in written[0] if text[len(units.GUARD) :].replace(" ", "").isalpha()]
    assert plain
    assert all(masks.mask(text, units.GUARD)[0] == f"{units.GUARD}Qbindery0Q" for text in plain)


def test_what_stands_around_a_guarded_unit_reads_it_as_without() -> None:
    """Units of words alone, whatever they begin with and whatever stands in the next."""
    heads = [
        "{0}",
        "2022",
        "1986. {0}",
        "– {0}",
        "(a) {0}",
        "A. {0}",
        "No. 5",
        "{0} etc.",
        "„{0}”",
        "i. {0}",
        "cf. {0}",
    ]
    shown = [units.GUARD + head.format(words) for head in heads for words in ("Вступ", WORDS, RICH)]
    after = [
        "",
        f"\n\n{units.GUARD}|  a",
        "\n\n: b",
        "\n\n    c",
        "\n: d",
        "\n===",
        "\n- e",
        "\n\n[^a]: f",
        "\n\n# g",
        f"\n\n{units.GUARD}",
    ]
    assert same([text + end for text in shown for end in after], units.GUARD) > len(shown)


def test_what_stands_around_words_reads_them_as_without() -> None:
    """Each kind of element: alone, between paragraphs, and in a list."""
    notes = "\n\n[^a]: {0}. {1}. {0} <https://example.org/{0}>\n\n[^b]: *{0}*\n\n    {0}\n"
    shown = [text.format(words, REMARK) + notes.format(words, REMARK) for text in AROUND for words in (WORDS, RICH)]
    between = [f"{WORDS}.\n\n{text}\n\n{WORDS}." for text in shown]
    listed = ["- " + text.replace("\n", "\n  ") for text in shown]
    assert same([*shown, *between, *listed]) > len(AROUND)


@pytest.mark.parametrize("seed", range(4))
def test_elements_together_are_read_as_without(seed: int) -> None:
    """Elements in any order, beside and below one another."""
    chance, texts = random.Random(seed), []
    for _ in range(40):
        some = [chance.choice(AROUND) for _ in range(chance.randint(2, 7))]
        words = chance.choice([WORDS, RICH]).split()
        parts = []
        for each in some:
            begin = chance.randrange(len(words) - 4)
            parts.append(each.format(" ".join(words[begin : begin + chance.randint(2, 16)]), REMARK))
        texts.append(chance.choice(["\n\n", "\n", "\n\n    ", "\n\n> "]).join(parts) + "\n\n[^a]: " + WORDS)
    assert same(texts) > 40


def test_abbreviations_are_those_of_pandoc() -> None:
    """What it ties to the word after it is no plain word."""
    command = [str(answers.path()), "--print-default-data-file", "abbreviations"]
    known = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    assert sorted(masks.ABBREVIATIONS.split()) == sorted(known)


@pytest.mark.parametrize(
    "text", ["{0}.\n\n{0}.\n{0}!\n\n[{0}][^1] “{0}”\n\n[^1]: {0}.", "- {0}\n\n{0}? {0}.\n\n*{0}* {1}"]
)
def test_runs_say_the_same_to_a_translator_as_their_words(text: str) -> None:
    """Units are written from runs as from words, and the words of the tree are the same."""
    [runs] = pandoc.read([text.format(WORDS, REMARK)])
    words = tree.parted(runs)
    assert tree.text(runs) == tree.text(words)
    assert len(json.dumps(runs)) * 2 < len(json.dumps(words))
    both = [[block["c"] for block in blocks if block["t"] == "Para"] for blocks in (runs, words)]
    assert units.write(both[0]) == units.write(both[1])


def test_a_text_with_the_name_of_a_mask_is_left_alone() -> None:
    """An author may write whatever there is."""
    text = f"{WORDS} Qbindery0Q {WORDS}"
    assert masks.mask(text) == (text, [])
    [[block]] = pandoc.read([text])
    assert sum(node.get("c") == "Qbindery0Q" for node in block["c"]) == 1
    assert masks.mask_tree(json.dumps(text)) == (json.dumps(text), [])
    assert pandoc.write([[block]]) == [f"<p>{text}</p>"]


def test_html_is_written_as_without(monkeypatch: pytest.MonkeyPatch) -> None:
    """The HTML of every chapter, and of each kind of element."""
    texts = [path.read_text("utf-8", errors="replace") for path in TEXTS]
    trees = pandoc.read([t for t in texts if len(t) < 200_000] + [t.format(WORDS, REMARK) for t in AROUND])
    hidden = []
    plain_mask = masks.mask_tree
    monkeypatch.setattr(masks, "mask_tree", lambda tree: hidden.append(plain_mask(tree)) or hidden[-1])
    masked = pandoc.write(trees)
    assert sum(len(runs) for _, runs in hidden) > 100
    pandoc._written.clear()
    monkeypatch.setattr(masks, "mask_tree", lambda tree: (tree, []))
    assert pandoc.write(trees) == masked
