"""The engine against the oracle, which writes down every plan: outcome, values, the one plan, what is certain."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from functools import cache

import numpy as np
import pytest
from scipy.optimize import linear_sum_assignment

import pair_oracle as oracle
from build import (
    OTHER_GOALS,
    PLACED,
    PLACED_BY,
    Case,
    goal_orders,
    lock_some,
    order_name,
    random_case,
    raw_program,
    season_of,
)
from pairing.errors import InputError
from pairing.instance.pairs import Candidates, build
from pairing.plans.pairs import Plan
from pairing.solver.pairs import lexicographic_flow as flows
from pairing.solver.pairs import solve
from pairing.solver.pairs.arc_costs import SumGoal, goals_of, needs_unit_seats
from pairing.solver.pairs.lexicographic_flow import dual_bound, lexicographic_flow, packed, residual_potentials
from pairing.solver.pairs.network import Network, build_network
from pairing.verify import check

ORDERS = {order_name(order): order for order in goal_orders()}
INSTANCES = 3
"""Seasons for every order of the goals."""


def made_case(order: str, seed: int) -> tuple[Case, oracle.Answer]:
    """A season that is no bad input, with locks where they can hold."""
    rng = random.Random(f"{order} {seed}")
    case = random_case(rng, ORDERS[order], people=5 if seed == 0 else 4)
    free = oracle.solve(*case.arguments)
    locked = lock_some(rng, case, free.eligible)
    if locked == case:
        return case, free
    try:
        return locked, oracle.solve(*locked.arguments)
    except oracle.BadInput:
        return case, free


@cache
def solved(order: str, seed: int) -> tuple[Case, oracle.Answer, Candidates, Plan]:
    """A season with the oracle's answer and the engine's."""
    case, answer = made_case(order, seed)
    candidates = build(case.season)
    return case, answer, candidates, solve(candidates)


def answers(order: str) -> Iterator[tuple[Case, oracle.Answer, Candidates, Plan]]:
    return (solved(order, seed) for seed in range(INSTANCES))


def everything() -> Iterator[tuple[Case, oracle.Answer, Candidates, Plan]]:
    return (answer for order in ORDERS for answer in answers(order))


def test_the_four_goals_stand_in_every_order_that_is_allowed():
    whole = [order for order in ORDERS.values() if len(order) == 4 and OTHER_GOALS[0] not in order]
    by_kind = [tuple(goal["kind"] for goal in order) for order in whole if PLACED in order]
    assert len(set(by_kind)) == len(by_kind) == 12  # of 24: worst_fit after placed
    assert sum(PLACED_BY in order for order in whole) == 12


@pytest.mark.thorough
def test_the_seasons_at_random_hold_everything_that_matters():
    counts = dict.fromkeys(
        ["infeasible", "no pair", "several best plans", "uncertain", "lock", "forbid", "withdraw", "had", "minimum"], 0
    )
    for case, answer, candidates, plan in everything():
        counts["infeasible"] += not answer.feasible
        counts["no pair"] += not answer.eligible
        counts["several best plans"] += len(answer.optimal_plans) > 1
        counts["uncertain"] += any(pair.certain == "no" for pair in plan.pairs)
        counts["had"] += bool(candidates.had.any())
        counts["minimum"] += plan.found and bool(candidates.seats_min.any())
        for decision in case.decisions:
            counts[decision["action"]] += 1
    assert min(counts.values()) >= 25, counts


# ---------------------------------------------------------------- every pair


def test_eligible_pairs_and_fits_are_the_oracles():
    for case, answer, candidates, _ in everything():
        left, right = candidates.season.left.ids, candidates.season.right.ids
        assert {(left[i], right[j]) for i, j in np.argwhere(candidates.eligible)} == answer.eligible, case
        assert {(a, b): candidates.fit[left.index(a), right.index(b)] for a, b in answer.fits} == answer.fits, case


def test_bad_input_is_refused_exactly_where_the_oracle_refuses_it():
    refused = 0
    for seed in range(300):
        rng = random.Random(seed)
        case = random_case(rng, [PLACED, {"kind": "fit"}])
        every = [(a["id"], b["id"]) for a in case.left for b in case.right]
        case = lock_some(rng, case, every)
        try:
            oracle.solve(*case.arguments)
        except oracle.BadInput:
            refused += 1
            with pytest.raises(InputError):
                build(case.season)
        else:
            build(case.season)
    assert 60 < refused < 240


# ---------------------------------------------------------------- the plan


@pytest.mark.parametrize("order", ORDERS)
def test_the_plan_is_the_one_best_plan(order):
    for case, answer, candidates, plan in answers(order):
        if not answer.feasible or not answer.eligible:
            assert plan.outcome == "infeasible", case
            assert (plan.pairs, plan.goal_results) == ((), ()), case
            continue
        assert plan.outcome == "proved", (case, plan.reason)
        assert {goal.name: goal.value for goal in plan.goal_results} == answer.values, case
        assert {pair.left: pair.right for pair in plan.pairs} == answer.plan, case
        assert [pair.left for pair in plan.pairs] == [a for a in candidates.season.left.ids if a in answer.plan], case
        for goal in plan.goal_results:
            assert goal.proved, goal
            assert goal.bound == goal.value, goal
            assert goal.given == "", goal
        for pair in plan.pairs:
            assert pair.fit == answer.fits[pair.left, pair.right], (case, pair)
            assert dict(pair.points) == answer.points[pair.left, pair.right], (case, pair)


@pytest.mark.parametrize("order", ORDERS)
def test_a_pair_is_certain_exactly_if_it_stands_in_every_best_plan(order):
    for case, answer, _, plan in answers(order):
        locked = {frozenset((d["person"], d["with"])) for d in case.decisions if d["action"] == "lock"}
        for pair in plan.pairs:
            everywhere = all(best.get(pair.left) == pair.right for best in answer.optimal_plans)
            assert pair.certain == ("yes" if everywhere else "no"), (case, pair)
            assert (pair.change == "locked") == (frozenset((pair.left, pair.right)) in locked), (case, pair)


@pytest.mark.parametrize("order", ORDERS)
def test_the_checker_agrees_and_finds_every_proof_to_hold(order):
    for case, answer, candidates, plan in answers(order):
        report = check(candidates.season, plan, claimed=(candidates.eligible, candidates.fit))
        assert report.findings == (), case
        assert report.values == (answer.values if plan.found else {}), case


# ---------------------------------------------------------------- no plan


def seats_asked(case: Case) -> dict[str, int]:
    """What each mentor who takes part must have beyond the partners they have and the locked ones."""
    left, right = oracle.sorted_by_id(case.left), oracle.sorted_by_id(case.right)
    decided = oracle.read_decisions(case.decisions, left, right)
    part = oracle.screened(case.raw, left, right, decided)
    asked = {}
    for person in right:
        if part.right_status[person["id"]] == oracle.TAKES_PART:
            partners = {pair for pair in part.existing | decided.locked if pair[1] == person["id"]}
            asked[person["id"]] = max(0, int(person.get("capacity_min") or 0) - len(partners))
    return asked


def test_minimums_that_cannot_be_met_name_mentors_who_ask_for_more_than_there_are():
    seen = 0
    for case, answer, _, plan in everything():
        if answer.feasible or not answer.eligible:
            continue
        found = re.fullmatch(
            r"the minimums cannot be met: mentors? (.+) must have (\d+)(?: mentees?)?(?: between them)?, "
            r"and only (\d+) may go with (?:any of them|that one) \((.+)\)",
            plan.reason,
        )
        assert found, plan.reason
        mentors, mentees = found[1].split(", "), [] if found[4] == "nobody" else found[4].split(", ")
        locked = {name for d in case.decisions if d["action"] == "lock" for name in (d["person"], d["with"])}
        reach = {a for a, b in answer.eligible if b in mentors and a not in locked}
        asked = sum(seats_asked(case)[mentor] for mentor in mentors)
        assert set(mentees) == reach, (case, plan.reason)
        assert (int(found[2]), int(found[3])) == (asked, len(reach)), (case, plan.reason)
        assert asked > len(reach), (case, plan.reason)
        assert [proof["goals"] for proof in plan.certificate] == [["minimum"]]
        seen += 1
    assert seen > 40


def test_without_any_pair_the_reason_says_whose_side_is_empty():
    reasons = set()
    for case, answer, candidates, plan in everything():
        if answer.eligible:
            continue
        left, right = (
            sum(status == oracle.TAKES_PART for status in side.values())
            for side in (answer.left_status, answer.right_status)
        )
        if not left:
            expected = f"no mentee takes part: every one of the {len(case.left)} is screened out or withdrawn"
        elif not right:
            expected = f"no mentor takes part: every one of the {len(case.right)} is screened out or withdrawn"
        else:
            expected = "no mentee has an eligible mentor: the rules leave no pair"
        assert plan.reason == expected, case
        reasons.add(expected.split()[1])
        assert not candidates.eligible.any()
    assert reasons == {"mentee", "mentor"}


# ---------------------------------------------------------------- packing and potentials

MANY_GOALS = [
    [PLACED_BY, *OTHER_GOALS],
    [OTHER_GOALS[0], PLACED_BY, OTHER_GOALS[3], OTHER_GOALS[2], OTHER_GOALS[1]],
    [OTHER_GOALS[2], OTHER_GOALS[3], PLACED, OTHER_GOALS[1]],
    [OTHER_GOALS[3], PLACED_BY, OTHER_GOALS[2]],
]


@pytest.mark.parametrize("largest", [1, 2**12, 2**20, 2**28])
def test_goals_in_several_packs_give_the_same_plan(monkeypatch, largest):
    split = 0
    packs = flows.packs
    sizes: list[int] = []
    monkeypatch.setattr(flows, "packs", lambda *given: sizes.append(len(found := packs(*given))) or found)
    for seed in range(40):
        case = random_case(random.Random(seed), MANY_GOALS[seed % len(MANY_GOALS)], people=6)
        candidates = build(case.season)
        monkeypatch.setattr(flows, "LARGEST", 2**60)
        sizes.clear()
        whole = solve(candidates)
        assert set(sizes) <= {1}, "so small a season fits one pack"
        monkeypatch.setattr(flows, "LARGEST", largest)
        sizes.clear()
        plan = solve(candidates)
        split += any(size > 1 for size in sizes)
        assert (plan.outcome, plan.reason) == (whole.outcome, whole.reason), case
        assert (plan.goal_results, plan.pairs) == (whole.goal_results, whole.pairs), case
        assert check(candidates.season, plan).findings == (), case
    assert split > 15


def sums_of(candidates: Candidates) -> tuple[Network, dict[str, SumGoal]]:
    """The network and its sum goals by name, in order."""
    network = build_network(candidates, unit_seats=needs_unit_seats(candidates))
    return network, {goal.name: goal for goal in goals_of(network) if isinstance(goal, SumGoal)}


def potentials_of(network: Network, proof) -> np.ndarray:
    """A proof's potentials as (goals, nodes)."""
    left = [proof["left"][network.candidates.season.left.ids[i]] for i in network.left]
    right = [proof["right"][network.candidates.season.right.ids[j]] for j in network.right]
    return np.array([*left, *right, proof["sink"]], dtype=np.int64).T


