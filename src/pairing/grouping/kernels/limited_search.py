"""Compiled local search under spread, counts and drive: the same moves and swaps, only between permitted cohorts."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from pairing.grouping.costs import Bools, Floats, Ints
from pairing.grouping.kernels.annealing import gains, move_delta, relocate, swap_delta, total_cost
from pairing.grouping.kernels.compiled import inner, njit
from pairing.grouping.kernels.limits import assemble, fine_of, open_trail, permitted
from pairing.grouping.limits import BEYOND, Limits


class Rolls(NamedTuple):
    """Who is in which cohort. members: (cohorts, units), the first filled[g] of row g; at: (units,) where each stands.

    fines: (cohorts,) the penalties on their spread.
    """

    members: Ints
    filled: Ints
    at: Ints
    fines: Floats


@inner()
def open_rolls(label, cohorts, limits):  # type: ignore[no-untyped-def]
    """The rolls of a grouping."""
    n = len(label)
    rolls = Rolls(
        np.full((cohorts, n), -1), np.zeros(cohorts, dtype=np.int64), np.zeros(n, dtype=np.int64), np.zeros(cohorts)
    )
    for u in range(n):
        enroll(rolls, u, label[u])
    for g in range(cohorts):
        rolls.fines[g] = fine_with(rolls, g, -1, -1, limits)
    return rolls


@inner()
def enroll(rolls, u, g):  # type: ignore[no-untyped-def]
    """Write unit u into the roll of cohort g."""
    rolls.members[g, rolls.filled[g]] = u
    rolls.at[u] = rolls.filled[g]
    rolls.filled[g] += 1


@inner()
def strike(rolls, u, g):  # type: ignore[no-untyped-def]
    """Take unit u out of the roll of cohort g."""
    rolls.filled[g] -= 1
    last = rolls.members[g, rolls.filled[g]]
    rolls.members[g, rolls.at[u]] = last
    rolls.at[last] = rolls.at[u]


@inner()
def fine_with(rolls, g, out, into, limits):  # type: ignore[no-untyped-def]
    """The penalty of cohort g without `out` and with `into` (-1: nobody)."""
    if len(limits.low) == 0:
        return 0.0
    low, high = BEYOND, -BEYOND
    if into >= 0:
        low, high = limits.low[into], limits.high[into]
    for k in range(rolls.filled[g]):
        u = rolls.members[g, k]
        if u != out:
            low, high = min(low, limits.low[u]), max(high, limits.high[u])
    return fine_of(low, high, limits)


@inner()
def allows(rolls, g, out, into, limits, trail):  # type: ignore[no-untyped-def]
    """Whether counts and drive permit cohort g without `out` and with `into`."""
    assemble(trail, 0, limits, rolls.members[g], rolls.filled[g], out, into)
    return permitted(trail, 0, limits)


@inner()
def whole_delta(delta, bar, u, v, g, h, rolls, limits, trail):  # type: ignore[no-untyped-def]
    """What a move of u from g to h (and of v back, unless -1) changes, from what it changes without penalties.

    inf where that is above `bar`, or a cohort would not be permitted.
    """
    before = rolls.fines[g] + rolls.fines[h]
    if delta - before > bar:
        return np.inf
    delta += fine_with(rolls, g, u, v, limits) + fine_with(rolls, h, v, u, limits) - before
    if delta > bar:
        return np.inf
    if not (allows(rolls, g, u, v, limits, trail) and allows(rolls, h, v, u, limits, trail)):
        return np.inf
    return delta


@inner()
def carry_out(u, v, g, h, label, gain, clashes, pairs, sizes, between, weight, apart, conflicts, rolls, limits):  # type: ignore[no-untyped-def]
    """Move u from g to h, and v back unless it is -1, and keep everything up to date."""
    relocate(u, h, label, gain, clashes, pairs, sizes, between, weight, apart, conflicts)
    strike(rolls, u, g)
    if v >= 0:
        relocate(v, g, label, gain, clashes, pairs, sizes, between, weight, apart, conflicts)
        strike(rolls, v, h)
        enroll(rolls, v, g)
    enroll(rolls, u, h)
    rolls.fines[g] = fine_with(rolls, g, -1, -1, limits)
    rolls.fines[h] = fine_with(rolls, h, -1, -1, limits)


@njit()
def descend_limited(label, between, weight, apart, allowed, lo, hi, factors, limits):  # type: ignore[no-untyped-def]
    """Take improving moves and swaps until there is none; changes `label`, returns the cost."""
    n, cohorts = len(label), len(lo)
    gain, clashes, pairs, sizes = gains(label, cohorts, between, weight, apart)
    conflicts = bool(apart.any())
    rolls, trail = open_rolls(label, cohorts, limits), open_trail(1, limits)
    better = True
    while better:
        better = False
        for u in range(n):
            for k in range(cohorts + u):
                v = k - cohorts if k >= cohorts else -1
                g, h = label[u], label[v] if v >= 0 else k
                if v >= 0:
                    delta = swap_delta(
                        u, v, label, gain, clashes, pairs, sizes, between, weight, apart, allowed, lo, hi, factors
                    )
                else:
                    delta = move_delta(
                        u, h, label, gain, clashes, pairs, sizes, between, weight, allowed, lo, hi, factors
                    )
                if delta < np.inf and whole_delta(delta, -1e-6, u, v, g, h, rolls, limits, trail) < np.inf:
                    carry_out(
                        u, v, g, h, label, gain, clashes, pairs, sizes, between, weight, apart, conflicts, rolls, limits
                    )
                    better = True
    return total_cost(pairs, sizes, factors) + rolls.fines.sum()


@njit()
def anneal_limited(  # type: ignore[no-untyped-def]
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
):
    """Simulated annealing from a permitted `start`: (labels at the end, best labels, best cost). Seeded."""
    conflicts = bool(apart.any())
    np.random.seed(seed)
    n, cohorts = len(start), len(lo)
    label = start.copy()
    gain, clashes, pairs, sizes = gains(label, cohorts, between, weight, apart)
    rolls, trail = open_rolls(label, cohorts, limits), open_trail(1, limits)
    cost = total_cost(pairs, sizes, factors) + rolls.fines.sum()
    best, best_cost = label.copy(), cost
    temperature = hottest
    cool = (coldest / hottest) ** (100.0 / steps)
    for step in range(steps):
        if step % 100 == 99:
            temperature *= cool
        u = np.random.randint(n)
        if np.random.random() < 0.15:
            v, h = -1, np.random.randint(cohorts)
            delta = move_delta(u, h, label, gain, clashes, pairs, sizes, between, weight, allowed, lo, hi, factors)
        else:
            v = np.random.randint(n)
            h = label[v]
            delta = swap_delta(
                u, v, label, gain, clashes, pairs, sizes, between, weight, apart, allowed, lo, hi, factors
            )
        if delta == np.inf:
            continue
        g = label[u]
        bar = -temperature * np.log(np.random.random())
        delta = whole_delta(delta, bar, u, v, g, h, rolls, limits, trail)
        if delta == np.inf:
            continue
        carry_out(u, v, g, h, label, gain, clashes, pairs, sizes, between, weight, apart, conflicts, rolls, limits)
        cost += delta
        if cost < best_cost - 1e-6:
            best_cost = cost
            for u in range(n):
                best[u] = label[u]
    return label, best, best_cost
