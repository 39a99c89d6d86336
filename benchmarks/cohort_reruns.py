"""Reruns of a real cohort season: 65 members in 7 cohorts, 2 withdraw and 3 come late; a rerun against solving anew."""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from scipy.optimize import linear_sum_assignment

import pairing
from pairing.plans.cohorts import CohortPlan
from pairing.run import solve
from pairing.season import Season
from pairing.season.decisions import Decision
from pairing.season.standing import StandingFile, StandingSeat, season_again
from real_cohorts import make

LATE, LOST = 3, 2


def out(season: Season, people: list[int]) -> Season:
    """The season without some members."""
    gone = tuple(Decision(f"out-{i}", "withdraw", i, None, reason="not there") for i in people)
    return replace(season, decisions=(*season.decisions, *gone))


def seats(plan: CohortPlan) -> dict[str, int]:
    return {one: cohort.number for cohort in plan.cohorts for one in cohort.ids}


def moved(before: dict[str, int], now: dict[str, int]) -> int:
    """Members seated in both who are not in the cohort that goes on from theirs, cohorts named as well as can be."""
    both = [one for one in before if one in now]
    old, new = sorted(set(before.values())), sorted(set(now.values()))
    shared = [[sum(before[i] == a and now[i] == b for i in both) for b in new] for a in old]
    rows, columns = linear_sum_assignment(shared, maximize=True)
    return len(both) - sum(shared[a][b] for a, b in zip(rows.tolist(), columns.tolist(), strict=True))


def one(season: Season, seed: int) -> list[object]:
    rng = random.Random(seed)
    late = rng.sample(range(len(season.left)), LATE)
    spring = solve(out(season, late))
    assert isinstance(spring, CohortPlan)
    placed = seats(spring)
    lost = [season.left.ids.index(name) for name in rng.sample(sorted(placed), LOST)]
    written = [
        StandingSeat(0, str(cohort.number), role, name)
        for cohort in spring.cohorts
        for role, names in (("member", cohort.ids), ("facilitator", cohort.facilitators))
        for name in names
    ]
    again, _ = season_again(out(season, lost), StandingFile("standing.csv", "", ("person_id",), seats=tuple(written)))
    started = time.perf_counter()
    anew = solve(out(season, lost))
    plain = time.perf_counter() - started
    started = time.perf_counter()
    plan = solve(again)
    seconds = time.perf_counter() - started
    assert isinstance(plan, CohortPlan)
    assert isinstance(anew, CohortPlan)
    goals = {goal.kind: goal for goal in plan.goal_results}
    return [
        seed, len(spring.cohorts), len(seats(plan)), goals["moves"].value, goals["moves"].bound,
        goals["facilitator_changes"].value, moved(placed, seats(anew)), f"{plain:.1f}", f"{seconds:.1f}", plan.outcome,
    ]  # fmt: skip


def main() -> None:
    """Print one row per seed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=20)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        season = pairing.load(make(Path(temporary) / "season", 65 + LATE))
    print("seed cohorts seated moves bound facilitator-changes moved-by-a-plain-solve solve-s rerun-s outcome")
    for seed in range(arguments.seeds):
        print(*one(season, seed), flush=True)


if __name__ == "__main__":
    main()
