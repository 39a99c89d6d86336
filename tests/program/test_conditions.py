"""Conditions on one person, each test alone and in its combinations, on all three answers."""

from datetime import date
from itertools import product

import pytest

import pair_oracle as oracle
from build import table_of
from pairing.program.condition_grammar import condition_in_words
from pairing.program.rules.conditions import blanks, both, either, excused, grounds, holds, negated, shortfall
from pairing.verify.conditions import answers as judged

WORDS = {True: oracle.YES, False: oracle.NO, None: oracle.UNKNOWN}
THREE = (True, False, None)

EITHER = [{"role": "dean", "first_year": True}, {"status": "retired"}]

TESTS = {
    "nothing asked": ({}, {}, True),
    "nothing asked of someone known": ({}, {"role": "dean"}, True),
    "text equals": ({"role": "dean"}, {"role": "dean"}, True),
    "text differs": ({"role": "dean"}, {"role": "deans"}, False),
    "text without case and extra spaces": ({"role": "Vice  Dean "}, {"role": " vice dean"}, True),
    "text with a space too few": ({"role": "vicedean"}, {"role": "vice dean"}, False),
    "text beyond ASCII": ({"district": "STRASSE"}, {"district": "straße"}, True),
    "text of digits keeps its zeros": ({"district_id": "012"}, {"district_id": "12"}, False),
    "choice in another case": ({"grade_span": "k-8"}, {"grade_span": "K-8"}, True),
    "yes is true": ({"first_year": True}, {"first_year": True}, True),
    "yes is not false": ({"first_year": False}, {"first_year": True}, False),
    "no is false": ({"first_year": False}, {"first_year": False}, True),
    "number equals": ({"years_in_role": 4}, {"years_in_role": 4.0}, True),
    "number with a fraction equals": ({"years_in_role": 4.5}, {"years_in_role": 4.5}, True),
    "number differs": ({"years_in_role": 4}, {"years_in_role": 4.5}, False),
    "zero is a number": ({"years_in_role": 0}, {"years_in_role": 0.0}, True),
    "numbers differ in the seventh digit": ({"enrollment": 123456}, {"enrollment": 123456.4}, False),
    "numbers are equal beyond a million": ({"enrollment": 1500000}, {"enrollment": 1500000.0}, True),
    "at least: equal": ({"years_in_role": ">= 4"}, {"years_in_role": 4.0}, True),
    "at least: just below": ({"years_in_role": ">= 4"}, {"years_in_role": 3.99}, False),
    "more than: equal": ({"years_in_role": "> 4"}, {"years_in_role": 4.0}, False),
    "more than: just above": ({"years_in_role": ">4"}, {"years_in_role": 4.01}, True),
    "at most: equal": ({"years_in_role": "<= 4"}, {"years_in_role": 4.0}, True),
    "at most: just above": ({"years_in_role": "<= 4"}, {"years_in_role": 4.01}, False),
    "less than: equal": ({"years_in_role": "< 4"}, {"years_in_role": 4.0}, False),
    "less than: just below": ({"years_in_role": " <  4 "}, {"years_in_role": 3.99}, True),
    "negative bound": ({"lon": "< -92.5"}, {"lon": -93.0}, True),
    "date equals": ({"hired_on": "2026-04-02"}, {"hired_on": date(2026, 4, 2)}, True),
    "date differs": ({"hired_on": "2026-04-02"}, {"hired_on": date(2026, 4, 3)}, False),
    "date at least: equal": ({"hired_on": ">= 2026-04-02"}, {"hired_on": date(2026, 4, 2)}, True),
    "date at least: a day before": ({"hired_on": ">= 2026-04-02"}, {"hired_on": date(2026, 4, 1)}, False),
    "date less than: a day before": ({"hired_on": "< 2026-04-02"}, {"hired_on": date(2026, 4, 1)}, True),
    "list contains": ({"past_roles": "principal"}, {"past_roles": ("teacher", " Principal")}, True),
    "list lacks": ({"past_roles": "principal"}, {"past_roles": ("vice principal",)}, False),
    "list is known to be empty": ({"past_roles": "principal"}, {"past_roles": ()}, False),
    "ids contain": ({"prefers": "M07"}, {"prefers": ("m07",)}, True),
    "role is among the years": ({"years_by_role": "Principal"}, {"years_by_role": {"principal": 0.0}}, True),
    "role is not among the years": ({"years_by_role": "principal"}, {"years_by_role": {"dean": 3.0}}, False),
    "no years at all": ({"years_by_role": "principal"}, {"years_by_role": {}}, False),
    "any of several: the second": ({"status": ["active", "retired"]}, {"status": "retired"}, True),
    "any of several: none": ({"role": ["dean", "principal"]}, {"role": "teacher"}, False),
    "any of several comparisons: low": ({"years_in_role": ["< 2", ">= 8"]}, {"years_in_role": 1.0}, True),
    "any of several comparisons: between": ({"years_in_role": ["< 2", ">= 8"]}, {"years_in_role": 2.0}, False),
    "any of several in a list": ({"past_roles": ["dean", "principal"]}, {"past_roles": ("principal",)}, True),
    "all of two: both": ({"role": "dean", "first_year": True}, {"role": "dean", "first_year": True}, True),
    "all of two: one": ({"role": "dean", "first_year": True}, {"role": "dean", "first_year": False}, False),
    "all of two: one and a blank": ({"role": "dean", "first_year": True}, {"role": "dean"}, None),
    "all of two: none and a blank": ({"role": "dean", "first_year": True}, {"role": "teacher"}, False),
    "all of two: a blank and none": ({"first_year": True, "role": "dean"}, {"role": "teacher"}, False),
    "all of two: blank": ({"role": "dean", "first_year": True}, {}, None),
    "years in a role: equal": ({"years_by_role": "Vice  Dean: >= 5"}, {"years_by_role": {"vice dean": 5.0}}, True),
    "years in a role: just below": ({"years_by_role": "dean: >= 5"}, {"years_by_role": {"dean": 4.99}}, False),
    "years in a role: above, without spaces": ({"years_by_role": "dean:>5"}, {"years_by_role": {"dean": 5.5}}, True),
    "years in a role: another role's": ({"years_by_role": "dean: >= 5"}, {"years_by_role": {"principal": 9.0}}, False),
    "years in a role: none there count as 0": ({"years_by_role": "dean: < 1"}, {"years_by_role": {"x": 9.0}}, True),
    "years in a role: no roles at all": ({"years_by_role": "dean: >= 1"}, {"years_by_role": {}}, False),
    "years in a role: no roles at all count as 0": ({"years_by_role": "dean: <= 0"}, {"years_by_role": {}}, True),
    "years in a role: served 0 years": ({"years_by_role": "dean: > 0"}, {"years_by_role": {"dean": 0.0}}, False),
    "years in any of two roles": (
        {"years_by_role": ["dean: >= 5", "principal: >= 3"]},
        {"years_by_role": {"dean": 1.0, "principal": 3.0}},
        True,
    ),
    "a role, or years in another": (
        {"years_by_role": ["principal", "dean: >= 5"]},
        {"years_by_role": {"dean": 1.0, "principal": 0.0}},
        True,
    ),
    "a colon in a list is text": ({"past_roles": "dean: >= 5"}, {"past_roles": ("Dean: >= 5",)}, True),
    "any of two tables: the first": (EITHER, {"role": "dean", "first_year": True, "status": "active"}, True),
    "any of two tables: the second": (EITHER, {"role": "teacher", "first_year": True, "status": "retired"}, True),
    "any of two tables: neither": (EITHER, {"role": "dean", "first_year": False, "status": "active"}, False),
    "any of two tables: one and a blank": (EITHER, {"status": "retired"}, True),
    "any of two tables: none and a blank": (EITHER, {"role": "dean", "status": "active"}, None),
    "any of two tables: none, though a cell is blank": (EITHER, {"role": "teacher", "status": "active"}, False),
    "any of one table": ([{"role": "dean"}], {"role": "dean"}, True),
    "any of three tables: the last": ([{"role": "a"}, {"role": "b"}, {"role": "c"}], {"role": "c"}, True),
}

