"""What a plan may claim under limits of the network: bounds, proofs beside other limits, that there is no plan."""

from dataclasses import replace

from check_helpers import PLACED, PLACED_FIT, limit_text, plan, proof
from pairing.plans.pairs import Plan
from pairing.verify import check, judge_pairs
from pairing.verify.pairs.goals import MINIMUM
from quota_cases import (
    AT_MOST,
    BOTH,
    CP_SAT,
    EACH,
    FEW,
    FIRST,
    FIT,
    NETWORK,
    SOFT_AT_MOST,
    WORST,
    findings,
    keep,
    shown,
    two_by_two,
)


def test_the_network_proves_a_plan_that_keeps_the_limits_it_does_not_know():
    """Two pairs would be too dear; the network that knows of one pair at most does not make them."""
    goals, pairs, certificate = AT_MOST
    money = limit_text("money", kind="budget", most=1, per_pair=1)
    assert findings(two_by_two(money + goals), pairs, certificate) == ()
    alone = findings(two_by_two(money + PLACED_FIT), pairs, {**certificate, "groups": {}})
    assert "does not hold" in alone[0]
    assert findings(two_by_two(money + PLACED_FIT), pairs, engine=CP_SAT) == ()


def test_a_soft_limit_beside_one_that_is_not_on_the_network_is_not_on_it_either():
    goals, pairs, certificate = SOFT_AT_MOST
    made = two_by_two(limit_text("money", kind="budget", most=9, per_pair=1) + goals)
    assert "its goals are ['placed', 'keep few']" in findings(made, pairs, certificate)[0]
    placed = proof(made, pairs, ["placed"])
    assert findings(made, pairs, placed) == (
        'goal "keep few": called proved with value 10 and bound 10; the certificate shows 0',
    )


def test_a_goal_of_a_limit_on_the_network_needs_its_proof():
    goals, pairs, certificate = SOFT_AT_MOST
    made = two_by_two(goals)
    placed = proof(made, pairs, ["placed"])
    assert findings(made, pairs, placed) == (
        'goal "keep few": called proved with value 10 and bound 10; the certificate shows nothing',
    )
    kept = proof(made, FIRST, ["keep few"])
    assert 'goal "keep few": called proved with value 0 and bound 0; the certificate shows nothing' in findings(
        made, FIRST, {**kept, "goals": ["fit"]}
    )
    assert "does not hold" in findings(made, FIRST, certificate)[0]


def test_under_limits_of_the_network_alone_every_engine_needs_the_certificate():
    goals, pairs, certificate = AT_MOST
    made = two_by_two(goals)
    assert findings(made, pairs, certificate, engine=CP_SAT) == ()
    assert len(findings(made, pairs, engine=CP_SAT)) == 2
    too_many = two_by_two(limit_text("three", kind="quota", at_least=3) + PLACED)
    refused = Plan(too_many, "infeasible", (), (), CP_SAT, reason="too much is asked")
    assert "no proof shows" in check(too_many, refused).findings[0]


def with_bound(whole, bound_):
    """The last goal, not proved."""
    *others, last = whole.goal_results
    goals = (*others, replace(last, bound=bound_, proved=False))
    return check(whole.season, replace(whole, goal_results=goals, outcome="bounded")).findings


def test_where_the_run_ended_early_a_bound_of_a_goal_of_a_limit_is_shown_by_its_potentials():
    """At half the price per pair the first is free and the second costs no less than 5."""
    goals, pairs, certificate = SOFT_AT_MOST
    made = two_by_two(goals)
    placed = proof(made, pairs, ["placed"])
    half = {"left": {"l1": [0, -5], "l2": [0, -5]}, "right": {"r1": [0, -5], "r2": [0, -5]}}
    loose = {**certificate, "shows": "bound", **half, "groups": {"few": {"": [0, -5]}}}
    whole = plan(made, pairs, [placed, loose], engine=NETWORK)
    assert with_bound(whole, 5) == ()
    assert with_bound(whole, 0) == ()
    assert with_bound(whole, 6) == ('goal "keep few": bound 6 is claimed; the certificate shows 5',)
    without = replace(whole, certificate=(placed,))
    assert with_bound(without, 0) == ()
    assert with_bound(without, 1) == ('goal "keep few": bound 1 is claimed; the certificate shows nothing',)


