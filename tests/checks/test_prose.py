"""Slips of the pen are found where they stand, and clean text is left in peace."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bindery.checks import prose
from bindery.checks.prose import examine, rules
from bindery.model import Severity

GOLDEN = Path(__file__).parents[1] / "golden"
CASES = sorted(GOLDEN.glob("prose-*"))


def codes(source, language="en"):
    return [finding.code.removeprefix("prose-") for finding in examine(source, "chapter.md", language)]


def words(source, language="en"):
    return [f"{finding.message} {finding.hint}" for finding in examine(source, "chapter.md", language)]


def findings(case):
    """A golden case's findings, one a line; its name ends in its language."""
    source = (case / "chapter.md").read_text(encoding="utf-8")
    language = case.name.rpartition("-")[2]
    return "".join(
        f"{each.place.line} {each.code}: {each.message} {each.hint}\n"
        for each in examine(source, "chapter.md", language)
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_golden_cases(case, refresh_golden):
    """Each case has just the findings that it had."""
    golden, made = case / "findings.txt", findings(case)
    if refresh_golden:
        golden.write_text(made, encoding="utf-8")
    assert made == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("case", [case for case in CASES if "-clean-" in case.name], ids=lambda case: case.name)
def test_clean_text_has_no_finding(case):
    """Abbreviations, initials, quotes, addresses, code, tables, lists and notes are no slips in any language."""
    assert findings(case) == ""


SLIPS = [
    # code, language, source, words of the message or the hint
    ("doubled-word", "en", "It was the the best.", "“the the”"),
    ("doubled-word", "en", "The the best.", "“The the”"),
    ("doubled-word", "en", "Cut at the\nthe end of a line.", "“the the”"),
    ("doubled-word", "en", "Representatives of the all the forces.", "“the all the”"),
    ("doubled-word", "en", "It was a the best, and then an the.", "“a the”"),
    ("unbalanced", "en", "The European Union EU) and the rest.", "“The European Union EU)” is never opened"),
    ("unbalanced", "pl", "Minister Zbigniew Rau) tak powiedział.", "Rau)” is never opened"),
    ("homoglyph", "uk", "Це Україна, i Польща теж.", "“i” between Cyrillic words"),
    ("unbalanced", "de", "„Eine ‚technische Pause bis zum Ende des Jahres.“", "“‚technische Pause bis zum” is never"),
    ("doubled-word", "be", "Гэта было ў ў Мінску.", "“ў ў”"),
    ("malformed-host", "en", "See Wwww.pap.pl for more.", "Write “www.pap.pl”."),
    ("malformed-host", "en", "See <https://wwww.pap.pl/x>.", "“https://www.pap.pl/x”"),
    ("malformed-host", "en", "See ww.pap.pl.", "Write “www.pap.pl”."),
    ("malformed-host", "en", "See www..pap.pl/x.", "Write “www.pap.pl/x”."),
    ("malformed-host", "en", "See http//pap.pl.", "Write “http://pap.pl”."),
    ("malformed-host", "en", "See https:/pap.pl.", "Write “https://pap.pl”."),
    ("malformed-host", "en", "See htp://pap.pl.", "Write “http://pap.pl”."),
    ("near-miss", "en", "Belarus, " * 5 + "Belarusian, " * 5 + "Belarusia.", "Write “Belarusian”, if"),
    ("near-miss", "en", "A Ukrainian, " * 5 + "an Ukranian.", "“Ukranian” stands once"),
    ("near-miss", "en", "A Ukrainian, " * 5 + "an Ukrianian.", "“Ukrianian” stands once"),
    ("lower-case-name", "en", "He is in Belarus now. " * 8 + "He is in belarus.", "Write “Belarus”."),
    ("lower-case-name", "be", "Ён у Беларусі цяпер. " * 8 + "Ён у беларусі.", "Write “Беларусі”."),
    ("two-spellings", "en", "On Euroradio, Euroradio and EuroRadio.", "“EuroRadio” is spelled “Euroradio”"),
    ("paragraph-end", "en", "This is one sentence of several words. It is followed by the Big War", "Write “War.”"),
    ("paragraph-end", "en", "This is one sentence of several words. It has a call here[^1]", "Write “here.”"),
    ("paragraph-end", "uk", "Це одне речення з кількох слів. За ним іде друге, без жодної крапки", "Write “крапки.”"),
    (
        "split-paragraph",
        "en",
        "In 2021, which was not so very long ago as it may seem to us now, the whole trade in petroleum products\n\nexceeded 50%.",
        "in line 3",
    ),
    (
        "note-end",
        "en",
        "[^1]: A <https://a.pl/>.\n[^2]: B <https://a.pl/>.\n[^3]: C <https://a.pl/>",
        "note [^3] ends in an address without",
    ),
    (
        "note-end",
        "en",
        "[^1]: A <https://a.pl/>\n[^2]: B <https://a.pl/>\n[^3]: C <https://a.pl/>.",
        "note [^3] ends in an address with a",
    ),
    ("note-end", "en", "[^1]: Ibid.\n[^2]: Ibid.\n[^3]: Ibid", "note [^3] ends in words without"),
    ("year-hyphen", "en", "It took place during 2022-2023.", "“2022–2023”"),
    ("year-hyphen", "en", "It took place in 1999 - 2003.", "“1999–2003”"),
    ("year-hyphen", "en", "In the season 2022-23, perhaps.", "“2022–23”"),
    ("stray-space", "en", "[Future of Relations ].", "Write “Relations].”"),
    ("stray-space", "en", "A word , a word.", "Write “word,”"),
    ("stray-space", "en", "A word ,a word.", "Write “word, a”."),
    ("stray-space", "en", "A ( word).", "Write “(word).”"),
    ("stray-space", "en", "A “ word”.", "Write ‘“word”.’"),
    ("stray-space", "uk", "Газета « День».", "Write “«День».”"),
    ("stray-space", "en", "A question ?", "Write “question?”"),
    ("stray-space", "fr", "Un mot , deux mots.", "Write “mot,”"),
    ("mixed-quotes", "en", '“One” and “two” and "three".', "straight quotes, as in “three”; 4 of the 6"),
    ("mixed-quotes", "en", '"One" and "two" and “three”.', "curly quotes, as in “three”"),
    ("mixed-apostrophes", "en", "It’s here, it’s there, it's now.", "as in “it's”"),
    ("mixed-apostrophes", "uk", "Об’єкт, сім’я, об'єднання.", "as in “об'єднання.”"),
    ("double-space", "en", "Two  spaces here.", "2 spaces"),
    ("space-before-call", "en", "A word [^1], a word.", "parts “word”"),
    ("space-before-call", "en", "A word\n[^1] at a line’s end.", "parts “word”"),
    ("spaced-hyphen", "en", "The coins - a symbol.", "Write “coins – a”."),
    ("unbalanced", "en", "A (bracket is open.", "never closed"),
    ("unbalanced", "en", "A bracket] is closed.", "never opened"),
    ("unbalanced", "en", "A “quote is open.", "never closed"),
    ("unbalanced", "en", "A (bracket is open.]", "never closed"),
    ("unbalanced", "be", "Газета «Звязда выйшла.", "never closed"),
    ("unbalanced", "de", "Er sagte: „Ja.", "never closed"),
    ("unbalanced", "en", 'A "quote is open.', "never closed"),
    ("repeated-mark", "en", "A stop.. Another.", "Write “stop.”"),
    ("repeated-mark", "en", "A comma,, a word.", "Write “comma,”"),
    ("homoglyph", "en", "In B\u0435larus.", "Type “Belarus” in Latin."),
    ("homoglyph", "ru", "В Росс\u0069и.", "Type “Россіи” in Cyrillic."),
    ("homoglyph", "uk", "Мова i культура.", "Type “і” in Cyrillic."),
    ("homoglyph", "uk", "Століття \u0425IX.", "Type “XIX” in Latin."),
    ("invisible", "en", "A soft\u00adhyphen.", "soft hyphen (U+00AD)"),
    ("invisible", "en", "A zero\u200bwidth space.", "(U+200B) stands in “zerowidth”"),
    ("invisible", "en", "A lost \ufffdetter.", "U+FFFD"),
    ("doubled-word", "en", "A note.^[With the the slip.]", "“the the”"),
    ("doubled-word", "en", "> Quoted\n> the the words.", "“the the”"),
    ("doubled-word", "en", "- Items\n  of the the list.", "“the the”"),
    ("doubled-word", "en", "| a | the the |\n|---|---|\n| b | c |", "“the the”"),
    ("doubled-word", "en", "<p>Never closed\n\nBut the the text.", "“the the”"),
    ("doubled-word", "en", "# Of the *the* heading", "“the the”"),
    ("left-over", "en", "See [[Kaliningrad|the exclave]].", "“[[Kaliningrad|the exclave]]” is no link"),
    ("left-over", "en", "![[chart 1.png|400]]", "“![[chart 1.png|400]]” is no picture"),
    ("left-over", "en", "The ==gap== is wide.", "“==gap==” marks nothing"),
    ("left-over", "en", "Words. %%Ask Jan!%%", "“%%Ask Jan!%%” is no comment"),
    ("left-over", "en", "Words. ^abc123", "“^abc123” is no address"),
    ("left-over", "en", "> [!note] Words.", "“[!note]” is printed"),
    ("left-over", "en", "It moved【4†source】.", "“【4†source】” is no note"),
    ("left-over", "en", "It moved.:contentReference[oaicite:2]{index=2}", "contentReference"),
    ("left-over", "en", "It moved. citeturn0search1", "“citeturn0search1” is no note"),
    ("left-over", "be", "##Раздзел", "“##Раздзел” is no heading. Put a space"),
]


@pytest.mark.parametrize(
    ("code", "language", "source", "said"), SLIPS, ids=[f"{slip[0]}-{at}" for at, slip in enumerate(SLIPS)]
)
def test_a_slip_is_found(code, language, source, said):
    """Each kind of slip is found, its words are quoted, and the hint says what to write."""
    found = [
        f"{each.message} {each.hint}"
        for each in examine(source, "chapter.md", language)
        if each.code == f"prose-{code}"
    ]
    assert any(said in each for each in found), words(source, language)


CLEAN = [
    # what looks like a slip and is none
    ("en", "He had had enough, and that that is true is true."),
    ("en", "The more the merrier; in in-house terms, so so-called."),
    ("de", "Die, die die Daten kennen."),
    ("fr", "Nous nous taisons ; vous vous taisez !"),
    ("fr", "« Oui »\N{NO-BREAK SPACE}: non\N{NARROW NO-BREAK SPACE}?"),
    ("en", "Russian, " * 6 + "and Russia, Ukraine and Ukrainian."),
    ("en", "Belarus, " * 6 + "Belarusians, " * 6 + "Belarusian, Belarus’s."),
    ("en", "Germany, " * 6 + "German, " * 6 + "and Germans."),
    ("pl", "Polska, " * 8 + "w Polsce, w Polskę, polska flaga."),
    ("pl", "Jest w Polska teraz. " * 9 + "To polska flaga."),
    ("en", "It is the Ministry now. " * 9 + "The ministry of old."),
    ("en", "We march in March. " * 9),
    ("en", "See Minsk, MINSK and Minsk. NATO and NATOs."),
    ("en", "A title of six words"),
    ("en", "By Dr. Roza Turarbekova"),
    ("en", "There are several of them. Here they are, one after the other\n\n- one\n- two"),
    ("en", "There are several of them. Here they are, one after the other\n\n```\ncode\n```"),
    ("en", "There are several of them. Here is the address: <https://a.pl/>"),
    ("en", "There are several of them. Here is the last one of them “all.”[^1]"),
    ("en", "**Fig. 1.** One sentence. ![A caption. It has two sentences of words](a.png)."),
    ("en", "[^1]: A <https://a.pl/>.\n[^2]: *Ibid.*\n[^3]: B <https://a.pl/>."),
    ("en", "[^1]: A <https://a.pl/>"),
    ("en", "[^1]: A <https://a.pl/>\n[^2]: B."),
    ("en", "“Union Resolve-2022”, 2022-03-19, 2022-03, 2010-12, ISSN 1999-2005, +375 17 2022-2023, 17 2022-2023."),
    ("en", "File a-2022-2023.pdf, no. 2022-2023, doc/2022-2023, 2023-2022, 5000-6000, №2022-2023."),
    ("en", "A range 2022–2023; pre- and post-war; 5 - 3 = 2."),
    ("en", "An ellipsis ... and another … and a file .env in ./bin or ../lib."),
    ("en", "Smile :) and (a :: b)."),
    ("en", "An empty [ ] box and ( ) too."),
    ("en", "Five feet is 5' and 5'10\" is tall, “he” said, it’s so."),
    ("en", "“Nested ‘quotes’,” he said. The ’90s and rock ’n’ roll."),
    ("en", "“One paragraph of a quotation.\n\n“And its last one.”"),
    ("de", "i) eins; ii) zwei; aa) drei; 5a) vier; IV) fünf; а) шесть; 12) zwölf."),
    ("en", "a) one; b) two; 1) three; (2) four; [0, 1) is an interval."),
    ("sv", "”Ja”, sade han, och ”nej”."),
    ("da", "»Ja«, sagde han."),
    ("en", "What?! Yes!! U.S., etc., and “so.”, too. Wait...."),
    ("ru", "Что?.. Вот!.. И т. д."),
    ("ru", "SMSка, IT-компания, ТСН.ua и iPhone’ы."),
    ("uk", "Вітамін C і план B."),
    ("en", "Family 👩\u200d👩\u200d👧 and heart ❤\ufe0f."),
    ("fa", "می\u200cخواهم."),
    ("en", "End of a sentence.  Then two spaces. “So.”  And so."),
    ("en", "A hard break  \nand another\\\nline."),
    ("en", "Adjacent calls[^1][^2] and[^3]."),
    ("en", "Calls with a comma[^1]^,^[^2] between.\n\n[^1]: Ibid.\n[^2]: Ibid."),
    ("de", "Er sagte: „Wir kennen ‚die Lage‘“, und: „Das ist ‚wahr‘.“ „Ein ‚Nein‘“ (‚Nein‘)."),
    ("en", "“A ‘nested one’” and ‘“the other” way’."),
    ("pl", "Czy to to samo? To to, co było."),
    ("de", "„Eine ‚Pause‘ und Jens’ ‚zweite Pause‘“, ‚so geht’s‘."),
    ("uk", "Змінні x, y та z; вітамін B, C і D."),
    ("en", "`the the  ,,` and $a ,, b$ and ``x ` ,,``."),
    ("en", 'See <https://a.pl/2022-2023,,x> and https://a.pl/(x)_y/the..the and [x](y ",,z").'),
    ("en", "He said „Das ist gut“ to us, „und mehr“ too."),
    ("en", "Escaped \\* and \\[with\\] and \\`."),
    (
        "en",
        "<!-- the the\n\n( -->\n\n<table>\n<tr><td>the the (</td></tr>\n\n</table>\n\n\\begin{x}\nthe the (\n\\end{x}",
    ),
    ("en", "Text[^1].\n\n[^1]: A note.\n\n        code ,, in a note"),
    ("en", "Where a == b and c == d; 5%% of 6%%; [[1]](http://a.b); `==x==`; the text [[…]] goes on; x^2 + y^10."),
    ("en", "#MeToo and #2, C## and a `[[link]]`."),
    ("en", "This is one sentence of several words. It goes on with a formula, and\n\n$$x^2$$\n\nwhere it ends."),
    ("en", ""),
]


@pytest.mark.parametrize(("language", "source"), CLEAN, ids=[source[:30] for _, source in CLEAN])
def test_what_only_looks_like_a_slip_is_none(language, source):
    """A check for slips is read as long as it is right."""
    assert words(source, language) == []


@pytest.mark.parametrize(
    "source",
    [
        "---\n\nIt was the the best.\n",
        "---\nIt was the the best.\n",
        "```\nWords\n\nIt was the the best.\n",
        "<!-- Words\n\nIt was the the best.\n",
        "<table>\n\nIt was the the best.\n",
        "\\begin{x}\n\nIt was the the best.\n",
        "``` code ``` and the the best.\n",
    ],
)
def test_what_nobody_closes_is_text(source):
    """To pandoc a rule begins no metadata, and nothing is hidden by what never ends: the rest of a chapter was."""
    assert codes(source).count("doubled-word") == 1


@pytest.mark.parametrize("words", ["2022-2023, ", "a)\n"])
def test_each_slip_is_looked_at_where_it_stands(words):
    """What stands before it is not read from the paragraph's beginning."""
    begun = time.process_time()
    examine(words * (120_000 // len(words)), "chapter.md", "en")
    assert time.process_time() - begun < 12


def test_lines_are_those_of_the_source():
    """A finding stands on its own line, in a wrapped paragraph, a quotation, a table, a note of two paragraphs."""
    source = """---
title: x
---

One
two the the
three ( x).

> Quote
> a a

| a | b |
|---|---|
| c | d d |

~~~
code
~~~

[^1]: Note.

    Second, b b.
"""
    assert [(each.place.file, each.place.line) for each in examine(source, "a.md", "en")] == [
        ("a.md", 6),
        ("a.md", 7),
        ("a.md", 10),
        ("a.md", 14),
        ("a.md", 22),
    ]


MARKDOWN = st.lists(
    st.sampled_from(
        [
            "the",
            "Belarus",
            "“",
            "”",
            "«",
            "(",
            "]",
            "[",
            "[^1]",
            "^[",
            "`",
            "$",
            "*",
            "<",
            ">",
            "\n",
            "\n\n",
            "    ",
            "- ",
            "> ",
            "| ",
            "--",
            "[^1]: ",
            "http://a.b",
            "..",
            ",,",
            "2022-2023",
            "{.x}",
            "<!--",
            "-->",
            "~~~",
            "#",
            "і",
            "i",
            "\u00ad",
            "@a",
            "\\",
            ":",
            "---",
            " ",
        ]
    ),
    max_size=60,
).map("".join)


@settings(max_examples=150, deadline=None)
@given(MARKDOWN, st.sampled_from(["en", "be", "uk", "ru", "pl", "fr", "de", "zh-Hant"]))
def test_no_source_is_too_odd(source, language):
    """Whatever is typed, the check comes back, with lines that the file has."""
    for each in examine(source, "a.md", language):
        assert 1 <= each.place.line <= source.count("\n") + 1


def test_findings_only_warn():
    """A slip never fails a build, and every finding has a message and a hint of one line each."""
    found = [each for case in CASES for each in examine((case / "chapter.md").read_text("utf-8"), "chapter.md", "en")]
    assert {each.severity for each in found} == {Severity.WARNING}
    for each in found:
        assert each.place.line
        assert each.message.endswith(".")
        assert each.hint.endswith(".")
        assert "\n" not in each.message + each.hint
        assert not set("\ue000\ue001\ue002") & set(each.message + each.hint)


def test_every_code_is_told_and_tried():
    """The docstring lists every code that the cases have, and no other."""
    told = {line.split("`")[2] for line in prose.__doc__.splitlines() if line.startswith("``prose-")}
    had = {f"prose-{slip[0]}" for slip in SLIPS}
    assert told == had
    assert len(rules.RULES) == len(set(rules.RULES))


def test_an_article_is_read_at_once():
    """The article that the house prints takes far less than its layout."""
    source = (GOLDEN / "prose-article-en/chapter.md").read_text("utf-8")
    fastest = 9.0
    for _ in range(3):
        start = time.process_time()
        examine(source, "chapter.md", "en")
        fastest = min(fastest, time.process_time() - start)
    assert fastest < 0.15
