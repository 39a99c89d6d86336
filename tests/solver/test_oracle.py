"""The oracle against values worked out by hand, so that it can be trusted as a judge of others."""

from datetime import date
from typing import Any

import pytest

from pair_oracle import (
    BadInput,
    all_plans,
    best_values,
    condition_holds,
    lambert_miles,
    minimal_conflicts,
    solve,
    worths_of,
)

ONE_EACH = {"column": "capacity", "default": 1}
PREFERENCE = {"name": "wish", "kind": "preference", "weight": 1, "unknown": 0}


def program(**tables: Any) -> dict[str, Any]:
    """A program with sides, rules, criteria and goals; `left`/`right` add to the sides."""
    left = {"label": "mentee", "table": "mentees", "screen": [], **tables.pop("left", {})}
    right = {
        "label": "mentor",
        "table": "mentors",
        "capacity": ONE_EACH,
        "screen": [],
        **tables.pop("right", {}),
    }
    goals = tables.pop("goal", [{"kind": "placed"}, {"kind": "fit"}])
    return {"left": left, "right": right, "rule": [], "criterion": [], "goal": goals, **tables}


def people(prefix: str, count: int, **cells: Any) -> list[dict[str, Any]]:
    return [{"id": f"{prefix}{n}", **cells} for n in range(1, count + 1)]


def value_of(criterion: dict[str, Any], left: dict[str, Any], right: dict[str, Any], miles=None) -> int:
    """A criterion that has all the weight: its points are its value."""
    spec = {"name": "c", "weight": 3, **criterion}
    answer = solve(program(criterion=[spec]), [{"id": "a", **left}], [{"id": "x", **right}], miles=miles)
    return answer.points["a", "x"]["c"]


def judged(rule: dict[str, Any], left: dict[str, Any], right: dict[str, Any], miles=None) -> tuple[str, bool]:
    """The verdict of one rule and whether the pair passes."""
    spec = {"name": "r", **rule}
    answer = solve(program(rule=[spec]), [{"id": "a", **left}], [{"id": "x", **right}], miles=miles)
    return answer.verdicts["a", "x"]["r"], ("a", "x") in answer.eligible


# ---------------------------------------------------------------- conditions


@pytest.mark.parametrize(
    ("condition", "person", "answer"),
    [
        ({}, {}, "yes"),
        ({"role": "Super  Intendent "}, {"role": " super intendent"}, "yes"),
        ({"role": "principal"}, {}, "unknown"),
        ({"role": ["principal", "dean"]}, {"role": "Dean"}, "yes"),
        ({"first_year": True}, {"first_year": False}, "no"),
        ({"past_roles": "principal"}, {"past_roles": ("teacher", "Principal")}, "yes"),
        ({"past_roles": "principal"}, {"past_roles": ()}, "no"),
        ({"past_roles": "principal"}, {"past_roles": None}, "unknown"),
        ({"years_by_role": "principal"}, {"years_by_role": {"Principal": 0.5}}, "yes"),
        ({"years": ">= 4"}, {"years": 4}, "yes"),
        ({"years": "<4"}, {"years": 4}, "no"),
        ({"years": ["< 2", "> 8"]}, {"years": 9.5}, "yes"),
        ({"hired_on": "> 2025-07-01"}, {"hired_on": date(2025, 7, 1)}, "no"),
        ({"role": "dean", "years": 4}, {"years": 3}, "no"),
        ({"role": "dean", "years": 4}, {"years": 4}, "unknown"),
        ([{"role": "dean"}, {"years": 4}], {"role": "chief", "years": 4}, "yes"),
        ([{"role": "dean"}, {"years": 4}], {"years": 4}, "yes"),
        ([{"role": "dean"}, {"years": 4}], {"years": 3}, "unknown"),
        ([{"role": "dean"}, {"years": 4}], {"role": "chief", "years": 3}, "no"),
        ([{"role": "dean", "years": 4}, {"years": 5}], {"years": 5}, "yes"),
        ([{"role": "dean"}, {}], {}, "yes"),
        ([], {}, "no"),
        ({"years_by_role": "Dean: >= 5"}, {"years_by_role": {"dean": 5.0}}, "yes"),
        ({"years_by_role": "dean :>5"}, {"years_by_role": {"Dean": 5.0, "chief": 9.0}}, "no"),
        ({"years_by_role": "vice  dean: < 5"}, {"years_by_role": {"dean": 9.0}}, "yes"),
        ({"years_by_role": "dean: > 0"}, {"years_by_role": {}}, "no"),
        ({"years_by_role": "dean: <= 0"}, {"years_by_role": {}}, "yes"),
        ({"years_by_role": "dean: >= 0"}, {}, "unknown"),
        ({"years_by_role": ["dean: >= 5", "chief"]}, {"years_by_role": {"chief": 0.0}}, "yes"),
        ({"role": "dean: >= 5"}, {"role": "Dean: >= 5"}, "yes"),
    ],
)
def test_conditions(condition, person, answer):
    assert condition_holds(condition, person) == answer


# ---------------------------------------------------------------- fit


