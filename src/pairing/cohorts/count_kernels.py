"""Compiled bounds on filling seats where counts say how many people with a flag may or must still join."""

from __future__ import annotations

from numba import njit

from pairing.cohorts.limit_kernels import accepts

NO_FILL = 1e300
"""There is no way to fill the seats."""


@njit(cache=True)
def flagged_fill(order, values, weight, count, seats, without, flags, least, most):  # type: ignore[no-untyped-def]  # noqa: C901
    """The least per-seat values that fill the seats with `least` to `most` flagged people, one position left out.

    Candidates in ascending order. Of units in which some have the flag, nobody counts toward `most` and everybody
    toward `least`, so that it stays a bound.
    """
    total = 0.0
    last, part = -1, 0
    for k in range(count):
        if least == 0:
            break
        u = order[k]
        if k != without and flags[u] > 0:
            take = min(least, seats, weight[u])
            total += values[k] * take
            least -= take
            seats -= take
            if flags[u] == weight[u]:
                most -= take
            last, part = k, take
    if least > 0:
        return NO_FILL
    for k in range(count):
        if seats == 0:
            return total
        if k == without:
            continue
        u = order[k]
        room = weight[u]
        if flags[u] > 0 and k <= last:
            room = weight[u] - part if k == last else 0
        take = min(seats, room)
        if flags[u] == weight[u]:
            take = min(take, most)
            most -= take
        total += values[k] * take
        seats -= take
    return total if seats == 0 else NO_FILL


@njit(cache=True)
def counted_fill(trail, slot, limits, order, values, weight, count, seats, without):  # type: ignore[no-untyped-def]
    """The largest of the bounds that each count gives; order[without] has joined the set in this slot, if any.

    Minus NO_FILL where no count says more than the seats themselves.
    """
    fill = -NO_FILL
    top = limits.accepted.shape[1] - 2
    for k in range(trail.tally.shape[1]):
        number = trail.tally[slot, k]
        if without >= 0:
            number += limits.flags[k, order[without]]
        highest = min(top, number + seats)
        while highest >= number and not accepts(limits, k, highest, highest):
            highest -= 1
        lowest = number
        while lowest < highest and not accepts(limits, k, lowest, lowest):
            lowest += 1
        if highest < number:
            return NO_FILL
        if highest < number + seats or lowest > number:
            found = flagged_fill(
                order, values, weight, count, seats, without, limits.flags[k], lowest - number, highest - number
            )
            fill = max(fill, found)
    return fill


@njit(cache=True)
def drop_by_counts(trail, slot, limits, cost, seats, limit, candidates, count, present, weight, values):  # type: ignore[no-untyped-def]
    """Drop the screened candidates that no set below the limit can hold by what counts demand; how many are left."""
    for k in range(count):
        u = candidates[k]
        rest = seats - weight[u]
        if rest > 0:
            fill = counted_fill(trail, slot, limits, candidates, values, weight, count, rest, k)
            present[u] = cost + values[k] * weight[u] + fill < limit
    kept = 0
    for k in range(count):
        if present[candidates[k]]:
            candidates[kept] = candidates[k]
            values[kept] = values[k]
            kept += 1
    return kept
