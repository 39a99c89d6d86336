"""Tabu search: costs as recomputed, groupings that obey every rule, never worse than the start, the same every time."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
import pytest

from pairing.grouping.initial_solution import Layout, layouts, starts
from pairing.grouping.local_search import Search
from pairing.grouping.problem import GroupingProblem
from pairing.grouping.request import read
from pairing.grouping.tabu import Walk, plain, rules_of
from pairing.optimizers.deadline import Deadline

SEEDS = range(6)
REQUESTS: list[dict[str, Any]] = [
    {"sizes": (3, 5)},
    {"sizes": (3, 5), "cost": "mean"},
    {"sizes": (2, 6), "sense": "max", "apart": [(0, 1, 2), (3, 4)]},
    {"sizes": (3, 6), "cost": "mean", "sense": "max", "together": [(0, 1), (2, 3, 4)], "apart": [(0, 2), (5, 6)]},
    {"sizes": [(1, 4), (5, 9), (3, 8)], "cost": "mean", "together": [(8, 9)], "allowed": "some"},
    {"sizes": [(4, 4), (4, 5), (4, 7)], "apart": [(0, 1)], "allowed": "some"},
]


def problem_of(n: int, seed: int, request: dict[str, Any]) -> GroupingProblem:
    rng = np.random.default_rng(100 * n + seed)
    matrix = np.triu(np.round(rng.uniform(-30, 100, (n, n)), 1), 1)
    allowed = request.get("allowed")
    if allowed is not None:
        allowed = rng.random((n, len(request["sizes"]))) < 0.8
        allowed[np.arange(n), rng.integers(allowed.shape[1], size=n)] = True
        allowed[8:10] = True
    return read(
        matrix + matrix.T, request["sizes"], None, request.get("cost", "sum"), request.get("sense", "min"),
        request.get("together", ()), request.get("apart", ()), allowed, None, 10,
    )  # fmt: skip


def walk_of(problem: GroupingProblem, layout: Layout, seed: int) -> Walk | None:
    label = next((label for made, label in starts(problem, Deadline(20), seed) if made.kinds == layout.kinds), None)
    if label is None:
        return None
    return Walk(rules_of(problem, layout.lo, layout.hi, layout.allowed), label, 100.0, seed)


def exact_cost(problem: GroupingProblem, label: Any) -> float:
    """From the people's dissimilarities, before rounding."""
    cost = 0.0
    for g in set(label.tolist()):
        members = [i for u in np.flatnonzero(label == g) for i in problem.units[u]]
        pairs = problem.costs.signed[np.ix_(members, members)].sum() / 2
        cost += pairs * (2 / max(1, len(members) - 1) if problem.costs.mean else 1)
    return cost


def assert_obeys(problem: GroupingProblem, layout: Layout, label: Any) -> None:
    sizes = np.bincount(label, weights=problem.weight, minlength=len(layout.lo))
    assert (sizes >= layout.lo).all()
    assert (sizes <= layout.hi).all()
    assert layout.allowed[label, np.arange(len(label))].all()
    assert not (problem.apart & (label[:, None] == label)).any()


def best_label_cost(problem: GroupingProblem, layout: Layout) -> float:
    """The least cost over every way to seat the units."""
    best = np.inf
    for seats in product(range(len(layout.lo)), repeat=len(problem.units)):
        label = np.array(seats)
        sizes = np.bincount(label, weights=problem.weight, minlength=len(layout.lo))
        fits = (sizes >= layout.lo).all() and (sizes <= layout.hi).all()
        allowed = layout.allowed[label, np.arange(len(label))].all()
        if fits and allowed and not (problem.apart & (label[:, None] == label)).any():
            best = min(best, exact_cost(problem, label))
    return best


@pytest.mark.first(12)
@pytest.mark.parametrize("request_", REQUESTS)
@pytest.mark.parametrize("seed", SEEDS)
def test_every_grouping_obeys_and_costs_what_is_said(seed: int, request_: dict[str, Any]) -> None:
    problem = problem_of(14, seed, request_)
    tried = 0
    for layout in layouts(problem):
        walk = walk_of(problem, layout, seed)
        if walk is None:
            continue
        tried += 1
        begun = exact_cost(problem, walk.base)
        for steps in (1, 7, 50, 300):
            walk.run(steps, Deadline(60))
            assert walk.local is None or exact_cost(problem, walk.local.best) == pytest.approx(walk.local.cost)
            assert_obeys(problem, layout, walk.best)
            assert exact_cost(problem, walk.best) == pytest.approx(walk.best_cost, abs=1e-3)
            assert walk.best_cost <= begun + 1e-3
    assert tried or "allowed" in request_


