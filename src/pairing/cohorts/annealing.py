"""Local search on a grouping: the plain kernels, or those that know spread, counts and drive."""

from __future__ import annotations

from pairing.cohorts import limited_search_kernels, search_kernels
from pairing.cohorts.costs import Floats, Ints
from pairing.cohorts.limits import Limits
from pairing.cohorts.problem import Bools


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
        return float(limited_search_kernels.descend_limited(*arguments, limits))
    return float(search_kernels.descend(*arguments))


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
        label, best, cost = limited_search_kernels.anneal_limited(*arguments, limits)
    else:
        label, best, cost = search_kernels.anneal(*arguments)
    return label, best, float(cost)
