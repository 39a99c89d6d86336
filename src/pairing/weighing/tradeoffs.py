"""What does one thing cost in another: which two are asked about, and who answers."""

from __future__ import annotations

from pairing.cohort_plan import CohortPlan
from pairing.errors import InputError, Problem
from pairing.plan import Plan
from pairing.season import Season
from pairing.weighing.cohort_fronts import cohort_front
from pairing.weighing.fronts import Tradeoff
from pairing.weighing.pair_fronts import FIT, MILES, placed_front, supported_front
from pairing.weighing.subject import Interrupted, Subject, candidates_for, plan_of, season_of, unknown_name

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
    and "worst fit"; in a cohort program two criteria among members. For pairs the goals before `fit` are kept, and
    every plan is found that is best for some weights of the two; for cohorts at most `points` plans in `time_limit`
    seconds, each with what is proved. unknown_miles: what a pair whose miles are unknown counts; by default what the
    goal `miles` says, else as many as the farthest pair that may be made. Raises InputError for a name that is not
    there, a season without a plan, or a program whose limits are not all part of the network.

    >>> pairing.tradeoff(plan, "placed", "worst fit").table[["placed", "worst fit"]].head(2)
       placed  worst fit
    0      34      49.47
    1      33      51.37
    """
    if first == second:
        raise InputError([Problem(f'"{first}" is asked about against itself; name two things')])
    season = season_of(subject)
    known = _known(season)
    for name in (first, second):
        if name.removeprefix("points: ") not in known:
            raise unknown_name("thing to weigh", name, known)
    plan = plan_of(subject if isinstance(subject, Plan | CohortPlan) else season, seed=seed)
    if isinstance(plan, CohortPlan):
        return cohort_front(plan, (first, second), points, time_limit, interrupted)
    candidates = candidates_for(plan)
    if {first, second} & set(PLACED_AND_WORST):
        if {first, second} != set(PLACED_AND_WORST):
            raise InputError([Problem('"placed" and "worst fit" are weighed against each other only')])
        return placed_front(candidates, plan, interrupted, swapped=first != PLACED_AND_WORST[0])
    return supported_front(candidates, plan, (first, second), unknown_miles, interrupted)


def _known(season: Season) -> list[str]:
    """What may be asked about."""
    criteria = season.program.criteria
    if season.kind == "cohorts":
        return [MILES, *(item.title for item in criteria if item.between == "members")]
    return [FIT, MILES, *PLACED_AND_WORST, *(item.title for item in criteria)]
