"""Every edition is proved by the field's own validators: not one message."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from zipfile import ZipFile

import pikepdf
import pytest

from bindery import press
from bindery.checks import artefacts
from bindery.checks.artefacts import apparatus
from bindery.errors import BinderyError
from bindery.house import House
from bindery.model import Document, Finding, Place, Severity
from bindery.tools import java, programs, verapdf
from project import composer
from tools import VALIDATORS, judged

EDITIONS = [
    ("on-the-brink-of-war", "en"), ("on-the-brink-of-war", "be"), ("on-the-brink-of-war", "uk"), ("on-the-brink-of-war", "pl"),
    ("synthetic", "en"), ("ukrainian", "uk"),
]  # fmt: skip
BROKEN = {
    "EPUBCheck": ("EPUB/nav.xhtml", b"<ol>", b"<ol><p>no</p>"),
    "Ace": ("EPUB/section-02.xhtml", b"<h1", b'<img src="../x.png"/><h1'),
    "Nu": ("", b"<main", b"<bogus></bogus><main"),
    "axe": ("", b'<html lang="en-US"', b"<html"),
}
NEEDED = ["/Lang", "/MarkInfo", "/OutputIntents", "/Metadata"]


@pytest.fixture(scope="module")
def documents(house: House) -> Callable[[str, str], Document]:
    return composer(house)


@pytest.fixture(scope="module")
def file(house: House, documents: Callable[[str, str], Document], tmp_path_factory: pytest.TempPathFactory):
    folder = tmp_path_factory.mktemp("validated")

    def written(slug: str, language: str, medium: str) -> Path:
        path = folder / f"{slug}.{language}.{medium}"
        if not path.exists():
            path.write_bytes(press.render(documents(slug, language), medium, house).data)
        return path

    return written


@pytest.fixture(scope="module")
def said(file, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], dict[str, list[str]]]:
    """What a validator says of every edition and, in the same breath, of those that were broken for it."""
    folder = tmp_path_factory.mktemp("broken")

    @cache
    def said(validator: str) -> dict[str, list[str]]:
        medium = VALIDATORS[validator][1]
        files = {f"{slug}.{language}": file(slug, language, medium) for slug, language in EDITIONS}
        whole = file("synthetic", "en", medium)
        if medium == "pdf":
            files |= {key: without(whole, key, folder / f"{key[1:]}.pdf") for key in NEEDED}
        else:
            files["broken"] = broken(whole, *BROKEN[validator], folder / f"{validator}.{medium}")
        return judged(validator, files)

    return said


def without(whole: Path, key: str, path: Path) -> Path:
    with pikepdf.open(whole) as pdf:
        del pdf.Root[key]
        pdf.save(path)
    return path


def broken(whole: Path, member: str, old: bytes, new: bytes, path: Path) -> Path:
    if not member:
        assert old in whole.read_bytes()
        path.write_bytes(whole.read_bytes().replace(old, new, 1))
        return path
    with ZipFile(whole) as book, ZipFile(path, "w") as other:
        for info in book.infolist():
            data = book.read(info)
            assert info.filename != member or old in data
            other.writestr(info, data.replace(old, new, 1) if info.filename == member else data)
    return path


@pytest.mark.parametrize("validator", VALIDATORS)
@pytest.mark.parametrize(("slug", "language"), EDITIONS, ids=lambda value: value)
def test_without_a_message(
    said: Callable[[str], dict[str, list[str]]], slug: str, language: str, validator: str
) -> None:
    """EPUBCheck, Ace, Nu, axe (wide, narrow and dark) and veraPDF (PDF/UA-1, PDF/A-3a) have nothing to say."""
    assert said(validator)[f"{slug}.{language}"] == []


@pytest.mark.parametrize("slug", ["on-the-brink-of-war", "synthetic"])
def test_the_apparatus_is_the_same_everywhere(file, house: House, slug: str) -> None:
    """Across formats and editions: the same calls, notes and ways back, with the same labels, each landing."""
    files = [
        artefacts.Shelved(file(s, language, medium), f"{language}.{medium}", medium, language)
        for s, language in EDITIONS
        if s == slug
        for medium in ("pdf", "epub", "html")
    ]
    assert [str(finding) for finding in artefacts.examine(files, validators=False)] == []
    assert len(apparatus.read(files[0].path.read_bytes(), "pdf").notes) == 11


@pytest.mark.parametrize("key", NEEDED)
def test_verapdf_can_fail(said: Callable[[str], dict[str, list[str]]], key: str) -> None:
    """A PDF without its language, its marks, its intent or its metadata is refused."""
    assert said("veraPDF")[key]


@pytest.mark.parametrize("validator", BROKEN)
def test_each_can_fail(said: Callable[[str], dict[str, list[str]]], validator: str) -> None:
    """A fault of its own kind is found by each: none of them is silent for want of being asked."""
    assert said(validator)["broken"]


def test_a_file_that_stops_a_validator(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What cannot be judged is told of itself alone: the files beside it are judged as ever."""

    def check(files: Mapping[str, Path]) -> list[Finding]:
        if "torn" in files:
            raise BinderyError("stopped")
        return [Finding("said", Severity.ERROR, Place(name), "m") for name in files]

    monkeypatch.setattr(artefacts, "_validators", lambda _medium: [("V", check)])
    shelved = [artefacts.Shelved(tmp_path / "a.html", name, "html", "en") for name in ("whole", "torn", "other")]
    found = [f for f in artefacts.examine(shelved) if f.code in {"said", "check-failed"}]
    assert [(f.place.file, f.code) for f in found] == [("whole", "said"), ("torn", "check-failed"), ("other", "said")]


def test_lines_that_a_library_prints_between_those_of_verapdf(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """They are passed over: what veraPDF itself says is read."""
    failed = "0\tfailed\tua1\t7.1\t3\troot\tContent is not tagged"
    said = [
        "",
        "WARNING: no fonts",
        "a\tb",
        "0\tfailed\tof\tus",
        failed,
        "0\tverdict\tua1\tfalse",
        "0\tverdict\t3a\ttrue",
    ]
    done = subprocess.CompletedProcess([], 0, "\n".join(said).encode(), b"")
    monkeypatch.setattr(programs, "package_file", lambda *_: tmp_path)
    monkeypatch.setattr(programs, "run", lambda *_, **__: done)
    monkeypatch.setattr(java, "driver", lambda *_: [])
    monkeypatch.setattr(verapdf, "jaxb", list)
    [finding] = verapdf.check({"a.pdf": tmp_path / "a.pdf"})
    assert (finding.code, finding.message) == ("verapdf-ua1-7.1-3", "PDF/UA-1: Content is not tagged")