@pytest.mark.parametrize(
    ("weights", "worths"),
    [
        ([5], [10000]),
        ([1, 1, 1], [3334, 3333, 3333]),
        ([1, 2, 4], [1429, 2857, 5714]),  # 1428.57, 2857.14, 5714.29: one is missing, .57 is the largest
        ([1, 1, 1, 1, 1, 1], [1667, 1667, 1667, 1667, 1666, 1666]),
        ([0.1, 0.4, 0.7], [834, 3333, 5833]),  # three exact thirds left over: the first one gets it
        ([0, 2.5, 2.5], [0, 5000, 5000]),
    ],
)
def test_worths(weights, worths):
    assert worths_of(weights) == worths


@pytest.mark.parametrize(
    ("criterion", "left", "right", "value"),
    [
        ({"kind": "enrollment", "half_at_ratio": 2}, {"enrollment": 400}, {"enrollment": 800}, 5000),
        ({"kind": "enrollment", "half_at_ratio": 4}, {"enrollment": 800}, {"enrollment": 400}, 7071),
        ({"kind": "enrollment", "half_at_ratio": 2}, {"enrollment": 0}, {"enrollment": 2}, 5000),
        ({"kind": "same", "column": "locale"}, {"locale": "Rural"}, {"locale": "rural "}, 10000),
        ({"kind": "same", "column": "locale"}, {"locale": "rural"}, {"locale": "town"}, 0),
        (
            {"kind": "same", "column": ["region", "state"]},
            {"region": "1", "state": "MO"},
            {"state": "mo"},
            10000,
        ),
        ({"kind": "same", "column": "locale"}, {}, {"locale": "town"}, 5000),
        ({"kind": "same", "column": "locale", "unknown": 0.25}, {}, {"locale": "town"}, 2500),
        ({"kind": "shared"}, {"needs": ("A", "b", "c")}, {"expertise": ("a", "C ", "d")}, 6667),
        ({"kind": "shared"}, {"needs": ("a",)}, {"expertise": ()}, 0),
        ({"kind": "shared"}, {"needs": ()}, {"expertise": ("a",)}, 5000),
        ({"kind": "shared"}, {"needs": ("a *", "b")}, {"expertise": ("a",)}, 0),
        ({"kind": "shared", "central": 3}, {"needs": ("A *", "b")}, {"expertise": ("a",)}, 7500),
        ({"kind": "shared", "central": 3}, {"needs": ("a*", "b")}, {"expertise": ("b *",)}, 2500),
        ({"kind": "shared", "central": 3}, {"needs": ("a", "a *", "b")}, {"expertise": ("b",)}, 2500),
        ({"kind": "shared", "central": 1}, {"needs": ("a *", "b")}, {"expertise": ("a",)}, 5000),
        ({"kind": "shared", "central": 0.5}, {"needs": ("a *", "b")}, {"expertise": ("b",)}, 6667),
        ({"kind": "shared", "central": 3}, {"needs": ()}, {"expertise": ("a",)}, 5000),
        ({"kind": "role"}, {"role": "Dean"}, {"role": " dean"}, 10000),
        ({"kind": "role"}, {"role": "Dean"}, {"role": "chief", "past_roles": ("DEAN",)}, 5000),
        ({"kind": "role", "stands_in": 0.8}, {"role": "dean"}, {"years_by_role": {"Dean": 0.5}}, 8000),
        ({"kind": "role", "stands_in": 0.8}, {"role": "dean"}, {"years_by_role": {"dean": 0.0}}, 5000),
        ({"kind": "role", "stands_in": 0.8}, {"role": "dean"}, {"expertise": ("law", "dean ")}, 8000),
        ({"kind": "role", "areas": {"Dean": ["Law"]}}, {"role": "dean"}, {"expertise": ("law",)}, 5000),
        (
            {"kind": "role", "areas": {"chief": ["law"]}},
            {"role": "dean"},
            {"role": "chief", "past_roles": (), "expertise": ("law",)},
            0,
        ),
        ({"kind": "role", "stands_in": 0}, {"role": "dean"}, {"expertise": ("dean",)}, 0),
        (
            {"kind": "role", "unknown": 0.2},
            {"role": "dean"},
            {"role": "chief", "past_roles": (), "years_by_role": {}},
            2000,
        ),
        ({"kind": "role", "unknown": 0.2}, {"role": "dean"}, {"past_roles": (), "expertise": ()}, 2000),
        ({"kind": "role", "unknown": 0.2}, {"role": "dean"}, {"role": "chief", "expertise": ()}, 2000),
        ({"kind": "role", "unknown": 0.2}, {}, {"role": "dean", "past_roles": (), "expertise": ()}, 2000),
        ({"kind": "preference"}, {"prefers": ("y", "X", "z")}, {}, 6667),
        ({"kind": "preference"}, {"prefers": ("y",)}, {}, 0),
        ({"kind": "preference"}, {"prefers": ()}, {}, 5000),
        ({"kind": "likeness", "column": "ell_pct", "half_at": 10}, {"ell_pct": 5}, {"ell_pct": 25.0}, 2500),
        ({"kind": "experience", "full_at_years": 8}, {}, {"years_as_superintendent": 3}, 3750),
        ({"kind": "experience", "full_at_years": 8}, {}, {"years_as_superintendent": 30}, 10000),
        ({"kind": "experience", "full_at_years": 8}, {}, {}, 5000),
    ],
)
def test_values_of_criteria(criterion, left, right, value):
    assert value_of(criterion, left, right) == value


