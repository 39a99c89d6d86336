"""Limits of pairs, hard and weighed by goals of kind keep, against the oracle: plan, proof, prices, reason, input."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import combinations
from random import Random
from typing import Any

import pytest

import pair_oracle as oracle
from build import Case, Person, Raw, lock_some, random_case, raw_program
from pairing import run
from pairing.instance.pairs import build
from pairing.plans.pair_parts import Alternative
from pairing.plans.pairs import Plan
from pairing.program import parse_program
from pairing.solver.pairs import cpsat

FLOW = "minimum-cost flow (OR-Tools)"
QUOTAS = f"{FLOW}, with every limit as part of the network"
COUNTABLE = {"quota", "serving", "shared_load"}
"""Kinds of limits that the network may know."""
PLACED, FIT = {"kind": "placed"}, {"kind": "fit"}


def solved(case: Case) -> Plan:
    """Our plan with every alternative."""
    plan = run.solve(case.season, alternatives=None)
    assert isinstance(plan, Plan)
    return plan


def matching(plan: Plan) -> dict[str, str]:
    return {pair.left: pair.right for pair in plan.pairs}


def agree(case: Case, answer: oracle.Answer, plan: Plan) -> None:
    """The plan is proved, has the oracle's value in every goal, keeps every hard limit and is one of the best."""
    if not answer.feasible or not answer.eligible:
        assert plan.outcome == "infeasible", case
        assert (plan.pairs, plan.goal_results) == ((), ()), case
        assert plan.reason, case
        return
    assert plan.outcome == "proved", (case, plan.reason)
    assert {goal.name: goal.value for goal in plan.goal_results} == answer.values, case
    for goal in plan.goal_results:
        assert goal.proved, (case, goal)
        assert goal.bound == goal.value, (case, goal)
        assert goal.given == "", (case, goal)
    assert answer.setting is not None
    for limit in oracle.hard_limits(case.raw):
        assert oracle.units(limit, matching(plan), answer.setting) == 0, (case, limit)
    assert matching(plan) in answer.optimal_plans, case


def without_limits(case: Case) -> Case:
    """The same season without limits and without goals that name them."""
    goals = [goal for goal in case.raw["goal"] if goal["kind"] != "keep"]
    return replace(case, raw={**case.raw, "limit": [], "goal": goals})


def free_plan(case: Case) -> tuple[oracle.Answer, int]:
    """The best plan without limits, and by how many units it breaks all limits, hard and soft."""
    free = oracle.solve(*without_limits(case).arguments)
    if not free.feasible or free.setting is None:
        return free, 0
    return free, sum(oracle.units(limit, free.plan, free.setting) for limit in case.raw["limit"])


# ---------------------------------------------------------------- each kind at its edges


@dataclass(frozen=True)
class Edge:
    """One limit on one small season, worked out by hand.

    broken: by how many units the best plan without the limit breaks it. placed: how many are placed where the limit
    is hard, None where no plan keeps it.
    """

    what: str
    limit: Raw
    left: Sequence[Person]
    right: Sequence[Person]
    broken: int
    placed: int | None
    decisions: Sequence[dict[str, str]] = ()

    def case(self, goals: Sequence[Raw]) -> Case:
        raw = raw_program(
            goals=goals,
            left_screens=[{"kind": "already_matched"}],
            limit=[{"name": "the limit", "source": "test", **self.limit}],
        )
        return Case(raw, list(self.left), list(self.right), list(self.decisions))


def mentee(n: int, wish: int | None = None, **cells: Any) -> Person:
    """A mentee who wants one mentor by number."""
    return {"id": f"e{n}", "prefers": None if wish is None else (f"m{wish}",), **cells}


def mentor(n: int, capacity: int = 1, **cells: Any) -> Person:
    return {"id": f"m{n}", "capacity": float(capacity), **cells}


def wishes(*numbers: int | None) -> list[Person]:
    """Mentees e0, e1, ... who want these mentors."""
    return [mentee(n, wish) for n, wish in enumerate(numbers)]


def lock(mentee: int, mentor: int) -> dict[str, str]:
    return {"id": f"lock-{mentee}", "action": "lock", "person": f"e{mentee}", "with": f"m{mentor}"}


def withdraw(identifier: str) -> dict[str, str]:
    return {"id": f"gone-{identifier}", "action": "withdraw", "person": identifier}


