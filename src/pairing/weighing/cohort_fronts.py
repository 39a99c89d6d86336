"""Trade-off curves of cohorts: some plans, each with what is proved about all others."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import pairwise

from pairing import roster as roster_of
from pairing.cohort_plan import CohortPlan
from pairing.errors import InputError, Problem
from pairing.profiles import key
from pairing.run import solve
from pairing.season import Season
from pairing.seating.worth import Worth
from pairing.weighing.fronts import FrontPoint, Measure, Tradeoff
from pairing.weighing.subject import Interrupted, unknown_name

ROUNDED = 2
"""Hundredths of a point by which rounding can shift a member's dissimilarity under weights of both criteria."""
FINEST = 1000
"""Weights of the two are whole numbers of at most this."""


@dataclass(frozen=True)
class Bound:
    """`a` times the first and `b` times the second dissimilarity together are at least `least`, in every plan."""

    a: int
    b: int
    least: Fraction


@dataclass
class _Curve:
    """Solves of one season under weights of two criteria only. worths: what each of them alone says."""

    season: Season
    titles: tuple[str, str]
    worths: tuple[Worth, Worth]
    seconds: float
    seed: int
    interrupted: Interrupted
    kept: list[int | None] | None = None
    bounds: list[Bound] = field(default_factory=list)
    found: dict[tuple[int, int], CohortPlan] = field(default_factory=dict)

    def values(self, plan: CohortPlan) -> tuple[int, int]:
        """Both dissimilarities of a plan, hundredths."""
        index = self.season.left.index
        cohorts = [tuple(index[key(one)] for one in cohort.ids) for cohort in plan.cohorts]
        first, second = (sum(worth.cost(members) for members in cohorts) for worth in self.worths)
        return first, second

    def add(self, a: int, b: int) -> bool:
        """The best plan at these weights, and what it proves; whether it is a new one."""
        plan = solve(
            of_two(self.season, self.titles, (a, b)), time_limit=self.seconds, seed=self.seed,
            interrupted=self.interrupted,
        )  # fmt: skip
        assert isinstance(plan, CohortPlan)
        if not plan.found:
            return False
        *before, alike = plan.goal_results
        kept = [goal.value for goal in before]
        self.kept = self.kept or kept
        if kept != self.kept:
            return False
        if alike.bound is not None and not alike.given:
            seated = sum(len(cohort.ids) for cohort in plan.cohorts)
            rounded = ROUNDED * seated + len(plan.cohorts) if a and b else 0
            self.bounds.append(Bound(a, b, (a + b) * Fraction(alike.bound - rounded)))
        values = self.values(plan)
        new = values not in self.found
        self.found.setdefault(values, plan)
        return new

    def floor(self, second: int) -> int:
        """What the first dissimilarity is at least where the second is at most this."""
        least = [(bound.least - bound.b * second) / bound.a for bound in self.bounds if bound.a]
        return max([0, *(-int(-value // 1) for value in least)])

    @property
    def front(self) -> list[tuple[int, int]]:
        """The values of the plans that none of the others beats in both, the best in the first one first."""
        best: list[tuple[int, int]] = []
        for values in sorted(self.found):
            if not best or values[1] < best[-1][1]:
                best.append(values)
        return best


def of_two(season: Season, titles: tuple[str, str], weights: tuple[int, int]) -> Season:
    """The season in which only two criteria among members count, and nothing after the goal `alike`."""
    program, own = season.program, dict(zip(titles, weights, strict=True))
    criteria = [
        item.model_copy(update={"weight": float(own.get(item.title, 0))}) if item.between == "members" else item
        for item in program.criteria
    ]
    last = next(k for k, goal in enumerate(program.goals) if goal.kind == "alike")
    themes = [theme.model_copy(update={"weights": {}}) for theme in program.themes]
    changed = {"criteria": criteria, "goals": program.goals[: last + 1], "themes": themes, "penalties": []}
    return replace(season, program=program.model_copy(update=changed))


def cohort_front(
    plan: CohortPlan, names: tuple[str, str], points: int, time_limit: float, interrupted: Interrupted
) -> Tradeoff:
    """At most so many plans between two criteria, the widest gaps looked into first."""
    season = plan.season
    known = [item.title for item in season.program.criteria if item.between == "members"]
    for name in names:
        if name not in known:
            raise unknown_name("criterion among members", name, known)
    if all(goal.kind != "alike" for goal in season.program.goals):
        raise InputError(
            [Problem("trade-off curves of cohorts are about the goal `alike`, which this program has not")]
        )
    alone = (roster_of.build(of_two(season, names, weights)) for weights in ((1, 0), (0, 1)))
    worths = (Worth(next(alone)), Worth(next(alone)))
    started = time.monotonic()
    curve = _Curve(season, names, worths, time_limit / max(2, points), plan.seed, interrupted)
    _fill(curve, points, lambda: interrupted() or time.monotonic() - started >= time_limit)
    return _result(plan, curve, names)


def _fill(curve: _Curve, points: int, over: Interrupted) -> None:
    """Both ends, then between the neighbors farthest apart, at weights at which they are worth the same."""
    for a, b in ((1, 0), (0, 1)):
        curve.add(a, b)
    tried: set[tuple[int, int]] = set()
    while len(curve.found) < points and not over():
        gaps = [
            ((high[0] - low[0]) * (low[1] - high[1]), _weights(low, high))
            for low, high in pairwise(curve.front)
            if _weights(low, high) not in tried
        ]
        if not gaps:
            return
        weights = max(gaps)[1]
        tried.add(weights)
        curve.add(*weights)


def _weights(low: tuple[int, int], high: tuple[int, int]) -> tuple[int, int]:
    """Whole weights at which two plans are worth about the same."""
    ratio = Fraction(low[1] - high[1], high[0] - low[0])
    ratio = min(max(ratio, Fraction(1, FINEST)), Fraction(FINEST)).limit_denominator(FINEST)
    return (ratio.numerator, ratio.denominator) if ratio < FINEST else (FINEST, 1)


def _result(plan: CohortPlan, curve: _Curve, names: tuple[str, str]) -> Tradeoff:
    found, front = [], curve.front
    for first, second in front:
        one = curve.found[first, second]
        slack = max(0, first - curve.floor(second))
        seated = sum(len(cohort.ids) for cohort in one.cohorts)
        found.append(FrontPoint(first, second, _mates(one), seated, slack == 0, slack))
    label = plan.season.program.left.label
    complete = (
        f"{len(curve.bounds)} sets of weights were solved for, and there may be plans between these. A plan that is as "
        "good in the second can be better in the first by at most what the table says."
    )
    present = " to ".join(f"{value / 100:,.2f}" for value in curve.values(plan))
    notes = [f"The present plan has {present}."]
    if plan.season.program.penalties:
        notes.append("Penalties are left aside.")
    measures = [Measure(f"dissimilarity: {name}", "points", larger_is_better=False) for name in names]
    return Tradeoff(
        plan.season, measures[0], measures[1], tuple(found), _mates(plan), complete, tuple(notes),
        ("cohort", f"{label}_id"), tuple(curve.found[values].assignments for values in front),
    )  # fmt: skip


def _mates(plan: CohortPlan) -> dict[str, str]:
    """For each member those in the same cohort, so that numbers of cohorts do not matter."""
    cohorts: Sequence[tuple[str, ...]] = [cohort.ids for cohort in plan.cohorts]
    return {one: "; ".join(ids) for ids in cohorts for one in ids}
