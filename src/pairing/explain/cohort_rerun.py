"""A rerun of a cohort program as the explanations see it: where everybody was and is, and what keeps them apart."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

from pairing.instance.cohorts import Roster
from pairing.instance.evaluation import broken_rules
from pairing.plans.cohort_parts import Cohort
from pairing.plans.cohorts import CohortPlan
from pairing.profiles import key
from pairing.program.wording import listed
from pairing.season import StandingCohorts


@dataclass(frozen=True)
class Rerun:
    """What stood and what is now. People are positions in the tables, cohorts that stood are called by name."""

    roster: Roster
    standing: StandingCohorts
    plan: CohortPlan

    @cached_property
    def before(self) -> dict[int, str]:
        """Each member's cohort that stood."""
        return {i: cohort.name for cohort in self.standing.cohorts for i in cohort.members}

    @cached_property
    def now(self) -> dict[int, Cohort]:
        """Each member's cohort."""
        index = self.roster.season.left.index
        return {index[key(i)]: cohort for cohort in self.plan.cohorts for i in cohort.ids}

    @cached_property
    def goes_on(self) -> dict[str, Cohort]:
        """The cohorts that go on, by the name of the one that stood."""
        return {cohort.continues: cohort for cohort in self.plan.cohorts if cohort.continues}

    @cached_property
    def left_in(self) -> dict[str, list[int]]:
        """Who of each cohort that stood could have stayed: all who sit somewhere now."""
        found: dict[str, list[int]] = {cohort.name: [] for cohort in self.standing.cohorts}
        present = self.now if self.plan.found else dict.fromkeys(self.roster.taking_part)
        for i, name in self.before.items():
            if i in present:
                found[name].append(i)
        return found

    @cached_property
    def gone(self) -> dict[str, list[int]]:
        """Who left each cohort that stood for another one."""
        return {name: [i for i in own if not self.stays(i)] for name, own in self.left_in.items()}

    @cached_property
    def come(self) -> dict[str, list[int]]:
        """Who came into each cohort that goes on, those first who sat nowhere."""
        found = {
            name: [i for i in self.members_of(cohort) if not self.stays(i)] for name, cohort in self.goes_on.items()
        }
        return {name: sorted(arrived, key=lambda i: (i in self.before, i)) for name, arrived in found.items()}

    def stays(self, i: int) -> bool:
        """Whether somebody sits where they stood."""
        return i in self.before and i in self.now and self.now[i].continues == self.before[i]

    def members_of(self, cohort: Cohort) -> list[int]:
        """Everyone in a cohort."""
        return [self.roster.season.left.index[key(i)] for i in cohort.ids]

    def named(self, members: Collection[int]) -> str:
        """Their ids in a sentence."""
        return listed([self.roster.season.left.ids[i] for i in sorted(members)])

    def apart(self, i: int, j: int) -> str:
        """What keeps two members apart."""
        roster = self.roster
        for decision in roster.season.decisions:
            if decision.action == "forbid" and {decision.left, decision.mate} == {i, j}:
                return f"{decision} forbids it"
        rules = next(iter(broken_rules(roster.members, i, j)), "")
        limits = (item.title for item, limit in roster.limits if limit.apart is not None and limit.apart[i, j])
        return rules or next((f'limit "{title}" keeps the two apart' for title in limits), "their themes are different")

    def unled(self, i: int, f: int) -> str:
        """What keeps a member and a facilitator apart."""
        for decision in self.roster.season.decisions:
            if decision.action == "forbid" and (decision.left, decision.right) == (i, f):
                return f"{decision} forbids it"
        return next(iter(broken_rules(self.roster.with_facilitators, i, f)), "they may not be in one cohort")

    def leaders(self, name: str) -> tuple[int, ...]:
        """The facilitators of a cohort that stood."""
        return next((cohort.facilitators for cohort in self.standing.cohorts if cohort.name == name), ())

    def facilitator_out(self, f: int) -> str:
        """Why a facilitator can lead no cohort any more; empty for others."""
        roster, identifier = self.roster, self.roster.season.right.ids[f]
        if not roster.facilitator_status[f].takes_part:
            return f"{identifier} does not take part: {roster.facilitator_status[f].reason}"
        return "" if roster.may_lead_most[f] else f"{identifier} may lead no cohort"

    def could_lead(self, name: str) -> list[int]:
        """The facilitators of a cohort that stood who could lead on."""
        return [f for f in self.leaders(name) if not self.facilitator_out(f) and not self.refused(name, f)]

    def refused(self, name: str, f: int) -> str:
        """Whom of a cohort that stood a facilitator may no longer lead, and why; empty for nobody."""
        ids = self.roster.season.left.ids
        own = next(cohort.members for cohort in self.standing.cohorts if cohort.name == name)
        for i in own:
            if self.roster.member_status[i].takes_part and not self.roster.may_lead[i, f]:
                return f"{self.roster.season.right.ids[f]} may no longer lead {ids[i]}: {self.unled(i, f)}"
        return ""

    @cached_property
    def short(self) -> dict[str, int]:
        """How many members each cohort that stood lacks, where it has too few left."""
        least = self.roster.program.sizes.min
        return {name: least - len(own) for name, own in self.left_in.items() if len(own) < least}
