"""The request, read and checked: units of people, kinds of cohorts, conflicts and costs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from pairing.cohorts.arithmetic import CannotGroup
from pairing.cohorts.costs import Costs, Floats, Ints

Bools = NDArray[np.bool_]


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
class Problem:
    """Units (people who stay together) to be partitioned into cohorts. apart: (units, units) bool."""

    costs: Costs
    kinds: tuple[Kind, ...]
    units: tuple[tuple[int, ...], ...]
    apart: Bools

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

    def unit_allowed(self, kind: Kind) -> Bools:
        """(units,): those whose members may all be in such a cohort."""
        return np.array([bool(kind.allowed[list(unit)].all()) for unit in self.units])

    def branched(self, together: Iterable[tuple[int, int]], apart: Iterable[tuple[int, int]]) -> Problem | None:
        """The same with more pairs of people together and apart; None where they contradict."""
        units = merged(self.n, [*self.units, *together])
        pairs = [(self.units[u][0], self.units[v][0]) for u, v in np.argwhere(np.triu(self.apart, 1)).tolist()]
        matrix = apart_matrix(self.n, units, [*pairs, *apart])
        return None if matrix.diagonal().any() else replace(self, units=units, apart=matrix)

    def keeps(self, members: Sequence[int]) -> bool:
        """Whether a set of people is a union of units without a conflict."""
        inside = sorted({int(self.unit_of[i]) for i in members})
        return int(self.weight[inside].sum()) == len(members) and not self.apart[np.ix_(inside, inside)].any()


def merged(n: int, together: Iterable[Sequence[int]]) -> tuple[tuple[int, ...], ...]:
    """People 0 to n-1 in units, each unit's members ascending, units by their smallest member."""
    leader = list(range(n))

    def find(i: int) -> int:
        while leader[i] != i:
            i = leader[i]
        return i

    for people in together:
        for other in people[1:]:
            a, b = sorted((find(people[0]), find(other)))
            leader[b] = a
    units: dict[int, list[int]] = {}
    for i in range(n):
        units.setdefault(find(i), []).append(i)
    return tuple(tuple(unit) for unit in units.values())


def apart_matrix(n: int, units: Sequence[Sequence[int]], apart: Iterable[Sequence[int]]) -> Bools:
    """(units, units): True where two units hold people who must be apart; on the diagonal a contradiction."""
    unit_of = {i: u for u, unit in enumerate(units) for i in unit}
    matrix = np.zeros((len(units), len(units)), dtype=bool)
    for people in apart:
        for a, i in enumerate(people):
            for j in people[a + 1 :]:
                matrix[unit_of[i], unit_of[j]] = matrix[unit_of[j], unit_of[i]] = True
    return matrix


def check_units(problem: Problem) -> None:
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
