"""Right translations are left in peace, and each kind of fault in one is found, and nothing else."""

from __future__ import annotations

import time
import tomllib
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bindery import glossary
from bindery.checks import translation
from bindery.checks.translation import damages, examine, rules
from bindery.checks.translation.rules import RULES
from bindery.house import House
from bindery.languages import read_language
from bindery.model import Pair, Place, Severity, Term
from bindery.translation import markdown

HERE = Path(__file__).with_name("translation")
CORPORA = sorted(file.stem for file in HERE.glob("??-??*.toml"))
FAULTS = tomllib.loads((HERE / "faults.toml").read_text("utf-8"))["fault"]
ERRORS = {"call", "character", "code", "html", "image", "kept", "link", "maths", "paragraph", "word", "wordless"}


def entries(name):
    return tomllib.loads((HERE / f"{name}.toml").read_text("utf-8"))["pair"]


@cache
def language(code):
    return read_language(House(Path(__file__).parents[2]), code)


@cache
def terms():
    return glossary.read([(HERE / "glossary.toml", "glossary.toml")])


def pairs(*texts):
    """Pairs of (context, source, translation), read as the press reads them, in one pandoc process."""
    blocks = markdown.read([text for _, *both in texts for text in both])
    made = []
    for at, (context, *both) in enumerate(texts):
        read = blocks[2 * at : 2 * at + 2]
        if context.startswith("meta:"):
            read = [[{"t": "Para", "c": markdown.as_words(text)}] for text in both]
        made.append(Pair(at + 1, context, *both, *read, Place("x.po", at + 1)))
    return made


@cache
def corpus(name):
    return tuple(pairs(*((each.get("context", "text"), each["source"], each["translation"]) for each in entries(name))))


def examined(both, these, glossary=None):
    return examine(these, *map(language, both.split("-")), terms() if glossary is None else glossary)


def codes(source, target, both="en-uk", context="text", glossary=None):
    """The codes of the findings in one pair."""
    found = examined(both, pairs((context, source, target)), glossary)
    return [each.code.removeprefix("translation-") for each in found]


@cache
def faulty():
    """Every fault's corpus with the fault in it; all of them read in one pandoc process."""
    made = []
    for fault in FAULTS:
        same = [
            pair
            for pair in corpus(fault["in"])
            if fault["old"] in pair.translation and fault.get("at", pair.context) == pair.context
        ]
        assert len(same) == 1, fault
        assert same[0].translation.count(fault["old"]) == 1, fault
        made.append((same[0], same[0].translation.replace(fault["old"], fault["new"])))
    read = pairs(*((pair.context, pair.source, text) for pair, text in made))
    wrong = [replace(pair, translation=text, blocks=one.blocks) for (pair, text), one in zip(made, read, strict=True)]
    return [
        [pair if each.number == pair.number else each for each in corpus(fault["in"])]
        for fault, pair in zip(FAULTS, wrong, strict=True)
    ]


@pytest.mark.parametrize("name", CORPORA)
def test_right_translations_have_no_finding(name):
    """Numbers, dates, quotes, titles, names and abbreviations as each language has them are no faults."""
    assert [f"{each} {each.code}" for each in examined(name[:5], corpus(name))] == []


def test_what_only_looks_wrong_is_no_fault():
    """A check is read as long as it is right."""
    data = entries("tricky")
    read = pairs(*((each.get("context", "text"), each["source"], each["translation"]) for each in data))
    found = [f"{f} {f.code}" for each, pair in zip(data, read, strict=True) for f in examined(each["in"], [pair])]
    assert found == []


def test_the_corpora_are_large_enough():
    """Silence means something only over many pairs."""
    least = {"en-uk": 25, "en-be": 25, "en-pl": 15, "en-de": 8, "en-ru": 8, "uk-en": 6}
    assert {name: len(corpus(name)) >= count for name, count in least.items()} == dict.fromkeys(least, True)


