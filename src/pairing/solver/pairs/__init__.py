"""Assignment: the plan that is best in every goal, in order, as a minimum-cost flow, with its certificate.

And what every alternative to it costs.
"""

from pairing.pairs.pricer import Pricer
from pairing.pairs.pricing import with_prices
from pairing.pairs.search import Stop
from pairing.pairs.solving import solve

__all__ = ["Pricer", "Stop", "solve", "with_prices"]
