from __future__ import annotations

import math

import numpy as np
import pytest

from pairing.geo import Places, locate, zips
from pairing.geo.zips import TOWN_MILES, find_zip, town_key, zips_of

ROLLA = {"lat": 37.9485, "lon": -91.7603}


def place(table):
    """The first person's place to a tenth of a degree, what it is from, and the problems found."""
    places, problems = locate(table)
    return round(places.lat[0], 1), round(places.lon[0], 1), places.source[0], problems


def test_coordinates_come_first(people):
    table = people({**ROLLA, "zip": "65401", "city": "Rolla", "state": "MO"})
    assert place(table) == (37.9, -91.8, "coordinates", [])


def test_a_zip_code_comes_second(people):
    assert place(people({"zip": "65401", "city": "Bethany", "state": "MO"})) == (37.9, -91.8, "ZIP", [])


def test_a_zip_code_needs_no_state(people):
    assert place(people({"zip": "65401"})) == (37.9, -91.8, "ZIP", [])


def test_a_zip_code_may_begin_with_zero(people):
    assert place(people({"zip": "02118", "state": "MA"})) == (42.3, -71.1, "ZIP", [])


def test_city_and_state_come_last(people):
    assert place(people({"city": "rolla ", "state": "MO"})) == (37.9, -91.8, "city", [])


def test_the_county_is_ignored(people):
    assert place(people({"zip": "65401", "county": "Nowhere", "state": "MO"}))[2:] == ("ZIP", [])


def test_nothing_known_is_no_place(people):
    lat, lon, source, problems = place(people({"id": "m7"}, columns=["zip"]))
    assert math.isnan(lat)
    assert math.isnan(lon)
    assert source is None
    assert [problem.severity for problem in problems] == ["warning"]


def test_everybody_keeps_their_position(people):
    places, _ = locate(people(ROLLA, {"zip": "65401"}, {"name": "x"}, {"city": "Rolla", "state": "MO"}))
    assert isinstance(places, Places)
    assert places.source == ("coordinates", "ZIP", None, "city")
    assert places.lat.dtype == places.lon.dtype == np.float64
    assert np.isnan(places.lat).tolist() == np.isnan(places.lon).tolist() == [False, False, True, False]


def test_nobody_has_no_place_and_no_problem(people):
    places, problems = locate(people(columns=["zip"]))
    assert (len(places.lat), places.source, problems) == (0, (), [])


def test_coordinates_alone_never_load_the_zip_codes(people, monkeypatch):
    monkeypatch.setattr(zips, "_zipcodes", lambda: pytest.fail("loaded"))
    zips.zips_of.cache_clear()
    assert place(people(ROLLA))[2:] == ("coordinates", [])


def test_the_zip_codes_are_asked_once_per_state(people, country, monkeypatch):
    country({"code": "11111", "state": "AA", "lat": 38, "lon": -92, "city": "Ur"})
    asked = []
    package = zips._zipcodes()
    filter_by = package.filter_by
    monkeypatch.setattr(package, "filter_by", lambda state: asked.append(state) or filter_by(state))
    for _ in range(2):
        locate(people(*[{"zip": "11111", "state": "AA", "lat": 38.1, "lon": -92.0}] * 5))
    assert asked == ["AA"]


@pytest.mark.parametrize(
    ("one", "other"),
    [("St. Joseph", "Saint Joseph"), ("st joseph", "SAINT  JOSEPH"), ("Ft. Smith", "Fort Smith"),
     ("Ft Smith", "Fort Smith"), ("Mt. Vernon", "Mount Vernon"), ("Ste. Genevieve", "Sainte Genevieve"),
     ("O'Fallon", "O Fallon"), ("De Soto", "DeSoto"), ("Winston-Salem", "Winston Salem"),
     ("Tyngsborough", "Tyngsboro"), ("Conception Jct", "Conception Junction")],
)  # fmt: skip
def test_towns_spelled_alike(one, other):
    assert town_key(one) == town_key(other)


@pytest.mark.parametrize(("one", "other"), [("Stanton", "Saint Anton"), ("Fortuna", "Ftuna")])
def test_towns_not_spelled_alike(one, other):
    assert town_key(one) != town_key(other)


@pytest.mark.parametrize(
    ("city", "state"),
    [
        ("St. Joseph", "MO"),
        ("Ft. Smith", "AR"),
        ("Mt. Vernon", "IL"),
        ("O'Fallon", "MO"),
        ("Ste Genevieve", "MO"),
    ],
)
def test_real_towns_are_found_however_they_are_spelled(people, city, state):
    assert place(people({"city": city, "state": state}))[2:] == ("city", [])


def test_a_town_is_the_median_of_its_active_standard_codes(country):
    ur = {"state": "AA", "city": "Ur"}
    country(
        {**ur, "code": "11111", "lat": 38.0, "lon": -92.0},
        {**ur, "code": "11112", "lat": 38.1, "lon": -92.1},
        {**ur, "code": "11113", "lat": 38.5, "lon": -92.2},
        {**ur, "code": "11114", "lat": 38.9, "lon": -92.9, "zip_code_type": "PO BOX"},
        {**ur, "code": "11115", "lat": 38.9, "lon": -92.9, "active": False},
        {**ur, "code": "11116", "lat": 38.9, "lon": -92.9, "city": "Elsewhere", "acceptable_cities": ["Ur"]},
        {**ur, "code": "22222", "lat": 10.0, "lon": -10.0, "state": "BB"},
    )
    assert zips_of("AA").town("ur") == (38.1, -92.1)


@pytest.mark.parametrize("more", [{"zip_code_type": "PO BOX"}, {"active": False}])
def test_a_town_without_active_standard_codes_is_where_its_others_are(country, more):
    country({"code": "11111", "state": "AA", "lat": 38, "lon": -92, "city": "Ur", **more})
    assert zips_of("AA").town("Ur") == (38.0, -92.0)


def test_a_town_that_is_only_accepted_is_where_the_code_is(country):
    country({"code": "11111", "state": "AA", "lat": 38, "lon": -92, "acceptable_cities": ["Ur"]})
    assert zips_of("AA").town("Ur") == (38.0, -92.0)


@pytest.mark.parametrize(("miles", "found"), [(TOWN_MILES - 0.1, True), (TOWN_MILES + 0.1, False)])
def test_two_towns_of_one_name_are_not_guessed_between(people, country, miles, found, north):
    ur = {"state": "AA", "city": "Ur", "lon": -92.0}
    country({**ur, "code": "11111", "lat": 38.0}, {**ur, "code": "11112", "lat": north(miles)})
    assert (place(people({"city": "Ur", "state": "AA"}))[2] == "city") is found


def test_a_zip_code_is_found_in_any_state():
    assert find_zip("65401") == find_zip("65401", "MO") == find_zip("65401", "KS")
    assert find_zip("00000", "MO") is None
