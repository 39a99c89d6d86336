"""What weights and goals decide: how far a weight can move, and what does one thing cost in another."""

from pairing.weighing.fronts import FrontPoint, Tradeoff
from pairing.weighing.ranges import PairRange, Ranges, WeightRange
from pairing.weighing.tradeoffs import tradeoff
from pairing.weighing.weights import weight_ranges

__all__ = ["FrontPoint", "PairRange", "Ranges", "Tradeoff", "WeightRange", "tradeoff", "weight_ranges"]
