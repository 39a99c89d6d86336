"""Every cohort of every plan in which no more members move than must: the columns of a rerun, enumerated."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from pairing.optimizers.deadline import Deadline
from pairing.solver.cohorts.baseline import Baseline
from pairing.solver.cohorts.evaluation import CohortEvaluation, Members

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
