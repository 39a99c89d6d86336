"""Prices and losses against the oracle: every pair forced or forbidden, over all plans."""

from __future__ import annotations

import dataclasses
import os
import random
import sys
from itertools import permutations
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import pair_oracle as oracle
from amount import cases
from build import raw_program, season_of
from pairing.instance import pairs as candidates_of
from pairing.plans.pairs import Plan
from pairing.season.decisions import Decision
from pairing.solver import pairs
from pairing.solver.pairs.residual_graph import WORD, all_shortest_paths

KINDS = [
    {"kind": "placed", "name": "everyone"},
    {"kind": "fit", "name": "fit"},
    {"kind": "worst_fit", "name": "worst"},
    {"kind": "even_load", "name": "even"},
]
ORDERS = [order for order in permutations(KINDS) if order.index(KINDS[0]) < order.index(KINDS[2])]
WITHOUT_WORST = sorted({tuple(g["name"] for g in order if g is not KINDS[2]) for order in ORDERS})


def instance(seed: int, goals: list[dict[str, Any]]) -> tuple[dict[str, Any], list[Any], list[Any], list[Any]]:
    """A small season with capacities, minimums, unknowns and sometimes a lock and a forbidden pair."""
    rng = random.Random(seed)

    def person(letter: str, k: int) -> dict[str, Any]:
        return {
            "id": f"{letter}{k}",
            "region": rng.choice(["a", "b", None]),
            "enrollment": rng.choice([100.0, 200.0, 900.0, None]),
            "district_id": rng.choice(["1", "2", "3", None]),
        }

    left = [person("e", k) for k in range(rng.randint(1, 4))]
    right = [person("m", k) for k in range(rng.randint(1, 4))]
    for mentor in right:
        mentor["capacity"] = float(rng.choice([0, 1, 1, 2, 3]))
        mentor["capacity_min"] = 1.0 if mentor["capacity"] and rng.random() < 0.2 else None
    program = {
        "left": {"label": "mentee", "table": "mentees"},
        "right": {"label": "mentor", "table": "mentors", "capacity": {"column": "capacity", "default": 1},
                  "capacity_min": {"column": "capacity_min", "default": 0}},
        "rule": [{"name": "own", "kind": "different", "column": "district_id"}],
        "criterion": [
            {"name": "region", "kind": "same", "column": "region", "weight": 1},
            {"name": "size", "kind": "enrollment", "half_at_ratio": 2.0, "weight": 2},
        ],
        "goal": goals,
    }  # fmt: skip
    decisions: list[dict[str, str]] = []
    free = oracle.solve(program, left, right)
    if free.eligible and rng.random() < 0.4:
        one, other = rng.choice(sorted(free.eligible))
        decisions.append({"id": "D1", "action": "lock", "person": one, "with": other})
    return program, left, right, decisions


def solved(seed: int, goals: list[dict[str, Any]]) -> tuple[oracle.Answer, Plan, oracle.Answer] | None:
    """The oracle's answer, our plan with all prices, and the oracle's answer without the locks."""
    program, left, right, decisions = instance(seed, goals)
    try:
        answer = oracle.solve(program, left, right, decisions)
    except oracle.BadInput:
        return None
    plan = pairs.solve(candidates_of.build(season_of(program, left, right, decisions)))
    if plan.outcome != "proved":
        return None
    return answer, pairs.with_prices(plan, None), oracle.solve(program, left, right)


def lost(answer: oracle.Answer, values: dict[str, int | None]) -> dict[str, int | None]:
    """What other values lose against the best ones, goal by goal."""
    losses: dict[str, int | None] = {}
    for name, value in answer.values.items():
        other = values[name]
        if value is None or other is None:
            losses[name] = 0 if value == other else None
        else:
            losses[name] = value - other if answer.directions[name] == "max" else other - value
    return losses


