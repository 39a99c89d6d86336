"""How far can a weight move: every criterion of a season, exactly in the network, by bisection elsewhere."""

from __future__ import annotations

from collections.abc import Sequence

from pairing.analysis.sensitivity.bisection import HALVINGS, cohort_trials, pair_trials
from pairing.analysis.sensitivity.exact import exact_ranges, is_exact
from pairing.analysis.sensitivity.parameters import Subject, candidates_for, plan_of, season_of, unknown_name
from pairing.analysis.sensitivity.ranges import Ranges
from pairing.errors import InputError, Interrupted, Problem
from pairing.plans.cohorts import CohortPlan
from pairing.plans.pairs import Plan


def weight_ranges(
    subject: Subject,
    criteria: str | Sequence[str] | None = None,
    *,
    pairs: bool = True,
    halvings: int = HALVINGS,
    time_limit: float | None = None,
    interrupted: Interrupted = lambda: False,
) -> Ranges:
    """The largest interval around each criterion's weight in which the plan stays best, all others staying as they are.

    subject: a plan just solved, or a season, whose best plan is then found. criteria: names, or one; all by default.
    pairs: whether also how far each pair stays, which takes most of the time. Exact in programs of pairs whose limits
    are all part of the network and that have no goal `worst_fit`; for others plans are solved at other weights: at most
    `halvings` + 1 for each end. time_limit: seconds for each of these in a cohort program, and for a season's plan.
    Interrupted, the result has `stopped`, and its sentences say which ranges are not known in full. Raises InputError
    for a name that is not there, where there is no plan, and for a plan of pairs that is not proved best (one of
    cohorts need not be: `how` says so); EndedEarlyError if interrupted before there is a plan.

    >>> print(*pairing.weight_ranges(plan, ["close by"]).sentences)
    close by (weight 35): the plan stays best from 24.1185 to 35.3872; below, E005 goes from M022 to M019; above, E020
    goes from M007 to M066, E029 goes from M008 to M007.
    """
    season = season_of(subject)
    titles = [criterion.title for criterion in season.program.criteria]
    criteria = (criteria,) if isinstance(criteria, str) else criteria
    for name in criteria or ():
        if name not in titles:
            raise unknown_name("criterion", name, titles)
    if halvings < 0:
        raise InputError([Problem("ends cannot be halved so often", value=str(halvings), expected="0 or more")])
    known = subject if isinstance(subject, Plan | CohortPlan) else season
    plan = plan_of(known, interrupted=interrupted, time_limit=time_limit)
    if plan.outcome != "proved" and isinstance(plan, Plan):
        raise InputError([Problem("ranges of weights are those of a plan that is proved best, and this one is not")])
    chosen = [k for k, title in enumerate(titles) if criteria is None or title in criteria]
    if isinstance(plan, CohortPlan):
        trials = cohort_trials(plan, time_limit, interrupted)
        return Ranges(plan.season, tuple(trials.range_of(k, halvings) for k in chosen))
    candidates = candidates_for(plan)
    if is_exact(candidates):
        return Ranges(plan.season, tuple(exact_ranges(candidates, plan, chosen, interrupted, pairs=pairs)))
    trials = pair_trials(candidates, plan, interrupted)
    return Ranges(plan.season, tuple(trials.range_of(k, halvings) for k in chosen))
