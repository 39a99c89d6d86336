"""Weak duality on a season of two by two, by hand, and against every plan of many tiny random seasons."""

import random
from dataclasses import replace

import pytest
from all_plans import every_plan, full_certificate, network_cost, network_of, rank, refutation, verdict
from check_helpers import PLACED, PLACED_FIT, plan, proof, season

from pairing.check import check, judge_pairs
from pairing.check.certificate import bound
from pairing.check.goals import MINIMUM, Goal, expanded
from pairing.check.judging import Judge
from pairing.plan import Plan

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


def test_best_by_hand():
    assert findings(two_by_two(), by_hand()) == ()


def test_any_shift_of_all_potentials_proves_the_same():
    shifted = by_hand(
        left={"L1": [6, 10003], "l2": [6, 5003]}, right={"r1": [6, 3], "r2": [6, 2503]}, sink=[7, 3]
    )  # fmt: skip
    assert findings(two_by_two(), shifted) == ()


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
        ({"left": {"l9": [-1, 10000], "l2": [-1, 5000]}}, "nobody"),
        ({"left": 7}, "no table"),
        ({"sink": None}, "needs 2 potentials"),
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


def test_worst_fit_by_hand():
    made = two_by_two(PLACED + WORST + FIT)
    placed = by_hand(goals=["placed"], left={"l1": [-1], "l2": [-1]}, right={"r1": [-1], "r2": [-1]}, sink=[0])
    last = by_hand(least_fit=2500)
    assert findings(made, placed, NO_WORSE, last) == ()
    assert 'goal "worst_fit": called proved with value 2500 and bound 2500; the certificate shows 10000' in findings(
        made, placed, last
    )
    too_high = {**NO_WORSE, "least_fit": 5001}
    assert 'goal "worst_fit": called proved with value 2500 and bound 2500; the certificate shows 5000' in findings(
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
    assert judge_pairs(made, pairs).values["worst_fit"] == 0
    assert findings(made, proof(made, pairs, ["placed"]), refuted, pairs=pairs) == ()
    assert findings(made, proof(made, pairs, ["placed"]), pairs=pairs) != ()


def test_an_empty_plan_may_have_a_bound_on_worst_fit():
    made = two_by_two(PLACED + WORST)
    empty = plan(made, [], outcome="bounded")
    placed, worst = empty.goals
    for bound_, said in ((10000, 0), (9999, 1)):
        goals = (replace(placed, bound=2, proved=False), replace(worst, bound=bound_, proved=False, given="placed"))
        assert len(check(made, replace(empty, goals=goals)).findings) == said


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


def test_a_bound_where_the_run_ended_early():
    made = two_by_two()
    loose = by_hand(shows="bound", right={"r1": [-1, 0], "r2": [-1, 0]})
    placed = by_hand(goals=["placed"], left={"l1": [-1], "l2": [-1]}, right={"r1": [-1], "r2": [-1]}, sink=[0])
    whole = plan(made, BEST, [loose, placed])
    placed, fit = whole.goals

    def bounded(number, certificate=whole.certificate):
        goals = (placed, replace(fit, bound=number, proved=False))
        return check(made, replace(whole, outcome="bounded", goals=goals, certificate=certificate)).findings

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


def test_infeasible_minimums():
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


# Random seasons, judged against every plan that there is.

GOAL_LISTS = [
    PLACED_FIT,
    PLACED + EVEN + FIT,
    PLACED + FIT + EVEN,
    PLACED + WORST + FIT,
    PLACED + EVEN + WORST + FIT,
    '[[goal]]\nkind = "placed"\nname = "urgent"\nby = "priority"\n' + PLACED + FIT + WORST,
]
SCREEN = '[[left.screen]]\nkind = "already_matched"\nsource = "S"\n'


def random_season(seed):
    draw = random.Random(seed)
    lefts, rights = [f"l{n}" for n in range(draw.randint(2, 4))], [f"r{n}" for n in range(draw.randint(1, 3))]
    letters = "abcde"
    left = [
        {
            "id": name,
            "needs": tuple(draw.sample(letters, draw.randint(1, 4))),
            "region": draw.choice("NSE"),
            "priority": draw.choice([1, 2, None]),
            "current_mentor": draw.choice([None, None, None, (rights[0],)]),
        }
        for name in lefts
    ]
    right = [
        {
            "id": name,
            "expertise": tuple(draw.sample(letters, draw.randint(1, 4))),
            "region": draw.choice("NSE"),
            "capacity": draw.choice([1, 2, 3]),
            "capacity_min": draw.choice([0, 0, 0, 1]),
        }
        for name in rights
    ]
    rule = '[[rule]]\nname = "apart"\nkind = "different"\ncolumn = "region"\nsource = "S"\n'
    options = {"rules": rule, "criteria": SHARED, "goals": draw.choice(GOAL_LISTS), "left_screens": SCREEN}
    made = season(left, right, **options)
    judge = Judge(made)
    eligible = [(a, b) for a in lefts for b in rights if verdict(judge, (a, b)) is not None]
    if eligible and draw.random() < 0.4:
        locked = draw.choice(eligible)
        if judge.people.seats[made.right.index[locked[1]]]:
            return season(left, right, **options, decisions=[("lock", *locked)])
    return made


@pytest.mark.parametrize("seed", range(120))
def test_the_best_of_all_plans_is_proved_and_no_other(seed):
    made = random_season(seed)
    names = [goal.name for goal in expanded(made, Judge(made).people)]
    everything = sorted(every_plan(made), key=lambda pairs: (rank(made, pairs, names), pairs))
    if not everything:
        infeasible = Plan(made, "infeasible", (), (), "hand", (refutation(made, [MINIMUM]),), reason="minimums")
        assert check(made, infeasible).findings == ()
        return
    best = everything[0]
    if not best:
        assert everything == [[]]
        return
    proofs = full_certificate(made, best)
    assert check(made, plan(made, best, proofs)).findings == ()
    for other in everything:
        agrees = check(made, plan(made, other, proofs)).findings == ()
        assert agrees == (rank(made, other, names) == rank(made, best, names))


@pytest.mark.parametrize("seed", range(60))
def test_no_plan_costs_less_than_any_potentials_say(seed):
    made, draw = random_season(seed), random.Random(seed)
    judge = Judge(made)
    goals = [Goal(MINIMUM, MINIMUM), *(goal for goal in expanded(made, judge.people) if goal.kind != "worst_fit")]
    net = network_of(judge)
    names = [goal.name for goal in goals]
    cheapest = min(network_cost(made, pairs, names) for pairs in every_plan(made, minimums=False))
    for _ in range(50):
        vector = lambda: [draw.choice([-1, 0, 0, 1, 5000, -10000]) for _ in goals]  # noqa: E731
        potentials = {"left": {a: vector() for a in made.left.ids}, "right": {b: vector() for b in made.right.ids}}
        assert bound(net, goals, {**potentials, "sink": vector()}, (made.left, made.right)) <= cheapest
