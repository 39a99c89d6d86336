"""Knows limits beyond the network: CP-SAT goal by goal, the network's plan as hint and bound, and what conflicts.

Hands out `solve`, whether a network plan keeps every limit and then stands, and why there is no plan at all.
Must not know the network's flows and potentials: of its plan only the pairs and values.
"""

from pairing.solver.pairs.cpsat.conflict import why_none
from pairing.solver.pairs.cpsat.driver import keeps_limits, solve, unbinding

__all__ = ["keeps_limits", "solve", "unbinding", "why_none"]
