"""The engine against every partition: values, bounds and proofs, for every kind of request."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from every_partition import best, cohort_cost, obeys
from pairing.grouping import CannotGroup, Grouping, group

SEEDS = range(4)
SCALE = 1000


def matrix_of(n: int, seed: int, signed: bool = False) -> Any:
    """Symmetric dissimilarities with three decimals; every third seed has many ties, every other one is metric."""
    rng = np.random.default_rng(1000 * n + seed)
    if seed % 3 == 0:
        matrix = rng.integers(-3 if signed else 0, 5, (n, n)).astype(float)
    elif seed % 3 == 1:
        points = rng.uniform(0, 50, (n, 2))
        matrix = np.round(np.hypot(*(points[:, None] - points).transpose(2, 0, 1)), 3)
    else:
        matrix = np.round(rng.uniform(-20 if signed else 0, 60, (n, n)), 3)
    return np.triu(matrix, 1) + np.triu(matrix, 1).T


def agree(matrix: Any, sizes: Any, **request: Any) -> Grouping | None:
    """Engine and oracle give the same value, proved, or both say that there is no grouping."""
    expected = best(matrix, sizes, SCALE, **request)
    if expected is None:
        with pytest.raises(CannotGroup):
            group(matrix, sizes, scale=SCALE, **request)
        return None
    answer = group(matrix, sizes, scale=SCALE, **request)
    assert answer.whole_value == expected
    assert answer.proved
    assert answer.whole_bound == expected
    assert answer.stopped == ""
    assert_says_true(answer, matrix, sizes, **request)
    return answer


def assert_says_true(answer: Grouping, matrix: Any, sizes: Any, **request: Any) -> None:
    """Labels, cohorts, costs and limits hold together, recomputed in other words."""
    n = len(matrix)
    assert sorted(i for members in answer.cohorts for i in members) == list(range(n))
    assert [answer.labels[i] for g, members in enumerate(answer.cohorts) for i in members] == [
        g for g, members in enumerate(answer.cohorts) for _ in members
    ]
    costs = [
        cohort_cost(matrix, members, request.get("cost", "mean"), SCALE, request.get("column_cost"))
        for members in answer.cohorts
    ]
    assert sum(costs) == answer.whole_value
    assert answer.costs == tuple(cost / SCALE for cost in costs)
    assert obeys(list(answer.cohorts), request.get("together", ()), request.get("apart", ()))
    bounds = [sizes] * len(answer.cohorts) if isinstance(sizes[0], int) else sizes
    assert all(lo <= len(members) <= hi for members, (lo, hi) in zip(answer.cohorts, bounds, strict=True))
    if request.get("allowed") is not None:
        assert all(request["allowed"][i][g] for g, members in enumerate(answer.cohorts) for i in members)


@pytest.mark.first(6)
@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("sense", ["min", "max"])
@pytest.mark.parametrize("cost", ["mean", "sum"])
def test_plain(cost: str, sense: str, seed: int) -> None:
    n, sizes = [(7, (3, 4)), (8, (2, 4)), (9, (2, 3)), (10, (3, 5)), (11, (3, 4)), (6, (1, 3))][(seed * 5 + 1) % 6]
    agree(matrix_of(n, seed, signed=True), sizes, cost=cost, sense=sense)


@pytest.mark.first(4)
@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("cohorts", [3, (2, 3), (3, 9)])
def test_number_of_cohorts(cohorts: Any, seed: int) -> None:
    agree(matrix_of(9, seed), (2, 4), cohorts=cohorts, cost="sum")


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("sense", ["min", "max"])
def test_together_and_apart(sense: str, seed: int) -> None:
    rng = np.random.default_rng(seed)
    together = [tuple(rng.choice(9, 2, replace=False).tolist()) for _ in range(1 + seed % 3)]
    apart = [tuple(rng.choice(9, 2 + k % 2, replace=False).tolist()) for k in range(1 + seed // 2)]
    agree(matrix_of(9, seed), (2, 4), together=together, apart=apart, sense=sense)


@pytest.mark.first(3)
@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("cost", ["mean", "sum"])
def test_sizes_per_cohort(cost: str, seed: int) -> None:
    agree(matrix_of(9, seed), [(2, 3), (3, 4), (2, 3)] if seed % 2 else [(1, 2), (4, 5), (2, 4)], cost=cost)


@pytest.mark.first(4)
@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("sense", ["min", "max"])
def test_allowed(sense: str, seed: int) -> None:
    allowed = np.random.default_rng(seed).random((8, 3)) < 0.75
    agree(matrix_of(8, seed), [(2, 3), (2, 4), (1, 3)], allowed=allowed, sense=sense)
    agree(matrix_of(8, seed), (2, 3), cohorts=3, allowed=allowed, sense=sense)


@pytest.mark.parametrize("seed", SEEDS)
def test_everything_at_once(seed: int) -> None:
    rng = np.random.default_rng(50 + seed)
    allowed = rng.random((9, 3)) < 0.85
    agree(
        matrix_of(9, seed), [(2, 4), (2, 4), (3, 4)], allowed=allowed, together=[(0, 4)], apart=[(1, 2), (4, 5, 6)],
        cost="sum", sense="max" if seed % 2 else "min",
    )  # fmt: skip


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("sense", ["min", "max"])
def test_column_cost(sense: str, seed: int) -> None:
    """A cost of any sign that depends on the whole cohort."""

    def extra(members: tuple[int, ...]) -> float:
        return float((sum(members) * 7919 + len(members) * seed) % 31) - 11.25

    agree(matrix_of(8, seed), (2, 4), column_cost=extra, sense=sense)
    agree(matrix_of(8, seed), (2, 4), column_cost=extra, sense=sense, apart=[(0, 1)], together=[(2, 3)], cohorts=3)


@pytest.mark.parametrize("seed", range(3))
def test_three_units_of_people_and_largest_oracle(seed: int) -> None:
    agree(matrix_of(11, seed), (3, 5), together=[(0, 1), (2, 3), (3, 4)], apart=[(0, 2)])
