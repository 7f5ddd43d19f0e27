"""The workshop: the same bytes whoever makes them, each once, whatever happens to the workers."""

from __future__ import annotations

import os
import pickle
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

import pytest

from bindery import errors, jobs, press, workshop
from bindery.errors import BinderyError, UsageError
from bindery.house import House
from bindery.model import Finding, Place, Severity
from bindery.tools import dask
from bindery.tools.pandoc import TooDeep
from project import BUILD, make

ROOT = Path(__file__).parents[1]
SLUGS = ("one", "two", "three")


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    root = tmp_path_factory.mktemp("house")
    for slug in SLUGS:
        make(root, slug, text=f"## The {slug}\n\nWords of {slug}.[^a]\n\n[^a]: A note.\n")
    return House(root)


def tasks(house: House, *slugs: str) -> list[workshop.Task]:
    return [
        workshop.order(press.open_publication(slug, house), "en", ("html", "epub"), house, final=False)
        for slug in slugs or SLUGS
    ]


@pytest.fixture(scope="module")
def alone(house: House) -> dict[str, list[bytes]]:
    """What one process makes of every task."""
    return {task.name: data(workshop.make(task, house)) for task in tasks(house)}


def data(made: workshop.Made) -> list[bytes]:
    assert made.refused is None
    return [artefact.data for artefact, _ in made.artefacts]


def all_of(given: list[workshop.Task], crew: workshop.Crew, house: House) -> dict[str, list[bytes]]:
    """Do tasks; each comes home once."""
    found: dict[str, list[bytes]] = {}
    for task, made in workshop.done(given, crew, house):
        assert task.name not in found
        found[task.name] = data(made)
    return found


def test_a_pool_makes_the_same(house: House, alone: dict[str, list[bytes]]) -> None:
    """Two processes side by side make the bytes that one makes."""
    with workshop.opened(tasks(house), 2, house) as crew:
        assert all_of(tasks(house), crew, house) == alone


