import pytest
from check_helpers import season

from pairing.check.distance import Miles
from pairing.check.judging import Judge
from pairing.check.rules import RULES


def answer(kind, left, right, **parameters):
    made = season([{"id": "l1", **left}], [{"id": "r1", **right}])
    return RULES[kind](made, **parameters)(0, 0, Miles(made)(0, 0))


@pytest.mark.parametrize(
    ("left", "right", "agree"),
    [
        ({"region": "North"}, {"region": " NORTH "}, True),
        ({"region": "North"}, {"region": "South"}, False),
        ({"region": "North"}, {}, None),
        ({}, {"region": "North"}, None),
        ({}, {}, None),
    ],
)
def test_same_and_different(left, right, agree):
    assert answer("same", left, right, column="region") is agree
    assert answer("different", left, right, column="region") is (None if agree is None else not agree)


def test_numbers_agree_by_value():
    assert answer("same", {"enrollment": 1234567.5}, {"enrollment": 1234567.5}, column="enrollment") is True
    assert answer("same", {"enrollment": 1234.567}, {"enrollment": 1234.568}, column="enrollment") is False


@pytest.mark.parametrize(
    ("left", "right", "agree"),
    [
        ({"district_id": "7", "district": "A"}, {"district_id": "7", "district": "B"}, True),
        ({"district_id": "7", "district": "A"}, {"district": "a"}, True),
        ({"district": "A"}, {"district_id": "7", "district": "B"}, False),
        ({"district_id": "7"}, {"district": "A"}, None),
    ],
)
def test_the_first_column_known_on_both_sides_decides(left, right, agree):
    assert answer("same", left, right, column=["district_id", "district"]) is agree


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
def test_no_conflict(left, right, expected):
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
def test_not_declined(left, right, expected):
    assert answer("not_declined", left, right) is expected


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ({}, {}, True),
        ({"id": "x"}, {"id": "X"}, False),
        ({"email": "a@x.org"}, {"email": "A@x.org "}, False),
        ({"email": "a@x.org"}, {}, True),
    ],
)
def test_not_same_person(left, right, expected):
    assert answer("not_same_person", left, right) is expected


AT_HOME, NEARBY = {"lat": 38.0, "lon": -92.0}, {"lat": 39.0, "lon": -93.0}


def test_within_miles_at_its_edge():
    miles = Miles(season([{"id": "l1", **AT_HOME}], [{"id": "r1", **NEARBY}]))(0, 0)
    assert miles == 87.72
    assert answer("within_miles", AT_HOME, NEARBY, max_miles=87.72) is True
    assert answer("within_miles", AT_HOME, NEARBY, max_miles=87.71) is False
    assert answer("within_miles", AT_HOME, NEARBY, max_miles=88.0) is True
    assert answer("within_miles", AT_HOME, NEARBY, max_miles=80.0) is False
    assert answer("within_miles", AT_HOME, {}, max_miles=80.0) is None


def test_a_distance_close_to_the_limit_is_settled_by_the_geodesic(monkeypatch):
    monkeypatch.setattr(Miles, "geodesic", lambda self, i, j: 87.7251)
    assert answer("within_miles", AT_HOME, NEARBY, max_miles=87.725) is False
    monkeypatch.setattr(Miles, "geodesic", lambda self, i, j: 87.7249)
    assert answer("within_miles", AT_HOME, NEARBY, max_miles=87.725) is True
    monkeypatch.setattr(Miles, "geodesic", lambda self, i, j: 0.0)
    assert answer("within_miles", AT_HOME, NEARBY, max_miles=87.5) is False


@pytest.mark.parametrize(("years", "expected"), [(5, True), (4.9, False), (0, False), (None, None)])
def test_experience(years, expected):
    given = {"years_as_superintendent": years}
    options = {"min_years": 5.0, "column": "years_as_superintendent", "in_left_role": False}
    assert answer("experience", {}, given, **options) is expected


