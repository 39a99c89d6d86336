"""Weak duality against every plan that there is of many tiny random seasons."""

import random

import pytest

from all_plans import every_plan, full_certificate, network_cost, network_of, rank, refutation, verdict
from check_helpers import PLACED, PLACED_FIT, plan, season
from pairing.plans.pairs import Plan
from pairing.verify import check
from pairing.verify.pairs.certificate import bound
from pairing.verify.pairs.evaluation import Judge
from pairing.verify.pairs.goals import MINIMUM, Goal, expanded

SHARED = '[[criterion]]\nkind = "shared"\nname = "needs"\nweight = 1\n'
WORST = '[[goal]]\nkind = "worst_fit"\n'
FIT = '[[goal]]\nkind = "fit"\n'
EVEN = '[[goal]]\nkind = "even_load"\n'
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


@pytest.mark.first(35)
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
