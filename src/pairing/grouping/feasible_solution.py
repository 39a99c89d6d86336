"""Some grouping that meets every rule, by CP-SAT (one worker): in given cohorts, or in so many of free kinds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf, isfinite

import numpy as np
from ortools.sat.python import cp_model

from pairing.grouping.costs import Bools, Ints
from pairing.grouping.problem import VENUE, GroupingProblem
from pairing.optimizers import cp_sat
from pairing.optimizers.deadline import Deadline

KIND_CHOICES = 3
"""Where the kinds of so many cohorts are free, this many choices of them are started from."""

Seats = dict[tuple[int, int], cp_model.IntVar]
"""By unit and cohort, where the unit may be in it."""


@dataclass(frozen=True)
class Layout:
    """Cohorts to be filled: the kind of each, its sizes lo and hi, and the units it allows, (cohorts, units)."""

    kinds: tuple[int, ...]
    lo: Ints
    hi: Ints
    allowed: Bools


Start = tuple[Layout, Ints]
"""A layout and a grouping in it: (units,) each unit's cohort."""


@dataclass(frozen=True)
class Effort:
    """What one start may take: until the deadline, and CP-SAT's deterministic seconds."""

    deadline: Deadline
    seed: int
    most: float = inf


class TooLong(Exception):  # noqa: N818 - not an error: the caller goes on without this start
    """Neither a start nor a proof that there is none was found within the effort."""


def layout_of(problem: GroupingProblem, kinds: tuple[int, ...]) -> Layout:
    """Cohorts of these kinds."""
    lo = np.array([problem.kinds[t].lo for t in kinds], dtype=np.int64)
    hi = np.array([problem.kinds[t].hi for t in kinds], dtype=np.int64)
    return Layout(kinds, lo, hi, np.array([problem.unit_allowed(problem.kinds[t]) for t in kinds]))


def feasible(problem: GroupingProblem, layout: Layout, effort: Effort) -> Ints | None:
    """A grouping in this layout that meets every rule; None if there is none."""
    model = cp_model.CpModel()
    units, cohorts = range(len(problem.units)), range(len(layout.kinds))
    seat = {(u, g): model.new_bool_var("") for u in units for g in cohorts if layout.allowed[g, u]}
    for u in units:
        model.add_exactly_one([seat[u, g] for g in cohorts if (u, g) in seat])
    for g in cohorts:
        model.add_linear_constraint(_size(problem, seat, g), int(layout.lo[g]), int(layout.hi[g]))
        _separate(model, problem, seat, g)
    _restrict(model, problem, seat, cohorts)
    answer = _solved(model, effort)
    return None if answer is None else _labels(problem, seat, answer)


def of_free_kinds(problem: GroupingProblem, count: int, effort: Effort) -> list[Start]:
    """Groupings into so many cohorts of kinds that are free, up to KIND_CHOICES different choices of them."""
    model = cp_model.CpModel()
    units, cohorts, kinds = range(len(problem.units)), range(count), range(len(problem.kinds))
    seat = {(u, g): model.new_bool_var("") for u in units for g in cohorts}
    kind_of = [[model.new_bool_var("") for _ in kinds] for _ in cohorts]
    for u in units:
        model.add_exactly_one([seat[u, g] for g in cohorts])
    for g in cohorts:
        model.add_exactly_one(kind_of[g])
        size = _size(problem, seat, g)
        model.add(size >= sum(problem.kinds[t].lo * kind_of[g][t] for t in kinds))
        model.add(size <= sum(problem.kinds[t].hi * kind_of[g][t] for t in kinds))
        _separate(model, problem, seat, g)
    for one, other in pairwise(kind_of):
        model.add(sum(t * one[t] for t in kinds) <= sum(t * other[t] for t in kinds))
    for t in kinds:
        model.add_linear_constraint(sum(row[t] for row in kind_of), problem.kinds[t].fewest, problem.kinds[t].most)
        for u in np.flatnonzero(~problem.unit_allowed(problem.kinds[t])).tolist():
            for g in cohorts:
                model.add_implication(seat[u, g], ~kind_of[g][t])
    _restrict(model, problem, seat, cohorts)
    return _choices(model, problem, seat, kind_of, effort)