BLANK = {
    "text": {"role": "dean"},
    "choice": {"grade_span": "K-8"},
    "yes/no": {"first_year": False},
    "number": {"years_in_role": 0},
    "comparison": {"years_in_role": "< 4"},
    "date": {"hired_on": "> 2026-01-01"},
    "list": {"past_roles": "principal"},
    "ids": {"declines": "M1"},
    "years": {"years_by_role": "principal"},
    "several": {"role": ["dean", "principal"]},
    "years in a role": {"years_by_role": "principal: < 1"},
    "any of tables": [{"role": "dean"}, {"role": "principal"}],
}


@pytest.mark.parametrize(("condition", "person", "answer"), TESTS.values(), ids=TESTS)
def test_a_condition_answers(condition, person, answer):
    table = table_of("people", [{"id": "a", **person}])
    assert holds(condition, table) == [answer]
    assert judged(table, condition) == [answer], "the checker"
    assert oracle.condition_holds(condition, person) == WORDS[answer], "the oracle"


@pytest.mark.parametrize("condition", BLANK.values(), ids=BLANK)
def test_a_blank_cell_is_neither_yes_nor_no(condition):
    (column,) = condition if isinstance(condition, dict) else condition[0]
    for person in ({"id": "a"}, {"id": "a", column: None}):
        assert holds(condition, table_of("people", [person])) == [None]
        assert judged(table_of("people", [person]), condition) == [None], "the checker"