def test_value_of_proximity():
    proximity = {"kind": "proximity", "half_at_miles": 40}
    assert value_of(proximity, {}, {}, miles=lambda left, right: 40.0) == 5000
    assert value_of(proximity, {}, {}, miles=lambda left, right: 200.0) == 313  # 312.5 is rounded up
    assert value_of(proximity, {"lat": 38.5, "lon": -92.0}, {"lat": 38.5, "lon": -92.0}) == 10000
    assert value_of(proximity, {"lat": 38.5}, {"lat": 38.5, "lon": -92.0}) == 5000  # half a place is none


def test_points_are_rounded_and_add_up():
    criteria = [
        {"name": "one", "kind": "same", "column": "locale", "weight": 1},
        {"name": "two", "kind": "preference", "weight": 1},
        {"name": "three", "kind": "experience", "full_at_years": 8, "weight": 1},
    ]
    left = [{"id": "a", "prefers": ("y", "x")}]
    right = [{"id": "x", "years_as_superintendent": 1}]
    answer = solve(program(criterion=criteria), left, right)
    # 3334 * .5 = 1667; 3333 * .5 = 1666.5, up; 3333 * .125 = 416.625
    assert answer.points["a", "x"] == {"one": 1667, "two": 1667, "three": 417}
    assert answer.fits == {("a", "x"): 3751}


def test_lambert_by_hand():
    equator = lambert_miles({"lat": 0, "lon": 0}, {"lat": 0, "lon": 1})
    assert equator == 69.17  # 6378137 m * pi / 180 = 111319.49 m
    quarter = lambert_miles({"lat": 0, "lon": 0}, {"lat": 90, "lon": 0})
    assert quarter == pytest.approx(6214.93, abs=0.02)  # the quarter meridian, 10001965.73 m
    assert lambert_miles({"lat": 0, "lon": 0}, {"lat": 0}) is None


# ---------------------------------------------------------------- rules

ROLE = {"kind": "experience", "min_years": 5, "in_left_role": True}
LEADERS = {"unless": {"status": "retired"}, "where": {"level": "III"}}


