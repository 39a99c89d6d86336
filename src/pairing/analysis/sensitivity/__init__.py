"""What weights and goals decide: how far a weight can move, and what does one thing cost in another."""

from pairing.weighing.curves import CurvePoint, Tradeoff
from pairing.weighing.ranges import PairRange, Ranges, WeightRange
from pairing.weighing.tradeoffs import tradeoff
from pairing.weighing.weights import weight_ranges

__all__ = ["CurvePoint", "PairRange", "Ranges", "Tradeoff", "WeightRange", "tradeoff", "weight_ranges"]
