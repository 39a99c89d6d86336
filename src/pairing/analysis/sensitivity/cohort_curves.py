"""Trade-off curves of cohorts: some plans, each with what is proved about all others."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import pairwise
from math import ceil

import numpy as np

from pairing.analysis.sensitivity.curves import CurvePoint, Measure, Tradeoff
from pairing.analysis.sensitivity.parameters import Subject, plan_of
from pairing.errors import CheckerError, InputError, Interrupted, Problem
from pairing.grouping import prepare
from pairing.instance import cohort_builder as roster_of
from pairing.instance.cohorts import Ints, Roster
from pairing.instance.evaluation import FULL
from pairing.plans.cohorts import CohortPlan
from pairing.profiles import key
from pairing.solver.cohorts.driver import solve
from pairing.solver.cohorts.evaluation import mean_cost
from pairing.verify import judge_cohorts

MILES = "miles"
FINEST = 1000
"""Weights of the two are whole numbers of at most this."""


@dataclass(frozen=True)
class Apart:
    """One of two things. pairs: (n, n), how far two members are apart in it, 0 to 10000, 0 on the diagonal."""

    measure: Measure
    pairs: Ints
    note: str = ""

    def cost(self, cohorts: Sequence[Sequence[int]]) -> int:
        """Members' mean distances from their mates added up, as the goal `alike` does."""
        inside = ((int(self.pairs[np.ix_(one, one)].sum()) // 2, len(one)) for one in cohorts)
        return sum(mean_cost(total, size) for total, size in inside)


@dataclass(frozen=True)
class Bound:
    """`a` times the first and `b` times the second together are at least `least`, in every plan."""

    a: int
    b: int
    least: Fraction


@dataclass
class _Curve:
    """Solves of one roster under weights of two things only.

    kept: the present plan's values of the goals before `alike`. found: the plans that have these, the present one too,
    by their values of both.
    """

    roster: Roster
    two: tuple[Apart, Apart]
    seconds: float
    seed: int
    interrupted: Interrupted
    kept: list[int | None]
    bounds: list[Bound] = field(default_factory=list)
    found: dict[tuple[int, int], CohortPlan] = field(default_factory=dict)

    def values(self, plan: CohortPlan) -> tuple[int, int]:
        """Both values of a plan."""
        index = self.roster.season.left.index
        cohorts = [[index[key(one)] for one in cohort.ids] for cohort in plan.cohorts]
        return self.two[0].cost(cohorts), self.two[1].cost(cohorts)

    def add(self, a: int, b: int) -> None:
        """The best plan at these weights, and what it proves; nothing if earlier goals come out otherwise."""
        roster = _weighed(self.roster, self.two, a, b)
        plan = solve(roster, time_limit=self.seconds, seed=self.seed, interrupted=self.interrupted)
        if not plan.found:
            return
        _require_sound(plan)
        if _before_alike(plan) != self.kept:
            return
        alike = plan.goal_results[-1]
        self.found.setdefault(self.values(plan), plan)
        if alike.bound is not None and not alike.given:
            self.bounds.append(Bound(a, b, Fraction((a + b) * (alike.bound - _rounded(plan, a, b)))))

    def floors(self, first: int, second: int) -> tuple[int, int]:
        """What the first is at least where the second is at most this, and the other way round."""
        firsts = [(bound.least - bound.b * second) / bound.a for bound in self.bounds if bound.a]
        seconds = [(bound.least - bound.a * first) / bound.b for bound in self.bounds if bound.b]
        return max([0, *map(ceil, firsts)]), max([0, *map(ceil, seconds)])

    @property
    def best(self) -> list[tuple[int, int]]:
        """The values of the plans that no other one found beats in both, the best in the first one first."""
        kept: list[tuple[int, int]] = []
        for values in sorted(self.found):
            if not kept or values[1] < kept[-1][1]:
                kept.append(values)
        return kept


def _weighed(roster: Roster, two: tuple[Apart, Apart], a: int, b: int) -> Roster:
    """The roster whose fits are what is left of 100 points after both distances at these weights, halves up."""
    mixed = (2 * (a * two[0].pairs + b * two[1].pairs) + a + b) // (2 * (a + b))
    points = (FULL - mixed).astype(np.int16)[None]
    return replace(roster, members=replace(roster.members, points=points))


def _rounded(plan: CohortPlan, a: int, b: int) -> int:
    """What rounding takes from a bound under both weights: half a unit per member, one per cohort of two or more."""
    return sum(len(cohort.ids) for cohort in plan.cohorts) if a and b else 0


def _before_alike(plan: CohortPlan) -> list[int | None]:
    """The values of the goals that a curve keeps."""
    kinds = [goal.kind for goal in plan.goal_results]
    return [goal.value for goal in plan.goal_results[: kinds.index("alike")]]


def _require_sound(plan: CohortPlan) -> None:
    """Raises CheckerError where a plan breaks something."""
    findings = judge_cohorts(plan.season, plan.rows).breaches
    if findings:
        raise CheckerError(findings)


def _plain(plan: CohortPlan) -> Roster:
    """The season judged, without penalties and with no goal after `alike`."""
    program = plan.season.program
    last = next((k for k, goal in enumerate(program.goals) if goal.kind == "alike"), None)
    if last is None:
        raise InputError([Problem("curves of cohorts are about the goal `alike`, which this program does not have")])
    changed = program.model_copy(update={"goals": program.goals[: last + 1], "penalties": []})
    return roster_of.build(replace(plan.season, program=changed))


def _apart(roster: Roster, name: str) -> Apart:
    """One of the two by its name."""
    if name == MILES:
        return _miles(roster)
    title = name.removeprefix("points: ")
    k = [item.title for item in roster.members.criteria].index(title)
    grades = roster.members.grades[k].astype(np.int64)
    pairs = FULL - (grades + grades.T + 1) // 2
    np.fill_diagonal(pairs, 0)
    return Apart(Measure(f"dissimilarity: {title}", "points", larger_is_better=False), pairs)


def _miles(roster: Roster) -> Apart:
    """Miles between mates as ten-thousandths of the farthest; unknown ones count as the farthest."""
    miles = np.maximum(roster.members.relation.miles, roster.members.relation.miles.T)
    inside = np.ix_(roster.taking_part, roster.taking_part)
    farthest = float(np.nanmax(miles[inside], initial=0))
    if not farthest:
        raise InputError([Problem("no two members are known to be apart: there are no miles to weigh")])
    unknown = int(np.triu(np.isnan(miles), 1)[inside].sum())
    pairs = np.floor(FULL * np.minimum(1, np.where(np.isnan(miles), farthest, miles) / farthest) + 0.5).astype(np.int64)
    np.fill_diagonal(pairs, 0)
    note = f"Miles are unknown for {unknown:,} pairs of members; each counts as {farthest:.2f}." if unknown else ""
    scale = Fraction(FULL) / Fraction(round(100 * farthest), 100)
    return Apart(Measure("mean miles to mates, added up", "miles", larger_is_better=False, scale=scale), pairs, note)


def cohort_curve(
    subject: Subject, names: tuple[str, str], points: int, time_limit: float, seed: int, interrupted: Interrupted
) -> Tradeoff:
    """At most so many weights of two things solved for, the widest gaps looked into first.

    time_limit: for everything, in equal parts, one of them for the present plan if it is not known.
    """
    prepare()  # before the clock of the time limit starts
    end = time.monotonic() + time_limit
    seconds = time_limit / (points + (not isinstance(subject, CohortPlan)))
    plan = plan_of(subject, seed=seed, time_limit=seconds, interrupted=interrupted)
    assert isinstance(plan, CohortPlan)
    roster = _plain(plan)
    two = _apart(roster, names[0]), _apart(roster, names[1])
    curve = _Curve(roster, two, seconds, plan.seed, interrupted, _before_alike(plan))
    curve.found[curve.values(plan)] = plan
    _fill(curve, points, lambda: interrupted() or time.monotonic() >= end)
    return _result(plan, curve)


def _fill(curve: _Curve, points: int, over: Interrupted) -> None:
    """Both ends, then between the neighbors farthest apart, at weights at which they are worth the same."""
    for a, b in ((1, 0), (0, 1)):
        if not over():
            curve.add(a, b)
    tried: set[tuple[int, int]] = set()
    while len(tried) + 2 < points and not over():
        gaps = [
            ((high[0] - low[0]) * (low[1] - high[1]), _weights(low, high))
            for low, high in pairwise(curve.best)
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


def _result(plan: CohortPlan, curve: _Curve) -> Tradeoff:
    found, best = [], curve.best
    for first, second in best:
        one = curve.found[first, second]
        floors = curve.floors(first, second)
        slack, other = max(0, first - floors[0]), max(0, second - floors[1])
        seated = sum(len(cohort.ids) for cohort in one.cohorts)
        found.append(CurvePoint(first, second, _seats(one), seated, slack == other == 0, slack))
    label = plan.season.program.left.label
    complete = (
        f"{len(curve.bounds)} sets of weights were solved for, and there may be plans between these. A plan that is as "
        "good in the second can be better in the first by at most what the table says."
    )
    stopped = curve.interrupted()
    if stopped:
        complete = f"Interrupted, so that plans are missing. {complete}"
    measures = [one.measure for one in curve.two]
    present = (f"{one.title} {one.shown(value):,}" for one, value in zip(measures, curve.values(plan), strict=True))
    notes = [f"The present plan has {' and '.join(present)}.", *(one.note for one in curve.two if one.note)]
    if plan.season.program.penalties:
        notes.append("Penalties are left aside.")
    return Tradeoff(
        plan.season, measures[0], measures[1], tuple(found), _seats(plan), complete, tuple(notes),
        ("cohort", f"{label}_id"), tuple(curve.found[values].assignments for values in best),
        stopped,
    )  # fmt: skip


def _seats(plan: CohortPlan) -> dict[str, str]:
    """The cohort of each member."""
    return {one: cohort.name for cohort in plan.cohorts for one in cohort.ids}
