"""Certificates under limits that only count pairs of groups, by hand."""

from dataclasses import replace

import pytest
from all_plans import network_cost
from check_helpers import PLACED, PLACED_FIT, limit_text, plan, proof, season

from pairing.check import check, judge_pairs
from pairing.check.goals import MINIMUM
from pairing.plan import Plan

SHARED = '[[criterion]]\nkind = "shared"\nname = "needs"\nweight = 1\n'
FIT, WORST = (f'[[goal]]\nkind = "{kind}"\n' for kind in ("fit", "worst_fit"))
NETWORK, CP_SAT = "minimum-cost flow (OR-Tools)", "CP-SAT (OR-Tools)"
FEW = limit_text("few", kind="quota", at_most=1)
EACH = limit_text("each", kind="quota", by="region", at_least=1)
URGENT = limit_text("urgent", kind="quota", side="left", who={"priority": 2}, at_least=1)
BOTH, FIRST, SECOND = [("l1", "r1"), ("l2", "r2")], [("l1", "r1")], [("l2", "r1")]


def keep(name, cost=10):
    return f'[[goal]]\nkind = "keep"\nlimit = "{name}"\ncost_per_unit = {cost}\n'


def two_by_two(goals=PLACED_FIT, **more):
    """Fits: l1-r1 10000, l1-r2 2500, l2-r1 5000, l2-r2 2500."""
    left = [{"id": "l1", "needs": tuple("abcd"), "priority": 1}, {"id": "l2", "needs": tuple("abxy"), "priority": 2}]
    right = [
        {"id": "r1", "region": "North", "expertise": tuple("abcd"), "capacity": 2},
        {"id": "r2", "region": "South", "expertise": ("a",)},
    ]
    return season(left, right, criteria=SHARED, goals=goals, **more)


def findings(made, pairs, *proofs, **more):
    return check(made, plan(made, pairs, proofs, **{"engine": NETWORK, **more})).findings


def shown(goals, left, right, sink, groups=None, shows="best", least_fit=0):
    """A proof; a number for a vector of one."""
    potentials = {"left": left, "right": right, "groups": groups or {}}
    return {"shows": shows, "goals": goals, "least_fit": least_fit, "sink": sink, **potentials}


# By hand. The mentor's second partner, and the seat that a group does not give, are worth what they would bring.

AT_MOST = (
    FEW + PLACED_FIT, FIRST,
    shown(
        ["placed", "fit"], {"l1": [-1, 0], "l2": [-1, 0]}, {"r1": [-1, -5000], "r2": [-1, -5000]}, [0, 0],
        {"few": {"": [-1, -5000]}},
    ),
)  # fmt: skip
AT_LEAST = (
    EACH + FIT + PLACED, BOTH,
    shown(
        [MINIMUM, "fit", "placed"], {"l1": [0, 10000, 0], "l2": [0, 5000, 0]}, {"r1": [0, 0, 0], "r2": [0, 2500, 0]},
        [0, 0, 0], {"each": {"north": [0, 0, 0], "south": [0, 2500, 0]}},
    ),
)  # fmt: skip
LEFT_AT_LEAST = (
    URGENT + FEW + FIT + PLACED, SECOND,
    shown(
        ["fit", "placed"], {"l1": [0, -1], "l2": [-5000, -1]}, {"r1": [-10000, -1], "r2": [-10000, -1]}, [0, 0],
        {"urgent": {"": [-5000, 0]}, "few": {"": [-10000, -1]}},
    ),
)  # fmt: skip
SOFT_AT_MOST = (
    FEW + PLACED + keep("few"), BOTH,
    shown(
        ["placed", "keep few"], {"l1": [0, -10], "l2": [0, -10]}, {"r1": [0, -10], "r2": [0, -10]}, [0, 0],
        {"few": {"": [0, -10]}},
    ),
)  # fmt: skip
SOFT_FIRST = (
    FEW + keep("few") + PLACED, FIRST,
    shown(
        ["keep few", "placed"], {"l1": [0, -1], "l2": [0, -1]}, {"r1": [0, -1], "r2": [0, -1]}, [0, 0],
        {"few": {"": [0, -1]}},
    ),
)  # fmt: skip
SOFT_AT_LEAST = (
    limit_text("three", kind="quota", at_least=3) + keep("three") + FIT + PLACED, [("l1", "r1"), ("l2", "r1")],
    shown(
        ["keep three", "fit", "placed"], {"l1": [10, 10000, 0], "l2": [10, 5000, 0]},
        {"r1": [10, 0, 0], "r2": [10, 0, 0]}, [0, 0, 0], {"three": {"": [10, 0, 0]}},
    ),
)  # fmt: skip
BY_HAND = {
    "at most one pair": AT_MOST,
    "at least one pair in each region": AT_LEAST,
    "the urgent one is placed, one pair at most": LEFT_AT_LEAST,
    "one pair at most, 10 for another": SOFT_AT_MOST,
    "10 for another pair is too much": SOFT_FIRST,
    "three pairs at least, 10 for each that is missing": SOFT_AT_LEAST,
}


