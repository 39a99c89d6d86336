import math

import pytest

from check_helpers import season
from pairing.verify.criteria import CRITERIA, points, ten_thousandths, worths
from pairing.verify.pairs.evaluation import Judge


def value(kind, left, right, miles=None, **parameters):
    made = season([{"id": "l1", **left}], [{"id": "r1", **right}])
    return CRITERIA[kind](made, **parameters)(0, 0, miles)


def test_worths_add_up_and_ties_go_to_the_earlier():
    assert worths([1, 1, 1]) == [3334, 3333, 3333]
    assert worths([35, 20, 10, 5, 30]) == [3500, 2000, 1000, 500, 3000]
    assert worths([1, 2, 4]) == [1429, 2857, 5714]
    assert worths([0, 5]) == [0, 10000]
    assert worths([0.1, 0.2]) == [3333, 6667]
    assert worths([1, 1, 1, 1, 1, 1]) == [1667, 1667, 1667, 1667, 1666, 1666]


def test_halves_of_points_are_rounded_up():
    assert [points(3333, n) for n in (0, 10_000, 5_000)] == [0, 3333, 1667]
    assert [points(1, n) for n in (4_999, 5_000)] == [0, 1]
    assert [ten_thousandths(c) for c in (0, 1, 0.5, 1 / 32, 0.33333)] == [0, 10_000, 5_000, 313, 3333]


@pytest.mark.parametrize(("miles", "expected"), [(0.0, 1), (40.0, 0.5), (80.0, 0.25), (None, None)])
def test_proximity_halves_at_the_miles_stated(miles, expected):
    assert value("proximity", {}, {}, miles, half_at_miles=40.0) == expected


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [(500, 500, 1), (500, 1500, 0.5), (1500, 500, 0.5), (0, 3, 0.5), (0, 0.5, 1), (None, 500, None), (500, None, None)],
)
def test_enrollment_halves_at_the_ratio_stated(a, b, expected):
    found = value("enrollment", {"enrollment": a}, {"enrollment": b}, half_at_ratio=3.0)
    assert found == (expected if expected is None else pytest.approx(expected))


@pytest.mark.parametrize(("a", "b", "expected"), [("N", "n ", 1), ("N", "S", 0), (None, "S", None)])
def test_same_is_one_where_left_and_right_agree_else_zero(a, b, expected):
    assert value("same", {"region": a}, {"region": b}, column="region") == expected
    assert value("same", {"city": a}, {"city": b}, column=["region", "city"]) == expected


@pytest.mark.parametrize(
    ("needs", "expertise", "expected"),
    [
        (("Budget", "law", "Budget "), ("budget",), 0.5),
        (("a", "b", "c"), ("c", "a", "b", "d"), 1),
        (("a",), (), 0),
        ((), ("a",), None),
        (None, ("a",), None),
        (("a",), None, None),
    ],
)
def test_shared_is_the_part_of_the_left_list_found_on_the_right(needs, expertise, expected):
    found = value("shared", {"needs": needs}, {"expertise": expertise}, left_column="needs", right_column="expertise")
    assert found == expected


@pytest.mark.parametrize(
    ("needs", "expertise", "central", "expected"),
    [
        (("Budget *", "law"), ("budget",), 3.0, 3 / 4),
        (("Budget *", "law"), ("law",), 3.0, 1 / 4),
        (("budget*", "law"), ("Budget  *", "law *"), 3.0, 1),
        (("a", "A *", "b"), ("a",), 3.0, 3 / 4),
        (("a *", "b *"), ("a",), 3.0, 1 / 2),
        (("a", "b"), ("a *",), 3.0, 1 / 2),
        (("a *", "b"), ("a",), 1.0, 1 / 2),
        (("a *", "b"), ("a",), 0.5, 1 / 3),
        (("a *", "b"), ("a",), None, 0),
        (("a *", "b"), ("a *",), None, 1 / 2),
        (("a *", "b", "c", "d", "e", "f", "g"), ("b",), 0.4, 0.15625),
        (("a * b", "c"), ("a * b",), 3.0, 1 / 2),
        ((), ("a",), 3.0, None),
        (None, ("a",), 3.0, None),
        (("a *",), None, 3.0, None),
        (("a *",), (), 3.0, 0),
    ],
)
def test_what_is_central_counts_more_than_once(needs, expertise, central, expected):
    columns = {"left_column": "needs", "right_column": "expertise"}
    assert value("shared", {"needs": needs}, {"expertise": expertise}, central=central, **columns) == expected


AREAS = {"Dean": ["Law", "budget "], "chief": ["art"]}


