"""A cohort program solved: who sits, alike cohorts with a proof, facilitators and the later goals, all explained."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace

from pairing.grouping import CannotGroup
from pairing.grouping.master import Column
from pairing.grouping.optimal_columns import ties
from pairing.grouping.solve import Solved
from pairing.grouping.solve import solve as solve_grouping
from pairing.instance.cohorts import Roster
from pairing.optimizers.deadline import Deadline, Stopped
from pairing.plans.cohorts import CohortPlan
from pairing.solver.cohorts.baseline import baseline_of
from pairing.solver.cohorts.evaluation import CohortEvaluation
from pairing.solver.cohorts.grouping_problem import grouping_problem, kind_of
from pairing.solver.cohorts.rerun import grouped_again
from pairing.solver.cohorts.results import Grouped, described, dollars, goal_results, nothing
from pairing.solver.cohorts.seating import NoSeating, Seating, who_sits
from pairing.solver.cohorts.staffing import best, cheapest
from pairing.solver.cohorts.swap_costs import exchanges

PLAIN = "set partitioning"
WITH_CONFLICTS = "set partitioning with facilitators' conflicts"
OF_KNOWN = "set partitioning of known cohorts"
"""The engines' names in `run.json`."""

TIME_LIMIT = 120.0
"""Seconds, where nobody says otherwise."""
FOR_SEATS = 0.25
"""The part of the time for who sits ..."""
FOR_LATER = 0.15
"""... and what is kept for the goals after `alike`."""

MOST_LISTED = 20_000
"""No more cohorts than this are listed for a choice with facilitators."""
MANY = 150
"""Of more members no proof is expected; then cohorts without facilitators get ..."""
FOR_PLAIN = 0.4
"""... this part of the time."""
FOR_TIES = 0.6
"""The part of the time then left for listing all cohorts of groupings as good."""


def solve(
    roster: Roster,
    *,
    time_limit: float | None = None,
    seed: int = 0,
    interrupted: Callable[[], bool] = lambda: False,
) -> CohortPlan:
    """The best plan of a cohort season, with an honest bound for every goal."""
    limit = TIME_LIMIT if time_limit is None else time_limit
    started = time.perf_counter()
    evaluation = CohortEvaluation(roster)
    try:
        seating = who_sits(roster, Deadline(FOR_SEATS * limit, started, interrupted))
    except NoSeating as why:
        return nothing(roster, seed, why.proved)
    if not seating.seated:
        return nothing(roster, seed, proved=True)
    baseline = baseline_of(roster, seating.seated)
    if baseline is not None and (baseline.home or any(baseline.leaders)):
        grouped = grouped_again(evaluation, seating, baseline, Deadline(limit, started, interrupted))
    else:
        grouped = _grouped(evaluation, seating, limit, started, seed, interrupted)
    goals = goal_results(roster, evaluation, seating, grouped)
    stopped = grouped.stopped if not all(goal.proved for goal in goals) else ""
    leading = {f for _, leaders in grouped.cohorts for f in leaders}
    return CohortPlan(
        roster.season, "proved" if all(goal.proved for goal in goals) else "bounded", goals,
        described(evaluation, grouped.cohorts), grouped.engine, stopped=stopped, seed=seed,
        exchanges=exchanges(evaluation, grouped.cohorts),
        dollars=dollars(roster, len(grouped.cohorts), len(leading)),
    )  # fmt: skip


def _grouped(
    evaluation: CohortEvaluation,
    seating: Seating,
    limit: float,
    started: float,
    seed: int,
    interrupted: Callable[[], bool],
) -> Grouped:
    """Cohorts without facilitators first; with them where those cohorts cannot be staffed."""
    people = seating.seated
    whole = Deadline(limit, started, interrupted)
    grouping = Deadline((1 - FOR_LATER) * limit, started, interrupted)
    first = replace(grouping, limit=FOR_PLAIN * grouping.limit) if len(people) > MANY and _led(evaluation) else grouping
    plain = _engine(evaluation, seating, first, seed, led=False)
    if plain is not None:
        staffed = _staffed(evaluation, people, plain, plain.value, whole)
        if staffed is not None:
            return staffed
    floor = max(0, plain.grouping.whole_bound) if plain is not None else 0
    joint = _engine(evaluation, seating, grouping, seed, led=True) if _led(evaluation) else None
    if joint is not None:
        floor = max(floor, joint.grouping.whole_bound)
        staffed = _staffed(evaluation, people, joint, joint.value, whole)
        if staffed is not None:
            return replace(staffed, bound=min(staffed.value, floor), engine=WITH_CONFLICTS)
    return _recombined(evaluation, seating, [s for s in (plain, joint) if s is not None], floor, whole)


