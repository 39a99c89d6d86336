import pytest

from check_helpers import answer, season
from pairing.verify.distance import Miles
from pairing.verify.pairs.evaluation import Judge
from pairing.verify.rules import RULES


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
def test_same_passes_where_both_agree_and_different_where_they_do_not(left, right, agree):
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
        ({}, {}, True),
        ({"id": "x"}, {"id": "X"}, False),
        ({"email": "a@x.org"}, {"email": "A@x.org "}, False),
        ({"email": "a@x.org"}, {}, True),
    ],
)
def test_not_same_person_passes_where_ids_and_addresses_differ(left, right, expected):
    assert answer("not_same_person", left, right) is expected


AT_HOME, NEARBY = {"lat": 38.0, "lon": -92.0}, {"lat": 39.0, "lon": -93.0}


def test_within_miles_passes_up_to_its_very_edge():
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
def test_experience_passes_from_the_least_years_on(years, expected):
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
def test_experience_in_the_left_role_counts_years_in_that_role_alone(role, right, expected):
    options = {"min_years": 5.0, "column": "years_as_superintendent", "in_left_role": True}
    assert answer("experience", {"role": role}, right, **options) is expected


def test_lists_and_years_agree_entry_by_entry():
    assert answer("same", {"goals": ("A", "b")}, {"goals": (" a", "B")}, column="goals") is True
    assert answer("same", {"goals": ()}, {"goals": ()}, column="goals") is True
    years = {"years_by_role": {"principal": 2.0, "teacher": 1.0}}
    assert answer("same", years, {"years_by_role": {"teacher": 1.0, "principal": 2.0}}, column="years_by_role") is True
    assert answer("same", years, {"years_by_role": {"teacher": 1.0}}, column="years_by_role") is False


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
def test_related_role_passes_where_the_right_person_knows_the_left_role(right, expected):
    areas = {"Dean ": ["Law"], "chief": ["art"]}
    assert answer("related_role", {"role": "Dean"}, right, areas=areas) is expected
    assert answer("related_role", {}, right, areas=areas) is None


SEVERAL = {
    "within_miles": {"max_miles": 87.72},
    "related_role": {"areas": {"dean": ["law"]}},
    "experience": {"min_years": 5.0, "column": "years_as_superintendent", "in_left_role": True},
    "not_same_person": {},
    "same": {"column": "role"},
}


@pytest.mark.parametrize("kind", SEVERAL)
def test_each_of_several_pairs_is_judged_by_its_own_people(kind):
    left = [{"id": "a", "role": "dean", **AT_HOME}, {"id": "b", **NEARBY}, {"id": "c", "role": "chief", **AT_HOME}]
    right = [
        {"id": "c", "role": "chief", "past_roles": (), "expertise": ("law",), "years_by_role": {"dean": 6.0}, **NEARBY},
        {"id": "d", "role": "dean", "years_in_role": 5.0, "lat": 39.0, "lon": -93.0001},
    ]
    made = season(left, right)
    several, miles = RULES[kind](made, **SEVERAL[kind]), Miles(made)
    found = {(i, j): several(i, j, miles(i, j)) for i in range(3) for j in range(2)}
    assert found == {(i, j): answer(kind, left[i], right[j], **SEVERAL[kind]) for i, j in found}
    assert len(set(found.values())) > 1


def test_a_distance_far_from_the_limit_is_settled_by_the_miles(monkeypatch):
    monkeypatch.setattr(Miles, "geodesic", lambda self, i, j: 1000.0)
    assert answer("within_miles", AT_HOME, NEARBY, max_miles=87.74) is True
    monkeypatch.setattr(Miles, "geodesic", lambda self, i, j: 0.0)
    assert answer("within_miles", AT_HOME, NEARBY, max_miles=87.70) is False


def test_a_rule_about_several_columns_names_them():
    rule = '[[rule]]\nname = "one place"\nkind = "same"\ncolumn = ["region", "state"]\nsource = "S"\n'
    judge = Judge(season([{"id": "l1", "region": "N"}], [{"id": "r1", "region": "S"}], rules=rule))
    assert list(judge.objections(0, 0)) == [
        'l1 with r1: rule "one place" is broken (they must agree in region or state)'
    ]


def test_what_unknown_counts_as_is_each_rules_own():
    made = season([{"id": "l1"}], [{"id": "r1"}], rules="".join(f'{rule}source = "S"\n' for rule in RULE_TABLES))
    judge = Judge(made)
    assert set(judge.questions.broken(0, 0)) == {"prepared", "related_role", "strict"}


RULE_TABLES = (
    '[[rule]]\nname = "prepared"\nkind = "prepared"\n',
    '[[rule]]\nname = "related_role"\nkind = "related_role"\n',
    '[[rule]]\nname = "lenient"\nkind = "related_role"\nunknown = "passes"\n',
    '[[rule]]\nname = "not_listed"\nkind = "not_listed"\n',
    '[[rule]]\nname = "not_supervisor"\nkind = "not_supervisor"\n',
    '[[rule]]\nname = "strict"\nkind = "not_supervisor"\nunknown = "fails"\n',
    '[[rule]]\nname = "same_again"\nkind = "same_again"\n',
)
