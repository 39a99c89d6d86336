"""Spread, counts, drive and kinds of free number against every partition, in words of the test's own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations, product
from typing import Any

import numpy as np
import pytest
from scipy.optimize import linprog

from amount import cases
from every_partition import Sets, cohort_cost, obeys, partitions
from pairing.grouping import CannotGroup
from pairing.grouping.column_generation import Dual, Generation, first_duals
from pairing.grouping.column_list import every_column
from pairing.grouping.master import Column, Master
from pairing.grouping.neighborhoods import restricted
from pairing.grouping.pricing import GRID, Pricer, on_grid
from pairing.grouping.problem import Count, Drive, GroupingProblem, Kind, Spread
from pairing.grouping.request import read
from pairing.grouping.solve import Solved, solve
from pairing.optimizers.deadline import Deadline

SCALE = 100
Placed = tuple[tuple[int, tuple[int, ...]], ...]
"""A grouping: the kind and the members of every cohort."""


@dataclass
class Case:
    """A problem in plain numbers. counts: (flags, accepted) each; kinds: (lo, hi, fewest, most, allowed) each."""

    matrix: Any
    kinds: list[tuple[int, int, int, int, list[bool]]]
    together: list[tuple[int, ...]]
    apart: list[tuple[int, ...]]
    cost: str = "mean"
    spread: tuple[list[int], int, int] | None = None
    counts: tuple[tuple[list[bool], list[bool]], ...] = ()
    drive: tuple[list[list[bool]], list[int]] | None = None
    total: tuple[int, int] | None = None

    @property
    def n(self) -> int:
        return len(self.matrix)

    def problem(self) -> GroupingProblem:
        lo, hi = min(kind[0] for kind in self.kinds), max(kind[1] for kind in self.kinds)
        plain = read(self.matrix, (lo, hi), None, self.cost, "min", self.together, self.apart, None, None, SCALE)
        spread, drive = self.spread, self.drive
        return replace(
            plain,
            kinds=tuple(Kind(*kind[:4], np.array(kind[4])) for kind in self.kinds),
            spread=None if spread is None else Spread(np.array(spread[0], dtype=np.int64), spread[1], spread[2]),
            counts=tuple(Count(np.array(flags), np.array(accepted)) for flags, accepted in self.counts),
            drive=None if drive is None else Drive(np.array(drive[0]), np.array(drive[1], dtype=np.int64)),
            total=self.total,
        )

    def cost_of(self, members: tuple[int, ...]) -> int:
        total = cohort_cost(self.matrix, members, self.cost, SCALE, None)
        if self.spread is not None:
            levels, free, rate = self.spread
            known = sorted(levels[i] for i in members if levels[i] != -1)
            excess = known[-1] - known[0] - free if known else 0
            total += (max(0, excess) * rate + 500) // 1000
        return total

    def good(self, members: tuple[int, ...]) -> bool:
        for flags, accepted in self.counts:
            if not accepted[len([i for i in members if flags[i]])]:
                return False
        if self.drive is None:
            return True
        reach, home = self.drive
        return any(
            all(row[i] for i in members) and (owner == -1 or owner in members)
            for row, owner in zip(reach, home, strict=True)
        )

    def placings(self, sets: Sets) -> Iterator[Placed]:
        """Every way to give the cohorts kinds."""
        if self.total is not None and not self.total[0] <= len(sets) <= self.total[1]:
            return
        fitting = [
            [t for t, (lo, hi, _, _, yes) in enumerate(self.kinds) if lo <= len(s) <= hi and all(yes[i] for i in s)]
            for s in sets
        ]
        for choice in product(*fitting):
            if all(kind[2] <= choice.count(t) <= kind[3] for t, kind in enumerate(self.kinds)):
                yield tuple(zip(choice, sets, strict=True))

    def groupings(self) -> Iterator[tuple[int, Placed]]:
        """Every grouping with its cost."""
        sizes = {size for lo, hi, *_ in self.kinds for size in range(lo, hi + 1)}
        good: dict[tuple[int, ...], bool] = {}
        costs: dict[tuple[int, ...], int] = {}
        for sets in partitions(tuple(range(self.n)), sizes):
            for members in sets:
                if members not in good:
                    good[members], costs[members] = self.good(members), self.cost_of(members)
            if all(good[members] for members in sets) and obeys(sets, self.together, self.apart):
                total = sum(costs[members] for members in sets)
                yield from ((total, placed) for placed in self.placings(sets))


def random_case(n: int, seed: int, features: set[str]) -> Case:
    rng = np.random.default_rng([n, seed])
    points = rng.uniform(0, 60, (n, 2))
    matrix = np.round(np.hypot(*(points[:, None] - points).transpose(2, 0, 1)), 2)
    sizes = [(2, 4), (3, 4), (2, 3)][seed % 3]
    case = Case(np.triu(matrix, 1) + np.triu(matrix, 1).T, [(*sizes, 1, n, [True] * n)], [], [])
    case.cost = "sum" if seed % 4 == 3 else "mean"
    if "pairs" in features:
        a, b, c = rng.choice(n, 3, replace=False).tolist()
        case.together, case.apart = [(a, b)], [(b, c)]
    if "spread" in features:
        levels = rng.integers(0, 6000, n)
        levels[rng.random(n) < 0.15] = -1
        case.spread = (levels.tolist(), int(rng.integers(0, 2500)), int(rng.integers(1, 5000)))
    tables = {"most": [True, True, False, False, False], "least": [False, True, True, True, True]}
    tables["alone"] = [True, False, True, True, True]
    for name in sorted(features & set(tables)):
        share = 0.35 if name == "most" else 0.5
        case.counts += (((rng.random(n) < share).tolist(), tables[name]),)
    if "drive" in features:
        venues = seed % 3
        sites = np.vstack([points, rng.uniform(0, 60, (venues, 2))])
        far = np.hypot(*(sites[:, None] - points).transpose(2, 0, 1))
        case.drive = ((far < 32).tolist(), [*range(n), *[-1] * venues])
    if "kinds" in features:
        case.kinds = [
            (*sizes, 0, int(rng.integers(1, 4)), (rng.random(n) < (1.0 if t == 0 else 0.75)).tolist()) for t in range(3)
        ]
    if "total" in features:
        case.total = [(2, 3), (3, 3), (3, 4)][seed % 3]
    return case


def possible_case(n: int, features: set[str]) -> Case:
    """The first random case that has a grouping."""
    cases = (random_case(n, seed, features) for seed in range(100))
    return next(case for case in cases if next(case.groupings(), None) is not None)


def solved(case: Case, seconds: float = 60) -> Solved:
    return solve(case.problem(), Deadline(seconds), 0)


def assert_obeys(case: Case, answer: Solved) -> None:
    """Every rule, cohort by cohort, and the cost."""
    sets = [column.members for column in answer.columns]
    assert sorted(i for members in sets for i in members) == list(range(case.n))
    assert obeys(sets, case.together, case.apart)
    assert all(case.good(members) for members in sets)
    assert tuple((column.kind, column.members) for column in answer.columns) in set(case.placings(sets))
    assert [column.cost for column in answer.columns] == [case.cost_of(members) for members in sets]
    assert answer.grouping.whole_value == answer.value == sum(case.cost_of(members) for members in sets)
    assert answer.grouping.cohorts == tuple(sets)


FEATURES = [
    {"spread"}, {"most"}, {"least"}, {"alone"}, {"drive"}, {"kinds"}, {"kinds", "total"}, {"total"}, {"pairs", "alone"},
    {"spread", "alone"}, {"spread", "drive"}, {"spread", "kinds", "total"}, {"alone", "drive"}, {"most", "alone"},
    {"most", "kinds"}, {"drive", "kinds"}, {"pairs", "drive"}, {"pairs", "spread"}, {"pairs", "kinds", "total"},
    {"spread", "most", "alone", "drive", "kinds", "total", "pairs"},
]  # fmt: skip


@pytest.mark.random
@pytest.mark.first(7)
@pytest.mark.parametrize("features", FEATURES, ids=lambda features: "-".join(sorted(features)))
def test_against_every_partition(features: set[str]) -> None:
    """The value, the proof, every cohort, the columns of all optima, and a bound that holds when stopped at once."""
    for seed in cases(2, 3):
        case = random_case(7 + seed % 3, seed, features)
        groupings = list(case.groupings())
        if not groupings:
            with pytest.raises(CannotGroup):
                solved(case)
            continue
        best = min(cost for cost, _ in groupings)
        answer = solved(case)
        assert answer.grouping.proved
        assert answer.value == best == answer.grouping.whole_bound
        assert_obeys(case, answer)
        columns = answer.columns_within()
        assert columns is not None
        assert {pair for cost, placed in groupings if cost == best for pair in placed} <= {
            (column.kind, column.members) for column in columns
        }
        assert all(column.cost == case.cost_of(column.members) for column in columns)
        assert all(case.good(column.members) for column in columns)


@pytest.mark.parametrize("features", [{"spread"}, {"alone", "drive"}, {"kinds", "total", "most"}], ids=sorted)
def test_columns_within_more_than_the_value(features: set[str]) -> None:
    case = possible_case(8, features)
    groupings = list(case.groupings())
    answer = solved(case)
    limit = answer.value + answer.value // 20
    columns = answer.columns_within(limit)
    assert columns is not None
    assert {pair for cost, placed in groupings if cost <= limit for pair in placed} <= {
        (column.kind, column.members) for column in columns
    }
    assert answer.columns_within(limit, most=1) is None


@pytest.mark.first(1)
@pytest.mark.parametrize("seed", range(3))
def test_stopped_at_once(seed: int) -> None:
    for features in ({"spread", "alone"}, {"drive", "most"}, {"spread", "kinds", "total"}):
        case = random_case(9, seed, features)
        costs = [cost for cost, _ in case.groupings()]
        if not costs:
            continue
        for seconds in (0.0, 0.05):
            try:
                answer = solved(case, seconds)
            except CannotGroup:
                continue
            assert_obeys(case, answer)
            assert answer.grouping.whole_bound <= min(costs) <= answer.value
            assert answer.grouping.proved or answer.columns_within() is None


def test_interrupted_by_the_caller() -> None:
    case = random_case(9, 0, {"spread"})
    answer = solve(case.problem(), Deadline(60), 0, interrupted=lambda: True)
    assert answer.grouping.stopped == "interrupted"
    assert_obeys(case, answer)


def every_set(case: Case, problem: GroupingProblem) -> list[Column]:
    """All columns, by the test's own words."""
    return [
        Column(t, members, case.cost_of(members))
        for t, (lo, hi, _, _, yes) in enumerate(case.kinds)
        for size in range(lo, hi + 1)
        for members in combinations(range(case.n), size)
        if all(yes[i] for i in members) and case.good(members) and problem.keeps(members)
    ]


