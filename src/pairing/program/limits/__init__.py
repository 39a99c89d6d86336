"""Limits: hard, about sets of people; one small function per kind, in explicit dicts, one per kind of program."""

from pairing.program.limits.cohorts import LIMITS, PENALTIES, Limit, Penalty
from pairing.program.limits.pairs import PAIR_LIMITS, Budget, PairLimit, Present, Row

__all__ = ["LIMITS", "PAIR_LIMITS", "PENALTIES", "Budget", "Limit", "PairLimit", "Penalty", "Present", "Row"]
