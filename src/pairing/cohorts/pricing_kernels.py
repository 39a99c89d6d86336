# ruff: noqa: C901, SIM102 - each kernel is one loop nest; calls would cost more than they explain
"""Compiled branch-and-bound over sets of one size: every set whose reduced cost is below a threshold.

The bound on completing a chosen set: each candidate's own reduced cost plus half of what its nearest other candidates
would add, the cheapest of these per seat until the seats are full. Floats hold whole numbers and multiples of 1/64
exactly; only the factor of a mean is rounded, far below MARGIN.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from pairing.cohorts.costs import Floats, Ints
from pairing.cohorts.problem import Bools

MARGIN = 1e-3
"""What rounding errors stay far below, in whole cost units."""
FAR = 1e300


@njit(cache=True)
def rounded_cost(pairs: float, size: int, mean: bool, sign: int) -> float:
    """A cohort's whole cost from its signed sum over pairs, as Costs.of states it."""
    if not mean:
        return pairs
    if size < 2:
        return 0.0
    value = np.int64(pairs) * sign
    return float(sign * ((4 * value + size - 1) // (2 * (size - 1))))


@njit(cache=True)
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


@njit(cache=True)
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


@njit(cache=True)
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


@njit(cache=True)
def keep_set(found, found_cost, state, members, count, value):  # type: ignore[no-untyped-def]
    """Store a set; where the store is full it replaces the worst, and the threshold falls to the worst left."""
    capacity = len(found_cost)
    at = int(state[1])
    if at < capacity:
        state[1] += 1
    else:
        at = int(np.argmax(found_cost))
    found[at, :count] = members[:count]
    found[at, count:] = -1
    found_cost[at] = value
    if int(state[1]) == capacity:
        state[2] += 1
        state[0] = found_cost.max()


@njit(cache=True)
def price_from(  # type: ignore[no-untyped-def]
    first: int,
    candidates_in: Ints,
    size: int,
    dual: Floats,
    between: Floats,
    weight: Ints,
    apart: Bools,
    near: Ints,
    factor: float,
    slack: float,
    mean: bool,
    sign: int,
    found: Ints,
    found_cost: Floats,
    state: Floats,
    most_nodes: int,
):
    """Find the sets of `size` people that hold unit `first` and candidates only, with reduced cost below state[0].

    Stores them in `found` (positions, units; -1 fills up) and `found_cost`; state: threshold, sets stored,
    how often the store was full, and whether to give up then. Returns (nodes, done): done is False when `most_nodes`
    ended the search.
    """
    n = len(dual)
    depths = size + 1
    candidates = np.empty((depths, n), dtype=np.int64)
    values = np.empty((depths, n))
    own = np.empty((depths, n))
    present = np.zeros((depths, n), dtype=np.bool_)
    count = np.zeros(depths, dtype=np.int64)
    position = np.zeros(depths, dtype=np.int64)
    seats = np.zeros(depths, dtype=np.int64)
    pairs = np.zeros(depths)
    paid = np.zeros(depths)
    members = np.empty(size, dtype=np.int64)
    nodes = 0
    # depth 0 stands for the empty set whose only child is `first`
    depth = 0
    members[0] = first
    seats[0] = size - weight[first]
    pairs[0] = between[first, first]
    paid[0] = dual[first]
    if seats[0] == 0:
        value = rounded_cost(pairs[0], size, mean, sign) - paid[0]
        if value < state[0]:
            keep_set(found, found_cost, state, members, 1, value)
        return 1, True
    for k in range(len(candidates_in)):
        u = candidates_in[k]
        if weight[u] <= seats[0] and not apart[first, u]:
            candidates[0, count[0]] = u
            present[0, u] = True
            count[0] += 1
    for k in range(count[0]):
        u = candidates[0, k]
        own[0, u] = factor * (between[u, u] + between[first, u]) - dual[u]
    cost = factor * pairs[0] - paid[0]
    count[0], _ = screen(
        cost,
        seats[0],
        state[0] + slack,
        candidates[0],
        count[0],
        own[0],
        present[0],
        between,
        weight,
        near,
        factor,
        values[0],
    )
    while depth >= 0:
        limit = state[0] + slack
        left = count[depth] - position[depth]
        cost = factor * pairs[depth] - paid[depth]
        if left == 0:
            depth -= 1
            continue
        at = position[depth]
        fill = cheapest_fill(candidates[depth, at:], values[depth, at:], weight, left, seats[depth], -1)
        if cost + fill >= limit:
            depth -= 1
            continue
        position[depth] += 1
        u = candidates[depth, at]
        nodes += 1
        if nodes > most_nodes or (state[3] > 0 and state[2] > 0):
            return nodes, False
        rest = seats[depth] - weight[u]
        links = between[u, u]
        for k in range(depth + 1):
            links += between[u, members[k]]
        if rest == 0:
            value = rounded_cost(pairs[depth] + links, size, mean, sign) - paid[depth] - dual[u]
            if value < state[0]:
                members[depth + 1] = u
                keep_set(found, found_cost, state, members, depth + 2, value)
            continue
        child = depth + 1
        members[child] = u
        pairs[child] = pairs[depth] + links
        paid[child] = paid[depth] + dual[u]
        seats[child] = rest
        position[child] = 0
        present[child, :] = False
        number = 0
        for k in range(at + 1, count[depth]):
            v = candidates[depth, k]
            if weight[v] <= rest and not apart[u, v]:
                candidates[child, number] = v
                present[child, v] = True
                own[child, v] = own[depth, v] + factor * between[u, v]
                number += 1
        cost = factor * pairs[child] - paid[child]
        count[child], _ = screen(
            cost,
            rest,
            limit,
            candidates[child],
            number,
            own[child],
            present[child],
            between,
            weight,
            near,
            factor,
            values[child],
        )
        depth = child
    return nodes, True


@njit(cache=True)
def root_bounds(  # type: ignore[no-untyped-def]
    order: Ints, size: int, dual: Floats, between: Floats, weight: Ints, near: Ints, factor: float
):
    """(units,): what every set holding order[k] and later units of the order costs at least, reduced; FAR for none."""
    n = len(dual)
    bounds = np.full(len(order), FAR)
    own = np.empty(n)
    for u in range(n):
        own[u] = factor * between[u, u] - dual[u]
    for start in range(len(order)):
        first = order[start]
        rest = size - weight[first]
        cost = own[first]
        if rest < 0:
            continue
        if rest == 0:
            bounds[start] = cost
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
        values = np.empty(n)
        _, bounds[start] = screen(
            cost, rest, FAR, candidates, count, beside, present, between, weight, near, factor, values
        )
    return bounds


@njit(cache=True)
def grow_sets(  # type: ignore[no-untyped-def]
    size: int, usable: Bools, dual: Floats, between: Floats, weight: Ints, apart: Bools, factor: float
):
    """Sets grown greedily from each unit and improved by swaps: (units, size) units with -1, and reduced costs."""
    n = len(dual)
    sets = np.full((n, size), -1, dtype=np.int64)
    costs = np.full(n, FAR)
    for first in range(n):
        if not usable[first] or weight[first] > size:
            continue
        inside = np.zeros(n, dtype=np.bool_)
        clashes = np.zeros(n, dtype=np.int64)
        beside = np.empty(n)
        for u in range(n):
            beside[u] = factor * between[u, u] - dual[u]
        cost = 0.0
        seats = size
        u = first
        while True:
            inside[u] = True
            seats -= weight[u]
            cost += beside[u]
            for v in range(n):
                if v != u:
                    beside[v] += factor * between[u, v]
                if apart[u, v]:
                    clashes[v] += 1
            if seats == 0:
                break
            u = -1
            best = FAR
            for v in range(n):
                if usable[v] and not inside[v] and weight[v] <= seats and clashes[v] == 0:
                    if beside[v] / weight[v] < best:
                        best = beside[v] / weight[v]
                        u = v
            if u < 0:
                break
        if seats > 0:
            continue
        for _ in range(4 * size):
            change = -1e-6
            out, into = -1, -1
            for u in range(n):
                if not inside[u]:
                    continue
                for v in range(n):
                    if inside[v] or not usable[v] or weight[v] != weight[u]:
                        continue
                    if clashes[v] - (1 if apart[u, v] else 0) > 0:
                        continue
                    delta = beside[v] - factor * between[u, v] - beside[u]
                    if delta < change:
                        change, out, into = delta, u, v
            if out < 0:
                break
            inside[out], inside[into] = False, True
            cost += change
            for v in range(n):
                if v != out:
                    beside[v] -= factor * between[out, v]
                if v != into:
                    beside[v] += factor * between[into, v]
                if apart[out, v]:
                    clashes[v] -= 1
                if apart[into, v]:
                    clashes[v] += 1
        at = 0
        for u in range(n):
            if inside[u]:
                sets[first, at] = u
                at += 1
        costs[first] = cost
    return sets, costs
