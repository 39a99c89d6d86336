"""Quotas of nested groups as part of the network: plan, proof, prices and ties against the oracle."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from random import Random

import pytest
from test_pair_limits import GOALS, PLACED, QUOTAS, a_range, agree, check_price, lost, matching, mentor, solved, wishes

import pair_oracle as oracle
from build import Case, Raw, lock_some, random_case, raw_program
from pairing.instance.pairs import build
from pairing.plans.pairs import Plan
from pairing.solver.pairs import cpsat
from pairing.solver.pairs.quotas import all_in_network

SEASONS = 250


def nested_case(rng: Random) -> Case:
    """A season with one to four quotas by county, by region and for everybody, on either side, hard or weighed."""
    goals = list(rng.choice(GOALS))
    case = random_case(rng, goals)
    for person in (*case.left, *case.right):
        person["county"] = person["region"] and f"{person['region']} {rng.randint(1, 2)}"
    for n in range(rng.randint(1, 4)):
        name, side = f"quota {n}", rng.choice(["left", "right"])
        group = rng.choice([{}, {"by": "region"}, {"by": "region"}, {"by": "county"}])
        limit = {"name": name, "source": "test", "kind": "quota", "side": side, **group, **a_range(rng)}
        if rng.random() < 0.2:
            limit = {"name": name, "source": "test", "kind": "serving", **group, "at_least": 1}
        case.raw.setdefault("limit", []).append(limit)
        if rng.random() < 0.5:
            keep = {"kind": "keep", "limit": name, "cost_per_unit": rng.choice([1, 3])}
            goals.insert(rng.randint(0, len(goals)), keep)
    case = replace(case, raw={**case.raw, "goal": goals})
    locked = lock_some(
        rng, case, oracle.solve(*replace(case, raw={**case.raw, "limit": [], "goal": GOALS[0]}).arguments).eligible
    )
    try:
        oracle.solve(*locked.arguments)
    except oracle.BadInput:
        return case
    return locked


@cache
def at_random(seed: int) -> tuple[Case, oracle.Answer, Plan]:
    for attempt in range(6):
        case = nested_case(Random(f"{seed} {attempt}"))
        answer = oracle.solve(*case.arguments)
        if (answer.feasible and len(answer.eligible) > 1) or seed % 8 == 0:  # some need not be possible
            break
    return case, answer, solved(case)


def everything() -> Iterator[tuple[Case, oracle.Answer, Plan]]:
    return (at_random(seed) for seed in range(SEASONS))


@pytest.mark.first(3)
@pytest.mark.parametrize("start", range(0, SEASONS, 25))
def test_the_plan_is_the_oracle_s_and_proved_by_its_certificate(start):
    for seed in range(start, start + 25):
        case, answer, plan = at_random(seed)
        agree(case, answer, plan)
        if plan.found:
            assert ("CP-SAT" in plan.engine) == (not all_in_network(build(case.season))), case


@pytest.mark.thorough
def test_nearly_all_of_these_seasons_are_networks_and_many_quotas_bind():
    counts: Counter[str] = Counter()
    for case, answer, plan in everything():
        counts["network"] += plan.engine == QUOTAS
        counts["infeasible"] += not answer.feasible
        counts["weighed and broken"] += answer.feasible and any(
            goal["kind"] == "keep" and answer.values[f"keep {goal['limit']}"] for goal in case.raw["goal"]
        )
        counts["locked"] += answer.feasible and any(d["action"] == "lock" for d in case.decisions)
    assert counts["network"] > 0.6 * SEASONS, counts
    assert min(counts.values()) > 10, counts


@pytest.mark.thorough
def test_cp_sat_finds_the_same_values():
    for case, _, plan in everything():
        if plan.engine == QUOTAS and plan.found:
            other = cpsat.solve(build(case.season))
            assert [(g.name, g.value) for g in other.goal_results] == [(g.name, g.value) for g in plan.goal_results], (
                case
            )


def test_every_price_is_what_forcing_the_pair_costs():
    counts: Counter[bool | None] = Counter()
    for case, answer, plan in everything():
        counts.update(check_price(case, answer, option) for option in plan.left_options if option.right)
    assert counts[True] > 300, counts


def test_every_pair_that_some_plan_has_is_among_the_options():
    for case, answer, plan in everything():
        if plan.engine != QUOTAS or not plan.found or any(goal.kind == "worst_fit" for goal in plan.goal_results):
            continue
        made = matching(plan)
        locked = {end for d in case.decisions if d["action"] == "lock" for end in (d["person"], d["with"])}
        offered = {(option.left, option.right) for option in plan.left_options if option.right}
        for left, right in answer.eligible:
            if left not in locked and made.get(left) != right:
                possible = oracle.best_values(answer, forced=(left, right)) is not None
                assert ((left, right) in offered) == possible, (case, left, right)


def test_both_sides_state_the_same_price_of_a_pair():
    compared = 0
    for case, _, plan in everything():
        if plan.engine == QUOTAS and plan.found and all(goal.kind != "worst_fit" for goal in plan.goal_results):
            locked = {pair.left for pair in plan.pairs if pair.change == "locked"}
            by_left = {(o.left, o.right): o.price for o in plan.left_options if o.left not in locked}
            assert {(o.left, o.right): o.price for o in plan.right_options} == by_left, case
            compared += len(by_left)
    assert compared > 100


def test_losses_are_what_forbidding_the_pair_costs():
    compared = 0
    for case, answer, plan in everything():
        for pair in plan.pairs:
            if plan.engine == QUOTAS and pair.loss and pair.change == "new":
                values = oracle.best_values(answer, forbidden=(pair.left, pair.right))
                assert values is not None, (case, pair)
                assert dict(pair.loss) == lost(answer, values), (case, pair)
                compared += 1
    assert compared > 100


def test_the_tie_break_takes_the_smallest_ids_and_certain_pairs_are_in_every_best_plan():
    for case, answer, plan in everything():
        if plan.engine == QUOTAS and plan.found:
            assert matching(plan) == answer.plan, case
            for pair in plan.pairs:
                always = all(other.get(pair.left) == pair.right for other in answer.optimal_plans)
                assert (pair.certain == "yes") == always, (case, pair)


def quota(name: str, **asked: object) -> Raw:
    return {"name": name, "source": "test", "kind": "quota", **asked}


def test_groups_that_cross_leave_the_network():
    places = [("north", "a"), ("north", "b"), ("south", "a"), ("south", "b")]
    right = [mentor(n, region=region, county=county) for n, (region, county) in enumerate(places)]
    by_region, by_county = quota("one", by="region", at_most=1), quota("two", by="county", at_most=1)
    crossing = Case(raw_program(goals=GOALS[0], limit=[by_region, by_county]), wishes(0, 1, 2), right)
    nested = Case(raw_program(goals=GOALS[0], limit=[by_region, quota("two", at_most=1)]), wishes(0, 1, 2), right)
    assert not all_in_network(build(crossing.season))
    assert all_in_network(build(nested.season))
    assert "CP-SAT" in solved(crossing).engine
    assert len(solved(crossing).pairs) == 2
    assert len(solved(nested).pairs) == 1


def test_the_proof_names_the_groups():
    right = [mentor(0, region="North"), mentor(1, region=" north")]
    case = Case(raw_program(goals=GOALS[0], limit=[quota("one", by="region", at_most=1)]), wishes(0, 1), right)
    plan = solved(case)
    assert [list(proof["groups"]["one"]) for proof in plan.certificate] == [["north"]]


CROSSING_WITHOUT_THE_LOCK = [
    {"id": "e0", "region": "a", "county": "x"},
    {"id": "e1", "region": "a", "county": "y"},
    {"id": "e2", "region": "b", "county": "x"},
]
LOCKED = [{"id": "L", "action": "lock", "person": "e0", "with": "m0"}]


@pytest.mark.parametrize("goals", [[PLACED], [PLACED, {"kind": "keep", "limit": "two"}]], ids=["hard", "soft"])
def test_groups_that_only_a_lock_keeps_from_crossing_are_no_network(goals):
    """Else the season without the lock, which prices it, would be another kind of network."""
    quotas = [quota(name, side="left", by=by, at_most=1) for name, by in (("one", "region"), ("two", "county"))]
    right = [mentor(n) for n in range(3)]
    case = Case(raw_program(goals=goals, limit=quotas), CROSSING_WITHOUT_THE_LOCK, right, LOCKED)
    answer, plan = oracle.solve(*case.arguments), solved(case)
    agree(case, answer, plan)
    assert "CP-SAT" in plan.engine
    for option in plan.left_options:
        check_price(case, answer, option)


def test_what_a_lock_costs_is_what_the_plan_gains_without_it():
    compared = 0
    for case, answer, plan in everything():
        for decision in case.decisions:
            if decision["action"] == "lock" and plan.found and plan.lock_costs:
                others = [other for other in case.decisions if other is not decision]
                free = oracle.solve(case.raw, case.left, case.right, others)
                gains = lost(answer, free.values)
                costs = {name: None if loss is None else -loss for name, loss in gains.items()}
                assert dict(plan.lock_costs[decision["id"]]) == costs, case
                compared += 1
    assert compared > 20


def test_a_locked_person_is_priced_although_nobody_would_be_placed_without_the_lock():
    """Without the lock the plan has no pairs and no worst fit, so each of the person's options is solved for."""
    limit = quota("none", at_most=0)
    goals = [{"kind": "keep", "limit": "none"}, PLACED, {"kind": "worst_fit"}]
    case = Case(raw_program(goals=goals, limit=[limit]), wishes(1), [mentor(0), mentor(1)], lock_of("e0", "m0"))
    answer, plan = oracle.solve(*case.arguments), solved(case)
    agree(case, answer, plan)
    option = plan.opportunity_costs.option(0, 1)
    assert option is not None
    assert option.exact
    assert check_price(case, answer, option)


def lock_of(left: str, right: str) -> list[dict[str, str]]:
    return [{"id": "L", "action": "lock", "person": left, "with": right}]