@pytest.mark.parametrize("names", WITHOUT_WORST, ids=" ".join)
def test_every_price_is_what_forcing_the_pair_costs(names: tuple[str, ...]) -> None:
    goals = [next(goal for goal in KINDS if goal["name"] == name) for name in names]
    compared = 0
    for seed in range(60):
        found = solved(seed, goals)
        if found is None:
            continue
        answer, plan, unlocked = found
        locked = {pair.left for pair in plan.pairs if pair.change == "locked"}
        partner = {pair.left: pair.right for pair in plan.pairs}
        priced = {(option.left, option.right): option for option in plan.left_options}
        for left, right in sorted(answer.eligible):
            if partner.get(left) == right:
                continue
            values = oracle.best_values(unlocked if left in locked else answer, forced=(left, right))
            if values is None:
                assert (left, right) not in priced
                continue
            assert priced[left, right].exact
            assert dict(priced[left, right].price) == lost(answer, values), (seed, left, right)
            compared += 1
    assert compared > 80


@pytest.mark.random
@pytest.mark.first(4)
@pytest.mark.parametrize("order", ORDERS, ids=lambda order: " ".join(goal["name"] for goal in order))
def test_prices_around_a_worst_fit_goal_are_exact_or_bounds(order: tuple[dict[str, Any], ...]) -> None:
    exact = 0
    for seed in cases(30, 60):
        found = solved(seed, list(order))
        if found is None or any(pair.change == "locked" for pair in found[1].pairs):
            continue
        answer, plan, _ = found
        names = list(answer.values)
        for option in plan.left_options:
            values = oracle.best_values(answer, forced=(option.left, option.right))
            if values is None:
                assert not option.exact
                continue
            truth = lost(answer, values)
            if option.exact:
                assert dict(option.price) == truth, (seed, option)
                exact += 1
            else:
                known = [name for name in names if option.price[name] is not None]
                prefix = names[: next((k for k, n in enumerate(names) if option.price[n] is None), len(names))]
                assert [option.price[n] for n in prefix] <= [truth[n] or 0 for n in prefix], (seed, option, known)
    assert exact > 25 * len(cases(30, 60)) // 30


@pytest.mark.first(4)
@pytest.mark.parametrize("order", ORDERS, ids=lambda order: " ".join(goal["name"] for goal in order))
def test_every_loss_is_what_forbidding_the_pair_costs(order: tuple[dict[str, Any], ...]) -> None:
    compared = 0
    for seed in range(25):
        found = solved(seed, list(order))
        if found is None:
            continue
        answer, plan, unlocked = found
        for pair in plan.pairs:
            values = oracle.best_values(
                unlocked if pair.change == "locked" else answer, forbidden=(pair.left, pair.right)
            )
            if values is None:
                assert not pair.loss, (seed, pair)
            else:
                assert dict(pair.loss) == lost(answer, values), (seed, pair)
                compared += 1
    assert compared > 20


def test_the_displaced_chain_applied_is_a_legal_plan_with_the_price() -> None:
    applied = 0
    for seed in range(150):
        found = solved(seed, [KINDS[0], KINDS[1]])
        if found is None:
            continue
        answer, plan, _ = found
        locked = {pair.left for pair in plan.pairs if pair.change == "locked"}
        legal = {frozenset(p.pairs.items()): p.values for p in answer.plans}
        for option in plan.left_options:
            if option.left in locked:
                continue
            after: dict[str, str] = {pair.left: pair.right for pair in plan.pairs}
            after[option.left] = str(option.right)
            for move in option.moves:
                assert {pair.left: pair.right for pair in plan.pairs}.get(move.left) == move.start
                if move.to is None:
                    del after[move.left]
                else:
                    after[move.left] = move.to
            assert frozenset(after.items()) in legal, (seed, option)
            assert dict(option.price) == lost(answer, legal[frozenset(after.items())]), (seed, option)
            applied += bool(option.moves)
    assert applied > 20


