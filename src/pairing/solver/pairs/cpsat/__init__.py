"""Limits beyond the network: CP-SAT goal by goal, the network as hint and bound, conflicts, re-solved prices."""

from pairing.solver.pairs.cpsat.conflict import why_none
from pairing.solver.pairs.cpsat.driver import keeps_limits, solve, unbinding

__all__ = ["keeps_limits", "solve", "unbinding", "why_none"]
