"""A few cohorts taken apart: the restricted problem states the same rules and costs, and its answer fits back in."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from pairing.grouping.branching import Tree
from pairing.grouping.integer_master import cost_of
from pairing.grouping.local_search import Search, columns_of
from pairing.grouping.master import Column
from pairing.grouping.neighborhoods import adjacent, back, restricted
from pairing.grouping.problem import GroupingProblem
from pairing.grouping.request import read
from pairing.grouping.run import NOTHING, Run
from pairing.optimizers.deadline import Deadline

SEEDS = range(4)
REQUESTS: list[dict[str, Any]] = [
    {"sizes": (3, 5)},
    {"sizes": (3, 5), "cohorts": (4, 5), "cost": "mean", "together": [(0, 1), (2, 3)], "apart": [(0, 2), (4, 5, 6)]},
    {"sizes": [(2, 4), (2, 4), (3, 6), (3, 6), (2, 7)], "sense": "max", "apart": [(0, 1)], "allowed": True},
    {"sizes": (4, 4), "cohorts": 4, "cost": "mean", "allowed": True, "together": [(7, 9)]},
]


def problem_of(seed: int, request: dict[str, Any]) -> GroupingProblem:
    rng = np.random.default_rng(seed)
    matrix = np.triu(np.round(rng.uniform(0, 100, (16, 16)), 1), 1)
    allowed = None
    if "allowed" in request:
        allowed = rng.random((16, request.get("cohorts") or len(request["sizes"]))) < 0.85
        allowed[[0, 7, 9], :] = True
    return read(
        matrix + matrix.T, request["sizes"], request.get("cohorts"), request.get("cost", "sum"),
        request.get("sense", "min"), request.get("together", ()), request.get("apart", ()), allowed, None, 10,
    )  # fmt: skip


def first_columns(problem: GroupingProblem) -> list[Column]:
    search = Search(problem, Deadline(60), 0)
    assert search.begin()
    return columns_of(problem, search.best[0])


def solved(problem: GroupingProblem, columns: list[Column]) -> list[Column]:
    """The restricted problem's optimum, from the cohorts as they are."""
    run = Run(problem, Deadline(60), columns, cost_of(columns), NOTHING)
    Tree(run, set(columns), run.deadline).run()
    assert run.proved
    return run.incumbent


def inside(columns: list[Column], people: list[int]) -> list[Column]:
    place = {i: k for k, i in enumerate(people)}
    return [replace(column, members=tuple(place[i] for i in column.members)) for column in columns]


def assert_valid(problem: GroupingProblem, columns: list[Column]) -> None:
    """Everyone once, every rule kept, every cost as recomputed."""
    assert sorted(i for column in columns for i in column.members) == list(range(problem.n))
    for column in columns:
        kind = problem.kinds[column.kind]
        assert kind.lo <= len(column.members) <= kind.hi
        assert kind.allowed[list(column.members)].all()
        assert problem.keeps(column.members)
        assert column.cost == problem.costs.of(column.members)
        assert column.members == tuple(sorted(column.members))
    for t, kind in enumerate(problem.kinds):
        assert kind.fewest <= sum(column.kind == t for column in columns) <= kind.most


@pytest.mark.first(8)
@pytest.mark.parametrize("request_", REQUESTS)
@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("count", [2, 3])
def test_the_best_of_a_part_fits_back(count: int, seed: int, request_: dict[str, Any]) -> None:
    problem = problem_of(seed, request_)
    columns = first_columns(problem)
    assert_valid(problem, columns)
    for first in range(len(columns)):
        chosen = [columns[g] for g in adjacent(problem, columns, first, count)]
        part, people = restricted(problem, chosen, columns)
        optimum = back(solved(part, inside(chosen, people)), people)
        kept = [column for column in columns if column not in chosen]
        assert cost_of(optimum) <= cost_of(chosen)
        assert_valid(problem, [*kept, *optimum])


@pytest.mark.parametrize("request_", REQUESTS)
def test_the_same_rules_among_fewer_people(request_: dict[str, Any]) -> None:
    problem = problem_of(1, request_)
    columns = first_columns(problem)
    part, people = restricted(problem, columns[:2], columns)
    assert people == sorted(i for column in columns[:2] for i in column.members)
    assert {tuple(people[k] for k in unit) for unit in part.units} == {
        unit for unit in problem.units if unit[0] in people
    }
    for a, i in enumerate(people):
        for b, j in enumerate(people):
            assert part.costs.whole[a, b] == problem.costs.whole[i, j]
            units, whole = part.unit_of[[a, b]], problem.unit_of[[i, j]]
            assert part.apart[units[0], units[1]] == problem.apart[whole[0], whole[1]]
        for kind, same in zip(part.kinds, problem.kinds, strict=True):
            assert kind.allowed[a] == same.allowed[i]


def test_other_cohorts_use_up_counts() -> None:
    """Of numbered kinds exactly the chosen cohorts are left; of a range what the others leave."""
    problem = problem_of(0, REQUESTS[2])
    columns = first_columns(problem)
    part, _ = restricted(problem, columns[:3], columns)
    for t, kind in enumerate(part.kinds):
        assert kind.fewest == kind.most == sum(column.kind == t for column in columns[:3])
    ranged = problem_of(0, REQUESTS[1])
    columns = first_columns(ranged)
    kind = restricted(ranged, columns[:2], columns)[0].kinds[0]
    others = len(columns) - 2
    people = sum(len(column.members) for column in columns[:2])
    assert (kind.fewest, kind.most) == (max(0, 4 - others), min(5 - others, people // 3))


def test_a_column_cost_sees_the_people_of_the_whole_problem() -> None:
    def extra(members: tuple[int, ...]) -> float:
        return float(sum(members))

    matrix = np.ones((16, 16)) - np.eye(16)
    problem = read(matrix, (4, 4), None, "sum", "min", (), (), None, extra, 1)
    columns = [Column(0, tuple(range(k, 16, 4)), problem.costs.of(range(k, 16, 4))) for k in range(4)]
    part, people = restricted(problem, columns[2:], columns)
    for column in inside(columns[2:], people):
        assert part.costs.of(column.members) == column.cost
    assert back(inside(columns[2:], people), people) == columns[2:]


@pytest.mark.parametrize("sense", ["min", "max"])
def test_adjacent_cohorts_are_the_nearest_in_cost_terms(sense: str) -> None:
    """Three people each at 0, 1, 5 and 20 on a line."""
    place = np.repeat([0.0, 1.0, 5.0, 20.0], 3)
    problem = read(np.abs(place[:, None] - place), (3, 3), None, "sum", sense, (), (), None, None, 1)
    columns = [Column(0, tuple(range(3 * k, 3 * k + 3)), 0) for k in range(4)]
    expected = {"min": [[0], [0, 1], [0, 1, 2]], "max": [[0], [0, 3], [0, 2, 3]]}[sense]
    assert [adjacent(problem, columns, 0, count) for count in (1, 2, 3)] == expected
    assert adjacent(problem, columns, 2, 4) == [0, 1, 2, 3]
