"""What is wider than a screen is scrolled with a keyboard too; what is not is no stop of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from bindery import press
from bindery.house import House
from project import make
from tools import judged

HEADS = ["Country", "Year", "Government", "Opposition", "Parliament"]


def table(columns: int) -> str:
    rows = [HEADS[:columns], ["---"] * columns, ["Representatives"] * columns]
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


TEXT = f"""## One

{table(2)}

{table(5)}

Text `{"some_very_long_identifier_of_code_" * 5}`.[^a]

$${"+".join(f"x_{at}" for at in range(9))}+{"+".join(f"y_{{{at}}}" for at in range(40))}$$

In a line ${"+".join(f"z_{{{at}}}" for at in range(9))}$, and short $z$.

[^a]: In a note.

{chr(10).join(f"    {line}" for line in table(4).splitlines())}
"""


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("wide")
    make(root, text=TEXT)
    house = House(root)
    document = press.compose(press.read(press.open_publication("paper", house), house), house)
    made = root / "paper.html"
    made.write_bytes(press.render(document, "html", house).data)
    return made


STOPS = (
    "[...document.querySelectorAll('.table, .formula, p math')].map(e => [e.tabIndex, e.getAttribute('role') || ''])"
)


@pytest.mark.parametrize(
    ("width", "stops"),
    [
        (320, [[-1, ""], [0, "group"], [0, "group"], [-1, ""], [0, ""], [-1, ""], [0, "group"]]),
        (1280, [[-1, ""], [-1, ""], [0, "group"], [-1, ""], [-1, ""], [-1, ""], [-1, ""]]),
    ],
)
def test_only_what_scrolls_is_a_stop(
    width: int, stops: list[list[object]], file: Path, window: Callable[..., Page]
) -> None:
    """A table that fits is nothing but a table, and becomes a stop when the window is made narrower."""
    page = window(2000 - width, 700)
    page.goto(file.as_uri())
    page.set_viewport_size({"width": width, "height": 700})
    page.wait_for_function(f"JSON.stringify({STOPS}) === {str(stops).replace(chr(39), chr(34)).replace(' ', '')!r}")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_table_scrolls_by_arrows(file: Path, window: Callable[..., Page]) -> None:
    """Who has no mouse sees its last column, and hears what it is that has the focus."""
    page = window(320, 700)
    page.goto(file.as_uri())
    box = page.get_by_role("group", name="Table").first
    box.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("document.activeElement.scrollLeft > 0")


@pytest.mark.parametrize("validator", ["axe", "Nu"])
def test_validators_have_nothing_to_say(validator: str, file: Path) -> None:
    """Neither axe, wide and narrow, nor Nu."""
    assert judged(validator, {"paper": file}) == {"paper": []}
