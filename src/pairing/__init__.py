"""Match mentors with new school leaders, and prove and explain every pair.

>>> import pairing
>>> season = pairing.sample_season()  # your own: pairing.load("my-season")
>>> plan = pairing.solve(season)
>>> plan.assignments[["mentee_id", "mentor_id", "fit"]].head(2)
  mentee_id mentor_id    fit
0      E019      M058  64.88
1      E040      M033  93.56
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pairing import letters
    from pairing.analysis.calibration import Calibration, calibrate
    from pairing.analysis.sensitivity import Ranges, Tradeoff, tradeoff, weight_ranges
    from pairing.analysis.sweeps import Sweep, sweep
    from pairing.errors import CheckerError, InputError, PairingError, Problem
    from pairing.grouping import group
    from pairing.html_report import publish
    from pairing.plans.cohorts import CohortPlan
    from pairing.plans.comparison import Comparison
    from pairing.plans.pairs import Plan
    from pairing.run import candidate_table, frontier, rerun, solve, standby
    from pairing.runs import compare, confirm, decide, history
    from pairing.season import Season
    from pairing.season.loading import load
    from pairing.setup.built_in import create_season, sample_season
    from pairing.setup.importing import Import, import_table
    from pairing.setup.synthetic import sample

__all__ = [
    "Calibration", "CheckerError", "CohortPlan", "Comparison", "Import", "InputError", "PairingError", "Plan",
    "Problem", "Ranges", "Season", "Sweep", "Tradeoff", "calibrate", "candidate_table", "compare", "confirm",
    "create_season", "decide", "frontier", "group", "history", "import_table", "letters", "load", "publish",
    "rerun", "sample", "sample_season", "solve", "standby", "sweep", "tradeoff", "weight_ranges",
]  # fmt: skip

_HOME = {
    "CheckerError": "errors", "InputError": "errors", "PairingError": "errors", "Problem": "errors",
    "CohortPlan": "plans.cohorts", "Comparison": "plans.comparison", "Plan": "plans.pairs", "Season": "season",
    "load": "season.loading", "publish": "html_report", "group": "grouping",
    "solve": "run", "rerun": "run", "frontier": "run", "standby": "run", "candidate_table": "run",
    "compare": "runs", "confirm": "runs", "decide": "runs", "history": "runs",
    "Import": "setup.importing", "import_table": "setup.importing",
    "create_season": "setup.built_in", "sample_season": "setup.built_in", "sample": "setup.synthetic",
    "Sweep": "analysis.sweeps", "sweep": "analysis.sweeps",
    "Ranges": "analysis.sensitivity", "Tradeoff": "analysis.sensitivity",
    "tradeoff": "analysis.sensitivity", "weight_ranges": "analysis.sensitivity",
    "Calibration": "analysis.calibration", "calibrate": "analysis.calibration",
}  # fmt: skip


def __getattr__(name: str) -> Any:
    """The public names, imported when first used, so that `import pairing` costs nothing."""
    from importlib import import_module

    if name == "letters":
        return import_module("pairing.letters")
    if name in _HOME:
        return getattr(import_module(f"pairing.{_HOME[name]}"), name)
    raise AttributeError(f"module 'pairing' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
