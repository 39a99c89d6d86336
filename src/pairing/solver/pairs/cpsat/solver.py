"""Rows solved: CP-SAT with one worker, and the linear relaxation that bounds it and thins it out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from ortools.sat.python import cp_model

from pairing.optimizers import cp_sat
from pairing.optimizers.deadline import Deadline
from pairing.solver.pairs.cpsat.model import ENDLESS, LinearObjective, PairModel

if TYPE_CHECKING:
    from ortools.math_opt.python import mathopt

EFFORT = 60.0
"""CP-SAT's deterministic seconds for one goal."""
MANY = 20_000
"""More variables than this are first thinned out by the relaxation's reduced costs."""
ROUNDS = 3
"""How often the relaxation is tightened by rows about one pair each."""
EACH = 12
"""So many pairs of each left person are kept then."""
GRACE = 0.5
"""Seconds that a solve has in any case: most seasons need no more for a plan."""
Values = NDArray[np.int64]


@dataclass(frozen=True)
class Best:
    """The least cost found and what it is at least; values of all variables. None where there is no solution.

    effort: CP-SAT's deterministic seconds that it took.
    """

    values: Values | None
    cost: int
    bound: int
    infeasible: bool = False
    effort: float = 0.0


def minimize(
    model: PairModel,
    goal: LinearObjective | None,
    fixed: Sequence[tuple[LinearObjective, int]],
    deadline: Deadline,
    hint: Values | None = None,
    least: int = -ENDLESS,
) -> Best:
    """The least cost of a goal when each goal in `fixed` costs at most so much; any solution if there is no goal.

    hint: values of the first variables, or of all. least: a cost known to be a bound.
    """
    if goal is None or len(model.data.low) <= MANY:
        return _solve(model, goal, fixed, deadline, hint, None, least)
    relaxed = relax(model, goal, fixed)
    if relaxed is None:
        return _solve(model, goal, fixed, deadline, hint, None, least)
    bound = max(least, ceil(relaxed.cost - 1e-6 * max(1.0, abs(relaxed.cost))))
    keep = _promising(model, relaxed)
    if hint is not None:
        keep[: len(hint)] |= hint > 0
    first = replace(_solve(model, goal, fixed, deadline, hint, keep, bound), bound=bound)
    if first.values is None:
        return _solve(model, goal, fixed, deadline, hint, None, bound)
    if first.cost <= bound:
        return first
    keep = (relaxed.reduced <= first.cost - relaxed.cost + 1e-6) | (first.values > 0)
    second = _solve(model, goal, fixed, deadline, first.values, keep, bound)
    return second if second.values is not None else Best(first.values, first.cost, bound)


def _promising(model: PairModel, relaxed: Relaxed) -> NDArray[np.bool_]:
    """What the relaxation uses, and each left person's pairs of least reduced cost, the better fitting first."""
    keep = relaxed.values > 1e-6
    keep[len(model.fits) :] = True
    for pairs in model.by_left.values():
        order = sorted(pairs, key=lambda pair: (round(float(relaxed.reduced[pair]), 3), -int(model.fits[pair])))
        keep[order[:EACH]] = True
    return keep


@dataclass(frozen=True)
class Relaxed:
    """The relaxation's cost, each variable's value and reduced cost: one at 0 costs at least that much more at 1."""

    cost: float
    values: NDArray[np.float64]
    reduced: NDArray[np.float64]


def relax(model: PairModel, goal: LinearObjective, fixed: Sequence[tuple[LinearObjective, int]]) -> Relaxed | None:
    """The linear relaxation (GLOP); None where it has no optimum."""
    from pairing.optimizers.linear_programs import GrowingProgram  # slow to import, and most seasons need none

    program = GrowingProgram()
    lp = program.model
    variables = [lp.add_variable(lb=low, ub=high) for low, high in zip(model.data.low, model.data.high, strict=True)]
    for members, coefficients, least, most in [*model.data.rows, *(_at_most(goal, cost) for goal, cost in fixed)]:
        row = lp.add_linear_constraint(lb=_end(least), ub=_end(most))
        for variable, coefficient in zip(members, coefficients, strict=True):
            row.set_coefficient(variables[variable], row.get_coefficient(variables[variable]) + coefficient)
    for variable, cost in zip(goal.variables, goal.costs, strict=True):
        lp.objective.set_linear_coefficient(variables[variable], cost)
    solution = program.optimum()
    for _ in range(ROUNDS):
        if solution is None or not _tightened(model, lp, variables, solution.primal_solution.variable_values):
            break
        solution = program.optimum()
    if solution is None:
        return None
    values, reduced = solution.primal_solution.variable_values, solution.dual_solution.reduced_costs
    return Relaxed(
        solution.primal_solution.objective_value, np.array([values[variable] for variable in variables]),
        np.array([reduced[variable] for variable in variables]),
    )  # fmt: skip


