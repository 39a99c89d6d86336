from __future__ import annotations

import pytest

from pairing.geo import locate
from pairing.geo.doubts import NOWHERE_MILES, OUTSIDE_MILES, ZIP_MILES
from pairing.profiles import read_table

ROLLA = {"lat": 37.9485, "lon": -91.7603}


def placed(table):
    """The source of the first person's place and the problems."""
    places, problems = locate(table)
    return places.source[0], problems


def test_an_unplaced_person_is_named(people):
    (problem,) = locate(people({"id": "m7", "name": "Ann Lee"}, columns=["zip"]))[1]
    assert problem.place == "people.csv, row 2"
    assert problem.message == ("m7 (Ann Lee): no coordinates, ZIP or known city: distance is unknown for this person")


def test_a_city_without_a_state_is_not_guessed(people):
    (problem,) = locate(people({"id": "m7", "city": "Springfield"}, columns=["state"]))[1]
    assert (problem.column, problem.value, problem.expected) == ("city", "Springfield", "its state as well")


def test_a_misspelled_city_is_answered_with_the_nearest(people):
    (problem,) = locate(people({"id": "m7", "city": "Springfeild", "state": "MO"}))[1]
    assert problem.expected == 'a town of MO; did you mean "Springfield"?'


def test_a_table_without_placing_columns_gets_one_warning(people):
    places, problems = locate(people({"name": "Ann"}, {"name": "Bob"}, columns=["city"], sheet="May"))
    assert places.source == (None, None)
    (problem,) = problems
    assert (problem.file, problem.sheet, problem.row, problem.severity) == (
        "people.csv",
        "May",
        None,
        "warning",
    )
    assert "everyone" in problem.message


@pytest.mark.parametrize(("column", "other"), [("lat", "lon"), ("lon", "lat")])
def test_half_a_pair_of_coordinates_is_no_place(people, column, other):
    assert placed(people({column: ROLLA[column], "zip": "65401"}, columns=[other])) == ("ZIP", [])


def test_zero_zero_is_unknown(people):
    assert placed(people({"lat": 0.0, "lon": 0.0, "city": "Rolla", "state": "MO"})) == ("city", [])


def test_on_the_equator_or_the_prime_meridian_one_zero_is_a_place(people):
    assert placed(people({"lat": 0.0, "lon": 9.4})) == ("coordinates", [])
    assert placed(people({"lat": 51.5, "lon": 0.0})) == ("coordinates", [])


@pytest.mark.parametrize(
    ("person", "source", "then"),
    [(ROLLA, "coordinates", "the coordinates place this person"),
     ({"city": "Rolla", "state": "MO"}, "city", "city and state place this person"),
     ({}, None, "nothing else places this person")],
)  # fmt: skip
@pytest.mark.parametrize("code", ["00000", "99999", "6540", "65x01", "６５４０１"])
def test_a_zip_code_that_does_not_exist(people, person, source, then, code):
    found, problems = placed(people({**person, "zip": code}))
    assert found == source
    assert problems[0].message == f"no such ZIP code; {then}"
    assert (problems[0].column, problems[0].value, problems[0].severity) == ("zip", code, "warning")
    assert len(problems) == (2 if source is None else 1)


def test_military_mail_has_no_place(people):
    source, problems = placed(people({"zip": "09009", "city": "Rolla", "state": "MO"}))
    assert source == "city"
    assert [problem.message.split(";")[0] for problem in problems] == ["military mail has no place on the map"]


def test_a_retired_zip_code_still_places(people, country):
    country({"code": "11111", "state": "AA", "lat": 38, "lon": -92, "active": False})
    assert placed(people({"zip": "11111", "state": "AA"})) == ("ZIP", [])


def test_a_zip_code_in_another_state(people):
    source, (problem,) = placed(people({"zip": "59270", "state": "ND"}))
    assert source == "ZIP"
    assert problem.message == "this ZIP code is in MT, not in ND; the ZIP code places this person"
    assert (problem.column, problem.value) == ("zip", "59270")


def test_the_state_is_compared_without_case(people):
    assert placed(people({"zip": "65401", "state": "mo"})) == ("ZIP", [])


@pytest.mark.parametrize(("miles", "doubted"), [(ZIP_MILES - 0.1, False), (ZIP_MILES + 0.1, True)])
def test_coordinates_and_zip_code_far_apart(people, country, miles, doubted, north):
    country(
        {"code": "11111", "state": "AA", "lat": 38, "lon": -92},
        {"code": "11112", "state": "AA", "lat": north(miles), "lon": -92},
    )
    source, problems = placed(people({"lat": north(miles), "lon": -92.0, "zip": "11111", "state": "AA"}))
    assert source == "coordinates"
    assert [problem.message for problem in problems] == doubted * [
        "this ZIP code is 50 miles from the coordinates; the coordinates place this person"
    ]
    assert all(problem.column == "zip" and problem.value == "11111" for problem in problems)


def test_a_slip_in_the_coordinates_shows_against_the_zip_code_when_the_state_is_unknown(people):
    (problem,) = locate(people({"lat": 37.95, "lon": 91.76, "zip": "65401"}))[1]
    assert problem.expected.endswith("did you mean the coordinates 37.95, -91.76 (minus sign lost)?")


