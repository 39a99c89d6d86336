"""Linear programs over whole matrices, solved by OR-Tools (GLOP)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from ortools.linear_solver.python import model_builder_helper as helper

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Linear:
    """Minimize `cost @ x` where `low <= rows @ x <= high` and `least <= x <= most`. rows: (rows, variables) sparse."""

    cost: Floats
    rows: Any
    low: Floats
    high: Floats
    least: Floats
    most: Floats

    def towards(self, cost: Floats) -> Linear:
        """The same rows with another cost."""
        return replace(self, cost=cost)


@dataclass(frozen=True)
class Optimum:
    """value: the least cost. x: (variables,) where it is reached. duals: (rows,) what a unit of each row's end adds."""

    value: float
    x: Floats
    duals: Floats


def optimum(program: Linear, *, dual_simplex: bool = False) -> Optimum:
    """The best x of a program that has one. Raises RuntimeError where GLOP finds none, which is a bug here."""
    model = helper.ModelBuilderHelper()
    parts: tuple[Any, ...] = (program.least, program.most, program.cost, program.low, program.high, program.rows)
    model.fill_model_from_sparse_data(*parts)
    model.set_maximize(False)
    solver = helper.ModelSolverHelper("glop")
    if dual_simplex:
        solver.set_solver_specific_parameters("use_dual_simplex: true")
    solver.solve(model)
    if solver.status() != helper.SolveStatus.OPTIMAL:
        raise RuntimeError(f"the linear program ended with {solver.status()}")
    return Optimum(solver.objective_value(), np.array(solver.variable_values()), np.array(solver.dual_values()))
