"""What weights and goals decide: how far a weight can move, and what does one thing cost in another."""

from pairing.analysis.sensitivity.curves import CurvePoint, Tradeoff
from pairing.analysis.sensitivity.ranges import PairRange, Ranges, WeightRange
from pairing.analysis.sensitivity.tradeoffs import tradeoff
from pairing.analysis.sensitivity.weights import weight_ranges

__all__ = ["CurvePoint", "PairRange", "Ranges", "Tradeoff", "WeightRange", "tradeoff", "weight_ranges"]
