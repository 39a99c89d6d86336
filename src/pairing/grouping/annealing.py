"""Local search on a grouping: the plain kernels, or those that know spread, counts and drive."""

from __future__ import annotations

import numpy as np

from pairing.grouping.costs import Bools, Floats, Ints
from pairing.grouping.kernels import annealing, limited_search
from pairing.grouping.limits import Limits, no_limits


def descend(
    label: Ints,
    between: Floats,
    weight: Ints,
    apart: Bools,
    allowed: Bools,
    lo: Ints,
    hi: Ints,
    factors: Floats,
    limits: Limits,
) -> float:
    """Take improving moves and swaps until there is none; changes `label`, which meets the limits; the cost."""
    arguments = (label, between, weight, apart, allowed, lo, hi, factors)
    if limits.active:
        return float(limited_search.descend_limited(*arguments, limits))
    return float(annealing.descend(*arguments))


def anneal(
    start: Ints,
    between: Floats,
    weight: Ints,
    apart: Bools,
    allowed: Bools,
    lo: Ints,
    hi: Ints,
    factors: Floats,
    hottest: float,
    coldest: float,
    steps: int,
    seed: int,
    limits: Limits,
) -> tuple[Ints, Ints, float]:
    """Simulated annealing from a `start` that meets the limits: (labels at the end, best labels, best cost). Seeded."""
    arguments = (start, between, weight, apart, allowed, lo, hi, factors, hottest, coldest, steps, seed)
    if limits.active:
        label, best, cost = limited_search.anneal_limited(*arguments, limits)
    else:
        label, best, cost = annealing.anneal(*arguments)
    return label, best, float(cost)


def warm_up() -> None:
    """Load or compile the plain kernels and those that know limits, on a tiny instance."""
    one, zeros = np.ones(2, dtype=np.int64), np.zeros((2, 2))
    rules = (zeros, one, np.zeros((2, 2), dtype=bool), np.ones((2, 2), dtype=bool), one, one, np.ones(2))
    for limited in (False, True):
        limits = no_limits(2)._replace(active=limited)
        label, _, _ = anneal(np.arange(2), *rules, 1.0, 0.5, 1, 0, limits)
        descend(label, *rules, limits)
