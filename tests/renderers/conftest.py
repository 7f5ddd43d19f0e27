"""Three publications in all their editions, made once for all tests of the renderers."""

import shutil
from pathlib import Path

import pytest
from editions import Edition

from bindery.house import House

TESTS = Path(__file__).parents[1]
SLUGS = ("synthetic", "ukrainian", "on-the-brink-of-war")


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    root = tmp_path_factory.mktemp("house")
    shutil.copytree(TESTS / "publications", root / "manuscript")
    shutil.copytree(TESTS.parent / "manuscript/on-the-brink-of-war", root / "manuscript/on-the-brink-of-war")
    for part in ("templates", "styles"):  # a copy: an edit while the tests run changes nothing
        shutil.copytree(TESTS.parent / part, root / part)
    (root / "output").mkdir()
    return House(root)


@pytest.fixture(scope="session")
def editions(house: House) -> dict[str, Edition]:
    """Each publication's edition once: what one test has rendered the next one reads."""
    return {slug: Edition(slug, house) for slug in SLUGS}


@pytest.fixture(scope="session", params=SLUGS)
def edition(request: pytest.FixtureRequest, editions: dict[str, Edition]) -> Edition:
    return editions[request.param]


@pytest.fixture(scope="session")
def synthetic(editions: dict[str, Edition]) -> Edition:
    return editions["synthetic"]
