# ruff: noqa: C901 - the kernel is one loop nest; calls would cost more than they explain
"""Compiled branch-and-bound over sets of one size: every set whose reduced cost is below a threshold."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from pairing.grouping.costs import Floats, Ints
from pairing.grouping.kernels.compiled import inner, njit
from pairing.grouping.kernels.limits import absorb, extend, open_trail, permitted
from pairing.grouping.kernels.pricing_bounds import Ground, cheapest_fill, rounded_cost, sift


class Rule(NamedTuple):
    """How a sum over pairs becomes a cost: the size's factor, rounding's slack, Costs.mean and Costs.sign."""

    factor: float
    slack: float
    mean: bool
    sign: int


@inner()
def worst_of(costs):  # type: ignore[no-untyped-def]
    """Where the largest cost stands, the first of several."""
    at = 0
    for k in range(len(costs)):
        if costs[k] > costs[at]:
            at = k
    return at


@inner()
def keep_set(found, found_cost, state, members, count, value):  # type: ignore[no-untyped-def]
    """Store a set; where the store is full it replaces the worst, and the threshold falls to the worst left."""
    capacity = len(found_cost)
    at = int(state[1])
    if at < capacity:
        state[1] += 1
    else:
        at = worst_of(found_cost)
    for k in range(found.shape[1]):
        found[at, k] = members[k] if k < count else -1
    found_cost[at] = value
    if int(state[1]) == capacity:
        state[2] += 1
        state[0] = found_cost[worst_of(found_cost)]


@njit()
def price_from(  # type: ignore[no-untyped-def]
    first: int,
    later: Ints,
    size: int,
    dual: Floats,
    ground: Ground,
    rule: Rule,
    found: Ints,
    found_cost: Floats,
    state: Floats,
    most_nodes: int,
):
    """Find the sets of `size` people that hold unit `first` and else only units of `later`, cheaper than state[0].

    Stores them in `found` (positions, units; -1 fills up) and `found_cost`, their reduced costs; state: threshold,
    sets stored, how often the store was full, and whether to give up then. Returns (nodes, done): done is False when
    `most_nodes` ended the search.
    """
    between, weight, apart, limits = ground.between, ground.weight, ground.apart, ground.limits
    factor, slack, mean, sign = rule.factor, rule.slack, rule.mean, rule.sign
    n = len(dual)
    depths = size + 1
    candidates = np.empty((depths, n), dtype=np.int64)
    values = np.empty((depths, n))
    own = np.empty((depths, n))
    shared = np.empty(n)
    present = np.zeros((depths, n), dtype=np.bool_)
    count = np.zeros(depths, dtype=np.int64)
    position = np.zeros(depths, dtype=np.int64)
    seats = np.zeros(depths, dtype=np.int64)
    pairs = np.zeros(depths)
    paid = np.zeros(depths)
    members = np.empty(size, dtype=np.int64)
    trail = open_trail(depths, limits)
    nodes = 0
    # depth 0 stands for the empty set whose only child is `first`
    depth = 0
    members[0] = first
    seats[0] = size - weight[first]
    pairs[0] = between[first, first]
    paid[0] = dual[first]
    absorb(trail, 0, limits, first)
    if seats[0] == 0:
        value = rounded_cost(pairs[0], size, mean, sign) + trail.fine[0] - paid[0]
        if value < state[0] and permitted(trail, 0, limits):
            keep_set(found, found_cost, state, members, 1, value)
        return 1, True
    for k in range(len(later)):
        u = later[k]
        if weight[u] <= seats[0] and not apart[first, u]:
            candidates[0, count[0]] = u
            present[0, u] = True
            count[0] += 1
    for k in range(count[0]):
        u = candidates[0, k]
        own[0, u] = factor * (between[u, u] + between[first, u]) - dual[u]
    count[0], _ = sift(
        factor * pairs[0] - paid[0], trail, 0, seats[0], state[0] + slack, candidates[0], count[0], own[0],
        present[0], ground, factor, values[0], shared,
    )  # fmt: skip
    while depth >= 0:
        limit = state[0] + slack
        left = count[depth] - position[depth]
        if left == 0:
            depth -= 1
            continue
        at = position[depth]
        cost = factor * pairs[depth] - paid[depth] + trail.fine[depth]
        fill = cheapest_fill(candidates[depth, at:], values[depth, at:], weight, left, seats[depth], -1)
        if cost + fill >= limit:
            depth -= 1
            continue
        position[depth] += 1
        u = candidates[depth, at]
        nodes += 1
        if nodes > most_nodes or (state[3] > 0 and state[2] > 0):
            return nodes, False
        child = depth + 1
        rest = seats[depth] - weight[u]
        links = between[u, u]
        for k in range(child):
            links += between[u, members[k]]
        members[child] = u
        extend(trail, child, depth, limits, u)
        if rest == 0:
            value = rounded_cost(pairs[depth] + links, size, mean, sign) + trail.fine[child] - paid[depth] - dual[u]
            if value < state[0] and permitted(trail, child, limits):
                keep_set(found, found_cost, state, members, child + 1, value)
            continue
        pairs[child] = pairs[depth] + links
        paid[child] = paid[depth] + dual[u]
        seats[child] = rest
        position[child] = 0
        for v in range(n):
            present[child, v] = False
        number = 0
        for k in range(at + 1, count[depth]):
            v = candidates[depth, k]
            if weight[v] <= rest and not apart[u, v]:
                candidates[child, number] = v
                present[child, v] = True
                own[child, v] = own[depth, v] + factor * between[u, v]
                number += 1
        count[child], _ = sift(
            factor * pairs[child] - paid[child], trail, child, rest, limit, candidates[child], number, own[child],
            present[child], ground, factor, values[child], shared,
        )  # fmt: skip
        depth = child
    return nodes, True
