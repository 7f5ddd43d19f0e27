"""The article in two languages and the specimen, as books, made once for all tests of reading."""

from collections.abc import Callable
from pathlib import Path
from shutil import copytree

import pytest

from bindery import press
from bindery.house import House
from bindery.model import Document
from project import composer

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    root = tmp_path_factory.mktemp("house")
    copytree(ROOT / "tests/publications/synthetic", root / "manuscript/synthetic")
    copytree(ROOT / "manuscript/on-the-brink-of-war", root / "manuscript/on-the-brink-of-war")
    for part in ("templates", "styles"):  # a copy: an edit while the tests run changes nothing
        copytree(ROOT / part, root / part)
    return House(root)


@pytest.fixture(scope="session")
def document(house: House) -> Callable[[str, str], Document]:
    return composer(house)


@pytest.fixture(scope="session")
def made(house: House, document: Callable[[str, str], Document]) -> Callable[[str, str, str], bytes]:
    files: dict[tuple[str, str, str], bytes] = {}

    def rendered(slug: str, language: str, medium: str) -> bytes:
        key = slug, language, medium
        if key not in files:
            files[key] = press.render(document(slug, language), medium, house).data
        return files[key]

    return rendered
