"""What a plan states about its cohorts, seats and goals, tampered with."""

from dataclasses import replace

import pytest

from cohort_build import cohort_season
from cohort_helpers import FIRST, LEFT_OUT, SEATS, SECOND, X_FOR_E, findings, goal, right_plan, right_season
from pairing.plans.base import LeftOut
from pairing.verify import check_cohorts
from pairing.verify.cohorts.claims import as_claimed
from pairing.verify.cohorts.evaluation import CohortAt, CohortJudge


@pytest.fixture(scope="module")
def season(tmp_path_factory):
    return right_season(tmp_path_factory.mktemp("season"))


# ---------------------------------------------------------------- figures of cohorts and seats


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"cost": 10416}, "cost 10416 is claimed, it is 10415"),
        ({"penalty": 0}, "penalty 0 is claimed, it is 415"),
        ({"worst_pair": ("b", "x", 5000)}, "worst pair ('b', 'x', 5000) is claimed, it is ('a', 'x', 5000)"),
        ({"worst_pair": None}, "worst pair None is claimed, it is ('a', 'x', 5000)"),
        ({"enrollment": None}, "enrollment None is claimed, it is (100.0, 200.0)"),
        ({"theme": "Rural"}, "theme Rural is claimed, it is "),
        ({"place": "District b"}, 'meeting place "District b" is claimed, it is Town Hall'),
        ({"place_of": "b"}, "meeting place of b is claimed, it is hall"),
        ({"longest": 10.36}, "longest drive 10.36 is claimed, it is 10.35"),
        ({"median": 10.36}, "median drive 10.36 is claimed, it is 10.35"),
        ({"median": None}, "median drive None is claimed, it is 10.35"),
    ],
)
def test_every_figure_of_a_cohort_is_recomputed(season, changes, said):
    assert findings(season, cohorts=(replace(FIRST, **changes), SECOND)) == (f"cohort 1: {said}",)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"fit": 7501}, "fit 7501 is claimed, it is 7500"),
        ({"facilitator_fit": None}, "fit with facilitators None is claimed, it is 10000"),
        ({"drive": 10.34}, "drive 10.34 is claimed, it is 10.35"),
        ({"drive": None}, "drive None is claimed, it is 10.35"),
    ],
)
def test_every_figure_of_a_seat_is_recomputed(season, changes, said):
    first = replace(FIRST, seats=(replace(SEATS["a"], **changes), *FIRST.seats[1:]))
    assert findings(season, cohorts=(first, SECOND)) == (f"cohort 1: a: {said}",)


def test_a_median_between_two_hundredths_may_be_either(tmp_path):
    members = [{"id": n, "lat": lat, "lon": -92.0} for n, lat in (("a", 38.0), ("b", 38.0016))]
    judge = CohortJudge(cohort_season(tmp_path, members))
    meeting = judge.meetings.meet((0, 1))
    assert (meeting.longest, meeting.twice_median) == (11, 11)
    for median, right in ((0.04, False), (0.05, True), (0.055, False), (0.06, True), (0.07, False)):
        cohort = replace(FIRST, seats=(), median=median)
        said = any("median" in finding for finding in as_claimed(judge, cohort, (), CohortAt((0, 1))))
        assert said is not right, median


def test_without_places_there_is_no_meeting_place(tmp_path):
    judge = CohortJudge(
        cohort_season(tmp_path, ["a", "b"], venues=[{"id": "v", "name": "Hall", "lat": 38, "lon": -92}])
    )
    cohort = replace(FIRST, seats=(), cost=10000, penalty=0, worst_pair=("a", "b", 5000), enrollment=None)
    said = "meeting place ('Town Hall', 'hall', 10.35, 10.35) is claimed, nobody's place is known"
    assert list(as_claimed(judge, cohort, (), CohortAt((0, 1)))) == [said]
    nowhere = replace(cohort, place="", place_of="", longest=None, median=None)
    assert list(as_claimed(judge, nowhere, (), CohortAt((0, 1)))) == []


def test_a_theme_is_named_as_the_program_does(tmp_path):
    judge = CohortJudge(
        cohort_season(tmp_path, [{"id": n, "theme": "rural "} for n in "ab"], themes=[{"name": "Rural"}])
    )
    cohort = replace(
        FIRST, seats=(), cost=10000, penalty=0, worst_pair=("a", "b", 5000), enrollment=None, place="", place_of="",
        longest=None, median=None,
    )  # fmt: skip
    assert list(as_claimed(judge, cohort, (), CohortAt((0, 1)))) == ["theme  is claimed, it is Rural"]
    assert list(as_claimed(judge, replace(cohort, theme="Rural"), (), CohortAt((0, 1)))) == []


