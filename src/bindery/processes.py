"""Processes that work for the press on this machine: how they begin, and that none is left behind."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, ParamSpec, Self, TypeVar

from bindery import memory
from bindery.errors import BinderyError

P = ParamSpec("P")
T = TypeVar("T")
_MEMORY = 4 << 30  # bytes: a book of sixty articles is read in a tenth of it
_SECONDS = 5  # for the thread that looks after a pool to notice that its workers are gone
_MOMENT = 0.2  # seconds: a server that died lets go of its pipes before it is known to be gone, and is begun anew


@contextmanager
def pools(workers: int, make_ready: Callable[[], None]) -> Iterator[Callable[[], Executor]]:
    """Yield what hires so many processes, each time anew; all are stopped in the end.

    The first are forked, where this process has no threads, when it has done ``make_ready``: each has it done too.
    """
    pools: list[ProcessPoolExecutor] = []
    ready: list[ProcessPoolExecutor] = []
    if can_fork():
        make_ready()
    if can_fork():  # it may have begun a thread
        pools.append(forked(workers, begin))
        ready.append(pools[-1])

    def pool() -> Executor:
        if ready:
            return ready.pop()
        from multiprocessing import forkserver

        # No more by fork, which copies a process with threads in it; the server has imported what each worker needs.
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(["bindery.tools.warm", "bindery.workshop"])
        _have_tracker()
        if any(isinstance(each, _Served) for each in pools):
            time.sleep(_MOMENT)
        with _held(signal.SIGINT):
            forkserver.ensure_running()
        pools.append(_Served(workers, mp_context=context, initializer=begin))
        return pools[-1]

    with _no_main():
        try:
            yield pool
        finally:
            # Never by a plain shutdown: a pool that broke while it was still hiring waits for its last worker for ever.
            for each in pools:
                stop(each)


class _Served(ProcessPoolExecutor):
    """Workers that a server begins as there is work for them; where it dies, so have they."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Hand work to a worker. Raises BrokenProcessPool where it can't be begun."""
        try:
            return super().submit(fn, *args, **kwargs)
        except (EOFError, ConnectionError) as error:
            raise BrokenProcessPool("The server of workers was ended.") from error


def can_fork() -> bool:
    """Tell whether this process may be copied: never one with threads, whose locks would come along."""
    return sys.platform.startswith("linux") and threading.active_count() == 1


def forked(workers: int, initializer: Callable[[], None]) -> ProcessPoolExecutor:
    """Return so many processes that are copies of this one, all begun; ``initializer`` is to call ``begin``."""
    pool = ProcessPoolExecutor(workers, multiprocessing.get_context("fork"), initializer=initializer)
    with _held(signal.SIGINT):
        pool.submit(os.getpid)
        _leave_writing(pool)  # each worker has its own end
    return pool


def spawned(initializer: Callable[[], None]) -> ProcessPoolExecutor:
    """Return one process that takes nothing along, begun: where this one has threads and sockets."""
    _have_tracker()
    pool = ProcessPoolExecutor(1, multiprocessing.get_context("spawn"), initializer=initializer)
    with _no_main(), _held(signal.SIGINT):
        pool.submit(os.getpid)
    _leave_writing(pool)
    return pool


class Apart:
    """A process for what may not end well, as reading a damaged file: where it falls over, the command lives on."""

    def __init__(self) -> None:
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        """Begin nothing yet: the process is begun when there is work for it."""
        return self

    def __exit__(self, *_: object) -> None:
        """Stop the process."""
        if self._pool:
            stop(self._pool)
            self._pool = None

    def run(self, seconds: float, work: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Return what ``work`` makes of its arguments, done by the process within so many seconds.

        Raises BinderyError where it falls over, takes longer, or wants more memory than there is for it.
        """
        pool = self._pool = self._pool or (forked(1, _begin_apart) if can_fork() else spawned(_begin_apart))
        try:
            return pool.submit(work, *args, **kwargs).result(seconds)
        except BrokenProcessPool as error:
            self.__exit__()
            raise BinderyError("what reads it crashes: it is damaged, or made to do harm.") from error
        except TimeoutError as error:
            self.__exit__()
            raise BinderyError(f"reading it did not end within {seconds:g} s.") from error
        except MemoryError as error:
            raise BinderyError(f"reading it takes more than {_MEMORY >> 30} GB of memory.") from error


def _begin_apart() -> None:
    begin()
    with Path(os.devnull).open(
        "wb"
    ) as nowhere:  # the command tells in one line that it fell over, not a library in ten
        os.dup2(nowhere.fileno(), 2)
    with suppress(ImportError, OSError, ValueError):  # no such bounds on Windows; narrower ones may be set already
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, resource.getrlimit(resource.RLIMIT_AS)[1]))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _have_tracker() -> None:
    """Begin the process that takes semaphores away when all others are gone, if it does not run yet.

    Python shields it from Ctrl-C and SIGTERM; a terminal that is closed would end it first, and they would stay.
    """
    from multiprocessing import resource_tracker

    with _held(signal.SIGHUP):
        resource_tracker.ensure_running()


@contextmanager
def _held(what: signal.Signals) -> Iterator[None]:
    """Have a signal wait; to a process that is begun meanwhile it does not come until that lets it (``begin``).

    So Ctrl-C does not meet one that does not leave it to the command yet.
    """
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {what})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _leave_writing(pool: ProcessPoolExecutor) -> None:
    """Close this process's end of the pipe that answers come by, at which nobody here writes.

    Who reads would wait for ever for the rest of an answer whose worker was killed while it sent it.
    """
    queue: Any = pool._result_queue  # noqa: SLF001 (were the executor to close it itself, this would go)
    if queue:
        queue._writer.close()  # noqa: SLF001


def free(pool: Executor) -> None:
    """End a pool of which a worker has died, so that whoever waits for it hears of it.

    It hears by itself, but for one thing: a worker that is killed while it sends an answer leaves the lock behind that
    the others need to send theirs. Were each to have a pipe of its own, this would go.
    """
    workers = list((getattr(pool, "_processes", None) or {}).values())
    if any(worker.exitcode is not None for worker in workers):
        for worker in workers:
            with suppress(OSError, ValueError):
                worker.kill()


@contextmanager
def _no_main() -> Iterator[None]:
    """Let workers not run the command's own script, which each would do to no end (multiprocessing.spawn)."""
    main = sys.modules["__main__"]
    file, spec = getattr(main, "__file__", None), getattr(main, "__spec__", None)
    try:
        if file is not None:
            del main.__file__
        main.__spec__ = None
        yield
    finally:
        if file is not None:
            main.__file__ = file
        main.__spec__ = spec


def begin() -> None:
    """Begin a worker: Ctrl-C is for who asked; who is left alone goes too."""
    memory.look_seldom()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    command = multiprocessing.parent_process()

    def watch() -> None:
        if command:
            command.join()
            os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def stop(pool: ProcessPoolExecutor) -> None:
    """Stop workers, if need be in the middle of their work: nothing of it is anywhere but with them."""
    workers = list((pool._processes or {}).values())  # noqa: SLF001 (3.14 has kill_workers)
    manager: Any = pool._executor_manager_thread  # noqa: SLF001
    _leave_writing(pool)
    pool.shutdown(wait=False, cancel_futures=True)
    for worker in workers:
        with suppress(OSError, ValueError):
            worker.kill()
    if manager:  # Python's own exit would find its pipe open and, a moment later, closed
        manager.join(_SECONDS)
