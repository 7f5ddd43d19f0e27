"""Three publications in all their editions, made once for all tests of the renderers."""

import shutil
from pathlib import Path

import pytest
from editions import Edition

from bindery.house import House

TESTS = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    root = tmp_path_factory.mktemp("house")
    shutil.copytree(TESTS / "publications", root / "manuscript")
    shutil.copytree(TESTS.parent / "manuscript/on-the-brink-of-war", root / "manuscript/on-the-brink-of-war")
    for part in ("templates", "styles"):  # a copy: an edit while the tests run changes nothing
        shutil.copytree(TESTS.parent / part, root / part)
    (root / "output").mkdir()
    return House(root)


@pytest.fixture(scope="session", params=["synthetic", "ukrainian", "on-the-brink-of-war"])
def edition(request: pytest.FixtureRequest, house: House) -> Edition:
    return Edition(request.param, house)


@pytest.fixture(scope="session")
def synthetic(house: House) -> Edition:
    return Edition("synthetic", house)
