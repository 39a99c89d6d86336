"""What a plan of cohorts states: every goal with its bound, its money; or why there is no plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Literal, NamedTuple

import numpy as np

from pairing.instance.cohorts import Roster
from pairing.plans.base import GoalResult
from pairing.plans.cohort_parts import WHO_WAITS, Cohort, Seat
from pairing.plans.cohorts import CohortPlan
from pairing.program.goals import STAYING
from pairing.season.standing import numbers_that_stand
from pairing.solver.cohorts.baseline import baseline_of
from pairing.solver.cohorts.counting_bounds import components
from pairing.solver.cohorts.evaluation import CohortEvaluation, Led, Members
from pairing.solver.cohorts.seating import Seating
from pairing.solver.cohorts.staffing import loose_bounds, values


@dataclass(frozen=True)
class Grouped:
    """Cohorts of the seated members: staffed, their cost, what any plan costs at least, later results by kind."""

    cohorts: tuple[Led, ...]
    value: int
    bound: int
    later: dict[str, tuple[int, int]]
    complete: bool
    stopped: str
    engine: str
    staying: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    """In a rerun the goals that say who stays, by kind; they are 0 where nobody stands whose move counts."""


def goal_results(
    roster: Roster, evaluation: CohortEvaluation, seating: Seating, grouped: Grouped
) -> tuple[GoalResult, ...]:
    """Every goal with its value and bound; a goal after one that is not proved is given that one's value."""
    results: list[GoalResult] = []
    amounts = values(evaluation, grouped.cohorts)
    loose = loose_bounds(evaluation, seating.seated, grouped.bound)
    seated = iter(zip(seating.values, seating.bounds, strict=True))
    for goal in roster.program.goals:
        given = next((result.name for result in results if not result.proved), "")
        if goal.kind in STAYING and roster.season.standing is None:
            continue
        if goal.kind == "seated":
            value, bound = next(seated)
        elif goal.kind in STAYING:
            value, bound = grouped.staying.get(goal.kind, (0, 0))
        elif goal.kind == "alike":
            value, bound = grouped.value, grouped.bound
        elif grouped.complete and goal.kind in grouped.later:
            value, bound = grouped.later[goal.kind]
        else:
            value, bound = amounts[goal.kind], loose[goal.kind]
        if goal.kind != "seated" and not seating.in_order:
            given = given or WHO_WAITS
        results.append(GoalResult(goal.title, goal.kind, value, bound, value == bound and not given, given))
    return tuple(results)


def dollars(roster: Roster, cohorts: int, leading: int) -> float | None:
    """What so many cohorts led by so many facilitators cost; None where the program states no money."""
    money = roster.program.money
    return None if money is None else float(money.total(cohorts, leading))


def nothing(roster: Roster, seed: int, proved: bool) -> CohortPlan:
    """No plan, with the reason."""
    return CohortPlan(
        roster.season, "infeasible" if proved else "no_plan", (), (), "",
        reason=_why_none(roster) if proved else "no plan was found in the time allowed",
        stopped="" if proved else "time limit", seed=seed,
    )  # fmt: skip


def _why_none(roster: Roster) -> str:
    sizes, groups = roster.program.sizes, components(roster)
    largest = max((len(component.members) for component in groups), default=0)
    if largest < sizes.min:
        return f"at most {largest} members who take part may share cohorts, and a cohort has at least {sizes.min}"
    if roster.program.per_cohort and not roster.may_lead_most.any():
        return "nobody may lead a cohort"
    return "no cohort keeps every rule, limit, lock and the number of cohorts at once"


def described(evaluation: CohortEvaluation, cohorts: Sequence[Led]) -> tuple[Cohort, ...]:
    """The cohorts as people see them."""
    return tuple(_cohort(evaluation, one) for one in numbered(evaluation, cohorts))


