"""Cohorts, one by one and together: may they be, and what do they cost?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import combinations
from typing import NamedTuple

from pairing.season import CohortSeason
from pairing.verify import written
from pairing.verify.cohorts.compatibility import Company, mean
from pairing.verify.cohorts.limits import LIMITS, PENALTIES, Ground
from pairing.verify.cohorts.meeting import Meetings
from pairing.verify.participation import people, staying_out


class CohortAt(NamedTuple):
    """One cohort as positions in the tables of members and facilitators, each in order.

    continues: the name of the cohort that stood and goes on as this one.
    """

    members: tuple[int, ...]
    leaders: tuple[int, ...] = ()
    continues: str = ""

    def less(self, member: int) -> CohortAt:
        """The cohort without one of its members."""
        return self._replace(members=tuple(i for i in self.members if i != member))

    def more(self, member: int) -> CohortAt:
        """The cohort with one more member."""
        return self._replace(members=tuple(sorted({*self.members, member})))


class CohortJudge:
    """Judges any cohort, and any plan of cohorts, of one season."""

    def __init__(self, season: CohortSeason) -> None:
        """Every person's values are read once."""
        self.season, self.people = season, people(season)
        self.company = Company(season)
        self.meetings = Meetings(season)
        ground = Ground(season, self.people, self.meetings)
        program = season.program
        self._limits = [(limit, LIMITS[limit.kind](ground, **limit.parameters)) for limit in written.limits(program)]
        self._penalties = [PENALTIES[item.kind](ground, **item.parameters) for item in written.penalties(program)]
        locks = [decision for decision in season.decisions if decision.action == "lock"]
        self.mates = {(d.left, d.mate): d.id for d in locks if d.left is not None and d.mate is not None}
        self.led_by = {(d.left, d.right): d.id for d in locks if d.left is not None and d.right is not None}
        self.locked = {i for pair in self.mates for i in pair} | {i for i, _ in self.led_by}

    def allowed(self, cohort: CohortAt) -> bool:
        """Nothing speaks against the cohort."""
        return next(self.objections(cohort), None) is None

    def objections(self, cohort: CohortAt) -> Iterator[str]:
        """Everything that speaks against a cohort by itself, whatever the others are."""
        yield from self._numbers(cohort)
        yield from staying_out(self.season, self.people, cohort.members, cohort.leaders)
        for i, j in combinations(cohort.members, 2):
            if not self.company.may_sit(i, j):
                yield from self.company.objections_to_sitting(i, j)
        for i in cohort.members:
            for f in cohort.leaders:
                if not self.company.may_lead(i, f):
                    yield from self.company.objections_to_leading(i, f)
        for item, limit in self._limits:
            for objection in limit(cohort.members):
                yield f'limit "{item.title}" is broken: {objection}'
        yield from self._locks(cohort)

    def _numbers(self, cohort: CohortAt) -> Iterator[str]:
        """From `min` to `max` members, exactly `per_cohort` facilitators."""
        program = self.season.program
        sizes, size = program.sizes, len(cohort.members)
        if not sizes.min <= size <= sizes.max:
            yield f"size {size}, from {sizes.min} to {sizes.max} are asked"
        asked = written.leaders_per_cohort(program)
        if len(cohort.leaders) != asked:
            yield f"{len(cohort.leaders)} in the role of {program.right.label}, exactly {asked} asked"

    def _locks(self, cohort: CohortAt) -> Iterator[str]:
        """Whoever is locked together is here together or not at all."""
        ids, leaders = self.season.left.ids, self.season.right.ids
        for (i, j), decision in self.mates.items():
            if (i in cohort.members) != (j in cohort.members):
                here, missing = (i, j) if i in cohort.members else (j, i)
                yield f"{ids[here]} is here without {ids[missing]}, locked together by decision {decision}"
        for (i, f), decision in self.led_by.items():
            if i in cohort.members and f not in cohort.leaders:
                yield f"{ids[i]} is here without {leaders[f]}, locked together by decision {decision}"

    def together(self, cohorts: Sequence[CohortAt], labels: Sequence[str]) -> Iterator[str]:
        """Nobody sits twice, nobody leads too many, the number of cohorts and the money are right, locks are seated."""
        yield from self._repeated(cohorts, labels)
        fewest, most = written.cohorts_asked(self.season.program, len(self.season.left))
        if not fewest <= len(cohorts) <= most:
            asked = str(fewest) if fewest == most else f"from {fewest} to {most}"
            yield f"there are {len(cohorts)} cohorts, {asked} are asked"
        seated = {i for cohort in cohorts for i in cohort.members}
        yield from dict.fromkeys(self._unseated(seated))
        dollars, money = self.dollars(cohorts), self.season.program.money
        if dollars is not None and money is not None and money.most is not None and dollars > Fraction(str(money.most)):
            yield f"the plan costs {float(dollars):,.2f} dollars, at most {money.most:,.2f}"

    def _repeated(self, cohorts: Sequence[CohortAt], labels: Sequence[str]) -> Iterator[str]:
        program = self.season.program
        seats, leads = defaultdict(list), defaultdict(list)
        for number, cohort in zip(labels, cohorts, strict=True):
            for i in cohort.members:
                seats[i].append(number)
            for f in cohort.leaders:
                leads[f].append(number)
        for i, numbers in sorted(seats.items()):
            if len(numbers) > 1:
                who = f"{program.left.label} {self.season.left.ids[i]}"
                yield f"{who} has {len(numbers)} seats (in cohort {', '.join(numbers)}), at most 1"
        for f, numbers in sorted(leads.items()):
            who = f"{program.right.label} {self.season.right.ids[f]}"
            if len(set(numbers)) < len(numbers):
                yield f"{who} stands more than once in one cohort ({', '.join(numbers)})"
            if len(set(numbers)) > self.people.seats[f] and self.people.right[f] is None:
                yield f"{who} leads {len(set(numbers))} cohorts ({', '.join(numbers)}), at most {self.people.seats[f]}"

    def _unseated(self, seated: set[int]) -> Iterator[str]:
        for i, j in self.mates:
            for one in (i, j):
                if one not in seated:
                    yield f"{self.season.left.ids[one]} is locked by decision {self.mates[i, j]}, yet has no seat"
        for (i, _), decision in self.led_by.items():
            if i not in seated:
                yield f"{self.season.left.ids[i]} is locked by decision {decision}, yet has no seat"

    def dollars(self, cohorts: Sequence[CohortAt]) -> Fraction | None:
        """What the plan costs, exactly; None where the program states no money."""
        money = self.season.program.money
        if money is None:
            return None
        leading = {f for cohort in cohorts for f in cohort.leaders}
        return len(cohorts) * _sum(money.per_cohort.values()) + len(leading) * _sum(money.per_facilitator.values())

    def penalty(self, cohort: CohortAt) -> int:
        """What the penalties add to the cohort's cost, in hundredths."""
        return sum(penalty(cohort.members) for penalty in self._penalties)

    def cost(self, cohort: CohortAt) -> int:
        """The members' mean dissimilarity to their mates, added up, and the penalty; hundredths."""
        mates = len(cohort.members) - 1
        dissimilar = mean(2 * self.company.total_dissimilarity(cohort.members), mates) if mates > 0 else 0
        return dissimilar + self.penalty(cohort)

    def fit_with_mates(self, i: int, cohort: CohortAt) -> int | None:
        """A member's mean fit with the others of the cohort; None for somebody alone."""
        mates = [j for j in cohort.members if j != i]
        return mean(sum(self.company.fit(i, j) for j in mates), len(mates)) if mates else None

    def fit_with_leaders(self, cohort: CohortAt) -> int:
        """The sum of the fits of all members with all facilitators."""
        return sum(self.company.led_fit(i, f) for i in cohort.members for f in cohort.leaders)


def _sum(amounts: Iterable[float]) -> Fraction:
    """Amounts are read as the decimals written."""
    return sum((Fraction(str(amount)) for amount in amounts), Fraction(0))