@pytest.mark.parametrize("at", range(len(FAULTS)), ids=[f"{at}-{fault['code']}" for at, fault in enumerate(FAULTS)])
def test_a_fault_is_found_and_nothing_else(at):
    """A fault in a right translation is found by its code alone, in its unit, and its words are quoted."""
    fault = FAULTS[at]
    found = examined(fault["in"], faulty()[at])
    told = [f"{each.code}: {each.message}" for each in found]
    assert {each.code for each in found} == {f"translation-{fault['code']}"}, told
    assert any(fault["said"] in each.message for each in found), told
    assert {each.severity is Severity.ERROR for each in found} == {fault["code"] in ERRORS}
    for each in found:
        assert each.message.startswith(f"unit {each.place.line}: ")
        assert each.message.endswith(".")
        assert each.hint.endswith(".")
        assert "\n" not in each.message + each.hint
        assert not set("\ue000\ue001\ue002") & set(each.message + each.hint)


def test_every_code_is_told_and_tried():
    """The docstring lists every code that the faults have, and no other."""
    told = {line.split("`")[2] for line in translation.__doc__.splitlines() if line.startswith("``translation-")}
    assert told == {f"translation-{fault['code']}" for fault in FAULTS}
    assert len(FAULTS) >= 45


def test_every_rule_is_tried():
    """Each rule of the registry finds one of the faults at least."""
    assert len(RULES) == len(set(RULES))
    works = [
        rules.work(these, *map(language, fault["in"].split("-")), terms())
        for fault, these in zip(FAULTS, faulty(), strict=True)
    ]
    assert [rule.__name__ for rule in RULES if not any(list(rule(work)) for work in works)] == []


def test_damages_name_the_units_that_are_not_used():
    """Only what would harm the edition keeps a translation from being used, and only its own unit."""
    made = pairs(
        ("text", "One[^1] and <https://a.org>.", "Один[^1] і <https://a.org>."),
        ("text", "Two[^1] of 630.", "Два по 360."),
        ("text", "Three.", "Три.\n\nІ ще."),
        ("text", "Four of 630.", "Чотири по 360."),
        ("meta:title", "Five [^1]", "П’ять"),
    )
    found = damages(made)
    assert {number: [each.code for each in findings] for number, findings in found.items()} == {
        2: ["translation-call"],
        3: ["translation-paragraph"],
    }
    assert all(each.severity is Severity.ERROR for findings in found.values() for each in findings)
    every = examined("en-uk", made)
    assert [each for each in every if each.severity is Severity.ERROR] == [*found[2], *found[3]]
    assert [each.place.line for each in every] == sorted(each.place.line for each in every)


CALLS = [
    ("a[^1] b[^2].", "а[^1] б[^2].", []),
    ("a[^1] b[^1].", "а[^1] б[^1].", []),
    ("a[^1] b[^1].", "а[^1] б.", ["call"]),
    ("a[^1] b.", "а[^1] б^[в].", ["call"]),
    ("a[^1] b.", "а[^а] б.", ["call"]),
    ("a[^1] b.", "а[^1 б.", ["call"]),
    ("a[^1] b.", "а[ ^1] б.", ["call"]),
    ("a[^1] b.", "а(1) б.", ["call"]),
    ("a[^1] b.", "а<sup>1</sup> б.", ["call", "html"]),
    ("a[^1] b [1].", "а[^1] б [1].", []),
    ("a `[^9]` b.", "а `[^9]` б.", []),
    ("2^10^ is 1024.", "2^10^ – це 1024.", []),
]


@pytest.mark.parametrize(("source", "target", "expected"), CALLS, ids=[call[1] for call in CALLS])
def test_calls_are_counted(source, target, expected):
    """Every call of the source stands in the translation, as often and in the same order; nothing looks like one."""
    assert sorted(set(codes(source, target))) == expected


def test_metadata_is_plain_text():
    """Stars and brackets of a title are its own."""
    assert codes("C* [sic] {.x}", "C* [так] {.x}", context="meta:title") == []