def _led(evaluation: CohortEvaluation) -> bool:
    return bool(evaluation.roster.program.per_cohort)


def _engine(
    evaluation: CohortEvaluation, seating: Seating, deadline: Deadline, seed: int, *, led: bool
) -> Solved | None:
    """The grouping engine's answer, from the plan that settled who sits; None where it found no grouping.

    led: each cohort is of a kind of facilitators.
    """
    people = seating.seated
    place = {i: k for k, i in enumerate(people)}
    try:
        problem = grouping_problem(evaluation, people, led=led)
        if led and problem.total is None:
            return None
        known = [
            (kind_of(evaluation, problem, people, leaders), tuple(sorted(place[i] for i in members)))
            for members, leaders in seating.cohorts
        ]
        return solve_grouping(
            problem, deadline, seed, interrupted=deadline.interrupted,
            known=[(kind, members) for kind, members in known if kind is not None],
        )  # fmt: skip
    except CannotGroup:
        return None


def _staffed(
    evaluation: CohortEvaluation, people: Sequence[int], solved: Solved, total: int, deadline: Deadline
) -> Grouped | None:
    """The later goals among all cohorts that the proved total allows, or among the engine's own; None: no staff."""
    own = _distinct(people, solved.columns)
    within = _as_good(solved, deadline)
    found = None if within is None else best(evaluation, people, _distinct(people, within), total, deadline, own)
    complete = found is not None
    if found is None:
        found = best(evaluation, people, own, total, deadline)
    if found is None:
        return None
    return Grouped(
        found.cohorts,
        total,
        max(0, solved.grouping.whole_bound),
        found.results,
        complete,
        solved.grouping.stopped,
        PLAIN,
    )


def _as_good(solved: Solved, deadline: Deadline) -> list[Column] | None:
    """All cohorts of all groupings that cost no more; None where they are too many or the time is too short."""
    if not solved.grouping.proved:
        return None
    within = solved.columns_within(seconds=deadline.left / 4, interrupted=deadline.interrupted)
    if within is not None:
        return within
    try:
        return ties(
            solved.problem, list(solved.columns), replace(deadline, limit=deadline.seconds + FOR_TIES * deadline.left)
        )
    except Stopped:
        return None


def _distinct(people: Sequence[int], columns: Sequence[Column]) -> list[tuple[int, ...]]:
    """The columns' members as positions in the table, each set once."""
    return sorted({tuple(people[k] for k in column.members) for column in columns})


def _recombined(
    evaluation: CohortEvaluation, seating: Seating, solved: Sequence[Solved], floor: int, deadline: Deadline
) -> Grouped:
    """The best of the cohorts known by then that can be staffed: at least the plan that settled who sits.

    Where all cohorts of groupings that cost no more can be listed, the best choice among them is proved best.
    """
    people = seating.seated
    columns = {tuple(sorted(members)) for members, _ in seating.cohorts}
    columns |= {tuple(people[k] for k in column.members) for one in solved for column in one.columns}
    found = cheapest(evaluation, people, sorted(columns), deadline)
    cohorts = found.cohorts if found is not None else seating.cohorts
    total = sum(evaluation.cost(members) for members, _ in cohorts)
    every = _up_to(people, solved, total, deadline)
    found = None if every is None else cheapest(evaluation, people, every, deadline)
    if every is not None and found is not None:
        total, least = found.results["alike"]
        later = best(evaluation, people, every, total, deadline, [members for members, _ in found.cohorts])
        return Grouped(
            later.cohorts if later else found.cohorts, total, max(min(floor, total), least),
            later.results if later else {}, later is not None, "" if least == total else "time limit", WITH_CONFLICTS,
        )  # fmt: skip
    later = best(evaluation, people, [members for members, _ in cohorts], total, deadline)
    return Grouped(
        later.cohorts if later else cohorts, total, min(total, floor), later.results if later else {}, False,
        "not all cohorts with their facilitators were compared", OF_KNOWN,
    )  # fmt: skip


def _up_to(
    people: Sequence[int], solved: Sequence[Solved], total: int, deadline: Deadline
) -> list[tuple[int, ...]] | None:
    """Every cohort of every grouping that costs at most so much; None where they cannot all be listed."""
    for one in reversed(solved):
        within = one.columns_within(total, MOST_LISTED, deadline.left / 4, deadline.interrupted)
        if within is not None:
            return _distinct(people, within)
    return None
