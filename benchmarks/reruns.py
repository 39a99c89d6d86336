"""Reruns of the real Missouri season: moves against the proved minimum and against solving anew; time; the frontier.

76 first-year superintendents with 240 and with 90 mentors: 5 mentees come late and 3 mentors withdraw, 20 seeds.
"""

from __future__ import annotations

import random
import statistics
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import pairing
from pairing.instance import pairs as candidates_of
from pairing.run import solve
from pairing.season import Season
from pairing.season.decisions import Decision
from pairing.season.standing import StandingFile, StandingRow, season_again
from pairing.solver.pairs.frontier import frontier
from real_season import make_season

LATE, LOST, SEEDS = 5, 3, 20


def without(season: Season, people: list[int]) -> Season:
    """The season before some left people were hired: they are withdrawn."""
    out = tuple(Decision(f"late-{i}", "withdraw", i, None, reason="not hired yet") for i in people)
    return replace(season, decisions=(*season.decisions, *out))


def one(season: Season, seed: int) -> dict[str, float]:
    """A spring plan, then late hires and lost mentors: a plain solve and a rerun from what stood."""
    rng = random.Random(seed)
    late = rng.sample(range(len(season.left)), LATE)
    started = time.perf_counter()
    spring = solve(without(season, late), alternatives=0)
    seconds = time.perf_counter() - started
    stood = {pair.left: pair.right for pair in spring.pairs}
    lost = rng.sample(sorted(set(stood.values())), LOST)
    gone = tuple(Decision(f"gone-{name}", "withdraw", None, season.right.index[name.casefold()]) for name in lost)
    summer = replace(season, decisions=(*season.decisions, *gone))
    rows = tuple(StandingRow(n, left, right) for n, (left, right) in enumerate(stood.items(), start=2))
    again, _ = season_again(summer, StandingFile("standing.csv", "", ("mentee_id", "mentor_id"), rows))
    started = time.perf_counter()
    anew = solve(summer, alternatives=0)
    plain = time.perf_counter() - started
    started = time.perf_counter()
    plan = solve(again, alternatives=0)
    rerun = time.perf_counter() - started
    started = time.perf_counter()
    points = frontier(candidates_of.build(again), most=10)
    priced = time.perf_counter() - started

    def moved(made: dict[str, str]) -> int:
        return sum(made.get(left) != right for left, right in stood.items() if right not in lost)

    now = {pair.left: pair.right for pair in plan.pairs}
    goals = {goal.name: goal for goal in plan.goal_results}
    assert plan.outcome == "proved"
    assert moved(now) == goals["moves"].value == goals["moves"].bound
    return {
        "spring": seconds, "plain": plain, "rerun": rerun, "frontier": priced, "points": len(points),
        "unproved": sum(not point.proved for point in points),
        "placed anew": len(anew.pairs), "placed": len(plan.pairs),
        "moves anew": moved({pair.left: pair.right for pair in anew.pairs}), "moves": moved(now),
        "forced": sum(right in lost for right in stood.values()),
    }  # fmt: skip


def main() -> None:
    """Print the table of benchmarks/RESULTS.md."""
    for mentors in (None, 90):
        with tempfile.TemporaryDirectory() as temporary:
            season = pairing.load(make_season(Path(temporary) / "season", mentors=mentors))
        found = [one(season, seed) for seed in range(SEEDS)]
        print(f"76 x {mentors or 240}, {SEEDS} seeds: median (least to most)")
        for name in found[0]:
            values = [entry[name] for entry in found]
            print(f"  {name:12} {statistics.median(values):8.2f} ({min(values):.2f} to {max(values):.2f})")
        ratio = statistics.median(entry["rerun"] / entry["plain"] for entry in found)
        print(f"  a rerun takes {ratio:.2f} times a solve")


if __name__ == "__main__":
    main()
