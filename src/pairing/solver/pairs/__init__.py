"""Assignment: the plan that is best in every goal, in order, as a minimum-cost flow, with its certificate.

And what every alternative to it costs.
"""

from pairing.solver.pairs.driver import solve
from pairing.solver.pairs.pricer import Pricer
from pairing.solver.pairs.pricing import with_prices

__all__ = ["Pricer", "solve", "with_prices"]