def test_lock_costs_are_what_the_plan_would_gain_without_the_lock() -> None:
    compared = 0
    for seed in range(80):
        found = solved(seed, [KINDS[0], KINDS[1], KINDS[3]])
        if found is None or not found[1].lock_costs:
            continue
        answer, plan, unlocked = found
        if not unlocked.feasible:
            continue
        gained = lost(answer, unlocked.values)
        assert dict(plan.lock_costs["D1"]) == {name: -(loss or 0) for name, loss in gained.items()}, seed
        compared += 1
    assert compared > 10


def test_the_first_ten_are_the_first_of_all() -> None:
    program, left, right, _ = instance(3, [KINDS[0], KINDS[1]])
    left = [{**left[k % len(left)], "id": f"e{k}", "district_id": None} for k in range(12)]
    right = [{**right[k % len(right)], "id": f"m{k:02}", "district_id": None, "capacity": 1.0, "capacity_min": None}
             for k in range(14)]  # fmt: skip
    plan = pairs.solve(candidates_of.build(season_of(program, left, right)))
    every, three = pairs.with_prices(plan, None), pairs.with_prices(plan, 3)
    for person in left:
        mine = [(o.right, o.price) for o in every.left_options if o.left == person["id"]]
        assert [(o.right, o.price) for o in three.left_options if o.left == person["id"]] == mine[:3]
    by_mentor = {(o.left, o.right): o.price for o in every.right_options}
    assert by_mentor == {(o.left, o.right): o.price for o in every.left_options}


def test_options_of_equal_price_stand_by_fit_and_then_by_id() -> None:
    left = [{"id": "e0", "prefers": ("m4", "m1")}]
    plan = pairs.solve(
        candidates_of.build(season_of(raw_program(goals=KINDS[:1]), left, [{"id": f"m{k}"} for k in range(5)]))
    )
    assert [pair.right for pair in plan.pairs] == ["m0"]
    options = pairs.with_prices(plan, None).left_options
    assert [(option.right, option.fit, option.price) for option in options] == [
        ("m4", 10_000, {"everyone": 0}), ("m1", 5_000, {"everyone": 0}),
        ("m2", 0, {"everyone": 0}), ("m3", 0, {"everyone": 0}),
    ]  # fmt: skip


def test_the_first_three_who_could_come_to_a_mentor_are_the_cheapest_of_all() -> None:
    wishes = [("m1", "m0"), ("m0",), ("m2", "m1", "m0"), ("m3", "m2", "m1", "m0"), ("m2",), ("m4", "m0", "m1")]
    left = [{"id": f"e{k}", "prefers": wish} for k, wish in enumerate(wishes)]
    season = season_of(raw_program(goals=KINDS[:2]), left, [{"id": f"m{k}"} for k in range(5)])
    plan = pairs.solve(candidates_of.build(season))
    every, three = pairs.with_prices(plan, None).right_options, pairs.with_prices(plan, 3).right_options
    for mentor in season.right.ids:
        mine = [option for option in every if option.right == mentor]
        costs = [tuple(option.price.values()) for option in mine]
        assert costs == sorted(costs)
        assert [option for option in three if option.right == mentor] == mine[:3]
        assert len(mine) > 3


def test_whoever_is_displaced_goes_where_the_plan_loses_least() -> None:
    """e0 has to leave m0: m1 would suit better, but has a partner already, so that e0 there would make loads uneven."""
    left = [
        {"id": "e0", "prefers": ("m0", "m1")}, {"id": "e1", "prefers": ("m3", "m0")},
        {"id": "e2", "current_mentor": ("m1",)},
    ]  # fmt: skip
    right = [{"id": "m0"}, {"id": "m1", "capacity": 2.0}, {"id": "m2"}, {"id": "m3"}]
    forbid = [{"id": "D1", "action": "forbid", "person": "e0", "with": "m3"}]
    raw = raw_program(goals=[KINDS[0], KINDS[3], KINDS[1]], left_screens=[{"kind": "already_matched"}])
    plan = pairs.with_prices(pairs.solve(candidates_of.build(season_of(raw, left, right, forbid))), None)
    assert {pair.left: pair.right for pair in plan.pairs} == {"e0": "m0", "e1": "m3"}
    [option] = [option for option in plan.left_options if (option.left, option.right) == ("e1", "m0")]
    assert option.price == {"everyone": 0, "even": 0, "fit": 15_000}
    assert [(move.left, move.start, move.to) for move in option.moves] == [("e0", "m0", "m2")]


