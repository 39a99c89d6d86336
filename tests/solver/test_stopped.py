"""Runs that end early, after every possible number of steps: a legal plan, and bounds on the right side."""

from __future__ import annotations

import random
from collections.abc import Iterator
from functools import cache

import pytest

import pair_oracle as oracle
from build import OTHER_GOALS, PLACED, PLACED_BY, Case, lock_some, order_name, random_case, raw_program, season_of
from pairing.instance.pairs import Candidates, build
from pairing.optimizers.deadline import Deadline
from pairing.plans.base import GoalResult
from pairing.plans.pairs import Plan
from pairing.run import solve as solve_season
from pairing.solver.pairs import solve
from pairing.verify import check

SOME, WORST, FIT, EVEN = OTHER_GOALS
ORDERS = [
    [PLACED, FIT],
    [PLACED, WORST],
    [PLACED, WORST, FIT],
    [PLACED_BY, WORST, EVEN, FIT],
    [PLACED, FIT, WORST, EVEN],
    [SOME, PLACED, EVEN, WORST, FIT],
    [EVEN, PLACED_BY, FIT],
    [FIT, PLACED, WORST],
    [PLACED_BY, SOME, EVEN, FIT, WORST],
]
SEEDS = 24


class StopAfter(Deadline):
    """The time is over at the question after so many: each takes a second."""

    def __init__(self, questions: int) -> None:
        super().__init__(limit=questions)
        object.__setattr__(self, "asked", [])

    @property
    def seconds(self) -> float:
        self.asked.append(1)
        return len(self.asked) - 1


@cache
def stopped_runs(order: int, seed: int) -> tuple[Case, oracle.Answer, Candidates, list[Plan]]:
    """A season and its plans after 0, 1, 2, ... steps, up to the first that was not stopped."""
    rng = random.Random(1000 * order + seed)
    case = random_case(rng, ORDERS[order])
    free = oracle.solve(*case.arguments)
    locked = lock_some(rng, case, free.eligible)
    try:
        case, answer = locked, oracle.solve(*locked.arguments)
    except oracle.BadInput:
        answer = free
    candidates = build(case.season)
    plans = []
    for steps in range(60):
        plans.append(solve(candidates, deadline=StopAfter(steps)))
        if not plans[-1].stopped:
            return case, answer, candidates, plans
    raise AssertionError("a run on so small a season takes no 60 steps")


def runs(order: int) -> Iterator[tuple[Case, oracle.Answer, Candidates, list[Plan]]]:
    return (stopped_runs(order, seed) for seed in range(SEEDS))


def stopped(order: int) -> Iterator[tuple[Case, oracle.Answer, Plan]]:
    """Every plan of a run that was stopped and found one."""
    return ((case, answer, plan) for case, answer, _, plans in runs(order) for plan in plans[:-1] if plan.found)


def best_given(answer: oracle.Answer, goals: tuple[GoalResult, ...], k: int) -> int | None:
    """The best value that goal k has in any plan in which the goals before it have the values they have here."""
    values = [
        plan.values[goals[k].name]
        for plan in answer.plans
        if all(plan.values[goal.name] == goal.value for goal in goals[:k])
    ]
    known = [value for value in values if value is not None]
    better = max if answer.directions[goals[k].name] == "max" else min
    return better(known, default=None)


each_order = pytest.mark.parametrize("order", range(len(ORDERS)), ids=map(order_name, ORDERS))


def test_the_runs_stop_before_between_and_behind_every_step():
    steps = [len(plans) for order in range(len(ORDERS)) for *_, plans in runs(order)]
    outcomes = [plan.outcome for order in range(len(ORDERS)) for *_, plans in runs(order) for plan in plans]
    assert max(steps) >= 5
    assert outcomes.count("bounded") > 150
    assert outcomes.count("no_plan") > 15
    assert outcomes.count("proved") > 50


@each_order
def test_a_stopped_plan_is_legal(order):
    for case, answer, plan in stopped(order):
        made = {pair.left: pair.right for pair in plan.pairs}
        assert made in [legal.pairs for legal in answer.plans], case
        assert len(made) == len(plan.pairs), case


@each_order
def test_a_stopped_plan_says_so_and_calls_no_pair_certain(order):
    for case, _, plan in stopped(order):
        assert (plan.outcome, plan.stopped, plan.reason) == ("bounded", "time limit", ""), case
        assert not all(goal.proved for goal in plan.goal_results), case
        for pair in plan.pairs:
            locked = any({d["person"], d.get("with")} == {pair.left, pair.right} for d in case.decisions)
            assert (pair.change, pair.certain) == (("locked", "yes") if locked else ("new", "unknown")), case


@each_order
def test_values_are_those_of_the_pairs(order):
    for case, answer, plan in stopped(order):
        made = {pair.left: pair.right for pair in plan.pairs}
        (legal,) = [legal for legal in answer.plans if legal.pairs == made]
        assert {goal.name: goal.value for goal in plan.goal_results} == legal.values, case
        assert [goal.name for goal in plan.goal_results] == list(legal.values), case


