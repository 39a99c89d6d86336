"""Kinds that differ only in whom they allow, served by one exact search over everybody any of them allows."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from pairing.grouping.costs import Bools, Floats
from pairing.grouping.kernels.pricing_bounds import FAR
from pairing.grouping.pricing import Members, Priced, Pricer, Shape
from pairing.optimizers.deadline import Deadline

Place = tuple[int, int]
"""A kind's position and a size."""
Sets = list[tuple[float, Members]]
KEPT = 8
"""How many of the best sets exact pricing hands back per kind and size ..."""
SHARED = 64
"""... and how many a search for all kinds keeps, so that most kinds find their best set among them."""


def priced(
    pricer: Pricer, duals: Floats, grown: Mapping[Place, Sets], deadline: Deadline, most_nodes: int
) -> dict[Place, Priced]:
    """The least reduced cost of every place, exactly where `most_nodes` per search suffice."""
    answers: dict[Shape, Priced] = {}
    for t, size in pricer.places():
        if pricer.shape(t, size) in answers:
            continue
        if shares(pricer, size):
            answers |= _of_size(pricer, size, duals, grown, deadline, most_nodes)
        else:
            answers[pricer.shape(t, size)] = _alone(pricer, t, size, duals, grown, deadline, most_nodes)
    return {(t, size): answers[pricer.shape(t, size)] for t, size in pricer.places()}


def shares(pricer: Pricer, size: int) -> bool:
    """Whether several kinds of free number differ in whom they allow."""
    problem = pricer.problem
    several = len({pricer.shape(t, size) for t, other in pricer.places() if other == size}) > 1
    return several and problem.free_kinds and problem.costs.extra is None


def shared_units(pricer: Pricer, size: int) -> Bools:
    """(units,): those whom any kind with cohorts of this size allows."""
    allowed: Bools = np.any([pricer.usable[t] for t, other in pricer.places() if other == size], axis=0)
    return allowed


def fitting(pricer: Pricer, t: int, sets: Sets) -> Sets:
    """The sets that a kind allows."""
    allowed = pricer.problem.kinds[t].allowed
    return [(cost, members) for cost, members in sets if allowed[list(members)].all()]


def _of_size(
    pricer: Pricer, size: int, duals: Floats, grown: Mapping[Place, Sets], deadline: Deadline, most_nodes: int
) -> dict[Shape, Priced]:
    """All kinds with cohorts of one size: a search for all, then one each where that leaves the least open."""
    kinds = {pricer.shape(t, size): t for t, other in pricer.places() if other == size}
    below = max(_best(grown[t, size]) for t in kinds.values())
    common = pricer.exact_among(shared_units(pricer, size), size, duals, below, SHARED, deadline, most_nodes)
    known = max(cost for cost, _ in common.sets) if common.overflow else below
    answers = {}
    for shape, t in kinds.items():
        sets = fitting(pricer, t, common.sets)
        best = min(_best(sets), _best(grown[t, size]))
        if not common.exact:
            answers[shape] = Priced(min(best, common.least), False, sets[:KEPT], nodes=common.nodes)
        elif best <= known:
            answers[shape] = Priced(best, True, sets[:KEPT], nodes=common.nodes)
        else:
            answers[shape] = _alone(pricer, t, size, duals, grown, deadline, most_nodes)
    return answers


def _alone(
    pricer: Pricer, t: int, size: int, duals: Floats, grown: Mapping[Place, Sets], deadline: Deadline, most_nodes: int
) -> Priced:
    return pricer.exact(t, size, duals, _best(grown[t, size]), KEPT, deadline, most_nodes)


def _best(sets: Sets) -> float:
    return sets[0][0] if sets else FAR
