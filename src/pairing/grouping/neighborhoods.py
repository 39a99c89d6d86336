"""Neighborhoods: a few adjacent cohorts taken apart and put together again as well as possible."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from pairing.grouping.costs import ColumnCost, Costs
from pairing.grouping.master import Column
from pairing.grouping.problem import VENUE, Count, Drive, GroupingProblem, Kind, Spread

if TYPE_CHECKING:
    from pairing.grouping.costs import Floats


def adjacent(problem: GroupingProblem, columns: Sequence[Column], first: int, count: int) -> list[int]:
    """The cohort at `first` and those whose members are on average nearest to its own, in cost terms."""
    distances = _mean_between(problem, columns)[first]
    distances[first] = -np.inf
    return sorted(np.argsort(distances, kind="stable")[:count].tolist())


def _mean_between(problem: GroupingProblem, columns: Sequence[Column]) -> Floats:
    """(cohorts, cohorts): mean signed dissimilarity between members."""
    share = np.zeros((len(columns), problem.n))
    for g, column in enumerate(columns):
        share[g, list(column.members)] = 1 / len(column.members)
    means: Floats = share @ problem.costs.signed @ share.T
    return means


def restricted(
    problem: GroupingProblem, columns: Sequence[Column], all_columns: Sequence[Column]
) -> tuple[GroupingProblem, list[int]]:
    """The problem of these cohorts' members alone, and which people they are; the other cohorts stay as they are."""
    people = sorted(i for column in columns for i in column.members)
    place = {i: k for k, i in enumerate(people)}
    costs = _costs(problem.costs, people)
    inside = [u for u, unit in enumerate(problem.units) if unit[0] in place]
    units = tuple(tuple(place[i] for i in problem.units[u]) for u in inside)
    kinds = tuple(_kind(problem, t, columns, all_columns, people) for t in range(len(problem.kinds)))
    apart = problem.apart[np.ix_(inside, inside)].copy()
    total = _total(problem, len(all_columns) - len(columns), len(people))
    return GroupingProblem(costs, kinds, units, apart, *_limits(problem, people), total), people


def _total(problem: GroupingProblem, fixed: int, people: int) -> tuple[int, int] | None:
    """The number of cohorts that so many others leave for so many people."""
    if problem.total is None:
        return None
    most = min(problem.total[1] - fixed, people // min(kind.lo for kind in problem.kinds))
    return max(0, problem.total[0] - fixed), most


def _limits(problem: GroupingProblem, people: list[int]) -> tuple[Spread | None, tuple[Count, ...], Drive | None]:
    """Spread, counts and drive among these people alone."""
    spread, drive = problem.spread, problem.drive
    if spread is not None:
        spread = replace(spread, levels=spread.levels[people])
    counts = tuple(replace(count, flags=count.flags[people]) for count in problem.counts)
    if drive is not None:
        place = {i: k for k, i in enumerate(people)}
        kept = [p for p, owner in enumerate(drive.home.tolist()) if owner == VENUE or owner in place]
        home = np.array([place.get(owner, VENUE) for owner in drive.home[kept].tolist()], dtype=np.int64)
        drive = Drive(drive.reach[np.ix_(kept, people)].copy(), home)
    return spread, counts, drive


def _kind(
    problem: GroupingProblem, t: int, columns: Sequence[Column], all_columns: Sequence[Column], people: list[int]
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
