"""Everything that is compiled, compiled or loaded before a clock starts, and said so where it takes long."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from functools import cache
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout
from numba.core import event

from pairing.grouping import lagrangian_bound, pricing, tabu
from pairing.grouping import local_search as annealing
from pairing.grouping.kernels.compiled import cache_folder

log = logging.getLogger(__name__)

FIRST_USE = "First use on this computer: preparing, half a minute or so ..."


class Announcing(event.Listener):
    """Says once that machine code is made; nothing where it is loaded as it was made before."""

    def __init__(self) -> None:
        self.said = False

    def on_start(self, event: event.Event) -> None:
        """A function is about to be compiled."""
        if not self.said and event.data["dispatcher"].py_func.__module__.startswith("pairing."):
            log.info(FIRST_USE)
            self.said = True

    def on_end(self, event: event.Event) -> None:
        """A function is compiled."""


@cache
def prepare() -> None:
    """Compile the kernels, or load what was compiled before: once per process, and outside every time limit.

    The first use after an installation takes half a minute or so, later ones no more than a second. Processes that
    begin together share the work.
    """
    with event.install_listener("numba:compile", Announcing()):
        share(KERNELS, cache_folder())


KERNELS: Mapping[str, Callable[[], None]] = {
    "search": pricing.warm_up_search,
    "growing": pricing.warm_up_growing,
    "annealing": annealing.warm_up,
    "bounds": pricing.warm_up_bounds,
    "tabu": tabu.warm_up,
    "configurations": lagrangian_bound.warm_up,
}
"""What is compiled together, by name; what takes longest comes first."""


def share(parts: Mapping[str, Callable[[], None]], folder: Path) -> None:
    """Do every part once, those first that no other process is at: what it has compiled by then is only loaded.

    folder: where processes see each other; where it cannot be written to, each does all by itself.
    """
    left, blocking = dict(parts), False
    while left:
        before = len(left)
        for name in list(left):
            try:
                with _alone_at(folder / f"{name}.lock", blocking):
                    left.pop(name)()
            except Timeout:
                continue
            blocking = False
        blocking = len(left) == before


def _alone_at(lock: Path, blocking: bool) -> Any:
    """Held by one process at a time; raises Timeout where another holds it and nobody wants to wait."""
    try:
        lock.parent.mkdir(parents=True, exist_ok=True)
        return FileLock(lock).acquire(timeout=-1 if blocking else 0)
    except Timeout:  # an OSError too
        raise
    except OSError:
        return nullcontext()
