"""The request, read and checked: units of people, kinds of cohorts, conflicts and costs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from pairing.grouping.arithmetic import CannotGroup
from pairing.grouping.costs import Bools, Costs, Floats, Ints
from pairing.grouping.limits import Limits, bundle
from pairing.grouping.units import apart_matrix, merged

UNKNOWN = -1
"""A level nobody knows."""
VENUE = -1
"""The home of a place that is nobody's home."""


@dataclass(frozen=True)
class Kind:
    """Cohorts that are alike: lo to hi people each, `fewest` to `most` of them, people allowed (n,).

    numbers: which cohorts these are where cohorts are numbered, else empty.
    """

    lo: int
    hi: int
    fewest: int
    most: int
    allowed: Bools
    numbers: tuple[int, ...] = ()

    @property
    def sizes(self) -> range:
        """Every size such a cohort may have."""
        return range(self.lo, self.hi + 1)


@dataclass(frozen=True)
class Spread:
    """What a cohort costs more the farther its members' levels are apart.

    levels: (n,) thousandths of a doubling, UNKNOWN is ignored. free: a spread that costs nothing, in thousandths.
    rate: whole cost units per doubling beyond it.
    """

    levels: Ints
    free: int
    rate: int

    def penalty(self, members: Sequence[int]) -> int:
        """Whole cost units, rounded half up."""
        known = [level for level in self.levels[list(members)].tolist() if level != UNKNOWN]
        excess = max(known) - min(known) - self.free if known else 0
        return (max(0, excess) * self.rate + 500) // 1000


@dataclass(frozen=True)
class Count:
    """How many members may have a flag: (n,) bool; accepted: (largest + 1,) bool, by their number."""

    flags: Bools
    accepted: Bools

    def meets(self, members: Sequence[int]) -> bool:
        """Whether a cohort of these people holds an accepted number."""
        return bool(self.accepted[int(self.flags[list(members)].sum())])


@dataclass(frozen=True)
class Drive:
    """Where cohorts can meet. reach: (places, n) bool; home: (places,) whose home it is, or VENUE.

    A cohort meets at a place that all its members reach: a venue or a member's home.
    """

    reach: Bools
    home: Ints

    def places(self, members: Sequence[int]) -> list[int]:
        """Where a cohort of these people can meet."""
        good = self.reach[:, list(members)].all(axis=1) & np.isin(self.home, [VENUE, *members])
        return [int(place) for place in np.flatnonzero(good)]


