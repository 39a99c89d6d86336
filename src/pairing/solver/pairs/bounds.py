"""Potentials that are known without solving: an honest bound for every goal, whenever a run ends."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from pairing.solver.pairs.flow import dual_bound
from pairing.solver.pairs.goals import SumGoal
from pairing.solver.pairs.network import Ints, Network


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