@pytest.mark.parametrize("name", BY_HAND)
def test_best_by_hand(name):
    goals, pairs, certificate = BY_HAND[name]
    assert findings(two_by_two(goals), pairs, certificate) == ()


@pytest.mark.parametrize("name", BY_HAND)
def test_a_group_without_a_potential_has_0(name):
    goals, pairs, certificate = BY_HAND[name]
    assert "does not hold" in findings(two_by_two(goals), pairs, {**certificate, "groups": {}})[0]


def test_the_value_of_a_goal_is_what_the_network_shows_and_a_constant():
    goals, pairs, certificate = SOFT_AT_LEAST
    made = two_by_two(goals)
    assert judge_pairs(made, pairs).values["keep three"] == 10
    assert network_cost(made, pairs, certificate["goals"]) == [-20, -15000, 0]


DISTRICT = limit_text("district", kind="quota", by="district", at_most=1)
REGION = limit_text("region", kind="quota", by="region", at_most=2)
NESTED = {
    "the district binds": (DISTRICT + REGION, {"district": {"ames": [-1], "bly": [-1]}, "region": {"north": [0]}}, 2),
    "the region around it": (DISTRICT + REGION.replace("2", "1"), {"region": {"north": [-1]}}, 1),
    "the region named first": (REGION.replace("2", "1") + DISTRICT, {"region": {"north": [-1]}}, 1),
}


def three_by_three(goals):
    """Three mentees; of three mentors of one region, who each could take all, two are of one district."""
    districts = {"r1": "Ames", "r2": "Ames", "r3": "Bly"}
    right = [{"id": name, "district": place, "region": "North", "capacity": 3} for name, place in districts.items()]
    return season([{"id": "l1"}, {"id": "l2"}, {"id": "l3"}], right, goals=goals)


@pytest.mark.parametrize("name", NESTED)
def test_districts_within_a_region_by_hand(name):
    limits, groups, placed = NESTED[name]
    left, right = {f"l{n}": [-1] for n in (1, 2, 3)}, {f"r{n}": [-1] for n in (1, 2, 3)}
    certificate = shown(["placed"], left, right, [0], {"district": {"ames": [-1], "bly": [-1]}, **groups})
    made, pairs = three_by_three(limits + PLACED), [("l1", "r1"), ("l2", "r3")][:placed]
    assert findings(made, pairs, certificate) == ()
    assert findings(made, pairs[1:], certificate)[0].startswith("proof 1 (best) of the certificate does not hold")


