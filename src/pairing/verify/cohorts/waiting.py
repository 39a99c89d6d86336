"""Who waits: whether somebody who waits could sit, or take the seat of somebody who comes later."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pairing.plans.base import GoalResult
from pairing.plans.cohort_parts import WHO_WAITS
from pairing.verify import written
from pairing.verify.cells import comparables
from pairing.verify.cohorts.evaluation import CohortAt, CohortJudge
from pairing.verify.cohorts.rerun import seats_that_stand
from pairing.verify.pairs.goals import Goal


class Waiting:
    """The members who wait beside those with a seat, and what the plan claims about how many can sit."""

    def __init__(
        self,
        judge: CohortJudge,
        goals: Sequence[Goal],
        cohorts: Sequence[CohortAt],
        values: Mapping[str, int | None],
        claims: Mapping[str, GoalResult],
        numbers: Sequence[int] = (),
    ) -> None:
        """Goals of other kinds than `seated` are passed over; the order is judged where the plan claims it.

        It does so where every `seated` goal is proved and no later one is given that the order is not.

        numbers: the cohorts', by default from 1.
        """
        self.numbered = list(zip(numbers or range(1, len(cohorts) + 1), cohorts, strict=True))
        self.judge = judge
        self.seated = [goal for goal in goals if goal.kind == "seated"]
        self.values, self.claims = values, claims
        self.in_order = all(
            claim.given != WHO_WAITS and (claim.proved or claim.kind != "seated") for claim in claims.values()
        )
        self.rank = {i: number for number, i in enumerate(seating_order(judge, self.seated))}
        taken = {i for cohort in cohorts for i in cohort.members}
        self.waiting = sorted((i for i in self.rank if i not in taken), key=self.rank.__getitem__)

    def findings(self) -> Iterator[str]:
        """At most one for each who waits."""
        for one in self.waiting:
            found = next(self._joins(one), None) or next(self._replaces(one), None)
            if found is not None:
                yield found

    def _joins(self, one: int) -> Iterator[str]:
        """A seat is free for somebody who waits, although the plan says that no more can sit."""
        for number, cohort in self.numbered:
            refuted = self._refuted(one, None)
            if refuted and self.judge.allowed(cohort.more(one)):
                yield f"{refuted}, yet {self._id(one)} waits and can join cohort {number}"

    def _replaces(self, one: int) -> Iterator[str]:
        """Somebody who waits could take the seat of somebody who comes later or counts for less."""
        for number, cohort in self.numbered:
            for other in cohort.members:
                wrong = self._wrong(one, other)
                if wrong and other not in self.judge.locked and self.judge.allowed(cohort.less(other).more(one)):
                    yield f"{wrong} could take the seat of {self._id(other)} in cohort {number}"

    def _wrong(self, one: int, other: int) -> str:
        """What would be wrong if one who waits could take the other's seat; empty for nothing."""
        refuted = self._refuted(one, other)
        if refuted:
            return f"{refuted}, yet {self._id(one)} waits and"
        alike = all((one in goal.counted) == (other in goal.counted) for goal in self.seated)
        earlier = self.in_order and alike and self.rank[one] < self.rank.get(other, len(self.rank))
        return f"{self._id(one)} waits although they come earlier in the order and" if earlier else ""

    def _refuted(self, one: int, other: int | None) -> str:
        """The claimed bound that could not hold if one who waits had a seat, the other's or a free one."""
        for goal in self.seated:
            gain = (one in goal.counted) - (other in goal.counted)
            if gain > 0:
                claim, seated = self.claims.get(goal.name), self.values[goal.name] or 0
                if claim is None or claim.bound is None or claim.bound > seated:
                    return ""
                return f'goal "{goal.name}": bound {claim.bound} is claimed'
            if gain < 0:
                return ""
        return ""

    def _id(self, i: int) -> str:
        return self.judge.season.left.ids[i]


def seating_order(judge: CohortJudge, seated: Sequence[Goal]) -> list[int]:
    """Who takes part, in order: by the first `seated` goal that counts them, the columns of `order`, the table.

    In a rerun those who sit already come before others who are equal but for the table.
    """
    sit = seats_that_stand(judge.season)
    columns = [comparables(judge.season.left, name) for name in written.waiting_order(judge.season.program)]

    def place(i: int) -> tuple[Any, ...]:
        first = next((number for number, goal in enumerate(seated) if i in goal.counted), len(seated))
        return first, *(_ascending(column[i]) for column in columns), i not in sit, i

    return sorted(judge.people.served, key=place)


def _ascending(value: Any) -> tuple[Any, ...]:
    """Numbers, dates and texts ascending, yes before no, unknown last."""
    if value is None:
        return (1,)
    return (0, not value) if isinstance(value, bool) else (0, value)
