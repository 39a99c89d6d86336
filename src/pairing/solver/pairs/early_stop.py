"""A run that ends early: the best plan so far, each goal with what is proved or with an honest bound."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pairing.plans.base import GoalResult
from pairing.plans.pairs import Plan
from pairing.solver.pairs.arc_costs import Goal, SumGoal, goal_minimum
from pairing.solver.pairs.extraction import pairs_of, value_of
from pairing.solver.pairs.goal_by_goal import LexicographicSearch, Stage, proof
from pairing.solver.pairs.lexicographic_flow import dual_bound
from pairing.solver.pairs.network import Ints, Network, whole_flow
from pairing.solver.pairs.quotas import Group
from pairing.solver.pairs.ties import TieBroken


def stopped_plan(search: LexicographicSearch, goals: Sequence[Goal], why: str, engine: str, seed: int) -> Plan:
    """The best plan that a stopped search knows; outcome no_plan if it knows none that meets the minimums."""
    network = search.network
    season = network.candidates.season
    made = search.flow.flow[network.pair_arcs] if search.flow is not None else greedy(network)
    flow = whole_flow(network, made)
    if -int(goal_minimum(network).costs @ flow) < network.minimum:
        reason = f"stopped by {why} before a plan that meets every minimum was found"
        return Plan(season, "no_plan", (), (), engine, reason=reason, stopped=why, seed=seed)
    results, proofs = _bounded(search, goals, flow)
    pairs = pairs_of(network, TieBroken(flow, np.zeros(len(flow), dtype=bool)), certainty=False)
    return Plan(season, "bounded", results, pairs, engine, (*search.proofs, *proofs), stopped=why, seed=seed)


def greedy(network: Network) -> Ints:
    """Pairs made at once, by falling fit as long as both are free and no quota is passed: (pair arcs,), 0 or 1."""
    made = np.zeros(len(network.left_of), dtype=np.int64)
    free = np.ones(len(network.left), dtype=bool)
    seats = np.bincount(network.seat_of, network.capacities[network.seat_arcs], len(network.right)).astype(np.int64)
    room = _Room(network)
    for arc in np.argsort(-network.fits, kind="stable").tolist():
        i, j = int(network.left_of[arc]), int(network.right_of[arc])
        if free[i] and seats[j] and room.takes(i, j):
            made[arc], free[i] = 1, False
            seats[j] -= 1
    return made


class _Room:
    """How many more pairs each hard group allows."""

    def __init__(self, network: Network) -> None:
        self.network = network
        self.more = [self._pairs(group) for group in network.groups]

    def _pairs(self, group: Group) -> int:
        if group.cost:
            return len(self.network.left)
        return group.most if group.side == "right" else int(group.people.sum()) - group.least

    def takes(self, i: int, j: int) -> bool:
        """Make room for one pair, if there is any."""
        groups = [*self._around(int(self.network.left_group[i])), *self._around(int(self.network.right_group[j]))]
        if not all(self.more[k] > 0 for k in groups):
            return False
        for k in groups:
            self.more[k] -= 1
        return True

    def _around(self, k: int) -> list[int]:
        return [] if k < 0 else [k, *self._around(int(self.network.parent[k]))]


def _bounded(
    search: LexicographicSearch, goals: Sequence[Goal], flow: Ints
) -> tuple[tuple[GoalResult, ...], list[dict[str, Any]]]:
    """Each goal's result, and the proofs of the bounds of those that are not settled."""
    network = search.network
    proved = [goal.name for goal in search.settled]
    proved += [goal.name for goal in goals if not isinstance(goal, SumGoal)][: search.worst_done]
    results: list[GoalResult] = []
    proofs: list[dict[str, Any]] = []
    first_open = ""
    for goal in goals:
        value = value_of(network, goal, flow)
        if goal.name in proved or goal.kind == "minimum":
            results.append(GoalResult(goal.name, goal.kind, value, value, True))
            continue
        bound: int | None
        if isinstance(goal, SumGoal):
            bound, shown = _quick_bound(search, goal)
            proofs.append(shown)
        else:
            bound = _worst_bound(search)
            proofs += [search.beaten] if search.beaten is not None and not first_open else []
        results.append(GoalResult(goal.name, goal.kind, value, bound, False, first_open))
        first_open = first_open or goal.name
    return tuple(result for result in results if result.kind != "minimum"), proofs


def _quick_bound(search: LexicographicSearch, goal: SumGoal) -> tuple[int, dict[str, Any]]:
    network = search.network
    nothing = Stage([], 0, np.zeros((0, network.nodes), dtype=np.int64))
    stage = search.stages[-1] if search.stages else nothing
    keep = network.arcs_of_fit(stage.least_fit)
    potentials, bound = quick_potentials(network, [goal.costs for goal in stage.sums], stage.potentials, goal, keep)
    return bound, proof(network, "bound", [*stage.sums, goal], stage.least_fit, potentials)


def _worst_bound(search: LexicographicSearch) -> int:
    """The largest worst fit still possible: what the search left open, else that of the locks or the largest fit."""
    if search.worst_bound is not None:
        return search.worst_bound
    network = search.network
    return min(network.locked_fits, default=int(network.fits.max(initial=0)))


def quick_potentials(
    network: Network, proved: list[Ints], potentials: Ints, goal: SumGoal, keep: NDArray[np.bool_]
) -> tuple[Ints, int]:
    """The best of a few simple potentials for one goal below proved ones, and the goal's value that they bound.

    proved, potentials: the costs and the (goals, nodes) potentials of the goals before it. Returns (goals + 1, nodes).
    """
    tries = [np.vstack([potentials, own]) for own in _simple_potentials(network, goal, keep)]
    costs = [dual_bound(network, [*proved, goal.costs], potentials, keep)[-1] for potentials in tries]
    best = int(np.argmax(costs))
    return tries[best], goal.value(costs[best])


def _simple_potentials(network: Network, goal: SumGoal, keep: NDArray[np.bool_]) -> Iterator[Ints]:
    """Simple potentials: none at all, each left person's cheapest way, each right person's cheapest pair."""
    n, m = len(network.left), len(network.right)
    pairs = keep[network.pair_arcs]
    costs = goal.costs[network.pair_arcs][pairs]
    stay = goal.costs[network.unplaced_arcs]
    yield np.zeros(network.nodes, dtype=np.int64)
    left = np.zeros(network.nodes, dtype=np.int64)
    cheapest = stay.copy()
    np.minimum.at(cheapest, network.left_of[pairs], costs)
    left[:n] = -cheapest
    yield left
    right = np.zeros(network.nodes, dtype=np.int64)
    np.minimum.at(right[n : n + m], network.right_of[pairs], costs)
    yield right
    seats = np.zeros(network.nodes, dtype=np.int64)
    seats[:n] = -stay
    seats[n : n + m] = -stay.max(initial=0)
    yield seats
