"""Answers: what pandoc says to what it is asked; kept from before (``pieces``), or of a run (``conversion``)."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from bindery.errors import ToolMissing
from bindery.installed import versions
from bindery.tools import pieces
from bindery.tools.conversion import MARKDOWN, Conversion

# What a manuscript may use. Raw HTML is read as such so that it can be found and cleaned.
READER = "markdown+smart-raw_tex-latex_macros-citations-example_lists-yaml_metadata_block-pandoc_title_block"
# What a translator reads: typographic signs as they are, nothing that only a machine would write.
UNIT_WRITER = (
    "markdown-smart-raw_html-native_divs-raw_attribute-raw_tex-latex_macros-citations-example_lists"
    "-yaml_metadata_block-pandoc_title_block"
)
READ = ["--sandbox", "-f", READER, "-t", "json"]
SCRIPT = Path(__file__).with_name("pandoc.lua")
_SECONDS = 30  # for pandoc to say which it is


@cache
def path() -> Path:
    """Return where pandoc is: the one that pypandoc's wheel brings, for another on the machine writes other bytes.

    Raises ToolMissing with the line that mends it.
    """
    try:
        wheel = find_spec("pypandoc")
        own = Path(wheel.origin).parent / "files" / "pandoc" if wheel and wheel.origin else None
        if own and os.access(own, os.X_OK):
            return own  # pypandoc's import takes as long as a chapter, and it prefers a newer one of the machine
        import pypandoc

        return Path(pypandoc.get_pandoc_path())
    except (ImportError, OSError) as error:
        raise ToolMissing("pandoc is not here. Run `make setup` (it comes with the locked dependencies).") from error


def version() -> str:
    """Return pandoc's version, as ``3.9``."""
    shown = subprocess.run([path(), "--version"], capture_output=True, text=True, check=True, timeout=_SECONDS).stdout
    return shown.split()[1]


class Answer:
    """What pandoc makes of something: kept from before, or of a run that is begun."""

    def __init__(self, how: Sequence[str], text: str, *, need: float = MARKDOWN, leisure: bool = False) -> None:
        self._how, self._text = how, text
        self._known, self._run = known(how, text), None
        if self._known is None:
            self._run = Conversion(path(), list(how), text.encode(), need=need, leisure=leisure)

    def said(self) -> str:
        """Return it, waiting for it; raises what ``Conversion.answer`` does."""
        if self._run and self._known is None:
            self._known = self._run.answer()
            keep(self._known, self._how, self._text)
        return self._known or ""

    def settle(self, within: float) -> bool:
        """Wait some seconds at most and tell whether it is there; else it is stopped, and nobody may ask."""
        if self._run is None or self._run.settle(within):
            return True
        self._run.abandon()
        return False


def known(how: Sequence[str], text: str) -> str | None:
    """Return what this pandoc has made of a text, asked in this way, if that is kept."""
    made = pieces.find(_which(), *how, text) if _which() else None
    return None if made is None else made.decode()


def keep(answer: str, how: Sequence[str], text: str) -> None:
    """Keep what this pandoc has made of a text, asked in this way."""
    if _which():
        pieces.keep(answer.encode(), _which(), *how, text)


@cache
def _which() -> str:
    """Return which pandoc this is, if that can be told without asking it: the one of pypandoc's wheel."""
    own = path().parent.parent.name == "pypandoc"
    return f"pandoc {said}" if own and (said := versions().get("pypandoc-binary")) else ""


def run(jobs: list[dict[str, str]]) -> list[str]:
    """Return the answers to any number of conversions, isolated from one another in one process."""
    if not jobs:
        return []
    return list(json.loads(convert(["lua", str(SCRIPT), READER, UNIT_WRITER], json.dumps(jobs).encode())))


def convert(arguments: list[str], data: bytes, need: float = MARKDOWN) -> str:
    """Return what pandoc makes of something now; raises what ``Conversion.answer`` does."""
    return Conversion(path(), arguments, data, need=need).answer()
