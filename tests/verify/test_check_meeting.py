"""Meeting places on one meridian, where a tenth of a degree is 6.90 miles."""

import pytest

from cohort_build import cohort_season
from pairing.verify.cohorts.meeting import Meetings


def meetings(folder, latitudes, venues=(), **cells):
    members = [{"id": n, "lat": lat, "lon": lat and -92.0, **cells} for n, lat in zip("abcde", latitudes, strict=False)]
    return Meetings(cohort_season(folder, members, venues=venues))


def venue(identifier, lat, name="Hall"):
    return {"id": identifier, "name": name, "lat": lat, "lon": -92.0}


def test_they_meet_where_the_longest_drive_is_smallest(tmp_path):
    found = meetings(tmp_path, (38.0, 38.1, 38.3)).meet((0, 1, 2))
    assert (found.is_venue, found.position, found.drives) == (False, 1, {0: 690, 1: 0, 2: 1379})
    assert (found.longest, found.twice_median) == (1379, 1380)


def test_of_places_with_the_same_longest_drive_the_one_with_the_smallest_sum_is_chosen(tmp_path):
    found = meetings(tmp_path, (38.0, 38.2, 38.1, 38.1), [venue("v", 38.1)]).meet((0, 1, 2, 3))
    assert (found.is_venue, found.position) == (False, 2)
    assert found.twice_median == 690, "drives are 0, 0, 6.90 and 6.90"
    found = meetings(tmp_path / "two", (38.0, 38.2, 38.1), [venue("v", 38.1)]).meet((0, 1))
    assert (found.is_venue, found.longest) == (True, 690)


def test_of_places_as_near_members_come_before_venues_each_in_the_order_of_the_table(tmp_path):
    where = meetings(tmp_path, (38.0, 38.1, 38.1), [venue("u", 38.1), venue("v", 38.1)])
    assert where.meet((0, 1, 2)).position == 1
    assert where.meet((0, 2)).position == 0, "from a to c is as far as from c to a"
    two = meetings(tmp_path / "two", (38.0, 38.2), [venue("u", 38.1), venue("v", 38.1)]).meet((0, 1))
    assert (two.is_venue, two.position) == (True, 0)


def test_members_and_venues_without_a_place_are_left_out(tmp_path):
    where = meetings(tmp_path, (38.0, None, 38.1), [{**venue("v", None), "lon": None}])
    assert where.meet((0, 1, 2)).drives == {0: 0, 2: 690}
    assert where.meet((1,)) is None


def test_no_place_is_known_where_no_members_is(tmp_path):
    assert meetings(tmp_path, (None, 38.0), [venue("v", 38.0)]).meet((0,)) is None


@pytest.mark.parametrize(
    ("cells", "names"),
    [({"district": "Hill"}, {"Hill"}), ({"name": "Kim Doe"}, {"Kim Doe", "a"}), ({}, {"a"})],
)
def test_a_members_place_is_called_by_the_district_else_by_what_is_known(tmp_path, cells, names):
    where = meetings(tmp_path, (38.0,), **cells)
    found = where.meet((0,))
    assert where.called(found) == names
    assert where.identifier(found) == "a"


def test_a_venue_is_called_by_its_name(tmp_path):
    where = meetings(tmp_path, (38.0, 38.2), [venue("v", 38.1, "Town Hall")])
    found = where.meet((0, 1))
    assert (where.called(found), where.identifier(found)) == ({"Town Hall"}, "v")