@pytest.fixture
def border(country, north):
    """State AA ends at the 38th parallel, and BB begins 16 miles north of its last ZIP code."""
    country(
        {"code": "11111", "state": "AA", "lat": 38, "lon": -92},
        {"code": "22222", "state": "BB", "lat": north(16), "lon": -92},
    )


@pytest.mark.parametrize(("miles", "doubted"), [(OUTSIDE_MILES - 0.1, False), (OUTSIDE_MILES + 0.1, True)])
def test_coordinates_outside_the_state(people, border, miles, doubted, north):
    source, problems = placed(people({"lat": north(miles), "lon": -92.0, "state": "AA"}))
    assert source == "coordinates"
    assert [problem.message for problem in problems] == doubted * [
        "these coordinates are 15 miles from the nearest ZIP code of AA"
    ]
    assert all(problem.value == f"{north(miles)}, -92.0" for problem in problems)


def test_a_lonely_place_is_in_its_state_when_no_other_is_nearer(people, border, north):
    south = north(-(NOWHERE_MILES - 0.1))
    assert locate(people({"lat": south, "lon": -92.0, "state": "AA"}))[1] == []


def test_a_place_too_far_from_its_state_is_outside_even_when_no_other_is_nearer(people, border, north):
    south = north(-(NOWHERE_MILES + 0.1))
    (problem,) = locate(people({"lat": south, "lon": -92.0, "state": "AA"}))[1]
    assert problem.message == "these coordinates are 100 miles from the nearest ZIP code of AA"


def test_military_mail_is_no_state_to_lie_in(people, country, north):
    country(
        {"code": "11111", "state": "AA", "lat": 38, "lon": -92},
        {"code": "09001", "state": "AP", "lat": north(20), "lon": -92, "zip_code_type": "MILITARY"},
    )
    assert locate(people({"lat": north(20), "lon": -92.0, "state": "AA"}))[1] == []


def test_a_state_without_zip_codes_is_not_judged(people):
    assert locate(people({**ROLLA, "state": "BI"}))[1] == []


@pytest.mark.parametrize(
    ("lat", "lon", "slip"),
    [(37.95, 91.76, "minus sign lost"), (-91.76, 37.95, "latitude and longitude swapped"),
     (91.76, 37.95, "latitude and longitude swapped, minus sign lost")],
)  # fmt: skip
def test_the_usual_slips_are_recognized(people, lat, lon, slip):
    (problem,) = locate(people({"lat": lat, "lon": lon, "state": "MO"}))[1]
    assert problem.expected == f"coordinates in MO; did you mean the coordinates 37.95, -91.76 ({slip})?"


def test_a_slip_that_lands_elsewhere_is_not_suggested(people):
    (problem,) = locate(people({"lat": 42.34, "lon": 71.07, "state": "MO"}))[1]
    assert problem.expected == "coordinates in MO"


def test_a_lost_minus_sign_takes_alaska_out_of_alaska(people):
    (problem,) = locate(people({"lat": 61.2, "lon": 149.9, "state": "AK"}))[1]
    assert "(minus sign lost)" in problem.expected


def test_one_mistake_is_reported_once(people):
    (problem,) = locate(people({"lat": 37.95, "lon": 91.76, "zip": "65401", "state": "MO"}))[1]
    assert problem.column == "lat"


@pytest.mark.parametrize(
    ("cells", "place", "severity", "said"),
    [("0,0", (2, "lat"), "error", "0, 0 is in the ocean"),
     ("37.95,", (2, "lat"), "error", "lat without lon"),
     (",-91.76", (2, "lon"), "error", "lon without lat"),
     ("37.95,91.76", (2, "lat"), "warning", "miles from the nearest ZIP code of MO")],
)  # fmt: skip
def test_one_mistake_in_a_file_is_reported_once(tmp_path, cells, place, severity, said):
    path = tmp_path / "people.csv"
    path.write_text(f"id,lat,lon,zip,state\na,{cells},65401,MO\n", encoding="utf-8")
    table, problems = read_table(path, "people")
    assert table is not None
    (problem,) = problems + locate(table)[1]
    assert ((problem.row, problem.column), problem.severity) == (place, severity)
    assert said in problem.message


def test_every_lost_minus_sign_is_told_and_only_where_the_state_is_known(tmp_path):
    path = tmp_path / "people.csv"
    rows = ["a,38,92,MO", "b,38,92,MO", "c,13.45,144.75,GU", "d,1,1,", "e,38,-92,MO"]
    path.write_text("\n".join(["id,lat,lon,state", *rows]), encoding="utf-8")
    table, problems = read_table(path, "people")
    assert table is not None
    assert problems == []
    assert [(problem.row, problem.expected) for problem in locate(table)[1]] == [
        (row, "coordinates in MO; did you mean the coordinates 38.0, -92.0 (minus sign lost)?") for row in (2, 3)
    ]


def test_a_problem_names_the_cell_as_the_file_does(people):
    table = people(
        {"zip": "99999", "city": "Rolla", "state": "MO"},
        rows=(41,),
        sheet="May",
        headings={"zip": "Post code"},
    )
    (problem,) = locate(table)[1]
    assert problem.place == 'people.csv, sheet "May", row 41, column "Post code"'


def test_problems_stand_in_the_order_of_the_sheet(people):
    table = people({"zip": "99999"}, {"zip": "99998"}, {"zip": "99997"}, rows=(9, 3, 6))
    assert [problem.row for problem in locate(table)[1]] == [3, 3, 6, 6, 9, 9]
