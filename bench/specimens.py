"""Publications of any size, made of the same text every time."""

from __future__ import annotations

import random
import re
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


def article(folder: Path, units: int, slug: str, text: int = 0) -> Path:
    """Write a publication of so many paragraphs, a tenth of them with notes, and return its folder.

    ``text`` says which: two of one back list have hardly a sentence in common.
    """
    dice = random.Random(units + 1000 * text)  # noqa: S311 (the same text every time)
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
        f'title: "Specimen {text} of {units} Units"\nauthors: [{{name: Ada Example}}]\ndate: "2024"\nlanguage: en\n',
        "utf-8",
    )
    (target / "01-text.md").write_text("\n".join([*lines, *notes]), "utf-8")
    return target


def retold(text: str, number: int) -> str:
    """Return an article with the sentences of each paragraph in another order; as it is where the number is 0.

    Equal chapters would be read once, and lines that are equal are seldom seen in a book.
    """
    dice = random.Random(number)  # noqa: S311 (the same book every time)
    paragraphs = text.split("\n\n")
    for at, paragraph in enumerate(paragraphs if number else ()):
        if not paragraph.startswith(("#", "[^", " ")):
            sentences = re.split(r"(?<=[.!?]) (?=[A-Z“])", paragraph)
            dice.shuffle(sentences)
            paragraphs[at] = " ".join(sentences)
    return "\n\n".join(paragraphs)


def prose(folder: Path, chapter: Path, units: int, slug: str) -> Path:
    """Write a publication of at least so many paragraphs, which are those of a chapter again and again, each told apart.

    Every paragraph, heading and note ends with a number; return its folder.
    """
    paragraphs = [part.rstrip() for part in chapter.read_text("utf-8").split("\n\n") if part.strip()]
    rounds = -(-units // len(paragraphs))
    text = "\n\n".join(
        re.sub(r"\[\^(\w+)\]", rf"[^\1-{time}]", f"{part} This is {time}.")
        for time in range(rounds)
        for part in paragraphs
    )
    target = folder / "manuscript" / slug
    target.mkdir(parents=True, exist_ok=True)
    (target / "publication.yaml").write_text(
        f'title: "Prose of {units} Units"\nauthors: [{{name: Ada Example}}]\ndate: "2024"\nlanguage: en\n', "utf-8"
    )
    (target / "01-text.md").write_text(text + "\n", "utf-8")
    return target
