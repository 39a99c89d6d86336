"""Limits that count pairs of nested groups, as intervals for the flow through one node each (docs/math.md)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pairing.instance.pairs import Candidates
from pairing.program import PairLimitItem
from pairing.program.goals import Keep
from pairing.program.limits import Row

Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Group:
    """From `least` to `most` units flow through a group: pairs of its right people, or left people unplaced.

    limit, whose: the limit's name and the group's. side: "left" or "right". people: (people of that table,) bool,
    those in the network; present: all who take part, locked or without a free seat or not. cost: per unit missing or
    too many; 0 for a hard limit, which allows none.
    """

    limit: str
    whose: str
    side: str
    people: Bools
    present: Bools
    least: int
    most: int
    cost: int

    @property
    def constant(self) -> int:
        """What a soft limit's units cost less what its segments give back: the goal's constant."""
        return self.cost * (self.least + max(0, -self.most))

    def segments(self, everyone: int) -> list[tuple[int, int, int]]:
        """Each segment of the group's arc: its capacity, what a unit costs the limit, and the goal `minimum`."""
        hard, most = self.cost == 0, max(0, self.most)
        beyond = not hard or (self.side == "left" and most < int(self.people.sum()))
        parts = [
            (self.least, -self.cost, -int(hard)),
            (most - self.least, 0, 0),
            (everyone if beyond else 0, self.cost, int(hard)),
        ]
        return [part for part in parts if part[0] > 0]


def groups_in_network(candidates: Candidates) -> tuple[list[Group], list[str]]:
    """The groups of the limits that are part of the network, in program order, and the names of those limits.

    A limit is taken if it is countable and its groups and those taken before are nested; a soft one only if all are.
    """
    taken: list[Group] = []
    names: list[str] = []
    soft = candidates.season.program.soft_limits
    for item, limit in candidates.limits:
        groups = [_group(candidates, item, row) for row in limit.rows]
        possible = all(group.cost or group.most >= 0 for group in groups)
        if _countable(item) and possible and _nested([*taken, *groups]):
            taken += groups
            names.append(item.title)
    if len(names) < len(candidates.limits):
        taken, names = [g for g in taken if g.limit not in soft], [name for name in names if name not in soft]
    return taken, names


def all_in_network(candidates: Candidates) -> bool:
    """Whether the network knows every limit."""
    return len(groups_in_network(candidates)[1]) == len(candidates.limits)


def inner_first(groups: Sequence[Group]) -> list[int]:
    """The groups' positions, smaller ones first, so that each stands after those inside it."""
    return sorted(range(len(groups)), key=lambda k: (int(groups[k].people.sum()), k))


def parents(groups: Sequence[Group]) -> list[int]:
    """For each group the smallest one that contains it, by position, -1 for none; of equal ones the next in order."""
    common, size = _shared(groups, lambda group: group.people)
    rank = np.empty(len(groups), dtype=np.int64)
    order = np.array(inner_first(groups), dtype=np.int64)
    rank[order] = np.arange(len(groups))
    contains = (common == size[:, None]) & (size > 0)[:, None] & (rank[None, :] > rank[:, None])
    return [int(order[np.flatnonzero(row[order])[0]]) if row.any() else -1 for row in contains]


def smallest(groups: Sequence[Group], side: str, people: int) -> Ints:
    """(people,): the position of the smallest group that holds each person of a side, -1 for none."""
    found = np.full(people, -1, dtype=np.int64)
    for k in reversed(inner_first(groups)):
        if groups[k].side == side:
            found[groups[k].people] = k
    return found


def _countable(item: PairLimitItem) -> bool:
    """A limit that only counts pairs; that at least one person serves says that at least one pair is made."""
    if item.kind == "serving":
        return item.parameters["at_least"] == 1 and item.parameters["at_most"] is None
    return item.kind in ("quota", "shared_load")


def _group(candidates: Candidates, item: PairLimitItem, row: Row) -> Group:
    """A row as an interval for what flows through its group, locked pairs taken off."""
    locks = np.array([lock.pair for lock in candidates.locks], dtype=np.int64).reshape(-1, 2)
    program = candidates.season.program
    cost = next(
        (goal.cost_per_unit for goal in program.goals if isinstance(goal, Keep) and goal.limit == item.title), 0
    )
    held = int((row.left[locks[:, 0]] & row.right[locks[:, 1]]).sum())
    network_left = candidates.left_in.copy()
    network_left[locks[:, 0]] = False
    everyone = int(network_left.sum())
    least, most = row.least - held, everyone if row.most is None else row.most - held
    if item.parameters.get("side") == "left":
        people = row.left & network_left
        number = int(people.sum())
        present = row.left & candidates.left_in
        return Group(item.title, row.whose, "left", people, present, max(0, number - most), number - least, cost)
    free = candidates.seats - np.bincount(locks[:, 1], minlength=len(candidates.seats))
    present = row.right & candidates.right_in
    return Group(item.title, row.whose, "right", present & (free > 0), present, max(0, least), most, cost)


def _nested(groups: Sequence[Group]) -> bool:
    """Of any two groups of one side one contains the other, or they share nobody who takes part.

    Locks do not matter for that: the season without one of them, which prices it, is the same kind of network.
    """
    common, size = _shared(groups, lambda group: group.present)
    return bool(((common == 0) | (common == np.minimum(size[:, None], size[None, :]))).all())


def _shared(groups: Sequence[Group], who: Callable[[Group], Bools]) -> tuple[Ints, Ints]:
    """(groups, groups): how many people two groups of one side share, 0 for two sides; and each group's size."""
    common = np.zeros((len(groups), len(groups)), dtype=np.int64)
    for side in ("left", "right"):
        own = [k for k, group in enumerate(groups) if group.side == side]
        if own:
            people = np.array([who(groups[k]) for k in own], dtype=np.float64)
            common[np.ix_(own, own)] = (people @ people.T).astype(np.int64)
    return common, common.diagonal().copy()
