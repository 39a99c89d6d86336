"""What a rerun keeps: which cohort continues which one that stands, whose move counts, who could still lead."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.optimize import linear_sum_assignment

from pairing.instance.cohorts import Roster
from pairing.season import StandingCohorts
from pairing.solver.cohorts.evaluation import Led

WEIGHT = 10_000
"""More than all members together, and more than all facilitators."""


@dataclass(frozen=True)
class Baseline:
    """The cohorts that stand, of the members who are seated now too.

    names: theirs. members: everyone of theirs who is seated. counted: those of them whose move counts, as they were
    not opened again. leaders: the facilitators who could stay. All positions, cohort by cohort.
    """

    names: tuple[str, ...]
    members: tuple[frozenset[int], ...]
    counted: tuple[frozenset[int], ...]
    leaders: tuple[frozenset[int], ...]

    @cached_property
    def home(self) -> dict[int, int]:
        """The cohort of everyone whose move counts."""
        return {i: s for s, members in enumerate(self.counted) for i in members}

    @property
    def standing(self) -> range:
        """The cohorts that stand, by number."""
        return range(len(self.names))

    def continued(self, cohorts: Sequence[Led]) -> list[int | None]:
        """Which one that stands each cohort continues: so that the fewest move, then the fewest facilitators change."""
        weights = np.zeros((len(cohorts), len(self.names)))
        for c, (members, leaders) in enumerate(cohorts):
            for s in self.possible(members):
                stay, changed = len(self.counted[s] & set(members)), len(self.leaders[s] - set(leaders))
                worth = (stay * WEIGHT - changed) * WEIGHT + len(self.members[s] & set(members))
                weights[c, s] = max(0, worth)
        found: list[int | None] = [None] * len(cohorts)
        for c, s in zip(*linear_sum_assignment(weights, maximize=True), strict=True):
            found[c] = int(s) if weights[c, s] > 0 else None
        return found

    def possible(self, members: Collection[int]) -> list[int]:
        """The cohorts that stand which these members may continue: those that one of them is of."""
        return [s for s, own in enumerate(self.members) if not own.isdisjoint(members)]

    def amounts(self, cohorts: Sequence[Led]) -> dict[str, int]:
        """How many members these cohorts move, and how many facilitators they change, by kind of goal."""
        stay = changed = 0
        for (members, leaders), s in zip(cohorts, self.continued(cohorts), strict=True):
            if s is not None:
                stay += len(self.counted[s] & set(members))
                changed += len(self.leaders[s] - set(leaders))
        return {"moves": len(self.home) - stay, "facilitator_changes": changed}


def baseline_of(roster: Roster, seated: Collection[int]) -> Baseline | None:
    """What is kept where these members are seated; None where nothing stands."""
    standing = roster.season.standing
    if not isinstance(standing, StandingCohorts):
        return None
    taking_part, inside = set(roster.taking_part), set(seated)
    leaders = [
        frozenset(
            f
            for f in cohort.facilitators
            if f not in standing.reopened_leaders
            and roster.may_lead_most[f]
            and roster.may_lead[sorted(taking_part & set(cohort.members)), f].all()
        )
        for cohort in standing.cohorts
    ]
    members = [frozenset(cohort.members) & inside for cohort in standing.cohorts]
    return Baseline(
        tuple(cohort.name for cohort in standing.cohorts), tuple(members),
        tuple(own - standing.reopened for own in members), tuple(leaders),
    )  # fmt: skip
