"""The flow network of a season: who can still be paired with whom, what each goal charges, what a plan costs on it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from pairing.verify.pairs.evaluation import Judge, Verdict
from pairing.verify.pairs.goals import MINIMUM, Goal
from pairing.verify.pairs.quotas import Quotas, quotas

Ints = NDArray[np.int64]
Eligible = NDArray[np.bool_]
Fits = NDArray[Any]


class Arcs(NamedTuple):
    """Eligible pairs as positions in the two tables, with their fits."""

    tails: Ints
    heads: Ints
    fits: Ints


@dataclass(frozen=True)
class Network:
    """Left people to be served, right people with seats, one sink; locked pairs are no part of it.

    `left`, `right`: positions in the tables; `arcs` count within these. `seats`, `minimum` and `start` (the load
    before the first pair) per right person; `required` is the sum of all minimums, of right people and of groups under
    hard limits, reachable or not.
    """

    left: list[int]
    right: list[int]
    arcs: Arcs
    seats: list[int]
    minimum: list[int]
    start: list[int]
    required: int
    quotas: Quotas

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


def arcs_of(verdicts: Iterable[Verdict]) -> Arcs:
    """Arcs from the eligible ones among pairs judged."""
    table = np.array([arc for arc in verdicts if arc[2] is not None], dtype=np.int64).reshape(-1, 3)
    return Arcs(table[:, 0], table[:, 1], table[:, 2])


def claimed_arcs(eligible: Eligible, fit: Fits) -> Arcs:
    """Arcs from arrays of shape (left, right)."""
    tails, heads = np.nonzero(eligible)
    return Arcs(tails.astype(np.int64), heads.astype(np.int64), fit[tails, heads].astype(np.int64))


def network(judge: Judge, arcs: Arcs) -> Network:
    """Locked left people are left out; seats, minimums and loads of their right people are adjusted."""
    people = judge.people
    locked = Counter(j for _, j in people.locks)
    fixed = {i for i, _ in people.locks}
    left = [i for i in people.served if i not in fixed]
    seats = [max(0, most - locked[j]) for j, most in enumerate(people.seats)]
    minimum = [max(0, fewest - locked[j]) for j, fewest in enumerate(people.minimum)]
    right = [j for j in people.serving if seats[j] > 0]
    tails = _renumbered(left, len(people.left))[arcs.tails]
    heads = _renumbered(right, len(people.right))[arcs.heads]
    kept = (tails >= 0) & (heads >= 0)
    limits = quotas(judge, left, right)
    return Network(
        left, right, Arcs(tails[kept], heads[kept], arcs.fits[kept]),
        [seats[j] for j in right], [minimum[j] for j in right], [people.already[j] + locked[j] for j in right],
        sum(minimum) + sum(node.least for node in limits.nodes if node.hard), limits,
    )  # fmt: skip


def _renumbered(positions: list[int], size: int) -> Ints:
    numbers = np.full(size, -1, dtype=np.int64)
    numbers[positions] = np.arange(len(positions))
    return numbers


class Charge(NamedTuple):
    """What a goal charges for a unit of flow, all within 2**40.

    `pairs`: on each pair's arc; `unplaced`: for each left person who stays unplaced. `minimum`: per seat of a right
    person's minimum; `load`: per partner whom a right person already has; `groups`: per unit that each group's segments
    say.
    """

    pairs: Ints
    unplaced: Ints
    minimum: int
    load: int
    groups: Sequence[int]


def _free(net: Network) -> Charge:
    """Nothing costs anything; the zeros take no room."""
    zero = np.zeros(1, dtype=np.int64)
    pairs, unplaced = np.broadcast_to(zero, net.arcs.fits.shape), np.broadcast_to(zero, (len(net.left),))
    return Charge(pairs, unplaced, 0, 0, [0] * len(net.quotas.nodes))


def _minimum(net: Network, goal: Goal) -> Charge:
    """Every seat of a minimum that is filled is gained, of right people and of groups under hard limits."""
    return _free(net)._replace(minimum=-1, groups=[int(node.hard) for node in net.quotas.nodes])


def _placed(net: Network, goal: Goal) -> Charge:
    """Every left person counted who stays unplaced costs 1."""
    return _free(net)._replace(unplaced=np.array([i in goal.counted for i in net.left], dtype=np.int64))


def _fit(net: Network, goal: Goal) -> Charge:
    """Every pair gains its fit; whoever leaves a proposed pair costs what that costs."""
    if not goal.of_leaving:
        return _free(net)._replace(pairs=-net.arcs.fits)
    moved = _moves(net, goal)
    return _free(net)._replace(pairs=-net.arcs.fits - moved.pairs, unplaced=-moved.unplaced)


def _even_load(net: Network, goal: Goal) -> Charge:
    """Every pair costs as many as its right person has already."""
    return _free(net)._replace(load=1)


def _keep(net: Network, goal: Goal) -> Charge:
    """Every unit by which the limit is broken, or pair that does not pass the rule, costs what the program says."""
    if goal.rule:
        return _free(net)._replace(pairs=_of_pairs(net, goal))
    return _free(net)._replace(groups=[goal.cost_per_unit * (node.limit == goal.limit) for node in net.quotas.nodes])


def _in_order(net: Network, goal: Goal) -> Charge:
    """Staying unplaced costs the more the earlier somebody comes."""
    return _free(net)._replace(unplaced=np.array([goal.of_leaving[i] for i in net.left], dtype=np.int64))


def _level(net: Network, goal: Goal) -> Charge:
    """Every pair gains the place of its level."""
    return _free(net)._replace(pairs=-_of_pairs(net, goal))


def _miles(net: Network, goal: Goal) -> Charge:
    """Every pair costs its miles."""
    return _free(net)._replace(pairs=_of_pairs(net, goal))


def _moves(net: Network, goal: Goal) -> Charge:
    """Every pair with another than the standing partner costs, and so does having none any more."""
    unplaced = np.array([goal.of_leaving.get(i, 0) for i in net.left], dtype=np.int64)
    return _free(net)._replace(pairs=_of_pairs(net, goal), unplaced=unplaced)


def _of_pairs(net: Network, goal: Goal) -> Ints:
    """What each arc adds to the goal's value."""
    arcs = zip(net.arcs.tails.tolist(), net.arcs.heads.tolist(), strict=True)
    return np.array([goal.of_pair(net.left[a], net.right[b]) for a, b in arcs], dtype=np.int64)