@pytest.mark.parametrize("largest", [2**60, 1], ids=["packed", "one by one"])
def test_the_bound_of_a_proof_is_what_the_plan_costs_or_above(monkeypatch, largest):
    monkeypatch.setattr(flows, "LARGEST", largest)
    shown = {"best": 0, "worse": 0}
    for seed in range(60):
        candidates = build(random_case(random.Random(seed), MANY_GOALS[seed % len(MANY_GOALS)], people=5).season)
        plan = solve(candidates)
        network, sums = sums_of(candidates)
        values = {goal.name: goal.value for goal in plan.goal_results} | {"minimum": network.minimum}
        for proof in plan.certificate if plan.found else ():
            goals = [sums[name] for name in proof["goals"]]
            assert [*proof["goals"]] == [*sums][: len(goals)], "goals are proved in their order"
            keep = network.arcs_of_fit(proof["least_fit"])
            bound = dual_bound(network, [g.costs for g in goals], potentials_of(network, proof), keep)
            cost = tuple((values[goal.name] - goal.constant) * goal.sign for goal in goals)
            assert bound == cost if proof["shows"] == "best" else bound > cost, (seed, proof)
            shown[proof["shows"]] += 1
        proved = {name for proof in plan.certificate for name in proof["goals"] if proof["shows"] == "best"}
        assert not plan.found or proved == set(sums)
    assert min(shown.values()) > 5, shown


