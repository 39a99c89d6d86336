"""Rules that look for a name in a list."""

import pytest

from check_helpers import answer


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ({"conflicts": ("R1",)}, {"conflicts": ()}, False),
        ({"conflicts": ("r1",)}, {}, False),
        ({}, {"conflicts": ("l1",)}, False),
        ({"conflicts": ("river  city",)}, {"district": "River City"}, False),
        ({"conflicts": ("0042",)}, {"district_id": "0042", "conflicts": ()}, False),
        ({"district": "Hill"}, {"conflicts": ("hill",)}, False),
        ({"conflicts": ("r2",)}, {"conflicts": ()}, True),
        ({"conflicts": ()}, {"conflicts": ()}, True),
        ({"conflicts": ()}, {}, None),
        ({}, {}, None),
    ],
)
def test_no_conflict_passes_where_neither_names_the_other_or_the_others_district(left, right, expected):
    assert answer("no_conflict", left, right) is expected


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ({"declines": ("R1",)}, {}, False),
        ({}, {"declines": (" l1",)}, False),
        ({"declines": ("hill",)}, {"declines": (), "district": "Hill"}, True),
        ({"declines": ()}, {"declines": ("l2",)}, True),
        ({"declines": ()}, {}, None),
    ],
)
def test_not_declined_passes_where_neither_names_the_other(left, right, expected):
    assert answer("not_declined", left, right) is expected


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ({"employer": "Hill Top"}, {"district": "hill  top"}, False),
        ({"former_employers": ("Elm", "0042")}, {"district_id": "0042"}, False),
        ({"district": "Hill"}, {"employer": "HILL"}, False),
        ({"district_id": "0042"}, {"former_employers": ("0042",)}, False),
        ({"former_employers": ("r1",)}, {"former_employers": ()}, True),
        ({"former_employers": ("Hill",), "district": "Hill"}, {"former_employers": (), "district": "Elm"}, True),
        ({"former_employers": ()}, {"former_employers": ()}, True),
        ({"former_employers": ()}, {"employer": "Elm"}, None),
        ({"employer": "Elm"}, {"former_employers": ("Ash",)}, None),
        ({}, {}, None),
    ],
)
def test_not_former_employer_passes_where_neither_works_or_worked_for_the_others_district(left, right, expected):
    assert answer("not_former_employer", left, right) is expected


def seminar(left, right, **more):
    options = {"left_column": "completed", "right_column": "requires", "unless": {}, "where": {}, **more}
    return answer("prepared", left, right, **options)


@pytest.mark.parametrize(
    ("completed", "requires", "expected"),
    [
        (("I", "II", "III"), ("i ", "II"), True),
        (("I",), ("I",), True),
        (("I",), ("I", "II"), False),
        ((), ("I",), False),
        ((), (), True),
        (("I",), (), True),
        (None, (), True),
        (None, ("I",), None),
        (("I",), None, None),
        (None, None, None),
    ],
)
def test_prepared_passes_where_all_that_is_asked_is_completed(completed, requires, expected):
    assert seminar({"completed": completed}, {"requires": requires}) is expected


LEADS, EXPERIENCED = {"level": "III"}, {"years_in_role": ">= 3"}


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ({"completed": (), "years_in_role": 3}, {"level": "iii"}, True),
        ({"completed": (), "years_in_role": 3}, {"level": "II"}, False),
        ({"completed": (), "years_in_role": 2}, {"level": "III"}, False),
        ({"completed": (), "years_in_role": 3}, {}, None),
        ({"completed": ()}, {"level": "III"}, None),
        ({"completed": ()}, {"level": "II"}, False),
        ({"years_in_role": 3}, {"level": "III"}, True),
        ({"years_in_role": 2}, {"level": "III"}, None),
        ({"completed": ("I",)}, {"level": "III"}, True),
        ({"completed": ("I",), "years_in_role": 0}, {}, True),
    ],
)
def test_whoever_is_excused_need_not_be_prepared(left, right, expected):
    assert seminar(left, {"requires": ("I",), **right}, unless=EXPERIENCED, where=LEADS) is expected


def test_whoever_is_excused_is_excused_everywhere_unless_it_is_said_where():
    left, right = {"completed": (), "years_in_role": 3}, {"requires": ("I",)}
    assert seminar(left, right, unless=EXPERIENCED) is True
    assert seminar(left, right, unless=[{"region": "N"}, EXPERIENCED]) is True
    assert seminar(left, right, where={}) is False
    assert seminar({**left, "completed": None}, {}, unless=EXPERIENCED) is True
    assert seminar({"goals": ("a",)}, {"needs": ("A",)}, left_column="goals", right_column="needs") is True


@pytest.mark.parametrize(
    ("completed", "level", "expected"),
    [
        (("I", " ii"), "II", False),
        (("I", "III"), "II", True),
        ((), "II", True),
        ((), None, None),
        (None, "II", None),
    ],
)
def test_not_listed_passes_where_the_right_cell_is_not_in_the_left_list(completed, level, expected):
    columns = {"left_column": "completed", "right_column": "level"}
    assert answer("not_listed", {"completed": completed}, {"level": level}, **columns) is expected


def test_what_is_listed_may_stand_in_other_columns():
    columns = {"left_column": "declines", "right_column": "region"}
    assert answer("not_listed", {"declines": ("north",)}, {"region": "North"}, **columns) is False
    assert answer("not_listed", {"declines": ("north",), "completed": ()}, {"region": "South"}, **columns) is True


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ({"supervisor": "R1 "}, {}, False),
        ({"supervisor": "ann  lee"}, {"name": "Ann Lee", "supervisor": "x"}, False),
        ({"supervisor": "A@x.org"}, {"email": "a@x.org"}, False),
        ({}, {"supervisor": "l1"}, False),
        ({"name": "Bo"}, {"supervisor": "bo"}, False),
        ({"email": "b@x.org", "supervisor": "x"}, {"supervisor": "B@x.org"}, False),
        ({"supervisor": "Ann Lee"}, {"supervisor": "Cy", "district": "Ann Lee"}, True),
        ({"supervisor": "l1"}, {"supervisor": "r1"}, True),
        ({"supervisor": "x"}, {}, None),
        ({}, {"supervisor": "x"}, None),
        ({}, {}, None),
    ],
)
def test_not_supervisor_passes_where_neither_supervises_the_other(left, right, expected):
    assert answer("not_supervisor", left, right) is expected


@pytest.mark.parametrize(
    ("partners", "expected"),
    [(("R1",), True), (("x", "r1 "), True), (("x",), False), (("r11",), False), ((), True), (None, True)],
)
def test_same_again_passes_with_the_partner_whom_the_list_names(partners, expected):
    assert answer("same_again", {"current_mentor": partners}, {}, column="current_mentor") is expected
    assert answer("same_again", {"prefers": partners}, {}, column="prefers") is expected
