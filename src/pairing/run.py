"""One way through: season, candidates, plan, checked, explained. `solve` is what the command and notebooks call."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable
from math import inf
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypedDict, overload

from typing_extensions import Unpack

from pairing import explain
from pairing.errors import CheckerError, InputError, Problem
from pairing.explain.exceptions import departures
from pairing.explain.moves import changes
from pairing.instance import cohort_builder as roster_of
from pairing.instance import pairs as candidates_of
from pairing.instance.pairs import Candidates
from pairing.instance.partial import candidates_in_part
from pairing.optimizers.deadline import Deadline
from pairing.plans.cohorts import CohortPlan
from pairing.plans.pair_parts import Frontier
from pairing.plans.pairs import Plan
from pairing.runs import again, standing_file
from pairing.season import CohortSeason, PairSeason, Season, by_kind, is_of_pairs
from pairing.season.loading import load
from pairing.solver import pairs
from pairing.verify import check, check_cohorts

if TYPE_CHECKING:
    import pandas as pd

    from pairing.explain.standby import Standby

Alternatives = int | Literal["exact"] | None
"""How many priced options each person gets: a number, all of them, or all with exact prices."""


class RerunOptions(TypedDict, total=False):
    """The arguments of `rerun` by their names."""

    time_limit: float | None
    seed: int
    alternatives: Alternatives
    interrupted: Callable[[], bool]


class SolveOptions(RerunOptions, total=False):
    """The arguments of `solve` by their names."""

    only: tuple[str, str] | None


@overload
def solve(season: PairSeason, **options: Unpack[SolveOptions]) -> Plan: ...


@overload
def solve(season: CohortSeason, **options: Unpack[SolveOptions]) -> CohortPlan: ...


@overload
def solve(season: Season | str | Path, **options: Unpack[SolveOptions]) -> Any: ...


def solve(
    season: Season | str | Path,
    *,
    time_limit: float | None = None,
    seed: int = 0,
    alternatives: Alternatives = 10,
    only: tuple[str, str] | None = None,
    interrupted: Callable[[], bool] = lambda: False,
) -> Plan | CohortPlan:
    """The best plan of a season, proved, checked and explained.

    time_limit: seconds after which the best plan so far is taken, with honest bounds; cohort programs have one of
    120 seconds by default. seed: recorded with the run; pair programs do not use chance. alternatives: how many
    priced options each person of a pair program gets, None for all, "exact" for all with exact prices under limits
    too. only: a column and a value, such as ("region", "3"): the left people of a pair program who have it are matched
    anew, while everyone else's pairs stand as `standing.csv` or the latest run says. Raises InputError for a season
    that cannot be used and CheckerError when the independent checker disagrees with the plan, which is a bug in this
    software.

    >>> pairing.solve(season)
    <Plan Missouri AMP: proved, 34 pairs, placed 34, keep at least one mentor from each region 0, even load 1, fit ...>
    """
    started = time.perf_counter()
    season = season if isinstance(season, Season) else load(season)
    if only is not None and not is_of_pairs(season):
        raise InputError([Problem("only programs of pairs can be matched in part; this one sorts people into cohorts")])
    plan: Plan | CohortPlan = by_kind(
        season,
        lambda pairs: _pairs(pairs, only, started, time_limit, seed, alternatives, interrupted),
        lambda cohorts: _cohorts(cohorts, time_limit, seed, interrupted),
    )
    return dataclasses.replace(plan, seconds={"all": time.perf_counter() - started})


@overload
def rerun(season: PairSeason, **options: Unpack[RerunOptions]) -> Plan: ...


@overload
def rerun(season: CohortSeason, **options: Unpack[RerunOptions]) -> CohortPlan: ...


@overload
def rerun(season: Season | str | Path, **options: Unpack[RerunOptions]) -> Any: ...


def rerun(
    season: Season | str | Path,
    *,
    time_limit: float | None = None,
    seed: int = 0,
    alternatives: Alternatives = 10,
    interrupted: Callable[[], bool] = lambda: False,
) -> Plan | CohortPlan:
    """The best plan from what stands and today's tables, with the fewest moves that the program's goals allow.

    What stands is what `standing.csv` says, or the latest run as a proposal. Confirmed pairs move only for goals
    before `moves`, by default only to place somebody; proposed ones where the fit gains more than the goal `fit` says
    a move costs. The other arguments and what is raised are those of `solve`.

    >>> pairing.rerun(pairing.load("my-season").without_people("M058")).moves[["mentee_id", "mentor_before", "move"]]
      mentee_id mentor_before    move
    0      E019          M058  forced
    """
    season = season if isinstance(season, Season) else load(season)
    plan: Plan | CohortPlan = solve(
        again(season, standing_file(season)), time_limit=time_limit, seed=seed, alternatives=alternatives,
        interrupted=interrupted,
    )  # fmt: skip
    return plan


def frontier(
    season: Season | str | Path, *, points: int = 10, interrupted: Callable[[], bool] = lambda: False
) -> Frontier:
    """What each further move of a rerun buys, fewest moves first (docs/math.md, "Frontier"). Raises as `rerun` does.

    >>> pairing.frontier(pairing.load("my-season").with_weights({"close by": 60}), points=2).table[["moves", "fit"]]
       moves      fit
    0      0  2281.36
    1      6  2291.77
    """
    season = season if isinstance(season, Season) else load(season)
    if not is_of_pairs(season):
        raise InputError([Problem("a frontier of moves is known for programs of pairs; this one sorts into cohorts")])
    from pairing.solver.pairs.frontier import frontier as points_of

    candidates = candidates_of.build(again(season, standing_file(season)))
    return Frontier(points_of(candidates, most=points, deadline=Deadline(interrupted=interrupted)))


def standby(season: Season | str | Path, *, interrupted: Callable[[], bool] = lambda: False) -> Standby:
    """What the loss of any one right person would mean for what stands, brought up to today first (`rerun`).

    >>> pairing.standby("my-season").idle
    31
    """
    from pairing.explain.standby import standby as of_plan

    return of_plan(rerun(season, alternatives=0, interrupted=interrupted))


def candidate_table(season: Season | str | Path, between: str | None = None) -> pd.DataFrame:
    """Every pair that could be thought of, made or not: rules failed, miles, fit and points, as `pairing candidates`.

    between: in a program of cohorts "members" (the default) or "member-facilitator". Raises InputError for a season or
    a relation that cannot be.

    >>> every = pairing.candidate_table(season)
    >>> len(every), int((every["eligible"] == "yes").sum())
    (2800, 864)
    """
    from pairing.instance.tables import view
    from pairing.runs import candidate_table as table_of

    return table_of(view(season if isinstance(season, Season) else load(season), between))


def _pairs(
    season: PairSeason, only: tuple[str, str] | None, started: float, time_limit: float | None, seed: int,
    alternatives: Alternatives, interrupted: Callable[[], bool],
) -> Plan:  # fmt: skip
    deadline = Deadline(inf if time_limit is None else time_limit, started, interrupted)
    candidates = (
        candidates_of.build(season) if only is None else candidates_in_part(season, *only, standing_file(season))
    )
    return _solved(candidates, seed, alternatives, deadline)


def _solved(candidates: Candidates, seed: int, alternatives: Alternatives, deadline: Deadline) -> Plan:
    """The best plan of judged pairs, checked, priced and explained."""
    plan = pairs.solve(candidates, deadline=deadline, seed=seed)
    report = check(candidates.season, plan, claimed=(candidates.eligible, candidates.fit))
    if report.findings:
        raise CheckerError(report.findings)
    plan = pairs.with_prices(plan, alternatives)
    return dataclasses.replace(
        plan,
        left_out=explain.left_out(candidates, plan),
        departures=departures(candidates, plan),
        changes=changes(candidates, plan),
        checked={"pairs judged": report.judged, "pairs": report.pairs},
    )


def _cohorts(season: CohortSeason, time_limit: float | None, seed: int, interrupted: Callable[[], bool]) -> CohortPlan:
    from pairing.explain.waiting import explained
    from pairing.grouping import prepare
    from pairing.solver.cohorts.driver import solve

    roster = roster_of.build(season)
    prepare()  # before the clock of the time limit starts
    plan = explained(roster, solve(roster, time_limit=time_limit, seed=seed, interrupted=interrupted))
    report = check_cohorts(season, plan)
    if report.findings:
        raise CheckerError(report.findings)
    return dataclasses.replace(plan, checked={"pairs judged": report.judged, "pairs": report.pairs})
