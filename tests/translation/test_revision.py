"""A catalogue after the source changed: what is kept, fuzzy, new, and laid by."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bindery.exchange.words import warning
from bindery.model import Catalog, Entry, Unit
from bindery.translation import calls, likeness, units
from bindery.translation.likeness import LIKE, at_most
from bindery.translation.review import Reviewer, review, reviewer
from bindery.translation.revision import revise
from publications import SOURCE, catalog, manuscript, with_translations
from steps import steps

BRIDGES = "There are three bridges. Two of them are old. One is new."
HILLS = "The first river rises in the hills[^a] and ends in the sea. It is 6.9 km long."
SECOND = "The second river is *shorter*; see <https://example.org/second>.[^b]"
# What an author does, and what it costs translators of a publication that was translated whole: fuzzy, new, obsolete.
CHANGES = {
    "nothing": (SOURCE, 0, 0, 0),
    "a paragraph added": (SOURCE.replace("## Bridges", "A third river is planned.\n\n## Bridges"), 0, 1, 0),
    "a paragraph removed": (SOURCE.replace(BRIDGES + "\n", ""), 0, 0, 1),
    "a paragraph moved": (SOURCE.replace(BRIDGES, "").replace("## Rivers", f"{BRIDGES}\n\n## Rivers"), 0, 0, 0),
    "a paragraph reworded": (SOURCE.replace("are old", "are rather old"), 1, 0, 0),
    "a paragraph replaced": (SOURCE.replace(BRIDGES, "Nothing here stands as it stood before."), 0, 1, 1),
    "an address changed": (SOURCE.replace("example.org/second", "example.org/other"), 0, 0, 0),
    "an address and words changed": (SOURCE.replace("example.org/second", "example.org/other").replace("river is", "river was"), 1, 0, 0),
    "a note added elsewhere": (SOURCE.replace("## Rivers\n", "## Rivers\n\nWords.[^z]\n\n[^z]: New.\n"), 0, 2, 0),
    "a note added to a paragraph": (SOURCE.replace("sea.", "sea.[^z]").replace("[^a]: A", "[^z]: New.\n\n[^a]: A"), 1, 1, 0),
    "notes renumbered by a move": (SOURCE.replace(SECOND, "").replace(HILLS, f"{SECOND}\n\n{HILLS}"), 0, 0, 0),
    "a paragraph split in two": (SOURCE.replace("bridges. Two", "bridges.\n\nTwo"), 2, 0, 0),
    "a paragraph split in three": (SOURCE.replace("bridges. Two", "bridges.\n\nTwo").replace("old. One", "old.\n\nOne"), 3, 0, 0),
    "two paragraphs joined": (SOURCE.replace("long.\n\nThe second", "long. The second"), 1, 0, 0),
    "straight quotes made curly": (SOURCE.replace("old", "“old”"), 1, 0, 0),
    "lines broken elsewhere": (SOURCE.replace("bridges. Two", "bridges.\nTwo"), 0, 0, 0),
    "a heading made a paragraph": (SOURCE.replace("## Bridges", "Bridges"), 1, 0, 0),
}  # fmt: skip


@pytest.mark.parametrize(("text", "fuzzy", "new", "obsolete"), CHANGES.values(), ids=CHANGES)
def test_what_a_change_costs(tmp_path: Path, text: str, fuzzy: int, new: int, obsolete: int) -> None:
    """A change of the source costs translators exactly what changed."""
    before = catalog(units.taken(manuscript(tmp_path)))
    now = units.taken(manuscript(tmp_path, text))
    made = revise(before, now)
    assert (made.fuzzy, made.new, made.obsolete) == (fuzzy, new, obsolete)
    assert made.kept == len({unit.key for unit in now}) - fuzzy - new
    assert [entry.key for entry in made.catalog.entries][: made.kept + fuzzy + new] == list(
        dict.fromkeys(unit.key for unit in now)
    )


def test_a_rewording_keeps_what_it_was(tmp_path: Path) -> None:
    """A fuzzy entry has the translation and the source that it was made from, through a second change too."""
    before = catalog(units.taken(manuscript(tmp_path)))
    once = revise(before, units.taken(manuscript(tmp_path, SOURCE.replace("are old", "are rather old")))).catalog
    twice = revise(once, units.taken(manuscript(tmp_path, SOURCE.replace("are old", "are very old now")))).catalog
    for made in (once, twice):
        [fuzzy] = [entry for entry in made.entries if entry.fuzzy]
        assert fuzzy.previous_source == BRIDGES
        assert fuzzy.translation == f"«{BRIDGES}»"


def test_an_address_is_carried_over_with_its_review(tmp_path: Path) -> None:
    """Where only an address changed the translation gets the new one, and who reviewed it still vouches for it."""
    before = catalog(units.taken(manuscript(tmp_path)))
    by = Reviewer("Jana Novak", date(2024, 5, 1))
    before = replace(before, entries=tuple(review(entry, by) for entry in before.entries))
    made = revise(before, units.taken(manuscript(tmp_path, SOURCE.replace("org/second", "org/other")))).catalog
    [entry] = [entry for entry in made.entries if "example.org" in entry.source]
    assert "<https://example.org/other>" in entry.translation
    assert reviewer(entry) == "Jana Novak"


def test_a_split_shares_the_sentences(tmp_path: Path) -> None:
    """Each part of a split paragraph gets its own sentences of the translation."""
    before = with_translations(
        catalog(units.taken(manuscript(tmp_path))), {BRIDGES: "Є три мости. Два з них старі. Один новий."}
    )
    made = revise(before, units.taken(manuscript(tmp_path, SOURCE.replace("bridges. Two", "bridges.\n\nTwo"))))
    assert [e.translation for e in made.catalog.entries if e.fuzzy] == ["Є три мости.", "Два з них старі. Один новий."]


def test_what_comes_back_is_found(tmp_path: Path) -> None:
    """A paragraph that is taken out and put back later has its translation again, not fuzzy, with its comment."""
    before = catalog(units.taken(manuscript(tmp_path)))
    before = replace(before, entries=tuple(replace(e, comment="Mind the tense.") for e in before.entries))
    without = revise(before, units.taken(manuscript(tmp_path, SOURCE.replace(BRIDGES + "\n", "")))).catalog
    assert [entry.source for entry in without.entries if entry.obsolete] == [BRIDGES]
    again = revise(without, units.taken(manuscript(tmp_path)))
    assert (again.fuzzy, again.new, again.obsolete) == (0, 0, 0)
    assert {entry.comment for entry in again.catalog.entries} == {"Mind the tense."}


def test_what_comes_in_late_is_found_too() -> None:
    """A translation of an earlier wording, laid by when its file came back, is a guess for what waits for one."""
    late = Entry("text", "One is new.", translation="Один новий.", comment="Hers.", obsolete=True)
    waiting = Entry("text", "One is now new.", comment="Ask the author.")
    made = revise(Catalog("uk", {}, (waiting, late)), [Unit("text", waiting.source)])
    entry, laid_by = made.catalog.entries
    assert laid_by == late  # for the earlier wording, should it come back
    assert (entry.translation, entry.fuzzy, entry.previous_source) == (late.translation, True, late.source)
    assert entry.comment == "Hers.\nAsk the author."


def test_one_that_waits_takes_a_copy_of_what_was_laid_by() -> None:
    """A second update gave another copy to the next, though it changes nothing else."""
    late = Entry("text", "Two are old. One is new.", translation="Два старі. Один новий.", obsolete=True)
    waiting = [Entry("text", "Two are old."), Entry("text", "One is new.")]
    taken = [Unit("text", entry.source, "a.md") for entry in waiting]
    once = revise(Catalog("uk", {}, (*waiting, late)), taken).catalog
    assert [bool(entry.translation) for entry in once.entries] == [True, False, True]
    assert revise(once, taken).catalog == once


def test_what_waits_and_finds_nothing_stays() -> None:
    """Its comment, too, is somebody's."""
    waiting = Entry("text", "One is new.", comment="Ask the author.")
    made = revise(Catalog("uk", {}, (waiting,)), [Unit("text", waiting.source)])
    assert [entry.comment for entry in made.catalog.entries] == [waiting.comment]