@pytest.mark.parametrize(
    ("role", "right", "expected"),
    [
        ("Principal", {"years_by_role": {"principal": 5.0}}, True),
        ("Principal", {"years_by_role": {"principal": 4.0}, "role": "principal", "years_in_role": 9}, False),
        ("Principal", {"years_by_role": {"teacher": 9.0}}, False),
        ("Principal", {"years_by_role": {"teacher": 9.0}, "role": "principal", "years_in_role": 9}, True),
        ("Principal", {"role": " PRINCIPAL", "years_in_role": 5}, True),
        ("Principal", {"role": "teacher", "years_in_role": 5}, None),
        ("Principal", {"years_in_role": 5}, None),
        ("Principal", {"years_as_superintendent": 9}, None),
        ("superintendent", {"years_as_superintendent": 5}, True),
        ("superintendent", {"years_as_superintendent": 4, "role": "superintendent", "years_in_role": 9}, False),
        ("superintendent", {"years_by_role": {"superintendent": 6.0}, "years_as_superintendent": 4}, True),
        ("superintendent", {"years_by_role": {}, "years_as_superintendent": 5}, True),
        ("superintendent", {"role": "superintendent", "years_in_role": 5}, True),
        ("superintendent", {"years_by_role": {}}, False),
        (None, {"years_by_role": {"principal": 9.0}}, None),
    ],
)
def test_experience_in_the_left_role(role, right, expected):
    options = {"min_years": 5.0, "column": "years_as_superintendent", "in_left_role": True}
    assert answer("experience", {"role": role}, right, **options) is expected


def test_lists_and_years_agree_entry_by_entry():
    assert answer("same", {"goals": ("A", "b")}, {"goals": (" a", "B")}, column="goals") is True
    assert answer("same", {"goals": ()}, {"goals": ()}, column="goals") is True
    years = {"years_by_role": {"principal": 2.0, "teacher": 1.0}}
    assert answer("same", years, {"years_by_role": {"teacher": 1.0, "principal": 2.0}}, column="years_by_role") is True
    assert answer("same", years, {"years_by_role": {"teacher": 1.0}}, column="years_by_role") is False


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
def test_not_former_employer(left, right, expected):
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
def test_prepared(completed, requires, expected):
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
def test_prepared_or_excused(left, right, expected):
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
def test_not_listed(completed, level, expected):
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
def test_not_supervisor(left, right, expected):
    assert answer("not_supervisor", left, right) is expected


@pytest.mark.parametrize(
    ("partners", "expected"),
    [(("R1",), True), (("x", "r1 "), True), (("x",), False), (("r11",), False), ((), True), (None, True)],
)
def test_same_again(partners, expected):
    assert answer("same_again", {"current_mentor": partners}, {}, column="current_mentor") is expected
    assert answer("same_again", {"prefers": partners}, {}, column="prefers") is expected


@pytest.mark.parametrize(
    ("right", "expected"),
    [
        ({"role": " DEAN"}, True),
        ({"past_roles": ("dean",)}, True),
        ({"years_by_role": {"dean": 0.5}}, True),
        ({"expertise": ("Dean",)}, True),
        ({"expertise": ("LAW ",)}, True),
        ({"role": "chief", "past_roles": (), "expertise": ("art",)}, False),
        ({"role": "chief", "past_roles": (), "expertise": (), "years_by_role": {"dean": 0.0}}, False),
        ({"past_roles": (), "expertise": ()}, None),
        ({"role": "chief", "expertise": ()}, None),
        ({"role": "chief", "past_roles": ()}, None),
        ({}, None),
    ],
)
def test_related_role(right, expected):
    areas = {"Dean ": ["Law"], "chief": ["art"]}
    assert answer("related_role", {"role": "Dean"}, right, areas=areas) is expected
    assert answer("related_role", {}, right, areas=areas) is None


def test_what_unknown_counts_as_is_each_rules_own():
    made = season([{"id": "l1"}], [{"id": "r1"}], rules="".join(f'{rule}source = "S"\n' for rule in RULE_TABLES))
    judge = Judge(made)
    assert set(judge._questions.broken(0, 0)) == {"prepared", "related_role", "strict"}


RULE_TABLES = (
    '[[rule]]\nname = "prepared"\nkind = "prepared"\n',
    '[[rule]]\nname = "related_role"\nkind = "related_role"\n',
    '[[rule]]\nname = "lenient"\nkind = "related_role"\nunknown = "passes"\n',
    '[[rule]]\nname = "not_listed"\nkind = "not_listed"\n',
    '[[rule]]\nname = "not_supervisor"\nkind = "not_supervisor"\n',
    '[[rule]]\nname = "strict"\nkind = "not_supervisor"\nunknown = "fails"\n',
    '[[rule]]\nname = "same_again"\nkind = "same_again"\n',
)
