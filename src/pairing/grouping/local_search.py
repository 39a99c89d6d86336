"""The incumbent: annealing with descent and tabu search in turn, over every possible number of cohorts."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from pairing.grouping.costs import Bools, Floats, Ints
from pairing.grouping.initial_solution import Layout, Start, starts
from pairing.grouping.kernels import annealing, limited_search
from pairing.grouping.limits import Limits, no_limits
from pairing.grouping.master import Column
from pairing.grouping.problem import GroupingProblem
from pairing.grouping.tabu import SKEW, STEPS, Walk, plain, rules_of
from pairing.optimizers.deadline import Deadline

STEPS_PER_UNIT = 4_000
"""Annealing proposals per unit in the first round; a round is well under a second for 100 units."""
MANY = 150
"""More units than this: a grouping to begin with, where one is known, is enough."""
PIECE = 500_000
"""Proposals between two looks at the deadline."""
BOTH = 8
"""Rounds in which annealing and tabu search take turns; then the one that has been winning takes most of them."""
OTHER = 4
"""Every so many rounds after that it is the other one's turn, with as much less effort."""


@dataclass(frozen=True)
class Found:
    """A grouping: each unit's cohort in a layout, and its cost before rounding."""

    layout: Layout
    label: Ints
    cost: float


@dataclass
class Search:
    """Rounds of two kinds of search on a problem. best: the best per layout, in the order of the layouts.

    Tabu search begins where annealing ended. wins: rounds won by tabu search less those won by annealing. seconds: how
    long one run of effort 1 took lately, of annealing and of tabu search. known: a grouping to begin with; among many
    people no other one is looked for then.
    """

    problem: GroupingProblem
    deadline: Deadline
    seed: int
    best: list[Found] = field(default_factory=list)
    rounds: int = 0
    anneals: int = 0
    wins: int = 0
    walks: dict[int, Walk] = field(default_factory=dict)
    annealed: dict[int, Found] = field(default_factory=dict)
    seconds: list[float] = field(default_factory=lambda: [0.0, 0.0])
    known: Start | None = None

    def begin(self) -> bool:
        """A first grouping for every layout that has one; False if it is proved that none exists."""
        known = [] if self.known is None else [self.known]
        if not known or len(self.problem.units) <= MANY:
            known += starts(self.problem, self.deadline, self.seed)
        self.best = [Found(layout, label, np.inf) for layout, label in known]
        return bool(self.best)

    @property
    def seconds_per_effort(self) -> float:
        """How long one run of effort 1 took when the kind of search that is next had its last turn."""
        return self.seconds[self._tabu_next()]

    def round(self, effort: float = 1.0, only_best: int = 3) -> list[Found]:
        """One run of one kind for each of the most promising layouts; the groupings found, best first."""
        ranked = sorted(range(len(self.best)), key=lambda k: (self.best[k].cost, k))
        results = []
        began, tabu, before = self.deadline.seconds, self._tabu_next(), self.best[ranked[0]].cost
        if self.rounds >= BOTH and tabu != (self.wins > 0):
            effort = max(1.0, effort / OTHER)
        for k in ranked if self.rounds == 0 else ranked[:only_best]:
            self.deadline.check()
            found = self._walk(k, effort) if tabu else self._anneal(self.best[k], effort)
            results.append(found)
            if not tabu:
                self.annealed[k] = found
            if found.cost < self.best[k].cost - 1e-6:
                self.best[k] = found
        self.seconds[tabu] = (self.deadline.seconds - began) / (effort * len(results))
        results.sort(key=lambda found: found.cost)
        self._count(tabu, self.rounds > 0 and results[0].cost < before - 1e-6)
        return results

    def _tabu_next(self) -> bool:
        """Whether the next round is tabu search: every other one at first, then by who won more often."""
        if not plain(self.problem) or self.rounds < BOTH:
            return plain(self.problem) and self.rounds % 2 == 1
        return (self.wins > 0) != (self.rounds % OTHER == 0)

    def _count(self, tabu: bool, won: bool) -> None:
        """A round is over; the kind of search that found a better grouping won it."""
        self.rounds += 1
        self.anneals += not tabu
        if won:
            self.wins += 1 if tabu else -1

    def _walk(self, k: int, effort: float) -> Found:
        """Tabu search of a layout, from where it stopped, or if it got tired there from what annealing found last."""
        layout, units = self.best[k].layout, len(self.problem.units)
        walk = self.walks.get(k)
        if walk is None or walk.tired:
            start = self.annealed.get(k, self.best[k]).label
            rules = rules_of(self.problem, layout.lo, layout.hi, layout.allowed)
            seed = (self.seed * 1009 + self.rounds * 31 + len(layout.kinds)) % 2**31
            walk = self.walks[k] = Walk(rules, start, SKEW * self.spread * units, seed)
        walk.run(max(1, int(STEPS * effort / units)), self.deadline)
        return Found(layout, walk.best.copy(), walk.best_cost)

    def _anneal(self, known: Found, effort: float) -> Found:
        """Every third run warms the best known grouping up a little; the others start hot and forget it."""
        warm = self.anneals % 3 == 2
        hottest, coldest = (0.8, 0.25) if warm else (1.5, 0.25)
        steps = max(PIECE // 10, int(STEPS_PER_UNIT * len(self.problem.units) * effort))
        pieces = -(-steps // PIECE)
        ratio = (coldest / hottest) ** (1 / pieces)
        seed = self.seed * 1009 + self.rounds * 31 + len(known.layout.kinds)
        label = known.label
        if not warm:
            label, _, _ = self._cool(known.layout, label, hottest, 1.0, min(PIECE, steps // 10), seed + 104_729)
        best, best_cost = label, np.inf
        for piece in range(pieces):
            hot = hottest * ratio**piece
            label, candidate, cost = self._cool(known.layout, label, hot, ratio, steps // pieces, seed + piece * 7919)
            if cost < best_cost:
                best, best_cost = candidate, cost
            if self.deadline.left <= 0:
                break
        return self._descended(known.layout, best.copy())

    def _cool(
        self, layout: Layout, label: Ints, hot: float, ratio: float, steps: int, seed: int
    ) -> tuple[Ints, Ints, float]:
        """Annealing from `hot` to `ratio` of it, in spreads: labels at the end, the best ones, and their cost."""
        problem, hot = self.problem, hot * self.spread
        return anneal(
            label, problem.between, problem.weight, problem.apart, layout.allowed, layout.lo, layout.hi,
            problem.factors, hot, hot * ratio, steps, seed % 2**31, problem.limits,
        )  # fmt: skip

    def _descended(self, layout: Layout, label: Ints) -> Found:
        problem = self.problem
        cost = descend(
            label, problem.between, problem.weight, problem.apart, layout.allowed, layout.lo, layout.hi,
            problem.factors, problem.limits,
        )  # fmt: skip
        return Found(layout, label, cost)

    @cached_property
    def spread(self) -> float:
        """How far dissimilarities differ, as costs: the unit of temperature."""
        upper = self.problem.between[np.triu_indices(len(self.problem.units), 1)]
        sizes = [size for kind in self.problem.kinds for size in kind.sizes]
        factor = float(np.mean([self.problem.factors[size] for size in sizes]))
        return max(float(np.std(upper)) * factor, 1e-3) if len(upper) else 1.0


def columns_of(problem: GroupingProblem, found: Found) -> list[Column]:
    """The grouping's cohorts as columns."""
    columns = []
    for g, kind in enumerate(found.layout.kinds):
        units = np.flatnonzero(found.label == g)
        members = tuple(sorted(i for u in units.tolist() for i in problem.units[u]))
        columns.append(Column(kind, members, problem.cost(members)))
    return columns


def descend(
    label: Ints,
    between: Floats,
    weight: Ints,
    apart: Bools,
    allowed: Bools,
    lo: Ints,
    hi: Ints,
    factors: Floats,
    limits: Limits,
) -> float:
    """Take improving moves and swaps until there is none; changes `label`, which meets the limits; the cost."""
    arguments = (label, between, weight, apart, allowed, lo, hi, factors)
    if limits.active:
        return float(limited_search.descend_limited(*arguments, limits))
    return float(annealing.descend(*arguments))


def anneal(
    start: Ints,
    between: Floats,
    weight: Ints,
    apart: Bools,
    allowed: Bools,
    lo: Ints,
    hi: Ints,
    factors: Floats,
    hottest: float,
    coldest: float,
    steps: int,
    seed: int,
    limits: Limits,
) -> tuple[Ints, Ints, float]:
    """Simulated annealing from a `start` that meets the limits: (labels at the end, best labels, best cost). Seeded."""
    arguments = (start, between, weight, apart, allowed, lo, hi, factors, hottest, coldest, steps, seed)
    if limits.active:
        label, best, cost = limited_search.anneal_limited(*arguments, limits)
    else:
        label, best, cost = annealing.anneal(*arguments)
    return label, best, float(cost)


def warm_up() -> None:
    """Load or compile the plain kernels and those that know limits, on a tiny instance."""
    one, zeros = np.ones(2, dtype=np.int64), np.zeros((2, 2))
    rules = (zeros, one, np.zeros((2, 2), dtype=bool), np.ones((2, 2), dtype=bool), one, one, np.ones(2))
    for limited in (False, True):
        limits = no_limits(2)._replace(active=limited)
        label, _, _ = anneal(np.arange(2), *rules, 1.0, 0.5, 1, 0, limits)
        descend(label, *rules, limits)