RELAXED = [
    {"spread"}, {"most", "alone"}, {"drive"}, {"kinds", "total"}, {"spread", "alone", "drive"}, {"pairs", "spread"},
]  # fmt: skip


@pytest.mark.first(4)
@pytest.mark.parametrize("features", RELAXED, ids=lambda features: "-".join(sorted(features)))
@pytest.mark.parametrize("seed", range(2))
def test_root_bound_is_the_whole_relaxation(features: set[str], seed: int) -> None:
    case = random_case(11, seed, features)
    case.total = (3, 3)
    case.kinds = [(3, 4, *kind[2:]) for kind in case.kinds]
    problem = case.problem()
    columns = every_set(case, problem)
    assert set(columns) == set(every_column(problem))
    assert all(problem.feasible(column.kind, column.members) for column in columns)
    relaxed = whole_relaxation(case, columns)
    if relaxed is None:
        with pytest.raises(CannotGroup):
            solved(case)
        return
    first = [Column(0, tuple(range(case.n)), max(column.cost for column in columns))]
    generation = Generation(
        Pricer(problem), Master(problem, [], 1e7), Dual(first_duals(case.n, first)), Deadline(60),
        beat=lambda: 2**60, on_bound=lambda bound: None, most_nodes=10**7,
    )  # fmt: skip
    generation.run()
    assert generation.converged
    assert generation.dual.bound is not None
    # duals on the grid cost a little; whole numbers of cohorts of each kind and size may gain something
    assert relaxed - 2 <= generation.dual.bound / GRID
    assert generation.dual.bound / GRID <= relaxed + 1e-4 or "kinds" in features
    assert (generation.dual.whole or 0) <= solved(case).value


