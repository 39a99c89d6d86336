"""Ranges of weights and trade-off curves: real Missouri (76 x 240, nine criteria), the sample cohorts."""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pairing
from pairing.shipped import create_season
from real_season import make_season


def timed(what: str, work: Callable[[], Any]) -> Any:
    """Do it, and print what it took as a row of the table."""
    started = time.perf_counter()
    found = work()
    seconds = time.perf_counter() - started
    size = len(found) if hasattr(found, "points") else sum(len(item.pairs) for item in found.items)
    print(f"| {what} | {seconds:.1f} s | {size} |", flush=True)
    return found


def pairs(folder: Path) -> None:
    """A season of pairs that was just solved."""
    plan = pairing.solve(folder, alternatives=0)
    timed("weight_ranges, all criteria and pairs", lambda: pairing.weight_ranges(plan))
    for two in (("fit", "miles"), ("similar enrollment", "miles"), ("placed", "worst fit")):
        timed(f"tradeoff {two[0]} against {two[1]}", lambda two=two: pairing.tradeoff(plan, *two))


def cohorts(folder: Path) -> None:
    """The sample cohorts: five solves."""
    for two in (("similar enrollment", "shared pressing issues"), ("similar enrollment", "miles")):
        curve = timed(f"cohorts: {two[0]} against {two[1]}", lambda two=two: pairing.tradeoff(folder, *two, points=5))
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
            pairs(make_season(Path(there) / "season"))
    print(f"load {os.getloadavg()[0]:.1f}")