def test_one_process_hands_over_each_before_it_begins_the_next(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """With `--jobs 1` too, what is made is on the shelf before the next is begun: Ctrl-C costs one edition."""
    told: list[str] = []

    def make_told(task: workshop.Task, house: House) -> workshop.Made:
        told.append(f"make {task.slug}")
        return workshop.Made()

    monkeypatch.setattr(workshop, "make", make_told)
    with workshop.opened(tasks(house), 1, house) as crew:
        for task, _ in workshop.done(tasks(house), crew, house, lambda now: told.extend(f"show {t.slug}" for t in now)):
            told.append(f"have {task.slug}")
    assert told == [f"{what} {slug}" for slug in SLUGS for what in ("show", "make", "have")]


def test_a_worker_killed_in_the_middle(house: House, alone: dict[str, list[bytes]]) -> None:
    """A worker that is killed costs time and nothing else."""
    killed: list[int] = []
    with workshop.opened(tasks(house), 2, house) as crew:
        pools: list[ProcessPoolExecutor] = []

        def hire():
            pools.append(crew.hire())
            return pools[-1]

        def kill() -> None:
            while not killed:
                for worker in list((pools[0]._processes or {}).values()) if pools else []:
                    os.kill(worker.pid, signal.SIGKILL)
                    killed.append(worker.pid)
                    return
                time.sleep(0.01)

        threading.Thread(target=kill).start()
        assert all_of(tasks(house), workshop.Crew(hire), house) == alone
    assert killed
    assert len(pools) == 2


def test_workers_that_always_die_are_told(house: House) -> None:
    """A task that takes every process down ends in one clear line, not in an endless round."""

    def hire():
        raise BrokenProcessPool

    with pytest.raises(UsageError, match=r"one\.en: .*stopped from outside, 3 times.*--jobs 1"):
        list(workshop.done(tasks(house), workshop.Crew(hire), house))


def test_a_parcel_needs_no_disk(house: House, alone: dict[str, list[bytes]]) -> None:
    """A worker that has only bytes makes the same, with the house's own brand and not with the worker's."""
    given = workshop.parcel(house)
    assert not any(str(house.root) in name for name in given.files)
    for task in tasks(house):
        packed = workshop.packed(task, press.open_publication(task.slug, house))
        assert (
            data(workshop.make(pickle.loads(pickle.dumps(packed)), pickle.loads(pickle.dumps(given))))
            == alone[task.name]
        )


def test_a_worker_that_stays_makes_each_of_what_it_was_sent(tmp_path: Path) -> None:
    """One worker: a text, another, the first again, under another brand, and the same files under another name."""

    def sent(slug: str, words: str, brand: str = "") -> tuple[workshop.Task, workshop.Parcel]:
        root = tmp_path / f"{slug}-{words}-{brand}"
        folder = make(root, slug, text=f"{words}\n")
        if brand:
            text = (ROOT / "styles/brand.toml").read_text("utf-8")
            (root / "styles").mkdir()
            (root / "styles/brand.toml").write_text(
                re.sub(r'(?m)^name = ".*"', f'name = "{brand}"', text, count=1), "utf-8"
            )
        own = House(root)
        task = workshop.order(press.open_publication(folder.name, own), "en", ("html",), own, final=False)
        return workshop.packed(task, press.open_publication(folder.name, own)), workshop.parcel(own)

    for slug, words, brand in (
        ("a", "Old", ""),
        ("a", "New", ""),
        ("a", "Old", ""),
        ("a", "Old", "Quite Another House"),
        ("b", "Old", ""),
    ):
        [page] = data(workshop.make(*sent(slug, words, brand)))
        assert f"{words}</p>".encode() in page
        assert (b"Quite Another House" in page) is bool(brand)
        shutil.rmtree(tmp_path / f"{slug}-{words}-{brand}")


def test_a_parcel_has_the_houses_brand(tmp_path: Path) -> None:
    """What the house has changed goes with the parcel."""
    make(tmp_path)
    brand = (ROOT / "styles/brand.toml").read_text("utf-8")
    (tmp_path / "styles").mkdir()
    (tmp_path / "styles/brand.toml").write_text(
        re.sub(r'(?m)^name = ".*"', 'name = "Another House"', brand, count=1), "utf-8"
    )
    own = House(tmp_path)
    task = workshop.packed(tasks(own, "paper")[0], press.open_publication("paper", own))
    assert b"Another House" in data(workshop.make(task, workshop.parcel(own)))[0]


def test_a_parcel_writes_nowhere_else(house: House, tmp_path: Path) -> None:
    """A name that leads out of its folder is refused."""
    given = workshop.parcel(house)
    evil = replace(given, files={**given.files, "../evil": b"x"}, digest="evil")
    made = workshop.make(workshop.packed(tasks(house)[0], press.open_publication("one", house)), evil)
    assert "leaves the folder" in str(made.refused)


def test_a_publication_that_could_not_be_laid_out_is_laid_out_anew(house: House) -> None:
    """What a worker had of it before is gone by then, so that it is not taken for what lies there."""
    given, task = workshop.parcel(house), workshop.packed(tasks(house)[0], press.open_publication("one", house))
    expected = data(workshop.make(task, given))
    broken = replace(task, files={"../../../evil": b"x"}, source="broken")
    assert "leaves the folder" in str(workshop.make(broken, given).refused)
    workshop._read.clear()
    assert data(workshop.make(task, given)) == expected


def test_a_worker_with_another_press_is_refused(house: House) -> None:
    """Another version would make other bytes: it says so."""
    given = replace(workshop.parcel(house), engine="other")
    made = workshop.make(workshop.packed(tasks(house)[0], press.open_publication("one", house)), given)
    assert isinstance(made.refused, UsageError)
    assert "another version" in str(made.refused)


def test_every_error_comes_home_whole() -> None:
    """What stops a worker is told by who asked, in the same words."""
    finding = Finding("a", Severity.ERROR, Place("f", 1), "m", "h")
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, BinderyError)]
    assert len(kinds) > 7
    for kind in kinds:
        given = [finding] if issubclass(kind, errors._Findings) else "words"
        error = kind(given)
        home = pickle.loads(pickle.dumps(error))
        assert (type(home), str(home), vars(home)) == (type(error), str(error), vars(error))
    assert pickle.loads(pickle.dumps(TooDeep(3))).at == 3