NORTH, SOUTH = {"region": "North"}, {"region": "south"}
HAD_BY_0 = {"current_mentor": ("m0",)}
"""A mentee whom m0 serves already."""
QUOTA = [
    Edge("everybody together", {"at_most": 2}, wishes(0, 1, 2), [mentor(0), mentor(1), mentor(2)], 1, 2),
    Edge("exactly so many", {"at_least": 2, "at_most": 2}, wishes(0, 1), [mentor(0, 2), mentor(1)], 0, 2),
    Edge("more than there are", {"at_least": 3}, wishes(0, 1), [mentor(0, 2), mentor(1)], 1, None),
    Edge(
        "text without case and spaces, unknown in no group",
        {"by": "region", "at_most": 1}, wishes(0, 1, 2),
        [mentor(0, **NORTH), mentor(1, region="  north"), mentor(2)], 1, 2,
    ),
    Edge(
        "every group has its own",
        {"by": "region", "at_least": 1}, wishes(1, 2),
        [mentor(0, **NORTH), mentor(1, **SOUTH), mentor(2, **SOUTH)], 1, 2,
    ),
    Edge(
        "those of each group who meet who",
        {"by": "region", "who": {"certified": True}, "at_least": 1}, wishes(1, 2),
        [mentor(0, certified=True, **NORTH), mentor(1, **NORTH), mentor(2, certified=True, **SOUTH)], 1, 2,
    ),
    Edge(
        "a group of whom nobody meets who",
        {"by": "region", "who": {"certified": True}, "at_least": 1}, wishes(0, 1),
        [mentor(0, certified=True, **NORTH), mentor(1, certified=False, **SOUTH)], 0, 2,
    ),
    Edge("nobody meets who", {"who": {"certified": True}, "at_least": 2}, wishes(0), [mentor(0)], 2, None),
    Edge(
        "left people, unknown is not known to meet who",
        {"side": "left", "who": {"first_year": True}, "at_least": 1},
        [mentee(0, first_year=True), mentee(1, 0), mentee(2, 1, first_year=False)], [mentor(0), mentor(1)], 1, 2,
    ),
    Edge(
        "left people by a number",
        {"side": "left", "by": "enrollment", "at_most": 1},
        [mentee(0, 0, enrollment=200.0), mentee(1, 1, enrollment=200.0), mentee(2, 2, enrollment=300.0), mentee(3, 2)],
        [mentor(0), mentor(1), mentor(2, 2)], 1, 3,
    ),
    Edge(
        "locked pairs count",
        {"who": NORTH, "at_most": 1}, wishes(None, 0), [mentor(0, 2, **NORTH)], 1, 1, [lock(0, 0)],
    ),
    Edge("a lock alone is too many", {"at_most": 0}, wishes(None), [mentor(0)], 1, None, [lock(0, 0)]),
    Edge(
        "partners already had do not count",
        {"who": NORTH, "at_least": 1}, [mentee(0, **HAD_BY_0), mentee(1, 1)],
        [mentor(0, 3, **NORTH), mentor(1)], 1, 1,
    ),
    Edge(
        "nor as too many",
        {"at_most": 1}, [mentee(0, **HAD_BY_0), mentee(1, 0)], [mentor(0, 3)], 0, 1,
    ),
    Edge(
        "people who do not take part make no group",
        {"by": "region", "at_least": 1}, wishes(1), [mentor(0, **NORTH), mentor(1, **SOUTH)], 0, 1, [withdraw("m0")],
    ),
]  # fmt: skip
SERVING = [
    Edge("at most", {"at_most": 1}, wishes(0, 1), [mentor(0, 2), mentor(1)], 1, 2),
    Edge("nobody", {"at_most": 0}, wishes(0, 1), [mentor(0, 2), mentor(1)], 2, 0),
    Edge("at least", {"at_least": 2}, wishes(0, 0), [mentor(0, 3), mentor(1)], 1, 2),
    Edge("more than there are mentees", {"at_least": 2}, wishes(0), [mentor(0, 3), mentor(1)], 1, None),
    Edge(
        "who must be known",
        {"who": {"certified": True}, "at_most": 0}, wishes(0, 1), [mentor(0, certified=True), mentor(1)], 1, 1,
    ),
    Edge(
        "group by group",
        {"by": "region", "at_most": 1}, wishes(0, 1, 2),
        [mentor(0, 2, **NORTH), mentor(1, **NORTH), mentor(2, **SOUTH)], 1, 3,
    ),
    Edge(
        "who and by",
        {"by": "region", "who": {"certified": True}, "at_least": 1}, wishes(1, 2),
        [mentor(0, certified=True, **NORTH), mentor(1, **NORTH), mentor(2, certified=True, region="SOUTH ")], 1, 2,
    ),
    Edge("locked pairs count", {"at_most": 1}, wishes(None, 1), [mentor(0), mentor(1)], 1, 1, [lock(0, 0)]),
    Edge(
        "two locks are too many",
        {"at_most": 1}, wishes(None, None), [mentor(0), mentor(1)], 1, None, [lock(0, 0), lock(1, 1)],
    ),
    Edge(
        "partners already had do not count",
        {"who": NORTH, "at_least": 1}, [mentee(0, **HAD_BY_0), mentee(1, 1)],
        [mentor(0, 2, **NORTH), mentor(1)], 1, 1,
    ),
]  # fmt: skip
ALL_OR_LEAST = [
    Edge("two unless it says", {}, wishes(0, 1), [mentor(0, 2), mentor(1, 2)], 2, 2),
    Edge("none is as good", {}, wishes(0), [mentor(0, 2)], 1, 0),
    Edge("fewer seats than the least", {"least": 3}, wishes(0, 0), [mentor(0, 2)], 1, 0),
    Edge(
        "who must be known",
        {"who": {"certified": True}}, wishes(0, 1), [mentor(0, 1), mentor(1, 2, certified=True)], 1, 2,
    ),
    Edge(
        "a number of one's own; below 1 is 1, blank is the least",
        {"column": "seats"}, wishes(0, 1, 2), [mentor(0, 3, seats=3.0), mentor(1, 1, seats=0.0), mentor(2, 2)], 3, 3,
    ),
    Edge(
        "a number of one's own below the least",
        {"least": 4, "column": "seats"}, wishes(0, 0), [mentor(0, 2, seats=2.0)], 0, 2,
    ),
    Edge("locked pairs count", {}, wishes(None, 1), [mentor(0, 2), mentor(1)], 2, 2, [lock(0, 0)]),
    Edge("a lock alone is too few", {}, wishes(None), [mentor(0, 2)], 1, None, [lock(0, 0)]),
    Edge(
        "partners already had do not count",
        {}, [mentee(0, **HAD_BY_0), mentee(1, 0)], [mentor(0, 2)], 1, 0,
    ),
]  # fmt: skip
ACME = {"employer": "Acme"}
SHARED_LOAD = [
    Edge("one seat between two", {}, wishes(0, 1), [mentor(0, **ACME), mentor(1, employer="ACME ")], 1, 1),
    Edge("the most seats of any", {}, wishes(0, 0, 1), [mentor(0, 2, **ACME), mentor(1, **ACME)], 1, 2),
    Edge("no seat between two", {}, wishes(0), [mentor(0, 0, **ACME), mentor(1, 0, **ACME), mentor(2)], 0, 1),
    Edge("unknown is nobody's partner", {}, wishes(0, 1), [mentor(0), mentor(1)], 0, 2),
    Edge(
        "two groups",
        {}, wishes(0, 1, 2, 3),
        [mentor(0, **ACME), mentor(1, **ACME), mentor(2, employer="B"), mentor(3, employer="b")], 2, 2,
    ),
    Edge(
        "free seats are less by partners already had",
        {}, [mentee(0, **HAD_BY_0), mentee(1, 0), mentee(2, 1)], [mentor(0, 2, **ACME), mentor(1, **ACME)], 1, 1,
    ),
    Edge(
        "the same people's load is not",
        {}, [mentee(0, **HAD_BY_0), mentee(1, 1), mentee(2, 1)], [mentor(0, 1, **ACME), mentor(1, 2, **ACME)], 0, 2,
    ),
    Edge("locked pairs count", {}, wishes(None, 1), [mentor(0, **ACME), mentor(1, **ACME)], 1, 1, [lock(0, 0)]),
    Edge(
        "two locks are too many",
        {}, wishes(None, None), [mentor(0, **ACME), mentor(1, **ACME)], 1, None, [lock(0, 0), lock(1, 1)],
    ),
    Edge(
        "someone who does not take part adds no seats",
        {}, wishes(1, 2), [mentor(0, 3, **ACME), mentor(1, **ACME), mentor(2, **ACME)], 1, 1, [withdraw("m0")],
    ),
]  # fmt: skip
APART = [
    Edge("by id", {}, [mentee(0, 0, conflicts=("E1 ",)), mentee(1, 0)], [mentor(0, 2), mentor(1)], 1, 2),
    Edge("one seat for two", {}, [mentee(0, 0), mentee(1, 0, conflicts=("e0",))], [mentor(0, 2)], 1, 1),
    Edge(
        "both name each other: one pair",
        {}, [mentee(0, 0, conflicts=("e1",)), mentee(1, 0, conflicts=("e0",))], [mentor(0, 2)], 1, 1,
    ),
    Edge(
        "by district and by its number",
        {}, [mentee(0, 0, conflicts=("oak  park",), district_id="77"), mentee(1, 0, district="Oak Park"),
             mentee(2, 0, conflicts=("77",))],
        [mentor(0, 3)], 2, 2,
    ),
    Edge("unknown names nobody", {}, [mentee(0, 0), mentee(1, 0, conflicts=())], [mentor(0, 2)], 0, 2),
    Edge("a column of one's own", {"column": "declines"},
         [mentee(0, 0, conflicts=("e1",)), mentee(1, 0), mentee(2, 0, declines=("e1",))], [mentor(0, 3)], 1, 2),
    Edge(
        "two locks are together",
        {}, [mentee(0, conflicts=("e1",)), mentee(1)], [mentor(0, 2)], 1, None, [lock(0, 0), lock(1, 0)],
    ),
    Edge(
        "locked pairs count",
        {}, [mentee(0, conflicts=("e1",)), mentee(1, 0)], [mentor(0, 2), mentor(1)], 1, 2, [lock(0, 0)],
    ),
    Edge(
        "partners already had do not count",
        {}, [mentee(0, conflicts=("e1",), **HAD_BY_0), mentee(1, 0)], [mentor(0, 2)], 0, 1,
    ),
]  # fmt: skip


