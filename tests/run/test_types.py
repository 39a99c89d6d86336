"""What a user's editor and mypy know of plans: a season of pairs gives a plan of pairs."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import pairing

SCRIPT = """
import pairing
from pairing.season import CohortSeason, PairSeason

season = pairing.load("my-season")
plan = pairing.solve(season, alternatives=None)
print(plan.price("E014", "M101"), plan.assignments, pairing.rerun("my-season").moves)


def of_pairs(season: PairSeason) -> None:
    reveal_type(pairing.solve(season))
    reveal_type(season.program)
    reveal_type(season.with_weights({"close by": 3}))


def of_cohorts(season: CohortSeason) -> None:
    reveal_type(pairing.solve(season, time_limit=20))
    pairing.solve(season).price("E014", "M101")
"""


@pytest.mark.thorough
def test_mypy_knows_which_plan_a_season_gives(tmp_path: Path):
    script = tmp_path / "script.py"
    script.write_text(SCRIPT)
    environment = {**os.environ, "MYPYPATH": str(Path(pairing.__file__).parents[1])}
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file=", str(script)]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, cwd=tmp_path, check=False)
    said = [line.split(": ", 1)[1] for line in done.stdout.splitlines() if "script.py" in line]
    assert said == [
        'note: Revealed type is "pairing.plans.pairs.Plan"',
        'note: Revealed type is "pairing.program.schema.Program"',
        'note: Revealed type is "pairing.season.season.Season[pairing.program.schema.Program]"',
        'note: Revealed type is "pairing.plans.cohorts.CohortPlan"',
        'error: "CohortPlan" has no attribute "price"  [attr-defined]',
    ], done.stdout


def test_a_property_that_fails_says_what_failed(monkeypatch: pytest.MonkeyPatch):
    def fails(season: object) -> None:
        raise AttributeError("nothing called capacity here")

    monkeypatch.setattr(pairing.Season, "capacity", property(fails))
    with pytest.raises(AttributeError, match="nothing called capacity here"):
        _ = pairing.sample_season().capacity
