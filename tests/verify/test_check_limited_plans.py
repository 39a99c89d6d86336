"""Whole plans under limits that are no part of the network: what its certificate shows, what another engine may not."""

from dataclasses import replace

import pytest

from check_helpers import PLACED, PLACED_FIT, plan, proof, season
from pairing.plans.base import GoalResult
from pairing.plans.pairs import Plan
from pairing.verify import check

SHARED = '[[criterion]]\nkind = "shared"\nname = "needs"\nweight = 1\n'
FIT, WORST = '[[goal]]\nkind = "fit"\n', '[[goal]]\nkind = "worst_fit"\n'
KEEP = '[[goal]]\nkind = "keep"\nlimit = "few"\ncost_per_unit = 10\n'
NETWORK, CP_SAT = "minimum-cost flow (OR-Tools)", "CP-SAT (OR-Tools)"
BEST, HALF = [("l1", "r1"), ("l2", "r2")], [("l1", "r1")]


def at_most(many):
    """No more of them serve; that is no number of pairs."""
    return f'[[limit]]\nname = "few"\nkind = "serving"\nat_most = {many}\nsource = "S"\n'


def two_by_two(goals=PLACED_FIT, limits="", **more):
    """Fits: l1-r1 10000, l1-r2 2500, l2-r1 5000, l2-r2 2500."""
    left = [{"id": "l1", "needs": tuple("abcd")}, {"id": "l2", "needs": tuple("abxy")}]
    right = [{"id": "r1", "expertise": tuple("abcd")}, {"id": "r2", "expertise": ("a",)}]
    return season(left, right, criteria=SHARED, goals=limits + goals, **more)


def full(made):
    return proof(made, BEST, ["placed", "fit"])


def findings(whole):
    return check(whole.season, whole).findings


def bounded(whole, *bounds):
    """The same plan with other bounds, none of them proved."""
    goals = [
        replace(goal, bound=bound, proved=False, given=whole.goal_results[0].name if number else "")
        for number, (goal, bound) in enumerate(zip(whole.goal_results, bounds, strict=True))
    ]
    return replace(whole, goal_results=tuple(goals), outcome="bounded")


def test_a_plan_of_the_network_that_keeps_all_limits_keeps_its_certificate():
    made = two_by_two(limits=at_most(2))
    assert findings(plan(made, BEST, [full(made)], engine=NETWORK)) == ()
    without = findings(plan(made, BEST, engine=NETWORK))
    assert [finding.endswith("the certificate shows nothing") for finding in without] == [True, True]


def test_a_plan_that_breaks_a_hard_limit_is_found_whoever_made_it():
    made = two_by_two(limits=at_most(1))
    for engine, proofs in ((NETWORK, [full(made)]), (CP_SAT, [])):
        assert findings(plan(made, BEST, proofs, engine=engine)) == (
            'limit "few" is broken by 1: mentors: 2 serving (r1, r2), at most 1',
        )


def test_an_engine_that_keeps_limits_needs_no_certificate():
    made = two_by_two(limits=at_most(1))
    assert findings(plan(made, HALF, engine=CP_SAT)) == ()
    assert findings(plan(made, HALF, engine=f"{NETWORK} and {CP_SAT}")) == ()
    said = findings(plan(made, HALF, engine=NETWORK))
    assert said[0] == 'goal "placed": called proved with value 1 and bound 1; the certificate shows nothing'


def test_without_limits_the_engine_needs_its_certificate_whatever_its_name():
    made = two_by_two()
    assert findings(plan(made, BEST, [full(made)], engine=CP_SAT)) == ()
    assert len(findings(plan(made, BEST, engine=CP_SAT))) == 2


def test_under_limits_a_proved_goal_has_its_bound_for_a_value():
    whole = plan(two_by_two(limits=at_most(1)), HALF, engine=CP_SAT)
    placed, fit = whole.goal_results
    looser = replace(whole, goal_results=(replace(placed, bound=2), fit))
    assert findings(looser) == ('goal "placed": called proved with value 1 and bound 2',)
    tighter = replace(whole, goal_results=(placed, replace(fit, bound=9999)))
    assert findings(tighter) == (
        'goal "fit": bound 9999 is on the wrong side of the value 10000',
        'goal "fit": called proved with value 10000 and bound 9999',
    )
    absent = replace(whole, goal_results=(placed, replace(fit, bound=None)))
    assert findings(absent) == ('goal "fit": bound None is claimed with value 10000',)
    untrue = replace(whole, goal_results=(replace(placed, value=2, bound=2), fit))
    assert 'goal "placed": value 2 is claimed, the pairs have 1' in findings(untrue)


@pytest.mark.parametrize("bounds", [(1, 10000), (2, 10000), (2, 12500), (7, 99999)])
def test_under_limits_bounds_may_be_tighter_and_looser_than_the_network_shows(bounds):
    made = two_by_two(limits=at_most(1))
    shown = proof(made, BEST, ["placed"], "bound")
    assert findings(bounded(plan(made, HALF, [shown], engine=CP_SAT), *bounds)) == ()


