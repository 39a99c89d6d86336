# ruff: noqa: C901 - the kernel is one loop nest; calls would cost more than they explain
"""Compiled growing of good sets of one size: greedily from each unit, then improved by swaps."""

from __future__ import annotations

import numpy as np

from pairing.grouping.costs import Bools, Floats
from pairing.grouping.kernels.compiled import inner, njit
from pairing.grouping.kernels.limits import BROKEN, accepts, assemble, burden, clear, extend, open_trail
from pairing.grouping.kernels.pricing_bounds import FAR, Ground


@inner()
def begin_meeting(trail, slot, limits, first):  # type: ignore[no-untyped-def]
    """Empty a set that is to meet at a venue or the home of `first`, where it reaches one of these."""
    clear(trail, slot, limits)
    some = False
    for word in range(len(limits.venues)):
        trail.alive[slot, word] = limits.venues[word] | limits.homes[first, word]
        some = some or (trail.alive[slot, word] & limits.reach[first, word]) != 0
    if not some:
        clear(trail, slot, limits)


@inner()
def can_go_on(trail, slot, limits, seats):  # type: ignore[no-untyped-def]
    """Whether a set may still come to something with `seats` more people, whoever they are."""
    for k in range(trail.tally.shape[1]):
        if not accepts(limits, k, trail.tally[slot, k], trail.tally[slot, k] + seats):
            return False
    for word in range(len(limits.venues)):
        if trail.alive[slot, word]:
            return True
    return len(limits.venues) == 0


@njit()
def grow_sets(size: int, usable: Bools, dual: Floats, ground: Ground, factor: float):  # type: ignore[no-untyped-def]
    """Sets grown greedily from each unit and improved by swaps: (units, size) units with -1, and reduced costs.

    Slot 0 of the trail is the set, or the set without one unit; slot 1 is that with another one.
    """
    between, weight, apart, limits = ground.between, ground.weight, ground.apart, ground.limits
    n = len(dual)
    sets = np.full((n, size), -1, dtype=np.int64)
    costs = np.full(n, FAR)
    trail = open_trail(2, limits)
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
        begin_meeting(trail, 0, limits, first)
        while True:
            inside[u] = True
            seats -= weight[u]
            cost += beside[u]
            extend(trail, 0, 0, limits, u)
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
                    value = beside[v]
                    if limits.active and value / weight[v] < best:
                        extend(trail, 1, 0, limits, v)
                        if not can_go_on(trail, 1, limits, seats - weight[v]):
                            continue
                        value += trail.fine[1] - trail.fine[0]
                    if value / weight[v] < best:
                        best = value / weight[v]
                        u = v
            if u < 0:
                break
        if seats > 0:
            continue
        heavy: float = 0.0
        if limits.active:
            units = np.flatnonzero(inside)
            assemble(trail, 0, limits, units, len(units), -1, -1)
            heavy = burden(trail, 0, limits)
        for _ in range(4 * size):
            change = -1e-6
            out, into = -1, -1
            units = np.flatnonzero(inside)
            for leaver in units:
                if limits.active:
                    assemble(trail, 0, limits, units, len(units), leaver, -1)
                for v in range(n):
                    if inside[v] or not usable[v] or weight[v] != weight[leaver]:
                        continue
                    if clashes[v] - (1 if apart[leaver, v] else 0) > 0:
                        continue
                    delta = beside[v] - factor * between[leaver, v] - beside[leaver]
                    if limits.active and delta + trail.fine[0] - heavy < change:
                        extend(trail, 1, 0, limits, v)
                        delta += burden(trail, 1, limits) - heavy
                    if delta < change:
                        change, out, into = delta, int(leaver), v
            if out < 0:
                break
            inside[out], inside[into] = False, True
            if limits.active:
                assemble(trail, 0, limits, units, len(units), out, into)
                change -= burden(trail, 0, limits) - heavy
                heavy = burden(trail, 0, limits)
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
        if heavy < BROKEN:
            units = np.flatnonzero(inside)
            sets[first, : len(units)] = units
            costs[first] = cost + heavy
    return sets, costs
