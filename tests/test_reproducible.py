"""Reproducible: the same bytes wherever, whenever and however an edition is made."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from project import BUILD

ROOT = Path(__file__).parents[1]


def made(root: Path, environment: dict[str, str], jobs: int = 2) -> dict[str, str]:
    """Build the article in every language in a folder of its own; return each artefact's hash."""
    shutil.copytree(ROOT / "manuscript", root / "manuscript")
    done = subprocess.run(
        [str(BUILD), "all", "--jobs", str(jobs)],
        cwd=root,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    files = sorted((root / "output").rglob("on-the-brink-of-war.*"))
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("here")


@pytest.fixture(scope="module")
def here(shelf: Path) -> dict[str, str]:
    return made(shelf, {"TZ": "UTC", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "0"})


def test_another_folder_time_zone_locale_hash_seed_and_number_of_workers(here: dict[str, str], tmp_path: Path) -> None:
    """Twelve artefacts made in another folder, later, in another zone and locale, by one process: the same bytes."""
    time.sleep(1.1)  # a clock in a file would show
    environment = {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "LANG": "pl_PL.UTF-8", "PYTHONHASHSEED": "7"}
    there = made(tmp_path / "an other/folder ў", environment, jobs=1)
    assert len(here) == 12
    assert there == here


def test_the_date_is_the_publications(shelf: Path, here: dict[str, str]) -> None:
    """No artefact has the day on which it was made in it."""
    from io import BytesIO
    from zipfile import ZipFile

    assert here
    today = time.strftime("%Y%m%d")
    for file in (shelf / "output").rglob("on-the-brink-of-war.*"):
        data = file.read_bytes()
        if file.suffix == ".epub":
            with ZipFile(BytesIO(data)) as book:
                assert {info.date_time for info in book.infolist()} == {(1980, 1, 1, 0, 0, 0)}
                data = b"".join(book.read(name) for name in book.namelist() if name.endswith((".opf", ".xhtml")))
        assert today.encode() not in data
        assert time.strftime("%Y-%m-%d").encode() not in data
