"""Enumeration: every column that a grouping better than the incumbent can use."""

from __future__ import annotations

from pairing.cohorts.bound import NEVER, forced
from pairing.cohorts.clock import Clock
from pairing.cohorts.generation import Dual, Place
from pairing.cohorts.master import Column
from pairing.cohorts.pricing import GRID, Members, Pricer


def thresholds(pricer: Pricer, dual: Dual, beat: int) -> dict[Place, float]:
    """For each kind and size: columns whose reduced cost is not below this are in no grouping that costs less.

    A grouping with a column costs at least the bound with one such cohort forced, plus what the column's reduced cost
    is above the least; a better one costs at most beat - 1.
    """
    result = {}
    for place, total in forced(pricer.problem, dual.people, dual.least).items():
        if total < NEVER:
            result[place] = dual.least[place] + ((beat - 1) * GRID - total) / GRID + 0.5 / GRID
    return result


def enumerated(pricer: Pricer, dual: Dual, beat: int, most: int, clock: Clock, most_nodes: int) -> list[Column] | None:
    """All columns below the thresholds, or None if they are more than `most` or too long to find."""
    limits = thresholds(pricer, dual, beat)
    shapes: dict[tuple[bytes, int], float] = {}
    for (t, size), limit in limits.items():
        shape = (pricer.usable[t].tobytes(), size)
        shapes[shape] = max(limit, shapes.get(shape, limit))
    found: dict[tuple[bytes, int], list[tuple[float, Members]]] = {}
    columns: list[Column] = []
    for (t, size), limit in limits.items():
        shape = (pricer.usable[t].tobytes(), size)
        if shape not in found:
            answer = pricer.exact(t, size, dual.people, shapes[shape], most + 1, clock, most_nodes, all_or_none=True)
            if answer.overflow or not answer.exact:
                return None
            found[shape] = answer.sets
        columns += [Column(t, members, pricer.cost(members)) for reduced, members in found[shape] if reduced < limit]
        if len(columns) > most:
            return None
    return columns
