"""The door to pandoc: Markdown to its tree, its tree to HTML, any number of texts in one process."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from bindery.errors import BinderyError, ToolMissing
from bindery.model import Blocks, Inlines

# What a manuscript may use. Raw HTML is read as such so that it can be found and cleaned.
READER = "markdown+smart-raw_tex-latex_macros-citations-example_lists-yaml_metadata_block-pandoc_title_block"
# What a translator reads: typographic signs as they are, nothing that only a machine would write.
UNIT_WRITER = (
    "markdown-smart-raw_html-native_divs-raw_attribute-raw_tex-latex_macros-citations-example_lists"
    "-yaml_metadata_block-pandoc_title_block"
)
_SCRIPT = Path(__file__).with_name("pandoc.lua")
_API = [1, 23, 1]
_SECONDS, _BYTES_A_SECOND = 45, 100_000  # a book of sixty articles takes five seconds
_MEMORY, _HEAP = "4g", 251  # GHC's exit code for a heap that is full
# "2022. …" at the start of a text would be a list: behind an empty span it is a sentence.
GUARD = "[]{.x}"
_GUARD = {"t": "Span", "c": [["", ["x"], []], []]}


@cache
def path() -> Path:
    """Return where pandoc is.

    Raises ToolMissing with the line that mends it.
    """
    try:
        import pypandoc

        return Path(pypandoc.get_pandoc_path())
    except (ImportError, OSError) as error:
        raise ToolMissing("pandoc is not here. Run `make setup` (it comes with the locked dependencies).") from error


def version() -> str:
    """Return pandoc's version, as ``3.9``."""
    shown = subprocess.run([path(), "--version"], capture_output=True, text=True, check=True).stdout
    return shown.split()[1]


def read(texts: Sequence[str]) -> list[Blocks]:
    """Return the blocks of each Markdown text, each read on its own."""
    answers = _run([{"read": text} for text in texts])
    return [json.loads(answer)["blocks"] for answer in answers]


def write(documents: Sequence[Blocks]) -> list[str]:
    """Return each document as an HTML fragment that is well-formed XML too; maths as MathML."""
    return _run([{"write": _document(blocks)} for blocks in documents])


def write_units(paragraphs: Sequence[Inlines]) -> list[str]:
    """Return each paragraph's inlines as one line of Markdown for translators; it reads back as the same tree."""
    return [
        text.strip("\n").removeprefix(GUARD)
        for text in _run([{"unit": _document([{"t": "Para", "c": [_GUARD, *inlines]}])} for inlines in paragraphs])
    ]


def read_units(texts: Sequence[str]) -> list[Blocks]:
    """Return the blocks of each translator's Markdown: one paragraph each, if it is what it should be."""
    return [_unguarded(blocks) for blocks in read([GUARD + text for text in texts])]


def _unguarded(blocks: Blocks) -> Blocks:
    if blocks and blocks[0]["t"] in {"Para", "Plain"} and blocks[0]["c"][:1] == [_GUARD]:
        return [{"t": "Para", "c": blocks[0]["c"][1:]}, *blocks[1:]]
    return blocks


def _document(blocks: Blocks) -> str:
    return json.dumps({"pandoc-api-version": _API, "meta": {}, "blocks": blocks})


def _run(jobs: list[dict[str, str]]) -> list[str]:
    if not jobs:
        return []
    data = json.dumps(jobs).encode()
    # A few brackets can keep a Markdown reader busy for ever: pandoc gets bounds in memory and, by the size, in time.
    command = [str(path()), "+RTS", f"-M{_MEMORY}", "-RTS", "lua", str(_SCRIPT), READER, UNIT_WRITER]
    seconds = _SECONDS + len(data) // _BYTES_A_SECOND
    try:
        done = subprocess.run(command, input=data, capture_output=True, check=False, timeout=seconds)
    except OSError as error:
        raise ToolMissing(f"pandoc does not start: {error}. Run `make setup`.") from error
    except subprocess.TimeoutExpired as error:
        raise BinderyError(
            f"pandoc did not get through the text in {seconds} s and was stopped. "
            "Look for long runs of brackets, stars or underscores that nobody closes."
        ) from error
    if done.returncode == _HEAP:
        raise BinderyError(f"pandoc needed more than {_MEMORY} of memory and was stopped. Split the chapter.")
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        raise BinderyError(f"pandoc stopped: {said[0] if said else 'no reason given'}. Run `build doctor`.")
    return list(json.loads(done.stdout))
