"""The master problem: the cheapest fractional choice of known columns, and the duals that price new ones."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from ortools.math_opt.python import mathopt

from pairing.grouping.costs import Floats
from pairing.grouping.problem import GroupingProblem
from pairing.optimizers.linear_programs import NO_REDUCED_COSTS, VALUE_ONLY, GrowingProgram

MOST_RAISES = 4
"""How often leaving people out is made ten times as dear."""


@dataclass(frozen=True)
class Column:
    """One possible cohort: its kind, its members in ascending order, its whole cost (signed for minimization)."""

    kind: int
    members: tuple[int, ...]
    cost: int


@dataclass(frozen=True)
class Relaxed:
    """An optimum of the master. people: (n,), kinds: duals per kind, with the total's. uncovered: seats taken by no
    column.

    chosen: columns with their fractions.
    """

    value: float
    people: Floats
    kinds: Floats
    uncovered: float
    chosen: list[tuple[Column, float]]


class Master:
    """A linear program that grows by columns and keeps its basis (GLOP through MathOpt)."""

    def __init__(self, problem: GroupingProblem, columns: Iterable[Column], dearest: float) -> None:
        """`dearest`: what leaving one person out costs, above any cohort."""
        self._dearest, self._raised = dearest, 0
        self.problem = problem
        self.unit = max(1.0, dearest / 1000)
        self.known: set[Column] = set()
        self.columns: list[Column] = []
        self._program = GrowingProgram()
        self._model = self._program.model
        self._rows = [self._model.add_linear_constraint(lb=1, ub=1) for _ in range(problem.n)]
        self._counts = [self._model.add_linear_constraint(lb=kind.fewest, ub=kind.most) for kind in problem.kinds]
        totals = [] if problem.total is None else [problem.total]
        self._totals = [self._model.add_linear_constraint(lb=fewest, ub=most) for fewest, most in totals]
        self._penalties = [self._penalty(row, dearest) for row in [*self._rows, *self._counts, *self._totals]]
        self._variables: list[mathopt.Variable] = []
        self.add(columns)

    def _penalty(self, row: mathopt.LinearConstraint, dearest: float) -> mathopt.Variable:
        variable = self._model.add_variable(lb=0)
        row.set_coefficient(variable, 1.0)
        self._model.objective.set_linear_coefficient(variable, dearest / self.unit)
        return variable

    def raise_penalty(self) -> bool:
        """Make leaving people out ten times as dear; False where it was raised as far as numbers allow."""
        if self._raised == MOST_RAISES:
            return False
        self._raised += 1
        for variable in self._penalties:
            self._model.objective.set_linear_coefficient(variable, self._dearest * 10**self._raised / self.unit)
        return True

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
            for row in [self._counts[column.kind], *self._totals]:
                row.set_coefficient(variable, 1.0)
            self._variables.append(variable)
        return len(self.columns) - before

    def solve(self) -> Relaxed | None:
        """The optimum over the columns known so far; None where the solver ends without one (numerical trouble).

        The penalties make every master feasible and bounded. GLOP is tried again from nothing, then HiGHS.
        """
        solution = self._program.optimum(NO_REDUCED_COSTS)
        if solution is None:
            self._program.restart()
            solution = self._program.optimum(NO_REDUCED_COSTS)
        if solution is None:
            solution = self._program.optimum_by_highs()
        if solution is None:
            return None
        values = solution.primal_solution.variable_values
        duals = solution.dual_solution.dual_values
        total = sum(duals[row] for row in self._totals)
        weights = [values[variable] for variable in self._variables]
        return Relaxed(
            solution.primal_solution.objective_value * self.unit,
            np.array([duals[row] for row in self._rows]) * self.unit,
            np.array([duals[row] + total for row in self._counts]) * self.unit,
            sum(values[variable] for variable in self._penalties),
            [(column, weight) for column, weight in zip(self.columns, weights, strict=True) if weight > 1e-9],
        )

    def value_without(self, positions: Iterable[int]) -> float:
        """The optimum without the columns in these positions; minus infinity in numerical trouble."""
        barred = [self._variables[k] for k in positions]
        for variable in barred:
            variable.upper_bound = 0.0
        solution = self._program.optimum(VALUE_ONLY)
        for variable in barred:
            variable.upper_bound = math.inf
        if solution is None:
            self._program.restart()
        return -math.inf if solution is None else solution.primal_solution.objective_value * self.unit
