"""The master problem: the cheapest fractional choice of known columns, and the duals that price new ones."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from ortools.math_opt.python import mathopt

from pairing.cohorts.costs import Floats
from pairing.cohorts.problem import Problem


@dataclass(frozen=True)
class Column:
    """One possible cohort: its kind, its members in ascending order, its whole cost (signed for minimization)."""

    kind: int
    members: tuple[int, ...]
    cost: int


@dataclass(frozen=True)
class Relaxed:
    """An optimum of the master. people: (n,), kinds: duals per kind. uncovered: seats taken by no column.

    chosen: columns with their fractions.
    """

    value: float
    people: Floats
    kinds: Floats
    uncovered: float
    chosen: list[tuple[Column, float]]


class Master:
    """A linear program that grows by columns and keeps its basis (GLOP through MathOpt)."""

    def __init__(self, problem: Problem, columns: Iterable[Column], dearest: float) -> None:
        """`dearest`: what leaving one person out costs, above any cohort."""
        self.problem = problem
        self.unit = max(1.0, dearest / 1000)
        self.known: set[Column] = set()
        self.columns: list[Column] = []
        self._model = mathopt.Model()
        self._rows = [self._model.add_linear_constraint(lb=1, ub=1) for _ in range(problem.n)]
        self._counts = [self._model.add_linear_constraint(lb=kind.fewest, ub=kind.most) for kind in problem.kinds]
        self._penalties = [self._penalty(row, dearest) for row in [*self._rows, *self._counts]]
        self._variables: list[mathopt.Variable] = []
        self.add(columns)
        self._solver = mathopt.IncrementalSolver(self._model, mathopt.SolverType.GLOP)

    def _penalty(self, row: mathopt.LinearConstraint, dearest: float) -> mathopt.Variable:
        variable = self._model.add_variable(lb=0)
        row.set_coefficient(variable, 1.0)
        self._model.objective.set_linear_coefficient(variable, dearest / self.unit)
        return variable

    def add(self, columns: Iterable[Column]) -> int:
        """Add the columns that are new; how many were."""
        before = len(self.columns)
        for column in columns:
            if column in self.known:
                continue
            self.known.add(column)
            self.columns.append(column)
            variable = self._model.add_variable(lb=0)
            self._model.objective.set_linear_coefficient(variable, column.cost / self.unit)
            for i in column.members:
                self._rows[i].set_coefficient(variable, 1.0)
            self._counts[column.kind].set_coefficient(variable, 1.0)
            self._variables.append(variable)
        return len(self.columns) - before

    def solve(self) -> Relaxed | None:
        """The optimum over the columns known so far; None where the solver ends without one (numerical trouble).

        The penalties make every master feasible and bounded. GLOP is tried again from nothing, then HiGHS.
        """
        solution = self._optimum(self._solver.solve())
        if solution is None:
            self._solver = mathopt.IncrementalSolver(self._model, mathopt.SolverType.GLOP)
            solution = self._optimum(self._solver.solve())
        if solution is None:
            solution = self._optimum(mathopt.solve(self._model, mathopt.SolverType.HIGHS))
        if solution is None:
            return None
        values = solution.primal_solution.variable_values
        duals = solution.dual_solution.dual_values
        weights = [values[variable] for variable in self._variables]
        return Relaxed(
            solution.primal_solution.objective_value * self.unit,
            np.array([duals[row] for row in self._rows]) * self.unit,
            np.array([duals[row] for row in self._counts]) * self.unit,
            sum(values[variable] for variable in self._penalties),
            [(column, weight) for column, weight in zip(self.columns, weights, strict=True) if weight > 1e-9],
        )

    @staticmethod
    def _optimum(result: mathopt.SolveResult) -> mathopt.Solution | None:
        """The optimal primal and dual values of a solve, if it ended with them."""
        if result.termination.reason != mathopt.TerminationReason.OPTIMAL or not result.solutions:
            return None
        solution = result.solutions[0]
        return solution if solution.primal_solution is not None and solution.dual_solution is not None else None
