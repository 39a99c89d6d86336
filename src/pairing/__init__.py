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

import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pairing import letters
    from pairing.calibrating import Calibration, calibrate
    from pairing.cohort_plan import CohortPlan
    from pairing.comparison import Comparison
    from pairing.errors import CheckerError, InputError, PairingError, Problem
    from pairing.invented import sample
    from pairing.loading import load
    from pairing.paper import publish
    from pairing.plan import Plan
    from pairing.record import compare, confirm, decide, history
    from pairing.run import candidate_table, frontier, rerun, solve, standby
    from pairing.season import Season
    from pairing.shipped import create_season, sample_season
    from pairing.sweeps import Sweep, sweep
    from pairing.weighing import Ranges, Tradeoff, tradeoff, weight_ranges

__all__ = [
    "Calibration", "CheckerError", "CohortPlan", "Comparison", "InputError", "PairingError", "Plan", "Problem",
    "Ranges", "Season", "Sweep", "Tradeoff", "calibrate", "candidate_table", "compare", "confirm", "create_season",
    "decide", "frontier", "history", "letters", "load", "publish", "rerun", "sample", "sample_season", "solve",
    "standby", "sweep", "tradeoff", "weight_ranges",
]  # fmt: skip

_HOME = {
    "CheckerError": "errors", "InputError": "errors", "PairingError": "errors", "Problem": "errors",
    "CohortPlan": "cohort_plan", "Comparison": "comparison", "Plan": "plan", "Season": "season", "load": "loading",
    "publish": "paper", "solve": "run", "rerun": "run", "frontier": "run", "standby": "run", "compare": "record",
    "confirm": "record", "decide": "record", "history": "record", "create_season": "shipped",
    "sample_season": "shipped", "candidate_table": "run", "sample": "invented", "Sweep": "sweeps", "sweep": "sweeps",
    "Ranges": "weighing", "Tradeoff": "weighing", "tradeoff": "weighing", "weight_ranges": "weighing",
    "Calibration": "calibrating", "calibrate": "calibrating",
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


class _Package(ModuleType):
    """The package: a room that has the name of a public function (`history`) does not take its place when imported."""

    def __setattr__(self, name: str, value: object) -> None:
        if name not in _HOME or not isinstance(value, ModuleType):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package
