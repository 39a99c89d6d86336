"""Lexicographic minimum-cost flow: goals in strict order, with potentials that prove every one of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pairing.optimizers.flows import minimum_cost_flow
from pairing.solver.pairs.network import Ints, Network

LARGEST = 2**60
"""What a packed cost, scaled by the flow algorithm and summed along any path, must stay below."""
SINGLE = LARGEST
"""The same of a cost that is no pack; one beyond it is solved in two steps."""


@dataclass(frozen=True)
class Flow:
    """A flow that is best in every goal. flow: (arcs,). costs: one per goal. potentials: (goals, nodes).

    free: (arcs,) bool, the arcs whose reduced cost is 0 in every goal: only these differ between best flows.
    """

    flow: Ints
    costs: tuple[int, ...]
    potentials: Ints
    free: NDArray[np.bool_]


def lexicographic_flow(
    network: Network, goals: Sequence[Ints], keep: NDArray[np.bool_] | None = None, among: Flow | None = None
) -> Flow:
    """The flow on the arcs in `keep` that minimizes the goals' costs (each: (arcs,)) in strict order.

    Goals are packed into one cost as far as it provably fits 64 bits; behind each pack the optimal face is kept:
    an arc with a nonzero reduced cost stays at zero or at capacity. among: only flows as good as this one in its
    own goals.
    """
    tails, heads = network.tails, network.heads
    flow = np.zeros(len(tails), dtype=np.int64) if among is None else among.flow
    free = np.ones(len(tails), dtype=bool) if among is None else among.free.copy()
    free &= True if keep is None else keep
    potentials = []
    for pack in packs(network, goals):
        ratios = pack_ratios(network, pack)
        arcs = np.flatnonzero(free)
        cost = packed([goal[arcs] for goal in pack], ratios)
        t, h, caps = tails[arcs], heads[arcs], network.capacities[arcs]
        fixed = np.where(free, 0, flow)
        flow = fixed.copy()
        flow[arcs] = cheapest_flow(t, h, caps, cost, network.supplies - divergence(tails, heads, fixed, network.nodes))
        level = residual_potentials(t, h, caps, cost, flow[arcs], network.nodes)
        free[arcs] = cost + level[t] - level[h] == 0
        potentials.append(unpacked(level, ratios))
    costs = tuple(int(goal @ flow) for goal in goals)
    return Flow(flow, costs, np.concatenate(potentials), free)


def packs(network: Network, goals: Sequence[Ints]) -> list[list[Ints]]:
    """Consecutive goals in as few packs as fit 64 bits."""
    result: list[list[Ints]] = []
    for goal in goals:
        if result and _fits(network, [*result[-1], goal]):
            result[-1].append(goal)
        else:
            result.append([goal])
    return result


def pack_ratios(network: Network, goals: Sequence[Ints]) -> list[int]:
    """For each goal by how much one unit of it outweighs a unit of the next; 1 for the last.

    With more than twice what the lower goal can change along a simple path or cycle, it never outweighs a unit of
    the higher one, and sums along paths can be taken apart again.
    """
    return [2 * _most(network, goal) + 1 for goal in goals[1:]] + [1]


def _most(network: Network, goal: Ints) -> int:
    """What a goal can change along a simple path or cycle: it visits the sink and each group once, by two arcs each."""
    pair_arcs = network.pair_arcs
    largest, other = (int(np.abs(costs).max(initial=0)) for costs in (goal[pair_arcs], goal[pair_arcs.stop :]))
    return network.nodes * largest + 2 * (len(network.groups) + 1) * other


def packed(goals: Sequence[Ints], ratios: Sequence[int]) -> Ints:
    """One cost per arc that orders flows as the goals in strict order do."""
    total = goals[0]
    for ratio, goal in zip(ratios, goals[1:], strict=False):
        total = total * ratio + goal
    return total


def unpacked(values: Ints, ratios: Sequence[int]) -> Ints:
    """The components of packed potentials: (goals, nodes), first goal first."""
    parts = []
    for ratio in reversed(ratios[:-1]):
        low = (values + ratio // 2) % ratio - ratio // 2
        parts.append(low)
        values = (values - low) // ratio
    return np.array([values, *reversed(parts)])


def cheapest_flow(tails: Ints, heads: Ints, capacities: Ints, costs: Ints, supplies: Ints) -> Ints:
    """A minimum-cost flow per arc. Raises RuntimeError if there is none, which is a bug here.

    Costs beyond 64 bits in the algorithm are first solved for in coarse units. An arc whose reduced cost is then more
    than the coarse solution can be wrong by along a cycle is settled, and what remains has small reduced costs.
    """
    nodes = len(supplies)
    unit = int(np.abs(costs).max(initial=0)) * (nodes + 1) * nodes // SINGLE + 1
    if unit == 1:
        return minimum_cost_flow(tails, heads, capacities, costs, supplies)
    coarse = costs // unit
    flow = minimum_cost_flow(tails, heads, capacities, coarse, supplies)
    level = residual_potentials(tails, heads, capacities, coarse, flow, nodes)
    reduced = costs + unit * (level[tails] - level[heads])
    open_ = np.flatnonzero(np.abs(reduced) <= 2 * nodes * unit)
    if 2 * nodes * unit * (nodes + 1) * nodes >= SINGLE:
        raise OverflowError("the costs are too large for this many people")
    fixed = flow.copy()
    fixed[open_] = 0
    rest = supplies - divergence(tails, heads, fixed, nodes)
    flow[open_] = minimum_cost_flow(tails[open_], heads[open_], capacities[open_], reduced[open_], rest)
    return flow


def divergence(tails: Ints, heads: Ints, flow: Ints, nodes: int) -> Ints:
    """What a flow takes away from each node."""
    out = np.bincount(tails, weights=flow, minlength=nodes) - np.bincount(heads, weights=flow, minlength=nodes)
    return out.astype(np.int64)


def residual_potentials(tails: Ints, heads: Ints, capacities: Ints, costs: Ints, flow: Ints, nodes: int) -> Ints:
    """The greatest potentials of at most 0 under which no residual arc has a negative reduced cost.

    They do not depend on which of several best flows is given. Bellman-Ford, on the nodes that changed only.
    Raises RuntimeError if the flow is not of minimum cost.
    """
    forward, backward = flow < capacities, flow > 0
    source = np.concatenate([tails[forward], heads[backward]])
    order = np.argsort(source, kind="stable")
    source = source[order]
    target = np.concatenate([heads[forward], tails[backward]])[order]
    length = np.concatenate([costs[forward], -costs[backward]])[order]
    first = np.searchsorted(source, np.arange(nodes + 1))
    level = np.zeros(nodes, dtype=np.int64)
    changed = np.arange(nodes)
    for _ in range(nodes + 1):
        arcs = _ranges(first[changed], first[changed + 1])
        before = level.copy()
        np.minimum.at(level, target[arcs], level[source[arcs]] + length[arcs])
        changed = np.flatnonzero(level < before)
        if not len(changed):
            return level
    raise RuntimeError("the flow is not of minimum cost: its residual graph has a negative cycle")


def dual_bound(
    network: Network, goals: Sequence[Ints], potentials: Ints, keep: NDArray[np.bool_] | None = None
) -> tuple[int, ...]:
    """What every flow costs at least, goal by goal in strict order, by weak duality (docs/math.md)."""
    arcs = np.flatnonzero(keep) if keep is not None else np.arange(len(network.capacities))
    tails, heads = network.tails[arcs], network.heads[arcs]
    undecided = np.ones(len(arcs), dtype=bool)
    negative = np.zeros(len(arcs), dtype=bool)
    reduced = [goal[arcs] + p[tails] - p[heads] for goal, p in zip(goals, potentials, strict=True)]
    for entry in reduced:
        negative |= undecided & (entry < 0)
        undecided &= entry == 0
    capacities = np.where(negative, network.capacities[arcs], 0)
    return tuple(int(capacities @ entry - network.supplies @ p) for entry, p in zip(reduced, potentials, strict=True))


def packed_range(network: Network, goals: Sequence[Ints]) -> tuple[int, int]:
    """The largest packed cost of an arc, and the most that packed costs add up to along a simple path or cycle."""
    arc = path = 0
    for ratio, goal in zip([1, *pack_ratios(network, goals)], goals, strict=False):
        arc = arc * ratio + int(np.abs(goal).max(initial=0))
        path = path * ratio + _most(network, goal)
    return arc, path


def _fits(network: Network, goals: Sequence[Ints]) -> bool:
    return packed_range(network, goals)[0] * (network.nodes + 1) * network.nodes < LARGEST


def _ranges(starts: Ints, ends: Ints) -> Ints:
    """All whole numbers of several ranges, one range after the other."""
    lengths = ends - starts
    offsets = np.repeat(starts - np.cumsum(lengths) + lengths, lengths)
    return offsets + np.arange(len(offsets))