def test_any_potentials_bound_every_flow_from_below():
    rng = np.random.default_rng(3)
    for seed in range(30):
        candidates = build(random_case(random.Random(seed), MANY_GOALS[3], people=5).season)
        network, sums = sums_of(candidates)
        costs = [goal.costs for goal in sums.values()]
        best = lexicographic_flow(network, costs).costs
        for _ in range(20):
            potentials = rng.integers(-20_000, 20_000, (len(costs), network.nodes))
            assert dual_bound(network, costs, potentials) <= best


def flow_of(network: Network, plan: dict[str, str]) -> np.ndarray:
    """A plan as flow per arc: the seats of minimums first, then by load."""
    season = network.candidates.season
    flow = np.zeros(len(network.capacities), dtype=np.int64)
    partner = [plan.get(season.left.ids[i]) for i in network.left]
    right = [season.right.ids[j] for j in network.right]
    for arc, (i, j) in enumerate(zip(network.left_of, network.right_of, strict=True)):
        flow[arc] = partner[i] == right[j]
    flow[network.unplaced_arcs] = [name is None for name in partner]
    first = len(network.left_of) + len(network.left)
    for j, name in enumerate(right):
        arcs = [first + seat for seat in np.flatnonzero(network.seat_of == j)]
        arcs.sort(key=lambda arc: (not network.seat_minimum[arc - first], network.seat_load[arc - first]))
        rest = partner.count(name)
        for arc in arcs:
            flow[arc] = min(rest, network.capacities[arc])
            rest -= flow[arc]
        assert rest == 0
    return flow


