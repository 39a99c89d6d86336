"""Many pieces of work of one kind: here, in processes, or on a cluster, always with results in the order asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from typing import TypeVar

Shared = TypeVar("Shared")
Item = TypeVar("Item")
Result = TypeVar("Result")


def run_all(
    work: Callable[[Shared, Item], Result], shared: Shared, items: Sequence[Item], *, executor: Executor | None = None
) -> list[Result]:
    """What `work(shared, item)` gives for every item, in order. work: a function at the top of a module."""
    if executor is None:
        return [work(shared, item) for item in items]
    return [future.result() for future in [executor.submit(work, shared, item) for item in items]]