def test_other_publications_are_remembered(tmp_path: Path) -> None:
    """What another publication has translated word for word is filled in, as a guess."""
    taken = units.taken(manuscript(tmp_path))
    made = revise(Catalog("uk", {}), taken, [Entry("meta:author", "Ada Example", translation="Ада Приклад")])
    [found] = [entry for entry in made.catalog.entries if entry.translation]
    assert (found.source, found.translation, found.fuzzy) == ("Ada Example", "Ада Приклад", True)
    assert "guess" in warning(found)  # and nobody is told that its source has changed


def test_blanks_are_no_translation() -> None:
    """What is blank is to be translated, here as in `status`."""
    flags: tuple[tuple[str, ...], ...] = ((), ("fuzzy",))
    before = Catalog("uk", {}, tuple(Entry("text", f"One {f}.", translation=" \u00a0", flags=f) for f in flags))
    made = revise(before, [Unit("text", entry.source) for entry in before.entries])
    assert (made.kept, made.fuzzy, made.new) == (0, 0, 2)


def reviewed(root: Path) -> Catalog:
    before = catalog(units.taken(manuscript(root)))
    by = Reviewer("Jana Novak", date(2024, 5, 1))
    return replace(before, entries=tuple(review(entry, by) for entry in before.entries))


@pytest.mark.parametrize("words", [("rather old",), ("rather old", "very old now")])
def test_a_rewording_taken_back_costs_nothing(tmp_path: Path, words: tuple[str, ...]) -> None:
    """Source and translation are what the reviewer read, so the review stands again."""
    before = reviewed(tmp_path)
    original = revise(before, units.taken(manuscript(tmp_path))).catalog
    made = original
    for each in words:
        made = revise(made, units.taken(manuscript(tmp_path, SOURCE.replace("are old", f"are {each}")))).catalog
    assert [entry.previous_source for entry in made.entries if entry.fuzzy] == [BRIDGES]
    assert revise(made, units.taken(manuscript(tmp_path))).catalog == original
    stuck = replace(made, entries=tuple(replace(e, source=BRIDGES) if e.fuzzy else e for e in made.entries))
    assert revise(stuck, units.taken(manuscript(tmp_path))).catalog == original  # as the press left it before


