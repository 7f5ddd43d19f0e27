"""Room: running heads are cut to their measure, in a time that does not grow with what was pasted."""

from __future__ import annotations

import time

import pytest

from bindery.renderers import room


@pytest.mark.parametrize(("title", "shown"), [
    ("The Shelf", "The Shelf"),
    ("word " * 40, "word " * 16 + "word…"),
    ("A" * 200_000, "A" * 66 + "…"),
    ("word " * 40_000, "word " * 16 + "word…"),
], ids=["short", "long", "a word that has no end", "words that have none"])  # fmt: skip
def test_head(title: str, shown: str) -> None:
    """A head has as many words as the measure has room for; of a word that is wider, as many letters; at once."""
    start = time.process_time()
    assert room.head(title) == shown
    assert time.process_time() - start < 2
