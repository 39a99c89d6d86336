"""Certificates under limits that count pairs of groups, against every plan of many tiny random seasons."""

import random
from collections import Counter

import numpy as np
import pytest

from all_plans import beyond, every_plan, full_certificate, network_cost, network_of, rank, refutation, spots_of
from amount import cases
from check_helpers import PLACED, limit_text, plan, season
from pairing.plans.pairs import Plan
from pairing.verify import check, judge_pairs
from pairing.verify.pairs.certificate import bound
from pairing.verify.pairs.evaluation import Judge
from pairing.verify.pairs.goals import MINIMUM, Goal, expanded
from pairing.verify.pairs.network import COSTS, costs

SHARED = '[[criterion]]\nkind = "shared"\nname = "needs"\nweight = 1\n'
FIT, WORST, EVEN = (f'[[goal]]\nkind = "{kind}"\n' for kind in ("fit", "worst_fit", "even_load"))

SCREEN = '[[left.screen]]\nkind = "already_matched"\nsource = "S"\n'
RULE = '[[rule]]\nname = "apart"\nkind = "different"\ncolumn = "locale"\nsource = "S"\n'
LETTERS = "abcde"


def keep(name, cost):
    return f'[[goal]]\nkind = "keep"\nlimit = "{name}"\ncost_per_unit = {cost}\n'


def random_person(draw, name, wants):
    county = draw.choice(["N1", "N2", "S1"])
    person = {
        "id": name,
        "county": draw.choice([county, county, None]),
        "region": {"N": "North", "S": "South"}[county[0]],
    }
    person["locale"] = draw.choice(["city", "town", "rural", None])
    person["status"] = draw.choice(["retired", "active", None])
    return person | {wants: tuple(draw.sample(LETTERS, draw.randint(1, 4)))}


def random_limit(draw, name):
    kinds = ["quota"] * 5 + ["serving", "shared_load"]
    kind, who = draw.choice(kinds), draw.choice([None, None, None, {"status": "retired"}])
    by = draw.choice([None, "region", "county", "region", "county"])
    if kind == "shared_load":
        return limit_text(name, kind=kind, column=draw.choice(["county", "region"]))
    if kind == "serving":
        bounds = {"at_least": 1}
    else:
        least = draw.choice([0, 0, 1])
        bounds = draw.choice([{"at_least": least or 1}, {"at_least": least, "at_most": least + draw.choice([0, 1])}])
        bounds |= {"side": draw.choice(["left", "right", "right"])}
    chosen = {key: value for key, value in (("who", who), ("by", by)) if value is not None}
    return limit_text(name, kind=kind, **bounds, **chosen)


def random_goals(draw, names):
    """One to three limits, some of them soft, around the goals."""
    limits = [random_limit(draw, name) for name in names]
    goals = draw.choice([[PLACED, FIT], [PLACED, EVEN, FIT], [PLACED, WORST, FIT], [FIT, PLACED]])
    for name in names:
        if draw.random() < 0.5:
            goals.insert(draw.randint(0, len(goals)), keep(name, draw.choice([1, 3])))
    return "".join([*limits, *goals])


def random_season(draw):
    lefts, rights = [f"l{n}" for n in range(draw.randint(2, 4))], [f"r{n}" for n in range(draw.randint(2, 3))]
    left = [random_person(draw, name, "needs") for name in lefts]
    right = [random_person(draw, name, "expertise") for name in rights]
    for person in left:
        person["current_mentor"] = draw.choice([*[None] * 7, (rights[0],)])
    for person in right:
        person |= {"capacity": draw.choice([1, 2, 3]), "capacity_min": draw.choice([*[0] * 7, 1])}
    goals = random_goals(draw, "ABC"[: draw.randint(1, 3)])
    options = {"rules": RULE, "criteria": SHARED, "goals": goals, "left_screens": SCREEN}
    made = season(left, right, **options)
    pairs = [pair for plan_ in every_plan(made, minimums=False, limits=False) for pair in plan_]
    locks = [("lock", *draw.choice(pairs))] if pairs and draw.random() < 0.3 else []
    return season(left, right, **options, decisions=locks)


def drawn(seed, wanted):
    """A seed's first season that is as wanted."""
    draw = random.Random(seed)
    return next(made for made in (random_season(draw) for _ in range(1000)) if wanted(made))


def whole(made):
    """Every limit is part of the network."""
    return network_of(Judge(made)).quotas.limits == {limit.title for limit in made.program.limits}


def findings(made, pairs, proofs):
    return check(made, plan(made, pairs, proofs, engine="hand")).findings


def infeasible(made, *proofs):
    return check(made, Plan(made, "infeasible", (), (), "hand", proofs, reason="too much is asked")).findings


@pytest.mark.first(25)
@pytest.mark.random
@pytest.mark.parametrize("seed", cases(60, 120))
def test_the_best_of_all_plans_is_proved_and_no_other(seed):
    made = drawn(seed, whole)
    names = [goal.name for goal in expanded(made, Judge(made).people)]
    everything = sorted(every_plan(made), key=lambda pairs: (rank(made, pairs, names), pairs))
    if not everything:
        assert infeasible(made, refutation(made, [MINIMUM])) == ()
        nobody_eligible = list(every_plan(made, minimums=False, limits=False)) == [[]]
        assert (infeasible(made) == ()) == nobody_eligible
        return
    best = everything[0]
    proofs = full_certificate(made, best)
    assert findings(made, best, proofs) == ()
    for other in everything:
        assert (findings(made, other, proofs) == ()) == (rank(made, other, names) == rank(made, best, names))