# ---------------------------------------------------------------- goals, bounds and who is left out


@pytest.mark.parametrize(
    ("name", "changes", "said"),
    [
        ("seated", {"value": 7}, "value 7 is claimed, the cohorts have 6"),
        ("seated", {"bound": 5, "proved": False}, "bound 5 is on the wrong side of the value 6"),
        ("seated", {"bound": 8, "proved": False}, "bound 8 is claimed, it counts 7 who take part"),
        ("alike", {"bound": 11153, "proved": False}, "bound 11153 is on the wrong side of the value 11152"),
        ("alike", {"bound": 11000}, "called proved with value 11152 and bound 11000"),
        ("facilitators", {"bound": 49999, "proved": False}, "bound 49999 is on the wrong side of the value 50000"),
        ("worst cohort", {"bound": None, "proved": False}, "bound None is claimed with value 3472"),
        ("worst cohort", {"value": 3471}, "value 3471 is claimed, the cohorts have 3472"),
        ("continuity", {"bound": 0, "proved": False}, "bound 0 is on the wrong side of the value 1"),
    ],
)
def test_every_value_is_recomputed_and_every_bound_is_on_its_right_side(season, name, changes, said):
    found = findings(season, goal_results=goal(right_plan(season), name, **changes))
    assert f'goal "{name}": {said}' in found


def test_bounds_after_a_goal_that_is_not_proved_are_given_its_value_and_the_outcome_is_bounded(season):
    goals = goal(right_plan(season), "alike", bound=11000, proved=False)
    given = tuple(replace(one, given="alike") if one.name not in ("seated", "alike") else one for one in goals)
    assert findings(season, goal_results=given, outcome="bounded") == ()
    assert findings(season, goal_results=given) == ('the outcome is proved, although goal "alike" is not',)
    assert "goal \"facilitators\": its bound is given '', expected 'alike'" in findings(season, goal_results=goals)
    assert findings(season, outcome="bounded") == ("the outcome is bounded, although every goal is proved",)


def test_goals_are_those_of_the_program(season):
    goals = right_plan(season).goal_results
    assert findings(season, goal_results=goals[:-1])[0].startswith('the goals are "seated" (seated), ')


def test_everyone_who_is_in_no_cohort_is_left_out(season):
    assert findings(season, left_out=LEFT_OUT[1:]) == ("member w is in no cohort and not among those left out",)
    assert findings(season, left_out=LEFT_OUT[:-1]) == ("facilitator h is in no cohort and not among those left out",)
    more = (*LEFT_OUT, LeftOut("member", "a", "", "waits"))
    assert findings(season, left_out=more) == ("member a is listed as left out, yet is in a cohort or is nobody",)
    assert findings(season, left_out=(*LEFT_OUT, LEFT_OUT[0])) == ("a member is listed as left out more than once",)


def test_without_a_plan_nothing_is_claimed_but_a_reason(season):
    goals = tuple(replace(one, value=None, bound=None, proved=False) for one in right_plan(season).goal_results)
    nothing = {
        "outcome": "no_plan",
        "goal_results": goals,
        "cohorts": (),
        "exchanges": (),
        "reason": "time is up",
        "dollars": None,
    }
    assert findings(season, **nothing) == ()
    assert findings(season, **{**nothing, "reason": " "}) == ("the outcome is no_plan, yet no reason is given",)
    assert findings(season, **{**nothing, "cohorts": (FIRST,)}) == ("the outcome is no_plan, yet there are 1 cohorts",)
    assert findings(season, **{**nothing, "exchanges": (X_FOR_E,)}) == (
        "the outcome is no_plan, yet there are 1 exchanges",
    )
    valued = {**nothing, "goal_results": right_plan(season).goal_results[:1]}
    assert findings(season, **valued) == ('the outcome is no_plan, yet goal "seated" has value 6',)


def test_an_empty_plan_can_be_right(tmp_path):
    made = cohort_season(tmp_path, ["a"], goals=["seated", "alike", "worst_cohort"])
    plan = right_plan(made)
    goals = [replace(plan.goal_results[k], value=value, bound=value) for k, value in ((0, 0), (1, 0), (3, None))]
    empty = replace(
        plan,
        cohorts=(),
        exchanges=(),
        goal_results=tuple(goals),
        dollars=None,
        left_out=(LeftOut("member", "a", "", "waits"),),
    )
    assert check_cohorts(made, empty).findings == ()
