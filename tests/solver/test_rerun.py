"""A season matched again: the fewest moves against all plans there are, what stands against what can stay."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from itertools import product
from typing import Any

import pytest

from build import Person, Raw, raw_program, season_of
from pairing.explain.moves import changes
from pairing.explain.standby import standby
from pairing.instance import pairs as candidates_of
from pairing.instance.pairs import Candidates
from pairing.plans.pair_parts import Change
from pairing.plans.pairs import Plan
from pairing.season import Season
from pairing.season.standing import StandingFile, StandingRow, season_again
from pairing.solver import pairs
from pairing.solver.pairs.frontier import frontier
from pairing.verify import check

PLACED, FIT, MOVES = {"kind": "placed"}, {"kind": "fit", "move_cost": 10}, {"kind": "moves"}
ORDERS = [[PLACED, FIT], [PLACED], [PLACED, FIT, MOVES], [MOVES, PLACED, FIT], [PLACED, {"kind": "even_load"}, FIT]]
CLOSE = {"name": "alike", "kind": "likeness", "column": "enrollment", "half_at": 100, "weight": 1}
OWN = {"name": "own", "kind": "different", "column": "district_id"}


def person(name: str, **cells: Any) -> Person:
    return {"id": name, "enrollment": 100.0, **cells}


def season(
    left: list[Person], right: list[Person], stands: Mapping[str, str], *, goals: list[Raw] | None = None,
    proposed: frozenset[str] = frozenset(), decisions: list[dict[str, str]] | None = None, **more: Any,
) -> Season:  # fmt: skip
    """A season of which these pairs stand; "" for somebody who waits."""
    raw = raw_program(rules=[OWN], criteria=[CLOSE], goals=goals or [PLACED, FIT], **more)
    rows = tuple(
        StandingRow(number, one, other, "proposed" if one in proposed else "confirmed")
        for number, (one, other) in enumerate(stands.items(), start=2)
    )
    made = season_of(raw, left, right, decisions or [])
    again, problems = season_again(made, StandingFile("standing.csv", "0", ("mentee_id", "mentor_id"), rows))
    assert not problems
    return again


def solved(made: Season) -> tuple[Candidates, Plan]:
    """The plan of a rerun, which the checker agrees with."""
    candidates = candidates_of.build(made)
    plan = pairs.solve(candidates)
    report = check(made, plan, claimed=(candidates.eligible, candidates.fit))
    assert not report.findings
    return candidates, plan


def partners(plan: Plan) -> dict[str, str]:
    return {pair.left: pair.right for pair in plan.pairs}


def moved(made: Season) -> dict[str, Change]:
    candidates, plan = solved(made)
    return {one.left: one for one in changes(candidates, plan)}


# ---------------------------------------------------------------- against all plans


def every_plan(candidates: Candidates) -> Iterator[dict[int, int]]:
    """Everything that keeps eligibility, locks and capacities."""
    fixed = dict(lock.pair for lock in candidates.locks)
    options = [
        [fixed[i]] if i in fixed else [None, *candidates.eligible[i].nonzero()[0].tolist()]
        for i in range(len(candidates.season.left))
    ]
    for chosen in product(*options):
        made = {i: j for i, j in enumerate(chosen) if j is not None}
        if all(list(made.values()).count(j) <= seats for j, seats in enumerate(candidates.seats.tolist())):
            yield made


def stays(candidates: Candidates) -> dict[int, int]:
    standing: Any = candidates.season.standing
    return {i: j for i, j in standing.partners.items() if candidates.eligible[i, j] and i not in standing.reopened}


def worth(candidates: Candidates, made: dict[int, int]) -> dict[str, int]:
    """What a plan is worth, larger is better, written for plans of few people."""
    standing: Any = candidates.season.standing
    left = {i for i, j in stays(candidates).items() if made.get(i) != j}
    weighs = any(goal.kind == "fit" for goal in candidates.season.program.goals)
    proposed = left & standing.proposed if weighs else set()
    load = list(made.values())
    return {
        "placed": len(made),
        "moves": -len(left - proposed),
        "fit": sum(int(candidates.fit[i, j]) for i, j in made.items()) - 1000 * len(proposed),
        "even_load": -sum(load.count(j) * (load.count(j) - 1) // 2 for j in set(load)),
    }


def at_random(seed: int) -> Season:
    """Four to five mentees and three to four mentors, some of whom stood together last time."""
    rng = random.Random(seed)
    sizes = [float(rng.choice([50, 100, 200, 400, 900])) for _ in range(9)]

    def some(name: str, size: float, districts: list[str | None]) -> Person:
        return person(name, enrollment=size, district_id=rng.choice(districts), capacity=float(rng.choice([1, 1, 2])))

    left = [some(f"e{i}", sizes[i], ["a", "b", "c", None]) for i in range(rng.choice([4, 5]))]
    right = [some(f"m{j}", sizes[5 + j], ["a", "b", None]) for j in range(rng.choice([3, 4]))]
    names = [*(other["id"] for other in right), "gone", ""]
    stands = {one["id"]: rng.choice(names) for one in left if rng.random() < 0.8}
    proposed = frozenset(one for one in stands if rng.random() < 0.3)
    decisions = []
    if rng.random() < 0.5:
        decisions.append({"id": "D1", "action": "withdraw", "person": rng.choice(right)["id"]})
    if rng.random() < 0.4:
        decisions.append({"id": "D2", "action": "forbid", "person": "e0", "with": stands.get("e0") or "m0"})
        decisions = decisions if (stands.get("e0") or "m0") != "gone" else decisions[:-1]
    if rng.random() < 0.4:
        decisions.append({"id": "D3", "action": "reopen", "person": "e1"})
    return season(left, right, stands, goals=rng.choice(ORDERS), proposed=proposed, decisions=decisions)


@cache
def drawn(seed: int) -> tuple[Candidates, Plan]:
    made = at_random(seed)
    candidates = candidates_of.build(made)
    return candidates, pairs.solve(candidates)


@pytest.mark.first(40)
@pytest.mark.parametrize("seed", range(120))
def test_no_plan_there_is_beats_a_rerun_in_the_order_of_the_goals(seed: int):
    candidates, plan = drawn(seed)
    kinds = [goal.kind for goal in candidates.season.program.goals]
    best = max([worth(candidates, made)[kind] for kind in kinds] for made in every_plan(candidates))
    if not plan.found:
        assert not any(every for every in every_plan(candidates))
        return
    signs = {"moves": -1, "even_load": -1}
    assert [signs.get(goal.kind, 1) * (goal.value or 0) for goal in plan.goal_results] == best


@pytest.mark.parametrize("seed", range(120))
def test_the_checker_agrees_with_a_rerun_and_not_with_another_label(seed: int):
    candidates, plan = drawn(seed)
    assert not check(candidates.season, plan, claimed=(candidates.eligible, candidates.fit)).findings
    for n, pair in enumerate(plan.pairs):
        wrong = "moved" if pair.change != "moved" else "kept"
        tampered = replace(plan, pairs=(*plan.pairs[:n], replace(pair, change=wrong), *plan.pairs[n + 1 :]))
        assert any("change is" in finding for finding in check(candidates.season, tampered).findings)


@pytest.mark.parametrize("seed", range(60))
def test_a_claim_of_fewer_moves_is_found(seed: int):
    candidates, plan = drawn(seed)
    for n, goal in enumerate(plan.goal_results):
        if goal.kind == "moves" and goal.value:
            fewer = replace(goal, value=goal.value - 1, bound=goal.value - 1)
            tampered = replace(plan, goal_results=(*plan.goal_results[:n], fewer, *plan.goal_results[n + 1 :]))
            assert check(candidates.season, tampered).findings


@pytest.mark.parametrize("seed", range(120))
def test_every_change_is_told_once_with_its_kind(seed: int):
    candidates, plan = drawn(seed)
    standing: Any = candidates.season.standing
    if not plan.found:
        return
    ids, others, made = candidates.season.left.ids, candidates.season.right.ids, partners(plan)
    told = {one.left: one for one in changes(candidates, plan)}
    could = {ids[i]: others[j] for i, j in stays(candidates).items()}
    for i, name in enumerate(ids):
        before = others[standing.partners[i]] if i in standing.partners else standing.gone.get(i)
        assert (before != made.get(name)) == (name in told)
        if name in told and told[name].move == "chosen":
            assert name in could or i in standing.reopened
        if name in could and could[name] != made.get(name):
            assert told[name].move in ("chosen", "forced")


# ---------------------------------------------------------------- one at a time


A, B, C = person("a"), person("b"), person("c")
M, N = person("m"), person("n")


def test_a_late_hire_who_fits_a_free_seat_gets_it_and_nobody_moves():
    found = moved(season([A, B], [M, N], {"a": "m"}))
    assert list(found) == ["b"]
    assert (found["b"].move, found["b"].after) == ("new", "n")
    assert found["b"].why == "a free seat: nobody moves for it"


def test_a_late_hire_who_needs_a_chain_gets_it_spelled_out():
    late = person("late", district_id="x")
    far, near = person("far", district_id="x"), person("m")
    found = moved(
        season(
            [A, B, late], [near, far], {"a": "m", "b": ""}, goals=[{**PLACED, "who": {"district_id": "x"}}, PLACED, FIT]
        )
    )
    assert found["late"].move == "new"
    assert found["late"].why == "a made room"
    assert found["a"].move == "chosen"
    assert found["a"].why == "a to far, so that late to m"


def test_a_confirmed_pair_stays_where_only_the_fit_would_gain():
    near, distant = person("m", enrollment=100.0), person("n", enrollment=9000.0)
    assert not moved(season([A], [near, distant], {"a": "n"}))


@pytest.mark.parametrize(("cost", "stays_with"), [(0, "m"), (50, "n")])
def test_a_proposed_pair_moves_where_the_fit_gains_more_than_a_move_costs(cost: float, stays_with: str):
    near, distant = person("m", enrollment=100.0), person("n", enrollment=140.0)
    goals = [PLACED, {"kind": "fit", "move_cost": cost}]
    _, plan = solved(season([A], [near, distant], {"a": "n"}, goals=goals, proposed=frozenset("a")))
    assert partners(plan) == {"a": stays_with}


def test_a_proposed_pair_counts_as_confirmed_where_the_program_has_no_fit():
    _, plan = solved(season([A], [M, N], {"a": "n"}, goals=[PLACED], proposed=frozenset("a")))
    assert partners(plan) == {"a": "n"}
    assert [goal.value for goal in plan.goal_results] == [1, 0]


def test_a_reopened_pair_may_change_for_the_fit():
    near, distant = person("m"), person("n", enrollment=9000.0)
    reopened = [{"id": "D1", "action": "reopen", "person": "a"}]
    found = moved(season([A], [near, distant], {"a": "n"}, decisions=reopened))
    assert found["a"].why == "a to m: their pair was opened again"


def test_a_reopening_known_when_the_pair_was_confirmed_opens_nothing():
    raw = raw_program(criteria=[CLOSE], goals=[PLACED, FIT])
    made = season_of(raw, [A], [M, N], [{"id": "D1", "action": "reopen", "person": "a"}])
    rows = (StandingRow(2, "a", "n", "confirmed", "D1"),)
    again, _ = season_again(made, StandingFile("standing.csv", "0", ("mentee_id", "mentor_id"), rows))
    assert not again.standing.reopened


@pytest.mark.parametrize(
    ("decision", "why"),
    [
        ({"id": "D1", "action": "withdraw", "person": "m"}, "m does not take part: withdrawn by decision D1"),
        ({"id": "D1", "action": "forbid", "person": "a", "with": "m"}, "decision D1 forbids the pair"),
        ({"id": "D1", "action": "lock", "person": "a", "with": "n"}, "decision D1 gives them n"),
        ({"id": "D1", "action": "lock", "person": "b", "with": "m"}, "m has no seat left"),
    ],
    ids=["withdrawn", "forbidden", "locked elsewhere", "seat locked"],
)
def test_a_forced_move_says_what_forces_it(decision: dict[str, str], why: str):
    found = moved(season([A, B], [M, N], {"a": "m"}, decisions=[decision]))
    assert (found["a"].move, found["a"].before, found["a"].why) == ("forced", "m", why)


def test_a_broken_rule_and_a_partner_who_is_gone_force_a_move():
    left = [person("a", district_id="x"), B]
    found = moved(season(left, [person("m", district_id="x"), N], {"a": "m", "b": "vanished"}))
    assert found["a"].why == 'the pair breaks rule "own"'
    assert found["b"].why.startswith("vanished is no longer in mentors.csv")


def test_whoever_withdraws_or_is_gone_ends_a_pair_and_frees_the_seat():
    decisions = [{"id": "D1", "action": "withdraw", "person": "a"}]
    found = moved(season([A, B], [M], {"a": "m", "left town": "m"}, decisions=decisions))
    assert (found["a"].move, found["a"].why) == ("ended", "withdrawn by decision D1")
    assert (found["left town"].move, found["b"].after) == ("ended", "m")


def test_a_locked_pair_never_moves():
    lock = [{"id": "D1", "action": "lock", "person": "a", "with": "m"}]
    late = person("late", district_id="x")
    goals = [{**PLACED, "who": {"district_id": "x"}}, PLACED, FIT]
    _, plan = solved(season([A, late], [M, person("far", district_id="x")], {"a": "m"}, goals=goals, decisions=lock))
    assert partners(plan) == {"a": "m"}


def test_those_who_waited_are_known_and_can_be_served_first():
    goals = [PLACED, {"kind": "in_order", "columns": ["waiting"]}, FIT]
    _, plan = solved(season([A, B, C], [M], {"a": "", "b": ""}, goals=goals))
    assert set(partners(plan)) <= {"a", "b"}


def test_the_goal_of_few_moves_stands_behind_the_last_goal_about_places_and_in_reruns_alone():
    order = {"kind": "in_order", "columns": ["priority"]}
    again = season([A], [M], {"a": "m"}, goals=[PLACED, order, FIT])
    assert [goal.kind for goal in again.program.goals] == ["placed", "in_order", "moves", "fit"]
    plain = season_of(raw_program(goals=[PLACED, MOVES, FIT]), [A], [M])
    assert [goal.name for goal in solved(plain)[1].goal_results] == ["placed", "fit"]


def test_two_rows_about_one_person_are_told_at_their_row():
    raw = raw_program(goals=[PLACED, FIT])
    rows = (StandingRow(2, "a", "m"), StandingRow(3, "A", "n"))
    _, problems = season_again(
        season_of(raw, [A], [M, N]), StandingFile("standing.csv", "0", ("mentee_id", "mentor_id"), rows)
    )
    assert [(problem.row, problem.column, problem.message) for problem in problems] == [
        (3, "mentee_id", "stands in an earlier row already")
    ]


# ---------------------------------------------------------------- the price list


@pytest.mark.first(30)
@pytest.mark.parametrize("seed", range(60))
def test_every_point_of_the_frontier_is_the_best_with_so_many_moves(seed: int):
    candidates = candidates_of.build(at_random(seed))
    standing = replace(candidates.season.standing, proposed=frozenset())
    counted = replace(candidates, season=replace(candidates.season, standing=standing))
    reached: dict[int, tuple[int, int]] = {}
    for made in every_plan(candidates):
        found = worth(counted, made)
        reached[-found["moves"]] = max(reached.get(-found["moves"], (0, -1)), (found["placed"], found["fit"]))
    points = frontier(candidates, most=50)
    people = int(candidates.left_in.sum())
    if not points:
        assert not candidates.eligible.any()
        return
    for point in points:
        best = max(value for number, value in reached.items() if number <= point.moves)
        assert (people - point.unplaced, point.fit) == best if point.proved else (people - point.unplaced) == best[0]
        assert best[1] <= point.bound or best[0] > people - point.unplaced
        assert len(point.moved) == point.moves
    placed = {people - point.unplaced for point in points}
    assert max(placed) == max(value[0] for value in reached.values())
    assert [point.moves for point in points] == sorted({point.moves for point in points})


# ---------------------------------------------------------------- standby


def covers(candidates: Candidates, right: set[int], lost: int) -> int:
    """How many can be placed with these right people and without one of them."""
    allowed = right - {lost}
    free = [made for made in every_plan(candidates) if set(made.values()) <= allowed]
    return max(map(len, free), default=0)


@pytest.mark.parametrize("seed", range(40))
def test_the_standby_list_is_the_smallest_that_covers_every_loss_that_can_be(seed: int):
    candidates, plan = drawn(seed)
    if not plan.found or not plan.pairs or candidates.season.program.goals[0].kind == "moves":
        return
    found = standby(plan)
    index = candidates.season.right.index
    serving = {index[pair.right] for pair in plan.pairs}
    idle = {j for j in range(len(index)) if candidates.right_in[j] and candidates.seats[j]} - serving
    assert {index[loss.right] for loss in found.losses} == serving
    coverable = [lost for lost in serving if covers(candidates, serving | idle, lost) >= len(plan.pairs)]
    assert {index[loss.right] for loss in found.losses if not loss.uncovered} == set(coverable)

    def enough(listed: set[int]) -> bool:
        return all(covers(candidates, serving | listed, lost) >= len(plan.pairs) for lost in coverable)

    listed = {index[name] for name in found.listed}
    assert listed <= idle
    assert enough(listed)
    smaller = [set(chosen) for chosen in product(*[[None, j] for j in sorted(idle)])]
    assert not any(enough(some - {None}) for some in smaller if len(some - {None}) < len(listed))


def test_a_standby_list_says_when_hard_limits_are_left_aside():
    quota = {"name": "few", "kind": "quota", "at_most": 9, "source": "test"}
    plain, limited = (
        standby(solved(season([A], [M, N], {"a": "m"}, **more))[1]) for more in ({}, {"limit": [quota]})
    )  # fmt: skip
    assert (plain.limits_aside, limited.limits_aside) == (False, True)