@pytest.mark.parametrize(
    ("rule", "left", "right", "expected"),
    [
        (
            {"kind": "different", "column": "district_id"},
            {"district_id": "7"},
            {"district_id": " 7"},
            ("no", False),
        ),
        ({"kind": "different", "column": "district_id"}, {"district_id": "7"}, {}, ("unknown", True)),
        ({"kind": "different", "column": "d", "unknown": "fails"}, {"d": "7"}, {}, ("unknown", False)),
        ({"kind": "different", "column": ["d", "e"]}, {"d": "7", "e": "1"}, {"e": "2"}, ("yes", True)),
        ({"kind": "same", "column": "role"}, {"role": "Dean"}, {"role": "dean"}, ("yes", True)),
        ({"kind": "same", "column": "role"}, {"role": "Dean"}, {}, ("unknown", False)),
        ({"kind": "no_conflict"}, {"conflicts": (" X ",)}, {}, ("no", False)),
        ({"kind": "no_conflict"}, {"district": "Oak Grove"}, {"conflicts": ("oak grove",)}, ("no", False)),
        ({"kind": "no_conflict"}, {"district_id": "048"}, {"conflicts": ("048",)}, ("no", False)),
        ({"kind": "no_conflict"}, {"conflicts": ()}, {}, ("unknown", True)),
        ({"kind": "no_conflict"}, {"conflicts": ()}, {"conflicts": ("b",)}, ("yes", True)),
        ({"kind": "not_declined"}, {}, {"declines": ("A",)}, ("no", False)),
        (
            {"kind": "not_declined"},
            {"declines": ("elm",)},
            {"declines": (), "district": "elm"},
            ("yes", True),
        ),
        ({"kind": "not_same_person"}, {"id": "x "}, {}, ("no", False)),
        ({"kind": "not_same_person"}, {"email": "Q@z.org"}, {"email": "q@z.org"}, ("no", False)),
        ({"kind": "not_same_person"}, {"email": "q@z.org"}, {}, ("yes", True)),
        ({"kind": "experience", "min_years": 5}, {}, {"years_as_superintendent": 5}, ("yes", True)),
        ({"kind": "experience", "min_years": 5}, {}, {}, ("unknown", False)),
        (
            {"kind": "experience", "min_years": 5, "column": "years_in_role"},
            {},
            {"years_in_role": 4},
            ("no", False),
        ),
        (
            ROLE,
            {"role": "Dean"},
            {"years_by_role": {"dean": 6.0}, "role": "dean", "years_in_role": 1},
            ("yes", True),
        ),
        (
            ROLE,
            {"role": "Superintendent"},
            {"years_by_role": {}, "years_as_superintendent": 9},
            ("yes", True),
        ),
        (ROLE, {"role": "dean"}, {"role": "Dean", "years_in_role": 4}, ("no", False)),
        (ROLE, {"role": "dean"}, {"role": "chief", "years_in_role": 9, "years_by_role": {}}, ("no", False)),
        (ROLE, {"role": "dean"}, {"role": "chief", "years_in_role": 9}, ("unknown", False)),
        (ROLE, {}, {"years_by_role": {"dean": 9.0}}, ("unknown", False)),
        ({"kind": "prepared"}, {"completed": ("I", "ii")}, {"requires": ("II", "i ")}, ("yes", True)),
        ({"kind": "prepared"}, {"completed": ("I",)}, {"requires": ("I", "II")}, ("no", False)),
        ({"kind": "prepared"}, {}, {"requires": ()}, ("yes", True)),
        ({"kind": "prepared"}, {}, {"requires": ("I",)}, ("unknown", False)),
        ({"kind": "prepared"}, {"completed": ("I",)}, {}, ("unknown", False)),
        ({"kind": "prepared", "unless": {}}, {"completed": ()}, {"requires": ("I",)}, ("no", False)),
        (
            {"kind": "prepared", "unless": {"status": "retired"}},
            {"completed": (), "status": "retired"},
            {"requires": ("I",)},
            ("yes", True),
        ),
        (
            {"kind": "prepared", **LEADERS},
            {"completed": (), "status": "retired"},
            {"requires": ("I",), "level": "iii"},
            ("yes", True),
        ),
        (
            {"kind": "prepared", **LEADERS},
            {"completed": (), "status": "retired"},
            {"requires": ("I",), "level": "II"},
            ("no", False),
        ),
        (
            {"kind": "prepared", **LEADERS},
            {"completed": (), "status": "retired"},
            {"requires": ("I",)},
            ("unknown", False),
        ),
        (
            {"kind": "prepared", **LEADERS, "unknown": "passes"},
            {"completed": ()},
            {"requires": ("I",), "level": "III"},
            ("unknown", True),
        ),
        ({"kind": "prepared", **LEADERS}, {"completed": ("I",)}, {"requires": ("I",)}, ("yes", True)),
        ({"kind": "not_listed"}, {"completed": ("I", "II ")}, {"level": "ii"}, ("no", False)),
        ({"kind": "not_listed"}, {"completed": ("I",)}, {"level": "II"}, ("yes", True)),
        ({"kind": "not_listed"}, {"completed": ()}, {}, ("unknown", True)),
        ({"kind": "not_listed"}, {}, {"level": "I"}, ("unknown", True)),
        ({"kind": "not_supervisor"}, {"supervisor": "X"}, {}, ("no", False)),
        ({"kind": "not_supervisor"}, {"supervisor": "ann  smith"}, {"name": "Ann Smith"}, ("no", False)),
        ({"kind": "not_supervisor"}, {"email": "q@z.org"}, {"supervisor": "Q@z.org"}, ("no", False)),
        ({"kind": "not_supervisor"}, {"supervisor": "x"}, {"supervisor": "b"}, ("no", False)),
        ({"kind": "not_supervisor"}, {"supervisor": "b"}, {}, ("unknown", True)),
        ({"kind": "not_supervisor"}, {"supervisor": "b"}, {"supervisor": "y"}, ("yes", True)),
        ({"kind": "same_again"}, {"current_mentor": ("y", "X ")}, {}, ("yes", True)),
        ({"kind": "same_again"}, {"current_mentor": ("y",)}, {}, ("no", False)),
        ({"kind": "same_again"}, {"current_mentor": ()}, {}, ("yes", True)),
        ({"kind": "same_again", "unknown": "fails"}, {}, {}, ("yes", True)),
        ({"kind": "related_role"}, {"role": "dean"}, {"role": "Dean"}, ("yes", True)),
        ({"kind": "related_role"}, {"role": "dean"}, {"past_roles": ("dean",)}, ("yes", True)),
        (
            {"kind": "related_role", "areas": {"dean": ["law"]}},
            {"role": "Dean"},
            {"expertise": ("LAW",)},
            ("yes", True),
        ),
        (
            {"kind": "related_role"},
            {"role": "dean"},
            {"role": "chief", "past_roles": (), "expertise": ("law",)},
            ("no", False),
        ),
        ({"kind": "related_role"}, {"role": "dean"}, {"role": "chief", "past_roles": ()}, ("unknown", False)),
        ({"kind": "related_role"}, {}, {"role": "dean"}, ("unknown", False)),
    ],
)
def test_rules(rule, left, right, expected):
    spec = {"name": "r", **rule}
    left, right = {"id": "a", **left}, {"id": "x", **right}
    answer = solve(program(rule=[spec]), [left], [right])
    pair = (left["id"], right["id"])
    assert (answer.verdicts[pair]["r"], pair in answer.eligible) == expected


def test_within_miles():
    rule = {"kind": "within_miles", "max_miles": 60}
    assert judged(rule, {}, {}, miles=lambda left, right: 60.0) == ("yes", True)
    assert judged(rule, {}, {}, miles=lambda left, right: 60.01) == ("no", False)
    assert judged(rule, {}, {}) == ("unknown", False)
    equator = {"kind": "within_miles", "max_miles": 69.17}  # on the limit: the geodesic is 69.17 as well
    assert judged(equator, {"lat": 0, "lon": 0}, {"lat": 0, "lon": 1}) == ("yes", True)


