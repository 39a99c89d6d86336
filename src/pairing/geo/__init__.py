"""Places of people and the miles between them, without a network."""

from pairing.geo.distance import geodesic_miles, miles_between
from pairing.geo.places import Places, locate

__all__ = ["Places", "geodesic_miles", "locate", "miles_between"]
