"""Every edition is proved by the field's own validators: not one message."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest

from bindery import press
from bindery.checks import artefacts
from bindery.checks.artefacts import apparatus
from bindery.errors import ToolMissing
from bindery.house import House
from bindery.model import Document, Finding
from bindery.tools import ace, axe, epubcheck, nu, verapdf
from project import composer
from tools import missing

EDITIONS = [
    ("on-the-brink-of-war", "en"), ("on-the-brink-of-war", "be"), ("on-the-brink-of-war", "uk"), ("on-the-brink-of-war", "pl"),
    ("synthetic", "en"), ("ukrainian", "uk"),
]  # fmt: skip
VALIDATORS: dict[str, tuple[Callable[[Path, str], list[Finding]], str]] = {
    "EPUBCheck": (epubcheck.check, "epub"),
    "Ace": (ace.check, "epub"),
    "Nu": (nu.check, "html"),
    "axe": (axe.check, "html"),
    "veraPDF": (verapdf.check, "pdf"),
}


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


@pytest.mark.parametrize("validator", VALIDATORS)
@pytest.mark.parametrize(("slug", "language"), EDITIONS, ids=lambda value: value)
def test_without_a_message(file, slug: str, language: str, validator: str) -> None:
    """EPUBCheck, Ace, Nu, axe (wide, narrow and dark) and veraPDF (PDF/UA-1, PDF/A-3a) have nothing to say."""
    check, medium = VALIDATORS[validator]
    try:
        found = check(file(slug, language, medium), "f")
    except ToolMissing as error:
        missing(str(error))
    assert [str(finding) for finding in found] == []


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


BROKEN = {
    "EPUBCheck": ("EPUB/nav.xhtml", b"<ol>", b"<ol><p>no</p>"),
    "Ace": ("EPUB/section-02.xhtml", b"<h1", b'<img src="../x.png"/><h1'),
    "Nu": ("", b"<main", b"<bogus></bogus><main"),
    "axe": ("", b'<html lang="en-US"', b"<html"),
}


@pytest.mark.parametrize("key", ["/Lang", "/MarkInfo", "/OutputIntents", "/Metadata"])
def test_verapdf_can_fail(file, tmp_path: Path, key: str) -> None:
    """A PDF without its language, its marks, its intent or its metadata is refused."""
    path = tmp_path / "broken.pdf"
    with pikepdf.open(file("synthetic", "en", "pdf")) as pdf:
        del pdf.Root[key]
        pdf.save(path)
    try:
        assert verapdf.check(path, "f")
    except ToolMissing as error:
        missing(str(error))


@pytest.mark.parametrize("validator", BROKEN)
def test_each_can_fail(file, tmp_path: Path, validator: str) -> None:
    """A fault of its own kind is found by each: none of them is silent for want of being asked."""
    import zipfile

    check, medium = VALIDATORS[validator]
    member, old, new = BROKEN[validator]
    whole, path = file("synthetic", "en", medium), tmp_path / f"broken.{medium}"
    if medium == "html":
        assert old in whole.read_bytes()
        path.write_bytes(whole.read_bytes().replace(old, new, 1))
    else:
        with zipfile.ZipFile(whole) as book, zipfile.ZipFile(path, "w") as broken:
            for info in book.infolist():
                data = book.read(info)
                assert info.filename != member or old in data
                broken.writestr(info, data.replace(old, new, 1) if info.filename == member else data)
    try:
        assert check(path, "f")
    except ToolMissing as error:
        missing(str(error))