@pytest.mark.parametrize("names", WITHOUT_WORST, ids=" ".join)
def test_both_sides_state_the_same_price_of_a_pair(names: tuple[str, ...]) -> None:
    goals = [next(goal for goal in KINDS if goal["name"] == name) for name in names]
    compared = 0
    for seed in range(30):
        found = solved(seed, goals)
        if found is not None:
            locked = {pair.left for pair in found[1].pairs if pair.change == "locked"}
            by_left = {(o.left, o.right): o.price for o in found[1].left_options if o.left not in locked}
            assert {(o.left, o.right): o.price for o in found[1].right_options} == by_left, seed
            compared += len(by_left)
    assert compared > 25


def test_both_sides_state_the_same_price_of_a_pair_around_a_worst_fit_goal() -> None:
    for seed in range(12):
        found = solved(seed, [KINDS[0], KINDS[2], KINDS[1]])
        if found is not None:
            by_left = {(o.left, o.right): (o.price, o.exact) for o in found[1].left_options}
            assert {(o.left, o.right): (o.price, o.exact) for o in found[1].right_options} == by_left


def test_losses_do_not_depend_on_how_many_alternatives_are_asked_for() -> None:
    for seed in range(12):
        found = solved(seed, [KINDS[0], KINDS[1]])
        if found is not None:
            none = pairs.with_prices(found[1], 0)
            assert none.pairs == found[1].pairs
            assert not none.left_options
            assert not none.right_options


def test_a_pair_s_price_and_path_can_be_asked_for() -> None:
    program, left, right, _ = instance(5, [KINDS[0], KINDS[1]])
    plan = pairs.with_prices(pairs.solve(candidates_of.build(season_of(program, left, right))), None)
    for option in plan.left_options:
        assert plan.path(option.left, str(option.right)) == option.moves
        fit = option.price["fit"]
        assert plan.price(option.left, str(option.right)) == {
            "everyone": option.price["everyone"],
            "fit": (fit or 0) / 100,
        }
    for pair in plan.pairs:
        assert set(plan.price(pair.left, pair.right).values()) == {0}
    with pytest.raises(ValueError, match="nobody's id"):
        plan.price("e0", "m99")
    with pytest.raises(ValueError, match="m0 is a mentor; give the mentee first"):
        plan.price("m0", "e0")


def test_the_price_of_a_locked_person_s_pairs_can_be_asked_for() -> None:
    left = [{"id": "e0", "prefers": ("m1", "m2")}, {"id": "e1", "prefers": ("m0", "m1")}]
    lock = [{"id": "D1", "action": "lock", "person": "e0", "with": "m2"}]
    season = season_of(raw_program(goals=KINDS[:2]), left, [{"id": f"m{k}"} for k in range(3)], lock)
    plan = pairs.with_prices(pairs.solve(candidates_of.build(season)), None)
    assert {pair.left: pair.right for pair in plan.pairs} == {"e0": "m2", "e1": "m0"}
    assert plan.price("e0", "m2") == {"everyone": 0, "fit": 0}
    assert plan.price("e0", "m1") == {"everyone": 0, "fit": 150 - 200}
    assert plan.price("e0", "m0") == {"everyone": 0, "fit": 150 - 50}
    with pytest.raises(ValueError, match="no plan under these rules has e1 with m2"):
        plan.price("e1", "m2")


