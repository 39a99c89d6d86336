"""Standby: the best repair for the loss of any one right person, and the fewest idle people who cover any such loss."""

from __future__ import annotations

from pairing.errors import InputError, Problem
from pairing.explain.standby.cohorts import of_cohorts
from pairing.explain.standby.losses import Loss, Standby
from pairing.explain.standby.pairs import of_pairs
from pairing.plans.cohorts import CohortPlan
from pairing.plans.pairs import Plan

__all__ = ["Loss", "Standby", "standby"]


def standby(plan: Plan | CohortPlan) -> Standby:
    """What the loss of any one right person of a plan would mean. Raises InputError where there is no plan."""
    if not plan.found:
        raise InputError([Problem(f"there is no plan to stand by: {plan.reason}")])
    return of_cohorts(plan) if isinstance(plan, CohortPlan) else of_pairs(plan)
