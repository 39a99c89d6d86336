"""A true plan has no findings; each way of tampering with it has its own."""

import random
from dataclasses import replace

import numpy as np
import pytest

from check_helpers import PLACED, SAME_REGION, plan, proof, season
from pairing.plans.base import GoalResult
from pairing.verify import Report, check, judge_pairs
from pairing.verify.pairs.evaluation import Judge

RULES = (
    '[[rule]]\nname = "not next door"\nkind = "different"\ncolumn = "district_id"\nsource = "S"\n'
    '[[rule]]\nname = "close enough"\nkind = "within_miles"\nmax_miles = 100\nsource = "S"\n'
    '[[rule]]\nname = "veteran"\nkind = "experience"\nmin_years = 5\nsource = "S"\n'
)
CRITERIA = SAME_REGION + '[[criterion]]\nname = "close by"\nkind = "proximity"\nhalf_at_miles = 40\nweight = 1\n'
SCREENS = (
    '[[left.screen]]\nname = "newcomers"\nkind = "only"\nwhen = { first_year = true }\nsource = "S"\n'
    '[[left.screen]]\nname = "had one"\nkind = "already_matched"\nsource = "S"\n'
)
HERE = {"lat": 38.0, "lon": -92.0, "first_year": True}
LEFT = [
    {"id": "l1", **HERE, "region": "N", "district_id": "1"},
    {"id": "l2", **HERE, "region": "S", "district_id": "2"},
    {"id": "l3", **HERE, "region": "S", "district_id": "3"},
    {"id": "l4", **HERE, "first_year": False},
    {"id": "l5", **HERE, "current_mentor": ("r1",)},
    {"id": "l6", **HERE, "region": "N"},
]
RIGHT = [
    {
        "id": "r1",
        "lat": 38.2,
        "lon": -92.1,
        "region": "N",
        "years_as_superintendent": 9,
        "capacity": 3,
        "capacity_min": 2,
    },
    {"id": "r2", "lat": 38.4, "lon": -92.4, "region": "S", "years_as_superintendent": 5, "district_id": "1"},
    {"id": "r3", "lat": 38.4, "lon": -92.4, "region": "S", "years_as_superintendent": 5, "capacity": 2},
    {"id": "r4", "lat": 42.0, "lon": -92.4, "region": "S", "years_as_superintendent": 5},
    {"id": "r5", "region": "S", "years_as_superintendent": 3},
]
DECISIONS = [("lock", "l3", "r3"), ("forbid", "l6", "r1"), ("withdraw", "l6", None)]
BEST = [("l1", "r1"), ("l2", "r2"), ("l3", "r3")]
NAMES = ["minimum", "placed", "fit"]


@pytest.fixture
def made():
    return season(LEFT, RIGHT, rules=RULES, criteria=CRITERIA, left_screens=SCREENS, decisions=DECISIONS)


@pytest.fixture
def whole(made):
    return plan(made, BEST, [proof(made, BEST, NAMES)])


def findings(plan, **changes):
    return check(plan.season, replace(plan, **changes)).findings


def with_pair(whole, number, **changes):
    pairs = list(whole.pairs)
    pairs[number] = replace(pairs[number], **changes)
    return findings(whole, pairs=tuple(pairs))


def with_goal(whole, number, **changes):
    goals = list(whole.goal_results)
    goals[number] = replace(goals[number], **changes)
    return findings(whole, goal_results=tuple(goals))


def test_a_true_plan_has_no_findings(made, whole):
    assert check(made, whole) == Report((), {"placed": 3, "fit": sum(pair.fit for pair in whole.pairs)}, 30, 30)


def test_every_number_of_the_plan_is_worked_out_by_hand(whole):
    first, second, third = whole.pairs
    assert first.miles == pytest.approx(14.84, abs=0.05)
    assert first.points == {"region": 5000, "close by": round(5000 * 2 ** (-first.miles / 40))}
    assert first.fit == sum(first.points.values())
    assert (second.miles, second.points) == (third.miles, third.points)
    assert third.change == "locked"


