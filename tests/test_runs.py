"""Runs of plain words stand in the tree as one string: an edition is what it would be of words, whoever has them parted."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import project
from bindery import notes, passages, press, ties, tree, typography
from bindery.house import House
from bindery.languages import read_language
from bindery.model import Document, Inlines
from bindery.tools import masks, pandoc
from test_masks import AROUND, REMARK, RICH, WORDS
from test_passages import PASSAGES

HERE = Path(__file__).parent
SPACE = {"t": "Space"}
CYRILLIC = (
    "Мы не знаем, в 2022 г. и т. д. – за которым [сколько белорусов] сражаются: «Вызовы и угрозы» (5 тыс.) в Беларуси"
)
MIXED = (
    "У газеце The State of the World – «щит и меч» і 25 000 руб., з А. С. Пушкіным у XX ст. на стороне Украины, и мы"
)
HEBREW = "ראו “On Rivers and the Bridges of the World” 5 (2020) – כל המילים [the words] של הספר, New York 2024"
SETS = {
    "en": [WORDS, CYRILLIC],
    "be": [MIXED, RICH],
    "uk": [CYRILLIC, MIXED],
    "he": [HEBREW, WORDS],
    "pl": [WORDS, MIXED],
}


def seen(document: Document) -> list[str]:
    """All that renderers take of a document's text."""
    sections = [(s.id, s.title, s.heading, s.html, s.subheadings) for s in document.sections]
    return [*map(repr, sections), *(f"{note.id} {note.html}" for note in document.endnotes)]


def composed(house: House, slug: str, language: str) -> Document:
    """Compose an edition, whatever is wrong with its notes: those of these texts stand where they like."""
    manuscript = replace(press.read(press.open_publication(slug, house), house), findings=())
    return press.compose(press.translate(manuscript, language, house), house)


def both(monkeypatch: pytest.MonkeyPatch, house: House, slug: str, *languages: str) -> int:
    """Compose editions from runs and from words, which must be the same; return how many texts were parted for it."""
    runs = [seen(composed(house, slug, language)) for language in languages]
    plain, parted = masks.unmask, list[bool]()

    def unmask(text: str, hidden: list[str]) -> str:
        whole = json.loads(plain(text, hidden))
        words = tree.parted(whole)
        parted.append(words != whole)
        return json.dumps(words, ensure_ascii=False, separators=(",", ":"))

    monkeypatch.setattr(masks, "unmask", unmask)
    pandoc._written.clear()
    for language, before in zip(languages, runs, strict=True):
        for one, other in zip(before, seen(composed(house, slug, language)), strict=True):
            assert one == other
    return sum(parted)


def test_the_article_in_all_languages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its source and its translations."""
    assert both(monkeypatch, House(HERE.parent), "on-the-brink-of-war", "en", "be", "uk", "pl") >= 4


@pytest.mark.parametrize("language", SETS)
def test_what_stands_around_words(language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each kind of element, with words of the language and of others in it."""
    around = [text for text in AROUND if "a.png" not in text and "<div title" not in text]
    chapters = {
        f"{at}": "\n\n".join(f"{text.format(words, REMARK)}\n\n[^a]: *{words}* {words}\n\n[^b]: {words}" for words in SETS[language])
        for at, text in enumerate(around)
    }  # fmt: skip
    project.make(tmp_path, yaml=project.YAML.replace("language: en", f"language: {language}"), **chapters)
    assert both(monkeypatch, House(tmp_path), "paper", language) > 20


@pytest.mark.parametrize("language", ["en", "uk", "be", "he"])
def test_passages(language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is told to be in another language is the same."""
    texts = [re.sub("〔[a-z]+:|〕", "", text) for _, text in PASSAGES]
    text = "\n\n".join(f"{text} {words} {text}\n\n> {words} {text}" for text in texts for words in SETS[language])
    project.make(tmp_path, yaml=project.YAML.replace("language: en", f"language: {language}"), text=text)
    assert both(monkeypatch, House(tmp_path), "paper", language) == 1


def even(node: Any) -> Any:
    """Return a tree whose strings begin and end at spaces and elements alone, however it was made."""
    if isinstance(node, list):
        return ties.joined([even(item) for item in tree.parted(node)])
    return {key: even(value) for key, value in node.items()} if isinstance(node, dict) else node


def inlines(chance: random.Random, language: str, depth: int = 0) -> Inlines:
    """Words and runs of them, marks, calls, quotations, emphases and passages in any order."""
    words, made = chance.choice(SETS[language]).split(), list[Any]()
    for _ in range(chance.randint(1, 6)):
        begin, length = chance.randrange(len(words)), chance.choice([1, 1, 2, 5])
        run = tree.string(" ".join(words[begin : begin + length]))
        inner = inlines(chance, language, depth + 1) if depth < 2 else [run]
        made += chance.choice(
            [
                [run], [run], [run, SPACE], [run, SPACE], [tree.string(chance.choice("–!?…,.)“"))], [SPACE],
                [notes.call(1, 1)], [notes.call(2, 1)], [{"t": "Emph", "c": inner}], [tree.span(tree.attr(lang="ru"), inner)],
                [tree.span(tree.attr("", translate="no"), inner)], [{"t": "Quoted", "c": [{"t": "DoubleQuote"}, inner]}],
            ]
        )  # fmt: skip
    return made


@pytest.mark.parametrize("language", SETS)
def test_whoever_sets_type_does_the_same_to_runs_as_to_words(language: str) -> None:
    """Typography, turns of the line, and what a translation takes over from its source."""
    chance, house = random.Random(language), House(HERE.parent)
    home = read_language(house, language)
    for _ in range(400):
        line, source = inlines(chance, language), inlines(chance, "en")
        does: list[Callable[[Any], Any]] = [
            lambda runs: typography.set_type([{"t": "Para", "c": runs}], home),
            lambda runs: typography.set_typed(runs, home),
            lambda runs: passages.turn(passages.tag([{"t": "Para", "c": runs}], language), language),
            lambda runs, source=source: passages.carry([*runs, *source], tree.parted(source), "en", language),
            lambda runs, source=source: passages.carry([*source, *tree.parted(runs)], [*runs, *source], "en", language),
        ]
        for do in does:
            assert even(do(line)) == even(do(tree.parted(line)))


def test_a_call_takes_only_its_own_word_along(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A mark that stands alone before a call is held to it, and not to the word before."""
    calls = "".join(f"{WORDS} {mark}[^a] {WORDS}{mark}[^a]\n\n" for mark in ("–", "!", "?”", "…", "%", ")"))
    project.make(tmp_path, text=f"{calls}[^a]: {WORDS} –\n")
    assert both(monkeypatch, House(tmp_path), "paper", "en") == 1


def test_code_in_another_language_is_no_passage() -> None:
    """An author may say a code's language; its words are a string, and are not carried anywhere."""
    code = {"t": "Code", "c": [["", [], [["lang", "ru"]]], "слово за слово"]}
    words = [tree.string("слово"), {"t": "Space"}, tree.string("за")]
    assert passages.carry(words, [code], "en", "uk") == words
