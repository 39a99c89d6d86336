"""What one more step costs a best plan: shortest alternating paths between right people, all goals at once.

A forced pair (i, j) sends j's partner elsewhere, who sends another one elsewhere, until the chain ends where i
came from. Its cheapest chain is a shortest path in the residual graph. Left people have one unit each, so the
graph is contracted to the right people who serve somebody ("occupied"), the groups and the sink ("drains").
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import floyd_warshall

from pairing.solver.pairs.lexicographic_flow import pack_ratios, packed, packed_range, unpacked
from pairing.solver.pairs.network import Ints, Network

WORD = 2**61
"""Packed costs below this are kept in 64 bits, others in Python's whole numbers; two of them still fit 64 bits."""


@dataclass(frozen=True)
class Residual:
    """A best flow of some sum goals and what changing it costs. Packed costs order as the goals in strict order do.

    goals: costs per arc, in order. potentials: (goals, nodes), optimal. keep: the arcs that may be used.
    """

    network: Network
    goals: Sequence[Ints]
    flow: Ints
    potentials: Ints
    keep: NDArray[np.bool_]

    @cached_property
    def ratios(self) -> list[int]:
        """By how much a unit of each goal outweighs one of the next."""
        return pack_ratios(self.network, self.goals)

    @cached_property
    def largest(self) -> int:
        """No sum of packed costs along a simple path or cycle is larger."""
        return packed_range(self.network, self.goals)[1]

    @cached_property
    def number(self) -> type:
        """The type of packed costs: many goals together need more than 64 bits."""
        return np.int64 if 4 * self.largest < WORD else object

    @cached_property
    def far(self) -> int:
        """Farther than any path."""
        return WORD if self.number is np.int64 else 8 * self.largest

    def _far(self, *shape: int) -> Ints:
        return np.full(shape, self.far, dtype=self.number)

    @cached_property
    def reduced(self) -> Ints:
        """Each arc's packed reduced cost: at least 0 where more can flow, at most 0 where less can."""
        level = packed([entry.astype(self.number) for entry in self.potentials], self.ratios)
        cost = packed([goal.astype(self.number) for goal in self.goals], self.ratios)
        return cost + level[self.network.tails] - level[self.network.heads]

    @cached_property
    def partner(self) -> Ints:
        """For each left person the position of their right person, -1 for nobody."""
        partner = np.full(len(self.network.left), -1)
        used = np.flatnonzero(self.flow[self.network.pair_arcs])
        partner[self.network.left_of[used]] = self.network.right_of[used]
        return partner

    @cached_property
    def occupied(self) -> Ints:
        """The right people who serve somebody, ascending; their ranks in paths, before groups and sink."""
        return np.unique(self.partner[self.partner >= 0])

    @cached_property
    def rank(self) -> Ints:
        """For each right person the rank among the occupied, -1 for the others."""
        rank = np.full(len(self.network.right), -1)
        rank[self.occupied] = np.arange(len(self.occupied))
        return rank

    @property
    def sink(self) -> int:
        """The rank of the sink, the last one."""
        return len(self.occupied) + len(self.network.groups)

    def drain(self, group: Ints) -> Ints:
        """The ranks of groups, the sink's for -1."""
        return np.where(group >= 0, len(self.occupied) + group, self.sink)

    @cached_property
    def outside(self) -> Ints:
        """For each left person the rank of where staying unplaced leads: their group or the sink."""
        return self.drain(self.network.left_group)

    @cached_property
    def after(self) -> Ints:
        """For each right person the rank of where their seats lead: their group or the sink."""
        return self.drain(self.network.right_group)

    @cached_property
    def home(self) -> Ints:
        """For each left person the rank of where they are: their right person's, or where staying unplaced leads."""
        return np.where(self.partner >= 0, self.rank[self.partner], self.outside)

    @cached_property
    def leaving(self) -> Ints:
        """What it costs each left person to leave where they are: packed, at least 0."""
        cost = -self.reduced[self.network.unplaced_arcs]
        used = np.flatnonzero(self.flow[self.network.pair_arcs])
        cost[self.network.left_of[used]] = -self.reduced[used]
        return cost

    @cached_property
    def joining(self) -> Ints:
        """(left, right): what it costs a left person to join a right one, packed; `far` where not possible."""
        cost = self._far(len(self.network.left), len(self.network.right))
        arcs = np.flatnonzero(self.keep[self.network.pair_arcs] & (self.flow[self.network.pair_arcs] == 0))
        cost[self.network.left_of[arcs], self.network.right_of[arcs]] = self.reduced[arcs]
        return cost

    @cached_property
    def quitting(self) -> Ints:
        """What it costs each left person who has a partner to have nobody; `far` for the others."""
        cost: Ints = np.where(self.partner >= 0, self.reduced[self.network.unplaced_arcs], self.far)
        return cost

    @cached_property
    def filling(self) -> Ints:
        """What one more partner costs each right person's seats; `far` for the full ones."""
        return self._seats(self.flow < self.network.capacities, 1)

    @cached_property
    def freeing(self) -> Ints:
        """What one partner less costs each right person's seats; `far` for those who have none."""
        return self._seats(self.flow > 0, -1)

    def _seats(self, usable: NDArray[np.bool_], sign: int) -> Ints:
        cost = self._far(len(self.network.right))
        seats = self.network.seat_arcs
        arcs = np.flatnonzero(usable[seats])
        np.minimum.at(cost, self.network.seat_of[arcs], sign * self.reduced[seats][arcs])
        return cost

    @cached_property
    def settling(self) -> Ints:
        """(left, drains): what it costs each left person to take a free seat of somebody who serves nobody yet.

        By where that person's seats lead; `far` where there is none.
        """
        busy = len(self.occupied)
        cost = self._far(len(self.network.left), self.sink + 1 - busy)
        idle = self.rank < 0
        for drain in np.unique(self.after[idle]).tolist():
            there = idle & (self.after == drain)
            cost[:, drain - busy] = np.min(self.joining[:, there] + self.filling[there], axis=1, initial=self.far)
        return cost

    @cached_property
    def steps(self) -> Ints:
        """(from, to) over ranks: the cheapest way for one unit to go on, packed; `far` where there is none."""
        busy = len(self.occupied)
        steps = self._far(self.sink + 1, self.sink + 1)
        joining, leaving = self.joining[:, self.occupied], self.leaving
        for person in range(len(self.network.left)):
            row = steps[self.home[person], :busy]
            np.minimum(row, joining[person] + leaving[person], out=row)
        np.minimum.at(steps, (self.home, self.outside), leaving + self.quitting)
        np.minimum.at(steps[:, busy:], self.home, leaving[:, None] + self.settling)
        ranks, after = np.arange(busy), self.after[self.occupied]
        np.minimum.at(steps, (ranks, after), self.filling[self.occupied])
        np.minimum.at(steps, (after, ranks), self.freeing[self.occupied])
        np.minimum(steps[busy:, busy:], self.draining, out=steps[busy:, busy:])
        np.minimum(steps, self.far, out=steps)
        return steps

    @cached_property
    def draining(self) -> Ints:
        """(from, to) over drains: what a unit more or less through a group costs, packed; `far` where not possible."""
        busy, network = len(self.occupied), self.network
        cost = self._far(len(network.groups) + 1, len(network.groups) + 1)
        arcs = np.arange(network.group_arcs.start, network.group_arcs.stop)
        start, end = (self.drain(group) - busy for group in (network.segment_of, network.parent[network.segment_of]))
        more, less = self.flow[arcs] < network.capacities[arcs], self.flow[arcs] > 0
        np.minimum.at(cost, (start[more], end[more]), self.reduced[arcs][more])
        np.minimum.at(cost, (end[less], start[less]), -self.reduced[arcs][less])
        return cost

    @cached_property
    def ways(self) -> tuple[Ints, NDArray[np.int32]]:
        """Distances between all ranks, (from, to), packed, `far` where there is no way; and the rank before `to`."""
        return all_ways(self.steps, self.far, exact_in_floats=3 * self.largest < 2**53)

    @property
    def one_of_the_first(self) -> int:
        """Packed prices from here on lose at least one unit of the first goal; those below lose nothing there."""
        return math.prod(self.ratios[:-1]) // 2

    def components(self, costs: Ints) -> Ints:
        """Packed costs of cycles taken apart: (goals, costs)."""
        return unpacked(costs.astype(self.number), self.ratios)


def all_ways(steps: Ints, far: int, *, exact_in_floats: bool) -> tuple[Ints, NDArray[np.int32]]:
    """Shortest ways between all ranks by Floyd and Warshall: in scipy where its floats hold every sum exactly."""
    if exact_in_floats:
        start, end = np.nonzero(steps < far)
        graph = csr_array((steps[start, end].astype(np.float64), (start, end)), shape=steps.shape)
        distances, before = floyd_warshall(graph, return_predecessors=True)
        distances[np.isinf(distances)] = far
        return distances.astype(np.int64), before
    distances = steps.copy()
    np.fill_diagonal(distances, 0)
    before = np.repeat(np.arange(len(steps), dtype=np.int32)[:, None], len(steps), axis=1)
    for middle in range(len(steps)):
        through = distances[:, middle, None] + distances[middle]
        shorter = through < distances
        distances[shorter] = through[shorter]
        before[shorter] = np.broadcast_to(before[middle], before.shape)[shorter]
    return np.minimum(distances, far), before
