"""Enumeration: every column that a grouping better than the incumbent can use."""

from __future__ import annotations

from pairing.grouping.column_generation import Dual
from pairing.grouping.lagrangian_bound import NEVER, forced
from pairing.grouping.master import Column
from pairing.grouping.pricing import GRID, Pricer, Shape
from pairing.grouping.shared_pricing import Place, Sets, fitting, shared_units, shares
from pairing.optimizers.deadline import Deadline


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


def enumerated(
    pricer: Pricer, dual: Dual, beat: int, most: int, deadline: Deadline, most_nodes: int
) -> list[Column] | None:
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
            found |= _for_all(pricer, dual, shapes, size, most, deadline, most_nodes)
        if shape not in found:
            answer = pricer.exact(t, size, dual.people, shapes[shape], most + 1, deadline, most_nodes, all_or_none=True)
            if answer.overflow or not answer.exact:
                return None
            found[shape] = answer.sets
        columns += [Column(t, members, pricer.cost(members)) for reduced, members in found[shape] if reduced < limit]
        different = {column.members for column in columns} if pricer.problem.free_kinds else columns
        if len(different) > most:
            return None
    return columns


def _for_all(
    pricer: Pricer, dual: Dual, shapes: dict[Shape, float], size: int, most: int, deadline: Deadline, most_nodes: int
) -> dict[Shape, Sets]:
    """The sets below the largest threshold of all kinds with cohorts of this size; none if that is too much."""
    kinds = {pricer.shape(t, size): t for t, other in pricer.places() if other == size}
    limit = max(shapes[shape] for shape in kinds if shape in shapes)
    units = shared_units(pricer, size)
    answer = pricer.exact_among(units, size, dual.people, limit, most + 1, deadline, most_nodes, all_or_none=True)
    if answer.overflow or not answer.exact:
        return {}
    return {shape: fitting(pricer, t, answer.sets) for shape, t in kinds.items()}
