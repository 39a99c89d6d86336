"""Every possible cohort written down: the road for costs that follow no rule, where that is few enough."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import comb, floor

from pairing.grouping.master import Column
from pairing.grouping.problem import GroupingProblem, Kind

LISTED = 20_000
"""The most sets of units that are written down one by one."""


def can_list(problem: GroupingProblem) -> bool:
    """Whether there are at most LISTED sets of units for every kind together (counted from above)."""
    units = len(problem.units)
    return sum(comb(units, count) for kind in problem.kinds for count in range(1, kind.hi + 1)) <= LISTED


def every_column(problem: GroupingProblem) -> list[Column]:
    """All columns of all kinds."""
    return [
        Column(t, members, problem.cost(members))
        for t, kind in enumerate(problem.kinds)
        for members in _sets(problem, kind)
        if not problem.restricts or problem.feasible(t, members)
    ]


def share_bound(n: int, columns: list[Column]) -> int:
    """Everyone costs at least their share of the cohort in which it is smallest: what every grouping costs at least."""
    least: list[Fraction | None] = [None] * n
    for column in columns:
        share = Fraction(column.cost, len(column.members))
        for i in column.members:
            known = least[i]
            least[i] = share if known is None else min(share, known)
    return floor(sum((share for share in least if share is not None), Fraction(0)))


def _sets(problem: GroupingProblem, kind: Kind) -> Iterator[tuple[int, ...]]:
    """The sets of people that such a cohort may be."""
    usable = [u for u, good in enumerate(problem.unit_allowed(kind)) if good]

    def grow(chosen: list[int], start: int, seats: int) -> Iterator[tuple[int, ...]]:
        if kind.hi - seats >= kind.lo:
            yield tuple(sorted(i for u in chosen for i in problem.units[u]))
        for k in range(start, len(usable)):
            u = usable[k]
            if problem.weight[u] <= seats and not problem.apart[u, chosen].any():
                yield from grow([*chosen, u], k + 1, seats - int(problem.weight[u]))

    return grow([], 0, kind.hi)