def test_one_refused_edition_does_not_stop_the_others(tmp_path: Path) -> None:
    """In a pool too, the others are made, and everything that is wrong is told at once."""
    make(tmp_path, "good")
    for slug in ("bad", "worse"):
        make(tmp_path, slug, text="Words.[^none]\n")
    done = subprocess.run(
        [str(BUILD), "html", "--jobs", "2"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert (tmp_path / "output/good/good.en.html").is_file()
    assert "manuscript/bad" in done.stderr
    assert "manuscript/worse" in done.stderr
    assert "Traceback" not in done.stderr


def workers_of(mark: str) -> list[int]:
    """Return the processes whose working folder has a mark in its path."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if mark in str((process / "cwd").readlink()):
                found.append(int(process.name))
    return found


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_no_worker_is_left_behind(tmp_path: Path, how: signal.Signals) -> None:
    """However the command ends, its workers end with it, without a traceback."""
    for slug in ("one", "two", "three", "four"):
        make(tmp_path, slug)
    begun = subprocess.Popen(
        [str(BUILD), "all", "--jobs", "2"], cwd=tmp_path, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        start_new_session=True,
    )  # fmt: skip
    deadline = time.monotonic() + 60
    while len(workers_of(str(tmp_path))) < 3 and begun.poll() is None and time.monotonic() < deadline:
        time.sleep(0.05)
    if how is signal.SIGINT:
        os.killpg(begun.pid, how)  # as a terminal does
    else:
        os.kill(begun.pid, how)
    _, err = begun.communicate(timeout=60)
    assert "Traceback" not in err
    while workers_of(str(tmp_path)) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert workers_of(str(tmp_path)) == []
    assert not list(tmp_path.rglob("*.part")) or how is signal.SIGKILL


QUIET = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}


@contextmanager
def cluster(folder: Path, workers: tuple[str, ...] = ("a", "b")) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """Yield the address of a real scheduler, and it and its workers, each in a folder of its own."""
    listing = folder / "scheduler.json"
    own = [sys.executable, "-m", "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0"]
    begun = [subprocess.Popen([*own, "--no-dashboard", "--scheduler-file", str(listing)], cwd=folder, **QUIET)]
    try:
        deadline = time.monotonic() + 60
        while not listing.exists() and time.monotonic() < deadline:
            time.sleep(0.1)
        address = re.search(r"tcp://[^\"]+", listing.read_text())[0]
        begun += [worker(folder, address, name) for name in workers]
        yield address, begun
    finally:
        for process in reversed(begun):
            process.kill()
            process.wait()


def worker(folder: Path, address: str, name: str) -> subprocess.Popen[bytes]:
    """Begin a worker of a cluster, in a folder of its own, and with a machine's folder for what is passing."""
    (folder / name).mkdir()
    (folder / "passing").mkdir(exist_ok=True)
    return subprocess.Popen(
        [sys.executable, "-m", "distributed.cli.dask_worker", address, "--host", "127.0.0.1", "--nthreads", "1",
         "--no-nanny", "--no-dashboard", "--name", name], cwd=folder / name,
        env=os.environ | {"TMPDIR": str(folder / "passing")}, **QUIET,
    )  # fmt: skip


def test_a_cluster_and_a_worker_killed_in_the_middle(tmp_path: Path) -> None:
    """A real scheduler, two workers, one killed in the middle: every artefact arrives, once, equal to the local one."""
    from distributed import Client

    slugs = [f"p{at}" for at in range(8)]
    here, there = tmp_path / "here", tmp_path / "there"
    for root in (here, there):
        for slug in slugs:
            make(root, slug, text=f"## The {slug}\n\nWords of {slug}.[^a]\n\n[^a]: A note.\n")
    subprocess.run([str(BUILD), "all", "--jobs", "1"], cwd=here, check=True, capture_output=True)
    (tmp_path / "cluster").mkdir()
    with cluster(tmp_path / "cluster") as (address, processes):
        with Client(address, timeout=60, set_as_default=False) as client:
            client.wait_for_workers(2, timeout=60)
        begun = subprocess.Popen(
            [str(BUILD), "all", "--cluster", address],
            cwd=there,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        deadline = time.monotonic() + 120
        while len(list(there.glob("output/*/*.html"))) < 2 and begun.poll() is None and time.monotonic() < deadline:
            time.sleep(0.02)
        assert begun.poll() is None, "done before a worker could be killed"
        processes[1].kill()
        out, err = begun.communicate(timeout=240)
    assert begun.returncode == 0, err
    assert "Traceback" not in err
    assert out.count("kB") == 3 * len(slugs)
    files = {path.relative_to(here): path.read_bytes() for path in here.glob("output/*/*.*") if path.suffix != ".json"}
    assert len(files) == 3 * len(slugs)
    assert {
        path.relative_to(there): path.read_bytes() for path in there.glob("output/*/*.*") if path.suffix != ".json"
    } == files


def test_a_scheduler_killed_in_the_middle_is_one_line(tmp_path: Path) -> None:
    """What was made stands; the rest is not waited for."""
    for at in range(30):
        make(tmp_path, f"p{at}")
    (tmp_path / "cluster").mkdir()
    with cluster(tmp_path / "cluster") as (address, processes):
        begun = subprocess.Popen(
            [str(BUILD), "html", "--cluster", address], cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            text=True,
        )  # fmt: skip
        deadline = time.monotonic() + 120
        while not list(tmp_path.glob("output/*/*.html")) and begun.poll() is None and time.monotonic() < deadline:
            time.sleep(0.02)
        assert begun.poll() is None, "done before the scheduler could be killed"
        processes[0].kill()
        out, err = begun.communicate(timeout=120)
    assert (begun.returncode, out) == (2, "")
    assert "the scheduler of Dask went away" in err
    assert err.count("\n") == 1


def test_an_answer_of_the_cluster_that_is_lost_on_its_way_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody waits for it for ever."""
    from distributed import Client
    from distributed.comm import CommClosedError

    async def lost(*_: object, **__: object) -> None:
        raise CommClosedError

    monkeypatch.setattr(Client, "_gather", lost)
    with (
        cluster(tmp_path) as (address, _),
        pytest.raises(UsageError, match="went away"),
        dask.connected(address) as workers,
    ):
        workers.submit(os.getpid).result(timeout=60)


def test_a_worker_that_fails_itself_is_told(tmp_path: Path) -> None:
    """As one whose disk is full, or that has no Bindery: it is no fault of the press here."""
    with (
        cluster(tmp_path) as (address, _),
        dask.connected(address) as workers,
        pytest.raises(UsageError, match=r"The cluster failed: FileNotFoundError: .*nowhere"),
    ):
        workers.submit(os.listdir, "/nowhere").result(timeout=60)


def test_a_scheduler_without_workers_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is missing is workers: it says so, with how to begin one."""
    monkeypatch.setattr(dask, "_WAIT", 1)
    with (
        cluster(tmp_path, workers=()) as (address, _),
        dask.connected(address) as workers,
        pytest.raises(UsageError, match=f"the scheduler has no workers. Begin some: `dask worker {address}`"),
    ):
        workers.share(b"a parcel")


def test_what_a_killed_worker_had_laid_out_is_cleared_away(tmp_path: Path) -> None:
    """It lies in the folder of the worker, which the next one on that machine takes away."""
    house, folder = House(make(tmp_path).parents[1]), tmp_path / "cluster"
    folder.mkdir()
    task = workshop.order(press.open_publication("paper", house), "en", ("html",), house, final=False)
    task = workshop.packed(task, press.open_publication("paper", house))
    with cluster(folder, workers=("a",)) as (address, processes), dask.connected(address) as workers:
        assert workers.submit(workshop.make, task, workshop.parcel(house)).result(timeout=60).artefacts
        [laid] = folder.rglob("bindery-*")
        assert laid.is_relative_to(folder)
        processes[1].kill()
        processes[1].wait()
        assert laid.exists()
        processes.append(worker(folder, address, "b"))
        deadline = time.monotonic() + 60
        while laid.exists() and time.monotonic() < deadline:
            time.sleep(0.1)
        assert not laid.exists()


def test_no_scheduler_is_one_line(tmp_path: Path) -> None:
    """An address where nobody answers is told, with what to look at."""
    make(tmp_path)
    done = subprocess.run(
        [str(BUILD), "html", "--cluster", "tcp://127.0.0.1:9"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "tcp://127.0.0.1:9: no scheduler of Dask answers there" in done.stderr
    assert "Traceback" not in done.stderr


def test_what_need_not_be_made_needs_nobody(tmp_path: Path) -> None:
    """With everything on the shelf no worker is asked, no cluster reached, nothing heavy imported."""
    make(tmp_path)
    subprocess.run([str(BUILD), "all"], cwd=tmp_path, check=True, capture_output=True)
    code = (
        "import sys\nfrom bindery.cli import main\ntry: main(['all', '--cluster', 'tcp://127.0.0.1:9'])\n"
        "except SystemExit as stop: assert not stop.code\n"
        "heavy = {'weasyprint', 'distributed', 'multiprocessing', 'jinja2', 'lxml', 'rich'} & set(sys.modules)\n"
        "assert not heavy, heavy"
    )
    subprocess.run([sys.executable, "-c", code], cwd=tmp_path, check=True, capture_output=True)


def test_publication_files_are_all_of_them(tmp_path: Path) -> None:
    """A parcel has every file of a publication's folder, and none that a link leads to outside of it."""
    folder = make(tmp_path)
    (folder / "media").mkdir()
    (folder / "media/a.txt").write_text("a")
    (tmp_path / "secret").write_text("s")
    (folder / "link").symlink_to(tmp_path / "secret")
    (folder / "inner").symlink_to(folder / "media/a.txt")
    assert set(jobs.publication_files(folder)) == {"publication.yaml", "text.md", "media/a.txt", "inner"}
    shutil.rmtree(folder)
