"""Publications of any size, made of the same text every time."""

from __future__ import annotations

import random
from pathlib import Path

_WORDS = [
    "border",
    "river",
    "treaty",
    "council",
    "region",
    "market",
    "energy",
    "transit",
    "network",
    "policy",
    "neighbour",
    "crossing",
    "station",
    "harbour",
    "winter",
    "report",
    "reform",
    "cabinet",
    "session",
    "election",
    "budget",
    "tariff",
    "cargo",
    "railway",
    "bridge",
    "customs",
    "visa",
    "student",
    "journal",
    "archive",
]


def article(folder: Path, units: int, slug: str) -> Path:
    """Write a publication of so many paragraphs, a tenth of them with notes, and return its folder."""
    dice = random.Random(units)  # noqa: S311 (the same text every time)
    lines, notes = [], []
    for at in range(units - units // 10 - units // 20):
        if at % 20 == 0:
            lines.append(f"## Part {at // 20 + 1}: the {dice.choice(_WORDS)} and the {dice.choice(_WORDS)}\n")
        words = " ".join(dice.choice(_WORDS) for _ in range(dice.randrange(30, 110))).capitalize()
        call = ""
        if at % 10 == 3:
            call = f"[^n{at}]"
            notes.append(f"[^n{at}]: The {dice.choice(_WORDS)} of {at}. <https://example.org/{at}>.\n")
        lines.append(f"{words} in {1990 + at % 35}{call}.\n")
    target = folder / "manuscript" / slug
    target.mkdir(parents=True, exist_ok=True)
    (target / "publication.yaml").write_text(
        f'title: "Specimen of {units} Units"\nauthors: [{{name: Ada Example}}]\ndate: "2024"\nlanguage: en\n', "utf-8"
    )
    (target / "01-text.md").write_text("\n".join([*lines, *notes]), "utf-8")
    return target