@pytest.mark.parametrize(
    ("right", "expected"),
    [
        ({"role": "DEAN ", "past_roles": ("dean",)}, 1),
        ({"role": "chief", "past_roles": (" Dean",)}, 0.3),
        ({"years_by_role": {"dean": 0.1}}, 0.3),
        ({"expertise": ("dean",)}, 0.3),
        ({"role": "chief", "expertise": ("x", "BUDGET")}, 0.3),
        ({"role": "chief", "past_roles": ("vice dean",), "expertise": ("art",)}, 0),
        ({"role": "chief", "past_roles": (), "expertise": (), "years_by_role": {"dean": 0.0, "chief": 9.0}}, 0),
        ({"role": "chief", "past_roles": (), "years_by_role": {}}, None),
        ({"role": "chief", "expertise": ()}, None),
        ({"past_roles": (), "expertise": ()}, None),
    ],
)
def test_role_is_one_in_the_left_role_less_where_experience_stands_in_else_zero(right, expected):
    assert value("role", {"role": "dean"}, right, areas=AREAS, stands_in=0.3) == expected
    assert value("role", {}, right, areas=AREAS, stands_in=0.3) is None


def test_practice_areas_are_those_of_the_left_role_alone():
    law = {"role": "x", "past_roles": (), "expertise": ("law",)}
    assert value("role", {"role": "chief"}, law, areas=AREAS, stands_in=0.3) == 0
    assert value("role", {"role": "dean"}, law, areas={}, stands_in=0.3) == 0
    assert value("role", {"role": "dean"}, law, areas=AREAS, stands_in=0.0) == 0
    assert value("role", {"role": "dean"}, {"expertise": ("law",)}, areas=AREAS, stands_in=0.0) == 0


@pytest.mark.parametrize(
    ("mine", "theirs", "expected"),
    [
        (("Budget", "law"), ("law ", "budget"), 1),
        (("a", "b"), ("b", "c"), 1 / (1 + 2 * math.log2(3))),
        (("a",), ("b",), 0),
        (("a",), (), 0),
        ((), ("a",), 0),
        ((), (), None),
        (None, ("a",), None),
        (("a",), None, None),
    ],
)
def test_overlap_is_the_weight_of_items_in_both_over_that_in_either(mine, theirs, expected):
    """Of two known lists an item in both weighs log2(1 + 2/2) = 1, one in either log2(1 + 2/1)."""
    found = value("overlap", {"needs": mine}, {"needs": theirs}, column="needs")
    assert found == (expected if expected is None else pytest.approx(expected))


@pytest.mark.parametrize(
    ("prefers", "expected"),
    [(("R1",), 1), (("x", " r1"), 0.5), (("x", "y", "z", "r1"), 0.25), (("x",), 0), ((), None), (None, None)],
)
def test_preference_falls_from_the_first_wish_to_somebody_not_named(prefers, expected):
    assert value("preference", {"prefers": prefers}, {}, column="prefers") == expected


@pytest.mark.parametrize(
    ("a", "b", "expected"), [(40, 40, 1), (40, 55, 0.5), (55, 40, 0.5), (None, 40, None), (40, None, None)]
)
def test_likeness_halves_at_the_difference_stated(a, b, expected):
    found = value("likeness", {"low_income_pct": a}, {"low_income_pct": b}, column="low_income_pct", half_at=15.0)
    assert found == expected


@pytest.mark.parametrize(("years", "expected"), [(15, 1), (16, 1), (3, 0.2), (0, 0), (None, None)])
def test_experience_is_full_at_the_years_stated(years, expected):
    options = {"column": "years_as_superintendent", "full_at_years": 15.0}
    assert value("experience", {}, {"years_as_superintendent": years}, **options) == expected


def test_each_of_several_pairs_has_its_own_nearness():
    left = [{"id": "a", "role": "dean"}, {"id": "b"}, {"id": "c", "role": "chief"}]
    right = [{"id": "c", "role": "chief", "past_roles": ("dean",), "expertise": ()}, {"id": "d", "role": "dean"}]
    near = CRITERIA["role"](season(left, right), areas=AREAS, stands_in=0.3)
    assert [[near(i, j, None) for j in range(2)] for i in range(3)] == [[0.3, 1], [None, None], [1, None]]


def test_points_add_up_to_the_fit_and_unknown_counts_as_stated():
    criteria = (
        '[[criterion]]\nkind = "same"\nname = "a"\ncolumn = "region"\nweight = 1\n'
        '[[criterion]]\nkind = "same"\nname = "b"\ncolumn = "city"\nweight = 1\nunknown = 0.25\n'
        '[[criterion]]\nkind = "same"\nname = "c"\ncolumn = "county"\nweight = 1\n'
    )
    judge = Judge(season([{"id": "l1", "region": "N"}], [{"id": "r1", "region": "n"}], criteria=criteria))
    assert judge.points(0, 0) == [3334, 833, 1667]
    assert judge.verdict(0, 0) == 5834
