"""What does one thing cost in another: which two are asked about, and who answers."""

from __future__ import annotations

from pairing.analysis.sensitivity.cohort_curves import cohort_curve
from pairing.analysis.sensitivity.curves import Tradeoff
from pairing.analysis.sensitivity.pair_curves import FIT, MILES, placed_curve, supported_curve
from pairing.analysis.sensitivity.parameters import Subject, candidates_for, plan_of, season_of, unknown_name
from pairing.errors import InputError, Interrupted, Problem
from pairing.plans.cohorts import CohortPlan
from pairing.plans.pairs import Plan
from pairing.season import Season

PLACED_AND_WORST = ("placed", "worst fit")


def tradeoff(
    subject: Subject,
    first: str,
    second: str,
    *,
    points: int = 9,
    time_limit: float = 120.0,
    unknown_miles: float | None = None,
    seed: int = 0,
    interrupted: Interrupted = lambda: False,
) -> Tradeoff:
    """The plans between the best in one thing and the best in another (docs/math.md, "Trade-off curves").

    subject: a season or a plan just solved. first, second: two of "fit", "miles" and the names of criteria; or "placed"
    and "worst fit"; in a cohort program two criteria among members, or "miles". For pairs the goals before the first of
    `fit`, `miles` and `worst_fit` are kept, and every plan is found that is best for some weights of the two. For
    cohorts at most `points` (2 or more) choices of weights are solved for, and the present plan is compared too, each
    with what is proved; all in `time_limit` seconds, a season's present plan included.
    unknown_miles: what a pair whose miles are unknown counts; by default what the
    goal `miles` says, else as many as the farthest pair that may be made. Raises InputError for a name that is not
    there, a season without a plan, or a program whose limits are not all part of the network. Interrupted, it raises
    EndedEarlyError; a curve of cohorts has what is known by then, and `stopped`.

    >>> pairing.tradeoff(plan, "placed", "worst fit").table[["placed", "worst fit"]].head(2)
       placed  worst fit
    0      34      49.47
    1      33      51.37
    """
    if points < 2:
        raise InputError([Problem("a curve has two ends", value=str(points), expected="2 points or more")])
    season = season_of(subject)
    first, second = (_thing(season, name) for name in (first, second))
    if first == second:
        raise InputError([Problem(f'"{first}" is asked about against itself; name two things')])
    known = subject if isinstance(subject, Plan | CohortPlan) else season
    if season.kind == "cohorts":
        return cohort_curve(known, (first, second), points, time_limit, seed, interrupted)
    plan = plan_of(known, seed=seed, time_limit=time_limit, interrupted=interrupted)
    assert isinstance(plan, Plan)
    candidates = candidates_for(plan)
    if {first, second} & set(PLACED_AND_WORST):
        if {first, second} != set(PLACED_AND_WORST):
            raise InputError([Problem('"placed" and "worst fit" are weighed against each other only')])
        return placed_curve(candidates, plan, interrupted, swapped=first != PLACED_AND_WORST[0])
    return supported_curve(candidates, plan, (first, second), unknown_miles, interrupted)


def _thing(season: Season, name: str) -> str:
    """What may be asked about by its whole name: a criterion has "points: " in front."""
    cohorts, criteria = season.kind == "cohorts", season.program.criteria
    others = [MILES] if cohorts else [FIT, MILES, *PLACED_AND_WORST]
    titles = [item.title for item in criteria if not cohorts or item.between == "members"]
    if name in others or name in [f"points: {title}" for title in titles]:
        return name
    if name not in titles:
        raise unknown_name("thing to weigh", name, [*others, *titles])
    return f"points: {name}"
