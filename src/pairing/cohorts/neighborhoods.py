"""Neighborhoods: a few adjacent cohorts taken apart and put together again as well as possible."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from pairing.cohorts.costs import ColumnCost, Costs
from pairing.cohorts.master import Column
from pairing.cohorts.problem import Kind, Problem

if TYPE_CHECKING:
    from pairing.cohorts.costs import Floats


def adjacent(problem: Problem, columns: Sequence[Column], first: int, count: int) -> list[int]:
    """The cohort at `first` and those whose members are on average nearest to its own, in cost terms."""
    distances = _mean_between(problem, columns)[first]
    distances[first] = -np.inf
    return sorted(np.argsort(distances, kind="stable")[:count].tolist())


def _mean_between(problem: Problem, columns: Sequence[Column]) -> Floats:
    """(cohorts, cohorts): mean signed dissimilarity between members."""
    share = np.zeros((len(columns), problem.n))
    for g, column in enumerate(columns):
        share[g, list(column.members)] = 1 / len(column.members)
    means: Floats = share @ problem.costs.signed @ share.T
    return means


def restricted(problem: Problem, columns: Sequence[Column], all_columns: Sequence[Column]) -> tuple[Problem, list[int]]:
    """The problem of these cohorts' members alone, and which people they are; the other cohorts stay as they are."""
    people = sorted(i for column in columns for i in column.members)
    place = {i: k for k, i in enumerate(people)}
    costs = _costs(problem.costs, people)
    inside = [u for u, unit in enumerate(problem.units) if unit[0] in place]
    units = tuple(tuple(place[i] for i in problem.units[u]) for u in inside)
    kinds = tuple(_kind(problem, t, columns, all_columns, people) for t in range(len(problem.kinds)))
    return Problem(costs, kinds, units, problem.apart[np.ix_(inside, inside)].copy()), people


def _kind(
    problem: Problem, t: int, columns: Sequence[Column], all_columns: Sequence[Column], people: list[int]
) -> Kind:
    """The kind with the counts that the other cohorts leave."""
    kind = problem.kinds[t]
    fixed = sum(column.kind == t for column in all_columns) - sum(column.kind == t for column in columns)
    most = min(kind.most - fixed, len(people) // kind.lo)
    return replace(kind, fewest=max(0, kind.fewest - fixed), most=most, allowed=kind.allowed[people])


def _costs(costs: Costs, people: list[int]) -> Costs:
    extra: ColumnCost | None = None
    if costs.extra is not None:
        whole_extra = costs.extra

        def extra(members: tuple[int, ...]) -> float:
            return whole_extra(tuple(people[k] for k in members))

    return replace(costs, whole=np.ascontiguousarray(costs.whole[np.ix_(people, people)]), extra=extra)


def back(columns: Sequence[Column], people: list[int]) -> list[Column]:
    """Columns of the restricted problem as columns of the whole one."""
    return [Column(column.kind, tuple(people[k] for k in column.members), column.cost) for column in columns]