@pytest.mark.parametrize("how", ["edited", "unreviewed", "doubted"])
def test_a_rewording_taken_back_vouches_for_nothing_new(tmp_path: Path, how: str) -> None:
    """What was worked on meanwhile, or was never sure, stays a guess, and not one of its own source."""
    before = catalog(units.taken(manuscript(tmp_path))) if how == "unreviewed" else reviewed(tmp_path)
    if how == "doubted":
        before = replace(before, entries=tuple(replace(e, flags=("fuzzy",)) for e in before.entries))
    made = revise(before, units.taken(manuscript(tmp_path, SOURCE.replace("are old", "are rather old")))).catalog
    if how == "edited":
        made = with_translations(made, {BRIDGES.replace("are old", "are rather old"): "Other words."})
    made = revise(made, units.taken(manuscript(tmp_path))).catalog
    [entry] = [entry for entry in made.entries if entry.source == BRIDGES]
    assert entry.fuzzy
    assert entry.previous_source != entry.source


OLD = "One rises in the hills[^1] and ends in the sea.[^2] It is long.[^3]"
MOVES = {
    "the first taken out": ("One rises in the hills and ends in the sea.[^1] It is long.[^2]", "a[^3] b[^1] c[^2]"),
    "one between taken out": ("One rises in the hills[^1] and ends in the sea. It is long.[^2]", "a[^1] b[^3] c[^2]"),
    "the last taken out": ("One rises in the hills[^1] and ends in the sea.[^2] It is long.", "a[^1] b[^2] c[^3]"),
    "one more before": ("One[^1] rises in the hills[^2] and ends in the sea.[^3] It is long.[^4]", "a[^2] b[^3] c[^4]"),
    "one more behind": ("One rises in the hills[^1] and ends in the sea.[^2] It is long.[^3] Yes.[^4]", "a[^1] b[^2] c[^3]"),
    "all taken out": ("One rises in the hills and ends in the sea. It is long.", "a[^1] b[^2] c[^3]"),
    "words alone": (OLD.replace("long", "very long"), "a[^1] b[^2] c[^3]"),
    "one taken out and one put in": ("One rises in the hills and ends in the sea.[^1] It is long.[^2] Yes.[^3]", "a[^4] b[^1] c[^2]"),
    "one taken out and one put in at once": ("One rises in the hills and ends in the open sea.[^1] It is long[^2] now.[^3]", "a[^4] b[^1] c[^2]"),
    "sentences turned": ("It is long.[^1] One rises in the hills[^2] and ends in the sea.[^3]", "a[^2] b[^3] c[^1]"),
    "one reworded and moved": ("It was short.[^1] One rises in the hills[^2] and ends in the sea.[^3]", "a[^2] b[^3] c[^4]"),
    "one further off": ("One[^1] rises in the hills and ends in the sea.[^2] It is long.[^3]", "a[^4] b[^2] c[^3]"),
    "one moved by a word": (OLD.replace("hills[^1] and", "hills and[^1]"), "a[^1] b[^2] c[^3]"),
}  # fmt: skip


