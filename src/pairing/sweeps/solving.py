"""One setting solved, in whichever process: what does not change with the settings is made once a process."""

from __future__ import annotations

import itertools
import time
from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any

from pairing import candidates as candidates_of
from pairing import pairs
from pairing.candidates import Candidates
from pairing.check import Checker
from pairing.cohort_plan import CohortPlan
from pairing.errors import CheckerError, InputError
from pairing.plan import Plan
from pairing.run import solve as solve_cohorts
from pairing.season import Season
from pairing.sweeps.axes import Axis, season_at

Solved = dict[str, Any]
"""What is kept of a plan, as plain JSON values: outcome, reason, goals, placed, pairs, seconds.

goals: name, kind, value, bound, proved; fits in hundredths. placed: left people with a place. pairs: ids, sorted.
"""


@dataclass(frozen=True)
class Task:
    """What all settings of a sweep share. time_limit: seconds for each setting, None for the program's own."""

    season: Season
    axes: tuple[Axis, ...]
    seed: int = 0
    time_limit: float | None = None

    @cached_property
    def candidates(self) -> Candidates:
        """Every pair judged under the season's own program."""
        return candidates_of.build(self.season)

    @cached_property
    def checker(self) -> Checker:
        """Has judged every pair in its own way."""
        return Checker(self.season, seed=self.seed)

    def __getstate__(self) -> dict[str, Any]:
        return {field.name: getattr(self, field.name) for field in fields(self)}


def solved(task: Task, row: Sequence[Any]) -> Solved:
    """The checked plan under one setting, or why it can have none.

    Raises InputError for a season that cannot be solved as it is, and CheckerError when the checker disagrees, which
    is a bug in this software.
    """
    started = time.monotonic()
    cohorts = task.season.kind == "cohorts"
    base = None if cohorts else task.candidates
    try:
        season = season_at(task.season, task.axes, row)
        if base is None:
            plan = solve_cohorts(season, time_limit=task.time_limit, seed=task.seed)
        else:
            plan = _checked(task, candidates_of.rejudged(base, season), started)
    except InputError as error:  # a lock breaks the setting's rule, no criterion weighs anything
        return _impossible(error, started)
    return _kept(plan, _together(plan), started)


def _checked(task: Task, candidates: Candidates, started: float) -> Plan:
    def stop() -> str:
        late = task.time_limit is not None and time.monotonic() - started >= task.time_limit
        return "time limit" if late else ""

    plan = pairs.solve(candidates, stop=stop, seed=task.seed)
    report = task.checker.check(candidates.season, plan, (candidates.eligible, candidates.fit))
    if report.findings:
        raise CheckerError(report.findings)
    return plan


def _impossible(error: InputError, started: float) -> Solved:
    """A setting that no plan can have."""
    reason = "; ".join(str(problem) for problem in error.problems)
    return {
        "outcome": "infeasible", "reason": reason, "goals": [], "placed": 0, "pairs": [],
        "seconds": round(time.monotonic() - started, 3),
    }  # fmt: skip


def _kept(plan: Plan | CohortPlan, together: list[list[str]], started: float) -> Solved:
    seated = sum(len(cohort.seats) for cohort in plan.cohorts) if isinstance(plan, CohortPlan) else len(together)
    return {
        "outcome": plan.outcome,
        "reason": plan.reason,
        "goals": [[goal.name, goal.kind, goal.value, goal.bound, goal.proved] for goal in plan.goal_results],
        "placed": seated,
        "pairs": together,
        "seconds": round(time.monotonic() - started, 3),
    }


def _together(plan: Plan | CohortPlan) -> list[list[str]]:
    """The pairs of a plan; of cohorts every two members who share one."""
    if isinstance(plan, Plan):
        return [[pair.left, pair.right] for pair in plan.pairs]
    order = plan.season.left.ids
    mates = (itertools.combinations(sorted(cohort.ids, key=order.index), 2) for cohort in plan.cohorts)
    return [list(two) for two in sorted(itertools.chain.from_iterable(mates))]
