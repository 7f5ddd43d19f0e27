"""The workshop: editions made side by side, by processes of this machine or by workers of a cluster.

A task is one edition: its text is read, translated, composed and laid out once for all its media. What is made comes
home as bytes; only who asked writes it anywhere. Executors are those of ``concurrent.futures``, so that who hands out
tasks need not know who does them.
"""

from __future__ import annotations

import atexit
import os
import shutil
import socket
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass, replace
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

from bindery import jobs, preparation, press, pressroom, processes
from bindery.errors import BinderyError, UsageError
from bindery.house import House
from bindery.model import Artefact, Document, Finding, Manuscript, Publication
from bindery.tools import compiled

_TRIES = 3  # of a task whose worker died: one that takes every worker down is itself the matter
_ORDER = {"html": 0, "epub": 1, "pdf": 2, "press.pdf": 3}
_EVERY = 0.5  # seconds between two looks
_ALONE = threading.Lock()  # a cluster's worker may have threads; type is set by one at a time


@dataclass(frozen=True, slots=True)
class Parcel:
    """Files as bytes, for a worker that shares no disk; ``engine`` is the press that must be there."""

    files: Mapping[str, bytes]
    engine: str
    digest: str


@dataclass(frozen=True, slots=True)
class Task:
    """One edition to be made, in these media; ``files`` are its publication where it goes to another machine."""

    slug: str
    language: str
    media: tuple[str, ...]
    final: bool
    source: str  # the hash of what the text is read from
    files: Mapping[str, bytes] | None = None

    @property
    def name(self) -> str:
        """The edition, as progress names it."""
        return f"{self.slug}.{self.language}"


@dataclass(frozen=True, slots=True)
class Made:
    """What a task came to: artefacts with their findings, or why there are none."""

    artefacts: tuple[tuple[Artefact, tuple[Finding, ...]], ...] = ()
    refused: BinderyError | None = None


@dataclass(frozen=True, slots=True)
class Crew:
    """Who does tasks: what gives an executor, and a new one after its workers have died; and how the house gets there.

    ``hire`` is None where nobody else does, ``send`` where workers share this machine's disk.
    """

    hire: Callable[[], Executor] | None = None
    send: Callable[[Parcel], Any] | None = None
    deaths: tuple[type[Exception], ...] = (BrokenProcessPool,)  # what is raised when workers die
    workers: int | None = None  # a pool says of one task more than it has workers that it is being done


def make(task: Task, given: House | Parcel) -> Made:
    """Make an edition; what stops it is told in what is returned, never raised."""
    with _ALONE:
        try:
            return _make(task, given)
        finally:
            compiled.save()  # a worker does not end as a command does


def _make(task: Task, given: House | Parcel) -> Made:
    try:
        house = given if isinstance(given, House) else _unpacked(given, task)
        manuscript = _manuscript(task, house)
        edition = press.translate(manuscript, task.language, house)
        if task.final:
            press.refuse_draft(edition)
        waits = pressroom.is_open()  # a printer for the text: what is doubtful in it is looked for while it prints
        document = press.compose(edition, house, (lambda: None) if waits else lambda: edition.doubts)
        press.begin_printing(document, task.media, house)
        said = edition.findings + edition.doubts
        # As others are done with what is waited for: where the pages begin, the pages, the picture of the first.
        made = {m: _rendered(document, m, house) for m in sorted(task.media, key=_ORDER.get)}  # type: ignore[arg-type]
    except BinderyError as error:
        return Made(refused=error)
    return Made(tuple((made[medium], said + made[medium].findings) for medium in task.media))


def _rendered(document: Document, medium: str, house: House) -> Artefact:
    artefact = press.render(document, medium, house)
    artefact.digest  # noqa: B018 (while others print; who puts it on the shelf has no time)
    return artefact


_read: dict[tuple[str, House, str], Manuscript] = {}  # the last text; another source is another


def _manuscript(task: Task, house: House, others: Sequence[str] = ()) -> Manuscript:
    """Return a publication's text, which all its editions are made from; ``others`` are languages made beside it."""
    key = task.slug, house, task.source
    if key not in _read:
        _read.clear()
        publication, printed = press.open_publication(task.slug, house), not pressroom.is_open()
        meanwhile = partial(preparation.of_press, publication, (task.language, *others), house, printed=printed)
        _read[key] = press.read(publication, house, meanwhile)
    return _read[key]


def make_ready(tasks: Sequence[Task], house: House) -> None:
    """Do what the first of some tasks and those like it all begin with; what is wrong is told by each."""
    with suppress(BinderyError):
        first = tasks[0]
        _manuscript(first, house, [task.language for task in tasks[1:] if task.slug == first.slug])
    if markdown := sys.modules.get("bindery.translation.markdown"):  # who has begun nothing has not imported it
        markdown.settle()


def parcel(house: House) -> Parcel:
    """Return what a house gives to every edition: templates, styles, fonts, glossary."""
    named = jobs.house_files(house)
    glossary = house.root / "manuscript/glossary.toml"
    if glossary.is_file():
        named["manuscript/glossary.toml"] = glossary
    files = {name: path.read_bytes() for name, path in named.items()}
    return Parcel(files, jobs.engine(), _digest(files))