NAMES = [
    # a name of the source, two of its forms, and whether they are one spelling
    ("Zelensky", "Зеленський", "Зеленському", "en-uk", True),
    ("Zelensky", "Зеленський", "Зеленского", "en-uk", False),
    ("Kizim", "Кізім", "Кизима", "en-uk", False),
    ("Ukraine", "Україна", "Україною", "en-uk", True),
    ("Kharkiv", "Харків", "Харкова", "en-uk", True),
    ("Belarus", "Білорусь", "Білоруссю", "en-uk", True),
    ("Lukashenka", "Лукашэнка", "Лукашэнкам", "en-be", True),
    ("Lukashenka", "Лукашэнка", "Лукашенку", "en-be", False),
    ("Kremlin", "Крэмль", "Крамля", "en-be", True),
    ("Mahiliou", "Магілёў", "Магілёва", "en-be", True),
    ("Pavel", "Павел", "Паўла", "en-be", True),
    ("Mississippi", "Міссісіпі", "Місісіпі", "en-uk", False),
    ("Lodz", "Łódź", "Łodzi", "en-pl", True),
    ("Ukraine", "Ukrainie", "Ukraińcom", "en-pl", True),
    ("Kyzym", "Kyzym", "Kizymowi", "en-pl", False),
    ("Tikhanouskaya", "Cichanouska", "Cichanouskiej", "en-pl", True),
    ("Vladimir", "Wladimir", "Wladimirs", "en-de", True),
]


@pytest.mark.parametrize(("name", "one", "other", "both", "alike"), NAMES, ids=[f"{n[1]}-{n[2]}" for n in NAMES])
def test_endings_are_no_spellings(name, one, other, both, alike):
    """A name in two cases is one name; in two spellings it is told."""
    made = pairs(("text", f"So {name} said.", f"– {one} –."), ("text", f"Then {name} left.", f"– {other} –."))
    found = [each.message for each in examined(both, made, ()) if each.code == "translation-name"]
    assert bool(found) is not alike, found


def term(source, *forms):
    return Term(source, {"uk": forms})


def test_terms_are_looked_for_as_a_glossary_means_them():
    """The longest term has its words; plurals, any spaces and any apostrophes will do; letters' case is the source's."""
    state, union = term("State", "штат*"), term("Union State", "Союзн* держав*")
    long = "The Union State is one of the larger bodies here."
    assert codes(long, "Союзна\u00a0держава – один із більших органів тут.", glossary=(state, union)) == []
    assert codes(long, "Ця держава – один із більших органів тут.", glossary=(state, union)) == ["term"]
    assert codes("A state.", "Країна.", glossary=(state,)) == []
    assert codes("Two States’ law.", "Закон двох країн.", glossary=(state,)) == ["term"]
    assert codes("The Statesman.", "Діяч.", glossary=(state,)) == []
    assert codes("An object.", "Об'єкт.", glossary=(term("object", "об’єкт*"),)) == []
    assert codes("Prisoners of war.", "Полонені.", glossary=(term("Prisoner of war", "військовополонен*"),)) == ["term"]
    assert codes("A State.", "Краіна.", both="en-be", glossary=(state,)) == []


def test_other_languages_are_examined_as_far_as_they_are_known():
    """No table of ours has every language; nothing fails for that, and what needs no table is found."""
    source = "In April 2023, twelve of the 630 people[^1] left for good."
    target = "2023 m. balandį dvylika iš 630 žmonių[^1] išvyko visam laikui."
    assert codes(source, target, both="en-lt") == []
    assert codes(source, target.replace("630", "360"), both="en-lt") == ["number"]
    assert codes(source, target.replace("balandį", "gegužę"), both="en-lt") == ["date"]
    assert codes(target, source, both="lt-en") == []
    left = source.replace("for good", "visam laikui iš tos šalies")
    assert codes(target.replace("laikui", "laikui iš tos šalies"), left, both="lt-en") == ["remains"]
    unknown = replace(language("en"), code="xx", tag="xx")
    assert examine(pairs(("text", source, target)), language("en"), unknown, ()) == []
    assert examine(pairs(("text", target, source)), unknown, language("en"), ()) == []


PIECES = (
    "the Belarus war “ ” „ « » ‘ ’ ( ] [ [^1] ^1 * _ ` 630 6,9 1.084 2022–23 XX I January 17, студзеня . .. , ? : – - і i ы "
    "ґ Мінск Minsk Кізім https://a.b/c a@b.c {.x} \\ & <b> ¹ ² \u00ad 🙂 č"
)
TEXTS = st.lists(st.sampled_from(PIECES.split()), max_size=40)


