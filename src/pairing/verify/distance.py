"""Miles between two places: Lambert's formula for long lines on the WGS-84 ellipsoid, one pair at a time."""

from __future__ import annotations

import math

from pairing.geo import Places
from pairing.season import Season

EQUATOR_MILES = 6_378_137 / 1609.344
FLATTENING = 1 / 298.257223563
MEAN_MILES = EQUATOR_MILES * (1 - FLATTENING / 3)
NEARLY_OPPOSITE = math.sin(math.radians(0.5)) ** 2
"""Beyond 179 degrees of arc the correction breaks down, and the sphere of the mean radius stands in."""

Spot = tuple[float, float, float, float]
"""Reduced latitude, its sine, its cosine, and longitude; radians."""


class Miles:
    """The miles of each pair, rounded to hundredths, None where either person is not placed."""

    def __init__(self, season: Season) -> None:
        """Everybody is placed once."""
        self._degrees = (_degrees(season.left_places), _degrees(season.right_places))
        self._left, self._right = ([_spot(place) for place in side] for side in self._degrees)
        self._geodesics: dict[tuple[int, int], float] = {}

    def __call__(self, i: int, j: int) -> float | None:
        """Miles between left person i and right person j."""
        here, there = self._left[i], self._right[j]
        if here is None or there is None:
            return None
        return hundredths(lambert(here, there)) / 100

    def geodesic(self, i: int, j: int) -> float | None:
        """The same by geopy's geodesic, which settles a pair close to a limit; not rounded."""
        here, there = self._degrees[0][i], self._degrees[1][j]
        if here is None or there is None:
            return None
        if (i, j) not in self._geodesics:
            from geopy.distance import geodesic  # here: the import costs 60 ms, and most runs never ask

            self._geodesics[i, j] = float(geodesic(here, there).miles)
        return self._geodesics[i, j]


def hundredths(miles: float) -> int:
    """Halves are rounded up."""
    return math.floor(miles * 100 + 0.5)


def lambert(here: Spot, there: Spot) -> float:
    """The angle between the reduced places, corrected for the flattening to its first power; miles.

    With the mean P and half difference Q of the reduced latitudes the correction needs sin P cos Q and
    cos P sin Q: half the sum and half the difference of the two sines.
    """
    latitude, sine, cosine, longitude = here
    latitude2, sine2, cosine2, longitude2 = there
    high = math.sin((latitude2 - latitude) / 2)
    wide = math.sin((longitude2 - longitude) / 2)
    chord = high * high + cosine * cosine2 * wide * wide
    if chord <= 0:
        return 0.0
    rest = max(1 - chord, 1e-15)
    angle = 2 * math.atan2(math.sqrt(chord), math.sqrt(rest))
    if rest < NEARLY_OPPOSITE:
        return MEAN_MILES * angle
    mean, half = (sine + sine2) / 2, (sine2 - sine) / 2
    bend = math.sin(angle)
    along = (angle - bend) * mean * mean / rest
    across = (angle + bend) * half * half / chord
    return EQUATOR_MILES * (angle - FLATTENING / 2 * (along + across))


def _degrees(places: Places) -> list[tuple[float, float] | None]:
    spots = zip(places.lat.tolist(), places.lon.tolist(), strict=True)
    return [None if math.isnan(lat) or math.isnan(lon) else (lat, lon) for lat, lon in spots]


def _spot(place: tuple[float, float] | None) -> Spot | None:
    if place is None:
        return None
    reduced = math.atan((1 - FLATTENING) * math.tan(math.radians(place[0])))
    return reduced, math.sin(reduced), math.cos(reduced), math.radians(place[1])
