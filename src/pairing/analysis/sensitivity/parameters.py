"""What is weighed: a plan that is known, or the best one of a season."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pairing.errors import EndedEarlyError, InputError, Interrupted, Problem, nearest
from pairing.instance import pairs as candidates_of
from pairing.instance.pairs import Candidates
from pairing.plans.cohorts import CohortPlan
from pairing.plans.pairs import Plan
from pairing.run import solve
from pairing.season import Season
from pairing.season.loading import load

Subject = Plan | CohortPlan | Season | str | Path
UNPROVED = ("bounded", "no_plan")
"""Outcomes that more time could better."""


def season_of(subject: Subject) -> Season:
    """The season that is asked about. Raises InputError where it cannot be used."""
    if isinstance(subject, (Plan, CohortPlan)):
        return subject.season
    return subject if isinstance(subject, Season) else load(subject)


def plan_of(
    subject: Subject, *, interrupted: Interrupted, seed: int = 0, time_limit: float | None = None
) -> Plan | CohortPlan:
    """The plan itself, or the best one of a season. Raises InputError where there is none, EndedEarlyError if
    interrupted before it is proved.
    """
    if isinstance(subject, (Plan, CohortPlan)):
        plan = subject
    else:
        plan = solve(subject, alternatives=0, seed=seed, time_limit=time_limit, interrupted=interrupted)
        if plan.outcome in UNPROVED and interrupted():
            raise EndedEarlyError("interrupted before the present plan was found")
    if not plan.found:
        raise InputError([Problem(f"there is no plan to weigh: {plan.reason or 'none was found in the time allowed'}")])
    return plan


def candidates_for(plan: Plan) -> Candidates:
    """The judged pairs that a plan was made of."""
    known = None if plan.opportunity_costs is None else plan.opportunity_costs.candidates
    return known if isinstance(known, Candidates) else candidates_of.build(plan.season)


def unknown_name(what: str, name: str, known: Sequence[str]) -> InputError:
    """Nothing is called that; the nearest name as a hint."""
    hint = nearest(name, known)
    return InputError([Problem(f'no {what} is named "{name}"; {hint}')])
