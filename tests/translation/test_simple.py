"""Paragraphs written without pandoc are what pandoc writes."""

from __future__ import annotations

import random

import pytest

from bindery.tools import simple, units
from bindery.tree import string

LETTERS = "abcАбвї0129.,;:!?()%/«»„“”‘‚’—–…№§°+=-"
FEW = "abcАбвї.,!”"
OTHERS = "*_`[]{}<>#~^|\"'$@&\\"
SPACE, BREAK = {"t": "Space"}, {"t": "SoftBreak"}


def paragraph(dice: random.Random, letters: str) -> list[dict]:
    def word() -> dict:
        return string("".join(dice.choice(letters) for _ in range(dice.randrange(1, 7))))

    def words() -> list[dict]:
        return [word(), SPACE, word()][: dice.choice([1, 3])]

    def address() -> dict:
        end = "".join(dice.choice("abc.,:;?=&%/~+#-_12") for _ in range(dice.randrange(8)))
        said = f"https://{dice.choice(['a.b', 'www.a-b.cc', 'a', 'a..b'])}{dice.choice(['', '/', '/%2A'])}{end}"
        return {"t": "Link", "c": [["", ["uri"], []], [string(said)], [said, ""]]}

    made = []
    for _ in range(dice.randrange(1, 12)):
        kind = dice.choice(["Str"] * 8 + ["RawInline"] * 3 + ["Quoted", "Link", "Emph", "Strong"])
        made.append(
            {
                "Str": word,
                "RawInline": lambda: {"t": "RawInline", "c": ["markdown", f"[^{dice.randrange(1, 4)}]"]},
                "Quoted": lambda: {"t": "Quoted", "c": [{"t": dice.choice(["DoubleQuote", "SingleQuote"])}, words()]},
                "Link": address,
                "Emph": lambda: {"t": "Emph", "c": words()},
                "Strong": lambda: {"t": "Strong", "c": words()},
            }[kind]()
        )
        if dice.random() < 0.8:
            made.append(dice.choice([SPACE, SPACE, BREAK]))
    if dice.random() < 0.3:  # as in "[in English]."
        end = dice.choice(["", ".", ",", ";", ":", "”", "(a)"])
        made = made[:-1] if made[-1] in (SPACE, BREAK) else made
        made += [
            SPACE,
            string(f"[{word()['c']}"),
            SPACE,
            string(dice.choice(["", "b", "”", "|"]) + "]" + end),
            SPACE,
            string("|"),
            SPACE,
        ]
    return made[:-1] if len(made) > 1 and made[-1] in (SPACE, BREAK) else made


@pytest.mark.parametrize(("seed", "letters"), [(1, LETTERS), (2, LETTERS + OTHERS), (3, FEW)])
def test_what_is_written_without_pandoc_is_what_it_writes(seed: int, letters: str) -> None:
    """Thousands of paragraphs made by chance: each is left to pandoc, or is the same to the letter."""
    dice = random.Random(seed)
    paragraphs = [paragraph(dice, letters) for _ in range(4000)]
    made = {at: text for at, inlines in enumerate(paragraphs) if (text := simple.written(inlines)) is not None}
    assert len(made) > (100 if letters == LETTERS + OTHERS else 1500)
    assert letters != FEW or sum(" [" in text and text.endswith("|") for text in made.values()) > 100
    assert dict(zip(made, units._write([paragraphs[at] for at in made]), strict=True)) == made