def of(supervisor: str | None) -> Raw:
    return {"supervisor": supervisor}


TOGETHER = [
    Edge("nobody has two seats", {}, [mentee(0, 0, **of("X")), mentee(1, 1, **of("x "))], [mentor(0), mentor(1)], 1, 0),
    Edge("somebody has", {}, [mentee(0, 0, **of("x")), mentee(1, 1, **of("x"))], [mentor(0, 2), mentor(1)], 1, 2),
    Edge(
        "three of them, pair by pair",
        {}, [mentee(n, wish, **of("x")) for n, wish in enumerate((0, 0, 1))], [mentor(0, 2), mentor(1)], 2, 0,
    ),
    Edge("one of two placed", {}, [mentee(0, 0, **of("x")), mentee(1, **of("x"))], [mentor(0)], 1, 0),
    Edge("unknown has no mates", {}, [mentee(0, 0, **of("x")), mentee(1, 1), mentee(2)], [mentor(0), mentor(1)], 0, 2),
    Edge(
        "who does not take part is no mate",
        {}, [mentee(0, 0, **of("x")), mentee(1, 0, **of("x")), mentee(2, **of("x"))], [mentor(0, 2)], 0, 2,
        [withdraw("e2")],
    ),
    Edge(
        "nor one already matched",
        {}, [mentee(0, **of("x"), **HAD_BY_0), mentee(1, 1, **of("x"))], [mentor(0, 2), mentor(1)], 0, 1,
    ),
    Edge(
        "locked pairs count",
        {}, [mentee(0, **of("x")), mentee(1, 1, **of("x"))], [mentor(0, 2), mentor(1)], 1, 2, [lock(0, 0)],
    ),
    Edge(
        "a lock without room for the mate",
        {}, [mentee(0, **of("x")), mentee(1, 1, **of("x"))], [mentor(0), mentor(1)], 1, None, [lock(0, 0)],
    ),
]  # fmt: skip
HERE, THERE = {"lat": 38.0, "lon": -92.0}, {"lat": 38.0, "lon": -92.5}
BUDGET = [
    Edge("exactly the most", {"most": 200, "per_pair": 100}, wishes(0, 1), [mentor(0), mentor(1)], 0, 2),
    Edge("a cent above it", {"most": 199.99, "per_pair": 100}, wishes(0, 1), [mentor(0), mentor(1)], 1, 1),
    Edge("half a cent counts", {"most": 1, "per_pair": 1.005}, wishes(0), [mentor(0)], 1, 0),
    Edge("no money", {"most": 0, "per_right": 0.01}, wishes(0, 1), [mentor(0), mentor(1)], 1, 0),
    Edge(
        "each mentor once",
        {"most": 50, "per_right": 50}, wishes(0, 1, 1), [mentor(0, 2), mentor(1, 2)], 50, 2,
    ),
    Edge(
        "miles that are unknown",
        {"most": 10, "per_mile": 1, "unknown_miles": 10.005}, wishes(0), [mentor(0, **HERE)], 1, 0,
    ),
    Edge(
        "and just within",
        {"most": 10.01, "per_mile": 1, "unknown_miles": 10.005}, wishes(0), [mentor(0, **HERE)], 0, 1,
    ),
    Edge(
        "27.28 miles at 70 cents",
        {"most": 19.1, "per_mile": 0.7, "unknown_miles": 0}, [mentee(0, 0, **THERE), mentee(1, 1, **HERE)],
        [mentor(0, **HERE), mentor(1, **HERE)], 0, 2,
    ),
    Edge(
        "the same, a cent less",
        {"most": 19.09, "per_mile": 0.7, "unknown_miles": 0}, [mentee(0, 0, **THERE), mentee(1, 1, **HERE)],
        [mentor(0, **HERE), mentor(1, **HERE)], 1, 1,
    ),
    Edge("locked pairs cost", {"most": 10, "per_pair": 20}, wishes(None), [mentor(0)], 10, None, [lock(0, 0)]),
    Edge(
        "partners already had cost nothing",
        {"most": 50, "per_right": 50}, [mentee(0, **HAD_BY_0), mentee(1, 1)], [mentor(0, 2), mentor(1)], 0, 1,
    ),
]  # fmt: skip
KINDS: dict[str, list[Edge]] = {
    "quota": QUOTA,
    "serving": SERVING,
    "all_or_least": ALL_OR_LEAST,
    "shared_load": [replace(edge, limit={"column": "employer"}) for edge in SHARED_LOAD],
    "pair_apart": APART,
    "pair_together": [replace(edge, limit={"column": "supervisor"}) for edge in TOGETHER],
    "budget": BUDGET,
}
EDGES = {
    f"{kind}: {edge.what}": replace(edge, limit={"kind": kind, **edge.limit})
    for kind, edges in KINDS.items()
    for edge in edges
}
KEEP = {"kind": "keep", "name": "keep", "limit": "the limit"}
ORDERS: dict[str, list[Raw]] = {
    "hard": [PLACED, FIT],
    "soft, first": [KEEP, PLACED, FIT],
    "soft, between": [PLACED, {**KEEP, "cost_per_unit": 3}, FIT],
    "soft, last": [PLACED, FIT, {**KEEP, "cost_per_unit": 1_000_000}],
}