@pytest.mark.parametrize("goals", [[PLACED, {"kind": "fit"}], [PLACED_BY, {"kind": "even_load"}], MANY_GOALS[3]])
def test_potentials_do_not_depend_on_which_best_flow_is_given(goals):
    several = 0
    for seed in range(90):
        case = random_case(random.Random(seed), goals, people=5)
        answer = oracle.solve(*case.arguments)
        network, sums = sums_of(build(case.season))
        if not answer.feasible or not answer.eligible:
            continue
        costs = [goal.costs for goal in sums.values()]
        cost = packed(costs, flows.pack_ratios(network, costs))
        found = [
            residual_potentials(
                network.tails, network.heads, network.capacities, cost, flow_of(network, plan), network.nodes
            )
            for plan in answer.optimal_plans
        ]
        several += len(found) > 1
        assert all(np.array_equal(levels, found[0]) for levels in found)
        best = lexicographic_flow(network, costs)
        assert np.array_equal(flows.unpacked(found[0], flows.pack_ratios(network, costs)), best.potentials)
    assert several > 4


def test_potentials_of_a_flow_that_is_not_the_best_are_refused():
    season = season_of(raw_program(), [{"id": "a", "prefers": ("x",)}], [{"id": "x"}, {"id": "y"}])
    network, sums = sums_of(build(season))
    cost = sums["fit"].costs
    flow = flow_of(network, {"a": "y"})
    with pytest.raises(RuntimeError, match="not of minimum cost"):
        residual_potentials(network.tails, network.heads, network.capacities, cost, flow, network.nodes)


# ---------------------------------------------------------------- larger than the oracle can


@pytest.mark.parametrize("seed", range(3))
def test_a_hundred_people_are_placed_as_scipy_assigns_them(seed):
    rng = random.Random(seed)
    towns = [{"lat": 37 + rng.random() * 3, "lon": -95 + rng.random() * 5} for _ in range(160)]
    left = [{"id": f"e{n:02}", "enrollment": float(rng.randint(100, 5000)), **towns[n]} for n in range(70)]
    right = [
        {
            "id": f"m{n:02}",
            "enrollment": float(rng.randint(100, 5000)),
            **towns[70 + n],
            "capacity": rng.choice([0, 0, 1, 1, 2]),
        }
        for n in range(80)
    ]
    raw = raw_program(
        rules=[{"kind": "within_miles", "max_miles": 60}],
        criteria=[{"kind": "proximity", "half_at_miles": 40}, {"kind": "enrollment", "half_at_ratio": 3}],
    )
    candidates = build(season_of(raw, left, right))
    plan = solve(candidates)
    seat = np.repeat(np.arange(80), candidates.seats)
    worth = np.where(candidates.eligible[:, seat], candidates.fit[:, seat] + 10**7, 0)
    rows, columns = linear_sum_assignment(worth, maximize=True)
    total = int(worth[rows, columns].sum())
    placed, fit = plan.goal_results
    assert (placed.value, fit.value) == divmod(total, 10**7)
    assert 40 < placed.value < 70
    assert check(candidates.season, plan).findings == ()