class Numbered(NamedTuple):
    """A cohort with its number, and the name of the one that stands which it continues; empty for none."""

    number: int
    continues: str
    led: Led


def numbered(evaluation: CohortEvaluation, cohorts: Sequence[Led]) -> list[Numbered]:
    """The cohorts in the order of their numbers: those that continue a number have it, the others come after them.

    These are in the order of their first members, and in a rerun after every number that stands.
    """
    ordered = sorted((tuple(sorted(members)), tuple(sorted(leaders))) for members, leaders in cohorts)
    baseline = baseline_of(evaluation.roster, [i for members, _ in ordered for i in members])
    continued = [None] * len(ordered) if baseline is None else baseline.continued(ordered)
    names = ["" if baseline is None or s is None else baseline.names[s] for s in continued]
    own = numbers_that_stand(evaluation.roster.season.standing)
    after = count(max(own.values(), default=0) + 1)
    found = [Numbered(own.get(name) or next(after), name, led) for name, led in zip(names, ordered, strict=True)]
    return sorted(found, key=lambda one: one.number)


def _cohort(evaluation: CohortEvaluation, one: Numbered) -> Cohort:
    (members, leaders), stands = one.led, _standing_of(evaluation.roster)
    roster, season = evaluation.roster, evaluation.roster.season
    meeting = evaluation.meeting(members)
    miles = meeting.miles if meeting else [float("nan")] * len(members)
    locked = {i for pair in (*roster.locked_together, *roster.locked_leads) for i in pair[:1]}
    locked |= {i for _, i in roster.locked_together}
    seats = tuple(
        Seat(
            season.left.ids[i], mean_fit(roster.fit[i, [j for j in members if j != i]]),
            mean_fit(roster.led_fit[i, list(leaders)]), None if np.isnan(drive) else float(drive),
            "locked" if i in locked else _change(stands.get(i), one.continues),
        )
        for i, drive in zip(members, miles, strict=True)
    )  # fmt: skip
    known = [value for i in members if (value := season.left.values("enrollment")[i]) is not None]
    place, place_of = _place(evaluation, meeting.place) if meeting else ("", "")
    return Cohort(
        one.number, seats, tuple(season.right.ids[f] for f in leaders), evaluation.cost(members),
        evaluation.penalty(members), _worst_pair(evaluation, members), (min(known), max(known)) if known else None,
        place, place_of, meeting.longest if meeting else None, meeting.median if meeting else None,
        roster.theme[members[0]], one.continues,
    )  # fmt: skip


def _standing_of(roster: Roster) -> dict[int, str]:
    """The name of everyone's cohort that stands."""
    return {i: cohort.name for cohort in roster.standing for i in cohort.members}


def _change(before: str | None, now: str) -> Literal["new", "kept", "moved"]:
    """Of somebody whose cohort that stood had this name, in one that continues the other."""
    if before is None:
        return "new"
    return "kept" if before == now else "moved"


def mean_fit(fits: np.ndarray) -> int | None:
    """Rounded half up."""
    return int((2 * int(fits.sum()) + len(fits)) // (2 * len(fits))) if len(fits) else None


def _worst_pair(evaluation: CohortEvaluation, members: Members) -> tuple[str, str, int] | None:
    pairs = [(int(evaluation.roster.fit[i, j]), i, j) for a, i in enumerate(members) for j in members[a + 1 :]]
    if not pairs:
        return None
    fit, i, j = min(pairs)
    ids = evaluation.roster.season.left.ids
    return ids[i], ids[j], fit


def _place(evaluation: CohortEvaluation, row: int) -> tuple[str, str]:
    """A place's name, and the id of the member or venue it is."""
    season = evaluation.roster.season
    table, i = (season.left, row) if row < len(season.left) else (season.venue_table, row - len(season.left))
    assert table is not None
    column = "district" if table is season.left else "name"
    return str(table.values(column)[i] or table.values("city")[i] or table.ids[i]), table.ids[i]
