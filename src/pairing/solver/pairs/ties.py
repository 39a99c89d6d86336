"""The tie-break: among all best plans, left people in order of id take the smallest right id they can."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from pairing.solver.pairs.lexicographic_flow import Flow
from pairing.solver.pairs.network import Ints, Network


@dataclass(frozen=True)
class TieBroken:
    """The one plan that the tie-break takes. flow: (arcs,). certain: (arcs,) bool, the same in every best plan."""

    flow: Ints
    certain: NDArray[np.bool_]


def break_ties(network: Network, best: Flow) -> TieBroken:
    """Choose among all best flows."""
    movable = movable_arcs(network, best)
    certain = np.ones(len(network.tails), dtype=bool)
    certain[movable] = False
    return TieBroken(_Face(network, best.flow, movable).break_ties(), certain)


def movable_arcs(network: Network, best: Flow) -> Ints:
    """The arcs that differ among best flows: arcs on no cycle of the optimal face are the same in every one of them."""
    tails, heads = network.tails, network.heads
    free = np.flatnonzero(best.free)
    forward = free[best.flow[free] < network.capacities[free]]
    backward = free[best.flow[free] > 0]
    source = np.concatenate([tails[forward], heads[backward]])
    target = np.concatenate([heads[forward], tails[backward]])
    graph = coo_array((np.ones(len(source), dtype=np.int8), (source, target)), shape=(network.nodes, network.nodes))
    _, component = connected_components(graph, directed=True, connection="strong")
    movable: Ints = free[component[tails[free]] == component[heads[free]]]
    return movable


class _Face:
    """The arcs that can still move, as adjacency lists: out of and into each node."""

    def __init__(self, network: Network, flow: Ints, movable: Ints) -> None:
        self.tails, self.heads = network.tails.tolist(), network.heads.tolist()
        self.capacities, self.flow = network.capacities.tolist(), flow.tolist()
        self.people = len(network.left)
        self.out: dict[int, list[int]] = {}
        self.into: dict[int, list[int]] = {}
        for arc in movable.tolist():
            self.out.setdefault(self.tails[arc], []).append(arc)
            self.into.setdefault(self.heads[arc], []).append(arc)
        self.settled: set[int] = set()

    def break_ties(self) -> Ints:
        """Give each left person in order the smallest right id that some best flow allows."""
        for person in sorted(node for node in self.out if node < self.people):
            self.settled.add(person)
            options = sorted(self.out[person], key=lambda arc: self.heads[arc])
            current = next((arc for arc in options if self.flow[arc]), None)
            if current is not None:
                self._improve(options, current)
        return np.array(self.flow, dtype=np.int64)

    def _improve(self, options: list[int], current: int) -> None:
        """Move a person onto the first option from which the flow can be led back to the present one."""
        tried: set[int] = set()
        for arc in options:
            if arc == current:
                return
            path = self._path(self.heads[arc], self.heads[current], tried)
            if path is not None:
                self.flow[arc], self.flow[current] = 1, 0
                for step, change in path:
                    self.flow[step] += change
                return

    def _path(self, start: int, goal: int, tried: set[int]) -> list[tuple[int, int]] | None:
        """Arcs and changes that lead one unit from `start` to `goal` on the face; None if there is no way.

        Nodes in `tried` are known to lead nowhere; those found to are added.
        """
        if start in tried:
            return None
        came: dict[int, tuple[int, int, int]] = {}
        seen, queue = {start}, deque([start])
        while queue:
            node = queue.popleft()
            for arc, change, after in self._steps(node):
                if after in seen or after in tried:
                    continue
                came[after] = (node, arc, change)
                if after == goal:
                    return self._back(came, start, goal)
                seen.add(after)
                queue.append(after)
        tried |= seen
        return None

    def _steps(self, node: int) -> list[tuple[int, int, int]]:
        """Where one unit can go from a node: (arc, change of its flow, next node)."""
        onward = [(arc, 1, self.heads[arc]) for arc in self.out.get(node, ()) if self.flow[arc] < self.capacities[arc]]
        back = [(arc, -1, self.tails[arc]) for arc in self.into.get(node, ()) if self.flow[arc] > 0]
        return [step for step in onward + back if step[2] not in self.settled]

    @staticmethod
    def _back(came: dict[int, tuple[int, int, int]], start: int, goal: int) -> list[tuple[int, int]]:
        path = []
        node = goal
        while node != start:
            node, arc, change = came[node]
            path.append((arc, change))
        return path
