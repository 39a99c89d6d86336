"""Tabu search of one layout that goes on from round to round: shakes of the best known, accepted with a skew."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from pairing.grouping.costs import Bools, Floats, Ints
from pairing.grouping.kernels.tabu import Rules, tabu
from pairing.grouping.problem import GroupingProblem
from pairing.optimizers.deadline import Deadline

STEPS = 400_000
"""Steps times units of a run of effort 1, which takes as long as annealing of effort 1."""
PIECE = 200_000_000
"""Swaps looked at between two looks at the deadline, as steps times the square of the units: about 0.3 seconds."""
PATIENCE = 20
"""Steps per unit without a better grouping after which the local search ends."""
UNITS_PER_TENURE = 30
"""A unit may not return for one step and one more per so many units, or up to twice that."""
SHAKES = (0.05, 0.1, 0.2, 0.4)
"""Random changes per unit: more of them after every local search without success."""
SKEW = 0.08
"""A grouping so much dearer per unit seated elsewhere, in spreads of dissimilarity, is still gone on from."""
TIRED = 24
"""Local searches without a better grouping after which the walk had better start elsewhere."""


def plain(problem: GroupingProblem) -> bool:
    """Whether the compiled search sees the whole problem.

    It knows sizes, allowed, units of any weight and both costs; conflicts, a column_cost, a spread, counts and drive
    are left to annealing.
    """
    free = problem.costs.extra is None and problem.spread is None and not problem.restricts
    return free and not problem.apart.any()


def rules_of(problem: GroupingProblem, lo: Ints, hi: Ints, allowed: Bools) -> Rules:
    """The problem as the kernel reads it, for cohorts with sizes lo to hi and the units that each allows."""
    dearest = (1.0 + float(np.abs(problem.between).max(initial=0))) * (1.0 + float(problem.factors.max()))
    forbidden = 16.0 * (problem.largest + 1) * dearest
    between: Floats = np.where(problem.apart, 4.0 * problem.largest * forbidden, problem.between)
    np.fill_diagonal(between, problem.between.diagonal())
    even = bool((problem.weight == problem.weight[0]).all())
    return Rules(
        np.ascontiguousarray(between), problem.weight, np.ascontiguousarray(allowed), lo, hi, problem.factors,
        forbidden, even,
    )  # fmt: skip


@dataclass
class Local:
    """One local search: where it stands, what is tabu, and the best it found, at which step."""

    label: Ints
    until: Ints
    best: Ints
    found: int
    cost: float = np.inf


@dataclass
class Walk:
    """Local searches one after the other. base: the grouping that is shaken, costing base_cost; best: of all.

    skew: how much dearer the next base may be if every unit is seated elsewhere. level: of the next shake, -1 for
    none. idle: local searches since the last better grouping. All of it depends on start, seed and steps alone.
    """

    rules: Rules
    base: Ints
    skew: float
    seed: int
    best: Ints = field(init=False)
    base_cost: float = np.inf
    best_cost: float = np.inf
    level: int = -1
    idle: int = 0
    step: int = 0
    pieces: int = 0
    local: Local | None = None

    def __post_init__(self) -> None:
        self.best = self.base

    @property
    def tired(self) -> bool:
        """Whether so many local searches found nothing better that another start is worth more."""
        return self.idle >= TIRED

    def run(self, steps: int, deadline: Deadline) -> None:
        """Go on for so many steps, less where the time ends or the walk gets tired."""
        end = self.step + steps
        while self.step < end and not self.tired:
            self._piece(end)
            if deadline.left <= 0:
                return

    def _piece(self, end: int) -> None:
        """One call of the kernel; the local search is over when its patience is."""
        units, times = len(self.base), 0
        if self.local is None:
            times = round(SHAKES[self.level] * units) + 1 if self.level >= 0 else 0
            until = np.zeros((len(self.rules.lo), units), dtype=np.int64)
            self.local = Local(self.base.copy(), until, self.base, self.step)
        local, tenure = self.local, 1 + units // UNITS_PER_TENURE
        patience = PATIENCE * units - (self.step - local.found)
        steps = max(1, min(end - self.step, PIECE // units**2))
        seed = (self.seed * 1013 + self.pieces * 7919) % 2**31
        best = local.label.copy()
        cost, found, self.step = tabu(
            local.label, local.until, best, self.rules, times, tenure, patience, self.step, steps, seed
        )
        self.pieces += 1
        if cost < local.cost - 1e-6:
            local.best, local.cost, local.found = best, float(cost), found
        if cost < self.best_cost - 1e-6:
            self.best, self.best_cost, self.idle = best, float(cost), 0
        if self.step - local.found >= PATIENCE * units:
            self._settle(local)

    def _settle(self, local: Local) -> None:
        """Go on from the local search's end if it is better, or dearer only as far as it is away, or from before."""
        elsewhere = float(np.mean(local.best != self.base))
        self.idle += 1
        if local.cost < self.base_cost + self.skew * elsewhere - 1e-6:
            self.base, self.base_cost, self.level = local.best, local.cost, 0
        else:
            self.level += 1
        if self.level == len(SHAKES):
            self.base, self.base_cost, self.level = self.best, self.best_cost, 0
        self.local = None


def warm_up() -> None:
    """Load or compile the search, on a tiny instance."""
    one, until = np.ones(2, dtype=np.int64), np.zeros((2, 2), dtype=np.int64)
    rules = Rules(np.zeros((2, 2)), one, np.ones((2, 2), dtype=bool), one, one, np.ones(2), 1.0, True)
    label = np.arange(2)
    tabu(label, until, label.copy(), rules, 0, 1, 1, 0, 1, 0)
