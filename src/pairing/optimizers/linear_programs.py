"""Linear programs: whole matrices at once, and programs that grow and keep their basis."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from ortools.math_opt.python import mathopt

log = logging.getLogger(__name__)

Floats = NDArray[np.float64]
Engine = Literal["glop", "glop, dual simplex", "highs"]
"""Each takes an optimum of its own where there are several."""


class NoOptimumError(RuntimeError):
    """A linear program that has no optimum, or none was found."""


# ---------------------------------------------------------------- whole matrices


@dataclass(frozen=True)
class LinearProgram:
    """Minimize `cost @ x` where `low <= rows @ x <= high` and `least <= x <= most`. rows: (rows, variables) sparse."""

    cost: Floats
    rows: Any
    low: Floats
    high: Floats
    least: Floats
    most: Floats

    def with_cost(self, cost: Floats) -> LinearProgram:
        """The same rows with another cost."""
        return replace(self, cost=cost)


@dataclass(frozen=True)
class Optimum:
    """value: the least cost. x: (variables,) where it is reached. duals: (rows,) what a unit of each row's end adds."""

    value: float
    x: Floats
    duals: Floats


def optimum(program: LinearProgram, engine: Engine = "glop") -> Optimum:
    """The best x. Raises NoOptimumError where none is found."""
    return _by_highs(program) if engine == "highs" else _by_glop(program, engine == "glop, dual simplex")


def _by_glop(program: LinearProgram, dual_simplex: bool) -> Optimum:
    from ortools.linear_solver.python import model_builder_helper as helper

    model = helper.ModelBuilderHelper()
    parts: tuple[Any, ...] = (program.least, program.most, program.cost, program.low, program.high, program.rows)
    model.fill_model_from_sparse_data(*parts)
    model.set_maximize(False)
    solver = helper.ModelSolverHelper("glop")
    if dual_simplex:
        solver.set_solver_specific_parameters("use_dual_simplex: true")
    solver.solve(model)
    if solver.status() != helper.SolveStatus.OPTIMAL:
        raise NoOptimumError(f"the linear program ended with {solver.status()}")
    return Optimum(solver.objective_value(), np.array(solver.variable_values()), np.array(solver.dual_values()))


def _by_highs(program: LinearProgram) -> Optimum:
    """HiGHS through SciPy: rows with equal ends, and rows with an upper end alone."""
    from scipy.optimize import linprog

    equal = program.low == program.high
    if np.isfinite(program.low[~equal]).any():
        raise ValueError("rows with a lower end of their own are not for HiGHS here")
    solved = linprog(
        program.cost, A_ub=program.rows[~equal], b_ub=program.high[~equal], A_eq=program.rows[equal],
        b_eq=program.high[equal], bounds=np.column_stack([program.least, program.most]), method="highs",
    )  # fmt: skip
    if solved.status != 0:
        raise NoOptimumError(f"the linear program ended with {solved.message}")
    duals = np.zeros(len(equal))
    duals[equal], duals[~equal] = solved.eqlin.marginals, solved.ineqlin.marginals
    return Optimum(float(solved.fun), solved.x, duals)


# ---------------------------------------------------------------- programs that grow

_NONE = mathopt.VariableFilter(filtered_items=[])
ALL = mathopt.ModelSolveParameters()
"""Reading a solution takes its time. Read all of it ..."""
NO_REDUCED_COSTS = mathopt.ModelSolveParameters(reduced_costs_filter=_NONE)
"""... or leave the variables' reduced costs out ..."""
VALUE_ONLY = mathopt.ModelSolveParameters(variable_values_filter=_NONE, reduced_costs_filter=_NONE)
"""... or all but the optimum's value."""


class GrowingProgram:
    """Minimizes `model`, to which rows and variables are added between solves; GLOP keeps its basis (MathOpt)."""

    def __init__(self) -> None:
        self.model = mathopt.Model()
        self._solver: mathopt.IncrementalSolver | None = None

    def restart(self) -> None:
        """Solve from nothing next time."""
        self._solver = None

    def optimum(self, read: mathopt.ModelSolveParameters = ALL) -> mathopt.Solution | None:
        """The optimal primal and dual values; None where GLOP ends without them."""
        solver = self._solver = self._solver or mathopt.IncrementalSolver(self.model, mathopt.SolverType.GLOP)
        return _optimum(lambda: solver.solve(model_params=read))

    def optimum_by_highs(self) -> mathopt.Solution | None:
        """The same by HiGHS, from nothing."""
        return _optimum(lambda: mathopt.solve(self.model, mathopt.SolverType.HIGHS))


def _optimum(solve: Callable[[], mathopt.SolveResult]) -> mathopt.Solution | None:
    """The optimal primal and dual values of a solve, if it ends with them.

    An abnormal end of GLOP is raised, in some versions as an AttributeError on the way.
    """
    try:
        result = solve()
    except (RuntimeError, AttributeError) as error:
        log.debug("the linear program ended abnormally: %s", error)
        return None
    if result.termination.reason != mathopt.TerminationReason.OPTIMAL or not result.solutions:
        return None
    solution = result.solutions[0]
    return solution if solution.primal_solution is not None and solution.dual_solution is not None else None
