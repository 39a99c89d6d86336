"""Everything that is compiled, compiled or loaded before a clock starts, and said so where it takes long."""

from __future__ import annotations

import logging
from functools import cache

from numba.core import event

from pairing.cohorts import annealing, bound, pricing, tabu

log = logging.getLogger(__name__)

FIRST_USE = "First use on this computer: preparing, about a minute ..."


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

    The first use after an installation takes a minute or two, later ones no more than a second.
    """
    with event.install_listener("numba:compile", Announcing()):
        pricing.warm_up()
        bound.warm_up()
        annealing.warm_up()
        tabu.warm_up()
