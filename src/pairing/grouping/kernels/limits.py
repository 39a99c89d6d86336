"""Compiled bookkeeping of spread, counts and drive for sets of units that grow one unit at a time."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from pairing.grouping.costs import Floats, Ints
from pairing.grouping.kernels.compiled import inner
from pairing.grouping.limits import BEYOND, Masks

BROKEN = 1e12
"""What local search pays for every rule that a set breaks: more than any cost."""


class Trail(NamedTuple):
    """What is known of some sets of units, one per slot.

    low, high: (slots,) extreme known levels. fine: (slots,) the penalty on their spread. tally: (slots, counts)
    members with the flag. alive: (slots, words) bits of the places that all members reach. hosted: (slots, words) bits
    of the venues and the members' homes.
    """

    low: Ints
    high: Ints
    fine: Floats
    tally: Ints
    alive: Masks
    hosted: Masks


@inner()
def open_trail(slots, limits):  # type: ignore[no-untyped-def]
    """That many empty sets."""
    counts, words = len(limits.flags), len(limits.venues)
    trail = Trail(
        np.empty(slots, dtype=np.int64),
        np.empty(slots, dtype=np.int64),
        np.empty(slots),
        np.empty((slots, counts), dtype=np.int64),
        np.empty((slots, words), dtype=np.uint64),
        np.empty((slots, words), dtype=np.uint64),
    )
    for slot in range(slots):
        clear(trail, slot, limits)
    return trail


@inner()
def clear(trail, slot, limits):  # type: ignore[no-untyped-def]
    """Make a set empty."""
    trail.low[slot], trail.high[slot], trail.fine[slot] = BEYOND, -BEYOND, 0.0
    for k in range(trail.tally.shape[1]):
        trail.tally[slot, k] = 0
    for word in range(len(limits.venues)):
        trail.alive[slot, word] = ~np.uint64(0)
        trail.hosted[slot, word] = limits.venues[word]


@inner()
def fine_of(low, high, limits):  # type: ignore[no-untyped-def]
    """The penalty on a spread, as Spread.penalty states it."""
    excess = high - low - limits.free
    return float((excess * limits.rate + 500) // 1000) if excess > 0 else 0.0


@inner()
def absorb(trail, slot, limits, u):  # type: ignore[no-untyped-def]
    """Add unit u to a set."""
    if len(limits.low) > 0:
        trail.low[slot] = min(trail.low[slot], limits.low[u])
        trail.high[slot] = max(trail.high[slot], limits.high[u])
        trail.fine[slot] = fine_of(trail.low[slot], trail.high[slot], limits)
    for k in range(trail.tally.shape[1]):
        trail.tally[slot, k] += limits.flags[k, u]
    for word in range(len(limits.venues)):
        trail.alive[slot, word] &= limits.reach[u, word]
        trail.hosted[slot, word] |= limits.homes[u, word]


@inner()
def extend(trail, slot, parent, limits, u):  # type: ignore[no-untyped-def]
    """Make a set another one with unit u added."""
    trail.low[slot], trail.high[slot], trail.fine[slot] = trail.low[parent], trail.high[parent], trail.fine[parent]
    for k in range(trail.tally.shape[1]):
        trail.tally[slot, k] = trail.tally[parent, k]
    for word in range(len(limits.venues)):
        trail.alive[slot, word] = trail.alive[parent, word]
        trail.hosted[slot, word] = trail.hosted[parent, word]
    absorb(trail, slot, limits, u)


@inner()
def assemble(trail, slot, limits, members, count, out, into):  # type: ignore[no-untyped-def]
    """Make a set the first `count` members without `out` and with `into` (-1: nobody)."""
    clear(trail, slot, limits)
    for k in range(count):
        if members[k] != out:
            absorb(trail, slot, limits, members[k])
    if into >= 0:
        absorb(trail, slot, limits, into)


@inner()
def some_place(trail, slot, limits):  # type: ignore[no-untyped-def]
    """Whether a set can meet somewhere; always where there is no drive."""
    for word in range(len(limits.venues)):
        if trail.alive[slot, word] & trail.hosted[slot, word]:
            return True
    return len(limits.venues) == 0


@inner()
def accepts(limits, k, fewest, most):  # type: ignore[no-untyped-def]
    """Whether count k accepts a number from `fewest` to `most`."""
    return limits.accepted[k, most + 1] > limits.accepted[k, fewest]


@inner()
def permitted(trail, slot, limits):  # type: ignore[no-untyped-def]
    """Whether counts and drive allow a complete set."""
    for k in range(trail.tally.shape[1]):
        if not accepts(limits, k, trail.tally[slot, k], trail.tally[slot, k]):
            return False
    return some_place(trail, slot, limits)


@inner()
def steps_away(trail, slot, limits):  # type: ignore[no-untyped-def]
    """How far a complete set is from what counts allow, in people, and one more where it can meet nowhere."""
    total = 0
    for k in range(trail.tally.shape[1]):
        number = trail.tally[slot, k]
        top = limits.accepted.shape[1] - 2
        away = 0
        while away <= top and not accepts(limits, k, max(0, number - away), min(top, number + away)):
            away += 1
        total += away
    return total if some_place(trail, slot, limits) else total + 1


@inner()
def burden(trail, slot, limits):  # type: ignore[no-untyped-def]
    """A complete set's penalty, and BROKEN for every step away from what counts and drive allow."""
    return trail.fine[slot] + BROKEN * steps_away(trail, slot, limits)