# ---------------------------------------------------------------- screens


def test_screens_in_order():
    screens = [
        {"kind": "routed", "when": {"grade_span": "K-8"}, "unless": {"past_roles": "principal"}},
        {"kind": "only", "when": {"first_year": True}, "unless": {"special_application": True}},
    ]
    left = [
        {"id": "a", "grade_span": "K-8", "past_roles": (), "first_year": False},
        {"id": "b", "grade_span": "K-8", "past_roles": ("principal",), "first_year": True},
        {"id": "c", "grade_span": "K-8", "first_year": True},  # past roles unknown: takes part
        {"id": "d", "first_year": False, "special_application": True},
        {"id": "e", "grade_span": "K-12", "first_year": False},  # no or unknown is unknown: not eligible
        {"id": "f", "grade_span": "K-8", "past_roles": ()},
    ]
    answer = solve(program(left={"screen": screens}), left, [{"id": "x"}], [{"action": "withdraw", "person": "F"}])
    assert answer.left_status == {
        "a": "routed",
        "b": "takes part",
        "c": "takes part",
        "d": "takes part",
        "e": "not eligible",
        "f": "withdrawn",
    }
    screens[0]["unknown"], screens[1]["unknown"] = "is routed", "takes part"
    answer = solve(program(left={"screen": screens}), left, [{"id": "x"}])
    assert [answer.left_status[i] for i in "ce"] == ["routed", "takes part"]


def test_routed_without_unless_routes():
    screens = [{"kind": "routed", "when": {"grade_span": "K-8"}}]
    answer = solve(program(left={"screen": screens}), [{"id": "a", "grade_span": "k-8"}], [])
    assert answer.left_status == {"a": "routed"}


def test_one_side():
    sides = {"right": {"screen": [{"kind": "one_side"}]}, "left": {"screen": [{"kind": "already_matched"}]}}
    left = [{"id": "a", "email": "q@z.org"}, {"id": "b"}, {"id": "c", "current_mentor": "w"}, {"id": "d"}]
    right = [{"id": "x", "email": "Q@Z.org"}, {"id": "B"}, {"id": "c"}, {"id": "d"}, {"id": "w"}]
    answer = solve(program(**sides), left, right, [{"action": "withdraw", "person": "d"}])
    # c is matched and does not take part on the left, so c may take part on the right
    assert answer.right_status == {
        "x": "not eligible",
        "B": "not eligible",
        "c": "takes part",
        "d": "withdrawn",
        "w": "takes part",
    }


def test_already_matched_takes_a_seat_and_counts_in_even_load():
    sides = {
        "left": {"screen": [{"kind": "already_matched"}]},
        "right": {
            "capacity": {"column": "capacity", "default": 2},
            "capacity_min": {"column": "capacity_min"},
        },
        "goal": [{"kind": "placed"}, {"kind": "even_load"}],
    }
    left = [{"id": "a", "current_mentor": " X"}, {"id": "b"}, {"id": "c"}]
    right = [{"id": "x", "capacity_min": 1}, {"id": "y", "capacity": 1}]
    answer = solve(program(**sides), left, right)
    assert answer.left_status["a"] == "not eligible"
    assert answer.eligible == {(i, j) for i in "bc" for j in "xy"}
    # x has one partner and one seat left: b-x, c-y or b-y, c-x, each with loads 2 and 1, costing 1
    assert answer.values == {"placed": 2, "even load": 1}
    assert answer.optimal_plans == [{"b": "x", "c": "y"}, {"b": "y", "c": "x"}]
    # x's minimum of one is met by a: the plan with nobody is legal
    assert {} in [plan.pairs for plan in all_plans(program(**sides), left, right)]


# ---------------------------------------------------------------- goals and plans


def test_placed_before_fit():
    left = [{"id": "a", "prefers": ("x", "y")}, {"id": "b", "declines": ("y",), "prefers": ("z", "x")}]
    rule = [{"name": "willing", "kind": "not_declined"}]
    answer = solve(program(rule=rule, criterion=[PREFERENCE]), left, [{"id": "x"}, {"id": "y"}])
    # a-x is worth 10000 alone, but b can only have x
    assert answer.plan == {"a": "y", "b": "x"}
    assert answer.values == {"placed": 2, "fit": 10000}
    fit_first = program(rule=rule, criterion=[PREFERENCE], goal=[{"kind": "fit"}])
    answer = solve(fit_first, left, [{"id": "x"}, {"id": "y"}])
    # a-x alone and a-y with b-x are both worth 10000: a's smaller id decides
    assert answer.optimal_plans == [{"a": "x"}, {"a": "y", "b": "x"}]


