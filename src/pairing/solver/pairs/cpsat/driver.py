"""A season with limits, goal by goal: the network's plan where it keeps them all, else CP-SAT."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from pairing.instance.pairs import Candidates
from pairing.optimizers.deadline import UNLIMITED, Deadline
from pairing.plans.base import GoalResult
from pairing.plans.pair_parts import Pair
from pairing.plans.pairs import Plan
from pairing.profiles import key
from pairing.solver.pairs.cpsat.builder import build
from pairing.solver.pairs.cpsat.conflict import why_none
from pairing.solver.pairs.cpsat.model import ENDLESS, LinearObjective, PairModel
from pairing.solver.pairs.cpsat.objectives import goals_of
from pairing.solver.pairs.cpsat.opportunity_costs import ResolvedOpportunityCosts
from pairing.solver.pairs.cpsat.solver import Best, Values, minimize
from pairing.solver.pairs.cpsat.ties import tie_broken
from pairing.solver.pairs.extraction import locked_pair, made_pair

ENGINE = "CP-SAT (OR-Tools), because limits bind that are no network"

MOST_TIED = 10_000
"""Among more pairs than this the tie is left as CP-SAT broke it."""


def solve(
    candidates: Candidates, *, relaxed: Plan | None = None, deadline: Deadline = UNLIMITED, seed: int = 0
) -> Plan:
    """The best plan that keeps every limit, proved or with honest bounds; infeasible with a minimal conflict.

    relaxed: the best plan under the limits in the network alone, whose values bound this one's as long as they agree.
    """
    model = build(candidates)
    goals = goals_of(model)
    outcome = _goal_by_goal(model, goals, relaxed, deadline)
    season = candidates.season
    if outcome is None:
        return Plan(season, "infeasible", (), (), ENGINE, reason=why_none(candidates, deadline), seed=seed)
    values, results = outcome
    if values is None:
        reason = f"stopped by {deadline.why or 'its effort'} before a plan that keeps every limit was found"
        return Plan(season, "no_plan", (), (), ENGINE, reason=reason, stopped=deadline.why or "effort", seed=seed)
    proved = all(result.proved for result in results)
    unique = False
    if proved and len(model.fits) <= MOST_TIED:
        values, unique = tie_broken(model, [(goal, _cost(goal, values)) for goal in goals], values, deadline)
    plan = Plan(
        season, "proved" if proved else "bounded", results, _pairs(model, values, unique), ENGINE,
        stopped="" if proved else deadline.why or "effort", seed=seed,
    )  # fmt: skip
    return (
        replace(plan, opportunity_costs=ResolvedOpportunityCosts(candidates, results, plan.pairs, deadline))
        if proved
        else plan
    )


def unbinding(candidates: Candidates, plan: Plan, deadline: Deadline) -> Plan:
    """The network's plan, which keeps every limit and so is best with them too.

    Its alternatives need not keep them: they are priced by solving again, and a tie may be none under the limits.
    """
    pairs = tuple(replace(pair, certain="unknown") if pair.certain == "no" else pair for pair in plan.pairs)
    if plan.opportunity_costs is None:
        return replace(plan, pairs=pairs)
    return replace(
        plan,
        pairs=pairs,
        opportunity_costs=ResolvedOpportunityCosts(candidates, plan.goal_results, plan.pairs, deadline),
    )


def keeps_limits(candidates: Candidates, plan: Plan) -> bool:
    """Whether a plan made without the limits keeps them all."""
    left, right = candidates.season.left.index, candidates.season.right.index
    made = {(left[key(pair.left)], right[key(pair.right)]) for pair in plan.pairs}
    model = build(candidates)
    if any(low and pair not in made for pair, low in zip(model.at, model.data.low, strict=False)):
        return False
    for pair, k in model.at.items():
        model.data.low[k] = model.data.high[k] = int(pair in made)
    return minimize(model, None, (), UNLIMITED).values is not None


def _goal_by_goal(
    model: PairModel, goals: Sequence[LinearObjective], relaxed: Plan | None, deadline: Deadline
) -> tuple[Values | None, tuple[GoalResult, ...]] | None:
    """The best values goal by goal; None where there is proved to be no plan at all."""
    results: list[GoalResult] = []
    fixed: list[tuple[LinearObjective, int]] = []
    hint = _hint(model, relaxed)
    values: Values | None = None
    same = relaxed is not None
    for n, goal in enumerate(goals):
        least = _least(goal, relaxed if same else None)
        best = minimize(model, goal, fixed, deadline, values if values is not None else hint, least)
        if best.infeasible and not n:
            return None
        if best.values is None and values is None:
            return None, ()
        best = _known(best, values, goal)
        assert best.values is not None
        values = best.values
        given = next((result.name for result in results if not result.proved), "")
        results.append(_result(goal, best, given, values, model))
        fixed.append((goal, best.cost))
        same = same and relaxed is not None and _value_in(relaxed, goal.name) == goal.value(best.cost)
    return values, tuple(results)


def _known(best: Best, values: Values | None, goal: LinearObjective) -> Best:
    """What was found, or where nothing was in time, the plan at hand."""
    if best.values is not None or values is None:
        return best
    cost = _cost(goal, values)
    return Best(values, cost, min(cost, best.bound))


def _cost(goal: LinearObjective, values: Values) -> int:
    return int(values[goal.variables] @ np.array(goal.costs, dtype=np.int64))


def _least(goal: LinearObjective, relaxed: Plan | None) -> int:
    """No plan with limits is better than the best one without, while the goals before have the same values."""
    value = None if relaxed is None else _value_in(relaxed, goal.name)
    return -ENDLESS if value is None else (value - goal.constant) * goal.sign


def _value_in(plan: Plan, name: str) -> int | None:
    return next((result.value for result in plan.goal_results if result.name == name), None)


def _result(goal: LinearObjective, best: Best, given: str, values: Values, model: PairModel) -> GoalResult:
    value, bound = goal.value(best.cost), goal.value(min(best.bound, best.cost))
    if goal.kind == "worst_fit" and not values[: len(model.fits)].any():
        return GoalResult(goal.name, goal.kind, None, None, not given, given)
    return GoalResult(goal.name, goal.kind, value, bound, value == bound and not given, given)


def _hint(model: PairModel, relaxed: Plan | None) -> Values | None:
    """The network's plan as values of the pairs; the other variables are left open."""
    if relaxed is None or not relaxed.found:
        return None
    left, right = model.candidates.season.left.index, model.candidates.season.right.index
    hint = np.zeros(len(model.fits), dtype=np.int64)
    for pair in relaxed.pairs:
        hint[model.at[left[key(pair.left)], right[key(pair.right)]]] = 1
    return hint


def _pairs(model: PairModel, values: Values, unique: bool) -> tuple[Pair, ...]:
    """The pairs made; where this is the only best plan each of them is certain."""
    candidates = model.candidates
    locks = {lock.pair: lock for lock in candidates.locks}
    made = [pair for pair, k in model.at.items() if values[k]]
    pairs = [
        locked_pair(candidates, locks[pair])
        if pair in locks
        else made_pair(candidates, *pair, "yes" if unique else "unknown")
        for pair in made
    ]
    return tuple(sorted(pairs, key=lambda pair: pair.left))
