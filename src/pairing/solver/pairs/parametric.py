"""Two costs on one network, weighed against each other: the plans that are best for some weights, and where.

Exact in whole numbers: along `first + t second` the least cost is a concave function of t made of straight pieces.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor

import numpy as np
from numpy.typing import NDArray

from pairing.errors import InputError, Problem
from pairing.instance.pairs import Candidates
from pairing.optimizers.deadline import UNLIMITED, Deadline
from pairing.solver.pairs.arc_costs import Goal, goals_of, needs_unit_seats
from pairing.solver.pairs.goal_by_goal import LexicographicSearch, settle_goals
from pairing.solver.pairs.lexicographic_flow import (
    Flow,
    cheapest_flow,
    divergence,
    lexicographic_flow,
    residual_potentials,
)
from pairing.solver.pairs.network import Ints, Network, build_network
from pairing.solver.pairs.ties import break_ties, movable_arcs


@dataclass(frozen=True)
class Face:
    """All flows that are best in the goals kept before anything is weighed; `flow` is one of them.

    kept: these goals. least_fit: no pair below it is made, in hundredths.
    """

    network: Network
    flow: Flow
    kept: tuple[Goal, ...]
    least_fit: int

    def best(self, goals: Sequence[Ints]) -> Flow:
        """The flow of the face that minimizes costs per arc in strict order."""
        return lexicographic_flow(self.network, goals, among=self.flow)

    def cheapest(self, costs: Ints) -> Ints:
        """A flow of the face, (arcs,), of least cost."""
        arcs, rest = self._open
        flow = np.where(self.flow.free, 0, self.flow.flow)
        flow[arcs] = cheapest_flow(*self._graph(arcs), costs[arcs], rest)
        return flow

    def weighed(self, first: Ints, second: Ints, t: Fraction) -> Ints:
        """`first + t second` in whole numbers, a positive multiple of it. Raises InputError beyond 64 bits."""
        p, q = t.numerator, t.denominator
        largest = q * int(np.abs(first).max(initial=0)) + abs(p) * int(np.abs(second).max(initial=0))
        if largest >= 2**62 // (self.network.nodes + 1):
            raise InputError([Problem("these values are too large to be weighed exactly for so many people")])
        return q * first + p * second

    def support(self, costs: Ints, flow: Ints) -> NDArray[np.bool_]:
        """(arcs,): those that some cheapest flow of the face uses. flow: a cheapest one."""
        used = flow > 0
        used[movable_arcs(self.network, self._cheapest_flows(costs, flow))] = True
        return used

    def partners(self, costs: Ints, flow: Ints) -> dict[int, int]:
        """Who is with whom in a cheapest flow, ties broken as in any plan (`partners_of`). flow: a cheapest one."""
        return partners_of(self.network, break_ties(self.network, self._cheapest_flows(costs, flow)).flow)

    def prove(self, costs: Ints, flow: Ints) -> None:
        """Raises RuntimeError where a flow of the face is not a cheapest one: no potentials prove it."""
        self._cheapest_flows(costs, flow)

    def _cheapest_flows(self, costs: Ints, flow: Ints) -> Flow:
        """A cheapest flow with the arcs in which others differ. Raises RuntimeError where it is not a cheapest one."""
        arcs, _ = self._open
        level = residual_potentials(*self._graph(arcs), costs[arcs], flow[arcs], self.network.nodes)
        free = self.flow.free & (costs + level[self.network.tails] - level[self.network.heads] == 0)
        return Flow(flow, (int(costs @ flow),), level[None], free)

    @property
    def _open(self) -> tuple[Ints, Ints]:
        """The arcs that differ on the face, and what each node still sends."""
        network, fixed = self.network, np.where(self.flow.free, 0, self.flow.flow)
        taken = divergence(network.tails, network.heads, fixed, network.nodes)
        return np.flatnonzero(self.flow.free), network.supplies - taken

    def _graph(self, arcs: Ints) -> tuple[Ints, Ints, Ints]:
        network = self.network
        return network.tails[arcs], network.heads[arcs], network.capacities[arcs]


def partners_of(network: Network, flow: Ints) -> dict[int, int]:
    """The right person of each left one by positions in the tables, locked pairs too."""
    used = np.flatnonzero(flow[network.pair_arcs])
    left, right = network.left[network.left_of[used]], network.right[network.right_of[used]]
    made = dict(zip(left.tolist(), right.tolist(), strict=True))
    return dict(sorted((made | dict(lock.pair for lock in network.candidates.locks)).items()))


def face_before(candidates: Candidates, aside: Sequence[str], deadline: Deadline = UNLIMITED) -> Face | None:
    """The plans that are best in all goals before the first of the kinds in `aside`; None where minimums cannot be met.

    Raises Stopped at the deadline.
    """
    network = build_network(candidates, unit_seats=needs_unit_seats(candidates))
    goals = goals_of(network)
    kept = goals[: next((k for k, goal in enumerate(goals) if goal.kind in aside), len(goals))]
    search = LexicographicSearch(network, deadline)
    settle_goals(search, kept)
    if search.flow is None:
        search.settle([])
    assert search.flow is not None
    if search.settled and search.settled[0].kind == "minimum" and search.flow.costs[0] > -network.minimum:
        return None
    return Face(network, search.flow, tuple(kept), search.least_fit)


@dataclass(frozen=True)
class Piece:
    """A flow that is best for every t from `start` to `end` (None: without end), and its two costs."""

    start: Fraction
    end: Fraction | None
    first: int
    second: int
    flow: Ints

    @property
    def inside(self) -> Fraction:
        """The simplest t between the two ends."""
        return simplest(self.start, self.end)


def pieces(
    face: Face, first: Ints, second: Ints, start: Fraction, end: Fraction | None = None,
    *, deadline: Deadline = UNLIMITED,
) -> list[Piece]:  # fmt: skip
    """Every flow that alone is best for some t between `start` and `end`, in order; none is missing.

    first, second: (arcs,). Two known neighbors that are worth the same at t are compared with the best at t: if it is
    no better, nothing lies between them (docs/math.md, "Trade-off curves"). Raises Stopped at the deadline.
    """
    last = (second, first) if end is None else (face.weighed(first, second, end), -second)
    ends = (face.best([face.weighed(first, second, start), second]).flow, face.best(last).flow)
    known, *waiting = (Piece(start, end, int(first @ flow), int(second @ flow), flow) for flow in ends)
    done = [known]
    while waiting:
        deadline.check()
        middle = _between(face, first, second, done[-1], waiting[-1])
        if middle is None:
            done.append(waiting.pop())
        else:
            waiting.append(middle)
    return _without_midpoints(done, start, end)


def _between(face: Face, first: Ints, second: Ints, left: Piece, right: Piece) -> Piece | None:
    """A flow that is better than two others where these are worth the same; None where there is none."""
    if left.second <= right.second:
        return None
    t = _crossing(left, right)
    costs = face.weighed(first, second, t)
    flow = face.cheapest(costs)
    if costs @ flow < costs @ left.flow:
        return Piece(t, t, int(first @ flow), int(second @ flow), flow)
    face.prove(costs, left.flow)
    return None


def _crossing(left: Piece, right: Piece) -> Fraction:
    return Fraction(right.first - left.first, left.second - right.second)


def _without_midpoints(found: list[Piece], start: Fraction, end: Fraction | None) -> list[Piece]:
    """The corners only, each with the t for which it is best."""
    corners: list[Piece] = []
    for piece in found:
        if corners and corners[-1].second <= piece.second:
            continue
        while len(corners) > 1 and _crossing(corners[-2], corners[-1]) >= _crossing(corners[-1], piece):
            corners.pop()
        corners.append(piece)
    turns = [_crossing(a, b) for a, b in pairwise(corners)]
    return [
        Piece(low, high, piece.first, piece.second, piece.flow)
        for low, high, piece in zip([start, *turns], [*turns, end], corners, strict=True)
    ]


def stays_until(face: Face, first: Ints, second: Ints, flow: Ints, end: Fraction | None = None) -> Fraction | None:
    """The largest t up to which a flow that is best at 0 stays best; None where it does up to `end` (None: for good).

    From the end inward: where another flow is worth the same, the best one is asked for, until it is no better.
    """
    value, slope = int(first @ flow), int(second @ flow)
    if end is None:
        far = face.best([second, first]).flow
        kept = int(second @ far) == slope
    else:
        costs = face.weighed(first, second, end)
        far = face.cheapest(costs)
        kept = bool(costs @ far == costs @ flow)
    while not kept:
        t = Fraction(int(first @ far) - value, slope - int(second @ far))
        costs = face.weighed(first, second, t)
        far = face.cheapest(costs)
        if costs @ far == costs @ flow:
            face.prove(costs, flow)
            return t
    return None


def simplest(low: Fraction, high: Fraction | None) -> Fraction:
    """The fraction of the smallest denominator strictly between two numbers; None: no upper end."""
    whole = Fraction(floor(low) + 1)
    if high is None:
        return max(whole, Fraction(0))
    if whole < high:
        return max(whole, min(Fraction(0), Fraction(ceil(high) - 1)))
    base = floor(low)
    return base + 1 / _simplest_inverse(low - base, high - base)


def _simplest_inverse(low: Fraction, high: Fraction) -> Fraction:
    """The simplest number strictly between the inverses; 0 <= low < high <= 1."""
    return simplest(1 / high, None if low == 0 else 1 / low)