def test_worst_fit_and_fit_disagree():
    left = [{"id": "a", "prefers": ("x", "y", "u", "v")}, {"id": "b", "prefers": ("x", "u", "v", "y")}]
    right = [{"id": "x"}, {"id": "y"}]
    # a-x 10000 and b-y 2500, or a-y 7500 and b-x 10000
    answer = solve(program(criterion=[PREFERENCE]), left, right)
    assert answer.values == {"placed": 2, "fit": 17500}
    left[0]["prefers"] = ("x", "u", "v", "y")
    left[1]["prefers"] = ("u", "x", "v", "y")  # now a-x 10000, b-y 2500; a-y 2500, b-x 7500
    worst = [{"kind": "placed"}, {"kind": "worst_fit", "name": "weakest"}, {"kind": "fit"}]
    answer = solve(program(criterion=[PREFERENCE], goal=worst), left, right)
    assert answer.values == {"placed": 2, "weakest": 2500, "fit": 12500}
    left[0]["prefers"] = ("x", "y")  # a-y 5000: now a-y, b-x has the better worst and the same sum
    answer = solve(program(criterion=[PREFERENCE], goal=worst), left, right)
    assert answer.values == {"placed": 2, "weakest": 5000, "fit": 12500}
    assert answer.plan == {"a": "y", "b": "x"}
    assert len(answer.optimal_plans) == 1
    assert len(solve(program(criterion=[PREFERENCE]), left, right).optimal_plans) == 2


def test_worst_fit_of_nobody():
    goals = [{"kind": "placed", "who": {"first_year": True}}, {"kind": "worst_fit"}]
    assert solve(program(goal=goals), [], people("x", 1)).values == {"placed": 0, "worst fit": None}
    # nobody counts as placed, yet a plan with a pair has a worst fit and an empty one has none
    answer = solve(program(goal=goals), people("a", 1), people("x", 1))
    assert answer.plan == {"a1": "x1"}
    assert answer.values == {"placed": 0, "worst fit": 0}


def test_a_weak_lock_is_the_worst_fit_and_frees_the_others():
    left = [{"id": "a", "prefers": ("q",)}, {"id": "b", "prefers": ("x", "p", "q", "y")}]
    left.append({"id": "c", "prefers": ("p", "q", "r", "s", "t", "x", "u", "v", "w", "y")})
    right = [{"id": "x"}, {"id": "y"}, {"id": "z"}]
    goals = [{"kind": "placed"}, {"kind": "worst_fit"}, {"kind": "fit"}]
    lock = [{"action": "lock", "person": "Z", "with": "a"}]
    answer = solve(program(criterion=[PREFERENCE], goal=goals), left, right, lock)
    # a-z has 0 whatever the others get. b-x, c-y: 10000 + 1000; b-y, c-x: 2500 + 5000, though none is as low
    assert answer.plan == {"a": "z", "b": "x", "c": "y"}
    assert answer.values == {"placed": 3, "worst fit": 0, "fit": 11000}


def test_even_load():
    sides = {"right": {"capacity": {"column": "capacity", "default": 4}}}
    goals = [{"kind": "placed"}, {"kind": "even_load"}]
    answer = solve(program(**sides, goal=goals), people("a", 5), people("x", 2))
    assert answer.values == {"placed": 5, "even load": 4}  # loads 3 and 2: 3 + 1
    assert answer.plan == {"a1": "x1", "a2": "x1", "a3": "x1", "a4": "x2", "a5": "x2"}
    assert len(answer.optimal_plans) == 20  # 5 over 3, either way round
    assert answer.directions == {"placed": "max", "even load": "min"}


def test_priority_classes():
    goals = [{"kind": "placed", "name": "class", "by": "priority"}, {"kind": "placed"}, {"kind": "fit"}]
    left = [
        {"id": "a"},
        {"id": "b", "priority": 2},
        {"id": "c", "priority": 1.0},
        {"id": "d", "priority": 1.5, "first_year": False},
        {"id": "e", "priority": 2.0},
    ]
    answer = solve(program(goal=goals), left, people("x", 3))
    assert list(answer.values.items()) == [
        ("class: priority 1", 1),
        ("class: priority 1.5", 1),
        ("class: priority 2", 1),
        ("class: priority unknown", 0),
        ("placed", 3),
        ("fit", 0),
    ]
    assert answer.plan == {"b": "x1", "c": "x2", "d": "x3"}
    goals[0]["who"] = {"first_year": True}
    left[0]["first_year"] = True
    answer = solve(program(goal=goals[:2]), left, people("x", 3))
    assert list(answer.values.values()) == [0, 0, 0, 1, 3]  # unknown is not yes
    left.pop(0)
    assert "class: priority unknown" not in solve(program(goal=goals), left, people("x", 3)).values


def test_in_order():
    goals = [{"kind": "placed"}, {"kind": "in_order", "columns": ["member", "hired_on"]}]
    left = [
        {"id": "a"},
        {"id": "b", "member": True, "hired_on": date(2026, 5, 2)},
        {"id": "c", "member": True},
        {"id": "d", "member": False, "hired_on": date(2026, 5, 1)},
        {"id": "e", "member": True, "hired_on": date(2026, 5, 2)},
        {"id": "f", "hired_on": date(2026, 4, 1)},
    ]
    # b and e cost 5, c 4, d 3, f 2, a 1
    values = {frozenset(plan.pairs): plan.values["in order"] for plan in all_plans(program(goal=goals), left, [])}
    assert values == {frozenset(): 20}
    answer = solve(program(goal=goals), left, people("x", 2))
    assert answer.values == {"placed": 2, "in order": 10}
    assert answer.plan == {"b": "x1", "e": "x2"}
    assert answer.directions["in order"] == "min"
    answer = solve(program(goal=goals), left, people("x", 4))
    assert (set(answer.plan), answer.values["in order"]) == ({"b", "c", "d", "e"}, 3)
    # someone who does not take part is in no class: without d c is followed by f at once
    answer = solve(program(goal=goals), left, people("x", 2), [{"action": "withdraw", "person": "d"}])
    assert answer.values["in order"] == 3 + 2 + 1


