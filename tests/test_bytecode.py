"""The press's own templates are compiled once, a house's each time, and never what they are not."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import Any

import jinja2
import pytest

from bindery.house import House
from bindery.templates import Templates
from bindery.tools import pycache


@pytest.fixture
def defaults(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The press's own folder, with one template, and an empty place to keep it in."""
    (tmp_path / "press/templates").mkdir(parents=True)
    (tmp_path / "press/styles").mkdir()
    (tmp_path / "press/templates/word.html").write_text("{{ word }} of the press", "utf-8")
    monkeypatch.setattr(pycache, "FOLDER", tmp_path / "kept")
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    return tmp_path / "press"


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What Jinja2 has compiled, one after another."""
    sources: list[str] = []
    plain = jinja2.Environment.compile

    def compile_(self: Any, source: str, *rest: Any, **named: Any) -> Any:
        sources.append(source)
        return plain(self, source, *rest, **named)

    monkeypatch.setattr(jinja2.Environment, "compile", compile_)
    return sources


def filled(root: Path, defaults: Path) -> str:
    return Templates(House(root, defaults)).fill("word.html", word="Words")


def test_a_template_of_the_press_is_compiled_once(tmp_path: Path, defaults: Path, compiled: list[str]) -> None:
    """The next command finds it; one that was changed is another."""
    assert [filled(tmp_path, defaults) for _ in range(3)] == ["Words of the press"] * 3
    assert len(compiled) == 1
    (defaults / "templates/word.html").write_text("{{ word }}, mended", "utf-8")
    assert [filled(tmp_path, defaults) for _ in range(2)] == ["Words, mended"] * 2
    assert len(compiled) == 2


def test_another_way_to_compile_compiles_anew(
    tmp_path: Path, defaults: Path, compiled: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A newer Jinja2 may write other code."""
    filled(tmp_path, defaults)
    monkeypatch.setattr(jinja2, "__version__", "99")
    filled(tmp_path, defaults)
    assert len(compiled) == 2


def test_what_a_house_brings_is_never_kept(tmp_path: Path, defaults: Path, compiled: list[str]) -> None:
    """It may come from a stranger, and so may what would be kept beside it."""
    (tmp_path / "house/templates").mkdir(parents=True)
    (tmp_path / "house/templates/word.html").write_text("{{ word }} of the house", "utf-8")
    assert [filled(tmp_path / "house", defaults) for _ in range(2)] == ["Words of the house"] * 2
    assert len(compiled) == 2
    assert not (tmp_path / "kept").exists()
    assert not list((tmp_path / "house").rglob("*cache*"))


def test_what_can_not_be_read_is_compiled(tmp_path: Path, defaults: Path, compiled: list[str]) -> None:
    """A file that is torn, empty, or a folder."""
    for spoil in (
        lambda f: f.write_bytes(f.read_bytes()[:40]),
        lambda f: f.write_bytes(b""),
        lambda f: (f.unlink(), f.mkdir()),
    ):
        filled(tmp_path, defaults)
        [file] = (tmp_path / "kept").iterdir()
        spoil(file)
        compiled.clear()
        assert filled(tmp_path, defaults) == "Words of the press"
        assert len(compiled) == 1
        shutil.rmtree(tmp_path / "kept")


def test_where_nothing_can_be_written_nothing_is_kept(
    tmp_path: Path, defaults: Path, compiled: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder that is a file, and a Python that is told to write no bytecode."""
    (tmp_path / "kept").write_text("", "utf-8")
    assert filled(tmp_path, defaults) == "Words of the press"
    (tmp_path / "kept").unlink()
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert filled(tmp_path, defaults) == "Words of the press"
    assert not (tmp_path / "kept").exists()
    assert len(compiled) == 2
