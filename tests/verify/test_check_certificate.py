"""Weak duality on a season of two by two, by hand."""

from dataclasses import replace

import pytest

from check_helpers import PLACED, PLACED_FIT, plan, proof, season
from pairing.plans.pairs import Plan
from pairing.verify import check, judge_pairs

SHARED = '[[criterion]]\nkind = "shared"\nname = "needs"\nweight = 1\n'
WORST = '[[goal]]\nkind = "worst_fit"\n'
FIT = '[[goal]]\nkind = "fit"\n'
EVEN = '[[goal]]\nkind = "even_load"\n'
BEST = [("l1", "r1"), ("l2", "r2")]


def two_by_two(goals=PLACED_FIT, **more):
    """Fits: l1-r1 10000, l1-r2 2500, l2-r1 5000, l2-r2 2500."""
    left = [{"id": "l1", "needs": tuple("abcd")}, {"id": "l2", "needs": tuple("abxy")}]
    right = [{"id": "r1", "expertise": tuple("abcd")}, {"id": "r2", "expertise": ("a",)}]
    return season(left, right, criteria=SHARED, goals=goals, **more)


def by_hand(**changes):
    """Being placed is worth one unit to everybody; l1 pays its fit, l2 what r1 would give, r2 keeps the rest."""
    potentials = {
        "left": {"l1": [-1, 10000], "l2": [-1, 5000]},
        "right": {"r1": [-1, 0], "r2": [-1, 2500]},
        "sink": [0, 0],
    }
    return {"shows": "best", "goals": ["placed", "fit"], "least_fit": 0, **potentials, **changes}


NO_WORSE = {
    "shows": "worse", "goals": ["placed"], "least_fit": 5000,
    "left": {"l1": [-1], "l2": [-1]}, "right": {"r1": [-1]}, "sink": [0],
}  # fmt: skip


def findings(made, *proofs, pairs=BEST, **more):
    return check(made, plan(made, pairs, proofs, **more)).findings


def test_potentials_made_by_hand_prove_the_best_plan():
    assert findings(two_by_two(), by_hand()) == ()


def test_any_shift_of_all_potentials_proves_the_same():
    shifted = by_hand(
        left={"L1": [6, 10003], "l2": [6, 5003]}, right={"r1": [6, 3], "r2": [6, 2503]}, sink=[7, 3]
    )  # fmt: skip
    assert findings(two_by_two(), shifted) == ()


def test_whoever_has_no_potential_has_0():
    by_default = by_hand()
    del by_default["sink"]
    assert findings(two_by_two(), by_default) == ()
    without_r1 = by_hand(left={"l1": [0, 10000], "l2": [0, 5000]}, right={"r2": [0, 2500]}, sink=[1, 0])
    assert findings(two_by_two(), without_r1) == ()
    sink_alone = {"shows": "best", "goals": ["placed"], "least_fit": 0, "sink": [1]}
    assert findings(two_by_two(PLACED), sink_alone) == ()


def test_people_are_found_by_their_ids_in_any_case():
    left = [{"id": "L1", "needs": tuple("abcd")}, {"id": "L2", "needs": tuple("abxy")}]
    right = [{"id": "R1", "expertise": tuple("abcd")}, {"id": "R2", "expertise": ("a",)}]
    made = season(left, right, criteria=SHARED)
    assert findings(made, by_hand()) == ()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"sink": [1, 0]}, "its potentials show"),
        ({"right": {"r1": [-1, 0], "r2": [-1, 2499]}}, "its potentials show"),
        ({"right": {"r1": [-1, 0]}}, "its potentials show"),
        ({"left": {"l1": [0, 10000], "l2": [-1, 5000]}}, "its potentials show"),
        ({"left": {"l1": [-1], "l2": [-1, 5000]}}, "needs 2 potentials"),
        ({"left": {"l1": [-1, 0.5], "l2": [-1, 5000]}}, "whole numbers"),
        ({"left": {"l1": [-1, 2**41], "l2": [-1, 5000]}}, "whole numbers"),
        ({"left": {"l1": [-1, 2**40], "l2": [-1, 5000]}}, "whole numbers"),
        ({"left": {"l1": [-1, 1 - 2**40], "l2": [-1, 5000]}}, "its potentials show"),
        ({"left": {"l1": [-1, -(2**40)], "l2": [-1, 5000]}}, "whole numbers"),
        ({"left": {"l9": [-1, 10000], "l2": [-1, 5000]}}, "nobody"),
        ({"left": 7}, "no table"),
        ({"sink": None}, "the sink needs 2 potentials"),
        ({"goals": ["placed", "fitness"]}, "its goals are"),
        ({"goals": ["placed", "placed"]}, "each once"),
        ({"goals": ["placed", "minimum"]}, "minimum first"),
        ({"goals": []}, "its goals are"),
        ({"goals": None}, "its goals are"),
        ({"shows": "perfect"}, "perfect"),
        ({"least_fit": "high"}, "least_fit"),
        ({"shows": "worse"}, "does not hold"),
    ],
)
def test_a_tampered_proof_is_found(changes, said):
    found = findings(two_by_two(), by_hand(**changes))
    assert any("does not hold" in finding and said in finding for finding in found)
    assert any('goal "fit": called proved' in finding for finding in found)


