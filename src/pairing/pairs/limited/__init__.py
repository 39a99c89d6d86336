"""Limits beyond the network: CP-SAT goal by goal, the network as hint and bound, conflicts, re-solved prices."""

from pairing.pairs.limited.conflict import why_none
from pairing.pairs.limited.solving import kept_by, solve, unbinding

__all__ = ["kept_by", "solve", "unbinding", "why_none"]