COSTS: dict[str, Callable[[Network, Goal], Charge]] = {
    MINIMUM: _minimum,
    "placed": _placed,
    "fit": _fit,
    "even_load": _even_load,
    "keep": _keep,
    "in_order": _in_order,
    "level": _level,
    "miles": _miles,
    "moves": _moves,
}
"""Every goal that is a sum of arc costs, to be minimized: all but worst_fit, keep where its limit is on the network."""


class Flow(NamedTuple):
    """A plan on the network: the arcs it uses, who stays unplaced, how many each right person and each group takes."""

    arcs: Ints
    unplaced: Ints
    load: list[int]
    through: list[int]


def costs(net: Network, goals: Iterable[Goal], pairs: Iterable[tuple[int, int]]) -> list[int]:
    """What these pairs cost on the network, goal by goal; pairs that are none of its arcs (locked ones) are free."""
    flow = _flow(net, pairs)
    return [_cost(net, COSTS[goal.kind](net, goal), flow) for goal in goals]


def _flow(net: Network, pairs: Iterable[tuple[int, int]]) -> Flow:
    rows, columns = ({position: number for number, position in enumerate(side)} for side in (net.left, net.right))
    wide = len(columns)
    wanted = [rows[i] * wide + columns[j] for i, j in pairs if i in rows and j in columns]
    arcs = np.flatnonzero(np.isin(net.arcs.tails * wide + net.arcs.heads, wanted))
    unplaced = np.setdiff1d(np.arange(len(rows)), net.arcs.tails[arcs])
    load = np.bincount(net.arcs.heads[arcs], minlength=wide).tolist()
    units = {net.left[row]: 1 for row in unplaced.tolist()}, dict(zip(net.right, load, strict=True))
    through = [sum(units[node.side].get(person, 0) for person in node.people) for node in net.quotas.nodes]
    return Flow(arcs, unplaced, load, through)


def _cost(net: Network, charge: Charge, flow: Flow) -> int:
    seats = sum(seat_cost(net, charge, column, seat) for column, many in enumerate(flow.load) for seat in range(many))
    groups = zip(charge.groups, net.quotas.nodes, flow.through, strict=True)
    limits = sum(weight * node.units(many) for weight, node, many in groups if weight)
    return int(charge.pairs[flow.arcs].sum() + charge.unplaced[flow.unplaced].sum()) + seats + limits


def seat_cost(net: Network, charge: Charge, column: int, seat: int) -> int:
    """What a right person's next seat costs when so many are taken."""
    return charge.minimum * (seat < net.minimum[column]) + charge.load * (net.start[column] + seat)