@cache
def edge_solved(name: str, order: str) -> tuple[Case, oracle.Answer, Plan]:
    case = EDGES[name].case(ORDERS[order])
    return case, oracle.solve(*case.arguments), solved(case)


def test_every_edge_is_named_once():
    assert len(EDGES) == sum(map(len, KINDS.values()))
    assert all(len(edges) >= 9 for edges in KINDS.values())


@pytest.mark.parametrize("name", EDGES)
def test_the_oracle_says_what_was_worked_out_by_hand(name):
    edge = EDGES[name]
    case = edge.case([PLACED, FIT])
    assert free_plan(case)[1] == edge.broken
    answer = oracle.solve(*case.arguments)
    assert (answer.values["placed"] if answer.feasible else None) == edge.placed
    soft = oracle.solve(*edge.case(ORDERS["soft, last"]).arguments)
    assert soft.feasible
    assert (soft.values["keep"] or 0) <= 1_000_000 * edge.broken
    first = oracle.solve(*edge.case(ORDERS["soft, first"]).arguments)
    assert (first.values["keep"] == 0) == (edge.placed is not None)


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("name", EDGES)
def test_every_kind_at_its_edges(name, order):
    agree(*edge_solved(name, order))


# ---------------------------------------------------------------- seasons at random


def a_group(rng: Random, side: str) -> Raw:
    """`who` and `by`, either, both or neither."""
    who: list[Raw] = [NORTH, {"region": ["north", "south"]}, {"enrollment": ">= 150"}, {"grade_span": "K-12"}]
    by = ["region", "district_id", "grade_span", "enrollment", "priority" if side == "left" else "seats"]
    return rng.choice([{}, {"who": rng.choice(who)}, {"by": rng.choice(by)},
                       {"who": rng.choice(who), "by": rng.choice(by)}])  # fmt: skip


def a_range(rng: Random) -> Raw:
    fewest = rng.choice([0, 0, 1, 1, 2])
    most = rng.choice([0, 1, 1, 2, 3])
    return rng.choice([{"at_least": max(1, fewest)}, {"at_most": most}, {"at_least": fewest, "at_most": fewest + most}])


def a_limit(rng: Random, kind: str) -> Raw:
    if kind == "quota":
        side = rng.choice(["left", "right"])
        return {"side": side, **a_group(rng, side), **a_range(rng)}
    if kind == "serving":
        return {**a_group(rng, "right"), **a_range(rng)}
    if kind == "all_or_least":
        who = a_group(rng, "right").get("who", {})
        return {"who": who, "least": rng.choice([2, 2, 3])} | ({"column": "seats"} if rng.random() < 0.5 else {})
    if kind == "pair_apart":
        return rng.choice([{}, {"column": "declines"}])
    if kind in ("shared_load", "pair_together"):
        return {"column": rng.choice(["region", "district_id", "enrollment", "employer"])}
    costs = {"per_pair": rng.choice([0, 10, 12.345]), "per_right": rng.choice([0, 25, 7.5])}
    miles = {"per_mile": rng.choice([0.5, 0.705]), "unknown_miles": rng.choice([0, 40, 33.335])}
    return {"most": rng.choice([0, 20, 35, 60, 90.5]), **costs, **(miles if rng.random() < 0.7 else {})}


