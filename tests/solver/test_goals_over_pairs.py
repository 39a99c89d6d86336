"""Goals that add up over pairs: a rule weighed by keep, in_order, level, miles; each alone, then at random."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from itertools import combinations
from random import Random
from typing import Any

import pytest
from test_pair_limits import agree, check_price, lost, matching, mentee, mentor, solved

import pair_oracle as oracle
from build import Case, Raw, lock_some, random_case, raw_program
from pairing.instance.pairs import build
from pairing.plans.pairs import Plan
from pairing.solver.pairs import cpsat, residual_graph

PLACED, FIT = {"kind": "placed"}, {"kind": "fit"}
OWN_REGION = {"kind": "same", "name": "own region", "column": "region"}
KEEP = {"kind": "keep", "rule": "own region", "cost_per_unit": 2}
IN_ORDER = {"kind": "in_order", "columns": ["priority", "hired_on"]}
LEVEL = {"kind": "level", "order": ["I", "II", "III"]}
MILES = {"kind": "miles", "unknown_miles": 40}
ALONE = [KEEP, IN_ORDER, LEVEL, MILES]
"""Each has tests of its own below, at its edges."""
SEASONS = 200


def plan_of(goals: Sequence[Raw], left: list[dict[str, Any]], right: list[dict[str, Any]], **more: Any) -> Plan:
    case = Case(raw_program(goals=[*goals, FIT], **more), left, right)
    plan = solved(case)
    agree(case, oracle.solve(*case.arguments), plan)
    return plan


def values(plan: Plan) -> dict[str, int | None]:
    return {goal.name: goal.value for goal in plan.goal_results}


def test_keep_makes_pairs_that_break_the_rule_only_where_nobody_else_is_placed():
    north, south = {"region": "North"}, {"region": " south"}
    left = [mentee(0, 1, **north), mentee(1, 0, region="SOUTH"), mentee(2)]
    plan = plan_of(
        [PLACED, KEEP], left, [mentor(0, **north), mentor(1, **south), mentor(2, **north)], rules=[OWN_REGION]
    )
    assert matching(plan) == {"e0": "m0", "e1": "m1", "e2": "m2"}
    assert values(plan)["keep own region"] == 2, "one unknown region fails the rule, at 2 a pair"


def test_a_soft_rule_may_let_the_unknown_pass():
    left, right = [mentee(0)], [mentor(0, region="North")]
    plan = plan_of([PLACED, KEEP], left, right, rules=[{**OWN_REGION, "unknown": "passes"}])
    assert values(plan)["keep own region"] == 0


def test_those_wait_who_come_last_in_the_first_column_then_in_the_next():
    early, late = {"hired_on": date(2026, 5, 1)}, {"hired_on": date(2026, 6, 1)}
    left = [
        mentee(0, priority=2.0),
        mentee(1, priority=1.0, **late),
        mentee(2, priority=1.0, **early),
        mentee(3, **early),
    ]
    assert set(matching(plan_of([PLACED, IN_ORDER], left, [mentor(0)]))) == {"e2"}
    assert set(matching(plan_of([PLACED, IN_ORDER], left, [mentor(0, 2)]))) == {"e1", "e2"}
    assert set(matching(plan_of([PLACED, IN_ORDER], left, [mentor(0, 3)]))) == {"e0", "e1", "e2"}


def test_the_order_never_places_fewer():
    left = [
        mentee(0, priority=1.0, region="a"),
        mentee(1, priority=2.0, region="b"),
        mentee(2, priority=3.0, region="b"),
    ]
    rules = [{"kind": "same", "column": "region"}]
    plan = plan_of([PLACED, IN_ORDER], left, [mentor(0, region="b"), mentor(1, region="b")], rules=rules)
    assert set(matching(plan)) == {"e1", "e2"}


def test_the_highest_level_is_reached_and_other_levels_count_nothing():
    right = [mentor(0, level="i"), mentor(1, level=" III"), mentor(2, level="IV"), mentor(3)]
    plan = plan_of([PLACED, LEVEL], [mentee(0, 3), mentee(1, 2)], right)
    assert set(matching(plan).values()) == {"m0", "m1"}
    assert values(plan)["level"] == 1 + 3


def test_miles_are_as_few_as_possible_and_unknown_ones_count_as_the_program_says():
    near, far = {"lat": 38.0, "lon": -92.0}, {"lat": 39.0, "lon": -92.0}
    plan = plan_of([PLACED, MILES], [mentee(0, 1, **near)], [mentor(0, **near), mentor(1, **far)])
    assert (matching(plan), values(plan)["miles"]) == ({"e0": "m0"}, 0)
    plan = plan_of([PLACED, MILES], [mentee(0, 1, **near)], [mentor(0), mentor(1, **far)])
    assert (matching(plan), values(plan)["miles"]) == ({"e0": "m0"}, 4000)


def goals_at_random(rng: Random) -> list[Raw]:
    """A placed goal, one to three of the goals here around it, in_order after it, and often fit or worst fit."""
    goals: list[Raw] = [PLACED]
    for goal in rng.sample([KEEP, LEVEL, MILES], rng.randint(0, 2)):
        first = goals.index(PLACED) + 1 if goal is MILES else 0
        goals.insert(rng.randint(first, len(goals)), {**goal, "name": f"our {goal['kind']}"})
    if len(goals) == 1 or rng.random() < 0.5:
        goals.insert(rng.randint(goals.index(PLACED) + 1, len(goals)), IN_ORDER)
    if rng.random() < 0.3:
        goals.append({"kind": "worst_fit"})
    return [*goals, FIT] if rng.random() < 0.7 else [*goals, {"kind": "even_load"}]


def case_at_random(rng: Random) -> Case:
    case = random_case(rng, goals_at_random(rng))
    case.raw["rule"] = [rule for rule in case.raw["rule"] if rule["kind"] != "same"]
    if any(goal["kind"] == "keep" for goal in case.raw["goal"]):
        case.raw["rule"].append({**OWN_REGION, "unknown": rng.choice(["passes", "fails"])})
    for person in case.left:
        person["hired_on"] = rng.choice([date(2026, 5, 1), date(2026, 6, 1), None])
    for person in case.right:
        person["level"] = rng.choice(["I", "ii", "III ", "IV", None])
    return lock_some(rng, case, oracle.solve(*case.arguments).eligible)


@cache
def at_random(seed: int) -> tuple[Case, oracle.Answer, Plan]:
    for attempt in range(9):
        case = case_at_random(Random(f"{seed} {attempt}"))
        try:
            answer = oracle.solve(*case.arguments)
        except oracle.BadInput:
            continue
        if answer.feasible and len(answer.eligible) > 1:
            break
    return case, answer, solved(case)


def everything() -> Iterator[tuple[Case, oracle.Answer, Plan]]:
    return (at_random(seed) for seed in range(SEASONS))


@pytest.mark.first(3)
@pytest.mark.parametrize("start", range(0, SEASONS, 25))
def test_the_plan_is_the_oracle_s_and_proved_by_its_certificate(start):
    for seed in range(start, start + 25):
        agree(*at_random(seed))


def test_these_seasons_hold_everything_that_matters():
    counts: Counter[str] = Counter()
    for case, answer, _ in everything():
        for goal in case.raw["goal"]:
            value = answer.values.get(goal.get("name", goal["kind"].replace("_", " ")))
            counts[goal["kind"]] += bool(value)
        counts["locked"] += any(decision["action"] == "lock" for decision in case.decisions)
    assert min(counts[kind] for kind in ("keep", "in_order", "level", "miles", "locked")) > 15, counts


@pytest.mark.thorough
def test_cp_sat_finds_the_same_values():
    for case, _, plan in everything():
        if plan.found:
            other = cpsat.solve(build(case.season))
            assert [(g.name, g.value) for g in other.goal_results] == [(g.name, g.value) for g in plan.goal_results], (
                case
            )


def test_every_price_is_what_forcing_the_pair_costs():
    counts: Counter[bool | None] = Counter()
    for case, answer, plan in everything():
        counts.update(check_price(case, answer, option) for option in plan.left_options if option.right)
    assert counts[True] > 250, counts


def test_prices_beyond_64_bits_are_the_same_as_within(monkeypatch):
    within = {seed: at_random(seed)[2] for seed in range(0, SEASONS, 4)}
    monkeypatch.setattr(residual_graph, "WORD", 1)
    for seed, plan in within.items():
        beyond = solved(at_random(seed)[0])
        assert beyond.left_options == plan.left_options
        assert beyond.pairs == plan.pairs


def test_many_goals_with_large_values_are_priced_all_the_same():
    """Packed into one number these goals need more than 64 bits."""
    places = [{"lat": 38 + n / 7, "lon": -92.0 - n / 5} for n in range(4)]
    left = [mentee(n, n % 3, priority=float(n), **places[n]) for n in range(4)]
    right = [mentor(n, 2, level=["I", "II", "III"][n], **places[n]) for n in range(3)]
    costly = {**KEEP, "cost_per_unit": 1_000_000}
    case = Case(
        raw_program(goals=[PLACED, IN_ORDER, costly, LEVEL, MILES, {"kind": "even_load"}, FIT], rules=[OWN_REGION]),
        left,
        right,
    )
    answer, plan = oracle.solve(*case.arguments), solved(case)
    agree(case, answer, plan)
    assert plan.opportunity_costs.solved.final.dtype is object
    assert {check_price(case, answer, option) for option in plan.left_options if option.right} == {True}


def test_losses_are_what_forbidding_the_pair_costs():
    compared = 0
    for case, answer, plan in everything():
        for pair in plan.pairs:
            if pair.loss and pair.change == "new":
                other = oracle.best_values(answer, forbidden=(pair.left, pair.right))
                if other is not None and None not in pair.loss.values():
                    assert dict(pair.loss) == lost(answer, other), (case, pair)
                    compared += 1
    assert compared > 100


def test_those_placed_are_best_in_the_strict_order_of_their_classes():
    """As many of the first class as any plan that is best in the goals before can place, then of the second, ..."""
    compared = 0
    for case, _, plan in everything():
        names = [goal["kind"] for goal in case.raw["goal"]]
        if names[:2] != ["placed", "in_order"] or not plan.found:
            continue
        place = {p["id"]: (p.get("priority") or 99, p.get("hired_on") or date(2099, 1, 1)) for p in case.left}
        sets = {frozenset(other) for other in all_placings(case)}
        most = max(map(len, sets))
        best = min(sorted(place[who] for who in chosen) for chosen in sets if len(chosen) == most)
        assert sorted(place[who] for who in matching(plan)) == best, case
        compared += 1
    assert compared > 15


def all_placings(case: Case) -> Iterator[set[str]]:
    """Whoever can be placed together."""
    answer = oracle.solve(*case.arguments)
    people = sorted({left for left, _ in answer.eligible})
    for size in range(len(people) + 1):
        for chosen in combinations(people, size):
            goal = {"kind": "placed", "name": "these", "who": {"id": list(chosen)}}
            soft = [other for other in case.raw["goal"] if other["kind"] == "keep"]
            only = oracle.solve({**case.raw, "goal": [goal, PLACED, *soft]}, case.left, case.right, case.decisions)
            if only.values.get("these") == size:
                yield set(chosen)
