"""Goals as costs on the network's arcs: those that add up over pairs (`sums`), and those about seats and groups."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from pairing.instance.pairs import Candidates
from pairing.program.goals import EvenLoad, GoalItem, Keep, WorstFit
from pairing.solver.pairs.network import Ints, Network
from pairing.solver.pairs.objectives import SUMS, SeparableObjective


@dataclass(frozen=True)
class SumGoal:
    """A goal that is a sum of arc costs to be minimized: its value is `constant + sign * cost`."""

    name: str
    kind: str
    costs: Ints
    constant: int
    sign: int

    def value(self, cost: int) -> int:
        """The goal's value for a flow of that cost."""
        return self.constant + self.sign * cost


@dataclass(frozen=True)
class Bottleneck:
    """The goal of the largest smallest fit, which no arc cost can express."""

    name: str
    kind: str = "worst_fit"


Goal = SumGoal | Bottleneck


def goals_of(network: Network) -> list[Goal]:
    """The program's goals in order, `minimum` first where anybody has one."""
    minimum = [goal_minimum(network)] if network.seat_minimum.any() or network.segment_minimum.any() else []
    goals = network.candidates.season.program.goals
    return [*minimum, *(goal for item in goals for goal in _of_item(network, item))]


def _of_item(network: Network, item: GoalItem) -> Iterator[Goal]:
    """The goals that one item of the program stands for; none for a limit that is no part of the network."""
    if item.kind in SUMS:
        yield from (charged(network, goal) for goal in SUMS[item.kind](network.candidates, item))
    if item.kind in COSTS:
        yield from COSTS[item.kind](network, item)


def goal_minimum(network: Network) -> SumGoal:
    """Every right person and every hard limit gets the least they ask for: all those seats are used."""
    costs = _no_costs(network)
    costs[network.seat_arcs] = -network.seat_minimum.astype(np.int64)
    costs[network.group_arcs] = network.segment_minimum
    return SumGoal("minimum", "minimum", costs, 0, -1)


def charged(network: Network, goal: SeparableObjective) -> SumGoal:
    """A goal that adds up over pairs and unplaced people, on the network's arcs; locked pairs are its constant."""
    costs = _no_costs(network)
    costs[network.pair_arcs] = goal.pairs[network.left[network.left_of], network.right[network.right_of]]
    costs[network.unplaced_arcs] = goal.unplaced[network.left]
    locked = sum(int(goal.pairs[lock.pair]) for lock in network.candidates.locks)
    return SumGoal(goal.name, goal.kind, costs, goal.constant + goal.sign * locked, goal.sign)


def worst_fit(network: Network, item: WorstFit) -> Iterator[Goal]:
    """The smallest fit is a threshold, found by search."""
    yield Bottleneck(item.title)


def even_load(network: Network, item: EvenLoad) -> Iterator[Goal]:
    """The second partner of a right person costs 1, the third 2, and so on."""
    costs = _no_costs(network)
    costs[network.seat_arcs] = network.seat_load
    load = network.candidates.had.copy()
    for lock in network.candidates.locks:
        load[lock.pair[1]] += 1
    yield SumGoal(item.title, "even_load", costs, int((load * (load - 1) // 2).sum()), 1)


def keep(network: Network, item: Keep) -> Iterator[Goal]:
    """The units by which a limit is broken; no goal of the network where the limit is no part of it."""
    groups = [group for group in network.groups if group.limit == item.limit]
    costs = _no_costs(network)
    own = np.array([group.limit == item.limit for group in network.groups], dtype=bool)
    costs[network.group_arcs] = np.where(own[network.segment_of], network.segment_cost, 0)
    if item.limit in network.limits:
        yield SumGoal(item.title, "keep", costs, sum(group.constant for group in groups), 1)


def _no_costs(network: Network) -> Ints:
    return np.zeros(len(network.capacities), dtype=np.int64)


COSTS: dict[str, Callable[..., Iterator[Goal]]] = {
    "worst_fit": worst_fit,
    "even_load": even_load,
    "keep": keep,
}


def needs_unit_seats(candidates: Candidates) -> bool:
    """Whether a goal prices the seats of one person differently, so that each seat needs its own arc."""
    return any(item.kind == "even_load" for item in candidates.season.program.goals)