def more_cells(rng: Random, case: Case) -> None:
    names = ["e0", "E1 ", "e2", "e3", "1", "2", "Oak Park"]
    for person in case.left:
        person |= {"district": rng.choice(["oak park", "Elm", None]), "employer": rng.choice(["A", "a ", "B", None])}
        for column in ("conflicts", "declines"):
            person[column] = rng.choice([None, (), tuple(rng.sample(names, rng.randint(1, 2)))])
    for person in case.right:
        person |= {"seats": rng.choice([None, 0.0, 1.0, 2.0, 3.0]), "employer": rng.choice(["A", "a ", "B", None])}


GOALS: list[list[Raw]] = [
    [PLACED, FIT],
    [PLACED, FIT],
    [PLACED, FIT, {"kind": "even_load"}],
    [PLACED, {"kind": "worst_fit"}, FIT],
    [{"kind": "placed", "name": "in order", "by": "priority"}, {"kind": "even_load"}, FIT],
    [FIT, PLACED],
]


@cache
def limited_case(seed: int, kinds: Sequence[str], soft: Sequence[bool]) -> Case:
    """The first of the seasons at random in which the limits say something; in some no plan keeps them."""
    for attempt in range(20):
        case = drawn(Random(f"{seed} {attempt} {' '.join(kinds)} {soft}"), kinds, soft)
        free, broken = free_plan(case)
        wanted = seed % 4 != 2 or attempt < 3  # a quarter need not bind
        if free.feasible and free.eligible and (broken or not wanted):
            answer = oracle.solve(*case.arguments)
            if answer.feasible or seed % 4 == 3:
                return case
    return case


def drawn(rng: Random, kinds: Sequence[str], soft: Sequence[bool]) -> Case:
    """A season with one limit of each of these kinds, each either hard or weighed by a goal somewhere."""
    goals = list(rng.choice(GOALS))
    limits = []
    for letter, kind, is_soft in zip("ABC", kinds, soft, strict=False):
        limits.append({"name": f"{kind} {letter}", "source": "test", "kind": kind, **a_limit(rng, kind)})
        if is_soft:
            keep = {"kind": "keep", "limit": f"{kind} {letter}", "cost_per_unit": rng.choice([1, 2, 250])}
            goals.insert(rng.randint(0, len(goals)), keep)
    case = random_case(rng, goals)
    more_cells(rng, case)
    case.raw["limit"] = limits
    free = without_limits(case)
    locked = lock_some(rng, case, oracle.solve(*free.arguments).eligible)
    try:
        oracle.solve(*locked.arguments)
    except oracle.BadInput:
        return case
    return locked


PAIRS_OF_KINDS = list(combinations(KINDS, 2))
SOFTNESS = [(False, False), (False, True), (True, False), (True, True)]
PLANS_AT_RANDOM = [
    *((seed, (kind,), (seed % 2 == 1,)) for kind in KINDS for seed in range(8)),
    *((seed, kinds, SOFTNESS[(seed + n) % 4]) for n, kinds in enumerate(PAIRS_OF_KINDS) for seed in range(4)),
    *((seed, kinds, (False, seed % 2 == 0, True)) for seed, kinds in enumerate(list(combinations(KINDS, 3))[::3])),
]
"""What `limited_case` takes."""


@cache
def random_solved(which: int) -> tuple[Case, oracle.Answer, Plan]:
    case = limited_case(*PLANS_AT_RANDOM[which])
    return case, oracle.solve(*case.arguments), solved(case)


def at_random() -> Iterator[tuple[Case, oracle.Answer, Plan]]:
    return (random_solved(which) for which in range(len(PLANS_AT_RANDOM)))


def everything() -> Iterator[tuple[Case, oracle.Answer, Plan]]:
    yield from at_random()
    for name in EDGES:
        for order in ORDERS:
            yield edge_solved(name, order)


@pytest.mark.thorough
def test_the_seasons_at_random_hold_everything_that_matters():
    counts: Counter[str] = Counter()
    for which in range(len(PLANS_AT_RANDOM)):
        case = limited_case(*PLANS_AT_RANDOM[which])
        answer = oracle.solve(*case.arguments)
        free, broken = free_plan(case)
        possible = bool(free.feasible and free.eligible)
        counts["infeasible by the limits"] += possible and not answer.feasible
        counts["binding"] += answer.feasible and broken > 0
        counts["not binding"] += possible and broken == 0
        counts["weighed and broken"] += answer.feasible and any(
            goal["kind"] == "keep" and answer.values[f"keep {goal['limit']}"] for goal in case.raw["goal"]
        )
        for decision in case.decisions:
            counts[decision["action"]] += answer.feasible
    assert len(PLANS_AT_RANDOM) >= 150
    assert counts.pop("infeasible by the limits") >= 5
    assert min(counts.values()) >= 10, counts


@pytest.mark.first(50)
@pytest.mark.parametrize("which", range(len(PLANS_AT_RANDOM)), ids=lambda n: " ".join(map(str, PLANS_AT_RANDOM[n])))
def test_seasons_at_random(which):
    agree(*random_solved(which))


@pytest.mark.parametrize("goals", ORDERS.values(), ids=ORDERS)
@pytest.mark.parametrize("limit", [{"at_least": 1}, {"at_most": 1}], ids=str)
def test_without_any_pair_there_is_no_plan_whatever_the_limit(limit, goals):
    case = Edge("", {"kind": "quota", **limit}, [mentee(0, **HAD_BY_0)], [mentor(0, 2)], 0, None).case(goals)
    plan, free = solved(case), solved(without_limits(case))
    assert plan.outcome == free.outcome == "infeasible"
    assert plan.reason == free.reason == "no mentee takes part: every one of the 1 is screened out or withdrawn"


