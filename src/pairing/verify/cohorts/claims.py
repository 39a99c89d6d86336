"""What a plan of cohorts states about each cohort, its goals and its outcome, against what was recomputed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Any

from pairing.plans.base import GoalResult
from pairing.plans.cohort_parts import WHO_WAITS, Cohort, Seat
from pairing.plans.cohorts import CohortPlan
from pairing.verify.claims import Values, bound_in_place, bound_reached, claimed_goals, given_agrees
from pairing.verify.cohorts.compatibility import mean
from pairing.verify.cohorts.evaluation import CohortAt, CohortJudge
from pairing.verify.cohorts.meeting import Meeting
from pairing.verify.cohorts.rerun import change_of, expected_numbers
from pairing.verify.pairs.goals import Goal


def as_claimed(judge: CohortJudge, cohort: Cohort, seated: Sequence[int], at: CohortAt) -> Iterator[str]:
    """Every figure of the cohort and of its seats; `seated` says who has each seat."""
    meeting = judge.meetings.meet(at.members)
    for seat, i in zip(cohort.seats, seated, strict=True):
        yield from _seat(judge, seat, i, at, meeting)
    for name, claimed, found in (
        ("cost", cohort.cost, judge.cost(at)),
        ("penalty", cohort.penalty, judge.penalty(at)),
        ("worst pair", cohort.worst_pair, _worst_pair(judge, at)),
        ("enrollment", cohort.enrollment, _enrollment(judge, at)),
        ("theme", cohort.theme, judge.company.themes[at.members[0]] if at.members else ""),
    ):
        yield from _differs(name, claimed, found)
    yield from _place(judge, cohort, meeting)


def _differs(name: str, claimed: Any, found: Any) -> Iterator[str]:
    if claimed != found:
        yield f"{name} {claimed} is claimed, it is {found}"


def _seat(judge: CohortJudge, seat: Seat, i: int, at: CohortAt, meeting: Meeting | None) -> Iterator[str]:
    """A member's fit with mates and facilitators, and the drive."""
    led = [judge.company.led_fit(i, f) for f in at.leaders]
    drive = meeting.drives.get(i) if meeting else None
    yield from _differs(f"{seat.id}: fit", seat.fit, judge.fit_with_mates(i, at))
    yield from _differs(
        f"{seat.id}: fit with facilitators", seat.facilitator_fit, mean(sum(led), len(led)) if led else None
    )
    yield from _differs(f"{seat.id}: drive", seat.drive, None if drive is None else drive / 100)
    expected = "locked" if i in judge.locked else change_of(judge.season, i, at)
    yield from _differs(f"{seat.id}: change", seat.change, expected)


def _worst_pair(judge: CohortJudge, at: CohortAt) -> tuple[str, str, int] | None:
    """The pair with the least fit, the first such in the order of the table."""
    ids, fit = judge.season.left.ids, judge.company.fit
    pair = min(combinations(at.members, 2), key=lambda pair: (fit(*pair), pair), default=None)
    return None if pair is None else (ids[pair[0]], ids[pair[1]], fit(*pair))


def _enrollment(judge: CohortJudge, at: CohortAt) -> tuple[float, float] | None:
    """The smallest and the largest known enrollment."""
    enrollment = judge.season.left.values("enrollment")
    known = [enrollment[i] for i in at.members if enrollment[i] is not None]
    return (min(known), max(known)) if known else None


def _place(judge: CohortJudge, cohort: Cohort, meeting: Meeting | None) -> Iterator[str]:
    """The meeting place, and the longest and the median drive to it."""
    if meeting is None:
        claimed = (cohort.place, cohort.place_of, cohort.longest, cohort.median)
        if claimed != ("", "", None, None):
            yield f"meeting place {claimed} is claimed, nobody's place is known"
        return
    names = judge.meetings.called(meeting)
    yield from _differs("meeting place of", cohort.place_of, judge.meetings.identifier(meeting))
    if cohort.place not in names:
        yield f'meeting place "{cohort.place}" is claimed, it is {" or ".join(sorted(names))}'
    yield from _differs("longest drive", cohort.longest, meeting.longest / 100)
    if cohort.median is None or not _rounded(cohort.median, meeting.twice_median):
        yield f"median drive {cohort.median} is claimed, it is {meeting.twice_median / 200}"


