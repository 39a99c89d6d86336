"""A cohort program's people, judged once: who takes part, who may sit with whom, who may lead whom, and how well."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pairing.geo import miles_between
from pairing.instance.evaluation import Bools, Judged
from pairing.profiles import key
from pairing.program import LimitItem
from pairing.program.limits import Limit, Penalty
from pairing.program.rules import Status
from pairing.program.rules.conditions import holds
from pairing.program.schema import PenaltyItem
from pairing.season import CohortSeason, StandingCohort, StandingCohorts
from pairing.season.decisions import Decision

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Roster:
    """Everybody of a season. Index i, j is a member's position, f a facilitator's.

    members: (…, n, n), points and fit the same both ways, under the weights of the members' theme. with_facilitators:
    (…, n, F). may_sit: (n, n), whether two members may share a cohort; the diagonal says who takes part. may_lead:
    (n, F). may_lead_most: (F,), how many cohorts each may lead, 0 for those who do not take part. limits: each with its
    effect.
    theme: each member's theme, "" without one.
    """

    season: CohortSeason
    member_status: tuple[Status, ...]
    facilitator_status: tuple[Status, ...]
    members: Judged
    with_facilitators: Judged
    may_sit: Bools
    may_lead: Bools
    may_lead_most: Ints
    limits: tuple[tuple[LimitItem, Limit], ...]
    penalty: tuple[PenaltyItem, Penalty] | None
    theme: tuple[str, ...]

    @property
    def program(self) -> Any:
        """The cohort program."""
        return self.season.program

    @cached_property
    def fit(self) -> NDArray[np.int32]:
        """(n, n): fit of two members in hundredths."""
        return self.members.fit

    @cached_property
    def led_fit(self) -> NDArray[np.int32]:
        """(n, F): fit of member and facilitator in hundredths."""
        return self.with_facilitators.fit

    @property
    def taking_part(self) -> list[int]:
        """Positions of the members who take part."""
        return [i for i, status in enumerate(self.member_status) if status.takes_part]

    @cached_property
    def locked_together(self) -> list[tuple[int, int]]:
        """Pairs of members whom a decision locks."""
        return [(d.left, d.mate) for d in self._decided("lock") if d.left is not None and d.mate is not None]

    @cached_property
    def locked_leads(self) -> list[tuple[int, int]]:
        """(member, facilitator) whom a decision locks."""
        return [d.pair for d in self._decided("lock") if d.right is not None]

    def _decided(self, action: str) -> list[Decision]:
        return [decision for decision in self.season.decisions if decision.action == action]

    @cached_property
    def together(self) -> tuple[tuple[int, ...], ...]:
        """Members who share a cohort or wait together, those who take part: locks and `together` limits."""
        inside = set(self.taking_part)
        groups = [group for _, limit in self.limits for group in limit.together]
        groups += self.locked_together
        kept = (tuple(i for i in group if i in inside) for group in groups)
        return tuple(group for group in kept if len(group) > 1)

    @cached_property
    def sequence(self) -> list[int]:
        """Members who take part, in the order in which they get a seat where not all do.

        In a rerun those who sit already come first among equals.
        """
        classes = np.full(len(self.season.left), len(self.program.goals))
        seated = [goal for goal in self.program.goals if goal.kind == "seated"]
        for k, goal in reversed(list(enumerate(seated))):
            classes[[answer is True for answer in holds(goal.who, self.season.left)]] = k
        columns = [self.season.left.values(name) for name in self.program.members.order]
        sit = {i for cohort in self.standing for i in cohort.members}
        return sorted(
            self.taking_part, key=lambda i: (classes[i], *(_rank(column[i]) for column in columns), i not in sit, i)
        )

    @property
    def standing(self) -> tuple[StandingCohort, ...]:
        """The cohorts that stand, where the season is matched again."""
        stands = self.season.standing
        return stands.cohorts if isinstance(stands, StandingCohorts) else ()

    def counted(self, goal: Any) -> list[int]:
        """The members who take part whom a `seated` goal counts."""
        answers = holds(goal.who, self.season.left)
        return [i for i in self.taking_part if answers[i] is True]

    @cached_property
    def drives(self) -> NDArray[np.float64]:
        """(places, n): miles from each member to every place on offer: the members' own, then the venues."""
        season, own = self.season, self.members.relation.miles
        if season.venue_places is None:
            return own
        a, b = season.venue_places, season.left_places
        return np.vstack([own, miles_between(a.lat, a.lon, b.lat, b.lon)])

    @property
    def longest_allowed(self) -> Limit | None:
        """The limit on drives, if there is one."""
        return next((limit for _, limit in self.limits if limit.max_miles is not None), None)

    @cached_property
    def reach(self) -> Bools | None:
        """(places, n): whether each member may drive to the place; None where no limit says how far.

        Where unknown places pass, the home of somebody without a known place suits others of whom none is known.
        """
        limit = self.longest_allowed
        if limit is None:
            return None
        with np.errstate(invalid="ignore"):
            near = np.where(np.isnan(self.drives), limit.unplaced_pass, self.drives <= (limit.max_miles or 0))
        n = len(self.season.left)
        unplaced = np.isnan(np.diag(self.drives[:n]))
        near[:n][unplaced] = limit.unplaced_pass & unplaced
        near[n:][np.isnan(self.drives[n:]).all(axis=1)] = False
        return np.asarray(near, dtype=bool)

    @cached_property
    def level(self) -> Ints:
        """(n,): enrollment in thousandths of a doubling, -1 unknown; of no use without a penalty."""
        return self.penalty[1].levels if self.penalty else np.full(len(self.season.left), -1, dtype=np.int64)

    @cached_property
    def last_cohort(self) -> list[str | None]:
        """Each member's cohort of last year, as it is compared."""
        return self.season.left.keys("last_cohort")


def _rank(value: Any) -> tuple[int, Any]:
    """Ascending, yes before no, unknown last."""
    if value is None:
        return 1, 0
    if isinstance(value, bool):
        return 0, not value
    return 0, key(value) if isinstance(value, str) else value
