"""Certificates under limits that only count pairs of groups, by hand, and what becomes of them when tampered with."""

import pytest

from all_plans import network_cost
from check_helpers import PLACED, limit_text, season
from pairing.verify import judge_pairs
from quota_cases import AT_LEAST, AT_MOST, BY_HAND, SOFT_AT_LEAST, findings, shown, two_by_two


@pytest.mark.parametrize("name", BY_HAND)
def test_potentials_made_by_hand_prove_the_best_plan_under_limits(name):
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
def test_potentials_made_by_hand_prove_the_best_plan_of_districts_within_a_region(name):
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