@pytest.mark.parametrize(
    ("number", "changes", "said"),
    [
        (0, {"right": "r9"}, "r9 is nobody in mentors"),
        (0, {"left": "l9"}, "l9 is nobody in mentees"),
        (0, {"right": "r2"}, 'l1 with r2: rule "not next door" is broken (they must differ in district_id)'),
        (
            1,
            {"right": "r4"},
            'l2 with r4: rule "close enough" is broken (at most 100 miles, they are 276.79 miles apart)',
        ),
        (
            1,
            {"right": "r5"},
            'l2 with r5: rule "close enough" is broken (at most 100 miles, they are not both placed; unk',
        ),
        (1, {"right": "r5"}, 'l2 with r5: rule "veteran" is broken (at least 5 years of experience)'),
        (1, {"left": "l4"}, 'mentee l4 does not take part: screen "newcomers": is not eligible'),
        (1, {"left": "l5"}, 'mentee l5 does not take part: screen "had one": is already matched with r1'),
        (1, {"left": "l6"}, "mentee l6 does not take part: withdrawn by decision D3"),
        (0, {"left": "l6"}, "l6 with r1: forbidden by decision D2"),
        (1, {"left": "l1"}, "mentee l1 is in 2 pairs (with r1, r2), at most 1"),
        (0, {"right": "r3"}, "mentor r1 has 0 pairs, at least 1 by minimum besides 1 before"),
        (0, {"right": "r2"}, "mentor r2 has 2 pairs, at most 1 by capacity"),
        (2, {"right": "r1"}, "l3 with r3: locked by decision D1, yet not in the plan"),
        (2, {"change": "kept"}, 'l3 with r3: change is "kept", the pair is locked'),
        (0, {"change": "locked"}, 'l1 with r1: change is "locked", the pair is not locked'),
        (2, {"certain": "no"}, "l3 with r3: called uncertain, the pair is locked"),
        (0, {"fit": 1}, "l1 with r1: fit 0.01 is claimed, the criteria give 8"),
        (0, {"miles": 14.0}, "l1 with r1: 14.0 miles are claimed, the places lie 14.8"),
        (0, {"miles": None}, "l1 with r1: None miles are claimed"),
        (0, {"points": {"region": 5000}}, 'l1 with r1: criterion "close by": no points are claimed, it gives 38'),
        (
            0,
            {"points": {"region": 4999, "x": 1}},
            'l1 with r1: criterion "region": 49.99 points are claimed, it gives 50.00',
        ),
        (0, {"points": {"x": 1}}, 'l1 with r1: criterion "x": 0.01 points are claimed, it gives no'),
    ],
)
def test_a_tampered_pair_is_found(whole, number, changes, said):
    found = with_pair(whole, number, **changes)
    assert any(finding.startswith(said) for finding in found), found


def test_whoever_has_too_many_partners_is_named_with_the_earlier_ones(made):
    right = [{**RIGHT[0], "capacity": 2}, *RIGHT[1:]]
    smaller = season(LEFT, right, rules=RULES, criteria=CRITERIA, left_screens=SCREENS)
    found = judge_pairs(smaller, [("l1", "r1"), ("l2", "r1")]).findings
    assert found == ("mentor r1 has 2 pairs, at most 1 by capacity besides 1 before",)


def test_pairs_stand_in_the_order_of_the_left_ids(whole):
    assert findings(whole, pairs=whole.pairs[::-1]) == ("the pairs are not in order of the left ids",)


@pytest.mark.parametrize(
    ("number", "changes", "said"),
    [
        (0, {"value": 4}, 'goal "placed": value 4 is claimed, the pairs have 3'),
        (0, {"bound": 2}, 'goal "placed": bound 2 is on the wrong side of the value 3'),
        (0, {"bound": 4}, 'goal "placed": called proved with value 3 and bound 4; the certificate shows 3'),
        (0, {"bound": None}, 'goal "placed": bound None is claimed with value 3'),
        (
            1,
            {"name": "fits"},
            'the goals are "placed" (placed), "fits" (fit); the program says "placed" (placed), "fit"',
        ),
        (1, {"kind": "worst_fit"}, 'the goals are "placed" (placed), "fit" (worst_fit)'),
        (0, {"proved": False}, 'the outcome is proved, although goal "placed" is not'),
        (0, {"proved": False}, "goal \"fit\": its bound is given '', expected 'placed'"),
        (1, {"given": "placed"}, "goal \"fit\": its bound is given 'placed', expected ''"),
    ],
)
def test_a_tampered_goal_is_found(whole, number, changes, said):
    found = with_goal(whole, number, **changes)
    assert any(finding.startswith(said) for finding in found), found


def test_missing_and_turned_goals_are_found(whole):
    assert "the program says" in findings(whole, goal_results=whole.goal_results[:1])[0]
    assert "the program says" in findings(whole, goal_results=whole.goal_results[::-1])[0]


def test_a_missing_certificate_proves_nothing(whole):
    assert len(findings(whole, certificate=())) == 2
    assert "the certificate shows nothing" in findings(whole, certificate=())[0]


def test_a_proof_that_leaves_the_minimums_out_proves_as_much(made, whole):
    proofs = (proof(made, BEST, ["placed", "fit"]),)
    assert findings(whole, certificate=proofs) == ()


def test_an_outcome_is_what_the_goals_say_and_without_a_plan_nothing_is_claimed(made, whole):
    assert findings(whole, outcome="bounded") == ("the outcome is bounded, although every goal is proved",)
    nothing = replace(whole, outcome="no_plan", goal_results=(), pairs=(), certificate=(), reason="out of time")
    assert findings(nothing) == ()
    assert findings(nothing, reason=" ") == ("the outcome is no_plan, yet no reason is given",)
    assert "yet there are 3 pairs" in findings(nothing, pairs=whole.pairs)[0]
    assert "has value 3" in findings(nothing, goal_results=whole.goal_results)[0]
    assert "no proof shows" in findings(nothing, outcome="infeasible")[0]