def test_a_plan_that_is_not_the_best_has_no_proof():
    other = [("l1", "r2"), ("l2", "r1")]
    found = findings(two_by_two(), by_hand(), pairs=other)
    assert "show [0, -12500], the plan costs [0, -7500]" in found[0]
    assert findings(two_by_two(), by_hand(), pairs=[]) != ()


def test_a_proof_of_fewer_goals_proves_no_more():
    first = by_hand(goals=["placed"], left={"l1": [-1], "l2": [-1]}, right={"r1": [-1], "r2": [-1]}, sink=[0])
    found = findings(two_by_two(), first)
    assert found == ('goal "fit": called proved with value 12500 and bound 12500; the certificate shows nothing',)


def test_goals_in_another_order_prove_nothing_about_the_second():
    turned = by_hand(
        goals=["fit", "placed"],
        left={"l1": [10000, -1], "l2": [5000, -1]}, right={"r1": [0, -1], "r2": [2500, -1]}, sink=[0, 0],
    )  # fmt: skip
    found = findings(two_by_two(), turned)
    assert [finding for finding in found if "called proved" in finding] == list(found[-2:])


def test_a_worst_fit_is_proved_where_plans_without_smaller_fits_are_refuted():
    made = two_by_two(PLACED + WORST + FIT)
    placed = by_hand(goals=["placed"], left={"l1": [-1], "l2": [-1]}, right={"r1": [-1], "r2": [-1]}, sink=[0])
    last = by_hand(least_fit=2500)
    assert findings(made, placed, NO_WORSE, last) == ()
    assert 'goal "worst fit": called proved with value 2500 and bound 2500; the certificate shows 10000' in findings(
        made, placed, last
    )
    too_high = {**NO_WORSE, "least_fit": 5001}
    assert 'goal "worst fit": called proved with value 2500 and bound 2500; the certificate shows 5000' in findings(
        made, placed, too_high, last
    )
    assert any("worse" in finding for finding in findings(made, placed, {**NO_WORSE, "least_fit": 2500}, last))


def test_a_locked_pair_above_every_arc_needs_no_proof():
    """The locked pair alone would have the larger worst fit, but it would leave l2 out."""
    made = two_by_two(PLACED + WORST, decisions=[("lock", "l1", "r1")])
    placed = proof(made, BEST, ["placed"])
    assert findings(made, placed) == ()


def test_a_locked_pair_between_two_arcs_needs_one_proof():
    """Whoever keeps both placed must use an arc of 0, whatever the locked pair has."""
    left = [{"id": "l1", "needs": tuple("ab")}, {"id": "l2", "needs": ("z",)}, {"id": "l3", "needs": ("a",)}]
    right = [{"id": "r1", "expertise": ("a",)}, {"id": "r2", "expertise": ("a",), "capacity": 2}]
    made = season(left, right, criteria=SHARED, goals=PLACED + WORST, decisions=[("lock", "l1", "r1")])
    pairs = [("l1", "r1"), ("l2", "r2"), ("l3", "r2")]
    refuted = proof(made, [("l1", "r1"), ("l3", "r2")], ["placed"], "worse", 10000)
    assert judge_pairs(made, pairs).values["worst fit"] == 0
    assert findings(made, proof(made, pairs, ["placed"]), refuted, pairs=pairs) == ()
    assert findings(made, proof(made, pairs, ["placed"]), pairs=pairs) != ()


def test_an_empty_plan_may_have_a_bound_on_worst_fit():
    made = two_by_two(PLACED + WORST)
    empty = plan(made, [], outcome="bounded")
    placed, worst = empty.goal_results
    for bound_, said in ((10000, 0), (9999, 1)):
        goals = (replace(placed, bound=2, proved=False), replace(worst, bound=bound_, proved=False, given="placed"))
        assert len(check(made, replace(empty, goal_results=goals)).findings) == said


