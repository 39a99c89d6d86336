# ruff: noqa: C901 - each kernel is one loop nest; calls would cost more than they explain
"""Compiled bounds on sets of one size: what completing a chosen set costs at least, reduced.

Each candidate's own reduced cost plus half of what its nearest other candidates would add, the cheapest of these per
seat until the seats are full. Floats hold whole numbers and multiples of 1/64 exactly; only the factor of a mean is
rounded, far below MARGIN.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from pairing.grouping.costs import Bools, Floats, Ints
from pairing.grouping.kernels.compiled import inner, njit
from pairing.grouping.kernels.limits import absorb, clear, narrow, open_trail, shared_fines
from pairing.grouping.limits import Limits

MARGIN = 1e-3
"""What rounding errors stay far below, in whole cost units."""
FAR = 1e300


class Ground(NamedTuple):
    """The units: sums of dissimilarities and conflicts between them, their people, and each one's others by nearness.

    between: (units, units), weight: (units,), apart: (units, units), near: (units, units - 1), limits: further rules.
    """

    between: Floats
    weight: Ints
    apart: Bools
    near: Ints
    limits: Limits


@inner()
def rounded_cost(pairs: float, size: int, mean: bool, sign: int) -> float:
    """A cohort's whole cost from its signed sum over pairs, as Costs.of states it."""
    if not mean:
        return pairs
    if size < 2:
        return 0.0
    value = np.int64(pairs) * sign
    return float(sign * ((4 * value + size - 1) // (2 * (size - 1))))


@inner()
def nearest_sum(u, seats, candidates, count, present, between, weight, near):  # type: ignore[no-untyped-def]
    """The least that `seats` more people among the candidates add to unit u; FAR if they are too few."""
    total = 0.0
    if count * 3 > near.shape[1]:
        for k in range(near.shape[1]):
            v = near[u, k]
            if present[v]:
                take = min(seats, weight[v])
                total += between[u, v] * take / weight[v]
                seats -= take
                if seats == 0:
                    return total
        return FAR
    best = np.empty(seats)
    filled = 0
    for k in range(count):
        v = candidates[k]
        if v == u:
            continue
        each = between[u, v] / weight[v]
        for _ in range(weight[v]):
            if filled < seats:
                at = filled
                filled += 1
            elif each < best[seats - 1]:
                at = seats - 1
            else:
                break
            while at > 0 and best[at - 1] > each:
                best[at] = best[at - 1]
                at -= 1
            best[at] = each
    if filled < seats:
        return FAR
    for k in range(seats):
        total += best[k]
    return total


@inner()
def cheapest_fill(order, values, weight, count, seats, without):  # type: ignore[no-untyped-def]
    """The least per-seat values that fill the seats, candidates in ascending order, leaving one position out."""
    total = 0.0
    for k in range(count):
        if k == without:
            continue
        take = min(seats, weight[order[k]])
        total += values[k] * take
        seats -= take
        if seats == 0:
            return total
    return FAR


@inner()
def screen(cost, seats, limit, candidates, count, own, present, between, weight, near, factor, values):  # type: ignore[no-untyped-def]
    """Sort the candidates by bound per seat and drop those no set below the limit can hold; (count, bound).

    `own`: each unit's reduced cost beside the chosen set. `values` receives the bounds per seat in the new order.
    """
    while True:
        kept = 0
        for k in range(count):
            u = candidates[k]
            rest = seats - weight[u]
            ahead = 0.0
            if rest > 0:
                ahead = nearest_sum(u, rest, candidates, count, present, between, weight, near)
            elif rest < 0:
                ahead = FAR
            if ahead >= FAR:
                present[u] = False
                continue
            value = (own[u] + 0.5 * factor * ahead) / weight[u]
            at = kept
            while at > 0 and values[at - 1] > value:
                values[at] = values[at - 1]
                candidates[at] = candidates[at - 1]
                at -= 1
            values[at] = value
            candidates[at] = u
            kept += 1
        bound = cost + cheapest_fill(candidates, values, weight, kept, seats, -1)
        if bound >= limit:
            return 0, bound
        before = count
        count = 0
        for k in range(kept):
            u = candidates[k]
            rest = seats - weight[u]
            forced = cost + values[k] * weight[u]
            if rest > 0:
                forced += cheapest_fill(candidates, values, weight, kept, rest, k)
            if forced < limit:
                candidates[count] = u
                values[count] = values[k]
                count += 1
            else:
                present[u] = False
        if before - count <= before // 5:
            return count, bound


@inner()
def sift(cost, trail, slot, seats, limit, candidates, count, own, present, ground, factor, values, shared):  # type: ignore[no-untyped-def]
    """The screen under every rule: cost, trail[slot] and own belong to the chosen set, `shared` is scratch."""
    between, weight, limits = ground.between, ground.weight, ground.limits
    if limits.active:
        cost += trail.fine[slot]
        count = narrow(trail, slot, limits, seats, candidates, count, present, weight)
        if len(limits.low) > 0:
            shared_fines(trail, slot, limits, seats, candidates, count, own, weight, shared)
            own = shared
    return screen(cost, seats, limit, candidates, count, own, present, between, weight, ground.near, factor, values)


@njit()
def root_bounds(order: Ints, size: int, dual: Floats, ground: Ground, factor: float):  # type: ignore[no-untyped-def]
    """(units,): what every set holding order[k] and later units of the order costs at least, reduced; FAR for none."""
    between, weight, limits = ground.between, ground.weight, ground.limits
    n = len(dual)
    bounds = np.full(len(order), FAR)
    own = np.empty(n)
    trail = open_trail(1, limits)
    for u in range(n):
        own[u] = factor * between[u, u] - dual[u]
    for start in range(len(order)):
        first = order[start]
        rest = size - weight[first]
        if limits.active:
            clear(trail, 0, limits)
            absorb(trail, 0, limits, first)
        if rest < 0:
            continue
        if rest == 0:
            bounds[start] = own[first] + (trail.fine[0] if limits.active else 0.0)
            continue
        present = np.zeros(n, dtype=np.bool_)
        beside = np.empty(n)
        candidates = order[start + 1 :].copy()
        count = 0
        for k in range(len(candidates)):
            u = candidates[k]
            if weight[u] <= rest:
                present[u] = True
                beside[u] = own[u] + factor * between[first, u]
                candidates[count] = u
                count += 1
        _, bounds[start] = sift(
            own[first], trail, 0, rest, FAR, candidates, count, beside, present, ground, factor, np.empty(n),
            np.empty(n),
        )  # fmt: skip
    return bounds