def _tightened(
    model: PairModel, lp: mathopt.Model, variables: Sequence[mathopt.Variable], values: Mapping[mathopt.Variable, float]
) -> bool:
    """Add every row "who has this pair serves" that the relaxation breaks; whether there was one."""
    broken = [
        (pair, serves)
        for j, serves in model.used.items()
        for pair in model.by_right.get(j, ())
        if values[variables[pair]] > values[variables[serves]] + 1e-4
    ]
    for pair, serves in broken:
        lp.add_linear_constraint(variables[pair] - variables[serves] <= 0)
    return bool(broken)


def _at_most(goal: LinearObjective, cost: int) -> tuple[list[int], list[int], int, int]:
    return goal.variables, goal.costs, -ENDLESS, cost


def _end(value: int) -> float:
    return float(value) if abs(value) < ENDLESS else float("inf") if value > 0 else float("-inf")


def _solve(
    model: PairModel,
    goal: LinearObjective | None,
    fixed: Sequence[tuple[LinearObjective, int]],
    deadline: Deadline,
    hint: Values | None,
    keep: NDArray[np.bool_] | None,
    bound: int,
) -> Best:
    """One run of CP-SAT. keep: the pairs that may be made (None: all); bound: a cost known to be least.

    The bound of the answer is about the pairs kept.
    """
    cp, variables = _cp_model(model, goal, fixed, keep, bound)
    for k, value in enumerate(hint if hint is not None else ()):
        cp.add_hint(variables[k], int(value))
    answer = cp_sat.solve(
        cp, deadline, effort=EFFORT, grace=GRACE, linearization=1 if goal is None else 2, light_presolve=True
    )
    if answer.infeasible:
        return Best(None, 0, ENDLESS, infeasible=keep is None, effort=answer.effort)
    if not answer.found:
        return Best(None, 0, bound, effort=answer.effort)
    values = np.array([answer.value(variable) for variable in variables], dtype=np.int64)
    cost = 0 if goal is None else int(values[goal.variables] @ np.array(goal.costs, dtype=np.int64))
    proved = cost if goal is None else answer.at_least
    return Best(values, cost, max(bound, proved), effort=answer.effort)


def _cp_model(
    model: PairModel,
    goal: LinearObjective | None,
    fixed: Sequence[tuple[LinearObjective, int]],
    keep: NDArray[np.bool_] | None,
    bound: int,
) -> tuple[cp_model.CpModel, list[cp_model.IntVar]]:
    """The rows, the goals before at most as they are, and the goal; and its variables."""
    cp, data = cp_model.CpModel(), model.data
    variables = [
        cp.new_int_var(low, high if keep is None or keep[k] or k >= len(model.fits) else low, "")
        for k, (low, high) in enumerate(zip(data.low, data.high, strict=True))
    ]
    for members, coefficients, least, most in [*data.rows, *(_at_most(goal, cost) for goal, cost in fixed)]:
        if members:
            total = cp_model.LinearExpr.weighted_sum([variables[k] for k in members], coefficients)
            cp.add_linear_constraint(total, least, most)
        elif not least <= 0 <= most:
            cp.add_bool_or([])
    if goal is not None:
        total = cp_model.LinearExpr.weighted_sum([variables[k] for k in goal.variables], goal.costs)
        if bound > -ENDLESS:
            cp.add_linear_constraint(total, bound, ENDLESS)
        cp.minimize(total)
    return cp, variables
