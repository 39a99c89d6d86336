"""What a plan says about members in other cohorts, recomputed from scratch."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from pairing.plans.base import GoalResult
from pairing.plans.cohort_parts import Exchange
from pairing.profiles import key
from pairing.verify.cohorts.evaluation import CohortAt, CohortJudge
from pairing.verify.cohorts.rerun import moved


class Step(NamedTuple):
    """A member, their cohort and another one, and who goes back in exchange."""

    member: int
    home: CohortAt
    target: CohortAt
    other: int | None

    @property
    def before(self) -> tuple[CohortAt, CohortAt]:
        """The two cohorts as they are."""
        return self.home, self.target

    @property
    def after(self) -> tuple[CohortAt, CohortAt]:
        """The two cohorts as they would be."""
        home, target = self.home.less(self.member), self.target.more(self.member)
        return (home, target) if self.other is None else (home.more(self.other), target.less(self.other))


class Exchanges:
    """Judges exchanges within one plan, whose cohorts are all right."""

    def __init__(
        self,
        judge: CohortJudge,
        cohorts: Sequence[CohortAt],
        values: Mapping[str, int | None],
        alike: GoalResult | None,
        numbers: Sequence[int] = (),
    ) -> None:
        """`alike` is what the plan claims about the sum of costs; `numbers` are the cohorts', by default from 1."""
        self.numbered = dict(zip(numbers or range(1, len(cohorts) + 1), cohorts, strict=True))
        self.judge, self.cohorts, self.values, self.alike = judge, cohorts, values, alike
        self.home = {i: cohort for cohort in cohorts for i in cohort.members}

    def findings(self, listed: Sequence[Exchange]) -> Iterator[str]:
        """Every exchange can be made and changes what it says; none is better than the plan can be."""
        yield from self._order(listed)
        for exchange in listed:
            step, start = self._step(exchange), _named(exchange)
            if step is None:
                yield f"{start}: no such member in a cohort, or no such other cohort, or nobody of it in exchange"
                continue
            obstacles = [objection for cohort in step.after for objection in self.judge.objections(cohort)]
            if obstacles:
                yield f"{start} cannot be made: {obstacles[0]}"
                continue
            yield from self._figures(exchange, step, start)
            yield from self._refuted(step, start)

    def _order(self, listed: Sequence[Exchange]) -> Iterator[str]:
        """Exchanges stand in the order of the table and, for each member, of their cost; each cohort once."""
        index = self.judge.season.left.index
        order = [(index.get(key(exchange.id), -1), exchange.cost) for exchange in listed]
        if order != sorted(order):
            yield "the exchanges are not in order of the members' ids and of their costs"
        named = [(exchange.id, exchange.cohort) for exchange in listed]
        for identifier, cohort in dict.fromkeys(pair for pair in named if named.count(pair) > 1):
            yield f"{identifier} to cohort {cohort} is listed more than once"

    def _step(self, exchange: Exchange) -> Step | None:
        """The exchange as positions; None where it names somebody or a cohort that is not there."""
        index = self.judge.season.left.index
        member = index.get(key(exchange.id), -1)
        home = self.home.get(member)
        target = self.numbered.get(exchange.cohort)
        other = None if exchange.other is None else index.get(key(exchange.other), -1)
        if home is None or target is None or target == home or not (other is None or other in target.members):
            return None
        return Step(member, home, target, other)

    def _figures(self, exchange: Exchange, step: Step, start: str) -> Iterator[str]:
        """All three figures are as claimed, and no other exchange with the cohort costs less."""
        judge = self.judge
        cost = self._change(step)
        led = [sum(map(judge.fit_with_leaders, cohorts)) for cohorts in (step.before, step.after)]
        fit = judge.fit_with_mates(step.member, step.after[1]) or 0
        for name, claimed, found in (
            ("cost", exchange.cost, cost),
            ("facilitators' fit", exchange.facilitators, led[0] - led[1]),
            ("fit", exchange.fit, fit),
        ):
            if claimed != found:
                yield f"{start}: {name} {claimed / 100:.2f} is claimed, it is {found / 100:.2f}"
        cheaper = self._cheapest(step)
        if cheaper is not None and cheaper[0] < cost:
            with_whom = "a move" if cheaper[1] is None else f"exchange for {judge.season.left.ids[cheaper[1]]}"
            yield f"{start}: costs {cost / 100:.2f}, yet {with_whom} costs {cheaper[0] / 100:.2f}"

    def _change(self, step: Step) -> int:
        """By how much the sum of costs grows."""
        return sum(map(self.judge.cost, step.after)) - sum(map(self.judge.cost, step.before))

    def _refuted(self, step: Step, start: str) -> Iterator[str]:
        """No exchange leads below the bound that is claimed for the sum of costs; in a rerun, with as few moves."""
        alike = self.alike
        before, after = (sum(len(moved(self.judge.season, at)) for at in some) for some in (step.before, step.after))
        if after > before:
            return
        reached = (self.values.get(alike.name) or 0) + self._change(step) if alike else 0
        if alike is not None and alike.bound is not None and reached < alike.bound:
            yield f'goal "{alike.name}": bound {alike.bound} is claimed, yet {start} leads to {reached}'

    def _cheapest(self, step: Step) -> tuple[int, int | None] | None:
        """The least change over moving to the cohort and changing places with any of its members, and with whom."""
        options = [step._replace(other=other) for other in (None, *step.target.members)]
        costs = [(self._change(option), option) for option in options]
        possible = [(cost, option.other) for cost, option in costs if all(map(self.judge.allowed, option.after))]
        return min(possible, key=lambda option: option[0], default=None)


def _named(exchange: Exchange) -> str:
    other = f" in exchange for {exchange.other}" if exchange.other is not None else ""
    return f"{exchange.id} to cohort {exchange.cohort}{other}"
