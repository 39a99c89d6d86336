"""The incumbent: restarts of annealing and descent, over every possible number of cohorts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from ortools.sat.python import cp_model

from pairing.cohorts import interruptible
from pairing.cohorts.clock import Clock
from pairing.cohorts.costs import Ints
from pairing.cohorts.master import Column
from pairing.cohorts.problem import Bools, Problem
from pairing.cohorts.search_kernels import anneal, descend

STEPS_PER_UNIT = 4_000
"""Annealing proposals per unit in the first round; a round is well under a second for 100 units."""
PIECE = 500_000
"""Proposals between two looks at the clock."""


@dataclass(frozen=True)
class Layout:
    """Cohorts to be filled: the kind of each, its sizes lo and hi, and the units it allows, (cohorts, units)."""

    kinds: tuple[int, ...]
    lo: Ints
    hi: Ints
    allowed: Bools


@dataclass(frozen=True)
class Found:
    """A grouping: each unit's cohort in a layout, and its cost before rounding."""

    layout: Layout
    label: Ints
    cost: float


@dataclass
class Search:
    """Restarts of annealing on a problem. best: the best per layout, in the order of the layouts.

    seconds_per_effort: how long one annealing run of effort 1 took lately.
    """

    problem: Problem
    clock: Clock
    seed: int
    best: list[Found] = field(default_factory=list)
    rounds: int = 0
    seconds_per_effort: float = 0.0

    def begin(self) -> bool:
        """A first grouping for every layout that has one; False if it is proved that none exists."""
        for layout in layouts(self.problem):
            label = start(self.problem, layout, self.clock, self.seed)
            if label is not None:
                self.best.append(Found(layout, label, np.inf))
        return bool(self.best)

    def round(self, effort: float = 1.0, only_best: int = 3) -> list[Found]:
        """One annealing run for each of the most promising layouts; the groupings found, best first."""
        ranked = sorted(range(len(self.best)), key=lambda k: (self.best[k].cost, k))
        results = []
        began = self.clock.seconds
        for k in ranked if self.rounds == 0 else ranked[:only_best]:
            self.clock.check()
            found = self._anneal(self.best[k], effort)
            results.append(found)
            if found.cost < self.best[k].cost - 1e-6:
                self.best[k] = found
        self.rounds += 1
        self.seconds_per_effort = (self.clock.seconds - began) / (effort * len(results))
        return sorted(results, key=lambda found: found.cost)

    def _anneal(self, known: Found, effort: float) -> Found:
        """Every third run warms the best known grouping up a little; the others start hot."""
        problem, layout = self.problem, known.layout
        hottest, coldest = (0.8, 0.25) if self.rounds % 3 == 2 else (1.5, 0.25)
        steps = max(PIECE // 10, int(STEPS_PER_UNIT * len(problem.units) * effort))
        pieces = -(-steps // PIECE)
        ratio = (coldest / hottest) ** (1 / pieces)
        label, best, best_cost = known.label, known.label, np.inf
        for piece in range(pieces):
            hot = self.spread * hottest * ratio**piece
            seed = (self.seed * 1009 + self.rounds * 31 + len(layout.kinds) + piece * 7919) % 2**31
            label, candidate, cost = anneal(
                label, problem.between, problem.weight, problem.apart, layout.allowed, layout.lo, layout.hi,
                problem.factors, hot, hot * ratio, steps // pieces, seed,
            )  # fmt: skip
            if cost < best_cost:
                best, best_cost = candidate, cost
            if self.clock.left <= 0:
                break
        best = best.copy()
        cost = descend(
            best, problem.between, problem.weight, problem.apart, layout.allowed, layout.lo, layout.hi, problem.factors
        )
        return Found(layout, best, float(cost))

    @cached_property
    def spread(self) -> float:
        """How far dissimilarities differ, as costs: the unit of temperature."""
        upper = self.problem.between[np.triu_indices(len(self.problem.units), 1)]
        sizes = [size for kind in self.problem.kinds for size in kind.sizes]
        factor = float(np.mean([self.problem.factors[size] for size in sizes]))
        return max(float(np.std(upper)) * factor, 1e-3) if len(upper) else 1.0


def columns_of(problem: Problem, found: Found) -> list[Column]:
    """The grouping's cohorts as columns."""
    columns = []
    for g, kind in enumerate(found.layout.kinds):
        units = np.flatnonzero(found.label == g)
        members = tuple(sorted(i for u in units.tolist() for i in problem.units[u]))
        columns.append(Column(kind, members, problem.costs.of(members)))
    return columns


def layouts(problem: Problem) -> Iterator[Layout]:
    """Every number of cohorts that seats everyone; numbered cohorts have one layout."""
    if len(problem.kinds) > 1:
        counts = [[kind.fewest for kind in problem.kinds]]
    else:
        kind = problem.kinds[0]
        counts = [[k] for k in range(kind.fewest, kind.most + 1) if k * kind.lo <= problem.n <= k * kind.hi]
    for count in counts:
        order = tuple(t for t, number in enumerate(count) for _ in range(number))
        lo = np.array([problem.kinds[t].lo for t in order], dtype=np.int64)
        hi = np.array([problem.kinds[t].hi for t in order], dtype=np.int64)
        allowed = np.array([problem.unit_allowed(problem.kinds[t]) for t in order])
        yield Layout(order, lo, hi, allowed)


def start(problem: Problem, layout: Layout, clock: Clock, seed: int) -> Ints | None:
    """Some grouping in this layout: dealt at random where nothing forbids it, else by CP-SAT; None if there is none."""
    free = bool((problem.weight == 1).all() and layout.allowed.all() and not problem.apart.any())
    return _dealt(problem, layout, seed) if free else _feasible(problem, layout, clock, seed)


def _dealt(problem: Problem, layout: Layout, seed: int) -> Ints:
    """Random people in cohorts of the sizes that would be best if all dissimilarities were equal."""
    sizes = likely_sizes(problem, layout)
    return np.random.default_rng(seed).permutation(np.repeat(np.arange(len(sizes)), sizes)).astype(np.int64)


def likely_sizes(problem: Problem, layout: Layout) -> list[int]:
    """Sizes that add up to everyone and are cheapest at the average dissimilarity; among equals the most even.

    Summed costs to be maximized want sizes at their ends, which annealing hardly changes any more.
    """
    n = problem.n
    average = float(problem.between.sum()) / max(1, n * (n - 1))
    best: dict[int, tuple[float, int, tuple[int, ...]]] = {0: (0.0, 0, ())}
    for g, (lo, hi) in enumerate(zip(layout.lo.tolist(), layout.hi.tolist(), strict=True)):
        low, high = int(layout.lo[g + 1 :].sum()), int(layout.hi[g + 1 :].sum())
        after: dict[int, tuple[float, int, tuple[int, ...]]] = {}
        for seated, (cost, squares, sizes) in best.items():
            for size in range(lo, hi + 1):
                if not low <= n - seated - size <= high:
                    continue
                pairs = size * (size - 1) / 2
                entry = (
                    round(cost + problem.factors[size] * pairs * average, 6),
                    squares + size * size,
                    (*sizes, size),
                )
                if seated + size not in after or entry < after[seated + size]:
                    after[seated + size] = entry
        best = after
    return list(best[n][2])


def _feasible(problem: Problem, layout: Layout, clock: Clock, seed: int) -> Ints | None:
    """A grouping that meets together, apart, allowed and sizes, by CP-SAT (one worker)."""
    model = cp_model.CpModel()
    units, cohorts = range(len(problem.units)), range(len(layout.kinds))
    seat = {(u, g): model.new_bool_var("") for u in units for g in cohorts if layout.allowed[g, u]}
    for u in units:
        model.add_exactly_one([seat[u, g] for g in cohorts if (u, g) in seat])
    for g in cohorts:
        size = sum(int(problem.weight[u]) * seat[u, g] for u in units if (u, g) in seat)
        model.add_linear_constraint(size, int(layout.lo[g]), int(layout.hi[g]))
        for u, v in np.argwhere(np.triu(problem.apart, 1)).tolist():
            if (u, g) in seat and (v, g) in seat:
                model.add_at_most_one([seat[u, g], seat[v, g]])
    solver = cp_model.CpSolver()
    solver.parameters.random_seed = seed % 2**31
    solver.parameters.max_time_in_seconds = max(0.01, clock.left)
    status = interruptible.solve(solver, model)
    if status == cp_model.INFEASIBLE:
        return None
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        clock.check()
        raise RuntimeError(f"CP-SAT ended with {solver.status_name(status)} without a starting grouping")
    label = np.zeros(len(problem.units), dtype=np.int64)
    for (u, g), variable in seat.items():
        if solver.value(variable):
            label[u] = g
    return label