WRONG = {
    "a price too low": ({"few": {"": [-1, -4999]}}, "its potentials show"),
    "a price too high": ({"few": {"": [-1, -5001]}}, "its potentials show"),
    "of the wrong length": ({"few": {"": [-1]}}, 'group "" of limit "few" needs 2 potentials'),
    "no whole number": ({"few": {"": [-1, 0.5]}}, "whole numbers"),
    "too large": ({"few": {"": [-1, 2**41]}}, "whole numbers"),
    "another group": ({"few": {"north": [-1, -5000]}}, '"north" is no group of limit "few" on the network'),
    "another limit": ({"many": {"": [-1, -5000]}}, '"many" is no limit on the network'),
    "another limit without groups": ({"many": {}}, '"many" is no limit on the network'),
    "a limit by another spelling": ({"Few": {"": [-1, -5000]}}, '"Few" is no limit on the network'),
    "no groups": ({"few": [-1, -5000]}, "no table of potentials by name"),
    "no limits": ([], "no table of groups by limit"),
    "nothing": (None, "no table of groups by limit"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_tampered_proof_is_found(name):
    goals, pairs, certificate = AT_MOST
    groups, said = WRONG[name]
    found = findings(two_by_two(goals), pairs, {**certificate, "groups": groups})
    assert found[0].startswith("proof 1 (best) of the certificate does not hold: ")
    assert said in found[0]
    assert found[1:] == tuple(
        f'goal "{goal}": called proved with value {value} and bound {value}; the certificate shows nothing'
        for goal, value in (("placed", 1), ("fit", 10000))
    )


def test_a_group_is_named_by_its_value_as_compared():
    goals, pairs, certificate = AT_LEAST
    for name, holds in (("south", True), ("South", False), ("r2", False), ("", False)):
        groups = {"each": {"north": [0, 0, 0], name: [0, 2500, 0]}}
        assert (findings(two_by_two(goals), pairs, {**certificate, "groups": groups}) == ()) == holds


def test_a_limit_that_is_not_on_the_network_has_no_potentials():
    goals, pairs, certificate = AT_MOST
    together = limit_text("money", kind="budget", most=9, per_pair=1)
    made = two_by_two(together + goals)
    assert findings(made, pairs, certificate) == ()
    groups = {**certificate["groups"], "money": {"": [0, 0]}}
    assert '"money" is no limit on the network' in findings(made, pairs, {**certificate, "groups": groups})[0]


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


def with_bound(whole, bound_):
    """The last goal, not proved."""
    *others, last = whole.goals
    goals = (*others, replace(last, bound=bound_, proved=False))
    return check(whole.season, replace(whole, goals=goals, outcome="bounded")).findings


def test_a_bound_of_a_goal_of_a_limit_where_the_run_ended_early():
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
    locks = [("lock", "l1", "r1"), ("lock", "l2", "r1")]
    made = two_by_two(limit_text("none", kind="quota", at_most=0) + PLACED + keep("none"), decisions=locks)
    pairs, nobody = [("l1", "r1"), ("l2", "r1")], shown(["placed", "keep none"], {}, {}, [0, 0])
    assert judge_pairs(made, pairs).values == {"placed": 2, "keep none": 20}
    proved = plan(made, pairs, [nobody], engine=NETWORK)
    assert check(made, proved).findings == ()
    first = replace(proved, certificate=(shown(["placed"], {}, {}, [0]),))
    assert with_bound(first, 20) == with_bound(first, 10) == ()
    assert with_bound(first, 21)[0] == 'goal "keep none": bound 21 is on the wrong side of the value 20'


def test_worst_fit_under_a_limit():
    made = two_by_two(EACH + PLACED + WORST + FIT)
    with_one, names = [("l1", "r1"), ("l2", "r1")], [MINIMUM, "placed"]
    proofs = [
        proof(made, BOTH, names), proof(made, with_one, names, "worse", 5000),
        proof(made, BOTH, [*names, "fit"], least_fit=2500),
    ]  # fmt: skip
    assert [judge_pairs(made, pairs).values["worst_fit"] for pairs in (BOTH, with_one)] == [2500, 5000]
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