def test_everybody_is_answered_for_themselves():
    people = [{"id": "a", "role": "dean"}, {"id": "b"}, {"id": "c", "role": "teacher"}]
    assert holds({"role": "dean"}, table_of("people", people)) == [True, None, False]
    assert holds({"role": "dean"}, table_of("people", [])) == []
    assert holds([{"role": "dean"}, {"role": "teacher"}], table_of("people", people)) == [True, None, True]


def test_a_number_may_be_written_in_quotes():
    table = table_of("people", [{"id": "a", "years_in_role": 4.0}])
    for written in ("4", "4.0", " 4 "):
        assert holds({"years_in_role": written}, table) == [True], written
    assert holds({"years_in_role": "4.5"}, table) == [False]


@pytest.mark.parametrize(("a", "b"), list(product(THREE, THREE)))
def test_three_valued_logic(a, b):
    assert WORDS[both(a, b)] == oracle.all_of([WORDS[a], WORDS[b]])
    assert WORDS[either(a, b)] == oracle.any_of([WORDS[a], WORDS[b]])
    assert negated(both(a, b)) is either(negated(a), negated(b))


def test_not_swaps_yes_and_no_and_keeps_unknown():
    assert [negated(answer) for answer in THREE] == [False, True, None]


# ---------------------------------------------------------------- in words

PEOPLE = table_of(
    "people",
    [
        {"id": "a", "role": "dean", "years_as_superintendent": 4.0, "past_roles": (), "first_year": False},
        {
            "id": "b",
            "role": "dean",
            "years_as_superintendent": 9.0,
            "past_roles": ("teacher",),
            "first_year": None,
            "years_by_role": {"dean": 4.5, "principal": 2.0},
        },
    ],
)


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        ({"years_as_superintendent": ">= 5"}, "years as superintendent at least 5"),
        ({"years_in_role": ["< 2", "> 8"]}, "years in role less than 2 or more than 8"),
        ({"first_year": True, "role": "dean"}, "first year yes and role dean"),
        ({"enrollment": "<= 300"}, "enrollment at most 300"),
        ({"years_by_role": "vice dean: >= 5"}, "years by role at least 5 as vice dean"),
        ({"years_by_role": ["dean", "principal: > 2"]}, "years by role dean or more than 2 as principal"),
        (EITHER, "role dean and first year yes, or status retired"),
        ([{"role": "dean"}], "role dean"),
        ({"hired_on": ">= 2026-03-01"}, "hired on or after 2026-03-01"),
        ({"hired_on": ["< 2026-03-01", "> 2026-05-01"]}, "hired on before 2026-03-01 or after 2026-05-01"),
    ],
)
def test_a_condition_in_words(condition, said):
    assert condition_in_words(condition) == said