def test_goals_before_worst_fit_are_proved_on_all_arcs():
    made = two_by_two(PLACED + WORST + FIT)
    assert findings(made, NO_WORSE, by_hand(least_fit=2500)) == ()
    left = [{"id": "l1", "needs": tuple("abcd")}, {"id": "l2", "needs": ("z",)}]
    made = season(
        left, [{"id": "r1", "expertise": tuple("abcd"), "capacity": 2}], criteria=SHARED, goals=PLACED + WORST
    )
    high_only = proof(made, [("l1", "r1")], ["placed"], least_fit=10000)
    found = findings(made, high_only, pairs=[("l1", "r1")])
    assert 'goal "placed": called proved with value 1 and bound 1; the certificate shows nothing' in found


def test_where_the_run_ended_early_a_bound_is_shown_by_its_potentials():
    made = two_by_two()
    loose = by_hand(shows="bound", right={"r1": [-1, 0], "r2": [-1, 0]})
    placed = by_hand(goals=["placed"], left={"l1": [-1], "l2": [-1]}, right={"r1": [-1], "r2": [-1]}, sink=[0])
    whole = plan(made, BEST, [loose, placed])
    placed, fit = whole.goal_results

    def bounded(number, certificate=whole.certificate):
        goals = (placed, replace(fit, bound=number, proved=False))
        return check(made, replace(whole, outcome="bounded", goal_results=goals, certificate=certificate)).findings

    assert bounded(15000) == ()
    assert bounded(15001) == ()
    assert bounded(14999) == ('goal "fit": bound 14999 is claimed; the certificate shows 15000',)
    assert bounded(14999, whole.certificate[1:]) == (
        'goal "fit": bound 14999 is claimed; the certificate shows nothing',
    )
    assert bounded(15000, whole.certificate[1:]) == ()
    assert bounded(None) == ('goal "fit": bound None is claimed with value 12500',)


def test_a_bound_proof_holds_only_at_the_values_of_the_goals_before():
    loose = by_hand(shows="bound", left={"l1": [1, 10000], "l2": [0, 5000]}, right={"r1": [0, 0], "r2": [0, 2500]})
    assert "does not hold" in findings(two_by_two(), loose)[0]


def test_seats_beyond_a_minimum_are_charged_once_each():
    left = [{"id": f"l{n}", "needs": tuple("abcd"[:n])} for n in (1, 2, 3, 4)]
    right = [{"id": "r1", "expertise": ("a",), "capacity": 3, "capacity_min": 1}]
    made, pairs = season(left, right, criteria=SHARED), [("l1", "r1"), ("l2", "r1"), ("l3", "r1")]
    assert findings(made, proof(made, pairs, ["placed", "fit"]), pairs=pairs) == ()
    assert findings(made, proof(made, pairs, ["minimum", "placed", "fit"]), pairs=pairs) == ()


def test_that_minimums_cannot_be_met_needs_a_proof_and_a_reason():
    right = [{"id": "r1", "region": "N", "capacity_min": 1}, {"id": "r2", "region": "N", "capacity_min": 1}]
    made = season([{"id": "l1", "region": "N"}], right)
    shown = {"shows": "worse", "goals": ["minimum"], "left": {"l1": [1]}, "right": {"r1": [1], "r2": [1]}, "sink": [0]}
    infeasible = Plan(made, "infeasible", (), (), "hand", ({"least_fit": 0, **shown},), reason="too few mentees")
    assert check(made, infeasible).findings == ()
    assert "no proof shows" in check(made, replace(infeasible, certificate=())).findings[0]
    above = replace(infeasible, certificate=({"least_fit": 10001, **shown},))
    assert "no proof shows" in check(made, above).findings[-1]
    assert "no reason" in check(made, replace(infeasible, reason="")).findings[0]
    enough = season([{"id": "l1"}, {"id": "l2"}], right)
    assert "does not hold" in check(enough, infeasible).findings[0]


def test_nobody_eligible_needs_no_proof():
    rule = '[[rule]]\nname = "apart"\nkind = "different"\ncolumn = "region"\nsource = "S"\n'
    made = season([{"id": "l1", "region": "N"}], [{"id": "r1", "region": "N"}], rules=rule)
    assert check(made, Plan(made, "infeasible", (), (), "hand", reason="nobody eligible")).findings == ()