def test_in_order_sorts_numbers_by_value_and_yes_before_no():
    def left_out(column, *values):
        left = [{"id": f"a{n}", column: value} for n, value in enumerate(values)]
        goals = [{"kind": "placed"}, {"kind": "in_order", "columns": [column], "name": "turn"}]
        answer = solve(program(goal=goals), left, people("x", len(values) - 1))
        assert answer.values["turn"] == 1
        return next(person[column] for person in left if person["id"] not in answer.plan)

    assert left_out("years", 10.0, 9.0, 2.0) == 10.0
    assert left_out("member", True, False, True) is False
    assert left_out("years", 10.0, None) is None
    assert left_out("member", None, False) is None
    with pytest.raises(BadInput, match="no place"):
        left_out("region", "b", "a")


def test_level():
    goals = [{"kind": "placed"}, {"kind": "level", "order": ["I", "II", "III"]}]
    right = [{"id": "x", "level": "ii "}, {"id": "y", "level": "III"}, {"id": "z", "level": "IV"}, {"id": "w"}]
    answer = solve(program(goal=goals), people("a", 1), right)
    assert (answer.plan, answer.values) == ({"a1": "y"}, {"placed": 1, "level": 3})
    answer = solve(program(goal=goals), people("a", 3), right)
    assert answer.values == {"placed": 3, "level": 5}
    assert {"y", "x"} < set(answer.plan.values())
    assert solve(program(goal=goals), people("a", 1), right[2:]).values == {"placed": 1, "level": 0}
    other = [{"kind": "level", "name": "ladder", "column": "locale", "order": ["town"]}]
    assert solve(program(goal=other), people("a", 1), [{"id": "x", "locale": "Town"}]).values == {"ladder": 1}


def test_miles():
    goals = [{"kind": "placed"}, {"kind": "miles", "unknown_miles": 30.005}]
    away = {("a1", "x1"): 12.34, ("a1", "x2"): None, ("a2", "x1"): 0.01, ("a2", "x2"): 17.67}

    def miles(left, right):
        return away[left["id"], right["id"]]

    answer = solve(program(goal=goals), people("a", 2), people("x", 2), miles=miles)
    # 12.34 and 17.67, or 30.01 (rounded up) and 0.01
    assert (answer.plan, answer.values) == ({"a1": "x1", "a2": "x2"}, {"placed": 2, "miles": 3001})
    lock = [{"id": "1", "action": "lock", "person": "a1", "with": "x2"}]
    answer = solve(program(goal=goals), people("a", 2), people("x", 2), lock, miles=miles)
    assert (answer.values["miles"], answer.directions["miles"]) == (3002, "min")


def test_a_soft_rule_decides_nothing_and_its_failing_pairs_are_counted():
    rule = [{"kind": "same", "name": "one region", "column": "region"}]
    goals = [{"kind": "placed"}, {"kind": "keep", "rule": "one region", "cost_per_unit": 5}]
    left, right = [{"id": "a", "region": "N"}, {"id": "b"}], [{"id": "x", "region": "N"}, {"id": "y", "region": "S"}]
    answer = solve(program(rule=rule, goal=goals), left, right)
    assert answer.eligible == {(i, j) for i in "ab" for j in "xy"}
    assert (answer.plan, answer.values) == ({"a": "x", "b": "y"}, {"placed": 2, "keep one region": 5})
    rule[0]["unknown"] = "passes"
    assert solve(program(rule=rule, goal=goals), left, right).values == {"placed": 2, "keep one region": 0}
    lock = [{"id": "1", "action": "lock", "person": "a", "with": "y"}]
    answer = solve(program(rule=rule, goal=[{"name": "near", **goals[1]}]), left, right, lock)
    assert answer.values == {"near": 5}  # the locked pair counts, and the lock is no bad input
    assert minimal_conflicts(program(rule=rule, goal=goals), left, right, lock) == []


@pytest.mark.parametrize("goal", [{}, {"rule": "b"}, {"limit": "a"}, {"rule": "a", "limit": "a"}])
def test_a_goal_that_keeps_names_one_rule_or_one_limit(goal):
    rule = [{"kind": "same", "name": "a", "column": "region"}]
    with pytest.raises(BadInput):
        solve(program(rule=rule, goal=[{"kind": "keep", **goal}]), [], [])


QUOTA = {"kind": "quota", "name": "q", "by": "region"}


