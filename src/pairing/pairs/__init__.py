"""Assignment: the plan that is best in every goal, in order, as a minimum-cost flow, with its certificate."""

from pairing.pairs.search import Stop
from pairing.pairs.solving import solve

__all__ = ["Stop", "solve"]
