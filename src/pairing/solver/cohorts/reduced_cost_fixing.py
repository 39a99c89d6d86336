"""Fewer columns for the same proof: what every choice with a certain column costs at least, by linear duals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, vstack

from pairing.optimizers.deadline import Deadline
from pairing.optimizers.linear_programs import LinearProgram, NoOptimumError, optimum
from pairing.solver.cohorts.baseline import Baseline
from pairing.solver.cohorts.evaluation import CohortEvaluation, Members
from pairing.solver.cohorts.staffing import Kept, Staffed, cheapest

Ints = NDArray[np.int64]

GRID = 64
"""Duals are whole multiples of 1/64, so that every sum is exact."""
NEAR = (150, 600, 2_400)
"""So many columns are tried first, until a choice is found among them."""


@dataclass(frozen=True, eq=False)
class Narrowing:
    """Columns, and what every choice of them that has this one costs at least: whole hundredths."""

    columns: Sequence[Members]
    least: np.ndarray

    def within(self, total: int) -> list[Members]:
        """The columns of all choices that cost no more."""
        return [self.columns[c] for c in np.flatnonzero(self.least <= total).tolist()]

    def nearest(self, most: int) -> list[Members]:
        """The columns of which the least is known to be against them."""
        return [self.columns[c] for c in np.argsort(self.least, kind="stable")[:most].tolist()]

    @property
    def bound(self) -> int:
        """What every choice costs at least."""
        return int(self.least.min(initial=0))


def narrowed(evaluation: CohortEvaluation, people: Sequence[int], columns: Sequence[Members], kept: Kept) -> Narrowing:
    """Weak duality: a choice costs the duals of the people and of the moves, and its columns' reduced costs."""
    place = {i: k for k, i in enumerate(people)}
    costs = np.array([evaluation.cost(members) for members in columns], dtype=np.int64)
    moves = np.array([fewest_moves(kept.baseline, members) for members in columns], dtype=np.int64)
    column = np.repeat(np.arange(len(columns)), [len(members) for members in columns])
    row = np.array([place[i] for members in columns for i in members], dtype=np.int64)
    holds = csr_array((np.ones(len(row), dtype=np.int64), (row, column)), shape=(len(people), len(columns)))
    most = kept.most["moves"]
    duals, price = np.zeros(len(people), dtype=np.int64), 0
    try:
        exact = GRID * optimum(_relaxation(costs, holds, moves, most), "highs").duals
    except NoOptimumError:
        pass
    else:
        duals = np.round(exact[:-1]).astype(np.int64)
        price = max(0, round(-float(exact[-1])))
    reduced = GRID * costs - holds.T @ duals + price * moves
    cohorts = len(people) // evaluation.roster.program.sizes.min
    rest = (cohorts - 1) * min(0, int(reduced.min(initial=0)))
    return Narrowing(columns, -((-(int(duals.sum()) - price * most + reduced + rest)) // GRID))


def _relaxation(costs: Ints, holds: csr_array, moves: Ints, most: int) -> LinearProgram:
    """Everyone is held once by columns in part, which move no more than `most`: the last row."""
    once, none = np.ones(holds.shape[0]), np.zeros(len(costs))
    rows = csr_array(vstack([holds, csr_array(moves[None, :])]))
    low, high = np.append(once, -np.inf), np.append(once, most)
    return LinearProgram(costs.astype(np.float64), rows, low, high, none, np.full(len(costs), np.inf))


def fewest_moves(baseline: Baseline, members: Members) -> int:
    """How many move for a cohort at least: all who stand elsewhere than most of it."""
    stay = max((len(baseline.counted[s] & set(members)) for s in baseline.possible(members)), default=0)
    return sum(i in baseline.home for i in members) - stay


def cheapest_of(
    evaluation: CohortEvaluation,
    people: Sequence[int],
    columns: Narrowing,
    deadline: Deadline,
    kept: Kept,
    known: Sequence[Members],
) -> Staffed | None:
    """The least total cost that all these columns allow: a first choice says which of them can matter.

    known: columns that are a choice.
    """
    total = sum(evaluation.cost(members) for members in known)
    for most in NEAR:
        first = sorted({*columns.nearest(most), *known})
        found = cheapest(evaluation, people, first, deadline, kept)
        if found is not None and found.results["alike"][0] < total:
            break
    total = min(total, found.results["alike"][0]) if found else total
    matter = columns.within(total)
    if found is None or not set(matter) <= set(first):
        found = cheapest(evaluation, people, sorted({*matter, *known}), deadline, kept) or found
        if found is None or found.results["alike"][0] > total:
            return None
    value, bound = found.results["alike"]
    return Staffed(found.cohorts, {"alike": (value, min(value, max(bound, columns.bound)))})


MOST_LISTED = 20_000
"""No more cohorts than this are listed."""
MOST_STEPS = 200_000
"""... and no more sets of people are looked at for them."""

LOOK_AT_CLOCK = 1_000
"""Steps between looks at the deadline."""


@dataclass(frozen=True)
class Moving:
    """How many move, and what is known about them; None where anything may be.

    people: everyone who moves in some plan. numbers: (cohort that stands, how many leave it, how many who move come).
    new: whether some plan has a cohort that continues none.
    """

    moves: int
    people: frozenset[int] | None = None
    numbers: frozenset[tuple[int, int, int]] | None = None
    new: bool = True

    def may(self, i: int) -> bool:
        """Whether somebody moves in some plan."""
        return self.people is None or i in self.people

    def most_arriving(self, s: int, leaving: int) -> int:
        """How many at most come into a cohort that so many leave; -1 where never so many leave it."""
        if self.numbers is None:
            return self.moves - leaving
        return max((more for cohort, less, more in self.numbers if (cohort, less) == (s, leaving)), default=-1)


class _TooMany(Exception):  # noqa: N818 - an outcome, not a mistake
    """More cohorts than are worth listing."""


def listed(
    evaluation: CohortEvaluation, people: Sequence[int], baseline: Baseline, moving: Moving, deadline: Deadline
) -> list[Members] | None:
    """The cohorts of all plans in which no more move; None where they are too many, or the time is over."""
    lister = _Lister(evaluation, people, baseline, moving, deadline)
    try:
        for s in range(len(baseline.names)):
            lister.continuing(s)
        if moving.new:
            lister.new()
    except _TooMany:
        return None
    return sorted(lister.found)


class _Lister:
    """Sets of people as bits: `friends[i]` are those who may sit with i."""

    def __init__(
        self,
        evaluation: CohortEvaluation,
        people: Sequence[int],
        baseline: Baseline,
        moving: Moving,
        deadline: Deadline,
    ) -> None:
        self.evaluation, self.baseline, self.moving, self.deadline = evaluation, baseline, moving, deadline
        self.sizes = evaluation.roster.program.sizes
        may = evaluation.roster.may_sit
        self.friends = {i: sum(1 << j for j in people if may[i, j]) for i in people}
        self.free = [i for i in people if i not in baseline.home]
        self.movers = [i for i in sorted(baseline.home) if moving.may(i)]
        self.found: set[Members] = set()
        self.steps = 0

    def continuing(self, s: int) -> None:
        """The cohorts that continue one that stands."""
        own = sorted(self.baseline.counted[s])
        others = [i for i in self.movers if self.baseline.home[i] != s]
        for leaving in range(min(self.moving.moves, len(own)) + 1):
            arriving = self.moving.most_arriving(s, leaving)
            if arriving < 0:
                continue
            for gone in combinations([i for i in own if self.moving.may(i)], leaving):
                stay = [i for i in own if i not in gone]
                self._extended(stay, others, arriving)

    def new(self) -> None:
        """The cohorts that continue none."""
        self._extended([], self.movers, self.moving.moves)

    def _extended(self, stay: Sequence[int], others: Sequence[int], arriving: int) -> None:
        """With some who move, then with some who sit nowhere yet."""
        bits = ~0
        for k, i in enumerate(stay):
            self._step()
            if not bits >> i & 1 or any(not self.friends[i] >> j & 1 for j in stay[:k]):
                return
            bits &= self.friends[i]
        for some, left in self._more(list(stay), bits, others, arriving):
            for chosen, _ in self._more(some, left, self.free, self.sizes.max - len(some)):
                if self.sizes.min <= len(chosen) <= self.sizes.max:
                    members = tuple(sorted(chosen))
                    if members not in self.found and self.evaluation.may_be(members):
                        self.found.add(members)
                        self._step()

    def _more(self, chosen: list[int], bits: int, others: Sequence[int], most: int) -> Iterator[tuple[list[int], int]]:
        """The chosen with at most so many of the others beside them, and who may still sit with all of them."""
        yield chosen, bits
        if not most or len(chosen) >= self.sizes.max:
            return
        for k, i in enumerate(others):
            self._step()
            if bits >> i & 1:
                yield from self._more([*chosen, i], bits & self.friends[i], others[k + 1 :], most - 1)

    def _step(self) -> None:
        self.steps += 1
        over = self.steps % LOOK_AT_CLOCK == 0 and (not self.deadline.left or self.deadline.interrupted())
        if over or self.steps > MOST_STEPS or len(self.found) > MOST_LISTED:
            raise _TooMany
