"""What a rerun does for cohorts that have too few members left, and what else could be done."""

from __future__ import annotations

from collections.abc import Iterator

from pairing.explain.cohort_rerun import Rerun
from pairing.instance.cohorts import Roster
from pairing.plans.cohorts import CohortPlan
from pairing.program.wording import counted
from pairing.season import StandingCohorts


def repairs(roster: Roster, plan: CohortPlan) -> tuple[str, ...]:
    """What becomes of every cohort that has too few members left, in a sentence."""
    standing = roster.season.standing
    return tuple(_Repairs(roster, standing, plan).repairs()) if isinstance(standing, StandingCohorts) else ()


def run_small(roster: Roster, plan: CohortPlan) -> tuple[str, ...]:
    """That a cohort may run with fewer, where filling it up moves more people than it lacks or cannot be done."""
    standing = roster.season.standing
    return tuple(_Repairs(roster, standing, plan).run_small()) if isinstance(standing, StandingCohorts) else ()


class _Repairs(Rerun):
    """The sentences."""

    def repairs(self) -> Iterator[str]:
        """Whom the cohort gets from where, or where its members go."""
        least, label = self.roster.program.sizes.min, self.roster.program.left.label
        for name in self.short if self.plan.found else ():
            start = (
                f"cohort {name} has {counted(len(self.left_in[name]), label)} left, and a cohort has at least {least}"
            )
            if name in self.goes_on:
                parts = [f"{self.roster.season.left.ids[i]} {self._origin(i)}" for i in self.come[name]]
                yield f"{start}: {'; '.join(parts)}"
            elif self.left_in[name]:
                parts = [f"{self.named(some)} to cohort {there}" for there, some in self._spread(name).items()]
                ends = "it joins another" if len(parts) == 1 else "it ends"
                yield f"{start}: {ends}, {'; '.join(parts)}"

    def _origin(self, i: int) -> str:
        return f"comes from cohort {self.before[i]}" if i in self.before else "is new"

    def _spread(self, name: str) -> dict[str, list[int]]:
        """Where the members of a cohort that ended are."""
        found: dict[str, list[int]] = {}
        for i in self.left_in[name]:
            found.setdefault(self.now[i].name, []).append(i)
        return found

    def run_small(self) -> Iterator[str]:
        """The size to allow for each of them."""
        moved = [i for i in self.now if i in self.before and not self.stays(i) and i not in self.standing.reopened]
        if self.plan.found and len(moved) <= sum(self.short.values()):
            return
        cost = f"so few are made good by {len(moved)} moves" if self.plan.found else "there is no plan"
        for name in self.short:
            number = len(self.left_in[name])
            if number:
                yield (
                    f"cohort {name} has {counted(number, self.roster.program.left.label)} left, and {cost}: "
                    f"to let cohort {name} run with {number}, set min = {number} in [sizes], which holds for all"
                )