def _choices(
    model: cp_model.CpModel, problem: GroupingProblem, seat: Seats, kind_of: list[list[cp_model.IntVar]], effort: Effort
) -> list[Start]:
    """Solutions of the model with different numbers of cohorts per kind."""
    found: list[Start] = []
    for _ in range(KIND_CHOICES):
        try:
            answer = _solved(model, effort)
        except TooLong:
            if found:
                return found
            raise
        if answer is None:
            return found
        chosen = tuple(t for row in kind_of for t, variable in enumerate(row) if answer.value(variable))
        found.append((layout_of(problem, chosen), _labels(problem, seat, answer)))
        more = [model.new_bool_var("") for _ in problem.kinds]
        for t, variable in enumerate(more):
            model.add(sum(row[t] for row in kind_of) >= chosen.count(t) + 1).only_enforce_if(variable)
        model.add_bool_or(more)
    return found


def _size(problem: GroupingProblem, seat: Seats, g: int) -> cp_model.LinearExprT:
    """How many people are in a cohort."""
    return sum(int(problem.weight[u]) * seat[u, g] for u in range(len(problem.units)) if (u, g) in seat)


def _separate(model: cp_model.CpModel, problem: GroupingProblem, seat: Seats, g: int) -> None:
    """Who must be apart is not both in this cohort."""
    for u, v in np.argwhere(np.triu(problem.apart, 1)).tolist():
        if (u, g) in seat and (v, g) in seat:
            model.add_at_most_one([seat[u, g], seat[v, g]])


def _restrict(model: cp_model.CpModel, problem: GroupingProblem, seat: Seats, cohorts: Sequence[int]) -> None:
    """Counts and drive hold in every cohort."""
    limits = problem.limits
    for flags, count in zip(limits.flags.tolist(), problem.counts, strict=True):
        domain = cp_model.Domain.from_values(np.flatnonzero(count.accepted).tolist())
        for g in cohorts:
            flagged = sum(flag * seat[u, g] for u, flag in enumerate(flags) if flag and (u, g) in seat)
            model.add_linear_expression_in_domain(flagged, domain)
    if problem.drive is None:
        return
    reach = np.array([problem.drive.reach[:, list(unit)].all(axis=1) for unit in problem.units])
    for g in cohorts:
        at: dict[int, cp_model.IntVar] = {}
        for place, owner in enumerate(problem.drive.home.tolist()):
            host = VENUE if owner == VENUE else int(problem.unit_of[owner])
            if host == VENUE or (host, g) in seat:
                at[place] = model.new_bool_var("")
            if (host, g) in seat:
                model.add_implication(at[place], seat[host, g])
        model.add_exactly_one(list(at.values()))
        for u in range(len(problem.units)):
            if (u, g) in seat:
                model.add_bool_or([*(at[place] for place in at if reach[u, place]), ~seat[u, g]])


def _solved(model: cp_model.CpModel, effort: Effort) -> cp_sat.Answer | None:
    """An answer with a solution, None for a proof that there is none. Raises TooLong."""
    answer = cp_sat.solve(model, effort.deadline, effort=effort.most, seed=effort.seed)
    answer.check()
    if answer.infeasible:
        return None
    if not answer.found:
        effort.deadline.check()
        if isfinite(effort.most):
            raise TooLong
        raise RuntimeError(f"CP-SAT ended with {answer.status} without a starting grouping")
    return answer


def _labels(problem: GroupingProblem, seat: Seats, answer: cp_sat.Answer) -> Ints:
    """(units,): each unit's cohort."""
    label = np.zeros(len(problem.units), dtype=np.int64)
    for (u, g), variable in seat.items():
        if answer.value(variable):
            label[u] = g
    return label
