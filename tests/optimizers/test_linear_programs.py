"""Linear programs whose optimum is known, by every engine; programs that grow agree with whole ones."""

from __future__ import annotations

from typing import get_args

import numpy as np
import pytest
from scipy.sparse import csr_array, csr_matrix

from pairing.optimizers.linear_programs import (
    VALUE_ONLY,
    Engine,
    GrowingProgram,
    LinearProgram,
    NoOptimumError,
    optimum,
)

ENGINES = get_args(Engine)
INF = np.inf


def program(cost, rows, low, high, most=INF) -> LinearProgram:
    n = len(cost)
    return LinearProgram(
        np.array(cost, dtype=float), csr_matrix(np.array(rows, dtype=float)), np.array(low, dtype=float),
        np.array(high, dtype=float), np.zeros(n), np.full(n, most),
    )  # fmt: skip


@pytest.mark.parametrize("engine", ENGINES)
def test_the_optimum_with_its_duals(engine):
    # minimize -3x - 2y: 2x + y <= 10, x + y = 6; at x = 4, y = 2 one more of the first row brings 1, of the second 1
    found = optimum(program([-3, -2], [[2, 1], [1, 1]], [-INF, 6], [10, 6]), engine)
    assert found.value == pytest.approx(-16)
    assert found.x == pytest.approx([4, 2])
    assert found.duals == pytest.approx([-1, -1])


@pytest.mark.parametrize("engine", ENGINES)
def test_ends_of_variables_hold(engine):
    assert optimum(program([-1, -1], [[1, 1]], [-INF], [9], most=2.5), engine).x == pytest.approx([2.5, 2.5])


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("cost", "low", "high"), [([1], [5, -INF], [5, 4]), ([-1], [0, -INF], [0, 0])], ids=["infeasible", "unbounded"]
)
def test_a_program_without_an_optimum_says_so(engine, cost, low, high):
    rows = [[1], [1]] if low[0] else [[0], [-1]]
    with pytest.raises(NoOptimumError, match="the linear program ended with"):
        optimum(program(cost, rows, low, high), engine)


def test_highs_refuses_rows_that_it_would_not_read():
    with pytest.raises(ValueError, match="a lower end of their own"):
        optimum(program([1], [[1]], [1], [INF]), "highs")


def test_another_cost_on_the_same_rows():
    first = program([-3, -2], [[2, 1], [1, 1]], [-INF, -INF], [10, 6])
    assert optimum(first.with_cost(np.array([0.0, -1.0]))).x == pytest.approx([0, 6])


def test_a_program_that_grows_agrees_with_the_whole_one_after_every_step():
    rng = np.random.default_rng(3)
    rows, costs = rng.integers(0, 2, (6, 30)), rng.integers(1, 50, 30)
    growing = GrowingProgram()
    covers = [growing.model.add_linear_constraint(lb=1.0) for _ in range(6)]
    for k in range(6):  # each row can be covered alone, dearly
        column = growing.model.add_variable(lb=0)
        covers[k].set_coefficient(column, 1.0)
        growing.model.objective.set_linear_coefficient(column, 100.0)
    for n in range(30):
        column = growing.model.add_variable(lb=0)
        for k in np.flatnonzero(rows[:, n]).tolist():
            covers[k].set_coefficient(column, 1.0)
        growing.model.objective.set_linear_coefficient(column, float(costs[n]))
        whole = LinearProgram(
            np.concatenate([np.full(6, 100.0), costs[: n + 1]]),
            csr_matrix(csr_array(np.hstack([np.eye(6), rows[:, : n + 1]]))),
            np.ones(6), np.full(6, INF), np.zeros(n + 7), np.full(n + 7, INF),
        )  # fmt: skip
        for solution in (growing.optimum(), growing.optimum(VALUE_ONLY), growing.optimum_by_highs()):
            assert solution is not None
            assert solution.primal_solution.objective_value == pytest.approx(optimum(whole).value)
        if n % 10 == 9:
            growing.restart()


def test_a_program_that_grows_may_have_no_optimum():
    growing = GrowingProgram()
    x = growing.model.add_variable(lb=0)
    growing.model.objective.set_linear_coefficient(x, -1.0)
    assert growing.optimum() is None
    x.upper_bound = 3
    solution = growing.optimum()
    assert solution is not None
    assert solution.primal_solution.variable_values[x] == pytest.approx(3)
