"""Limits that only count pairs of groups: which of them are part of the network, and as what nodes."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple

from pairing.verify import written
from pairing.verify.conditions import Condition
from pairing.verify.groups import LEFT, RIGHT, SIDES, Group, groups, sharing
from pairing.verify.pairs.evaluation import Judge
from pairing.verify.written import Item


class Asked(NamedTuple):
    """A group of one side, and from how many to how many pairs are to be made with it; None is without end."""

    side: int
    group: Group
    at_least: int
    at_most: int | None


def _quota(
    judge: Judge, side: str, who: Condition, by: str | None, at_least: int, at_most: int | None
) -> list[Asked]:  # fmt: skip
    """Every group's pairs are counted."""
    end = SIDES.index(side)
    return [Asked(end, group, at_least, at_most) for group in groups(judge, end, who, by)]


def _serving(
    judge: Judge, who: Condition, by: str | None, at_least: int, at_most: int | None
) -> list[Asked] | None:  # fmt: skip
    """At least one of a group serves just when at least one pair is made with it; otherwise people are counted."""
    if at_least != 1 or at_most is not None:
        return None
    return [Asked(RIGHT, group, 1, None) for group in groups(judge, RIGHT, who, by)]


def _shared_load(judge: Judge, column: str) -> list[Asked]:
    """Right people who share a value have together at most what the freest of them may have."""
    seats = judge.people.seats
    return [
        Asked(RIGHT, Group(name, name, frozenset(people)), 0, max(seats[j] for j in people))
        for name, people in sharing(judge.season.right, column).items()
        if len(people) > 1
    ]


COUNTABLE: dict[str, Callable[..., list[Asked] | None]] = {
    "quota": _quota,
    "serving": _serving,
    "shared_load": _shared_load,
}
"""The kinds of limits that may only count pairs of groups; called with the judge and the limit's own parameters."""


class Here(NamedTuple):
    """Who of a side is on the network, who takes part, and how many locked pairs anybody of that side is in."""

    people: frozenset[int]
    present: frozenset[int]
    locked: Counter[int]


Sides = tuple[Here, Here]


class Segment(NamedTuple):
    """So many seats of a group's arc; each unit of flow there changes by so many the units broken, or those missing."""

    seats: int
    units: int


@dataclass(frozen=True)
class Node:
    """A limit's group on the network: its people there, and from how many to how many units are to flow through.

    `present`: those of the group who take part, locked or without a free seat or not. By what `most` is below 0, the
    limit is broken whatever flows. `endless`: no flow is larger.
    """

    limit: str
    name: str
    hard: bool
    side: int
    people: frozenset[int]
    present: frozenset[int]
    least: int
    most: int
    endless: int

    @property
    def segments(self) -> list[Segment]:
        """Never cheaper from one to the next; a hard limit's end where the group is full."""
        free = self.most - self.least
        rising = [Segment(self.least, -1), Segment(free, 0), Segment(0 if self.hard else self.endless, 1)]
        return [segment for segment in rising if segment.seats > 0]

    def units(self, flow: int) -> int:
        """What so much flow changes by its segments, the cheapest filled first; beyond the last nothing."""
        total = 0
        for seats, units in self.segments:
            total += units * min(seats, flow)
            flow -= min(seats, flow)
        return total

    @property
    def hopeless(self) -> int:
        """The units by which the limit is broken here whatever flows."""
        return max(0, -self.most)


@dataclass(frozen=True)
class Quotas:
    """The groups of all limits that are part of the network; the sink's number is how many groups there are.

    `limits`: their names. `homes`: for each side and each of its people on the network the group where the arc of a
    left person's staying unplaced, or of a right person's seats, leads; `onward`: where each group's arc leads.
    """

    limits: frozenset[str]
    nodes: list[Node]
    homes: tuple[list[int], list[int]]
    onward: list[int]


def quotas(judge: Judge, left: list[int], right: list[int]) -> Quotas:
    """Everybody leads to the smallest group that holds them, each group to the smallest one around it."""
    locked = [Counter(ends) for ends in zip(*judge.people.locks, strict=True)] or [Counter(), Counter()]
    present = frozenset(judge.people.served), frozenset(judge.people.serving)
    limits = _taken(
        judge,
        (
            Here(frozenset(left), present[LEFT], locked[LEFT]),
            Here(frozenset(right), present[RIGHT], locked[RIGHT]),
        ),
    )
    nodes = [node for taken in limits.values() for node in taken]
    sink, chains = len(nodes), _chains(nodes)
    onward = [sink] * sink
    for chain in chains.values():
        for inner, outer in pairwise(chain):
            onward[inner] = outer
    to_left, to_right = (
        [chains[side, person][0] if (side, person) in chains else sink for person in people]
        for side, people in ((LEFT, left), (RIGHT, right))
    )
    return Quotas(frozenset(limits), nodes, (to_left, to_right), onward)


def _chains(nodes: Sequence[Node]) -> dict[tuple[int, int], list[int]]:
    """The groups that hold each person of a side, the smallest first; of the same people the earlier first."""
    found: dict[tuple[int, int], list[int]] = defaultdict(list)
    for number in sorted(range(len(nodes)), key=lambda number: len(nodes[number].people)):
        for person in nodes[number].people:
            found[nodes[number].side, person].append(number)
    return found


def _taken(judge: Judge, here: Sides) -> dict[str, list[Node]]:
    """In the order of the program, the groups of limits that fit those before; soft ones only if all limits are."""
    program = judge.season.program
    limits, soft = written.limits(program), written.soft(program, "limit")
    taken: dict[str, list[Node]] = {}
    for limit in limits:
        nodes = _nodes(judge, limit, limit.title not in soft, here)
        if nodes is not None and _nested([*(node for others in taken.values() for node in others), *nodes]):
            taken[limit.title] = nodes
    whole = len(taken) == len(limits)
    return {name: nodes for name, nodes in taken.items() if whole or name not in soft}


def _nested(nodes: list[Node]) -> bool:
    """Of any two groups of one side either one contains the other or they share nobody who takes part."""
    whole = [replace(node, people=node.present) for node in nodes]
    return all(
        whole[inner].people <= whole[outer].people
        for inner, outer in {step for chain in _chains(whole).values() for step in pairwise(chain)}
    )


def _nodes(judge: Judge, limit: Item, hard: bool, here: Sides) -> list[Node] | None:
    """A countable limit's groups; None for any other limit, and for a hard one that is broken whatever flows."""
    asked = COUNTABLE[limit.kind](judge, **limit.parameters) if limit.kind in COUNTABLE else None
    if asked is None:
        return None
    nodes = [_node(limit.title, hard, one, here) for one in asked]
    return None if any(node.hard and node.most < 0 for node in nodes) else nodes


def _node(limit: str, hard: bool, asked: Asked, here: Sides) -> Node:
    """Locked pairs are taken off what is asked; of left people those who stay unplaced flow, not their pairs."""
    people, endless = asked.group.people & here[asked.side].people, len(here[LEFT].people)
    locked = sum(here[asked.side].locked[person] for person in asked.group.people)
    least = asked.at_least - locked
    most = endless if asked.at_most is None else asked.at_most - locked
    if asked.side == LEFT:
        least, most = len(people) - most, len(people) - least
    present = asked.group.people & here[asked.side].present
    return Node(limit, asked.group.name, hard, asked.side, people, present, max(0, least), most, endless)