def within(made):
    """All plans that keep the hard limits of the network, whether they meet its minimums or not."""
    return [pairs for pairs in every_plan(made, minimums=False, limits=False) if not beyond(made, pairs)]


def sums(made, judge):
    """All goals that are sums on the network, minimums first."""
    limits = network_of(judge).quotas.limits
    goals = [goal for goal in expanded(made, judge.people) if goal.kind != "worst_fit"]
    return [Goal(MINIMUM, MINIMUM), *(goal for goal in goals if goal.kind != "keep" or goal.limit in limits)]


def random_proof(draw, made, size):
    def vector():
        return [draw.choice([-30, -1, 0, 0, 0, 1, 5000, -10000]) for _ in range(size)]

    groups = {}
    for node in network_of(Judge(made)).quotas.nodes:
        groups.setdefault(node.limit, {})[node.name] = vector()
    left, right = {a: vector() for a in made.left.ids}, {b: vector() for b in made.right.ids}
    return {"left": left, "right": right, "groups": groups, "sink": vector()}


@pytest.mark.first(20)
@pytest.mark.random
@pytest.mark.parametrize("seed", cases(60, 120))
def test_no_plan_under_limits_costs_less_than_any_potentials_say(seed):
    made, draw = drawn(seed, lambda made: network_of(Judge(made)).quotas.limits and within(made)), random.Random(seed)
    judge = Judge(made)
    net, goals = network_of(judge), sums(made, judge)
    cheapest = min(network_cost(made, pairs, [goal.name for goal in goals]) for pairs in within(made))
    for _ in range(50):
        shown_ = bound(net, goals, random_proof(draw, made, len(goals)), (made.left, made.right))
        assert shown_ <= cheapest


@pytest.mark.first(20)
@pytest.mark.parametrize("seed", range(60))
def test_the_network_charges_what_plans_break_but_for_a_constant(seed):
    made = drawn(seed, lambda made: whole(made) and made.program.soft_limits)
    judge = Judge(made)
    nodes, goals = network_of(judge).quotas.nodes, [goal for goal in sums(made, judge) if goal.kind == "keep"]
    constants = {goal.name: sum(n.least + n.hopeless for n in nodes if n.limit == goal.limit) for goal in goals}
    for pairs in every_plan(made, minimums=False):
        values = judge_pairs(made, pairs).values
        charged = network_cost(made, pairs, [goal.name for goal in goals])
        expected = [values[goal.name] - goal.cost_per_unit * constants[goal.name] for goal in goals]
        assert charged == expected


@pytest.mark.first(20)
@pytest.mark.parametrize("seed", range(60))
def test_a_plan_meets_every_minimum_of_the_network_just_when_it_keeps_its_hard_limits(seed):
    made = drawn(seed, lambda made: whole(made) and not made.program.soft_limits)
    net, kept = network_of(Judge(made)), list(every_plan(made))
    for pairs in every_plan(made, minimums=False, limits=False):
        met = network_cost(made, pairs, [MINIMUM]) == [-net.required] and not beyond(made, pairs)
        assert met == (pairs in kept)


# What a goal charges may differ from pair to pair, and from one who stays unplaced to another.


def tolls(net, goal):
    pairs = [
        (7 * net.left[tail] + 3 * net.right[head]) % 5 - 2
        for tail, head in zip(net.arcs.tails, net.arcs.heads, strict=True)
    ]
    unplaced = [(2 * i) % 3 for i in net.left]
    return COSTS["even_load"](net, goal)._replace(pairs=np.array(pairs, dtype=np.int64), unplaced=np.array(unplaced))


@pytest.mark.first(10)
@pytest.mark.parametrize("seed", range(30))
def test_a_goal_may_charge_each_pair_and_each_unplaced_person_its_own(seed, monkeypatch):
    monkeypatch.setitem(COSTS, "tolls", tolls)
    made, draw = drawn(seed, within), random.Random(seed)
    judge = Judge(made)
    net, goals = network_of(judge), [Goal(MINIMUM, MINIMUM), Goal("tolls", "tolls")]
    charged = [costs(net, goals, spots_of(made, pairs)) for pairs in within(made)]
    for pairs, (_, cost) in zip(within(made), charged, strict=True):
        free = [(i, j) for i, j in spots_of(made, pairs) if i in net.left]
        loads = Counter(j for _, j in free)
        start = dict(zip(net.right, net.start, strict=True))
        expected = sum((7 * i + 3 * j) % 5 - 2 for i, j in free) + sum(
            2 * i % 3 for i in {*net.left} - dict(free).keys()
        )
        assert cost == expected + sum(start[j] + seat for j, load in loads.items() for seat in range(load))
    for _ in range(50):
        assert bound(net, goals, random_proof(draw, made, 2), (made.left, made.right)) <= min(charged)
