"""What a plan of cohorts is worth: every goal of the program, recomputed from its cohorts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations

from pairing.verify import written
from pairing.verify.cells import comparables
from pairing.verify.cohorts.compatibility import mean
from pairing.verify.cohorts.evaluation import CohortAt, CohortJudge
from pairing.verify.cohorts.rerun import could_lead_on, moved
from pairing.verify.conditions import answers
from pairing.verify.pairs.goals import Goal


def cohort_goals(judge: CohortJudge) -> list[Goal]:
    """The program's goals in order; a `seated` goal counts those who take part and for whom `who` is yes.

    Those that say who stays are goals of a rerun only.
    """
    season = judge.season
    return [
        Goal(goal.title, goal.kind, _counted(judge, goal["who"]) if goal.kind == "seated" else frozenset())
        for goal in written.goals(season.program)
        if goal.kind not in ("moves", "facilitator_changes") or season.standing is not None
    ]


def _counted(judge: CohortJudge, who: dict[str, object]) -> frozenset[int]:
    wanted = answers(judge.season.left, who)
    return frozenset(i for i in judge.people.served if wanted[i] is True)


Cohorts = Sequence[CohortAt]


def _seated(judge: CohortJudge, goal: Goal, cohorts: Cohorts) -> int:
    """The number of members seated for whom `who` is yes."""
    return len({i for cohort in cohorts for i in cohort.members} & goal.counted)


def _moves(judge: CohortJudge, goal: Goal, cohorts: Cohorts) -> int:
    """The number of members who sit in another cohort than the one that stands."""
    return sum(len(moved(judge.season, cohort)) for cohort in cohorts)


def _facilitator_changes(judge: CohortJudge, goal: Goal, cohorts: Cohorts) -> int:
    """The number of facilitators who could stay and no longer lead a cohort that goes on."""
    return sum(len(set(could_lead_on(judge, cohort.continues)) - set(cohort.leaders)) for cohort in cohorts)


def _alike(judge: CohortJudge, goal: Goal, cohorts: Cohorts) -> int:
    """The sum of the cohorts' costs."""
    return sum(judge.cost(cohort) for cohort in cohorts)


def _facilitators(judge: CohortJudge, goal: Goal, cohorts: Cohorts) -> int:
    """The sum of the fits of all members with the facilitators of their cohort."""
    return sum(judge.fit_with_leaders(cohort) for cohort in cohorts)


def _worst_cohort(judge: CohortJudge, goal: Goal, cohorts: Cohorts) -> int | None:
    """The largest cost per member of any cohort; nothing to measure without cohorts."""
    return max((mean(judge.cost(cohort), len(cohort.members)) for cohort in cohorts if cohort.members), default=None)


def _continuity(judge: CohortJudge, goal: Goal, cohorts: Cohorts) -> int:
    """The number of pairs of one cohort who were in the same cohort last year."""
    last = comparables(judge.season.left, "last_cohort")
    pairs = (pair for cohort in cohorts for pair in combinations(cohort.members, 2))
    return sum(1 for i, j in pairs if last[i] is not None and last[i] == last[j])


COHORT_GOALS: dict[str, Callable[[CohortJudge, Goal, Cohorts], int | None]] = {
    "seated": _seated,
    "moves": _moves,
    "facilitator_changes": _facilitator_changes,
    "alike": _alike,
    "facilitators": _facilitators,
    "worst_cohort": _worst_cohort,
    "continuity": _continuity,
}
"""Every kind of goal of programs of kind cohorts, and its value."""


def cohort_values(judge: CohortJudge, goals: Sequence[Goal], cohorts: Cohorts) -> dict[str, int | None]:
    """Every goal's value by name."""
    return {goal.name: COHORT_GOALS[goal.kind](judge, goal, cohorts) for goal in goals}
