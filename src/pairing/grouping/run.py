"""One run: the incumbent, the bound, and the trace of both. Whole costs, signed for minimization."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from pairing.grouping.column_generation import Dual
from pairing.grouping.costs import Floats, Ints
from pairing.grouping.integer_master import cost_of
from pairing.grouping.master import Column
from pairing.grouping.problem import GroupingProblem
from pairing.optimizers.deadline import Deadline

NOTHING = -(2**62)
"""Below any whole total: no bound yet."""


@dataclass
class Run:
    """incumbent: the best grouping's columns, costing `value`; bound: what every grouping costs at least.

    root: the best duals of the whole problem, once there are any.
    """

    problem: GroupingProblem
    deadline: Deadline
    incumbent: list[Column]
    value: int
    bound: int
    trace: list[tuple[float, int, int]] = field(default_factory=list)
    root: Dual | None = None

    @property
    def proved(self) -> bool:
        """Whether no grouping costs less."""
        return self.bound >= self.value

    def offer(self, columns: list[Column]) -> bool:
        """Take a grouping if it costs less; whether it did. Raises RuntimeError for what is no grouping."""
        cost = cost_of(columns)
        if cost >= self.value:
            return False
        for column in columns:
            if not self.problem.feasible(column.kind, column.members):
                raise RuntimeError(f"{column.members} may not be a cohort, and a search proposed it")
        self.incumbent, self.value = columns, cost
        self._note()
        return True

    def raise_bound(self, bound: int) -> None:
        """Take a better bound; never above the incumbent, which is then best."""
        if min(bound, self.value) > self.bound:
            self.bound = min(bound, self.value)
            self._note()

    def _note(self) -> None:
        self.trace.append((self.deadline.seconds, self.value, self.bound))

    def finished(self, stopped: str) -> Grouping:
        """The answer as it stands."""
        costs = self.problem.costs
        columns = numbered(self.problem, self.incumbent)
        labels = np.zeros(self.problem.n, dtype=np.int64)
        for g, column in enumerate(columns):
            labels[list(column.members)] = g
        return Grouping(
            labels=labels,
            value=costs.in_units(self.value),
            bound=costs.in_units(self.bound),
            proved=self.proved,
            trace=tuple((seconds, costs.in_units(v), costs.in_units(b)) for seconds, v, b in self.trace),
            cohorts=tuple(column.members for column in columns),
            costs=tuple(costs.in_units(column.cost) for column in columns),
            whole_value=costs.sign * self.value,
            whole_bound=costs.sign * self.bound,
            scale=costs.scale,
            stopped="" if self.proved else stopped,
            seconds=self.deadline.seconds,
        )


def numbered(problem: GroupingProblem, columns: list[Column]) -> list[Column]:
    """The cohorts in order: by number where cohorts are numbered (alike ones by first member), else by first member."""
    ordered = sorted(columns, key=lambda column: column.members)
    if not problem.kinds[0].numbers:
        return ordered
    waiting = {t: list(kind.numbers) for t, kind in enumerate(problem.kinds)}
    by_number = {waiting[column.kind].pop(0): column for column in ordered}
    return [by_number[number] for number in sorted(by_number)]


def quick_bound(problem: GroupingProblem, rounding: float) -> int:
    """Everyone has at least the mean (or half the sum) of their nearest mates: a bound known at once.

    rounding: by how much rounding can put one cohort below its exact cost.
    """
    if problem.costs.extra is not None and problem.costs.any_sign:
        return NOTHING
    whole: Floats = problem.costs.signed.copy()
    np.fill_diagonal(whole, np.inf)
    nearest = np.cumsum(np.sort(whole, axis=1), axis=1)
    fitting = sorted({size for kind in problem.kinds for size in kind.sizes if size <= problem.n})
    each = [0.5 * problem.factors[size] * nearest[:, size - 2] if size > 1 else np.zeros(problem.n) for size in fitting]
    cohorts = sum(kind.most for kind in problem.kinds)
    cohorts = cohorts if problem.total is None else min(cohorts, problem.total[1])
    return int(np.floor(np.min(each, axis=0).sum() - rounding * cohorts - 0.5)) if each else 0


@dataclass(frozen=True, eq=False)
class Grouping:
    """A grouping with an honest bound: no grouping is better than `bound`, and this one is worth `value`.

    labels: (n,) each person's cohort. value, bound: in the input's unit; to minimize bound <= value, to maximize
    bound >= value. whole_value, whole_bound: the same times `scale`, exactly. cohorts: members ascending, by cohort.
    trace: (seconds, value, bound) at every improvement. stopped: "" after a proof, else "time limit", "interrupted" or
    "exhausted" (everything affordable was tried).
    """

    labels: Ints
    value: float
    bound: float
    proved: bool
    trace: tuple[tuple[float, float, float], ...]
    cohorts: tuple[tuple[int, ...], ...]
    costs: tuple[float, ...]
    whole_value: int
    whole_bound: int
    scale: int
    stopped: str
    seconds: float

    @property
    def gap(self) -> float:
        """How far value and bound are apart, as a part of the value; 0 when proved."""
        difference = abs(self.whole_value - self.whole_bound)
        return difference / max(1, abs(self.whole_value))