@pytest.mark.parametrize(("now", "guess"), MOVES.values(), ids=MOVES)
def test_calls_of_a_guess_are_those_of_its_source(now: str, guess: str) -> None:
    """Each note stays with its words; one that is no more there has a number that no note has, and is told as unknown.

    Taken back, the change costs nothing.
    """
    by = Reviewer("Jana Novak", date(2024, 5, 1))
    before = Catalog("uk", {}, (review(Entry("text", OLD, "a[^1] b[^2] c[^3]"), by),))
    made = revise(before, [Unit("text", now)]).catalog
    assert [(entry.translation, entry.fuzzy) for entry in made.entries] == [(guess, True)]
    [back] = revise(made, [Unit("text", OLD)]).catalog.entries
    assert (back.translation, back.fuzzy, reviewer(back)) == ("a[^1] b[^2] c[^3]", False, "Jana Novak")


def test_calls_of_what_was_cut_and_joined() -> None:
    """A part numbers its notes from 1, and what was joined numbers them on."""
    parts = [Unit("text", "One rises in the hills.[^1]"), Unit("text", "It ends in the sea.[^1]")]
    whole = [Unit("text", "One rises in the hills.[^1] It ends in the sea.[^2]")]
    before = Catalog("uk", {}, (Entry("text", whole[0].source, "A b.[^1] C d.[^2]"),))
    cut = revise(before, parts).catalog
    assert [entry.translation for entry in cut.entries] == ["A b.[^1]", "C d.[^1]"]
    assert [entry.translation for entry in revise(cut, whole).catalog.entries] == ["A b.[^1] C d.[^2]"]


def test_calls_of_a_part_are_those_of_its_own_sentences() -> None:
    """Where sentences are alike, the second's call was taken for that of a note which its part has got since."""
    before = Catalog("uk", {}, (Entry("text", "It is long.[^1] It is long.[^2]", "A b c.[^1] D e f.[^2]"),))
    parts = [Unit("text", "It is long.[^1]"), Unit("text", "It is[^1] long.[^2]")]
    assert [entry.translation for entry in revise(before, parts).catalog.entries] == ["A b c.[^1]", "D e f.[^2]"]
    before = Catalog("uk", {}, (Entry("text", "It is[^1] long. It is[^2] long.", "A b[^1] c. D e[^2] f."),))
    parts = [Unit("text", "It is[^1] long."), Unit("text", "It is[^1] long.[^2]")]
    assert [entry.translation for entry in revise(before, parts).catalog.entries] == ["A b[^1] c.", "D e[^1] f."]


