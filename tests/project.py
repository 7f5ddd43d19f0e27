"""A project made for one test, and the command run in it as an editor runs it."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

import begun
from bindery import press
from bindery.house import House
from bindery.model import Document

BUILD = Path(sys.executable).with_name("build")
YAML = 'title: "A: B"\nauthors: [{name: Ada}]\ndate: "2024"\nlanguage: en\n'
TEXT = "## One\n\nWords.[^a]\n\n[^a]: A note.\n"


def make(root: Path, slug: str = "paper", yaml: str = YAML, **chapters: str | bytes) -> Path:
    """Make a publication (chapters by name without .md) and return its folder."""
    folder = root / "manuscript" / slug
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "publication.yaml").write_text(yaml, "utf-8")
    for name, text in (chapters or {"text": TEXT}).items():
        (folder / f"{name}.md").write_bytes(text.encode() if isinstance(text, str) else text)
    return folder


def start(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Start the command in a folder as an editor does; whatever happens, no traceback may reach the editor."""
    done = subprocess.run([str(BUILD), *arguments], cwd=root, capture_output=True, text=True, check=False, timeout=120)
    return _sound(root, done)


def build(root: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command in a folder as ``start`` does, but by a press that has begun: in half the time."""
    done = begun.press().run(root, arguments, environment=environment)
    if done.code == -signal.SIGALRM:
        raise subprocess.TimeoutExpired([str(BUILD), *arguments], 120, done.out, done.err)
    return _sound(root, subprocess.CompletedProcess([str(BUILD), *arguments], done.code, done.out, done.err))


def _sound(root: Path, done: subprocess.CompletedProcess[str]) -> subprocess.CompletedProcess[str]:
    assert "Traceback" not in done.stdout + done.stderr
    assert not list(root.rglob("*.part"))
    return done


def composer(house: House) -> Callable[[str, str], Document]:
    """Return what composes an edition of a publication in a language, each once."""

    @cache
    def document(slug: str, language: str) -> Document:
        manuscript = press.read(press.open_publication(slug, house), house)
        return press.compose(press.translate(manuscript, language, house), house)

    return document