@dataclass(frozen=True)
class GroupingProblem:
    """Units (people who stay together) to be partitioned into cohorts. apart: (units, units) bool.

    total: the fewest and most cohorts over all kinds, where that is bounded beside the kinds' own counts.
    """

    costs: Costs
    kinds: tuple[Kind, ...]
    units: tuple[tuple[int, ...], ...]
    apart: Bools
    spread: Spread | None = None
    counts: tuple[Count, ...] = ()
    drive: Drive | None = None
    total: tuple[int, int] | None = None

    def __post_init__(self) -> None:
        if self.spread is not None and (self.costs.sign < 0 or self.spread.rate < 0):
            raise CannotGroup("a penalty on the spread of levels is at least 0, and only for costs to be minimized")

    @property
    def n(self) -> int:
        """People."""
        return len(self.costs.whole)

    @property
    def largest(self) -> int:
        """The largest size of any cohort."""
        return max(kind.hi for kind in self.kinds)

    @cached_property
    def weight(self) -> Ints:
        """(units,): people in each."""
        return np.array([len(unit) for unit in self.units], dtype=np.int64)

    @cached_property
    def unit_of(self) -> Ints:
        """(n,): the unit of each person."""
        unit_of = np.zeros(self.n, dtype=np.int64)
        for u, unit in enumerate(self.units):
            unit_of[list(unit)] = u
        return unit_of

    @cached_property
    def between(self) -> Floats:
        """(units, units): signed sums of dissimilarities between units; within a unit on the diagonal."""
        member = np.zeros((len(self.units), self.n))
        member[self.unit_of, np.arange(self.n)] = 1
        sums = member @ self.costs.signed @ member.T
        np.fill_diagonal(sums, np.diag(sums) / 2)
        return np.ascontiguousarray(np.round(sums))

    @cached_property
    def factors(self) -> Floats:
        """By size: what a cohort's sum over pairs is multiplied with."""
        return self.costs.factors(self.largest)

    @cached_property
    def limits(self) -> Limits:
        """Spread, counts and drive as the compiled kernels read them, by units."""
        return bundle(self)

    @property
    def numbers(self) -> range:
        """The possible numbers of cohorts, by arithmetic."""
        fewest = max(sum(kind.fewest for kind in self.kinds), -(-self.n // self.largest))
        most = min(sum(kind.most for kind in self.kinds), self.n // min(kind.lo for kind in self.kinds))
        low, high = self.total or (0, self.n)
        return range(max(low, fewest), min(high, most) + 1)

    def tightened(self) -> GroupingProblem:
        """The same where the numbers of cohorts say no more than arithmetic allows."""
        if not self.numbers or not (self.free_kinds or self.total):
            return self
        low, high = self.numbers[0], self.numbers[-1]
        if self.free_kinds:
            return replace(self, total=(low, high))
        kinds = self.kinds if len(self.kinds) > 1 else (replace(self.kinds[0], fewest=low, most=high),)
        return replace(self, kinds=kinds, total=None)

    @property
    def free_kinds(self) -> bool:
        """Whether there are several kinds whose numbers of cohorts are not all laid down by cohorts' numbers."""
        return len(self.kinds) > 1 and not self.kinds[0].numbers

    @property
    def restricts(self) -> bool:
        """Whether counts or drive forbid some sets of people."""
        return bool(self.counts) or self.drive is not None

    def cost(self, members: Sequence[int]) -> int:
        """A cohort's whole cost, signed for minimization: its dissimilarities, column_cost and spread."""
        return self.costs.of(members) + (0 if self.spread is None else self.spread.penalty(members))

    def unit_allowed(self, kind: Kind) -> Bools:
        """(units,): those whose members may all be in such a cohort."""
        return np.array([bool(kind.allowed[list(unit)].all()) for unit in self.units])

    def branched(self, together: Iterable[tuple[int, int]], apart: Iterable[tuple[int, int]]) -> GroupingProblem | None:
        """The same with more pairs of people together and apart; None where they contradict."""
        units = merged(self.n, [*self.units, *together])
        pairs = [(self.units[u][0], self.units[v][0]) for u, v in np.argwhere(np.triu(self.apart, 1)).tolist()]
        matrix = apart_matrix(units, [*pairs, *apart])
        return None if matrix.diagonal().any() else replace(self, units=units, apart=matrix)

    def keeps(self, members: Sequence[int]) -> bool:
        """Whether a set of people is a union of units without a conflict."""
        inside = sorted({int(self.unit_of[i]) for i in members})
        return int(self.weight[inside].sum()) == len(members) and not self.apart[np.ix_(inside, inside)].any()

    def feasible(self, kind: int, members: Sequence[int]) -> bool:
        """Whether a set of people may be a cohort of the kind in this position, by every rule there is."""
        rule = self.kinds[kind]
        if not rule.lo <= len(members) <= rule.hi or not rule.allowed[list(members)].all():
            return False
        counted = all(count.meets(members) for count in self.counts)
        return counted and self.keeps(members) and (self.drive is None or bool(self.drive.places(members)))


def check_units(problem: GroupingProblem) -> None:
    """Raise CannotGroup for a unit that contradicts itself, fits no cohort, or too many people kept apart."""
    for u, unit in enumerate(problem.units):
        if problem.apart[u, u]:
            raise CannotGroup(f"{_people(unit)} must be together, yet two of them must be apart")
        fitting = [kind for kind in problem.kinds if kind.hi >= len(unit) and kind.allowed[list(unit)].all()]
        if not fitting and len(unit) > 1:
            raise CannotGroup(f"{_people(unit)} must be together, and no cohort may hold them all")
        if not fitting:
            raise CannotGroup(f"no cohort may hold person {unit[0]}")


def check_apart(apart: Iterable[Sequence[int]], cohorts: int) -> None:
    """Raise CannotGroup where more people must be apart from each other than there can be cohorts."""
    for people in apart:
        if len(set(people)) > cohorts:
            raise CannotGroup(f"{len(set(people))} people must be apart, and there are at most {cohorts} cohorts")


def _people(unit: Sequence[int]) -> str:
    return f"people {', '.join(map(str, unit))}"
