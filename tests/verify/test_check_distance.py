import random

import pytest
from geopy.distance import geodesic

from check_helpers import season
from pairing.verify.distance import Miles, hundredths


def miles(here, there):
    return Miles(season([{"id": "l1", **here}], [{"id": "r1", **there}]))


def place(lat, lon):
    return {"lat": lat, "lon": lon}


def test_lambert_is_near_the_geodesic_anywhere_in_the_states():
    draw = random.Random(7)
    spots = [place(draw.uniform(18, 71), draw.uniform(-170, -65)) for _ in range(60)]
    found = Miles(
        season(
            [{"id": f"l{n}", **spot} for n, spot in enumerate(spots)],
            [{"id": f"r{n}", **spot} for n, spot in enumerate(spots)],
        )
    )
    for i in range(60):
        for j in range(0, 60, 3):
            assert found(i, j) == pytest.approx(found.geodesic(i, j), rel=2e-6, abs=0.01)


def test_nearby_places_are_as_far_apart_as_by_the_geodesic():
    assert miles(place(38.0, -92.0), place(38.0, -92.0))(0, 0) == 0
    near = miles(place(38.0, -92.0), place(38.0001, -92.0003))
    assert near(0, 0) == hundredths(geodesic((38.0, -92.0), (38.0001, -92.0003)).miles) / 100 == 0.02


def test_unplaced_people_have_no_miles():
    assert miles(place(38.0, -92.0), {})(0, 0) is None
    assert miles({}, place(38.0, -92.0)).geodesic(0, 0) is None


def test_halves_of_hundredths_are_rounded_up():
    assert [hundredths(x) for x in (0.125, 0.375, 0.004, 0.0051)] == [13, 38, 0, 1]