def whole_relaxation(case: Case, columns: list[Column]) -> float | None:
    """The linear program over all columns, by HiGHS; None where it has no solution."""
    covering = np.zeros((case.n, len(columns)))
    counts = np.zeros((len(case.kinds), len(columns)))
    for k, column in enumerate(columns):
        covering[list(column.members), k] = 1
        counts[column.kind, k] = 1
    low, high = case.total or (0, case.n)
    everything = counts.sum(axis=0, keepdims=True)
    answer = linprog(
        [column.cost for column in columns],
        A_ub=np.vstack([counts, -counts, everything, -everything]),
        b_ub=[*(kind[3] for kind in case.kinds), *(-kind[2] for kind in case.kinds), high, -low],
        A_eq=covering, b_eq=np.ones(case.n),
    )  # fmt: skip
    return float(answer.fun) if answer.status == 0 else None


@pytest.mark.parametrize("features", [*RELAXED, {"least", "pairs", "kinds"}], ids=lambda f: "-".join(sorted(f)))
def test_pricing_and_growing(features: set[str]) -> None:
    """Under any duals, for every kind and size: the least reduced cost, all sets below a threshold, grown ones true."""
    case = random_case(11, 2, features)
    problem = case.problem()
    pricer = Pricer(problem)
    rng = np.random.default_rng(5)
    columns = every_set(case, problem)
    for _ in range(3):
        duals = on_grid(rng.normal(2000, 1500, case.n))
        grown = pricer.heuristic(duals)
        for t, size in pricer.places():
            reduced = {
                column.members: column.cost - float(duals[list(column.members)].sum())
                for column in columns
                if column.kind == t and len(column.members) == size
            }
            assert all(reduced[members] == value for value, members in grown[t, size])
            if not reduced:
                assert pricer.exact(t, size, duals, 1e300, 1, Deadline(60), 10**7).sets == []
                continue
            assert pricer.exact(t, size, duals, 1e300, 1, Deadline(60), 10**7).least == min(reduced.values())
            assert all(
                pricer.exact(t, size, duals, 1e300, 5, Deadline(60), nodes).least <= min(reduced.values())
                for nodes in (0, 1, 20)
            )
            limit = float(np.quantile(list(reduced.values()), 0.2))
            many = pricer.exact(t, size, duals, limit, 10**4, Deadline(60), 10**7, all_or_none=True)
            assert {members for _, members in many.sets} == {m for m, value in reduced.items() if value < limit}


def test_a_part_of_a_grouping_keeps_every_rule() -> None:
    features = {"spread", "alone", "drive", "kinds", "total"}
    case = possible_case(9, features)
    answer = solved(case)
    problem, people = restricted(answer.problem, answer.columns[:2], answer.columns)
    for size in range(2, len(people) + 1):
        for inside in combinations(range(len(people)), size):
            members = tuple(people[k] for k in inside)
            assert problem.cost(inside) == case.cost_of(members)
            assert all(
                problem.feasible(t, inside) == answer.problem.feasible(t, members) for t in range(len(case.kinds))
            )
    assert problem.total is not None
    assert answer.problem.total is not None
    assert problem.total[1] == answer.problem.total[1] - (len(answer.columns) - 2)


def test_a_spread_penalty_is_only_for_costs_to_be_minimized() -> None:
    plain = read(np.ones((6, 6)), (2, 3), None, "mean", "max", (), (), None, None, 1)
    with pytest.raises(CannotGroup, match="minimized"):
        replace(plain, spread=Spread(np.zeros(6, dtype=np.int64), 0, 1))
