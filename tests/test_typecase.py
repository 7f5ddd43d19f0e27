"""Fonts of a document: every process that prints with them has them to the end, and none leaves any behind."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pikepdf
import pytest

import project

HEBREW = "## \u05de\u05d1\u05d5\u05d0\n\n\u05de\u05d9\u05dc\u05d4.[^1]\n\n[^1]: \u05d7\u05d3\u05e9\u05d5\u05ea\n"


def build(root: Path, *arguments: str) -> list[str]:
    """Build with a folder of temporary files of its own; return what is left in that."""
    scratch = root / "scratch"
    scratch.mkdir(exist_ok=True)
    environment = {**os.environ, "TMPDIR": str(scratch), "BINDERY_CACHE": "off"}
    subprocess.run([str(project.BUILD), *arguments], cwd=root, check=True, capture_output=True, env=environment)
    return [path.name for path in scratch.iterdir() if path.name.startswith("weasyprint")]


@pytest.mark.parametrize("run", range(2))
def test_publications_of_two_scripts_are_printed_side_by_side(tmp_path: Path, run: int) -> None:
    """A worker that turns to another style sheet does not take the fonts of the first from the others."""
    for slug in ("a", "c"):
        project.make(tmp_path, slug, text="## A\n\nWords.\n" * 40)
    project.make(tmp_path, "b", project.YAML.replace("language: en", "language: he"), text=HEBREW)
    assert build(tmp_path, "pdf", "-o", "side", "--jobs", "2") == []
    build(tmp_path, "pdf", "-o", "alone", "--jobs", "1")
    made = sorted((tmp_path / "side").glob("*/*.pdf"))
    assert len(made) == 3
    for path in made:
        assert path.read_bytes() == (tmp_path / "alone" / path.relative_to(tmp_path / "side")).read_bytes()
        with pikepdf.open(path) as pdf:
            fonts = [item for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and "/FontFile2" in item]
            assert fonts
            assert all(len(font.FontFile2.read_bytes()) > 1000 for font in fonts)


@pytest.mark.parametrize("media", ["pdf", "epub", "all"])
def test_no_build_leaves_fonts_behind(tmp_path: Path, media: str) -> None:
    """Nothing stays in the folder of temporary files."""
    project.make(tmp_path)
    assert build(tmp_path, media) == []
