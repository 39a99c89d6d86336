import datetime

import pytest

from check_helpers import table
from pairing.verify.conditions import answers, both, either, opposite, passes

DAY = datetime.date(2026, 4, 30)


@pytest.mark.parametrize(
    ("value", "test", "expected"),
    [
        ("K-8", "k-8", True),
        ("  K-8 ", "K-8", True),
        ("New  Town", "new town", True),
        ("K-12", "K-8", False),
        (None, "K-8", None),
        ("12", 12, True),
        ("12", 12.0, True),
        (5.0, 5, True),
        (5.0, "5", True),
        (5.0, ">= 5", True),
        (4.99, ">= 5", False),
        (5.0, "> 5", False),
        (5.0, ">5", False),
        (5.0, "<= 5", True),
        (5.0, "< 5", False),
        (None, ">= 5", None),
        (DAY, ">= 2026-04-30", True),
        (DAY, "> 2026-04-30", False),
        (DAY, "2026-04-30", True),
        (True, True, True),
        (False, True, False),
        (None, True, None),
        (("Principal", "teacher"), "principal", True),
        ((), "principal", False),
        (None, "principal", None),
        ({"principal": 3.0}, "Principal", True),
        ({}, "principal", False),
        ({"principal": 5.0}, "Principal: >= 5", True),
        ({"principal": 4.9}, " principal :>=5", False),
        ({"principal": 5.0, "dean": 9.0}, "principal: > 5", False),
        ({"vice principal": 5.0}, "Vice  Principal: <= 5", True),
        ({"principal": 5.0}, "principal: < 5", False),
        ({"dean": 9.0}, "principal: >= 1", False),
        ({"dean": 9.0}, "principal: < 1", True),
        ({}, "principal: > 0", False),
        ({}, "principal: <= 0", True),
        (None, "principal: >= 0", None),
        ({"Vice  Principal": 5.0}, "vice principal: >= 5", True),
        ({"dean": 9.0}, "< 1", False),
        ("true", True, False),
        (True, 1, False),
        ("12.5", 12.5, True),
        ("12", 12.5, False),
        ({"head: elementary": 2.0}, "head: elementary: >= 2", True),
        ({"head: elementary": 0.0}, "head: elementary", True),
        ({"dean": 9.0}, ["principal: >= 1", "dean: > 8"], True),
        ("principal: >= 5", "Principal: >= 5", True),
        (("principal: >= 5",), "principal: >= 5", True),
        ("active", ["active", "retired"], True),
        ("other", ["active", "retired"], False),
        (None, ["active", "retired"], None),
        (3.0, [1, ">= 3"], True),
        ("x", [], False),
    ],
)
def test_a_test_has_three_answers(value, test, expected):
    assert passes(value, test) is expected


def test_and_or_and_not_know_an_unknown():
    assert [both(x) for x in ((), (True, None), (None, False), (True, True))] == [True, None, False, True]
    assert [either(x) for x in ((), (False, None), (None, True), (False, False))] == [False, None, True, False]
    assert [opposite(x) for x in (True, False, None)] == [False, True, None]


def test_all_tests_of_a_condition_must_hold():
    people = table("t", [{"id": "a", "region": "N", "member": True}, {"id": "b", "region": "N"}, {"id": "c"}])
    assert answers(people, {"region": "n", "member": True}) == [True, None, None]
    assert answers(people, {"region": "s", "member": True}) == [False, False, None]
    assert answers(people, {}) == [True, True, True]


def test_of_a_list_of_tables_any_may_hold():
    people = table("t", [{"id": "a", "region": "N", "member": True}, {"id": "b", "region": "S"}, {"id": "c"}])
    north_or_member = [{"region": "n"}, {"member": True}]
    assert answers(people, north_or_member) == [True, None, None]
    assert answers(people, [{"region": "s"}, {"region": "n", "member": False}]) == [False, True, None]
    assert answers(people, [{"region": "w"}, {"region": "x"}]) == [False, False, None]
    assert answers(people, [{"region": "w"}]) == answers(people, {"region": "w"})
    assert answers(people, [{"region": "w"}, {}]) == [True, True, True]
    assert answers(people, []) == [False, False, False]