@inner()
def within_reach(trail, slot, limits, seats, flagged, plain, k):  # type: ignore[no-untyped-def]
    """Whether count k accepts what a set can come to, by `seats` more of so many flagged and plain people."""
    number = trail.tally[slot, k]
    return accepts(limits, k, number + max(0, seats - plain), number + min(seats, flagged))


@inner()
def narrow(trail, slot, limits, seats, candidates, count, present, weight):  # type: ignore[no-untyped-def]
    """Drop the candidates that no permitted set on top of this one can hold; how many are left (0: there is none)."""
    for k in range(trail.tally.shape[1]):
        flagged, people = 0, 0
        for c in range(count):
            flagged += limits.flags[k, candidates[c]]
            people += weight[candidates[c]]
        if people < seats or not within_reach(trail, slot, limits, seats, flagged, people - flagged, k):
            return 0
        kept = 0
        for c in range(count):
            v = candidates[c]
            mine, number = limits.flags[k, v], trail.tally[slot, k]
            rest = seats - weight[v]
            least = number + mine + max(0, rest - (people - flagged - weight[v] + mine))
            most = number + mine + min(rest, flagged - mine)
            if least <= most and accepts(limits, k, least, most):
                candidates[kept] = v
                kept += 1
            else:
                present[v] = False
        count = kept
    return narrow_places(trail, slot, limits, candidates, count, present)


@inner()
def narrow_places(trail, slot, limits, candidates, count, present):  # type: ignore[no-untyped-def]
    """Drop the candidates that reach no place where this set can still meet; how many are left."""
    words = len(limits.venues)
    if words == 0:
        return count
    some = False
    for word in range(words):
        hosts = trail.hosted[slot, word]
        for c in range(count):
            hosts |= limits.homes[candidates[c], word]
        trail.alive[slot, word] &= hosts
        some = some or trail.alive[slot, word] != 0
    if not some:
        return 0
    kept = 0
    for c in range(count):
        v = candidates[c]
        good = False
        for word in range(words):
            if trail.alive[slot, word] & limits.reach[v, word]:
                good = True
                break
        if good:
            candidates[kept] = v
            kept += 1
        else:
            present[v] = False
    return kept


@inner()
def shared_fines(trail, slot, limits, seats, candidates, count, own, weight, shared):  # type: ignore[no-untyped-def]
    """shared[v]: own[v] and, per seat, an equal share of the penalty that v alone would add.

    However many of them join, the penalty grows at least by the mean of what each alone would add.
    """
    for c in range(count):
        v = candidates[c]
        low, high = min(trail.low[slot], limits.low[v]), max(trail.high[slot], limits.high[v])
        more = fine_of(low, high, limits) - trail.fine[slot]
        shared[v] = own[v] + more * weight[v] / seats
