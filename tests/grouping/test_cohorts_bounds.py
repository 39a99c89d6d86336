"""Bounds that hold whenever a run ends, the root bound against the whole linear program, and repeatable answers."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from itertools import combinations
from typing import Any

import numpy as np
import pytest
from scipy.optimize import linprog

from amount import cases
from pairing.grouping import Grouping, group
from pairing.grouping.column_generation import Dual, Generation, first_duals
from pairing.grouping.enumeration import enumerated
from pairing.grouping.master import Column, Master
from pairing.grouping.pricing import GRID, Pricer, on_grid
from pairing.grouping.problem import GroupingProblem
from pairing.grouping.request import read
from pairing.grouping.run import quick_bound
from pairing.optimizers.deadline import Deadline


def matrix_of(n: int, seed: int) -> Any:
    rng = np.random.default_rng(seed)
    if seed % 2:
        points = rng.uniform(0, 100, (n, 3))
        return np.round(np.sqrt(((points[:, None] - points) ** 2).sum(2)), 2)
    matrix = np.triu(np.round(rng.uniform(0, 100, (n, n)), 2), 1)
    return matrix + matrix.T


def problem_of(
    matrix: Any, sizes: Any = (3, 4), cohorts: Any = None, cost: str = "mean", sense: str = "min"
) -> GroupingProblem:
    return read(matrix, sizes, cohorts, cost, sense, (), (), None, None, 100)


def all_sets(problem: GroupingProblem) -> list[tuple[int, ...]]:
    kind = problem.kinds[0]
    return [members for size in kind.sizes for members in combinations(range(problem.n), size)]


def whole_relaxation(problem: GroupingProblem) -> float:
    """The linear program over all columns, by HiGHS."""
    columns = all_sets(problem)
    covering = np.zeros((problem.n, len(columns)))
    for k, members in enumerate(columns):
        covering[list(members), k] = 1
    kind = problem.kinds[0]
    counts = np.vstack([np.ones(len(columns)), -np.ones(len(columns))])
    answer = linprog(
        [problem.costs.of(members) for members in columns],
        A_ub=counts, b_ub=[kind.most, -kind.fewest], A_eq=covering, b_eq=np.ones(problem.n),
    )  # fmt: skip
    return float(answer.fun)


def root(problem: GroupingProblem) -> Generation:
    order = list(range(problem.n))
    size = problem.kinds[0].lo
    columns = [
        Column(0, tuple(order[k : k + size]), problem.costs.of(order[k : k + size]))
        for k in range(problem.n - size + 1)
    ]
    generation = Generation(
        Pricer(problem), Master(problem, columns, 1e7), Dual(first_duals(problem.n, columns)), Deadline(60),
        beat=lambda: 2**60, on_bound=lambda bound: None, most_nodes=10**7,
    )  # fmt: skip
    generation.run()
    return generation


@pytest.mark.parametrize("sense", ["min", "max"])
@pytest.mark.parametrize("cost", ["mean", "sum"])
@pytest.mark.parametrize("seed", range(4))
def test_root_bound_is_the_whole_relaxation(seed: int, cost: str, sense: str) -> None:
    problem = problem_of(matrix_of(13, seed), cohorts=4, cost=cost, sense=sense)
    generation = root(problem)
    expected = whole_relaxation(problem)
    assert generation.converged
    assert generation.dual.bound is not None
    assert generation.dual.bound / GRID <= expected + 1e-4
    # duals on the grid and columns that are not worth adding cost a little
    assert generation.dual.bound / GRID >= expected - 2


@pytest.mark.random
@pytest.mark.parametrize("seed", cases(3, 6))
@pytest.mark.parametrize("cost", ["mean", "sum"])
def test_pricing_finds_the_least_reduced_cost(seed: int, cost: str) -> None:
    """Under any duals, for every size, and all sets below a threshold."""
    problem = problem_of(matrix_of(11, seed), (2, 5), cost=cost, sense="max" if seed % 3 == 0 else "min")
    rng = np.random.default_rng(seed)
    pricer = Pricer(problem)
    for _ in range(3):
        duals = on_grid(rng.normal(problem.costs.sign * 3000, 3000, problem.n))
        for size in problem.kinds[0].sizes:
            reduced = {
                members: problem.costs.of(members) - duals[list(members)].sum()
                for members in combinations(range(problem.n), size)
            }
            one = pricer.exact(0, size, duals, 1e300, 1, Deadline(60), 10**7)
            assert one.least == min(reduced.values())
            limit = float(np.quantile(list(reduced.values()), 0.2))
            many = pricer.exact(0, size, duals, limit, 10**4, Deadline(60), 10**7, all_or_none=True)
            assert {members for _, members in many.sets} == {m for m, value in reduced.items() if value < limit}


@pytest.mark.parametrize("seed", range(4))
def test_pricing_cut_short_says_a_true_least(seed: int) -> None:
    problem = problem_of(matrix_of(15, seed), (5, 6))
    pricer = Pricer(problem)
    duals = on_grid(np.random.default_rng(seed).normal(3000, 3000, 15))
    for size in (5, 6):
        least = min(problem.costs.of(m) - duals[list(m)].sum() for m in combinations(range(15), size))
        for nodes in (0, 1, 5, 50):
            assert pricer.exact(0, size, duals, 1e300, 5, Deadline(60), nodes).least <= least


@pytest.mark.parametrize("seed", range(4))
def test_enumeration_holds_every_better_grouping(seed: int) -> None:
    problem = problem_of(matrix_of(12, seed), (3, 4))
    generation = root(problem)
    answer = group(matrix_of(12, seed), (3, 4), scale=100)
    columns = enumerated(generation.pricer, generation.dual, answer.whole_value + 1, 10**5, Deadline(60), 10**7)
    assert columns is not None
    assert set(answer.cohorts) <= {column.members for column in columns}


@pytest.mark.random
@pytest.mark.first(8)
@pytest.mark.parametrize("sense", ["min", "max"])
@pytest.mark.parametrize("cost", ["mean", "sum"])
@pytest.mark.parametrize("seed", cases(4, 8))
def test_quick_bound_is_below_every_grouping(seed: int, cost: str, sense: str) -> None:
    matrix = matrix_of(12, seed)
    problem = problem_of(matrix, cost=cost, sense=sense)
    best = group(matrix, (3, 4), cost=cost, sense=sense, scale=100)  # type: ignore[arg-type]
    assert quick_bound(problem, Pricer(problem).slack()) <= problem.costs.sign * best.whole_value


@pytest.mark.first(2)
@pytest.mark.parametrize("sense", ["min", "max"])
@pytest.mark.parametrize("seconds", [0.0, 0.3, 1.5])
@pytest.mark.parametrize("seed", range(2))
def test_a_run_out_of_time_is_honest(seed: int, seconds: float, sense: str) -> None:
    answer = group(matrix_of(70, seed), (8, 10), sense=sense, time_limit=seconds)  # type: ignore[arg-type]
    assert_honest(answer, sense)
    assert answer.proved or answer.stopped == "time limit"
    assert answer.seconds < seconds + 2


def assert_honest(answer: Grouping, sense: str = "min") -> None:
    points = [*((value, bound) for _, value, bound in answer.trace), (answer.value, answer.bound)]
    ahead = 1 if sense == "min" else -1
    assert all(ahead * bound <= ahead * value for value, bound in points)
    assert answer.proved == (answer.value == answer.bound)
    assert sorted(i for members in answer.cohorts for i in members) == list(range(len(answer.labels)))
    for (_, value, bound), (_, later_value, later_bound) in zip(answer.trace, answer.trace[1:], strict=False):
        assert ahead * later_value <= ahead * value
        assert ahead * later_bound >= ahead * bound


@pytest.mark.thorough
def test_a_stopped_bound_is_below_the_proved_value() -> None:
    for seed in range(4):
        matrix = matrix_of(30, seed)
        proved = group(matrix, (5, 7), cohorts=5)
        assert proved.proved
        for seconds in (0.05, 0.2, 0.5):
            early = group(matrix, (5, 7), cohorts=5, time_limit=seconds)
            assert early.bound <= proved.value <= early.value


def test_same_input_same_answer() -> None:
    answers = [group(matrix_of(36, 3), (8, 10), seed=5) for _ in range(2)]
    assert all(answer.proved for answer in answers)
    assert answers[0].labels.tolist() == answers[1].labels.tolist()
    assert [entry[1:] for entry in answers[0].trace] == [entry[1:] for entry in answers[1].trace]


def test_interrupted() -> None:
    """Ctrl-C ends a run with what is known by then. (A shell that starts tests in the background turns it off.)"""
    group(matrix_of(9, 0), (3, 3), time_limit=5)  # whatever is compiled is compiled before the signal
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        timer = threading.Timer(1.0, signal.raise_signal, [signal.SIGINT])
        timer.start()
        answer = group(matrix_of(90, 0), (8, 10), sense="max", cost="sum", cohorts=10, time_limit=30)
        timer.join()
    finally:
        signal.signal(signal.SIGINT, before)
    assert answer.stopped == "interrupted"
    assert answer.seconds < 10
    assert_honest(answer, "max")


def test_importing_pairing_loads_no_kernels() -> None:
    code = "import sys, pairing, pairing.solver.pairs, pairing.grouping; assert 'numba' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)
