"""Plans of cohorts made by hand, as rows of cohort, role and person."""

import pytest

from cohort_build import cohort_season
from cohort_helpers import VALUES, right_season
from pairing.verify import judge_cohorts

ROWS = [
    *(("1", "member", name) for name in "abx"),
    ("1", "facilitator", "f"),
    *(("South", "Member ", name) for name in "cde"),
    ("South", "facilitator", "g"),
]


@pytest.fixture(scope="module")
def season(tmp_path_factory):
    return right_season(
        tmp_path_factory.mktemp("season"), limits=[{"kind": "drive", "name": "near", "max_miles": 60.0}]
    )


def findings(season, *more, without=()):
    return judge_cohorts(season, [*(row for row in ROWS if row not in without), *more]).findings


def test_nothing_is_found_in_a_plan_that_breaks_nothing(season):
    report = judge_cohorts(season, ROWS)
    assert report.findings == ()
    assert report.values == VALUES
    assert report.judged == 12


def test_rows_may_stand_in_any_order_and_spelling(season):
    rows = [(cohort.upper(), role.title(), person.upper()) for cohort, role, person in reversed(ROWS)]
    report = judge_cohorts(season, rows)
    assert (report.findings, report.values) == ((), VALUES)


def test_roles_may_be_called_by_the_programs_own_words(tmp_path):
    season = cohort_season(tmp_path, ["a", "b"], ["f"], labels=("leader", "coach"))
    rows = [("A", "Leader", "a"), ("A", "member", "b"), ("A", "coach", "f")]
    report = judge_cohorts(season, rows[:2])
    assert report.findings == ("cohort A: 0 in the role of coach, exactly 1 asked",)
    assert judge_cohorts(season, rows).findings == ()


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (("1", "member", "z"), "z is nobody in members"),
        (("1", "facilitator", "a"), "a is nobody in facilitators"),
        (("1", "guest", "y"), 'y: "guest" is no role in a cohort, expected member or facilitator'),
        ((" ", "member", "y"), "y: no cohort is named"),
        (("South", "member", "a"), "member a has 2 seats (in cohort 1, South), at most 1"),
        (("1", "member", "A"), "member a has 2 seats (in cohort 1, 1), at most 1"),
        (("1", "facilitator", "h"), "cohort 1: 2 in the role of facilitator, exactly 1 asked"),
        (("1", "member", "w"), "cohort 1: member w does not take part: withdrawn by decision D1"),
        (("1", "member", "y"), "cohort 1: size 4, from 2 to 3 are asked"),
        (("3", "facilitator", "f"), "facilitator f leads 2 cohorts (1, 3), at most 1"),
        (("3", "facilitator", "h"), "cohort 3: size 0, from 2 to 3 are asked"),
    ],
)
def test_a_row_too_many_is_named_with_what_it_breaks(season, row, said):
    assert said in findings(season, row)


def test_a_broken_limit_is_named(season):
    exchanged = (("1", "member", "x"), ("South", "Member ", "e"))
    found = findings(season, ("1", "member", "e"), ("South", "member", "x"), without=exchanged)
    assert found == (
        'cohort 1: limit "near" is broken: e up to 65.53 miles from hall, the best place on offer; at most 60',
    )


def test_the_order_of_waiting_is_not_asked(tmp_path):
    assert judge_cohorts(right_season(tmp_path, cells={"y": {"registered_on": "2026-01-01"}}), ROWS).findings == ()


def test_locks_money_and_the_number_of_cohorts_are_judged(tmp_path):
    money = {"per_cohort": {"rooms": 1000.0}, "most": 1500.0}
    season = right_season(tmp_path, decisions=[("lock", "a", "c")], money=money, cohorts=3)
    assert judge_cohorts(season, ROWS).findings == (
        "cohort 1: a is here without c, locked together by decision D2",
        "cohort South: c is here without a, locked together by decision D2",
        "there are 2 cohorts, 3 are asked",
        "the plan costs 2,000.00 dollars, at most 1,500.00",
    )


def test_a_plan_of_nothing_breaks_nothing_and_has_no_worst_cohort(season):
    report = judge_cohorts(season, [])
    assert report.findings == ()
    assert report.values == {"seated": 0, "alike": 0, "facilitators": 0, "worst cohort": None, "continuity": 0}