@pytest.mark.parametrize("request_", REQUESTS)
def test_same_seed_same_walk(request_: dict[str, Any]) -> None:
    problem = problem_of(14, 1, request_)
    layout = next(iter(layouts(problem)))
    walks = [walk_of(problem, layout, seed) for seed in (3, 3)]
    for walk in walks:
        if walk is not None:
            walk.run(400, Deadline(60))
    assert (walks[0] is None) == (walks[1] is None)
    if walks[0] is not None and walks[1] is not None:
        assert walks[0].best.tolist() == walks[1].best.tolist()
        assert walks[0].base.tolist() == walks[1].base.tolist()
        assert (walks[0].best_cost, walks[0].step) == (walks[1].best_cost, walks[1].step)


def test_the_clock_does_not_change_what_is_found() -> None:
    """Cut into more pieces a walk differs, yet the same pieces give the same whatever the time."""
    problem = problem_of(14, 2, REQUESTS[0])
    layout = next(iter(layouts(problem)))
    first, second = walk_of(problem, layout, 0), walk_of(problem, layout, 0)
    assert first is not None
    assert second is not None
    first.run(200, Deadline(60))
    second.run(200, Deadline(1e9))
    assert first.best.tolist() == second.best.tolist()


SMALL: list[dict[str, Any]] = [
    {"sizes": (2, 4)},
    {"sizes": (2, 5), "cost": "mean"},
    {"sizes": (1, 4), "cost": "mean", "sense": "max", "together": [(0, 1)], "apart": [(0, 2), (3, 4)]},
    {"sizes": [(1, 4), (3, 6)], "sense": "max", "together": [(2, 5, 6)], "apart": [(0, 1)]},
    {"sizes": [(1, 3), (2, 5), (2, 4)], "cost": "mean", "apart": [(4, 5, 6)]},
]


@pytest.mark.first(6)
@pytest.mark.parametrize("request_", SMALL)
@pytest.mark.parametrize("seed", range(4))
def test_tiny_problems_reach_the_optimum(seed: int, request_: dict[str, Any]) -> None:
    problem = problem_of(8, seed, request_)
    for layout in layouts(problem):
        if len(layout.lo) > 3:
            continue
        walk = walk_of(problem, layout, seed)
        expected = best_label_cost(problem, layout)
        assert (walk is None) == bool(np.isinf(expected))
        if walk is not None:
            walk.run(20_000, Deadline(60))
            assert walk.best_cost == pytest.approx(expected, abs=1e-3)


def test_a_tired_walk_stops() -> None:
    problem = problem_of(8, 0, SMALL[0])
    walk = walk_of(problem, next(iter(layouts(problem))), 0)
    assert walk is not None
    walk.run(10**6, Deadline(60))
    assert walk.tired
    assert walk.step < 10**6


def test_out_of_time_a_walk_ends_after_one_piece() -> None:
    problem = problem_of(14, 0, REQUESTS[0])
    walk = walk_of(problem, next(iter(layouts(problem))), 0)
    assert walk is not None
    walk.run(10**6, Deadline(0))
    assert walk.pieces == 1


def test_both_searches_take_turns_unless_a_column_cost_is_hidden_from_tabu_search() -> None:
    problem = problem_of(14, 0, REQUESTS[0])
    hidden = read(problem.costs.whole, (3, 5), None, "sum", "min", (), (), None, lambda members: 1.0, 1)
    assert plain(problem)
    assert not plain(hidden)
    for stated, expected in ((problem, {True, False}), (hidden, {False})):
        search = Search(stated, Deadline(60), 0)
        assert search.begin()
        turns = set()
        for _ in range(10):
            turns.add(search._tabu_next())
            search.round(0.1)
        assert turns == expected


def test_rounds_are_the_same_every_time() -> None:
    found = []
    for _ in range(2):
        search = Search(problem_of(30, 4, {"sizes": (4, 8)}), Deadline(60), 7)
        search.begin()
        found.append([[(result.cost, result.label.tolist()) for result in search.round(0.2)] for _ in range(12)])
    assert found[0] == found[1]