def test_an_empty_plan_proves_no_worst_fit():
    goals = PLACED + '[[goal]]\nkind = "worst_fit"\n'
    made = season([{"id": "l1"}], [{"id": "r1"}], goals=goals)
    empty = plan(made, [], [proof(made, [("l1", "r1")], ["placed"])])
    found = check(made, empty).findings
    assert any("does not hold" in finding for finding in found)
    unproved = (replace(empty.goal_results[0], proved=False, bound=1), replace(empty.goal_results[1], given="placed"))
    found = check(made, replace(empty, goal_results=unproved, outcome="bounded", certificate=())).findings
    assert found == ('goal "worst fit": called proved without pairs, although placing nobody is not proved',)


def test_claimed_arrays_are_compared(made, whole):
    judge = Judge(made)
    verdicts = [[judge.verdict(i, j) for j in range(5)] for i in range(6)]
    eligible = np.array([[fit is not None for fit in row] for row in verdicts])
    fit = np.array([[fit or 0 for fit in row] for row in verdicts], dtype=np.int32)
    for most in (0, 7, 100_000):
        report = check(made, whole, claimed=(eligible, fit), judge_at_most=most)
        assert report.findings == ()
        assert report.judged in {0: [3], 7: range(7, 11), 100_000: [30]}[most]
    higher = fit.copy()
    higher[0, 0] += 1
    found = check(made, whole, claimed=(eligible, higher), judge_at_most=0).findings
    assert found[0] == f"l1 with r1: fit {fit[0, 0] + 1} is claimed, judged fit {fit[0, 0]}"
    found = check(made, whole, claimed=(~eligible, fit)).findings
    assert "10 more pairs differ from what is claimed" in found
    assert found[0] == f"l1 with r1: not eligible is claimed, judged fit {fit[0, 0]}"
    assert found[1] == "l1 with r2: fit 0 is claimed, judged not eligible"


def test_a_large_season_is_sampled_and_proved_on_the_claimed_pairs():
    draw = random.Random(3)
    left = [{"id": f"l{n:03}", "needs": tuple(draw.sample("abcdef", 3))} for n in range(40)]
    right = [{"id": f"r{n:03}", "expertise": tuple(draw.sample("abcdef", 3))} for n in range(50)]
    made = season(left, right, criteria='[[criterion]]\nkind = "shared"\nname = "needs"\nweight = 1\n')
    judge = Judge(made)
    fit = np.array([[judge.verdict(i, j) or 0 for j in range(50)] for i in range(40)])
    eligible = np.ones((40, 50), dtype=bool)
    pairs = [(f"l{n:03}", f"r{n:03}") for n in range(40)]
    report = check(
        made, plan(made, pairs, [{"shows": "worse", "goals": ["placed"]}]), claimed=(eligible, fit), judge_at_most=500
    )
    assert (report.pairs, 500 <= report.judged <= 540) == (2000, True)
    assert "does not hold" in report.findings[0]


def test_a_plan_made_by_hand_is_judged_by_every_rule_capacity_and_decision(made):
    assert judge_pairs(made, BEST).findings == ()
    assert judge_pairs(made, [(" L1", "R1 "), *BEST[1:]]).values["placed"] == 3
    report = judge_pairs(made, [("l1", "r2"), ("l1", "r1"), ("l4", "r2"), ("x", "r1")])
    assert report.findings == (
        "x is nobody in mentees",
        'l1 with r2: rule "not next door" is broken (they must differ in district_id)',
        'mentee l4 does not take part: screen "newcomers": is not eligible',
        "mentee l1 is in 2 pairs (with r2, r1), at most 1",
        "mentor r2 has 2 pairs, at most 1 by capacity",
        "l3 with r3: locked by decision D1, yet not in the plan",
    )
    assert (report.judged, report.pairs) == (3, 30)


def test_a_rule_that_cannot_tell_passes_where_the_program_says_so():
    rule = '[[rule]]\nname = "veteran"\nkind = "experience"\nmin_years = 5\nsource = "S"\nunknown = "passes"\n'
    assert judge_pairs(season([{"id": "l1"}], [{"id": "r1"}], rules=rule), [("l1", "r1")]).findings == ()
    rule = (
        rule.replace("passes", "fails").replace("experience", "different").replace("min_years = 5", 'column = "region"')
    )
    assert "unknown here" in judge_pairs(season([{"id": "l1"}], [{"id": "r1"}], rules=rule), [("l1", "r1")]).findings[0]


def test_the_geodesic_is_compared_too(whole, monkeypatch):
    monkeypatch.setattr("pairing.verify.distance.Miles.geodesic", lambda self, i, j: 15.0)
    assert any("the geodesic is 15.00" in finding for finding in findings(whole))


def test_goals_without_a_result_are_named(whole):
    extra = GoalResult("cost", "fit", 1, 1, True)
    assert '"cost" (fit)' in findings(whole, goal_results=(*whole.goal_results, extra))[0]
