"""Ryan-Foster branching alone: with enumeration switched off, it must prove what every partition says is best."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from every_partition import best, obeys
from pairing.grouping.branching import Node, Tree
from pairing.grouping.local_search import Search, columns_of
from pairing.grouping.problem import GroupingProblem
from pairing.grouping.request import read
from pairing.grouping.run import NOTHING, Run
from pairing.optimizers.deadline import Deadline

SCALE = 10
FIXED: dict[str, Any] = {"sizes": (3, 3)}
LOOSE: dict[str, Any] = {"sizes": (3, 4), "cost": "mean"}
BOUND: dict[str, Any] = {"sizes": (2, 4), "sense": "max", "together": [(0, 1)], "apart": [(2, 3)]}
NUMBERED: dict[str, Any] = {"sizes": [(2, 3), (3, 4), (2, 3)], "cost": "mean"}
FRACTIONAL = [
    *((FIXED, seed) for seed in (8, 17, 23)),
    *((LOOSE, seed) for seed in (8, 17, 25)),
    *((BOUND, seed) for seed in (16, 18, 20, 31, 54)),
    *((NUMBERED, seed) for seed in (0, 23, 51)),
]
"""Requests for nine people whose whole linear program is cheaper than every grouping, by more than rounding."""


def matrix_of(n: int, seed: int) -> Any:
    """Whole dissimilarities of few different values: linear programs with many fractional optima."""
    rng = np.random.default_rng(seed)
    matrix = np.triu(rng.integers(0, 10, (n, n)).astype(float), 1)
    return matrix + matrix.T


def stated(seed: int, request: dict[str, Any]) -> tuple[Any, GroupingProblem]:
    matrix = matrix_of(9, seed)
    problem = read(
        matrix, request["sizes"], request.get("cohorts"), request.get("cost", "sum"), request.get("sense", "min"),
        request.get("together", ()), request.get("apart", ()), None, None, SCALE,
    )  # fmt: skip
    return matrix, problem


def tree_of(problem: GroupingProblem) -> Tree:
    """From the first grouping there is, which is seldom good, and with no room for any list of columns."""
    search = Search(problem, Deadline(60), 0)
    assert search.begin()
    first = columns_of(problem, search.best[0])
    run = Run(problem, Deadline(60), first, sum(column.cost for column in first), NOTHING)
    return Tree(run, set(first), run.deadline, columns=0)


def expected_of(matrix: Any, problem: GroupingProblem, request: dict[str, Any]) -> int:
    arguments = {name: value for name, value in request.items() if name != "sizes"}
    arguments.setdefault("cost", "sum")
    value = best(matrix, request["sizes"], SCALE, **arguments)
    assert value is not None
    return problem.costs.sign * value


@pytest.mark.first(6)
@pytest.mark.parametrize(("request_", "seed"), FRACTIONAL)
def test_branching_proves_the_optimum_of_a_fractional_root(request_: dict[str, Any], seed: int) -> None:
    matrix, problem = stated(seed, request_)
    tree = tree_of(problem)
    tree.run()
    assert tree.numbers >= 2
    assert not tree.stuck
    assert tree.run_.proved
    assert tree.run_.value == tree.run_.bound == expected_of(matrix, problem, request_)
    sets = [column.members for column in tree.run_.incumbent]
    assert sorted(i for members in sets for i in members) == list(range(9))
    assert obeys(sets, request_.get("together", ()), request_.get("apart", ()))


@pytest.mark.first(6)
@pytest.mark.parametrize("request_", [FIXED, LOOSE, BOUND, NUMBERED])
@pytest.mark.parametrize("seed", range(100, 104))
def test_without_enumeration_the_answer_is_the_same(request_: dict[str, Any], seed: int) -> None:
    matrix, problem = stated(seed, request_)
    tree = tree_of(problem)
    tree.run()
    assert tree.run_.proved
    assert tree.run_.value == expected_of(matrix, problem, request_)


def test_bounds_on_the_way_are_true() -> None:
    for seed in (16, 54):
        matrix, problem = stated(seed, BOUND)
        tree = tree_of(problem)
        tree.run()
        expected = expected_of(matrix, problem, BOUND)
        assert all(bound <= expected <= value for _, value, bound in tree.run_.trace)
        bounds = [bound for _, _, bound in tree.run_.trace]
        assert bounds == sorted(bounds)


def test_the_two_sides_of_a_pair_share_all_groupings_between_them() -> None:
    """The cheaper of the best with the pair together and the best with it apart is the best of all."""
    matrix, problem = stated(17, FIXED)
    expected = expected_of(matrix, problem, FIXED)
    sides = []
    for together, apart in (([(0, 4)], []), ([], [(0, 4)])):
        branched = problem.branched(together, apart)
        assert branched is not None
        tree = tree_of(branched)
        tree.run()
        homes = {i: g for g, column in enumerate(tree.run_.incumbent) for i in column.members}
        assert (homes[0] == homes[4]) == bool(together)
        sides.append(tree.run_.value)
    assert min(sides) == expected
    assert problem.branched([(0, 4)], [(0, 4)]) is None


def test_a_contradictory_node_has_no_children() -> None:
    _, problem = stated(17, FIXED)
    tree = tree_of(problem)
    assert tree._open(Node(0, 3, ((0, 1), (1, 2)), ((0, 2),)), 0) == []
