"""Match mentors with new school leaders, and prove and explain every pair.

>>> import pairing
>>> season = pairing.load("my-season")      # doctest: +SKIP
>>> plan = pairing.solve(season)            # doctest: +SKIP
>>> plan.assignments                        # doctest: +SKIP
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pairing import letters
    from pairing.errors import CheckerError, InputError, PairingError, Problem
    from pairing.loading import load
    from pairing.paper import publish
    from pairing.plan import Plan
    from pairing.record import compare, confirm, decide, history
    from pairing.run import frontier, rerun, solve, standby
    from pairing.season import Season
    from pairing.weighing import tradeoff, weight_ranges

__all__ = [
    "CheckerError", "InputError", "PairingError", "Plan", "Problem", "Season", "compare", "confirm", "decide",
    "frontier", "history", "letters", "load", "publish", "rerun", "solve", "standby", "tradeoff", "weight_ranges",
]  # fmt: skip

_HOME = {
    "CheckerError": "errors", "InputError": "errors", "PairingError": "errors", "Problem": "errors",
    "Plan": "plan", "Season": "season", "load": "loading", "publish": "paper", "solve": "run", "rerun": "run",
    "frontier": "run", "standby": "run", "compare": "record", "confirm": "record", "decide": "record",
    "history": "record", "tradeoff": "weighing", "weight_ranges": "weighing",
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