def test_an_address_outweighs_no_words() -> None:
    """Its many signs were the longest that two wordings had in common, and a call went to another sentence's note."""
    before = "See <https://a.b/c> now.[^1] Elks and foxes stay.[^2] See <https://a.b/c> now.[^3]"
    now = "See <https://a.b/c> now.[^1] Elks and <https://a.b/c> stay.[^2]"
    assert calls.renumbered("A.[^1] B.[^2] C.[^3]", before, now) == "A.[^1] B.[^2] C.[^3]"


def test_an_update_twice_changes_nothing(tmp_path: Path) -> None:
    """A second update is the first."""
    now = units.taken(manuscript(tmp_path, SOURCE.replace("are old", "are rather old")))
    once = revise(catalog(units.taken(manuscript(tmp_path))), now)
    assert revise(once.catalog, now) == once


TEXTS = st.lists(st.sampled_from(["One two three.", "Four five six seven.", "One two three. Four five six seven.",
                                  "Eight <https://a.b/c>.", "Eight <https://d.e/f>.", "Nine ten eleven twelve."]), max_size=6)  # fmt: skip


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.sampled_from(["One two three.", "Four five six seven.", "Eight <https://a.b/c>.", "Old words."]),
                          st.text("abc .", max_size=12), st.booleans(), st.booleans(), st.text("xy", max_size=3)), unique_by=lambda e: e[0], max_size=4),
       TEXTS)  # fmt: skip
def test_nothing_is_ever_lost(entries: list[tuple[str, str, bool, bool, str]], now: list[str]) -> None:
    """Whatever the catalogue and the new source are, every translation and comment is somewhere in the new catalogue."""
    before = Catalog("uk", {}, tuple(
        Entry("text", source, translation, flags=("fuzzy",) * fuzzy, obsolete=obsolete, comment=comment)
        for source, translation, fuzzy, obsolete, comment in entries
    ))  # fmt: skip
    made = revise(before, [Unit("text", text) for text in now]).catalog
    translations = [" ".join(entry.translation.split()) for entry in made.entries]
    for entry in before.entries:
        sentences = [s.strip() for s in entry.translation.replace("https://a.b/c", "").split(".") if s.strip()]
        assert all(any(" ".join(s.split()) in text for text in translations) for s in sentences)
        assert any(entry.comment in other.comment for other in made.entries) or not entry.comment
    live = [entry.key for entry in made.entries if not entry.obsolete]
    assert live == list(dict.fromkeys(("text", text) for text in now))


def _texts(many: int, word: str) -> list[str]:
    """Return paragraphs, each with words of its own beside those that all have, and one that ``word`` makes another."""
    return [f"The a{at} of b{at} was c{at} in the d{at}, and {word}{at} e{at}." for at in range(many)]


def test_an_update_grows_as_its_catalogue_does() -> None:
    """Where every passage has changed, four times as many are four times the work: each was held to every other."""

    def work(many: int) -> int:
        entries = tuple(Entry("", text, f"{at}") for at, text in enumerate(_texts(many, "so")))
        new = [Unit("", text, "a.md") for text in _texts(many, "no")]
        made = []
        count = steps(lambda: made.append(revise(Catalog("uk", {}, entries), new)))
        assert (made[0].fuzzy, made[0].new) == (many, 0)
        return count

    assert work(400) < 6 * work(100)


@given(st.lists(st.text("ab, "), max_size=8), st.lists(st.text("ab, "), max_size=8))
def test_texts_that_may_be_alike_are_those_that_share_enough(ones: list[str], others: list[str]) -> None:
    """Held to all others at once a text has the very same that may be like it as one by one."""
    expected = {
        (at, place, most)
        for at, one in enumerate(ones)
        for place, other in enumerate(others)
        if (most := at_most(one, other)) >= LIKE
    }
    assert {*likeness.alike(ones, others)} == expected