def _digest(files: Mapping[str, bytes]) -> str:
    digest = sha256()
    for name, data in sorted(files.items()):
        digest.update(os.fsencode(f"{name}\0{len(data)}\0") + data)  # a name may be no UTF-8
    return digest.hexdigest()


def _unpacked(given: Parcel, task: Task) -> House:
    """Return a house with the task's publication in it, on the worker's own disk.

    Raises UsageError where the worker has another press: it would make other bytes.
    """
    if given.engine != jobs.engine():
        raise UsageError(
            f"{socket.gethostname()}: a worker there has another version of Bindery, its libraries or Pango. "
            "Install the same on every machine (`uv sync --frozen`)."
        )
    house = _houses.get(given.digest) or _lay_out(given)
    folder = house / "manuscript" / task.slug
    if _laid.get(folder) != task.source:
        _laid.pop(folder, None)  # until it is whole
        shutil.rmtree(folder, ignore_errors=True)
        _write(folder, task.files or {})
        _laid[folder] = task.source
    return House(house)


_houses: dict[str, Path] = {}  # by what was sent
_laid: dict[Path, str] = {}  # what lies in a publication's folder now


def _lay_out(given: Parcel) -> Path:
    from bindery.tools import dask

    folder = Path(tempfile.mkdtemp(prefix=f"bindery-{given.digest[:8]}-", dir=dask.scratch()))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    _write(folder, given.files)
    _houses[given.digest] = folder
    return folder


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    home = folder.resolve()
    for name, data in files.items():
        path = folder / name
        if not path.resolve().is_relative_to(home):
            raise UsageError(f"{name}: leaves the folder of its parcel.")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


@contextmanager
def opened(tasks: Sequence[Task], workers: int, house: House, cluster: str = "") -> Iterator[Crew]:
    """Yield who does tasks: a cluster, a pool of processes, or nobody else.

    Raises UsageError where the cluster can't be reached, ToolMissing where Dask is not there.
    """
    if cluster:
        from bindery.tools import dask

        with dask.connected(cluster) as workers_elsewhere:
            yield Crew(lambda: workers_elsewhere, workers_elsewhere.share, dask.deaths())
    elif workers < 2:
        yield Crew()
    elif len(tasks) < 2:
        with nullcontext() if pressroom.is_open() else pressroom.opened():
            yield Crew()
    else:
        pressroom.close()
        workers = min(len(tasks), workers)
        with processes.pools(workers, partial(make_ready, tasks, house)) as pool:
            yield Crew(pool, workers=workers)


def done(
    tasks: Sequence[Task], crew: Crew, house: House, watch: Callable[[list[Task]], None] = lambda _: None
) -> Iterator[tuple[Task, Made]]:
    """Yield each task as it is done, once; ``watch`` is told now and then which are being done.

    A task whose worker died is done again, by another. Raises UsageError where it takes worker after worker down.
    """
    if crew.hire is None:
        yield from _one_by_one(tasks, house, watch)
        return
    left, tries = list(tasks), 0
    given = crew.send(parcel(house)) if crew.send else house
    while left:
        running: dict[Future[Made], Task] = {}
        try:
            hired = crew.hire()
            for task in left:
                running[hired.submit(make, task, given)] = task
            while running:
                ready, _ = wait(running, _EVERY, FIRST_COMPLETED)
                for future in ready:
                    made = future.result()
                    task = running.pop(future)
                    left.remove(task)
                    yield task, made
                if not ready:
                    processes.free(hired)
                watch([task for future, task in running.items() if future.running()][: crew.workers])
        except crew.deaths as error:
            tries += 1
            if tries == _TRIES:
                raise UsageError(
                    f"{left[0].name}: the process that made it was stopped from outside, {_TRIES} times. "
                    "Look whether the machine runs out of memory, or build with `--jobs 1`."
                ) from error


def _one_by_one(
    tasks: Sequence[Task], house: House, watch: Callable[[list[Task]], None]
) -> Iterator[tuple[Task, Made]]:
    """Yield each task as this process has done it: one task, or one core, needs no other."""
    for task in tasks:
        watch([task])
        yield task, make(task, house)


def order(publication: Publication, language: str, media: Sequence[str], house: House, *, final: bool) -> Task:
    """Return the task of an edition on this machine."""
    own = jobs.job(publication, publication.language, "", house)
    said = "".join(f"{name} {digest}\n" for name, digest in sorted(own.inputs.items()))
    return Task(publication.slug, language, tuple(media), final, sha256(os.fsencode(said)).hexdigest())


def packed(task: Task, publication: Publication) -> Task:
    """Return a task with its publication, for a worker on another machine."""
    named = jobs.publication_files(publication.folder)
    files = {name: path.read_bytes() for name, path in named.items()}
    return replace(task, files=files, source=_digest(files))  # its catalogues too: they are laid out together
