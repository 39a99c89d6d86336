"""Who waits although they need not, and exchanges that are not as they are said to be."""

import time
from dataclasses import replace

import pytest

from cohort_build import cohort_season
from cohort_helpers import FIRST, SECOND, X_FOR_E, findings, goal, right_plan, right_season, seated
from pairing.plans.cohort_parts import WHO_WAITS, Exchange
from pairing.verify import check_cohorts


@pytest.fixture(scope="module")
def season(tmp_path_factory):
    return right_season(tmp_path_factory.mktemp("season"))


# ---------------------------------------------------------------- who waits


def test_nobody_waits_while_somebody_later_has_a_seat_that_they_could_have(tmp_path):
    made = right_season(tmp_path / "early", cells={"y": {"registered_on": "2026-03-05"}})
    said = "y waits although they come earlier in the order and could take the seat of x in cohort 1"
    assert findings(made) == (said,)
    assert findings(right_season(tmp_path / "same", cells={"y": {"registered_on": "2026-03-06"}})) == ()


def test_an_order_of_waiting_that_is_not_as_stated_is_a_finding_only_where_the_plan_claims_it(tmp_path):
    made = right_season(tmp_path, cells={"y": {"registered_on": "2026-03-05"}})
    said = "y waits although they come earlier in the order and could take the seat of x in cohort 1"
    for given, expected in ((WHO_WAITS, ()), ("", (said,))):
        assert findings(made, goal_results=goal(right_plan(made), "alike", given=given)) == expected


def test_only_the_sum_of_costs_may_be_given_who_waits(season):
    goals = goal(right_plan(season), "facilitators", given=WHO_WAITS)
    said = f"goal \"facilitators\": its bound is given {WHO_WAITS!r}, expected ''"
    assert findings(season, goal_results=goals) == (said,)


def test_nobody_takes_a_seat_that_they_could_not_have(tmp_path):
    early = {"registered_on": "2026-01-01"}
    limits = [{"kind": "apart"}]
    apart = {"y": {**early, "conflicts": ("a", "b", "x", "c", "d", "e")}}
    assert findings(right_season(tmp_path / "apart", cells=apart, limits=limits)) == ()
    some = {"y": {**early, "conflicts": ("a", "b", "c", "d", "e")}}
    assert findings(right_season(tmp_path / "some", cells=some, limits=limits)) == ()


def test_nobody_takes_the_seat_of_somebody_locked(tmp_path):
    cells = {"y": {"registered_on": "2026-03-05"}}
    mates = findings(right_season(tmp_path / "mates", cells=cells, decisions=[("lock", "x", "a")]))
    assert [one.split(" in")[0] for one in mates if ": change" not in one][:1] == ["x to cohort 2"]
    leader = findings(right_season(tmp_path / "leader", cells=cells, decisions=[("lock", "x", "f")]), exchanges=())
    assert leader == ("cohort 1: x: change new is claimed, it is locked",)


def test_nobody_waits_who_can_join_where_no_more_are_said_to_fit(tmp_path):
    made = right_season(tmp_path, size=(2, 4))
    said = 'goal "seated": bound 6 is claimed, yet y waits and can join cohort 1'
    assert said in findings(made)
    goals = goal(right_plan(made), "seated", bound=7, proved=False)
    assert not any("waits" in finding for finding in findings(made, goal_results=goals))


def test_nobody_waits_who_counts_for_more_than_somebody_seated(tmp_path):
    first = {"kind": "seated", "name": "K-8 first", "who": {"grade_span": "K-8"}}
    made = right_season(tmp_path, cells={"y": {"grade_span": "K-8"}}, goals=[first, "seated", "alike"])
    seated_first = [replace(right_plan(made).goal_results[0], name="K-8 first", value=0, bound=0)]
    goals = (*seated_first, *right_plan(made).goal_results[:2])
    said = 'goal "K-8 first": bound 0 is claimed, yet y waits and could take the seat of a in cohort 1'
    assert findings(made, goal_results=goals) == (said,)
    open_goals = (replace(goals[0], bound=1, proved=False), *(replace(one, given="K-8 first") for one in goals[1:]))
    assert findings(made, goal_results=open_goals, outcome="bounded") == ()


# ---------------------------------------------------------------- exchanges


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"cost": 19999}, ": cost 199.99 is claimed, it is 200.00"),
        ({"facilitators": 100}, ": facilitators' fit 1.00 is claimed, it is 0.00"),
        ({"fit": 10000}, ": fit 100.00 is claimed, it is 50.00"),
        ({"other": None}, " cannot be made: size 4, from 2 to 3 are asked"),
        ({"other": "d", "cost": 21585, "facilitators": 10000}, ": costs 215.85, yet exchange for e costs 200.00"),
        ({"other": "a"}, ": no such member in a cohort, or no such other cohort, or nobody of it in exchange"),
        ({"cohort": 1}, ": no such member in a cohort, or no such other cohort, or nobody of it in exchange"),
        ({"cohort": 3}, ": no such member in a cohort, or no such other cohort, or nobody of it in exchange"),
        ({"id": "y"}, ": no such member in a cohort, or no such other cohort, or nobody of it in exchange"),
    ],
)
def test_every_exchange_is_recomputed(season, changes, said):
    exchange = replace(X_FOR_E, **changes)
    other = f" in exchange for {exchange.other}" if exchange.other else ""
    assert findings(season, exchanges=(exchange,)) == (f"{exchange.id} to cohort {exchange.cohort}{other}{said}",)


