"""Real districts, where they are at hand."""

from __future__ import annotations

import dataclasses
from functools import cache

import numpy as np
import pytest

from pairing.geo import locate
from pairing.geo.distance import miles_apart

ONLY_ZIP = ("lat", "lon")
ONLY_CITY = ("lat", "lon", "zip")


@pytest.fixture(scope="module")
def districts(real_data, read_people):
    """A file's table, with columns left out, and where its people are."""

    @cache
    def read(name, drop=()):
        table = read_people(real_data / f"{name}.csv", drop)
        return table, *locate(table)

    return read


@pytest.mark.first(1)
@pytest.mark.parametrize(
    ("name", "most"), [("districts_mo", 0), ("districts_mn", 0), ("districts_ma", 0), ("districts_us", 13)]
)
def test_real_districts_lie_in_their_states(districts, name, most):
    """At most one district in a thousand is doubted wrongly, and none in the three home states."""
    _, _, problems = districts(name)
    assert sum("nearest ZIP code of" in problem.message for problem in problems) <= most


@pytest.mark.parametrize("name", ["districts_mo", "missouri_superintendents_2024"])
def test_doras_wrong_zip_code_is_all_that_is_wrong_in_missouri(districts, name):
    table, _, (problem,) = districts(name)
    assert table.values("name")[table.rows.index(problem.row)] == "DORA R-III"
    assert problem.message.startswith("this ZIP code is 102 miles from the coordinates")


@pytest.mark.parametrize("name", ["districts_mn", "districts_ma"])
def test_nothing_is_wrong_in_minnesota_and_massachusetts(districts, name):
    assert districts(name)[2] == []


@pytest.mark.first(1)
@pytest.mark.parametrize(
    ("name", "share"),
    [("districts_mo", 0.995), ("districts_mn", 1), ("districts_ma", 1), ("districts_us", 0.99)],
)
def test_city_and_state_alone_place_nearly_everybody(districts, name, share):
    """BI is the Bureau of Indian Education, which is no state."""
    table, places, _ = districts(name, ONLY_CITY)
    placed = [source == "city" for source, state in zip(places.source, table.values("state"), strict=True)
              if state != "BI"]  # fmt: skip
    assert np.mean(placed) >= share


@pytest.mark.first(1)
@pytest.mark.parametrize("drop", [ONLY_ZIP, ONLY_CITY])
def test_zip_codes_and_towns_are_close_to_the_coordinates(districts, drop):
    """In the median within 1.5 miles, and 99 of 100 within 16."""
    _, truth, _ = districts("districts_us")
    _, guess, _ = districts("districts_us", drop)
    error = miles_apart(truth.lat, truth.lon, guess.lat, guess.lon)
    assert np.nanmedian(error) <= 1.5
    assert np.nanpercentile(error, 99) <= 16


def test_a_lost_minus_sign_is_caught_in_every_missouri_district(districts):
    table, _, _ = districts("districts_mo")
    lost = dataclasses.replace(table, frame=table.frame.assign(lon=-table.frame["lon"]))
    _, problems = locate(lost)
    assert len(problems) == len(table)
    assert all("minus sign lost" in problem.expected for problem in problems)
