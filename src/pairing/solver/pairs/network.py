"""The network of a season: left people send one unit each, over right people or straight, to the sink.

Where limits count pairs of nested groups, the last steps lead through the groups.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from pairing.instance.pairs import Candidates
from pairing.solver.pairs.quotas import Group, groups_in_network, inner_first, parents, smallest

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Network:
    """Nodes are numbered: left people, right people, groups, sink. Arcs: pairs, staying unplaced, seats, groups.

    left, right: positions in the season's tables of the people in the network, ascending (locked left people
    are not in it). left_of, right_of, fits: per pair arc, positions among the network's left and right people,
    and hundredths. seat_of, seat_minimum, seat_load: per seat arc, the position among the right people, whether
    it serves their minimum, and (unit seats only) the partners they have before it is used. limits: the names of
    those that are part of the network; groups: theirs. left_group, right_group, parent: for each left person, right
    person and group the position of the group where their arcs lead, -1 for the sink. segment_of, segment_cost,
    segment_minimum: per group arc the group, and what a unit costs its soft limit and the goal `minimum`. capacities:
    per arc.
    """

    candidates: Candidates
    left: Ints
    right: Ints
    left_of: Ints
    right_of: Ints
    fits: Ints
    seat_of: Ints
    seat_minimum: NDArray[np.bool_]
    seat_load: Ints
    groups: tuple[Group, ...]
    limits: tuple[str, ...]
    left_group: Ints
    right_group: Ints
    parent: Ints
    segment_of: Ints
    segment_cost: Ints
    segment_minimum: Ints
    capacities: Ints

    @property
    def nodes(self) -> int:
        """How many nodes there are."""
        return len(self.left) + len(self.right) + len(self.groups) + 1

    @property
    def sink(self) -> int:
        """The number of the sink."""
        return self.nodes - 1

    @property
    def pair_arcs(self) -> slice:
        """The arcs from left to right people."""
        return slice(0, len(self.left_of))

    @property
    def unplaced_arcs(self) -> slice:
        """The arcs from left people straight to the sink."""
        return slice(len(self.left_of), len(self.left_of) + len(self.left))

    @property
    def seat_arcs(self) -> slice:
        """The arcs from right people to their group or the sink."""
        return slice(self.unplaced_arcs.stop, self.unplaced_arcs.stop + len(self.seat_of))

    @property
    def group_arcs(self) -> slice:
        """The arcs from groups to the next larger group or the sink."""
        return slice(self.seat_arcs.stop, len(self.capacities))

    def drain(self, group: Ints) -> Ints:
        """The nodes of groups; the sink's for -1."""
        return np.where(group >= 0, len(self.left) + len(self.right) + group, self.sink)

    @cached_property
    def tails(self) -> Ints:
        """The node each arc leaves."""
        n = len(self.left)
        return np.concatenate([self.left_of, np.arange(n), n + self.seat_of, self.drain(self.segment_of)])

    @cached_property
    def heads(self) -> Ints:
        """The node each arc enters."""
        n = len(self.left)
        ends = [self.left_group, self.right_group[self.seat_of], self.parent[self.segment_of]]
        return np.concatenate([n + self.right_of, *(self.drain(group) for group in ends)])

    @property
    def supplies(self) -> Ints:
        """What each node sends: 1 per left person, all of it taken by the sink."""
        supplies = np.zeros(self.nodes, dtype=np.int64)
        supplies[: len(self.left)] = 1
        supplies[self.sink] = -len(self.left)
        return supplies

    @property
    def locked_fits(self) -> list[int]:
        """The fits of the locked pairs, in hundredths."""
        return [int(self.candidates.fit[lock.pair]) for lock in self.candidates.locks]

    @property
    def minimum(self) -> int:
        """How many units the minimums of right people and of hard limits ask for."""
        seats = self.capacities[self.seat_arcs][self.seat_minimum].sum()
        return int(seats + self.capacities[self.group_arcs][self.segment_minimum < 0].sum())

    def arcs_of_fit(self, hundredths: int) -> NDArray[np.bool_]:
        """Which arcs remain when pairs below a fit are left out."""
        keep = np.ones(len(self.capacities), dtype=bool)
        keep[self.pair_arcs] = self.fits >= hundredths
        return keep


