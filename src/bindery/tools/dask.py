"""The door to Dask: a cluster's workers as an executor of ``concurrent.futures``."""

from __future__ import annotations

import asyncio
import logging
import sys
from collections.abc import Iterator
from concurrent.futures import CancelledError, Executor, Future
from contextlib import contextmanager
from typing import Any

from bindery.errors import ToolMissing, UsageError

_WAIT = 10  # seconds for a scheduler to answer


@contextmanager
def connected(address: str) -> Iterator[Workers]:
    """Yield the executor of the scheduler at ``address``, as ``tcp://10.0.0.1:8786``.

    A task whose worker dies goes to another. Raises ToolMissing without ``distributed``, UsageError where nothing
    answers at the address, or no longer, or no worker can do what is asked.
    """
    try:
        from distributed import Client
    except ImportError as error:
        raise ToolMissing("Dask is not here. Run `uv sync --extra cluster`.") from error
    try:
        client = Client(address, timeout=_WAIT, set_as_default=False)
    except (OSError, ValueError, TypeError) as error:  # TypeError: an address that asks for certificates
        raise UsageError(f"{address}: no scheduler of Dask answers there. Look at its address and port.") from error
    logging.getLogger("distributed.client").setLevel(logging.CRITICAL)  # it prints tracebacks of what is told here
    try:
        with client:
            yield Workers(client)
    except _lost() as error:
        raise UsageError(
            f"{address}: the scheduler of Dask went away, or all its workers. What was made before stands on the "
            "shelf; build again when they are back."
        ) from error


def deaths() -> tuple[type[Exception], ...]:
    """Return what is raised where a task has taken worker after worker down."""
    from distributed import KilledWorker

    return (KilledWorker,)


def _lost() -> tuple[type[Exception], ...]:
    """Return what is raised where the scheduler went away."""
    from distributed.comm import CommClosedError

    return CancelledError, CommClosedError


def scratch() -> str | None:
    """Return the folder of the worker that this runs in, if it does: Dask clears it away, however the worker ends."""
    if "distributed" not in sys.modules:
        return None
    from distributed import get_worker

    try:
        return str(get_worker().local_directory)
    except ValueError:  # no worker of a cluster
        return None


class Workers(Executor):
    """The workers of a cluster; who hands out a task need not know how many there are."""

    def __init__(self, client: Any) -> None:
        self._client = client

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Hand a task to the cluster."""
        future: Future[Any] = Future()
        self._client.loop.add_callback(_hand_on, self._client.submit(fn, *args, pure=False, **kwargs), future)
        return future

    def share(self, value: Any) -> Any:
        """Return what stands for a value that every task carries: it is sent to each worker once.

        Under a name of its own: by its hash it would be what a command before this one had sent and, if that was
        stopped, is just being taken back. Raises UsageError where there is no worker.
        """
        try:
            return self._client.scatter(value, broadcast=True, hash=False)
        except TimeoutError as error:
            here = self._client.scheduler.address
            raise UsageError(f"{here}: the scheduler has no workers. Begin some: `dask worker {here}`.") from error
        except _lost():
            raise
        except Exception as error:
            raise _failed(error) from error


async def _hand_on(theirs: Any, ours: Future[Any]) -> None:
    """Hand on what comes of a task, or why nothing does.

    Dask's own executor drops what goes wrong while an answer is fetched: one would wait for ever (_cascade_future).
    """
    try:
        ours.set_result(await theirs._result())  # noqa: SLF001 (its ``result`` would hold up the loop)
    except asyncio.CancelledError:
        ours.set_exception(CancelledError())
    except (*deaths(), *_lost()) as error:
        ours.set_exception(error)
    except Exception as error:  # noqa: BLE001 (as every executor does)
        ours.set_exception(_failed(error))


def _failed(error: Exception) -> UsageError:
    """Return what to tell of the cluster's own error: what is wrong with an edition comes as an answer."""
    said = " ".join(str(error).split()).removesuffix(".")
    return UsageError(
        f"The cluster failed: {type(error).__name__}: {said}. Look whether Bindery is installed for its scheduler and "
        "workers as it is here (`uv sync --frozen`), and whether there is memory and room on their disks."
    )