@pytest.mark.parametrize(
    ("i", "condition", "said"),
    [
        (0, {"years_as_superintendent": ">= 5"}, "years as superintendent is 4, at least 5 needed"),
        (0, {"past_roles": "principal"}, "past roles is none, principal needed"),
        (1, {"past_roles": "principal"}, "past roles is teacher, principal needed"),
        (0, {"first_year": True, "role": "dean"}, "first year is no, yes needed"),
        (1, {"first_year": True, "role": "teacher"}, "first year is blank, yes needed; role is dean, teacher needed"),
        (
            0,
            [{"first_year": True}, {"role": "teacher"}],
            "first year is no, yes needed; or role is dean, teacher needed",
        ),
        (0, EITHER, "first year is no, yes needed; or status is blank, retired needed"),
        (1, {"role": "teacher", "years_as_superintendent": ">= 5"}, "role is dean, teacher needed"),
        (0, [{"first_year": True, "role": "teacher"}, {"past_roles": "dean"}], "past roles is none, dean needed"),
        (
            1,
            {"years_by_role": "dean: >= 5"},
            "years by role is dean: 4.5, principal: 2, at least 5 as dean needed",
        ),
        (0, {"years_by_role": "dean: >= 5"}, "years by role is blank, at least 5 as dean needed"),
    ],
)
def test_what_is_lacking_names_the_value_and_the_need(i, condition, said):
    assert shortfall(PEOPLE, i, condition) == said


def test_a_list_of_several_is_said_in_full_and_an_empty_one_is_none():
    people = table_of("people", [{"id": "a", "past_roles": ("teacher", "coach"), "years_by_role": {}}])
    assert shortfall(people, 0, {"past_roles": "dean"}) == "past roles is teacher, coach, dean needed"
    assert shortfall(people, 0, {"years_by_role": "dean"}) == "years by role is none, dean needed"


def test_only_blank_columns_are_asked_for():
    assert blanks(PEOPLE, 1, {"first_year": True, "role": "dean"}) == "first year is blank"
    assert blanks(PEOPLE, 1, {"first_year": True}, {"enrollment": ">= 3"}) == "first year and enrollment are blank"


def test_only_blanks_that_could_change_the_answer_are_asked_for():
    assert blanks(PEOPLE, 1, [{"first_year": True}, {"status": "retired"}]) == "first year and status are blank"
    assert blanks(PEOPLE, 1, [{"first_year": True, "role": "teacher"}, {"status": "retired"}]) == "status is blank"
    assert blanks(PEOPLE, 1, {"first_year": True}, [{"status": "retired"}, {"role": "dean"}]) == "first year is blank"


def test_grounds_are_the_tables_that_hold():
    either = [{"role": "teacher"}, {"role": "dean"}, {"years_as_superintendent": "< 5"}]
    assert grounds(PEOPLE, 0, either) == "role is dean, or years as superintendent is 4"
    assert grounds(PEOPLE, 1, either) == "role is dean"
    assert grounds(PEOPLE, 1, {"first_year": True}) == "first year is blank", "unknown"


def test_grounds_name_only_what_is_the_persons_own():
    assert grounds(PEOPLE, 1, {"role": ["principal", "dean"]}) == "role is dean"
    assert grounds(PEOPLE, 1, {"past_roles": ["principal", "teacher"]}) == "past roles is teacher"
    assert grounds(PEOPLE, 1, {"years_by_role": "dean: >= 4"}) == "years by role is dean: 4.5"


def test_an_empty_exception_excuses_nobody():
    assert excused({}, PEOPLE) == [False, False]
    assert excused({"years_as_superintendent": ">= 5"}, PEOPLE) == [False, True]
