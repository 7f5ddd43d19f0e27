"""The door to pandoc: Markdown to its tree, its tree to HTML, any number of texts in one process."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from bindery.errors import BinderyError, ToolMissing
from bindery.model import Blocks

# What a manuscript may use. Raw HTML is read as such so that it can be found and cleaned.
READER = "markdown+smart-raw_tex-latex_macros-citations-example_lists-yaml_metadata_block-pandoc_title_block"
_SCRIPT = Path(__file__).with_name("pandoc.lua")
_API = [1, 23, 1]


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
    return _run([{"write": json.dumps({"pandoc-api-version": _API, "meta": {}, "blocks": d})} for d in documents])


def _run(jobs: list[dict[str, str]]) -> list[str]:
    if not jobs:
        return []
    command = [str(path()), "lua", str(_SCRIPT), READER]
    try:
        done = subprocess.run(command, input=json.dumps(jobs).encode(), capture_output=True, check=False)
    except OSError as error:
        raise ToolMissing(f"pandoc does not start: {error}. Run `make setup`.") from error
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        raise BinderyError(f"pandoc stopped: {said[0] if said else 'no reason given'}. Run `build doctor`.")
    return list(json.loads(done.stdout))
