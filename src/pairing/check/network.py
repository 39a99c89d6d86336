"""The flow network of a season: who can still be paired with whom, what each goal charges, what a plan costs on it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from pairing.check.goals import MINIMUM, Goal
from pairing.check.judging import Judged
from pairing.check.people import People

Ints = NDArray[np.int64]
Eligible = NDArray[np.bool_]
Fits = NDArray[Any]


class Cost(NamedTuple):
    """What a goal charges: per hundredth of fit, per counted person unplaced, per seat of a minimum, per load."""

    fit: int = 0
    unplaced: int = 0
    minimum: int = 0
    load: int = 0


COSTS: dict[str, Cost] = {
    MINIMUM: Cost(minimum=-1),
    "placed": Cost(unplaced=1),
    "fit": Cost(fit=-1),
    "even_load": Cost(load=1),
}
"""Every goal that is a sum of arc costs, to be minimized; worst_fit and keep are none."""


class Arcs(NamedTuple):
    """Eligible pairs as positions in the two tables, with their fits."""

    tails: Ints
    heads: Ints
    fits: Ints


@dataclass(frozen=True)
class Network:
    """Left people to be served, right people with seats, one sink; locked pairs are no part of it.

    `left`, `right`: positions in the tables; `arcs` count within these. `seats`, `minimum` and `start` (the load
    before the first pair) per right person; `required` is the sum of all minimums, reachable or not.
    """

    left: list[int]
    right: list[int]
    arcs: Arcs
    seats: list[int]
    minimum: list[int]
    start: list[int]
    required: int

    def above(self, least_fit: int) -> Network:
        """The network with only the arcs of fit `least_fit` or more."""
        kept = self.arcs.fits >= least_fit
        return replace(self, arcs=Arcs(*(part[kept] for part in self.arcs)))

    def has_fit_between(self, least: int, below: int) -> bool:
        """Some arc has a fit of `least` or more, below `below`."""
        return bool(((self.arcs.fits >= least) & (self.arcs.fits < below)).any())

    def largest_fit(self, below: int | None = None) -> int | None:
        """The largest fit of an arc, or of one below `below`."""
        fits = self.arcs.fits if below is None else self.arcs.fits[self.arcs.fits < below]
        return int(fits.max()) if fits.size else None

    def sum_of_best_fits(self) -> int:
        """Everybody's best fit, added up as if there were seats for all."""
        best = np.zeros(len(self.left), dtype=np.int64)
        np.maximum.at(best, self.arcs.tails, self.arcs.fits)
        return int(best.sum())


def arcs_of(judged: Iterable[Judged]) -> Arcs:
    """Arcs from the eligible ones among pairs judged."""
    table = np.array([arc for arc in judged if arc[2] is not None], dtype=np.int64).reshape(-1, 3)
    return Arcs(table[:, 0], table[:, 1], table[:, 2])


def claimed_arcs(eligible: Eligible, fit: Fits) -> Arcs:
    """Arcs from arrays of shape (left, right)."""
    tails, heads = np.nonzero(eligible)
    return Arcs(tails.astype(np.int64), heads.astype(np.int64), fit[tails, heads].astype(np.int64))


def network(people: People, arcs: Arcs) -> Network:
    """Locked left people are left out; seats, minimums and loads of their right people are adjusted."""
    locked = [0] * len(people.right)
    for _, j in people.locks:
        locked[j] += 1
    fixed = {i for i, _ in people.locks}
    left = [i for i in people.served if i not in fixed]
    seats = [max(0, most - held) for most, held in zip(people.seats, locked, strict=True)]
    minimum = [max(0, fewest - held) for fewest, held in zip(people.minimum, locked, strict=True)]
    right = [j for j in people.serving if seats[j] > 0]
    tails = _renumbered(left, len(people.left))[arcs.tails]
    heads = _renumbered(right, len(people.right))[arcs.heads]
    kept = (tails >= 0) & (heads >= 0)
    return Network(
        left, right, Arcs(tails[kept], heads[kept], arcs.fits[kept]),
        [seats[j] for j in right], [minimum[j] for j in right],
        [people.already[j] + locked[j] for j in right], sum(minimum),
    )  # fmt: skip


def _renumbered(positions: list[int], size: int) -> Ints:
    numbers = np.full(size, -1, dtype=np.int64)
    numbers[positions] = np.arange(len(positions))
    return numbers


def costs(net: Network, goals: Sequence[Goal], pairs: Iterable[tuple[int, int]], fits: Iterable[int]) -> list[int]:
    """What these pairs cost on the network, goal by goal; pairs of people outside of it (locked ones) are free."""
    rows, columns = set(net.left), {j: number for number, j in enumerate(net.right)}
    flow = [(i, columns[j], fit) for (i, j), fit in zip(pairs, fits, strict=True) if i in rows and j in columns]
    unplaced = rows - {i for i, _, _ in flow}
    load = Counter(column for _, column, _ in flow)
    return [_cost(net, goal, sum(fit for _, _, fit in flow), unplaced, load) for goal in goals]


def _cost(net: Network, goal: Goal, fit: int, unplaced: set[int], load: Counter[int]) -> int:
    charge = COSTS[goal.kind]
    seats = sum(seat_cost(net, charge, column, seat) for column, many in load.items() for seat in range(many))
    return charge.fit * fit + charge.unplaced * len(unplaced & goal.counted) + seats


def seat_cost(net: Network, charge: Cost, column: int, seat: int) -> int:
    """What a right person's next seat costs when so many are taken."""
    return charge.minimum * (seat < net.minimum[column]) + charge.load * (net.start[column] + seat)
