"""What a plan of cohorts states: every goal with its bound, its money; or why there is no plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pairing.instance.cohorts import Roster
from pairing.plans.base import GoalResult
from pairing.plans.cohort_parts import WHO_WAITS
from pairing.plans.cohorts import CohortPlan
from pairing.program.goals import STAYING
from pairing.solver.cohorts.cohort_cost import Led, Worth
from pairing.solver.cohorts.seats import Seating
from pairing.solver.cohorts.staffing import loose_bounds, values
from pairing.solver.cohorts.strata import strata


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


def goal_results(roster: Roster, worth: Worth, seating: Seating, grouped: Grouped) -> tuple[GoalResult, ...]:
    """Every goal with its value and bound; a goal after one that is not proved is given that one's value."""
    results: list[GoalResult] = []
    amounts = values(worth, grouped.cohorts)
    loose = loose_bounds(worth, seating.seated, grouped.bound)
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
    sizes, groups = roster.program.sizes, strata(roster)
    largest = max((len(stratum.members) for stratum in groups), default=0)
    if largest < sizes.min:
        return f"at most {largest} members who take part may share cohorts, and a cohort has at least {sizes.min}"
    if roster.program.per_cohort and not roster.may_lead_most.any():
        return "nobody may lead a cohort"
    return "no cohort keeps every rule, limit, lock and the number of cohorts at once"