# ---------------------------------------------------------------- one plan, whichever engine


def test_among_the_best_plans_the_tie_break_s_is_taken():
    several = 0
    for case, answer, plan in everything():
        if plan.found:
            assert matching(plan) == answer.plan, (case, plan)
            several += len(answer.optimal_plans) > 1
    assert several > 20


def test_the_first_mentee_by_id_gets_the_first_mentor_by_id():
    edge = Edge("", {"kind": "quota", "at_most": 1}, wishes(None, None), [mentor(0), mentor(1)], 1, 1)
    assert matching(solved(edge.case([PLACED, FIT]))) == {"e0": "m0"}


def test_a_pair_is_certain_if_it_stands_in_every_best_plan():
    known = 0
    for case, answer, plan in everything():
        for pair in plan.pairs:
            everywhere = all(best.get(pair.left) == pair.right for best in answer.optimal_plans)
            assert pair.certain in ("yes" if everywhere else "no", "unknown"), (case, pair)
            known += pair.certain != "unknown"
    assert known > 50


def hard_only(case: Case) -> bool:
    return all(goal["kind"] != "keep" for goal in case.raw["goal"])


def test_where_hard_limits_do_not_bind_the_plan_is_that_without_them():
    kept = 0
    for case, _, plan in everything():
        if plan.found and hard_only(case) and not free_plan(case)[1]:
            other = solved(without_limits(case))
            assert matching(plan) == matching(other), case
            assert plan.goal_results == other.goal_results, case
            assert {plan.engine, other.engine} <= {FLOW, QUOTAS}, case
            kept += 1
    assert kept > 20


def test_where_soft_limits_are_kept_anyway_the_plan_is_that_without_them():
    kept = 0
    for case, _, plan in everything():
        if plan.found and not hard_only(case) and not free_plan(case)[1]:
            assert matching(plan) == matching(solved(without_limits(case))), case
            kept += 1
    assert kept > 40


def countable(case: Case) -> bool:
    """Every limit only counts pairs, and all groups are nested for sure: at most one limit has several."""
    kinds = [limit["kind"] for limit in case.raw["limit"]]
    several = [limit for limit in case.raw["limit"] if limit.get("by") or limit.get("column")]
    whole = [limit for limit in case.raw["limit"] if not limit.get("who")]
    return set(kinds) <= {"quota", "shared_load"} and len(several) <= 1 and len(whole) == len(kinds)


def test_limits_that_only_count_nested_groups_are_settled_on_the_network_with_a_certificate():
    bound = 0
    for case, answer, plan in everything():
        if plan.found and countable(case) and not case.decisions:
            assert plan.engine == QUOTAS, (case, plan)
            assert plan.certificate, case
            bound += bool(answer.feasible and free_plan(case)[1])
    assert bound > 10


def test_limits_that_no_network_knows_are_settled_by_cp_sat_where_they_bind():
    bound = 0
    for case, answer, plan in everything():
        kinds = {limit["kind"] for limit in case.raw["limit"]}
        if answer.feasible and answer.eligible and free_plan(case)[1] and not kinds & COUNTABLE:
            assert "CP-SAT" in plan.engine, (case, plan)
            bound += 1
    assert bound > 40


@pytest.mark.thorough
def test_both_engines_say_the_same():
    compared = 0
    for case, _, plan in everything():
        if plan.found and "CP-SAT" not in plan.engine:
            forced = cpsat.solve(build(case.season))
            assert forced.outcome == plan.outcome, case
            assert [(g.name, g.value) for g in forced.goal_results] == [(g.name, g.value) for g in plan.goal_results], (
                case
            )
            compared += 1
    assert compared > 60


# ---------------------------------------------------------------- no plan


WAYS_INTO_CONFLICT = 40


@cache
def in_conflict() -> list[tuple[Case, oracle.Answer, Plan]]:
    """Seasons with three hard limits, and often locks and minimums, of which no plan keeps any two or more."""
    found = []
    for seed in range(1000):
        rng = Random(seed)
        case = drawn(rng, rng.sample(list(KINDS), 3), (False, False, False))
        answer = oracle.solve(*case.arguments)
        if answer.eligible and not answer.feasible and min(map(len, oracle.minimal_conflicts(*case.arguments))) > 1:
            found.append((case, answer, solved(case)))
        if len(found) == WAYS_INTO_CONFLICT:
            break
    return found


def named(element: oracle.Element, reason: str) -> bool:
    """Whether a reason names a limit, a decision or a rule, or speaks of minimums."""
    return re.search(rf"(?<![\w-]){re.escape(element[1])}", reason) is not None


def test_the_reason_names_a_smallest_conflict_and_nothing_else():
    seen: Counter[str] = Counter()
    for case, answer, plan in [*everything(), *in_conflict()]:
        if answer.feasible or not answer.eligible:
            continue
        agree(case, answer, plan)
        conflicts = oracle.minimal_conflicts(*case.arguments)
        assert any(all(named(element, plan.reason) for element in one) for one in conflicts), (case, plan.reason)
        reason = plan.reason
        for goal in case.raw["goal"]:
            reason = reason.replace(f"keep {goal.get('limit')}", "")
        limits = {("limit", limit["name"]) for limit in case.raw["limit"]}
        locks = {("lock", decision["id"]) for decision in case.decisions if decision["action"] == "lock"}
        for element in (limits | locks).difference(*conflicts):
            assert not named(element, reason), (case, element, plan.reason)
        seen.update({what for what, _ in min(conflicts, key=len)})
    assert len(in_conflict()) == WAYS_INTO_CONFLICT
    assert min(seen[what] for what in ("limit", "lock", "minimum")) > 10, seen


