"""The network of a season: left people send one unit each, over right people or straight, to the sink."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pairing.candidates import Candidates

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Network:
    """Nodes are numbered: left people, right people, sink. Arcs: pairs, then staying unplaced, then seats.

    left, right: positions in the season's tables of the people in the network, ascending (locked left people
    are not in it). left_of, right_of, fits: per pair arc, positions among the network's left and right people,
    and hundredths. seat_of, seat_minimum, seat_load: per seat arc, the position among the right people, whether
    it serves their minimum, and (unit seats only) the partners they have before it is used. capacities: per arc.
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
    capacities: Ints

    @property
    def nodes(self) -> int:
        """How many nodes there are."""
        return len(self.left) + len(self.right) + 1

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
        """The arcs from right people to the sink."""
        return slice(len(self.left_of) + len(self.left), len(self.capacities))

    @property
    def tails(self) -> Ints:
        """The node each arc leaves."""
        n = len(self.left)
        return np.concatenate([self.left_of, np.arange(n), n + self.seat_of])

    @property
    def heads(self) -> Ints:
        """The node each arc enters."""
        n = len(self.left)
        return np.concatenate([n + self.right_of, np.full(n + len(self.seat_of), self.sink)])

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
        """How many seats the minimums ask for."""
        return int(self.capacities[self.seat_arcs][self.seat_minimum].sum())

    def least_fit(self, hundredths: int) -> NDArray[np.bool_]:
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
    capacities = np.concatenate([np.ones(len(left_of) + len(left), dtype=np.int64), seats])
    fits = candidates.fit[left[left_of], right[right_of]].astype(np.int64)
    return Network(
        candidates, left, right, left_of, right_of, fits, seat_of, seat_minimum, seat_load, capacities
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
