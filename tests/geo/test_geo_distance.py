from __future__ import annotations

import math
import subprocess
import sys

import numpy as np
import pytest
from geographiclib.geodesic import Geodesic
from geopy.distance import geodesic
from hypothesis import given
from hypothesis import strategies as st

from pairing.geo import distance, geodesic_miles, miles_between
from pairing.geo.distance import KM_PER_MILE, miles_apart

HUNDREDTH = 0.005 + 1e-9
"""Half a hundredth of a mile: what rounding may add."""

latitudes = st.floats(-90, 90)
longitudes = st.floats(-180, 180)
points = st.tuples(latitudes, longitudes)
lists_of_points = st.lists(points, min_size=1, max_size=8)


def between(a: list[tuple[float, float]], b: list[tuple[float, float]]) -> np.ndarray:
    a_lat_lon, b_lat_lon = (np.array(points, dtype=float).reshape(-1, 2).T for points in (a, b))
    return miles_between(*a_lat_lon, *b_lat_lon)


def exact(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Geodesic miles between points in step, by the library that geopy's geodesic calls."""
    inverse = Geodesic.WGS84.Inverse
    meters = [inverse(*p, *q, Geodesic.DISTANCE)["s12"] for p, q in np.stack([a, b], axis=1).tolist()]
    return np.array(meters) / 1000 / KM_PER_MILE


def random_points(n: int, seed: int, lat: tuple[float, float], lon: tuple[float, float]) -> np.ndarray:
    rng = np.random.default_rng(seed)
    return np.column_stack([rng.uniform(*lat, n), rng.uniform(*lon, n)])


def test_within_two_millionths_of_the_geodesic_across_the_united_states():
    a, b = (random_points(3000, seed, (18, 71), (-179, -65)) for seed in (1, 2))
    truth = exact(a, b)
    error = np.abs(miles_apart(*a.T, *b.T) - truth)
    assert (error <= 2e-6 * truth + HUNDREDTH).all()


def test_within_five_meters_at_commuting_distance():
    a = random_points(3000, 3, (18, 71), (-179, -65))
    b = a + random_points(3000, 4, (-0.5, 0.5), (-0.5, 0.5))
    assert np.abs(miles_apart(*a.T, *b.T) - exact(a, b)).max() <= 0.0001 + HUNDREDTH


@pytest.mark.first(2)
@pytest.mark.parametrize(("degrees", "bound"), [(90, 2e-6), (150, 1e-5), (170, 3e-5), (178, 3e-4), (180, 2e-3)])
def test_stated_error_worldwide(degrees: float, bound: float):
    rng = np.random.default_rng(5)
    a = random_points(4000, 6, (-90, 90), (-180, 180))
    b = random_points(4000, 7, (-90, 90), (-180, 180))
    b[:2000, 0] = np.clip(-a[:2000, 0] + rng.normal(0, 6, 2000), -90, 90)  # near the antipodes
    b[:2000, 1] = a[:2000, 1] + 180 + rng.normal(0, 6, 2000)
    truth = exact(a, b)
    near = truth * KM_PER_MILE / 6378.2 <= math.radians(degrees)
    assert near.sum() > 500
    assert (np.abs(miles_apart(*a.T, *b.T) - truth) <= bound * truth + HUNDREDTH)[near].all()


def test_known_distance():
    """Saint Louis to Kansas City: 384.038 km by GeographicLib."""
    assert between([(38.6346, -90.1913)], [(39.0911, -94.5778)])[0, 0] == 238.63


@given(lists_of_points, lists_of_points)
def test_swapping_the_sides_transposes_the_answer_to_the_bit(a, b):
    assert np.array_equal(between(a, b), between(b, a).T)


@given(lists_of_points)
def test_a_point_is_exactly_nothing_from_itself(a):
    assert (np.diag(between(a, a)) == 0).all()


@given(lists_of_points, lists_of_points)
def test_every_distance_is_a_number_between_zero_and_half_the_girth(a, b):
    miles = between(a, b)
    assert miles.shape == (len(a), len(b))
    assert miles.dtype == np.float64
    assert ((miles >= 0) & (miles <= 12_451)).all()


@given(lists_of_points, lists_of_points)
def test_the_rounding_is_part_of_the_definition(a, b):
    miles = between(a, b)
    assert np.array_equal(miles, np.round(miles, 2))


@given(points, points, st.integers(0, 3))
def test_an_unknown_coordinate_makes_only_its_own_distances_unknown(a, b, which):
    parts = [*a, *b]
    parts[which] = math.nan
    unknown_a, unknown_b = tuple(parts[:2]), tuple(parts[2:])
    miles = between([a, unknown_a], [b, unknown_b])
    assert math.isnan(miles[1, 1])
    assert not math.isnan(miles[0, 0])
    assert np.isnan(miles).sum() == 2
    assert math.isnan(geodesic_miles(*parts))


@given(points)
def test_the_antipode_does_not_blow_up(a):
    miles = between([a], [(-a[0], a[1] + 180)])
    assert 12_429 < miles[0, 0] < 12_451


@given(points, points, st.sampled_from([-360, 360]))
def test_a_full_turn_of_longitude_changes_nothing(a, b, turn):
    assert between([a], [(b[0], b[1] + turn)])[0, 0] == pytest.approx(between([a], [b])[0, 0], abs=0.011)


@pytest.mark.parametrize("cells", [1, 7, 100, 10**9])
def test_any_block_size_gives_the_same_bytes(monkeypatch, cells):
    a, b = random_points(90, 8, (25, 49), (-124, -67)), random_points(70, 9, (-90, 90), (-180, 180))
    a[3, 0] = np.nan
    whole = miles_between(*a.T, *b.T)
    monkeypatch.setattr(distance, "_CELLS_PER_BLOCK", cells)
    assert miles_between(*a.T, *b.T).tobytes() == whole.tobytes()


def test_pairs_in_step_are_the_diagonal():
    a, b = random_points(50, 10, (25, 49), (-124, -67)), random_points(50, 11, (25, 49), (-124, -67))
    assert np.array_equal(miles_apart(*a.T, *b.T), np.diag(miles_between(*a.T, *b.T)))


@pytest.mark.parametrize(("a", "b"), [(0, 3), (3, 0), (0, 0)])
def test_nobody_on_a_side_is_an_empty_matrix(a: int, b: int):
    assert miles_between(np.ones(a), np.ones(a), np.ones(b), np.ones(b)).shape == (a, b)


@given(points, points)
def test_the_scalar_is_geopys_geodesic(a, b):
    assert geodesic_miles(*a, *b) == geodesic(a, b).miles


def test_the_scalar_refuses_a_latitude_beyond_the_pole():
    with pytest.warns(UserWarning, match="Latitude"), pytest.raises(ValueError, match="Latitude"):
        geodesic_miles(91, 0, 0, 0)


def test_importing_the_package_loads_neither_zip_codes_nor_geopy():
    code = "import sys, pairing.geo; print(sorted({'zipcodes', 'geopy', 'scipy'} & set(sys.modules)))"
    path = {"PYTHONPATH": ":".join(entry for entry in sys.path if entry)}
    done = subprocess.run([sys.executable, "-c", code], env=path, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
