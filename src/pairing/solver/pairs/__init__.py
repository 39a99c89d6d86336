"""Knows assignment as a minimum-cost flow in strict order of goals, its certificate, ties and opportunity costs.

Hands out `solve` (candidates to a `Plan`) and `with_prices` (a plan with its alternatives); to `analysis` the network.
Must not know how candidates are judged, nor how a plan is checked or worded.
"""

from pairing.solver.pairs.alternatives import with_prices
from pairing.solver.pairs.driver import solve

__all__ = ["solve", "with_prices"]
