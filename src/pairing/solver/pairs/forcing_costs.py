"""What forcing a pair costs: what every goal of the whole re-optimized plan loses, and by which moves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from pairing.plans.pair_parts import Move
from pairing.solver.pairs.network import Ints
from pairing.solver.pairs.residual_graph import ResidualGraph

NOBODY = -1
"""The partner that stands for having none."""


@dataclass(frozen=True)
class ForcedOption:
    """One option of a left person of the network: a right person's position, or NOBODY; its packed price."""

    left: int
    right: int
    price: int
    moves: tuple[Move, ...]


def options_of_left(
    residual: ResidualGraph, left: int, most: int | None, below: int | None = None
) -> list[ForcedOption]:
    """A left person's options by price, those of equal price by fit and id: at most `most`, all if None.

    The present partner is none of them; having nobody is one. Options that no plan has, or whose packed price is not
    `below` (unless None), are left out.
    """
    network = residual.network
    prices = np.append(prices_of_forcing(residual, left), _price_of_nobody(residual, left))
    fits = np.append(network.candidates.fit[network.left[left], network.right], -1)
    chosen = np.flatnonzero(prices < (residual.unreachable if below is None else below))
    order = np.unique(prices[chosen], return_inverse=True)[1]
    ranked = chosen[np.lexsort((chosen, -fits[chosen], order))][:most].tolist()
    return [
        ForcedOption(left, b if b < len(network.right) else NOBODY, int(prices[b]), tuple(_moves(residual, left, b)))
        for b in ranked
    ]


def prices_of_forcing(residual: ResidualGraph, left: int) -> Ints:
    """The packed price of each right person for one left person; `unreachable` where no plan has the pair.

    Join, and lead whoever has to leave back to where the person came from.
    """
    distance, origin = residual.shortest_paths[0], residual.node_of_left[left]
    onward = residual.cost_to_fill_seat + distance[residual.seats_lead_to, origin]
    onward[residual.occupied] = distance[: len(residual.occupied), origin]
    join = residual.cost_to_leave[left] + residual.cost_to_join[left]
    prices: Ints = np.minimum(join + np.minimum(onward, residual.unreachable), residual.unreachable)
    return prices


def options_of_right(
    residual: ResidualGraph, right: int, most: int | None, below: int | None = None
) -> list[ForcedOption]:
    """The left people who could be forced onto one right person for less than `below`: the cheapest `most`, or all."""
    distance, node = residual.shortest_paths[0], residual.node_of_right[right]
    onward = (
        distance[node] if node >= 0 else residual.cost_to_fill_seat[right] + distance[residual.seats_lead_to[right]]
    )
    onward = np.minimum(onward, residual.unreachable)[residual.node_of_left]
    prices = residual.cost_to_leave + residual.cost_to_join[:, right] + onward
    ranked = np.argsort(prices, kind="stable")[:most].tolist()
    return [
        ForcedOption(left, right, int(prices[left]), ())
        for left in ranked
        if prices[left] < (residual.unreachable if below is None else below)
    ]


def _price_of_nobody(residual: ResidualGraph, left: int) -> int:
    """The packed price of having nobody; `unreachable` for those who have nobody now."""
    back = int(residual.shortest_paths[0][residual.unplaced_leads_to[left], residual.node_of_left[left]])
    return min(int(residual.cost_to_leave[left]) + int(residual.cost_to_be_unplaced[left]) + back, residual.unreachable)


def _moves(residual: ResidualGraph, left: int, right: int) -> Iterator[Move]:
    """Who is displaced and where they go, one after the other, when a left person joins a right one."""
    end = int(residual.node_of_left[left])
    serves = right < len(residual.node_of_right)
    start = int(residual.node_of_right[right] if serves else residual.unplaced_leads_to[left])
    start = int(residual.seats_lead_to[right]) if start < 0 else start
    path = [end]
    while path[-1] != start:
        path.append(int(residual.shortest_paths[1][start, path[-1]]))
    for node, then in pairwise(reversed(path)):
        move = _move(residual, node, then)
        if move is not None:
            yield move


def _move(residual: ResidualGraph, node: int, then: int) -> Move | None:
    """Who makes a step of a path; None where only a seat is filled or freed, or a group passes a unit on."""
    cost = int(residual.lengths[node, then])
    if _cost_of_seats_alone(residual, node, then) == cost:
        return None
    people = np.flatnonzero(residual.node_of_left == node)
    leave = residual.cost_to_leave[people]
    if then < len(residual.occupied):
        to = int(residual.occupied[then])
        return _named(residual, people, leave + residual.cost_to_join[people, to], cost, to)
    unplaced = leave + residual.cost_to_be_unplaced[people]
    unplaced = np.where(residual.unplaced_leads_to[people] == then, unplaced, residual.unreachable)
    if (unplaced == cost).any():
        return _named(residual, people, unplaced, cost, NOBODY)
    idle_seat = leave + residual.cost_to_take_idle_seat[people, then - len(residual.occupied)]
    person = people[int(np.argmax(idle_seat == cost))]
    idle = (residual.node_of_right < 0) & (residual.seats_lead_to == then)
    seats = np.minimum(residual.cost_to_join[person] + residual.cost_to_fill_seat, residual.unreachable)
    return _named(residual, people, idle_seat, cost, int(np.argmin(np.where(idle, seats, residual.unreachable))))


def _cost_of_seats_alone(residual: ResidualGraph, node: int, then: int) -> int:
    """What a step costs that nobody makes: a seat filled or freed, or a unit more or less through a group."""
    busy = len(residual.occupied)
    if node >= busy and then >= busy:
        return int(residual.cost_between_outlets[node - busy, then - busy])
    if node < busy and then == residual.seats_lead_to[residual.occupied[node]]:
        return int(residual.cost_to_fill_seat[residual.occupied[node]])
    if then < busy and node == residual.seats_lead_to[residual.occupied[then]]:
        return int(residual.cost_to_free_seat[residual.occupied[then]])
    return residual.unreachable


def _named(residual: ResidualGraph, people: Ints, costs: Ints, cost: int, to: int) -> Move:
    network = residual.network
    season = network.candidates.season
    person = int(people[int(np.argmax(costs == cost))])
    start = int(residual.partner[person])

    def name(right: int) -> str | None:
        return None if right < 0 else season.right.ids[int(network.right[right])]

    return Move(season.left.ids[int(network.left[person])], name(start), name(to))


def prices_of(residual: ResidualGraph, packed: Sequence[int]) -> Ints:
    """Packed prices taken apart: (goals, prices), positive is a loss."""
    return residual.by_goal(np.array(packed, dtype=object))