def made_of(words):
    inlines = [node for word in words for node in ({"t": "Str", "c": word}, {"t": "Space"})]
    return [{"t": "Para", "c": inlines or [{"t": "Space"}]}]


@settings(max_examples=150, deadline=None)
@given(TEXTS, TEXTS, st.sampled_from(["en-be", "en-uk", "en-pl", "uk-en", "ru-be", "de-lt"]), st.sampled_from(["text", "note", "meta:title", "cell"]))  # fmt: skip
def test_no_pair_is_too_odd(source, target, both, context):
    """Whatever stands in a pair, the check comes back with findings of this pair, the same each time."""
    pair = Pair(7, context, " ".join(source), " ".join(target), made_of(source), made_of(target), Place("x.po", 9))
    found = examined(both, [pair])
    assert found == examined(both, [pair])
    assert {each.place for each in found} <= {pair.place}
    assert set(damages([pair])) <= {7}


def test_an_edition_is_examined_at_once():
    """Three hundred units take far less than reading them."""
    of = [pair for name in ("en-uk", "en-be") for pair in corpus(name)]
    many = [
        replace(of[at % len(of)], number=at, place=Place("x.po", at), translation=f"{of[at % len(of)].translation} ")
        for at in range(300)
    ]
    fastest = 9.0
    for _ in range(3):
        start = time.process_time()
        examined("en-uk", many)
        fastest = min(fastest, time.process_time() - start)
    assert fastest < 0.25


WORDLESS = ("[^1]", ".[^1]", "…", "-", "&nbsp;", "[]{}", "\\ ", "\u200b", "— [^1] —", "*…*")


@pytest.mark.parametrize("text", WORDLESS)
def test_a_translation_without_words_is_damage(text):
    """With it the passage would be gone, and the edition would count as final."""
    call = "[^1]" in text
    assert "wordless" in codes("Three rivers.[^1]" if call else "Three rivers.", text)


def test_a_line_of_metadata_without_words_is_damage():
    """A title is as easily lost."""
    assert "wordless" in codes("On Rivers", "…", context="meta:title")


@pytest.mark.parametrize(
    ("source", "target"),
    [("See `ls`.", "`ls`"), ("So $x$.", "$x$."), ("A ![map](a.png).", "![](a.png)"), ("At <https://example.org>.", "<https://example.org>"), ("— … —", "…"), ("1,084", "1 084"), ("Rivers", "川"), ("Half", "½")],
)  # fmt: skip
def test_what_stands_for_words_is_enough(source, target):
    """Code, maths, a picture, an address, a figure, and a source that has no words either."""
    assert "wordless" not in codes(source, target)


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ('צה"ל הודיע.', False),
        ('צה"ל הודיע "שלום".', False),
        ('"שלום", אמר דובר צה"ל.', False),
        ('הוא אמר "שלום.', True),
        ('דו"חות צה"ל וש"ח ב"הארץ".', False),
        ('צה"ל אמר ב"הארץ.', False),  # two, which nobody can tell from a quotation
        ('דו"ח צה"ל ב"הארץ.', True),
        ('הוא אמר "שלום צה"ל".', True),  # printed as a quotation that ends within the word
    ],
)
def test_gershayim_typed_straight_are_no_quotes(text, is_found):
    """The mark within a Hebrew abbreviation has no other half."""
    from bindery.checks.prose import examine as prose

    assert ("prose-unbalanced" in [each.code for each in prose(f"{text}\n", "text.md", "he")]) == is_found
    assert ("unbalanced" in codes("The army spoke.", text, "en-uk")) == is_found


@pytest.mark.parametrize(
    "source",
    [r"Write \[^1\] for a note.", r"Write \[^1\] for a note.[^1]", r"A \[^2\], a \[\^1\] and \[^a\], a \*.[^1][^2]"],
)
def test_a_literal_call_can_be_translated(source):
    """What the author escaped goes out escaped, so that a copy of it is text again; it may be escaped as the author did."""
    [unit] = markdown.write([markdown.read([source])[0][0]["c"]])
    assert markdown.read([unit]) == markdown.read([source])
    for text in (unit, source):
        assert not damages(pairs(("text", unit, text)))
    assert damages(pairs(("text", unit, unit.replace("\\", ""))))
