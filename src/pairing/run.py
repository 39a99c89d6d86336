"""One way through: season, candidates, plan, checked, explained. `solve` is what the command and notebooks call."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable
from pathlib import Path
from typing import Literal

from pairing import candidates as candidates_of
from pairing import explain, pairs
from pairing import roster as roster_of
from pairing.check import check, check_cohorts
from pairing.cohort_plan import CohortPlan
from pairing.errors import CheckerError
from pairing.plan import Plan
from pairing.season import Season, load


def solve(
    season: Season | str | Path,
    *,
    time_limit: float | None = None,
    seed: int = 0,
    alternatives: int | Literal["exact"] | None = 10,
    interrupted: Callable[[], bool] = lambda: False,
) -> Plan | CohortPlan:
    """The best plan of a season, proved, checked and explained.

    time_limit: seconds after which the best plan so far is taken, with honest bounds; cohort programs have one of
    120 seconds by default. seed: recorded with the run; pair programs do not use chance. alternatives: how many
    priced options each person of a pair program gets, None for all, "exact" for all with exact prices under limits
    too. Raises InputError for a season that cannot be used and CheckerError when the independent checker disagrees
    with the plan, which is a bug in this software.
    """
    started = time.monotonic()
    season = season if isinstance(season, Season) else load(season)
    if season.kind == "cohorts":
        plan: Plan | CohortPlan = _cohorts(season, time_limit, seed, interrupted)
    else:
        plan = _pairs(season, started, time_limit, seed, alternatives, interrupted)
    return dataclasses.replace(plan, seconds={"all": time.monotonic() - started})


def _pairs(
    season: Season, started: float, time_limit: float | None, seed: int, alternatives: int | Literal["exact"] | None,
    interrupted: Callable[[], bool],
) -> Plan:  # fmt: skip
    def stop() -> str:
        if interrupted():
            return "interrupted"
        return "time limit" if time_limit is not None and time.monotonic() - started >= time_limit else ""

    candidates = candidates_of.build(season)
    plan = pairs.solve(candidates, stop=stop, seed=seed)
    report = check(season, plan, claimed=(candidates.eligible, candidates.fit))
    if report.findings:
        raise CheckerError(report.findings)
    return dataclasses.replace(
        pairs.with_prices(plan, alternatives),
        left_out=explain.left_out(candidates, plan),
        checked={"pairs judged": report.judged, "pairs": report.pairs},
    )


def _cohorts(season: Season, time_limit: float | None, seed: int, interrupted: Callable[[], bool]) -> CohortPlan:
    from pairing.explain.waiting import explained
    from pairing.seating.solving import solve

    roster = roster_of.build(season)
    plan = explained(roster, solve(roster, time_limit=time_limit, seed=seed, interrupted=interrupted))
    report = check_cohorts(season, plan)
    if report.findings:
        raise CheckerError(report.findings)
    return dataclasses.replace(plan, checked={"pairs judged": report.judged, "pairs": report.pairs})
