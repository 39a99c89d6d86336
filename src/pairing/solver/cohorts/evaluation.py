"""Any set of members as a cohort: whether it may be one, what it costs, where it meets. Positions are the tables'."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from pairing.instance.cohorts import Ints, Roster
from pairing.instance.evaluation import FULL

Members = tuple[int, ...]
Led = tuple[Members, Members]
"""A cohort's members and its facilitators."""


@dataclass(frozen=True)
class Meeting:
    """Where a cohort meets: a row of `roster.drives`, each member's miles (NaN unknown), the longest and the median."""

    place: int
    miles: tuple[float, ...]
    longest: float
    median: float


@dataclass(frozen=True, eq=False)
class CohortEvaluation:
    """The judgement on sets of members of one season."""

    roster: Roster

    @cached_property
    def dissimilarity(self) -> Ints:
        """(n, n): dissimilarity in hundredths, 0 on the diagonal."""
        whole = FULL - self.roster.fit.astype(np.int64)
        np.fill_diagonal(whole, 0)
        return whole

    def cost(self, members: Sequence[int]) -> int:
        """Hundredths (docs/math.md, "Cost of a cohort")."""
        pairs = int(self.dissimilarity[np.ix_(members, members)].sum()) // 2
        return mean_cost(pairs, len(members)) + self.penalty(members)

    def penalty(self, members: Sequence[int]) -> int:
        """Hundredths that the spread of enrollment costs."""
        if self.roster.penalty is None:
            return 0
        penalty = self.roster.penalty[1]
        known = [level for i in members if (level := int(penalty.levels[i])) >= 0]
        excess = max(known) - min(known) - penalty.free if known else 0
        return (max(0, excess) * penalty.rate + 500) // 1000

    def may_be(self, members: Sequence[int], facilitators: Sequence[int] = ()) -> bool:
        """Whether these members, led by these facilitators, may be a cohort by everything that is about one cohort."""
        sizes = self.roster.program.sizes
        if not sizes.min <= len(members) <= sizes.max:
            return False
        inside = np.ix_(members, members)
        if not self.roster.may_sit[inside].all() or not self.roster.may_lead[np.ix_(members, facilitators)].all():
            return False
        return self.counts_hold(members) and self._together(members) and self._meets(members)

    def counts_hold(self, members: Sequence[int]) -> bool:
        """Whether the limits that count members of a kind hold."""
        limits = (limit for _, limit in self.roster.limits if limit.flagged is not None)
        return all(limit.accepts(int(limit.flagged[list(members)].sum())) for limit in limits)  # type: ignore[index]

    def _together(self, members: Sequence[int]) -> bool:
        chosen = set(members)
        return all(chosen.isdisjoint(group) or chosen.issuperset(group) for group in self.roster.together)

    def _meets(self, members: Sequence[int]) -> bool:
        reach = self.roster.reach
        if reach is None:
            return True
        rows = [*members, *range(len(self.roster.season.left), len(reach))]
        return bool(reach[np.ix_(rows, members)].all(axis=1).any())

    def _offered(self, members: Sequence[int]) -> list[int]:
        """Rows of `drives`: the members' own places, then every venue."""
        drives = self.roster.drives
        own = [i for i in sorted(members) if not np.isnan(drives[i, i])]
        venues = [p for p in range(len(self.roster.season.left), len(drives)) if not np.isnan(drives[p]).all()]
        return own + venues

    def meeting(self, members: Sequence[int]) -> Meeting | None:
        """The place with the smallest longest drive, then the smallest sum of drives; None where no place is known."""
        offered = self._offered(members)
        miles = self.roster.drives[np.ix_(offered, members)]
        placed = ~np.isnan(np.diag(self.roster.drives)[list(members)]) if len(members) else np.array([], dtype=bool)
        if not offered or not placed.any():
            return None
        driven = np.round(miles[:, placed] * 100).astype(np.int64)
        k = min(range(len(offered)), key=lambda k: (driven[k].max(), driven[k].sum(), k))
        own = miles[k]
        return Meeting(
            offered[k], tuple(own.tolist()), float(own[placed].max()), round(float(np.median(own[placed])), 2)
        )

    def led_fit(self, members: Sequence[int], facilitators: Sequence[int]) -> int:
        """The fits of all these members with all these facilitators, added up, in hundredths."""
        return int(self.roster.led_fit[np.ix_(members, facilitators)].sum())

    def kept_pairs(self, members: Sequence[int]) -> int:
        """Pairs of members who shared last year's cohort."""
        names = [name for i in members if (name := self.roster.last_cohort[i]) is not None]
        return sum(names.count(name) * (names.count(name) - 1) // 2 for name in set(names))


def mean_cost(pairs: int, size: int) -> int:
    """Members' mean dissimilarities to their mates added up, from their sum over pairs; rounded half up."""
    return 0 if size < 2 else (4 * pairs + size - 1) // (2 * (size - 1))


def per_member(cost: int, size: int) -> int:
    """A cohort's cost per member, rounded half up."""
    return (2 * cost + size) // (2 * size)
