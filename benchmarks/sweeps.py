"""A thousand weight settings of the real Missouri season, against as many separate calls of load and solve.

`PAIRING_REAL_DATA` names the folder with the real table.
"""

from __future__ import annotations

import argparse
import dataclasses
import multiprocessing
import os
import tempfile
import time
from pathlib import Path

import pairing
from pairing.analysis.sweeps import Sweep
from pairing.program.editing import with_weights
from real_season import make_season


def separate(folder: Path, found: Sweep, many: int, **options: object) -> float:
    """Seconds of each separate call of load and solve, over every so-manieth setting."""
    started = time.monotonic()
    for row in found.table.iloc[:: max(1, len(found.table) // many)].head(many).to_dict("records"):
        weights = {
            column.removeprefix("weight: "): row[column] for column in found.table if column.startswith("weight: ")
        }
        season = pairing.load(folder)
        plan = pairing.solve(
            dataclasses.replace(season, program=with_weights(season.program, weights)),
            **options,  # type: ignore[arg-type]
        )
        assert {(pair.left, pair.right) for pair in plan.pairs} == set(found.plans[row["plan"] - 1])
    return (time.monotonic() - started) / many


def main(settings: int, sample: int) -> None:
    with tempfile.TemporaryDirectory() as there:
        folder = make_season(Path(there) / "missouri")
        season = pairing.load(folder)
        print(f"load of the machine: {os.getloadavg()[0]:.1f}")
        seconds = {}
        for jobs in (1, 2):
            started, before = time.monotonic(), sum(os.times()[:4])
            found = pairing.sweep(season, sampler="dirichlet", n=settings, executor=jobs, progress=False)
            seconds[jobs] = time.monotonic() - started
            while multiprocessing.active_children():
                time.sleep(0.1)
            worked = sum(os.times()[:4]) - before
            print(f"{found!r}\n  {jobs} processes: {seconds[jobs]:.1f} s, {worked:.1f} s of processor time")
        for name, options in (("as they are", {}), ("without alternatives", {"alternatives": 0})):
            each = separate(folder, found, sample, **options)
            print(
                f"separate calls, {name}: {each:.2f} s each over {sample}, {each * settings:.0f} s for {settings}; "
                f"{each * settings / seconds[1]:.1f}x one process, {each * settings / seconds[2]:.1f}x two"
            )
        print(f"load of the machine: {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--settings", type=int, default=1000)
    parser.add_argument("--sample", type=int, default=40)
    arguments = parser.parse_args()
    main(arguments.settings, arguments.sample)
