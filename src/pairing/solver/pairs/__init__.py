"""Assignment: the plan that is best in every goal, in order, as a minimum-cost flow, with its certificate.

And what every alternative to it costs.
"""

from pairing.solver.pairs.alternatives import with_prices
from pairing.solver.pairs.driver import solve

__all__ = ["solve", "with_prices"]
