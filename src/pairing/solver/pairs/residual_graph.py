"""The residual graph of a best flow: what changing it costs, as shortest paths between right people, all goals at once.

A forced pair (i, j) sends j's partner elsewhere, who sends another one elsewhere, until the chain ends where i
came from. Its cheapest chain is a shortest path in the residual graph of the flow

    left person --pair--> right person --seat--> group -----> larger group -----> sink
         `----------------stays unplaced---------->'

Left people have one unit each, so the graph is contracted to the right people who serve somebody ("occupied") and to
the outlets of their seats, the groups and the sink. In it a unit that comes to a node goes on along arcs of four sorts:

    j ==> k            i, now with j, leaves and joins k       cost_to_leave[i] + cost_to_join[i, k]
    j ==> outlet       i, now with j, has nobody then          cost_to_leave[i] + cost_to_be_unplaced[i]
                       i takes a seat of somebody idle         cost_to_leave[i] + cost_to_take_idle_seat[i, outlet]
                       j has a free seat                       cost_to_fill_seat[j]
    outlet ==> j       j gives a seat up                       cost_to_free_seat[j]
    outlet ==> outlet  a unit more or less through a group     cost_between_outlets[outlet, outlet]

Whoever is unplaced leaves from the outlet where that leads. Every cost is a sum of reduced costs: none is negative.
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
class ResidualGraph:
    """A best flow of some sum goals and what changing it costs. Packed costs order as the goals in strict order do.

    Nodes of the contracted graph: the occupied right people, ascending, then the groups, then the sink.

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
    def dtype(self) -> type:
        """The type of packed costs: many goals together need more than 64 bits."""
        return np.int64 if 4 * self.largest < WORD else object

    @cached_property
    def unreachable(self) -> int:
        """Longer than any path."""
        return WORD if self.dtype is np.int64 else 8 * self.largest

    def _unreachable(self, *shape: int) -> Ints:
        return np.full(shape, self.unreachable, dtype=self.dtype)

    @cached_property
    def reduced_costs(self) -> Ints:
        """Each arc's packed reduced cost: at least 0 where more can flow, at most 0 where less can."""
        level = packed([entry.astype(self.dtype) for entry in self.potentials], self.ratios)
        cost = packed([goal.astype(self.dtype) for goal in self.goals], self.ratios)
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
        """The right people who serve somebody, ascending: the first nodes."""
        return np.unique(self.partner[self.partner >= 0])

    @cached_property
    def node_of_right(self) -> Ints:
        """The node of each right person, -1 for those who serve nobody."""
        node = np.full(len(self.network.right), -1)
        node[self.occupied] = np.arange(len(self.occupied))
        return node

    @property
    def sink(self) -> int:
        """The node of the sink, the last one."""
        return len(self.occupied) + len(self.network.groups)

    def outlets(self, group: Ints) -> Ints:
        """The nodes of groups, the sink's for -1."""
        return np.where(group >= 0, len(self.occupied) + group, self.sink)

    @cached_property
    def unplaced_leads_to(self) -> Ints:
        """For each left person the node of where staying unplaced leads: their group or the sink."""
        return self.outlets(self.network.left_group)

    @cached_property
    def seats_lead_to(self) -> Ints:
        """For each right person the node of where their seats lead: their group or the sink."""
        return self.outlets(self.network.right_group)

    @cached_property
    def node_of_left(self) -> Ints:
        """The node where each left person is: their right person's, or where staying unplaced leads."""
        return np.where(self.partner >= 0, self.node_of_right[self.partner], self.unplaced_leads_to)

    @cached_property
    def cost_to_leave(self) -> Ints:
        """What it costs each left person to leave where they are: packed, at least 0."""
        cost = -self.reduced_costs[self.network.unplaced_arcs]
        used = np.flatnonzero(self.flow[self.network.pair_arcs])
        cost[self.network.left_of[used]] = -self.reduced_costs[used]
        return cost

    @cached_property
    def cost_to_join(self) -> Ints:
        """(left, right): what it costs a left person to join a right one, packed; `unreachable` where not possible."""
        cost = self._unreachable(len(self.network.left), len(self.network.right))
        arcs = np.flatnonzero(self.keep[self.network.pair_arcs] & (self.flow[self.network.pair_arcs] == 0))
        cost[self.network.left_of[arcs], self.network.right_of[arcs]] = self.reduced_costs[arcs]
        return cost

    @cached_property
    def cost_to_be_unplaced(self) -> Ints:
        """What it costs each left person who has a partner to have nobody; `unreachable` for the others."""
        cost: Ints = np.where(self.partner >= 0, self.reduced_costs[self.network.unplaced_arcs], self.unreachable)
        return cost

    @cached_property
    def cost_to_fill_seat(self) -> Ints:
        """What one more partner costs each right person's seats; `unreachable` for the full ones."""
        return self._seats(self.flow < self.network.capacities, 1)

    @cached_property
    def cost_to_free_seat(self) -> Ints:
        """What one partner less costs each right person's seats; `unreachable` for those who have none."""
        return self._seats(self.flow > 0, -1)

    def _seats(self, usable: NDArray[np.bool_], sign: int) -> Ints:
        cost = self._unreachable(len(self.network.right))
        seats = self.network.seat_arcs
        arcs = np.flatnonzero(usable[seats])
        np.minimum.at(cost, self.network.seat_of[arcs], sign * self.reduced_costs[seats][arcs])
        return cost

    @cached_property
    def cost_to_take_idle_seat(self) -> Ints:
        """(left, outlets): what it costs each left person to take a free seat of somebody who serves nobody yet.

        By where that person's seats lead; `unreachable` where there is none.
        """
        busy = len(self.occupied)
        cost = self._unreachable(len(self.network.left), self.sink + 1 - busy)
        idle = self.node_of_right < 0
        for outlet in np.unique(self.seats_lead_to[idle]).tolist():
            there = idle & (self.seats_lead_to == outlet)
            cost[:, outlet - busy] = np.min(
                self.cost_to_join[:, there] + self.cost_to_fill_seat[there], axis=1, initial=self.unreachable
            )
        return cost

    @cached_property
    def lengths(self) -> Ints:
        """(from, to) over nodes: the cheapest way for one unit to go on, packed; `unreachable` where there is none."""
        busy = len(self.occupied)
        lengths = self._unreachable(self.sink + 1, self.sink + 1)
        join, leave = self.cost_to_join[:, self.occupied], self.cost_to_leave
        for person in range(len(self.network.left)):
            row = lengths[self.node_of_left[person], :busy]
            np.minimum(row, join[person] + leave[person], out=row)
        np.minimum.at(lengths, (self.node_of_left, self.unplaced_leads_to), leave + self.cost_to_be_unplaced)
        np.minimum.at(lengths[:, busy:], self.node_of_left, leave[:, None] + self.cost_to_take_idle_seat)
        nodes, outlets = np.arange(busy), self.seats_lead_to[self.occupied]
        np.minimum.at(lengths, (nodes, outlets), self.cost_to_fill_seat[self.occupied])
        np.minimum.at(lengths, (outlets, nodes), self.cost_to_free_seat[self.occupied])
        np.minimum(lengths[busy:, busy:], self.cost_between_outlets, out=lengths[busy:, busy:])
        np.minimum(lengths, self.unreachable, out=lengths)
        return lengths

    @cached_property
    def cost_between_outlets(self) -> Ints:
        """(from, to) over outlets: what a unit more or less through a group costs, packed; `unreachable` for none."""
        busy, network = len(self.occupied), self.network
        cost = self._unreachable(len(network.groups) + 1, len(network.groups) + 1)
        arcs = np.arange(network.group_arcs.start, network.group_arcs.stop)
        start, end = (self.outlets(group) - busy for group in (network.segment_of, network.parent[network.segment_of]))
        more, less = self.flow[arcs] < network.capacities[arcs], self.flow[arcs] > 0
        np.minimum.at(cost, (start[more], end[more]), self.reduced_costs[arcs][more])
        np.minimum.at(cost, (end[less], start[less]), -self.reduced_costs[arcs][less])
        return cost

    @cached_property
    def shortest_paths(self) -> tuple[Ints, NDArray[np.int32]]:
        """Distances between all nodes, (from, to), packed, `unreachable` for none; and the node before `to`."""
        return all_shortest_paths(self.lengths, self.unreachable, exact_in_floats=3 * self.largest < 2**53)

    @property
    def one_of_the_first_goal(self) -> int:
        """Packed prices from here on lose at least one unit of the first goal; those below lose nothing there."""
        return math.prod(self.ratios[:-1]) // 2

    def by_goal(self, costs: Ints) -> Ints:
        """Packed costs of cycles, goal by goal: (goals, costs)."""
        return unpacked(costs.astype(self.dtype), self.ratios)


def all_shortest_paths(lengths: Ints, unreachable: int, *, exact_in_floats: bool) -> tuple[Ints, NDArray[np.int32]]:
    """Shortest paths between all nodes by Floyd and Warshall: in scipy where its floats hold every sum exactly."""
    if exact_in_floats:
        start, end = np.nonzero(lengths < unreachable)
        graph = csr_array((lengths[start, end].astype(np.float64), (start, end)), shape=lengths.shape)
        distances, before = floyd_warshall(graph, return_predecessors=True)
        distances[np.isinf(distances)] = unreachable
        return distances.astype(np.int64), before
    distances = lengths.copy()
    np.fill_diagonal(distances, 0)
    before = np.repeat(np.arange(len(lengths), dtype=np.int32)[:, None], len(lengths), axis=1)
    for middle in range(len(lengths)):
        through = distances[:, middle, None] + distances[middle]
        shorter = through < distances
        distances[shorter] = through[shorter]
        before[shorter] = np.broadcast_to(before[middle], before.shape)[shorter]
    return np.minimum(distances, unreachable), before
