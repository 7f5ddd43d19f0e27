"""The naive chain that ratios are told to: pandoc and WeasyPrint make one PDF, with a contents list and page numbers."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from bench.clock import command

# Where each page and each entry of the contents gets its number: pandoc's own style sheet has none.
_NUMBERS = """
@page { @bottom-center { content: counter(page) } }
#TOC a::after { content: " " target-counter(attr(href), page) }
"""


def chain(folder: Path, sources: Sequence[Path], *options: str) -> Callable[[], None]:
    """Return what runs ``pandoc --pdf-engine=weasyprint`` on sources, as one whole process, in a folder."""
    import pypandoc

    style = folder / "numbers.css"
    style.write_text(_NUMBERS, "utf-8")
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return command(
        pypandoc.get_pandoc_path(), "-s", "--toc", *options, "--pdf-engine=weasyprint", "--css", style,
        "-M", "title=Naive", "-o", folder / "naive.pdf", *sources,
        cwd=folder, environment={**os.environ, "PATH": path},
    )  # fmt: skip