def dropped(case: Case, element: oracle.Element) -> Case:
    """The season without one limit, rule or lock, or without minimums."""
    what, name = element
    raw, decisions = dict(case.raw), case.decisions
    if what in ("limit", "rule"):
        raw[what] = [item for item in raw[what] if item["name"] != name]
    elif what == "minimum":
        raw["right"] = {side: value for side, value in raw["right"].items() if side != "capacity_min"}
    else:
        decisions = [decision for decision in decisions if decision["id"] != name]
    return replace(case, raw=raw, decisions=decisions)


@cache
def without_one(which: int) -> tuple[str, dict[oracle.Element, oracle.Answer]]:
    """What a reason says after it named a conflict, and the answers without one element of it each."""
    case, _, plan = in_conflict()[which]
    blamed, _, rest = plan.reason.partition(" cannot ")
    conflicts = oracle.minimal_conflicts(*case.arguments)
    conflict = next(one for one in conflicts if all(named(element, blamed) for element in one))
    return rest, {element: oracle.solve(*dropped(case, element).arguments) for element in conflict}


def test_the_way_out_that_a_reason_names_has_the_best_plan_there_is():
    told = 0
    for which in range(WAYS_INTO_CONFLICT):
        rest, found = without_one(which)
        ranks = [max(plan.rank for plan in answer.plans) for answer in found.values() if answer.feasible]
        way_out = re.search(r"way out is to drop (.+): the best plan then has (.+)$", rest)
        assert bool(way_out) == bool(ranks), rest
        if way_out:
            chosen = next(answer for element, answer in found.items() if named(element, way_out[1]))
            assert max(plan.rank for plan in chosen.plans) == max(ranks), (rest, found)
            values = [
                f"{name} {value / 100:.2f}" if name in ("fit", "worst fit") and value is not None else f"{name} {value}"
                for name, value in chosen.values.items()
            ]
            assert way_out[2] == ", ".join(values), rest
            told += 1
    assert told > 20


def test_a_reason_promises_no_plan_where_another_conflict_remains():
    raw = raw_program(
        limit=[
            {"name": "some", "source": "test", "kind": "quota", "at_least": 1},
            {"name": "none", "source": "test", "kind": "quota", "at_most": 0},
            {"name": "nobody", "source": "test", "kind": "serving", "at_most": 0},
        ]
    )
    reason = solved(Case(raw, wishes(0), [mentor(0)])).reason
    assert '"some"' in reason
    assert "without any one of them there is a plan" not in reason


def test_a_reason_promises_no_plan_that_there_is_not():
    for which in range(WAYS_INTO_CONFLICT):
        rest, found = without_one(which)
        if "without any one of them there is a plan" in rest:
            assert all(answer.feasible for answer in found.values()), (which, rest, list(found))


def test_rules_that_make_a_conflict_are_named():
    for name, limit in (("same", {"kind": "quota", "who": SOUTH, "at_least": 1}), ("same", None)):
        raw = raw_program(
            rules=[{"kind": "different", "column": "district_id"}, {"kind": "same", "column": "region"}],
            limit=[{"name": "some", "source": "test", **(limit or {"kind": "serving", "at_least": 2})}],
        )
        case = Case(raw, [mentee(0, **NORTH), mentee(1, **NORTH)], [mentor(0, 2, **NORTH), mentor(1, **SOUTH)])
        assert oracle.minimal_conflicts(*case.arguments) == [frozenset({("limit", "some"), ("rule", name)})]
        reason = solved(case).reason
        assert named(("limit", "some"), reason), reason
        assert f'rule "{name}"' in reason, reason
        assert "different" not in reason, reason


def test_the_smallest_conflicts_of_a_season_worked_out_by_hand():
    raw = raw_program(
        rules=[{"kind": "same", "column": "region"}],
        limit=[
            {"name": "two", "kind": "quota", "at_least": 2},
            {"name": "one", "kind": "quota", "at_most": 1},
            {"name": "south", "kind": "quota", "who": SOUTH, "at_least": 1},
            {"name": "weighed", "kind": "quota", "at_most": 0},
        ],
        goals=[PLACED, FIT, {"kind": "keep", "limit": "weighed"}],
    )
    left = [mentee(0, **NORTH), mentee(1, **NORTH)]
    right = [mentor(0, **NORTH), mentor(1, **SOUTH, capacity_min=1.0)]
    conflicts = oracle.minimal_conflicts(raw, left, right, [lock(0, 0)])
    limit, rule, minimum = {n: ("limit", n) for n in ("one", "two", "south")}, ("rule", "same"), ("minimum", "minimum")
    assert set(conflicts) == {
        frozenset({limit["one"], limit["two"]}),
        frozenset({limit["two"], rule}),
        frozenset({limit["south"], rule}),
        frozenset({minimum, rule}),
        frozenset({limit["one"], limit["south"], ("lock", "lock-0")}),
        frozenset({limit["one"], minimum, ("lock", "lock-0")}),
    }
    assert oracle.minimal_conflicts(without_limits(Case(raw, left, right)).raw, left, right[:1]) == []


# ---------------------------------------------------------------- prices


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


def priced_against(case: Case, answer: oracle.Answer, left: str) -> oracle.Answer:
    """The season by which a person's options are priced: without the person's own lock."""
    others = [d for d in case.decisions if d["action"] != "lock" or left not in (d["person"], d["with"])]
    return answer if others == case.decisions else oracle.solve(case.raw, case.left, case.right, others)


