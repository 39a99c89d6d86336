"""A Dask cluster that is there already, as an executor."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from importlib import import_module
from typing import Any

from pairing.errors import InputError, Problem

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
