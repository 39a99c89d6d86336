"""The seated members as a problem of the grouping engine, with or without the facilitators' conflicts."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations_with_replacement

import numpy as np

from pairing.grouping.costs import Costs
from pairing.grouping.problem import Count, Drive, GroupingProblem, Kind, Spread
from pairing.grouping.units import apart_matrix, merged
from pairing.instance.cohorts import Roster
from pairing.instance.evaluation import Bools
from pairing.solver.cohorts.counting_bounds import most_cohorts
from pairing.solver.cohorts.evaluation import CohortEvaluation

MOST_TEAMS = 60
"""More kinds of facilitators' teams than this are not told apart while grouping."""


def grouping_problem(evaluation: CohortEvaluation, people: Sequence[int], *, led: bool = False) -> GroupingProblem:
    """The problem of these members; person k of it is people[k]. led: each cohort is of a kind of facilitators."""
    roster = evaluation.roster
    place = {i: k for k, i in enumerate(people)}
    groups = [[place[i] for i in group] for group in roster.together if group[0] in place]
    units = merged(len(people), groups)
    may_sit = roster.may_sit[np.ix_(people, people)] & _some_place(roster, people)
    apart = apart_matrix(units, np.argwhere(np.triu(~may_sit, 1)).tolist())
    fewest, most = _numbers(roster, len(people))
    kinds = _kinds(roster, people, most) if led else ()
    sizes = roster.program.sizes
    alike = Kind(sizes.min, sizes.max, fewest, most, np.ones(len(people), dtype=bool))
    costs = Costs(np.ascontiguousarray(evaluation.dissimilarity[np.ix_(people, people)]), 1, True, 1)
    return GroupingProblem(
        costs, kinds or (alike,), units, apart, _spread(roster, people), _counts(roster, people),
        _drive(roster, people), (fewest, most) if kinds else None,
    )  # fmt: skip


def _numbers(roster: Roster, people: int) -> tuple[int, int]:
    """The fewest and the most cohorts into which so many people split."""
    sizes = roster.program.sizes
    most = most_cohorts(roster)
    fewest = max(sizes.count(most)[0], -(-people // sizes.max))
    return fewest, min(most, people // sizes.min)


def _some_place(roster: Roster, people: Sequence[int]) -> Bools:
    """(people, people): whether some place on offer suits both."""
    reach = roster.reach
    if reach is None:
        return np.ones((len(people), len(people)), dtype=bool)
    rows = [*people, *range(len(roster.season.left), len(reach))]
    near = reach[np.ix_(rows, people)].astype(np.int64)
    return np.asarray(near.T @ near > 0)


def _spread(roster: Roster, people: Sequence[int]) -> Spread | None:
    if roster.penalty is None:
        return None
    penalty = roster.penalty[1]
    return Spread(penalty.levels[list(people)].copy(), penalty.free, penalty.rate)


def _counts(roster: Roster, people: Sequence[int]) -> tuple[Count, ...]:
    numbers = range(roster.program.sizes.max + 1)
    return tuple(
        Count(limit.flagged[list(people)].copy(), np.array([limit.accepts(number) for number in numbers]))
        for _, limit in roster.limits
        if limit.flagged is not None
    )


def _drive(roster: Roster, people: Sequence[int]) -> Drive | None:
    if roster.reach is None:
        return None
    n = len(roster.season.left)
    venues = range(n, len(roster.reach))
    reach = roster.reach[np.ix_([*people, *venues], people)]
    return Drive(np.ascontiguousarray(reach), np.array([*range(len(people)), *(-1 for _ in venues)], dtype=np.int64))


def _kinds(roster: Roster, people: Sequence[int], most: int) -> tuple[Kind, ...]:
    """One kind per team of facilitators, those with the same conflicts told apart by nothing."""
    sizes = roster.program.sizes
    classes: dict[bytes, list[int]] = {}
    for f in (f for f, number in enumerate(roster.may_lead_most.tolist()) if number):
        classes.setdefault(_allowed(roster, people, f).tobytes(), []).append(f)
    alike = list(classes.values())
    kinds = []
    for team in combinations_with_replacement(range(len(alike)), roster.program.per_cohort):
        if any(team.count(c) > len(alike[c]) for c in team):
            continue
        allowed = np.all([_allowed(roster, people, alike[c][0]) for c in team], axis=0)
        count = min(int(roster.may_lead_most[alike[c]].sum()) // team.count(c) for c in set(team))
        if allowed.sum() >= sizes.min:
            kinds.append(Kind(sizes.min, sizes.max, 0, min(count, most), allowed))
    return tuple(kinds) if len(kinds) <= MOST_TEAMS else ()


def kind_of(
    evaluation: CohortEvaluation, problem: GroupingProblem, people: Sequence[int], leaders: Sequence[int]
) -> int | None:
    """The kind of a cohort that these facilitators lead; None where the problem does not tell facilitators apart."""
    if problem.total is None:
        return 0
    allowed = np.all([_allowed(evaluation.roster, people, f) for f in leaders], axis=0)
    return next((t for t, kind in enumerate(problem.kinds) if np.array_equal(kind.allowed, allowed)), None)


def _allowed(roster: Roster, people: Sequence[int], f: int) -> Bools:
    """(people,): whom facilitator f may lead; someone locked with another facilitator is not among them."""
    allowed = roster.may_lead[list(people), f].copy()
    locked: dict[int, set[int]] = {}
    for i, leader in roster.locked_leads:
        locked.setdefault(i, set()).add(leader)
    if roster.program.per_cohort == 1:
        for k, i in enumerate(people):
            allowed[k] &= i not in locked or f in locked[i]
    return allowed
