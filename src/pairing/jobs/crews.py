"""Who does the work: processes of our own, or an executor that was handed over."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager, suppress
from importlib import import_module
from typing import Any

from pairing.errors import InputError, Problem

MOST_ON_WINDOWS = 61
"""Windows waits for no more processes than this at once."""


class Crew:
    """An executor that was handed over; whoever made it ends it."""

    def __init__(self, executor: Executor) -> None:
        self._executor = executor

    @property
    def width(self) -> int:
        """How many pieces are worked on at once; a cluster is asked each time, as it may grow."""
        client = getattr(self._executor, "_client", None)
        if client is not None:
            return max(1, int(sum(client.ncores().values())))
        return int(getattr(self._executor, "_max_workers", None) or os.cpu_count() or 1)

    def submit(self, work: Callable[..., Any], *arguments: Any) -> Future[Any]:
        """Hand over one call."""
        return self._executor.submit(work, *arguments)

    def replaced(self) -> bool:
        """Whether there are new workers for those that died; an executor that was handed over cannot be replaced."""
        return False

    def end(self) -> None:
        """Nothing more is to be done."""


class Processes(Crew):
    """Processes of our own. They start afresh (`spawn`), so that they are alike on every system."""

    def __init__(self, number: int) -> None:
        self._number = number
        self._pool = self._executor = self._fresh()

    def _fresh(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(
            self._number, mp_context=multiprocessing.get_context("spawn"), initializer=_leave_interrupts_to_the_parent
        )

    def replaced(self) -> bool:
        """There are new ones."""
        self.end()
        self._pool = self._executor = self._fresh()
        return True

    def end(self) -> None:
        """Nobody waits for work whose result is not wanted any more."""
        workers = list((getattr(self._pool, "_processes", None) or {}).values())
        self._pool.shutdown(wait=False, cancel_futures=True)
        for worker in workers:
            with suppress(OSError, ValueError):
                worker.terminate()


def check_executor(executor: Any) -> None:
    """Raise InputError for what is neither a number of processes nor an executor nor None."""
    if executor is not None and not isinstance(executor, int) and not hasattr(executor, "submit"):
        said = f"executor cannot be a {type(executor).__name__}"
        expected = "a number of processes, such as 2, or a concurrent.futures.Executor"
        raise InputError([Problem(said, value=str(executor), expected=expected)])


def crew_of(executor: Executor | int, pieces: int) -> Crew:
    """The crew that an executor is, or so many processes, but no more than there are pieces of work."""
    check_executor(executor)
    if not isinstance(executor, int):
        return Crew(executor)
    most = MOST_ON_WINDOWS if os.name == "nt" else pieces
    return Processes(max(1, min(executor, pieces, most)))


def _leave_interrupts_to_the_parent() -> None:
    """Ctrl-C reaches every process of a terminal; the parent alone decides what it means."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


PATIENCE = 10
"""Seconds in which a scheduler must answer."""


@contextmanager
def on_cluster(address: str, patience: float = PATIENCE) -> Iterator[Executor]:
    """An executor on the Dask cluster whose scheduler is at `address`, such as tcp://scheduler:8786.

    Everything that the work needs, people's data too, travels to the machines of that cluster and nowhere else. Raises
    InputError where distributed is not installed, no scheduler answers within `patience` seconds, or none works there.
    """
    try:
        distributed: Any = import_module("distributed")
    except ImportError:
        raise InputError([Problem("a cluster needs distributed: pip install 'pairing[cluster]'")]) from None
    try:
        client = distributed.Client(address, timeout=patience, set_as_default=False)
    except (OSError, ValueError) as error:
        why = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise InputError(
            [
                Problem(
                    f"no scheduler answers ({why})", value=address, expected="an address such as tcp://scheduler:8786"
                )
            ]
        ) from None
    with client:
        if not client.ncores():
            raise InputError(
                [Problem(f"the cluster at {address} has no workers: start some with dask worker {address}")]
            )
        yield client.get_executor(pure=False)
