"""Rows solved: CP-SAT with one worker, and the linear relaxation that bounds it and thins it out."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from ortools.sat.python import cp_model

from pairing.solver.pairs.cpsat.model import ENDLESS, Model, Sum
from pairing.solver.pairs.search import Stop

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
SLICE = 0.5
"""Seconds between two looks at whether the run is to end."""
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
    model: Model,
    goal: Sum | None,
    fixed: Sequence[tuple[Sum, int]],
    stop: Stop,
    hint: Values | None = None,
    least: int = -ENDLESS,
) -> Best:
    """The least cost of a goal when each goal in `fixed` costs at most so much; any solution if there is no goal.

    hint: values of the first variables, or of all. least: a cost known to be a bound.
    """
    if goal is None or len(model.data.low) <= MANY:
        return _solve(model, goal, fixed, stop, hint, None, least)
    relaxed = relax(model, goal, fixed)
    if relaxed is None:
        return _solve(model, goal, fixed, stop, hint, None, least)
    bound = max(least, ceil(relaxed.cost - 1e-6 * max(1.0, abs(relaxed.cost))))
    keep = _promising(model, relaxed)
    if hint is not None:
        keep[: len(hint)] |= hint > 0
    first = replace(_solve(model, goal, fixed, stop, hint, keep, bound), bound=bound)
    if first.values is None:
        return _solve(model, goal, fixed, stop, hint, None, bound)
    if first.cost <= bound:
        return first
    keep = (relaxed.reduced <= first.cost - relaxed.cost + 1e-6) | (first.values > 0)
    second = _solve(model, goal, fixed, stop, first.values, keep, bound)
    return second if second.values is not None else Best(first.values, first.cost, bound)


def _promising(model: Model, relaxed: Relaxed) -> NDArray[np.bool_]:
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


def relax(model: Model, goal: Sum, fixed: Sequence[tuple[Sum, int]]) -> Relaxed | None:
    """The linear relaxation (GLOP); None where it has no optimum."""
    from ortools.math_opt.python import mathopt  # slow to import, and most seasons need none

    program = mathopt.Model()
    variables = [
        program.add_variable(lb=low, ub=high) for low, high in zip(model.data.low, model.data.high, strict=True)
    ]
    for members, coefficients, least, most in [*model.data.rows, *(_at_most(goal, cost) for goal, cost in fixed)]:
        row = program.add_linear_constraint(lb=_end(least), ub=_end(most))
        for variable, coefficient in zip(members, coefficients, strict=True):
            row.set_coefficient(variables[variable], row.get_coefficient(variables[variable]) + coefficient)
    for variable, cost in zip(goal.variables, goal.costs, strict=True):
        program.objective.set_linear_coefficient(variables[variable], cost)
    solver = mathopt.IncrementalSolver(program, mathopt.SolverType.GLOP)
    result = solver.solve()
    for _ in range(ROUNDS):
        if result.termination.reason != mathopt.TerminationReason.OPTIMAL or not _tightened(
            model, program, variables, result
        ):
            break
        result = solver.solve()
    if result.termination.reason != mathopt.TerminationReason.OPTIMAL:
        return None
    values, duals = result.variable_values(), result.reduced_costs()
    return Relaxed(
        result.objective_value(), np.array([values[variable] for variable in variables]),
        np.array([duals[variable] for variable in variables]),
    )  # fmt: skip


def _tightened(
    model: Model, program: mathopt.Model, variables: Sequence[mathopt.Variable], result: mathopt.SolveResult
) -> bool:
    """Add every row "who has this pair serves" that the relaxation breaks; whether there was one."""
    values = result.variable_values()
    broken = [
        (pair, serves)
        for j, serves in model.used.items()
        for pair in model.by_right.get(j, ())
        if values[variables[pair]] > values[variables[serves]] + 1e-4
    ]
    for pair, serves in broken:
        program.add_linear_constraint(variables[pair] - variables[serves] <= 0)
    return bool(broken)


def _at_most(goal: Sum, cost: int) -> tuple[list[int], list[int], int, int]:
    return goal.variables, goal.costs, -ENDLESS, cost


def _end(value: int) -> float:
    return float(value) if abs(value) < ENDLESS else float("inf") if value > 0 else float("-inf")


def _solve(
    model: Model,
    goal: Sum | None,
    fixed: Sequence[tuple[Sum, int]],
    stop: Stop,
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
    solver = _solver(linear=goal is not None)
    status = _in_slices(solver, cp, stop)
    spent = solver.response_proto.deterministic_time
    if status == cp_model.MODEL_INVALID:
        raise RuntimeError("CP-SAT calls the model invalid")
    if status == cp_model.INFEASIBLE:
        return Best(None, 0, ENDLESS, infeasible=keep is None, effort=spent)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return Best(None, 0, bound, effort=spent)
    values = np.array([solver.value(variable) for variable in variables], dtype=np.int64)
    cost = 0 if goal is None else int(values[goal.variables] @ np.array(goal.costs, dtype=np.int64))
    proved = cost if goal is None else ceil(solver.best_objective_bound - 1e-6)
    return Best(values, cost, max(bound, proved), effort=spent)


def _cp_model(
    model: Model, goal: Sum | None, fixed: Sequence[tuple[Sum, int]], keep: NDArray[np.bool_] | None, bound: int
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


def _solver(*, linear: bool) -> cp_model.CpSolver:
    """One worker; what presolve finds out beyond its first round costs more here than it saves."""
    solver = cp_model.CpSolver()
    solver.parameters.linearization_level = 2 if linear else 1
    solver.parameters.symmetry_level = 0
    solver.parameters.cp_model_probing_level = 0
    solver.parameters.max_presolve_iterations = 1
    solver.parameters.num_workers = 1
    solver.parameters.max_deterministic_time = EFFORT
    return solver


def _in_slices(solver: cp_model.CpSolver, cp: cp_model.CpModel, stop: Stop) -> int:
    """Solve; a watcher thread ends the search when the run is to end."""
    done = threading.Event()

    def watch() -> None:
        while not done.wait(SLICE):
            if stop():
                solver.stop_search()

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        return int(solver.solve(cp))
    finally:
        done.set()
        watcher.join()