def test_a_move_is_an_exchange_for_nobody(tmp_path):
    """With four seats x moves to c, d and e: three fits of 50 cost 10000 there, and a and b no more 10000."""
    made = right_season(tmp_path, size=(2, 4), cells={"y": {"region": "S"}}, decisions=[("withdraw", "y")])
    report = check_cohorts(made, right_plan(made, exchanges=(Exchange("x", 2, None, 0, 0, 5000),)))
    assert report.findings == ()
    dear = right_plan(made, exchanges=(X_FOR_E,))
    assert check_cohorts(made, dear).findings == (
        "x to cohort 2 in exchange for e: costs 200.00, yet a move costs 0.00",
    )


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (
            {"limits": [{"kind": "drive", "name": "near", "max_miles": 60.0}]},
            'limit "near" is broken: e up to 65.53 miles',
        ),
        ({"decisions": [("lock", "x", "a")]}, "a is here without x, locked together by decision D2"),
        ({"decisions": [("lock", "x", "f")]}, "x is here without f, locked together by decision D2"),
        ({"decisions": [("forbid", "x", "g")]}, "x with g: forbidden by decision D2"),
        ({"decisions": [("forbid", "x", "d")]}, "d with x: forbidden by decision D2"),
    ],
)
def test_an_exchange_that_cannot_be_made_is_named_with_its_obstacle(tmp_path, changes, said):
    found = findings(right_season(tmp_path, **changes))
    first = next(one for one in found if ": change" not in one)
    assert first.startswith(f"x to cohort 2 in exchange for e cannot be made: {said}")


def test_exchanges_stand_in_order_and_once(season):
    of_a = Exchange("a", 2, "c", 20841, 20000, 0)
    right = findings(season, exchanges=(of_a, X_FOR_E))
    assert not any("order" in finding for finding in right)
    assert "the exchanges are not in order of the members' ids and of their costs" in findings(
        season, exchanges=(X_FOR_E, of_a)
    )
    assert findings(season, exchanges=(X_FOR_E, X_FOR_E)) == ("x to cohort 2 is listed more than once",)


def test_no_exchange_betters_a_proved_plan(tmp_path):
    """Once x and e have changed places, changing back saves 20000."""
    made = right_season(tmp_path)
    exchange = Exchange("e", 2, "x", -20000, 0, 10000)
    found = findings(
        made, cohorts=(seated(FIRST, "a", "b", "e"), seated(SECOND, "c", "d", "x")), exchanges=(exchange,),
        goal_results=goal(right_plan(made), "alike", value=31152, bound=31152),
    )  # fmt: skip
    said = 'goal "alike": bound 31152 is claimed, yet e to cohort 2 in exchange for x leads to 11152'
    assert said in found
    assert not any(finding.startswith("e to cohort 2") for finding in found)


# ---------------------------------------------------------------- speed


@pytest.mark.thorough
def test_a_large_season_takes_seconds(tmp_path):
    members = [
        {"id": f"m{n:03}", "region": f"R{n % 5}", "lat": 38 + n % 17 / 10, "lon": -92 - n % 13 / 10, "enrollment": n}
        for n in range(284)
    ]
    made = cohort_season(
        tmp_path, members, [{"id": f"f{n:02}"} for n in range(40)], size=(6, 8), goals=["seated", "alike"],
        limits=[{"kind": "drive", "max_miles": 500.0}],
        criteria=[
            {"kind": "same", "column": "region"}, {"kind": "proximity", "half_at_miles": 40.0},
            {"kind": "enrollment", "half_at_ratio": 2.0},
        ],
    )  # fmt: skip
    start = time.perf_counter()
    cohorts = [
        seated(FIRST, *(f"m{n:03}" for n in range(7 * k, 7 * k + 7)), number=k + 1, facilitators=(f"f{k:02}",))
        for k in range(40)
    ]
    exchanges = [Exchange(f"m{n:03}", (n // 7 + k) % 40 + 1, None, 0, 0, 0) for n in range(280) for k in (1, 2, 3)]
    report = check_cohorts(made, right_plan(made, cohorts=tuple(cohorts), exchanges=tuple(exchanges)))
    assert any(", yet exchange for m021 costs 22.53" in finding for finding in report.findings)
    assert time.perf_counter() - start < 10
