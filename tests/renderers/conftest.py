"""Three publications in all their editions, made once for all tests of the renderers."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from playwright.sync_api import Browser, sync_playwright

from bindery import press
from bindery.house import House
from bindery.model import Artefact, Document
from tools import need

TESTS = Path(__file__).parents[1]
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@dataclass
class Edition:
    """One publication of the house of the tests; each medium is rendered when first asked for."""

    slug: str
    house: House
    made: dict[str, Artefact] = field(default_factory=dict)

    @cached_property
    def document(self) -> Document:
        publication = press.open_publication(self.slug, self.house)
        return press.compose(press.read(publication, self.house), self.house)

    def again(self, medium: str) -> Artefact:
        return press.render(self.document, medium, self.house)

    def artefact(self, medium: str) -> Artefact:
        if medium not in self.made:
            self.made[medium] = self.again(medium)
        return self.made[medium]

    def file(self, medium: str) -> Path:
        artefact = self.artefact(medium)
        path = self.house.shelf / artefact.name
        if not path.exists():
            path.write_bytes(artefact.data)
        return path

    @cached_property
    def book(self) -> dict[str, bytes]:
        with ZipFile(BytesIO(self.artefact("epub").data)) as book:
            return {name: book.read(name) for name in book.namelist()}


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    root = tmp_path_factory.mktemp("house")
    shutil.copytree(TESTS / "publications", root / "manuscript")
    shutil.copytree(TESTS.parent / "manuscript/on-the-brink-of-war", root / "manuscript/on-the-brink-of-war")
    (root / "output").mkdir()
    return House(root)


@pytest.fixture(scope="session", params=["synthetic", "ukrainian", "on-the-brink-of-war"])
def edition(request: pytest.FixtureRequest, house: House) -> Edition:
    return Edition(request.param, house)


@pytest.fixture(scope="session")
def synthetic(house: House) -> Edition:
    return Edition("synthetic", house)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    chromium = need("chromium")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield opened
        opened.close()
