"""Weak duality in exact integers: what potentials on a flow network prove, whoever found them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from pairing.profiles import Table, key
from pairing.verify.groups import LEFT, RIGHT
from pairing.verify.pairs.goals import Goal
from pairing.verify.pairs.network import COSTS, Charge, Ints, Network, seat_cost
from pairing.verify.pairs.quotas import Quotas

LARGEST = 2**40
"""No potential is larger, so that a block of reduced costs adds up within 64 bits."""
BLOCK = 2**18
"""Arcs taken at once."""


class BadProofError(ValueError):
    """The proof is no proof at all: a part of it is missing or has the wrong form."""


def bound(net: Network, goals: Sequence[Goal], proof: Mapping[str, Any], tables: tuple[Table, Table]) -> list[int]:
    """Every flow on the network costs at least this, goal by goal in lexicographic order, by the proof's potentials."""
    size = len(goals)
    left = _potentials(proof, "left", tables[0], net.left, size)
    right = _potentials(proof, "right", tables[1], net.right, size)
    sink = _vector(proof.get("sink", [0] * size), size, "the sink")
    ends = [*_group_potentials(proof, net.quotas, size), sink]
    total = [len(net.left) * sink[k] - int(left[k].sum()) for k in range(size)]
    charges = [COSTS[goal.kind](net, goal) for goal in goals]
    _add(total, _pair_arcs(net, charges, left, right))
    _add(total, _unplaced_arcs(net, charges, left, ends))
    _add(total, _seat_arcs(net, charges, right, ends))
    _add(total, _group_arcs(net.quotas, charges, ends))
    return total


def _pair_arcs(net: Network, charges: list[Charge], left: list[Ints], right: list[Ints]) -> list[int]:
    """The negative reduced costs of the pairs' arcs, added up in blocks."""
    total = [0] * len(charges)
    for first in range(0, len(net.arcs.fits), BLOCK):
        block = slice(first, first + BLOCK)
        tails, heads = net.arcs.tails[block], net.arcs.heads[block]
        reduced = [charge.pairs[block] + left[k][tails] - right[k][heads] for k, charge in enumerate(charges)]
        _add(total, _negative(reduced))
    return total


def _unplaced_arcs(net: Network, charges: list[Charge], left: list[Ints], ends: list[list[int]]) -> list[int]:
    """The negative reduced costs of staying unplaced."""
    homes = np.array([ends[home] for home in net.quotas.homes[LEFT]], dtype=np.int64).reshape(-1, len(charges))
    return _negative([charge.unplaced + left[k] - homes[:, k] for k, charge in enumerate(charges)])


def _negative(reduced: list[Ints]) -> list[int]:
    """The sum of those vectors whose first nonzero entry is negative."""
    negative = np.zeros(reduced[0].shape, dtype=bool)
    undecided = ~negative
    for entries in reduced:
        negative |= undecided & (entries < 0)
        undecided &= entries == 0
    return [int(entries[negative].sum()) for entries in reduced]


def _seat_arcs(net: Network, charges: list[Charge], right: list[Ints], ends: list[list[int]]) -> list[int]:
    """The negative reduced costs of the seats; nobody fills more seats than there are arcs to them.

    Later seats are never cheaper, so the first that is not negative ends the row.
    """
    total, zero = [0] * len(charges), [0] * len(charges)
    arriving = np.bincount(net.arcs.heads, minlength=len(net.right)).tolist()
    rises = any(charge.load for charge in charges)
    for column, seats in enumerate(net.seats):
        home = ends[net.quotas.homes[RIGHT][column]]
        fall = [int(entries[column]) - end for entries, end in zip(right, home, strict=True)]
        usable, seat = min(seats, arriving[column]), 0
        while seat < usable:
            minimum = net.minimum[column]
            alike = 1 if rises else min(usable, minimum if seat < minimum else usable) - seat
            reduced = [seat_cost(net, charge, column, seat) + fall[k] for k, charge in enumerate(charges)]
            if reduced >= zero:
                break
            _add(total, [alike * entry for entry in reduced])
            seat += alike
    return total


def _group_arcs(quotas: Quotas, charges: list[Charge], ends: list[list[int]]) -> list[int]:
    """The negative reduced costs of the groups' segments."""
    total, zero = [0] * len(charges), [0] * len(charges)
    for number, node in enumerate(quotas.nodes):
        fall = [start - end for start, end in zip(ends[number], ends[quotas.onward[number]], strict=True)]
        for seats, units in node.segments:
            reduced = [charge.groups[number] * units + fall[k] for k, charge in enumerate(charges)]
            if reduced < zero:
                _add(total, [seats * entry for entry in reduced])
    return total


def _add(total: list[int], more: list[int]) -> None:
    for k, entry in enumerate(more):
        total[k] += entry


def _potentials(proof: Mapping[str, Any], side: str, table: Table, positions: list[int], size: int) -> list[Ints]:
    """One array per goal over the network's people of one side; people without a potential have 0."""
    given = _mapping(proof.get(side, {}), f'"{side}"', "potentials by id")
    by_key = {key(str(identifier)): vector for identifier, vector in given.items()}
    strangers = sorted(set(by_key) - set(table.index))
    if strangers:
        raise BadProofError(f"{strangers[0]} is nobody in {table.name}")
    keys = [key(table.ids[i]) for i in positions]
    rows = [_vector(by_key[name], size, name) if name in by_key else [0] * size for name in keys]
    return list(np.ascontiguousarray(np.array(rows, dtype=np.int64).reshape(-1, size).T))


def _group_potentials(proof: Mapping[str, Any], quotas: Quotas, size: int) -> list[list[int]]:
    """One vector for each group on the network; groups without a potential have 0."""
    numbers = {(node.limit, node.name): number for number, node in enumerate(quotas.nodes)}
    vectors = [[0] * size for _ in quotas.nodes]
    for limit, named in _mapping(proof.get("groups", {}), '"groups"', "groups by limit").items():
        if limit not in quotas.limits:
            raise BadProofError(f'"{limit}" is no limit on the network')
        for name, vector in _mapping(named, f'"groups" of limit "{limit}"', "potentials by name").items():
            if (limit, name) not in numbers:
                raise BadProofError(f'"{name}" is no group of limit "{limit}" on the network')
            vectors[numbers[limit, name]] = _vector(vector, size, f'group "{name}" of limit "{limit}"')
    return vectors


def _mapping(given: Any, place: str, expected: str) -> Mapping[str, Any]:
    """What stands there is a table."""
    if not isinstance(given, Mapping):
        raise BadProofError(f"{place} is no table of {expected}")
    return given


def _vector(given: Any, size: int, name: str) -> list[int]:
    """One whole number per goal."""
    if not isinstance(given, Sequence) or len(given) != size:
        raise BadProofError(f"{name} needs {size} potentials")
    if not all(_is_whole(entry) for entry in given):
        raise BadProofError(f"the potentials of {name} must be whole numbers below 2**40")
    return [int(entry) for entry in given]


def _is_whole(entry: Any) -> bool:
    return isinstance(entry, int | np.integer) and not isinstance(entry, bool) and abs(int(entry)) < LARGEST