@pytest.mark.parametrize(("bounds", "wrong"), [((0, 10000), "placed"), ((1, 9999), "fit")])
def test_under_limits_no_bound_is_worse_than_the_value(bounds, wrong):
    said = findings(bounded(plan(two_by_two(limits=at_most(1)), HALF, engine=CP_SAT), *bounds))
    assert [finding.split(":")[0] for finding in said] == [f'goal "{wrong}"']


def test_under_limits_the_proofs_that_are_there_hold():
    made = two_by_two(limits=at_most(1))
    said = findings(plan(made, HALF, [full(made)], engine=CP_SAT))
    assert len(said) == 1
    assert said[0].startswith("proof 1 (best) of the certificate does not hold")


def test_the_network_proves_the_goals_around_a_limit_that_nothing_breaks():
    for goals in (PLACED + KEEP + FIT, KEEP + PLACED_FIT, PLACED_FIT + KEEP):
        made = two_by_two(goals, at_most(2))
        whole = plan(made, BEST, [full(made)], engine=NETWORK)
        assert {goal.name: goal.value for goal in whole.goal_results} == {"placed": 2, "keep few": 0, "fit": 12500}
        assert findings(whole) == ()


def test_the_network_proves_a_worst_fit_after_a_kept_limit():
    made = two_by_two(PLACED + KEEP + WORST + FIT, at_most(2))
    rival = [("l1", "r1")]
    proofs = [
        proof(made, BEST, ["placed"]), proof(made, rival, ["placed"], "worse", 5000),
        proof(made, BEST, ["placed", "fit"], least_fit=2500),
    ]  # fmt: skip
    assert findings(plan(made, BEST, proofs, engine=NETWORK)) == ()
    assert len(findings(plan(made, BEST, [proofs[0], proofs[2]], engine=NETWORK))) == 1


def test_the_network_proves_nothing_about_a_limit_that_is_broken():
    made = two_by_two(PLACED_FIT + KEEP, at_most(1))
    whole = plan(made, BEST, [full(made)], engine=NETWORK)
    assert findings(whole) == (
        'goal "keep few": called proved with value 10 and bound 10; the certificate shows 0',
    )  # fmt: skip
    placed, fit, keep = whole.goal_results

    def with_bound(bound):
        goals = (placed, fit, replace(keep, bound=bound, proved=False))
        return findings(replace(whole, goal_results=goals, outcome="bounded"))

    assert with_bound(0) == ()
    assert with_bound(1) == ('goal "keep few": bound 1 is claimed; the certificate shows 0',)
    assert with_bound(11)[0] == 'goal "keep few": bound 11 is on the wrong side of the value 10'


def test_another_engine_proves_a_limit_that_is_broken():
    made = two_by_two(PLACED + KEEP + FIT, at_most(1))
    whole = plan(made, BEST, engine=CP_SAT)
    assert findings(whole) == ()
    placed, keep, fit = whole.goal_results
    low = replace(whole, goal_results=(placed, replace(keep, value=0, bound=0), fit))
    assert findings(low)[0] == 'goal "keep few": value 0 is claimed, the pairs have 10'
    high = replace(whole, goal_results=(placed, replace(keep, bound=11, proved=False), replace(fit, given="keep few")))
    assert findings(replace(high, outcome="bounded")) == (
        'goal "keep few": bound 11 is on the wrong side of the value 10',
    )  # fmt: skip


def test_no_proof_is_about_such_a_limit():
    made = two_by_two(PLACED_FIT + KEEP, at_most(2))
    wrong = {**full(made), "goals": ["placed", "keep few"]}
    assert "its goals are ['placed', 'keep few'], expected some of" in findings(plan(made, BEST, [wrong]))[0]


def infeasible(made, **more):
    return Plan(made, "infeasible", (), (), CP_SAT, reason="the limits cannot all be kept", **more)


def test_that_limits_cannot_be_kept_is_believed():
    too_many = two_by_two(limits='[[limit]]\nname = "few"\nkind = "serving"\nat_least = 3\nsource = "S"\n')
    assert findings(infeasible(too_many)) == ()
    assert findings(replace(infeasible(too_many), reason="")) == ("the outcome is infeasible, yet no reason is given",)
    assert "no proof shows" in findings(replace(infeasible(too_many), engine=NETWORK))[0]
    assert "no proof shows" in findings(infeasible(two_by_two()))[0]
    valued = replace(infeasible(too_many), goal_results=(GoalResult("placed", "placed", 1, 1, False),))
    assert "has value 1" in findings(valued)[0]


def test_that_limits_cannot_be_kept_is_not_believed_where_the_locked_pairs_keep_them():
    lock = [("lock", "l1", "r1")]
    said = ("the outcome is infeasible, yet the locked pairs alone are a plan",)
    assert findings(infeasible(two_by_two(limits=at_most(1), decisions=lock))) == said
    assert findings(infeasible(two_by_two(limits=at_most(0), decisions=lock))) == ()
    assert findings(infeasible(two_by_two(PLACED_FIT + KEEP, at_most(0), decisions=lock))) == said
