"""Distances on the earth: kilometers inside, miles outside."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

EQUATOR_KM = 6378.137
"""WGS-84's semi-major axis."""
FLATTENING = 1 / 298.257223563
"""WGS-84's flattening."""
MEAN_KM = EQUATOR_KM * (1 - FLATTENING / 3)
"""The ellipsoid's mean radius: the sphere that stands in near the antipode."""
KM_PER_MILE = 1.609344

_ANTIPODAL = math.sin(math.radians(0.5)) ** 2  # cos²(σ/2) at σ = 179 degrees
_CELLS_PER_BLOCK = 1 << 15  # a temporary takes 0.25 MB and stays in the cache, however large the tables are


@dataclass(frozen=True)
class _Points:
    """Sines and cosines of half the reduced latitude and half the longitude, and the parallel's radius.

    With them a pair costs products, two roots and one arcsine, and swapping its ends changes no bit.
    """

    sin_lat: Floats
    cos_lat: Floats
    sin_lon: Floats
    cos_lon: Floats
    parallel: Floats

    @classmethod
    def at(cls, lat: Floats, lon: Floats) -> _Points:
        """The points at these degrees."""
        reduced = np.arctan((1 - FLATTENING) * np.tan(np.radians(lat)))
        half_lat, half_lon = reduced / 2, np.radians(lon) / 2
        return cls(np.sin(half_lat), np.cos(half_lat), np.sin(half_lon), np.cos(half_lon), np.cos(reduced))

    def column(self, start: int, stop: int) -> _Points:
        """Some of the points upright, to meet a row of others."""
        return _Points(*(getattr(self, field.name)[start:stop, None] for field in fields(self)))


def miles_between(lat_a: Floats, lon_a: Floats, lat_b: Floats, lon_b: Floats) -> Floats:
    """A distance is Lambert's long-line distance on the WGS-84 ellipsoid, in hundredths of a mile.

    Takes degrees, latitudes in [-90, 90], of shapes (a,), (a,), (b,), (b,); gives float64 miles of shape
    (a, b), at least 0, NaN where a coordinate is NaN. Rounding by `np.round(miles, 2)` is part of the
    definition: who recomputes a distance rounds too. Identical points are exactly 0 apart, and swapping
    the two sides transposes the answer to the bit.

    The formula is within 0.0002 % of the geodesic up to a quarter of the earth's girth, 0.003 % up to 170
    degrees of arc, 0.03 % up to 178. It breaks down at the antipode: beyond 179 degrees (the last 70 miles
    of 12,430) the distance is that on the sphere of the ellipsoid's mean radius, within 0.2 %.

    Source: W. D. Lambert, "The distance between two widely separated points on the surface of the earth",
    J. Washington Academy of Sciences 32 (1942).
    """
    a = _Points.at(np.asarray(lat_a, np.float64), np.asarray(lon_a, np.float64))
    b = _Points.at(np.asarray(lat_b, np.float64), np.asarray(lon_b, np.float64))
    rows, columns = len(a.sin_lat), len(b.sin_lat)
    miles = np.empty((rows, columns))
    step = max(1, _CELLS_PER_BLOCK // max(1, columns))
    for start in range(0, rows, step):
        miles[start : start + step] = _miles(a.column(start, start + step), b)
    return miles


def miles_apart(lat_a: Floats, lon_a: Floats, lat_b: Floats, lon_b: Floats) -> Floats:
    """The same distance between two lists in step: four arrays of shape (n,) give (n,) miles."""
    return _miles(_Points.at(lat_a, lon_a), _Points.at(lat_b, lon_b))


def _miles(a: _Points, b: _Points) -> Floats:
    """Hundredths of a mile between points whose shapes broadcast."""
    return np.round(_km(a, b) / KM_PER_MILE, 2)


def _km(a: _Points, b: _Points) -> Floats:
    """Kilometers between points whose shapes broadcast.

    The usual half sum P and half difference Q of the reduced latitudes stand here as squared sines. Neither
    ratio can blow up: sin²Q is at most sin²(σ/2), and sin²P is at most cos²(σ/2).
    """
    up, down = a.sin_lat * b.cos_lat, a.cos_lat * b.sin_lat
    sin2_p, sin2_q = (up + down) ** 2, (up - down) ** 2
    sin2_lon = (a.sin_lon * b.cos_lon - a.cos_lon * b.sin_lon) ** 2
    sin2_half = np.minimum(sin2_q + a.parallel * b.parallel * sin2_lon, 1)
    cos2_half = 1 - sin2_half
    arc = 2 * np.arcsin(np.sqrt(sin2_half))
    sin_arc = 2 * np.sqrt(sin2_half * cos2_half)
    x = (arc - sin_arc) * sin2_p * (1 - sin2_q) / np.maximum(cos2_half, _ANTIPODAL)
    y = (arc + sin_arc) * sin2_q * (1 - sin2_p) / np.maximum(sin2_half, np.finfo(np.float64).tiny)
    lambert = EQUATOR_KM * (arc - FLATTENING / 2 * (x + y))
    km: Floats = np.where(cos2_half < _ANTIPODAL, MEAN_KM * arc, lambert)
    return km


def geodesic_miles(lat_a: float, lon_a: float, lat_b: float, lon_b: float) -> float:
    """The exact distance settles what the formula leaves in doubt: Karney's geodesic, by geopy.

    Takes degrees; gives miles, not rounded, NaN where a coordinate is NaN. About 0.1 ms for a pair.
    Raises geopy's ValueError for a latitude beyond 90 degrees.
    """
    if any(map(math.isnan, (lat_a, lon_a, lat_b, lon_b))):
        return math.nan
    from geopy.distance import geodesic  # here: the import costs 60 ms, and most runs never ask

    return float(geodesic((lat_a, lon_a), (lat_b, lon_b)).miles)