@pytest.mark.parametrize(
    ("limit", "units"),
    [
        ({"at_least": 1}, 1),  # South has nobody who takes part, so only West is missing one
        ({"at_least": 1, "who": {"member": True}}, 0),  # West's is no member, South's does not take part
        ({"at_least": 2, "who": {"member": True}}, 1),  # North's one pair
        ({"at_most": 0}, 1),
        ({"at_least": 1, "who": {"region": "South"}, "by": None}, 1),  # without by the group is there all the same
        ({"at_least": 1, "side": "left"}, 1),  # East's left person has nobody; West's is withdrawn
    ],
)
def test_a_group_is_there_for_a_value_of_somebody_who_takes_part_and_meets_who(limit, units):
    left = [{"id": "a", "region": "North"}, {"id": "b", "region": "East"}, {"id": "c", "region": "West"}]
    right = [
        {"id": "x", "region": "north ", "member": True},
        {"id": "y", "region": "South", "member": True},
        {"id": "z", "region": "West", "member": False},
        {"id": "w", "member": True},
    ]
    out = [{"action": "withdraw", "person": "y"}, {"action": "withdraw", "person": "c"}]
    limits = [{**QUOTA, **limit}]
    goals = [{"kind": "keep", "limit": "q"}]
    plans = all_plans(program(goal=goals, limit=limits), left, right, out)
    assert next(plan.values for plan in plans if plan.pairs == {"a": "x"}) == {"keep q": units}


def test_tie_break():
    answer = solve(program(), [{"id": "B"}, {"id": "a"}, {"id": "c"}], [{"id": "y"}, {"id": "X"}])
    assert answer.plan == {"a": "X", "B": "y"}
    assert len(answer.optimal_plans) == 6
    assert answer.optimal_plans[:3] == [{"a": "X", "B": "y"}, {"a": "X", "c": "y"}, {"a": "y", "B": "X"}]
    assert answer.optimal_plans[-1] == {"B": "y", "c": "X"}
    assert solve(program(), people("a", 1), [{"id": "x2"}, {"id": "x10"}]).plan == {"a1": "x10"}  # as text


def test_minimums():
    side = {"capacity_min": {"column": "capacity_min", "default": 1}}
    left = [{"id": "a", "prefers": ("x",)}, {"id": "b", "prefers": ("x",)}]
    right = [{"id": "x", "capacity": 2, "capacity_min": 0}, {"id": "y"}]
    answer = solve(program(right=side, criterion=[PREFERENCE]), left, right)
    assert answer.values == {"placed": 2, "fit": 10000}  # y must have someone
    assert answer.plan == {"a": "x", "b": "y"}
    right[0]["capacity_min"] = 2
    answer = solve(program(right=side, criterion=[PREFERENCE]), left, right)
    assert (answer.feasible, answer.plan, answer.values, answer.optimal_plans) == (False, {}, {}, [])
    # someone who does not take part needs nobody
    answer = solve(program(right=side), left, right, [{"action": "withdraw", "person": "x"}])
    assert answer.plan == {"a": "y"}
    right[1]["capacity_min"] = 2  # more than y's one seat
    assert not solve(program(right=side), left, [right[1]]).feasible


def test_locks_and_forbidden_pairs():
    left, right = people("a", 3), people("x", 3)
    decisions = [
        {"id": "1", "action": "lock", "person": "x1", "with": "A3"},
        {"id": "2", "action": "forbid", "person": "a1", "with": "x2"},
    ]
    answer = solve(program(), left, right, decisions)
    assert answer.plan == {"a1": "x3", "a2": "x2", "a3": "x1"}
    assert ("a1", "x2") not in answer.eligible
    assert len(answer.eligible) == 8
    assert answer.feasible


@pytest.mark.parametrize(
    "decisions",
    [
        [("lock", "a1", "x1"), ("forbid", "x1", "a1")],
        [("lock", "a1", "x1"), ("withdraw", "x1", "")],
        [("lock", "a1", "x1"), ("lock", "a2", "x1")],
        [("lock", "a1", "x1"), ("lock", "a1", "x2")],
        [("lock", "a1", "a2")],
        [("withdraw", "q", "")],
        [("lock", "a2", "x2")],
    ],
)
def test_bad_decisions(decisions):
    left, right = people("a", 2), people("x", 2)
    left[1]["declines"] = ("x2",)
    rows = [{"action": action, "person": person, "with": other} for action, person, other in decisions]
    with pytest.raises(BadInput):
        solve(program(rule=[{"kind": "not_declined"}]), left, right, rows)


def test_prices():
    left = [{"id": "a", "prefers": ("x", "y")}, {"id": "b", "prefers": ("x", "p", "q", "y")}]
    answer = solve(program(criterion=[PREFERENCE]), left, [{"id": "x"}, {"id": "y"}])
    assert answer.plan == {"a": "y", "b": "x"}  # 5000 + 10000 against 10000 + 2500
    assert best_values(answer) == answer.values == {"placed": 2, "fit": 15000}
    assert best_values(answer, forced=("a", "x")) == {"placed": 2, "fit": 12500}
    assert best_values(answer, forbidden=("a", "y")) == {"placed": 2, "fit": 12500}
    assert best_values(answer, forced=("a", "x"), forbidden=("b", "y")) == {"placed": 1, "fit": 10000}
    assert best_values(answer, forced=("a", "z")) is None
    assert len(answer.plans) == 7  # nobody, four single pairs, two full plans
