"""Descent in Python under the whole cost: for a column_cost, which compiled search cannot see."""

from __future__ import annotations

from collections.abc import Iterator

from pairing.grouping.deadline import Clock
from pairing.grouping.master import Column
from pairing.grouping.pricing import Members, Pricer

Pair = tuple[Members, Members]


def polished(pricer: Pricer, columns: list[Column], clock: Clock) -> list[Column]:
    """The grouping after all improving moves and swaps of units between two cohorts."""
    current = list(columns)
    better = True
    while better:
        better = False
        for a in range(len(current)):
            for b in range(a + 1, len(current)):
                clock.check()
                changed = _best_change(pricer, current[a], current[b])
                if changed is not None:
                    current[a], current[b] = changed
                    better = True
    return current


def _best_change(pricer: Pricer, one: Column, other: Column) -> tuple[Column, Column] | None:
    """The best move or swap between two cohorts; None if none is better."""
    best, before = None, one.cost + other.cost
    for left, right in _changes(pricer, one.members, other.members):
        if not (pricer.problem.feasible(one.kind, left) and pricer.problem.feasible(other.kind, right)):
            continue
        costs = pricer.cost(left), pricer.cost(right)
        if sum(costs) < before:
            before = sum(costs)
            best = Column(one.kind, left, costs[0]), Column(other.kind, right, costs[1])
    return best


def _changes(pricer: Pricer, one: Members, other: Members) -> Iterator[Pair]:
    """Both cohorts after each move or swap of units."""
    units, unit_of = pricer.problem.units, pricer.problem.unit_of
    here: list[Members] = [units[u] for u in sorted({int(unit_of[i]) for i in one})]
    there: list[Members] = [units[u] for u in sorted({int(unit_of[i]) for i in other})]
    for out in [(), *here]:
        for into in [(), *there]:
            left = tuple(sorted((set(one) - set(out)) | set(into)))
            right = tuple(sorted((set(other) - set(into)) | set(out)))
            yield left, right