@each_order
def test_no_plan_is_better_than_a_bound_given_the_goals_before_it(order):
    for case, answer, plan in stopped(order):
        for k, goal in enumerate(plan.goal_results):
            best = best_given(answer, plan.goal_results, k)
            if best is None or goal.bound is None:
                assert best is None, (case, goal)
                continue
            sign = 1 if answer.directions[goal.name] == "max" else -1
            assert sign * goal.bound >= sign * best, (case, goal)


@each_order
def test_a_bound_before_the_first_step_is_no_worse_than_what_anybody_can_count(order):
    for case, answer, candidates, plans in runs(order):
        locked = {lock.pair for lock in candidates.locks}
        free = int(candidates.seats[candidates.right_in].sum()) - len(locked)
        best = {a: max(answer.fits[a, b] for c, b in answer.eligible if c == a) for a, _ in answer.eligible}
        fixed = [answer.fits[candidates.season.left.ids[i], candidates.season.right.ids[j]] for i, j in locked]
        waiting = sum(best.values()) - sum(best[candidates.season.left.ids[i]] for i, _ in locked)
        for goal in plans[0].goal_results if plans[0].stopped else ():
            assert goal.bound is not None, case
            if goal.name == "everyone":
                assert goal.bound <= min(len(best), free + len(locked)), (case, goal)
            elif goal.kind == "fit":
                assert goal.bound <= waiting + sum(fixed), (case, goal)
            elif goal.kind == "worst_fit":
                assert goal.bound <= min([max(best.values()), *fixed]), (case, goal)


@each_order
def test_a_proved_goal_has_the_value_of_the_best_plan(order):
    for case, answer, plan in stopped(order):
        for k, goal in enumerate(plan.goal_results):
            if goal.proved:
                assert all(earlier.proved for earlier in plan.goal_results[:k]), case
                assert goal.value == goal.bound == answer.values[goal.name], (case, goal)
                assert goal.given == "", case


@each_order
def test_a_bound_is_labeled_with_the_first_goal_before_it_that_is_not_proved(order):
    for case, _, plan in stopped(order):
        for k, goal in enumerate(plan.goal_results):
            open_before = [earlier.name for earlier in plan.goal_results[:k] if not earlier.proved]
            assert goal.given == (open_before[0] if open_before else ""), case


@each_order
def test_more_steps_prove_at_least_as_much_and_at_last_everything(order):
    for case, answer, _, plans in runs(order):
        proved = [sum(goal.proved for goal in plan.goal_results) for plan in plans]
        assert proved == sorted(proved) or not answer.feasible, case
        last = plans[-1]
        if answer.feasible and answer.eligible:
            assert last.outcome == "proved", case
            assert {pair.left: pair.right for pair in last.pairs} == answer.plan, case


@each_order
def test_without_a_plan_there_is_a_reason_and_minimums_stand_in_the_way(order):
    for case, _, _, plans in runs(order):
        for plan in (plan for plan in plans[:-1] if not plan.found):
            assert plan.outcome == "no_plan", case
            assert plan.reason == "stopped by time limit before a plan that meets every minimum was found", case
            assert (plan.pairs, plan.goal_results, plan.stopped) == ((), (), "time limit"), case
            assert any(mentor.get("capacity_min") for mentor in case.right), case


@each_order
def test_the_checker_agrees_with_every_stopped_run(order):
    for case, _, candidates, plans in runs(order):
        for steps, plan in enumerate(plans):
            report = check(candidates.season, plan, claimed=(candidates.eligible, candidates.fit))
            assert report.findings == (), (steps, case)


def test_a_locked_pair_may_fit_better_than_all_that_could_be_made():
    left = [{"id": n, "prefers": wishes} for n, wishes in (("a", ("x",)), ("b", ("y", "x")), ("c", ("y", "z", "x")))]
    lock = [{"id": "D1", "action": "lock", "person": "a", "with": "x"}]
    season = season_of(raw_program(goals=[PLACED, WORST, FIT]), left, [{"id": "x"}], lock)
    candidates = build(season)
    for steps in range(4):
        plan = solve(candidates, deadline=StopAfter(steps))
        assert {goal.name: goal.value for goal in plan.goal_results}["worst fit"] == 10000
        assert {goal.name: goal.bound for goal in plan.goal_results}["worst fit"] == 10000
        assert check(season, plan).findings == (), steps


def test_a_run_that_cannot_place_anybody_needs_no_time():
    season = season_of(raw_program(rules=[{"kind": "within_miles", "max_miles": 5}]), [{"id": "a"}], [{"id": "b"}])
    plan = solve(build(season), deadline=StopAfter(0))
    assert (plan.outcome, plan.stopped) == ("infeasible", "")


# ---------------------------------------------------------------- the whole way

SEASON = season_of(raw_program(), [{"id": "a", "prefers": ("x",)}, {"id": "b"}], [{"id": "x"}, {"id": "y"}])


@pytest.mark.parametrize(
    ("arguments", "why"),
    [({"time_limit": 0}, "time limit"), ({"interrupted": lambda: True}, "interrupted")],
    ids=["time limit", "interrupted"],
)
def test_a_season_is_solved_within_its_limits(arguments, why):
    plan = solve_season(SEASON, **arguments)
    assert (plan.outcome, plan.stopped) == ("bounded", why)
    assert len(plan.pairs) == 2


def test_enough_time_changes_nothing():
    assert solve_season(SEASON, time_limit=60).pairs == solve_season(SEASON).pairs
