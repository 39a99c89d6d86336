"""Ranges of weights and trade-off curves: real Missouri (76 x 240, nine criteria), 600 x 800, the sample cohorts."""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pairing
from pairing.analysis.sensitivity import Ranges
from pairing.plans.pairs import Plan
from pairing.program.editing import with_weights
from pairing.setup.built_in import create_season
from pairing.solver.pairs import solve
from pairs import synthetic
from real_season import make_season

STEPS = (-0.5, -0.1, -0.02, 0.02, 0.1, 0.5)
"""Where solves are compared with ranges: weights so far outside (below 0: inside) of an end."""


def timed(what: str, work: Callable[[], Any]) -> Any:
    """Do it, and print what it took as a row of the table."""
    started = time.perf_counter()
    found = work()
    seconds = time.perf_counter() - started
    size = len(found.pairs) or len(found.items) if isinstance(found, Ranges) else len(found)
    print(f"| {what} | {seconds:.1f} s | {size} | {os.getloadavg()[0]:.1f} |", flush=True)
    return found


def pairs(what: str, plan: Plan, curves: list[tuple[str, str]]) -> Ranges:
    """A season of pairs that was just solved."""
    ranges: Ranges = timed(f"{what}: ranges of all criteria and pairs", lambda: pairing.weight_ranges(plan))
    for two in curves:
        timed(f"{what}: {two[0]} against {two[1]}", lambda two=two: pairing.tradeoff(plan, *two))
    return ranges


def against_solves(plan: Plan, ranges: Ranges) -> None:
    """How often a solve near an end, with every worth and point rounded, says what the range says."""
    program = plan.season.program
    made = [(pair.left, pair.right) for pair in plan.pairs]
    for step in STEPS:
        agree = []
        for item in ranges.items:
            for end, outward in ((item.below, -1), (item.above, 1)):
                weight = None if end is None else float(end.at) + outward * step
                if weight is None or weight < 0 or (step < 0 and not item.start <= weight <= (item.end or weight)):
                    continue
                season = replace(plan.season, program=with_weights(program, {item.criterion: weight}))
                again = pairing.solve(season, alternatives=0)
                agree.append(([(pair.left, pair.right) for pair in again.pairs] == made) == (step < 0))
        print(f"solves at ends {step:+}: {sum(agree)} of {len(agree)} agree", flush=True)


def cohorts(folder: Path) -> None:
    """The sample cohorts: five solves."""
    plan = pairing.solve(folder)
    for two in (("similar enrollment", "shared pressing issues"), ("similar enrollment", "miles")):
        what = f"sample cohorts: {two[0]} against {two[1]}"
        curve = timed(what, lambda two=two: pairing.tradeoff(plan, *two, points=5))
        print(curve.table.to_string(), *curve.sentences, sep="\n")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cohorts", action="store_true", help="the sample cohorts instead of pairs")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as there:
        if arguments.cohorts:
            create_season("missouri-collaboration-cohorts", Path(there) / "cohorts", filled=True)
            cohorts(Path(there) / "cohorts")
        else:
            asked = [("fit", "miles"), ("similar enrollment", "miles"), ("placed", "worst fit")]
            real = pairing.solve(make_season(Path(there) / "season"), alternatives=0)
            against_solves(real, pairs("real Missouri", real, asked))
            large = solve(synthetic(600, 800))
            timed("600 x 800: ranges of all criteria", lambda: pairing.weight_ranges(large, pairs=False))
