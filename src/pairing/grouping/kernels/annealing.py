"""Compiled local search: simulated annealing and descent over moves and swaps, from a (cohorts, units) gain matrix.

gain[g, u] is what unit u's dissimilarities to the members of cohort g add up to, so any move is valued at once.
"""

from __future__ import annotations

import numpy as np

from pairing.grouping.costs import Bools, Floats, Ints
from pairing.grouping.kernels.compiled import inner, njit


@inner()
def gains(label, cohorts, between, weight, apart):  # type: ignore[no-untyped-def]
    """(gain, clashes, pairs, sizes): sums to each cohort, conflicts in it, its own sum over pairs and its size."""
    n = len(label)
    gain = np.zeros((cohorts, n))
    clashes = np.zeros((cohorts, n), dtype=np.int64)
    sizes = np.zeros(cohorts, dtype=np.int64)
    for v in range(n):
        sizes[label[v]] += weight[v]
        for u in range(n):
            if u != v:
                gain[label[v], u] += between[u, v]
                if apart[u, v]:
                    clashes[label[v], u] += 1
    pairs = np.zeros(cohorts)
    for u in range(n):
        pairs[label[u]] += 0.5 * gain[label[u], u] + between[u, u]
    return gain, clashes, pairs, sizes


@inner()
def total_cost(pairs, sizes, factors):  # type: ignore[no-untyped-def]
    """The grouping's cost before rounding."""
    total = 0.0
    for g in range(len(pairs)):
        total += factors[sizes[g]] * pairs[g]
    return total


@inner()
def move_delta(u, h, label, gain, clashes, pairs, sizes, between, weight, allowed, lo, hi, factors):  # type: ignore[no-untyped-def]
    """What moving unit u to cohort h changes; inf where it may not."""
    g = label[u]
    w = weight[u]
    if g == h or sizes[g] - w < lo[g] or sizes[h] + w > hi[h] or not allowed[h, u] or clashes[h, u] > 0:
        return np.inf
    before = factors[sizes[g]] * pairs[g] + factors[sizes[h]] * pairs[h]
    return (
        factors[sizes[g] - w] * (pairs[g] - gain[g, u] - between[u, u])
        + factors[sizes[h] + w] * (pairs[h] + gain[h, u] + between[u, u])
        - before
    )


@inner()
def swap_delta(u, v, label, gain, clashes, pairs, sizes, between, weight, apart, allowed, lo, hi, factors):  # type: ignore[no-untyped-def]
    """What swapping units u and v changes; inf where they may not."""
    g, h = label[u], label[v]
    if g == h or not allowed[h, u] or not allowed[g, v]:
        return np.inf
    clash = 1 if apart[u, v] else 0
    if clashes[h, u] - clash > 0 or clashes[g, v] - clash > 0:
        return np.inf
    shift = weight[v] - weight[u]
    size_g, size_h = sizes[g] + shift, sizes[h] - shift
    if size_g < lo[g] or size_g > hi[g] or size_h < lo[h] or size_h > hi[h]:
        return np.inf
    pairs_g = pairs[g] - gain[g, u] - between[u, u] + gain[g, v] - between[u, v] + between[v, v]
    pairs_h = pairs[h] - gain[h, v] - between[v, v] + gain[h, u] - between[u, v] + between[u, u]
    before = factors[sizes[g]] * pairs[g] + factors[sizes[h]] * pairs[h]
    return factors[size_g] * pairs_g + factors[size_h] * pairs_h - before


@inner(fastmath=True)
def relocate(u, h, label, gain, clashes, pairs, sizes, between, weight, apart, conflicts):  # type: ignore[no-untyped-def]
    """Move unit u to cohort h and keep every sum up to date; conflicts: whether anybody must be apart."""
    g = label[u]
    own = between[u, u]
    pairs[g] -= gain[g, u] + own
    pairs[h] += gain[h, u] + own
    sizes[g] -= weight[u]
    sizes[h] += weight[u]
    label[u] = h
    row, less, more = between[u], gain[g], gain[h]
    for v in range(len(label)):
        less[v] -= row[v]
        more[v] += row[v]
    less[u] += own
    more[u] -= own
    if conflicts:
        for v in range(len(label)):
            if apart[u, v] and v != u:
                clashes[g, v] -= 1
                clashes[h, v] += 1


@njit()
def descend(label, between, weight, apart, allowed, lo, hi, factors):  # type: ignore[no-untyped-def]
    """Take improving moves and swaps until there is none; changes `label`, returns the cost."""
    n, cohorts = len(label), len(lo)
    gain, clashes, pairs, sizes = gains(label, cohorts, between, weight, apart)
    conflicts = bool(apart.any())
    better = True
    while better:
        better = False
        for u in range(n):
            for h in range(cohorts):
                delta = move_delta(u, h, label, gain, clashes, pairs, sizes, between, weight, allowed, lo, hi, factors)
                if delta < -1e-6:
                    relocate(u, h, label, gain, clashes, pairs, sizes, between, weight, apart, conflicts)
                    better = True
            for v in range(u):
                delta = swap_delta(
                    u, v, label, gain, clashes, pairs, sizes, between, weight, apart, allowed, lo, hi, factors
                )
                if delta < -1e-6:
                    g, h = label[u], label[v]
                    relocate(u, h, label, gain, clashes, pairs, sizes, between, weight, apart, conflicts)
                    relocate(v, g, label, gain, clashes, pairs, sizes, between, weight, apart, conflicts)
                    better = True
    return total_cost(pairs, sizes, factors)


@njit()
def anneal(  # type: ignore[no-untyped-def]
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
):
    """Simulated annealing from `start` with geometric cooling: (labels at the end, best labels, best cost). Seeded."""
    conflicts = bool(apart.any())
    np.random.seed(seed)
    n, cohorts = len(start), len(lo)
    label = start.copy()
    gain, clashes, pairs, sizes = gains(label, cohorts, between, weight, apart)
    cost = total_cost(pairs, sizes, factors)
    best, best_cost = label.copy(), cost
    temperature = hottest
    cool = (coldest / hottest) ** (100.0 / steps)
    for step in range(steps):
        if step % 100 == 99:
            temperature *= cool
        u = np.random.randint(n)
        if np.random.random() < 0.15:
            h = np.random.randint(cohorts)
            delta = move_delta(u, h, label, gain, clashes, pairs, sizes, between, weight, allowed, lo, hi, factors)
            if delta <= 0 or np.random.random() < np.exp(-delta / temperature):
                relocate(u, h, label, gain, clashes, pairs, sizes, between, weight, apart, conflicts)
                cost += delta
        else:
            v = np.random.randint(n)
            g, h = label[u], label[v]
            delta = swap_delta(
                u, v, label, gain, clashes, pairs, sizes, between, weight, apart, allowed, lo, hi, factors
            )
            if delta <= 0 or np.random.random() < np.exp(-delta / temperature):
                relocate(u, h, label, gain, clashes, pairs, sizes, between, weight, apart, conflicts)
                relocate(v, g, label, gain, clashes, pairs, sizes, between, weight, apart, conflicts)
                cost += delta
        if cost < best_cost - 1e-6:
            best_cost = cost
            for u in range(n):
                best[u] = label[u]
    return label, best, best_cost
