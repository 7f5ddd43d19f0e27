"""Units: what there is to translate, taken from the tree and put back into the same places."""

from __future__ import annotations

from pathlib import Path

import pytest

from bindery import tree
from bindery.translation import markdown, units
from publications import YAML, catalog, keys, manuscript, media, translated


def taken(root: Path, text: str, yaml: str = YAML) -> list[tuple[str, str]]:
    return keys(units.taken(manuscript(root, text, yaml)))


CASES = {
    "paragraph": ("One *two*.\n", [("text", "One *two*.")]),
    "soft break": ("One\ntwo.\n", [("text", "One two.")]),
    "quotes": ("He said \"one 'two'\".\n", [("text", "He said “one ‘two’”.")]),
    "heading": ("## One {#first}\n\nTwo.\n", [("heading", "One"), ("text", "Two.")]),
    "number at the start": ("The year was\n2022. Then more.\n", [("text", "The year was 2022. Then more.")]),
    "starts like a list": ("2022\\. It began.\n", [("text", "2022. It began.")]),
    "brackets need no backslash": ("A title [in short].\n", [("text", "A title [in short].")]),
    "an escape that matters": ("A \\*star\\* here.\n", [("text", "A \\*star\\* here.")]),
    "list": ("- One\n- Two\n    1. Three\n", [("text", "One"), ("text", "Two"), ("text", "Three")]),
    "quotation": ("> One.\n>\n> > Two.\n", [("text", "One."), ("text", "Two.")]),
    "definitions": ("Term\n:   Meaning.\n", [("term", "Term"), ("text", "Meaning.")]),
    "verse": ("| Roses are red\n| violets blue\n", [("line", "Roses are red"), ("line", "violets blue")]),
    "table": (
        "| Country | km |\n|---|---:|\n| Poland | 398 |\n| Ukraine | 1,084 |\n\n: Borders.\n",
        [("caption", "Borders."), ("cell", "Country"), ("cell", "km"), ("cell", "Poland"), ("cell", "Ukraine"),
         ("cell", "1,084")],
    ),
    "figure": ('![A map.](media/bands.png){alt="Two lakes"}\n', [("caption", "A map."), ("alt", "Two lakes")]),
    "notes": ("One[^a] two.\n\n[^a]: A note.\n", [("text", "One[^1] two."), ("note", "A note.")]),
    "a note called twice": ("One[^a] two[^a] three[^b].\n\n[^a]: A.\n\n[^b]: B.\n",
                            [("text", "One[^1] two[^1] three[^2]."), ("note", "A."), ("note", "B.")]),
    "calls are numbered within": ("One[^a].\n\nTwo[^b].\n\n[^a]: A.\n\n[^b]: B.\n",
                                  [("text", "One[^1]."), ("text", "Two[^1]."), ("note", "A."), ("note", "B.")]),
    "code and rules": ("```\ncode\n```\n\n***\n\nWord `x = 1`.\n", [("text", "Word `x = 1`.")]),
    "nothing to translate": ("2022\n\n$x^2$\n\n`code`\n\n<https://example.org>\n\nWord.\n", [("text", "Word.")]),
    "kept": ("::: {translate=no}\nAs it is.\n:::\n\n## Stays {translate=no}\n\n[Dies irae]{translate=no}\n\nWord.\n",
             [("text", "Word.")]),
    "kept inside": ("Sing [Dies irae]{translate=no} now.\n", [("text", 'Sing [Dies irae]{translate="no"} now.')]),
    "picture in a line": ("Press ![the dot](media/dot.svg){width=10px} now.\n",
                          [("text", 'Press ![the dot](media/dot.svg){width="10px"} now.')]),
    "small capitals": ("Born [ad]{.smallcaps} 5.\n", [("text", "Born [ad]{.smallcaps} 5.")]),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES)
def test_units(tmp_path: Path, text: str, expected: list[tuple[str, str]]) -> None:
    """Every kind of text is a unit of its kind, in Markdown that a translator can read."""
    media(tmp_path)
    assert taken(tmp_path, text) == expected


def test_units_read_back_as_they_were(tmp_path: Path) -> None:
    """A unit's Markdown reads back as the tree it was written from."""
    text = Path(__file__).parents[1].joinpath("publications/synthetic/01-elements.md").read_text("utf-8")
    media(tmp_path)
    found = [u for u in units.taken(manuscript(tmp_path, text)) if not u.context.startswith("meta:")]
    assert len(found) > 60
    for unit, [paragraph, *others] in zip(found, markdown.read([unit.source for unit in found]), strict=True):
        assert not others
        assert tree.text(paragraph["c"]) == tree.text(unit.inlines)
        assert markdown.write([paragraph["c"]]) == [unit.source]


def test_metadata(tmp_path: Path) -> None:
    """Title, kind, names, keywords and the network's own name and wordmark are units of plain text, each once."""
    yaml = YAML + (
        "subtitle: Under\nkind: Study\nabstract: Short.\nkeywords: [rivers, hills]\n"
        'publisher: "Belarus Research Network on Neighborhood Policy"\nrights: "© Ada"\n'
    )
    found = [u.key for u in units.taken(manuscript(tmp_path, "Word.\n", yaml)) if u.context.startswith("meta:")]
    network = "Belarus Research Network on Neighborhood Policy"
    assert found == [
        ("meta:title", "On Rivers"), ("meta:subtitle", "Under"), ("meta:kind", "Study"), ("meta:abstract", "Short."),
        ("meta:author", "Ada Example"), ("meta:honorific", "Dr."), ("meta:keyword", "rivers"),
        ("meta:keyword", "hills"), ("meta:rights", "© Ada"), ("meta:network", network),
        ("meta:wordmark", "Belarus\nResearch\nNetwork\non Neighborhood\nPolicy"),
    ]  # fmt: skip


@pytest.mark.parametrize(("policy", "count"), [("copy", 0), ("optional", 2), ("translate", 2)])
def test_notes_by_policy(tmp_path: Path, policy: str, count: int) -> None:
    """With the policy `copy` notes are no units; with the others they are."""
    read = manuscript(tmp_path, yaml=YAML + f"notes: {{translation: {policy}}}\n")
    found = units.taken(read)
    assert sum(unit.context == "note" for unit in found) == count


@pytest.mark.parametrize("policy", ["optional", "translate"])
def test_a_note_without_translation(tmp_path: Path, policy: str) -> None:
    """A note without a translation is a gap only where the policy says that it must have one."""
    read = manuscript(tmp_path, yaml=YAML + f"notes: {{translation: {policy}}}\n")
    made = catalog(units.taken(read), **{"A note on hills.": "", "*Ibid.*": ""})
    standing = translated(read, made).standing
    assert standing is not None
    assert (standing.missing, standing.optional) == ((0, 2) if policy == "optional" else (2, 0))
    assert standing.complete == (policy == "optional")


def test_a_paragraph_of_a_thousand_backslashes_keeps_them(tmp_path: Path) -> None:
    """Tried without them pandoc did not come to an end with brackets that seem to be open: there was no translation."""
    text = "a\\*b and \\[x\\] " * 600
    ((_, unit),) = taken(tmp_path, text + "\n")
    assert (unit.count("\\["), unit.count("\\*")) == (600, 600)
    (blocks,) = markdown.read([unit])
    assert tree.text(blocks) == "a*b and [x] " * 599 + "a*b and [x]"
