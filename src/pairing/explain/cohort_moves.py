"""What changed against the cohorts that stood, person by person: forced or chosen, and what chosen moves buy."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pairing.explain.cohort_rerun import Rerun
from pairing.instance.cohorts import Roster
from pairing.plans.cohort_parts import Cohort, Shift
from pairing.plans.cohorts import CohortPlan
from pairing.profiles import key
from pairing.program.wording import counted, listed
from pairing.season import StandingCohorts

Told = tuple[Literal["new", "forced", "chosen", "ended"], str]
"""Which kind of move it is, and why."""


def changes(roster: Roster, plan: CohortPlan) -> tuple[Shift, ...]:
    """Everyone whose cohort is another than the one that stood: members in the table's order, then facilitators."""
    standing = roster.season.standing
    if not isinstance(standing, StandingCohorts) or not plan.found:
        return ()
    rerun = _Moves(roster, standing, plan)
    return (*rerun.members(), *rerun.facilitators())


class _Moves(Rerun):
    """Everyone's change, and why."""

    def members(self) -> Iterator[Shift]:
        season = self.roster.season
        label = season.program.left.label
        for i, identifier in enumerate(season.left.ids):
            before, now = self.before.get(i), self.now[i].name if i in self.now else None
            if before != now and (before is not None or now is not None):
                yield Shift(label, identifier, before, now, *self._why(i))
        for cohort, role, identifier in self.standing.ended:
            if cohort and key(role) == key(label):
                yield Shift(
                    label, identifier, cohort, None, "ended", f"{identifier} is no longer in {season.left.file}"
                )

    def _why(self, i: int) -> Told:
        status = self.roster.member_status[i]
        if not status.takes_part:
            return "ended", status.reason
        if i not in self.before:
            return "new", self._seat(i)
        if i not in self.now:
            return "forced", "waits: who sits is settled before who stays, and no seat is left in the order of waiting"
        reason = next(self._against(i), "")
        if reason:
            return "forced", reason
        step = f"{self.roster.season.left.ids[i]} from cohort {self.before[i]} to cohort {self.now[i].name}"
        return "chosen", f"{step}{self._bought(i)}"

    def _seat(self, i: int) -> str:
        """How somebody came to a first seat."""
        cohort = self.now[i]
        if not cohort.continues:
            return "a seat in a new cohort"
        made_room = [j for j, for_whom in self._room(cohort.continues) if for_whom == i]
        return f"{self.named(made_room)} made room" if made_room else "a free seat: nobody moves for it"

    def _against(self, i: int) -> Iterator[str]:
        """Everything that keeps somebody from staying."""
        roster, name = self.roster, self.before[i]
        home = self.goes_on.get(name)
        if home is None:
            yield self._ended(name)
            return
        mates = self.members_of(home)
        for j in mates:
            if j in self.left_in[name] and not roster.may_sit[i, j]:
                yield f"may no longer sit with {self.named([j])}: {self.apart(i, j)}"
        for f in (roster.season.right.index[key(leader)] for leader in home.facilitators):
            if f in self.leaders(name) and not roster.may_lead[i, f]:
                yield f"{roster.season.right.ids[f]} may no longer lead them: {self.unled(i, f)}"
        yield from self._locked_elsewhere(i, mates, home)
        most = roster.program.sizes.max
        if len(self.left_in[name]) > most:
            yield f"cohort {name} has {len(self.left_in[name])} members left, and a cohort has at most {most}"

    def _locked_elsewhere(self, i: int, mates: list[int], home: Cohort) -> Iterator[str]:
        """Locks with people who are not in the cohort that somebody was in."""
        season = self.roster.season
        for lock in season.decisions:
            if lock.action != "lock" or i not in (lock.left, lock.mate):
                continue
            mate = lock.mate if i == lock.left else lock.left
            if lock.right is not None and season.right.ids[lock.right] not in home.facilitators:
                yield f"{lock} puts them with {season.right.ids[lock.right]}"
            elif lock.right is None and mate is not None and mate not in mates:
                yield f"{lock} puts them with {season.left.ids[mate]}"

    def _ended(self, name: str) -> str:
        """Why a cohort that stood does not go on."""
        left, least = self.left_in[name], self.roster.program.sizes.min
        homes = {self.now[i].name for i in left if i in self.now}
        together = f", so it joins cohort {next(iter(homes))}" if len(homes) == 1 and len(left) > 1 else ""
        if len(left) < least:
            members = counted(len(left), self.roster.program.left.label)
            return f"cohort {name} ended: it fell to {members}, and a cohort has at least {least}{together}"
        lost = [reason for f in self.leaders(name) if (reason := self.facilitator_out(f))]
        if lost and not self.could_lead(name):
            return f"cohort {name} ended: {lost[0]}, and to lead it with somebody else moves no fewer people{together}"
        return f"cohort {name} ended: no plan that seats as many and keeps it moves fewer people{together}"

    def _room(self, name: str) -> Iterator[tuple[int, int]]:
        """(who made room, for whom) in a cohort that goes on: only where no seat of it was free."""
        leavers = [i for i in self.gone[name] if not next(self._against(i), "")]
        needed = len(self.left_in[name]) + len(self.come[name]) - self.roster.program.sizes.max
        yield from zip(leavers[: max(0, needed)], self.come[name], strict=False)

    def _bought(self, i: int) -> str:
        """What somebody moves for who could have stayed."""
        there, ids = self.now[i], self.roster.season.left.ids
        if i in self.standing.reopened:
            return ": their seat was opened again"
        arrived = [j for j in self.members_of(there) if j in self.before and not self.stays(j)]
        least = self.roster.program.sizes.min
        if len(there.seats) - len(arrived) < least:
            return f", so that cohort {there.name} has {len(there.seats)}"
        for other, newcomer in self._room(self.before[i]):
            if other == i:
                seat = "a seat" if newcomer not in self.before else f"the seat in cohort {self.before[i]}"
                return f", so that {ids[newcomer]} gets {seat}"
        if self.come[self.before[i]]:
            return f", in exchange for {self.named(self.come[self.before[i]])}, so that everyone seated can be"
        return ", so that everyone seated can be"

    # ---------------------------------------------------------------- facilitators

    def facilitators(self) -> Iterator[Shift]:
        season = self.roster.season
        label = season.program.right.label
        for f, identifier in enumerate(season.right.ids):
            before = [cohort.name for cohort in self.standing.cohorts if f in cohort.facilitators]
            now = [cohort.name for cohort in self.plan.cohorts if identifier in cohort.facilitators]
            lost = [name for name in before if name not in now]
            gained = [name for name in now if name not in before]
            for k in range(max(len(lost), len(gained))):
                old, new = (some[k] if k < len(some) else None for some in (lost, gained))
                yield Shift(label, identifier, old, new, *self._why_leads(f, old, new))
        for cohort, role, identifier in self.standing.ended:
            if cohort and key(role) == key(label):
                yield Shift(
                    label, identifier, cohort, None, "ended", f"{identifier} is no longer in {season.right.file}"
                )

    def _why_leads(self, f: int, old: str | None, new: str | None) -> Told:
        roster, identifier = self.roster, self.roster.season.right.ids[f]
        if not roster.facilitator_status[f].takes_part:
            return "ended", roster.facilitator_status[f].reason
        if old is None:
            return "new", self._takes_over(new or "")
        if old not in self.goes_on:
            return "forced", f"cohort {old} ended" + (f"; {self._takes_over(new)}" if new else "")
        reason = self.facilitator_out(f) or self.refused(old, f)
        if reason:
            return "forced", reason
        if f in self.standing.reopened_leaders:
            return "chosen", f"{identifier} was opened again"
        for i in self.come[old]:
            if not roster.may_lead[i, f]:
                return "chosen", f"{identifier} may not lead {roster.season.left.ids[i]}, who comes to cohort {old}"
        return "chosen", f"so that cohort {new} can be led" if new else "so that every cohort can be led"

    def _takes_over(self, name: str) -> str:
        """In whose place somebody leads a cohort."""
        if name not in self.goes_on:
            return f"leads cohort {name}, which is new"
        ids = self.roster.season.right.ids
        place = [ids[f] for f in self.leaders(name) if ids[f] not in self.goes_on[name].facilitators]
        gone = [who for cohort, role, who in self.standing.ended
                if cohort == name and key(role) == key(self.roster.season.program.right.label)]  # fmt: skip
        return f"leads cohort {name}" + (f" in place of {listed([*place, *gone])}" if place or gone else "")


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
