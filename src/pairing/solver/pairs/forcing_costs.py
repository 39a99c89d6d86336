"""Prices: what every goal of the whole re-optimized plan loses when a pair is forced, and by which moves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from pairing.plans.pair_parts import Move
from pairing.solver.pairs.network import Ints
from pairing.solver.pairs.residual_graph import Residual

NOBODY = -1
"""The partner that stands for having none."""


@dataclass(frozen=True)
class Priced:
    """One option of a left person of the network: a right person's position, or NOBODY; its packed price."""

    left: int
    right: int
    price: int
    moves: tuple[Move, ...]


def options_of(residual: Residual, left: int, most: int | None, below: int | None = None) -> list[Priced]:
    """A left person's options by price, those of equal price by fit and id: at most `most`, all if None.

    The present partner is none of them; having nobody is one. Options that no plan has, or whose packed price is not
    `below` (unless None), are left out.
    """
    network = residual.network
    prices = np.append(forced_prices(residual, left), _price_of_nobody(residual, left))
    fits = np.append(network.candidates.fit[network.left[left], network.right], -1)
    chosen = np.flatnonzero(prices < (residual.far if below is None else below))
    order = np.unique(prices[chosen], return_inverse=True)[1]
    ranked = chosen[np.lexsort((chosen, -fits[chosen], order))][:most].tolist()
    return [
        Priced(left, b if b < len(network.right) else NOBODY, int(prices[b]), tuple(_moves(residual, left, b)))
        for b in ranked
    ]


def forced_prices(residual: Residual, left: int) -> Ints:
    """The packed price of each right person for one left person; `far` where no plan has the pair.

    Join, and lead whoever has to leave back to where the person came from.
    """
    ways, home = residual.ways[0], residual.home[left]
    onward = residual.filling + ways[residual.after, home]
    onward[residual.occupied] = ways[: len(residual.occupied), home]
    prices: Ints = np.minimum(
        residual.leaving[left] + residual.joining[left] + np.minimum(onward, residual.far), residual.far
    )
    return prices


def lefts_by_price(residual: Residual, right: int, most: int | None, below: int | None = None) -> list[Priced]:
    """The left people who could be forced onto one right person for less than `below`: the cheapest `most`, or all."""
    ways, rank = residual.ways[0], residual.rank[right]
    onward = ways[rank] if rank >= 0 else residual.filling[right] + ways[residual.after[right]]
    prices = residual.leaving + residual.joining[:, right] + np.minimum(onward, residual.far)[residual.home]
    ranked = np.argsort(prices, kind="stable")[:most].tolist()
    return [
        Priced(left, right, int(prices[left]), ())
        for left in ranked
        if prices[left] < (residual.far if below is None else below)
    ]


def _price_of_nobody(residual: Residual, left: int) -> int:
    """The packed price of having nobody; `far` for those who have nobody now."""
    back = int(residual.ways[0][residual.outside[left], residual.home[left]])
    return min(int(residual.leaving[left]) + int(residual.quitting[left]) + back, residual.far)


def _moves(residual: Residual, left: int, right: int) -> Iterator[Move]:
    """Who is displaced and where they go, one after the other, when a left person joins a right one."""
    home = int(residual.home[left])
    start = int(residual.rank[right] if right < len(residual.rank) else residual.outside[left])
    start = int(residual.after[right]) if start < 0 else start
    way = [home]
    while way[-1] != start:
        way.append(int(residual.ways[1][start, way[-1]]))
    for node, after in pairwise(reversed(way)):
        move = _move(residual, node, after)
        if move is not None:
            yield move


def _move(residual: Residual, node: int, after: int) -> Move | None:
    """Who makes a step of a path; None where only a seat is filled or freed, or a group passes a unit on."""
    cost = int(residual.steps[node, after])
    if _only_seats(residual, node, after) == cost:
        return None
    people = np.flatnonzero(residual.home == node)
    leaving = residual.leaving[people]
    if after < len(residual.occupied):
        to = int(residual.occupied[after])
        return _named(residual, people, leaving + residual.joining[people, to], cost, to)
    quitting = np.where(residual.outside[people] == after, leaving + residual.quitting[people], residual.far)
    if (quitting == cost).any():
        return _named(residual, people, quitting, cost, NOBODY)
    settling = leaving + residual.settling[people, after - len(residual.occupied)]
    person = people[int(np.argmax(settling == cost))]
    idle = (residual.rank < 0) & (residual.after == after)
    seats = np.where(idle, np.minimum(residual.joining[person] + residual.filling, residual.far), residual.far)
    return _named(residual, people, settling, cost, int(np.argmin(seats)))


def _only_seats(residual: Residual, node: int, after: int) -> int:
    """What a step costs that nobody makes: a seat filled or freed, or a unit more or less through a group."""
    busy = len(residual.occupied)
    if node >= busy and after >= busy:
        return int(residual.draining[node - busy, after - busy])
    if node < busy and after == residual.after[residual.occupied[node]]:
        return int(residual.filling[residual.occupied[node]])
    if after < busy and node == residual.after[residual.occupied[after]]:
        return int(residual.freeing[residual.occupied[after]])
    return residual.far


def _named(residual: Residual, people: Ints, costs: Ints, cost: int, to: int) -> Move:
    network = residual.network
    season = network.candidates.season
    person = int(people[int(np.argmax(costs == cost))])
    start = int(residual.partner[person])

    def name(right: int) -> str | None:
        return None if right < 0 else season.right.ids[int(network.right[right])]

    return Move(season.left.ids[int(network.left[person])], name(start), name(to))


def prices_of(residual: Residual, packed: Sequence[int]) -> Ints:
    """Packed prices taken apart: (goals, prices), positive is a loss."""
    return residual.components(np.array(packed, dtype=object))