def _rounded(claimed: float, twice: int) -> bool:
    """A whole number of hundredths, at most half of one away; which of two as near it is, floats may decide."""
    whole = round(claimed * 100)
    return whole / 100 == claimed and abs(2 * whole - twice) <= 1


def numbered(judge: CohortJudge, plan: CohortPlan, cohorts: Sequence[CohortAt]) -> Iterator[str]:
    """Cohorts are numbered from 1 in the order of their first members; everybody stands in the order of the table.

    In a rerun cohorts keep the numbers that stand, and the others follow.
    """
    numbers = [cohort.number for cohort in plan.cohorts]
    if judge.season.standing is None:
        if numbers != list(range(1, len(numbers) + 1)):
            yield f"the cohorts are numbered {', '.join(map(str, numbers))}, expected from 1 in order"
        first = [min(cohort.members) for cohort in cohorts if cohort.members]
        if first != sorted(first):
            yield "the cohorts are not in order of their first members"
    else:
        expected = expected_numbers(judge.season, cohorts)
        if numbers != expected:
            said = ", ".join(map(str, expected))
            yield f"the cohorts are numbered {', '.join(map(str, numbers))}, against what stood they are {said}"
        if numbers != sorted(numbers):
            yield "the cohorts are not in order of their numbers"
    for cohort, at in zip(plan.cohorts, cohorts, strict=True):
        for label, positions in (("members", at.members), ("facilitators", at.leaders)):
            if list(positions) != sorted(positions):
                yield f"cohort {cohort.number}: the {label} are not in order of their ids"


def money_agrees(judge: CohortJudge, plan: CohortPlan, cohorts: Sequence[CohortAt]) -> Iterator[str]:
    """The plan's dollars, to the cent."""
    dollars = judge.dollars(cohorts)
    if dollars is None or plan.dollars is None:
        if plan.dollars is not None or dollars is not None:
            found = "states no money" if dollars is None else f"comes to {float(dollars):.2f}"
            yield f"{plan.dollars} dollars are claimed, the program {found}"
    elif abs(plan.dollars - float(dollars)) >= 0.005:
        yield f"{plan.dollars:.2f} dollars are claimed, the program comes to {float(dollars):.2f}"


def bounds_stand(plan: CohortPlan, goals: Sequence[Goal], values: Values) -> Iterator[str]:
    """Every bound is on the right side of its value, and equal to it where the goal counts as proved.

    A bound may be given that the order of waiting is as it is.
    """
    first = next((goal.name for goal in goals if goal.kind != "seated"), "")
    for goal, value, claim, unproved in claimed_goals(plan, goals, values):
        if claim is not None:
            may_be_given = (WHO_WAITS,) if goal.name == first and not unproved else ()
            yield from given_agrees(claim, unproved, *may_be_given)
            yield from bound_reached(claim, value)
            yield from bound_in_place(claim, goal, value)
            yield from _bound_possible(claim, goal, value)


def _bound_possible(claim: GoalResult, goal: Goal, value: int | None) -> Iterator[str]:
    """Where there is nothing to measure there is no bound; no more can be seated than take part."""
    start = f'goal "{claim.name}": bound {claim.bound} is claimed'
    if claim.bound is None:
        return
    if value is None:
        yield f"{start} with value {value}"
    elif goal.kind == "seated" and claim.bound > len(goal.counted):
        yield f"{start}, it counts {len(goal.counted)} who take part"


def left_out_agrees(judge: CohortJudge, plan: CohortPlan, cohorts: Sequence[CohortAt]) -> Iterator[str]:
    """Everyone who is in no cohort is left out with a reason, and nobody else."""
    season, program = judge.season, judge.season.program
    for label, table, taken in (
        (program.left.label, season.left, {i for cohort in cohorts for i in cohort.members}),
        (program.right.label, season.right, {f for cohort in cohorts for f in cohort.leaders}),
    ):
        listed = [person.id for person in plan.left_out if person.side == label]
        idle = [identifier for position, identifier in enumerate(table.ids) if position not in taken]
        for identifier in sorted(set(idle) - set(listed)):
            yield f"{label} {identifier} is in no cohort and not among those left out"
        for identifier in sorted(set(listed) - set(idle)):
            yield f"{label} {identifier} is listed as left out, yet is in a cohort or is nobody"
        if len(set(listed)) < len(listed):
            yield f"a {label} is listed as left out more than once"
