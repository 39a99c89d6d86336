"""One setting solved, in whichever process: what does not change with the settings is made once a process."""

from __future__ import annotations

import itertools
import time
from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from math import inf
from typing import Any

from pairing.analysis.sweeps.anonymize import travelling
from pairing.analysis.sweeps.axes import Axis, season_at
from pairing.errors import CheckerError, InputError
from pairing.instance import cohort_builder as roster_of
from pairing.instance import pairs as candidates_of
from pairing.instance.pairs import Candidates
from pairing.optimizers.deadline import Deadline
from pairing.plans.cohorts import CohortPlan
from pairing.plans.pairs import Plan
from pairing.run import solve as solve_cohorts
from pairing.season import Season, as_cohorts, as_pairs, is_of_pairs
from pairing.solver import pairs
from pairing.verify import Checker

Solved = dict[str, Any]
"""What is kept of a plan, as plain JSON values: outcome, reason, stopped, goals, placed, pairs, seconds.

stopped: "time limit" where it ended the work, so that the clock decided. goals: name, kind, value, bound, proved; fits
in hundredths. placed: left people with a place, None without a plan. pairs: ids, sorted.
"""
FOUND = ("proved", "bounded")
"""The outcomes that have a plan."""
ABOUT_LOCKS = ("rule", "limit")
"""Items whose parameters decide whether a lock can hold."""


@dataclass(frozen=True)
class Task:
    """What all settings of a sweep share. time_limit: seconds for each setting, None for the program's own."""

    season: Season
    axes: tuple[Axis, ...]
    seed: int = 0
    time_limit: float | None = None

    @cached_property
    def candidates(self) -> Candidates:
        """Every pair judged under the season's own program, whether its locks hold or not: a setting may allow them."""
        return candidates_of.judge_pairs(as_pairs(self.season))

    def check_locks(self) -> None:
        """Raises InputError for a lock that cannot hold in any setting, as nothing that is varied has a say in it."""
        if any(axis.table in ABOUT_LOCKS for axis in self.axes):
            return
        if is_of_pairs(self.season):
            candidates_of.with_locks_that_hold(self.candidates)
        else:
            roster_of.build(as_cohorts(self.season))

    @cached_property
    def checker(self) -> Checker:
        """Has judged every pair in its own way."""
        return Checker(as_pairs(self.season), seed=self.seed)

    def __getstate__(self) -> dict[str, Any]:
        """What travels to other processes and machines: only what a setting needs."""
        return {field.name: getattr(self, field.name) for field in fields(self)} | {"season": travelling(self.season)}


def solved(task: Task, row: Sequence[Any]) -> Solved:
    """The checked plan under one setting, or why it can have none.

    Raises CheckerError when the checker disagrees, which is a bug in this software.
    """
    started = time.perf_counter()
    cohorts = task.season.kind == "cohorts"
    base = None if cohorts else task.candidates
    try:
        season = season_at(task.season, task.axes, row)
        if base is None:
            plan = solve_cohorts(season, time_limit=task.time_limit, seed=task.seed)
        else:
            plan = _checked(task, candidates_of.rejudged(base, as_pairs(season)), started)
    except InputError as error:  # a lock breaks the setting's rule, no criterion weighs anything
        return _impossible(error, started)
    return _kept(plan, _together(plan), started)


def _checked(task: Task, candidates: Candidates, started: float) -> Plan:
    deadline = Deadline(inf if task.time_limit is None else task.time_limit, started)
    plan = pairs.solve(candidates, deadline=deadline, seed=task.seed)
    report = task.checker.check(candidates.season, plan, (candidates.eligible, candidates.fit))
    if report.findings:
        raise CheckerError(report.findings)
    return plan


def _impossible(error: InputError, started: float) -> Solved:
    """A setting that no plan can have."""
    reason = "; ".join(str(problem) for problem in error.problems)
    return {
        "outcome": "infeasible", "reason": reason, "stopped": "", "goals": [], "placed": None, "pairs": [],
        "seconds": round(time.perf_counter() - started, 3),
    }  # fmt: skip


def _kept(plan: Plan | CohortPlan, together: list[list[str]], started: float) -> Solved:
    seated = sum(len(cohort.seats) for cohort in plan.cohorts) if isinstance(plan, CohortPlan) else len(together)
    found = plan.outcome in FOUND
    return {
        "outcome": plan.outcome,
        "reason": plan.reason,
        "stopped": plan.stopped,
        "goals": [[goal.name, goal.kind, goal.value, goal.bound, goal.proved] for goal in plan.goal_results],
        "placed": seated if found else None,
        "pairs": together,
        "seconds": round(time.perf_counter() - started, 3),
    }


def _together(plan: Plan | CohortPlan) -> list[list[str]]:
    """The pairs of a plan; of cohorts every two members who share one."""
    if isinstance(plan, Plan):
        return [[pair.left, pair.right] for pair in plan.pairs]
    order = plan.season.left.ids
    mates = (itertools.combinations(sorted(cohort.ids, key=order.index), 2) for cohort in plan.cohorts)
    return [list(two) for two in sorted(itertools.chain.from_iterable(mates))]