def test_anyone_can_count_what_locked_pairs_break():
    limits = "".join(limit_text(name, kind="quota", at_most=0) for name in "ab")
    made = two_by_two(limits + PLACED + keep("a") + keep("b"), decisions=[("lock", "l1", "r1")])
    pairs = [("l1", "r1"), ("l2", "r1")]
    assert judge_pairs(made, pairs).values == {"placed": 2, "keep a": 20, "keep b": 20}
    names = ["placed", "keep a"]
    whole = plan(made, pairs, [proof(made, pairs, names)], engine=NETWORK)
    assert with_bound(whole, 10) == with_bound(whole, 0) == ()
    assert with_bound(whole, 11) == ('goal "keep b": bound 11 is claimed; the certificate shows nothing',)


def test_what_locked_pairs_break_is_proved_without_any_flow():
    limit = limit_text("none", kind="quota", at_most=0)
    made = two_by_two(limit + PLACED + keep("none"), decisions=[("lock", "l1", "r1"), ("lock", "l2", "r1")])
    pairs, nothing = [("l1", "r1"), ("l2", "r1")], shown(["placed", "keep none"], {}, {}, [0, 0])
    assert judge_pairs(made, pairs).values == {"placed": 2, "keep none": 20}
    assert findings(made, pairs, nothing) == ()
    assert findings(made, pairs) != ()


def test_a_worst_fit_under_a_limit_is_proved_on_the_network_with_the_limit():
    made = two_by_two(EACH + PLACED + WORST + FIT)
    with_one, names = [("l1", "r1"), ("l2", "r1")], [MINIMUM, "placed"]
    proofs = [
        proof(made, BOTH, names), proof(made, with_one, names, "worse", 5000),
        proof(made, BOTH, [*names, "fit"], least_fit=2500),
    ]  # fmt: skip
    assert [judge_pairs(made, pairs).values["worst fit"] for pairs in (BOTH, with_one)] == [2500, 5000]
    assert findings(made, BOTH, *proofs) == ()
    assert len(findings(made, BOTH, proofs[0], proofs[2])) == 1


def infeasible(made, *proofs, **more):
    return check(made, Plan(made, "infeasible", (), (), NETWORK, proofs, reason="too much is asked", **more)).findings


def test_that_hard_limits_ask_too_much_is_proved_by_minimums_alone():
    three = limit_text("three", kind="quota", at_least=3)
    enough = shown([MINIMUM], {"l1": [1], "l2": [1]}, {"r1": [1], "r2": [1]}, [0], {"three": {"": [1]}}, "worse")
    assert infeasible(two_by_two(three + PLACED), enough) == ()
    assert "no proof shows" in infeasible(two_by_two(three + PLACED))[0]
    assert "does not hold" in infeasible(two_by_two(three + PLACED), {**enough, "groups": {}})[0]
    possible = two_by_two(three.replace("3", "2") + PLACED)
    assert "does not hold" in infeasible(possible, enough)[0]


def test_that_too_few_may_stay_unplaced_is_proved_without_any_minimum():
    """Both mentees are asked for and one seat is there; the group lets nobody stay unplaced."""
    both = limit_text("both", kind="quota", side="left", at_least=2)
    made = two_by_two(both + FEW + PLACED)
    potentials = {"l1": [-1], "l2": [-1]}, {"r1": [-1], "r2": [-1]}, [0], {"both": {"": [-1]}, "few": {"": [-1]}}
    refused = shown([MINIMUM], *potentials, shows="worse")
    assert infeasible(made, refused) == ()
    assert "no proof shows" in infeasible(made)[0]
    assert "does not hold" in infeasible(two_by_two(both + PLACED), {**refused, "groups": {"both": {"": [-1]}}})[0]