def test_an_option_says_how_far_it_is_where_both_are_placed() -> None:
    right = [{"id": "m0"}, {"id": "m1", "lat": 38.0, "lon": -92.0}, {"id": "m2"}]
    season = season_of(raw_program(goals=KINDS[:2]), [{"id": "e0", "lat": 38.0, "lon": -92.0}], right)
    plan = pairs.with_prices(pairs.solve(candidates_of.build(season)), None)
    assert [(option.right, option.miles) for option in plan.left_options] == [("m1", 0.0), ("m2", None)]


def test_prices_are_exact_without_solving_again_where_the_worst_fit_stays() -> None:
    """The worst fit is e1's, whoever e0 goes to."""
    left = [{"id": "e0", "prefers": tuple(f"m{k}" for k in range(8))}, {"id": "e1"}]
    goals = [KINDS[0], KINDS[2], KINDS[1]]
    season = season_of(raw_program(goals=goals), left, [{"id": f"m{k}"} for k in range(8)])
    plan = pairs.solve(candidates_of.build(season))
    costs = plan.opportunity_costs
    unaided = dataclasses.replace(costs, resolver=dataclasses.replace(costs.resolver, resolve=pytest.fail))
    options = unaided.options(0, None)
    assert [(option.right, option.exact, option.price["fit"]) for option in options if option.right] == [
        (f"m{k}", True, 1250 * k) for k in range(1, 8)
    ]


def test_a_bound_says_how_far_the_worst_fit_falls_at_least() -> None:
    """Three options are solved for; of those behind only the pair's own fit is known."""
    left, goals = [{"id": "e0", "prefers": tuple(f"m{k}" for k in range(8))}], [KINDS[0], KINDS[2], KINDS[1]]
    season = season_of(raw_program(goals=goals), left, [{"id": f"m{k}"} for k in range(8)])
    options = pairs.with_prices(pairs.solve(candidates_of.build(season)), None).left_options
    assert [(option.right, option.exact, option.price) for option in options] == [
        (f"m{k}", k <= 3, {"everyone": 0, "worst": 1250 * k, "fit": 1250 * k if k <= 3 else None}) for k in range(1, 8)
    ]


def test_ways_in_integers_are_the_ways_in_floats() -> None:
    rng = np.random.default_rng(0)
    for size in (1, 2, 7, 30):
        steps = rng.integers(0, 50, (size, size))
        steps[rng.random((size, size)) < 0.6] = WORD
        floats, before = all_shortest_paths(steps, WORD, exact_in_floats=True)
        integers, also_before = all_shortest_paths(steps, WORD, exact_in_floats=False)
        assert (floats == integers).all()
        for start, end in np.argwhere((floats < WORD) & ~np.eye(size, dtype=bool)):
            for hops in (before, also_before):
                last = hops[start, end]
                assert floats[start, last] + steps[last, end] == floats[start, end]


@pytest.mark.thorough
@pytest.mark.skipif("PAIRING_REAL_DATA" not in os.environ, reason="PAIRING_REAL_DATA names no folder")
def test_200_random_pairs_of_the_real_season_cost_what_re_solving_says(tmp_path: Path) -> None:
    sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "benchmarks"))
    from pairing.season.loading import load
    from real_season import make_season

    candidates = candidates_of.build(load(make_season(tmp_path / "season", mentors=90)))
    plan = pairs.with_prices(pairs.solve(candidates), None)
    priced = {(option.left, option.right): option for option in plan.left_options}
    rng = random.Random(1)
    for left, right in rng.sample(sorted(priced), 200):
        i, j = plan.season.left.index[left.casefold()], plan.season.right.index[str(right).casefold()]
        forced = pairs.solve(dataclasses.replace(candidates, locks=(Decision("forced", "lock", i, j),)))
        lost = {
            goal.name: (goal.value or 0) - (now.value or 0)
            for goal, now in zip(plan.goal_results, forced.goal_results, strict=True)
        }
        assert dict(priced[left, right].price) == lost, (left, right)