def build_network(candidates: Candidates, *, unit_seats: bool) -> Network:
    """The network of all people who take part and are not locked; with `unit_seats` every seat is its own arc."""
    locked_left = np.zeros(len(candidates.season.left), dtype=bool)
    locked = np.zeros(len(candidates.season.right), dtype=np.int64)
    for lock in candidates.locks:
        i, j = lock.pair
        locked_left[i] = True
        locked[j] += 1
    left = np.flatnonzero(candidates.left_in & ~locked_left)
    right = np.flatnonzero(candidates.right_in)
    left_of, right_of = np.nonzero(candidates.eligible[np.ix_(left, right)])
    free = (candidates.seats - locked)[right]
    minimum = np.maximum(candidates.seats_min - locked, 0)[right]
    base = (candidates.had + locked)[right]
    seat_of, seat_minimum, seat_load, seats = _seats(free, minimum, base, unit_seats)
    groups, limits = groups_in_network(candidates)
    segments = [(k, *segment) for k, group in enumerate(groups) for segment in group.segments(len(left))]
    segment_of, lengths, segment_cost, segment_minimum = np.array(segments, dtype=np.int64).reshape(-1, 4).T
    capacities = np.concatenate([np.ones(len(left_of) + len(left), dtype=np.int64), seats, lengths])
    fits = candidates.fit[left[left_of], right[right_of]].astype(np.int64)
    return Network(
        candidates, left, right, left_of, right_of, fits, seat_of, seat_minimum, seat_load, tuple(groups),
        tuple(limits),
        smallest(groups, "left", len(locked_left))[left], smallest(groups, "right", len(locked))[right],
        np.array(parents(groups), dtype=np.int64), segment_of, segment_cost,
        segment_minimum, capacities,
    )  # fmt: skip


def _seats(free: Ints, minimum: Ints, base: Ints, unit_seats: bool) -> tuple[Ints, NDArray[np.bool_], Ints, Ints]:
    """The arcs from right people to the sink: whose, whether for the minimum, the load before, the capacity."""
    if unit_seats:
        seat_of = np.repeat(np.arange(len(free)), free)
        nth = np.arange(len(seat_of)) - np.repeat(np.cumsum(free) - free, free)
        return seat_of, nth < minimum[seat_of], base[seat_of] + nth, np.ones(len(seat_of), dtype=np.int64)
    everyone = np.arange(len(free))
    seat_of = np.concatenate([everyone, everyone])
    is_minimum = np.repeat([True, False], len(free))
    seats = np.concatenate([minimum, free - minimum])
    used = seats > 0
    return seat_of[used], is_minimum[used], np.zeros(int(used.sum()), dtype=np.int64), seats[used]


def whole_flow(network: Network, made: Ints) -> Ints:
    """The flow of all arcs that has these pairs: (pair arcs,) 0 or 1. Seats and groups fill their cheapest arcs first.

    What has no room is left out; the flow is then none.
    """
    flow = np.zeros(len(network.capacities), dtype=np.int64)
    flow[network.pair_arcs] = made
    unplaced = 1 - np.bincount(network.left_of, made, len(network.left)).astype(np.int64)
    taken = np.bincount(network.right_of, made, len(network.right)).astype(np.int64)
    flow[network.unplaced_arcs] = unplaced
    seats = network.capacities[network.seat_arcs]
    order = np.lexsort((network.seat_load, ~network.seat_minimum))
    flow[network.seat_arcs] = _filled(seats, network.seat_of, order, taken)
    through = group_flow(network, unplaced, taken)
    segments = network.capacities[network.group_arcs]
    flow[network.group_arcs] = _filled(segments, network.segment_of, np.arange(len(segments)), through)
    return flow


def group_flow(network: Network, unplaced: Ints, taken: Ints) -> Ints:
    """(groups,): what flows through each group, given who is unplaced and how many partners right people take."""
    direct = np.zeros(len(network.groups) + 1, dtype=np.int64)  # the last entry is the sink's
    np.add.at(direct, network.left_group, unplaced)
    np.add.at(direct, network.right_group, taken)
    for k in inner_first(network.groups):
        if network.parent[k] >= 0:
            direct[network.parent[k]] += direct[k]
    return direct[:-1]


def _filled(capacities: Ints, owner: Ints, order: Ints, amount: Ints) -> Ints:
    """The flow on arcs that carry their owners' amounts, in the given order."""
    used = np.zeros(len(capacities), dtype=np.int64)
    left_over = amount.copy()
    for arc in order.tolist():
        used[arc] = min(capacities[arc], left_over[owner[arc]])
        left_over[owner[arc]] -= used[arc]
    return used
