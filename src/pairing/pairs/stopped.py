"""A run that ends early: the best plan so far, each goal with what is proved or with an honest bound."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from pairing.pairs.bounds import quick_potentials
from pairing.pairs.goals import Goal, SumGoal
from pairing.pairs.network import Ints, Network
from pairing.pairs.results import pairs_of, value_of
from pairing.pairs.search import Search, Stage, proof
from pairing.pairs.ties import Settled
from pairing.plan import GoalResult, Plan


def stopped_plan(search: Search, goals: Sequence[Goal], why: str, engine: str, seed: int) -> Plan:
    """The best plan that a stopped search knows; outcome no_plan if it knows none that meets the minimums."""
    network = search.network
    season = network.candidates.season
    flow = _seats_in_order(network, search.flow.flow) if search.flow is not None else greedy(network)
    if network.seat_minimum @ flow[network.seat_arcs] < network.minimum:
        reason = f"stopped by {why} before a plan that meets every minimum was found"
        return Plan(season, "no_plan", (), (), engine, reason=reason, stopped=why, seed=seed)
    results, proofs = _bounded(search, goals, flow)
    pairs = pairs_of(network, Settled(flow, np.zeros(len(flow), dtype=bool)), certainty=False)
    return Plan(season, "bounded", results, pairs, engine, (*search.proofs, *proofs), stopped=why, seed=seed)


def greedy(network: Network) -> Ints:
    """A flow made at once: pairs by falling fit as long as both are free."""
    flow = np.zeros(len(network.capacities), dtype=np.int64)
    unplaced = np.ones(len(network.left), dtype=bool)
    seats = np.bincount(network.seat_of, weights=network.capacities[network.seat_arcs], minlength=len(network.right))
    taken = np.zeros(len(network.right), dtype=np.int64)
    for arc in np.argsort(-network.fits, kind="stable").tolist():
        i, j = network.left_of[arc], network.right_of[arc]
        if unplaced[i] and taken[j] < seats[j]:
            flow[arc], unplaced[i] = 1, False
            taken[j] += 1
    flow[network.unplaced_arcs] = unplaced
    flow[network.seat_arcs] = _filled(network, taken)
    return flow


def _seats_in_order(network: Network, flow: Ints) -> Ints:
    """The same pairs; before `even_load` is settled a flow may use any of a person's seats."""
    taken = np.bincount(network.right_of, flow[network.pair_arcs], len(network.right)).astype(np.int64)
    ordered = flow.copy()
    ordered[network.seat_arcs] = _filled(network, taken)
    return ordered


def _filled(network: Network, taken: Ints) -> Ints:
    """The flow on the seat arcs, those for the minimum and with the smallest load first."""
    capacities = network.capacities[network.seat_arcs]
    used = np.zeros(len(capacities), dtype=np.int64)
    left_over = taken.copy()
    for arc in np.lexsort((network.seat_load, ~network.seat_minimum)).tolist():
        j = network.seat_of[arc]
        used[arc] = min(capacities[arc], left_over[j])
        left_over[j] -= used[arc]
    return used


def _bounded(search: Search, goals: Sequence[Goal], flow: Ints) -> tuple[tuple[GoalResult, ...], list[dict[str, Any]]]:
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


def _quick_bound(search: Search, goal: SumGoal) -> tuple[int, dict[str, Any]]:
    network = search.network
    nothing = Stage([], 0, np.zeros((0, network.nodes), dtype=np.int64))
    stage = search.stages[-1] if search.stages else nothing
    keep = network.least_fit(stage.floor)
    levels, bound = quick_potentials(network, [goal.costs for goal in stage.sums], stage.potentials, goal, keep)
    return bound, proof(network, "bound", [*stage.sums, goal], stage.floor, levels)


def _worst_bound(search: Search) -> int:
    """The largest worst fit still possible: what the search left open, else that of the locks or the largest fit."""
    if search.worst_bound is not None:
        return search.worst_bound
    network = search.network
    return min(network.locked_fits, default=int(network.fits.max(initial=0)))
