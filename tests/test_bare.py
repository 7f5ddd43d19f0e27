"""Code and comments of a chapter are blanks to whoever looks for notes; what nobody closes is text, as it is to pandoc."""

import pytest

from bindery import bare


@pytest.mark.parametrize(("text", "kept"), [
    ("a `b` c", "a     c"), ("a ``b ` c`` d", "a           d"), ("a ` b", "a ` b"),
    ("````\na\n```\nb\n````\nc", "\n\n\n\n\nc"),  # a shorter fence closes none
    ("```\na\n~~~\nb\n```\nc", "\n\n\n\n\nc"),  # nor does another
    ("```\na\n`````\nb", "\n\n\nb"),  # a longer one does
    ("```\na", "```\na"), ("> ~~~\n> a\n> ~~~\nb", "\n\n\nb"),
    ("a <!-- b --> c", "a            c"), ("a <!-- b\nc\nd --> e", "a\n\n      e"), ("a <!-- b\nc", "a <!-- b\nc"),
    ("a <!-- `b` c", "a <!--     c"),
])  # fmt: skip
def test_lines(text: str, kept: str) -> None:
    """Each line stays as long as it was, so that places in it are those of the source."""
    lines = bare.lines(text)
    assert [line.rstrip() for line in lines] == kept.split("\n")
    assert [len(line) for line in lines] == [len(line) for line in text.split("\n")]