def check_price(case: Case, answer: oracle.Answer, option: Alternative) -> bool | None:
    """Whether an option's price is exact (checked), None where no plan has the pair."""
    values = oracle.best_values(priced_against(case, answer, option.left), forced=(option.left, option.right))
    if values is None:
        assert not option.exact, (case, option)
        return None
    truth = lost(answer, values)
    if option.exact:
        assert dict(option.price) == truth, (case, option)
        return True
    first = next(iter(answer.values))
    stated, true = option.price[first], truth[first]
    assert stated is None or true is None or stated <= true, (case, option, truth)
    return False


def test_exact_prices_are_what_forcing_the_pair_costs_and_bounds_are_bounds():
    counts: Counter[bool | None] = Counter()
    for case, answer, plan in everything():
        counts.update(check_price(case, answer, option) for option in plan.left_options)
    assert counts[True] > 200, counts


def test_losses_are_what_forbidding_the_pair_costs():
    compared = 0
    for case, answer, plan in everything():
        for pair in plan.pairs:
            if not pair.loss:
                continue
            values = oracle.best_values(
                priced_against(case, answer, pair.left) if pair.change == "locked" else answer,
                forbidden=(pair.left, pair.right),
            )
            assert values is not None, (case, pair)
            assert dict(pair.loss) == lost(answer, values), (case, pair)
            compared += 1
    assert compared > 50


WORST = [PLACED, {"kind": "worst_fit"}, FIT]


def test_the_worst_fit_rises_where_a_limit_places_fewer():
    case = Edge("", {"kind": "quota", "at_most": 1}, wishes(0, None), [mentor(0), mentor(1)], 1, 1).case(WORST)
    plan = solved(case)
    assert {goal.name: goal.value for goal in plan.goal_results} == {"placed": 1, "worst fit": 10000, "fit": 10000}
    agree(case, oracle.solve(*case.arguments), plan)


def test_nothing_is_lost_in_worst_fit_by_an_empty_plan():
    edge = Edge("", {"kind": "quota", "at_least": 2}, wishes(0), [mentor(0)], 1, None)
    pair = solved(edge.case([*WORST, KEEP])).pairs[0]
    assert dict(pair.loss) == {"placed": 1, "worst fit": None, "fit": 10000, "keep": 1}


# ---------------------------------------------------------------- bad input

PROGRAM = """
schema = 1
name = "Test"
kind = "pairs"
source = "a test"
left = { label = "mentee", table = "mentees" }
right = { label = "mentor", table = "mentors" }
criterion = [{ name = "wish", kind = "preference", weight = 1 }]
goal = [{ kind = "placed" }, { kind = "fit" }%s]
limit = [%s]
"""
QUOTA_A = '{ name = "a", source = "s", kind = "quota", at_most = 3 }'


def problems(limits: str, goals: str = "") -> list[str]:
    program, found = parse_program(PROGRAM % (goals, limits))
    assert (program is None) == bool(found)
    return [problem.message for problem in found]


def test_right_limits_have_no_problem():
    assert problems(QUOTA_A) == []
    assert problems(QUOTA_A, ', { kind = "keep", limit = "a", cost_per_unit = 2 }') == []


@pytest.mark.parametrize(
    ("limits", "goals", "sentence"),
    [
        (QUOTA_A, ', { kind = "keep", limit = "b" }', 'goal keep names limit "b", which is no [[limit]]; '),
        ("", ', { kind = "keep", limit = "b" }', 'goal keep names limit "b", which is no [[limit]]; there is none'),
        (QUOTA_A.replace(", at_most = 3", ""), "", 'limit "a" needs at_least or at_most'),
        (QUOTA_A.replace(", at_most = 3", "").replace("quota", "serving"), "", 'limit "a" needs at_least or at_most'),
        (QUOTA_A.replace("at_most", "at_least = 4, at_most"), "", 'limit "a": at_least 4 is above at_most 3'),
        (
            '{ name = "a", source = "s", kind = "budget", most = 5, per_mile = 0.5 }', "",
            'limit "a" has per_mile, so it needs unknown_miles: what an unknown distance counts as',
        ),
        (f"{QUOTA_A}, {QUOTA_A}", "", '2 items of [[limit]] are named "a"; give each a name of its own'),
        (QUOTA_A.replace("quota", "quotas"), "", 'limit 1 "a": unknown kind "quotas"; did you mean "quota"?'),
        (QUOTA_A.replace('source = "s", ', ""), "", 'limit 1 "a", source: is missing'),
        (QUOTA_A.replace("at_most = 3", "at_most = -1"), "", 'limit 1 "a", at_most: '),
        (QUOTA_A.replace("at_most = 3", 'at_most = 3, by = "nonsense"'), "", 'limit 1 "a", by: no column "nonsense"'),
        (QUOTA_A.replace("at_most = 3", 'at_most = 3, by = "needs"'), "",
         'limit 1 "a", by: column "needs" holds list, expected a column of single values'),
        (QUOTA_A.replace("at_most = 3", 'at_most = 3, by = "years_by_role"').replace("quota", "serving"), "",
         'limit 1 "a", by: column "years_by_role" holds years, expected a column of single values'),
        (QUOTA_A.replace("at_most = 3", 'column = "declines"').replace("quota", "shared_load"), "",
         'limit 1 "a", column: column "declines" holds ids, expected a column of single values'),
        (QUOTA_A.replace("at_most = 3", 'column = "interests"').replace("quota", "pair_together"), "",
         'limit 1 "a", column: column "interests" holds list, expected a column of single values'),
        (QUOTA_A.replace("quota", "drive"), "", 'limit 1 "a": unknown kind "drive"; expected one of quota, serving, '),
        (QUOTA_A, ', { kind = "keep", limit = "a", cost_per_unit = 0 }', "goal 3, cost_per_unit: "),
        (QUOTA_A, ', { kind = "keep" }', "goal 3, limit: is missing"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said(limits, goals, sentence):
    found = problems(limits, goals)
    assert any(message.startswith(sentence) for message in found), found
