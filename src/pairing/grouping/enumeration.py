"""Enumeration: every column that a grouping better than the incumbent can use."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from math import comb, floor

from pairing.grouping.branching import FULL_EFFORT, Node, Tree
from pairing.grouping.column_generation import Dual, Generation
from pairing.grouping.deadline import Clock
from pairing.grouping.integer_master import choose
from pairing.grouping.lagrangian_bound import NEVER, forced
from pairing.grouping.master import Column
from pairing.grouping.pricing import GRID, Pricer, Shape
from pairing.grouping.problem import Kind, Problem
from pairing.grouping.run import NOTHING, Run
from pairing.grouping.shared_pricing import Place, Sets, fitting, shared_units, shares


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
    """All columns below the thresholds, or None if they are more than `most` or too long to find.

    Columns that differ only in a free kind count once.
    """
    limits = thresholds(pricer, dual, beat)
    shapes: dict[Shape, float] = {}
    for (t, size), limit in limits.items():
        shapes[pricer.shape(t, size)] = max(limit, shapes.get(pricer.shape(t, size), limit))
    found: dict[Shape, Sets] = {}
    columns: list[Column] = []
    for (t, size), limit in limits.items():
        shape = pricer.shape(t, size)
        if shape not in found and shares(pricer, size):
            found |= _for_all(pricer, dual, shapes, size, most, clock, most_nodes)
        if shape not in found:
            answer = pricer.exact(t, size, dual.people, shapes[shape], most + 1, clock, most_nodes, all_or_none=True)
            if answer.overflow or not answer.exact:
                return None
            found[shape] = answer.sets
        columns += [Column(t, members, pricer.cost(members)) for reduced, members in found[shape] if reduced < limit]
        different = {column.members for column in columns} if pricer.problem.free_kinds else columns
        if len(different) > most:
            return None
    return columns


def _for_all(
    pricer: Pricer, dual: Dual, shapes: dict[Shape, float], size: int, most: int, clock: Clock, most_nodes: int
) -> dict[Shape, Sets]:
    """The sets below the largest threshold of all kinds with cohorts of this size; none if that is too much."""
    kinds = {pricer.shape(t, size): t for t, other in pricer.places() if other == size}
    limit = max(shapes[shape] for shape in kinds if shape in shapes)
    units = shared_units(pricer, size)
    answer = pricer.exact_among(units, size, dual.people, limit, most + 1, clock, most_nodes, all_or_none=True)
    if answer.overflow or not answer.exact:
        return {}
    return {shape: fitting(pricer, t, answer.sets) for shape, t in kinds.items()}


# ---------------------------------------------------------------- every possible cohort written down: the road for c


LISTED = 20_000
"""The most sets of units that are written down one by one."""


def can_list(problem: Problem) -> bool:
    """Whether there are at most LISTED sets of units for every kind together (counted from above)."""
    units = len(problem.units)
    return sum(comb(units, count) for kind in problem.kinds for count in range(1, kind.hi + 1)) <= LISTED


def every_column(problem: Problem) -> list[Column]:
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


def _sets(problem: Problem, kind: Kind) -> Iterator[tuple[int, ...]]:
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


# ---------------------------------------------------------------- every column of every grouping that costs no more


@dataclass
class Ties(Tree):
    """A tree that closes a node by listing its columns. found: all of them."""

    found: set[Column] = field(default_factory=set)

    def _integer(self, problem: Problem, node: Node, generation: Generation) -> bool:
        columns = enumerated(
            generation.pricer, generation.dual, self.run_.value, self.columns, self.clock, self.nodes
        )  # fmt: skip
        if columns is None:
            return False
        floor = generation.dual.whole or self.run_.bound
        kept = choose(problem, columns, self.run_.value, floor, self.clock, FULL_EFFORT)
        if kept.status != "none":
            self.found.update(columns)
        return True


def ties(problem: Problem, best: list[Column], clock: Clock) -> list[Column] | None:
    """The columns of all groupings that cost at most as much as `best`, others among them; None if not all are found.

    Raises Stopped at the clock's end.
    """
    value = sum(column.cost for column in best)
    tree = Ties(Run(problem, clock, best, value + 1, NOTHING), set(best), clock)
    tree.run()
    return None if tree.stuck else sorted(tree.found | set(best), key=lambda column: (column.kind, column.members))
